"""Rules for `period`."""

from __future__ import annotations

import re

from tradekit.claims.earlier import EARLIER, revised_plan
from tradekit.claims.moments import (
    DAY,
    ON_THE_DAY,
    PLANS,
    TRADE,
    around,
    base,
    beyond,
    bound,
    counts,
    goes_on,
    market,
    resolved,
    topic_of,
    traded,
    until,
    was_earlier,
)
from tradekit.claims.scene import Draft, Why, left, right
from tradekit.claims.tables import table_period
from tradekit.claims.tenses import PAST, tense


def in_brackets(draft: Draft) -> Why | None:
    """`(FY24: Rs 15,368 crore)`, `($22,107 Mon)`: in brackets the number and the time belong together."""
    q, scene = draft.quantity, draft.scene
    opened = scene.text.rfind("(", max(scene.start, q.start - 40), q.start)
    closed = scene.text.find(")", q.end, min(scene.end, q.end + 40))
    if opened < 0 or closed < 0 or ")" in scene.text[opened : q.start] or "(" in scene.text[q.end : closed]:
        return None
    for time in scene.times:
        if opened < time.start < closed and time.role in ("period", "earlier"):
            return resolved(draft, time, around(draft))
    return None


def goal(draft: Draft) -> Why | None:
    """A figure by or within a time, or the date from which a duty applies."""
    q, scene = draft.quantity, draft.scene
    if base(draft):
        return None
    behind = right(scene.times, q.end, draft.clause[1])
    before = [t for t in left(scene.times, q.start, draft.clause[0]) if not bound(draft, t)]
    for time in (*behind, *before):
        if time.role == "deadline" and not until(draft, time):
            return resolved(draft, time)
    return None


def told_in_clause(draft: Draft) -> Why | None:
    """A time in the clause of the number, the nearest first."""
    return _nearest(draft, *draft.clause)


def told_in_sentence(draft: Draft) -> Why | None:
    """A time in another clause of the sentence, before the number first."""
    return _nearest(draft, draft.scene.start, draft.scene.end) if goes_on(draft, PAST) and not base(draft) else None


def _nearest(draft: Draft, start: int, end: int) -> Why | None:
    q, scene = draft.quantity, draft.scene
    times = [t for t in scene.times if t.role == "period" and start <= t.start < end and counts(draft, t)]
    close = [t for t in times if 0 <= t.start - q.after < 16 and ", " not in scene.text[q.end : t.start]]
    if base(draft):
        times = []  # the earlier end of a comparison has its own time or none
    behind = [t for t in right(times, q.end, end) if not beyond(draft, t)]
    for time in (*close, *left(times, q.start, start), *behind):
        if why := resolved(draft, time):
            return why
    return None


def same_sentence(draft: Draft) -> Why | None:
    """What the number before it in the sentence is of."""
    if base(draft):
        return None
    for d in reversed(draft.scene.drafts):
        if d.get("period") and d.quantity.form != "duration" and not was_earlier(d):
            mine, its = draft.get("status"), d.get("status")
            alike = mine == its or (mine == "forecast" and tense(draft) == PAST)
            holds = d.clause == draft.clause or (alike and goes_on(draft, tense(d)))
            return Why(str(d.get("period")), *d.reasons["period"][1:]) if holds else None
    return None


def opening(draft: Draft) -> Why | None:
    """A time at the head of the sentence: `In October alone, trade increased`, `A year earlier it had been $3bn`."""
    for time in draft.scene.times[:1]:
        if time.role in ("period", "earlier") and time.start - draft.scene.start < 24 and counts(draft, time):
            return resolved(draft, time) if goes_on(draft, PAST) and not base(draft) else None
    return None


def market_day(draft: Draft) -> Why | None:
    """A market price has the day of the prices reported with it; `on the day` at least that of the article."""
    q, state, published = draft.quantity, draft.scene.state, draft.scene.article.date
    if draft.scene.row or base(draft) or not market(draft):
        return None
    if ON_THE_DAY.match(draft.after(32)) and (state.market_day or published):
        return Why(state.market_day or str(published), q.start, q.end)
    day = state.market_day or (state.news_day if traded(draft) else None)
    return Why(day, q.start, q.end) if day and goes_on(draft, PAST) else None


# The figures of a firm's results are of one time.
_RESULTS = ("sales", "cost", "output", "exports")
_STANDING = ("tariff", "other", "loan", "grant", "aid", "deal", "investment", "debt")


def running_period(draft: Draft) -> Why | None:
    """The period that holds from before: of the paragraph, of the article."""
    q, topic = draft.quantity, topic_of(draft)
    code = topic.period
    if traded(draft) and len(code or "") != DAY:
        return None
    if not code or q.form in ("duration", "count") or base(draft):
        return None
    if draft.get("measure") in _STANDING or (draft.get("kind") == "rank" and draft.get("measure") == "gdp"):
        return None
    if not _kept(draft):
        return None
    planned = topic.status in PLANS and draft.get("status") in PLANS
    past = draft.get("status") != "target" and goes_on(draft, topic.tense)
    return Why(code, q.start, q.end) if planned or past else None


def _kept(draft: Draft) -> bool:
    """Whether the article's period holds in a paragraph that told none: in statistics, and of what it was told of."""
    state, measure, topic = draft.scene.state, draft.get("measure"), topic_of(draft)
    if topic.status in PLANS:  # an outlook goes on with its forecasts, which tell nothing of what was
        return draft.get("status") in PLANS
    if state.paragraph.period or state.statistics:
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
    same_sentence,
    opening,
    market_day,
    running_period,
    told_in_sentence,
    year_before,
)
