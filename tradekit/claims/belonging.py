"""Which times a number can be of, and which are another's."""

from __future__ import annotations

import re

from tradekit.claims.exchanges import market
from tradekit.claims.moments import BASE, DEEDS, FLOWS, GIVEN, PLANS, STOCKS, current, economy, to_come
from tradekit.claims.scene import Draft, Scene, once
from tradekit.claims.tenses import AHEAD, tense
from tradekit.periods import Time, period_dates, resolve
from tradekit.terms import TRADE

_SAID = (
    r"(?:said|says|told|reported|announced|showed|shown|published|released|data|figures|statement|report|wrote|issued)"
)

_SAID_BEFORE = re.compile(rf"(?i)\b{_SAID}\b[^,;.]{{0,24}}$")

_SAID_BEHIND = re.compile(rf"(?i)^[ \n](?:\w+[ \n])?{_SAID}\b")


_APPOSED = re.compile(r", (?:the |an? )?(?:[\w’'-]+ ){0,4}$")
_OF_PLACE = re.compile(r"^[A-Z][\w’' -]{1,30}[’']s? $")  # `Africa’s third-busiest port handled …`
_ON_TOP = re.compile(r"(?i)\bon top of (?:[\w’'-]+ ){1,3}$|\b(?:normal|usual|standard|existing|regular) $")
_THEREAFTER = re.compile(r"(?i)^ (?:\w+ ){0,2}(?:thereafter|afterwards?|from then on)\b")


@once
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
    if spec.form == "now" and any(
        0 <= x.start - time.end < len(" a ") for x in scene.quantities if x is not draft.quantity
    ):
        return False  # `Mexico, now ninth among importers, would gain 4.1%`
    grown = draft.get("kind") != "level" or bound(draft, time)
    if grown and (spec.form == "since" or (spec.form == "sofar" and market(draft))):
        return False  # what it grew by since then is of no time, or of the market's day
    aim = draft.get("status") == "target" and draft.get("measure") not in (*GIVEN, *STOCKS, "price")
    behind = 0 <= time.start - draft.quantity.after < _RIGHT_BEHIND
    if (tense(draft) == AHEAD or aim) and not behind and _past(draft, time):
        return False  # `signed in 2023, it will free 90%`; but `in 2022 it pledged $5bn in aid`
    others = apart(draft, time) or _owned(draft, time)
    return not (others or _telling(draft, time) or _in_rarity(draft, time))


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


# `eased 0.5%, only its second slip this year, to $4,209`
_RARITY = re.compile(
    r", (?:only |just )?(?:its|the|their|an?) (?:\w+[ -])?"
    r"(?:first|second|third|fourth|fifth|most|best|worst|\w{2,9}est)\b[^,;.]*$"
)


def _in_rarity(draft: Draft, time: Time) -> bool:
    """Whether a time tells, in an aside, how rare a figure is."""
    text, start = draft.scene.text, draft.quantity.start
    aside = _RARITY.search(text[max(draft.scene.start, time.start - 60) : time.start])
    return aside is not None and "," in text[time.end : max(time.end, start)]


def _of_contract(scene: Scene, time: Time) -> bool:
    """Whether a bare month is that of a contract: `Brent for May`, `the benchmark April ore lost`."""
    if time.spec.of is not None or time.spec.relative is not None:
        return False
    its = _ITS_PRICE.match(scene.text, time.end)
    return not its and not _IN.search(scene.text[max(0, time.start - 16) : time.start])


# `its January high`, `the March average`
_ITS_PRICE = re.compile(
    r"(?:[’']s)?\s(?:\w+\s){0,2}?(?:prices?|averages?|levels?|highs?|lows?|peaks?|troughs?|records?)\b"
)
_IN = re.compile(
    r"(?i)(?:\b(?:in|during|of|since|by|as|last|this|from|until|till|on|over|than|and|to|through|against|late|early|mid"
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
    r"(?i)\b(?:forecast|projected|predicted|foreseen|seen|assumed|anticipated|envisaged|pencilled\sin|polled|surveyed|canvassed|estimated|expected|announced|issued|published"
    r"|released|given|made|set|guided|guidance|outlook|poll|survey|budget)\s(?:(?:back|only|as\slate\sas)\s)?"
    r"(?:(?:in|on)\s)?$"
)


def foretold(draft: Draft, time: Time) -> bool:
    """Whether a time is when a figure was forecast: `the 1.7% foreseen in April`."""
    before = draft.scene.text[max(draft.scene.start, time.start - 40) : time.start]
    return draft.get("status") == "forecast" and bool(_FORECAST_IN.search(before))


def _telling(draft: Draft, time: Time) -> bool:
    """Whether a day only says when something was said or done (`the office said on Friday`)."""
    form, text, measure = time.spec.form, draft.scene.text, draft.get("measure")
    if foretold(draft, time):
        return True
    if form not in ("weekday", "day") and not (form == "ago" and time.spec.unit == "day"):
        return False
    if measure == "deal" and draft.get("status") == "actual" and form == "weekday":
        return False  # `has signed an agreement to buy it for $4bn, they announced on Thursday`
    if said(draft.scene, time):
        return True
    if form == "day" and _STATE_OF.search(text[max(draft.scene.start, time.start - 12) : time.start]):
        return False
    if market(draft) or measure in ("tariff", *STOCKS) or _to_come(draft, time) or _bargained(draft):
        return False
    return measure in FLOWS if form == "day" else measure not in DEEDS


def said(scene: Scene, time: Time) -> bool:
    """Whether a time is that of a report, beside the word for it: `published on August 16`, `on Friday reported`."""
    before = _SAID_BEFORE.search(scene.text[max(scene.start, time.start - 40) : time.start])
    return bool(before or _SAID_BEHIND.match(scene.text[time.end : time.end + 24]))


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
    if others_plan(draft, time):
        return True
    between = (x for x in scene.quantities if q.end <= x.start and x.end <= time.start)
    return any(_OWN.search(scene.text[max(q.end, x.hedge - 48) : x.hedge]) for x in between)


# `a stockpile worth $2 billion and means to produce 20 million carats in 2025`
_NEW_PLAN = re.compile(
    r"\b(?:and|but)\s(?:\w+\s?){0,2}?[’']?(?:will|would|d like|wants?|hopes?|aims?|plans?|means?|expects?|intends?"
    r"|should|could|(?:is|are)\sto)\b"
)
_OWNS = re.compile(r"[’']s\s|\swith\s")


def others_plan(draft: Draft, time: Time) -> bool:
    """Whether a time is of what is planned next, or owns the number behind it: `a 10.5% median and April's 10.2%`."""
    text, q = draft.scene.text, draft.quantity
    behind = next((x for x in draft.scene.quantities if x.start >= time.end), None)
    owns = behind is not None and _OWNS.fullmatch(text, time.end, behind.start)
    return bool(owns or _NEW_PLAN.search(text, q.end, time.start))


def until(draft: Draft, time: Time) -> bool:
    """Whether a duty or a set price holds until a day, which is not when it begins."""
    before = draft.scene.text[max(draft.scene.start, time.start - 24) : time.start]
    return draft.get("measure") in ("tariff", "price") and bool(_UNTIL.search(before))


_UNTIL = re.compile(r"(?i)\b(?:until|till|(?:lapses?|expires?|ends?|runs?\sout)\s(?:on|in|at))\s(?:the\s)?$")
