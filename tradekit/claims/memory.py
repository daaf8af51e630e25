"""What an article has told of times, kept for the sentences that follow, and what only the whole article tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tradekit.claims.moments import DAY, STOCKS, market, was_earlier
from tradekit.claims.scene import Draft, Scene
from tradekit.claims.tenses import tense
from tradekit.claims.times import goal, in_brackets, market_day, opening
from tradekit.periods import period_dates, resolve


def next_item(scene: Scene) -> None:
    """Begin a bullet with the period that the list began with: not with that of the bullet before."""
    state = scene.state
    if scene.sentence.kind != "bullet":
        state.listed = None
    elif state.listed is not None:
        topic, first = state.paragraph, state.listed
        topic.period, topic.tense, topic.status = first.period, first.tense, first.status


def remember(scene: Scene) -> None:
    """Keep the periods and days of a sentence for the sentences that follow."""
    state = scene.state
    told = [d for d in scene.drafts if d.get("period") and not was_earlier(d) and d.quantity.form != "duration"]
    state.told += [str(d.get("period")) for d in told]
    days = [d for d in told if market(d) and len(str(d.get("period"))) == DAY]
    if days and _lately(scene, str(days[0].get("period"))):
        state.market_day = days[0].get("period")
    first = next((d for d in told if d.reasons["period"][0] not in _NOT_KEPT and d not in days), None)
    topic = state.paragraph
    if first and (topic.period is None or first.reasons["period"][0] == opening.__name__):
        topic.period, topic.tense, topic.status = first.get("period"), tense(first), first.get("status")
    if first and state.article.period is None and len(str(first.get("period"))) != DAY:
        state.article.period, state.article.tense, state.article.status = topic.period, topic.tense, topic.status
    if scene.sentence.kind == "bullet" and state.listed is None:
        state.listed = replace(state.paragraph)
    for time in scene.times:
        if time.spec.form == "weekday" and time.role == "period":
            state.news_day = resolve(time, scene.article.date) or state.news_day


_NOT_KEPT = tuple(rule.__name__ for rule in (goal, market_day, in_brackets))


def _lately(scene: Scene, day: str) -> bool:
    """Whether a day is one that a market report reports on."""
    published = scene.article.date
    return published is None or 0 <= (published - period_dates(day)[0]).days < _REPORTED


_REPORTED = 10  # days


def settle(drafts: Sequence[Draft]) -> None:
    """Mend what only the whole article tells: the periods of the title, and the day of a stock told for a week."""
    title_periods(drafts)
    for draft in drafts:
        if draft.get("measure") in STOCKS and draft.get("period"):
            _, last, freq = period_dates(str(draft.get("period")))
            if freq == "W":
                draft.fields["period"] = last.isoformat()


def title_periods(drafts: Sequence[Draft]) -> None:
    """Give the figures of a title, which it rounds, the period of the same measure in the first sentences."""
    told: dict[tuple[str | None, str | None], Draft] = {}
    for draft in drafts[:_LEAD_CLAIMS]:
        alike = (draft.get("measure"), draft.get("kind"))
        if draft.scene.sentence.kind != "title" and draft.get("period"):
            told.setdefault(alike, draft)
    for draft in drafts[:_LEAD_CLAIMS]:
        same = told.get((draft.get("measure"), draft.get("kind")))
        if draft.scene.sentence.kind == "title" and not draft.get("period") and same:
            draft.fields["period"] = str(same.get("period"))
            draft.reasons["period"] = (title_periods.__name__, *same.reasons["period"][1:])


_LEAD_CLAIMS = 12
