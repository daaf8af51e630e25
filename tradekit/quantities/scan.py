"""From text to quantities: find the atoms, leave alone what is no quantity, join ranges and lists, read hedges."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache

from tradekit.periods import date_spans
from tradekit.quantities import atoms as read
from tradekit.quantities import counts, grammar, names, parts
from tradekit.quantities.join import join
from tradekit.quantities.local import localize
from tradekit.quantities.model import Atom, Find, Quantity, Skip
from tradekit.quantities.quoted import read_quoted
from tradekit.quantities.tabled import read_tabled

Span = tuple[int, int]

# Spans whose digits are never quantities: addresses, entities, phone numbers, list numbers, reference codes.
# Each pattern begins with a character that is looked for at once, where that can be: `_MAIL` and `_CODE` cannot.
_NOT_NUMBERS = (
    re.compile(
        r"(?P<address>(?:https?://|www\.)[^\s)\]>]{1,2000})|(?P<entity>&#?\w{1,8};)"
        r"|(?P<phone>\(\d{2,4}\)[ -]?\d{3,4}[- ]\d{3,4}|\+\d{1,3}[ -]\d[\d -]{6,14}\d"
        r"|0(?<!\w0)\d{2,4} \d{3,4} \d{3,4}\b)"
        r"|(?P<heading>\((?:in )?(?:1,000|'?000) [A-Za-z ]{1,12}\))"
    ),
    re.compile(
        r"(?P<list>(?m:^[ \t]{0,8}(?:\(?\d{1,2}[.)](?=[ \t])"
        # a section of a report: `4.2 Other components`, alone on its line
        r"|\d{1,2}(?:\.\d{1,2}){1,3}\.?(?=[ \t]{1,4}(?i:(?!million|billion|trillion|per ?cent|pct))[A-Z][a-z]+"
        r"(?:[ ][\w’'&(),–-]+){0,9}$))))"
    ),
)
_MAIL = re.compile(r"(?P<address>[\w.+-]{1,64}@[\w-]{1,64}\.[\w.]{1,64})")
_CODE = re.compile(
    r"(?P<phone>\b\d{3}-\d{3}-\d{4}\b|\b555-\d{4}\b)"
    r"|(?P<code>\b[A-Z]{2,5}[ -]\d{1,5}-\d{1,5}\b|\b\d{1,3}/\d{1,3}\b(?!\d)"
    r"(?!(?<=\d/\d)(?:[ \n]of|[ -](?:cents?|points?))\b))"
)
_JOINT = re.compile(r"[/-](?<=\d.)(?=\d)")  # of every code
_BEFORE_JOINT, _BEHIND_JOINT = 11, 20
_NUMBERED_NAME = re.compile(r"(?:^|[^\w])([A-Z][\w.+&-]*)[ \u00a0]$")
_WRITTEN_ON = re.compile(r"(?:[/:.–-]?\d)*")
_SHOUTED = re.compile(r"(?<![a-z])[A-Z][^a-z\n]{8,24}$")
_NUMBER = re.compile(r"\bNos?\. $")
_WORD_BEFORE = re.compile(r"([\w.&/]+)[ \u00a0]$")
_SECTION = re.compile(r"\b(?:Exhibits?|Articles?|Sections?|[Pp]ages?|Chapters?|Tables?)\b[\d, and–-]{1,24}$")
_BEGINS = re.compile(r"(?:^|[.!?:\n]\s?)[^\s]*\s$")
_POINTS_BACK = re.compile(r"(?i:\b(?:the|these|those|both|all|other)[ \n])$")
_ORDINAL_END = re.compile(r"(?:st|nd|rd|th)\b")
# a price or a rate by its term: `three-month copper`, `the 10-year Treasury yield`, `copper 3-mth $9,850`
_TERM_OF = re.compile(
    r"[- ](?:months?|mths?|years?|yr)[ \n](?:LME|copper|alumini?um|zinc|nickel|lead|tin|metal|contract|futures|"
    r"forwards?|Libor|Euribor|SOFR|"
    r"(?:U\.S\. |US )?(?:Treasur(?:y|ies)|gilts?|bunds?|benchmark|loan prime|LPR|yields?)|[$€£¥]\d)"
)
_LEFT_OF_HEDGE = 40


def _not_numbers(text: str) -> Iterator[tuple[int, int, str]]:
    matches = [match for pattern in _NOT_NUMBERS for match in pattern.finditer(text)]
    matches += _MAIL.finditer(text) if "@" in text else ()
    done = 0
    for joint in _JOINT.finditer(text):
        at = joint.start()
        if at < done:
            continue
        codes = _CODE.finditer(text, max(done, at - _BEFORE_JOINT), at + _BEHIND_JOINT)
        if code := next((code for code in codes if code.start() < at < code.end()), None):
            matches.append(code)
            done = code.end()
    return ((match.start(), match.end(), match.lastgroup or "") for match in matches)


def _merged(spans: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Merge spans that overlap, such as a date inside an address."""
    merged: list[tuple[int, int, str]] = []
    for start, end, reason in spans:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]), merged[-1][2])
        else:
            merged.append((start, end, reason))
    return merged


def _inside(spans: Sequence[Span], starts: Sequence[int], start: int) -> Span | None:
    i = bisect_right(starts, start) - 1
    return spans[i] if i >= 0 and spans[i][1] > start else None


def _anchor_atom(text: str, match: re.Match[str]) -> Atom | Skip | None:
    """Read the number that begins at an anchor."""
    start, end, kind = match.start(), match.end(), match.lastgroup
    if kind == "digits":
        if ordinal := _ORDINAL_END.match(text, end):
            if not match[0].isdigit():
                return Skip(start, end, match[0], "ordinal")
            return parts.rank_atom(text, start, ordinal.end(), int(match[0][:9]))
        if match[0].isdigit() and (rank := parts.number_rank(text, start, end, float(match[0]))):
            return rank
        return read.digits_atom(text, start, end)
    if kind == "words":
        word = match[0].lower()
        value = grammar.numbers().get(word)
        if value is not None and (rank := parts.number_rank(text, start, end, value)):
            return rank
        return read.words_atom(text, start)
    if kind == "ordinal":
        return parts.rank_atom(text, start, end, grammar.ordinals()[match[0].lower()])
    readers = {
        "fraction": parts.fraction_atom,
        "coin": parts.coin_atom,
        "fold": parts.fold_atom,
        "span": parts.span_atom,
        "verb": parts.verb_atom,
    }
    return readers[str(kind)](text, start, end)


def _find_atoms(text: str, taken: list[tuple[int, int, str]]) -> Iterator[Atom | Skip]:
    """Read every number of the text that does not stand inside a span already taken."""
    spans = [(start, end) for start, end, _ in taken]
    starts = [start for start, _ in spans]
    done, anchor = 0, grammar.anchor()
    for at in grammar.anchored(text):
        if at < done or not (match := anchor.match(text, at)):
            continue
        done = match.end()
        if inside := _inside(spans, starts, match.start()):
            reason = taken[bisect_right(starts, match.start()) - 1][2]
            tail = _WRITTEN_ON.match(text, match.end(), inside[1])  # the year of 2024/25 is not cut in two
            end, done = min(tail.end() if tail else match.end(), inside[1]), inside[1]
            yield Skip(match.start(), end, text[match.start() : end], reason)
            continue
        found = _anchor_atom(text, match)
        if found is not None:
            done = max(done, found.end)
            yield found


def _part_of_name(text: str, atom: Atom) -> bool:
    """Whether a bare number belongs to a name: `Article 5`, `Radio 47`, `Boeing 737`, `TICAD 8`."""
    if not atom.bare or atom.sign or atom.form != "count":
        return False
    before = text[max(0, atom.start - 24) : atom.start]
    if before.endswith(("No. ", "Nos. ")) and _NUMBER.search(before):
        return True
    word = _WORD_BEFORE.search(before)
    if word and word[1] in grammar.names():
        return counts.counted_noun(text, atom.end) is None or word[1][0].isupper()
    if _SECTION.search(before):
        return True
    match = _NUMBERED_NAME.search(before)
    if match and match[1].isupper() and _SHOUTED.search(before):
        return False  # a flash: `EXPORTS SEEN AT 13.5`
    if match is None or atom.worded or "," in text[atom.at : atom.to]:
        return False
    follows = text[atom.end : atom.end + 2]
    begins = _BEGINS.search(before)
    return not begins and not re.match(r"[ \n][a-z]", follows) and not follows.startswith(("%", "-"))


def _anaphoric(text: str, atom: Atom) -> bool:
    """Whether a small number word only points back: `the two presidents`, `these three`."""
    if not atom.worded or not atom.bare or atom.number > 12 or text[atom.end : atom.end + 1] == "-":
        return False
    if atom.number > 2 and counts.counted_noun(text, atom.end) is not None:
        return False  # `all six members`, `the five countries of Central Asia`
    return bool(_POINTS_BACK.search(text[max(0, atom.start - 8) : atom.start]))


_HEDGING = re.compile(r"[^\s“”\"‘(\[\\]+")


@cache
def _last_of_hedges() -> frozenset[str]:
    return frozenset(words.rpartition(" ")[2] for words in grammar.hedges("before"))


_RISES = re.compile(
    r"(?i:\b(?:edg|inch|tick|pick|mov|creep|crept|go|went|gone|ris|rose|climb|push|"
    r"driv|drove|rack|step|speed|sped|bump|nudg)[a-z]* up)$"
)


def _before(text: str, start: int, floor: int) -> tuple[str, int]:
    """Read the hedge that stands before a number: its qualifier, and where it begins."""
    table = grammar.hedges("before")
    low = max(floor, start - _LEFT_OF_HEDGE)
    words = [(m[0], low + m.start()) for m in _HEDGING.finditer(text[low:start])]
    if len(words) > 1 and (last := words[-1][0].lower()) in ("between", "from", "the"):
        if last == "the":
            return "=", start
        words.pop()
    if not words or words[-1][0].lower() not in _last_of_hedges():
        return "=", start
    for n in range(min(5, len(words)), 0, -1):
        phrase = " ".join(word for word, _ in words[-n:]).lower()
        if phrase == "up to" and n < len(words) and _RISES.search(f"{words[-n - 1][0]} up"):
            return "=", start  # `edged up to 4%`
        if phrase == "over" and n < len(words) and _HANDS.fullmatch(words[-n - 1][0]):
            return "=", start  # `handed over 56 jets`
        if phrase in table:
            return table[phrase], words[-n][1]
    return "=", start


_HANDS = re.compile(
    r"(?i:hand(?:s|ed|ing)?|t(?:ake|akes|ook|aking)|turn(?:s|ed|ing)?|carr(?:y|ied)|sign(?:s|ed)|roll(?:s|ed))"
)
_COMPARISON = (
    "more than",
    "less than",
    "higher than",
    "lower than",
    "greater than",
    "fewer than",
    "above",
    "below",
    "over",
    "under",
)


@cache
def _behind() -> re.Pattern[str]:
    words = "|".join(re.escape(w) for w in sorted(grammar.hedges("after"), key=len, reverse=True))
    return re.compile(rf"[ ]?(?P<hedge>\+(?!\d)|{words})(?![\w])")


def _hedge(text: str, find: Find, floor: int, previous: int) -> tuple[str, int, int]:
    """Read the qualifier of a number: the sign, where the hedge begins and where one behind it ends."""
    a, last = find.first, find.last
    qualifier, begin = _before(text, a.start, floor)
    words = text[begin : a.start].strip().lower()
    if words in _COMPARISON and previous >= begin - 1:
        qualifier, begin = "=", a.start  # `20% more than 5 million`: a comparison, no hedge
    if words == "over" and last.form == "duration" and not text[:begin].endswith("for "):
        qualifier, begin = "=", a.start  # `over three years` is a span of time
    if (
        words.startswith(("top", "cross", "some"))
        and words != "some"
        and last.form == "count"
        and not last.scaled
        and last.value < 1000
    ):
        qualifier, begin = "=", a.start
    if a.form == "rank":
        return "=", a.start, last.end
    if qualifier == "=":
        for at in (last.end, last.to):
            if at >= last.end and (match := _behind().match(text, at)):
                found = ">" if match["hedge"] == "+" else grammar.hedges("after")[match["hedge"]]
                return found, begin, match.end()
    return qualifier, begin, max(last.end, last.to)


def _exact(atom: Atom) -> bool:
    """Whether a number commits to itself: counts in full digits, ranks, durations."""
    if atom.form in ("rank", "duration"):
        return True
    return (
        atom.form == "count"
        and not atom.scaled
        and atom.half == 0.5
        and atom.unit != "point"
        and "/" not in (atom.unit or "")
    )


def _quantity(text: str, find: Find, floor: int, previous: int) -> Quantity:
    a, last = find.first, find.last
    qualifier, hedge, after = _hedge(text, find, floor, previous)
    low, high = a.value, last.value
    if find.other and a.sign == "-":  # -5 to -3%, -1.5 to 0.5%: what is kept is mirrored by the sign
        low, high = sorted((a.value, last.value if last.sign == "-" else -last.value))
    low, high = min(low, high), max(low, high)
    half = 0.0 if _exact(last) else last.half * last.scale
    start, end = a.start, last.end
    return Quantity(
        start,
        end,
        text[start:end],
        (low + high) / 2,
        (low, high) if find.other else None,
        half,
        qualifier,
        last.unit,
        last.form,
        a.sign,
        hedge,
        after,
    )


def scan(text: str, dates: Sequence[Span] | None = None) -> tuple[list[Quantity], list[Skip]]:
    """Find the quantities of a text, and the numbers that are none.

    Parameters
    ----------
    text : str
        Any text.
    dates : sequence of (int, int), optional
        Spans of dates, years and clock times; found in the text if not given.

    Returns
    -------
    quantities : list of Quantity
        In the order of the text, disjoint.
    skips : list of Skip
        Numbers that were seen and left alone, with the reason.
    """
    taken = [(start, end, "date or time") for start, end in (date_spans(text) if dates is None else dates)]
    spans = _merged(sorted({*taken, *_not_numbers(text)}))
    found: list[Atom] = []
    skips: list[Skip] = []
    for atom in _find_atoms(text, spans):
        if isinstance(atom, Skip):
            skips.append(atom)
        elif _part_of_name(text, atom):
            skips.append(Skip(atom.start, atom.end, text[atom.start : atom.end], "name"))
        elif atom.bare and (compound := names.COMPOUND.match(text, atom.end)) and compound[1] in names.NOT_COUNTED:
            skips.append(Skip(atom.start, atom.end, text[atom.start : atom.end], "compound"))
        elif atom.form == "duration" and _TERM_OF.match(text, atom.to):
            skips.append(Skip(atom.start, atom.end, text[atom.start : atom.end], "name"))
        elif _anaphoric(text, atom):
            skips.append(Skip(atom.start, atom.end, text[atom.start : atom.end], "points back"))
        else:
            found.append(atom)
    localize(text, found)
    read_tabled(text, found)
    quantities: list[Quantity] = []
    namer = names.Namer(text)
    floor, previous = 0, -2
    finds = join(text, found)
    read_quoted(text, finds)
    for find in finds:
        if reason := namer.name(find):
            start, end = find.first.start, find.last.end
            skips.append(Skip(start, end, text[start:end], reason))
            continue
        quantity = _quantity(text, find, floor, previous)
        quantities.append(quantity)
        floor, previous = quantity.end, quantity.after
    return quantities, sorted(skips)


def find_quantities(text: str) -> list[Quantity]:
    """Find the quantities of a text.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    list of Quantity
        In the order of the text, disjoint; ``text[q.start:q.end] == q.text``.

    Examples
    --------
    >>> for q in find_quantities("The surplus rose 47.6% to about $4.77bn, more than 150 firms said."):
    ...     print(q.text, q.value, q.unit, q.qualifier)
    47.6% 47.6 % =
    $4.77bn 4770000000.0 USD ~
    150 150.0 firm >
    """
    return scan(text)[0]
