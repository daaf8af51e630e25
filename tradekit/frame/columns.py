"""The columns of the claims table: name, dtype and meaning of each, spelled once; and `conform`."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Hashable, Iterable
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

Dtype = str | pd.api.extensions.ExtensionDtype

TEXT = pd.StringDtype("pyarrow", na_value=pd.NA)
QUALIFIERS = ("=", "~", ">", ">=", "<", "<=")
KINDS = ("level", "change", "growth", "share", "ratio", "rank")
MEASURES = (
    *("exports", "imports", "trade", "surplus", "deficit", "balance", "tariff", "grant", "loan", "aid"),
    *(
        "investment",
        "deal",
        "price",
        "sales",
        "output",
        "consumption",
        "gdp",
        "reserves",
        "debt",
        "cost",
        "other",
    ),
)
STATUSES = ("actual", "forecast", "target")
FREQS = ("A", "S", "Q", "M", "W", "D", "span")
NOTES = (
    *("seasonally adjusted", "not seasonally adjusted", "annualised", "real", "nominal", "provisional", "revised"),
    *("fob", "cif", "goods", "goods and services", "daily average", "cumulative"),
)
ORIGINS = ("stated", "implied", "edited", "added")


class Column(NamedTuple):
    """A column of the table: its name, its dtype in pandas, and its meaning in one line."""

    name: str
    dtype: Dtype
    meaning: str


def _category(values: tuple[str, ...]) -> pd.CategoricalDtype:
    return pd.CategoricalDtype(list(values))


INDEX = Column("claim", TEXT, "`article:start`, so that a row keeps its name through filters, joins and files")

COLUMNS = (
    Column("article", TEXT, "the article's id"),
    Column("start", pd.Int64Dtype(), "offset of the first character: `article.text[start:end] == text`"),
    Column("end", pd.Int64Dtype(), "offset after the last character"),
    Column("text", TEXT, "the quantity as written, with currency, scale and unit, without its qualifier"),
    Column("sentence", TEXT, "the sentence it stands in; at most 500 characters of it"),
    Column("value", "float64", "in base units (`$4.77bn` → 4.77e9), signed; the midpoint of a range"),
    Column("low", "float64", "lower end of what the wording commits to"),
    Column("high", "float64", "upper end of what the wording commits to"),
    Column("qualifier", _category(QUALIFIERS), "`=` `~` `>` `>=` `<` `<=`"),
    Column("unit", TEXT, "ISO 4217 code, `%`, `pp`, `bp`, `x`, `rank`, `tonne`, a noun, `USD/barrel`"),
    Column("kind", _category(KINDS), "`level` `change` `growth` `share` `ratio` `rank`"),
    Column(
        "measure",
        _category(MEASURES),
        "`exports`, `imports`, `trade`, `surplus`, `tariff`, `grant`, `price`, …",
    ),
    Column("item", TEXT, "the goods or thing it is about, lower-cased; missing for all goods"),
    Column("reporter", TEXT, "ISO 3166-1 alpha-3 (or group) of the economy whose figure it is"),
    Column("partner", TEXT, "ISO 3166-1 alpha-3 (or group) of the other side; missing for all"),
    Column("period", TEXT, "`2024`, `2024-05`, `2024-Q1`, `2024-01/2024-10`, `2025-07-11`"),
    Column("basis", TEXT, "what a growth, change or ratio is against: `yoy`, `mom`, `qoq` or a period"),
    Column("source", TEXT, "whom the article gives as the figure's source, as written"),
    Column("status", _category(STATUSES), "`actual` `forecast` `target`"),
    Column("of", TEXT, "for growth and change: the `claim` of the level that it led to"),
    Column("against", TEXT, "for a ratio: the economy or thing that it is compared with"),
    Column("core", "bool", "about trade, money, goods and economies (true), or an everyday count (false)"),
    Column("notes", TEXT, "`seasonally adjusted`, `annualised`, `real`, `fob`, … joined by `; `"),
    Column("period_start", "datetime64[us]", "first day of `period`"),
    Column("period_end", "datetime64[us]", "last day of `period`"),
    Column("freq", _category(FREQS), "of `period`: `A` `S` `Q` `M` `W` `D` or `span`"),
    Column("published", "datetime64[us]", "the article's date"),
    Column("publisher", TEXT, "the article's publisher"),
    Column("url", TEXT, "the article's address"),
    Column("origin", _category(ORIGINS), "`stated`; `implied` (by tradekit); `edited` or `added` (by a person)"),
)

# Columns that later steps add after ours; a table may lack them.
EXTRAS = (
    Column("derived_from", TEXT, "for an implied row: the claims it was computed from, joined by `; `"),
    Column("formula", TEXT, "for an implied row: how it was computed"),
    Column("rate", "float64", "of a converted row: new units for one unit of the text"),
    Column("rate_note", TEXT, "of a converted row: where the rate is from, or why there is none"),
)


def conform(frame: pd.DataFrame) -> pd.DataFrame:
    """Bring a table with the columns of the claims table to their exact order and dtypes.

    Parameters
    ----------
    frame : DataFrame
        A claims table, perhaps read from a file, edited or joined; `claim` is its index or a column.

    Returns
    -------
    DataFrame
        A new table. Empty text is missing (`<NA>`); columns that are not ours are kept, after ours.

    Raises
    ------
    ValueError
        If a column is lacking, is there twice, or holds what its dtype cannot hold.
    TypeError
        If something else than a DataFrame is given, such as one row.

    Examples
    --------
    >>> import tradekit
    >>> edited = tradekit.extract("Exports rose 4%.").assign(value="5", unit="", mine="checked")
    >>> conform(edited)[["value", "unit", "mine"]].values.tolist()
    [[5.0, <NA>, 'checked']]
    """
    if not isinstance(frame, pd.DataFrame):
        advice = "; one row as a table is claims.loc[[…]]" if isinstance(frame, pd.Series) else ""
        raise TypeError(f"a table of claims is a DataFrame, not {type(frame).__name__}{advice}")
    if INDEX.name not in frame.columns and frame.index.name == INDEX.name:
        frame = frame.reset_index()
    lacking = [column.name for column in (INDEX, *COLUMNS) if column.name not in frame.columns]
    if lacking:
        raise ValueError(f"not a table of claims: it lacks {listed(lacking)}")
    if not frame.columns.is_unique:
        raise ValueError(f"columns that are there twice: {listed(frame.columns[frame.columns.duplicated()])}")
    claims = frame[INDEX.name]
    arrays = {column.name: _cast(frame[column.name], column, claims) for column in COLUMNS}
    extras = {column.name: column for column in EXTRAS}
    for name in frame.columns.difference([INDEX.name, *arrays], sort=False):
        arrays[name] = _cast(frame[name], extras[name], claims) if name in extras else frame[name].array
    return pd.DataFrame(arrays, index=pd.Index(_cast(claims, INDEX, claims), name=INDEX.name))


def _cast(cells: pd.Series[Any], column: Column, claims: pd.Series[Any]) -> Any:
    """Return a column's array in its dtype; as it is where that is the dtype already."""
    same = cells.dtype == column.dtype
    if isinstance(column.dtype, pd.CategoricalDtype):
        # Categories in another order count as equal for pandas, but they sort and group differently.
        same = same and list(cells.cat.categories) == list(column.dtype.categories)
    if not same:
        try:
            return typed(column, cells.tolist())
        except ValueError as error:
            pairs = zip(claims, cells, strict=True)
            claim = next((claim for claim, cell in pairs if not _fits(column, cell)), "unknown")
            raise ValueError(f"{error} (claim {claim})") from error
    return (cells.mask(cells == "") if column.dtype is TEXT else cells).array


def _fits(column: Column, cell: object) -> bool:
    try:
        typed(column, [cell])
    except ValueError:
        return False
    return True


def typed(column: Column, values: Iterable[object]) -> Any:
    """Return an array of the column's dtype; a value that does not fit is an error, never missing."""
    dtype: Any = column.dtype
    convert = CONVERTERS.get(str(dtype), as_text)
    try:
        cells = [None if is_missing(value) else convert(value) for value in values]
    except (TypeError, ValueError) as error:
        raise ValueError(f"column {column.name!r}: {error}") from error
    if isinstance(dtype, pd.CategoricalDtype):
        unknown = set(cells) - set(dtype.categories) - {None}
        if unknown:
            allowed = listed(dtype.categories)
            raise ValueError(f"column {column.name!r}: {listed(sorted(map(str, unknown)))}; allowed: {allowed}")
        return pd.Categorical(cells, dtype=dtype)
    if dtype == "bool" and None in cells:
        raise ValueError(f"column {column.name!r}: missing in row {cells.index(None)}; it is either true or false")
    return np.array(cells, dtype=dtype) if isinstance(dtype, str) else pd.array(cells, dtype=dtype)


def is_missing(value: object) -> bool:
    """Tell whether a cell holds nothing; empty text does."""
    # NaN and NaT are the values that differ from themselves; pd.NA refuses to be compared.
    return value is None or value is pd.NA or value is pd.NaT or value == "" or value != value


def same_cell(one: object, other: object) -> bool:
    """Tell whether two cells of a column hold the same; numbers to the digits that a table keeps."""
    if is_missing(one) or is_missing(other):
        return is_missing(one) and is_missing(other)
    return f"{one:.12g}" == f"{other:.12g}" if isinstance(one, float) else one == other


def as_text(value: object) -> str:
    """Return a text as the table has it: a lone surrogate is no character, and no file can hold it."""
    # One for one, so that offsets stay.
    text = str(value)
    return text if text.isascii() else _LONE_SURROGATES.sub("\ufffd", text)


_LONE_SURROGATES = re.compile("[\ud800-\udfff]")


def _whole(value: Any) -> int:
    number = int(value)
    if not isinstance(value, str) and number != value:
        raise ValueError(f"{value!r} is not a whole number")
    return number


def _truth(value: object) -> bool:
    try:
        return {"true": True, "1": True, "false": False, "0": False}[str(value).lower()]
    except KeyError:
        raise ValueError(f"{value!r} is neither true nor false") from None


def _moment(value: Any) -> np.datetime64:
    moment = dt.datetime.fromisoformat(value) if isinstance(value, str) else value
    if getattr(moment, "tzinfo", None) is not None:
        raise ValueError(f"{value!r} has a time zone; dates of claims have none")
    return np.datetime64(moment, "us")


CONVERTERS: dict[str, Callable[[Any], object]] = {
    "float64": float,
    "Int64": _whole,
    "bool": _truth,
    "datetime64[us]": _moment,
}


def listed(names: Iterable[Hashable]) -> str:
    """Return names as an error message shows them."""
    return ", ".join(map(str, names)) or "none"
