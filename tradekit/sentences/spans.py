"""Spans: where the sentences of a block begin and end."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from tradekit.sentences.blocks import SIGNS, Block
from tradekit.tables import rows

if TYPE_CHECKING:
    from nupunkt import PunktSentenceTokenizer

LONGEST_SENTENCE = 2_000  # longer ones are cut, so that what follows may compare the words of a sentence
LONGEST_WORD = 100  # longer ones are masked: the splitter's time grows with the square of a word's length

_LONG_WORD = re.compile(rf"[.?!…]\S{{{LONGEST_WORD},}}")
_AFTER_NAME = re.compile(r"(?:Inc|Corp|Ltd|Co|plc|PLC)\b")
# It keeps "U.S." and a capitalised word together; these words, unless in a headline, begin a sentence.
_MISSED = re.compile(
    r"\.[A-Z]\.\s{1,4}"
    r"(?=(?:Exports|Imports|Shipments|Sales|Purchases|Deliveries|Supplies|Arrivals|Prices) [a-z])"
)
_ONLY_MARK = re.compile(rf"(?:[*·{SIGNS}–—-]|\d{{1,2}}[.)])$")
_INITIALS = re.compile(r"(?:[a-z]{1,2}\.)+[a-z]{1,2}$")


@cache
def _splitter() -> PunktSentenceTokenizer:
    """Return the splitter, made to know the abbreviations of news alone.

    Its own come from court papers and scans: "cent", "coal", "tax", "week" and 5,000 more words after which
    it would miss the end of a sentence.
    """
    from nupunkt.models import load_default_model

    splitter = load_default_model()
    for word in splitter.abbreviations:
        if not _INITIALS.match(word):
            splitter.remove_abbreviation(word)
    splitter.add_abbreviations([row["text"] for row in rows("abbreviations") if row["before"] == "word"])
    return splitter


@cache
def _open_ends() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what may stand at the end of a piece that goes on with a number, and with a name."""

    def ending(before: str, flags: int = 0) -> re.Pattern[str]:
        words = [re.escape(row["text"]) for row in rows("abbreviations") if row["before"] in (before, "either")]
        return re.compile(rf"(?<![\w.])(?:{'|'.join(words)})\.$", flags)

    # "ft." and "mt." are feet and tonnes, where "Ft." and "Mt." belong to a name.
    return ending("number", re.IGNORECASE), ending("name")


def find_cuts(text: str) -> list[int]:
    """Return where sentences begin, by the splitter alone, which knows nothing of blocks."""
    # It takes "12." at the beginning of a wrapped line for a list's number; lists are the blocks' business.
    masked = _LONG_WORD.sub(_mask, text).replace("\n", " ")
    cuts = {start for start, _ in _splitter().span_tokenize(masked)}
    cuts.update(match.end() for match in _MISSED.finditer(masked))
    return sorted(cuts)


def _mask(word: re.Match[str]) -> str:
    """Keep a long word's length and its end, which tells whether a sentence ends there."""
    return "x" * (len(word[0]) - 8) + word[0][-8:]


def find_spans(text: str, block: Block, cuts: list[int]) -> list[tuple[int, int]]:
    """Return the trimmed sentence spans of a block; a row of a table is one, whatever its cells hold."""
    spans = []
    start = block.start
    whole = block.kind == "table"
    for cut in () if whole else cuts[bisect_right(cuts, block.start) : bisect_left(cuts, block.end)]:
        end = cut
        while text[end - 1].isspace():  # a block begins and ends with another character
            end -= 1
        while text[cut].isspace():
            cut += 1
        if end > start and not _goes_on(text, start, end, cut):
            spans.append((start, end))
            start = cut
    spans.append((start, block.end))
    if block.end - block.start > LONGEST_SENTENCE:
        spans = [piece for span in spans for piece in _bounded(text, *span)]
    return spans


def _goes_on(text: str, start: int, end: int, cut: int) -> bool:
    """Tell whether the sentence ``text[start:end]`` goes on at `cut`, whatever the splitter said."""
    first, second = text[cut], text[cut + 1 : cut + 2]
    if first.islower() and not second.isupper():  # but a sentence may begin with "iPhone"
        return True
    tail = text[max(start, end - 10) : end]
    if end - start <= 3 and _ONLY_MARK.match(tail):
        return True
    before_number, before_name = _open_ends()
    if first.isdigit() or first in "$€£¥₹":
        return bool(before_number.search(tail))
    return bool(before_name.search(tail) or _AFTER_NAME.match(text, cut))


def _bounded(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield a span, cut at white space where it is longer than `LONGEST_SENTENCE`."""
    while end - start > LONGEST_SENTENCE:
        limit = start + LONGEST_SENTENCE
        cut = max(text.rfind(" ", start, limit), text.rfind("\n", start, limit))
        piece = text[start : cut if cut > start else limit].rstrip()
        yield start, start + len(piece)
        start += len(piece)
        while text[start].isspace():
            start += 1
    yield start, end
