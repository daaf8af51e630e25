"""Words of a table found in a text, all of them in one pass."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Generic, TypeVar

from ahocorasick_rs import AhoCorasick, MatchKind

Meaning = TypeVar("Meaning")

_ASCII_LOWER = {ord(c): c.lower() for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}


def lowered(text: str) -> str:
    """Lower a text without changing its length, so that offsets hold."""
    low = text.lower()
    return searchable(low if len(low) == len(text) else text.translate(_ASCII_LOWER))


def searchable(text: str) -> str:
    """Put another character in the place of each lone surrogate, which the matcher does not take."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


class Words(Generic[Meaning]):
    """The words of a table, each with its meaning.

    Parameters
    ----------
    meanings : mapping of str to Meaning
        Each word, as it stands in the text, and what to give for it.
    before, behind : str, optional
        The marks, besides letters and digits, that no word stands right behind, or right before.

    Examples
    --------
    >>> list(Words({"cut": "-", "cut back": "-", "up": "+"}, behind="-").find("The up-to-date mill cut back output."))
    [(20, 28, '-')]
    """

    def __init__(self, meanings: Mapping[str, Meaning], before: str = "", behind: str = "") -> None:
        self._finder = AhoCorasick(list(meanings), MatchKind.Standard)
        self._meanings = list(meanings.values())
        self._before, self._behind = before, behind

    def find(self, text: str) -> Iterator[tuple[int, int, Meaning]]:
        """Give where whole words begin and end, the longest of those that begin or overlap: not `may ship`ments."""
        hits = self._finder.find_matches_as_indexes(text, overlapping=True)
        at = 0
        for start, end, which in sorted((start, -end, which) for which, start, end in hits):
            if start < at or (start and ((last := text[start - 1]).isalnum() or last in self._before)):
                continue
            if -end == len(text) or not ((following := text[-end]).isalnum() or following in self._behind):
                at = -end
                yield start, at, self._meanings[which]


class Needed:
    """Tells which of several patterns can match in a text, by words of which each needs one.

    Parameters
    ----------
    words : sequence of str
        For each pattern the words, in lower case and parted by blanks; `_` is a blank within one.

    Examples
    --------
    >>> Needed(["forecast view", "according_to", "( ["]).among("exports (fob) beat the forecasts")
    {0, 2}
    """

    def __init__(self, words: Sequence[str]) -> None:
        needs = [(word.replace("_", " "), which) for which, listed in enumerate(words) for word in listed.split()]
        self._finder = AhoCorasick([word for word, _ in needs], MatchKind.Standard)
        self._patterns = [which for _, which in needs]

    def among(self, low: str) -> set[int]:
        """Give the places of the patterns that can match in a text in lower case."""
        found = self._finder.find_matches_as_indexes(low, overlapping=True)
        return {self._patterns[which] for which, _, _ in found}
