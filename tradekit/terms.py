"""Words of the trade: measures, goods, and words of change, as spans of text."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from tradekit.tables import rows

_ASCII_LOWER = {ord(c): c.lower() for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}


class Term(NamedTuple):
    """A word of the trade in a text.

    Attributes
    ----------
    start, end : int
        Its span.
    text : str
        The words, lower-cased.
    kind : str
        ``measure``, ``goods``, ``change`` or ``status``.
    value : str
        The measure; the goods; the sign of the change, ``+`` or ``-``; the status.
    part : str
        ``noun`` or ``verb`` of a measure; ``verb``, ``noun``, ``both`` or ``comparative`` of a change.
    """

    start: int
    end: int
    text: str
    kind: str
    value: str
    part: str


@cache
def _lexicon() -> tuple[AhoCorasick, list[tuple[str, str, str]]]:
    words: dict[str, tuple[str, str, str]] = {}
    for row in rows("goods"):
        words[row["word"].lower()] = ("goods", row["word"].lower(), "noun")
    for row in rows("status"):
        words[row["word"]] = ("status", row["status"], "")
    for row in rows("changes"):
        words[row["word"]] = ("change", row["sign"], row["part"])
    for row in rows("measures"):
        words[row["word"].lower()] = ("measure", row["measure"], row["part"])
    return AhoCorasick(list(words), matchkind=MatchKind.LeftmostLongest), list(words.values())


def lowered(text: str) -> str:
    """Lower a text without changing its length, so that offsets hold."""
    low = text.lower()
    low = low if len(low) == len(text) else text.translate(_ASCII_LOWER)
    return re.sub("[\ud800-\udfff]", "\ufffd", low)  # a lone surrogate cannot be searched


def find_terms(text: str) -> list[Term]:
    """Find the words of the trade in a text.

    Parameters
    ----------
    text : str
        Any text; case does not count.

    Returns
    -------
    list of Term
        In the order of the text, disjoint, the longest term where several begin.

    Examples
    --------
    >>> [(t.text, t.kind, t.value) for t in find_terms("Soybean imports rose while the trade gap narrowed.")]
    [('soybean', 'goods', 'soybean'), ('imports', 'measure', 'imports'), ('rose', 'change', '+'), \
('trade gap', 'measure', 'deficit'), ('narrowed', 'change', '-')]
    """
    automaton, values = _lexicon()
    low = lowered(text)
    found = []
    for index, start, end in automaton.find_matches_as_indexes(low):
        if (start and (low[start - 1].isalnum() or low[start - 1] == "’")) or (end < len(low) and low[end].isalnum()):
            continue
        kind, value, part = values[index]
        found.append(Term(start, end, low[start:end], kind, value, part))
    return found
