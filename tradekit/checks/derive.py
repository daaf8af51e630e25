"""What the claims imply: the level of the time before, from a level and its growth or change."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pandas as pd

from tradekit.frame import COLUMNS, INDEX, conform
from tradekit.periods import period_before, period_dates

_KEPT = ("article", "sentence", "item", "reporter", "partner", "source", "status", "core", "notes")
_KEPT_OF_ARTICLE = ("published", "publisher", "url")

Formula = tuple[Callable[[float, float], float], str]


def _formula(growth: Any) -> Formula | None:
    """Give how the earlier level follows from the level and one growth or change, and how that is written."""
    if growth.kind == "growth" and growth.unit == "%":
        return lambda level, g: level / (1 + g / 100) if g > -100 else math.inf, "level / (1 + growth)"
    if growth.kind == "growth" and growth.unit == "x":
        return lambda level, g: level / g if g else math.inf, "level / multiple"
    if growth.kind == "change":
        return lambda level, g: level - g, "level - change"
    return None


def implied(claims: pd.DataFrame) -> pd.DataFrame:
    """Compute the levels that the claims imply: that of the time before, from a level and its growth or change.

    A surplus that rose 47.6 % to $4.77 bn was 4.77 / 1.476 = $3.23 bn before. Only claims that the article
    itself links (column `of`) are used, and of units that fit.

    Parameters
    ----------
    claims : DataFrame
        A claims table.

    Returns
    -------
    DataFrame
        Rows of the claims table with `origin` ``implied`` and `claim` ``implied:N``, and the columns
        `derived_from` (the ids of both claims, joined by ``; ``) and `formula`. `low` and `high` are the ends
        of all values that both intervals allow; `period` is the time before, by the growth's `basis`,
        missing if that is not told. No such pair gives an empty table.

    Raises
    ------
    ValueError
        If the table lacks a column of the claims table.
    TypeError
        If something else than a table is given, such as one row.

    Examples
    --------
    >>> import tradekit
    >>> text = "In 2024 China's surplus with Belarus rose 47.6% from a year earlier to $4.77bn."
    >>> before = tradekit.implied(tradekit.extract(text))
    >>> before[["value", "low", "high", "period"]].round(-7).to_dict("records")
    [{'value': 3230000000.0, 'low': 3230000000.0, 'high': 3240000000.0, 'period': '2023'}]
    """
    table = conform(claims)
    rows: Any = table.itertuples()
    levels = {str(row.Index): row for row in rows if row.kind == "level"}
    found: list[dict[str, object]] = []
    growths: Any = table.itertuples()
    for growth in growths:
        level = None if pd.isna(growth.of) else levels.get(str(growth.of))
        formula = _formula(growth)
        fits = growth.kind == "growth" or (
            level is not None and str(growth.unit) == str(level.unit) and not pd.isna(level.unit)
        )
        if level is not None and formula is not None and fits:
            found.append(_row(growth, level, formula, f"implied:{len(found) + 1}"))
    columns = [INDEX.name, *(column.name for column in COLUMNS), "derived_from", "formula"]
    return conform(pd.DataFrame(found, columns=columns))


def _row(growth: Any, level: Any, formula: Formula, claim: str) -> dict[str, object]:
    """Make the implied row of one growth and the level that it led to."""
    compute, written = formula
    value = compute(level.value, growth.value)
    low, high = _interval(compute, level, growth)
    row: dict[str, object] = {name: getattr(level, name) for name in (*_KEPT, *_KEPT_OF_ARTICLE)}
    row.update(
        claim=claim,
        value=value,
        low=min(low, value),
        high=max(high, value),
        qualifier="=" if level.qualifier == growth.qualifier == "=" else "~",
        unit=level.unit,
        kind="level",
        measure=level.measure,
        origin="implied",
        derived_from=f"{level.Index}; {growth.Index}",
        formula=written,
    )
    if not pd.isna(level.period) and not pd.isna(growth.basis):
        row["period"] = _earlier(str(level.period), str(growth.basis))
    if row.get("period"):
        row["period_start"], row["period_end"], row["freq"] = period_dates(str(row["period"]))
    return row


def _earlier(period: str, basis: str) -> str | None:
    """Give the period that a basis names: an explicit one is itself."""
    return period_before(period, basis) if basis in ("yoy", "mom", "qoq") else basis


def _interval(compute: Callable[[float, float], float], level: Any, growth: Any) -> tuple[float, float]:
    """Give the ends over both intervals; each formula is monotone in each of its two values."""
    corners = [compute(a, g) for a in (level.low, level.high) for g in (growth.low, growth.high)]
    known = [corner for corner in corners if not math.isnan(corner)]
    return min(known), max(known)
