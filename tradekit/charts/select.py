"""Which claims a chart draws: choosing them, merging repeats, and thinning to the most telling."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from tradekit.formats import currency_of, format_period
from tradekit.frame import COLUMNS, INDEX

# Rows that agree in all of these say the same thing.
SAME = [
    "article",
    "value",
    "low",
    "high",
    "qualifier",
    "unit",
    "kind",
    "measure",
    "item",
    "reporter",
    "partner",
]
SAME += ["period", "basis", "status", "origin"]

YEAR = "one year"
DAYS_A_MONTH, SHORTEST_MONTH = 30.44, 28


def checked(claims: pd.DataFrame) -> pd.DataFrame:
    """Give the rows that have a value; complain of a table that is no claims table."""
    if not isinstance(claims, pd.DataFrame):
        raise TypeError(f"claims must be a DataFrame, the claims table; got {type(claims).__name__}")
    if INDEX.name in claims:
        claims = claims.set_index(INDEX.name)
    missing = [column.name for column in COLUMNS if column.name not in claims]
    if missing:
        raise ValueError(f"not a claims table: it lacks the columns {', '.join(missing)}")
    return claims[claims["value"].notna()]


def chosen(claims: pd.DataFrame, column: str, wanted: Sequence[str]) -> pd.DataFrame:
    """Give the rows whose `column` (kind, measure, unit, …) is one of those wanted, at least one."""
    rows = claims[claims[column].isin(wanted)]
    if rows.empty:
        looked = f"no claims of {column} {' or '.join(wanted)} to chart"
        raise ValueError(f"{looked}; the table holds {_counts(claims[column]) or 'no claims with a value'}")
    return rows


def in_unit(rows: pd.DataFrame, unit: str | None = None) -> tuple[pd.DataFrame, str, list[str]]:
    """Give the rows of one unit: of the one asked for, or the most frequent, amounts of money before others.

    Returns
    -------
    DataFrame, str, list of str
        The rows, their unit (empty if it is not told), and a note of what is left out.
    """
    if unit is None:
        told = rows["unit"].dropna().value_counts()
        units = [str(name) for name in told[told > 0].index]
        unit = next((name for name in units if currency_of(name) == name), units[0] if units else None)
    if unit is None:
        return rows, "", []
    kept = chosen(rows, "unit", [unit])
    others = rows["unit"][rows["unit"].ne(unit).fillna(True)]
    return kept, unit, [f"In other units, left out: {_counts(others, 3)}."] if len(others) else []


def of_one_length(rows: pd.DataFrame, by: list[str]) -> tuple[pd.DataFrame, list[str]]:
    """Give the rows whose periods are equally long, since amounts of a month and of a year do not compare.

    Whole years come first, then the length that most pairs `by` have; periods that are not told come last.

    Returns
    -------
    DataFrame, list of str
        The rows, and a note of what is left out, with its periods.
    """
    lengths = rows.assign(length=period_lengths(rows))
    # What is only expected does not decide.
    stated = lengths[lengths["status"].eq("actual") & lengths["length"].ne("")]
    told = stated if len(stated) else lengths[lengths["length"].ne("")]
    if told.empty:
        return rows, []
    pairs = told[~told.duplicated([*by, "length"])]["length"].value_counts()
    length = YEAR if YEAR in pairs else str(pairs.index[0])
    kept = lengths["length"].eq(length)
    others = period_names(rows[~kept])
    note = f"Periods other than of {length}, left out: {_counts(others, 3)}."
    return rows[kept], [note] if len(others) else []


def period_names(rows: pd.DataFrame) -> pd.Series[str]:
    """Write the period of each row for reading: `Jan–Apr 2025`, or `not told`."""
    names = ["not told" if pd.isna(period) else format_period(period) for period in rows["period"]]
    return pd.Series(names, rows.index, dtype="str")


def period_lengths(rows: pd.DataFrame) -> pd.Series[str]:
    """Say how long the period of each row is: `one year`, `4 months`, `1 day`; empty if it is not told."""
    days = (rows["period_end"] - rows["period_start"]).dt.days + 1
    return pd.Series([_length(number) for number in days], rows.index, dtype="str")


def _length(days: float) -> str:
    if pd.isna(days):
        return ""
    months = round(days / DAYS_A_MONTH)
    if days < SHORTEST_MONTH:
        number, word = int(days), "day"
    elif months % 12:
        number, word = months, "month"
    else:
        number, word = months // 12, "year"
    return f"one {word}" if number == 1 else f"{number} {word}s"


def merged(rows: pd.DataFrame) -> pd.DataFrame:
    """Merge repeats of a figure within an article into their first row.

    `times` counts them, and `ids` has the claims that a mark stands for, one a line: the repeats, and for an
    implied figure those that it was computed from.
    """
    rows = rows.assign(ids=rows.index.astype("str"))
    if "derived_from" in rows:
        # Every id ends in a number, so that "; " in an article's own id does not break it.
        of = "\n" + rows["derived_from"].str.replace(r"(:\d+); ", "\\1\n", regex=True)
        rows["ids"] = rows["ids"] + of.fillna("")
    times = rows.groupby(SAME, dropna=False, observed=True)["value"].transform("size")
    several = (times > 1).to_numpy()
    if several.any():
        repeats = rows[several].groupby(SAME, dropna=False, observed=True)["ids"]
        rows.loc[several, "ids"] = repeats.transform("\n".join).to_numpy()
    return rows.assign(times=times)[~rows.duplicated(SAME)]


def ranked(rows: pd.DataFrame, by: pd.Series) -> pd.DataFrame:
    """Put the rows with the greatest `by` first; ties keep the table's order, missing comes last."""
    return rows.iloc[by.reset_index(drop=True).sort_values(ascending=False, kind="stable").index]


def checked_limit(limit: int) -> int:
    """Give the limit, if it is one."""
    if limit < 1:
        raise ValueError(f"limit must be at least 1; got {limit}")
    return limit


def thin_note(shown: int, total: int, word: str) -> list[str]:
    """Say that a chart shows a part of its figures, if it does."""
    return [f"{word.capitalize()} {shown} of {total} figures shown."] if shown < total else []


def repeat_note(rows: pd.DataFrame) -> list[str]:
    """Explain the mark of merged repeats, if there is one."""
    return ["(2\N{MULTIPLICATION SIGN}): told so many times in its article."] if (rows["times"] > 1).any() else []


def repeat_mark(rows: pd.DataFrame) -> pd.Series:
    """Mark merged repeats: ` (3×)`."""
    return rows["times"].map(lambda times: f" ({times}\N{MULTIPLICATION SIGN})" if times > 1 else "")


def mark_notes(rows: pd.DataFrame) -> list[str]:
    """Explain the marks of figures that are not stated facts, if there are any."""
    notes = []
    if (rows["origin"] == "implied").any():
        notes.append("Filled: stated by an article; hollow: implied by other figures.")
    if rows["status"].isin(["forecast", "target"]).any():
        notes.append("Diamond: forecast or target.")
    return notes


def _counts(column: pd.Series[Any], most: int = 8) -> str:
    counts = column.value_counts(dropna=False)
    counts = counts[counts > 0]
    names = ["missing" if pd.isna(name) else str(name) for name in counts.index.tolist()]
    shown = [f"{name} ({count})" for name, count in zip(names[:most], counts, strict=False)]
    return ", ".join(shown) + (f", \N{HORIZONTAL ELLIPSIS} and {len(names) - most} more" if len(names) > most else "")
