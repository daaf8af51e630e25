"""Times resolved to period codes, from the article's date and the period that is already spoken of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from tradekit.periods import parts, spans
from tradekit.periods.codes import (
    BASES,
    month_code,
    month_number,
    months_code,
    period_before,
    period_dates,
    shift,
)
from tradekit.periods.context import MONTHS, Context, Fiscal, fiscal_years, unit_code
from tradekit.periods.model import Spec, Time

Rule = Callable[[Spec, Context, str | None], str | None]
_RULES: Mapping[str, Rule] = {
    "year": parts.year,
    "years": parts.years,
    "fiscal": parts.fiscal,
    "split": parts.split,
    "relative": parts.relative,
    "month": parts.month,
    "quarter": parts.quarter,
    "half": parts.half,
    "day": parts.day,
    "weekday": parts.weekday,
    "first": spans.first,
    "ending": spans.ending,
    "begun": spans.begun,
    "part": spans.part,
    "past": spans.past,
    "next": spans.following,
    "within": spans.within,
    "here": spans.here,
    "ago": spans.ago,
    "same": spans.same,
    "sofar": spans.so_far,
    "since": spans.since,
    "now": spans.now,
}
_THE_YEAR = Spec("here", unit="year")
_BASIS = {"year": "yoy", "fiscal": "yoy", "quarter": "qoq", "month": "mom"}


def resolve(
    time: Time,
    published: dt.date | None,
    economy: str | None = None,
    around: str | None = None,
    own: Fiscal | None = None,
) -> str | None:
    """Give the period, or for a basis what the claims table's `basis` column says.

    Parameters
    ----------
    time : Time
        A time that `find_times` found.
    published : date or None
        The article's date.
    economy : str, optional
        Alpha-3 or group of the economy spoken of: its fiscal year is meant.
    around : str, optional
        The period code of the figure, for relative times: `a year earlier`, `the quarter`, `from August`.

    own : Fiscal, optional
        The fiscal year of a firm that told it, in place of the economy's.

    Returns
    -------
    str or None
        A period code; for the role ``basis`` also ``yoy``, ``mom`` or ``qoq``. None if the text and the dates
        given do not tell.

    Raises
    ------
    ValueError
        If `around` is no period code.

    Examples
    --------
    >>> from tradekit.periods import find_times
    >>> october, earlier = find_times("In October it was $5bn, up from $4bn a year earlier.")
    >>> resolve(october, dt.date(2024, 11, 5))
    '2024-10'
    >>> resolve(earlier, dt.date(2024, 11, 5), around="2024-10")
    '2023-10'
    """
    if around is not None:
        period_dates(around)
    context = Context(published, own or fiscal_years().get(economy or ""), around, time.role)
    try:
        code = _basis(time.spec, context) if time.role == "basis" else _period(time.spec, context)
        if code is None or code in BASES:
            return code
        first, _, freq = period_dates(code)
    except (ValueError, OverflowError):
        return None  # before the year 1 or after 9999: `2030 years ago` is no period
    # The day from which a duty applies, or by which a goal is met, gives its month.
    return month_code(month_number(first)) if time.role == "deadline" and freq == "D" else code


def _period(spec: Spec, context: Context) -> str | None:
    """Resolve a spec: first the larger time that it is part of, then the spec within that."""
    if spec.form == "range":
        return _range(spec, context)
    frame = _period(spec.of, context) if spec.of else None
    if frame is None and spec.of == _THE_YEAR and spec.form in ("first", "half", "quarter"):
        year = _year_around(context)
        if year is None:
            return _period(spec._replace(of=None), context)  # the latest
        frame = year
    return _RULES[spec.form](spec, context, frame)


def _year_around(context: Context) -> str | None:
    """Give the calendar year that the period spoken of lies in."""
    if context.around is None:
        return None
    first, last, _ = period_dates(context.around)
    return f"{first.year:04}" if first.year == last.year else None


def _range(spec: Spec, context: Context) -> str | None:
    """Resolve `January–October`: the latest that has ended or ends this month; a year told is the last's."""
    if spec.begin is None or spec.to is None:
        return None
    to = spec.to._replace(of=spec.of) if spec.of and spec.to.of is None else spec.to
    end = _period(to, context if context.role == "deadline" else context._replace(role="period"))
    if end is None:
        return None
    # Without its own year the range begins at the latest such month before its end.
    own = spec.begin.of or spec.begin.year or spec.begin.form in ("fiscal", "split")
    until_end = context if own else Context(period_dates(end)[1], context.fiscal, None, "period")
    start = _period(spec.begin, until_end)
    if start is None or period_dates(start)[0] > period_dates(end)[1]:
        return None
    if to.form == "day":
        return f"{start}/{end}" if start != end else start
    first, last = month_number(period_dates(start)[0]), month_number(period_dates(end)[1])
    if spec.unit == "quarter" and first % 3 == 0 and last == first + 2:
        return unit_code("quarter", first // 3)
    code = months_code(first, last)
    return shift(code, years=-1) if code == context.compared and to.of is None else code


def _basis(spec: Spec, context: Context) -> str | None:
    """Name what a change is against: `yoy`, `mom`, `qoq` where it is that far back, else the period."""
    if spec.form == "change":
        return spec.unit or None
    if spec.form == "since":
        return _period(spec.of, context) if spec.of else None
    if spec.form == "sofar" and spec.of:  # since the start of the year
        year = _period(spec.of, context)
        return month_code(month_number(period_dates(year)[0])) if year else None
    if spec.form in ("ago", "past"):
        months = spec.number * MONTHS.get(spec.unit, 0)
        named = {12: "yoy", 3: "qoq", 1: "mom"}.get(months)
        if named or spec.unit in ("week", "day"):  # week on week has no basis in the claims table
            return named
    if spec.form == "here" or (spec.form == "relative" and spec.relative == -1):
        return _BASIS.get(spec.unit)
    if spec.form == "same" and spec.of and not context.around:
        return _basis_of_same(spec.of, context)
    code = _period(spec, context)
    if code is None or context.around is None:
        return code
    return basis_name(code, context.around)


def basis_name(code: str, around: str) -> str:
    """Name a basis that is the year, the quarter or the month before the period spoken of; else give its code."""
    days = period_dates(code)
    if days[2] == "D" and period_dates(around)[2] == "D":
        return next((name for name in ("yoy", "mom") if shift(around, months=-BASES[name]) == code), code)
    before = {name: period_before(around, name) for name in BASES}
    return next((name for name, earlier in before.items() if earlier and period_dates(earlier)[:2] == days[:2]), code)


def _basis_of_same(year: Spec, context: Context) -> str | None:
    """Read `over the same period of 2023` where the figure's own period is not known."""
    if year.form == "ago" or (year.form == "relative" and year.relative == -1):
        return "yoy"
    last_year = context.published and year.form == "year" and year.year == context.published.year - 1
    return "yoy" if last_year else None
