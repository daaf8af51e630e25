"""Attribution: whom a sentence gives as the source of its figures, and how far each attribution reaches.

A source is a noun phrase in one of a few places: before or behind a reporting verb (`tables/reporting.csv`),
behind `according to` or `citing`, behind `by` in the passive, before `’s forecast`, in brackets behind a figure.
What may stand there, and what it is, is told by its head (`tables/speakers.csv`) or by its being a name.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from tradekit.claims.speakers import (
    Speaker,
    last_match,
    named_first,
    phrase_before,
    phrase_behind,
    read_speaker,
    speakers_of,
)
from tradekit.periods import find_times
from tradekit.quantities.grammar import alternation
from tradekit.tables import rows
from tradekit.tables.words import Needed, Words, lowered, searchable
from tradekit.terms import TRADE, find_terms

Span = tuple[int, int]


class Attribution(NamedTuple):
    """A source named in a sentence.

    Attributes
    ----------
    value : str
        Its words.
    start, end : int
        Their span.
    low, high : int
        How far it reaches: the figures that begin in this span are on its word.
    role : str
        What it is (`role` of `speakers.csv`), or ``name``, ``place`` or ``pronoun``.
    use : str
        How it stands to the figures (`use` of `reporting.csv`), ``cite``, or ``aside`` (`said earlier`).
    """

    value: str
    start: int
    end: int
    low: int
    high: int
    role: str
    use: str

    @property
    def lasts(self) -> bool:
        """Whether the sentences behind it may go on with it."""
        return self.role not in ("group", "place", "pronoun") and self.use not in ("count", "aside", "threaten")

    def covers(self, status: str | None) -> bool:
        """Whether a figure behind its sentence can be on its word: who expects or wants goes on to expect or want."""
        if self.role == "data":
            return status == "actual"
        return status == {"view": "forecast", "value": "forecast", "revise": "forecast", "want": "target"}.get(
            self.use, status
        )


# What a source may be for each way of reporting; a country is one only where it speaks.
_ANY = frozenset("data office body firm person group name".split())
_MAY = {
    "say": _ANY | {"place", "pronoun"},
    "announce": _ANY | {"pronoun"},
    "promise": _ANY | {"pronoun"},
    "show": frozenset(("data",)),
    "judge": _ANY | {"pronoun"},
    "view": _ANY | {"pronoun"},
    "value": _ANY | {"place"},
    "want": frozenset(("office",)),
    "threaten": _ANY | {"pronoun"},
    "count": frozenset(("data", "office", "body", "name")),
    "revise": _ANY - {"data"},
    "post": frozenset(("firm", "name")),
    "cite": _ANY | {"place"},
}


@cache
def _verbs() -> Words[str]:
    return Words({row["word"]: row["use"] for row in rows("reporting")}, before="_’'-", behind="_-")


# Behind one of these a verb form is none, or its subject suffers it: `the estimate`, `to forecast`, `is expected`
_NO_VERB = re.compile(
    r"(?i:\b(?:the|a|an|its|their|his|her|our|to|of|for|in|on|with|by|is|are|was|were|be|been|being|than|as|"
    r"no|not|and|or|from|previous|latest|official|initial|net|new|current|own)[ \n](?:\w{3,12}ly[ \n])?|[’']s?[ \n])$"
)
_REST = re.compile(r"(?:[^,:;.()“”\"\d]|(?<=[a-z] )\d{1,2}(?=[,;.](?!\d)|$)){0,70}(?:[,:.;)“”\"]|$)")
_CLOSED = re.compile(r",|\.(?=\s|$)")  # `…, the panel found, and …`
_THAT = re.compile(r"[ \n](?:on[ \n]\w+day[ \n])?that[ \n]")
_AT = re.compile(r"[ \n](?!off|on|up|in|forward|pressure|out|aside)(?:[^.;]|\.[ \n]?\w){1,90}?\bat[ \n]")
_FORECAST = re.compile(
    r"[^.;]{1,70}?\b(?:forecasts?|guidance|outlook|projections?|estimates?|predictions?|call|view)\b"
)
_BOOKS = re.compile(
    r"[^,;.]{0,60}?\b(?:profits?|loss(?:es)?|earnings|income|revenues?|sales|turnover|ebitda|output|production)\b"
)
_MANY_FIRMS = re.compile(
    r"(?i:\b(?:companies|firms|\w+makers|exporters|producers|banks|refiners|miners|growers|mills)$)"
)
_A_TALE = re.compile(
    r"[ \n](?:(?:an?|the)[ \n])?(?:[\w-]+[ \n]){0,2}(?:story|tale|apart)\b"
)  # `Trade told another story`
_RELATIVE = re.compile(r"[ \n](?:that|which|who)[ \n]$")
_EARLIER = re.compile(r"(?<!\w)(?:earlier|previously|before)(?!\w)")
_ENDS_VIEW = re.compile(r",?[ \n](?:but|while|whereas|although|though)[ \n]|;|\n(?=[-*•>A-Z])")
_ENDS_SPEECH = re.compile(r",[ \n](?:but|although|though|yet)[ \n]|;[ \n]")
_FIGURE = re.compile(r"(?:[^\s(]{0,5}\d[\d.,]*[ \n](?:to|or)[ \n])?[^\s(]{0,5}\d[\d.,]*")


def _by_verb(text: str, start: int, end: int) -> Iterator[Attribution]:
    """Read the subjects of reporting verbs, before the verb or behind it."""
    for low, high, use in _verbs().find(searchable(text[start:end])):
        at, behind = start + low, start + high
        if use != "say" and text.startswith((" by ", "\nby "), behind):
            continue  # `published by`
        if (
            use in ("say", "announce", "promise", "show", "judge", "view")
            and text[at - 2 : at - 1] in tuple(",”\"’'")
            and (found := _inverted(text, behind, start, end))
        ):
            yield found
            continue
        if _NO_VERB.search(text, max(start, at - 30), at) or not (phrase := phrase_before(text, start, at)):
            continue
        speaker = read_speaker(text, phrase[0], phrase[1], phrase[0] - start < 2)
        found_out = use == "show" and bool(_CLOSED.match(text, behind, end)) and text[phrase[0] - 2 : phrase[0]] == ", "
        if (
            speaker is None
            or speaker.role not in _MAY["say" if found_out else use]
            or not _says(text, (at, behind), use, speaker, end)
        ):
            continue
        reach = _reach(text, (at, behind), use, speaker, phrase[2], start, end)
        aside = _RELATIVE.search(text, speaker.end, at) or _EARLIER.search(text, speaker.end, behind + 12)
        yield _attribution(text, speaker, reach, "aside" if aside and use in ("say", "announce", "show") else use)


def _says(text: str, verb: Span, use: str, speaker: Speaker, end: int) -> bool:
    """Whether the words behind a verb let it report: `put … at`, `cut its forecast`, `announced that`."""
    at = verb[1]
    if text.endswith((" of", " about"), *verb):
        return speaker.role != "place"
    if speaker.role != "data" and _A_TALE.match(text, at):
        return False
    if use == "value":
        return bool(_AT.match(text, at, end))
    if use == "revise":
        return bool(_FORECAST.match(text, at, end))
    if use == "post":
        many = _MANY_FIRMS.search(text, speaker.start, speaker.end)
        return not many and bool(_BOOKS.match(text, at, end))
    if use in ("announce", "promise") and speaker.role in ("name", "person", "pronoun"):
        books = speaker.role == "name" and _BOOKS.match(text, at, end)
        return bool(books or _THAT.match(text, at, end) or _REST.match(text, at, end))
    return True


def _inverted(text: str, behind: int, start: int, end: int) -> Attribution | None:
    """`…, said one Shanghai trader, whose guess is …`."""
    low, high = phrase_behind(text, behind + 1, end)
    if text[low : low + 3] in ("in ", "on ", "to ", "for", "at ", "by "):
        return None
    speaker = read_speaker(text, low, high, initial=False)
    if speaker is None or speaker.role == "pronoun" or speaker.start > low + 24:
        return None
    return _attribution(text, speaker, (start, end), "say")


def _reach(text: str, verb: Span, use: str, speaker: Speaker, opener: str, start: int, end: int) -> tuple[int, int]:
    """Give the span for which an attribution holds."""
    behind = bool(_REST.match(text, verb[1], end)) and speaker.start > start + 12
    if which := _RELATIVE.search(text, speaker.end, verb[0]):
        comma = text.find(", ", verb[1], end) if text[which.start() - 1] == "," else -1
        if comma > 0:
            return speaker.start, comma  # `the company, which assumes 150 yen to the dollar, gains`
        return speaker.start, end  # `official data that showed …`
    if use in ("judge", "view") and behind and opener in ("that", "which", "than", "as", ""):
        # `the 2.2 per cent gain that economists had forecast`
        that = text.rfind(f" {opener}", start, speaker.start) if opener else -1  # `that 14 analysts had forecast`
        at = that if that > 0 else speaker.start
        figure = last_match(_FIGURE, text, max(start, at - 60), at)
        if opener in ("than", "as"):
            return speaker.start, verb[1]
        return (figure.start() if figure else speaker.start), verb[1]
    if use == "want" or (use in ("judge", "view", "value") and not behind):
        stop = _ENDS_VIEW.search(text, verb[1], end)
        return verb[0], stop.start() if stop else end
    if use == "revise":
        return verb[0], end
    if not behind:
        return speaker.start, end
    low = text.rfind("; ", start, speaker.start) + 1 or start
    return low, _until(text, speaker, verb[1], end)


def _until(text: str, speaker: Speaker, at: int, end: int) -> int:
    """Give where what was reported before the verb ends behind it: data go on, a speaker does not."""
    if speaker.role in ("data", "office"):
        return end
    stop = _ENDS_SPEECH.search(text, at, end)
    return stop.start() if stop else end


_ACCORDING = re.compile(r"(?i:(?<!\w)(?:according to|as per|based on|going by|in the words of))[ \n]")
_CITING = re.compile(r"(?i:(?<!\w)(?:citing|quoting|quoted|cited))[ \n](?!by\b)")
_COUNT_OF = re.compile(
    r"(?i:(?<!\w)(?:by|in|on)[ \n](?P<who>(?:the[ \n])?[^,.;]{3,60}?)[’']s?[ \n](?:own[ \n])?(?:count|"
    r"reckoning|figures|data|estimates?|calculations?|view|books|sums|arithmetic|maths|modelling)\b)"
)
# `By Chinese data, …`, `in Eurostat figures`: nothing owns them but the words before
_IN_DATA = re.compile(
    r"(?i:(?<!\w)(?:by|on|in|from)[ \n](?P<who>(?:the[ \n])?(?:[\w’'&-]+[ \n]){1,4}?"
    r"(?:data|figures|statistics|records|estimates|calculations))(?=[,;.\n]))"
)
_BY_COUNT = re.compile(
    r"(?i:(?<!\w)(?:by|in|on)[ \n]the[ \n](?:count|reckoning|estimates?|tally|view|eyes|sums|arithmetic)[ \n]of[ \n])"
)
_PASSIVE = re.compile(
    r"(?i:\b(?:put|estimated|seen|expected|forecast|projected|predicted|calculated|pegged|valued|assessed|reported|"
    r"recorded|counted|pencilled in)\b)(?:[^,.;]|(?<=\b[A-Z])\.|\.\d){0,60}?[ \n](?:by|in)[ \n](?=\S)"
)
_SUFFERS = re.compile(r"\b(?:is|are|was|were|be|been)[ \n]$")
_FORESEEN = re.compile(r"(?i:seen|expected|forecast|projected|predicted|pencilled)")
_OWN_FORECAST = re.compile(
    r"(?<![\w&.-])(?P<who>(?:[\w&.-]{1,30}[ \n]){0,4}?[\w&.-]{1,30})(?:[’']s?)[ \n](?:[\w-]+[ \n]){0,3}?"
    r"(?:forecasts?|estimates?|projections?|expectations?|predictions?|guess)[ \n]"
    r"(?:of|for|at|have|has|puts?|shows?)[ \n]"
)
_SURVEYED = (
    r"(?:an?[ \n])?(?:[\w-]+[ \n]){0,3}?"
    r"(?:poll|survey|analysts|economists|traders|dealers|brokers|forecasters|houses|banks)"
    r"(?:[ \n](?:of|by)[ \n](?:\w+[ \n]){0,2}?(?:[A-Z]\w+|analysts|economists|traders|dealers|brokers|refiners))?"
    r"(?:[ \n](?:surveyed|polled)[ \n]by[ \n][A-Z][\w-]+)?"
)
_GUESS_OF = re.compile(
    r"(?i:\b(?:guess|forecasts?|estimates?|median|consensus|average|range|expectations?|mean|view)"
    rf"[ \n](?:of|from|in|among)[ \n](?P<who>{_SURVEYED}))"
)
_BRACKET = re.compile(r"[ \n]\((?:[Ss]ource: ?)?(?P<who>[A-Z][\w.&’' -]{2,40})\)[ \n]?$")
_BRACKETED_DATA = re.compile(r"\((?P<who>[^(),]{2,40}\b(?:data|figures|statistics|estimates))\b[^()]{0,40}\)")


# Each with the words of which it needs one: most sentences hold none of them, and are not searched.
_CITED = (
    (_ACCORDING, "say", "according as_per based going the_words"),
    (_CITING, "cite", "citing quoting quoted cited"),
    (_BY_COUNT, "say", "count reckoning estimate tally view eyes sums arithmetic"),
    (
        _PASSIVE,
        "view",
        "put estimated seen expected forecast projected predicted calculated pegged valued assessed reported recorded "
        "counted pencilled",
    ),
)
_OWNED = (
    (_COUNT_OF, "count reckoning figures data estimate calculation view books sums arithmetic maths modelling"),
    (_IN_DATA, "data figures statistics records estimates calculations"),
    (_OWN_FORECAST, "forecast estimate projection expectation prediction guess"),
    (_GUESS_OF, "guess forecast estimate median consensus average range expectation mean view"),
    (_BRACKET, ")"),
    (_BRACKETED_DATA, "("),
)


@cache
def _needed() -> Needed:
    return Needed([words for *_, words in (*_CITED, *_OWNED)])


def _by_phrase(text: str, start: int, end: int) -> Iterator[Attribution]:
    """Read the sources that no verb tells: `according to`, `citing`, `by X’s count`, `(X)`."""
    possible = _needed().among(lowered(text[start:end]))
    for i, (pattern, use, _) in enumerate(_CITED):
        for match in pattern.finditer(text, start, end) if i in possible else ():
            low, high = phrase_behind(text, match.end(), end)
            speaker = read_speaker(text, low, high, initial=False) or named_first(text, match.end(), end)
            if speaker is None or speaker.start > low + 60 or speaker.role == "pronoun" or speaker.role == "place":
                continue
            if (
                pattern is _PASSIVE
                and (speaker.role == "name" or match[0].strip().endswith("in"))
                and speaker.role != "data"
            ):
                continue
            foreseen = pattern is _PASSIVE and _FORESEEN.match(match[0])
            low = text.rfind("; ", start, match.start()) + 1 or start
            reach = low, _until(text, speaker, speaker.end, end)
            if foreseen and _SUFFERS.search(text, start, match.start()):  # `is projected by the ministry to hit $15bn`
                reach = match.start(), end
            elif foreseen and (figure := last_match(_FIGURE, text, max(start, match.start() - 60), match.start())):
                reach = figure.start(), speaker.end  # `the 6% forecast in a Reuters poll`
            use = "view" if foreseen else "say" if pattern is _PASSIVE else use
            yield _attribution(text, speaker, reach, use)
    for i, (pattern, _) in enumerate(_OWNED, len(_CITED)):
        for match in pattern.finditer(text, start, end) if i in possible else ():
            if speaker := read_speaker(text, *match.span("who"), match.start("who") - start < 2):
                own = pattern in (_OWN_FORECAST, _GUESS_OF)
                floor = match.start() if own or pattern is _BRACKETED_DATA else start
                stop = _ENDS_VIEW.search(text, match.end(), end) if own else None
                use = "view" if own else "aside" if pattern is _BRACKET else "show"
                yield _attribution(text, speaker, (floor, stop.start() if stop else end), use)


def _attribution(text: str, speaker: Speaker, reach: tuple[int, int], use: str) -> Attribution:
    words = re.sub(r"\[|\](?:\([^)]*\)?)?", "", text[speaker.start : speaker.end])
    return Attribution(" ".join(words.split()), speaker.start, speaker.end, *reach, speaker.role, use)


def find_attributions(text: str, start: int, end: int) -> list[Attribution]:
    """Find whom a sentence gives as the source of its figures.

    Parameters
    ----------
    text : str
        The text of the article.
    start, end : int
        The span of the sentence.

    Returns
    -------
    list of Attribution
        In the order of the sources. Where one is cited or quoted, those who relay it are left out.

    Examples
    --------
    >>> text = "Exports rose 5%, customs data showed, beating the 3% that economists had expected."
    >>> [(a.value, text[a.low : a.high][:24]) for a in find_attributions(text, 0, len(text))]
    [('customs data', 'Exports rose 5%, customs'), ('economists', '3% that economists had e')]
    """
    found = sorted((*_by_verb(text, start, end), *_by_phrase(text, start, end)), key=lambda a: a.start)
    if any(a.use == "cite" for a in found):
        found = [a for a in found if a.use not in ("say", "announce", "promise")]
    for i, (one, following) in enumerate(itertools.pairwise(found)):
        if following.low >= one.end and one.low <= following.low < one.high <= following.high:
            found[i] = one._replace(high=following.low)  # another one begins to speak
    return found


def source_at(attributions: Sequence[Attribution], at: int) -> Attribution | None:
    """Give the attribution that holds at an offset: of several, the one that reaches least far."""
    if not attributions:
        return None
    holding = [a for a in attributions if a.low <= at < a.high]
    return min(holding, key=lambda a: a.high - a.low, default=None)


@cache
def _the_person() -> re.Pattern[str]:
    return re.compile(rf"(?i:(?:the|his|her) (?:head of state|{alternation(speakers_of('person'))}))")


_THE_SAME = re.compile(
    r"(?i:(?:the|that|this)[ ]same[ ][\w ]{3,24}|(?:the|these|those)[ ](?:data|figures|numbers|statistics))"
)


def resolved(attributions: Sequence[Attribution], last: Sequence[Attribution]) -> list[Attribution]:
    """Give `he said` and `it said` the words of the last one who spoke; without one they name nobody."""
    found: list[Attribution] = []
    for one in attributions:
        title = bool(_the_person().fullmatch(one.value))
        if _THE_SAME.fullmatch(one.value):  # `By the same data`
            told = next((a for a in reversed([*last, *found]) if a.role in ("data", "office", "body")), one)
            one = one._replace(value=told.value, role=told.role)
        if one.role == "pronoun" or title:
            persons = title or one.value.lower() in ("he", "she", "him", "her")
            roles = ("person", "name") if persons else ("office", "body", "firm", "name", "data", "group")
            spoke = next((a for a in reversed([*last, *found]) if a.role in roles), None)
            if spoke is None and one.role == "pronoun":
                continue
            one = one._replace(value=spoke.value, role=spoke.role) if spoke else one
        found.append(one)
    return found


_COUNTED = ("reserves", "sales", "output", "consumption", "gdp", "other", "debt", "investment")  # what offices count
_NOT_COUNTED = ("price", "tariff", "deal", "grant", "loan", "aid")
_PROFITS = re.compile(
    r"(?i:\b(?:net|operating|pre-?tax|underlying|quarterly|annual)[ \n](?:profit|loss|income|earnings|revenue))"
)
_OFFICES, _FIRMS, _TELL = ("data", "office", "body"), ("firm", "name"), ("say", "announce", "show", "cite")
_RESULTS = re.compile(r"(?i:\b(?:results|guidance|dividend|quarter|outlook)\b)")


def find_report(title: str, opening: str, lead: Sequence[Sequence[Attribution]]) -> Attribution | None:
    """Find whose figures an article reports that is a report on statistics or on a company's results.

    Parameters
    ----------
    title : str
        The article's title, which says what is reported.
    opening : str
        Its first sentence.
    lead : sequence of sequence of Attribution
        The sources that its first sentences name, sentence by sentence.

    Returns
    -------
    Attribution or None
        The office, or the company; its figures are all that no one else is given for.
    """
    terms = find_terms(title)
    measure = next((t.value for t in terms if t.kind == "measure"), None)
    telling = any(t.kind == "change" for t in terms) or any(c.isdigit() for c in title) or bool(find_times(title))
    told, early = [a for found in lead for a in found], [a for found in lead[:2] for a in found]
    if measure in TRADE:
        found = _first(told if telling else early, _OFFICES, _TELL)
    elif posted := _first(early, _FIRMS, ("post",)):
        found = posted
    elif _BOOKS.search(title) or _RESULTS.search(title) or _PROFITS.search(opening):
        first = _first(told, (*_OFFICES, *_FIRMS), (*_TELL, "post", "revise"))
        office = telling and measure in _COUNTED and first is not None and first.role in _OFFICES
        profits = _PROFITS.search(opening)
        named = [a for a in told if a.role != "name" or _in_title(a, title) or (profits and a in early)]
        found = first if office else _first(named, _FIRMS, ("say", "announce", "post", "revise"))
    elif telling and measure in _COUNTED and (counted := _first(early, _OFFICES, _TELL)):
        found = counted
    else:
        if (counted := _first(early, ("data", "office"), _TELL)) and telling and measure not in _NOT_COUNTED:
            return counted._replace(use="say")
        seen = _first([a for found in lead[:3] for a in found], ("office", "body", *_FIRMS), ("view", "revise"))
        foretold = seen is not None and (_in_title(seen, title) or any(t.kind == "status" for t in terms))
        return seen if foretold else None
    return found._replace(use="say") if found else None


def _first(told: Sequence[Attribution], roles: Sequence[str], uses: Sequence[str]) -> Attribution | None:
    return next((a for a in told if a.role in roles and a.use in uses), None)


def _in_title(source: Attribution, title: str) -> bool:
    """Whether a title names a source by one of the words of its name."""
    return bool({*re.findall(r"[A-Z][\w&-]+", title)} & {*source.value.split()})
