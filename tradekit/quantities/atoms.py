"""Single numbers with what is written on them: sign, currency, scale, unit, rate."""

from __future__ import annotations

import re
from functools import cache

from tradekit.quantities import grammar, numerals
from tradekit.quantities.grammar import SPACE
from tradekit.quantities.model import Atom, Skip
from tradekit.quantities.parts import fraction

MINUS = "-−–—"
_LEFT = re.compile(
    r"(?P<outer>[+\-−–—±]?)(?P<token>(?:[A-Za-z]{1,3}\.?){0,2}\\?[^\w\s.,;:()\[\]+\-−–—±\"'“”‘’/*…]"
    r"|[A-Za-z¢₵]{1,8}\.?)?(?P<inner>[+\-−–±]?)(?P<gap>[ \u00a0\u202f]?)$"
)
_MINUS_WORD = re.compile(r"(?i:\b(?:minus|negative(?:[ \u00a0](?:at|by|of))?))[ \u00a0](?:[A-Z]{0,3}[$€£¥])?$")
_PARTS = re.compile(
    rf"(?:{SPACE}(?P<noun>(?!point)[a-z]{{3,}}))?{SPACE}(?:in|out{SPACE}of)(?:{SPACE}every)?{SPACE}(?P<whole>\d{{1,4}}(?![\d.,]*\d|%)|[a-z]{{3,7}})\b",
    re.IGNORECASE,
)
_PART_ENDS = re.compile(
    r"[.,;:)]|[ \n](?:from|of|to|is|was|are|were|has|had|have|goes?|went|comes?|came|that|who|will|now|on|by|at)\b|\s*$"
)
_TO_ONE = re.compile(rf"(?:{SPACE}to{SPACE}|-to-)(?:one|1)\b(?![,.]?\d)(?!{SPACE}(?:million|billion|trillion))")
_FRACTION_TAIL = re.compile(
    r"(?:[ -]|\n)(?P<part>half|thirds?|quarters?|fourths?|fifths?|sixths?|sevenths?|eighths?|"
    r"ninths?|tenths?)\b"
)
_EXCHANGE = re.compile(
    rf"(?:{SPACE}(?:to|per|against|a){SPACE}(?:(?:the|one){SPACE})?(?:(?:U\.S\.|US|American){SPACE})?|/)"
    r"(?P<base>(?i:dollar|greenback|euro|pound|yen|yuan|ruble|rouble|rupee|franc|dlr|USD|EUR|GBP|JPY))\b"
)
_BASES = re.compile(
    r"(?:\b(?:to|against|per|versus)[ \n](?:the[ \n])?(?:U\.S\. |US )?|/)[A-Za-z]+"
)  # 78.50 to the dollar and
_PAIR = re.compile(r"\b(?P<base>[A-Z]{3})/?(?P<quote>[A-Z]{3})(?:[ ][a-z]+){0,3}[ ]$")
_GRAIN = re.compile(r"(?:-|[ \u00a0])(?P<parts>[1-7])/(?P<whole>[248])(?!\d)")
_PARTED = re.compile(r"/(?P<whole>[2-9]|10)(?=[ \n]of\b)")
_WORDS = re.compile(r"[A-Za-z]{3,12}")
# `sterling eased to $1.26`, `the Australian dollar was buying 63.4 US cents`
_BASE_CURRENCY = re.compile(
    r"\b(?:[Tt]he[ \n](?P<name>(?:U\.S\.[ \n]|(?:[A-Z]\w+[ \n]){1,2})?(?:euro|pound|dollar|greenback))\b"
    r"(?! (?:area|zone|price|value|terms))|(?P<sterling>[Ss]terling)\b)"
)
_POINT = re.compile(r"-point-(?P<decimals>\d{1,6}|[a-z]+(?:-[a-z]+){0,4}?)(?=[ ,.;)]|$|\n|-percent)")
_PACKED = re.compile(
    r"[ -](?:(?:[a-z]+ )?(?:bags?|sacks?|containers?|drums?|bottles?|cartons?|packs?|broken|protein|"
    r"moisture|purity|grade|box(?:es)?|bales?|tins?|pallets?)|Fe|black|wheat|rice|cocoa)\b"
)
# `a loaf of 90 grams`, `an ardeb (150 kg)`
_PACK_OF = re.compile(
    r"\b(?:loaf|loaves|bags?|sacks?|bales?|ardebs?|boxe?s?|cartons?|tins?|cans?|bottles?|packets?|packs?|drums?|crates?|cylinders?|"
    r"quintals?|maunds?|bushels?|cand(?:y|ies))[ \n](?:of[ \n]|\((?:of[ \n])?)(?:about[ \n])?$"
)
_WEIGHT = re.compile(rf"{SPACE}of{SPACE}[a-z]")


def read_left(text: str, atom: Atom) -> str | None:
    """Take in the sign and the currency before the number; give a reason if it is part of a name."""
    left = text[max(0, atom.at - 12) : atom.at]
    match = _LEFT.search(left) if _may_be_sum(left) else None
    token = (match["token"] or "") if match else ""
    code = grammar.signs().get(token.replace("\\", "")) if token else None
    offset = max(0, atom.at - 12)
    if _CENT.match(text, atom.to) and (country := _CENTS_OF.search(left)):  # US309c/lb, A1,013c/kg
        atom.start = offset + country.start()
        atom.unit, atom.form = f"{_DOLLARS.get(country[1], country[1])}D", "money"
        return None
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
            if (previous.isalpha() and not _SCALED_END.search(text[max(0, before - 8) : before])) or previous == ")":
                return "name"  # COVID-19, S-400
            if previous.isalnum() or previous in "%.,/":
                sign = ""  # the dash of a range
        if sign:
            atom.start = before
    atom.sign = "-" if sign and sign in MINUS else "+" if sign == "+" else ""
    words = text[max(0, atom.at - 20) : atom.at]
    told = "minus" in (low := words.lower()) or "negative" in low
    if not atom.sign and told and _MINUS_WORD.search(words):
        atom.sign = "-"
    return None


@cache
def _sign_ends() -> frozenset[str]:
    return frozenset(sign[-2:] for sign in grammar.signs())


def _may_be_sum(left: str) -> bool:
    """Whether the words before a number end as a currency does: most end in another way, and are not read."""
    end = left.rstrip(" \u00a0\u202f").rstrip("+±" + MINUS)[-2:]
    return end in _sign_ends() or end[-1:] in _sign_ends()


_CENTS_OF = re.compile(r"(?<![\w.])(US|A|NZ|C|HK|S)[ \u00a0]?$")
_DOLLARS = {"A": "AU", "C": "CA", "NZ": "NZ", "HK": "HK", "S": "SG"}
_CENT = re.compile(r"(?:c|[ ]cents?)\b")
_SCALE_APART = re.compile(r"[ \u00a0]([bm])(?=[ ,.;:)]?(?:\s|$))")
_SCALED_END = re.compile(r"\d ?(?:bn|mn|tn|m|k|b|t|bln|mln|trn|Mt|mt)$")  # the dash of `$2.4bn-2.7bn`


def _currency_fits(text: str, atom: Atom, start: int, token: str, gap: str) -> bool:
    """Whether a currency token is one here: letters need a boundary before and a sum behind."""
    before = text[start - 1] if start else " "
    if not token[-1].isalpha() and token[-1] != ".":
        return not (before.isalpha() and token[0].isalpha())
    if before.isalnum() or before in {"-", "&", "$"}:
        return False
    written = text[atom.at : atom.to]
    large = grammar.scale_behind(text, atom.to) is not None or "," in written or "." in written
    large = large or (not gap and _moved_by(text, start))  # `maize rose R47 to R5,124`
    large = large or bool(_RANGE_OF.match(text, atom.to))  # `R160-170 billion`
    large = large or bool(grammar.per().match(text, atom.to))  # `pay R95 a litre, Europeans R41`
    large = large or bool(re.search(rf"\b{re.escape(token)}\d", text[max(0, start - _SAME) : start]))
    return large or (
        len(token) > 1 and (len(written) >= 3 or token in ("Rs", "Rs.", "Br", "Sh", "USD", "EUR") or not gap)
    )


_RANGE_OF = re.compile(
    r"[-–]\d{1,4}(?:\.\d{1,3})?[ -]?(?:million|billion|trillion|thousand|crore|lakh|bn|mn|m\b|bln|mln)"
)
_SAME = 60  # how far behind a sum another one in the same currency needs no further sign


def _moved_by(text: str, start: int) -> bool:
    """Whether a word of change, or `by`, stands right before an offset."""
    before = text[max(0, start - 16) : start].split()
    return bool(before) and text[start - 1] == " " and (before[-1] in grammar.changes() or before[-1] == "by")


def read_right(text: str, atom: Atom) -> str | None:
    """Take in the scale, the unit or currency and the rate behind the number; give a reason to leave it alone."""
    scale = grammar.scale_behind(text, atom.to)
    if scale:
        atom.scale, atom.scaled, atom.end = _scale(scale[0]), True, scale.end()
    elif atom.prefixed and (apart := _SCALE_APART.match(text, atom.to)):  # $10 b
        atom.scale, atom.scaled, atom.end = _scale(apart[1]), True, apart.end()
        return None
    unit = grammar.unit_behind(text, scale.end() if scale else atom.to)
    if unit and (reason := _read_unit(text, atom, unit)):
        return reason
    if scale and scale[0] == "m" and atom.unit is None and atom.number >= 1000:  # drilled 41,300m
        atom.scale, atom.scaled, atom.unit, atom.form = 1.0, False, "metre", "physical"
    if atom.end < len(text) and (text[atom.end].isalpha() or text[atom.end].isdigit()):
        return "name"
    read_rate(text, atom)
    return None


def _read_unit(text: str, atom: Atom, match: re.Match[str]) -> str | None:
    """Take in the unit or currency behind a number; give a reason to leave it alone."""
    word, unit = match["unit"], grammar.unit(match["unit"])
    if word == "T" and not atom.scaled:
        return None  # `13.5 MLN T`, but 20 T-shirts
    if word in ("p", "c") and (match.start("unit") > atom.to or text.startswith(("&f", ".m"), match.end())):
        return None  # 5 p.m., $258 c&f
    if unit is None or (atom.prefixed and (unit.form != "money" or unit.factor < 1)):
        if atom.prefixed and word == "t":  # $1.3t
            atom.scale, atom.scaled, atom.end = 1e12, True, match.end()
        return None
    if word == "pounds" and _WEIGHT.match(text, match.end()):
        unit = grammar.units()["lbs"]
    if atom.unit is None:
        atom.unit = unit.unit
    elif not atom.prefixed:  # the cents of a country: US309c/lb
        atom.unit = "/".join([atom.unit, *unit.unit.split("/")[1:]])
    atom.form, atom.end = unit.form, match.end()
    atom.scale *= unit.factor
    if word == "times" and not _multiple_times(text, atom):
        atom.unit, atom.form = "time", "count"
    if unit.unit == "carat" and text[match.start("unit") - 1] == "-":
        return "packing or grade"  # 22-carat gold
    if unit.form == "physical" and not atom.scaled and _PACK_OF.search(text[max(0, atom.start - 24) : atom.start]):
        return "packing or grade"
    packed = unit.form in ("percent", "physical") and _PACKED.match(text, atom.end)
    if packed and (text[match.start("unit") - 1] == "-" or unit.form == "percent" or unit.unit == "foot"):
        return "packing or grade"
    return None


_TIMES_WHAT = re.compile(
    rf"{SPACE}(?:as|the|that|those|what|its|their|[A-Z]\w+[’']s?|more|less|higher|lower|larger|smaller|bigger|greater|faster|cheaper|over|to|from|"
    r"compared|since|longer|wider|stronger|operating|forward|trailing|annual|annuali[sz]ed|net|gross|core|book|pre-tax|projected|"
    r"forecast|expected|earnings|sales|revenues?|profits?|cash|EBITDA|EBIT|GDP|last|next|this|normal|usual|oversubscribed|"
    r"subscribed|covered|levels?|pre-\w+|$)\b"
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
        named = grammar.unit(match["base"])
        base = named.unit if named else atom.unit
        if match["base"] == "pound" and match[0][1:2] in ("p", "a") and atom.unit is not None:
            atom.unit, atom.end = f"{atom.unit}/pound", match.end()  # a price by weight
            return
        quoted = atom.unit
        if quoted is None and atom.form == "count":
            words = _BASES.sub(" ", text[max(0, atom.start - 80) : atom.start])
            said = (grammar.unit(word) for word in reversed(_WORDS.findall(words)))
            quoted = next((u.unit for u in said if u and u.form == "money" and u.unit != base), None)
        if quoted and quoted != base:
            atom.unit, atom.form, atom.end = f"{quoted}/{base}", "money", match.end()
        return
    if atom.form == "money" and atom.unit and not atom.scaled and atom.half <= 0.05 and atom.to - atom.at > 3:
        quoted_in = list(_BASE_CURRENCY.finditer(text[max(0, atom.start - 80) : atom.start].rpartition(". ")[2]))
        if quoted_in:  # sterling eased to $1.2642
            named = grammar.unit(quoted_in[-1]["name"] or quoted_in[-1]["sterling"])
            base = named.unit if named else atom.unit
            if base != atom.unit:
                atom.unit = f"{atom.unit}/{base}"
                return
    if atom.form not in ("money", "physical") or atom.unit is None or "/" in atom.unit:
        return
    if often := grammar.often().match(text, atom.end):
        atom.unit = f"{atom.unit}/{grammar.OFTEN[often[1]]}"
        return
    of = _OF_THINGS.match(text, atom.end) if atom.form == "physical" else None
    paid = _PAID.match(text, atom.end) if atom.form == "money" and not atom.scaled else None
    aside = of or paid
    if match := grammar.per().match(text, aside.end() if aside else atom.end):
        if paid and (known := grammar.unit(match["below"] or "")) and known.form == "duration":
            return  # `lent $500 for a year`
        atom.unit = f"{atom.unit}/{grammar.below(match)}"
        if aside is None and not re.match(r"\s(?:on|for)\s", match[0]):  # `losing Rs 1,200 on every tonne`
            atom.end = match.end()


# `charges $400 for a box`
_PAID = re.compile(rf"{SPACE}for(?={SPACE}an?{SPACE})")
_OF_THINGS = re.compile(
    r"[ \n]of[ \n](?:[a-z-]+[ \n]){0,2}?[a-z-]+(?=[ \n](?:a|an|per|each|every)[ \n](?:year|month|week|day|hour)\b)"
)


_QUARTER = re.compile(r"/(?P<whole>[248])(?=[ -](?:cents?|points?)\b)")


def _special(text: str, atom: Atom) -> Atom | None:
    """Read what is written with digits in ways of its own: grain prices, `1/3 of`, `USD/KRW 1,421`; else None."""
    if grain := _GRAIN.match(text, atom.to):  # 4-1/4 cents, $5.43-3/4 a bushel: quarters and eighths of the last digit
        atom.number += int(grain["parts"]) / int(grain["whole"]) * 2 * atom.half
        atom.half, atom.to, atom.end = 0.0, grain.end(), grain.end()
        return None
    if quarter := _QUARTER.match(text, atom.to):  # 3/4 cent
        atom.number, atom.half = atom.number / int(quarter["whole"]), 0.0
        atom.to = atom.end = quarter.end()
        return None
    part = _PARTED.match(text, atom.to)
    if part and atom.number < int(part["whole"]) and atom.number == int(atom.number):
        atom.number, atom.half = 100 * atom.number / int(part["whole"]), 0.0
        atom.unit, atom.form, atom.end = "%", "fraction", part.end()
        return atom
    pair = _PAIR.search(text[max(0, atom.start - 32) : atom.start])
    base, quote = (grammar.signs().get(pair[name]) if pair else None for name in ("base", "quote"))
    if base and quote and base != quote:
        atom.unit, atom.form = f"{quote}/{base}", "money"
        return atom
    return None


def digits_atom(text: str, start: int, end: int) -> Atom | Skip:
    """Read a number in digits at ``text[start:end]``."""
    number, half = numerals.digits_value(text[start:end])
    atom = Atom(start, end, start, end, number, half)
    if special := _special(text, atom):
        return special
    point = _POINT.match(text, end)
    if point and all(w.isdigit() or w in grammar.numbers() for w in point["decimals"].lower().split("-")):
        atom.number += numerals.words_value(f"zero-point-{point['decimals']}")  # 35-point-five
        atom.half = 0.05
        atom.to = atom.end = point.end()
    elif match := _TO_ONE.match(text, end):
        return Atom(start, match.end(), start, end, number, half, unit="x", form="multiple")
    elif number <= 10 and number == int(number) and (parts := _parts(text, atom)):
        return parts
    reason = read_left(text, atom) or read_right(text, atom)
    return Skip(start, end, text[start:end], reason) if reason else atom


_BY_ONE = re.compile(r"\b(?:up|down|by|rose|fell)[ \n]$")  # `gas rigs were up one at 99`


def words_atom(text: str, start: int) -> Atom | Skip | None:
    """Read a number in words that begins at `start`."""
    match = numerals.phrase().match(text, start)
    if match is None:
        return None
    end, written = match.end(), match[0]
    if part := _FRACTION_TAIL.match(text, end):  # three-quarters, one fifth
        return fraction(text, start, numerals.words_value(written), part["part"], part.end())
    atom = Atom(start, end, start, end, numerals.words_value(written), 0.0, worded=True)
    scale = re.search(r"(hundred|thousand|million|billion|trillion|lakh|crore|dozen)$", written, re.IGNORECASE)
    atom.scaled = bool(scale)
    if parts := _parts(text, atom):
        return parts
    if to_one := _TO_ONE.match(text, end):
        return Atom(start, to_one.end(), start, end, atom.number, 0.0, unit="x", form="multiple", worded=True)
    reason = read_right(text, atom)
    if (
        atom.unit is None
        and written.lower() in ("one", "dozen")
        and not _BY_ONE.search(text[max(0, start - 8) : start])
    ):
        reason = reason or "pronoun"
    if atom.unit is not None:
        halves = any(part in written.lower() for part in ("half", "quarter"))
        atom.half = (
            0.05 * atom.number
            if halves
            else 0.5 * (grammar.scales()[scale[1].lower()] if scale and scale[1].lower() != "dozen" else 1.0)
        )
    return Skip(start, end, text[start:end], reason) if reason else atom


def _parts(text: str, atom: Atom) -> Atom | None:
    """`one in five` is 20 %."""
    match = _PARTS.match(text, atom.end)
    if match is None:
        return None
    word = match["whole"].lower()
    whole = float(word) if word.isdigit() else float(grammar.numbers().get(word, 0))
    if not (atom.number < whole and (whole <= 10 or whole % 10 == 0)):
        return None
    if match["noun"] and not _PART_ENDS.match(text, match.end()):
        return None  # `two ships in ten days`
    value = 100 * atom.number / whole
    return Atom(atom.start, match.end(), atom.at, atom.to, value, 0.0, unit="%", form="fraction", worded=True)
