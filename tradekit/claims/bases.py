"""Rules for `basis`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tradekit.claims.exchanges import market
from tradekit.claims.lists import labelled_basis
from tradekit.claims.moments import current
from tradekit.claims.scene import Draft, Reason, Why, left, once, right
from tradekit.claims.tables import table_basis
from tradekit.claims.tenses import AHEAD, FORMER, tense
from tradekit.periods import Time, basis_name, period_dates, resolve
from tradekit.terms import TRADE

_GROWS = ("growth", "change")
_NAMES = ("yoy", "mom", "qoq")
_NOT_FLOWS = ("price", "tariff", "loan", "grant", "aid", "deal", "reserves")
# `6.5 billion less than it had projected` is against no time.
_THAN_EXPECTED = re.compile(
    r"(?i)^[^,;.]{0,24}\b(?:than|below|above|beating|missing)[ \n](?:[\w’'-]+[ \n]){0,5}?"
    r"(?:expected|forecasts?|projected|projections?|expectations|estimated|estimates|consensus|predicted|planned|targeted|target|hoped|budgeted)\b"
)


@once
def _against_no_time(draft: Draft) -> bool:
    """Whether a number is against what was expected: `less than it had projected`."""
    return bool(_THAN_EXPECTED.match(draft.after(90)))


def told(draft: Draft) -> Why | None:
    """`year on year`, `from August`, `than in the previous quarter`, in the clause or the sentence."""
    scene, grows = draft.scene, draft.get("kind") in _GROWS
    if not scene.times or not (grows or draft.get("kind") == "ratio") or _against_no_time(draft):
        return None
    period = draft.get("period") or current(draft)
    far = _far(draft) if grows or draft.quantity.unit == "x" else ()
    for time in (*_near(draft, *draft.clause), *far):
        if time.spec.form == "weekday":  # day on day has no name
            continue
        if code := resolve(time, scene.article.date, draft.get("reporter"), period):
            return Why(basis_name(code, period) if period and code not in _NAMES else code, time.start, time.end)
    return None


def _near(draft: Draft, start: int, end: int) -> list[Time]:
    """Give the times of the clause that can be a basis: the next one behind the number, the last before it, others."""
    if draft.get("measure") == "tariff":
        return []
    q, times = draft.quantity, [t for t in draft.scene.times if t.role in ("basis", "earlier")]
    behind, before = right(times, q.end, end), left(times, q.start, start)
    apposed = next((x for x in draft.scene.quantities if x.start >= q.end), None)
    if apposed and draft.scene.text[q.end : apposed.hedge] == ", ":  # `5%, 3.9 points faster than in November`
        behind = right(times, q.end, apposed.start)
    since = [
        t._replace(role="basis") for t in right(draft.scene.times, q.end, end) if t.start - q.end < 24 and _since(t)
    ]
    return [*since, *behind[:1], *before[:1], *behind[1:]]


def _since(time: Time) -> bool:
    """Whether a time is one from which something moved: `since May`, `since the start of the year`."""
    return time.role == "period" and (time.spec.form == "since" or time.text.lower().startswith("since"))


def _far(draft: Draft) -> list[Time]:
    """Give the times of the other clauses: those before it, and behind it those behind numbers of its kind only."""
    q, scene = draft.quantity, draft.scene
    times = [t for t in scene.times if t.role in ("basis", "earlier")]
    others = [x.start for x in scene.quantities if x.start > q.start and x.unit != q.unit]
    return [*right(times, q.end, min((*others, scene.end))), *left(times, q.start, scene.start)]


def same_sentence_basis(draft: Draft) -> Why | None:
    """What the number before it in the sentence is against, if it is of the same period."""
    if not draft.scene.drafts or draft.get("kind") not in _GROWS or _against_no_time(draft):
        return None
    for d in reversed(draft.scene.drafts):
        holds = d.get("basis") in _NAMES or d.clause == draft.clause
        if d.get("basis") and holds and d.get("period") == draft.get("period"):
            return Why(str(d.get("basis")), *d.reasons["basis"].span)
    return None


_SEQUENTIAL = {"M": "mom", "Q": "qoq"}
_QUARTER = 95  # days


def by_period(draft: Draft) -> Why | None:
    """Growth over a year is on the year; over a quarter or a month it is against what the article compares with."""
    q, period, basis = draft.quantity, draft.get("period"), draft.scene.state.basis
    if not _compares(draft):
        return None
    first, last, freq = period_dates(period) if period else (None, None, "")
    if freq in ("W", "D") or (not freq and tense(draft) == AHEAD):
        return None
    long = first is not None and last is not None and (last - first).days > _QUARTER
    if freq in ("A", "S") or (freq == "span" and (long or basis != "mom")):
        return Why("yoy", q.start, q.end)
    if basis is None or freq == "span":
        return None
    return Why("yoy" if basis == "yoy" else _SEQUENTIAL.get(freq, basis), q.start, q.end)


def _compares(draft: Draft) -> bool:
    """Whether a number is a growth of a flow, which is against a time though none is told."""
    if draft.get("kind") not in _GROWS or draft.get("status") == "target" or draft.get("measure") in _NOT_FLOWS:
        return False
    if market(draft) or draft.quantity.unit == "bp" or tense(draft) == FORMER:
        return False
    behind = right(draft.scene.times, draft.quantity.end, min(draft.scene.end, draft.quantity.end + 24))
    if draft.quantity.unit == "x" and _BESIDE.match(draft.after(16)):  # `four times the usual quantity`
        return False
    weekly = any(t.spec.form == "change" and not t.spec.unit for t in behind[:1])  # week on week has no name
    return not (weekly or _against_no_time(draft))


_BESIDE = re.compile(r"[ \n](?:the|as|what|of|its|their|those)\b")

BASIS = (table_basis, told, labelled_basis, same_sentence_basis, by_period)


def told_later(drafts: Sequence[Draft]) -> None:
    """Give a growth without a basis that of the next one like it, for a title and a lead leave it out."""
    following: dict[str, tuple[str, Reason]] = {}
    for draft in reversed(drafts):
        period, basis = draft.get("period"), draft.get("basis")
        freq = period_dates(period)[2] if period else ""
        listed = draft.scene.sentence.kind == "bullet"  # each has its own
        if freq not in ("M", "Q") or draft.get("measure") not in (*TRADE, "sales", "output") or listed:
            continue
        if basis in _NAMES and draft.reasons["basis"].rule == told.__name__:
            following[freq] = basis, draft.reasons["basis"]
        elif basis is None and freq in following and _compares(draft):
            draft.fields["basis"], reason = following[freq]
            draft.reasons["basis"] = reason._replace(rule=told_later.__name__)
