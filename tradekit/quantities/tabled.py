"""Numbers whose scale and unit stand elsewhere: under `In billions of dollars, …`, or in the head of a table."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from tradekit.quantities import counts, grammar
from tradekit.quantities.model import Atom
from tradekit.sentences import find_cells, find_tables, is_figure
from tradekit.tables import rows

_INTRODUCED = re.compile(
    r"\b[Ii]n (?P<scale>thousand|million|billion|trillion)s?(?: of)? (?P<unit>(?:U\.S\. |US "
    r")?[a-z]+)(?=[,;:.\s)])"
)
# a unit in brackets before the figures of a list: `modal prices (Rs/quintal): Indore 4,310`
_NOTED = re.compile(
    r"\((?:in )?(?P<words>(?:1,000 |'?000 |[Mm]illion |mn |bn "
    r")?[A-Za-z$€£₹%'/. ]{1,24})\)(?::| in brackets)(?=[ \n])"
)
_WORD = re.compile(r"(?<!\d)[A-Za-zÀ-ž]+(?!\d)|'?000|/|%|(?:[A-Z]{1,2})?[$€£¥₹]")
_PHRASE = re.compile(r"[();:\[\]]|,(?!\d)|\bin\b")
_LINKS = frozenset("of us u s metric per a".split())
_RELATIVE = re.compile(r"(?i:\b(?:shares?|weight|growth|[ymq][/-]?o?[/-]?[ymq])\b)")
_SHARE = re.compile(r"(?i:\bshare|weight)")
_PERCENTAGE = re.compile(r"(?i:\b(?:percentage|per ?cent)[ ](?:changes?|growth|shares?|of)\b|%[ ]\w|, %$)")
_PERCENT_SIGN = re.compile(r"(?<!\d)%")  # but `Wheat 12.5%` is a grade
_PAIR = re.compile(r"([A-Z]{3})/([A-Z]{3})")  # a rate of exchange: won for a dollar
_PART = re.compile(r"(?i:of[ ]which|incl|[ ]*[-–—•][ ])")  # a part of what the row above tells
_CAPTION = 160  # a longer line above a table is a paragraph


class Heading(NamedTuple):
    """What a heading says of the numbers under it."""

    unit: str | None
    form: str
    factor: float


_PERCENT = Heading("%", "percent", 1.0)


def read_heading(words: str) -> Heading | None:
    """Read the scale and the unit of a heading: of a phrase that says nothing else, or else of its signs.

    Examples
    --------
    >>> read_heading("Million tonnes"), read_heading("Value, US$ mn"), read_heading("% change"), read_heading("FY24")
    (Heading(unit='tonne', form='physical', factor=1000000.0), Heading(unit='USD', form='money', factor=1000000.0), \
Heading(unit='%', form='percent', factor=1.0), None)
    >>> read_heading("Euro area"), read_heading("Copper sold (kt)"), read_heading("Share")
    (None, Heading(unit='tonne', form='physical', factor=1000.0), Heading(unit='%', form='percent', factor=1.0))
    """
    exact = [found for phrase in _PHRASE.split(words) if (found := _read_words(phrase, strictly=True))]
    found = next((heading for heading in exact if heading.unit), None) or _counted(words)
    found = found or _read_words(words, strictly=False) or next(iter(exact), None)
    return found or (_PERCENT if _RELATIVE.search(words) else None)


_COUNTED = re.compile(
    r"(?:[(,][ ]?|^)(?P<scale>'?000|1,000|[Tt]housand|[Mm]illion|mn|mln|m)?[ ]?"
    r"(?P<noun>[A-Za-z]{3,20}s|head|cattle)\)?$"
)


def _counted(words: str) -> Heading | None:
    """Read the noun that a heading says is counted: `Exports, May (units)`, `Cattle ('000 heads)`, `Million bags`."""
    match = _COUNTED.search(words)
    if match is None or match["noun"].lower() in _not_counted() or not (match["scale"] or words[match.start()] in "(,"):
        return None
    scale = match["scale"] or ""
    factor = 1000.0 if "000" in scale else grammar.scales().get(scale.lower(), 1.0)
    return Heading(counts.singular(match["noun"]), "count", factor)


@cache
def _not_counted() -> frozenset[str]:
    """Give the plurals of a heading that say what is measured, not what is counted."""
    words = {row["word"].lower() for table in ("measures", "heading_words", "goods") for row in rows(table)}
    return frozenset(
        words | {"prices", "terms", "figures", "estimates", "months", "years", "days", "weeks", "quarters"}
    )


def _read_words(words: str, *, strictly: bool) -> Heading | None:
    """Read a scale and a unit; strictly if every word must belong to them, else a name of money tells none."""
    unit, form, factor, rate = None, "count", 1.0, False
    for word in _WORD.findall(words):
        if unit and (word == "/" or word == "per"):
            rate = True
        elif rate and unit and "/" not in unit and (lower := grammar.unit(word)):
            unit = f"{unit}/{lower.unit}"
        elif word in ("000", "'000"):
            factor *= 1000.0
        elif factor == 1 and (known := grammar.scales().get(word) or grammar.scales().get(word.lower())):
            factor = known
        elif word in grammar.signs() and (len(word) == 3 or (unit is None and not word.isalpha())):
            unit, form = grammar.signs()[word], "money"
        elif unit is None and (found := grammar.unit(word)) and _fits(found, word, strictly=strictly):
            unit, form, factor = found.unit, found.form, factor * found.factor
        elif strictly and word.lower() not in _LINKS:
            return None
    return Heading(unit, form, factor) if unit or (factor != 1 and strictly) else None


def _fits(found: grammar.Unit, word: str, *, strictly: bool) -> bool:
    """Whether a word of a heading is a unit there: `Real GDP` and `Euro area` name no money."""
    return found.form != "duration" and (strictly or found.form != "money" or not word.isalpha())


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
        if noting and noting.unit:
            end = text.find("\n", noted.end(), ceiling)
            _fill(_between(atoms, starts, noted.end(), end if end >= 0 else ceiling), noting)
    for table in find_tables(text):
        _read_table(text, [find_cells(text, *row[:2]) for row in table], atoms, starts)


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


def _caption(text: str, start: int) -> Heading | None:
    """Read the unit of the lines above a table: `Exports by market (million dollars)`, `In 1,000 tonnes`."""
    lines = [line for line in text[max(0, start - 2 * _CAPTION) : start].split("\n") if line.strip()]
    for line in reversed(lines[-2:]):
        if len(line) < _CAPTION:
            if (counted := _counted(line)) and "(" in line:
                return counted
            for phrase in reversed(_PHRASE.split(line)):
                plain = phrase.replace("1,000", "").replace("000", "")
                if (heading := _read_words(phrase, strictly=True)) and not re.search(r"\d", plain):
                    return heading
            if _PERCENTAGE.search(line):
                return _PERCENT
    return None


def heads(text: str, cells: Sequence[tuple[int, int]]) -> bool:
    """Tell whether a row of a table heads its columns: none of its cells but the first holds a figure."""
    figures = [cell for cell in cells[1:] if is_figure(text, cell)]
    return all(re.fullmatch(r"(?:19|20)\d\d[*a-zA-Z]?", text[slice(*cell)]) for cell in figures)


Cell = tuple[int, int]


def _read_table(text: str, lines: Sequence[Sequence[Cell]], atoms: Sequence[Atom], starts: Sequence[int]) -> None:
    """Read a table: a cell has the unit of its column's head, of its row's head, or of the whole table."""
    above = _caption(text, lines[0][0][0])
    columns: list[Heading | None] = []
    whole, shares = above, set[int]()
    width, row = max(map(len, lines)), None
    for cells in lines:
        if heads(text, cells):
            columns = [read_heading(text[a:b]) for a, b in cells]
            shares = {i for i, (a, b) in enumerate(cells) if _SHARE.search(text, a, b)}
            told = {heading for heading in columns[1:] if heading and heading.form != "percent"}
            # The first cell, the caption, or what all other columns agree on heads a column that says nothing.
            whole = columns[0] or above or (told.pop() if len(told) == 1 else None)
            continue
        shift = width - len(columns)  # the space before a head may stand for its empty first cell
        words = text[slice(*cells[0])]
        row = _row_heading(words) or (row if _PART.match(words) else None)
        for i, (a, b) in enumerate(cells):
            at = i - shift if columns else -1
            found = _between(atoms, starts, a, b)
            for atom in found if is_figure(text, (a, b)) else ():
                atom.tabled = True
                if text[a] == "(" and text[b - 1] == ")" and at not in shares:
                    atom.sign = "-"  # as accountants write it
            column = columns[at] if at > 0 or (at == 0 and shift) else None
            if i and (heading := column or row or whole):
                _fill(found, heading)


def _row_heading(words: str) -> Heading | None:
    """Read the unit of a row's first cell, behind what it names: `Copper (kt)`, `GDP growth, %`, `Gold, $/oz`."""
    if pair := _PAIR.fullmatch(words):
        return Heading(f"{pair[2]}/{pair[1]}", "money", 1.0)
    first, *phrases = _PHRASE.split(words)
    found = (_read_words(phrase, strictly=True) for phrase in reversed(phrases))
    told = next((heading for heading in found if heading), None) or (_counted(words) if phrases else None)
    return told or (_PERCENT if _PERCENT_SIGN.search(first) else None)
