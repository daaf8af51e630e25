"""The columns of a claim that a person can tell, and what each allows."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from tradekit.articles.corrections import TOLD
from tradekit.frame.columns import KINDS, MEASURES, NOTES, QUALIFIERS, STATUSES, is_missing, listed
from tradekit.periods import period_dates
from tradekit.periods.codes import BASES
from tradekit.places import economy_name

REQUIRED = ("value", "low", "high", "qualifier", "kind", "measure", "status", "core")


def read_told(cells: Mapping[str, object]) -> tuple[dict[str, object], dict[str, str]]:
    """Check what is told of a claim, each column by its own rule.

    Parameters
    ----------
    cells : dict
        Values by column; those of a column that cannot be told are left out.

    Returns
    -------
    tuple of dict
        The values by column, those that are missing left out; and for each that is not allowed, why.

    Examples
    --------
    >>> told, wrong = read_told({"value": 4.0, "kind": "levle", "reporter": "KEN", "item": ""})
    >>> told
    {'value': 4.0, 'reporter': 'KEN'}
    >>> wrong
    {'kind': "'levle' is not allowed; allowed are level, change, growth, share, ratio, rank"}
    """
    told: dict[str, object] = {}
    wrong: dict[str, str] = {}
    for name in TOLD:
        if name not in cells:
            continue
        if is_missing(cells[name]):
            if name in REQUIRED:
                wrong[name] = "must not be blank"
            continue
        try:
            told[name] = RULES[name](cells[name])
        except ValueError as error:
            wrong[name] = str(error)
    if {"value", "low", "high"} <= told.keys():
        wrong |= wrong_ends(told)
    return told, wrong


def wrong_ends(row: Mapping[str, Any]) -> dict[str, str]:
    """Tell which ends of a row's interval its value is beyond.

    Examples
    --------
    >>> wrong_ends({"value": 4.0, "low": 4.5, "high": 5.0})
    {'low': 'is above the value'}
    """
    wrong = {"low": "is above the value"} if row["low"] > row["value"] else {}
    return wrong | ({"high": "is below the value"} if row["high"] < row["value"] else {})


def _value(value: object) -> float:
    number = _end(value)
    if math.isinf(number):
        raise ValueError(f"{value!r} is not finite; what has no upper end has it in high")
    return number


def _end(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"{value!r} is no number")
    return float(value)


def _truth(value: object) -> bool:
    if not isinstance(value, bool | np.bool_):
        raise ValueError(f"{value!r} is neither true nor false")
    return bool(value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is no text")
    return value


def _one_of(allowed: tuple[str, ...]) -> Callable[[object], str]:
    def rule(value: object) -> str:
        if value not in allowed:
            raise ValueError(f"{value!r} is not allowed; allowed are {listed(allowed)}")
        return str(value)

    return rule


def _economy(value: object) -> str:
    economy_name(value)
    return str(value)


def _period(value: object) -> str:
    period_dates(str(value))
    return str(value)


def _basis(value: object) -> str:
    if value in BASES:
        return str(value)
    try:
        return _period(value)
    except ValueError:
        raise ValueError(f"{value!r} is no basis; allowed are {listed(BASES)} and periods, such as 2019") from None


def _notes(value: object) -> str:
    notes = [note.strip() for note in _text(value).split(";")]
    unknown = [note for note in notes if note not in NOTES]
    if unknown:
        raise ValueError(f"{unknown[0]!r} is no note; allowed, joined by '; ', are {listed(NOTES)}")
    return "; ".join(notes)


RULES: dict[str, Callable[[object], object]] = {
    **dict.fromkeys(("unit", "item", "source", "of", "against"), _text),
    "value": _value,
    "low": _end,
    "high": _end,
    "core": _truth,
    "notes": _notes,
    "qualifier": _one_of(QUALIFIERS),
    "kind": _one_of(KINDS),
    "status": _one_of(STATUSES),
    "measure": _one_of(MEASURES),
    "reporter": _economy,
    "partner": _economy,
    "period": _period,
    "basis": _basis,
}
