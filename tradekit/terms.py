"""Words of the trade: measures, goods, and words of change, as spans of text."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from tradekit.tables import rows
from tradekit.tables.words import Words, lowered

# The measures of trade between economies.
TRADE = frozenset(("exports", "imports", "trade", "surplus", "deficit", "balance"))

_Entry = tuple[str, str, str]  # kind, value, part


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


@cache
def _lexicons() -> tuple[Words[_Entry], Words[_Entry]]:
    """Give the words of status, and all others: `will buy` tells a status and a measure."""
    words: dict[str, _Entry] = {}
    for row in rows("goods"):
        words[row["word"].lower()] = ("goods", row["of"] or row["word"].lower(), row["measure"] or "noun")
    for row in rows("changes"):
        words[row["word"]] = ("change", row["sign"], row["part"])
    for row in rows("measures"):
        words[row["word"].lower()] = ("measure" if row["measure"] else "none", row["measure"], row["part"])
    status = {row["word"]: ("status", row["status"], row["when"]) for row in rows("status")}
    return Words(status, "’"), Words(words, "’")


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
    for lexicon in _lexicons():
        for start, end, (kind, value, part) in lexicon.find(low):
            if kind == "goods" and low[max(0, start - 4) : start] == "non-":
                start, value = start - 4, f"non-{value}"
            found.append(Term(start, end, low[start:end], kind, value, part))
    return sorted(found)
