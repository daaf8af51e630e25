"""Claims beside claims: what was expected and what came, and one figure as several articles tell it."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from tradekit.charts.labels import HARD_SPACE, article_name, claim_label, subject, told_apart
from tradekit.charts.rows import (
    draw_intervals,
    draw_marks,
    interval_words,
    lay_rows,
    scaled_number,
    set_x,
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
from tradekit.charts.sheet import INK, QUIET, Sheet, style
from tradekit.formats import format_claim, format_period, format_value
from tradekit.frame.citation import wording

AHEAD = ["forecast", "target"]
# Rows that agree in these are of one figure, if their periods and bases fit.
FIGURE = ["kind", "measure", "item", "reporter", "partner", "unit"]
POINTS = ("%", "pp", "bp")
LONGEST_WORDING = 28


def forecasts(
    claims: pd.DataFrame,
    ax: Axes | None = None,
    *,
    unit: str | None = None,
    limit: int = 20,
    title: str | None = None,
    width: float | str = "page",
) -> Axes:
    """Draw what was expected or aimed at beside what came, or else beside the last figure told before.

    The figure beside a forecast or target is an actual one of the same economies, measure, goods and unit: that
    of the same period (a dot), or the latest before of a period as long (an upright line).

    Parameters
    ----------
    claims : DataFrame
        The claims table.
    ax : Axes, optional
        Where to draw; by default a new figure.
    unit : str, optional
        Which amounts; by default those of the most frequent unit, money before others.
    limit : int
        The most forecasts to draw, the largest; the chart says how many there are.
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
        If there is no forecast or target with a period, or none with an actual figure to set beside it.

    Examples
    --------
    >>> import tradekit
    >>> text = "China's exports were $3.4tn in 2023. China's exports will reach $3.6tn in 2024, the ministry forecast."
    >>> forecasts(tradekit.extract(text)).get_title(loc="left")
    'China exports, 2024: expected, and what is known'
    """
    found = merged(checked(claims))
    ahead = chosen(found, "status", AHEAD)
    pairs = _with_actual(ahead, found[found["status"] == "actual"])
    if pairs.empty:
        raise ValueError(
            f"none of the {len(ahead)} forecasts and targets has an actual figure to set beside it: one of the same "
            "kind, measure, item, reporter, partner and unit, and of its period or one as long before"
        )
    pairs, unit, notes = in_unit(pairs, unit)
    rows = ranked(pairs, pairs["value"].abs()).head(checked_limit(limit))
    labels = pd.Series([f"{claim_label(row)} ({_beside(row)})" for _, row in rows.iterrows()], rows.index)
    rows = rows.assign(
        label=told_apart(labels, rows) + repeat_mark(rows), said=[format_claim(row) for _, row in rows.iterrows()]
    )
    rows = rows.assign(x=rows["value"])
    log = spans_wide(pd.concat([rows["x"], rows["value_told"]]))
    alone = len(ahead) - len(pairs)
    with style():
        sheet = Sheet(ax, width)
        drawn, inches = lay_rows(
            sheet,
            rows,
            total=len(pairs),
            word="largest",
            title=lambda shown: title or f"{subject(shown)}: expected, and what is known",
            xlabel=lambda shown, inches: (
                f"{unit or 'number'}{', log scale' if log else ''}{interval_words(shown, inches, log=log)}"
            ),
            notes=lambda shown: [
                *_legend(shown),
                *repeat_note(shown),
                *([f"Forecasts and targets with nothing to set beside: {alone}."] if alone else []),
                *notes,
            ],
            order="x",
        )
        told = drawn.assign(x=drawn["value_told"], low=drawn["value_told"], high=drawn["value_told"])
        set_x(sheet.ax, pd.concat([drawn, told]), inches, log=log, said=scaled_number)
        sheet.ax.hlines(drawn["y"], drawn["value_told"], drawn["x"], color=QUIET, linewidth=0.8, zorder=2, gid="gap")
        draw_intervals(sheet.ax, drawn.assign(low=drawn["low"].clip(lower=sheet.ax.get_xlim()[0])) if log else drawn)
        draw_marks(sheet.ax, drawn)
        came = told["same"].to_numpy()
        for marker, part in (("o", told[came]), ("|", told[~came])):
            size = 26 if marker == "o" else 90
            sheet.ax.scatter(
                part["x"], part["y"], s=size, marker=marker, color=INK, zorder=4, clip_on=False, gid="told"
            )
    return sheet.ax


def _with_actual(ahead: pd.DataFrame, actual: pd.DataFrame) -> pd.DataFrame:
    """Give the forecasts that have an actual figure to set beside them, with its `value_told` and `period_told`.

    `same` tells a figure of the same period from the latest before.
    """
    told = actual[[*FIGURE, "value", "period", "period_start", "period_end", "published", "ids"]]
    ahead = ahead[ahead["reporter"].notna() & ahead["period_start"].notna()]
    both = ahead.assign(turn=range(len(ahead)), claim=ahead.index).merge(told, on=FIGURE, suffixes=("", "_told"))
    long, long_told = ((both[f"period_end{of}"] - both[f"period_start{of}"]).dt.days + 1 for of in ("", "_told"))
    both = both.assign(same=(both["period"] == both["period_told"]).fillna(False).astype(bool))
    before = (both["period_end_told"] < both["period_end"]) & long_told.between(0.9 * long, 1.1 * long)
    both = both[both["same"] | before]
    both = both.sort_values(["same", "period_end_told", "published_told"], ascending=False, kind="stable")
    both = both[~both["turn"].duplicated()].sort_values("turn").set_index("claim")
    return both.assign(ids=both["ids"] + "\n" + both["ids_told"])


def _beside(row: pd.Series) -> str:
    told = format_value(row["value_told"], row["unit"], sign=row["kind"] in ("growth", "change"))
    text = f"came: {told}" if row["same"] else f"{format_period(row['period_told'])}: {told}"
    return text.replace(" ", HARD_SPACE)


def _legend(rows: pd.DataFrame) -> list[str]:
    notes = ["Diamond: forecast or target."]
    notes += ["Black dot: what came."] if rows["same"].any() else []
    return [*notes, *(["Black line: the last figure told before."] if not rows["same"].all() else [])]


def versions(
    claims: pd.DataFrame,
    claim: str | None = None,
    ax: Axes | None = None,
    *,
    unit: str | None = None,
    limit: int = 20,
    title: str | None = None,
    width: float | str = "page",
) -> Axes:
    """Draw one figure as several articles tell it: each with its wording, beside the middle of all of them.

    A figure is the same if economies, measure, goods, unit, kind and status are, and period and basis too; one
    that an article does not tell is taken to be that of the others, if they have only one. Of an article that
    tells several such values, the one nearest to what the others tell is drawn.

    Parameters
    ----------
    claims : DataFrame
        The claims table.
    claim : str, optional
        The id of a claim whose figure is drawn; by default all figures that two articles or more tell, those
        on which they differ most first.
    ax : Axes, optional
        Where to draw; by default a new figure.
    unit : str, optional
        Which figures; by default those of the unit that most of them have.
    limit : int
        The most lines to draw; the chart says how many there are.
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
        If no figure is told by two articles, or the claim is not in the table.

    Examples
    --------
    >>> import tradekit
    >>> first = tradekit.Article("China's exports were $3.58tn in 2024.", id="one", publisher="One Wire")
    >>> other = tradekit.Article("China's exports were about $3.5tn in 2024.", id="two", publisher="Two Wire")
    >>> ax = versions(tradekit.extract([first, other]))
    >>> [text.get_text() for text in ax.texts if text.get_gid() == "value"]
    ['“$3.58tn”', '“about $3.5tn”']
    """
    found = _told_by_several(merged(checked(claims)), claim)
    most = found["unit"].value_counts()
    found, unit, notes = in_unit(found, unit or (str(most.index[0]) if len(most) else None))
    own = len(found)
    found = _one_an_article(found)
    notes += [f"Other such figures of the same articles left out: {own - len(found)}."] * (len(found) < own)
    rows = _beside_the_middle(found, in_points=unit in POINTS)
    size = rows.groupby("figure", sort=False)["x"].size()
    # Whole figures, but always one.
    kept = size.index[(size.cumsum() <= checked_limit(limit)) | (size.index == size.index[0])]
    rows = rows[rows["figure"].isin(kept)]
    labels = pd.Series([article_name(row) for _, row in rows.iterrows()], rows.index)
    # Told apart among those of one figure: their part before the break is dropped again.
    labels = told_apart(rows["figure"].astype(str) + "\n" + labels, rows).str.partition("\n")[2]
    heads = [claim_label(row) for _, row in rows.iterrows()]
    rows = rows.assign(
        label=labels + repeat_mark(rows),
        said=[_wording(row) for _, row in rows.iterrows()],
        heading=np.where(rows["figure"].duplicated(), "", heads),
    )
    of = "points" if unit in POINTS else "%"
    with style():
        sheet = Sheet(ax, width)
        drawn, inches = lay_rows(
            sheet,
            rows,
            total=len(found),
            word="first",
            title=lambda shown: title or _title(shown),
            xlabel=lambda shown, inches: (
                f"difference from the middle of what the articles say, {of}{interval_words(shown, inches)}"
            ),
            notes=lambda shown: [*mark_notes(shown), *repeat_note(shown), *notes],
        )
        ends = drawn[["x", "low", "high"]].to_numpy()
        far = float(np.abs(ends[np.isfinite(ends)]).max()) or 1.0
        # As far to either side, so that the middle is in the middle.
        even = pd.concat([drawn, drawn.assign(x=far), drawn.assign(x=-far)])
        set_x(sheet.ax, even, inches, log=False, said=lambda tick: format_value(tick, None, sign=True))
        sheet.ax.axvline(0, color=INK, linewidth=0.8, zorder=2)
        draw_intervals(sheet.ax, drawn)
        draw_marks(sheet.ax, drawn)
    return sheet.ax


def _told_by_several(rows: pd.DataFrame, claim: str | None) -> pd.DataFrame:
    """Give the claims whose figure two articles or more tell, with its number as `figure`."""
    if claim is not None and not (ids := rows["ids"].str.split("\n")).map(lambda names: claim in names).any():
        raise ValueError(f"no claim {claim!r} with a value in the table; its ids look like {ids.iloc[0][0]!r}")
    rows = rows[rows["core"].fillna(False) & rows["reporter"].notna()].reset_index(drop=True)
    key = [*FIGURE, "status"]
    when = rows.copy()
    for column in ("period", "basis"):
        told = when.groupby(key, dropna=False, observed=True)[column]
        only = told.transform("first").where(told.transform("nunique") == 1)
        when[column] = when[column].fillna(only)
        key.append(column)
    groups = when.groupby(key, dropna=False, observed=True)
    rows = rows.assign(figure=groups.ngroup(), articles=groups["article"].transform("nunique"))
    rows = rows[rows["articles"] > 1]
    if claim is not None:
        its = rows["ids"].str.split("\n").map(lambda names: claim in names).astype(bool)
        rows = rows[rows["figure"].isin(rows["figure"][its])]
    if rows.empty:
        raise ValueError(
            f"no second article tells the figure of {claim}" if claim else "no figure is told by two articles or more"
        )
    return rows


def _one_an_article(rows: pd.DataFrame) -> pd.DataFrame:
    """Keep one value of each article for a figure, that nearest to the others: two grants may look the same."""
    turn = pd.Series(range(len(rows)), rows.index)
    off = pd.Series(0.0, rows.index)
    several = rows[rows.duplicated(["figure", "article"], keep=False)]
    for _, part in several.groupby(["figure", "article"]):
        others = rows[rows["figure"].eq(part["figure"].iloc[0]) & rows["article"].ne(part["article"].iloc[0])]
        off[part.index] = (part["value"] - others["value"].median()).abs()
    nearest = rows.assign(off=off, turn=turn).sort_values(["off", "turn"], kind="stable")
    return nearest[~nearest.duplicated(["figure", "article"])].sort_values("turn").drop(columns=["off", "turn"])


def _beside_the_middle(rows: pd.DataFrame, *, in_points: bool) -> pd.DataFrame:
    """Add `x`, the difference from the middle of a figure's values; those that differ most come first."""
    middle = rows.groupby("figure")["value"].transform("median")
    part = pd.Series(1.0, rows.index) if in_points else middle.abs() / 100
    # Of nought there are no per cent: a figure with that middle stands there if all agree.
    part = part.where(part > 0, 1.0)
    x, low, high = ((rows[name] - middle) / part for name in ("value", "low", "high"))
    rows = rows.assign(x=x, low=low, high=high)
    by = rows.groupby("figure")["x"]
    rows = rows.assign(spread=(by.transform("max") - by.transform("min")).round(9))
    order = ["spread", "articles", "figure", "published"]
    return rows.sort_values(order, ascending=[False, False, True, True], kind="stable")


def _title(rows: pd.DataFrame) -> str:
    count = rows["figure"].nunique()
    if count > 1:
        return f"{count} figures as several articles tell them"
    return f"{claim_label(rows.iloc[0])}: as {rows['article'].nunique()} articles tell it".replace(HARD_SPACE, " ")


def _wording(row: pd.Series) -> str:
    """Quote a claim's words: `“about $26.8 million”`."""
    said = wording(row)
    if pd.isna(row["text"]):
        return said
    return f"“{said if len(said) <= LONGEST_WORDING else said[: LONGEST_WORDING - 1] + '…'}”"
