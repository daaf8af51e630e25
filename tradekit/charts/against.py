"""Claims against official figures: what an article says, what statistics say, and the verdict."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
from matplotlib.axes import Axes

from tradekit.charts.labels import HARD_SPACE, claim_label, subject, told_apart
from tradekit.charts.rows import draw_intervals, draw_marks, interval_words, lay_rows, scaled_number, set_x, spans_wide
from tradekit.charts.select import checked, checked_limit, in_unit, mark_notes, merged, repeat_mark, repeat_note
from tradekit.charts.sheet import INK, QUIET, Sheet, style
from tradekit.formats import format_claim, format_value

NEEDED = ("official", "official_low", "official_high", "official_source", "deviation", "mirror", "verdict")
# What asks to be looked at comes first.
VERDICTS = ("disagrees", "cannot tell", "agrees", "no independent figure")
SOURCES_SHOWN = 2


def against_official(
    compared: pd.DataFrame,
    ax: Axes | None = None,
    *,
    unit: str | None = None,
    limit: int = 16,
    title: str | None = None,
    width: float | str = "page",
) -> Axes:
    """Draw claims beside the official figures that they were compared with, each with its interval.

    Those that disagree come first, then by how far they are off. The mirror, the other side's figure for the same
    flow, is drawn too, and decides nothing.

    Parameters
    ----------
    compared : DataFrame
        What `tradekit.compare` gives.
    ax : Axes, optional
        Where to draw; by default a new figure.
    unit : str, optional
        Which claims; by default those of the most frequent unit, money before others.
    limit : int
        The most claims to draw; the chart says how many there are.
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
        If the table is no comparison, or no claim in it has an official figure.

    Examples
    --------
    >>> import tradekit
    >>> text = "China's exports to Belarus were $1.8bn in 2019, according to Chinese data."
    >>> ax = against_official(tradekit.compare(tradekit.extract(text), tradekit.official.samples()))
    >>> ax.get_title(loc="left")
    'China exports to Belarus, 2019: the article and official figures'
    """
    rows = checked(compared)
    if lacking := [name for name in NEEDED if name not in rows]:
        raise ValueError(f"not a comparison: it lacks the columns {', '.join(lacking)}; tradekit.compare gives one")
    found = merged(rows[rows["official"].notna()])
    if found.empty:
        raise ValueError(f"none of the {len(rows)} claims has an official figure to draw beside it")
    found, unit, notes = in_unit(found, unit)
    rows = _telling_first(found).head(checked_limit(limit))
    labels = pd.Series([f"{claim_label(row)} ({_official(row)})" for _, row in rows.iterrows()], rows.index)
    rows = rows.assign(
        label=told_apart(labels, rows) + repeat_mark(rows),
        said=[format_claim(row) for _, row in rows.iterrows()],
        heading=rows["verdict"].astype("object").str.capitalize().mask(rows["verdict"].duplicated(), ""),
        x=rows["value"],
    )
    log = spans_wide(pd.concat([rows["x"], rows["official"], rows["mirror"].dropna()]))
    with style():
        sheet = Sheet(ax, width)
        drawn, inches = lay_rows(
            sheet,
            rows,
            total=len(found),
            word="first",
            title=lambda shown: title or f"{subject(shown)}: {_articles(shown)} and official figures",
            xlabel=lambda shown, inches: (
                f"{unit or 'number'}{', log scale' if log else ''}{interval_words(shown, inches, log=log)}"
            ),
            notes=lambda shown: [*_legend(shown), *mark_notes(shown), *repeat_note(shown), *notes, *_sources(shown)],
        )
        given = drawn.assign(x=drawn["official"], low=drawn["official_low"], high=drawn["official_high"])
        mirror = drawn.dropna(subset="mirror").assign(x=lambda row: row["mirror"], low=float("nan"), high=float("nan"))
        set_x(sheet.ax, pd.concat([drawn, given, mirror]), inches, log=log, said=scaled_number)
        least = sheet.ax.get_xlim()[0]
        for part, color in ((drawn, None), (given, INK)):
            shown = part.assign(low=part["low"].clip(lower=least)) if log else part
            draw_intervals(sheet.ax, shown, **({"color": color} if color else {}))
        draw_marks(sheet.ax, drawn)
        _upright(sheet.ax, given)
        sheet.ax.scatter(
            mirror["x"], mirror["y"], s=22, marker="s", facecolors="white", edgecolors=QUIET, zorder=3.5, gid="mirror"
        )
    return sheet.ax


def _upright(ax: Axes, given: pd.DataFrame) -> None:
    """Draw official figures as upright lines, black where they can confirm, grey where they cannot."""
    alone = given["verdict"] == "no independent figure"
    for part, color in ((given[~alone], INK), (given[alone], "#999999")):
        ax.scatter(
            part["x"], part["y"], s=80, marker="|", color=color, linewidth=1.6, zorder=5, clip_on=False, gid="official"
        )


def _telling_first(rows: pd.DataFrame) -> pd.DataFrame:
    turn = rows["verdict"].astype("object").map({verdict: turn for turn, verdict in enumerate(VERDICTS)})
    order = pd.DataFrame({"turn": turn.astype("float"), "off": -rows["deviation"].abs()}).reset_index(drop=True)
    return rows.iloc[order.sort_values(["turn", "off"], kind="stable").index]


def _official(row: pd.Series) -> str:
    """Give the official figure in words: `official: $914 m`."""
    said = format_value(row["official"], row["unit"], sign=row["kind"] in ("growth", "change"))
    whose = "from an article" if row["verdict"] == "no independent figure" else "official"
    return f"{whose}: {said}".replace(" ", HARD_SPACE)


def _articles(rows: pd.DataFrame) -> str:
    return "the article" if rows["article"].nunique() == 1 else f"{rows['article'].nunique()} articles"


def _legend(rows: pd.DataFrame) -> list[str]:
    alone = rows["verdict"] == "no independent figure"
    notes = ["Blue dot: what is claimed."]
    notes += ["Black line: the official figure."] if (~alone).any() else []
    notes += ["Grey line: a figure that comes from an article and confirms nothing."] if alone.any() else []
    told = "Square: the same flow by the other side's statistics, which decides nothing."
    return [*notes, *([told] if rows["mirror"].notna().any() else [])]


def _sources(rows: pd.DataFrame) -> list[str]:
    """Name who published the official figures."""
    names: Iterable[str] = rows["official_source"].dropna().unique()
    first, more = list(names)[:SOURCES_SHOWN], len(list(names)) - SOURCES_SHOWN
    if not first:
        return []
    return [f"Official figures: {'; '.join(first)}{f'; and {more} more' if more > 0 else ''}."]
