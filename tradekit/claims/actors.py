"""Actors: the firms and persons that an article names, each with the economy that the article gives it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice
from typing import NamedTuple

from tradekit.places import Place
from tradekit.tables import rows
from tradekit.tables.words import Words, searchable

FIRM, PERSON = "firm", "person"  # the forms of an actor's places: it acts for its economy

_NAME = r"(?:[A-Z][\w&’'-]*[A-Za-z\d])(?:[ ](?:&[ ])?[A-Z][\w&-]*[A-Za-z\d]){0,3}"
_NAMED = re.compile(_NAME)
_NAME_BEFORE = re.compile(rf"{_NAME}$")
_LONGEST = 100  # characters of a name
_DAYS = (
    "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|May|June|July|August|"
    "September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|Q1|Q2|Q3|Q4"
)
_TITLES = re.compile(
    r"(?:President|Prime|Minister|Foreign|Finance|Trade|Commerce|Economy|Agriculture|Energy|Deputy|Chancellor|King|Queen|"
    r"Ministry|Department|National|Central|Federal|State|Bureau|Office|General|Ambassador|Premier|Vice|Statistics|Customs|"
    r"Chief|Governor|Secretary|Parliament|Supreme|Communist|Republic|The|Its|In|On|At|And|But|By|For|It|This|That|A|An|"
    rf"{_DAYS})\b"
)
_BASED = re.compile(r"[- ](?:based|headquartered|listed|registered|domiciled)[ \n]")
_SAYS = re.compile(r"[ \n](?:said|says|added|announced|reported)\b")
_ARTICLE = re.compile(r"(?:[\s(]|^)(?:[Aa]n?|[Tt]he)[ \n](?:[\w-]+[ \n]){0,2}$")
_APPOSED = re.compile(rf"(?P<name>{_NAME})(?:[ ]\([^()]{{1,20}}\))?(?:,|[.]|[ ][–—-])$")
_OF = re.compile(  # `Orelia Copper of Perth`, but no office of a state
    r"(?:^|[\s(])(?P<name>[A-Z][\w&’'-]+(?:[ ](?:&[ ])?[A-Z][\w&-]+){0,2}[ ](?:&[ ])?"
    r"(?!(?:Bank|Republic|University|Minist|President|Kingdom|Government|Embassy|Institut|Chamber|Council|Union|Office|"
    r"Bureau|Department|Governor|Emirate|State|Province|Port|City|Gulf|Sea|Bay)\w*)[A-Z][\w&-]+)[ ]of[ ](?:the[ ])?$"
)
_DATELINE = re.compile(
    rf"(?:,[^\n–—]{{2,40}}?)?[ ]*(?:\([^()\n]{{2,30}}\)[ ]*)?(?:--?|[–—]|:)[ \n]+(?P<name>{_NAME})"
    r"(?:,|[ \n](?:on[ \n](?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|said|says|will|has|is|plans|aims|cut|sees|"
    r"expects|sold|bought|made|lost|won|swung|beat|took|kept|[a-z]+ed)\b)"
)
_MOST = 60  # names are looked for one by one at each word
_WITHIN = 80  # how far a description may stand from the name that it describes, in characters


def find_actors(text: str, title: str, places: Sequence[Place]) -> list[Place]:
    """Find the firms and officials of an article wherever it names them.

    A firm is learnt where the text tells its economy: `the Oslo-based line`, `Chile's Orelia`, `(TSX: KLC)`,
    `Japanese food maker Orelia`, `Orelia Plc`, or known (`Codelco`); an official by `Kazakh President
    Kassym-Jomart Tokayev`.
    From then on the name, its first or last word alone, its ticker and `the company` stand for that economy.

    Parameters
    ----------
    text, title : str
        Of the article.
    places : sequence of Place
        The economies that the text names.

    Returns
    -------
    list of Place
        Sorted and disjoint, of the forms `firm` and `person`; none of them overlaps a place.

    Examples
    --------
    >>> text = "Canada's Orelia rose. The miner sold more. Orelia paid 2%."
    >>> from tradekit.places import find_places
    >>> [(place.text, place.code) for place in find_actors(text, "", find_places(text))]
    [('Orelia', 'CAN'), ('The miner', 'CAN'), ('Orelia', 'CAN')]
    """
    known = _learn(text, title, places)
    if not known:
        return []
    starts = [place.start for place in places]
    names = "|".join(re.escape(name) for name in sorted(known, key=len, reverse=True))
    nouns = "|".join(re.escape(noun) for noun in _words("noun"))
    mention = re.compile(rf"\b(?:(?P<name>{names})|[Tt]he[ \n](?:[a-z-]+[ \n])?(?:{nouns}))\b(?!-)")
    found: list[Place] = []
    firm = None
    for match in mention.finditer(text):
        start, end = match.span()
        at = bisect_left(starts, end) - 1
        if at >= 0 and places[at].end > start:
            continue
        if match["name"]:
            code, form = known[match["name"]]
            firm = code if form == FIRM else firm
            found.append(Place(start, end, match[0], code, form))
        elif firm:
            found.append(Place(start, end, match[0], firm, FIRM))
    return found


@cache
def _words(form: str) -> dict[str, str]:
    return {row["word"]: row["code"] for row in rows("firms") if row["form"] == form}


@cache
def money() -> Words[str]:
    """Match, in lower case, a word of a firm's own accounts: revenue, net profit, dividend."""
    return Words({word.lower(): word for word in _words("money")}, before="_", behind="_")


class _Around(NamedTuple):
    """What stands around a name: its ticker, its legal form, what it is called before it and behind it, an office."""

    ticker: re.Pattern[str]
    legal: re.Pattern[str]
    described: re.Pattern[str]
    description: re.Pattern[str]
    at_home: re.Pattern[str]
    official: re.Pattern[str]


@cache
def _patterns() -> _Around:
    tickers = "|".join(map(re.escape, _words("ticker")))
    legal = "|".join(map(re.escape, _words("legal")))
    nouns = "|".join(map(re.escape, _words("noun")))
    noun = rf"(?:[a-z][\w-]*[ \n]){{0,4}}?(?:{nouns})"
    office = "|".join(map(re.escape, _words("office")))
    return _Around(
        re.compile(rf",?[ ]\((?P<at>{tickers})(?::[ ]?|[ ])(?P<ticker>[A-Z]{{2,6}})\b"),
        re.compile(rf"[ ](?P<legal>{legal})(?![\w-])"),
        re.compile(rf"{noun}s?[ \n](?P<name>{_NAME})"),
        re.compile(rf"{noun}\b"),
        re.compile(
            rf"(?P<name>{_NAME}),[ \n](?:an?|the|one[ \n]of[ \n]the)[ \n](?:[\w.-]+[ \n]){{0,4}}?"
            rf"(?:{nouns})s?[ \n](?:in|of|from)[ \n](?:the[ \n])?$"
        ),
        re.compile(rf"(?:[’']s)?[ \n](?:[A-Za-z-]+[ \n]){{0,4}}?(?:{office})[ \n](?P<name>{_NAME})"),
    )


def _learn(text: str, title: str, places: Sequence[Place]) -> dict[str, tuple[str, str]]:
    """Give the economy of each name, and whether it is a firm's or a person's; the first telling counts."""
    known: dict[str, tuple[str, str]] = {}
    own = {word for place in places for word in place.text.split()[:1]}
    common = set(re.findall(r"\b[a-z]{3,}\b", text))
    for name, code, form in islice(_told(text, title, places), _MOST):
        words = name.split()
        if words[0] in own or _TITLES.match(name) or (len(words) == 1 and (name.lower() in common or len(name) < 3)):
            continue
        known.setdefault(name, (code, form))
        short = (words[0], words[-1]) if form == PERSON else (" ".join(words[:2]), words[0])
        for word in short:
            if len(word) > 3 and word.lower() not in common and word not in own:
                known.setdefault(word, (code, form))
    for start, end, code in _well_known().find(searchable(text)):
        known.setdefault(text[start:end], (code, FIRM))
    return known


@cache
def _well_known() -> Words[str]:
    """Match the firms whose home needs no telling: `Codelco kept its target`."""
    return Words(_words("known"), before="_")


def _ends_with_name(text: str, end: int) -> str | None:
    """Give the name that ends at an offset."""
    match = _NAME_BEFORE.search(text, max(0, end - _LONGEST), end)
    return match[0] if match else None


def _told(text: str, title: str, places: Sequence[Place]) -> Iterator[tuple[str, str, str]]:
    """Go through all that tells the economy of a name."""
    around = _patterns()
    for match in around.ticker.finditer(text):
        if name := _ends_with_name(text, match.start()):
            code = _words("ticker")[match["at"]]
            yield name, code, FIRM
            yield match["ticker"], code, FIRM
    for match in around.legal.finditer(text):
        if name := _ends_with_name(text, match.start()):
            yield name, _words("legal")[match["legal"]], FIRM
    for place in places:
        if place.code and place.form in ("name", "demonym", "city", "capital"):
            if official := around.official.match(text, place.end):
                yield official["name"], place.code, PERSON
            elif name := _beside(text, place):
                yield name, place.code, FIRM
    if named := _of_dateline(text, title, places):
        yield (*named, FIRM)


def _beside(text: str, place: Place) -> str | None:
    """Give the firm that a place describes: `Chile's Orelia`, `Swiss trader Orelia`, `Orelia, an Oslo-based line`."""
    around = _patterns()
    based = _BASED.match(text, place.end)
    start = based.end() if based else place.end + 1
    if text.startswith(("’s ", "'s "), place.end):
        match = _NAMED.match(text, place.end + 3)
        return match[0] if match else None
    if based and (match := _NAMED.match(text, start)):
        return match[0]
    before = text[max(0, place.start - _WITHIN) : place.start]
    if called := _OF.search(before) or around.at_home.search(before):
        return called["name"]
    if match := around.described.match(text, start):
        return match["name"]
    match = around.description.match(text, start)
    article = _ARTICLE.search(before)
    if match is None or article is None:
        return None
    if apposed := _APPOSED.search(before[: article.start()]):
        return apposed["name"]
    opening = _NAMED.match(text, text.rfind("\n", max(0, place.start - 4 * _WITHIN), place.start) + 1)
    return opening[0] if opening and _SAYS.match(text, match.end()) else None


def _of_dateline(text: str, title: str, places: Sequence[Place]) -> tuple[str, str] | None:
    """Give the firm of the title, told from where the story is written: `TOKYO -- Orelia Fisheries said`."""
    place = next((p for p in places if p.form in ("city", "capital")), None)
    match = _DATELINE.match(text, place.end) if place and place.start < 2 * _WITHIN else None
    if place is None or place.code is None or match is None:
        return None
    named = [word for word in match["name"].split() if re.search(rf"\b{re.escape(word)}\b", title)]
    return (" ".join(named), place.code) if named else None
