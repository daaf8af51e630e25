"""What the claims imply: figures that follow from others of their article and that it does not state."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from tradekit.checks.balances import SIGN
from tradekit.checks.intervals import Interval
from tradekit.checks.told import Figure, figures, in_one_sentence
from tradekit.frame import COLUMNS, INDEX, conform
from tradekit.periods import period_before, period_dates

Who = tuple[str | None, ...]  # reporter, partner, item

_SHARED = ("exports", "imports", "trade", "investment")
_KEPT = ("article", "sentence", "status", "core", "published", "publisher", "url")
_ENDS_ALIKE = ("source", "notes")  # kept where all figures have the same


@dataclass(frozen=True, slots=True)
class _Implied:
    """A level that follows from some figures, of which the first gives its article and unit."""

    of: tuple[Figure, ...]
    measure: str
    who: Who
    period: str | None
    value: float
    interval: Interval
    formula: str


def implied(claims: pd.DataFrame) -> pd.DataFrame:
    """Compute the levels that the claims of an article imply and that it does not state.

    A surplus that rose 47.6 % to $4.77 bn was 4.77 / 1.476 = $3.23 bn before.

    Parameters
    ----------
    claims : DataFrame
        A claims table. Claims that are not `core`, and rows that are implied already, are left out.

    Returns
    -------
    DataFrame
        Rows of the claims table with `origin` ``implied`` and `claim` ``implied:N``, and the columns
        `derived_from` (the ids of the claims used, joined by ``; ``) and `formula`. `low` and `high` are the ends
        of all values that the intervals allow; units are those of the claims. No such claims give an empty table.

    Raises
    ------
    ValueError
        If the table lacks a column of the claims table.
    TypeError
        If something else than a table is given, such as one row.

    Notes
    -----
    The formulas:

    - level / (1 + growth), level / multiple, level - change: the level before. Only a growth or change that the
      article links to its level (column `of`) is used; the period is that of the growth's `basis`, missing if that is
      not told.
    - exports - imports: a surplus, or its amount as a deficit, and exports + imports: trade.
    - imports + balance, trade - imports: exports; exports - balance, trade - exports: imports. A deficit is a balance
      below zero.
    - part / share: the whole, where one sentence gives part and share; share * whole: the part. The share is that of
      a partner in the exports, imports, trade or investment of all goods and partners.

    Except for the level before, all figures have the same economies, item, period, unit, status and `notes`, the
    period is told, and there is one of each: of two exports nobody can tell which is meant. Exports, imports and
    balance are those of International Merchandise Trade Statistics: Concepts and Definitions 2010 (United Nations).

    Examples
    --------
    >>> import tradekit
    >>> text = "In 2024 China's surplus with Belarus rose 47.6% from a year earlier to $4.77bn."
    >>> before = tradekit.implied(tradekit.extract(text))
    >>> before[["value", "low", "high", "period"]].round(-7).to_dict("records")
    [{'value': 3230000000.0, 'low': 3230000000.0, 'high': 3240000000.0, 'period': '2023'}]
    >>> both = tradekit.implied(tradekit.extract("In 2024, Kenya's exports reached $7.3bn and imports $18.6bn."))
    >>> both[["measure", "value", "formula"]].values.tolist()
    [['deficit', 11300000000.0, 'imports - exports'], ['trade', 25900000000.0, 'exports + imports']]
    """
    table = conform(claims)
    told = {str(row.Index): row for row in table.itertuples()}
    found = [new for article in figures(table) for rule in _RULES for new in rule(article)]
    rows = [_row(new, [told[figure.claim] for figure in new.of], number) for number, new in enumerate(found, 1)]
    columns = [INDEX.name, *(column.name for column in COLUMNS), "derived_from", "formula"]
    return conform(pd.DataFrame(rows, columns=columns))


def _row(new: _Implied, told: Sequence[Any], number: int) -> dict[str, object]:
    first = told[0]
    made: dict[str, object] = {name: getattr(first, name) for name in _KEPT}
    made |= {name: getattr(first, name) for name in _ENDS_ALIKE if len({str(getattr(row, name)) for row in told}) == 1}
    made |= dict(zip(("reporter", "partner", "item"), new.who, strict=True))
    made.update(
        claim=f"implied:{number}",
        value=new.value,
        low=min(new.interval.low, new.value),
        high=max(new.interval.high, new.value),
        qualifier="=" if all(figure.qualifier == "=" for figure in new.of) else "~",
        unit=new.of[0].unit,
        kind="level",
        measure=new.measure,
        period=new.period,
        origin="implied",
        derived_from="; ".join(figure.claim for figure in new.of),
        formula=new.formula,
    )
    if new.period:
        made["period_start"], made["period_end"], made["freq"] = period_dates(new.period)
    return made


# --- the level before


def _before(article: Sequence[Figure]) -> Iterator[_Implied]:
    by_claim = {figure.claim: figure for figure in article}
    for moved in article:
        level = by_claim.get(moved.of or "")
        if level is None or level.kind != "level":
            continue
        made = _base(level, moved)
        if made:
            period = _earlier(level.period, moved.basis) if level.period and moved.basis else None
            yield _Implied((level, moved), level.measure, level.who, period, *made)


def _base(level: Figure, moved: Figure) -> tuple[float, Interval, str] | None:
    """Give the level before, its interval and its formula; None if the claim is no growth or change of the level."""
    if moved.kind == "change" and moved.unit == level.unit and moved.unit is not None:
        return level.value - moved.value, level.interval - moved.interval, "level - change"
    if moved.kind != "growth" or moved.unit not in ("%", "x"):
        return None
    percent = moved.unit == "%"
    times = moved.interval.scaled(0.01).shifted(1) if percent else moved.interval
    by = 1 + moved.value / 100 if percent else moved.value
    if times.high <= 0:
        return None  # nothing falls by more than all
    # Before a fall by all there was something, nobody knows how much.
    times = Interval(max(times.low, 0.0), times.high)
    value = level.value / by if by > 0 else math.inf
    return value, level.interval / times, "level / (1 + growth)" if percent else "level / multiple"


def _earlier(period: str, basis: str) -> str | None:
    """Give the period that a basis names: an explicit one is itself."""
    return period_before(period, basis) if basis in ("yoy", "mom", "qoq") else basis


# --- flows and their balance


def _flows(article: Sequence[Figure]) -> Iterator[_Implied]:
    """Give what follows of the exports, imports, balance and trade that are told of the same."""
    groups: dict[object, list[Figure]] = {}
    for f in article:
        if f.kind == "level" and f.days and f.unit and f.measure in ("exports", "imports", "trade", *SIGN):
            groups.setdefault((f.who, f.days, f.unit, f.status, f.notes), []).append(f)
    for group in groups.values():
        told: dict[str, list[Figure]] = {}
        for f in group:
            told.setdefault("balance" if f.measure in SIGN else f.measure, []).append(f)
        if all(_one(same) for same in told.values()):
            yield from _of_flows({name: same[0] for name, same in told.items()})


def _one(same: Sequence[Figure]) -> bool:
    """Tell whether figures tell one and the same: a figure may be repeated."""
    return all(f.interval.meets(same[0].interval) and f.measure == same[0].measure for f in same)


def _of_flows(told: dict[str, Figure]) -> Iterator[_Implied]:
    exports, imports, trade, balance = (told.get(name) for name in ("exports", "imports", "trade", "balance"))
    if exports and imports:
        if not balance:
            yield _surplus_or_deficit(exports, imports)
        if not trade:
            yield _made((exports, imports), "trade", "exports + imports", lambda x, m: x + m)
        return
    one, flow = (exports, "imports") if exports else (imports, "exports")
    if one and balance:
        add = (flow == "exports") == (SIGN[balance.measure] > 0)
        formula = f"{one.measure} {'+' if add else '-'} {balance.measure}"
        yield _made((one, balance), flow, formula, (lambda a, b: a + b) if add else (lambda a, b: a - b))
    elif one and trade:
        yield _made((trade, one), flow, f"trade - {one.measure}", lambda t, a: t - a)


def _surplus_or_deficit(exports: Figure, imports: Figure) -> _Implied:
    """Give the balance by its usual name; where the wording leaves its sign open, as a balance."""
    net = exports.interval - imports.interval
    if net.high < 0:
        return _made((imports, exports), "deficit", "imports - exports", lambda m, x: m - x)
    measure = "surplus" if net.low > 0 else "balance"
    return _made((exports, imports), measure, "exports - imports", lambda x, m: x - m)


def _made(of: tuple[Figure, Figure], measure: str, formula: str, sum_: Callable[[Any, Any], Any]) -> _Implied:
    one, other = of
    value, interval = sum_(one.value, other.value), sum_(one.interval, other.interval)
    return _Implied(of, measure, one.who, one.period, float(f"{value:.12g}"), interval, formula)


# --- parts and wholes


def _wholes(article: Sequence[Figure]) -> Iterator[_Implied]:
    """Give the whole of a part and its share, and the part of a whole and its share."""
    levels = [figure for figure in article if figure.kind == "level" and figure.unit and figure.value > 0]
    for share in article:
        whole_of = _whole_of(share)
        if not whole_of:
            continue
        alike = [f for f in levels if (f.measure, f.days, f.status) == (share.measure, share.days, share.status)]
        alike = [figure for figure in alike if figure.notes == share.notes]
        parts = [figure for figure in alike if figure.who == share.who]
        wholes = [figure for figure in alike if figure.who == whole_of]
        of = share.interval.scaled(0.01)
        if len(parts) == 1 and not wholes and in_one_sentence((parts[0], share)):
            part = parts[0]
            amount = part.value / share.value * 100
            whole = part.interval / of
            yield _Implied((part, share), part.measure, whole_of, part.period, amount, whole, "part / share")
        elif len(wholes) == 1 and not parts:
            whole_told = wholes[0]
            amount = whole_told.value * share.value / 100
            part_ = whole_told.interval * of
            yield _Implied((whole_told, share), share.measure, share.who, share.period, amount, part_, "share * whole")


def _whole_of(share: Figure) -> Who | None:
    """Give whose figure the whole is, for a partner's share of all goods; None if nobody can tell.

    The whole that goods are a share of need not be all goods: chemicals may be 23.7 % of what is not oil.
    """
    told = share.kind == "share" and share.unit == "%" and share.days and share.reporter and share.value > 0
    partners = share.partner and not share.item and share.measure in _SHARED
    return (share.reporter, None, None) if told and partners else None


_RULES: tuple[Callable[[Sequence[Figure]], Iterator[_Implied]], ...] = (_before, _flows, _wholes)
