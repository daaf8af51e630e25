"""The value of numbers written in words, in digits, or in both."""

from __future__ import annotations

import re
from functools import cache

from tradekit.quantities.grammar import SPACE, VULGAR, numbers, scales

_BIG = {"hundred", "thousand", "million", "billion", "trillion", "lakh", "crore", "dozen"}


def digits_value(written: str) -> tuple[float, float]:
    """Read digits: the value, and half a unit of the last written digit.

    Examples
    --------
    >>> digits_value("64,500"), digits_value("4.77"), digits_value("1.234,5"), digits_value("2½")
    ((64500.0, 0.5), (4.77, 0.005), (1234.5, 0.05), (2.5, 0.0))
    """
    if written.isdecimal():
        return float(written), 0.5
    extra = VULGAR.get(written[-1], 0.0)
    if extra:
        return (float(written[:-1].replace(",", "") or 0) + extra, 0.0)
    if _CONTINENTAL.fullmatch(written):
        written = written.replace(".", "").replace(",", ".")
    if _DOTTED.fullmatch(written):
        written = written.replace(".", "")
    if _DECIMAL_COMMA.fullmatch(written):
        written = written.replace(",", ".")
    plain = _PARTING.sub("", written)
    decimals = len(plain.partition(".")[2])
    return float(plain), 0.5 * 10.0**-decimals


_CONTINENTAL = re.compile(r"\d{1,3}(?:\.\d{3})+,\d+")  # 1.234,5
_DOTTED = re.compile(r"\d{1,3}(?:\.\d{3}){2,}")  # 1.234.567
_DECIMAL_COMMA = re.compile(r"\d{1,3},\d{1,2}")  # 12,5
_PARTING = re.compile(r"[,\s\u00a0\u202f\u2009]")


@cache
def phrase() -> re.Pattern[str]:
    """Match a number in words from its first word on: `two hundred and fifty thousand`, `four and a half`."""
    small = "|".join(sorted(numbers(), key=len, reverse=True))
    word = rf"(?:{small}|hundred|thousand|million|billion|trillion|lakh|crore|dozen)"
    tail = (
        rf"{SPACE}and{SPACE}a{SPACE}(?:half|quarter)\b(?:{SPACE}(?:hundred|thousand|million|"
        rf"billion|trillion)\b)?"
    )
    return re.compile(
        rf"(?ai:(?:half[ -]?(?:an?{SPACE})?|an?{SPACE}(?:half{SPACE})?)?{word}\b"
        rf"(?:(?:[ -]|{SPACE}and{SPACE}|\n){word}\b){{0,9}}(?:[ -]point(?:[ -](?:{small}|"
        rf"\d)\b){{1,6}})?(?:{tail})?"
        rf"(?:{SPACE}(?:hundred|thousand|million|billion|trillion)\b)?)"
    )


def _cardinal(tokens: list[str]) -> float:
    """Add up plain number words: ``['two', 'hundred', 'fifty']`` is 250."""
    total = group = 0.0
    for token in tokens:
        if token in numbers():
            group += numbers()[token]
        elif token in ("hundred", "dozen"):
            group = (group or 1.0) * (100 if token == "hundred" else 12)
        elif token in _BIG:
            factor = scales()[token]
            # `two hundred thousand crore`: a scale right behind a scale takes all that came before
            total = total * factor if total and not group else total + (group or 1.0) * factor
            group = 0.0
    return total + group


def words_value(written: str) -> float:
    """Read a number in words.

    Examples
    --------
    >>> words_value("two and a half billion"), words_value("half a billion"), words_value("forty-eight")
    (2500000000.0, 500000000.0, 48.0)
    >>> words_value("eleven-point-six"), words_value("two hundred and fifty thousand"), words_value("half a dozen")
    (11.6, 250000.0, 6.0)
    """
    tokens = re.split(r"[\s-]+", written.lower())
    scale = 1.0
    if tokens[-1] in _BIG - {"hundred", "dozen"} and ("point" in tokens or "half" in tokens or "quarter" in tokens):
        scale = scales()[tokens.pop()]
    if "point" in tokens:
        at = tokens.index("point")
        decimals = "".join(str(numbers().get(t, t)) for t in tokens[at + 1 :])
        return (_cardinal(tokens[:at]) + float(f"0.{decimals}")) * scale
    part = {"half": 0.5, "quarter": 0.25}
    if tokens[-1] in part and len(tokens) > 2:  # `four and a half`, `a million and a half`
        last = next((scales()[t] for t in tokens[-4::-1] if t in _BIG - {"dozen"}), 1.0)
        return (_cardinal(tokens[:-3]) or last) * scale + part[tokens[-1]] * last * scale
    if "half" in tokens:  # `half a billion`, `a half dozen`
        return 0.5 * scale * (_cardinal(tokens) or 1.0)
    return _cardinal(tokens) * scale
