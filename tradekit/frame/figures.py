"""Figures from elsewhere, brought to the columns of the claims table, so that charts can set them beside claims."""

from __future__ import annotations

from typing import Any

import pandas as pd

from tradekit.frame.columns import COLUMNS, INDEX, conform
from tradekit.periods import period_dates

_DEFAULTS = {"kind": "level", "qualifier": "=", "status": "actual", "core": True, "origin": "added"}


def as_claims(figures: pd.DataFrame) -> pd.DataFrame:
    """Make a claims table of figures that stand in no article, such as official statistics.

    Parameters
    ----------
    figures : DataFrame
        One row a figure; `value`, `unit` and `measure` must be there, any other column of the claims table
        may be. Columns that are not ours are left out.

    Returns
    -------
    DataFrame
        A claims table. Where nothing else is given, `kind` is ``level``, `qualifier` ``=``, `status`
        ``actual``, `origin` ``added``, `low` and `high` are the value, and `claim` is ``figure:N``; the dates
        of `period` are filled in. All else is missing.

    Raises
    ------
    ValueError
        If a column is lacking, or a value is not one that the column allows.

    Examples
    --------
    >>> rows = pd.DataFrame({"value": [0.886e9], "unit": ["USD"], "measure": ["surplus"], "period": ["2019"]})
    >>> as_claims(rows)[["value", "low", "period_end", "freq"]].to_dict("records")
    [{'value': 886000000.0, 'low': 886000000.0, 'period_end': Timestamp('2019-12-31 00:00:00'), 'freq': 'A'}]
    """
    lacking = [name for name in ("value", "unit", "measure") if name not in figures.columns]
    if lacking:
        raise ValueError(f"figures need the columns value, unit and measure; these lack {', '.join(lacking)}")
    rows = figures.reset_index(drop=True)
    defaults: dict[str, Any] = {**_DEFAULTS, "low": rows["value"], "high": rows["value"]}
    rows = rows.assign(**{name: value for name, value in defaults.items() if name not in rows.columns})
    if INDEX.name not in rows.columns:
        rows[INDEX.name] = [f"figure:{number}" for number in range(1, len(rows) + 1)]
    if "period" in rows.columns:
        known = rows["period"].notna()
        dates = [period_dates(str(period)) for period in rows.loc[known, "period"]]
        columns = ["period_start", "period_end", "freq"]
        rows = rows.drop(columns=columns, errors="ignore").join(
            pd.DataFrame(dates, columns=columns, index=rows.index[known])
        )
    return conform(rows.reindex(columns=[INDEX.name, *(column.name for column in COLUMNS)]))
