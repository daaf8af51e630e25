"""One comparison of a stated figure with what others make of it, its verdict, and the table of them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from tradekit.checks.intervals import Interval
from tradekit.checks.told import Figure, doubts, scattered, spread
from tradekit.formats import format_range, format_value
from tradekit.frame import TEXT, Column
from tradekit.frame.columns import typed

VERDICTS = ("agrees", "disagrees", "cannot tell")

COLUMNS = (
    Column("check", TEXT, "which check: one of `CHECKS`"),
    Column("claims", TEXT, "the claims compared, the one that is checked first, joined by `; `"),
    Column("stated", "float64", "the checked figure as stated"),
    Column("low", "float64", "lower end of what its wording commits to"),
    Column("high", "float64", "upper end of what its wording commits to"),
    Column("expected", "float64", "what the other claims make of it"),
    Column("expected_low", "float64", "the least that their wording allows"),
    Column("expected_high", "float64", "the most that their wording allows"),
    Column("unit", TEXT, "of all six numbers, as in the claims table"),
    Column("verdict", pd.CategoricalDtype(list(VERDICTS)), "`agrees`, `disagrees`, `cannot tell`"),
    Column("reason", TEXT, "the comparison in words"),
)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A figure as stated, beside what `others` make of it; `words` tell the sum."""

    check: str
    stated: Figure
    others: tuple[Figure, ...]
    expected: float
    interval: Interval
    words: str
    amount: tuple[float, Interval] | None = None  # what is compared, where it is not the figure's own
    doubts: tuple[str, ...] = field(default=())
    besides: frozenset[str] = frozenset()  # notes that the figures differ in by the nature of the check

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figure that is checked, and the others."""
        return self.stated, *self.others

    @property
    def told(self) -> tuple[float, Interval]:
        """The number that is compared, with its interval."""
        return self.amount or (self.stated.value, self.stated.interval)

    @property
    def fits(self) -> bool:
        """Whether all figures can be true as they are worded."""
        return self.told[1].meets(self.interval)

    @property
    def verdict(self) -> str:
        """What follows: figures that fit agree; those that do not disagree, unless there is a doubt."""
        if self.fits:
            return "agrees"
        return "cannot tell" if self.doubts else "disagrees"

    def row(self) -> dict[str, object]:
        """Give the row of the table."""
        value, interval = self.told
        return {
            "check": self.check,
            "claims": "; ".join(figure.claim for figure in self.figures),
            "stated": value,
            "low": interval.low,
            "high": interval.high,
            "expected": self.expected,
            "expected_low": self.interval.low,
            "expected_high": self.interval.high,
            "unit": self.stated.unit,
            "verdict": self.verdict,
            "reason": self.words if self.fits or not self.doubts else f"{self.words}; but {' and '.join(self.doubts)}",
        }


def with_doubts(comparison: Comparison, more: Iterable[str] = ()) -> Comparison:
    """Give the comparison with the reasons why its figures may be true though they do not fit."""
    found = dict.fromkeys([*comparison.doubts, *more, *doubts(comparison.figures, comparison.besides)])
    return replace(comparison, doubts=tuple(found))


def settle(options: Iterable[Comparison]) -> Iterator[Comparison]:
    """Choose, for each figure that is checked, which other figures are meant.

    Those that fit are; of several, the nearest in the text. If none fit, the nearest stand for all, and where each of
    them stands in another sentence, it stays open which are meant.
    """
    groups: dict[str, list[Comparison]] = {}
    for option in options:
        groups.setdefault(option.stated.claim, []).append(option)
    for group in groups.values():
        nearest = min(group, key=lambda option: (not option.fits, spread(option.figures)))
        open_ = len(group) > 1 and scattered(nearest.figures)
        yield nearest if nearest.fits else with_doubts(nearest, ["several figures may be meant"] if open_ else [])


def table(found: Iterable[Comparison]) -> pd.DataFrame:
    """Make the table of comparisons, with its columns and dtypes also where there are none."""
    rows = [comparison.row() for comparison in found]
    return pd.DataFrame({column.name: typed(column, [row[column.name] for row in rows]) for column in COLUMNS})


def span(interval: Interval, unit: str | None, sign: bool = False) -> str:
    """Write an interval with the digits that its width leaves certain.

    Examples
    --------
    >>> span(Interval(3.2269e9, 3.2362e9), "USD").replace("\N{EN DASH}", "..")
    '$3.227..3.236 bn'
    >>> span(Interval(2.5, math.inf), "%"), span(Interval(4.0, 4.0), "%")
    ('at least 2.5 %', '4 %')
    """
    low, high = (_rounded(end, interval) for end in interval.ends)
    if low == high:
        return format_value(low, unit, sign=sign)
    if math.isfinite(low) and math.isfinite(high):
        return format_range(low, high, unit, sign=sign)
    if math.isfinite(low):
        return f"at least {format_value(low, unit, sign=sign)}"
    return f"at most {format_value(high, unit, sign=sign)}" if math.isfinite(high) else "any amount"


def _rounded(end: float, interval: Interval) -> float:
    """Round an end to a tenth of the width, or to six digits where there is no width."""
    width = interval.high - interval.low
    if not math.isfinite(end) or not end:
        return end
    if not 0 < width < math.inf:
        return float(f"{end:.6g}")
    return round(end, 1 - math.ceil(math.log10(width)))


def listed(figures: Sequence[Figure]) -> str:
    """Write figures one after the other: `$4.6 bn, $2.4 bn and $1.3 bn`."""
    words = [str(figure) for figure in figures]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
