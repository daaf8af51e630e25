"""Bare figures of a market report: an index's points, a rate of exchange, a price whose unit was told before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from tradekit.quantities import counts, grammar
from tradekit.quantities.model import Find
from tradekit.quantities.prices import quotes_before
from tradekit.tables import rows

_SENTENCE, _PARAGRAPH = 240, 400  # how far back its subject, and the price told before, may stand
_HEDGED = (
    r"(?:[ \n](?:about|around|some|nearly|almost|just|only|over|under|another|a further|an additional|as much as))*"
)
# what a market does right before a figure: `closed at`, `a gain of`, `finished`, `was`, `from`
_STANDS = re.compile(
    rf"(?i:\b(?:to|at|from|of|by|near|above|below|than|was|were|is|stood|closed|ended|finished|settled|hit|touched|"
    rf"opened|reached|read|reads|printed|averaged|and|against|past|through|around){_HEDGED})[ \n]$"
)
_MOVES = re.compile(rf"\b(?P<word>[A-Za-z]+(?:[ \n](?:up|down|on|off|out|back))?){_HEDGED}(?:[ \n]by)?[ \n]$")
_MOVED_BEHIND = re.compile(r"[ \n](?:points?[ \n])?(?:higher|lower|up|down|firmer|weaker|off|better|dearer|cheaper)\b")
_ENDS = re.compile(
    r"[.,;:)–—]|[ \n]?$|[ \n](?:and|but|while|with|from|to|in|on|at|for|after|against|versus|by|as|a|the|its)\b"
)
_CURRENCY_IN = re.compile(r"\b(?:[Tt]he|[Ii]ts|[A-Z][a-z]+(?:[’']s|n|ish|ese|i)?)[ \n](?P<name>[a-z]+)\b")
_TRADED = re.compile(
    r"(?i:\b(?:clos|trad|quot|weaken|strengthen|slip|eas|firm|settl|chang|chang\w+ hands|fell|fall|ros|hit|touch|"
    r"end|slid|sank|drop|open|hover|stood|fix|recover|gain|lost|fetch)[a-z]*\b)"
)
_NEXT_TO = re.compile(r",? (?:up|down|off|a (?:gain|loss|rise|fall|drop) of) (?:by )?")
_POINTS = re.compile(r"[ \n]points?\b")
_PIT = re.compile(r"(?i:\b(?:CBOT|Chicago|cents|bushel|New York|ICE)\b)")


@cache
def index_name() -> re.Pattern[str]:
    """Match the name of an index, or a word that stands for one."""
    names = "|".join(re.escape(row["word"]) for row in sorted(rows("indices"), key=lambda r: -len(r["word"])))
    return re.compile(rf"(?<![\w-])(?:{names})(?![\w-])")


def read_quoted(text: str, finds: Sequence[Find]) -> None:
    """Give the bare figures of a market report their unit.

    Parameters
    ----------
    text : str
        The text.
    finds : sequence of Find
        Its numbers; bare ones among them are changed in place.
    """
    for i, find in enumerate(finds):
        if not _bare(text, find):
            continue
        near = [f for f in finds[max(0, i - 6) : i] if find.first.start - f.last.end < _PARAGRAPH]
        near = [f for f in near if "\n\n" not in text[f.last.end : find.first.start]]
        moves = _moves(text, find)
        if not moves and not _STANDS.search(text[max(0, find.first.start - 40) : find.first.start]):
            continue
        sentence = text[max(0, find.first.start - _SENTENCE) : find.first.start].rpartition(". ")[2]
        if _of_index(text, find.first.start, sentence, near):
            find.set("point")
        elif moves and near and _NEXT_TO.fullmatch(text, near[-1].last.end, find.first.start) and _measured(near[-1]):
            find.set(near[-1].last.unit, near[-1].last.form)  # 186.4 bushels per acre, down 2.2
        elif not _like_price(text, find, near, moves=moves) and not _of_benchmark(
            text, find, finds[i + 1 : i + 2], sentence
        ):
            _of_currency(find, sentence, finds[:i])


def _bare(text: str, find: Find) -> bool:
    """Whether a find is a figure without a unit, and with no noun behind it."""
    last = find.last
    if last.unit is not None or last.form != "count" or last.scaled or last.tabled or last.worded:
        return False
    if text[last.end : last.end + 1] == "-":
        return False
    return bool(_ENDS.match(text, last.end) or _MOVED_BEHIND.match(text, last.end)) and (
        counts.counted_noun(text, last.end) is None
    )


def _moves(text: str, find: Find) -> bool:
    """Whether a figure is that of a move: `shed 12`, `12 lower`."""
    if _MOVED_BEHIND.match(text, find.last.end):
        return True
    match = _MOVES.search(text[max(0, find.first.start - 40) : find.first.start])
    words = match["word"].lower().split() if match else []
    return bool(words) and (
        " ".join(words) in grammar.changes() or words[0] in grammar.changes() or words[-1] in ("up", "down")
    )


# `the index fund sold 500`: what only has to do with an index
_HOLDERS = re.compile(
    r"(?:[’']s)?[ \n-](?:funds?|trackers?|groups?|members?|firms?|companies|listed|"
    r"providers?|makers?|publishers?|operators?|compilers?)\b"
)
_MEMBERS = re.compile(
    r"(?i:\b(?:members|stocks|shares|companies|firms|constituents|components|funds?|analysts)[ \n]"
    r"(?:of|on|in|tracking|following|behind)[ \n](?:the[ \n])?(?:\w+[ \n]){0,2})$"
)
# the next subject of a sentence: `closed at 83.20 and the stock of ships fell to`, not `… and fell to`
_NEXT = re.compile(r"(?:;|\b(?:and|but|while|as|when|whereas))[ \n](?P<word>[\w’'-]+)[ \n](?P<rest>[^;]*)")
_GOES_ON = frozenset("is was are were has had then later at to from by down up closed ended settled opened".split())


def another_subject(words: str) -> bool:
    """Whether some words of a sentence go over to another subject, so that what was named before governs no more."""
    match = _NEXT.search(words)
    if match is None or match["word"].lower() in _GOES_ON or match["word"].lower() in grammar.changes():
        return False
    return bool(_TRADED.search(match["rest"])) or any(w in grammar.changes() for w in match["rest"].lower().split())


def governed_by_index(words: str, names: re.Pattern[str]) -> re.Match[str] | None:
    """Find the last name of an index in the words of a sentence before a figure, if the figure is that index's."""
    found = [m for m in names.finditer(words) if not _HOLDERS.match(words, m.end())]
    last = found[-1] if found else None
    return (
        last
        if last and not _MEMBERS.search(words, 0, last.start()) and not another_subject(words[last.end() :])
        else None
    )


def _of_index(text: str, start: int, sentence: str, near: Sequence[Find]) -> bool:
    """Whether an index is the last thing named before a figure, or the figure goes on with one."""
    name = governed_by_index(sentence, index_name())
    priced = [m.start() for m in re.finditer(r"[$€£¥]|\b(?:cents|yuan|ringgit)\b", sentence)]
    if name:
        return not priced or name.start() > priced[-1]
    told = near[-1].last if near and not priced else None
    goes_on = told and (told.unit == "point" or _POINTS.match(text, told.end))
    return bool(goes_on) and not another_subject(sentence[-max(0, start - told.end) :] if told else "")


def _like_price(text: str, find: Find, near: Sequence[Find], *, moves: bool) -> bool:
    """Read a figure as a price of the size of one told before, or as a move of one, in its unit or in cents."""
    told = next((f.last for f in reversed(near) if _rated(f) and not _moves(text, f)), None)
    last = find.last
    if told and str(told.unit)[-3:].isupper() and another_subject(text[told.end : last.start]):
        return False  # `the rupee closed at 83.20 and the stock of ships fell to 45`
    counted = near and near[-1].last.bare and counts.counted_noun(text, near[-1].last.end)
    if told is None or counted or re.search(r"[.;]\s[A-Z].*[.;]\s", text[told.end : last.start]):
        return False
    size = last.number / (told.number or 1)
    if (moves and size < 0.2) or (0.4 < size < 2.5 and not (moves and told.scale == 1)):
        scale = told.scale
    elif told.scale == 1 and told.unit == "USD/bushel" and (size / 100 < 0.2 if moves else 0.4 < size / 100 < 2.5):
        scale = 0.01  # down 6, where it stands at $4.36
    else:
        return False
    _price(find, str(told.unit), scale)
    return True


def _measured(find: Find) -> bool:
    """Whether a find is a physical figure in full digits."""
    return find.last.form == "physical" and not find.last.scaled


def _rated(find: Find) -> bool:
    price = find.last
    return price.form == "money" and not price.scaled and "/" in (price.unit or "")


def _price(find: Find, unit: str, scale: float) -> None:
    find.set(unit, "money")
    for atom in {id(a): a for a in (find.first, find.last)}.values():
        atom.scale = scale


def _of_benchmark(text: str, find: Find, after: Sequence[Find], sentence: str) -> bool:
    """Read a grain's price in cents without the word: `corn firmed 2-1/2 to 438-1/2`."""
    grain = [f for f in (find, *after) if "/" in text[f.last.at : f.last.to]]
    if not grain and not _PIT.search(sentence):
        return False
    leads = after and re.fullmatch(
        r"[ \n](?:lower |higher )?(?:to|at)(?: \w+ at)?[ \n]", text[find.last.end : after[0].first.start]
    )
    level = after[0].last.number if leads else find.last.number
    for quote in quotes_before(sentence):
        for scale in (0.01, 1.0):
            if (
                quote.currency == "USD"
                and quote.per in ("bushel", "pound")
                and quote.low <= level * scale <= quote.high
            ):
                own = 0.01 if leads and find.last.number > 0.2 * level * (scale == 1) else scale
                _price(find, f"USD/{quote.per}", own)
                return True
    return False


def _of_currency(find: Find, sentence: str, earlier: Sequence[Find]) -> None:
    """Read a rate of exchange from the currency that trades: `the naira, which closed at 1,545`."""
    named = [
        grammar.unit(m["name"])
        for m in _CURRENCY_IN.finditer(sentence)
        if "\n" not in sentence[m.end() :] and not another_subject(sentence[m.end() :])
    ]
    money = [u.unit for u in named if u and u.form == "money" and u.factor == 1]
    if not money or not _TRADED.search(sentence):
        return
    base = next((str(f.last.unit) for f in reversed(earlier) if str(f.last.unit).startswith(f"{money[-1]}/")), None)
    if base or money[-1] not in ("GBP", "EUR", "USD"):
        find.set(base or f"{money[-1]}/USD", "money")
