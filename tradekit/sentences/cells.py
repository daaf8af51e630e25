"""Cells: the rows of a table flattened to lines, and the cells of each."""

from __future__ import annotations

import re
from collections.abc import Sequence

Span = tuple[int, int]

_WIDE = re.compile(r"[ \u00a0]{2,}")
# A cell that holds a figure and no words: `12,410`, `(3.2)`, `-0.5%`, `$4.1bn`, or the mark of a missing one.
_FIGURE = re.compile(
    r"[(<>~≈]?[+\-−–±]?(?:[A-Z]{0,3}[$€£¥₹])?[+\-−–]?\d[\d.,]*(?: ?(?:%|[a-z]{1,3}))?[)*]{0,2}|[-–—]{1,3}|n/?a|\.{2,3}"
)
_LONGEST_SUBHEADING = 60


def find_cells(text: str, start: int, end: int) -> list[Span]:
    """Find the cells of a line, trimmed: what stands between bars, tabs or wide gaps.

    Examples
    --------
    >>> line = "| Exports | 15.4 | |"
    >>> [line[a:b] for a, b in find_cells(line, 0, len(line))]
    ['Exports', '15.4', '']
    """
    line = text[start:end]
    cuts: list[Span]
    if "|" in line:
        framed = line.startswith("|") and line.endswith("|") and len(line) > 1
        start, end = (start + 1, end - 1) if framed else (start, end)
        cuts = [(at, at + 1) for at in range(start, end) if text[at] == "|"]
    elif "\t" in line:
        cuts = [(at, at + 1) for at in range(start, end) if text[at] == "\t"]
    else:
        cuts = [match.span() for match in _WIDE.finditer(text, start, end)]
    edges = [start, *(at for cut in cuts for at in cut), end]
    return [_trimmed(text, *pair) for pair in zip(edges[::2], edges[1::2], strict=True)]


def _trimmed(text: str, start: int, end: int) -> Span:
    body = text[start:end]
    left = len(body) - len(body.lstrip(" \t\u00a0*"))
    return (start, start) if left == len(body) else (start + left, start + len(body.rstrip(" \t\u00a0*")))


def is_figure(text: str, cell: Span) -> bool:
    """Tell whether a cell holds a figure and no words."""
    return cell[1] - cell[0] <= 24 and bool(_FIGURE.fullmatch(text, *cell))


def table_lines(text: str, lines: Sequence[Span]) -> set[int]:
    """Return which lines of a run are rows of a table: by their bars or tabs, or by figures in columns."""
    barred = {i for i, line in enumerate(lines) if max(text.count(mark, *line) for mark in "|\t") >= 2}
    rows = barred | _pairs(text, lines)
    if not rows:
        return rows
    heads = {i for i in range(len(lines) - 1) if i + 1 in rows and len(find_cells(text, *lines[i])) > 1}
    heads = {i for i in heads if text[lines[i][1] - 1] not in ".:;,"}
    rows |= heads
    return rows | {i for i in range(1, len(lines) - 1) if {i - 1, i + 1} <= rows and _is_subheading(text, lines[i])}


def _pairs(text: str, lines: Sequence[Span]) -> set[int]:
    """Return the lines that have a figure in each cell but the first, as the line before or behind them has."""
    wide = [i for i, line in enumerate(lines) if _parted(text, line)]
    cells = {i: find_cells(text, *lines[i]) for i in wide}
    figures = {i for i in wide if len(cells[i]) > 1 and all(is_figure(text, cell) for cell in cells[i][1:])}
    return {i for i in figures if len(cells[i]) > 2 or {i - 1, i + 1} & figures}


def _parted(text: str, line: Span) -> bool:
    return any(mark in text[slice(*line)] for mark in ("|", "\t", "  "))


def _is_subheading(text: str, line: Span) -> bool:
    body = text[slice(*line)]
    return len(body) <= _LONGEST_SUBHEADING and body[-1] != "." and not any(c.isdigit() for c in body)
