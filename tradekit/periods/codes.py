"""Period codes: their dates, their arithmetic, and how a span of months or days is written."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from functools import lru_cache

_PART = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?|-Q([1-4]))?", re.ASCII)
_ALLOWED = "2024, 2024-05, 2024-Q1, 2024-05-31, 2024-01/2024-10, 2024-11-01/2024-11-20, or 2023/2024 for a season"
BASES = {"yoy": 12, "qoq": 3, "mom": 1}


def month_number(day: dt.date) -> int:
    """Count months, so that neighbouring months differ by one."""
    return day.year * 12 + day.month - 1


def month_code(number: int) -> str:
    """Write a month: the inverse of `month_number`.

    Examples
    --------
    >>> month_code(month_number(dt.date(2024, 5, 31)) + 9)
    '2025-02'
    """
    year, month = divmod(number, 12)
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        raise ValueError(f"year {year} is outside the calendar: it has the years 1 to 9999")
    return f"{year:04}-{month + 1:02}"


def months_code(first: int, last: int) -> str:
    """Write a span of months, both ends included, in its shortest form.

    Examples
    --------
    >>> months_code(2024 * 12, 2024 * 12 + 9), months_code(2024 * 12, 2024 * 12 + 11)
    ('2024-01/2024-10', '2024')
    """
    if first == last:
        return month_code(first)
    if first % 12 == 0 and last == first + 11:
        return month_code(first)[:4]
    return f"{month_code(first)}/{month_code(last)}"


def days_code(first: dt.date, last: dt.date) -> str:
    """Write a span of days, both ends included."""
    return first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}"


def _part_dates(code: str) -> tuple[dt.date, dt.date, str] | None:
    """Read a code without a slash; None if it is not one."""
    found = _PART.fullmatch(code)
    if not found or int(found[1]) < dt.MINYEAR:
        return None
    year, month, day, quarter = (int(group or 0) for group in found.groups())
    if quarter:
        last_month = quarter * 3
        return dt.date(year, last_month - 2, 1), _month_end(year, last_month), "Q"
    if found[2] is None:
        return dt.date(year, 1, 1), dt.date(year, 12, 31), "A"
    if not 1 <= month <= 12:
        return None
    if found[3] is None:
        return dt.date(year, month, 1), _month_end(year, month), "M"
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return dt.date(year, month, day), dt.date(year, month, day), "D"


def _month_end(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def _span_freq(first: dt.date, last: dt.date, unit: str) -> str:
    """Name the frequency of a span: any twelve months are annual, calendar halves and quarters theirs."""
    if unit == "D":
        return "W" if (last - first).days == 6 else "span"
    months = month_number(last) - month_number(first) + 1
    if months == 12:
        return "A"
    if months == 6 and first.month in (1, 7):
        return "S"
    return "Q" if months == 3 and first.month % 3 == 1 else "span"


@lru_cache(maxsize=1024)  # one article names few periods, and each rule asks again
def period_dates(period: str) -> tuple[dt.date, dt.date, str]:
    """Read a period code.

    Parameters
    ----------
    period : str
        A code of the claims table's `period` column.

    Returns
    -------
    tuple of date, date, str
        First day, last day, and ``A``, ``S``, ``Q``, ``M``, ``W``, ``D`` or ``span``. Any twelve months are
        annual. A season (``2023/2024``) has the two calendar years it lies in: the code tells no months.

    Raises
    ------
    ValueError
        If the code is none of the claims table's.

    Examples
    --------
    >>> first, last, freq = period_dates("2024-01/2024-10")
    >>> str(first), str(last), freq
    ('2024-01-01', '2024-10-31', 'span')
    >>> period_dates("2024-Q1")[2], period_dates("2025-04/2026-03")[2], period_dates("2024-01/2024-06")[2]
    ('Q', 'A', 'S')
    """
    begin, slash, end = period.partition("/")
    head = _part_dates(begin)
    if head and not slash:
        return head
    tail = _part_dates(end)
    if head and tail and head[2] == tail[2]:
        unit, first, last = head[2], head[0], tail[1]
        if unit == "A" and last.year == first.year + 1:
            return first, last, "A"
        if unit in "MD" and first < last:
            return first, last, _span_freq(first, last, unit)
    raise ValueError(f"{period!r} is no period; allowed are {_ALLOWED}")


def shift(period: str, years: int = 0, months: int = 0) -> str:
    """Move a period by whole years and months; a day that its new month lacks becomes the month's last.

    Parameters
    ----------
    period : str
        A period code.
    years, months : int, default 0
        How far; negative is back. Quarters move by three months and years by twelve, or multiples of these.

    Returns
    -------
    str
        A code of the same form.

    Raises
    ------
    ValueError
        If the code is not one, the step does not fit it, or the result lies outside the years 1 to 9999.

    Examples
    --------
    >>> shift("2024-Q1", years=-1), shift("2024-01/2024-10", years=-1), shift("2024-12", months=1)
    ('2023-Q1', '2023-01/2023-10', '2025-01')
    """
    period_dates(period)
    return "/".join(_shift_part(part, years * 12 + months) for part in period.split("/"))


def _shift_part(code: str, months: int) -> str:
    first, _, freq = _part_dates(code) or period_dates(code)
    step = {"A": 12, "Q": 3}.get(freq, 1)
    if months % step:
        raise ValueError(f"{code!r} moves by {step} months or multiples of them, not by {months}")
    moved = month_code(month_number(first) + months)
    if freq == "A":
        return moved[:4]
    if freq == "Q":
        return f"{moved[:4]}-Q{int(moved[5:]) // 3 + 1}"
    if freq == "D":
        year, month = int(moved[:4]), int(moved[5:])
        return f"{moved}-{min(first.day, calendar.monthrange(year, month)[1]):02}"
    return moved


def period_before(period: str, basis: str) -> str | None:
    """Give the period that a growth or change is against.

    Parameters
    ----------
    period : str
        The period of the growth.
    basis : str
        ``yoy``, ``mom``, ``qoq`` or a period code, as in the claims table.

    Returns
    -------
    str or None
        The earlier period; None if the basis does not fit it (``mom`` of a year).

    Raises
    ------
    ValueError
        If either code is not one.

    Examples
    --------
    >>> period_before("2024-09", "yoy"), period_before("2024-09", "mom"), period_before("2024-Q3", "qoq")
    ('2023-09', '2024-08', '2024-Q2')
    >>> period_before("2024", "mom") is None, period_before("2024", "2019")
    (True, '2019')
    """
    first, last, freq = period_dates(period)
    if basis not in BASES:
        period_dates(basis)
        return basis
    months = month_number(last) - month_number(first) + 1
    # `2024-11-01/2024-11-20` has a month before it too: the same days of October.
    fits = {"yoy": True, "qoq": months == 3 and freq != "D", "mom": months == 1 and freq != "D"}
    return shift(period, months=-BASES[basis]) if fits[basis] else None
