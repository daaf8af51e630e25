"""What the checks need of each claim, and which claims tell of the same thing."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import Any

import pandas as pd

from tradekit.checks.intervals import Interval
from tradekit.formats import format_claim
from tradekit.frame import conform
from tradekit.periods import period_before, period_dates
from tradekit.tables import rows

Days = tuple[dt.date, dt.date]

# Notes that say what a figure is; figures that differ in them are figures of two things.
DEFINING = frozenset(
    {
        *("seasonally adjusted", "not seasonally adjusted", "annualised", "real", "nominal", "fob", "cif"),
        *("goods", "goods and services", "daily average", "provisional", "revised"),
    }
)
_TITLE = re.compile(r"(?![*•·|–-]).*[^.!?]", re.DOTALL)  # no bullet, and no full stop ends it


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """One claim as the checks see it; missing fields are None."""

    claim: str
    start: int
    text: str
    sentence: str | None
    value: float
    interval: Interval
    qualifier: str
    unit: str | None
    kind: str
    measure: str
    item: str | None
    reporter: str | None
    partner: str | None
    period: str | None
    days: Days | None
    basis: str | None
    source: str | None
    status: str
    of: str | None
    notes: frozenset[str]

    @property
    def who(self) -> tuple[str | None, ...]:
        """Whose figure it is, with whom, and of what."""
        return self.reporter, self.partner, self.item

    @property
    def end(self) -> int:
        """The offset after the last character."""
        return self.start + len(self.text)

    def __str__(self) -> str:
        names = ("value", "unit", "kind", "qualifier", "text")
        cells = {name: getattr(self, name) for name in names}
        return format_claim({**cells, "low": self.interval.low, "high": self.interval.high})


def figures(claims: pd.DataFrame) -> list[list[Figure]]:
    """Give the claims of each article as figures, in the table's order.

    Claims without a value, everyday counts (not `core`), and rows that tradekit implied itself are left out: what is
    computed from the claims can confirm none of them.
    """
    table = conform(claims)
    table = table[table["core"] & table["value"].notna() & table["origin"].ne("implied")]
    return [[_figure(row) for row in rows.itertuples()] for _, rows in table.groupby("article", sort=False)]


def _figure(row: Any) -> Figure:
    def told(name: str) -> Any:
        cell = getattr(row, name)
        return None if pd.isna(cell) else cell

    item = told("item")
    period = told("period")
    ends = [row.value if pd.isna(end) else end for end in (row.low, row.high)]
    return Figure(
        **{name: told(name) for name in ("sentence", "unit", "reporter", "partner", "basis", "source", "of")},
        **{name: str(told(name) or "") for name in ("text", "kind", "measure", "status", "qualifier")},
        claim=str(row.Index),
        start=-1 if told("start") is None else int(row.start),
        value=row.value,
        interval=Interval(*ends),
        # `goods` alone is what a figure without an item is of.
        item=None if item == "goods" else item,
        period=period,
        days=period_dates(period)[:2] if period else None,
        notes=frozenset(str(told("notes") or "").split("; ")) & DEFINING,
    )


def earlier(figure: Figure, period: str | None = None) -> Days | None:
    """Give the days that a growth or change is against; None if they are not told."""
    period = period or figure.period
    if not period or not figure.basis:
        return None
    before = period_before(period, figure.basis)
    return period_dates(before)[:2] if before else None


def doubts(parts: Iterable[Figure], besides: frozenset[str] = frozenset()) -> Iterator[str]:
    """Say why figures that do not fit may yet all be true: what is not told, or may be defined differently.

    Notes that the figures differ in by the nature of the check are given as `besides`.
    """
    parts = list(parts)
    together = in_one_sentence(parts)
    # A price of gold is nobody's, so an item will do where all lack a reporter.
    if any(part.reporter is None for part in parts) and not together and not all(part.item for part in parts):
        yield "it is not told whose figure each is"
    if any(part.period is None for part in parts) and not together:
        yield "the period of a figure is not told"
    notes = [part.notes - besides for part in parts]
    differing = sorted(frozenset[str]().union(*notes) - notes[0].intersection(*notes))
    sources = {part.source.lower() for part in parts if part.source}
    named = [set(re.findall(r"\w{4,}", source)) for source in sources]
    # Data that are provisional are so in the sentences that do not repeat it too.
    if differing and (differing != ["provisional"] or len(sources) != 1):
        yield f"only some of the figures are {' and '.join(differing)}"
    # `Customs data` and `the customs office` are one source.
    if any(not one & other for one, other in combinations(named, 2)):
        yield f"the figures have different sources ({'; '.join(sorted(sources))})"


def in_one_sentence(parts: Iterable[Figure]) -> bool:
    """Tell whether all figures stand in one sentence of the article."""
    return len({part.sentence for part in parts}) == 1


def words_around(one: Figure, other: Figure) -> tuple[str, str] | None:
    """Give the words before the first of two figures, and those between them; None if they share no sentence."""
    first, second = sorted((one, other), key=lambda figure: figure.start)
    sentence = first.sentence or ""
    if sentence != second.sentence:
        return None
    for found in re.finditer(re.escape(first.text), sentence):
        at = found.start() + second.start - first.start
        if sentence.startswith(second.text, at):
            return sentence[: found.start()], sentence[found.end() : at]
    return None


@cache
def groups() -> frozenset[str | None]:
    """Give the codes of groups of economies."""
    return frozenset(row["code"] for row in rows("economies") if row["form"] != "name")


def titled(figures: Sequence[Figure]) -> set[Figure]:
    """Give the figures of an article that stand in its title: in its first sentence, if that is one."""
    first = min(figures, key=lambda figure: figure.start).sentence
    return {figure for figure in figures if figure.sentence == first and _TITLE.fullmatch(first or "")}


def scattered(parts: Iterable[Figure]) -> bool:
    """Tell whether each figure stands in a sentence of its own."""
    parts = list(parts)
    return len({part.sentence for part in parts}) == len(parts)


def spread(parts: Iterable[Figure]) -> int:
    """Give the characters between the first and the last of some figures."""
    starts = [part.start for part in parts]
    return max(starts) - min(starts)
