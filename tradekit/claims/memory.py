"""What an article has told of times, kept for the sentences that follow, and what only the whole article tells."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from tradekit.claims.belonging import said
from tradekit.claims.moments import DAY, STOCKS, over, was_earlier
from tradekit.claims.scene import Draft, Scene
from tradekit.claims.sides import GIFTS
from tradekit.claims.tenses import PAST, tense
from tradekit.claims.times import goal, in_brackets, market_day, running_period, same_sentence, struck, told_in_clause
from tradekit.periods import Fiscal, Time, period_dates, resolve
from tradekit.sentences.titles import LONGEST_TITLE


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
    given = (d for d in told if d.get("measure") in GIFTS and d.reasons["period"].rule == told_in_clause.__name__)
    pledge = next((str(d.get("period")) for d in given), "")
    state.pledged = state.pledged or (pledge if pledge and pledge == str(scene.article.date)[:_MONTH] else None)
    days = [d for d in told if d.get("measure") not in STOCKS and len(str(d.get("period"))) == DAY]
    for day in (str(d.get("period")) for d in days):
        if day >= (state.market_day or "") and _lately(scene, day):
            state.market_day = day
    kept = (d for d in told if d.reasons["period"].rule not in _NOT_KEPT and d not in days and not _at_end(d))
    first = next(kept, None)
    if first and (first.reasons["period"].rule in _CARRIED_ON or len(str(first.get("period"))) == DAY):
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
        if time.role != "period" or time.spec.form not in ("weekday", "day"):
            continue
        named = time.spec.form == "weekday" or not said(scene, time)
        news = resolve(time, scene.article.date) if named else None
        if news and _lately(scene, news):
            state.news_day = max(news, state.news_day or "")


def own_year(times: Sequence[Time], published: dt.date | None) -> Fiscal | None:
    """Read a firm's fiscal year: `the fiscal year to the end of September`, `its first quarter ended Oct. 25`."""
    for time in times:
        spec, code = time.spec, resolve(time, published) if time.spec.form == "ending" else None
        begin = period_dates(code)[0] if code else None
        if begin and spec.begin and spec.begin.form == "quarter":
            first = (begin.month - 3 * spec.begin.number + 2) % _YEAR + 1
            return Fiscal(first, "end", split=True, own=True, quarters=first > 1)
        if begin and spec.number == _YEAR and _FISCAL.search(time.text):
            label = re.search(r"([0-9]{2})[ \n]\(", time.text)  # fiscal 2025 (year to Jan. 31, 2026)
            start = label is not None and int(label[1]) == begin.year % 100
            return Fiscal(begin.month, "start" if start else "end", split=True, own=True, quarters=start)
    return None


_YEAR = 12  # months
_FISCAL = re.compile(r"(?i)\b(?:fiscal|financial|business)\b|\bFY")


def _at_end(draft: Draft) -> bool:
    """Whether a figure is of the end of a year, which is no time of flows: `ended 2024 with debt of $5bn`."""
    start = draft.reasons["period"].start
    return bool(_END.search(draft.scene.text[max(draft.scene.start, start - _HEAD) : start + _HEAD]))


_END = re.compile(
    r"(?i)\b(?:end|close|finish)(?:e?[ds]|ing)?\s(?:of\s)?(?:the\s|last\s|this\s)?(?:year|quarter|half|[12][0-9]{3})"
)
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
    return 0 <= draft.reasons["period"].start - draft.scene.start < _HEAD


_HEAD = 24


def _lately(scene: Scene, day: str) -> bool:
    """Whether a day is one that a market report reports on."""
    published = scene.article.date
    return published is None or 0 <= (published - period_dates(day)[0]).days < _REPORTED


def of_late(scene: Scene, code: str | None) -> bool:
    """Whether a period is near enough to be what an article is about."""
    published = scene.article.date
    return bool(code) and (published is None or (published - period_dates(str(code))[1]).days < _LATE)


_REPORTED, _LATE = 10, 800  # days
_MONTH = len("2024-05")


def settle(drafts: Sequence[Draft]) -> None:
    """Mend what only the whole article tells: the figures of the title, and the day of a stock told for a week."""
    first = [draft for draft in drafts if draft.scene.sentence.block == 0 or draft.scene.sentence.kind == "title"]
    short = bool(first) and first[-1].scene.sentence.end <= LONGEST_TITLE
    for draft in first:
        if short or draft.scene.sentence.kind == "title":
            _complete(draft, drafts[len(first) :])
    for draft in drafts:
        if draft.get("measure") in STOCKS and draft.get("period"):
            _, last, freq = period_dates(str(draft.get("period")))
            if freq == "W":
                draft.fields["period"] = last.isoformat()


def _complete(draft: Draft, told: Sequence[Draft]) -> None:
    """Let a figure of the title have what is told where it stands again, else the period of the first one like it."""
    again = next((d for d in told if _same_figure(d, draft)), None)
    alike = next((d for d in told[:_LEAD_CLAIMS] if d.get("period") and _alike(d, draft)), None)
    if again is not None:
        for column in ("reporter", "partner", "period", "basis", "source", "item"):
            _copy(again, draft, column)
        q, unit = draft.quantity, again.quantity.unit or ""
        if q.unit and unit.startswith(f"{q.unit}/"):
            draft.quantity = q._replace(unit=unit)
        if draft.get("measure") == "other":
            draft.fields["measure"] = str(again.get("measure"))
    if alike is not None:
        _copy(alike, draft, "period")


def _copy(told: Draft, draft: Draft, column: str) -> None:
    if told.get(column) and not draft.get(column):
        draft.fields[column] = str(told.get(column))
        draft.reasons[column] = told.reasons[column]._replace(rule="repeated")


def _same_figure(one: Draft, other: Draft) -> bool:
    """Whether two numbers have the same value and kind, and the title's no other measure: they tell the same figure."""
    same = all(one.get(name) == other.get(name) for name in ("kind", "sign"))
    same = same and other.get("measure") in (one.get("measure"), "other")
    return same and one.quantity.value == other.quantity.value and one.quantity.form == other.quantity.form


def _alike(one: Draft, other: Draft) -> bool:
    return all(one.get(name) == other.get(name) for name in ("kind", "measure"))


_LEAD_CLAIMS = 12
