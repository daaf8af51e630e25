"""Rules for spans (`the first ten months`, `since May`) and for times told by another (`a year earlier`).

Each rule takes the spec, what it is resolved against, and the resolved period that it is part of (`frame`).
"""

from __future__ import annotations

import datetime as dt

from tradekit.periods.codes import days_code, month_code, month_number, months_code, period_dates, shift
from tradekit.periods.context import DAYS, MONTHS, Context, is_season, unit_code
from tradekit.periods.model import Spec


def _length(spec: Spec) -> int:
    """Count the months of `ten months`, `two quarters`; 0 for days and weeks."""
    return spec.number * MONTHS.get(spec.unit, 0)


def first(spec: Spec, context: Context, frame: str | None) -> str | None:
    """Resolve `the first ten months`, `the first 20 days of March`, `the first two quarters of 2024`."""
    months, days = _length(spec), spec.number * DAYS.get(spec.unit, 0)
    if spec.of is None:
        return _first_of_latest(months, days, context)
    if frame is None or is_season(frame):
        return None
    begin, end, _ = period_dates(frame)
    if days:
        last = begin + dt.timedelta(days=days - 1)
        return days_code(begin, last) if last <= end else None
    start = month_number(begin)
    return months_code(start, start + months - 1) if start + months - 1 <= month_number(end) else None


def _first_of_latest(months: int, days: int, context: Context) -> str | None:
    """Resolve `the first nine months` of the latest year in which they have passed."""
    today = context.today
    if today is None or months > 12:
        return None
    if days:
        begin = today.replace(day=1)
        last = begin + dt.timedelta(days=days - 1)
        return days_code(begin, last) if last <= today else None
    start = (today.year - (today.month < months)) * 12
    code = months_code(start, start + months - 1)
    return shift(code, years=-1) if code == context.compared else code


def ending(spec: Spec, _: Context, frame: str | None) -> str | None:
    """Resolve `the three months to June`, `the week to 5 July`."""
    if frame is None:
        return None
    last = period_dates(frame)[1]
    if spec.unit == "day":
        return days_code(last - dt.timedelta(days=spec.number - 1), last)
    if last.day <= _WEEK:  # the quarter that a shop ends on the Saturday nearest to a month's end
        last = last.replace(day=1) - dt.timedelta(days=1)
    return months_code(month_number(last) - spec.number + 1, month_number(last))


_WEEK = 7


def begun(spec: Spec, _: Context, frame: str | None) -> str | None:
    """Resolve `the fiscal year that begins on July 1`: a season that begins inside a month has that month."""
    if frame is None:
        return None
    first = month_number(period_dates(frame)[0])
    return months_code(first, first + spec.number - 1)


def part(spec: Spec, context: Context, frame: str | None) -> str | None:
    """Resolve `the end of December` (the month), `the end of 2024` (its last month; as a goal the year)."""
    if spec.of and spec.of.unit == "decade":  # by the end of the 2020s: 2030
        decade = context.published.year // 10 * 10 + 10 if context.published else None
        return f"{decade:04}" if decade and spec.unit == "end" else None
    if frame is None and spec.of == Spec("here", unit="year") and context.published:  # year-end
        ended = context.role == "deadline" or context.published.month == 12 or spec.unit == "start"
        frame = f"{context.published.year - (not ended):04}"
    if frame is not None and len(frame) == _YEAR and spec.unit == "middle":
        return f"{frame}-06"
    if frame is None or spec.unit in ("within", "middle") or context.role == "deadline" or is_season(frame):
        return frame
    begin, end, freq = period_dates(frame)
    if freq in ("M", "D", "W"):
        return frame
    return month_code(month_number(end if spec.unit == "end" else begin))


_YEAR = len("2024")


def past(spec: Spec, context: Context, frame: str | None) -> str | None:
    """Resolve `the last three months`: whole months, the last of them before the article's."""
    months, days = _length(spec), spec.number * DAYS.get(spec.unit, 1)
    if spec.of:
        if frame is None or is_season(frame):
            return None
        end = period_dates(frame)[1]
        if not months:
            return days_code(end - dt.timedelta(days=days - 1), end)
        last = month_number(end)
        quarter = spec.unit == "quarter" and spec.number == 1 and last % 3 == 2
        return unit_code("quarter", last // 3) if quarter else months_code(last - months + 1, last)
    if context.published is None:
        return None
    if months:
        last = month_number(context.published) - 1
        return months_code(last - months + 1, last)
    return days_code(context.published - dt.timedelta(days=days), context.published - dt.timedelta(days=1))


def following(spec: Spec, context: Context, _: str | None) -> str | None:
    """Resolve `the next three years`: 36 months from the article's; days and weeks give their last month."""
    if context.published is None:
        return None
    if _length(spec):
        start = month_number(context.published)
        return months_code(start, start + _length(spec) - 1)
    days = spec.number * DAYS.get(spec.unit, 1)
    return month_code(month_number(context.published + dt.timedelta(days=days)))


def within(spec: Spec, context: Context, _: str | None) -> str | None:
    """Resolve `within five years`: the goal's year; of shorter times its month."""
    months = _length(spec)
    if context.published is None:
        return None
    if months and months % 12 == 0:
        return f"{context.published.year + months // 12:04}"
    return month_code(month_number(context.published) + months) if months else following(spec, context, None)


def here(spec: Spec, context: Context, _: str | None) -> str | None:
    """Resolve `the quarter`, `the nine months`, `the period`: the one spoken of, if it is as long."""
    if context.around is None:
        return None
    begin, end, freq = period_dates(context.around)
    length = 0 if freq in ("D", "W") else month_number(end) - month_number(begin) + 1
    if spec.unit == "week":
        return context.around if freq == "W" else None
    if spec.unit == "then":
        return context.around
    wanted = spec.number or MONTHS.get(spec.unit, length)
    return context.around if wanted == length else None


def ago(spec: Spec, context: Context, _: str | None) -> str | None:
    """Resolve `a year earlier`, `the previous one`, `ten years ago`."""
    published, months = context.published, _length(spec)
    counted = published if spec.relative == 0 else None  # `ago` is counted from the article
    # A decade and more is told in years, whatever the figure's period.
    if abs(months) >= 120:
        start = period_dates(context.around)[0] if context.around and not counted else counted
        return f"{start.year - months // 12:04}" if start else None
    if spec.unit in DAYS:
        return _days_ago(spec, context, counted)
    if counted and spec.unit == "year" and spec.number > 1:
        return f"{counted.year - spec.number:04}"
    if context.around:
        return _back(context.around, spec.number, months)
    return month_code(month_number(counted) - months) if counted and spec.unit == "month" else None


def _days_ago(spec: Spec, context: Context, counted: dt.date | None) -> str | None:
    """Go back days and weeks: from the article, or from the day or week spoken of."""
    if counted and spec.unit == "day":
        return (counted - dt.timedelta(days=spec.number)).isoformat()
    if context.around is None or period_dates(context.around)[2] not in ("D", "W"):
        return None
    back = dt.timedelta(days=spec.number * DAYS[spec.unit])
    first, last, _ = period_dates(context.around)
    return days_code(first - back, last - back)


def _back(around: str, number: int, months: int) -> str | None:
    """Go back from the period spoken of; without a length (`the previous one`) by its own."""
    begin, end, freq = period_dates(around)
    if not months:
        own = 12 if is_season(around) else month_number(end) - month_number(begin) + 1
        return None if freq in ("D", "W", "span") else shift(around, months=-number * own)
    # A year moves by years, a quarter by quarters; months, days and spans of them by months.
    step = 12 if len(around) == 4 or is_season(around) else 3 if around[5:6] == "Q" else 1
    return shift(around, months=-months) if months % step == 0 else None


def same(spec: Spec, context: Context, frame: str | None) -> str | None:
    """Resolve `the same period of 2023`: the period spoken of, moved into that year."""
    if spec.of is None and spec.unit in ("year", "fiscal", "half", "quarter"):
        return here(spec, context, frame)
    if context.around is None or spec.of is None:
        return context.around
    if spec.of.form == "ago":
        return shift(context.around, months=-(_length(spec.of) or 12))
    if spec.of.form == "relative" and spec.of.relative == -1:
        return shift(context.around, years=-1)
    if frame is None:
        return None
    begin, end, freq = period_dates(frame)
    if freq == "M":  # the same days of November
        step = month_number(begin) - month_number(period_dates(context.around)[0])
        days = shift(context.around, months=step)
        return days if period_dates(days)[1] <= end else None
    years = begin.year - period_dates(context.around)[0].year
    moved = [shift(context.around, years=step) for step in (years, years + 1)]
    return next((code for code in moved if begin <= period_dates(code)[0] <= end), None)


def so_far(_: Spec, context: Context, frame: str | None) -> str | None:
    """Resolve `so far this year`: up to the period spoken of, else the last full month."""
    if frame is None:
        return None
    begin, end, freq = period_dates(frame)
    return _up_to(month_number(begin), month_number(end), context) if freq == "A" else frame


def since(spec: Spec, context: Context, frame: str | None) -> str | None:
    """Resolve `since January`, `since April 22` as the time of a figure: up to now."""
    if frame is None:
        return None
    begin = period_dates(frame)[0]
    if spec.of and spec.of.form == "day" and begin.day > 1 and context.published and not context.around:
        return days_code(begin, context.published) if begin < context.published else None
    return _up_to(month_number(begin), month_number(dt.date.max), context)


def _up_to(start: int, end: int, context: Context) -> str | None:
    if context.around:
        own = month_number(period_dates(context.around)[1])
        if start <= own <= end and period_dates(context.around)[2] != "A":
            return months_code(start, own)
    if context.published is None:
        return None
    return months_code(start, min(end, month_number(context.published)))


def now(_: Spec, context: Context, __: str | None) -> str | None:
    """Resolve `now`, `today`: the article's month."""
    return month_code(month_number(context.published)) if context.published else None
