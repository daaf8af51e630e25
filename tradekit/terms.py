"""Words of the trade: measures, goods, and words of change, as spans of text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from tradekit.tables import rows

# The measures of trade between economies.
TRADE = frozenset(("exports", "imports", "trade", "surplus", "deficit", "balance"))

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
        ``measure``, ``goods``, ``change``, ``status``; or ``none``: it holds a word of the trade and measures
        nothing (`trade talks`).
    value : str
        The measure; the goods; the sign of the change, ``+`` or ``-``; the status, or ``modal``.
    part : str
        ``noun`` or ``verb`` of a measure; ``verb``, ``noun``, ``both`` or ``comparative`` of a change;
        ``noun`` of goods, or, of a benchmark, the measure that a figure of it is (`Brent gained $1` is `price`);
        where the number of a status stands (`when` of `status.csv`).
    """

    start: int
    end: int
    text: str
    kind: str
    value: str
    part: str


_Lexicon = tuple[AhoCorasick, list[tuple[str, str, str]]]


@cache
def _lexicons() -> tuple[_Lexicon, _Lexicon]:
    """Give the words of status, and all others: `will buy` tells a status and a measure."""
    words: dict[str, tuple[str, str, str]] = {}
    for row in rows("goods"):
        words[row["word"].lower()] = ("goods", row["of"] or row["word"].lower(), row["measure"] or "noun")
    for row in rows("changes"):
        words[row["word"]] = ("change", row["sign"], row["part"])
    for row in rows("measures"):
        words[row["word"].lower()] = ("measure" if row["measure"] else "none", row["measure"], row["part"])
    status = {row["word"]: ("status", row["status"], row["when"]) for row in rows("status")}
    return _automaton(status), _automaton(words)


def _automaton(words: dict[str, tuple[str, str, str]]) -> _Lexicon:
    return AhoCorasick(list(words), matchkind=MatchKind.Standard), list(words.values())


def _whole_words(automaton: AhoCorasick, low: str) -> Iterator[tuple[int, int, int]]:
    """Give the entries found as whole words, the longest of those that begin or overlap: not `may ship`ments."""
    matches = automaton.find_matches_as_indexes(low, overlapping=True)
    at = 0
    for start, end, index in sorted((s, -e, i) for i, s, e in matches):
        behind = start and (low[start - 1].isalnum() or low[start - 1] == "’")
        if start >= at and not behind and (-end == len(low) or not low[-end].isalnum()):
            at = -end
            yield index, start, at


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
        In the order of the text, the longest term where several begin; disjoint, but for those of status.

    Examples
    --------
    >>> [(t.text, t.kind, t.value) for t in find_terms("Soybean imports rose while the trade gap narrowed.")]
    [('soybean', 'goods', 'soybean'), ('imports', 'measure', 'imports'), ('rose', 'change', '+'), \
('trade gap', 'measure', 'deficit'), ('narrowed', 'change', '-')]
    """
    low = lowered(text)
    found = []
    for automaton, values in _lexicons():
        for index, start, end in _whole_words(automaton, low):
            kind, value, part = values[index]
            if kind == "goods" and low[max(0, start - 4) : start] == "non-":
                start, value = start - 4, f"non-{value}"
            found.append(Term(start, end, low[start:end], kind, value, part))
    return sorted(found)
