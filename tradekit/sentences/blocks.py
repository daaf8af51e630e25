"""Blocks: the paragraphs, list items and table rows of a text."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import NamedTuple

from tradekit.sentences.cells import table_lines

LONGEST_WRAPPED_LINE = 200  # nobody wraps lines later than that
SIGNS = "•▪●‣◦"
_INLINE_ITEM = re.compile(rf"(?<=\s)(?=[{SIGNS}]\s)")
_ITEM = re.compile(rf"(?:[*·{SIGNS}]|(?P<unsure>[-–—]|\d{{1,2}}[.)]))\s+\S")
_LABEL = re.compile(r"[A-Z][^:.\n]{1,40}:\s")
_NARROWEST = 45  # nobody wraps lines so early
_FIRST_WORD = re.compile(r"\S{1,100}")


class Block(NamedTuple):
    """A paragraph, list item or table row: ``text[start:end]`` and its kind (text, bullet or table)."""

    start: int
    end: int
    kind: str


def find_blocks(text: str) -> list[Block]:
    r"""Find the blocks of a text: paragraphs, list items and table rows, trimmed, in order.

    A lone line break within a paragraph ends nothing, as text is often wrapped; it does where the lines are
    plainly not wrapped, or where a line that had room for the next word stands alone, as a title does.

    Examples
    --------
    >>> find_blocks("KEY POINTS\n* Gold: up 3%")
    [Block(start=0, end=10, kind='text'), Block(start=11, end=24, kind='bullet')]
    """
    return [block for lines in _paragraphs(text) for block in _split_paragraph(text, lines)]


def _paragraphs(text: str) -> Iterator[list[tuple[int, int]]]:
    """Yield the trimmed lines of each run of lines that are not blank."""
    lines: list[tuple[int, int]] = []
    start = 0
    for line in _lines(text):
        body = line.lstrip()
        if body:
            end = start + len(line)
            lines.append((end - len(body), end - len(body) + len(body.rstrip())))
        elif lines:
            yield lines
            lines = []
        start += len(line)
    if lines:
        yield lines


def _lines(text: str) -> Iterator[str]:
    """Yield the lines of a text; of a line that holds several list items, the items."""
    for line in text.splitlines(keepends=True):
        if line.isascii() or not any(sign in line for sign in SIGNS):
            yield line
        else:
            yield from _INLINE_ITEM.split(line)


def _split_paragraph(text: str, lines: list[tuple[int, int]]) -> Iterator[Block]:
    """Yield the blocks of a run of lines that are not blank."""
    longest = max(end - start for start, end in lines)
    rows = table_lines(text, lines)
    listed = _is_list(text, lines, longest)
    block: Block | None = None
    before = lines[0]
    for i, line in enumerate(lines):
        kind = "table" if i in rows else _line_kind(text, line, None if listed else block)
        if block is None:
            block = Block(*line, kind)
        elif kind == "text" and block.kind != "table" and not (listed or _stands_alone(text, before, line, longest)):
            block = block._replace(end=line[1])
        else:
            yield block
            block = Block(*line, kind)
        before = line
    if block:
        yield block


def _line_kind(text: str, line: tuple[int, int], block: Block | None) -> str:
    """Return the kind of a line that follows `block`, if any, in the same run of lines."""
    item = _ITEM.match(text, *line)
    if not item:
        return "text"
    # A wrapped line may begin with a dash or a number that belongs to its sentence.
    sure = not item["unsure"] or not block or block.kind == "bullet" or text[block.end - 1] in ".:;!?"
    return "bullet" if sure else "text"


def _is_list(text: str, lines: list[tuple[int, int]], longest: int) -> bool:
    """Tell whether lines are the items of a list without marks, which is not wrapped.

    Most had room for the next one's first word, begin with a heading (`Exports: $15bn`), or all are narrow.
    """
    pairs = list(itertools.pairwise(lines))
    if len(pairs) < 2 or any(text[start].islower() for start, _ in lines):
        return False
    if longest < _NARROWEST or 3 * sum(bool(_LABEL.match(text, *line)) for line in lines) >= 2 * len(lines):
        return True
    words = (_FIRST_WORD.match(text, *following) for _, following in pairs)
    room = sum(
        end - start + 1 + len(word[0]) <= longest
        for (((start, end), _), word) in zip(pairs, words, strict=True)
        if word
    )
    return len(pairs) > 2 and 3 * room >= 2 * len(pairs)


def _stands_alone(text: str, line: tuple[int, int], following: tuple[int, int], longest: int) -> bool:
    """Tell whether a line is not wrapped: it left much room, or the lines are too long for wrapping."""
    first = text[following[0]]
    if first.islower():
        return False
    if longest > LONGEST_WRAPPED_LINE:
        return True
    word = _FIRST_WORD.match(text, *following)
    needed = line[1] - line[0] + 1 + (len(word[0]) if word else 0)
    return needed < 0.6 * longest and text[line[1] - 1] not in ",;:-–—("


def find_tables(text: str) -> list[list[Block]]:
    r"""Find the tables of a text, each a list of its rows; at most a blank line parts one row from the next.

    Examples
    --------
    >>> text = "Trade, $bn\nFlow | 2023 | 2024\nExports | 15.4 | 15.8\n\nThe end."
    >>> [[text[row.start : row.end] for row in rows] for rows in find_tables(text)]
    [['Flow | 2023 | 2024', 'Exports | 15.4 | 15.8']]
    """
    if not any(mark in text for mark in ("|", "\t", "  ")):
        return []
    tables: list[list[Block]] = []
    before = None
    for block in find_blocks(text):
        if block.kind == "table":
            if before is None or before.kind != "table":
                tables.append([])
            tables[-1].append(block)
        before = block
    return tables


def is_paragraph(text: str, block: Block) -> bool:
    """Tell whether a block is prose: long enough, and ended as a sentence is."""
    size = block.end - block.start
    tail = text[max(block.start, block.end - 4) : block.end].rstrip("\"'”’)]*_")
    return block.kind == "text" and (size > 150 or (size > 60 and tail.endswith((".", "!", "?"))))
