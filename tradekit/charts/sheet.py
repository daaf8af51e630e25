"""The sheet a chart is drawn on: its place in the figure, and its words.

Everything is laid out in inches from measured text, so that nothing is clipped or overlaps at any width.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from importlib.resources import as_file, files
from typing import Any

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties
from matplotlib.text import Text
from matplotlib.textpath import text_to_path

from tradekit.charts.labels import HARD_SPACE

FONT: dict[str, Any] = {"family": "DejaVu Sans", "parse_math": False}
TITLE, LABEL, NOTE = 10.0, 8.0, 7.0
INK, QUIET = "#222222", "#555555"
PAD = 0.08
LEAST_WIDTH = 3.0
# Of a new figure, in inches: one of two columns of text, and a page between its margins.
WIDTHS = {"column": 3.4, "page": 7.0}


@contextmanager
def style() -> Iterator[None]:
    """Draw in tradekit's style, and leave the reader's own settings as they were."""
    # Loads the backend. Were it loaded below, what a notebook's sets would be undone, and no second chart shown.
    plt.draw_if_interactive()  # type: ignore[no-untyped-call]
    with as_file(files(__package__) / "tradekit.mplstyle") as path, plt.style.context(path):
        yield


class Sheet:
    """A chart's axes and the box in the figure that it may fill; in inches.

    Parameters
    ----------
    ax : Axes, optional
        Where to draw. By default a new figure, which takes the height that the chart needs.
    width : float or str
        Of the new figure: inches, or one of `WIDTHS`.
    """

    def __init__(self, ax: Axes | None, width: float | str) -> None:
        width = _inches(width)
        self.own = ax is None
        self.ax = plt.figure(figsize=(width, width)).add_axes((0.1, 0.1, 0.8, 0.8)) if ax is None else ax
        figure = self.ax.figure
        x, y = figure.bbox.width / figure.dpi, figure.bbox.height / figure.dpi
        cell = self.ax.get_subplotspec()
        if cell is None or len(figure.axes) == 1:
            box = (0.0, 0.0, 1.0, 1.0) if len(figure.axes) == 1 else self.ax.get_position().bounds
        else:
            box = cell.get_position(figure).bounds  # type: ignore[arg-type]
        self.left, self.bottom, self.width, self.height = box[0] * x, box[1] * y, box[2] * x, box[3] * y
        self.title: list[str] = []
        self.xlabel: list[str] = []
        self.small: list[str] = []
        # Between title and axes, for labels at the top, and between axes and their label, for ticks.
        self.above, self.ticks = 0.0, 0.25

    def words(self, title: str, xlabel: str, notes: Sequence[str], source: str, left: float) -> None:
        """Take the words around the chart, broken into lines that fit beside a left margin."""
        room = self.width - 2 * PAD
        self.title = wrapped(title, room, TITLE, bold=True)
        self.xlabel = wrapped(xlabel, room - left, LABEL)
        self.small = [line for text in (" ".join(notes), source) if text for line in wrapped(text, room, NOTE)]

    @property
    def header(self) -> float:
        """Height above the axes."""
        return PAD + len(self.title) * line_height(TITLE) + 0.08 + self.above

    @property
    def footer(self) -> float:
        """Height below the axes: ticks, the axis label, notes and source."""
        lines = len(self.xlabel) * line_height(LABEL) + len(self.small) * line_height(NOTE)
        return self.ticks + lines + 0.08 + PAD

    def across(self, left: float, right: float) -> float:
        """Width of the axes between margins."""
        return max(self.width - left - right - 2 * PAD, 0.5)

    def place(self, left: float, right: float, height: float) -> tuple[float, float]:
        """Put the axes between margins, and the words around them; give the axes' size.

        A figure of our own grows to the height asked; in a given one the axes take the height there is.
        """
        figure = self.ax.figure
        if self.own:
            self.height = self.header + height + self.footer
            figure.set_size_inches(self.width, self.height)  # type: ignore[union-attr]
        height = self.height - self.header - self.footer
        size = self.across(left, right), max(height, 0.3)
        x, y = figure.bbox.width / figure.dpi, figure.bbox.height / figure.dpi
        corner = self.left + PAD + left, self.bottom + self.footer
        self.ax.set_position((corner[0] / x, corner[1] / y, size[0] / x, size[1] / y))
        self._write(corner, size)
        return size

    def _write(self, corner: tuple[float, float], size: tuple[float, float]) -> None:
        """Set title, axis label, notes and source, flush with the left edge of the sheet."""
        edge = (self.left + PAD - corner[0]) / size[0]

        def at(text: Text, inches: float) -> None:
            text.set_transform(self.ax.transAxes)
            text.set_position((edge, inches / size[1]))

        # With a y of its own the title stays where it is put.
        title = self.ax.set_title("\n".join(self.title), loc="left", y=1.0, size=TITLE, weight="bold", **FONT)
        title.set(verticalalignment="bottom", color=INK)
        at(title, size[1] + 0.08 + self.above)
        label = self.ax.set_xlabel("\n".join(self.xlabel), size=LABEL, color=QUIET, va="top", ha="left", **FONT)
        self.ax.xaxis.set_label_coords(0, -self.ticks / size[1])
        label.set_multialignment("left")
        below = -self.ticks - len(self.xlabel) * line_height(LABEL)
        text = "\n".join(self.small)
        small = self.ax.text(0, 0, text, size=NOTE, color=QUIET, va="top", ha="left", gid="source", **FONT)
        at(small, below - 0.08)


def _inches(width: float | str) -> float:
    """Give the width of a figure, named or in inches."""
    known = WIDTHS.get(width, 0.0) if isinstance(width, str) else width
    if not isinstance(known, int | float) or not LEAST_WIDTH <= known < math.inf:
        names = " or ".join(map(repr, WIDTHS))
        raise ValueError(f"width must be {names}, or at least {LEAST_WIDTH:g} inches; got {width!r}")
    return float(known)


def wrapped(text: str, inches: float, size: float, *, bold: bool = False) -> list[str]:
    """Break a text into lines no wider than so many inches; a word that is wider is broken too."""
    lines: list[str] = []
    line = ""
    # Only plain spaces break: the parts of a period are held together by others.
    for word in re.split(r"[ \t\n]+", text.strip()):
        if line and text_width(f"{line} {word}", size, bold=bold) > inches:
            lines.append(line)
            line = ""
        line = f"{line} {word}" if line else word
        while text_width(line, size, bold=bold) > inches and len(line) > 1:
            fits = _longest(line, inches, size, bold)
            lines.append(line[:fits])
            line = line[fits:]
    return [line.replace(HARD_SPACE, " ") for line in [*lines, line]]


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Measure a line in inches; a little too wide rather than too narrow, since renderers differ."""
    words = text.split(" ")
    return sum(_word_width(word, size, bold) for word in words) + (len(words) - 1) * 0.33 * size / 72


@lru_cache(maxsize=10_000)
def _word_width(word: str, size: float, bold: bool) -> float:
    font = FontProperties(family="DejaVu Sans", size=size, weight="bold" if bold else "normal")
    # Measuring is slow, and labels are made of the same words. The ends of a word have a little air.
    return 1.02 * text_to_path.get_text_width_height_descent(word, font, ismath=False)[0] / 72 + 0.01


def line_height(size: float) -> float:
    """Give the distance of two lines in inches, as matplotlib sets DejaVu Sans."""
    return 1.2 * size / 72


def _longest(line: str, inches: float, size: float, bold: bool) -> int:
    """Count the characters of a line that fit, by halving; at least one."""
    low, high = 1, len(line)
    while low < high:
        middle = (low + high + 1) // 2
        if text_width(line[:middle], size, bold=bold) <= inches:
            low = middle
        else:
            high = middle - 1
    return low
