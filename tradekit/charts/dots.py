"""Levels, growth and shares: one claim a line."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import NullLocator

from tradekit.charts.labels import claim_label, subject, told_apart
from tradekit.charts.rows import (
    BLUE,
    ORANGE,
    draw_intervals,
    draw_marks,
    interval_words,
    lay_rows,
    scaled_number,
    set_x,
    set_x_ticks,
    spans_wide,
)
from tradekit.charts.select import (
    checked,
    checked_limit,
    chosen,
    in_unit,
    mark_notes,
    merged,
    ranked,
    repeat_mark,
    repeat_note,
)
from tradekit.charts.sheet import FONT, INK, LABEL, Sheet, style
from tradekit.formats import currency_of, format_claim, format_value, plural

# A growth is cut off if it is so many times the median, and more than this per cent: doubling is never cut.
FAR, NEVER_FAR = 5, 100


def levels(
    claims: pd.DataFrame,
    ax: Axes | None = None,
    *,
    limit: int = 20,
    unit: str | None = None,
    log: bool | None = None,
    title: str | None = None,
    width: float | str = "page",
) -> Axes:
    """Draw stated levels as dots with their intervals, the largest first.

    Parameters
    ----------
    claims : DataFrame
        The claims table.
    ax : Axes, optional
        Where to draw; by default a new figure.
    limit : int
        The most rows to draw; the chart says how many there are.
    unit : str, optional
        Which amounts; by default those of the most frequent unit, money before others. The chart says what it
        leaves out.
    log : bool, optional
        Logarithmic axis; by default where the values span a factor of 30 or more and are all positive.
    title : str, optional
        By default what the levels have in common.
    width : float or str
        Of a new figure: `page` (7 inches), `column` (3.4) or so many inches.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If there are no levels, or none of that unit.

    Examples
    --------
    >>> import tradekit
    >>> claims = tradekit.extract("China's surplus with Belarus was $4.77bn in 2024.")
    >>> levels(claims).get_title(loc="left")
    'China surplus with Belarus, 2024: levels stated'
    """
    found, unit, others = in_unit(chosen(checked(claims), "kind", ["level"]), unit)
    found = merged(found)
    rows = ranked(found, found["value"].abs()).head(checked_limit(limit))
    rows = _worded(rows).assign(x=rows["value"])
    if log is None:
        log = spans_wide(rows["x"])
    elif log and not (rows["x"] > 0).all():
        raise ValueError("log=True needs positive levels; some of these are zero or negative")
    with style():
        sheet = Sheet(ax, width)
        drawn, inches = lay_rows(
            sheet,
            rows,
            total=len(found),
            word="largest",
            title=lambda shown: title or f"{subject(shown)}: levels stated",
            xlabel=lambda shown, inches: (
                f"{_unit_words(unit)}{', log scale' if log else ''}{interval_words(shown, inches, log=log)}"
            ),
            notes=lambda shown: [*mark_notes(shown), *repeat_note(shown), *others],
            order="x",
        )
        set_x(sheet.ax, drawn, inches, log=log, said=scaled_number)
        # On a log scale a lower end of zero is the left edge.
        draw_intervals(sheet.ax, drawn.assign(low=drawn["low"].clip(lower=sheet.ax.get_xlim()[0])) if log else drawn)
        draw_marks(sheet.ax, drawn)
    return sheet.ax


def growth(
    claims: pd.DataFrame,
    ax: Axes | None = None,
    *,
    limit: int = 20,
    title: str | None = None,
    width: float | str = "page",
) -> Axes:
    """Draw growth as bars to either side of zero, percentages and multiples on one axis.

    A multiple stands where its per cent change is (doubled: +100 %) and is written as the article has it.
    A growth that dwarfs the others is cut off at the axis' end; its value is written beside it.

    Parameters
    ----------
    claims : DataFrame
        The claims table.
    ax, limit, title, width
        As for `levels`.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If there are no claims of growth in `%` or `x`.

    Examples
    --------
    >>> import tradekit
    >>> claims = tradekit.extract("China's exports grew 5.9% in 2024.")
    >>> growth(claims).get_title(loc="left")
    'China exports, 2024: growth stated'
    """
    found = chosen(checked(claims), "kind", ["growth"])
    found = as_percent(merged(chosen(found, "unit", ["%", "x"])))
    rows = _worded(ranked(found, found["x"].abs()).head(checked_limit(limit)))
    multiples = rows["unit"] == "x"
    rows["said"] = rows["said"].where(~multiples, rows["said"] + " (" + rows["x"].map(percent) + ")")
    rows = rows.assign(low=rows["low_percent"], high=rows["high_percent"])
    with style():
        sheet = Sheet(ax, width)
        drawn, inches = lay_rows(
            sheet,
            rows,
            total=len(found),
            word="largest",
            title=lambda shown: title or f"{subject(shown)}: growth stated",
            xlabel=lambda shown, inches: f"growth, %{interval_words(shown[~far_out(shown['x'])], inches)}",
            notes=_growth_notes,
            order="x",
        )
        far = far_out(drawn["x"])
        inside, outside = drawn[~far], drawn[far]
        set_x(sheet.ax, inside, inches, log=False, said=percent)
        _draw_bars(sheet.ax, inside)
        draw_intervals(sheet.ax, inside, INK)
        draw_marks(sheet.ax, inside, squares=inside["unit"] == "x", below=ORANGE)
        _draw_broken(sheet.ax, outside, inches)
    return sheet.ax


def shares(
    claims: pd.DataFrame,
    ax: Axes | None = None,
    *,
    limit: int = 20,
    title: str | None = None,
    width: float | str = "page",
) -> Axes:
    """Draw shares as bars from 0 to 100 per cent with their intervals, the largest first.

    Parameters
    ----------
    claims : DataFrame
        The claims table.
    ax, limit, title, width
        As for `levels`.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If there are no shares in `%`.

    Examples
    --------
    >>> import tradekit
    >>> claims = tradekit.extract("Gold made up 40% of Ghana's exports in 2024.")
    >>> shares(claims).get_title(loc="left")
    'Ghana exports, 2024: shares stated'
    """
    found = merged(chosen(chosen(checked(claims), "kind", ["share"]), "unit", ["%"]))
    rows = ranked(found, found["value"]).head(checked_limit(limit))
    rows = _worded(rows).assign(x=rows["value"])
    with style():
        sheet = Sheet(ax, width)
        drawn, _ = lay_rows(
            sheet,
            rows,
            total=len(found),
            word="largest",
            title=lambda shown: title or f"{subject(shown)}: shares stated",
            xlabel=lambda shown, inches: (
                f"share of the whole that the line names, %{interval_words(shown, inches, span=(0, 100))}"
            ),
            notes=lambda shown: [*mark_notes(shown), *repeat_note(shown)],
            order="x",
        )
        sheet.ax.set_xlim(0, 100)
        set_x_ticks(sheet.ax, [range(0, 101, step) for step in (25, 50, 100)], _percents)
        sheet.ax.barh(drawn["y"], drawn["x"], height=0.1, color=BLUE, alpha=0.35, zorder=2)
        draw_intervals(sheet.ax, drawn, INK)
        draw_marks(sheet.ax, drawn)
    return sheet.ax


def ranks(
    claims: pd.DataFrame,
    ax: Axes | None = None,
    *,
    limit: int = 20,
    title: str | None = None,
    width: float | str = "page",
) -> Axes:
    """Draw ranks as dots, the first at the left and on top.

    Of a partner it is the rank among its kind: `China imports from Russia: No. 1` makes Russia the first of
    those that China buys from. Where the ranks span a factor of 30 or more, the axis is logarithmic.

    Parameters
    ----------
    claims : DataFrame
        The claims table.
    ax, limit, title, width
        As for `levels`.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If there are no claims of kind `rank`.

    Examples
    --------
    >>> import tradekit
    >>> claims = tradekit.extract("China was Serbia's second-largest trading partner in 2022.")
    >>> ranks(claims).get_title(loc="left")
    'Serbia trade with China, 2022: ranks stated'
    """
    found = merged(chosen(checked(claims), "kind", ["rank"]))
    rows = ranked(found, -found["value"]).head(checked_limit(limit))
    rows = _worded(rows).assign(x=rows["value"])
    with style():
        sheet = Sheet(ax, width)
        drawn, inches = lay_rows(
            sheet,
            rows,
            total=len(found),
            word="highest",
            title=lambda shown: title or f"{subject(shown)}: ranks stated",
            xlabel=lambda shown, inches: (
                f"rank, the first at the left{', log scale' if spans_wide(shown['x']) else ''}"
            ),
            notes=lambda shown: [*mark_notes(shown), *repeat_note(shown)],
        )
        _set_ranks(sheet.ax, drawn["x"], inches)
        sheet.ax.hlines(drawn["y"], sheet.ax.get_xlim()[0], drawn["x"], color=BLUE, alpha=0.35, linewidth=1.2, zorder=2)
        draw_marks(sheet.ax, drawn)
    return sheet.ax


def _set_ranks(ax: Axes, x: pd.Series, width: float) -> None:
    """Let the axis begin just before the first rank, with ticks at whole ranks."""
    log = spans_wide(x)
    last, room = max(float(x.max()), 2.0), 5 / (72 * width)
    if log:
        ax.set_xscale("log")
        ax.xaxis.set_minor_locator(NullLocator())
        ax.set_xlim(last**-room, last ** (1 + room))
    else:
        ax.set_xlim(1 - (last - 1) * room, last + (last - 1) * room)
    steps = [[1, 2, 5, 10, 20, 50, 100, 200, 500, 1000], [1, 10, 100, 1000]] if log else []
    whole = [[1, *range(step, int(last) + 1, step)] for step in (1, 2, 5, 10, 20, 50)]
    set_x_ticks(ax, [*steps, *whole, [1]], lambda ticks: [f"{tick:.0f}" for tick in ticks])


def _worded(rows: pd.DataFrame) -> pd.DataFrame:
    """Add each row's label and its value in words."""
    labels = told_apart(pd.Series([claim_label(row) for _, row in rows.iterrows()], rows.index), rows)
    return rows.assign(label=labels + repeat_mark(rows), said=[format_claim(row) for _, row in rows.iterrows()])


def _unit_words(unit: str) -> str:
    return (unit if currency_of(unit) else plural(unit, 2)) or "number, unit not told"


def as_percent(rows: pd.DataFrame) -> pd.DataFrame:
    """Add `x`, the growth in per cent, and put the interval in per cent too: twice is +100 %."""
    times = rows["unit"] == "x"
    ends = {name: rows[name].where(~times, (rows[name] - 1) * 100) for name in ("value", "low", "high")}
    return rows.assign(x=ends["value"], low_percent=ends["low"], high_percent=ends["high"])


def _percents(ticks: Sequence[float]) -> list[str]:
    return [format_value(tick, "%") for tick in ticks]


def percent(value: float) -> str:
    """Write a growth in per cent with its sign: `+47.6 %`."""
    return format_value(value, "%", sign=True)


def far_out(x: pd.Series) -> pd.Series:
    """Find the growths so far beyond the others that they are cut off; never half of them."""
    return x.abs() > max(FAR * float(x.abs().median()), NEVER_FAR)


def _growth_notes(rows: pd.DataFrame) -> list[str]:
    far = far_out(rows["x"])
    squares = (rows["unit"] == "x") & ~far
    notes = ["Square: a multiple, drawn as its change in per cent."] if squares.any() else []
    notes += ["Broken bar: beyond the axis, its value is written."] if far.any() else []
    return [*notes, *mark_notes(rows), *repeat_note(rows)]


def _draw_bars(ax: Axes, rows: pd.DataFrame) -> None:
    colors = np.where(rows["x"] < 0, ORANGE, BLUE)
    ax.barh(rows["y"], rows["x"], height=0.1, color=colors, alpha=0.45, zorder=2)
    ax.axvline(0, color=INK, linewidth=0.8, zorder=2)


def _draw_broken(ax: Axes, rows: pd.DataFrame, width: float) -> None:
    """Draw bars up to the axis' end, with a break and an arrow."""
    low, high = ax.get_xlim()
    for _, row in rows.iterrows():
        end, color = (low, ORANGE) if row["x"] < 0 else (high, BLUE)
        ax.barh(row["y"], end, height=0.1, color=color, alpha=0.45, zorder=2)
        marker = "<" if row["x"] < 0 else ">"
        ax.scatter(end, row["y"], s=36, marker=marker, color=color, zorder=4, clip_on=False, gid="broken")
        ax.text(
            end * 0.9,
            row["y"],
            "//",
            size=LABEL,
            weight="bold",
            color="white",
            ha="center",
            va="center",
            **FONT,
        )
