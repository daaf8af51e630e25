"""What the rules for both sides share: which places count, what stands before them, whose deeds they are."""

from __future__ import annotations

import itertools
import re
from functools import cache

from tradekit.claims.scene import Draft, Scene
from tradekit.places import Place
from tradekit.tables import rows

TO = {
    "debt": ("to",),
    "exports": ("to",),
    "imports": ("from",),
    "grant": ("to", "for"),
    "loan": ("to", "for"),
    "aid": ("to", "for"),
    "investment": ("in", "into"),
    "tariff": ("on", "from"),
}


FROM = {
    "exports": ("from", "of"),
    "imports": ("to", "into", "by"),
    "investment": ("from", "by"),
    "loan": ("from", "by"),
    "grant": ("from", "by"),
    "aid": ("from", "by"),
    "tariff": ("by",),
}


_FORMS = frozenset({"name", "demonym", "capital", "metonym", "group", "definite"})


ALONE = ("gdp", "other", "price", "output", "consumption", "reserves", "cost", "sales")


# `according to Japan's ministry`, `compared with Peru's`: these prepositions name no side
_NO_SIDE = re.compile(r"(?:according|thanks|due|owing|compared|contrary|relative|similar)[ \n]$")


def preposition(scene: Scene, place: Place) -> str:
    """Give the preposition before a place, over articles and adjectives."""
    match = re.search(
        r"\b(to|from|with|between|and|in|into|on|by|of|for|than|over|against)[ \n](?:(?:the|its|all|"
        r"countries|neighbouring|rival)[ \n]){0,2}$",
        scene.text[max(scene.start, place.start - 32) : place.start].lower(),
    )
    if match is None or _NO_SIDE.search(scene.text[max(0, place.start - 48) : place.start - len(match[0])].lower()):
        return ""
    return match[1]


def coded(draft: Draft) -> list[Place]:
    """Give the places of the sentence that stand for an economy."""
    return [p for p in draft.scene.places if p.code and p.form in _FORMS and p.code != "WLD"]


def anchor(draft: Draft) -> tuple[int, int]:
    """Give the words of the measure, or the number itself."""
    reason = draft.reasons.get("measure")
    return (reason[1], reason[2]) if reason else (draft.quantity.start, draft.quantity.end)


_GIVES = re.compile(
    r"(?i:\b(?:gave|gives?|given|giving|lent|lends?|lending|promis(?:ed|es?|ing)|offer(?:ed|s)?|grant(?:ed|s)?|pledg(?:ed|es?)|owe[ds]?|"
    r"repa(?:id|ys?)|sent|sends?|paid|hand(?:ed|s)|extend(?:ed|s)|award(?:ed|s)|s[eo]lls?|sold))[ \n](?:the[ \n])?$"
)


def given_to(draft: Draft, place: Place) -> bool:
    """Whether a place stands as the one to whom something is given: `gave Ethiopia food aid`."""
    return bool(_GIVES.search(draft.scene.text[max(draft.scene.start, place.start - 24) : place.start]))


def near(draft: Draft) -> list[Place]:
    """Give the places of the clauses of the number and of its measure, the nearest to the measure first."""
    clauses = {draft.clause}
    if "measure" in draft.reasons and draft.reasons["measure"][0] not in ("running_topic", "other"):
        clauses.add(draft.scene.clause(anchor(draft)[0]))
    middle = anchor(draft)[1]
    places = [p for p in coded(draft) if any(start <= p.start < end for start, end in clauses)]
    start, end = draft.clause
    return sorted(places, key=lambda p: (not start <= p.start < end, abs(p.start - middle)))


def joined_pair(draft: Draft) -> tuple[Place, Place] | None:
    """Give the two economies of `between Russia and China`, `China-Belarus`."""
    places = coded(draft)
    start, end = anchor(draft)
    for a, b in itertools.pairwise(places):
        joined = draft.scene.text[a.end : b.start]
        behind = preposition(draft.scene, a) == "between" and joined.strip() == "and" and 0 <= a.start - end <= 40
        before = joined in ("-", "–") and 0 <= start - b.end <= 14
        if a.code != b.code and (behind or before):
            return a, b
    return None


@cache
def does() -> re.Pattern[str]:
    """Match what an economy does, right behind its name; the table has stems, since the ending tells the time."""
    deeds = "|".join(re.escape(row["stem"]) for row in rows("deeds"))
    return re.compile(
        r"(?:,[^,.;]{2,40},)?(?:[’']s)?[ \n]"
        r"(?:(?:has|have|had|is[ \n]to|are[ \n]to|also|still|now|will|would|\w+ly|and[ \n]\w+)[ \n]){0,3}"
        rf"(?:{deeds})"
    )


def partner_words(draft: Draft) -> tuple[str, ...]:
    """Give the prepositions that name the partner of a measure."""
    measure = str(draft.get("measure"))
    if measure in ("other", "price", "cost", "gdp", "output", "consumption", "reserves"):
        return ("with",)
    return (*TO.get(measure, ()), "with")


def elsewhere(draft: Draft) -> bool:
    """Whether the clause names a side that has no code, such as `non-EU countries` or `elsewhere`."""
    clause = draft.scene.text[draft.clause[0] : draft.clause[1]]
    regions = [p for p in draft.scene.places if p.form == "region" and draft.clause[0] <= p.start < draft.clause[1]]
    return bool(regions) or bool(
        re.search(
            r"(?i:\b(?:elsewhere|foreign|total|overall|global|world|as a whole|all exports|all imports)\b)", clause
        )
    )
