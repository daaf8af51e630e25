"""Shares and parts against the whole: share × whole = part, and no parts make more than the whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tradekit.checks.comparison import Comparison, listed, settle, span, with_doubts
from tradekit.checks.intervals import Interval
from tradekit.checks.told import Figure, groups, in_one_sentence, scattered

HUNDRED = Interval(0.0, 100.0)


def share(figures: Sequence[Figure]) -> Iterator[Comparison]:
    """Compare a share with the part and the whole: share = part / whole."""
    options = list(_divided(figures))
    # `four-fifths … 5.9 of the 8.6 million tonnes, or 69 per cent`: two amounts are told with one share.
    explained = {option.others for option in options if option.fits}
    yield from settle(option for option in options if option.fits or option.others not in explained)


def _divided(figures: Sequence[Figure]) -> Iterator[Comparison]:
    for stated in figures:
        if stated.kind == "share" and stated.unit == "%":
            for part, whole in _parts(stated, figures):
                of, value = (part.interval / whole.interval).scaled(100), 100 * part.value / whole.value
                words = f"{part} of {whole} is {span(of, '%')}; stated: {stated}"
                later = whole.start > max(part.end, stated.end) and not in_one_sentence((part, whole))
                sure = not later and not scattered((part, whole, stated))
                unsure = () if sure else ("the share may be of another whole",)
                yield Comparison("share", stated, (part, whole), value, of, words, doubts=unsure)


def _parts(stated: Figure, figures: Sequence[Figure]) -> Iterator[tuple[Figure, Figure]]:
    """Give each part, told of the share's own partner and item, with a whole that one of the two is not told of."""
    levels = [f for f in figures if f.kind == "level" and (f.measure, f.reporter) == (stated.measure, stated.reporter)]
    levels = [f for f in levels if f.value > 0 and _same_time(f, stated, stated)]
    for part in (figure for figure in levels if figure.who == stated.who and figure.unit):
        for whole in levels:
            narrower = [one for one, other in zip(part.who, whole.who, strict=True) if one != other and other is None]
            differing = [one for one, other in zip(part.who, whole.who, strict=True) if one != other]
            if whole.unit == part.unit and whole.status == part.status and len(narrower) == len(differing) == 1:
                yield part, whole


def _same_time(figure: Figure, other: Figure, near: Figure) -> bool:
    return figure.days == other.days and (figure.days is not None or in_one_sentence((figure, near)))


def shares(figures: Sequence[Figure]) -> Iterator[Comparison]:
    """Compare each share with 100 %, and the shares that one sentence gives of a whole with 100 % together."""
    for stated in figures:
        if stated.kind == "share" and stated.unit == "%" and not stated.interval.meets(HUNDRED):
            yield Comparison("shares", stated, (), 100.0, HUNDRED, f"{stated} is more than the whole")
    for told in _lists(figures, "share"):
        if told[0].unit == "%":
            value, total = sum(part.value for part in told), _sum(told)
            words = f"{listed(told)} make {span(total, '%')} of one whole"
            found = Comparison("shares", told[0], tuple(told[1:]), 100.0, HUNDRED, words, (value, total))
            yield with_doubts(found, _overlapping(told))


def parts(figures: Sequence[Figure]) -> Iterator[Comparison]:
    """Compare the parts that one sentence lists with their total: together they are no more than it."""
    for told in _lists(figures, "level"):
        first, *others = told
        amount = sum(part.value for part in told), _sum(told)
        options = []
        for total in (figure for figure in figures if _is_total(figure, told)):
            words = f"{listed(told)} make {span(amount[1], total.unit)} of {total}"
            within = Interval(0.0, total.interval.high)
            found = Comparison("parts", first, (*others, total), total.value, within, words, amount)
            options.append(with_doubts(found, _overlapping(told)))
        yield from settle(options)


def _lists(figures: Sequence[Figure], kind: str) -> Iterator[list[Figure]]:
    """Give the figures of one sentence that differ in their partner, or in their item, and in nothing else."""
    groups: dict[tuple[object, ...], list[Figure]] = {}
    for f in figures:
        if f.kind == kind and f.days is not None and f.value > 0 and f.unit:
            same = (f.sentence, f.measure, f.reporter, f.unit, f.days, f.status)
            if f.partner:
                groups.setdefault(("partner", *same, f.item), []).append(f)
            if f.item:
                groups.setdefault(("item", *same, f.partner), []).append(f)
    for (varied, *_), parts in groups.items():
        names = {part.partner if varied == "partner" else part.item for part in parts}
        if len(parts) > 1 and len(names) == len(parts):
            yield parts


def _is_total(figure: Figure, parts: Sequence[Figure]) -> bool:
    part = parts[0]
    varied = "partner" if len({p.partner for p in parts}) > 1 else "item"
    other = "item" if varied == "partner" else "partner"
    same = (figure.kind, figure.measure, figure.reporter, figure.unit, figure.days, figure.status)
    alike = same == (part.kind, part.measure, part.reporter, part.unit, part.days, part.status)
    return alike and getattr(figure, varied) is None and getattr(figure, other) == getattr(part, other)


def _overlapping(parts: Sequence[Figure]) -> list[str]:
    """Say that parts may be counted twice: goods within goods, or an economy within a group."""
    if len({part.partner for part in parts}) < len(parts):
        return ["some of the goods may be part of others"]
    return ["some of the economies may be part of others"] if {p.partner for p in parts} & groups() else []


def _sum(parts: Sequence[Figure]) -> Interval:
    total = parts[0].interval
    for part in parts[1:]:
        total = total + part.interval
    return total
