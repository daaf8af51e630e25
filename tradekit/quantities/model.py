"""What a number and a quantity are, and the interval that a wording commits to."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

HEDGED = 0.05  # `about` and words such as `a third` commit to 5 % of the value either way (CLAIMS)


class Quantity(NamedTuple):
    """A number of the text with what is written on it.

    Attributes
    ----------
    start, end : int
        Its span: ``text[start:end]``, with currency, scale and unit, without its qualifier.
    text : str
        The words of the span.
    value : float
        Absolute value in base units; the midpoint of a range.
    ends : tuple of float or None
        Both ends of a range.
    half : float
        Half a unit of the last written digit, in base units; 0 for counts, ranks and durations.
    qualifier : str
        ``=`` ``~`` ``>`` ``>=`` ``<`` or ``<=``.
    unit : str or None
        ISO 4217 code, ``%``, ``pp``, ``bp``, ``x``, ``rank``, a physical unit, the counted noun, or a rate;
        None for a bare number whose noun is not told.
    form : str
        ``money`` ``percent`` ``points`` ``multiple`` ``rank`` ``physical`` ``duration`` ``count`` ``fraction``
        or ``verb``.
    sign : str
        ``+`` or ``-`` where one is written, else empty.
    hedge : int
        Where the hedge begins, or `start`.
    after : int
        Where the counted noun or the hedge behind the number ends, or `end`.
    """

    start: int
    end: int
    text: str
    value: float
    ends: tuple[float, float] | None
    half: float
    qualifier: str
    unit: str | None
    form: str
    sign: str
    hedge: int
    after: int


class Skip(NamedTuple):
    """A number that was seen and left alone, and why."""

    start: int
    end: int
    text: str
    reason: str


@dataclass(slots=True)
class Atom:
    """One number and what is attached to it; `number` is as written, before its scale."""

    start: int
    end: int
    at: int  # where the number itself begins and ends, without sign, currency, scale and unit
    to: int
    number: float
    half: float
    scale: float = 1.0
    scaled: bool = False
    prefixed: bool = False
    unit: str | None = None
    form: str = "count"
    sign: str = ""
    worded: bool = False
    tabled: bool = False  # a cell of a table, where no noun can stand behind it

    @property
    def value(self) -> float:
        """The number in base units."""
        return self.number * self.scale

    @property
    def bare(self) -> bool:
        """Whether nothing says what the number is of."""
        return self.unit is None and not self.scaled


@dataclass(slots=True)
class Find:
    """A number, or the two ends of a range."""

    first: Atom
    other: Atom | None = None

    @property
    def last(self) -> Atom:
        """The end of the range, or the number itself."""
        return self.other or self.first

    def set(self, unit: str | None, form: str = "count") -> None:
        """Give both ends a unit."""
        for atom in (self.first, self.last):
            atom.unit, atom.form = unit, form


def interval(quantity: Quantity, negative: bool = False, share: bool = False) -> tuple[float, float]:
    """Give the interval that the wording commits to.

    Parameters
    ----------
    quantity : Quantity
        Its `value`, `ends`, `half` and `qualifier` count.
    negative : bool
        Mirror the interval, for a fall.
    share : bool
        An open upper end of a percentage closes at 100.

    Returns
    -------
    tuple of float
        Lower and upper end, in base units.

    Examples
    --------
    >>> from tradekit.quantities import find_quantities
    >>> interval(find_quantities("down more than a fifth")[0], negative=True)
    (-inf, -20.0)
    """
    a, half = quantity.value, quantity.half
    if quantity.qualifier in (">", ">="):
        low, high = (quantity.ends or (a, a))[0], 100.0 if share and quantity.unit == "%" else math.inf
    elif quantity.qualifier in ("<", "<="):
        low, high = 0.0, (quantity.ends or (a, a))[1]
    elif quantity.ends is not None:
        low, high = quantity.ends
    else:
        if quantity.qualifier == "~" or quantity.form in ("fraction", "verb"):
            half = max(half, HEDGED * a)
        low, high = a - half, a + half
    return (-high, -low) if negative else (low, high)
