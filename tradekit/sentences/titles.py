"""Titles: the headline that stands alone before an article."""

from __future__ import annotations

import re

from tradekit.sentences.blocks import Block, find_blocks
from tradekit.sentences.furniture import is_furniture

HEAD = 2_000  # a title stands within so many characters of the beginning
LONGEST_TITLE = 150

_HEADING = re.compile(r"#{1,3}\s+(?P<title>\S[^\n]*?)\s*#*$")
_UNDERLINE = re.compile(r"\n[=-]{3,}$")


def find_title(text: str) -> str | None:
    r"""Find the headline of a text: the first short line before the article that stands alone.

    Parameters
    ----------
    text : str
        Any text; its first `HEAD` characters are looked at.

    Returns
    -------
    str or None
        The headline in one line; None when there is none, or when the text is not sure to have one.

    Examples
    --------
    >>> find_title("Latest News\n\nGold exports hit a record\n\nExports of gold rose to $5bn in May.")
    'Gold exports hit a record'
    """
    blocks = find_blocks(text[:HEAD])
    index = title_index(text, blocks)
    if index is None:
        return None
    title = _headline(text[blocks[index].start : blocks[index].end])
    return " ".join(title.split()) if title else None


def title_index(text: str, blocks: list[Block]) -> int | None:
    """Return the number of the block that is the title; None unless an article follows it."""
    for index, block in enumerate(blocks):
        if block.start >= HEAD or block.end - block.start > LONGEST_TITLE + 10:
            return None
        body = text[block.start : block.end]
        if block.kind != "text" or (is_furniture(text, block) and not _HEADING.match(body)):
            continue
        if _headline(body):
            follows = any(b.kind == "text" for b in blocks[index + 1 : index + 20])
            return index if follows else None
        if body.rstrip("\"'”’)]*_").endswith((".", "!", "?")):
            return None  # a sentence: the article has begun
    return None


def _headline(body: str) -> str | None:
    """Return the words of a headline, without Markdown's marks, or None for any other block."""
    heading = _HEADING.match(body)
    if heading:
        return heading["title"]
    title = _UNDERLINE.sub("", body)
    if title == body:
        title = body.strip("*_ ")
        if len(title.split()) < 4 or any(len(line) < 40 for line in title.splitlines()[:-1]):
            return None  # a section's name, or a list of fields
    closed = title.rstrip("\"'”’)]*_ ")
    if len(title) > LONGEST_TITLE or not closed or closed[-1] in ".,;:…" or title[0].islower():
        return None
    return title
