"""A claim's row as the fields of a form: what each shows, and what is read from what a person typed."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from tradekit.articles.corrections import TOLD
from tradekit.formats import MINUS
from tradekit.frame import COLUMNS, KINDS, MEASURES, QUALIFIERS, STATUSES
from tradekit.frame.citation import economy
from tradekit.frame.columns import is_missing
from tradekit.frame.told import read_told
from tradekit.periods import find_times, resolve
from tradekit.places import economy_name, find_places
from tradekit.quantities import Quantity, find_quantities, interval, scan
from tradekit.tables import rows

Row = dict[str, Any]

CHOICES = {
    "qualifier": QUALIFIERS,
    "kind": KINDS,
    "measure": MEASURES,
    "status": STATUSES,
    "core": ("yes", "no"),
}
ECONOMIES = ("reporter", "partner", "against")
SUGGESTED = {
    "unit": ("USD", "EUR", "CNY", "%", "pp", "bp", "x", "rank", "tonne", "barrel", "USD/tonne", "USD/barrel"),
    "basis": ("yoy", "mom", "qoq"),
}
# These decide the interval; where only they are told, the ends follow.
DECIDING = ("value", "qualifier", "unit", "kind")


def form() -> list[dict[str, Any]]:
    """Describe the fields: the name and meaning of each, and what there is to choose from."""
    meanings = {column.name: column.meaning.replace("`", "") for column in COLUMNS}
    return [
        {
            "name": name,
            "meaning": meanings[name],
            "choices": list(CHOICES.get(name, ())),
            "suggested": list(SUGGESTED.get(name, ())),
            "economies": name in ECONOMIES,
        }
        for name in TOLD
    ]


@cache
def economies() -> list[tuple[str, str]]:
    """List the economies, each with its code and name, by name."""
    return sorted(((row["code"], row["name"]) for row in rows("economies")), key=lambda pair: pair[1])


# --- what the form shows -----------------------------------------------------------------------------------


def shown(row: Mapping[str, Any]) -> dict[str, str]:
    """Write a row's fields as the form shows them: economies by name, what is missing empty.

    Examples
    --------
    >>> cells = shown({"value": 4.77e9, "high": float("inf"), "reporter": "BLR", "core": True})
    >>> cells["value"], cells["high"], cells["reporter"], cells["core"], cells["unit"]
    ('4,770,000,000', '∞', 'Belarus', 'yes', '')
    """
    return {name: _shown(name, row.get(name)) for name in TOLD}


def _shown(name: str, value: object) -> str:
    if is_missing(value):
        return ""
    if isinstance(value, float):
        return f"{value:,.12g}" if math.isfinite(value) else f"{MINUS if value < 0 else ''}∞"
    if name == "core":
        return "yes" if value else "no"
    return economy(str(value)) if name in ECONOMIES else str(value)


# --- what a person typed -----------------------------------------------------------------------------------


def read_cells(cells: Mapping[str, str]) -> tuple[dict[str, object], dict[str, str]]:
    """Read what a person typed into some fields of the form.

    Parameters
    ----------
    cells : dict of str to str
        By field; empty where it is missing.

    Returns
    -------
    tuple of dict
        The values by column, those that are missing left out; and for each that is not allowed, why.

    Examples
    --------
    >>> read_cells({"value": "4.77 bn", "partner": "the Netherlands", "period": ""})
    ({'value': 4770000000.0, 'partner': 'NLD'}, {})
    >>> read_cells({"partner": "Atlantis"})[1]
    {'partner': "'Atlantis' is no economy that is known; choose one of the list, or leave it empty"}
    """
    typed: dict[str, object] = {}
    wrong: dict[str, str] = {}
    for name, cell in cells.items():
        if cell.strip() == "":
            typed[name] = None
            continue
        try:
            typed[name] = READ.get(name, str)(cell.strip())
        except ValueError as error:
            wrong[name] = str(error)
    told, refused = read_told(typed)
    return told, wrong | refused


def _number(cell: str) -> float:
    plain = re.sub(r"^([+-]) +", r"\1", cell.replace(MINUS, "-").replace("∞", "inf"))
    try:
        # Only what parts thousands: `4,77` is not 477.
        number = float(re.sub(r"(?<=\d)[, ](?=\d{3}(?!\d))", "", plain))
    except ValueError:
        # As articles write it: `4.77bn`, `26.8 million`.
        words = re.sub(r"(?<=\d) ?m$", " million", plain.lstrip("+-"))
        found = find_quantities(words)
        if len(found) != 1 or found[0].text != words:
            raise ValueError(f"{cell!r} is no number; write 4770000000, 4.77e9 or 4.77 bn") from None
        number = -found[0].value if plain.startswith("-") else found[0].value
    if math.isnan(number):
        raise ValueError(f"{cell!r} is no number; write 4770000000, 4.77e9 or 4.77 bn")
    return number


def _truth(cell: str) -> bool:
    if cell not in CHOICES["core"]:
        raise ValueError(f"{cell!r} is neither yes nor no")
    return cell == "yes"


def code_of(cell: str) -> str | None:
    """Return the code of an economy that is told by its code or any of its names, else None."""
    cell = re.sub(r"^the ", "", cell, flags=re.IGNORECASE)
    try:
        economy_name(cell.upper())
    except ValueError:
        names = {name.lower(): code for code, name in economies()}
        named = {place.code for place in find_places(cell) if place.text == cell and place.code}
        return names.get(cell.lower(), named.pop() if len(named) == 1 else None)
    return cell.upper()


def _economy(cell: str) -> str:
    code = code_of(cell)
    if code is None:
        raise ValueError(f"{cell!r} is no economy that is known; choose one of the list, or leave it empty")
    return code


def _period(cell: str) -> str:
    """Read a code, or what names a period without the date of an article: `April 2025`, `Q3 2024`."""
    found = find_times(cell)
    named = resolve(found[0], None) if [time.text for time in found] == [cell] else None
    return named or cell


READ: dict[str, Callable[[str], object]] = {
    **dict.fromkeys(("value", "low", "high"), _number),
    **dict.fromkeys(("reporter", "partner"), _economy),
    "against": lambda cell: code_of(cell) or cell,
    "period": _period,
    "core": _truth,
    "item": str.lower,
}


# --- the interval ------------------------------------------------------------------------------------------


def quantity_at(text: str, start: int, end: int) -> Quantity:
    """Return the quantity that words state; one of nothing where no number is read in them."""
    words = text[start:end]
    within = [one for one in scan(text)[0] if one.start < end and start < one.end]
    found = within or find_quantities(words)
    if not found:  # a bare number is none unless it counts something
        found = [one._replace(unit=None) for one in find_quantities(f"{words} sacks") if one.text == words]
    if len(found) == 1:
        return found[0]
    return Quantity(start, end, words, 0.0, None, 0.0, "=", None, "count", "", start, end)


def with_ends(row: Row, quantity: Quantity) -> Row:
    """Return a row with the ends that follow from its value and qualifier, as exact as the words are.

    Examples
    --------
    >>> quantity = quantity_at("It came to $4.77bn.", 11, 18)
    >>> row = with_ends({"value": 4.87e9, "qualifier": "=", "unit": "USD", "kind": "level"}, quantity)
    >>> round(row["low"] / 1e9, 4), round(row["high"] / 1e9, 4)
    (4.865, 4.875)
    >>> with_ends({**row, "qualifier": ">"}, quantity)["high"]
    inf
    """
    value = abs(row["value"])
    ratio = value / quantity.value if quantity.value else 1.0
    told = quantity._replace(
        value=value,
        ends=quantity.ends and (quantity.ends[0] * ratio, quantity.ends[1] * ratio),
        # Another digit is as exact as the one that stood there; another scale is not.
        half=quantity.half if 0.1 < ratio < 10 else quantity.half * ratio,
        qualifier=row["qualifier"],
        unit=row.get("unit"),
    )
    low, high = interval(told, row["value"] < 0, row["kind"] == "share")
    # Rounded, an end must not pass the value.
    return {**row, "low": min(float(f"{low:.12g}"), row["value"]), "high": max(float(f"{high:.12g}"), row["value"])}
