"""What an article has told of times, kept for the sentences that follow, and what only the whole article tells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tradekit.claims.moments import DAY, STOCKS, over, was_earlier
from tradekit.claims.scene import Draft, Scene
from tradekit.claims.sides import GIFTS
from tradekit.claims.tenses import PAST, tense
from tradekit.claims.times import goal, in_brackets, market_day, running_period, same_sentence, struck, told_in_clause
from tradekit.periods import Fiscal, Time, period_dates, resolve


def next_item(scene: Scene) -> None:
    """Begin a bullet with the period that the list began with: not with that of the bullet before."""
    state = scene.state
    state.last = None
    if scene.sentence.kind != "bullet":
        state.listed = None
    elif state.listed is not None:
        topic, first = state.paragraph, state.listed
        topic.period, topic.tense, topic.status = first.period, first.tense, first.status


def remember(scene: Scene) -> None:
    """Keep the periods and days of a sentence for the sentences that follow."""
    state = scene.state
    told = [d for d in scene.drafts if d.get("period") and not was_earlier(d) and d.quantity.form != "duration"]
    if scene.drafts:
        state.last = told[0].get("period") if told else None
    state.told += [str(d.get("period")) for d in told]
    given = (d for d in told if d.get("measure") in GIFTS and d.reasons["period"][0] == told_in_clause.__name__)
    pledge = next((str(d.get("period")) for d in given), "")
    state.pledged = state.pledged or (pledge if pledge and pledge == str(scene.article.date)[:_MONTH] else None)
    days = [d for d in told if d.get("measure") not in STOCKS and len(str(d.get("period"))) == DAY]
    for day in (str(d.get("period")) for d in days):
        if day >= (state.market_day or "") and _lately(scene, day):
            state.market_day = day
    first = next((d for d in told if d.reasons["period"][0] not in _NOT_KEPT and d not in days), None)
    if first and (first.reasons["period"][0] in _CARRIED_ON or len(str(first.get("period"))) == DAY):
        first = None  # nothing new, or the day of a stock or a deed, which is no period of flows
    topic = state.paragraph
    spoken_of = topic.period or (None if state.fresh else state.article.period)
    if first and not _looks_back(first, spoken_of):
        topic.period, topic.tense = first.get("period"), tense(first)
        # What was expected of a past time is followed by what came of it.
        ended = topic.tense == PAST and over(first, str(topic.period))
        topic.status = "actual" if ended else first.get("status")
    if first and _leads(first, state.article.period):
        state.article.period, state.article.tense, state.article.status = topic.period, topic.tense, topic.status
    if scene.sentence.kind == "bullet" and state.listed is None:
        state.listed = replace(state.paragraph)
    for time in scene.times:
        state.fiscal = state.fiscal or _own_year(scene, time)
        if time.spec.form == "weekday" and time.role == "period":
            state.news_day = resolve(time, scene.article.date) or state.news_day


def _own_year(scene: Scene, time: Time) -> Fiscal | None:
    """Read a firm's fiscal year: `the fiscal year to the end of September`."""
    spec = time.spec
    if spec.form != "ending" or spec.number != _YEAR or not _FISCAL.search(time.text):
        return None
    code = resolve(time, scene.article.date)
    return Fiscal(period_dates(code)[0].month, "end", split=False, own=True) if code else None


_YEAR = 12  # months
_FISCAL = re.compile(r"(?i)\b(?:fiscal|financial|business)\b")

_NOT_KEPT = tuple(rule.__name__ for rule in (goal, market_day, in_brackets, struck))
_CARRIED_ON = (running_period.__name__, same_sentence.__name__)  # tells nothing new


def _looks_back(draft: Draft, before: str | None) -> bool:
    """Whether a figure's period ends before the one spoken of: `in September they had fallen`."""
    if before is None or _at_head(draft):
        return False
    # Behind the prices of a week the figures of a month begin anew.
    return period_dates(before)[2] not in ("W", "D") and (
        period_dates(str(draft.get("period")))[1] < period_dates(before)[1]
    )


def _leads(draft: Draft, before: str | None) -> bool:
    """Whether a figure's period becomes the article's: the first, or one that holds it, at a sentence's head."""
    first, last, freq = period_dates(str(draft.get("period")))
    if freq in ("D", "W"):
        return False
    if before is None:
        return True
    held = period_dates(before)
    longer = first <= held[0] and last >= held[1] and (first, last) != held[:2]
    return longer and _at_head(draft) and bool(_OF_MONTHS.search(draft.scene.article.title or ""))


# A title that tells a time of several months: the article is about it, though the month may come first.
_OF_MONTHS = re.compile(
    r"(?i)\b(?:in|first|over|for)\s(?:the\s)?(?:first\s)?[\w-]+\s(?:months|quarters)\b|\bfirst[\s-]half\b|\bH1\b"
    r"|\b(?:Jan|Feb|Mar|Apr|May|Jul|Oct)[a-z]*\s?[-–]\s?[A-Z]|\bfull[\s-]year\b"
)


def _at_head(draft: Draft) -> bool:
    """Whether the sentence begins with the figure's time: `Over the January–May period, exports rose 5%`."""
    return 0 <= draft.reasons["period"][1] - draft.scene.start < _HEAD


_HEAD = 24


def _lately(scene: Scene, day: str) -> bool:
    """Whether a day is one that a market report reports on."""
    published = scene.article.date
    return published is None or 0 <= (published - period_dates(day)[0]).days < _REPORTED


_REPORTED = 10  # days
_MONTH = len("2024-05")


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
