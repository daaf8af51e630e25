"""Exports and imports against the balance and the total that they give; goods and services against both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tradekit.checks.comparison import Comparison, settle, span
from tradekit.checks.told import Figure, in_one_sentence

SIGN = {"surplus": 1.0, "balance": 1.0, "deficit": -1.0}
_COVERED = frozenset({"goods", "goods and services"})
SERVICES, BOTH = "services", "goods and services"


def balance(figures: Sequence[Figure]) -> Iterator[Comparison]:
    """Compare a balance with its flows: exports − imports, for a deficit imports − exports; changes likewise."""
    yield from settle(_netted(figures))


def _netted(figures: Sequence[Figure]) -> Iterator[Comparison]:
    for stated in figures:
        if stated.measure in SIGN and stated.kind in ("level", "change"):
            sign = SIGN[stated.measure]
            for exports, imports in flows(stated, figures, [stated.who]):
                net = (exports.interval - imports.interval).scaled(sign)
                value = sign * (exports.value - imports.value)
                words = f"exports of {exports} less imports of {imports}"
                if stated.kind == "change":
                    words = f"exports {exports} and imports {imports} change the {stated.measure} by"
                words = f"{words}{' make a ' + stated.measure + ' of' if stated.kind == 'level' else ''} "
                words += f"{span(net, stated.unit)}; stated: {stated}"
                yield Comparison("balance", stated, (exports, imports), value, net, words)


def trade(figures: Sequence[Figure]) -> Iterator[Comparison]:
    """Compare total trade with its flows: exports + imports, whichever side tells the total; changes likewise."""
    yield from settle(_added(figures))


def _added(figures: Sequence[Figure]) -> Iterator[Comparison]:
    for stated in figures:
        if stated.measure == "trade" and stated.kind in ("level", "change"):
            # Trade of two economies is the same figure whoever tells it first.
            sides = [stated.who, (stated.partner, stated.reporter, stated.item)] if stated.partner else [stated.who]
            for exports, imports in flows(stated, figures, sides):
                total, value = exports.interval + imports.interval, exports.value + imports.value
                words = f"exports of {exports} and imports of {imports} make {span(total, stated.unit)}"
                words += f"; stated as trade: {stated}"
                yield Comparison("trade", stated, (exports, imports), value, total, words)


def flows(
    stated: Figure, figures: Sequence[Figure], sides: Sequence[tuple[str | None, ...]]
) -> Iterator[tuple[Figure, Figure]]:
    """Give the exports and imports of the same economies, item, time, unit and status as a balance or total."""
    alike = [figure for figure in figures if figure.who in sides and _compatible(figure, stated)]
    imports = [figure for figure in alike if figure.measure == "imports"]
    for out in (figure for figure in alike if figure.measure == "exports"):
        for into in imports:
            if out.who == into.who and (stated.days is not None or in_one_sentence((stated, out, into))):
                yield out, into


def _compatible(figure: Figure, stated: Figure) -> bool:
    one = (figure.kind, figure.unit, figure.days, figure.status, figure.basis)
    return stated.unit is not None and one == (stated.kind, stated.unit, stated.days, stated.status, stated.basis)


def goods_and_services(figures: Sequence[Figure]) -> Iterator[Comparison]:
    """Compare what is told of goods and services together with the sum of goods and of services."""
    yield from settle(_summed(figures))


def _summed(figures: Sequence[Figure]) -> Iterator[Comparison]:
    flows = [f for f in figures if f.measure in (*SIGN, "exports", "imports", "trade") and f.kind == "level"]
    for stated in (figure for figure in flows if figure.item == BOTH or "goods and services" in figure.notes):
        alike = [f for f in flows if f is not stated and f.reporter == stated.reporter and f.partner == stated.partner]
        alike = [f for f in alike if _compatible(f, stated) and f.days and _one_measure(f, stated)]
        for services in (figure for figure in alike if figure.item == SERVICES):
            for goods in (f for f in alike if f.item is None and "goods and services" not in f.notes):
                parts = [part.interval.scaled(_sign(part, stated)) for part in (goods, services)]
                value = goods.value * _sign(goods, stated) + services.value * _sign(services, stated)
                both = parts[0] + parts[1]
                words = f"goods ({goods.measure} {goods}) and services ({services.measure} {services}) make "
                words += f"{span(both, stated.unit)}; stated: {stated}"
                yield Comparison("goods and services", stated, (goods, services), value, both, words, besides=_COVERED)


def _one_measure(figure: Figure, stated: Figure) -> bool:
    return figure.measure == stated.measure or {figure.measure, stated.measure} <= set(SIGN)


def _sign(part: Figure, stated: Figure) -> float:
    return SIGN.get(part.measure, 1.0) * SIGN.get(stated.measure, 1.0)
