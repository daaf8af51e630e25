"""Rules for `period`."""

from __future__ import annotations

import itertools
import re

from tradekit.claims.belonging import beyond, bound, counts, others_plan, standing, until
from tradekit.claims.earlier import EARLIER, revised_plan
from tradekit.claims.exchanges import market, on_the_day, session, shares, shut, traded
from tradekit.claims.moments import (
    DAY,
    PLANS,
    STOCKS,
    around,
    base,
    current,
    goes_on,
    grown_since,
    over,
    planned,
    resolved,
    topic_of,
    was_earlier,
)
from tradekit.claims.scene import Draft, Why, carried, left, right
from tradekit.claims.sides import GIFTS
from tradekit.claims.tables import table_period
from tradekit.claims.tenses import AHEAD, FORMER, PAST, PERFECT, tense
from tradekit.periods import Time
from tradekit.terms import TRADE


def in_brackets(draft: Draft) -> Why | None:
    """`(FY24: Rs 15,368 crore)`, `($22,107 Mon)`: in brackets the number and the time belong together."""
    q, scene = draft.quantity, draft.scene
    opened = scene.text.rfind("(", max(scene.start, q.start - 40), q.start) if scene.times else -1
    closed = scene.text.find(")", q.end, min(scene.end, q.end + 40))
    if opened < 0 or closed < 0 or ")" in scene.text[opened : q.start] or "(" in scene.text[q.end : closed]:
        return None
    for time in scene.times:
        if opened < time.start < closed and time.role in ("period", "earlier"):
            return resolved(draft, time, around(draft))
    return None


_TO_CHANGE = re.compile(
    r"(?i)\b(?:that|which|and)\b[^.;]{0,60}\b(?:halv|doubl|tripl|cut|reduc|rais|lower|clos|narrow|eras|eliminat|scrap|grow)\w*"
)


def _changed_by(draft: Draft, time: Time) -> bool:
    """Whether it is the goal of what is to become of the number: `a gap of $13bn that he wants to halve by 2030`."""
    between = draft.scene.text[draft.quantity.end : time.start]
    return bool(_TO_CHANGE.search(between))


def goal(draft: Draft) -> Why | None:
    """A figure by or within a time, or the date from which a duty applies."""
    q, scene = draft.quantity, draft.scene
    deadlines = [t for t in scene.times if t.role == "deadline"]
    if not deadlines or base(draft) or (market(draft) and tense(draft) == PAST) or _AT_COST.search(draft.before(40)):
        return None
    for time in right(deadlines, q.end, draft.clause[1]):
        if not others_plan(draft, time) and not until(draft, time) and not _changed_by(draft, time):
            return resolved(draft, time)
    for time in left(deadlines, q.start, draft.clause[0]):
        if not bound(draft, time) and not until(draft, time) and not _changed_by(draft, time):
            return resolved(draft, time)
    return None


# `to double its capacity by 2028 at a cost of $700 million`
_AT_COST = re.compile(r"(?i)\bat a (?:\w+ )?(?:cost|price) of $|\bfor a (?:total )?(?:cost|investment) of $")


def told_in_clause(draft: Draft) -> Why | None:
    """A time in the clause of the number, the nearest first."""
    return _nearest(draft, *draft.clause)


def told_in_sentence(draft: Draft) -> Why | None:
    """A time in another clause of the sentence, before the number first; a day or `now` holds in its own alone."""
    if not goes_on(draft, PAST) or base(draft) or market(draft):
        return None
    scene, q = draft.scene, draft.quantity
    apart = scene.text.find(";", q.end, scene.end)  # what follows tells its own time
    days = () if draft.get("measure") in STOCKS else ("day", "weekday")
    return _nearest(draft, scene.start, apart if apart > 0 else scene.end, ("now", "since", *days))


def _nearest(draft: Draft, start: int, end: int, without: tuple[str, ...] = ()) -> Why | None:
    q, scene = draft.quantity, draft.scene
    times = [t for t in scene.times if t.role == "period" and start <= t.start < end and t.spec.form not in without]
    if not times:
        return None
    close = [t for t in times if 0 <= t.start - q.after < 16 and not _OTHER.search(scene.text[q.end : t.start])]
    if base(draft):
        times = []  # the earlier end of a comparison has its own time or none
    behind = (t for t in right(times, q.end, end) if not (beyond(draft, t) or _elsewhere(draft, t)))
    for time in itertools.chain(close, left(times, q.start, start), behind):
        if counts(draft, time) and (why := resolved(draft, time)):
            return why
    return None


def same_sentence(draft: Draft) -> Why | None:
    """What the number before it in the sentence is of."""
    planned_cost = draft.get("status") in PLANS and _AT_COST.search(draft.before(40))
    if base(draft) or standing(draft) or planned_cost:
        return None
    for d in reversed(draft.scene.drafts):
        if d.get("period") and d.quantity.form != "duration" and not was_earlier(d) and not _placed_now(draft, d):
            mine, its = draft.get("status"), d.get("status")
            alike = mine == its or (mine == "forecast" and tense(draft) == PAST)
            plans = mine in PLANS and planned(draft) and not over(draft, str(d.get("period")))
            leans = d.clause == draft.clause or bool(_LEANS.search(draft.before(12)))
            holds = leans or (alike and (plans or goes_on(draft, tense(d))))
            return Why(str(d.get("period")), *d.reasons["period"].span) if holds else None
    return None


def _placed_now(draft: Draft, before: Draft) -> bool:
    """Whether the number before is a place held now, which tells no time: `Mexico, now ninth, gained 4.1%`."""
    rank = before.get("kind") == "rank" != draft.get("kind")
    return rank and draft.scene.text[slice(*before.reasons["period"].span)].lower() == "now"


def _elsewhere(draft: Draft, time: Time) -> bool:
    """Whether a time stands in a later clause that has a verb and a number of its own."""
    scene, q = draft.scene, draft.quantity
    start, end = scene.clause(time.start)
    if start <= q.start or scene.verb(time.start) == scene.verb(q.start):  # `copper $1.2bn, gold $0.9bn in April`
        return False
    return any(start <= x.start < end for x in scene.quantities)


_OTHER = re.compile(r", |\band\b")  # `to $75 a barrel and that for 2026 to $70`

_LEANS = re.compile(r"(?i)[,(] (?:up|down|off|or) $")  # `…, up 74 million from August`
_OF_IT = re.compile(
    r"(?i)^[ \n)]{0,2}(?:[a-z]+[ \n])?of[ \n]"
    r"(?:it|that|this|them|those|these|which|(?P<whole>the[ \n](?:total|sum|amount|whole|overall[ \n]\w+)))\b"
)


_THAT_IS = re.compile(r"[“\"]?(?:It|That|This)(?: is|[’']s| means| represents| equals)\b")


def part_of_it(draft: Draft) -> Why | None:
    """`China holds $1.7 billion of it`, `That is two-thirds more`: a part is of the time of its whole."""
    of_it, start = _OF_IT.match(draft.after(32)), draft.scene.start
    that = draft.get("kind") in ("growth", "ratio", "share") and _THAT_IS.match(draft.scene.text[start : start + 16])
    if not (of_it or that) or tense(draft) in (AHEAD, PERFECT) or base(draft):
        return None
    told = [d.get("period") for d in draft.scene.drafts if not was_earlier(d)]
    state = draft.scene.state
    code = told[-1] if told else current(draft) if of_it and of_it["whole"] else state.last
    return Why(code, draft.quantity.start, draft.quantity.end) if code else None


def opening(draft: Draft) -> Why | None:
    """A time at the head of the sentence: `In October alone, trade increased`, `A year earlier it had been $3bn`."""
    return _heading(draft, draft.scene.start)


def clause_opening(draft: Draft) -> Why | None:
    """A time at the head of the clause, or behind a semicolon: `; a year ago it took 24`, `but in 2019 it was`."""
    semicolon = draft.scene.text.rfind(";", draft.scene.start, draft.quantity.start) + 1
    starts = (start for start in (draft.clause[0], semicolon) if start > draft.scene.start)
    return next((why for start in starts if (why := _heading(draft, start))), None)


def _heading(draft: Draft, start: int) -> Why | None:
    for time in right(draft.scene.times, start, min(draft.quantity.start, start + 48))[:1]:
        if time.role in ("period", "earlier") and time.start - start < 24 and counts(draft, time):
            return resolved(draft, time) if (goes_on(draft, PAST) or planned(draft)) and not base(draft) else None
    return None


_RATE_NOTE = re.compile(r"\([^\w\s]?\w{0,3}[^\w\s]?1 = $|\(1 \w+ = $")  # ($1 = 4.43 ringgit)


def market_day(draft: Draft) -> Why | None:
    """A market price has the day of the prices reported with it; `on the day` at least that of the article."""
    q, state, published = draft.quantity, draft.scene.state, draft.scene.article.date
    before = draft.before(16)
    if published and before.endswith(" = ") and _RATE_NOTE.search(before):
        return Why(state.market_day or str(published), q.start, q.end)
    if base(draft) or not market(draft) or (draft.get("status") in PLANS and tense(draft) != PAST):
        return None
    if on_the_day(draft) and (state.market_day or published):
        return Why(state.market_day or str(published), q.start, q.end)
    named = left(draft.scene.times, q.start, draft.scene.start)
    here = next((t for t in named if t.spec.form == "weekday" and t.role == "period" and counts(draft, t)), None)
    if here and goes_on(draft, PAST):
        return resolved(draft, here)
    day, today = state.market_day, str(published) if published else None
    if shares(draft):  # they answer to the news
        day = max(day or "", state.news_day or "") or (today if tense(draft) == PAST else None)
    elif day is None and (traded(draft) or session(draft) or _quoted(draft)):
        day = state.news_day or (today if tense(draft) == PAST or (shut(draft) and not tense(draft)) else None)
    if grown_since(draft):  # `has gained 12% since the start of the year`
        day = day or today
        return Why(day, q.start, q.end) if day else None
    return Why(day, q.start, q.end) if day and goes_on(draft, PAST) else None


def _quoted(draft: Draft) -> bool:
    """Whether a price is told to have moved or stood, in no paragraph on another time: `assessed scrap at $382`."""
    state = draft.scene.state
    if draft.get("measure") != "price" or tense(draft) != PAST or draft.get("status") in PLANS:
        return False
    return shut(draft) or (bool(state.news_day) and not state.paragraph.period and not state.statistics)


# The figures of a firm's results are of one time.
_RESULTS = ("sales", "cost", "output", "exports")
_SHIPPED = ("sales", "output", "exports", "imports")
_STANDING = ("tariff", "other", "loan", "grant", "aid", "deal", "investment", "debt")


def running_period(draft: Draft) -> Why | None:
    """The period that holds from before: of the paragraph, of the article."""
    q, topic = draft.quantity, topic_of(draft)
    code = topic.period
    if traded(draft) and len(code or "") != DAY:
        return None
    if (q.unit or "").endswith("watt"):  # what a plant can do
        return None
    counted = q.form == "count" and not (draft.get("measure") in _SHIPPED and tense(draft) in (PAST, ""))
    if not code or q.form == "duration" or counted or base(draft) or standing(draft):
        return None
    grown = draft.get("measure") == "other" and draft.get("kind") == "growth" and tense(draft) == PAST
    if (draft.get("measure") in _STANDING and not _moved(draft) and not grown) or (
        draft.get("kind") == "rank" and draft.get("measure") == "gdp"
    ):
        return None
    if not _kept(draft):
        return None
    outlook = topic.status in (*PLANS, None) and draft.get("status") in PLANS and not over(draft, code)
    past = draft.get("status") != "target" and goes_on(draft, topic.tense)
    return carried(draft, code) if outlook or past else None


def struck(draft: Draft) -> Why | None:
    """A deal that an article opens with is news: of its month, where no other time is told."""
    scene, q = draft.scene, draft.quantity
    told = draft.get("measure") == "deal" and draft.get("status") == "actual" and q.form in ("money", "count")
    if not told or base(draft) or scene.article.date is None or draft.get("kind") != "level":
        return None
    news = scene.start < _LEAD and tense(draft) in (PAST, PERFECT, "")
    return Why(str(scene.article.date)[:_MONTH], q.start, q.end) if news else None


_LEAD, _MONTH = 300, len("2024-05")


def pledged(draft: Draft) -> Why | None:
    """A gift or loan told beside those pledged at a meeting: `…; Japan promised $5 million`."""
    q, code = draft.quantity, draft.scene.state.pledged
    given = draft.get("measure") in GIFTS and q.form == "money" and draft.get("kind") != "rank"
    if not code or not given or base(draft) or tense(draft) in (PERFECT, FORMER):
        return None
    return Why(code, q.start, q.end)


def _moved(draft: Draft) -> bool:
    """Whether a figure of a paragraph's time is told to have happened: `net investment rose 5%`."""
    inside = draft.get("measure") not in ("tariff", "deal") and bool(draft.scene.state.paragraph.period)
    return inside and tense(draft) == PAST


def _kept(draft: Draft) -> bool:
    """Whether the article's period holds in a paragraph that told none: in statistics, and of what it was told of."""
    state, measure, topic = draft.scene.state, draft.get("measure"), topic_of(draft)
    if topic.status in PLANS:  # an outlook goes on with its forecasts, which tell nothing of what was
        return draft.get("status") in PLANS
    if state.paragraph.period or state.statistics or (tense(draft) == PAST and not market(draft)):
        return True
    return measure == topic.measure or any(measure in kin and topic.measure in kin for kin in (TRADE, _RESULTS))


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


PERIOD = (
    table_period,
    in_brackets,
    *EARLIER,
    revised_plan,
    goal,
    told_in_clause,
    clause_opening,
    part_of_it,
    same_sentence,
    opening,
    market_day,
    told_in_sentence,
    running_period,
    pledged,
    year_before,
    struck,
)
