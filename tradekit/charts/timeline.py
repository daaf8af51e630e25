"""A measure over time for a pair of economies."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator
from matplotlib.transforms import Bbox

from tradekit.charts.labels import claim_label, joined, source_line, subject
from tradekit.charts.rows import ARROW, BLUE, draw_arrow, scaled_number, set_x_ticks
from tradekit.charts.saving import describe
from tradekit.charts.select import (
    checked,
    checked_limit,
    chosen,
    mark_notes,
    merged,
    period_lengths,
    ranked,
    repeat_mark,
    repeat_note,
    thin_note,
)
from tradekit.charts.sheet import FONT, INK, LABEL, QUIET, Sheet, style, text_width
from tradekit.checks import implied
from tradekit.formats import format_claim, format_period
from tradekit.frame import KINDS
from tradekit.places import economy_name, find_places

EPOCH = pd.Timestamp("1970-01-01")
# Steps between ticks, and about how many days they are long.
STEPS = {"D": 1, "7D": 7, "MS": 30, "QS": 91, "YS": 365, "2YS": 730, "5YS": 1826, "10YS": 3652, "50YS": 18262}
MOST_TICKS = 12
LEAST_HEIGHT = 2.0
SERIES = ["reporter", "partner", "measure", "item", "unit"]
# A deficit is a balance below zero.
SIGNS = {"surplus": 1, "balance": 1, "deficit": -1}


def over_time(
    claims: pd.DataFrame,
    reporter: str | None = None,
    partner: str | None = None,
    measure: str | None = None,
    ax: Axes | None = None,
    *,
    item: str | None = None,
    unit: str | None = None,
    kind: str = "level",
    limit: int = 20,
    title: str | None = None,
    width: float | str = "page",
) -> Axes:
    """Draw a measure over time: stated figures filled, implied ones hollow, intervals as bars.

    A figure stands at the middle of its period; a thin line shows how long the period is. What is not
    given is chosen: the series with the most periods. If a part is given, no partner is trade with everybody,
    and no item is all goods, where there are such claims. The chart says how much it leaves out.

    Parameters
    ----------
    claims : DataFrame
        The claims table, with the rows that `implied` gives if they are to be drawn.
    reporter, partner : str, optional
        Codes of the two economies.
    measure, item, unit : str, optional
        What is measured, of which goods, and in what.
    ax : Axes, optional
        Where to draw; by default a new figure.
    kind : str
        `level`, or another kind of claim.
    limit : int
        The most figures to draw, the latest; the chart says how many there are.
    title : str, optional
        By default what is seen.
    width : float or str
        Of a new figure: `page` (7 inches), `column` (3.4) or so many inches.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If no claims fit, or none of those that do tells its period.

    Examples
    --------
    >>> import tradekit
    >>> claims = tradekit.extract("China's surplus with Belarus was $4.77bn in 2024.")
    >>> over_time(claims, "CHN", "BLR", "surplus").get_title(loc="left")
    'China surplus with Belarus, 2024: levels over time'
    """
    if kind not in KINDS:
        raise ValueError(f"kind must be one of {', '.join(KINDS)}; got {kind!r}")
    asked = {"reporter": reporter, "partner": partner, "measure": measure, "item": item, "unit": unit}
    found, notes = _series(chosen(checked(claims), "kind", [kind]), asked)
    heading = f": {kind}s over time"
    with style():
        return _draw_series(found, notes, Sheet(ax, width), limit, title, heading)


def balance(
    claims: pd.DataFrame,
    reporter: str | None = None,
    partner: str | None = None,
    ax: Axes | None = None,
    *,
    item: str | None = None,
    unit: str | None = None,
    limit: int = 20,
    title: str | None = None,
    width: float | str = "page",
) -> Axes:
    """Draw a trade balance over time: surpluses above zero, deficits below, and what they imply hollow.

    What the surpluses and deficits imply (`tradekit.implied`) is added, unless the table has implied rows.

    Parameters
    ----------
    claims : DataFrame
        The claims table.
    reporter, partner, ax, item, unit, limit, title, width
        As for `over_time`.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If there are no surpluses, deficits or balances that fit, or none of them tells its period.

    Examples
    --------
    >>> import tradekit
    >>> text = "In 2024 China's deficit with Brazil shrank 20% from a year earlier to $30bn."
    >>> ax = balance(tradekit.extract(text))
    >>> ax.get_title(loc="left")
    'China balance with Brazil: surplus above zero, deficit below'
    >>> sorted(float(y) for marks in ax.collections for _, y in marks.get_offsets() if y)
    [-37500000000.0, -30000000000.0]
    """
    told = chosen(checked(claims), "measure", list(SIGNS))
    if not (told["origin"] == "implied").any():
        before = implied(told)
        same = [*SERIES, "period", "value"]
        told = pd.concat([told, before[~before.duplicated(same)]])
    asked = {"reporter": reporter, "partner": partner, "item": item, "unit": unit}
    found, notes = _series(_signed(chosen(told, "kind", ["level"])), asked)
    with style():
        return _draw_series(found, notes, Sheet(ax, width), limit, title, ": surplus above zero, deficit below")


def _signed(rows: pd.DataFrame) -> pd.DataFrame:
    """Bring surpluses and deficits to balances."""
    sign = rows["measure"].map(SIGNS).astype("float64")
    ends = pd.DataFrame({"low": rows["low"] * sign, "high": rows["high"] * sign})
    return rows.assign(value=rows["value"] * sign, low=ends.min(axis=1), high=ends.max(axis=1), measure="balance")


def _draw_series(
    found: pd.DataFrame, notes: list[str], sheet: Sheet, limit: int, title: str | None, heading: str
) -> Axes:
    """Draw the figures of one series; the title is what they have in common and the heading, if not given."""
    found = merged(found)
    rows = ranked(found, found["period_end"]).head(checked_limit(limit)).sort_values("period_start", kind="stable")
    rows = _placed(rows)
    notes = [
        *thin_note(len(rows), len(found), "latest"),
        *notes,
        *mark_notes(rows),
        *repeat_note(rows),
        *_length_note(rows),
    ]
    name, source = title or f"{subject(rows)}{heading}", source_line(rows)
    unit = "" if pd.isna(rows["unit"].iloc[0]) else str(rows["unit"].iloc[0])
    # Ticks are rounder than the values, so never longer than the longest of these.
    left = max(text_width(text, LABEL) for text in [*rows["x"].map(scaled_number), "-888 bn"]) + 0.3
    sheet.words(name, "period (upright line: what the wording commits to)", notes, source, left)
    size = sheet.place(left, 0.1, max(0.42 * sheet.width, LEAST_HEIGHT))
    _set_axes(sheet.ax, rows, size, unit)
    _draw(sheet.ax, rows)
    _label_points(sheet.ax, rows)
    describe(sheet.ax, name, rows, source)
    return sheet.ax


def _length_note(rows: pd.DataFrame) -> list[str]:
    """Warn of amounts of unlike times: those of four months are smaller than those of a year, whatever the trade."""
    long = (rows["period_end"] - rows["period_start"]).sort_values(ascending=False, kind="stable")
    lengths = list(dict.fromkeys(period_lengths(rows)[long.index]))
    if len(lengths) == 1 or rows["kind"].ne("level").any():
        return []
    return [f"Level lines: periods, of {joined(lengths)}; amounts compare only among those equally long."]


def _series(rows: pd.DataFrame, asked: dict[str, str | None]) -> tuple[pd.DataFrame, list[str]]:
    """Choose the figures of one series that tell their period, and note those that were not asked for."""
    for column, wanted in asked.items():
        if wanted is not None:
            if column in ("reporter", "partner"):
                _check_code(column, wanted)
            rows = chosen(rows, column, [wanted])
    dated = rows[rows["period_start"].notna() & rows["period_end"].notna()]
    if dated.empty:
        raise ValueError(f"none of the {len(rows)} claims that fit tells its period, so there is no time to draw")
    open_ = [column for column in SERIES if asked.get(column) is None]
    kept = dated
    if any(asked.values()):
        for column in {"partner", "item"} & set(open_):
            kept = kept[kept[column].isna()] if kept[column].isna().any() else kept
    else:
        # Of nobody, or of everyday counts, only if there is nothing else.
        kept = kept[kept["core"].fillna(False)] if kept["core"].fillna(False).any() else kept
        kept = kept[kept["reporter"].notna()] if kept["reporter"].notna().any() else kept
    groups = kept.groupby(SERIES, dropna=False, observed=True, sort=False)
    kept = kept[groups.ngroup() == groups["period"].nunique().to_numpy().argmax()]
    left = len(dated) - len(kept)
    other = [column for column in SERIES if dated[column].nunique(dropna=False) > 1]
    notes = [f"{_figures(left)} of another {joined(other, 'or')} left out."] if left else []
    undated = len(rows) - len(dated)
    return kept, [*notes, *([f"{_figures(undated)} without a period left out."] if undated else [])]


def _check_code(column: str, wanted: str) -> None:
    """Complain of a name where a code is meant, and give the code if the name is known."""
    try:
        economy_name(wanted)
    except ValueError as error:
        codes = [place.code for place in find_places(wanted) if place.text == wanted and place.code]
        known = f"; the code of {wanted} is {codes[0]}" if codes else ""
        raise ValueError(f"{column} takes a code such as CHN, not {wanted!r}{known}") from error


def _figures(count: int) -> str:
    return f"{count} figure{'s' * (count > 1)}"


def _placed(rows: pd.DataFrame) -> pd.DataFrame:
    """Add where a figure stands, in days: `since` and `until` (the end of the last day), `t` between."""
    since, until = (_days(rows[name]) for name in ("period_start", "period_end"))
    said = [format_claim(row) for _, row in rows.iterrows()]
    rows = rows.assign(since=since, until=until + 1, t=(since + until + 1) / 2, x=rows["value"])
    # A period that is not as long as most are is told, or its amount would be read as one of theirs.
    length = period_lengths(rows)
    periods = rows["period"].map(format_period).where(length.ne(length.mode()[0]) & rows["kind"].eq("level"))
    words = said + repeat_mark(rows) + (", " + periods).fillna("")
    return rows.assign(label=[claim_label(row) for _, row in rows.iterrows()], said=words)


def _days(dates: pd.Series) -> np.ndarray:
    """Count days since 1970, as matplotlib does for its date axes."""
    return ((dates - EPOCH) / pd.Timedelta(days=1)).to_numpy(dtype=float)


def _date_labels(ticks: Sequence[float]) -> list[str]:
    """Write ticks as years, or as months or days with their year."""
    dates = [EPOCH + pd.Timedelta(days=tick) for tick in ticks]
    if all(date.month == date.day == 1 for date in dates):
        return [str(date.year) for date in dates]
    months = all(date.day == 1 for date in dates)
    return [format_period(f"{date:%Y-%m}" if months else f"{date:%Y-%m-%d}") for date in dates]


def _set_axes(ax: Axes, rows: pd.DataFrame, size: tuple[float, float], unit: str) -> None:
    """Choose the axes' ends, the height from zero, and ticks that do not touch."""
    ends = rows[["x", "low", "high"]].to_numpy().ravel()
    ends = np.append(ends[np.isfinite(ends)], 0.0)
    # The space above holds an arrow and a label.
    spare = (ends.max() - ends.min() or 1.0) * min(40 / (72 * size[1]), 0.4)
    ax.set_ylim(ends.min() - (spare if ends.min() < 0 else 0), ends.max() + (spare if ends.max() > 0 else 0))
    first, last = rows["since"].min(), rows["until"].max()
    around = max((last - first) * 0.06, 2)
    ax.set_xlim(first - around, last + around)
    dates = [EPOCH + pd.Timedelta(days=math.floor(day)) for day in ax.get_xlim()]
    steps = [step for step, days in STEPS.items() if (last - first) / days < MOST_TICKS]
    choices = (pd.Series(pd.date_range(dates[0], dates[1], freq=step)) for step in steps)
    set_x_ticks(ax, (_days(choice).tolist() for choice in choices), _date_labels)
    ax.yaxis.set_major_locator(MaxNLocator(nbins=max(2, int(size[1] / 0.4)), steps=[1, 2, 5, 10]))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda tick, _: scaled_number(tick)))
    ax.tick_params(axis="y", labelsize=LABEL, labelcolor=QUIET, length=0, labelfontfamily=FONT["family"])
    ax.grid(visible=True, axis="y", color="#E3E3E3", linewidth=0.6)
    if ends.min() < 0:
        ax.axhline(0, color=INK, linewidth=0.8, zorder=1)
    ax.set_ylabel(unit, size=LABEL, color=QUIET, **FONT)
    ax.spines[["left", "right", "top"]].set_visible(False)


def _draw(ax: Axes, rows: pd.DataFrame) -> None:
    """Draw periods, intervals and points, and join the points of a regular series."""
    ax.hlines(rows["x"], rows["since"], rows["until"], colors=QUIET, linewidth=0.8, zorder=2)
    series = rows[(rows["freq"] != "span") & (rows["status"] == "actual")]
    for _, part in series.groupby("freq", observed=True):
        if part["period"].is_unique and len(part) > 1:
            ax.plot(part["t"], part["x"], color=BLUE, linewidth=0.8, alpha=0.5)
    told = rows[rows["low"].notna() & rows["high"].notna()]
    low, high = (told[name].where(np.isfinite(told[name]), told["x"]) for name in ("low", "high"))
    ax.vlines(told["t"], low, high, colors=BLUE, linewidth=2.4, alpha=0.55, zorder=3)
    for name in ("low", "high"):
        for _, row in told[np.isinf(told[name])].iterrows():
            draw_arrow(ax, (row["t"], row["x"]), (0, math.copysign(ARROW, row[name])), BLUE)
    for (ahead, origin), part in rows.groupby([rows["status"].isin(["forecast", "target"]), "origin"], observed=True):
        marker, color = "D" if ahead else "o", "white" if origin == "implied" else BLUE
        ax.scatter(part["t"], part["x"], s=30, marker=marker, color=color, edgecolors=BLUE, zorder=4)


def _label_points(ax: Axes, rows: pd.DataFrame) -> None:
    """Write each value by its point where nothing else is, the latest first; the axis tells the rest.

    A value told twice is written once.
    """
    inside, pixels = ax.get_window_extent(), ax.figure.dpi / 72
    taken = _drawn_boxes(ax, rows)
    written = rows.drop_duplicates(["t", "x", "said"])[::-1]
    for _, row in written.iterrows():
        since, x, until = (_pixels(ax, row[name], row["x"])[0] for name in ("since", "t", "until"))
        y = _pixels(ax, row["t"], row["x"])[1]
        width, height = text_width(row["said"], LABEL) * ax.figure.dpi, 1.3 * LABEL * pixels
        above, below = (6 * pixels + height / 2 + ARROW * pixels * np.isinf(row[name]) for name in ("high", "low"))
        beside = 4 * pixels + width / 2
        # Above or below the point, or else at an end of the line that is its period.
        for place in ((x, y + above), (x, y - below), (until + beside, y), (since - beside, y)):
            box = Bbox.from_bounds(place[0] - width / 2, place[1] - height / 2, width, height)
            fits = inside.x0 <= box.x0 and box.x1 <= inside.x1 and inside.y0 <= box.y0 and box.y1 <= inside.y1
            if fits and not box.count_overlaps(taken):
                _write(ax, place, row["said"])
                taken.append(box)
                break


def _write(ax: Axes, place: tuple[float, float], said: str) -> None:
    text = ax.text(0, 0, said, size=LABEL, color=INK, ha="center", va="center", gid="value", **FONT)
    text.set_transform(ax.transAxes)
    across, up = ax.transAxes.inverted().transform(place)
    text.set_position((float(across), float(up)))
    text.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 0.5})


def _drawn_boxes(ax: Axes, rows: pd.DataFrame) -> list[Bbox]:
    """Give the boxes, in pixels, that points, periods and intervals with their arrows take up."""
    boxes = []
    half, arrow = (points * ax.figure.dpi / 72 for points in (3.5, ARROW))
    for _, row in rows.iterrows():
        (since, y), (until, _), (x, _) = (_pixels(ax, row[name], row["x"]) for name in ("since", "until", "t"))
        boxes.append(Bbox.from_extents(since, y - half, until, y + half))
        ends = [row["x"] if pd.isna(row[name]) else row[name] for name in ("low", "high")]
        tips = [y + math.copysign(arrow, end) if math.isinf(end) else _pixels(ax, row["t"], end)[1] for end in ends]
        boxes.append(Bbox.from_extents(x - half, tips[0] - half, x + half, tips[1] + half))
    return boxes


def _pixels(ax: Axes, day: float, height: float) -> tuple[float, float]:
    x, y = ax.transData.transform((day, height))
    return float(x), float(y)
