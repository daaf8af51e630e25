"""Months and years told from the words and numbers that look like them: `may`, `March on`, `2000 people`."""

from __future__ import annotations

import re
from functools import cache

from tradekit.periods.patterns import MONTH, YEAR, spaced
from tradekit.tables import rows

_BEFORE = spaced(
    r"(?:(?<!\w)(?i:in|of|to|for|since|until|till|by|from|through|than|on|over|during|last|this|next|late|early|mid"
    r"|end|between|against|versus|before|after|with|starting|beginning|ending)[\s-]|\w[-–/]"
    rf"|{MONTH}\.?(?:~?[-–]~?|~(?:and|to|or)~))$"
)
_DATED = spaced(rf"\.?(?:,?~(?:of~)?{YEAR}(?!\w)|(?:~?[-–—/]~?|~(?:to|through|and|or)~){MONTH})")
_ADJECTIVE = re.compile(r"(?:\b(?:the|a|its|revised|record)|['’]s)\s$")
# What follows a verb or a name, not the `March exports` of a month.
_VERB = re.compile(r"\s(?:on|to|of|for|against|in|through|towards?|with|by|and|past|into|out|up|down|as|off)\b")
# `$9,500 this year and $10,200 next`; but not `what comes next`
# `CHINA MAY EXPORTS RISE`, `SEEN AT 13.5 MLN T IN MAY`, but `CHINA MAY CUT OUTPUT`
_FLASHED = re.compile(
    r"\s(?i:EXPORTS?|IMPORTS?|TRADE|SURPLUS|DEFICIT|GAP|BALANCE|SALES|OUTPUT|PRODUCTION|PRICES|INFLATION|[CP]PI|PMI|GDP|RETAIL"
    r"|INDUSTRIAL|FACTORY|SHIPMENTS|CRUDE|RESERVES|CRUSH|DATA|CURRENT)\b|\s[+-]?\d"
)
_IN = re.compile(r"(?<!\w)(?i:in|of|for|from|since|until|till|by|vs|than|[’']s)\s$|[A-Z][-–]$")
_COUNTED = re.compile(
    r"(?:and|to|but|then)\s(?:[a-z]{2,8}\s)?[^\s\w]{0,2}[0-9][0-9.,]{0,12}%?(?:\s[a-z-]{1,12}){0,3}\s$"
)
# `May imports rose`, at the head of a sentence too; but `May we say`, and `Theresa May said`.
_OF_MAY = re.compile(
    r"[’']s\s|\s(?!(?:i|you|we|they|he|she|it|this|that|these|those|the|a|an|not|be|have|god|all|said|says|told)\b)[a-z]"
)
_NAMED = re.compile(r"[A-Z][\w.]*\s$")
# A contract is named by the month of its delivery, and priced on another day.
_GOODS = (
    r"(?:(?:raw|white|red|spring|hard|milling|arabica|robusta|soybean|palm|crude|Brent|WTI|lean|live|natural)\s)?"
    r"(?:cocoa|coffee|arabica|robusta|sugar|wheat|corn|maize|oats|soybeans?|soy(?:bean)?oil|soy(?:bean)?meal|meal|oil|canola"
    r"|rapeseed|cotton|rice|cattle|hogs|crude|Brent|WTI|gas|gasoil|gold|silver|copper|rubber)"
)
_EXCHANGES = (
    r"(?:New\sYork|London|Chicago|ICE(?:\s(?:NY|US|EU))?|CBOT|CME|NYMEX|COMEX|Comex|LIFFE|Liffe|Euronext|MATIF|KCBT"
    r"|Dalian)"
)
_MOVES = (
    r"(?:rose|fell|settled|closed|ended|finished|gained|lost|added|slipped|climbed|jumped|eased|dropped|traded|slid"
    r"|surged|tumbled|edged|firmed|sank|hit|touched|was|were|is|are|up|down)"
)
_CONTRACT = re.compile(
    rf"\s(?:(?:{_EXCHANGES}\s)?{_GOODS}\s)?(?:contracts?|futures|delivery|expiry)\b|\s{_EXCHANGES}\s{_GOODS}\b"
)
# `December cocoa rose`, `New York December cocoa`; but `December cocoa exports rose`, and `in December cocoa rose`.
_PRICED = re.compile(rf"\s{_GOODS}\s{_MOVES}\b")
_TRADED = re.compile(rf"\s{_GOODS}\b")
# `for delivery to Asia in January`: the month of a contract.
_DELIVERED = re.compile(r"\bfor\s(?:delivery|loading|shipment|arrival)\b[^.;,]{0,40}\s(?:in|during|between)\s$")
_EXCHANGE = re.compile(rf"(?<!\w){_EXCHANGES}(?:['’]s)?\s$")
_IN_CELL = re.compile(r"[ ]{0,9}(?:\([^()\n|]{1,20}\)[ ]{0,9})?[|\t]|[ ]{2,9}[-+$€£]?\d")
_SURE = ("January", "February", "July", "September", "October", "November", "December")


_SPOKEN_OF = 240


def reads_as_time(kind: str, text: str, start: int, end: int) -> bool:
    """Tell whether what a pattern matched is a time where it stands."""
    if kind == "month":
        return _reads_as_month(text, start, end)
    if kind == "year":
        return reads_as_year(text, end) and not _named(text, start)
    if kind == "relative" and text[start:end] == "next":
        return bool(_COUNTED.search(text[max(0, start - 40) : start]))
    if kind == "quarter" and "quarter" not in text[start:end].lower() and text[start:end].startswith("the"):
        return "quarter" in text[max(0, start - _SPOKEN_OF) : start]  # from 1.2% in the first
    if kind == "half" and text[start:end] in ("H1", "H2"):  # H2 is hydrogen too
        return bool(_BEFORE.search(text[max(0, start - 20) : start]) or _DATED.match(text, end))
    return True


def _reads_as_month(text: str, start: int, end: int) -> bool:
    """Tell `May` from the verb, `March` from the walk, `April` from the name, `Dec` from a stray word."""
    name, before = text[start:end], text[max(0, start - 60) : start]
    if name in ("MARCH", "MAY"):  # in capitals a headline's verb as likely as a month
        return bool(_FLASHED.match(text, end) or _IN.search(before) or _DATED.match(text, end))
    if name[-1].isdecimal() or _IN_CELL.match(text, end):  # Oct'24; `March | 5.1 | 6.2`
        return True
    if _CONTRACT.match(text, end) or (_DELIVERED.search(before) and not _DATED.match(text, end)):
        return False
    if _BEFORE.search(before) or _DATED.match(text, end):
        return True
    if _PRICED.match(text, end) or (_EXCHANGE.search(before) and _TRADED.match(text, end)):
        return False
    if name in ("April", "June", "August", "March", "May"):
        if not re.match(r"\s[a-z]|['’]s\b|[.,;:)\n]", text[end : end + 3]) or _VERB.match(text, end):
            return False
        return name != "May" or (
            bool(_ADJECTIVE.search(before) or _OF_MAY.match(text, end)) and not _NAMED.search(before)
        )
    return name.capitalize() in _SURE or name.isupper() or bool(_FLASHED.match(text, end) or _ADJECTIVE.search(before))


@cache
def _not_years() -> tuple[frozenset[str], frozenset[str]]:
    """Give the words before a year that make it a name, and those after it that make it a count."""
    table = rows("not_years")
    counted = [row["word"] for row in table if row["place"] == "after"]
    counted += [row["word"] for row in rows("units") if row["form"] == "physical" and len(row["word"]) > 2]
    counted += [row["word"] for row in rows("currencies") if row["place"] != "before"]
    counted += [row["word"] for row in rows("scales") if row["word"].isalpha()]
    names = [row["word"] for row in table if row["place"] == "before"]
    return frozenset(names), frozenset(word.split()[0] for word in counted)


@cache
def _figures() -> frozenset[str]:
    """Give the words of a heading that have a year behind them: `Exports 2024`, `Change 2024/23`."""
    return frozenset(row["word"].lower() for table in ("measures", "heading_words") for row in rows(table))


_NEXT_WORD = spaced(r"(?:~|-)([A-Za-z]+)")
_LAST_WORD = re.compile(r"(?<![\w.])([A-Z][\w.'’]*)[ \n]$")
_SENTENCE_STARTS = (
    "In By Since From For During Until Till To Of The Over Through Throughout Between After Before Early Late"
    " Mid And Than Against Versus With At On As But Whole Full Around Year"
)


def reads_as_year(text: str, end: int) -> bool:
    """Tell a year that ends here from a count: no unit, scale, currency or counted noun comes after it."""
    word = _NEXT_WORD.match(text, end)
    if word and word[1][0].isupper() and "\n" in word[0]:
        return True  # the line ends with the year: `… | 2023 | 2024`, and the next one begins with a name
    return not (word and word[1] in _not_years()[1])


def _named(text: str, start: int) -> bool:
    """Tell whether a year is part of a name: `Agenda 2030`, `Made in China 2025`, `Resolution 1973`."""
    word = _LAST_WORD.search(text[max(0, start - 30) : start])
    if not word or word[1] in _SENTENCE_STARTS.split() or re.match(MONTH, word[1]) or word[1].lower() in _figures():
        return False
    # `China's 2024 exports`, `EU 2024 imports`, `Chinese 2024 data`: of, not named.
    possessive = re.search(r"(?:['’]s|s['’]|ese|ian|ean|ish|can)$", word[1])
    return word[1] in _not_years()[0] or not (possessive or word[1].isupper())
