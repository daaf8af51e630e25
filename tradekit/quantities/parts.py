"""Numbers that are no plain figures: fractions, multiples, spans of time in words, positions in an order."""

from __future__ import annotations

import re

from tradekit.quantities import grammar
from tradekit.quantities.grammar import SPACE
from tradekit.quantities.model import Atom, Skip

_OF_ONE = re.compile(
    rf"{SPACE}(?:of{SPACE})?(?:an?|one|1){SPACE}(?:per{SPACE}?cent(?:age)?|%)(?P<unit>{SPACE}point)?(?![\w])"
)


_OF_UNIT = re.compile(
    rf"(?:{SPACE}of)?(?P<one>{SPACE}(?:an?|one|1))?(?:{SPACE}|-)"
    r"(?P<unit>(?:percentage[ -])?point|cent|penny|dollar|pound|euro|tonne|ton|kilo|barrel|ounce|bushel|litre|day|hour|"
    rf"year)\b(?!-|[’']s|{SPACE}(?:ago|earlier|later|of)\b)"
)
_INDEX = re.compile(r"(?i:\b(?:index|pmi|gauge|barometer|composite)\b)")


def _of_unit(text: str, start: int, count: float, part: str, end: int) -> Atom | None:
    """Read a part of one unit: `half a cent`, `a quarter-point cut`, `three quarters of a tonne`."""
    match = _OF_UNIT.match(text, end)
    if match is None or not (match["one"] or match["unit"].endswith(("point", "cent"))):
        return None
    number = count / grammar.fractions()[part]
    atom = Atom(start, match.end(), start, match.end(), number, 0.05 * number, worded=True)
    unit = grammar.units().get(match["unit"])
    if unit is None:
        atom.unit, atom.form = (
            ("point", "count") if _INDEX.search(text[max(0, start - 80) : start]) else ("pp", "points")
        )
    else:
        atom.unit, atom.scale, atom.form = unit.unit, unit.factor, unit.form
    return atom


_COINS = {"nickel": ("USD", 0.05), "dime": ("USD", 0.1), "buck": ("USD", 1.0), "quid": ("GBP", 1.0)}
_THING = re.compile(  # `boosted by a nickel smelter`
    r"[ \n](?!(?:an?|per|to|from|at|in|on|after|and|or|but|each|apiece|as|by|this|last|for|with|while|against)\b)[a-z]"
)
_PENCE = re.compile(r"£|\bpence\b|\d ?p\b")
_CHANGE_BEHIND = re.compile(r"[ \n](?:up|down|higher|lower|more|less|dearer|cheaper|firmer|off)\b")


def coin_atom(text: str, start: int, end: int) -> Atom | None:
    """Read a coin for a change of price: `gained a penny`, `a nickel up`; else None."""
    words = text[max(0, start - 20) : start].lower().split()
    words = words[:-1] if words[-1:] == ["by"] else words
    moved = any(" ".join(words[-n:]) in grammar.changes() for n in (1, 2)) and not _THING.match(text, end)
    if not (moved or _CHANGE_BEHIND.match(text, end)):
        return None
    coin = text[start:end].lower().split()[-1]
    known = grammar.units().get(coin)
    code, worth = _COINS.get(coin) or ((known.unit, known.factor) if known else ("USD", 0.01))
    if coin == "penny" and not _PENCE.search(text, max(0, start - 400), end + 100):
        code = "USD"
    return Atom(start, end, start, end, 1.0, 0.05, scale=worth, unit=code, form="money", worded=True)


def fraction(text: str, start: int, count: float, part: str, end: int) -> Atom | Skip:
    """Read `count` of the parts of a whole that a fraction noun names."""
    if count >= grammar.fractions()[part]:
        return Skip(
            start,
            end,
            text[start:end],
            "duration in quarters" if part.startswith("quarter") else "not a part of a whole",
        )
    if of_unit := _of_unit(text, start, count, part, end):
        return of_unit
    if of_one := _OF_ONE.match(text, end):  # half a percentage point, a tenth of one per cent
        unit = "%" if of_one["unit"] is None else "pp"
        form = "percent" if unit == "%" else "points"
        value = count / grammar.fractions()[part]
        return Atom(start, of_one.end(), start, end, value, 0.05 * value, unit=unit, form=form, worded=True)
    return Atom(
        start,
        end,
        start,
        end,
        100 * count / grammar.fractions()[part],
        0.0,
        unit="%",
        form="fraction",
        worded=True,
    )


_AFTER_PART = re.compile(
    r"[ \n](?:capacity|of|the|its|their|his|her|our|that|those|what|this|these|last|more|less|higher|lower|larger|"
    r"smaller|fewer|from|to|on|off|"
    r"below|above|cheaper|as|compared|when|was|were|came|went|each|is|are|had|have|has|would|will|could|may|might|should|in|by|and|or|but|since|between|against|faster|slower|"
    r"wider|narrower|bigger|dearer|up|down|by|at|for|through|via|a|an|interest|grants?|loans?|again|year|after|than|with|while|now)\b"
    r"|[.,;:)\]”\"’–—?!]|[ \n][–—(-]|\s*$"
)
_NOT_A_PART = re.compile(
    r"(?i:\b(?:first|second|last|latter|other|former|this|that|next|previous|the|each|every|third|"
    r"fourth|final|early|in|better|early|same|per)[ \n])$"
)


def fraction_atom(text: str, start: int, end: int) -> Atom | Skip:
    """Read `a third`, `a quarter`, `half`, where they are parts and neither ordinals nor times."""
    words = text[start:end].lower().split()
    before = text[max(0, start - 12) : start]
    if _of_unit(text, start, 1.0, words[-1], end):
        return fraction(text, start, 1.0, words[-1], end)
    if words[-1] == "half":
        alone = _NOT_A_PART.search(before) or before.endswith(("-", "–"))
        if before.lower().endswith((" and a ", " and ")) and len(words) == 1 and before.lower().endswith("a "):
            alone = True
        half_time = re.match(
            r"(?:[ -](?:an?[ ])?(?:year|hour|century|day|decade|dozen|month|time|point)s?\b)|-",
            text[end : end + 14],
        )
        if half_time and not re.match(r"-(?:of)", text[end : end + 4]):
            return Skip(start, end, text[start:end], "duration or compound")
        if alone and not before.lower().endswith(("more than the ",)):
            return Skip(start, end, text[start:end], "half of a time or a pair")
    elif _NOT_A_PART.search(before) and words[-1] in ("quarter", "second"):
        return Skip(start, end, text[start:end], "a time")
    if not _AFTER_PART.match(text, end) and not _OF_ONE.match(text, end):
        return Skip(start, end, text[start:end], "ordinal")
    return fraction(text, start, 1.0, words[-1], end)


def fold_atom(text: str, start: int, end: int) -> Atom:
    """Read `twofold`, `fivefold`."""
    number = float(grammar.numbers()[text[start : end - 4].lower()])
    return Atom(start, end, start, end, number, 0.0, unit="x", form="verb", worded=True)


_VERBAL = re.compile(r"(?i:\b(?:to|will|would|could|may|might|can|should|must|not|and)[ \n])$")
_COMPARED = re.compile(rf"{SPACE}(?:the|that|those|what|its|their|as|this|last|from|to)\b")
# the present tense of a headline: `Rice imports triple in May`, `Sales of tea more than double`
_SUBJECT = re.compile(
    r"\b[A-Za-z][a-z]{2,}(?<!s)s(?:[ \n](?:of|to|from)(?:[ \n][\w’'-]+){1,3})?[ \n]"
    r"(?:(?:more than|nearly|almost|roughly)[ \n])?$"
)
_VERB_ENDS = re.compile(
    r"[.,;:\n]|$|[ \n](?:in|by|as|to|from|over|on|since|after|within|this|last|year|again|amid|between|for|at|and)\b"
)
_BASE = {
    "double": 2.0,
    "triple": 3.0,
    "treble": 3.0,
    "quadruple": 4.0,
    "halve": 0.5,
    "twice": 2.0,
    "thrice": 3.0,
}


def verb_atom(text: str, start: int, end: int) -> Atom | Skip:
    """Read `doubled`, `halving`, `to double`, `twice the`: multiples of new over old."""
    word = text[start:end].lower()
    if word in _BASE:
        compared = bool(_COMPARED.match(text, end))
        verbal = bool(_VERBAL.search(text[max(0, start - 8) : start])) and text[end : end + 1] in (
            " ",
            ",",
            ".",
            "\n",
        )
        verbal = verbal or bool(_SUBJECT.search(text[max(0, start - 48) : start]) and _VERB_ENDS.match(text, end))
        if not (compared or (verbal and word not in ("twice", "thrice"))):
            return Skip(start, end, text[start:end], "no multiple")
        return Atom(start, end, start, end, _BASE[word], 0.0, unit="x", form="verb", worded=True)
    if re.match(r"[ ]down\b|[ ]over(?=[,.;]|[ ]and\b)", text[end : end + 12]) or text[start - 4 : start].lower() in (
        "the ",
        "oth ",
    ):
        return Skip(start, end, text[start:end], "no multiple")
    return Atom(start, end, start, end, grammar.multiples()[word], 0.0, unit="x", form="verb", worded=True)


def span_atom(text: str, start: int, end: int) -> Atom:
    """Read `a decade`, `a decade and a half`, `a century`."""
    years = (10.0 if "decade" in text[start:end].lower() else 100.0) * (
        1.5 if text[start:end].lower().endswith("half") else 1.0
    )
    return Atom(start, end, start, end, years, 0.0, unit="year", form="duration", worded=True)


_SUPERLATIVE = re.compile(
    r"(?:[ -]|\n)(?:(?:most|least)[ -](?:[a-z]+)|largest|biggest|highest|lowest|smallest|greatest|"
    r"busiest|richest|poorest|"
    r"strongest|weakest|fastest|slowest|worst|best|cheapest|dearest|heaviest|steepest|sharpest|widest|longest|most|leading|"
    r"top|closest|ranked|placed)\b"
)
_RANKED = re.compile(
    r"(?i:\b(?:rank(?:s|ed|ing)?|came|comes|coming|come|placed|places|stood|stands|finished|"
    r"finishes|slipped to|rose to|climbed to|fell to)"
    r"(?:[ \n](?:in|at|as|only|just|still|now|even|again|a|the|joint|a distant|a close)){0,3}[ \n])$"
)
_IS = re.compile(
    r"(?i:\b(?:is|was|are|were|be|being|lies|lay)[ \n](?:in[ \n])?(?:(?:only|now|still|just|again)[ \n])?)$"
)
# an order told beside its thing: `Mexico, now ninth among the world's importers`, `(third after China and India)`
_APART = re.compile(r"(?:[,–—-][ \n]|\()(?:and[ ])?(?:(?:now|still|once|currently|only|just|today|already)[ ])?$")
_AMONG = re.compile(
    r"[ \n](?:among|behind|globally|worldwide|nationally|overall|only to"
    r"|in the (?:world|region|country|ranking|table|league|list)"
    r"|in (?:Asia|Africa|Europe|Latin America|the Americas)|after (?:the )?[A-Z]\w+)\b"
)
_PLACE = re.compile(r"[ -](?:place|position|spot|rank)\b")
_NUMBER_ONE = re.compile(r"(?:(?<!\w)(?:No\.?|Nos\.?|no\.|[Nn]umber|#)[ \u00a0-]?)$")


def rank_atom(text: str, start: int, end: int, place: int) -> Atom | Skip:
    """Read `second-largest`, `ranked third`, `came 15th`, where an ordinal ranks something."""
    if place > 1 and (match := _SUPERLATIVE.match(text, end)):
        return Atom(start, match.end(), start, end, float(place), 0.0, unit="rank", form="rank", worded=True)
    before = text[max(0, start - 32) : start]
    ranked = _RANKED.search(before) and not re.match(
        r"[ -](?:half|quarter|time|day|week|month|year)", text[end : end + 9]
    )
    is_placed = _IS.search(before) and re.match(r"[.,;:]|[ ](?:in|among|on|by|behind|with)\b", text[end : end + 8])
    apart = place > 1 and _APART.search(before) and _AMONG.match(text, end)
    with_part = re.search(r"[A-Z]\w+[ ]$", before) and re.match(r"[ ]with[ ][\d$€£]", text[end : end + 8])
    if (
        ranked
        or is_placed
        or apart
        or with_part
        or (_PLACE.match(text, end) and re.search(r"(?i:\b(?:in|to|at|took|holds?|held|the|from|into)[ ])$", before))
    ):
        return Atom(start, end, start, end, float(place), 0.0, unit="rank", form="rank", worded=True)
    return Skip(start, end, text[start:end], "ordinal")


def number_rank(text: str, start: int, end: int, value: float) -> Atom | None:
    """Read `No. 2`, `number one` as ranks; None if no such word stands before."""
    match = _NUMBER_ONE.search(text[max(0, start - 8) : start])
    if match is None or not 1 <= value <= 300 or value != int(value):
        return None
    begin = start - len(match[0])
    before = re.search(r"([A-Z][\w.]*)[ \n]$", text[max(0, begin - 24) : begin])
    if before and before[1] in grammar.names():
        return None
    return Atom(begin, end, start, end, value, 0.0, unit="rank", form="rank", worded=True)
