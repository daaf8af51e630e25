"""Intervals: what a figure's wording allows, carried through sums, products and quotients."""

from __future__ import annotations

import math
from dataclasses import dataclass

SLACK = 1e-9  # of the larger end: 0.1 + 0.2 is no 0.3 in floats


@dataclass(frozen=True, slots=True)
class Interval:
    """All values from `low` to `high`; either end may be infinite.

    The ends of a result are the least and the greatest value that the two operands allow when they are independent
    of each other.

    Examples
    --------
    >>> Interval(6.55, 6.65) - Interval(1.75, 1.85)
    Interval(low=4.7, high=4.9)
    >>> Interval(10, math.inf) / Interval(2, 4)
    Interval(low=2.5, high=inf)
    """

    low: float
    high: float

    def __add__(self, other: Interval) -> Interval:
        return Interval(_clean(self.low + other.low), _clean(self.high + other.high))

    def __neg__(self) -> Interval:
        return Interval(-self.high, -self.low)

    def __sub__(self, other: Interval) -> Interval:
        return self + -other

    def __mul__(self, other: Interval) -> Interval:
        # Nothing times without end is nothing: no amount is infinite, its limit is only not told.
        ends = [a * b if a and b else 0.0 for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(_clean(min(ends)), _clean(max(ends)))

    def __truediv__(self, other: Interval) -> Interval:
        if other.low < 0 < other.high or other.low == other.high == 0:
            return Interval(-math.inf, math.inf)
        inverse = sorted((_inverse(other.low, other), _inverse(other.high, other)))
        return self * Interval(*inverse)

    def scaled(self, factor: float) -> Interval:
        """Multiply both ends by a number."""
        return self * Interval(factor, factor)

    def shifted(self, by: float) -> Interval:
        """Add a number to both ends."""
        return self + Interval(by, by)

    def meets(self, other: Interval) -> bool:
        """Tell whether some value lies in both."""
        slack = SLACK * max((abs(end) for end in self.ends + other.ends if math.isfinite(end)), default=0.0)
        return self.low <= other.high + slack and other.low <= self.high + slack

    @property
    def ends(self) -> tuple[float, float]:
        """Both ends."""
        return self.low, self.high


def _inverse(end: float, of: Interval) -> float:
    """Give 1 / end; that of zero is infinite, on the side where the interval lies."""
    if end == 0:
        return math.inf if of.high > 0 else -math.inf
    return 1 / end


def _clean(end: float) -> float:
    """Take off what floats add behind the twelfth digit."""
    return float(f"{end:.12g}")
