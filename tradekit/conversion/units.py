"""Claims in one unit of measurement: pint's factors, and weights of goods where a unit of theirs has no fixed one."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

from tradekit import tables
from tradekit.conversion.step import Step


class Weight(NamedTuple):
    """The kilograms of one unit of some goods: the usual number, and between which it lies."""

    usual: float
    low: float
    high: float
    goods: str = ""


@cache
def known_units() -> dict[str, dict[str, str]]:
    """Give the units that can be converted: what pint calls each, and what it measures."""
    return {row["unit"]: row for row in tables.rows("physical")}


@cache
def _registry() -> Any:
    try:
        import pint
    except ImportError as error:
        raise ImportError("units of measurement need the package pint: pip install 'tradekit[convert]'") from error
    return pint.UnitRegistry()


@cache
def _factor(unit: str, to: str) -> float:
    """Give how many `to` one unit is, of two units of the same kind that have a size of their own."""
    # Only the names of our own table: to pint a barrel is one of wine, and `mt` is a thousandth of a tonne.
    one, other = (_registry().Quantity(known_units()[name]["pint"]) for name in (unit, to))
    # To 15 digits: the last digit of a float is noise of the arithmetic.
    return float(f"{(one / other).to('').magnitude:.15g}")


def _weight(unit: str, item: str | None) -> Weight | None:
    """Give the weight of one unit of the goods; None if it is not known."""
    row = known_units()[unit]
    if row["of"] == "weight" and row["pint"]:
        kilograms = _factor(unit, "kilogram")
        return Weight(kilograms, kilograms, kilograms)
    measured = "barrel" if row["of"] == "volume" else unit
    goods = _goods(item or "", measured)
    if goods is None:
        return None
    times = _factor(unit, measured) if unit != measured else 1.0
    usual, low, high = (float(goods[name]) * times for name in ("kilogram", "low", "high"))
    return Weight(usual, low, high, goods["goods"])


@cache
def _goods(item: str, unit: str) -> dict[str, str] | None:
    """Find the row of some goods: the longest name with which the item ends (`russian crude oil`)."""
    rows = [row for row in tables.rows("weights") if row["unit"] == unit and f" {item}".endswith(f" {row['goods']}")]
    row = max(rows, key=lambda row: len(row["goods"]), default=None)
    return row if row and row["kilogram"] else None


def unit_step(unit: str | None, item: str | None, to: str) -> Step:
    """Tell how a claim is brought to a unit; the part of a rate that is of its kind is (`USD/bushel` to `tonne`).

    Examples
    --------
    >>> unit_step("barrel", "brent crude", "tonne")[:4]
    ('1 barrel of crude is 136.4 kilogram (131.2 to 146.3)', 0.1364, 0.1312, 0.1463)
    >>> unit_step("USD/bushel", "wheat", "tonne").unit
    'USD/tonne'
    >>> unit_step("bushel", None, "tonne").note
    'no rate: what one bushel weighs depends on the goods, which are not told'
    """
    for place, part in enumerate((unit or "").split("/")):
        if part in known_units() and (step := _part_step(part, item, to)):
            if step.lost or not unit or part == unit:
                return step
            parts = unit.split("/")
            parts[place] = to
            rates = (step.rate, step.low, step.high)
            usual, low, high = rates if place == 0 else (1 / step.rate, 1 / step.high, 1 / step.low)
            return Step(step.note, usual, low, high, "/".join(parts))
    return Step(f"not a {known_units()[to]['of']}")


def _part_step(unit: str, item: str | None, to: str) -> Step | None:
    """Tell how one unit is brought to another; None if they are of different kinds."""
    if unit == to:
        return Step(f"in {to} already", 1.0, 1.0, 1.0, to)
    one, other = known_units()[unit], known_units()[to]
    if one["of"] == other["of"] and one["pint"] and other["pint"]:
        factor = _factor(unit, to)
        return Step(f"1 {unit} is {factor:.6g} {to}", factor, factor, factor, to)
    if not {one["of"], other["of"]} <= {"weight", "volume"}:
        return None
    weight, weight_to = _weight(unit, item), _weight(to, item)
    if weight and weight_to:
        rates = (weight.usual / weight_to.usual, weight.low / weight_to.high, weight.high / weight_to.low)
        usual, low, high = (float(f"{rate:.15g}") for rate in rates)
        note = "; ".join(_told(*pair) for pair in ((unit, weight), (to, weight_to)) if pair[1].goods)
        return Step(note, usual, low, high, to)
    which = unit if weight is None else to
    goods = "which are not told" if item is None else f"and that of {item} is not in the table"
    return Step(f"no rate: what one {which} weighs depends on the goods, {goods}", lost=True)


def _told(unit: str, weight: Weight) -> str:
    between = "" if weight.low == weight.high else f" ({weight.low:.6g} to {weight.high:.6g})"
    return f"1 {unit} of {weight.goods} is {weight.usual:.6g} kilogram{between}"
