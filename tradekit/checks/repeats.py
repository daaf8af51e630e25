"""The same figure told twice in an article: the title against the text, and one sentence against another."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from tradekit.checks.comparison import Comparison, with_doubts
from tradekit.checks.told import Figure, titled

KINDS = ("level", "growth", "change", "share")
_OPEN = "the two may be defined differently, though no field says so"


def told_twice(figures: Sequence[Figure]) -> Iterator[Comparison]:
    """Compare figures that tell the same of the same in two sentences.

    Figures that differ disagree where one looks like a slip of the other (the same digits ten times as large, or two
    of them changed round) or where the title says what no sentence bears out; else it stays open.
    """
    groups: dict[tuple[object, ...], list[Figure]] = {}
    in_title = titled(figures)
    for figure in figures:
        if figure.kind in KINDS and figure.unit and figure.reporter and (figure.measure != "other" or figure.item):
            groups.setdefault(_key(figure), []).append(figure)
    for group in groups.values():
        for number, figure in enumerate(group):
            earlier = [other for other in group[:number] if other.sentence != figure.sentence]
            if earlier:
                yield _compared(figure, earlier, group, in_title)


def _key(f: Figure) -> tuple[object, ...]:
    return f.kind, f.measure, f.who, f.unit, f.days, f.basis, f.status


def _compared(figure: Figure, earlier: Sequence[Figure], group: Sequence[Figure], in_title: set[Figure]) -> Comparison:
    """Compare a figure with the one before it that is most like it."""
    other = min(earlier, key=lambda f: (not f.interval.meets(figure.interval), not _slip(f, figure), _ratio(f, figure)))
    words = f"told as {other} and as {figure}"
    slip = _slip(other, figure)
    found = Comparison(
        "told twice", figure, (other,), other.value, other.interval, words + (f": {slip}" if slip else "")
    )
    if found.fits:
        return found
    borne_out = any(f.interval.meets(other.interval) for f in group if f is not other)
    # What the title says is the text's own figure, whomever it names for it.
    sure = slip or (other in in_title and not borne_out and figure.days is not None)
    return found if sure else with_doubts(found, [_OPEN])


def _ratio(one: Figure, other: Figure) -> float:
    return abs(math.log10(abs(one.value / other.value))) if one.value and other.value else math.inf


def _slip(one: Figure, other: Figure) -> str:
    """Say how one figure looks like a slip of the other; empty if it does not."""
    first, second = _digits(one), _digits(other)
    if min(len(first), len(second)) < 2 or one.value * other.value <= 0:
        return ""
    tens = round(math.log10(other.value / one.value))
    if tens and max(len(first), len(second)) > 2 and one.interval.scaled(10.0**tens).meets(other.interval):
        return f"the same digits, {10 ** abs(tens):,} times as large"
    swapped = Counter(first) == Counter(second) and sum(a != b for a, b in zip(first, second, strict=False)) == 2
    if swapped and len(first) == len(second) > 2 and not tens:
        return "the same digits, two of them changed round"
    return ""


def _digits(figure: Figure) -> str:
    return "".join(re.findall(r"\d", figure.text)).strip("0")
