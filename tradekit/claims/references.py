"""References: the economies that pronouns and descriptions such as `the bloc` stand for."""

from __future__ import annotations

import re

from tradekit.claims.scene import Scene, State
from tradekit.claims.sides import acting
from tradekit.places import Place

_NO_ECONOMY = ("city", "institution", "market", "body", "person", "firm")


def an_economy(place: Place) -> bool:
    """Whether a place is an economy by its own name, not a part of one, nor one who acts for it."""
    return place.code not in (None, "WLD") and place.form not in _NO_ECONOMY


_GROUPS = ("EU", "EA", "EAEU", "ASEAN", "GCC", "OPEC", "G7", "G20", "BRICS")
_CONTINENTS = ("AFR", "LAC", "CAC")


def resolved(place: Place, state: State) -> Place:
    """Give a definite description (`the bloc`, `the continent`, `the country`) the economy that it stands for."""
    if place.form != "definite" or place.code is not None:
        return place
    noun = place.text.rsplit(None, 1)[-1]
    if noun == "bloc":
        code = next((c for c in reversed(state.named) if c in _GROUPS), None)
    elif noun == "continent":
        code = next((c for c in reversed(state.named) if c in _CONTINENTS), None)
    elif place.text.lower() in ("the country", "the nation", "the republic"):
        code = state.paragraph.reporter or state.article.reporter
    else:
        home = state.article.reporter
        code = next(
            (c for c in reversed(state.named) if c != home and c not in _GROUPS and c not in _CONTINENTS),
            None,
        )
    return place._replace(code=code)


_PRONOUN = re.compile(r"[\W_]*(?P<who>It|They|He|She|Its|Their|His|Her)\b")


_OTHER = re.compile(
    r"\b(?:with|from|to)[ \n](?P<who>it|them|there|that[ \n](?:market|country|bloc))\b|"
    r"(?<!from )\b(?P<where>there)\b(?![ \n](?:is|are|was|were|has|have|will)\b)"
)


def refer(scene: Scene) -> None:
    """Let a pronoun stand for who acted in the sentence before, at the head of this one, or else for the other side."""
    state = scene.state
    for match in _OTHER.finditer(scene.text, scene.start, scene.end):
        here = [str(p.code) for p in scene.places if p.end <= match.start() and an_economy(p)]
        code = next(
            (c for c in (*reversed(here), *reversed(state.named[: -len(here) or None])) if c != state.article.reporter),
            None,
        )
        if code:
            group = "who" if match["who"] else "where"
            scene.places = sorted([*scene.places, Place(*match.span(group), match[group], code, "definite")])
    if (head := _PRONOUN.match(scene.text, scene.start)) and state.acting:
        scene.places = sorted([*scene.places, Place(*head.span("who"), head["who"], state.acting, "definite")])
        return
    who = next((place for clause in scene.clauses if (place := acting(scene, clause.start))), None)
    state.acting = who.code if who else None
