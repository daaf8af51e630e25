"""The tables turned into patterns and look-ups, once, at first use."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from tradekit.tables import rows
from tradekit.tables.words import lowered

# White space inside a quantity: a soft line break counts, a blank line does not.
SPACE = r"(?:[^\S\r\n]|\n(?![ \t]{0,8}\n))"
DIGITS = (
    r"\d{1,3}(?:,\d{3}){1,8}(?:\.\d{1,9})?(?!\d)"
    r"|\d{1,2}(?:,\d{2}){1,5},\d{3}(?:\.\d{1,9})?(?!\d)"  # 1,00,000: Indian grouping
    r"|\d{1,3}(?:\.\d{3}){1,5},\d{1,3}(?!\d)"  # 1.234,5
    r"|\d{1,3}(?:\.\d{3}){2,5}(?![\d.,]?\d)"  # 1.234.567
    r"|\d{1,3},\d{1,2}(?![\d,])"  # 12,5: a decimal comma
    r"|\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3}){1,5}(?![\d.,]?\d)"  # 816 000
    r"|\d{1,30}(?:\.\d{1,30})?"
)
VULGAR = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}


class Unit(NamedTuple):
    """A unit word: the unit it stands for, in multiples of it, and its form."""

    unit: str
    factor: float
    form: str


def alternation(words: Iterable[str]) -> str:
    """Join words to a pattern, longest first; words of more than three letters match in any case."""
    patterns = {word: re.escape(word).replace(r"\ ", r"\s") for word in sorted(words, key=lambda w: (-len(w), w))}
    short = [pattern for word, pattern in patterns.items() if len(word) <= 3]
    long = [pattern for word, pattern in patterns.items() if len(word) > 3]
    return "|".join([f"(?i:{'|'.join(long)})", *short] if long else short)


@cache
def scales() -> dict[str, float]:
    """Give each scale word its factor."""
    return {row["word"]: float(row["factor"]) for row in rows("scales")}


@cache
def units() -> dict[str, Unit]:
    """Give each unit word, and each currency word that stands behind its number, its unit."""
    table = {r["word"]: Unit(r["unit"], float(r["factor"]), r["form"]) for r in rows("units")}
    for r in rows("currencies"):
        if r["place"] in ("after", "both"):
            # `pounds` alone are money; behind them a thing makes them a weight (see `atoms.weight`).
            table[r["word"]] = Unit(r["code"], float(r["factor"]), "money")
    return table


@cache
def signs() -> dict[str, str]:
    """Give each currency sign or code that stands before its number the ISO 4217 code."""
    return {r["word"]: r["code"] for r in rows("currencies") if r["place"] in ("before", "both")}


@cache
def numbers() -> dict[str, int]:
    """Give each number word its value."""
    return {row["word"]: int(row["value"]) for row in rows("numbers")}


@cache
def fractions() -> dict[str, int]:
    """Give each fraction noun the number of parts of its whole."""
    return {row["word"]: int(row["parts"]) for row in rows("fractions")}


@cache
def ordinals() -> dict[str, int]:
    """Give each ordinal its place."""
    return {row["word"]: int(row["value"]) for row in rows("ordinals")}


@cache
def multiples() -> dict[str, float]:
    """Give each verb that carries a multiple its value."""
    return {row["word"]: float(row["value"]) for row in rows("multiples")}


@cache
def hedges(place: str) -> dict[str, str]:
    """Give each hedge that stands `before` or `after` its number its qualifier."""
    return {row["words"]: row["qualifier"] for row in rows("hedges") if row["place"] == place}


@cache
def names() -> dict[str, str]:
    """Give each word behind which a bare number is part of a name the reason."""
    return {row["word"]: row["reason"] for row in rows("names")}


@cache
def singulars() -> dict[str, str]:
    """Give each irregular plural its singular."""
    return {row["plural"]: row["singular"] for row in rows("nouns")}


@cache
def function_words() -> frozenset[str]:
    """Give the words that end a noun phrase."""
    return frozenset(row["word"] for row in rows("function_words"))


@cache
def changes() -> dict[str, tuple[str, str]]:
    """Give each word of change its sign and its part of speech."""
    return {row["word"]: (row["sign"], row["part"]) for row in rows("changes")}


@cache
def anchor() -> re.Pattern[str]:
    """Match where a number may begin: digits, number words, fractions, ranks and verbs that carry a multiple."""
    cardinal = "|".join(sorted(numbers(), key=len, reverse=True))
    big = "hundred|thousand|million|billion|trillion|lakh|crore|dozen"
    ordinal = "|".join(sorted(ordinals(), key=len, reverse=True))
    fraction = "|".join(sorted(fractions(), key=len, reverse=True))
    verb = "|".join([*multiples(), "double", "triple", "treble", "quadruple", "halve", "twice", "thrice"])
    return re.compile(
        rf"(?<!\d)(?P<digits>(?:{DIGITS})[½¼¾]?|[½¼¾⅓⅔])"
        rf"|(?<![\w’'])(?ai:(?:(?P<words>half{SPACE}?-?(?:a|an){SPACE}(?:{big})\b|half-(?:{big})\b"
        rf"|an?{SPACE}(?:half{SPACE})?(?:{big})\b|(?:{cardinal}|dozen)\b)"
        rf"|(?P<fraction>an?{SPACE}(?:{fraction})\b|half\b)"
        rf"|(?P<coin>an?{SPACE}(?:penny|cent|nickel|dime|quid|buck|dollar|euro|pound)\b)"
        rf"|(?P<fold>(?:{cardinal})fold\b)"
        rf"|(?P<span>a{SPACE}(?:decade|century)(?:{SPACE}and{SPACE}a{SPACE}half)?\b|(?<=past "
        rf")decade\b|(?<=last )decade\b|(?<=next )decade\b)"
        rf"|(?P<ordinal>(?:{ordinal})\b)"
        rf"|(?P<verb>(?:{verb})\b)))"
    )


_DIGITS = re.compile(r"\d+|[½¼¾⅓⅔]")


@cache
def _anchoring() -> AhoCorasick:
    """Find the words that a number begins with, but for the article of some."""
    big = "hundred thousand million billion trillion lakh crore dozen double triple treble quadruple halve twice thrice"
    coins = "penny cent nickel dime quid buck dollar euro pound half decade century"
    words = {*numbers(), *ordinals(), *fractions(), *multiples(), *big.split(), *coins.split()}
    return AhoCorasick(sorted(words), MatchKind.Standard)


def anchored(text: str) -> list[int]:
    """Give the offsets at which `anchor` can match, in order, and some more."""
    low = lowered(text)
    found = {match.start() for match in _DIGITS.finditer(text)}
    for _, start, _ in _anchoring().find_matches_as_indexes(low, overlapping=True):
        if start and ((last := low[start - 1]).isalnum() or last in "_’'"):
            continue
        found.add(start)
        if start > 1 and low[start - 2] in "an":  # the article of `a million`, `an eighth`
            found.add(start - 2 if low[start - 2] == "a" else start - 3)
    return sorted(found)


_JOINTS = frozenset(" -\t\n\u00a0\u202f\u2009")


def _letter(text: str, at: int) -> str:
    """Give the letter or sign that stands at an offset, or behind one blank or hyphen there, in lower case."""
    return text[at + 1 : at + 2].lower() if text[at : at + 1] in _JOINTS else text[at : at + 1].lower()


@cache
def _scale() -> tuple[frozenset[str], re.Pattern[str]]:
    long = [w for w in scales() if len(w) > 1 or w == "k"]
    short = [w for w in scales() if len(w) == 1]
    return frozenset(w[0].lower() for w in scales()), re.compile(
        rf"(?P<scale>(?:{SPACE}|-)?(?:{alternation(long)})(?!\w)(?:{SPACE}(?i:lakh|crore)s?\b)?"
        rf"|(?:{'|'.join(short)})(?![\w])"
        rf"|(?:{alternation(['bn', 'mn', 'tn', 'm'])})(?=(?:tpa|tpy|bpd|t|bbl|bbls)\b))"
    )


def scale_behind(text: str, at: int) -> re.Match[str] | None:
    """Match the scale behind a number that ends at an offset."""
    letters, pattern = _scale()
    return pattern.match(text, at) if _letter(text, at) in letters else None


@cache
def _units_with(letter: str) -> re.Pattern[str]:
    words = [word for word in units() if word[0].lower() == letter]
    return re.compile(rf"(?:{SPACE}|-)?(?P<unit>{alternation(words)})(?!\w)")


def unit_behind(text: str, at: int) -> re.Match[str] | None:
    """Match the unit or currency behind a number, or its scale, that ends at an offset."""
    letter = _letter(text, at)
    return _units_with(letter).match(text, at) if letter in _initials() else None


@cache
def _initials() -> frozenset[str]:
    return frozenset(word[0].lower() for word in units())


@cache
def denominators() -> dict[str, str]:
    """Give each thing that is priced by the piece its singular."""
    return {row["word"]: row["unit"] or row["word"] for row in rows("denominators")}


@cache
def per() -> re.Pattern[str]:
    """Match the lower half of a rate: ` a barrel`, `/tonne`, ` per day`, ` per 40ft container`."""
    table = units()
    below = [w for w, u in table.items() if u.form in ("physical", "duration", "money") and "/" not in u.unit]
    things = alternation([*below, *denominators()])
    size = (
        rf"(?:(?:1,000|\d{{2,3}}(?:{SPACE}|-)?(?:ft|foot|feet|kg|kilogram|kilo|lb|pound|litre|"
        rf"liter))(?:{SPACE}|-))?"
    )
    return re.compile(
        rf"(?:{SPACE}(?:(?:(?:on|for|from|to){SPACE})?(?:each|every)|an?|to{SPACE}the(?={SPACE}(?:hectare|acre|gallon))){SPACE}(?:metric{SPACE})?|-(?:an?|per)-|{SPACE}?/{SPACE}?|{SPACE}per(?:{SPACE}|-)){size}"
        rf"(?P<below>{things})(?![\w-])(?!{SPACE}(?:ago|earlier|before|later|prior)\b)"
        rf"(?!(?<=quarter){SPACE}of\b)|{SPACE}per{SPACE}{size}(?P<noun>[a-z]{{3,20}})\b"
    )


OFTEN = {"annually": "year", "yearly": "year", "monthly": "month", "weekly": "week", "daily": "day"}


@cache
def often() -> re.Pattern[str]:
    """Match an adverb that makes a rate of an amount: `$30 million annually`, but not `daily rations`."""
    ends = rf"(?=[,.;:)]|{SPACE}(?:on|in|from|to|by|for|and|at|since|until|through|over)\b|$)"
    return re.compile(rf"{SPACE}({'|'.join(OFTEN)}){ends}")


def unit(word: str) -> Unit | None:
    """Look a unit or currency word up as it stands in the text; long words in any case."""
    plain = re.sub(r"[\s\u00a0\u202f\u2009]+", " ", word)
    return units().get(plain) or units().get(plain.lower()) or _lower_units().get(plain.lower())


@cache
def _lower_units() -> dict[str, Unit]:
    return {word.lower(): unit for word, unit in units().items() if len(word) > 3}


def below(match: re.Match[str]) -> str:
    """Give the unit of the lower half of a rate that `per` matched."""
    from tradekit.quantities.counts import singular

    word = match["below"] or match["noun"]
    known = unit(word)
    return known.unit if known else denominators().get(word) or singular(word)
