"""Grants, loans and aid by giver and receiver."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from tradekit.charts.labels import economies, flow_label, joined, told_apart
from tradekit.charts.rows import (
    AMBER,
    BLUE,
    GREEN,
    draw_intervals,
    interval_words,
    lay_rows,
    scaled_number,
    set_x,
    spans_wide,
)
from tradekit.charts.saving import also_shows
from tradekit.charts.select import (
    checked,
    checked_limit,
    chosen,
    in_unit,
    merged,
    ranked,
    repeat_mark,
    repeat_note,
)
from tradekit.charts.sheet import INK, Sheet, style
from tradekit.formats import currency_of, format_claim

# Colour and hatch both tell the measures apart, so that a grey print does too; each line also names its own.
LOOKS = {"grant": (BLUE, ""), "loan": (AMBER, "////"), "aid": (GREEN, "....")}
IN_KIND_SHOWN = 6


def aid(
    claims: pd.DataFrame,
    ax: Axes | None = None,
    *,
    limit: int = 20,
    unit: str | None = None,
    title: str | None = None,
    width: float | str = "page",
) -> Axes:
    """Draw grants, loans and aid as bars, one a claim, put together by giver and receiver.

    Amounts are not added up: two figures of one pair may tell of the same money. Gifts that are not told
    in money (450 generators) are listed below the chart. Where the amounts span a factor of 30 or more and are
    all positive, the axis is logarithmic.

    Parameters
    ----------
    claims : DataFrame
        The claims table.
    ax : Axes, optional
        Where to draw; by default a new figure.
    limit : int
        The most bars to draw; the chart says how many there are.
    unit : str, optional
        The currency; by default the most frequent one. The chart says what it leaves out.
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
        If there are no such claims in money, or none in that currency.

    Examples
    --------
    >>> import tradekit
    >>> claims = tradekit.extract("China gave South Africa a grant of $26.8 million.")
    >>> aid(claims).get_title(loc="left")
    'Grants from China to South Africa'
    """
    found = merged(chosen(chosen(checked(claims), "measure", list(LOOKS)), "kind", ["level"]))
    money = found["unit"].map(lambda unit: not pd.isna(unit) and currency_of(unit) == unit).astype(bool)
    if not money.any():
        units = ", ".join(sorted(set(found["unit"].dropna())))
        raise ValueError(f"no grants, loans or aid in money to chart; the table has them in {units or 'no unit'}")
    amounts, unit, others = in_unit(found[money], unit)
    rows = ranked(amounts, amounts["value"]).head(checked_limit(limit))
    labels = told_apart(pd.Series([flow_label(row) for _, row in rows.iterrows()], rows.index), rows)
    said = [format_claim(row) for _, row in rows.iterrows()]
    # The pair with the largest amount comes first, and its amounts stand together.
    pair = [rows["reporter"].fillna(""), rows["partner"].fillna("")]
    largest = rows.groupby(pair)["value"].transform("max")
    rows = rows.assign(
        label=labels + repeat_mark(rows), said=said, x=rows["value"], largest=largest, pair=pair[0] + pair[1]
    )
    log = spans_wide(rows["x"])
    with style():
        sheet = Sheet(ax, width)
        drawn, inches = lay_rows(
            sheet,
            rows,
            total=len(amounts),
            word="largest",
            title=lambda shown: title or _title(shown),
            xlabel=lambda shown, inches: (
                f"{unit}{', log scale' if log else ''}{interval_words(shown, inches, log=log)}"
            ),
            notes=lambda shown: [*_in_kind(found[~money]), *repeat_note(shown), *others],
            order=["largest", "pair", "x"],
        )
        also_shows(sheet.ax, found[~money].head(IN_KIND_SHOWN))
        # On a log scale a bar begins at the left edge, which leaves room for the smallest.
        room = drawn.assign(low=drawn["x"].min() / 2) if log else drawn
        set_x(sheet.ax, room, inches, log=log, said=scaled_number)
        edge = sheet.ax.get_xlim()[0] if log else 0.0
        for measure, (color, hatch) in LOOKS.items():
            part = drawn[drawn["measure"] == measure]
            length = part["x"] - edge
            bars = sheet.ax.barh(part["y"], length, left=edge, height=0.13, color=color, hatch=hatch, linewidth=0)
            for bar in bars:
                bar.set_edgecolor("white")  # of the hatch
        draw_intervals(sheet.ax, drawn.assign(low=drawn["low"].clip(lower=edge)) if log else drawn, INK)
    return sheet.ax


def _title(rows: pd.DataFrame) -> str:
    words = {"grant": "grants", "loan": "loans", "aid": "aid"}
    text = joined(words[measure] for measure in LOOKS if (rows["measure"] == measure).any())
    giver, receiver = economies(rows, "reporter"), economies(rows, "partner")
    sides = f"{f' from {giver}' if giver else ''}{f' to {receiver}' if receiver else ''}"
    return f"{text[0].upper()}{text[1:]}{sides or ' by giver and receiver'}"


def _in_kind(rows: pd.DataFrame) -> list[str]:
    """List what is given in kind, or in rates of money, and so has no bar."""
    if rows.empty:
        return []
    listed = [f"{format_claim(row)} ({flow_label(row)})" for _, row in rows.head(IN_KIND_SHOWN).iterrows()]
    more = len(rows) - IN_KIND_SHOWN
    return [
        "Without a bar, since not an amount of money: "
        + "; ".join(listed)
        + (f"; and {more} more." if more > 0 else ".")
    ]
