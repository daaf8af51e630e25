"""Rules for years, and for the quarters, months and days that are part of them.

Each rule takes the spec, what it is resolved against, and the resolved period that it is part of (`frame`).
"""

from __future__ import annotations

import calendar
import datetime as dt

from tradekit.periods.codes import days_code, month_code, month_number, months_code, period_dates, shift
from tradekit.periods.context import MONTHS, Context, Fiscal, is_season, unit_code
from tradekit.periods.model import Spec


def year(spec: Spec, _: Context, __: str | None) -> str:
    """Resolve `2024`."""
    return f"{spec.year:04}"


def years(spec: Spec, _: Context, __: str | None) -> str:
    """Resolve `between 2000 and 2018`, `the 1990s`: the months from the first to the last."""
    return months_code((spec.year or 0) * 12, spec.number * 12 + 11)


def fiscal(spec: Spec, context: Context, _: str | None) -> str | None:
    """Resolve `FY26`, `fiscal 2024` by the custom of the economy; without one it may be any twelve months."""
    custom = Fiscal(spec.month, "end", False) if spec.month else context.fiscal
    if custom is None or spec.year is None or (spec.unit == "season" and not spec.month):
        return None
    return custom.year(spec.year - (custom.named == "end" and custom.first_month > 1))


def split(spec: Spec, context: Context, _: str | None) -> str:
    """Resolve `2023-24`: a fiscal year where it is said or the custom, else the year across two years."""
    first, custom = spec.year or 0, context.fiscal
    if spec.month:
        return months_code(first * 12 + spec.month - 1, first * 12 + spec.month + 10)
    usual = (
        custom is not None
        and custom.split
        and spec.unit in (("hyphen", "slash", "long") if custom.own else ("hyphen", "long"))
    )
    if custom and custom.first_month > 1 and (spec.unit == "fiscal" or usual):
        return custom.year(first)
    return months_code(first * 12, first * 12 + 23) if spec.unit == "long" else f"{first:04}/{first + 1:04}"


def relative(spec: Spec, context: Context, _: str | None) -> str | None:
    """Resolve `last year`, `this month`, `next week` from the article's date."""
    today, step = context.today, spec.relative or 0
    if today is None:
        return None
    if spec.unit == "week":
        monday = today - dt.timedelta(days=today.weekday() - 7 * step)
        return days_code(monday, monday + dt.timedelta(days=6))
    if spec.unit == "fiscal":
        custom = context.fiscal
        return custom.year(today.year - (today.month < custom.first_month) + step) if custom else None
    if spec.unit == "season":
        return _season(today, step, context, spec.number)
    if spec.unit in ("half", "quarter", "month", "year"):
        return unit_code(spec.unit, month_number(today) // MONTHS[spec.unit] + step)
    return None


def _season(today: dt.date, step: int, context: Context, which: int) -> str | None:
    """Resolve `last season` by the one spoken of, which tells when it begins; without one it is of two years.

    A new one (`which` is 1) may be about to begin; one just ended (2) ended in the article's year.
    """
    around = context.around or ""
    if context.compared and step == -1:
        return shift(context.compared, years=-1)
    if len(around) == len("2024"):
        return f"{today.year + step:04}"
    told = bool(around) and period_dates(around)[2] == "A"
    if step < 0 and not (which or told):
        return None
    across = not told or is_season(around)
    first = 7 if across else period_dates(around)[0].month  # most crop years begin in July or later
    begun = today.year - 1 if which == 2 else today.year - (today.month < first - 3 * which) + step
    return f"{begun:04}/{begun + 1:04}" if across else Fiscal(first, "start", True).year(begun)


def _latest(context: Context, place: int, unit: str, step: int | None) -> int | None:
    """Choose the year of a month, quarter or half: the latest that has begun at the article's date.

    `place` is its index in a year; the answer counts from the year 0. As the earlier end of a comparison it
    is the latest before the figure's own period.
    """
    length, every = MONTHS[unit], 12 // MONTHS[unit]
    today = context.today
    limit = month_number(today) // length - (step == -1) if today else None
    if context.compared:
        before = month_number(period_dates(context.compared)[1]) // length - 1
        limit = min(limit, before) if limit is not None else before
    if limit is None:
        return _inside(context, place) if unit == "month" else None
    index = limit - (limit - place) % every
    if step == 1:  # a deadline may be in the article's own month, `next March` may not
        return index if index == limit and context.role == "deadline" else index + every
    return index + every if step == 0 and 2 * (limit - index) >= every else index


def _inside(context: Context, place: int) -> int | None:
    """Find the month in the year spoken of, if that is one year."""
    if context.around is None:
        return None
    first, last, _ = period_dates(context.around)
    found = [n for n in range(month_number(first), month_number(last) + 1) if n % 12 == place]
    return found[0] if len(found) == 1 else None


def _part_of_year(spec: Spec, context: Context, frame: str | None, place: int, unit: str) -> str | None:
    """Resolve the place-th month, quarter or half of its year, which is told or the latest."""
    length = MONTHS[unit]
    if spec.of is None or spec.of.form == "ago":
        back = spec.of.number * MONTHS.get(spec.of.unit, 12) if spec.of else 0  # September a year earlier
        index = _latest(context._replace(role="period") if spec.of else context, place, unit, spec.relative)
        return None if index is None else shift(unit_code(unit, index), months=-back)
    if frame is None or is_season(frame):
        return None
    first, last, freq = period_dates(frame)
    if freq == "M" and unit == "half":
        middle = first.replace(day=15)
        return days_code(first, middle) if place == 0 else days_code(middle + dt.timedelta(days=1), last)
    if freq != "A":
        return None
    start = month_number(first)
    if unit == "month":
        return month_code(start + (place - start) % 12)
    if start % 12 == 0:
        return unit_code(unit, start // length + place)
    return months_code(start + place * length, start + place * length + length - 1)


def month(spec: Spec, context: Context, frame: str | None) -> str | None:
    """Resolve `September`, `September 2023`, `last May`."""
    return _part_of_year(spec, context, frame, (spec.month or 1) - 1, "month")


def quarter(spec: Spec, context: Context, frame: str | None) -> str | None:
    """Resolve `Q3`, `the third quarter of 2024`; of a fiscal year the three months."""
    if spec.of is None and context.fiscal and context.fiscal.quarters:
        start = _latest(context, (context.fiscal.first_month + 3 * spec.number - 4) % 12, "month", spec.relative)
        return months_code(start, start + 2) if start is not None else None
    return _part_of_year(spec, context, frame, spec.number - 1, "quarter")


def half(spec: Spec, context: Context, frame: str | None) -> str | None:
    """Resolve `H1 2024`, `the first half of last year`, `the second half of May`."""
    return _part_of_year(spec, context, frame, spec.number - 1, "half")


def day(spec: Spec, context: Context, frame: str | None) -> str | None:
    """Resolve `Dec. 4`, `15 November 2024`, `the 6th`."""
    if spec.month is None:
        return _day_of_month(spec.day or 1, context)
    if spec.of:
        told = frame is not None and len(frame) == 4
        return _day_code(int(frame or 0), spec.month, spec.day or 1) if told else None
    if spec.year:
        return _day_code(spec.year, spec.month, spec.day or 1)
    return _nearest_day(spec, spec.month, spec.day or 1, context.today) if context.today else None


def _day_code(of_year: int, of_month: int, number: int) -> str | None:
    exists = number <= calendar.monthrange(of_year, of_month)[1]
    return f"{of_year:04}-{of_month:02}-{number:02}" if exists else None


def _day_of_month(number: int, context: Context) -> str | None:
    if context.around and period_dates(context.around)[2] == "M":
        first = period_dates(context.around)[0]
    elif context.published:
        latest = month_number(context.published) - (number > context.published.day)
        first = period_dates(month_code(latest))[0]
    else:
        return None
    return _day_code(first.year, first.month, number)


def _nearest_day(spec: Spec, of_month: int, number: int, today: dt.date) -> str | None:
    """Resolve a day without a year: the latest or one that comes soon, the nearest (relative 0) or the next (1)."""
    codes = [_day_code(of_year, of_month, number) for of_year in range(today.year - 1, today.year + 2)]
    days = [dt.date.fromisoformat(code) for code in codes if code]
    if spec.relative == 0:
        return min(days, key=lambda d: abs(d - today)).isoformat() if days else None
    if spec.relative == 1:
        return next((d.isoformat() for d in days if d >= today), None)
    soon = today + dt.timedelta(days=_SOON if spec.relative is None else 0)
    return next((d.isoformat() for d in reversed(days) if d <= soon), None)


_SOON = 21  # days: `for the week of March 19-25`, told on March 14


def weekday(spec: Spec, context: Context, _: str | None) -> str | None:
    """Resolve `Friday`: the article's day or the last one before it."""
    if context.published is None:
        return None
    back = (context.published.weekday() - spec.number) % 7
    if spec.relative == 1:
        back -= 7
    elif spec.relative == -1 and back == 0:
        back = 7
    code = (context.published - dt.timedelta(days=back)).isoformat()
    # The earlier end of a comparison is before the other: `to $92 on Monday from $95 on Friday`.
    if context.compared and code >= context.compared:
        code = (dt.date.fromisoformat(code) - dt.timedelta(days=7)).isoformat()
    return code
