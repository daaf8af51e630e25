"""Speakers: the noun phrase that stands where a source stands, its bare words, and what it is."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from tradekit.places import find_places
from tradekit.quantities.grammar import changes
from tradekit.tables import rows
from tradekit.terms import find_terms


class Speaker(NamedTuple):
    """A noun phrase that can be a source: its span, and what it is (`role` of `speakers.csv`, or a name or place)."""

    start: int
    end: int
    role: str


_WIDE = 140  # how far a noun phrase with an insertion can begin before its verb


@cache
def _roles() -> dict[str, str]:
    return {row["word"]: row["role"] for row in rows("speakers")}


def speakers_of(role: str) -> list[str]:
    """Give the nouns of the table that name speakers of a role."""
    return [word for word, of in _roles().items() if of == role]


DAY = r"(?:late |early )?(?:on |this |last )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
# What stands between a subject and its verb
_BETWEEN = re.compile(
    rf"(?:[ \n](?:had|has|have|also|earlier|later|now|still|again|just|since|then|today|yesterday|would|will|"
    rf"[a-z]{{3,14}}ly|{DAY}|"
    r"(?:last|this) (?:week|month|year)|\([A-Z][\w&.-]{1,12}\))){0,4}[ \n]?$"
)
_EDGE = re.compile(
    r"(?:[,:)“”\"|>*]|(?<!\])\(|(?<!&amp);)(?:[ \n]|(?=\w))|[ \n][–—-]{1,2}[ \n]|\n\n|(?<![\w’'-])"
    r"(?i:as|but|while|whereas|which|who|that|although|though|because|when|if|since|than|so|after|before)[ \n]"
)
_OPENING = re.compile(
    r"(?i:(?:and|or|but|yet|so|also|meanwhile|separately|however|still|then|now|instead|both|even|only|all|some|"
    r"in addition)[ \n])"
)
# `In its monthly report OPEC`: what stands before the subject
_ASIDE = re.compile(
    r"(?i:in|on|for|by|at|from|of|with|over|under|after)[ \n].*?(?P<name>(?:[A-Z][\w’'&.-]*(?:[ \n]|$)){1,5}$|$)",
    re.DOTALL,
)
_NAME = re.compile(
    r"(?:[A-Z][\w’'.-]*|de|al|bin|van|von|da|la)(?:[ \n](?:[A-Z][\w’'.-]*|de|al|bin|van|von|da|la)){0,4}"
)


# A name with what it is behind a comma: `Priya Lindqvist, metals analyst at Bexley Markets`
_DESCRIBED = re.compile(
    rf"(?<=[ \n])(?P<name>{_NAME.pattern}), (?:\d\d, )?(?:[a-z][\w’'-]*|[A-Z]\w+[’']s)[ \n][^,;.“”]{{2,70}}$"
)


_LAST_NAME = re.compile(rf"(?:^|[ \n])(?P<name>{_NAME.pattern})$")


def last_match(pattern: re.Pattern[str], text: str, start: int, end: int) -> re.Match[str] | None:
    """Give the last match of a pattern in a span."""
    last = None
    for match in pattern.finditer(text, start, end):
        last = match
    return last


def phrase_before(text: str, floor: int, at: int) -> tuple[int, int, str] | None:
    """Give the span of the noun phrase before a verb, and the conjunction before it."""
    low = max(floor, at - _WIDE)
    between = _BETWEEN.search(text, low, at)
    end = between.start() if between else at
    relative = re.search(r",?[ \n](?:which|who|that)$", text[max(low, end - 8) : end])
    if relative:
        end -= relative.end() - relative.start()
        if named := _DESCRIBED.search(text, low, end):  # `said Priya Lindqvist, an analyst at Bexley, who sees $4,600`
            return *named.span("name"), ""
        if relative[0].endswith("who") and (named := _LAST_NAME.search(text, low, end)):
            return *named.span("name"), ""  # `Caution comes from the consultant Fay Purtell, who reckons …`
    elif end > low and text[end - 1] == ",":  # `Kishida, confined to his residence, said`
        comma = text.rfind(", ", low, end - 1)
        inserted = text[comma + 2 : end - 1]
        if comma < 0:
            return None
        if _NAME.fullmatch(inserted) and not find_places(inserted):  # `Kenya’s president, William Ruto, said`
            return comma + 2, end - 1, ""
        end = comma
    edge = last_match(_EDGE, text, low, end)
    start = edge.end() if edge and edge.end() < end else low if edge is None and low == floor else end
    return start, end, edge[0].strip().lower() if edge else ""


# `According to the European Commission the bloc’s purchases fell`: a name, and a noun phrase that begins anew
_NAMED_FIRST = re.compile(
    r"(?:the[ \n])?(?:[a-z]{3,}[ \n]){0,2}[A-Z][\w’'&.-]*"
    r"(?:[ \n](?:(?:of|for|and)[ \n](?:the[ \n])?)?[A-Z][\w’'&.-]*){0,5}"
    r"(?=[ \n](?:the|its|their|an?|some|about|around|nearly|more|only|[\d$€£¥])\b)"
)
_FORWARD_END = re.compile(
    rf"[,;:()“”\"|]|\.(?=\s|$)(?<!\b[A-Z]\.)|\n\n|[ \n](?:{DAY}|(?:released|published|issued)(?!\sby)|which|"
    r"that|who|while|as|but|shows?|showed|dated|in[ \n](?:a|an|its|his|her)|to)(?![\w-])|$"
)


_INTRODUCED = re.compile(rf"[ \n](?P<name>{_NAME.pattern})(?=[,.;”]|$)")


def phrase_behind(text: str, at: int, end: int) -> tuple[int, int]:
    """Give the span of the noun phrase that begins at an offset."""
    stop = _FORWARD_END.search(text, at, min(end, at + 90))
    name = _INTRODUCED.match(text, stop.end(), end) if stop and stop[0] == "," and not text[at].isupper() else None
    if name and not find_places(name["name"]):
        return name.start("name"), name.end("name") - name["name"].endswith(
            "."
        )  # `said its chief executive, Dana Whitford`
    return at, stop.start() if stop else min(end, at + 90)


_WORD = re.compile(r"[\w’'&+.-]+")
_FINITE = frozenset(
    "is are was were be been has have had will would can could may rose fell grew to not said told says".split()
)
_PREPOSITIONS = frozenset("by of in at for from with on to".split())
# `beating analysts’ forecasts`, `above the bank’s own guess`
_MEASURED_BY = frozenset("beating topping missing exceeding surpassing matching above below than against".split())
_JOINTS = frozenset("of and the for & de al bin van von da la at in s".split())
_OUT_OF = re.compile(
    r"(?i:^(?:[\w’'-]+[ \n]){0,4}?(?:data|figures|statistics|numbers|estimates|count|reckoning|calculations|survey|"
    r"poll)[ \n](?:(?:released|published|issued|provided)[ \n])?"
    r"(?:by|from|of)[ \n])(?=\S{2})"
)
_TITLE = re.compile(
    r"(?:(?:the[ \n])?(?:[A-Z][\w’'.-]*[ \n]){0,4}?(?:President|Minister|Premier|Chancellor|Secretary|Governor|"
    r"Chairman|Chairwoman|Chair|Ambassador|Commissioner|King|Prince|CEO|CFO|COO|Director|"
    r"Spokesman|Spokeswoman|Envoy|Senator|Mayor|Professor)\.?[ \n]){1,3}(?=[A-Z])"
)
_ACRONYM = re.compile(r"the[ \n](?:[a-z][\w’'-]*[ \n]){2,5}(?=[A-Z]{3,8}$)")


def named_first(text: str, at: int, end: int) -> Speaker | None:
    """Read the name behind `according to` where no comma parts it from what it says."""
    match = _NAMED_FIRST.match(text, at, end)
    return read_speaker(text, *match.span(), initial=False) if match else None


_PRONOUN = re.compile(r"(?i:he|she|it|they)")
_NOBODY = re.compile(r"(?i:i|we|you|this|that|these|those|there|all|what|one|both|others|some|many|few|here)")


def read_speaker(text: str, start: int, end: int, initial: bool) -> Speaker | None:
    """Read a noun phrase as a source: its bare words and what it is; None if it cannot be one."""
    while opening := _OPENING.match(text, start, end):
        start = opening.end()
    if aside := _ASIDE.match(text, start, end):
        articles = (text.rfind(word, start, end) + 1 for word in (" the ", " a ", " an ", " one "))
        start = max(articles) or aside.start("name")
    issued = _OUT_OF.match(text[start:end])
    start += issued.end() if issued else 0
    for pattern in (_TITLE, _ACRONYM):
        match = pattern.match(text[start:end])
        start += match.end() if match else 0
    words = list(_WORD.finditer(text, start, end))
    after = next((i + 1 for i in reversed(range(len(words))) if any(c.isdigit() for c in words[i][0])), 0)
    words = _trimmed(words[after:])
    if not words or len(words) > 11 or any(w[0] in _FINITE for w in words):
        return None
    span = words[0].start(), words[-1].end()
    if (name := _apposed(words)) and not _role(text[span[0] : span[1]], [w[0] for w in words], False):
        words, span = name, (name[0].start(), name[-1].end())
    role = _role(text[span[0] : span[1]], [w[0] for w in words], initial and after == 0)
    return Speaker(*span, "data" if issued else role) if role else None


def _apposed(words: list[re.Match[str]]) -> list[re.Match[str]]:
    """Give the name at the end of a phrase that says what it is: `chip packager Bayan Semicon`, `analyst Li Wei`."""
    first = len(words)
    while first and (words[first - 1][0][0].isupper() or words[first - 1][0] == "&"):
        first -= 1
    before = [w[0] for w in words[:first]]
    plain = bool(before) and before[-1].islower() and not {*before} & (_JOINTS | _PREPOSITIONS | _FINITE | {"that"})
    return words[first:] if plain and len(words) > first else []


def _trimmed(words: list[re.Match[str]]) -> list[re.Match[str]]:
    """Leave out what is no part of the phrase: a clause before `and`, a change before the speaker."""
    for i, word in enumerate(words):
        if word[0] == "and" and 0 < i < len(words) - 1:
            last = words[i - 1][0]
            if not last[0].isupper() and last.lower() not in _roles():
                words = words[i + 1 :]
                break
    while len(words) > 1 and (
        words[0][0] in changes() or words[0][0] in _PREPOSITIONS | _MEASURED_BY or words[0][0].strip("-") == ""
    ):
        words = words[1:]  # the dash is a dateline's
    return words


def _role(phrase: str, words: list[str], initial: bool) -> str | None:
    """Say what a noun phrase is by its head, before any `of` or `at`; else by its being a name."""
    low = [w.lower().rstrip(".").removesuffix("’s").removesuffix("'s").rstrip("’'") for w in words]
    if _PRONOUN.fullmatch(phrase) or _NOBODY.fullmatch(phrase):
        return "pronoun" if _PRONOUN.fullmatch(phrase) else None
    head = next(
        (i for i, w in enumerate(low) if i and w in ("of", "at", "in", "for", "polled", "with", "from")), len(low)
    )
    roles = _roles()
    for i in reversed(range(head)):
        role = roles.get(" ".join(low[max(0, i - 1) : i + 1])) or roles.get(low[i])
        if role:
            return role
    named = [w for w in words if w[0].isupper()]
    if not named or any(not w[0].isupper() and w not in _JOINTS for w in words):
        return None
    if initial and ((len(words) == 1 and low[0].endswith("ing")) or any(t.start == 0 for t in find_terms(phrase))):
        return None  # `Beating forecasts, …`, `Imports put on …`, `Copper …`: a capital that only opens the sentence
    places = find_places(phrase)
    if places and sum(p.end - p.start for p in places) >= len(phrase) - len("the "):
        return "name" if places[0].form in ("institution", "metonym", "body", "person") else "place"
    return "name"
