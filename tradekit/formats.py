"""Values, claims and periods as short text for tables and charts: `$4.77 bn`, `+47.6 %`, `Jan–Oct 2024`.

A number is written with the digits that its interval supports: $109.0bn is not shortened to 109, and a
third is not drawn out to 33.333333 %.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import pandas as pd

from tradekit import tables

MINUS = "\N{MINUS SIGN}"
DASH = "\N{EN DASH}"
TIMES = "\N{MULTIPLICATION SIGN}"

SCALES = ((1e12, " tn"), (1e9, " bn"), (1e6, " m"), (1.0, ""))
MOST_DIGITS = 6
SYMBOLS = ("pp", "bp")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
# A value below zero turns its qualifier round: `down more than a fifth` is a value below -20 %.
QUALIFIERS = {
    "~": "~",
    ">": ">",
    ">=": "\N{GREATER-THAN OR EQUAL TO}",
    "<": "<",
    "<=": "\N{LESS-THAN OR EQUAL TO}",
}
TURNED = {"~": "~", ">": "<", ">=": "<=", "<": ">", "<=": ">="}

CODE = re.compile(r"[A-Z]{3}(?=/|$)")
# The gaps are bounded, so that a long text takes linear time.
RANGE_IN_DIGITS = re.compile(r"\d[^\d]{0,20}?(?:[-\u2013\u2014]|\b(?:to|and)\b)[^\d]{0,20}\d")
RANGE_IN_WORDS = re.compile(r"\b(?:to|and|or)\b")


def format_value(
    value: float,
    unit: str | None = None,
    *,
    low: float | None = None,
    high: float | None = None,
    sign: bool = False,
) -> str:
    """Write a value with its unit, scaled to m, bn or tn.

    Parameters
    ----------
    value : float
        In base units, as in the claims table.
    unit : str, optional
        A unit of the claims table: ISO 4217 code, ``%``, ``x``, ``rank``, ``tonne``, ``USD/barrel``, …
    low, high : float, optional
        The interval that the text commits to; it decides how many digits are written.
    sign : bool
        Write a plus before a positive value.

    Returns
    -------
    str
        Empty if the value is missing.

    Examples
    --------
    >>> format_value(4.77e9, "USD")
    '$4.77 bn'
    >>> format_value(109e9, "USD", low=108.95e9, high=109.05e9)
    '$109.0 bn'
    >>> format_value(36.02e12, "CNY")
    '36.02 tn yuan'
    >>> format_value(47.6, "%", sign=True)
    '+47.6 %'
    """
    if _missing(value):
        return ""
    if math.isinf(value):
        return _signed(_dressed("\N{INFINITY}", unit, value), value, sign)
    scale, word, decimals = _scale(value, low, high)
    number = f"{abs(value) / scale:,.{decimals}f}{word}"
    return _signed(_dressed(number, unit, value), value, sign)


def format_range(low: float, high: float, unit: str | None = None, *, sign: bool = False) -> str:
    """Write a range with one scale and one unit.

    Examples
    --------
    >>> format_range(3.5e6, 4e6, "tonne").replace("\N{EN DASH}", "..")
    '3.5..4 m tonnes'
    >>> format_range(-5, 3, "%").replace("\N{MINUS SIGN}", "-")
    '-5 to 3 %'
    """
    scale, word, _ = _scale(max(low, high, key=abs), None, None)
    ends = [f"{abs(end) / scale:,.{_own_decimals(end / scale, MOST_DIGITS)}f}" for end in (low, high)]
    if low < 0:
        ends = [_signed(text, end, sign) for text, end in zip(ends, (low, high), strict=True)]
        return _dressed(" to ".join(ends) + word, unit, high)
    return _signed(_dressed(DASH.join(ends) + word, unit, high), high, sign)


def format_claim(row: Mapping[str, Any] | pd.Series[Any]) -> str:
    """Write a claim's number as a reader would say it, with its qualifier, sign and unit.

    Parameters
    ----------
    row : Series or mapping
        A row of the claims table; `value` is needed, and `unit`, `kind`, `qualifier`, `low`, `high` and
        `text` are used where they are there.

    Returns
    -------
    str
        `~ $26.8 m`, `+47.6 %`, `No. 2`. A limit on a negative value is turned round: `fell more than 20%`
        is a value below -20 %. Empty if the value is missing.

    Examples
    --------
    >>> format_claim({"value": 26.8e6, "unit": "USD", "qualifier": "~", "low": 25.46e6, "high": 28.14e6})
    '~ $26.8 m'
    >>> format_claim({"value": 150, "unit": "company", "qualifier": ">"})
    '> 150 companies'
    >>> format_claim({"value": 2, "unit": "rank", "kind": "rank"})
    'No. 2'
    """
    value, low, high = (_number(row.get(name)) for name in ("value", "low", "high"))
    if value is None:
        return ""
    unit = _word(row.get("unit")) or None
    sign = _word(row.get("kind")) in ("growth", "change") and unit != "x"
    qualifier = _word(row.get("qualifier"))
    if low is not None and high is not None and _is_range(value, low, high, _word(row.get("text"))):
        number = format_range(low, high, unit, sign=sign)
    else:
        # What `about` stands for, 5 % either way, tells nothing of the digits.
        ends = {} if qualifier == "~" else {"low": low, "high": high}
        number = format_value(value, unit, **ends, sign=sign)
    if value < 0:
        qualifier = TURNED.get(qualifier, qualifier)
    return f"{QUALIFIERS[qualifier]} {number}" if qualifier in QUALIFIERS else number


def format_period(period: str) -> str:
    """Write a period of the claims table for reading; one that is not understood is left as it is.

    Examples
    --------
    >>> [format_period(p) for p in ("2024", "2024-05", "2024-Q1", "2025-07-11", "2024/2025")]
    ['2024', 'May 2024', 'Q1 2024', '11 Jul 2025', '2024/25']
    >>> format_period("2024-01/2024-10").replace("\N{EN DASH}", "..")
    'Jan..Oct 2024'
    """
    first, slash, last = period.partition("/")
    if not slash:
        return _format_date(period)
    if re.fullmatch(r"\d{4}/\d{4}", period):
        return f"{first}/{last[2:]}"
    begin, end = _format_date(first), _format_date(last)
    # `Jan 2024` and `Oct 2024` share their year, `1 Nov 2024` and `20 Nov 2024` their month too.
    begin_words, end_words = begin.split(" "), end.split(" ")
    while len(begin_words) > 1 and len(end_words) > 1 and begin_words[-1] == end_words[-1]:
        begin_words.pop()
        end_words.pop()
    shared = end.split(" ")[len(end_words) :]
    joiner = DASH if len(begin_words) == 1 == len(end_words) else f" {DASH} "
    return " ".join([" ".join(begin_words) + joiner + " ".join(end_words), *shared])


def _format_date(date: str) -> str:
    if found := re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])(?:-(\d\d))?", date):
        year, month, day = found.groups()
        return " ".join(filter(None, [day and str(int(day)), MONTHS[int(month) - 1][:3], year]))
    if found := re.fullmatch(r"(\d{4})-([QSHW]\d\d?)", date):
        return f"{found[2]} {found[1]}"
    return date


def currency_of(unit: str) -> str:
    """Give the currency of a unit of money or a rate; empty for other units.

    Examples
    --------
    >>> [currency_of(unit) for unit in ("USD", "EUR/tonne", "tonne", "teu")]
    ['USD', 'EUR', '', '']
    """
    code = CODE.match(unit)
    return code[0] if code and unit not in _other_units() else ""


def is_physical(unit: str) -> bool:
    """Tell a unit of measurement from a counted noun.

    Examples
    --------
    >>> [is_physical(unit) for unit in ("tonne", "generator")]
    [True, False]
    """
    return unit in _other_units()


def plural(noun: str, count: float) -> str:
    """Give the noun in the number that goes with the count; abbreviations and rates stay as they are.

    Examples
    --------
    >>> [plural("country", 4), plural("cubic foot", 2), plural("vessel", 1), plural("teu", 5)]
    ['countries', 'cubic feet', 'vessel', 'teu']
    """
    before, space, last = noun.rpartition(" ")
    if abs(count) == 1 or noun in SYMBOLS or not last.islower() or "/" in noun:
        return noun
    if last not in _plurals():
        if re.search(r"[^aeiou]y$", last):
            return f"{before}{space}{last[:-1]}ies"
        return noun + ("es" if re.search(r"(?:s|x|z|ch|sh)$", last) else "s")
    return f"{before}{space}{_plurals()[last]}"


@cache
def _plurals() -> dict[str, str]:
    # Read backwards, so that of two plurals (`people`, `personnel`) the first in the table wins.
    return {row["singular"]: row["plural"] for row in reversed(tables.rows("nouns"))}


@cache
def _other_units() -> frozenset[str]:
    return frozenset(row["unit"] for row in tables.rows("units"))


@cache
def _currency_signs() -> dict[str, tuple[str, str]]:
    return {row["code"]: (row["sign"], row["place"]) for row in tables.rows("currency_signs")}


def _dressed(number: str, unit: str | None, value: float) -> str:
    """Put the unit around a number."""
    if unit is None or _missing(unit):
        return number
    if unit == "x":
        return TIMES + number
    if unit == "rank":
        return f"No. {number}"
    if currency := currency_of(unit):
        sign, place = _currency_signs().get(currency, (f"{currency} ", "before"))
        rate = unit.removeprefix(currency)
        return f"{sign}{number}{rate}" if place == "before" else f"{number} {sign}{rate}"
    return f"{number} {plural(unit, value)}"


def _signed(text: str, value: float, sign: bool) -> str:
    if value < 0:
        return MINUS + text
    return f"+{text}" if sign and value > 0 else text


def _scale(value: float, low: float | None, high: float | None) -> tuple[float, str, int]:
    """Find the scale, its word, and the decimals to write; 999,999,700 with three digits is 1.00 bn."""
    for scale, word in SCALES:
        decimals = _decimals(value, low, high, scale)
        if round(abs(value) / scale, decimals) >= 1 or scale == 1:
            return scale, word, decimals
    raise AssertionError("the last scale always fits")


def _decimals(value: float, low: float | None, high: float | None, scale: float) -> int:
    """Count the decimals that the interval supports, at most MOST_DIGITS digits in all.

    An interval that comes of a hedge or a limit (`about`, `up to`) tells nothing of the digits written: then
    a value of few digits keeps its own, and one of many (a third, a converted amount) has three.
    """
    scaled = abs(value) / scale
    width = _width(low, high)
    if width is None or not _by_rounding(value, low, high, width):
        own = _own_decimals(scaled, MOST_DIGITS)
        written = math.isclose(round(scaled, own), scaled, rel_tol=1e-9)
        return own if written else _own_decimals(scaled, 3)
    places = max(-round(math.log10(width / scale)), _place(scaled, 1))
    return max(0, min(places, _place(scaled, MOST_DIGITS)))


def _by_rounding(value: float, low: float | None, high: float | None, width: float) -> bool:
    """Tell the interval of a rounded figure from that of a hedge (5 % either way) or a limit."""
    inside = low is not None and high is not None and low < value < high
    return inside and (_one_digit(width) or not _is_around(value, width))


def _is_around(value: float, width: float) -> bool:
    """Tell the width that `about` and fractions in words have: 5 % of the value either way."""
    return math.isclose(width, 0.1 * abs(value), rel_tol=0.01)


def _one_digit(width: float) -> bool:
    """Tell whether a width is one unit of some digit: 0.1, 1, 10."""
    return math.isclose(math.log10(width), round(math.log10(width)), abs_tol=1e-6)


def _place(number: float, digits: int) -> int:
    """Count the decimals at which a number has so many significant digits (negative: left of the point)."""
    return digits - 1 - (math.floor(math.log10(abs(number))) if number else 0)


def _own_decimals(number: float, digits: int) -> int:
    """Count the decimals of a number's shortest form in at most so many significant digits."""
    written = f"{abs(number):.{max(0, _place(number, digits))}f}"
    return len(written.rstrip("0").partition(".")[2]) if "." in written else 0


def _width(low: float | None, high: float | None) -> float | None:
    if low is None or high is None or _missing(low) or _missing(high):
        return None
    width = high - low
    return width if 0 < width < math.inf else None


def _is_range(value: float, low: float, high: float, text: str) -> bool:
    """Tell a written range (`3-5%`) from a figure with its rounding; both have two finite ends."""
    width = _width(low, high)
    if width is None or _missing(value):
        return False
    if RANGE_IN_DIGITS.search(text):
        return True
    # `two to five times` is a range; `two and a half billion` has a plain interval or five per cent.
    return bool(RANGE_IN_WORDS.search(text)) and not _one_digit(width) and not _is_around(value, width)


def _missing(value: Any) -> bool:
    return bool(pd.isna(value))


def _number(value: Any) -> float | None:
    return None if _missing(value) else float(value)


def _word(value: Any) -> str:
    return "" if _missing(value) else str(value)
