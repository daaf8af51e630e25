"""References: the economies that pronouns and descriptions such as `the bloc` stand for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from tradekit.claims.scene import Scene, within
from tradekit.claims.sides import acting, preposition
from tradekit.places import Place
from tradekit.tables import rows
from tradekit.tables.words import Needed, searchable

_NO_ECONOMY = ("city", "institution", "market", "body", "person", "firm")


def an_economy(place: Place) -> bool:
    """Whether a place is an economy by its own name, not a part of one, nor one who acts for it."""
    return place.code not in (None, "WLD") and place.form not in _NO_ECONOMY


_TIED_WITHIN = 500
_TIE = re.compile(
    r"(?:[’']s?)?[^.;\n]{0,60}?\b(?:agreements?|pact|deal|treaty|accord|talks|trade|turnover|commerce|ties|relations|"
    r"co-?operation|partnership|negotiations)\b[^.;,\n]{0,25}\b(?:with|and)\b[^.;,\n]{0,20}"
)
_BETWEEN = re.compile(r"\bbetween[ \n](?:the[ \n])?$")
_AND = re.compile(r"(?:[’']s?)?[ \n]and[ \n](?:the[ \n])?|[-–]")


def tied(text: str, lead: Sequence[Place], places: Sequence[Place]) -> tuple[str, str] | None:
    """Give the two that an article is about by its first words: `trade between A and B`, `A's agreement with B`."""
    lead = [p for p in lead if p.code and p.start < _TIED_WITHIN and (an_economy(p) or p.form == "city")]
    counts = Counter(str(p.code) for p in places if an_economy(p) or p.form == "city").most_common(3)
    for a, b in pairwise(lead):
        if a.code == b.code or (len(counts) > len("AB") and counts[-1][1] > min(_count(counts, a), _count(counts, b))):
            continue
        between = _BETWEEN.search(text[max(0, a.start - 14) : a.start]) and _AND.fullmatch(text, a.end, b.start)
        if between or _TIE.fullmatch(text, a.end, b.start):
            return str(a.code), str(b.code)
    return None


def _count(counts: Sequence[tuple[str, int]], place: Place) -> int:
    return next((n for code, n in counts if code == place.code), 0)


_GROUPS = ("EU", "EA", "EAEU", "ASEAN", "GCC", "OPEC", "G7", "G20", "BRICS")
_CONTINENTS = ("AFR", "LAC", "CAC")
_ALL = (*_GROUPS, *_CONTINENTS)
_THE = re.compile(r"\b[Tt]he[ \n]$")
_ONE_OF_THEM = re.compile(r"[ \n](?:[a-z]+[ \n])?(?:nation|country|republic|kingdom|state|island)\b")


def resolved(place: Place, scene: Scene) -> Place:
    """Give a definite description (`the bloc`, `the continent`, `the country`) the economy that it stands for."""
    state = scene.state
    of_many = place.form == "region" or place.code in _ALL
    if (
        of_many
        and _THE.search(scene.text, max(0, place.start - len("the ")), place.start)
        and _ONE_OF_THEM.match(scene.text, place.end)
    ):
        one = next((c for c in reversed(state.named) if c not in _ALL), None)  # `the West African country`
        return place._replace(code=one, form="definite")
    if place.form != "definite" or place.code is not None:
        return place
    noun = place.text.rsplit(None, 1)[-1]
    if noun == "bloc":
        code = next((c for c in reversed(state.named) if c in _GROUPS), None)
    elif noun in ("continent", "region"):
        code = next((c for c in reversed(state.named) if c in _CONTINENTS), None)
    elif place.text.lower() in ("the country", "the nation", "the republic"):
        code = _the_country(place, scene)
    else:
        home = state.article.reporter
        code = next(
            (c for c in reversed(state.named) if c != home and c not in _ALL),
            None,
        )
    return place._replace(code=code)


def _the_country(place: Place, scene: Scene) -> str | None:
    """Give who `the country` is: the economy named last in its sentence, but for one told of it, else the topic."""
    state, topic = scene.state, scene.state.paragraph
    for p in reversed([p for p in scene.places if p.end <= place.start and p.code]):
        side = preposition(scene, p) in ("to", "with", "than") or _TOLD_OF.match(scene.text, p.end)
        if not side and (an_economy(p) or p.form in _PARTS):
            return p.code
    last = next(reversed(state.named[state.since :]), None)  # of the sentences of the paragraph without figures
    return (last if state.fresh else None) or topic.reporter or state.article.reporter


_PARTS = ("city", "institution", "person")  # of an economy
_TOLD_OF = re.compile(r",[ \n](?:which|who|the|its|an?)\b")  # `China, which takes 64% of the country's exports`
# This and `_OTHER` begin with the letters that they are looked for by.
_FORMER = re.compile(r"the(?<!\wthe)[ \n](?:(?P<first>former)|latter)\b(?![ \n](?:[a-z]+[ \n])?[A-Z])")
_PAIR = ("the former", "the latter")
_PRONOUN = re.compile(r"[\W_]*(?P<who>It|They|He|She|Its|Their|His|Her)\b")


_OTHER = re.compile(
    r"(?:with(?<!\wwith)|from(?<!\wfrom)|to(?<!\wto))[ \n]"
    r"(?P<who>it|them|there|that[ \n](?:market|country|bloc)|its[ \n](?:\w+[ \n])?neighbou?r)\b|"
    r"(?P<where>there)(?<!\wthere)(?<!from there)\b(?![ \n](?:is|are|was|were|will|(?:has|have|had)[ \n]been)\b)"
)


def refer(scene: Scene) -> None:
    """Let a pronoun stand for who acted in the sentence before, at the head of this one, or else for the other side."""
    state = scene.state
    for match in _FORMER.finditer(scene.text, scene.start, scene.end):
        here = [p for p in scene.places if an_economy(p) and p.text not in _PAIR]
        named = list(dict.fromkeys(str(p.code) for p in here if p.end <= match.start()))
        before = state.named[: len(state.named) - len(here)]
        two = named[::-1] if len(named) == len(_PAIR) else list(dict.fromkeys(reversed(before)))[:2]
        if len(two) == len("AB"):
            which = two[1 if match["first"] else 0]
            scene.places = sorted([*scene.places, Place(*match.span(), match[0], which, "definite")])
    for match in _OTHER.finditer(scene.text, scene.start, scene.end):
        named = [str(p.code) for p in scene.places if p.end <= match.start() and an_economy(p)]
        earlier = reversed(state.named[: -len(named) or None])
        code = next((c for c in (*reversed(named), *earlier) if c != state.article.reporter), None)
        if code:
            group = "who" if match["who"] else "where"
            scene.places = sorted([*scene.places, Place(*match.span(group), match[group], code, "definite")])
    plant = _site_head().match(scene.text, scene.start, scene.end) if state.site else None
    if plant and not within(scene.places, *plant.span()):
        scene.places = sorted([*scene.places, Place(*plant.span("what"), plant["what"], state.site, "definite")])
    some = _site().among(searchable(scene.text[scene.start : scene.end + _BEHIND]))
    sites = [p.code for p in scene.places if p.code and p.form in _GROUND and _at_site(scene, p)] if some else None
    state.site = sites[-1] if sites else state.site
    if (head := _PRONOUN.match(scene.text, scene.start, scene.end)) and (code := _acted(state.acted)):
        scene.places = sorted([*scene.places, Place(*head.span("who"), head["who"], code, "definite")])
    else:
        state.acted = scene


def _acted(scene: Scene | None) -> str | None:
    """Give the first who acts in a sentence."""
    clauses = scene.clauses if scene else ()
    who = next((place for clause in clauses if scene and (place := acting(scene, clause.start))), None)
    return who.code if who else None


_GROUND = ("name", "demonym", "city", "capital")


@cache
def _sites() -> str:
    return "|".join(sorted((re.escape(row["word"]) for row in rows("facilities")), key=len, reverse=True))


@cache
def _site() -> Needed:
    return Needed([" ".join(row["word"].replace(" ", "_") for row in rows("facilities"))])


_BEHIND = 100  # characters of the next line


@cache
def _site_head() -> re.Pattern[str]:
    return re.compile(rf"\W*The[ \n](?:[\w-]+[ \n]){{0,2}}?(?P<what>{_sites()})\b(?![’'])")


@cache
def _site_before() -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:{_sites()}),?[ \n](?:[\w-]+[ \n]){{0,3}}?(?:in|at|near|outside|off)[ \n](?:[\w-]+,?[ \n]){{0,5}}?$"
    )


@cache
def _site_behind() -> re.Pattern[str]:
    return re.compile(rf"(?:[’']s?)?[ \n](?:[\w-]+[ \n]){{0,4}}?(?:{_sites()})\b")


def _at_site(scene: Scene, place: Place) -> bool:
    """Whether a place tells where a plant stands: `a mill near Lagos`, `Chile's Cerro mine`."""
    before = scene.text[max(scene.start, place.start - 60) : place.start]
    owns = place.form != "city" and _site_behind().match(scene.text, place.end)
    return bool(owns or _site_before().search(before))
