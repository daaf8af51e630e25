"""Trade between pairs of economies: a matrix, and a diagram of flows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, LogNorm, Normalize
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from tradekit.charts.labels import flow_label, joined, period_words, source_line, years
from tradekit.charts.rows import BLUE, spans_wide
from tradekit.charts.saving import describe
from tradekit.charts.select import (
    checked,
    checked_limit,
    chosen,
    in_unit,
    merged,
    of_one_length,
    period_names,
    ranked,
    thin_note,
)
from tradekit.charts.sheet import FONT, INK, LABEL, Sheet, line_height, style, text_width, wrapped
from tradekit.formats import format_claim
from tradekit.frame import MEASURES
from tradekit.frame.citation import measure_words
from tradekit.places import economy_name

GOODS = ["exports", "imports"]
# What is given has a date, but is not so much a year: a gift of a day and one of a year compare.
GIVEN = ["grant", "loan", "aid"]
FLOWS = [*GOODS, *GIVEN]
# From light to dark in one hue, so that a grey print keeps the order.
SHADES = LinearSegmentedColormap.from_list("shades", ["#E8F1F8", "#7FB3D5", BLUE, "#08335C"])
# The part of red, green and blue in how light a colour is.
LIGHTNESS, GRID = (0.3, 0.59, 0.11), "#E3E3E3"
# Inches: least and greatest width of a cell, its least height, and how long a line of a name is.
CELL, CELL_HEIGHT, NAME = (0.5, 1.6), 0.3, 1.2
NODE, BETWEEN = 0.09, 0.12
LINE = 1.2 * LABEL / 72
THIN = 0.012
LONGEST_SIDE = 40  # characters of the names of one side in a title


def matrix(
    claims: pd.DataFrame,
    measure: str | None = None,
    ax: Axes | None = None,
    *,
    unit: str | None = None,
    limit: int = 15,
    title: str | None = None,
    width: float | str = "page",
) -> Axes:
    """Draw amounts between economies as a matrix: from those at the left to those at the top, more is darker.

    All periods are equally long: whole years if there are some, or else the length that most pairs have; those of
    gifts and loans may differ. Of a pair, the latest stated figure for all goods is drawn; one of all its time
    before one that is expected. The chart says what it leaves out, and cells tell their periods if these differ.

    Parameters
    ----------
    claims : DataFrame
        The claims table.
    measure : str, optional
        What is measured, by reporter and partner; by default goods sold, from seller to buyer, as both
        `exports` and `imports` tell them.
    ax : Axes, optional
        Where to draw; by default a new figure.
    unit : str, optional
        Which amounts; by default those of the most frequent unit, money before others.
    limit : int
        The most economies at either side.
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
        If there are no levels of such a measure between two economies.

    Examples
    --------
    >>> import tradekit
    >>> text = "In 2024 China's imports from Brazil were $116bn. China's exports to India were $120bn in 2024."
    >>> ax = matrix(tradekit.extract(text))
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['China', 'Brazil']
    """
    found, unit, notes = _pairs(claims, measure, list(MEASURES), unit)
    found = ranked(found, found["value"].abs())
    found = found.assign(cell=_cells(found))
    log = spans_wide(found["value"].abs())
    words = f"{unit or 'number'}; from the left to the top{', log scale' if log else ''}: more is darker"
    with style():
        sheet = Sheet(ax, width)
        sheet.ticks = 0.05
        rows, grid = _grid(found, sheet, checked_limit(limit), limit)

        def write() -> None:
            thin = thin_note(len(rows), len(found), "largest")
            sheet.above = grid.above
            sheet.words(title or _title(rows, measure), words, [*thin, *notes], source_line(rows), grid.left)

        write()
        if not sheet.own:
            fits = int((sheet.height - sheet.header - sheet.footer) / grid.row)
            rows, grid = _grid(found, sheet, min(max(fits, 1), limit), limit)
            write()
        sheet.place(grid.left, grid.right, grid.row * len(grid.givers))
        _draw_matrix(sheet.ax, rows, grid, LogNorm if log else Normalize)
        describe(sheet.ax, title or _title(rows, measure), rows, source_line(rows))
    return sheet.ax


def flows(
    claims: pd.DataFrame,
    measure: str | None = None,
    ax: Axes | None = None,
    *,
    unit: str | None = None,
    limit: int = 15,
    title: str | None = None,
    width: float | str = "page",
) -> Axes:
    """Draw amounts between economies as bands from left to right, as wide as they are large.

    As in `matrix`, one figure of a pair is drawn. Amounts are not added up, since they may be of different years.

    Parameters
    ----------
    claims : DataFrame
        The claims table.
    measure : str, optional
        One of `exports`, `imports`, `grant`, `loan` and `aid`; by default goods sold, from seller to buyer, as
        both `exports` and `imports` tell them.
    ax, unit, title, width
        As for `matrix`.
    limit : int
        The most bands to draw, the widest; the chart says how many there are.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If there are no positive levels of such a measure between two economies.

    Examples
    --------
    >>> import tradekit
    >>> text = "In 2024 China's imports from Brazil were $116bn. China's exports to India were $120bn in 2024."
    >>> flows(tradekit.extract(text)).get_title(loc="left")
    'Goods from Brazil and China to China and India, 2024'
    """
    rows, unit, notes = _pairs(claims, measure, FLOWS, unit)
    rows = rows[rows["value"] > 0]
    if rows.empty:
        raise ValueError("no amounts above zero between two economies to chart as flows")
    total = len(rows)
    rows = ranked(rows, rows["value"]).head(checked_limit(limit))
    with style():
        sheet = Sheet(ax, width)
        sheet.ticks, names = 0.05, 0.24 * sheet.width
        sides = [
            {code: wrapped(economy_name(code), names, LABEL) for code in rows[side]} for side in ("giver", "taker")
        ]
        left, right = (
            max(text_width(line, LABEL) for lines in side.values() for line in lines) + 0.1 for side in sides
        )

        def write(shown: pd.DataFrame) -> None:
            words = f"{unit or 'number'}; as wide as the amount is large"
            thin = [*thin_note(len(shown), total, "largest"), *notes]
            sheet.words(title or _title(shown, measure), words, thin, source_line(shown), 0)

        write(rows)
        inches = max(0.35 * sheet.width + 0.1 * len(rows), 1.1 * _height(rows, sides, 0.0) + 0.2)
        if not sheet.own:
            inches = sheet.height - sheet.header - sheet.footer
            while len(rows) > 1 and _height(rows, sides, 0.0) > inches:
                rows = rows.iloc[:-1]
            write(rows)
        scale = _scale(rows, sides, inches)
        placed, high = _placed(rows, sides, scale)
        size = sheet.place(left, right, high)
        sheet.ax.set(xlim=(0, size[0]), ylim=(high, 0))
        _draw_flows(sheet.ax, placed, sides, size[0])
        describe(sheet.ax, title or _title(rows, measure), rows, source_line(rows))
    return sheet.ax


def _pairs(
    claims: pd.DataFrame, measure: str | None, allowed: list[str], unit: str | None
) -> tuple[pd.DataFrame, str, list[str]]:
    """Give one level of each pair of economies, with `giver` and `taker`, and notes of what is left out."""
    if measure is not None and measure not in allowed:
        raise ValueError(f"measure must be one of {', '.join(allowed)}; got {measure!r}")
    rows = chosen(chosen(checked(claims), "measure", [measure] if measure else GOODS), "kind", ["level"])
    rows = rows[rows["reporter"].notna() & rows["partner"].notna() & (rows["reporter"] != rows["partner"])]
    if rows.empty:
        raise ValueError(f"no levels of {measure or ' or '.join(GOODS)} with both a reporter and a partner to chart")
    rows, unit, notes = in_unit(rows, unit)
    rows = merged(rows).reset_index(drop=True)
    # What one imports, the other sells.
    bought = rows["measure"] == "imports"
    rows = rows.assign(
        giver=rows["reporter"].where(~bought, rows["partner"]),
        taker=rows["partner"].where(~bought, rows["reporter"]),
    )
    if rows["item"].isna().any():
        rows, items = rows[rows["item"].isna()], int(rows["item"].notna().sum())
        notes += [f"Figures for single goods left out: {items}."] if items else []
    if measure not in GIVEN:
        rows, others = of_one_length(rows, ["giver", "taker"])
        notes += others
    stated = rows["status"].eq("actual")
    latest = rows.assign(stated=stated).sort_values(["stated", "period_end"], ascending=False, kind="stable")
    kept = latest[~latest.duplicated(["giver", "taker"])].drop(columns="stated")
    notes += [f"Earlier, repeated or expected figures of the same pairs left out: {len(rows) - len(kept)}."] * (
        len(kept) < len(rows)
    )
    labels = [flow_label(row) for _, row in kept.assign(reporter=kept["giver"], partner=kept["taker"]).iterrows()]
    kept = kept.assign(label=labels, said=[format_claim(row) for _, row in kept.iterrows()])
    return kept, unit, [*years(kept), *notes]


def _title(rows: pd.DataFrame, measure: str | None) -> str:
    """Name what flows between whom, and when if that is the same for all."""
    word = measure_words()[measure]["word"] if measure and measure not in GOODS else "goods"
    sides = []
    for column in ("giver", "taker"):
        names = sorted({economy_name(code) for code in rows[column]})
        text = joined(names)
        sides.append(text if len(names) == 1 or len(text) <= LONGEST_SIDE else f"{len(names)} economies")
    return f"{(word or 'figures').capitalize()} from {sides[0]} to {sides[1]}{period_words(rows)}"


# --- the matrix


@dataclass
class _Grid:
    """The economies at both sides of a matrix in order, each with its name in lines, and lengths in inches."""

    givers: dict[str, list[str]]
    takers: dict[str, list[str]]
    left: float
    right: float
    above: float
    row: float
    upright: bool


def _grid(rows: pd.DataFrame, sheet: Sheet, down: int, across: int) -> tuple[pd.DataFrame, _Grid]:
    """Choose the economies with the largest amounts, so many at most, and columns as there is room for."""
    names = {code: wrapped(economy_name(code), NAME, LABEL) for code in rows["giver"]}
    left = max(text_width(line, LABEL) for lines in names.values() for line in lines) + 0.12
    room = sheet.across(left, 0.0)
    cell = max(CELL[0], *(text_width(line, LABEL) + 0.1 for cell in rows["cell"] for line in cell.split("\n")))
    takers = list(dict.fromkeys(rows["taker"]))[: min(across, max(int(room / cell), 1))]
    rows = rows[rows["taker"].isin(takers)]
    givers = {code: names[code] for code in list(dict.fromkeys(rows["giver"]))[:down]}
    rows = rows[rows["giver"].isin(givers)]
    takers = [code for code in takers if code in set(rows["taker"])]
    wide = min(CELL[1], room / len(takers))
    heads = {code: wrapped(economy_name(code), wide - 0.1, LABEL) for code in takers}
    # Names that do not fit into two lines of whole words stand upright.
    upright = any(len(lines) > 2 or " ".join(lines) != economy_name(code) for code, lines in heads.items())
    if upright:
        heads = {code: wrapped(economy_name(code), NAME, LABEL) for code in takers}
        above = max(text_width(line, LABEL) for lines in heads.values() for line in lines)
    else:
        above = max(map(len, heads.values())) * line_height(LABEL)
    lines = max(*map(len, givers.values()), *(cell.count("\n") + 1 for cell in rows["cell"]))
    high = max(CELL_HEIGHT, lines * line_height(LABEL) + 0.08)
    return rows, _Grid(givers, heads, left, room - wide * len(takers), above + 0.08, high, upright)


def _cells(rows: pd.DataFrame) -> list[str]:
    """Write amounts without their unit, which stands below the matrix, and their periods if these differ."""
    amounts = [format_claim(row.drop("unit")) for _, row in rows.iterrows()]
    if period_words(rows) or rows["period"].isna().all():
        return amounts
    return [f"{amount}\n{period}" for amount, period in zip(amounts, period_names(rows), strict=True)]


def _draw_matrix(ax: Axes, rows: pd.DataFrame, grid: _Grid, scale: type[Normalize]) -> None:
    across, down = list(grid.takers), list(grid.givers)
    norm = scale(*_shade_ends(rows["value"].abs(), zero=scale is Normalize))
    ax.set(xlim=(0, len(across)), ylim=(len(down), 0))
    look: dict[str, Any] = {"size": LABEL, **FONT}
    for _, row in rows.iterrows():
        x, y = across.index(row["taker"]), down.index(row["giver"])
        shade = SHADES(float(norm(abs(row["value"]))))
        ax.add_patch(Rectangle((x, y), 1, 1, facecolor=shade, edgecolor="white", linewidth=1.5, gid="cell"))
        ink = "white" if np.dot(shade[:3], LIGHTNESS) < 0.55 else INK
        at = (x + 0.5, y + 0.5)
        middle = "center" if "\n" in row["cell"] else "center_baseline"
        ax.text(*at, row["cell"], color=ink, ha="center", va=middle, gid="value", **look)
    heads, names = (["\n".join(lines) for lines in side.values()] for side in (grid.takers, grid.givers))
    ax.set_xticks([n + 0.5 for n in range(len(across))], heads, color=INK, **look)
    ax.set_yticks([n + 0.5 for n in range(len(down))], names, color=INK, **look)
    ax.tick_params(axis="both", length=0, pad=4)
    ax.tick_params(axis="x", top=True, labeltop=True, bottom=False, labelbottom=False, rotation=90 * grid.upright)
    ax.hlines(range(len(down) + 1), 0, len(across), colors=GRID, linewidth=0.6, zorder=0.5)
    ax.vlines(range(len(across) + 1), 0, len(down), colors=GRID, linewidth=0.6, zorder=0.5)
    ax.spines[:].set_visible(False)


def _shade_ends(values: pd.Series, *, zero: bool) -> tuple[float, float]:
    """Give the ends of the shades, which differ; from zero on a linear scale."""
    low, high = (0.0 if zero else float(values.min())), float(values.max())
    return (low, high) if low < high else (low, low * 10 or 1.0)


# --- the diagram of flows


def _placed(rows: pd.DataFrame, sides: list[dict[str, list[str]]], scale: float) -> tuple[pd.DataFrame, float]:
    """Add where each band begins and ends, in inches from the top, and give the height of all.

    At the left each band has room for its amount in words, at the right they touch.
    """
    thick = np.maximum(rows["value"] * scale, THIN)
    rows = rows.assign(thick=thick, slot=np.maximum(thick, LINE + 0.02))
    givers = rows.groupby("giver", sort=False)["value"].sum().sort_values(ascending=False, kind="stable").index
    rows, first = _stacked(rows, "giver", list(givers), "slot", sides[0], "from")
    # Takers stand in the order of where their bands come from, so that few of them cross.
    order = (rows["from"] * rows["value"]).groupby(rows["taker"]).sum() / rows.groupby("taker")["value"].sum()
    rows, second = _stacked(rows, "taker", list(order.sort_values(kind="stable").index), "thick", sides[1], "to")
    high = max(first, second)
    return rows.assign(**{"from": rows["from"] + (high - first) / 2, "to": rows["to"] + (high - second) / 2}), high


def _stacked(
    rows: pd.DataFrame, side: str, order: list[str], size: str, names: dict[str, list[str]], to: str
) -> tuple[pd.DataFrame, float]:
    """Put one side's economies below each other, each with its bands: `to` is the middle of a band's end."""
    middle = pd.Series(0.0, rows.index)
    y = 0.0
    for code in order:
        part = rows[rows[side] == code]
        part = part if to == "from" else part.sort_values("from", kind="stable")
        own = float(part[size].sum())
        room = max(own, LINE * len(names[code]))
        ends = part[size].cumsum()
        middle[part.index] = y + (room - own) / 2 + ends - part[size] / 2
        y += room + BETWEEN
    return rows.assign(**{to: middle}), y - BETWEEN


def _height(rows: pd.DataFrame, sides: list[dict[str, list[str]]], scale: float) -> float:
    """Give the height that `_placed` needs, without placing."""
    thick = np.maximum(rows["value"].to_numpy(dtype=float) * scale, THIN)
    heights = []
    for side, names, size in (("giver", sides[0], np.maximum(thick, LINE + 0.02)), ("taker", sides[1], thick)):
        turns, codes = pd.factorize(rows[side])
        room = np.maximum(np.bincount(turns, size), [LINE * len(names[code]) for code in codes])
        heights.append(float(room.sum()) + BETWEEN * (len(codes) - 1))
    return max(heights)


def _scale(rows: pd.DataFrame, sides: list[dict[str, list[str]]], inches: float) -> float:
    """Find, by halving, the inches that a unit is wide so that all bands fit into a height."""
    low, high = 0.0, inches / float(rows["value"].max())
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if _height(rows, sides, middle) <= inches else (low, middle)
    return low


def _draw_flows(ax: Axes, rows: pd.DataFrame, sides: list[dict[str, list[str]]], width: float) -> None:
    ax.set(xticks=[], yticks=[])
    ax.spines[:].set_visible(False)
    look: dict[str, Any] = {"size": LABEL, "color": INK, **FONT}
    for _, row in rows.iterrows():
        ax.add_patch(PathPatch(_band(row, width), facecolor=BLUE, alpha=0.3, edgecolor=BLUE, linewidth=0.6, gid="band"))
        for x, y in ((0.0, row["from"]), (width - NODE, row["to"])):
            ax.add_patch(Rectangle((x, y - row["thick"] / 2), NODE, row["thick"], color=BLUE, linewidth=0, gid="end"))
        said = f"{row['said']}{period_words(rows.loc[[row.name]])}"
        said = said if text_width(said, LABEL) < 0.55 * width else row["said"]
        words = ax.text(NODE + 0.06, row["from"], said, va="center_baseline", gid="value", **look)
        if row["thick"] < LINE:
            words.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 0.4})
    for names, side, end in zip(sides, ("giver", "taker"), ("from", "to"), strict=True):
        x, align = (-0.06, "right") if side == "giver" else (width + 0.06, "left")
        for code, part in rows.groupby(side, sort=False):
            top, bottom = (part[end] - part["thick"] / 2).min(), (part[end] + part["thick"] / 2).max()
            name = "\n".join(names[str(code)])
            ax.text(x, (top + bottom) / 2, name, ha=align, va="center", gid=side, **look)


def _band(row: pd.Series, width: float) -> Path:
    """Give the outline of a band: two curves that leave and arrive level."""
    half, middle = row["thick"] / 2, width / 2
    (a, b), (c, d) = (((row[end] - half), (row[end] + half)) for end in ("from", "to"))
    first, last = NODE, width - NODE
    points = [
        (first, a),
        (middle, a),
        (middle, c),
        (last, c),
        (last, d),
        (middle, d),
        (middle, b),
        (first, b),
        (first, a),
    ]
    curve, line = [Path.CURVE4] * 3, [Path.LINETO]
    return Path(points, [Path.MOVETO, *curve, *line, *curve, Path.CLOSEPOLY])
