"""Tables of official figures: their columns, the one that ships, and each row as a `Figure`."""

from __future__ import annotations

import math
import re
from functools import cache
from typing import Any, NamedTuple

import pandas as pd

from tradekit import tables
from tradekit.frame import KINDS, MEASURES, TEXT, Column
from tradekit.frame.columns import listed, typed
from tradekit.periods import period_dates
from tradekit.places import economy_name

NEEDED = (
    Column("reporter", TEXT, "ISO 3166-1 alpha-3 (or group) of the economy whose flow it is"),
    Column("partner", TEXT, "of the other side; missing for trade with everybody"),
    Column("measure", pd.CategoricalDtype(list(MEASURES)), "`exports`, `imports`, `trade`, `surplus`, `gdp`, …"),
    Column("period", TEXT, "`2024`, `2024-05`, `2024-Q1`, `2024-01/2024-10`"),
    Column("value", "float64", "in base units; a deficit is positive, a balance signed"),
    Column("unit", TEXT, "ISO 4217 code, `%`, `tonne`, …"),
    Column("source", TEXT, "who published the figure, in words"),
)
MORE = (
    Column("kind", pd.CategoricalDtype(list(KINDS)), "`level` if not given; `growth` in `%`"),
    Column("item", TEXT, "goods, or an HS chapter (`HS 84`); missing for all goods"),
    Column("low", "float64", "lower end of what the written digits allow; the value itself if not given"),
    Column("high", "float64", "upper end, likewise"),
    Column("basis", TEXT, "what a growth is against: `yoy` if not given"),
    Column("statistics", TEXT, "alpha-3 of the economy whose statistics it is from; without the column, the reporter"),
    Column("publisher", TEXT, "of the page or article that gives the figure"),
    Column("url", TEXT, "where it stands; several are joined by `; `"),
    Column("formula", TEXT, "for a figure that was computed from others: how"),
    Column("rests_on", TEXT, "publishers or addresses of the articles whose own figure it is, joined by `; `"),
    Column("notes", TEXT, "as in the claims table: `fob`, `cif`, `provisional`, `goods and services`, …"),
)
_SPLIT = re.compile(r";\s*")
_CHAPTER = re.compile(r"(?:HS\s*)?(\d\d)", re.IGNORECASE)


class Figure(NamedTuple):
    """An official figure, with what it is made of."""

    reporter: str
    partner: str
    measure: str
    item: str
    period: str
    kind: str
    value: float
    low: float
    high: float
    unit: str
    basis: str
    statistics: str
    source: str
    publishers: frozenset[str] = frozenset()
    urls: frozenset[str] = frozenset()
    rests_on: tuple[str, ...] = ()
    formula: str = ""
    notes: frozenset[str] = frozenset()


def samples() -> pd.DataFrame:
    """Give the official figures that ship with tradekit: the goods trade of China and Belarus, 2018 to 2024.

    Returns
    -------
    DataFrame
        One row a figure, with the columns that `compare` reads, each with the page that quotes it (`url`), whose
        statistics it is from (`statistics`; missing where the page does not say) and what its digits allow (`low`,
        `high`). Computed ones have a `formula`; those that rest on a news article name its publisher (`rests_on`).

    Examples
    --------
    >>> samples()[["measure", "period", "value", "statistics"]].to_dict("records")[0]
    {'measure': 'trade', 'period': '2018', 'value': 1720000000.0, 'statistics': 'CHN'}
    """
    kept = tables.rows("official")
    known = {column.name: column for column in (*NEEDED, *MORE)}
    cells = {name: [row[name] for row in kept] for name in kept[0]}
    return pd.DataFrame(
        {name: typed(known.get(name, Column(name, TEXT, "")), column) for name, column in cells.items()}
    )


def read_figures(official: pd.DataFrame) -> list[Figure]:
    """Read a table of official figures; complain of what is lacking or not allowed, with its column."""
    if not isinstance(official, pd.DataFrame):
        raise TypeError(f"official figures are a DataFrame, not {type(official).__name__}")
    if not official.columns.is_unique:
        raise ValueError(f"columns that are there twice: {listed(official.columns[official.columns.duplicated()])}")
    needed = [column.name for column in NEEDED]
    lacking = [name for name in needed if name not in official.columns]
    if lacking:
        raise ValueError(f"official figures need the columns {listed(needed)}; these lack {listed(lacking)}")
    columns = [column for column in (*NEEDED, *MORE) if column.name in official.columns]
    cells = {column.name: list(typed(column, official[column.name].tolist())) for column in columns}
    rows = [dict(zip(cells, row, strict=True)) for row in zip(*cells.values(), strict=True)]
    # What stands for nothing is no figure, as the months that a service has not published yet.
    return [_figure(number, row) for number, row in enumerate(rows) if not math.isnan(row["value"])]


def _figure(number: int, row: dict[str, Any]) -> Figure:
    """Read one row; what it lacks is empty."""
    cells: dict[str, Any] = {name: "" if pd.isna(cell) else cell for name, cell in row.items()}
    for name in ("reporter", "measure", "period", "unit"):
        if cells[name] == "":
            raise ValueError(f"column {name!r}: missing in row {number}")
    for name in ("reporter", "partner", "statistics"):
        _allowed(name, number, economy_name, cells.get(name, ""))
    _allowed("period", number, period_dates, cells["period"])
    value = cells["value"]
    low, high = (value if cells.get(name, "") == "" else cells[name] for name in ("low", "high"))
    if not low <= value <= high:
        raise ValueError(f"columns low, high: {low:g} to {high:g} do not hold the value {value:g} in row {number}")
    kind = cells.get("kind") or "level"
    return Figure(
        reporter=cells["reporter"],
        partner="" if cells["partner"] == "WLD" else cells["partner"],
        measure=cells["measure"],
        item=goods(cells.get("item", "")),
        period=cells["period"],
        kind=kind,
        value=value,
        low=low,
        high=high,
        unit=cells["unit"],
        basis=cells.get("basis") or ("yoy" if kind == "growth" else ""),
        # Official figures are the reporter's own, unless the table has a column that tells otherwise.
        statistics=cells.get("statistics", cells["reporter"]),
        source=cells["source"],
        publishers=frozenset(filter(None, [plain(cells.get("publisher", ""))])),
        urls=frozenset(address(url) for url in _SPLIT.split(cells.get("url", "")) if url),
        rests_on=tuple(filter(None, _SPLIT.split(cells.get("rests_on", "")))),
        formula=cells.get("formula", ""),
        notes=frozenset(filter(None, _SPLIT.split(cells.get("notes", "")))),
    )


def _allowed(name: str, number: int, check: Any, cell: str) -> None:
    try:
        if cell:
            check(cell)
    except ValueError as error:
        raise ValueError(f"column {name!r}, row {number}: {error}") from error


def goods(item: str) -> str:
    """Name goods so that the same have the same name: by their HS chapter, if a word of it is known.

    Examples
    --------
    >>> goods("Machinery"), goods("HS 84"), goods("gold"), goods("TOTAL")
    ('HS 84', 'HS 84', 'gold', '')
    """
    word = plain(item)
    if code := _CHAPTER.fullmatch(word):
        return f"HS {code[1]}"
    chapter = _chapters().get(word)
    return f"HS {chapter}" if chapter else "" if word in ("total", "all goods", "goods") else word


@cache
def _chapters() -> dict[str, str]:
    return {row["word"]: row["chapter"] for row in tables.rows("hs_chapters")}


def plain(text: str) -> str:
    """Write a name so that it is compared without case and spaces around."""
    return " ".join(text.lower().split())


def address(url: str) -> str:
    """Write an address so that the same page is the same: without scheme, `www.` and a slash at the end."""
    return re.sub(r"^(?:https?://)?(?:www\.)?", "", url.strip().lower()).rstrip("/")
