"""Official figures by what they are of: the same flow from either side, sums, parts, growth.

A flow has two statistics (IMTS 2010): the exports of A to B are the imports of B from A, and each side counts
for itself. So `Flows` finds a figure for whose statistics it is from, under whichever name it stands.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tradekit.official.figures import Figure
from tradekit.periods import period_before, period_dates
from tradekit.periods.codes import month_code, month_number, months_code
from tradekit.places import economy_name
from tradekit.terms import TRADE

# Surpluses and deficits are one measure with a sign.
SIGNS = {"surplus": 1, "deficit": -1, "balance": 1}
MIRROR = {"exports": "imports", "imports": "exports", "trade": "trade", "balance": "balance"}


class Flow(NamedTuple):
    """What a figure is of: whose, with whom, which measure (surplus and deficit are `balance`), goods, unit."""

    reporter: str
    partner: str
    measure: str
    item: str
    unit: str


def flow_of(reporter: str, partner: str, measure: str, item: str, unit: str) -> tuple[Flow, int]:
    """Give the flow, and the sign by which the measure's value is that of the flow."""
    sign = SIGNS.get(measure)
    return Flow(reporter, partner, "balance" if sign else measure, item, unit), sign or 1


def _pair(flow: Flow) -> frozenset[str]:
    return frozenset((flow.reporter, flow.partner))


def mirrored(flow: Flow) -> Flow | None:
    """Give the same flow as the other side names it; None if it has no other side."""
    if not flow.partner or flow.measure not in MIRROR:
        return None
    return flow._replace(reporter=flow.partner, partner=flow.reporter, measure=MIRROR[flow.measure])


class Flows:
    """Official figures, to be looked up by flow, period and whose statistics."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        self._levels: dict[tuple[Flow, str], dict[str, list[Figure]]] = defaultdict(lambda: defaultdict(list))
        self._growth: dict[tuple[Flow, str], dict[str, list[Figure]]] = defaultdict(lambda: defaultdict(list))
        # By pair of economies, so that a claim looks only at figures of its own.
        self._sides: dict[frozenset[str], dict[str, None]] = defaultdict(dict)
        self._flows: dict[frozenset[str], dict[Flow, None]] = defaultdict(dict)
        self.measures: set[str] = set()
        for figure in figures:
            flow, sign = flow_of(figure.reporter, figure.partner, figure.measure, figure.item, figure.unit)
            if figure.kind == "level":
                figure = _times(figure, sign)
                self._levels[flow, figure.statistics][same_period(figure.period)].append(figure)
            elif figure.kind == "growth" and figure.basis == "yoy":
                self._growth[flow, figure.statistics][same_period(figure.period)].append(figure)
            else:
                continue
            self.measures.add(flow.measure)
            self._sides[_pair(flow)][figure.statistics] = None
            if figure.kind == "level":
                self._flows[_pair(flow)][flow] = None

    def sides(self, flow: Flow) -> list[str]:
        """Give whose statistics there are of a flow's two economies."""
        return list(self._sides.get(_pair(flow), ()))

    def levels(self, flow: Flow, period: str, side: str) -> list[Figure]:
        """Give the figures of a flow by one side's statistics: as they stand, then those that others give."""
        period = same_period(period)
        found = self._stated(self._levels, flow, period, side)
        if flow.measure in ("trade", "balance"):
            found += self._from_both(flow, period, side)
        return found + (self._from_months(flow, period, side) if flow.measure in TRADE else [])

    def growth(self, flow: Flow, period: str, basis: str, side: str) -> list[Figure]:
        """Give the growth of a flow in %, as it stands or by the levels of both times."""
        stated = basis == "yoy" or basis == _before(period, "yoy")
        found = self._stated(self._growth, flow._replace(unit="%"), same_period(period), side) if stated else []
        before = _before(period, basis)
        return found + self._against(flow, period, side, flow, before, "growth by the levels of both times")

    def ratio(self, flow: Flow, period: str, other: str, side: str) -> list[Figure]:
        """Give how much more a flow is than that with another partner, in %."""
        told = f"ratio to the figure of {economy_name(other)}"
        return self._against(flow, period, side, flow._replace(partner=other), period, told)

    def change(self, flow: Flow, period: str, basis: str, side: str) -> list[Figure]:
        """Give by how much a flow changed."""
        pairs = self._pairs(flow, period, side, flow, _before(period, basis))
        told = "difference of the levels of both times"
        return [_join(now, old, now.value - old.value, _minus(now, old), told) for now, old in pairs]

    def units(self, flow: Flow) -> list[str]:
        """Give the units in which there are levels of a flow or of what it is computed from."""
        return list(dict.fromkeys(key.unit for key in self._flows.get(_pair(flow), ())))

    def other_units(self, flow: Flow, period: str) -> list[str]:
        """Give the units in which there are figures of the same flow and period."""
        return sorted(
            {key.unit for key in self._same(flow) for side in self.sides(flow) if self._at(key, side, period)}
            - {flow.unit}
        )

    def other_periods(self, flow: Flow, period: str) -> list[str]:
        """Give the periods of figures of the same flow that share days with a period."""
        first, last, _ = period_dates(period)
        kept = [self._levels[flow, side] for side in self.sides(flow) if (flow, side) in self._levels]
        periods = sorted({code for by_period in kept for code in by_period})
        return [code for code in periods if period_dates(code)[0] <= last and first <= period_dates(code)[1]]

    def _at(self, flow: Flow, side: str, period: str) -> list[Figure]:
        return self._levels[flow, side].get(same_period(period), []) if (flow, side) in self._levels else []

    def _same(self, flow: Flow) -> Iterator[Flow]:
        return (key for key in self._flows.get(_pair(flow), ()) if key._replace(unit=flow.unit) == flow)

    def _stated(
        self, kept: dict[tuple[Flow, str], dict[str, list[Figure]]], flow: Flow, period: str, side: str
    ) -> list[Figure]:
        found = list(kept[flow, side].get(period, [])) if (flow, side) in kept else []
        other = mirrored(flow)
        if other and (other, side) in kept:
            sign = -1 if flow.measure == "balance" and flow.unit != "%" else 1
            found += [_times(figure, sign) for figure in kept[other, side].get(period, [])]
        return found

    def _from_both(self, flow: Flow, period: str, side: str) -> list[Figure]:
        """Compute turnover or balance from exports and imports."""
        ways = [self.levels(flow._replace(measure=name), period, side) for name in ("exports", "imports")]
        if flow.measure == "balance":
            return [_join(x, m, x.value - m.value, _minus(x, m), "exports - imports") for x, m in _by_source(*ways)]
        return [
            _join(x, m, x.value + m.value, (x.low + m.low, x.high + m.high), "exports + imports")
            for x, m in _by_source(*ways)
        ]

    def _from_months(self, flow: Flow, period: str, side: str) -> list[Figure]:
        """Sum the months of a period, if all are there."""
        months = months_of(period)
        if len(months) < 2:
            return []
        parts = [self._stated(self._levels, flow, month, side)[:1] for month in months]
        if not all(parts):
            return []
        total, *rest = (part[0] for part in parts)
        for figure in rest:
            both = total.low + figure.low, total.high + figure.high
            total = _join(total, figure, total.value + figure.value, both, f"sum of {len(months)} months")
        return [total._replace(period=period)]

    def _pairs(
        self, flow: Flow, period: str, side: str, other: Flow, before: str | None
    ) -> Iterator[tuple[Figure, Figure]]:
        if before is None:
            return iter(())
        return _by_source(self.levels(flow, period, side), self.levels(other, before, side))

    def _against(self, flow: Flow, period: str, side: str, other: Flow, before: str | None, told: str) -> list[Figure]:
        """Give by how much per cent a level is above another."""
        pairs = self._pairs(flow, period, side, other, before)
        # A deficit grows as a surplus does.
        sized = [(_times(now, -1), _times(old, -1)) if old.high < 0 else (now, old) for now, old in pairs]
        return [
            _join(now, old, 100 * (now.value / old.value - 1), _per_cent(now, old), told)._replace(unit="%")
            for now, old in sized
            # Against nothing, or from one side of it to the other, there is no per cent.
            if old.low > 0 and now.low >= 0
        ]


def months_of(period: str) -> list[str]:
    """Give the months that a period is made of; none if it is not made of whole months, or is a season.

    Examples
    --------
    >>> months_of("2024-Q1"), months_of("2024-05-12")
    (['2024-01', '2024-02', '2024-03'], [])
    """
    first, last, _ = period_dates(period)
    begin, end = month_number(first), month_number(last)
    whole = first.day == 1 and month_number(last.fromordinal(last.toordinal() + 1)) == end + 1
    # A season (2023/2024) lies in two years and tells no months.
    season = "/" in period and "-" not in period
    return [month_code(number) for number in range(begin, end + 1)] if whole and not season else []


def same_period(period: str) -> str:
    """Write a period so that the same days are the same: the first quarter as its months.

    Examples
    --------
    >>> same_period("2024-Q1"), same_period("2024-01/2024-12"), same_period("2024-05-01")
    ('2024-01/2024-03', '2024', '2024-05-01')
    """
    months = months_of(period)
    return (
        months_code(month_number(period_dates(months[0])[0]), month_number(period_dates(months[-1])[0]))
        if months
        else period
    )


def _before(period: str, basis: str) -> str | None:
    return period_before(period, basis) if basis in ("yoy", "mom", "qoq") else basis or None


def _times(figure: Figure, sign: int) -> Figure:
    if sign == 1:
        return figure
    return figure._replace(value=-figure.value, low=-figure.high, high=-figure.low)


def _minus(one: Figure, other: Figure) -> tuple[float, float]:
    return one.low - other.high, one.high - other.low


def _per_cent(now: Figure, old: Figure) -> tuple[float, float]:
    highest = math.inf if math.isinf(now.high) else now.high / old.low
    return 100 * (now.low / old.high - 1), 100 * (highest - 1)


def _by_source(ones: list[Figure], others: list[Figure]) -> Iterator[tuple[Figure, Figure]]:
    """Pair figures, each with the one of its own source if there is one."""
    for one in ones:
        if others:
            yield one, next((other for other in others if other.source == one.source), others[0])


def _join(one: Figure, other: Figure, value: float, ends: tuple[float, float], formula: str) -> Figure:
    """Make the figure that two others give; what they rest on, it rests on."""
    sources = dict.fromkeys((*one.source.split("; "), *other.source.split("; ")))
    return one._replace(
        value=value,
        low=min(ends[0], value),
        high=max(ends[1], value),
        source="; ".join(sources),
        publishers=one.publishers | other.publishers,
        urls=one.urls | other.urls,
        rests_on=tuple(dict.fromkeys((*one.rests_on, *other.rests_on))),
        formula=formula,
        notes=(one.notes | other.notes) - {"fob", "cif"} if one.notes != other.notes else one.notes,
    )
