"""Which times a number can be of, and which are another's; and the periods that hold from before."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tradekit.claims.exchanges import market, traded
from tradekit.claims.scene import Draft, Scene, Topic, Why, right
from tradekit.claims.tenses import AHEAD, FORMER, PAST, PERFECT, PRESENT, tense
from tradekit.periods import Spec, Time, fiscal_years, period_dates, resolve
from tradekit.terms import TRADE

# Measures by how they are timed: over a time, at a time, by a deed on a day.
_FLOWS = (
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

_GIVEN = ("deal", "grant", "loan", "aid")
DEEDS = (*_GIVEN, "investment")


PLANS = ("forecast", "target")

DAY = len("2024-05-31")

# What stands before the earlier end of a comparison: `to $8bn from a profit of $7.6bn`
BASE = re.compile(
    r"(?i:\b(?:from|prior|previous(?:ly)?|prev\.?|after|against|over the|than the|compared (?:with|to)|versus|vs\.?"
    r"|instead of)[ \n](?:(?:an?|the)[ \n](?:\w+[ \n]){1,2}of[ \n]|the[ \n]|just[ \n]|only[ \n]|an?[ \n])?)$"
)

# `vs -2.0% expected`, `against a target of 5%`, `the 7.3 billion that six analysts had expected`: of the same time
_EXPECTED = re.compile(
    r"(?i)^[ \n,)]{0,3}(?:[\w’'-]+[ \n]){0,6}?"
    r"(?:expected|forecast|projected|estimated|consensus|predicted|seen|planned|targeted)\b"
)

_EXPECTATION = re.compile(
    r"(?i)\b(?:target|forecast|expectations?|estimates?|consensus|guidance|goal|quota|plan)s?[ \n](?:of|for)[ \n]$"
)

_SAID = (
    r"(?:said|says|told|reported|announced|showed|shown|published|released|data|figures|statement|report|wrote|issued)"
)

_SAID_BEFORE = re.compile(rf"(?i)\b{_SAID}\b[^,;.]{{0,24}}$")

_SAID_BEHIND = re.compile(rf"(?i)^[ \n](?:\w+[ \n])?{_SAID}\b")


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
    if published and time.text.lower() == "today" and market(draft) and tense(draft) == PAST:
        code = str(published)
    if draft.get("measure") in _FLOWS and tense(draft) == PAST and _had_by(draft, time):
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
    if day is None:
        return None
    year = Spec("relative", unit="fiscal" if own else "year", relative=0)
    return resolve(time._replace(role="period", spec=year), day, None, None, own)


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
    if spec.form == "part" and spec.of is not None:
        return spec._replace(of=_nearest(spec.of))
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


def current(draft: Draft) -> str | None:
    """Give the period that holds from before; what is planned is none for what has been."""
    topic = topic_of(draft)
    return topic.period if topic.status not in PLANS or draft.get("status") in PLANS else None


def around(draft: Draft) -> str | None:
    """Give the period of the number before in the sentence that is no earlier end itself, or the running one."""
    told = next((d.get("period") for d in reversed(draft.scene.drafts) if d.get("period") and not was_earlier(d)), None)
    return told or current(draft)


def was_earlier(draft: Draft) -> bool:
    """Whether a number was read as the earlier end of a comparison, by one of the rules `earlier_…`."""
    return draft.reasons["period"][0].startswith("earlier_") if "period" in draft.reasons else base(draft)


def base(draft: Draft) -> bool:
    """Whether a number is the earlier end of a comparison: `to $8bn from $7.6bn`, `against 4 million`."""
    scene, q = draft.scene, draft.quantity
    if draft.get("kind") not in ("level", "share", "growth") or not BASE.search(draft.before(48)):
        return False
    if _EXPECTED.match(draft.after(64)) or _EXPECTATION.search(draft.before(48)):
        return False
    # `against $9bn of imports` is another flow
    flow = next(iter(right(scene.measures(), q.end, min(scene.end, q.end + 24))), None)
    other = flow and scene.drafts and flow.value in _FLOWS and flow.value != scene.drafts[-1].get("measure")
    return not other


_APPOSED = re.compile(r", (?:the |an? )?(?:[\w’'-]+ ){0,4}$")
_OF_PLACE = re.compile(r"^[A-Z][\w’' -]{1,30}[’']s? $")  # `Africa’s third-busiest port handled …`
_ON_TOP = re.compile(r"(?i)\bon top of (?:[\w’'-]+ ){1,3}$|\b(?:normal|usual|standard|existing|regular) $")
_THEREAFTER = re.compile(r"(?i)^ (?:\w+ ){0,2}(?:thereafter|afterwards?|from then on)\b")


def standing(draft: Draft) -> bool:
    """Whether a number is so at all times: `India's second-largest steelmaker`, `on top of the normal 6.5%`."""
    measure, rank = draft.get("measure"), draft.get("kind") == "rank"
    apposed = (
        rank and measure not in TRADE and (_APPOSED.search(draft.before(64)) or _OF_PLACE.search(draft.before(40)))
    )
    on_top = measure == "tariff" and _ON_TOP.search(draft.before(40))
    return bool(apposed or on_top or _THEREAFTER.match(draft.after(48)))


def counts(draft: Draft, time: Time) -> bool:
    """Whether a time can be the number's: not of another one in brackets, nor when something was said."""
    spec, scene = time.spec, draft.scene
    if standing(draft) or _in_dateline(draft, time) or _only_of_year(draft, time):
        return False
    if spec.form == "month" and spec.of is None and market(draft) and _of_contract(scene, time):
        return False
    if spec.form == "now" and (draft.get("status") in PLANS or scene.text[time.end : time.end + 2] in ("’s", "'s")):
        return False  # `is now seen at`, `at today's prices`
    grown = draft.get("kind") != "level" or bound(draft, time)
    if grown and (spec.form == "since" or (spec.form == "sofar" and market(draft))):
        return False  # what it grew by since then is of no time, or of the market's day
    aim = draft.get("status") == "target" and draft.get("measure") not in (*_GIVEN, *STOCKS, "price")
    behind = 0 <= time.start - draft.quantity.after < _RIGHT_BEHIND
    if (tense(draft) == AHEAD or aim) and not behind and _past(draft, time):
        return False  # `signed in 2023, it will free 90%`; but `in 2022 it pledged $5bn in aid`
    return not apart(draft, time) and not _owned(draft, time) and not _telling(draft, time)


# `its April record of $3,500`, `the August shortfall of $70bn`, `April’s $8bn`: the time of that number alone
_NO_NOUN = (
    r"(?:from|to|and|or|but|with|on|in|at|by|for|as|while|after|against|than|it|has|had|have|is|was|were|are|who|which"
    r"|that|when|where|because|compared|up|down|[a-z]+ed)"
)
_OF_ANOTHER = re.compile(
    rf"(?:[’']s)?[ \n](?:(?!{_NO_NOUN}[ \n])[a-z-]+[ \n]){{1,3}}of[ \n]"
    r"(?:(?:about|around|nearly|almost|some|over|just|only|roughly)[ \n])?$|[’']s?[ \n]$"
)


def _owned(draft: Draft, time: Time) -> bool:
    """Whether a time stands before the noun of another number behind it."""
    others = (x for x in draft.scene.quantities if x is not draft.quantity and 0 <= x.hedge - time.end < _NOUN)
    return any(_OF_ANOTHER.match(draft.scene.text[time.end : x.hedge]) for x in others)


_NOUN = 40


def grown_since(draft: Draft) -> bool:
    """Whether a number is what something has moved by up to now: `has gained 12% since the start of the year`."""
    behind = right(draft.scene.times, draft.quantity.end, draft.clause[1])[:1]
    moved = draft.get("measure") == "price" and draft.get("kind") != "level" and tense(draft) in (PERFECT, PRESENT)
    return moved and any(t.spec.form in ("since", "sofar") or t.spec == _THIS_YEAR for t in behind)


_THIS_YEAR = Spec("relative", unit="year", relative=0)


def _of_contract(scene: Scene, time: Time) -> bool:
    """Whether a month is that of a contract: `Brent futures for May were up`, `the benchmark April ore lost`."""
    if _DELIVERY.search(scene.text[max(0, time.start - 80) : time.start]):
        return True
    named = scene.text[time.end : time.end + 1] == " "
    return named and not _IN.search(scene.text[max(0, time.start - 16) : time.start])


_DELIVERY = re.compile(r"(?:^|[,.;]\s|\s)[A-Z][^.;,]{0,40}\sfor\s$")
_IN = re.compile(
    r"(?i)(?:\b(?:in|during|of|since|by|last|this|from|for|until|till|on|over|than|and|to|through|against|late|early|mid"
    r"|between|after|before)[\s-]|[-–—/(]\s?)$"
)


def _only_of_year(draft: Draft, time: Time) -> bool:
    """Whether a year says something else beside a price of the day: `its 2025 high`, `the best performer this year`."""
    year = time.spec.form == "year" or (time.spec.form == "relative" and time.spec.unit == "year")
    if not year or draft.get("measure") != "price" or not market(draft) or draft.get("status") in PLANS:
        return False
    return not re.search(
        r"(?i)\b(?:in|during|for|of|over)\s(?:the\s)?$", draft.scene.text[max(0, time.start - 12) : time.start]
    )


# `MINSK, 10 October (BNA) –`: the day of the report, not of what it tells.
_DATELINE_ENDS = re.compile(
    r"(?:,?[ \n]20[0-9]{2})?(?:[ \n]?\([^()\n]{2,40}\))?[ \n]?(?:[-–—]{1,2}|:)(?=\s)|[ \n]\([A-Z][^()\n]{1,30}\)"
)


def _in_dateline(draft: Draft, time: Time) -> bool:
    """Whether a day stands before the dash that ends a dateline."""
    if time.spec.form != "day" or time.start - draft.scene.start > _DATELINE:
        return False
    before = draft.scene.text[draft.scene.start : time.start]
    return not re.search(r"[a-z]{2} $", before) and bool(_DATELINE_ENDS.match(draft.scene.text, time.end))


_DATELINE, _RIGHT_BEHIND = 40, 8


def _past(draft: Draft, time: Time) -> bool:
    """Whether a time was over at the article's date."""
    published = draft.scene.article.date
    code = resolve(to_come(draft, time), published, economy(draft), current(draft), draft.scene.state.fiscal)
    return bool(published and code and period_dates(code)[1] < published)


# `had been cut by June 15`: how things stood on the day
_STATE_OF = re.compile(r"(?i)\b(?:by|as of|as at|until|through|up to)\s$")
# `the €55 million forecast in May`, `traders polled last week`: when it was forecast
_FORECAST_IN = re.compile(
    r"(?i)\b(?:forecast|projected|predicted|polled|surveyed|canvassed|estimated|expected|announced|issued|published"
    r"|released|given|made|set|guided|guidance|outlook|poll|survey|budget)\s(?:(?:back|only|as\slate\sas)\s)?"
    r"(?:(?:in|on)\s)?$"
)


def _telling(draft: Draft, time: Time) -> bool:
    """Whether a day only says when something was said or done (`the office said on Friday`)."""
    form, text, measure = time.spec.form, draft.scene.text, draft.get("measure")
    if draft.get("status") == "forecast" and _FORECAST_IN.search(
        text[max(draft.scene.start, time.start - 40) : time.start]
    ):
        return True
    if form not in ("weekday", "day") and not (form == "ago" and time.spec.unit == "day"):
        return False
    if measure == "deal" and draft.get("status") == "actual" and form == "weekday":
        return False  # `has signed an agreement to buy it for $4bn, they announced on Thursday`
    if _SAID_BEFORE.search(text[max(draft.scene.start, time.start - 40) : time.start]):
        return True
    if _SAID_BEHIND.match(text[time.end : time.end + 24]):
        return True
    if form == "day" and _STATE_OF.search(text[max(draft.scene.start, time.start - 12) : time.start]):
        return False
    if market(draft) or measure in ("tariff", *STOCKS) or _to_come(draft, time) or _bargained(draft):
        return False
    return measure in _FLOWS if form == "day" else measure not in DEEDS


def _bargained(draft: Draft) -> bool:
    """Whether a number is of what was bought on a day: `bought 50,000 tonnes of wheat in a tender on Tuesday`."""
    start, end = draft.clause
    return draft.get("kind") == "level" and bool(_BARGAINED.search(draft.scene.text, start, end))


_BARGAINED = re.compile(
    r"(?i)\b(?:bought|sold|purchased|ordered|booked|secured|contracted|snapped\sup|tenders?|auction(?:ed)?|offers\sof)\b"
)


def _to_come(draft: Draft, time: Time) -> bool:
    """Whether a day is after the article's."""
    published = draft.scene.article.date
    code = resolve(time, published)
    return bool(published and code and period_dates(code)[0] > published)


def apart(draft: Draft, time: Time) -> bool:
    """Whether a time stands in brackets with a number of its own, and this one outside."""
    q, scene = draft.quantity, draft.scene
    between = scene.text[q.end : time.start] if q.end <= time.start else scene.text[time.end : q.start]
    mark = "(" if q.end <= time.start else ")"
    if between.count(mark) <= between.count(")" if mark == "(" else "("):
        return False
    closed = scene.text.find(")", time.end, min(scene.end, time.end + 40)) if mark == "(" else time.start
    opened = scene.text.rfind("(", max(scene.start, time.start - 40), time.start)
    return any(opened < x.start < max(closed, time.end) or time.end <= x.start < closed for x in scene.quantities)


def bound(draft: Draft, time: Time) -> bool:
    """Whether a time belongs to the number right before it, and that is another one: `$100 billion by 2030, …`."""
    others = (x for x in draft.scene.quantities if x is not draft.quantity)
    return any(0 <= time.start - x.after < 12 for x in others)


# What opens a part of a clause with a number of its own, or stands before the earlier end of a comparison.
_OWN = re.compile(
    rf"(?i:, (?:of which|of that|including|among them)[ \n](?:[\w’'-]+[ \n]){{0,4}}$)"
    rf"|(?i:\bafter[ \n](?:earlier[ \n])?\w+ing[ \n](?:[\w’'-]+[ \n]){{0,4}}$)|{BASE.pattern}"
)


def beyond(draft: Draft, time: Time) -> bool:
    """Whether a time behind the number is another one's: `12 million, after 9 million in August`."""
    q, scene = draft.quantity, draft.scene
    between = (x for x in scene.quantities if q.end <= x.start and x.end <= time.start)
    return any(_OWN.search(scene.text[max(q.end, x.hedge - 48) : x.hedge]) for x in between)


def until(draft: Draft, time: Time) -> bool:
    """Whether a duty or a set price holds until a day, which is not when it begins."""
    before = draft.scene.text[max(draft.scene.start, time.start - 24) : time.start]
    return draft.get("measure") in ("tariff", "price") and bool(_UNTIL.search(before))


_UNTIL = re.compile(r"(?i)\b(?:until|till|(?:lapses?|expires?|ends?|runs?\sout)\s(?:on|in|at))\s(?:the\s)?$")


def goes_on(draft: Draft, before: str) -> bool:
    """Whether a period that was told of something in one tense holds for a number too."""
    mine = tense(draft)
    return mine in (PAST, "") or (mine == before != FORMER)
