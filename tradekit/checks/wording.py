"""What the sentence says against its own figures: which way a thing went, and which way goods went."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from tradekit.checks.comparison import Comparison
from tradekit.checks.intervals import Interval
from tradekit.checks.told import Figure, groups, words_around
from tradekit.formats import format_value
from tradekit.places import economy_name, find_places
from tradekit.tables import rows

FULL = Interval(-100.0, float("inf"))
# A sum can turn negative, what is shipped or paid cannot.
NEVER_NEGATIVE = frozenset({"exports", "imports", "trade", "output", "consumption", "reserves", "price"})
_NEAR = 120  # characters, for `fell from $5.2 billion in the same month of last year to $4.1 billion`
_FROM = re.compile(r"(?P<verb>\w+(?:\s+\w+){0,2})\s+from\s+(?:\w+\s+){0,2}$", re.IGNORECASE)
_BETWEEN = re.compile(r"[^.;]{0,60}?\bto\s+(?:\w+\s+){0,2}$", re.IGNORECASE)
_BOUGHT = re.compile(r"(?P<who>[^.;,]{1,60})\b(?:imported|purchased|bought)\b[^.;,]{0,60}$", re.IGNORECASE)
_TO = re.compile(r"(?:(?!\bfrom\b)[^.;,]){0,60}?\bto\s+")
_ARTICLE = len("the ")


def direction(figures: Sequence[Figure]) -> Iterator[Comparison]:
    """Compare the verb of `fell from A to B` with the two levels."""
    for base in figures:
        for level in figures:
            if base.kind == level.kind == "level" and base.unit == level.unit and base is not level:
                sign = _verb(base, level)
                if sign:
                    way = "rise" if sign > 0 else "fall"
                    words = f"a {way} from {base} to {level}"
                    within = Interval(base.value, float("inf")) if sign > 0 else Interval(-float("inf"), base.value)
                    yield Comparison("direction", level, (base,), base.value, within, words)


def _verb(base: Figure, level: Figure) -> int:
    """Give the direction (1, -1) of the verb before `from BASE to LEVEL`; 0 if that is not what the sentence says."""
    words = words_around(base, level) if 0 < level.start - base.start < _NEAR else None
    verb = _FROM.search(words[0][-_NEAR:]) if words and _BETWEEN.fullmatch(words[1]) else None
    signs = [_signs().get(word, 0) for word in verb["verb"].lower().split()] if verb else []
    return next((sign for sign in reversed(signs) if sign), 0)


@cache
def _signs() -> dict[str, int]:
    return {row["word"]: 1 if row["sign"] == "+" else -1 for row in rows("changes") if row["sign"] in ("+", "-")}


def full_fall(figures: Sequence[Figure]) -> Iterator[Comparison]:
    """Compare a fall with 100 %, of which no more can be lost."""
    for stated in figures:
        below = stated.kind == "growth" and stated.unit == "%" and not stated.interval.meets(FULL)
        if below and stated.measure in NEVER_NEGATIVE:
            words = f"{stated}: nothing falls by more than {format_value(100, '%')}"
            yield Comparison("full fall", stated, (), -100.0, FULL, words)


def origin(figures: Sequence[Figure]) -> Iterator[Comparison]:
    """Find imports that the sentence sends somewhere: `China imported $3 bn of cars to Russia`."""
    for stated in figures:
        if stated.kind != "level" or stated.measure != "imports" or not stated.sentence:
            continue
        before, _, after = stated.sentence.partition(stated.text)
        bought, to = _BOUGHT.search(before), _TO.match(after)
        if not bought or not to:
            continue
        buyer = next((p.code for p in reversed(find_places(bought["who"]))), None)
        sent_to = next((p.code for p in find_places(after[to.end() :]) if p.start <= _ARTICLE), None)
        if buyer and sent_to and buyer != sent_to and not {buyer, sent_to} & groups():
            words = f"{economy_name(buyer)} is said to have imported {stated} “to” {economy_name(sent_to)}"
            untold = Interval(float("nan"), float("nan"))
            yield Comparison("origin", stated, (), float("nan"), untold, f"{words}; imports come from an economy")
