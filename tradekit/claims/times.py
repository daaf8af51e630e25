"""Rules for `period` and `basis`."""

from __future__ import annotations

import re

from tradekit.claims.scene import Draft, Why, left, right
from tradekit.periods import Time, period_before, period_dates, resolve


def _resolved(draft: Draft, time: Time, around: str | None = None) -> Why | None:
    code = resolve(time, draft.scene.article.date, draft.get("reporter"), around or _current(draft))
    return Why(code, time.start, time.end) if code and code not in ("yoy", "qoq", "mom") else None


_BY = re.compile(r"[ \n,]{1,2}(?:(?:in|of|for|from|recorded in|seen in|posted in)[ \n])?(?:the[ \n])?")


def earlier_time_behind(draft: Draft) -> Why | None:
    """`from $1.09 billion a year ago`, `seven times the $10.1bn of 2019-20`: the time right behind the number."""
    q, scene = draft.quantity, draft.scene
    time = next(iter(right(scene.times, q.end, min(scene.end, q.end + 40))), None)
    if time is None or time.role not in ("earlier", "basis") or not _BY.fullmatch(scene.text[q.end : time.start]):
        return None
    compared = draft.get("kind") == "level" or (time.role == "earlier" and _EARLIER_BEFORE.search(draft.before(24)))
    return _resolved(draft, time, _around(draft)) if compared and draft.get("kind") != "rank" else None


def earlier_time_before(draft: Draft) -> Why | None:
    """`than the revised August shortfall of $70.8 billion`: the time before the number's noun."""
    q, scene = draft.quantity, draft.scene
    time = next(iter(left(scene.times, q.hedge, max(scene.start, q.hedge - 48))), None)
    if time is None or time.role != "earlier" or draft.get("kind") != "level":
        return None
    noun = re.fullmatch(r"[ \n](?:\w+[ \n]){0,2}of[ \n]", scene.text[time.end : q.hedge])
    return _resolved(draft, time, _around(draft)) if noun else None


def prior_release(draft: Draft) -> Why | None:
    """`Exports +5.6% vs +4.9% expected, prior +3.2%`: the prior figure is of the month or quarter before."""
    current, q = _around(draft), draft.quantity
    if not re.search(r"(?i:\b(?:prior|previous|prev\.?|revised from)[ \n])$", draft.before(16)) or not current:
        return None
    basis = {"M": "mom", "Q": "qoq", "A": "yoy"}.get(period_dates(current)[2])
    code = current if "revised" in draft.before(16) else period_before(current, basis) if basis else None
    return Why(code, q.hedge, q.end) if code else None


def earlier_by_basis(draft: Draft) -> Why | None:
    """`up 5% to $8bn from $7.6bn`: without a time of its own, the time that the growth is against."""
    q, scene = draft.quantity, draft.scene
    if not _EARLIER_BEFORE.search(draft.before(24)) or draft.get("kind") not in ("level", "share", "growth"):
        return None
    basis = next((d.get("basis") for d in reversed(scene.drafts) if d.get("basis")), None)
    current = _around(draft)
    near = [t for t in right(scene.times, q.end, min(draft.clause[1], q.end + 24)) if t.role == "period"]
    if near or not basis or not current or not (code := period_before(current, basis)):
        return None
    return Why(code, q.hedge, q.end)


EARLIER = (prior_release, earlier_time_behind, earlier_time_before, earlier_by_basis)
_EARLIER_NAMES = tuple(rule.__name__ for rule in EARLIER)
_EARLIER_BEFORE = re.compile(r"(?i:\b(?:from|prior|after|against|over the|than the|compared with|versus|vs\.?)[ \n])$")


def _around(draft: Draft) -> str | None:
    """Give the period of the number before in the sentence, or the running one."""
    told = next((d.get("period") for d in reversed(draft.scene.drafts) if d.get("period")), None)
    return told or _current(draft)


def goal(draft: Draft) -> Why | None:
    """A figure by or within a time, or the date from which a duty applies."""
    for time in (
        *right(draft.scene.times, draft.quantity.end, draft.clause[1]),
        *left(draft.scene.times, draft.quantity.start, draft.clause[0]),
    ):
        if time.role == "deadline":
            return _resolved(draft, time)
    return None


def told_in_clause(draft: Draft) -> Why | None:
    """A time in the clause of the number, the nearest first."""
    return _nearest(draft, *draft.clause)


def told_in_sentence(draft: Draft) -> Why | None:
    """A time in the sentence, before the number first."""
    return _nearest(draft, draft.scene.start, draft.scene.end)


def _nearest(draft: Draft, start: int, end: int) -> Why | None:
    q = draft.quantity
    times = [t for t in draft.scene.times if t.role == "period" and start <= t.start < end and not _telling(draft, t)]
    close = [t for t in times if 0 <= t.start - q.after < 16 and ", " not in draft.scene.text[q.end : t.start]]
    for time in (*close, *left(times, q.start, start), *right(times, q.end, end)):
        if why := _resolved(draft, time):
            return why
    return None


def _telling(draft: Draft, time: Time) -> bool:
    """Whether a day only says when something was reported (`the office said on Friday`)."""
    if time.spec.form not in ("weekday", "day"):
        return False
    return draft.get("measure") not in ("price", "tariff")


def same_sentence(draft: Draft) -> Why | None:
    """What the number before it in the sentence is of."""
    for d in reversed(draft.scene.drafts):
        if (
            d.get("period")
            and d.quantity.form != "duration"
            and "period" in d.reasons
            and d.reasons["period"][0] not in _EARLIER_NAMES
        ):
            return Why(str(d.get("period")), *d.reasons["period"][1:])
    return None


def opening(draft: Draft) -> Why | None:
    """A time at the head of the sentence: `In October alone, trade increased`."""
    for time in draft.scene.times[:1]:
        if time.role == "period" and time.start - draft.scene.start < 24 and not _telling(draft, time):
            return _resolved(draft, time)
    return None


def table_head(draft: Draft) -> Why | None:
    """The time in the head of the table's column."""
    scene = draft.scene
    column = next((i for i, (start, end) in enumerate(scene.cells) if start <= draft.quantity.start < end), None)
    head = scene.state.head
    if column is None or column >= len(head) or not head[column]:
        return None
    return _resolved(draft, head[column][0])


def table_change(draft: Draft) -> Why | None:
    """The column of changes in a table is of the time of its first column of figures."""
    first = next((d for d in draft.scene.drafts if d.get("period")), None)
    if not draft.scene.cells or draft.get("kind") not in ("growth", "change") or first is None:
        return None
    return Why(str(first.get("period")), *first.reasons["period"][1:])


def market_day(draft: Draft) -> Why | None:
    """A market price has the day of the prices reported with it."""
    day = draft.scene.state.market_day
    if draft.get("measure") != "price" or day is None or draft.scene.cells:
        return None
    return Why(day, draft.quantity.start, draft.quantity.end)


def running_period(draft: Draft) -> Why | None:
    """The period that holds from before: of the paragraph, of the article."""
    q, code = draft.quantity, _current(draft)
    if not code or q.form in ("duration", "count") or draft.get("status") == "target":
        return None
    if draft.get("measure") in ("tariff", "other", "loan", "grant", "aid", "deal", "investment", "debt"):
        return None
    if draft.get("kind") == "rank" and draft.get("measure") == "gdp":
        return None
    if draft.get("kind") in ("share", "rank", "ratio") and _PRESENT.search(draft.scene.text[draft.clause[0] : q.hedge]):
        return None
    return Why(code, q.start, q.end)


def year_before(draft: Draft) -> Why | None:
    """`from the previous year` with no other time word: the year before the article's date."""
    date = draft.scene.article.date
    if date is None or draft.get("kind") not in ("growth", "change"):
        return None
    for time in draft.scene.times:
        if time.role in ("basis", "earlier") and re.search(
            r"\b(?:previous|prior|preceding) year\b|\byear before\b", time.text
        ):
            return Why(str(date.year - 1), time.start, time.end)
    return None


# `The EU still buys 64%`, `ranks only 15th`: in the present tense and without a time, no period is told.
_PRESENT = re.compile(
    r"\b(?:is|are|buys|takes|taking|accounts|sells|gives|makes|ranks|remains|covers|supplies|supplying|goes|go|comes|come|costs|complains|"
    r"represents|imports|owns|controls|holds|handles)\b[^.;]{0,40}$"
)


def _current(draft: Draft) -> str | None:
    return draft.scene.state.paragraph.period or draft.scene.state.article.period


PERIOD = (
    table_head,
    table_change,
    *EARLIER,
    goal,
    told_in_clause,
    same_sentence,
    opening,
    market_day,
    running_period,
    told_in_sentence,
    year_before,
)


def told(draft: Draft) -> Why | None:
    """`year on year`, `from August`, `than in the previous quarter`, in the clause or the sentence."""
    if draft.get("kind") not in ("growth", "change") and not (
        draft.get("kind") == "ratio" and draft.quantity.unit == "x"
    ):
        return None
    period = draft.get("period") or _current(draft)
    for start, end in (draft.clause, (draft.scene.start, draft.scene.end)):
        times = [t for t in draft.scene.times if t.role in ("basis", "earlier") and start <= t.start < end]
        behind, before = right(times, draft.quantity.end, end), left(times, draft.quantity.start, start)
        for time in (*behind[:1], *before[:1], *behind[1:]):
            if code := resolve(time, draft.scene.article.date, draft.get("reporter"), period):
                return Why(_named(code, period), time.start, time.end)
    return None


def _named(code: str, period: str | None) -> str:
    """Give the name of a basis that is the year, the quarter or the month before the period."""
    if period is None or code in ("yoy", "mom", "qoq"):
        return code
    return next((name for name in ("yoy", "qoq", "mom") if period_before(period, name) == code), code)


def same_sentence_basis(draft: Draft) -> Why | None:
    """What the number before it in the sentence is against, if it is of the same period."""
    if draft.get("kind") not in ("growth", "change"):
        return None
    for d in reversed(draft.scene.drafts):
        if d.get("basis") and d.get("period") == draft.get("period"):
            return Why(str(d.get("basis")), *d.reasons["basis"][1:])
    return None


_SEQUENTIAL = {"M": "mom", "Q": "qoq"}


def by_period(draft: Draft) -> Why | None:
    """Growth over a year is on the year; over a quarter or a month it is against what the article compares with."""
    q, period, basis = draft.quantity, draft.get("period"), draft.scene.state.basis
    if draft.get("kind") not in ("growth", "change") or draft.get("status") == "target":
        return None
    if draft.get("measure") in ("price", "other", "tariff", "loan", "grant", "aid", "deal"):
        return None
    freq = period_dates(period)[2] if period else ""
    if freq in ("A", "S") or (freq == "span" and basis != "mom"):
        return Why("yoy", q.start, q.end)
    if basis is None:
        return None
    return Why("yoy" if basis == "yoy" else _SEQUENTIAL.get(freq, basis), q.start, q.end)


BASIS = (told, same_sentence_basis, by_period)
