"""Charts of one claim a line: what it is about, where its value and interval lie, and the value in words."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import LogLocator, MaxNLocator, NullLocator

from tradekit.charts.labels import source_line
from tradekit.charts.saving import describe
from tradekit.charts.select import thin_note
from tradekit.charts.sheet import (
    FONT,
    INK,
    LABEL,
    PAD,
    QUIET,
    Sheet,
    line_height,
    text_width,
    wrapped,
)
from tradekit.formats import format_value

BLUE, ORANGE, GREEN, AMBER = "#0072B2", "#D55E00", "#009E73", "#E69F00"
GAP = 0.09
# On a narrower sheet a row's label stands above its mark, since beside it there is no room for both.
NARROW = 4.5
MARK_ROOM = 0.17
MOST_TICKS = range(9, 0, -1)
ARROW = 18  # points
MARK = 5  # points that a dot is wide
# Values that span more than this are drawn on a log scale, or the small ones would all sit at zero.
WIDE = 30


def lay_rows(
    sheet: Sheet,
    rows: pd.DataFrame,
    *,
    total: int,
    word: str,
    title: Callable[[pd.DataFrame], str],
    notes: Callable[[pd.DataFrame], list[str]],
    xlabel: Callable[[pd.DataFrame, float], str],
    order: str | list[str] | None = None,
) -> tuple[pd.DataFrame, float]:
    """Write the rows' labels at the left and their values at the right, as many rows as there is room for.

    Parameters
    ----------
    sheet : Sheet
        Where to draw.
    rows : DataFrame
        Most telling first, with `label`, `said` (the value in words) and perhaps `heading`: a line above the row.
    total, word : int, str
        How many figures there are in all, and what the rows shown are among them (`largest`).
    title, notes : callable
        Give the words for the rows that are drawn, of which the source line is made too.
    xlabel : callable
        Gives unit and scale, from the rows and the axes' width in inches.
    order : str or list of str, optional
        A column or columns to show the rows by, greatest first; by default in the order given.

    Returns
    -------
    DataFrame, float
        The rows drawn, with their height `y` in inches from the top, and the axes' width in inches.
    """
    rows = _wrapped(rows, sheet.width)
    narrow = sheet.width < NARROW
    left = 0.2 if narrow else max(_widest(label) for label in rows["wrapped"]) + 0.1
    right = max(text_width(said, LABEL) for said in rows["said"]) + 0.16
    inches = sheet.across(left, right)

    def write(shown: pd.DataFrame) -> None:
        small = [*thin_note(len(shown), total, word), *notes(shown)]
        sheet.words(title(shown), xlabel(shown, inches), small, source_line(shown), left)

    write(rows)
    if not sheet.own:
        fits = int((rows["room"].cumsum() <= sheet.height - sheet.header - sheet.footer).sum())
        rows = rows.head(max(fits, 1))
        write(rows)
    if order:
        rows = rows.sort_values(order, ascending=False, kind="stable")
    rows = rows.assign(top=rows["room"].cumsum() - rows["room"])
    rows = rows.assign(y=rows["top"] + rows["to_mark"])
    width, _ = sheet.place(left, right, rows["room"].sum())
    _label_rows(sheet.ax, rows, (-left / width, 1 + 0.13 / width), narrow=narrow)
    describe(sheet.ax, title(rows), rows, source_line(rows))
    return rows, width


def _wrapped(rows: pd.DataFrame, width: float) -> pd.DataFrame:
    """Break labels and headings into lines, and add how high a row is, and how far below its top its mark is."""
    narrow = width < NARROW
    labels = [wrapped(label, width - 2 * PAD - 0.05 if narrow else 0.4 * width, LABEL) for label in rows["label"]]
    told = rows["heading"] if "heading" in rows else [""] * len(rows)
    heads = [wrapped(head, width - 2 * PAD - 0.05, LABEL, bold=True) if head else [] for head in told]
    above = np.array([len(head) * line_height(LABEL) + GAP * bool(head) for head in heads])
    high = np.array([len(label) * line_height(LABEL) for label in labels])
    return rows.assign(
        wrapped=["\n".join(label) for label in labels],
        head=["\n".join(head) for head in heads],
        above=above,
        room=above + high + GAP + MARK_ROOM * narrow,
        to_mark=above + (high + GAP if narrow else (high + GAP) / 2),
    )


def _widest(lines: str) -> float:
    return max(text_width(line, LABEL) for line in lines.split("\n"))


def _label_rows(ax: Axes, rows: pd.DataFrame, edges: tuple[float, float], *, narrow: bool) -> None:
    """Write labels at the left of the rows, or above them on a narrow sheet, values at the right, and headings."""
    ax.set_ylim(rows["room"].sum(), 0)
    left, right = edges

    def write(text: str, x: float, y: float, gid: str, align: str, weight: str = "normal") -> None:
        text_ = ax.text(x, y, text, size=LABEL, color=INK, va=align, gid=gid, weight=weight, zorder=2.5, **FONT)
        text_.set_transform(ax.get_yaxis_transform())
        text_.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 0.5})

    ax.set_yticks(
        rows["y"].tolist(), [""] * len(rows) if narrow else rows["wrapped"].tolist(), size=LABEL, color=INK, **FONT
    )
    ax.tick_params(axis="y", length=0, pad=5)
    ax.spines[["left", "right", "top"]].set_visible(False)
    for _, row in rows.iterrows():
        write(row["said"], right, row["y"], "value", "center_baseline")
        if narrow:
            write(row["wrapped"], left, row["top"] + row["above"] + GAP / 4, "label", "top")
        if row["head"]:
            write(row["head"], left, row["top"] + GAP, "heading", "top", "bold")


def draw_marks(ax: Axes, rows: pd.DataFrame, *, squares: pd.Series | None = None, below: str = BLUE) -> None:
    """Draw the values: a dot; a diamond for a forecast or target; a square where told; hollow if implied.

    `below` is the colour of those below zero.
    """
    ahead = rows["status"].isin(["forecast", "target"])
    square = pd.Series(False, index=rows.index) if squares is None else squares
    for marker, fits in (("D", ahead & ~square), ("s", square), ("o", ~ahead & ~square)):
        part = rows[fits]
        edges = np.where(part["x"] < 0, below, BLUE).tolist()
        faces = np.where(part["origin"] == "implied", "white", edges).tolist()
        ax.scatter(part["x"], part["y"], s=26, marker=marker, c=faces, edgecolors=edges, zorder=4, clip_on=False)


def draw_intervals(ax: Axes, rows: pd.DataFrame, color: str = BLUE) -> None:
    """Draw a line from low to high; an end without limit is an arrow from the value on."""
    told = rows[rows["low"].notna() & rows["high"].notna()]
    low, high = (told[name].where(np.isfinite(told[name]), told["x"]) for name in ("low", "high"))
    ax.hlines(told["y"], low, high, colors=color, linewidth=2.2, alpha=0.55, zorder=3)
    for name in ("low", "high"):
        for _, row in told[np.isinf(told[name])].iterrows():
            draw_arrow(ax, (row["x"], row["y"]), (math.copysign(ARROW, row[name]), 0), color)


def draw_arrow(ax: Axes, start: tuple[float, float], by: tuple[float, float], color: str) -> None:
    """Draw an arrow from a point of the data by so many points of length."""
    look = {"arrowstyle": "<|-", "color": color, "linewidth": 1.6, "shrinkA": 0, "shrinkB": 0}
    ax.annotate("", xy=start, xytext=by, textcoords="offset points", arrowprops=look, annotation_clip=False)


def set_x(ax: Axes, rows: pd.DataFrame, width: float, *, log: bool, said: Callable[[float], str]) -> None:
    """Choose the x axis' ends so that values, finite ends and arrows fit, and ticks that do not touch."""
    low, high = _span(rows, log=log)
    # Half a dot stands beyond the last value, or the arrow of an open end; each as a part of the axis.
    points = [ARROW + 6 if np.isinf(rows[name]).any() else 5 for name in ("low", "high")]
    before, after = (min(point / (72 * width), 0.3) for point in points)
    inner = 1 - before - after
    locators: list[LogLocator] | list[MaxNLocator]
    if log:
        ax.set_xscale("log")
        ax.xaxis.set_minor_locator(NullLocator())
        ax.set_xlim(low / (high / low) ** (before / inner), high * (high / low) ** (after / inner))
        locators = [
            LogLocator(subs=(1, 2, 5), numticks=20),
            *(LogLocator(numticks=count) for count in MOST_TICKS),
        ]
    else:
        left, right = (high - low) * before / inner, (high - low) * after / inner
        ax.set_xlim(low - left * (low < 0), high + right * (high > 0))
        locators = [MaxNLocator(count, steps=[1, 2, 5, 10]) for count in MOST_TICKS]
    choices = (locator.tick_values(*ax.get_xlim()) for locator in locators)
    set_x_ticks(ax, choices, lambda ticks: [said(tick) for tick in ticks])


def spans_wide(x: pd.Series) -> bool:
    """Tell whether values are for a log scale: all positive, and the greatest many times the least."""
    return bool((x > 0).all() and x.max() > WIDE * x.min())


def interval_words(
    rows: pd.DataFrame, inches: float, *, log: bool = False, span: tuple[float, float] | None = None
) -> str:
    """Explain the lines from low to high, if one is longer than the mark on it is wide or ends in an arrow."""
    first, last = span or _span(rows, log=log)
    low, high = (rows[name].clip(lower=first) if log else rows[name] for name in ("low", "high"))
    if log:
        low, high, first, last = np.log(low), np.log(high), math.log(first), math.log(last)
    seen = ((high - low) * 72 * inches / (last - first) > MARK).any()
    return " (line: what the wording commits to)" if seen else ""


def _span(rows: pd.DataFrame, *, log: bool) -> tuple[float, float]:
    """Find the least and the greatest finite number to draw; zero is one of them, but on a log scale."""
    ends = rows[["x", "low", "high"]].to_numpy().ravel()
    ends = ends[np.isfinite(ends) & ((ends > 0) | (not log))]
    low, high = (float(ends.min()), float(ends.max())) if log else (min(0.0, *ends), max(0.0, *ends))
    return (low, high) if low < high else (low, low * 10 or 1.0)


def set_x_ticks(ax: Axes, choices: Iterable[Sequence[float]], said: Callable[[Sequence[float]], list[str]]) -> None:
    """Take the first choice of ticks whose labels stand clear of each other, or else the last tick alone."""
    low, high = ax.get_xlim()
    for choice in choices:
        ticks = [float(tick) for tick in choice if low <= tick <= high]
        labels = said(ticks)
        at = [ax.transData.transform((tick, 0))[0] / ax.figure.dpi for tick in ticks]
        widths = [text_width(label, LABEL) for label in labels]
        clear = all(
            right - left > (first + second) / 2 + 0.12
            for left, right, first, second in zip(at, at[1:], widths, widths[1:], strict=False)
        )
        if ticks and clear:
            break
    else:
        ticks, labels = ticks[-1:], labels[-1:]
    ax.set_xticks(ticks, labels)
    quiet_ticks(ax)


def quiet_ticks(ax: Axes) -> None:
    """Draw the x axis' labels small and grey, over a light grid."""
    ax.tick_params(axis="x", labelsize=LABEL, labelcolor=QUIET, color=QUIET, length=3, labelfontfamily=FONT["family"])
    ax.grid(visible=True, axis="x", color="#E3E3E3", linewidth=0.6)
    ax.set_axisbelow(True)


def scaled_number(tick: float) -> str:
    """Write a tick without its unit, which the axis label names."""
    return format_value(tick, None)
