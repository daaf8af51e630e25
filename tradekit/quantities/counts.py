"""What a bare number counts: its head noun, singular and lower-case."""

from __future__ import annotations

import re

from tradekit.quantities import grammar

_WORD = re.compile(
    r"[”\"]?(?:[ \t\u00a0\u202f]|\n(?![ \t]{0,8}\n))([“‘\"']?)((?:[A-Z]\.){2,4}|[A-Za-zÀ-ž][\w'’&-]*)([”’\"]?)"
)
_LIGHT = frozenset(
    (
        "more other new additional extra further such separate different consecutive straight or so-called odd plus"
    ).split()
)
_NO_NOUN = frozenset("ones mark level threshold barrier handle".split())  # `above the 50 mark`
_ODD = re.compile(r"-(?:odd|plus)\b")
_OF = re.compile(
    r"[ \n]of[ \n](?:the|its|their|these|those|his|her|our|all)?[ \n]?"
    r"(?:(?:\d[\d,.]*(?:[ ](?:million|billion|thousand))?|[a-z]+teen|two|"
    r"three|four|five|six|seven|eight|nine|ten)[ \n])?",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"[ \n](?:of[ \n](?:them|these|those|which|whom)|(?:[a-z]+[ \n])?ones)\b", re.IGNORECASE)
# packing between the number and its noun: `4.2 million 60-kilogram bags`, `300 40ft containers`
_SIZE = re.compile(
    r"[ \n]\d[\d.,]{0,6}[ -]?(?:kilograms?|kilos?|kg|lbs?|pounds?|tonnes?|tons?|ft|foot|feet|"
    r"litres?|liters?|metres?|inch|MW)\b"
)
# nouns that are verbs of change too: `makes 18 lifts an hour`, `bought 9,000 wheat contracts`
_EVENTS = re.compile(
    r"[ \n](?:[a-z]+[ \n](?=contracts))?(contracts\b|lifts|cuts|hikes|rises|falls|increases|jumps|drops)"
    r"(?:(?<=contracts)|(?=[ \n](?:an?|per|each|by|in|of|this|next)\b|[.,;)]))"
)
_WORDS_READ, _HOPS = 6, 3


def singular(noun: str) -> str:
    """Give the singular of an English noun.

    Examples
    --------
    >>> [singular(w) for w in ("generators", "countries", "people", "businesses", "aircraft", "boxes", "cases")]
    ['generator', 'country', 'person', 'business', 'aircraft', 'box', 'case']
    """
    word = noun.lower()
    table = grammar.singulars()
    if word in table:
        return table[word]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def plural(word: str) -> bool:
    """Whether a word looks like a plural noun."""
    lower = word.lower()
    if lower in grammar.singulars():
        return True
    return len(lower) > 3 and lower.endswith("s") and not lower.endswith(("ss", "us", "is", "'s", "’s", "ous"))


def counted_noun(text: str, end: int) -> tuple[str, int] | None:
    """Find the noun that a bare number at ``text[:end]`` counts.

    Parameters
    ----------
    text : str
        The article's text.
    end : int
        Where the number ends.

    Returns
    -------
    tuple of (str, int) or None
        The head noun, singular, and where it ends; None if no noun follows.

    Examples
    --------
    >>> counted_noun("450 gasoline generators from China", 3)
    ('generator', 23)
    >>> counted_noun("16 of its 41 trains are fit", 2)
    ('train', 19)
    """
    if _PRONOUN.match(text, end):
        return None
    if odd := _ODD.match(text, end):
        end = odd.end()
    for _ in range(_HOPS):  # 16 of its 41 trains
        if of := _OF.match(text, end):
            end = of.end() - 1
    if event := _EVENTS.match(text, end):
        return singular(event[1]), event.end(1)
    words: list[tuple[str, int]] = []
    size = _SIZE.match(text, end)
    at = size.end() if size else end
    while len(words) < _WORDS_READ and (match := _WORD.match(text, at)):
        word = match[2]
        lower = word.lower()
        if (
            (lower in grammar.function_words() and lower not in _LIGHT)
            or lower in _NO_NOUN
            or lower in grammar.numbers()
        ):
            break
        at = match.end()
        if lower not in _LIGHT:
            words.append((word, match.end(2)))
        if plural(word) and lower not in grammar.changes():
            break
        if match[3] or (match.end() < len(text) and text[match.end()] in ",.;:)"):
            break
    if not words:
        return None
    for word, to in words:
        if plural(word) and word.lower() not in grammar.changes():
            people = word[0].isupper() and word.endswith(("ans", "nis", "ndis"))  # 4.4 million Malawians
            return "person" if people else singular(word), to
    first = words[0][0].lower()
    if first.endswith(("ed", "ing", "ly")) or first in grammar.changes() or words[0][0][0].isupper():
        return None
    word, to = words[0]
    return (singular(word), to) if len(words) == 1 else None


def refers_back(text: str, end: int) -> bool:
    """Whether the number counts what was counted before (`20 of them`, `8,930 Chinese ones`)."""
    return bool(_PRONOUN.match(text, end))


def noun_before(text: str, start: int) -> str | None:
    """Find the nearest plural noun before `start` in its sentence (`leaders …; two of them`)."""
    words = re.findall(r"[A-Za-z][\w’'-]*", text[max(0, start - 100) : start].rpartition(". ")[2])
    found = next((w for w in reversed(words) if plural(w) and w.lower() not in grammar.changes()), None)
    return singular(found) if found else None
