"""Single numbers with what is written on them: sign, currency, scale, unit, rate."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tradekit.quantities import grammar, numerals
from tradekit.quantities.grammar import SPACE
from tradekit.quantities.model import Skip

MINUS = "-−–—"
_LEFT = re.compile(
    r"(?P<outer>[+\-−–—±]?)(?P<token>(?:[A-Za-z]{1,3}\.?){0,2}\\?[^\w\s.,;:()\[\]+\-−–—±\"'“”‘’/*…]"
    r"|[A-Za-z¢₵]{1,5}\.?)?(?P<inner>[+\-−–±]?)(?P<gap>[ \u00a0\u202f]?)$"
)
_MINUS_WORD = re.compile(r"(?i:\b(?:minus|negative))[ \u00a0](?:[A-Z]{0,3}[$€£¥])?$")
_PARTS = re.compile(
    rf"{SPACE}(?:in|out{SPACE}of)(?:{SPACE}every)?{SPACE}(?P<whole>\d{{1,4}}(?![\d.,]*\d|%)|[a-z]{{3,7}})\b",
    re.IGNORECASE,
)
_TO_ONE = re.compile(rf"(?:{SPACE}to{SPACE}|-to-)(?:one|1)\b(?![,.]?\d)(?!{SPACE}(?:million|billion|trillion))")
_FRACTION_TAIL = re.compile(
    r"(?:[ -]|\n)(?P<part>half|thirds?|quarters?|fourths?|fifths?|sixths?|sevenths?|eighths?|"
    r"ninths?|tenths?)\b"
)
_EXCHANGE = re.compile(
    rf"{SPACE}(?:to|per|against|a){SPACE}(?:(?:the|one){SPACE})?(?:(?:U\.S\.|US|American){SPACE})?"
    r"(?P<base>dollar|greenback|euro|pound|yen|yuan|ruble|rouble|rupee|franc)\b"
)
_QUOTED = re.compile(
    r"\b(?i:yen|yuan|renminbi|rubles?|roubles?|rupees?|won|rand|lira|real|birr|shillings?|naira|pesos?|tenge|hryvnia|euro|sterling|pound|franc|baht|ringgit|rupiah|dong)\b"
)
_BASE_CURRENCY = re.compile(r"(?:\b[Tt]he[ \n](euro|pound)\b(?! (?:area|zone))|\b([Ss]terling)\b)")
_POINT = re.compile(r"-point-(?P<decimals>\d{1,6}|[a-z]+(?:-[a-z]+){0,4}?)(?=[ ,.;)]|$|\n|-percent)")
_PACKED = re.compile(
    r"[ -](?:(?:[a-z]+ )?(?:bags?|sacks?|containers?|drums?|bottles?|cartons?|packs?|broken|protein|"
    r"moisture|purity|grade|box(?:es)?|bales?|tins?|pallets?)|Fe|black|wheat|rice|cocoa)\b"
)
_WEIGHT = re.compile(rf"{SPACE}of{SPACE}[a-z]")


@dataclass(slots=True)
class Atom:
    """One number and what is attached to it; `number` is as written, before its scale."""

    start: int
    end: int
    at: int  # where the number itself begins and ends, without sign, currency, scale and unit
    to: int
    number: float
    half: float
    scale: float = 1.0
    scaled: bool = False
    prefixed: bool = False
    unit: str | None = None
    form: str = "count"
    sign: str = ""
    worded: bool = False

    @property
    def value(self) -> float:
        """The number in base units."""
        return self.number * self.scale

    @property
    def bare(self) -> bool:
        """Whether nothing says what the number is of."""
        return self.unit is None and not self.scaled


def read_left(text: str, atom: Atom) -> str | None:
    """Take in the sign and the currency before the number; give a reason if it is part of a name."""
    left = text[max(0, atom.at - 12) : atom.at]
    match = _LEFT.search(left)
    token = (match["token"] or "") if match else ""
    code = grammar.signs().get(token.replace("\\", "")) if token else None
    offset = max(0, atom.at - 12)
    if match and code and _currency_fits(text, atom, offset + match.start("token"), token, match["gap"]):
        atom.start = offset + match.start("token") + token.startswith("\\")
        atom.unit, atom.form, atom.prefixed = code, "money", True
        sign, before = match["inner"], offset + match.start("outer")
        if match["outer"] and not (before and (text[before - 1].isalnum() or text[before - 1] in "%.")):
            sign, atom.start = match["outer"], before
    elif left and left[-1].isalpha():
        return "name"
    else:
        sign = left[-1] if left and left[-1] in "+±" + MINUS else ""
        before = atom.at - 1
        if sign in MINUS and sign:
            previous = text[before - 1] if before else " "
            if previous.isalpha() or previous in ")":
                return "name"  # COVID-19, S-400
            if previous.isdigit() or previous in "%.,/":
                sign = ""  # the dash of a range
        if sign:
            atom.start = before
    atom.sign = "-" if sign and sign in MINUS else "+" if sign == "+" else ""
    if not atom.sign and _MINUS_WORD.search(text[max(0, atom.at - 14) : atom.at]):
        atom.sign = "-"
    return None


def _currency_fits(text: str, atom: Atom, start: int, token: str, gap: str) -> bool:
    """Whether a currency token is one here: letters need a boundary before and a sum behind."""
    before = text[start - 1] if start else " "
    if not token[-1].isalpha() and token[-1] != ".":
        return not (before.isalpha() and token[0].isalpha())
    if before.isalnum() or before in {"-", "&", "$"}:
        return False
    written = text[atom.at : atom.to]
    scaled = grammar.suffix().match(text, atom.to)
    large = bool(scaled and scaled["scale"]) or "," in written or "." in written
    return large or (
        len(token) > 1 and (len(written) >= 3 or token in ("Rs", "Rs.", "Br", "Sh", "USD", "EUR") or not gap)
    )


def read_right(text: str, atom: Atom) -> str | None:
    """Take in the scale, the unit or currency and the rate behind the number; give a reason to leave it alone."""
    match = grammar.suffix().match(text, atom.to)
    if match is None:
        return None
    if match["scale"]:
        atom.scale, atom.scaled, atom.end = _scale(match["scale"]), True, match.end("scale")
    if match["unit"] and (reason := _read_unit(text, atom, match)):
        return reason
    if match["scale"] == "m" and atom.unit is None and atom.number >= 1000:  # drilled 41,300m
        atom.scale, atom.scaled, atom.unit, atom.form = 1.0, False, "metre", "physical"
    if atom.end < len(text) and (text[atom.end].isalpha() or text[atom.end].isdigit()):
        return "name"
    read_rate(text, atom)
    return None


def _read_unit(text: str, atom: Atom, match: re.Match[str]) -> str | None:
    """Take in the unit or currency behind a number; give a reason to leave it alone."""
    word, unit = match["unit"], grammar.unit(match["unit"])
    if unit is None or (atom.prefixed and unit.form != "money"):
        if atom.prefixed and word == "t":  # $1.3t
            atom.scale, atom.scaled, atom.end = 1e12, True, match.end()
        return None
    if word == "pounds" and _WEIGHT.match(text, match.end()):
        unit = grammar.units()["lbs"]
    atom.unit = atom.unit if atom.prefixed else unit.unit
    atom.form, atom.end = unit.form, match.end()
    atom.scale *= unit.factor
    if word == "times" and not _multiple_times(text, atom):
        atom.unit, atom.form = "time", "count"
    packed = unit.form in ("percent", "physical") and _PACKED.match(text, atom.end)
    if packed and (text[match.start("unit") - 1] == "-" or unit.form == "percent"):
        return "packing or grade"
    return None


_TIMES_WHAT = re.compile(
    rf"{SPACE}(?:as|the|that|those|what|its|their|more|less|higher|lower|larger|smaller|bigger|greater|faster|cheaper|over|to|from|"
    r"compared|since|longer|wider|stronger|$)\b"
)


def _multiple_times(text: str, atom: Atom) -> bool:
    """Whether `times` multiplies (`rose 1.4 times`, `five times that size`) or counts (`met 40 times`)."""
    if atom.number != int(atom.number) or _TIMES_WHAT.match(text, atom.end):
        return True
    before = re.findall(r"[a-z]+", text[max(0, atom.start - 36) : atom.start].lower())[-4:]
    return any(word in grammar.changes() and word != "more" for word in before) or before[-1:] == ["to"]


def _scale(written: str) -> float:
    words = re.sub(r"[\s\u00a0\u202f\u2009-]+", " ", written).strip()
    table = grammar.scales()
    factor = 1.0
    for word in [words] if words in table else words.split():
        factor *= table.get(word) or table.get(word.lower()) or 1.0
    return factor


def read_rate(text: str, atom: Atom) -> None:
    """Take in ` a barrel`, `/tonne`, ` per day`, or ` to the dollar`."""
    if atom.form in ("money", "count") and not atom.scaled and (match := _EXCHANGE.match(text, atom.end)):
        base = grammar.units()[match["base"]].unit
        if match["base"] == "pound" and match[0].split()[0] in ("per", "a") and atom.unit is not None:
            atom.unit, atom.end = f"{atom.unit}/pound", match.end()  # a price by weight
            return
        quoted = atom.unit
        if quoted is None and atom.form == "count":
            said = _QUOTED.findall(text[max(0, atom.start - 80) : atom.start])
            quoted = grammar.units()[said[-1].lower()].unit if said else None
        if quoted and quoted != base:
            atom.unit, atom.form, atom.end = f"{quoted}/{base}", "money", match.end()
        return
    if atom.prefixed and not atom.scaled and atom.half < 0.05 and atom.to - atom.at > 3:
        quoted_in = list(_BASE_CURRENCY.finditer(text[max(0, atom.start - 80) : atom.start].rpartition(". ")[2]))
        if quoted_in:  # sterling eased to $1.2642
            base = grammar.units()[(quoted_in[-1][1] or quoted_in[-1][2]).lower()].unit
            if base != atom.unit:
                atom.unit = f"{atom.unit}/{base}"
                return
    if atom.form not in ("money", "physical") or atom.unit is None or "/" in atom.unit:
        return
    if match := grammar.per().match(text, atom.end):
        atom.unit = f"{atom.unit}/{grammar.below(match)}"
        atom.end = match.end()


def digits_atom(text: str, start: int, end: int) -> Atom | Skip:
    """Read a number in digits at ``text[start:end]``."""
    number, half = numerals.digits_value(text[start:end])
    atom = Atom(start, end, start, end, number, half)
    point = _POINT.match(text, end)
    if point and all(w.isdigit() or w in grammar.numbers() for w in point["decimals"].lower().split("-")):
        atom.number += numerals.words_value(f"zero-point-{point['decimals']}")  # 35-point-five
        atom.half = 0.05
        atom.to = atom.end = point.end()
    elif match := _TO_ONE.match(text, end):
        return Atom(start, match.end(), start, end, number, half, unit="x", form="multiple")
    elif number <= 10 and number == int(number) and (parts := _PARTS.match(text, end)):
        return _parts(text, atom, parts)
    reason = read_left(text, atom) or read_right(text, atom)
    return Skip(start, end, text[start:end], reason) if reason else atom


def words_atom(text: str, start: int) -> Atom | Skip | None:
    """Read a number in words that begins at `start`."""
    match = numerals.phrase().match(text, start)
    if match is None:
        return None
    end, written = match.end(), match[0]
    if part := _FRACTION_TAIL.match(text, end):  # three-quarters, one fifth
        return _fraction(text, start, numerals.words_value(written), part["part"], part.end())
    atom = Atom(start, end, start, end, numerals.words_value(written), 0.0, worded=True)
    scale = re.search(r"(hundred|thousand|million|billion|trillion|lakh|crore|dozen)$", written, re.IGNORECASE)
    atom.scaled = bool(scale)
    if parts := _PARTS.match(text, end):
        return _parts(text, atom, parts)
    if to_one := _TO_ONE.match(text, end):
        return Atom(start, to_one.end(), start, end, atom.number, 0.0, unit="x", form="multiple", worded=True)
    reason = read_right(text, atom)
    if atom.unit is None and written.lower() in ("one", "dozen"):
        reason = reason or "pronoun"
    if atom.unit is not None:
        halves = any(part in written.lower() for part in ("half", "quarter"))
        atom.half = (
            0.05 * atom.number
            if halves
            else 0.5 * (grammar.scales()[scale[1].lower()] if scale and scale[1].lower() != "dozen" else 1.0)
        )
    return Skip(start, end, text[start:end], reason) if reason else atom


def _parts(text: str, atom: Atom, match: re.Match[str]) -> Atom | Skip:
    """`one in five` is 20 %."""
    word = match["whole"].lower()
    whole = float(word) if word.isdigit() else float(grammar.numbers().get(word, 0))
    if not (atom.number < whole and (whole <= 10 or whole % 10 == 0)):
        reason = read_right(text, atom)
        return Skip(atom.start, atom.end, text[atom.start : atom.end], reason) if reason else atom
    value = 100 * atom.number / whole
    return Atom(atom.start, match.end(), atom.at, atom.to, value, 0.0, unit="%", form="fraction", worded=True)


def _fraction(text: str, start: int, count: float, part: str, end: int) -> Atom | Skip:
    if count >= grammar.fractions()[part]:
        return Skip(
            start,
            end,
            text[start:end],
            "duration in quarters" if part.startswith("quarter") else "not a part of a whole",
        )
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
    r"[ \n](?:of|the|its|their|his|her|our|that|those|what|this|these|more|less|higher|lower|larger|"
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
    if not _AFTER_PART.match(text, end):
        return Skip(start, end, text[start:end], "ordinal")
    return _fraction(text, start, 1.0, words[-1], end)


def fold_atom(text: str, start: int, end: int) -> Atom:
    """Read `twofold`, `fivefold`."""
    number = float(grammar.numbers()[text[start : end - 4].lower()])
    return Atom(start, end, start, end, number, 0.0, unit="x", form="verb", worded=True)


_VERBAL = re.compile(r"(?i:\b(?:to|will|would|could|may|might|can|should|must|not|and)[ \n])$")
_COMPARED = re.compile(rf"{SPACE}(?:the|that|those|what|its|their|as|this|last|from|to)\b")
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
        if not (compared or (verbal and word not in ("twice", "thrice"))):
            return Skip(start, end, text[start:end], "no multiple")
        return Atom(start, end, start, end, _BASE[word], 0.0, unit="x", form="verb", worded=True)
    if text[end : end + 5].lower().startswith((" down", " over")) or text[start - 4 : start].lower() in (
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
    if ranked or (
        _PLACE.match(text, end) and re.search(r"(?i:\b(?:in|to|at|took|holds?|held|the|from|into)[ ])$", before)
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
