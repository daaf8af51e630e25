"""Places: the economies named in a text, by name, demonym, capital, metonym or description.

What is known about names stands in two tables: `tables/economies.csv` (each code and the name to show) and
`tables/places.csv` (every other spelling). Adding a name is adding a row.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from tradekit.tables import rows

FORMS = (
    "name",  # China, the UK, U.S.
    "demonym",  # Chinese, Americans
    "capital",  # Beijing
    "metonym",  # Kremlin, White House; Brussels is the EU
    "institution",  # Eurostat, Census Bureau: its figures are its economy's
    "group",  # EU, G20, Africa
    "definite",  # the bloc, the country, the world's second-largest economy
    "city",  # Shanghai, Texas: a part of an economy
    "person",  # Putin, Modi: speaks and acts for an economy
    "body",  # the IMF, the World Bank: an actor of no economy
    "market",  # Bursa Malaysia, Henry Hub; without a code: Brent, the LME: a price there is of no economy
    "region",  # Asia, the Gulf, non-EU: several economies, or one without a code
)


class Place(NamedTuple):
    """An economy named in a text: `text[start:end]` is its `text`."""

    start: int
    end: int
    text: str
    code: str | None
    form: str


class _Meaning(NamedTuple):
    code: str | None
    form: str


def find_places(text: str) -> list[Place]:
    """Find the economies that a text names.

    Of overlapping names the longest counts (`Guinea-Bissau`, not `Guinea`). Names inside other names
    (`South China Sea`) and currencies (`Swiss francs`) are no places.

    Parameters
    ----------
    text : str
        Running text.

    Returns
    -------
    list of Place
        Sorted and disjoint. `code` is an ISO 3166-1 alpha-3 code or the code of a group; it is None for
        regions, and for descriptions that only their context resolves (`the country`). `form` is one of
        `FORMS`.

    Examples
    --------
    >>> [(place.text, place.code, place.form) for place in find_places("Beijing's exports to the bloc")]
    [('Beijing', 'CHN', 'capital'), ('the bloc', None, 'definite')]
    """
    matcher, meanings = _matcher()
    folded = _fold(text)
    places = []
    for start, end, which in _longest(_whole_words(folded.text, matcher), len(folded.text)):
        code, form = meanings[which]
        if form == "stop" or _is_part_of_other_name(folded.text, end):
            continue
        first, last = folded.position(start), folded.position(end - 1) + 1
        places.append(Place(first, last, text[first:last], code, form))
    return sorted(places)


def economy_name(code: object) -> str:
    """Give the name of an economy as newspapers write it.

    Parameters
    ----------
    code : str or missing
        ISO 3166-1 alpha-3, or the code of a group (`EU`, `ASEAN`, `WLD`).

    Returns
    -------
    str
        The name; empty where the code is missing (None, NaN, `<NA>`).

    Raises
    ------
    ValueError
        If there is no such code.

    Examples
    --------
    >>> economy_name("BLR")
    'Belarus'

    A column of codes: `claims["reporter"].map(economy_name)`.
    """
    # By their text, since NaN and <NA> equal nothing, and pandas is not imported here.
    if code is None or str(code) in ("", "nan", "<NA>"):
        return ""
    if str(code) not in _economies():
        groups = ", ".join(known for known, row in _economies().items() if row["form"] != "name")
        raise ValueError(f"no economy has the code {code!r}: expected ISO 3166-1 alpha-3 or one of {groups}")
    return _economies()[str(code)]["name"]


# Reading the tables


@cache
def _economies() -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in rows("economies")}


def currency_homes(units: Iterable[str]) -> set[str]:
    """Give the economies whose own currency is among these units; the dollar and the euro tell none.

    Examples
    --------
    >>> sorted(currency_homes(["KES", "USD", "%"]))
    ['KEN']
    """
    homes = _currencies()
    return {homes[unit] for unit in units if unit in homes}


@cache
def _currencies() -> dict[str, str]:
    return {row["currency"]: row["code"] for row in rows("economies") if row["currency"]}


@cache
def _followers() -> frozenset[str]:
    return frozenset(_plain(row["name"]) for row in rows("places") if row["form"] == "follower")


@cache
def _meanings() -> dict[str, _Meaning]:
    """Every spelling that is looked for, with its meaning; the tables' own come before derived ones."""
    named = [row for row in rows("economies") + rows("places") if row["form"] not in ("", "follower")]
    meanings = {row["name"]: _Meaning(row["code"] or None, row["form"]) for row in named}
    for name, meaning in list(meanings.items()):
        for spelling in _derived(name):
            meanings.setdefault(spelling, meaning)
    return {_plain(name): meaning for name, meaning in reversed(meanings.items())}  # the tables' own come last, and win


def _derived(name: str) -> Iterator[str]:
    """Spell a name as at the head of a sentence and as in headlines and datelines (`MUMBAI:`)."""
    yield name[0].upper() + name[1:]
    if sum(map(str.isalpha, name)) >= 4:  # shorter ones are words and acronyms: OMAN, but not FED
        yield name.upper()


@cache
def _matcher() -> tuple[AhoCorasick, list[_Meaning]]:
    meanings = _meanings()
    # All hits, overlapping ones too: the matcher knows no words, so the longest one may be half a word.
    # This kind of automaton is built in 10 ms, the fastest one in 80.
    matcher = AhoCorasick(list(meanings), MatchKind.Standard, implementation=Implementation.ContiguousNFA)
    return matcher, list(meanings.values())


# Matching

# Letters that Unicode does not take apart.
_LETTERS = str.maketrans("đĐøØłŁı", "dDoOlLi")


def _plain(text: str) -> str:
    """Spell letters without their accents, one for one: `Việt Nam`, `Türkiye`, `Côte d'Ivoire`."""
    if text.isascii():
        return text
    text = text.translate(_LETTERS)
    return "".join(c if c.isascii() else unicodedata.normalize("NFD", c)[0] for c in text)


class _Folded(NamedTuple):
    """A text spelled as the tables spell, and how to get from its offsets back to the text's own."""

    text: str
    cuts: list[int]
    shifts: list[int]

    def position(self, offset: int) -> int:
        return offset + self.shifts[bisect_right(self.cuts, offset) - 1]


_WIDE_GAP = re.compile(r"\s\s+")
_USUAL = (("’", "'"), ("‑", "-"), ("\n", " "), ("\r", " "), ("\u00a0", " "), ("\u202f", " "), ("\t", " "))


def _fold(text: str) -> _Folded:
    """Make accents, apostrophes, hyphens and gaps plain: a name may run over a line's end, not over a blank line."""
    pieces: list[str] = []
    cuts, shifts, done, length = [0], [0], 0, 0
    for gap in _WIDE_GAP.finditer(text):
        lines = max(gap.group().count("\n"), gap.group().count("\r"))
        pieces += (text[done : gap.start()], "|" if lines > 1 else " ")
        length += gap.start() - done + 1
        done = gap.end()
        cuts.append(length)
        shifts.append(done - length)
    pieces.append(text[done:])
    # The matcher takes no lone surrogates; each becomes one `?`.
    plain = "".join(pieces).encode("utf-8", "replace").decode("utf-8")
    for mark, usual in _USUAL:
        plain = plain.replace(mark, usual)
    plain = _plain(plain)
    return _Folded(plain, cuts, shifts)


def _whole_words(text: str, matcher: AhoCorasick) -> Iterator[tuple[int, int, int]]:
    """Find all names that stand as words: not `Oman` in `Romania`, not `US` in `US$`."""
    padded = f"{text} "  # so that the last word has a next character; index -1 is that blank as well
    for which, start, end in matcher.find_matches_as_indexes(text, overlapping=True):
        before, after = padded[start - 1], padded[end]
        if not (before.isalnum() or before in "_@" or after.isalnum() or after in "_@$¢€£¥\\"):
            yield start, end, which


def _longest(hits: Iterator[tuple[int, int, int]], length: int) -> Iterator[tuple[int, int, int]]:
    """Choose disjoint hits, the longer first, so that `the Gulf` leaves `Gulf Cooperation Council` alone."""
    taken = bytearray(length)
    for start, end, which in sorted(hits, key=lambda hit: hit[0] - hit[1]):
        # A shorter hit that overlaps a longer one has its first or last character in it.
        if not (taken[start] or taken[end - 1]):
            taken[start:end] = b"x" * (end - start)
            yield start, end, which


_NEXT_WORD = re.compile(r"[ -](\w+)")


def _is_part_of_other_name(text: str, end: int) -> bool:
    """Tell whether the next word makes the place part of something else: `Swiss` in `Swiss francs`."""
    following = _NEXT_WORD.match(text, end)
    return following is not None and following.group(1) in _followers()
