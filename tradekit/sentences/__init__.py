"""Sentences: where each begins and ends, in which block it stands, and what kind of text it is.

The text itself is never changed: page furniture (bylines, adverts, links, contacts) is named as such, so that
later steps can skip it.
"""

from __future__ import annotations

from typing import NamedTuple

from tradekit.sentences.blocks import find_blocks, find_tables, is_paragraph
from tradekit.sentences.cells import find_cells, is_figure
from tradekit.sentences.furniture import find_kinds, find_marks, opens_list
from tradekit.sentences.spans import find_cuts, find_spans
from tradekit.sentences.titles import find_title, title_index

__all__ = ["KINDS", "Sentence", "find_cells", "find_sentences", "find_tables", "find_title", "is_figure"]

KINDS = ("title", "text", "bullet", "table", "furniture")


class Sentence(NamedTuple):
    """A sentence: ``text[start:end]``, the number of its block, and its kind (one of `KINDS`)."""

    start: int
    end: int
    block: int
    kind: str


def find_sentences(text: str) -> list[Sentence]:
    r"""Find the sentences of a text.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    list of Sentence
        In the text's order. Spans are trimmed and disjoint, and every character that is not white space lies
        in exactly one of them. No sentence is longer than 2,000 characters.

    Examples
    --------
    >>> for s in find_sentences("Exports rose 5%. Imports fell.\n\n• Gold: up 3%\n\nRead more: Gold"):
    ...     print(s)
    Sentence(start=0, end=16, block=0, kind='text')
    Sentence(start=17, end=30, block=0, kind='text')
    Sentence(start=32, end=45, block=1, kind='bullet')
    Sentence(start=47, end=62, block=2, kind='furniture')
    """
    blocks = find_blocks(text)
    title = title_index(text, blocks)
    cuts = find_cuts(text)
    marks = find_marks(text)
    sentences: list[Sentence] = []
    under_offer = False
    for number, block in enumerate(blocks):
        spans = find_spans(text, block, cuts)
        if number == title:
            kinds = ["title"] * len(spans)
        elif under_offer and not is_paragraph(text, block):
            kinds = ["furniture"] * len(spans)
        else:
            kinds = find_kinds(text, block, spans, marks)
            under_offer = "furniture" in kinds and opens_list(text, spans, kinds)
        for (start, end), kind in zip(spans, kinds, strict=True):
            sentences.append(Sentence(start, end, number, kind))
    return sentences
