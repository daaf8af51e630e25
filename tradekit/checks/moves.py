"""Growth and change against the levels: all three told, or two that must give the same level."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tradekit.checks.comparison import Comparison, settle, span
from tradekit.checks.intervals import Interval
from tradekit.checks.told import Figure, earlier, in_one_sentence, words_around

# One article gives many prices of a day: only figures told together are compared. It calls profit and revenue sales:
# of them only a growth that is linked to its level.
LOOSE = frozenset({"sales", "price", "other", "cost", "deal"})
# `$0.8 bn, or nearly 1.6%` and `$0.8 bn, an increase of 1.6%` are one move, `$5 on the week and 39% on the year` two.
_ONE_MOVE = re.compile(r".{0,14}|(?!.*(?:day|week|month|quarter|year|season|ago|earlier|before|\d)).{0,32}", re.DOTALL)
POINTS = {"pp": 1.0, "bp": 100.0}


def growth(figures: Sequence[Figure]) -> Iterator[Comparison]:
    """Compare a growth with the two levels it lies between: growth = level / base − 1, a multiple = level / base."""
    yield from settle(_grown(figures))


def _grown(figures: Sequence[Figure]) -> Iterator[Comparison]:
    for moved in figures:
        if moved.kind != "growth" or moved.unit not in ("%", "x"):
            continue
        for level in led_to(moved, figures):
            for base in bases(moved, level, figures):
                if min(level.interval.low, base.interval.low) < 0 or base.interval.high == 0 or base.value == 0:
                    continue
                times, value = level.interval / base.interval, level.value / base.value
                if moved.unit == "%":
                    times, value = times.shifted(-1).scaled(100), 100 * (value - 1)
                elif not times.meets(moved.interval) and times.shifted(-1).meets(moved.interval):
                    # `Three times more` is three times as much to some and four times to others.
                    times, value = times.shifted(-1), value - 1
                grown = span(times, moved.unit, sign=moved.unit == "%")
                words = f"from {base} to {level} is growth of {grown}; stated: {moved}"
                yield Comparison("growth", moved, (level, base), value, times, words, doubts=_untold(moved, base))


def change(figures: Sequence[Figure]) -> Iterator[Comparison]:
    """Compare a change with the two levels it lies between: change = level − base, in points for percentages."""
    yield from settle(_changed(figures))


def _changed(figures: Sequence[Figure]) -> Iterator[Comparison]:
    for moved in figures:
        if moved.kind != "change":
            continue
        for level in led_to(moved, figures):
            points = POINTS.get(str(moved.unit)) if level.unit == "%" else None
            if moved.unit is None or (moved.unit != level.unit and points is None):
                continue
            for base in bases(moved, level, figures):
                by = (level.interval - base.interval).scaled(points or 1)
                value = (level.value - base.value) * (points or 1)
                words = f"from {base} to {level} is a change of {span(by, moved.unit, sign=True)}; stated: {moved}"
                yield Comparison("change", moved, (level, base), value, by, words, doubts=_untold(moved, base))


def change_and_growth(figures: Sequence[Figure]) -> Iterator[Comparison]:
    """Compare a growth with the change that led to the same level: growth = change / (level − change)."""
    options = list(_both(figures))
    # `4.3 yen, or 1.46%, lower at 290.1 yen and down 2.7% on the week`: a change is told once with its own growth.
    explained = {option.others[0].claim for option in options if option.fits}
    yield from settle(option for option in options if option.fits or option.others[0].claim not in explained)


def _both(figures: Sequence[Figure]) -> Iterator[Comparison]:
    by_claim = {figure.claim: figure for figure in figures}
    for moved in figures:
        if moved.kind != "growth" or moved.unit not in ("%", "x"):
            continue
        for by in (figure for figure in figures if figure.kind == "change" and figure.basis == moved.basis):
            level = by_claim.get(moved.of or by.of or "")
            linked = by.of == moved.of or (None in (by.of, moved.of) and _apposed(by, moved))
            if level is None or not linked or by.who != moved.who or level.kind != "level" or by.unit != level.unit:
                continue
            if (level.interval - by.interval).low <= 0:
                continue
            grown = _growth_of(level.interval, by.interval)
            value = by.value / (level.value - by.value)
            times = grown.shifted(1) if moved.unit == "x" else grown.scaled(100)
            expected = 1 + value if moved.unit == "x" else 100 * value
            words = f"{by} to {level} is growth of {span(times, moved.unit, sign=moved.unit == '%')}; stated: {moved}"
            apart = () if _apposed(by, moved) else ("the two may be against different times",)
            yield Comparison("change and growth", moved, (by, level), expected, times, words, doubts=apart)


def _apposed(by: Figure, moved: Figure) -> bool:
    words = words_around(by, moved)
    return words is not None and _ONE_MOVE.fullmatch(words[1]) is not None


def _growth_of(level: Interval, by: Interval) -> Interval:
    """Give change / (level − change): it rises with the change, and falls or rises with the level, by its sign."""
    ends = [c / (a - c) for a in level.ends for c in by.ends]
    return Interval(min(ends), max(ends))


def led_to(moved: Figure, figures: Sequence[Figure]) -> list[Figure]:
    """Give the levels that a growth or change may have led to: the one it is linked to, else those alike."""
    if moved.of is not None:
        return [figure for figure in figures if figure.claim == moved.of]
    return [f for f in figures if f.kind == "level" and _alike(f, moved) and _with(f, moved)]


def _alike(level: Figure, moved: Figure) -> bool:
    same = (level.measure, level.who, level.status) == (moved.measure, moved.who, moved.status)
    return same and level.measure != "sales" and moved.days is not None and level.days == moved.days


def _with(level: Figure, moved: Figure) -> bool:
    return level.measure not in LOOSE or in_one_sentence((level, moved))


def bases(moved: Figure, level: Figure, figures: Sequence[Figure]) -> Iterator[Figure]:
    """Give the levels that may be meant as the earlier one."""
    before = earlier(moved, level.period)
    for base in figures:
        alike = (base.kind, base.measure, base.unit, base.who) == (level.kind, level.measure, level.unit, level.who)
        if not alike or base is level or not _with(base, level):
            continue
        together = in_one_sentence((base, level, moved))
        if base.days == before if before and base.days else together and _before(base, level):
            yield base


def _before(base: Figure, level: Figure) -> bool:
    return base.days is None or (level.days is not None and base.days[1] < level.days[1])


def _untold(moved: Figure, base: Figure) -> tuple[str, ...]:
    known = moved.basis or (base.days is None and in_one_sentence((moved, base)))
    return () if known else (f"it is not told what the {moved.kind} is against",)
