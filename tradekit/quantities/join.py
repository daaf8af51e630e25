"""What numbers share with their neighbours: the ends of a range, the unit of a list, the rate of a price."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from tradekit.quantities import counts, grammar
from tradekit.quantities.atoms import read_rate
from tradekit.quantities.grammar import SPACE
from tradekit.quantities.model import Atom, Find
from tradekit.quantities.prices import rate_prices
from tradekit.quantities.quoted import another_subject

_RANGE = re.compile(r"^(?P<dash>[ ]?[-–—][ ]?)$|^[ \n](?P<word>to|and|or)[ \n]$")
_LIST = re.compile(r"^(?:,|,?[ \n](?:and|or))[ \n]$")
# what leaves out its verb and its unit: `Hong Kong took 45 and Vietnam 20 tonnes`
_GAPPED = re.compile(r"(?:[,;]|,?[ ](?:and|but|while))[ \n](?:the[ ])?(?:[A-Z][\w’'.-]*[ \n]){1,3}")
_WIDE = 20  # no range of prices reaches from one to this many times it
_EQUALS = re.compile(r"^(?:[ \n][a-z]+)?[ ]=[ ]$")


def join(text: str, atoms: list[Atom]) -> list[Find]:
    """Join the ends of ranges, and let numbers take what their neighbours say of them.

    Parameters
    ----------
    text : str
        The text.
    atoms : list of Atom
        Its numbers, in order; they are changed in place.

    Returns
    -------
    list of Find
        In order; the two sides of `$1 = 4.4 ringgit` become one.
    """
    _add_up(text, atoms)
    _share_in_lists(text, atoms)
    finds = list(_pair(text, atoms))
    _rate_changes(text, finds)
    rate_prices(text, finds)
    _compare(text, finds)
    _lead(text, finds)
    return _drop_definitions(text, finds)


_TO = re.compile(r"[ \n](?:to|at)[ \n](?:about[ \n])?")
_DAILY = re.compile(r"(?i:\bdaily[ \n](?:average[ \n])?[a-z]+[ \n](?:[a-z]+[ \n]){0,4}$)")


def _rate_changes(text: str, finds: Sequence[Find]) -> None:
    """Give a weight its rate: `slipped by 80 kilos to 510 kilos a hectare`, `daily output averaged 12 tonnes`."""
    for find, after in itertools.zip_longest(finds, finds[1:]):
        a = find.last
        if a.form != "physical" or a.unit is None or "/" in a.unit:
            continue
        if _DAILY.search(text[max(0, find.first.start - 48) : find.first.start]):
            find.set(f"{a.unit}/day", a.form)
        elif after and str(after.last.unit).startswith(f"{a.unit}/") and _TO.fullmatch(text[a.end : after.first.start]):
            find.set(after.last.unit, a.form)


def _add_up(text: str, atoms: list[Atom]) -> None:
    """Read `255 billion 777 million dollars` as one number."""
    for i in range(len(atoms) - 2, -1, -1):
        a, b = atoms[i], atoms[i + 1]
        if (
            a.scaled
            and a.unit is None
            and b.scaled
            and a.scale > b.scale > 1
            and b.number < 1000
            and re.fullmatch(SPACE, text[a.end : b.start])
        ):
            a.number, a.scale, a.half = (a.value + b.value) / b.scale, b.scale, b.half
            a.unit, a.form, a.to, a.end = b.unit, b.form, b.to, b.end
            del atoms[i + 1]


def _share_in_lists(text: str, atoms: list[Atom]) -> None:
    """Let the numbers of a list take the scale and unit that its last one says; a comma alone makes no list."""
    listed = False  # whether the number behind belongs to a list that ends in `and` or `or`
    for a, b in zip(reversed(atoms[:-1]), reversed(atoms[1:]), strict=True):
        between = text[a.end : b.start]
        joined = len(between) <= 6 and bool(_LIST.match(between)) and (listed or "and" in between or "or" in between)
        joined = joined or (b.unit is not None and len(between) < 40 and bool(_GAPPED.fullmatch(between)))
        joined = joined and not (b.unit == "%" and between.startswith(", or"))  # `1,240, or 22%`
        listed = False
        if not joined or a.form == "rank" or b.form == "rank":
            continue
        if b.form == "percent" and between.startswith(", or") and a.half == 0.5 and a.number > b.number:
            continue  # down by 1,240, or 22%
        if a.bare and b.form not in ("count", "fraction"):
            _share(a, b)
            listed = True
        elif a.prefixed and not a.scaled and b.prefixed and b.scaled and a.number < 1000 and "/" not in str(a.unit):
            a.scale, a.scaled, listed = b.scale, True, True


def _share(a: Atom, b: Atom) -> None:
    """Let a number take the scale and the unit of the one behind it."""
    if a.unit is None:
        a.unit, a.form = b.unit, b.form
        a.scale = a.scale if a.scaled else b.scale
    elif a.prefixed and not a.scaled:
        a.scale = b.scale
    a.scaled = a.scaled or b.scaled


def _pair(text: str, atoms: list[Atom]) -> Iterator[Find]:
    """Join both ends of each range."""
    i = 0
    while i < len(atoms):
        a, b = atoms[i], atoms[i + 1] if i + 1 < len(atoms) else None
        i += 1
        if b is not None and _is_range(text, a, b):
            _share(a, b)
            if b.unit is None:
                b.unit, b.form = a.unit, a.form
                read_rate(text, b)
            yield Find(a, b)
            i += 1
            continue
        if (
            b is not None
            and a.unit is None
            and (b.form == "percent" or b.scaled)
            and (not a.scaled or b.unit)
            and not b.sign
            and re.fullmatch(rf"{SPACE}to{SPACE}", text[a.end : b.start])
            and 0.02 < b.number / max(a.number, 1e-9) < 50
            and re.search(rf"\bfrom{SPACE}(?:\w+{SPACE}){{0,2}}$", text[max(0, a.start - 24) : a.start])
        ):
            _share(a, b)  # lowered from 70 to 50 per cent
        elif (
            b is not None
            and text[a.end : b.start].strip() == "to"
            and b.bare
            and a.unit
            and not b.sign
            and counts.counted_noun(text, b.end) is None
            and b.value <= _WIDE * a.value
        ):
            b.unit, b.form, b.half = a.unit, a.form, b.half if a.half else 0.0  # from 15 years to 30
        elif b is not None and a.unit is None and b.form == "physical" and _PART_OF.fullmatch(text[a.end : b.start]):
            a.unit, a.form = b.unit, b.form  # 5.9 million of the 8.6 million tonnes
        yield Find(a)


_PART_OF = re.compile(r"[ \n]of[ \n](?:the|its|their|all|these|those)[ \n](?:\w+[ \n])?")


def _is_range(text: str, a: Atom, b: Atom) -> bool:
    """Whether two numbers are the ends of one range."""
    between = _RANGE.match(text[a.end : b.start])
    if a.prefixed and b.prefixed and b.value > _WIDE * a.value:
        return False  # `lead $12 to $2,033`
    if between and between["word"] == "to" and "money" in (a.form, b.form) and _a_move(text, a, b):
        return False
    if between is None or (b.sign and a.sign != "-") or {a.form, b.form} & {"rank", "verb"} or not _alike(a, b):
        return False
    before = text[max(0, a.start - 24) : a.start].lower()
    if between["word"] == "and":
        return bool(re.search(r"\bbetween[ \n](?:\w+[ \n]){0,2}$", before))
    if between["word"] == "or":  # a list may have given the first one the unit already: `four or five years`
        return not a.prefixed and a.end == a.to and a.number == int(a.number) and b.number == a.number + 1
    if between["word"] != "to":
        return True
    words = before.split()
    if re.search(r"\bfrom[ \n](?:\w+[ \n]){0,2}$", before):
        return not _changes_before(text, a.start)
    if a.unit is not None and words and (words[-1] in grammar.changes() or "by" in words[-2:]):
        # `rose 2.1% to 3.4%` are a growth and a level, but `shipments down 4.5% to 7.9%` a range
        directed = a.unit == "%" and words[-1] in ("up", "down") and words[-2:-1] not in (["went"], ["was"], ["is"])
        near = b.value <= _NEAR_ENDS * a.value and a.scaled == b.scaled
        return directed or (near and _to_come(text, a.start, by="by" in words[-2:]))
    noun = between["word"] == "to" and not a.unit and not b.unit and counts.counted_noun(text, b.end)
    return a.unit is not None or b.unit is not None or b.scaled or bool(noun)


def _a_move(text: str, a: Atom, b: Atom) -> bool:
    """Whether a sum is a move that led to a price: `lost 9-1/2 to $10.61`, `put on 82 cents to $68.15`."""
    words = text[max(0, a.start - 24) : a.start].lower().split()
    moved = any(" ".join(words[-n:]) in grammar.changes() for n in (1, 2)) or words[-2:] in (
        ["gain", "of"],
        ["loss", "of"],
    )
    small = not b.scaled and b.value > _FAR_ENDS * a.number * (a.scale if a.unit else b.scale)
    return small or (moved and (b.prefixed or a.scale != b.scale) and not (a.prefixed and b.prefixed))


_FAR_ENDS = 8  # a price that much above a sum is no end of a range with it
_AHEAD = re.compile(
    r"\b(?:will|would|could|may|might|should|shall|can|to|must|sees?|seen|expects?|expected|forecasts?|predicts?|"
    r"projects?|estimates?|reckons?|likely)[ \n](?:[\w’'-]+[ \n]){0,6}?$"
)
_NEAR_ENDS = 2.5  # the ends of a range of growth lie close together


def _to_come(text: str, start: int, *, by: bool) -> bool:
    """Whether a change is still to come, so that two figures are a range: `would grow 4% to 6%`."""
    before = re.split(r"[.;,]\s", text[max(0, start - 80) : start].lower())[-1]
    verb = re.search(r"([a-z]+)(?:[ \n]by)?(?:[ \n](?:about|around|some|a|another))?[ \n]$", before)
    if verb is None or grammar.changes().get(verb[1], ("", ""))[1] == "noun":
        return False
    return (by and verb[1].endswith("ing")) or bool(_AHEAD.search(before[: verb.start()] or " "))


def _alike(a: Atom, b: Atom) -> bool:
    """Whether two numbers can be the ends of one range: in order, of one unit or with one left out."""
    low = a.number * (a.scale if a.scaled or (a.unit and not a.prefixed) else b.scale)
    high = b.value * (-1 if b.sign == "-" else 1)
    falling = a.bare and not a.sign and b.unit == "%" and low < 10 * b.value  # `fall 5 to 3%`
    if not (falling or (-low if a.sign == "-" else low) < high * (1 + 1e-9)):
        return False
    if a.unit is not None and b.unit is not None and a.unit != b.unit and a.unit != b.unit.split("/")[0]:
        return False
    return not ((a.unit is None and a.scaled and not b.scaled) or (a.unit and not a.prefixed and b.unit is None))


def _changes_before(text: str, start: int) -> bool:
    """Whether a word of change stands shortly before, so that `from A to B` are two levels."""
    words = re.findall(r"[a-z]+", text[max(0, start - 48) : start].lower().rpartition(".")[2])
    return any(word in grammar.changes() or word in _MOVES for word in words)


_MOVES = frozenset(
    "go goes going gone went move moves moved moving swung swing shifted switched revised taken took".split()
)


_PRIOR = re.compile(
    r"(?i:\b(?:prior|previous|previously|vs\.?|versus|against|from|compared with|after|than))[ \n]$"
)  # a bare sum in thousands is none
_COMPARED = re.compile(
    r"(?i:\b(?:from|to|against|than|versus|vs\.?|prior|previous|after|was|at|the|instead of|rather than|compared with|"
    r"wants?|asks?|charges?|pays?|costs?|took|"
    r"(?:aim(?:s|ed|ing)?|look(?:s|ed|ing)?|hop(?:es|ed|ing)|ask(?:s|ed|ing)?|call(?:s|ed|ing)?) for)"
    r"(?:[ \n](?:about|around|some|nearly|almost|just|over|under|the|a|record))*)[ \n]$"
)


_POINTS = re.compile(r"[ \n]points?\b")


def _lead(text: str, finds: list[Find]) -> None:
    """Give a move the rate that it led to: `slipped by 80 kilos to 510 kilos a hectare`."""
    for find, after in itertools.pairwise(finds):
        a, b = find.last, after.last
        led = re.fullmatch(rf"{SPACE}to{SPACE}", text[a.end : b.start])
        if led and a.form == b.form == "physical" and b.unit and b.unit.partition("/")[0] == a.unit:
            find.set(b.unit, "physical")


def _compare(text: str, finds: list[Find]) -> None:
    """Give a bare number the unit of the one it is compared with: `4,150 ringgit a tonne, up from 4,020`."""
    for i, find in enumerate(finds):
        b = find.first
        if find.other or b.unit or b.form != "count" or text[b.end : b.end + 1] == "-":
            continue
        before = text[max(0, b.start - 32) : b.start]
        compared = (_PRIOR if b.scaled or b.worded else _COMPARED).search(before)
        if not compared or counts.counted_noun(text, b.end) is not None:
            continue
        earlier = (f.last for f in reversed(finds[max(0, i - 4) : i]))
        told = [a for a in earlier if a.form not in ("percent", "fraction") and a.unit]
        beside = finds[i - 1].last if i else None
        if beside and (_POINTS.match(text, beside.end) or (beside.form == "percent" and b.number < 100)):
            if beside.form == "percent" and b.start - beside.end < 12 and not b.scaled:
                find.set("%", "percent")  # to 25.1 per cent from 24.6
            continue
        if beside and beside.form == "count" and not beside.unit and not b.scaled:
            counted = counts.counted_noun(text, beside.end)
            if counted and not re.search(r"[.][ \n]|\n\n", text[beside.end : b.start]):
                find.set(counted[0], "count")  # `430 containers in December, compared with 180 a year earlier`
                continue
        a = next((a for a in told if a.scale >= 1), next(iter(told), None))  # rather than of a move in cents
        if (
            a is None
            or (a.scaled != b.scaled and not _PRIOR.search(before))
            or a.form in ("multiple", "rank", "verb", "fraction", "points")
            or b.start - a.end > 120
            or ". " in text[a.end : b.start]
            or ((a.unit or "")[-3:].isupper() and "/" in str(a.unit) and another_subject(text[a.end : b.start]))
        ):
            continue
        nearest = 2.5 if a.scaled else 10
        ratio = (b.value if b.scaled else b.number) / max(a.value if b.scaled else a.number, 1e-9)
        if 1 / nearest <= ratio <= nearest:
            b.unit, b.form = a.unit, a.form
            if not b.scaled:
                b.scale, b.scaled = a.scale, a.scaled


def _drop_definitions(text: str, finds: list[Find]) -> list[Find]:
    """Read `$1 = 4.4270 ringgit` as one exchange rate, and leave `1 crore = 10 million` alone."""
    kept: list[Find] = []
    for find in finds:
        a, b = kept[-1].last if kept else None, find.first
        if a is None or not _EQUALS.match(text[a.end : b.start]):
            kept.append(find)
            continue
        kept.pop()
        if a.form == b.form == "money" and a.value == 1 and a.unit != b.unit:
            b.unit = f"{b.unit}/{a.unit}" if "/" not in str(b.unit) else b.unit
            kept.append(find)
    return kept
