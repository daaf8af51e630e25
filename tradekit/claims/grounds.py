"""The words behind a value that was carried on: where the article told it."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence

from tradekit.claims.scene import Draft, Span
from tradekit.places import Place

_COLUMNS = ("measure", "reporter", "partner", "item", "period")


def ground(drafts: Sequence[Draft], places: Sequence[Place]) -> None:
    """Point the reasons of values that no word of their sentence tells at the words that told them before.

    They are the words from which the claim before got the same value; else, for an economy, its name, the last
    before the number or the first behind it. What only the title or the date tells stays with the number.

    Parameters
    ----------
    drafts : sequence of Draft
        All claims of an article; their reasons are changed.
    places : sequence of Place
        The economies, firms and persons that the article names, in the order of the text.
    """
    told: dict[tuple[str, str], Span] = {}
    named: dict[str, list[Place]] = defaultdict(list)
    for place in places:
        named[place.code or ""].append(place)
    numbers = {(draft.quantity.start, draft.quantity.end) for draft in drafts}
    for draft in drafts:
        for column in _COLUMNS:
            if (reason := draft.reasons.get(column)) is None:
                continue
            value = draft.fields[column]
            # The measure of `450 generators` or `$80 a barrel` is read from the number itself.
            own = column == "measure" and not reason.carried
            if own or reason.span not in numbers:
                told[column, value] = reason.span
                continue
            span = told.get((column, value))
            if span is None and column in ("reporter", "partner") and value in named:
                span = _nearest(named[value], draft.quantity.start)
            if span:
                draft.reasons[column] = reason._replace(start=span[0], end=span[1])


def _nearest(names: Sequence[Place], at: int) -> Span:
    """Give the last name before a place in the text, or else the first behind it."""
    place = names[max(bisect_right(names, at, key=lambda name: name.start) - 1, 0)]
    return place.start, place.end
