"""Small multiples: the same small chart for each economy."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes

from tradekit.charts.dots import as_percent, far_out
from tradekit.charts.labels import BASES, claim_label, joined, source_line, years
from tradekit.charts.rows import BLUE, draw_intervals, draw_marks, set_x
from tradekit.charts.saving import describe
from tradekit.charts.select import checked, checked_limit, chosen, mark_notes, merged
from tradekit.charts.sheet import FONT, INK, LABEL, QUIET, Sheet, line_height, style, text_width, wrapped
from tradekit.formats import format_claim, format_period, format_value
from tradekit.places import economy_name

PANEL = 1.35  # inches that a panel is wide at least
ROW = 0.2
APART = 0.34
TICKS = 0.22


def by_economy(
    claims: pd.DataFrame,
    measures: Sequence[str] = ("exports", "imports", "trade"),
    ax: Axes | None = None,
    *,
    basis: str | None = None,
    limit: int = 12,
    title: str | None = None,
    width: float | str = "page",
) -> Axes:
    """Draw growth in a small panel for each economy, all with the same axis.

    A dot is growth of all goods with all partners; a small upright line that of single goods or with one partner.

    Parameters
    ----------
    claims : DataFrame
        The claims table.
    measures : sequence of str
        The rows of each panel.
    ax : Axes, optional
        Where to draw; by default a new figure. The panels are its `child_axes`.
    basis : str, optional
        What the growth is against: `yoy`, `mom`, `qoq` or a period; by default the most frequent.
    limit : int
        The most panels, those of the economies with the most figures; the chart says how many there are.
    title : str, optional
        By default what is seen.
    width : float or str
        Of a new figure: `page` (7 inches), `column` (3.4) or so many inches.

    Returns
    -------
    Axes
        What holds the panels.

    Raises
    ------
    ValueError
        If there is no growth of these measures with a reporter and that basis.

    Examples
    --------
    >>> import tradekit
    >>> claims = tradekit.extract("In 2024 China's exports rose 5.9% and Brazil's fell 0.8% from a year earlier.")
    >>> ax = by_economy(claims)
    >>> [panel.get_title(loc="left") for panel in ax.child_axes]
    ['Brazil', 'China']
    """
    if isinstance(measures, str):
        measures = [measures]
    found = chosen(chosen(checked(claims), "kind", ["growth"]), "measure", list(measures))
    found = merged(chosen(found, "unit", ["%", "x"]))
    found = found[found["reporter"].notna()]
    if found.empty:
        raise ValueError(f"no growth of {' or '.join(measures)} has a reporter, so there is no economy to chart")
    found, notes = _of_one_basis(found, basis)
    rows, thin = _of_most(found, checked_limit(limit))
    rows = as_percent(rows)
    rows = rows.assign(low=rows["low_percent"], high=rows["high_percent"])
    rows = rows.assign(
        label=[claim_label(row) for _, row in rows.iterrows()], said=[format_claim(row) for _, row in rows.iterrows()]
    )
    shown = [name for name in measures if (rows["measure"] == name).any()]
    with style():
        sheet = Sheet(ax, width)
        left = max(text_width(name, LABEL) for name in shown) + 0.1
        across = max(int((sheet.width - left) / PANEL), 1)
        wide = sheet.across(left, 0.2)

        def write(rows: pd.DataFrame) -> None:
            text = f"growth{_against(rows)}, %"
            small = [*thin, *years(rows), *_legend(rows), *mark_notes(rows), *notes]
            sheet.words(title or _title(rows, shown), text, small, source_line(rows), left)

        write(rows)
        names = list(dict.fromkeys(rows["reporter"]))
        one = (wide - APART * (across - 1)) / across
        heads = {code: wrapped(economy_name(code), one - 0.05, LABEL, bold=True) for code in names}
        lines = max(map(len, heads.values()))
        high = lines * line_height(LABEL) + 0.08 + ROW * len(shown) + TICKS
        if not sheet.own:
            room = max(int((sheet.height - sheet.header - sheet.footer + sheet.ticks) / high), 1) * across
            if room < len(names):
                thin[:] = [f"{room} of {found['reporter'].nunique()} economies shown, those with the most figures."]
                names = names[:room]
                rows = rows[rows["reporter"].isin(names)]
            write(rows)
        sheet.ticks = 0.05
        down = math.ceil(len(names) / across)
        size = sheet.place(left, 0.2, high * down)
        sheet.ax.set(xticks=[], yticks=[])
        sheet.ax.spines[:].set_visible(False)
        for turn, code in enumerate(names):
            x, y = (turn % across) * (one + APART), (turn // across) * high
            box = (x, size[1] - y - high + TICKS, one, ROW * len(shown))
            panel = sheet.ax.inset_axes((box[0] / size[0], box[1] / size[1], box[2] / size[0], box[3] / size[1]))
            panel.set_title("\n".join(heads[code]), loc="left", size=LABEL, weight="bold", color=INK, pad=4, **FONT)
            _draw_panel(panel, rows, code, shown, one, first=turn % across == 0)
        describe(sheet.ax, title or _title(rows, shown), rows, source_line(rows))
    return sheet.ax


def _of_one_basis(rows: pd.DataFrame, basis: str | None) -> tuple[pd.DataFrame, list[str]]:
    """Keep the growth against the basis asked for, or the most frequent one: others cannot be compared."""
    told = rows["basis"].value_counts()
    if basis is None and len(told):
        basis = str(told.index[0])
    if basis is None:
        return rows, []
    kept = chosen(rows, "basis", [basis])
    left = len(rows) - len(kept)
    return kept, [f"Growth against another time, or not told what, left out: {left}."] if left else []


def _of_most(rows: pd.DataFrame, limit: int) -> tuple[pd.DataFrame, list[str]]:
    """Keep the economies with the most figures, in the order of how many they have and then of their names."""
    counts = rows["reporter"].value_counts()
    order = sorted(counts.index, key=lambda code: (-counts[code], economy_name(code)))
    place = {code: turn for turn, code in enumerate(order[:limit])}
    kept = rows[rows["reporter"].isin(place)]
    kept = kept.iloc[kept["reporter"].map(place).argsort(kind="stable")]
    more = len(order) > limit
    return kept, [f"{limit} of {len(order)} economies shown, those with the most figures."] if more else []


def _against(rows: pd.DataFrame) -> str:
    basis = rows["basis"].iloc[0]
    if pd.isna(basis):
        return ""
    return f" {BASES.get(basis) or f'on {format_period(basis)}'}"


def _title(rows: pd.DataFrame, measures: Sequence[str]) -> str:
    return f"Growth of {joined(measures)}{_against(rows)}, by economy"


def _legend(rows: pd.DataFrame) -> list[str]:
    part = _is_part(rows)
    notes = ["Dot: all goods, all partners."] if not part.all() else []
    notes += ["Upright line: single goods, or one partner."] if part.any() else []
    return [*notes, *(["Arrowhead: beyond the axis."] if far_out(rows["x"]).any() else [])]


def _is_part(rows: pd.DataFrame) -> pd.Series:
    return rows["item"].notna() | rows["partner"].notna()


def _draw_panel(
    ax: Axes, rows: pd.DataFrame, code: str, measures: Sequence[str], inches: float, *, first: bool
) -> None:
    """Draw one economy's growth, a row for each measure."""
    far = far_out(rows["x"])
    ax.set_ylim(len(measures) - 0.5, -0.5)
    set_x(ax, rows[~far], inches, log=False, said=lambda tick: format_value(tick, None, sign=True))
    ax.set_yticks(range(len(measures)), measures if first else [""] * len(measures), size=LABEL, color=INK, **FONT)
    ax.tick_params(axis="y", length=0, pad=4)
    ax.spines[["left", "right", "top"]].set_visible(False)
    ax.axvline(0, color=INK, linewidth=0.8, zorder=2)
    here = rows["reporter"] == code
    own = rows[here].assign(y=[list(measures).index(name) for name in rows.loc[here, "measure"]])
    out, inside, part = own[far[here]], own[~far[here]], _is_part(own)[~far[here]]
    ax.scatter(inside[part]["x"], inside[part]["y"], s=50, marker="|", color=QUIET, linewidth=1.2, zorder=3, gid="part")
    draw_intervals(ax, inside[~part], INK)
    draw_marks(ax, inside[~part])
    for _, row in out.iterrows():
        side = 0 if row["x"] < 0 else 1
        ax.scatter(
            ax.get_xlim()[side], row["y"], s=30, marker="<>"[side], color=BLUE, zorder=4, clip_on=False, gid="broken"
        )
