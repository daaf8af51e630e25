"""The grid of a table flattened to lines: its caption, the heads of its columns, its rows and their headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from tradekit.claims.scene import Scene, Span, Why
from tradekit.periods import Time
from tradekit.places import Place
from tradekit.quantities.grammar import units
from tradekit.sentences import find_cells, is_figure
from tradekit.tables import rows as read_table
from tradekit.tables.words import lowered
from tradekit.terms import Term

_LONGEST_CAPTION = 160


class Heading(NamedTuple):
    """The words that head a column, a row or a whole table, with the sentence that they stand in."""

    scene: Scene
    start: int
    end: int

    @property
    def text(self) -> str:
        """The words."""
        return self.scene.text[self.start : self.end]

    def word(self, *roles: str) -> Why | None:
        """Give the first word that tells one of these roles."""
        for match in _words().finditer(lowered(self.text)):
            if (role := _roles()[match[0]]) in roles:
                return Why(role, self.start + match.start(), self.start + match.end())
        return None

    def is_a(self, *roles: str) -> bool:
        """Whether the heading is one of the words of these roles, and nothing else."""
        return _roles().get(_plain(self.text)) in roles

    def measure(self) -> Term | None:
        """Give the measure that is named: not `Consumption goods`, which is a thing."""
        found = [t for t in self.scene.measures() if self.start <= t.start < self.end]
        return next((t for t in found if not _A_THING.match(self.scene.text, t.end)), None)

    def goods(self) -> Term | None:
        """Give the first goods that are named; `goods and services` are one."""
        terms = (t for t in self.scene.terms if t.kind == "goods" and self.start <= t.start < self.end)
        found = next((t for t in terms if t.text not in units()), None)  # `Exports (bn yen)` are not of yen
        both = (
            found and found.text == "services" and self.text[: found.start - self.start].lower().endswith("goods and ")
        )
        return found._replace(start=found.start - len("goods and ")) if found and both else found

    def places(self) -> list[Place]:
        """Give the economies that are named."""
        return [p for p in self.scene.places if self.start <= p.start < self.end and p.code not in (None, "WLD")]

    def times(self, *roles: str) -> list[Time]:
        """Give the times that are named in one of these roles."""
        return [t for t in self.scene.times if self.start <= t.start < self.end and t.role in roles]


_A_THING = re.compile(r"[ ](?:goods|products?|equipment|industr|materials?|services)\b")


@cache
def _roles() -> dict[str, str]:
    return {row["word"].lower(): row["says"] for row in read_table("heading_words")}


@cache
def _words() -> re.Pattern[str]:
    longest_first = sorted(_roles(), key=len, reverse=True)
    return re.compile(rf"(?<![\w/])(?:{'|'.join(map(re.escape, longest_first))})(?![\w/])")


_NOTE = re.compile(r"(?:[ ]*[(\[][^()\[\]]{0,40}[)\]]|,[ ][^,]{1,24}|[*†‡:¹²³]|[ ]\d)$")
_LEAD = re.compile(r"(?i:of which:?[ ]|\d{1,2}[.)][ ]|[-–—•·][ ]?)+")


def name_span(text: str) -> tuple[int, int]:
    """Give the span of what a first cell names, without its number, its unit and its note."""
    start, end = (lead.end() if (lead := _LEAD.match(text)) else 0), len(text)
    while (note := _NOTE.search(text, start, end)) and note.start() > start:
        end = note.start()
    return start, end


def _plain(text: str) -> str:
    start, end = name_span(text)
    return text[start:end].strip().lower()


@dataclass(slots=True)
class Table:
    """What the rows of a table share."""

    caption: Sequence[Heading] = ()
    corner: Heading | None = None
    columns: Sequence[Sequence[Heading]] = ()  # of each the heads, the lowest first
    rows: list[Row] = field(default_factory=list)
    source: Why | None = None

    width: int = 0  # of the widest row
    _goods: bool | None = None  # these two are asked for by each figure, and go over all rows
    _economies: frozenset[str | None] | None = None

    def of_goods(self) -> bool:
        """Whether its rows name goods, by the head above them or by what most of them say."""
        if self._goods is None:
            names = [row.side for row in self.rows if not row.side.measure()]
            told = any(side.goods() for side in names) and not any(side.places() for side in names)
            named = self.corner is not None and self.corner.word("name", "reporter", "partner")
            self._goods = not named and (told or (self.corner is not None and self.corner.is_a("item")))
        return self._goods

    def of_reporters(self, home: str | None) -> bool:
        """Whether the economies that its rows or columns name are those whose figures they are."""
        if self._economies is None:
            heads = [row.side for row in self.rows] + [column[0] for column in self.columns[1:] if column]
            self._economies = frozenset(place.code for head in heads for place in head.places())
        word = self.corner.word("reporter", "partner") if self.corner else None
        return bool(self._economies) and (word.value == "reporter" if word else home is None or home in self._economies)


@dataclass(slots=True)
class Row:
    """A row with figures: its cells, the head of each, and what stands above."""

    table: Table
    cells: Sequence[Span]
    columns: Sequence[Sequence[Heading]]
    side: Heading
    under: Sequence[Heading] = ()  # a sub-heading


def lay_out(scenes: Sequence[Scene]) -> None:
    """Give the rows of the tables of an article their headings."""
    table: Table | None = None
    under: list[Heading] = []
    for i, scene in enumerate(scenes):
        if scene.sentence.kind != "table":
            if table and (source := _SOURCE.match(scene.text, scene.start, scene.end)):
                table.source = Why(source[1].strip(), *source.span(1))
            table = None
            continue
        cells = find_cells(scene.text, scene.start, scene.end)
        filled = [cell for cell in cells if any(map(str.isalnum, scene.text[slice(*cell)]))]
        figures = [cell for cell in cells[1:] if is_figure(scene.text, cell) and not _is_time(scene, cell)]
        if not filled:
            continue
        if table is None or (len(filled) > 1 and not figures and table.rows):
            table, under = Table(_captions(scenes, i)), []
        if figures:
            table.rows.append(_row(table, scene, cells, under))
            scene.row = table.rows[-1]
        elif len(filled) == 1 and table.columns:
            under = [Heading(scene, *filled[0])]
        elif (not table.rows and len(filled) > 1) or not table.columns:
            _head(table, scene, cells)


_SOURCE = re.compile(r"(?i:\(?sources?):[ ]([^.;\n]{3,80})")


def _is_time(scene: Scene, cell: Span) -> bool:
    return any(cell[0] <= t.start and t.end <= cell[1] for t in scene.times)


def _captions(scenes: Sequence[Scene], i: int) -> list[Heading]:
    """Give the short lines right above a table, the lowest first."""
    found: list[Heading] = []
    for scene in reversed(scenes[max(0, i - 4) : i]):
        after = found[-1].scene if found else scenes[i]
        gap = scene.text[scene.end : after.start].count("\n")
        sentence = scene.sentence
        if sentence.kind == "table" or scene.end - scene.start > _LONGEST_CAPTION or gap > 2:
            break
        if scene.text[scene.end - 1] == "." and not re.fullmatch(
            r"(?i:table|exhibit|figure)[ ]\w{1,4}\.", scene.text[scene.start : scene.end]
        ):
            break
        found.append(Heading(scene, scene.start, scene.end))
    return found


def _head(table: Table, scene: Scene, cells: Sequence[Span]) -> None:
    """Take in a head; one that stands above another spans its columns, evenly where empty cells do not tell."""
    heads = [Heading(scene, *cell) for cell in cells]
    over = [column[0] for column in table.columns if column and column[0].text]
    if table.columns:
        if len(table.columns) == len(cells):
            spread, last = [], None
            for column in table.columns:
                last = column[0] if column and column[0].text else last
                spread.append([last] if last else [])
        else:
            named = [h for h in over if h is not table.corner]
            width = max(1, (len(cells) - 1) // max(1, len(named)))
            spread = [[], *([named[min(n // width, len(named) - 1)]] if named else [] for n in range(len(cells) - 1))]
        table.columns = [[head, *above] for head, above in zip(heads, spread, strict=True)]
    else:
        table.columns = [[head] for head in heads]
    table.corner = heads[0] if heads[0].text else table.corner


def _row(table: Table, scene: Scene, cells: Sequence[Span], under: Sequence[Heading]) -> Row:
    """Fit the columns to the cells: the empty first cell of a head is lost with the space before it."""
    table.width = max(table.width, len(cells))
    missing = table.width - len(table.columns)
    columns = [*([[]] * max(0, missing)), *table.columns]
    if missing > 0 and table.columns and missing == len(cells) - len(table.columns):
        table.corner = None
    named = next((cell for cell in cells if re.search(r"[^\W\d]", scene.text[slice(*cell)])), cells[0])
    timed = _is_time(scene, cells[0])
    return Row(table, cells, columns, Heading(scene, *(cells[0] if timed else named)), under)
