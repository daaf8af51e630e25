"""What a time means for a number, and the periods that hold from before."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tradekit.claims.exchanges import traded
from tradekit.claims.scene import Draft, Topic, Why, once, right
from tradekit.claims.tenses import AHEAD, FORMER, PAST, PERFECT, PRESENT, tense
from tradekit.periods import Spec, Time, fiscal_years, period_dates, resolve

# Measures by how they are timed: over a time, at a time, by a deed on a day.
FLOWS = (
    "exports",
    "imports",
    "trade",
    "surplus",
    "deficit",
    "balance",
    "gdp",
    "output",
    "consumption",
    "sales",
    "cost",
)

STOCKS = ("reserves", "debt")

GIVEN = ("deal", "grant", "loan", "aid")
DEEDS = (*GIVEN, "investment")


PLANS = ("forecast", "target")

DAY = len("2024-05-31")

# What stands before the earlier end of a comparison: `to $8bn from a profit of $7.6bn`
BASE = re.compile(
    r"(?i:\b(?:from|prior|previous(?:ly)?|prev\.?|after|against|over the|than the|compared (?:with|to)|versus|vs\.?"
    r"|instead of)[ \n](?:(?:an?|the)[ \n](?:\w+[ \n]){1,2}of[ \n]|(?:the[ \n]|just[ \n]|only[ \n]"
    r"|an?[ \n](?!further|total|mere)(?:[a-z]+[ \n])?)?(?:(?:\w+[ \n])?revised[ \n])?)?)$"
)

# `vs -2.0% expected`, `against a target of 5%`, `the 7.3 billion that six analysts had expected`: of the same time
_EXPECTED = re.compile(
    r"(?i)^[ \n,)]{0,3}(?:[\w’'-]+[ \n]){0,6}?"
    r"(?:expected|forecast|projected|estimated|consensus|predicted|seen|planned|targeted)\b"
)

_EXPECTATION = re.compile(
    r"(?i)\b(?:target|forecast|expectations?|estimates?|consensus|guidance|goal|quota|plan)s?[ \n](?:of|for)[ \n]$"
)


def economy(draft: Draft) -> str | None:
    """Give the economy whose fiscal year is meant: trade is told by it only where `2023-24` is one."""
    home = draft.scene.state.article.reporter
    custom = fiscal_years().get(home or "")
    return home if custom and custom.split else draft.get("reporter")


def resolved(draft: Draft, time: Time, spoken_of: str | None = None) -> Why | None:
    """Give the period that a time means for a number, seen from the period spoken of."""
    tried: list[str | None] = [spoken_of or current(draft)]
    if (time.spec.form in ("here", "same", "ago") or time.spec.unit == "season") and spoken_of is None:
        tried = [*_recent(draft), *tried]  # `the half-year` is the last one spoken of
    if time.spec.unit == "season":  # the season of its kind told last
        tried.sort(key=lambda code: code is None or period_dates(code)[2] != "A" or len(code) == len("2024"))
    since = time.spec.of if time.spec.form == "since" and draft.get("measure") in ("price", "tariff") else None
    # The day from which a duty or a set price applies; a traded one moved all the time since.
    if since and since.form in ("day", "month") and not (draft.get("measure") == "price" and traded(draft)):
        time = time._replace(role="deadline", spec=since)
    if time.spec.form in ("since", "sofar") and tense(draft) == PERFECT and not draft.scene.state.statistics:
        told = (d.get("period") for d in reversed(draft.scene.drafts) if not was_earlier(d))
        tried = [next(told, None)]  # `has bought so far this year`: until now, not until what was told before
    if planned(draft) and time.role == "period" and (year := _year_of(draft, time, ())):
        return Why(year, time.start, time.end)
    time = to_come(draft, time)
    state, published = draft.scene.state, draft.scene.article.date
    codes = (resolve(time, published, economy(draft), each, state.fiscal) for each in tried)
    code = next((code for code in codes if code), None) or _year_of(draft, time, tried)
    if code is None or code in ("yoy", "qoq", "mom"):
        return None
    if len(code) == DAY and (
        draft.get("measure") == "deal" or (time.spec.form == "weekday" and draft.get("measure") in DEEDS)
    ):
        code = code[:7]
    yearly = time.spec.form == "ago" and time.spec.unit == "year" and draft.get("measure") == "price"
    if len(code) == DAY and yearly:
        code = code[:7]  # `closed at $1.62; a year ago it was $4.10`
    if draft.get("measure") in FLOWS and tense(draft) == PAST and _had_by(draft, time):
        code = _up_to(draft, code)
    if len(code) == DAY and draft.get("measure") == "tariff":
        code = code[:7]
    return Why(code, time.start, time.end)


def _had_by(draft: Draft, time: Time) -> bool:
    """Whether a flow is told up to a time: `by the end of July it had taken in 2.4 million tons`."""
    return bool(_BY.search(draft.scene.text[max(draft.scene.start, time.start - 16) : time.start]))


def _up_to(draft: Draft, code: str) -> str:
    """Give the time up to a day or month: from the begin of its year, or since what the sentence tells."""
    since = next((t for t in draft.scene.times if t.spec.form == "since" and t.role == "period"), None)
    if since and since.spec.of:
        start = resolve(since._replace(spec=since.spec.of), draft.scene.article.date)
        begin = start and period_dates(start)[0].isoformat()[: len(code)]
        return f"{begin}/{code}" if begin and begin < code else code
    return f"{code[:4]}-01/{code}" if len(code) == _MONTH and not code.endswith("-01") else code


_BY = re.compile(r"(?i)\bby\s(?:the\s(?:end|close)\sof\s)?$")
_MONTH = len("2024-05")


def _year_of(draft: Draft, time: Time, spoken_of: Sequence[str | None]) -> str | None:
    """Give the year that `for the year`, `the full-year profit` means beside figures of a part of one."""
    if time.spec.form != "here" or time.spec.unit not in ("year", "fiscal"):
        return None
    published, own = draft.scene.article.date, draft.scene.state.fiscal
    day = published if planned(draft) else next((period_dates(code)[1] for code in spoken_of if code), None)
    if planned(draft):  # `in the fiscal year`, `in that year`, behind `the year to March 2026`
        running = (c for c in _recent(draft) if "-" in c and period_dates(c)[2] == "A" and not over(draft, c))
        if code := next(running, None):
            return code
    if day is None:
        return None
    year = Spec("relative", unit="fiscal" if own else "year", relative=0)
    return resolve(time._replace(role="period", spec=year), day, None, None, own)


@once
def planned(draft: Draft) -> bool:
    """Whether a number is of what is to come: `sales will rise 5%`, `the board expects 5%`."""
    mine, status = tense(draft), draft.get("status")
    # `the full-year forecast was cut to $5bn`
    return mine == AHEAD or (status in PLANS and (mine in (PRESENT, "") or (mine == PAST and _forecast(draft))))


def _forecast(draft: Draft) -> bool:
    """Whether the clause tells of a forecast itself, whatever became of it: `guidance was cut to`."""
    return bool(_OUTLOOK.search(draft.scene.text, draft.clause[0], draft.quantity.start))


_OUTLOOK = re.compile(
    r"(?i)\b(?:forecast|guidance|outlook|estimate|projection|target|budget|goal)s?\b(?!\s(?:in|on)\b)"
)


def over(draft: Draft, code: str) -> bool:
    """Whether a period had ended when the article was published."""
    published = draft.scene.article.date
    return published is not None and period_dates(code)[1] <= published


def to_come(draft: Draft, time: Time) -> Time:
    """Let a month, quarter or half without its year be the nearest one for what is to come, not the last."""
    part = tense(draft) == PRESENT and _soon(draft, time.spec)
    return time._replace(spec=_nearest(time.spec)) if (part or planned(draft)) and time.role == "period" else time


def _soon(draft: Draft, spec: Spec) -> bool:
    """Whether the present tells of what comes: `orders for the third quarter are up`, `July loadings are set`."""
    published = draft.scene.article.date
    months = (spec.month - published.month) % 12 if published and spec.form == "month" and spec.month else 0
    return spec.form in ("quarter", "half") or months in _NEXT_MONTHS


_NEXT_MONTHS = (1, 2)


def _nearest(spec: Spec) -> Spec:
    if spec.form == "range" and spec.of is None and spec.to is not None:
        return spec._replace(to=_nearest(spec.to))
    undated = spec.form in ("month", "quarter", "half") and spec.of in (None, Spec("here", unit="year"))
    return spec._replace(relative=0) if undated and spec.relative is None else spec


def _recent(draft: Draft) -> list[str]:
    """Give the periods told last, the latest first."""
    here = [str(d.get("period")) for d in draft.scene.drafts if d.get("period") and not was_earlier(d)]
    return [*reversed(here), *reversed(draft.scene.state.told[-6:])][:6]


def topic_of(draft: Draft) -> Topic:
    """Give what holds from before: the paragraph's period, else the article's."""
    state = draft.scene.state
    return state.paragraph if state.paragraph.period else state.article


@once
def current(draft: Draft) -> str | None:
    """Give the period that holds from before; what is planned is none for what has been."""
    topic = topic_of(draft)
    return topic.period if topic.status not in PLANS or draft.get("status") in PLANS else None


@once
def around(draft: Draft) -> str | None:
    """Give the period of the number before in the sentence that is no earlier end itself, or the running one."""
    told = next((d.get("period") for d in reversed(draft.scene.drafts) if d.get("period") and not was_earlier(d)), None)
    return told or current(draft)


def was_earlier(draft: Draft) -> bool:
    """Whether a number was read as the earlier end of a comparison, by one of the rules `earlier_…`."""
    return draft.reasons["period"].rule.startswith("earlier_") if "period" in draft.reasons else base(draft)


@once
def at_base(draft: Draft) -> bool:
    """Whether the words before a number begin the earlier end of a comparison."""
    return bool(BASE.search(draft.before(48)))


@once
def base(draft: Draft) -> bool:
    """Whether a number is the earlier end of a comparison: `to $8bn from $7.6bn`, `against 4 million`."""
    scene, q = draft.scene, draft.quantity
    if draft.get("kind") not in ("level", "share", "growth") or not at_base(draft):
        return False
    if _EXPECTED.match(draft.after(64)) or _EXPECTATION.search(draft.before(48)):
        return False
    # `against $9bn of imports` is another flow
    flow = next(iter(right(scene.measures(), q.end, min(scene.end, q.end + 24))), None)
    if flow is None or "," in scene.text[q.end : flow.start] or not scene.drafts:
        return True
    return flow.value not in FLOWS or flow.value == scene.drafts[-1].get("measure")


def goes_on(draft: Draft, before: str) -> bool:
    """Whether a period that was told of something in one tense holds for a number too."""
    mine = tense(draft)
    return mine in (PAST, "") or (mine == before != FORMER)


def grown_since(draft: Draft) -> bool:
    """Whether a number is what something has moved by up to now: `has gained 12% since the start of the year`."""
    behind = right(draft.scene.times, draft.quantity.end, draft.clause[1])[:1]
    moved = draft.get("measure") == "price" and draft.get("kind") != "level" and tense(draft) in (PERFECT, PRESENT)
    return moved and any(t.spec.form in ("since", "sofar") or t.spec == _THIS_YEAR for t in behind)


_THIS_YEAR = Spec("relative", unit="year", relative=0)
