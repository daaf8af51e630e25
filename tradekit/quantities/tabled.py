"""Numbers whose scale and unit stand elsewhere: under `In billions of dollars, …`, or in the head of a table."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tradekit.quantities import grammar
from tradekit.quantities.model import Atom

_INTRODUCED = re.compile(
    r"\b[Ii]n (?P<scale>thousand|million|billion|trillion)s?(?: of)? (?P<unit>(?:U\.S\. |US "
    r")?[a-z]+)(?=[,;:.\s)])"
)
_ROWS = re.compile(r"(?m)^[^\n|]{0,200}\|[^\n]{1,1000}(?:\n[^\n|]{0,200}\|[^\n]{1,1000}){1,500}")
# a unit in brackets before the figures: `modal prices (Rs/quintal): Indore 4,310`, `Wheat (1,000 MT)`
_NOTED = re.compile(
    r"\((?:in )?(?P<words>(?:1,000 |'?000 |[Mm]illion |mn |bn "
    r")?[A-Za-z$€£₹%'/. ]{1,24})\)(?P<colon>:| in brackets)?(?=[ \n])"
)
_WORD = re.compile(r"[A-Za-zÀ-ž]+|'?000|/|%|(?:[A-Z]{1,2})?[$€£¥₹]")


_CAPTION = 60
_LINE = 1000


class Heading(NamedTuple):
    """What a heading says of the numbers under it."""

    unit: str | None
    form: str
    factor: float


def read_heading(words: str) -> Heading | None:
    """Read the scale and the unit of a heading.

    Examples
    --------
    >>> read_heading("Million tonnes"), read_heading("Value, US$ mn"), read_heading("% change"), read_heading("FY24")
    (Heading(unit='tonne', form='physical', factor=1000000.0), Heading(unit='USD', form='money', factor=1000000.0), \
Heading(unit='%', form='percent', factor=1.0), None)
    """
    unit, form, factor, rate = None, "count", 1.0, False
    for word in _WORD.findall(words):
        if word == "/" and form == "money":
            rate = True
        elif rate and unit and "/" not in unit and (lower := grammar.unit(word)):
            unit = f"{unit}/{lower.unit}"
        elif word in ("000", "'000"):
            factor *= 1000.0
        elif factor == 1 and (known := grammar.scales().get(word) or grammar.scales().get(word.lower())):
            factor = known
        elif word in grammar.signs() and (len(word) == 3 or unit is None):
            unit, form = grammar.signs()[word], "money"
        elif unit is None and (found := grammar.unit(word)) and found.form != "duration":
            unit, form, factor = found.unit, found.form, factor * found.factor
    return Heading(unit, form, factor) if unit or factor != 1 else None


def read_tabled(text: str, atoms: Sequence[Atom]) -> None:
    """Give numbers the scale and unit of the sentence or the table head above them."""
    starts = [atom.start for atom in atoms]
    # A heading holds until the next one, so that many of them do not each go over all numbers.
    for introduced, ceiling in _until_next(_INTRODUCED, text):
        unit = grammar.units().get(introduced["unit"])
        end = text.find("\n\n", introduced.end(), ceiling)
        if unit:
            heading = Heading(unit.unit, unit.form, grammar.scales()[introduced["scale"].lower()])
            _fill(_between(atoms, starts, introduced.end(), end if end >= 0 else ceiling), heading)
    for noted, ceiling in _until_next(_NOTED, text):
        noting = read_heading(noted["words"])
        line = text[text.rfind("\n", max(0, noted.start() - _LINE), noted.start()) + 1 : noted.end()]
        heads = text[noted.end() : noted.end() + 1] == "\n" and "|" not in line
        table = _ROWS.match(text, noted.end() + 1) if heads else None
        if noting and noting.unit and (table or noted["colon"]):
            end = table.end() if table else text.find("\n", noted.end(), ceiling)
            _fill(_between(atoms, starts, noted.end(), end if end >= 0 else ceiling), noting)
    for table in _ROWS.finditer(text):
        _read_table(text, table.start(), table.end(), atoms, starts)


def _until_next(pattern: re.Pattern[str], text: str) -> Iterator[tuple[re.Match[str], int]]:
    """Give each match of a pattern, and where the next one begins."""
    matches = list(pattern.finditer(text))
    for match, following in itertools.zip_longest(matches, matches[1:]):
        yield match, following.start() if following else len(text)


def _between(atoms: Sequence[Atom], starts: Sequence[int], start: int, end: int) -> Sequence[Atom]:
    return atoms[bisect_left(starts, start) : bisect_left(starts, end)]


def _fill(atoms: Sequence[Atom], heading: Heading) -> None:
    for atom in atoms:
        if not atom.scaled and (atom.prefixed or atom.unit is None) and atom.form in ("count", "money"):
            atom.scale, atom.scaled = atom.scale * heading.factor, heading.factor != 1
            if atom.unit is None and heading.unit:
                atom.unit, atom.form = heading.unit, heading.form


def _cells(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for cell in text[start:end].split("|"):
        yield at, at + len(cell)
        at += len(cell) + 1


def _caption(text: str, start: int) -> Heading | None:
    """Read the unit of a short line above a table (`In million tonnes`); a sentence with figures is none."""
    line = text[max(0, start - 200) : start].rstrip("\n").rpartition("\n")[2]
    plain = len(line) <= _CAPTION and not re.search(r"\d", re.sub(r"1,000|'000", "", line))
    return read_heading(line) if plain else None


def _read_table(text: str, start: int, end: int, atoms: Sequence[Atom], starts: Sequence[int]) -> None:
    """Read a table flattened to lines: its first line heads the columns, its first cell the whole table."""
    first, *rows = text[start:end].split("\n")
    columns = [read_heading(text[a:b]) for a, b in _cells(text, start, start + len(first))]
    told = {heading for heading in columns if heading and heading.form != "percent"}
    # The first cell, or what all other columns agree on, or a short caption heads a column that says nothing.
    whole = columns[0] or (told.pop() if len(told) == 1 else _caption(text, start))
    at = start + len(first) + 1
    for row in rows:
        for i, (a, b) in enumerate(_cells(text, at, at + len(row))):
            heading = (columns[i] if 0 < i < len(columns) else None) or whole
            if i and heading:
                _fill(_between(atoms, starts, a, b), heading)
        at += len(row) + 1
