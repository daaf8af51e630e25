"""What a chart says and shows besides its drawing: its description in words, its claims, its files."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import IO, Any
from xml.etree import ElementTree

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from PIL import Image, UnidentifiedImageError

from tradekit.charts.labels import HARD_SPACE
from tradekit.charts.sheet import style

ALT_ROWS = 10
# Where a chart's axes keep the ids of the claims they show: matplotlib has no field for it.
SHOWN = "tradekit_claims"
# The key of the same in a PNG; an SVG has Dublin Core's `source`, what a work is derived from.
PNG_KEY = "Claims"
SVG_SOURCE = "{http://purl.org/dc/elements/1.1/}source"


def describe(ax: Axes, title: str, rows: pd.DataFrame, source: str) -> None:
    """Keep what a chart shows with its axes: its title, first figures and source in words, and its claims."""
    figures = [f"{label}: {said}" for label, said in zip(rows["label"], rows["said"], strict=True)]
    more = len(figures) - ALT_ROWS
    told = "; ".join(figures[:ALT_ROWS]) + (f"; and {more} more" if more > 0 else "")
    # An axes' label is matplotlib's own field for free text, and is drawn nowhere.
    ax.set_label(f"{title}. {told}. {source}.".replace(HARD_SPACE, " "))
    vars(ax)[SHOWN] = _ids(rows)


def also_shows(ax: Axes, rows: pd.DataFrame) -> None:
    """Keep with a chart's axes the claims too that it only tells in its small print."""
    vars(ax)[SHOWN] += _ids(rows)


def _ids(rows: pd.DataFrame) -> list[str]:
    return list(dict.fromkeys("\n".join(rows["ids"]).split("\n"))) if len(rows) else []


def alt_text(ax: Axes) -> str:
    """Give the description of a chart in words, for readers who cannot see it.

    Parameters
    ----------
    ax : Axes
        As returned by one of the charts.

    Returns
    -------
    str
        Title, first ten figures and source; empty for axes of another kind.

    Raises
    ------
    TypeError
        If something else than axes is given.

    Examples
    --------
    >>> import tradekit
    >>> ax = tradekit.charts.levels(tradekit.extract("China's surplus with Belarus was $4.77bn in 2024."))
    >>> alt_text(ax).split(". ")[1]
    'China surplus with Belarus, 2024: $4.77 bn'
    """
    if not isinstance(ax, Axes):
        raise TypeError(f"alt_text takes the Axes of a chart, not {type(ax).__name__}")
    return str(ax.get_label())


def save_figure(ax: Axes, path: str | Path) -> list[Path]:
    """Save a chart's figure as PNG and SVG; the same chart always gives the same bytes.

    Both hold in their metadata the title, the description in words, and the ids of the claims that are shown,
    which `claims_in` reads back.

    Parameters
    ----------
    ax : Axes
        As returned by one of the charts; all charts of its figure are saved.
    path : str or Path
        With or without `.png` or `.svg`; both are written. The folder is made if it is not there.

    Returns
    -------
    list of Path
        The PNG and the SVG.

    Raises
    ------
    ValueError
        If the path names another format.

    Examples
    --------
    >>> import tempfile, tradekit
    >>> ax = tradekit.charts.levels(tradekit.extract("China's surplus with Belarus was $4.77bn in 2024."))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     [path.name for path in save_figure(ax, f"{folder}/surplus")]
    ['surplus.png', 'surplus.svg']
    """
    path = Path(path)
    figure = _figure(ax)
    ending = path.suffix.lower().removeprefix(".")
    if ending in ("png", "svg"):
        path = path.with_suffix("")
    elif ending in figure.canvas.get_supported_filetypes():
        raise ValueError(f"figures are saved as .png and .svg, not .{ending}; got {path}")
    path.parent.mkdir(parents=True, exist_ok=True)
    saved = [path.with_name(f"{path.name}.{kind}") for kind in ("png", "svg")]
    for file, facts in zip(saved, _metadata(ax), strict=True):
        _write(figure, file, file.suffix[1:], facts)
    return saved


def svg_bytes(ax: Axes) -> bytes:
    """Give the SVG that `save_figure` writes."""
    file = io.BytesIO()
    _write(_figure(ax), file, "svg", _metadata(ax)[1])
    return file.getvalue()


def _figure(ax: Axes) -> Figure:
    figure = ax.get_figure(root=True)
    assert figure is not None
    return figure


def _metadata(ax: Axes) -> tuple[dict[str, Any], dict[str, Any]]:
    """Give what is kept in the PNG and in the SVG of a chart's figure; no dates or versions, which change."""
    charts = [drawn for drawn in _figure(ax).axes if SHOWN in vars(drawn)] or [ax]
    words = {
        "Title": "; ".join(drawn.get_title(loc="left").replace("\n", " ") for drawn in charts),
        "Description": "\n".join(map(alt_text, charts)),
    }
    words = {name: _printable(text) for name, text in words.items() if text}
    shown = json.dumps(list(dict.fromkeys(name for drawn in charts for name in vars(drawn).get(SHOWN, []))))
    return {**words, PNG_KEY: shown, "Software": None}, {**words, "Source": shown, "Date": None, "Creator": None}


def _write(figure: Figure, to: Path | IO[bytes], kind: str, facts: dict[str, Any]) -> None:
    with style():
        figure.savefig(to, format=kind, bbox_inches="tight", pad_inches=0.1, metadata=facts)


def claims_in(path: str | Path) -> list[str]:
    """Read which claims a saved figure shows.

    Parameters
    ----------
    path : str or Path
        A PNG or SVG that `save_figure` wrote.

    Returns
    -------
    list of str
        Ids of claims, as in the table's index: `claims.loc[claims.index.isin(claims_in(path))]`. Those of
        implied figures (`implied:1`) are followed by the claims that they were computed from, if the table
        that was drawn has the column `derived_from`.

    Raises
    ------
    ValueError
        If the file is no such figure.

    Examples
    --------
    >>> import tempfile, tradekit
    >>> claims = tradekit.extract(tradekit.Article("Chile sold $4bn of gold to Peru.", id="gold"))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     png, svg = tradekit.charts.save_figure(tradekit.charts.levels(claims), f"{folder}/gold")
    ...     tradekit.charts.claims_in(png)
    ['gold:11']
    """
    path = Path(path)
    kept: str | None = None
    try:
        if path.suffix.lower() == ".svg":
            kept = ElementTree.parse(path).getroot().findtext(f".//{SVG_SOURCE}")
        else:
            with Image.open(path) as image:
                kept = image.info.get(PNG_KEY)
        shown = json.loads(kept or "")
    except (ElementTree.ParseError, UnidentifiedImageError, json.JSONDecodeError) as error:
        raise ValueError(f"{path}: no figure that save_figure wrote; a PNG or SVG of it holds its claims") from error
    return [str(name) for name in shown]


def _printable(text: str) -> str:
    """Leave out control characters, which neither PNG nor XML may hold."""
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", " ", text)
