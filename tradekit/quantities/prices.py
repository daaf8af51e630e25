"""The unit of a price that names none: from its neighbour, its thing, its benchmark or its article."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from tradekit.quantities import grammar
from tradekit.quantities.counts import singular
from tradekit.quantities.grammar import SPACE
from tradekit.quantities.model import Find
from tradekit.tables import rows

_CLOSE = 300  # how far a price may stand from the one that tells its rate
_LINE = 120  # the same, in one clause
_STOP = re.compile(r"[;|\n]|\.\s")


class Quote(NamedTuple):
    """How a thing is quoted in a currency: per what, and the prices that it can have there."""

    currency: str
    per: str
    low: float
    high: float


def rate_prices(text: str, finds: Sequence[Find]) -> None:
    """Give each price that names no unit its unit.

    Parameters
    ----------
    text : str
        The text.
    finds : sequence of Find
        Its numbers; prices among them are changed in place.
    """
    _rate_by_thing(text, finds)
    _rate_conversions(text, finds)
    told, exchange = [find for find in finds if _rated(find)], [find for find in finds if _exchanged(find)]
    for find in finds:
        if _open(find):
            near = _near(text, find, told, _LINE, clause=True)
            _take(find, near or (_near(text, find, exchange, _LINE, clause=True) if _moved(text, find) else None))
    for find, after in itertools.zip_longest(finds, finds[1:]):
        if _open(find) and not _moves_to(text, find, after) and not _DIRECTED.match(text, find.last.end):
            _rate_by_benchmark(text, find)
    for find, after in itertools.zip_longest(finds, finds[1:]):
        if _open(find) and not _moves_to(text, find, after):
            _rate_by_benchmark(text, find, far=True)
    told = [find for find in finds if _rated(find)]
    for find in finds:
        if _open(find):
            close = _near(text, find, told, _LINE, clause=True)
            if not _SHARES.search(text[max(0, find.first.start - _LINE) : find.first.start].rpartition(". ")[2]):
                close = close or _near(text, find, told, _CLOSE, clause=False) or _of_article(text, find, told)
            _take(find, close)
        if _open(find) and _DIRECTED.match(text, find.last.end):
            _rate_by_benchmark(text, find)
    _rate_tables(text, finds)


def _open(find: Find) -> bool:
    """Whether a find is a sum of money that may be a price and names no unit."""
    price = find.last
    return price.form == "money" and not price.scaled and price.unit is not None and "/" not in price.unit


def _rated(find: Find) -> bool:
    """Whether a find is a price with its unit; an exchange rate is none."""
    price = find.last
    below = (price.unit or "").partition("/")[2]
    return price.form == "money" and not price.scaled and below != "" and not below.isupper()


def _exchanged(find: Find) -> bool:
    """Whether a find is an exchange rate."""
    return find.last.form == "money" and (find.last.unit or "").partition("/")[2].isupper()


def _take(find: Find, other: Find | None) -> None:
    if other is not None:
        find.set(other.last.unit, "money")


_MOVES_TO = re.compile(
    r"(?:,? or [^,;]{1,14},?)?(?: (?:higher|lower|up|down))?,? (?:to|at) (?:(?:a|about|around) )?\\?"
)


_SHARES = re.compile(r"(?i:\b(?:shares?|stock|scrip)\b)")
_DIRECTED = re.compile(r"[ \n](?:higher|lower|up|down|off|dearer|cheaper|firmer|weaker|more|less|above|below)\b")


def _moves_to(text: str, find: Find, after: Find | None) -> bool:
    """Whether a sum is a move that led to the next one: `rose $3, or 1%, to $250`."""
    if after is None or after.last.form == "percent":
        after_start = find.last.end + 30
        return bool(
            re.match(r",? or [^,;]{1,14},? (?:(?:higher|lower) )?(?:to|at) ", text[find.last.end : after_start])
        )
    return bool(_MOVES_TO.fullmatch(text[find.last.end : after.first.start]))


def _near(text: str, find: Find, told: Sequence[Find], reach: int, *, clause: bool) -> Find | None:
    """Find the nearest price with a unit, in the same clause or paragraph, that this one can be compared with."""
    # Only what stands close by is looked at, so that twice the text costs twice the time.
    low = bisect_left(told, find.first.start - 2 * reach, key=lambda other: other.first.start)
    best, least = None, (True, reach + 1)
    for other in itertools.islice(told, low, None):
        if other.first.start > find.last.end + reach:
            break
        start, end = min(find.last.end, other.last.end), max(find.first.start, other.first.start)
        between = text[start:end]
        alike = _written_alike(text, find, other, between)
        distance = (not alike, end - start)
        if other is find or distance >= least or "\n\n" in between or not _comparable(find, other, between):
            continue
        if clause and (not alike or _STOP.search(between)):
            continue
        close = (
            other.first.start < find.first.start and 1 / _HALF_AGAIN < find.last.value / other.last.value < _HALF_AGAIN
        )
        if clause and not close and _benchmark().search(between):
            continue
        best, least = other, distance
    return best


def _written_alike(text: str, find: Find, other: Find, between: str) -> bool:
    """Whether both are in cents or neither is; a move may be in cents: `up 14c to A$12.32/kg`, `$70.56, down 51c`."""
    if find.last.scale == other.last.scale or find.last.sign or _MOVES_TO.fullmatch(between):
        return True
    return _moved(text, find)


def _moved(text: str, find: Find) -> bool:
    """Whether a word of change stands right before a number."""
    before = text[max(0, find.first.start - 24) : find.first.start].lower().split()
    return bool(before) and before[-1] in grammar.changes()


def _comparable(find: Find, other: Find, between: str) -> bool:
    """Whether a price may be of the same thing: the same currency, and a change or a level of that size."""
    price, level = find.last, other.last
    if price.unit != str(level.unit).partition("/")[0]:
        return price.unit == "USD" and price.scale == 0.01 and bool(_MOVES_TO.fullmatch(between))
    exchange = "/" in str(level.unit) and str(level.unit)[-3:].isupper()  # a currency moves by less than a price
    least = level.value / (5000 if exchange else 200)
    least = 0.0 if _MOVES_TO.fullmatch(between) else least  # grain moves by quarters of a cent
    return least <= price.value <= level.value * 10


@cache
def _quotes() -> dict[str, list[Quote]]:
    quotes: dict[str, list[Quote]] = {}
    for r in rows("benchmarks"):
        quote = Quote(r["currency"], r["per"], float(r["low"]), float(r["high"]))
        quotes.setdefault(r["name"].lower(), []).append(quote)
    return quotes


@cache
def _benchmark() -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in sorted(_quotes(), key=lambda n: (-len(n), n)))
    return re.compile(rf"(?<![\w-])(?i:{names})(?![\w-])")


def quotes_before(words: str) -> list[Quote]:
    """Give how the last thing named in some words is quoted, in each currency."""
    names = _benchmark().findall(words)
    return _quotes()[names[-1].lower()] if names else []


# sums that are no prices of the thing named before them
_NO_PRICE = re.compile(
    r"(?i:\b(?:dividends?|fees?|fines?|deals?|bonus(?:es)?|tax(?:es)?|dut(?:y|ies)|lev(?:y|ies)|tariffs?|wages?|salar(?:y|ies)|"
    r"shares?|earnings|profits?|costs?|grants?|loans?|donat\w+|tickets?|investors?|worth|aid|workers?|farmers?)\b)"
)


def _rate_by_benchmark(text: str, find: Find, *, far: bool = False) -> None:
    """Read the unit that the trade quotes a thing in: `Brent $70.56`, `NY cocoa $8,012, London £6,270`.

    A contract is quoted as the thing that its paragraph is about: `COTTON – … December settled at 66.76 cents`.
    """
    price = find.last
    start = find.first.start
    before = _STOP.split(text[max(0, start - 80) : start])[-1]
    if far and not _CONTRACT.search(before):
        return
    if far:
        before = text[max(0, start - _CLOSE) : start].rpartition("\n\n")[2]
    if _NO_PRICE.match(text, find.last.end + 1):  # a $50 fine
        return
    for match in reversed(list(_benchmark().finditer(before))):
        if _NO_PRICE.search(before, match.end()):
            return
        for quote in _quotes()[match[0].lower()]:
            if quote.currency == price.unit and quote.low <= price.value <= quote.high:
                find.set(f"{price.unit}/{quote.per}", "money")
                return


_CONTRACT = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December|[Rr]aws|[Ww]hites|contract|"
    r"futures)\b[^.;]{0,40}$"
)
_PRICED = re.compile(
    r"(?i:\b(?:prices?|priced|market|quoted|trad(?:ed|ing|es)|support|resistance|settled|closed|futures|contract|bids?|offered|"
    r"asks?|fetch(?:ed|es)|arbitrage|differentials?|premiums?|discounts?)\b)"
)


def _of_article(text: str, find: Find, told: Sequence[Find]) -> Find | None:
    """Find the one unit that all prices of the text in this currency have, for a sum called one or much like them."""
    before = text[max(0, find.first.start - _LINE) : find.first.start].rpartition(". ")[2].rpartition("\n\n")[2]
    if _NO_PRICE.search(before) or _NO_PRICE.match(text, find.last.end + 1):
        return None
    same = [other for other in told[:_MANY] if str(other.last.unit).partition("/")[0] == find.last.unit]
    if len({other.last.unit for other in same}) > 1:  # nickel at $15,000 is no copper at $5.82 per pound
        same = [other for other in same if 1 / _ALIKE < find.last.value / other.last.value < _ALIKE]
    if len({other.last.unit for other in same}) != 1:
        return None
    like = [other for other in same if _comparable(find, other, "")]
    if not _PRICED.search(before):  # `There was a crowd at $4,400`, where gold is told at $4,381 an ounce
        like = [other for other in like if other.first.start < find.first.start]
        like = [other for other in like if 1 / _ALIKE < find.last.value / other.last.value < _ALIKE]
    return next(iter(like), None)


_ALIKE = 1.2
_HALF_AGAIN = 1.5


_MANY = 50  # prices of an article that are looked at for the unit of one that names none

_PRICE_OF = re.compile(r"(?i:\b(?:price|value|cost) (?:of|for|per) (?:a |an |one |each )?)(?P<thing>[a-z]+)\b")
# `earnings per share rose to $1.52`, `exports per working day fell 0.7% to $2.65bn`
_PER = re.compile(
    r"[a-z] (?:per|a) (?:working |business )?(?P<thing>share|day|tonne|ton|barrel|unit|head|passenger)\b[^;]{1,48}$"
)
# `booked 180,000 tons from Romania at around`, `2 million shares at`
_EPS = re.compile(r"\b(?:EPS|eps|DPS)\b[^.;,]{0,24}$")
_AT = re.compile(
    r"\d[\d.,]{0,12}(?:[ ](?:million|thousand|mn|m))?[ ](?P<thing>[a-z]+)\b(?:[ \n][\w’'-]+){0,5}[ \n]at"
    r"(?:[ \n](?:about|around|some|just|roughly|nearly|almost|over|under|an average(?:[ \n]of)?|a price of))?[ \n]$"
)
_SALE = re.compile(
    r"\b(?:sells?|sold|costs?|retail(?:s|ed)?|fetch(?:es|ed)|goes|went|trad(?:es|ed)|priced|offered|quoted|leaves|left|"
    r"bought|changed hands|brings|brought)\b[^,;]{0,24}$"
)
_PIECE = re.compile(
    r"\b(?:[Aa]n?|[Tt]he|[Ee]ach|[Oo]ne|"
    r"-?(?:kilo|kg|kilogram|pound|lb|litre|liter|gallon|tonne|ton|gram|ft|foot))[ \n](?:[a-z]+ed[ \n])?([a-z]+)\b"
)


def _rate_by_thing(text: str, finds: Sequence[Find]) -> None:
    """Read the rate from `the average price of a bag went to $331`, `a sack of sorghum sells for 85,000 pounds`."""
    for find in finds:
        if find.last.form != "money" or "/" in (find.last.unit or "/"):
            continue
        before = text[max(0, find.first.start - 120) : find.first.start].rpartition(". ")[2]
        if find.last.half < 0.1 * max(find.last.number, 1) and not find.last.scaled and _EPS.search(before):
            find.set(f"{find.last.unit}/share", "money")
            continue
        match = _PER.search(before)
        match = match if match or find.last.scaled else _PRICE_OF.search(before) or _AT.search(before)
        if match is None and find.last.scaled:
            continue
        thing = singular(match["thing"]) if match else _thing_sold(before)
        if thing == "share" and find.last.scaled:
            continue  # `a dividend of 45 cents a share and buy back €300 million`
        known = grammar.units().get("lb" if thing == "pound" else thing)
        if (known and (known.form == "physical" or thing == "day")) or thing in grammar.denominators():
            find.set(f"{find.last.unit}/{known.unit if known else grammar.denominators()[thing]}", "money")


def _thing_sold(before: str) -> str:
    """Find the thing sold by the piece in the words before a sum: `a 90-kilo sack of sorghum sells for`."""
    sale = _SALE.search(before)
    pieces = _PIECE.findall(before[: sale.start()]) if sale else []
    known = grammar.units()
    return next(
        (p for p in reversed(pieces) if p in grammar.denominators() or (p in known and known[p].form == "physical")), ""
    )


_TABLE = re.compile(r"(?m)^(?P<head>[^\n|]{0,60}\|[^\n]{1,300})(?P<rows>(?:\n[^\n|]{0,200}\|[^\n]{1,1000}){1,500})")
_PRICE_COLUMN = re.compile(
    r"(?i:\b(?:last|close|settle(?:ment)?|open|high|low|bid|ask|change|chg|price|prev(?:ious)?|net)\b)"
)


def _rate_tables(text: str, finds: Sequence[Find]) -> None:
    """Give the bare prices of a table (`Contract | Last | Change | Low`) the unit of the price told before it."""
    for table in _TABLE.finditer(text):
        columns = [bool(_PRICE_COLUMN.search(cell)) for cell in table["head"].split("|")]
        first, last = (bisect_left(finds, at, key=lambda find: find.first.start) for at in table.span("rows"))
        cells = [find for find in finds[first:last] if find.last.unit is None and not find.last.scaled]
        cells = [find for find, column in zip(cells, _columns(text, cells), strict=True) if any(columns[column:][:1])]
        if sum(columns) < 2 or not cells:
            continue
        told = (find for find in reversed(finds[max(0, first - _MANY) : first]) if _rated(find))
        like = next((find for find in told if 1 / 3 < find.last.value / (cells[0].last.value or 1) < 3), None)
        for cell in cells:
            _take(cell, like)


def _columns(text: str, finds: Sequence[Find]) -> list[int]:
    """Give the column of each number of a table: how many bars stand before it in its line."""
    lines = (text[text.rfind("\n", 0, find.first.start) + 1 : find.first.start] for find in finds)
    return [line.count("|") for line in lines]


def _rate_conversions(text: str, finds: Sequence[Find]) -> None:
    """Carry a rate over brackets: `4,908 ringgit ($1,108) a metric ton`, `$2.19 a kilo (Sh283)`."""
    for a, b in itertools.pairwise(finds):
        if a.last.form != "money" or b.last.form != "money" or not (a.last.unit and b.last.unit) or "/" in b.last.unit:
            continue
        if not re.fullmatch(rf"{SPACE}?\(", text[a.last.end : b.first.start]):
            continue
        below = a.last.unit.partition("/")[2]
        if a.last.scaled != b.last.scaled and below not in grammar.OFTEN.values():
            continue
        if below:
            b.set(f"{b.last.unit}/{a.last.unit.partition('/')[2]}", "money")
        elif text[b.last.end : b.last.end + 1] == ")" and (rate := grammar.per().match(text, b.last.end + 1)):
            _per(a, b, grammar.below(rate))
        elif often := grammar.often().match(text, b.last.end + 1):
            _per(a, b, grammar.OFTEN[often[1]])


def _per(a: Find, b: Find, below: str) -> None:
    a.set(f"{a.last.unit}/{below}", "money")
    b.set(f"{b.last.unit}/{below}", "money")
