"""What the rules for both sides share: which places count, what stands before them, whose deeds they are."""

from __future__ import annotations

import itertools
import re
from functools import cache

from tradekit.claims.actors import FIRM, PERSON
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
    "price": ("to", "from"),
}


FROM = {
    "exports": ("from", "of"),
    "imports": ("to", "into", "by"),
    "investment": ("from", "by"),
    "loan": ("from", "by"),
    "grant": ("from", "by"),
    "aid": ("from", "by"),
    "tariff": ("by",),
    "surplus": ("for",),
    "balance": ("for",),
}


_FORMS = frozenset({"name", "demonym", "capital", "metonym", "group", "definite", FIRM})
SUBJECTS = _FORMS - {"demonym"} | {"city", "body", "institution", PERSON}


ALONE = ("gdp", "other", "price", "output", "consumption", "reserves", "cost", "sales")


# `according to Japan's ministry`, `compared with Peru's`: these prepositions name no side
_NO_SIDE = re.compile(r"(?:according|thanks|due|owing|compared|contrary|relative|similar)[ \n]$")


def preposition(scene: Scene, place: Place) -> str:
    """Give the preposition before a place, over articles and adjectives."""
    match = re.search(
        r"\b(to|from|with|between|and|in|into|on|by|of|for|than|over|against|at|except|unlike)[ \n]"
        r"(?:(?:the|its|all|countries|"
        r"neighbouring|neighboring|rival|mainland|(?:north|south|east|west)\w*|[a-z]+-[a-z]+)[ \n]){0,2}$",
        scene.text[max(scene.start, place.start - 36) : place.start].lower(),
    )
    if match is None or _NO_SIDE.search(scene.text[max(0, place.start - 48) : place.start - len(match[0])].lower()):
        return ""
    return match[1]


def coded(draft: Draft) -> list[Place]:
    """Give the places of the sentence that stand for an economy."""
    return [p for p in draft.scene.places if p.code and p.form in _FORMS and p.code != "WLD"]


def names_a_place(draft: Draft, reason: tuple[str, int, int]) -> bool:
    """Whether a side was read from a place of the sentence, not carried on from before."""
    return any(p.start == reason[1] for p in draft.scene.places)


def owners(draft: Draft) -> list[Place]:
    """Give the places of the sentence that may own a measure: economies, their cities and firms, and bodies of none."""
    return [
        p
        for p in draft.scene.places
        if (p.code or p.form == "body") and p.form in _FORMS | {"body"} and p.code != "WLD"
    ]


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
    if span := draft.scene.subject(draft.quantity.start):
        clauses.add(span)  # `Sales to the US, which charges 50%, plunged 18.5%`
    middle = anchor(draft)[1]
    places = [p for p in coded(draft) if any(start <= p.start < end for start, end in clauses)]
    start, end = draft.clause
    return sorted(places, key=lambda p: (not start <= p.start < end, abs(p.start - middle)))


def invested(draft: Draft) -> tuple[Place, Place | None] | None:
    """Give host and investor of `Russian investment in Kazakhstan`; of `Japan's investment in` the investor reports."""
    if draft.get("measure") != "investment" or draft.quantity.form == "count":
        return None
    scene, (start, end) = draft.scene, anchor(draft)
    hosts = [p for p in coded(draft) if preposition(scene, p) in ("in", "into") and end <= p.start < end + 24]
    hosts = [p for p in hosts if p.start >= draft.clause[0]]
    before = [p for p in coded(draft) if draft.clause[0] <= p.start < start]
    if not hosts or hosts[0].end > draft.quantity.start or any(p.form != "demonym" for p in before):
        return None
    return hosts[0], before[-1] if before else None


_GIFTS = ("aid", "grant", "loan")


# A buyer takes, a seller gives; either may hold a place or a share.
_TAKES = re.compile(r"\b(?:bought|buys?|purchased)\b")
_GIVES_GOODS = re.compile(r"\b(?:sold|sells|shipped|ships|sent|delivered|delivers)\b")
_HOLDS = re.compile(
    r"\b(?:came|ranks?|ranked|placed|took|finished)[ \n](?:in[ \n])?(?:first|second|third|fourth|fifth|top|next)\b|"
    r"\b(?:accounted|accounts|accounting|made up|makes up|represented|represents|took|takes|taking|received|receives|"
    r"absorbed|supplied|supplies|provided|provides|destinations?|customers?|buyers?|suppliers?|sources?|investors?|"
    r"(?:export|import|overseas|largest|biggest|top) markets?|(?:trading|trade) partners?)\b"
)
_APPOSED = re.compile(r",[ \n](?:the|its|our|their|a)[ \n]$")


def counterpart(draft: Draft) -> Place | None:
    """Give the other side of the flow that the paragraph is about, where it is the subject.

    Among a country's exports `Bangladesh bought 7 lakh tonnes`; among its imports `Russia supplied 74 percent`;
    `Germany accounted for a fifth` and `the EU came second` among either.
    """
    scene, q, kind = draft.scene, draft.quantity, draft.get("kind")
    home = flow_of(draft)
    if home is None or draft.get("measure") in ("gdp", "output"):
        return None
    if kind not in ("share", "rank") and draft.get("measure") in (*_GIFTS, "tariff"):
        return None
    place = subject(draft) or sharer(draft)
    if kind == "rank":
        apposed = [p for p in coded(draft) if p.end <= q.start and _APPOSED.fullmatch(scene.text, p.end, q.start)]
        place = apposed[-1] if apposed else place
    if place is None or place.code == home or place.form not in _FORMS - {FIRM}:
        return None
    if any(
        p.code == home and place.end <= p.start < q.start and not _POSSESSIVE.match(scene.text, p.end)
        for p in near(draft)
    ):
        return None
    words = scene.text[place.end : q.start]
    flow = scene.state.paragraph.measure or scene.state.article.measure
    told = scene.drafts[-1].reasons.get("reporter") if scene.drafts else None
    held = kind == "rank" or (told and told[0] == "not_the_counterpart") or _HOLDS.search(words) or _SHARE.match(words)
    taken = _TAKES.search(words) and (flow == "exports" or kind == "share")
    given = _GIVES_GOODS.search(words) and (flow == "imports" or kind == "share")
    return place if held or taken or given else None


TURNED = re.compile(r"\b(?:opposite direction|other direction|the other way|in return)\b")
_POSSESSIVE = re.compile(r"[’']s?[ \n]")
_WHOLE = re.compile(r"[ \n]of[ \n](?:(?!to\b|from\b)\w+[ \n]){0,4}")
_ROLE = re.compile(
    r"\b(?:suppliers?|sources?|buyers?|customers?|destinations?|markets?|investors?|(?:trading|trade) partners?)\b"
)


_SHARE = re.compile(r"[’']s?[ \n](?:\w+[ \n])?(?:share|portion|slice|part|contribution)\b")


def sharer(draft: Draft) -> Place | None:
    """Give the one whose share the number is: `China's share was two-fifths`."""
    inside = [p for p in coded(draft) if draft.clause[0] <= p.start and p.end <= draft.quantity.start]
    return next((p for p in inside if _SHARE.match(draft.scene.text, p.end)), None)


def flow_of(draft: Draft) -> str | None:
    """Give the economy whose flow it is that a paragraph, or a share of a whole (`of Serbia's exports`), is about."""
    scene, q, state = draft.scene, draft.quantity, draft.scene.state
    home, place = state.paragraph.reporter or state.article.reporter, subject(draft)
    if draft.get("kind") == "share":
        whole = next((p for p in coded(draft) if 0 <= p.start - q.end <= 40 and p.form != "definite"), None)
        if whole and _WHOLE.fullmatch(scene.text, q.end, whole.start):
            return whole.code
    told = draft.get("kind") == "rank" or _ROLE.search(scene.text, place.end if place else q.start, q.start)
    if told and place and place.code == home and state.pair and home in state.pair:
        return state.pair[1] if state.pair[0] == home else state.pair[0]
    return home


_RECEIVES = re.compile(
    r"\b(?:seek(?:s|ing)?|sought|negotiat\w+|secur\w+|receiv\w+|borrow\w+|obtain\w+|got|request\w*|ask\w*|need\w*|awaits?|owe[sd]?)\b"
)


def borrower(draft: Draft) -> Place | None:
    """Give the one who asks for or gets a gift or loan: `Tunisia is seeking a loan from the IMF`."""
    place = subject(draft) if draft.get("measure") in _GIFTS else None
    if place is None or place.end > draft.quantity.start:
        return None
    return place if _RECEIVES.search(draft.scene.text, place.end, draft.quantity.start) else None


_TAXED = re.compile(
    r"(?:[ \n](?!and\b)[\w-]+){0,4}?,?[ \n](?:(?:is|are|was|were|now|would|will|be|being|currently|already)[ \n]){0,3}"
    r"(?:charged|taxed|hit|face[ds]?|facing|pay|pays|paid|subject(?:ed)? to|exempt)\b"
)


_AIMED = re.compile(
    r"\b(?:on|against|of)[ \n](?!which|whom)(?:(?:[\w$€£,.-]+|all|some|its|most)[ \n](?:of[ \n])?){0,4}$"
)


def hit(draft: Draft) -> list[Place]:
    """Give the economies whose goods a tariff hits: `a duty on Indian goods`, `Kenyan avocados are charged 7%`."""
    scene, q = draft.scene, draft.quantity
    if draft.get("measure") != "tariff":
        return []
    return [
        p
        for p in near(draft)
        if _AIMED.search(scene.text[max(scene.start, p.start - 40) : p.start])
        or (preposition(scene, p) == "from" and 0 <= p.start - q.end <= 40)
        or (p.form == "demonym" and _TAXED.match(scene.text, p.end))
        or (p.form == "demonym" and 0 <= p.start - q.end <= 2)
    ]


def joined_pair(draft: Draft) -> tuple[Place, Place] | None:
    """Give the two economies of `between Russia and China`, `China-Belarus`."""
    places = coded(draft)
    start, end = anchor(draft)
    for a, b in itertools.pairwise(places):
        joined = draft.scene.text[a.end : b.start]
        behind = preposition(draft.scene, a) == "between" and joined.strip() == "and" and 0 <= a.start - end <= 40
        before = joined in ("-", "–") and 0 <= start - b.end <= 14
        both = joined.strip() == "and" and draft.get("measure") in ("trade", "deal") and subject(draft) == a
        if a.code != b.code and (behind or before or both):
            return a, b
    return None


_RELATIVE = re.compile(r",?[ \n](?:which|who|that)\b")


# Between a place and a number of a list: `Egypt 17`, `China ($26.9bn)`, `US -6.8%`
_LISTED = re.compile(r"[ \n]?\(|[ \n]|:[ \n]|,[ \n](?:with|at)[ \n]|[ \n](?:with|at|by)[ \n]")


def subject(draft: Draft) -> Place | None:
    """Give the one who acts in the clause of the number: a place before its verb, behind no preposition."""
    place = acting(draft.scene, draft.quantity.start)
    if place and place.form == "institution" and draft.get("measure") not in (*_GIFTS, "investment"):
        return None
    return place if place and place.end <= draft.quantity.start else None


def acting(scene: Scene, at: int) -> Place | None:
    """Give the one who acts in the clause that holds an offset."""
    span, start = scene.subject(at), scene.clause(at)[0]
    if scene.row:
        return None  # nobody acts in a table
    if relative := _RELATIVE.match(scene.text, start):
        # `Sales to the US, which charges 50%` is about the US, `trade with Russia, which came to` about the trade.
        whose = [p for p in scene.places if p.form in SUBJECTS and start - 3 <= p.end <= start]
        return next((p for p in whose if not preposition(scene, p) or does().match(scene.text, relative.end())), None)
    if span is None:  # its verb was not found: `Toyota, the Japanese carmaker, plans to`
        span = (start, start + _HEAD)
    before = next((p for p in scene.places if start - 1 <= p.end <= start), None)
    if before and scene.text[start : span[0]].split() == ["and"] and not preposition(scene, before):
        span = (before.start, span[1])  # `Turkey and Uzbekistan aim`
    inside = [p for p in scene.places if span[0] <= p.start < span[1] and p.form in SUBJECTS]
    for place in inside:
        behind = preposition(scene, place)
        free = not behind or (behind == "and" and place.start - span[0] <= _HEAD)
        if (
            free
            and place.text not in _OTHERS
            and not _NOT_ACTING.match(scene.text, place.end)
            and not dateline(scene, place)
        ):
            number = next((q for q in scene.quantities if q.start >= place.end and q.form != "verb"), None)
            listed = number and _LISTED.fullmatch(scene.text, place.end, max(place.end, number.hedge))
            return None if listed else place
    return None


_OTHERS = ("it", "them", "there")  # pronouns for the other side
_HEAD = len("and the ")


def dateline(scene: Scene, place: Place) -> bool:
    """Whether a place tells where the story is written: `MOSCOW/NEW DELHI –`, `MUMBAI:`."""
    before = scene.text[scene.start : place.end]
    return place.form in ("capital", "city", "name") and len(place.text) > 3 and before == before.upper()


# `Japan's` owns, `TOKYO –` and `MUMBAI:` are datelines
_NOT_ACTING = re.compile(r"[’']s?\b|[’'][ \n]|[ \n]?(?:--?|[–—])[ \n]|:|,[ \n](?:[A-Z][a-z]+\.?[ ]\d|\d)")


SAID = re.compile(r"\b(?:said|says|told|added|spoke|speaks|noted|recalled|stressed|announced)\b")


def antecedent(draft: Draft) -> bool:
    """Whether the clause goes on about the words before it: `China's trade, which came to $6 trillion`."""
    return bool(_RELATIVE.match(draft.scene.text, draft.clause[0]))


def neighbour(draft: Draft) -> tuple[Place, Draft] | None:
    """Give the place right before a number of a list, and the number before: `with China ($27bn), Mexico ($15bn)`."""
    scene, q = draft.scene, draft.quantity
    place = next((p for p in reversed(coded(draft)) if p.end <= q.hedge), None)
    if place is None or not _LISTED.fullmatch(scene.text, place.end, q.hedge) or not scene.drafts:
        return None
    before = scene.drafts[-1]
    if ";" in scene.text[before.quantity.end : place.start] or before.quantity.end > place.start:
        return None
    if not _JOINS.fullmatch(scene.text, before.quantity.end, place.start):
        return None
    return place, before


_JOINS = re.compile(
    r"[^,;:]{0,24}\)?(?:,|,?[ \n]and|,[ \n]followed by|,[ \n]ahead of|[ \n]and that (?:to|from|with))"
    r"(?:[ \n](?:the|to|from|with|by|in)){0,2}[ \n]"
)


@cache
def does() -> re.Pattern[str]:
    """Match what an economy does, right behind its name; the table has stems, since the ending tells the time."""
    deeds = "|".join(re.escape(row["stem"]) for row in rows("deeds"))
    return re.compile(
        r"(?:,[^,.;]{2,40},)?(?:[’']s)?[ \n]"
        r"(?:(?:has|have|had|is[ \n]to|are[ \n]to|also|still|now|will|would|\w+ly|and[ \n]\w+)[ \n]){0,3}"
        rf"(?:{deeds})"
    )


def another_measure(draft: Draft, place: Place) -> bool:
    """Whether a place belongs to another measure that stands before it: `exports rose 4% and imports from it 3%`."""
    after = max(anchor(draft)[1], draft.quantity.end)
    return any(after <= t.start and t.end <= place.start for t in draft.scene.measures() if t.part == "noun")


def partner_words(draft: Draft) -> tuple[str, ...]:
    """Give the prepositions that name the partner of a measure."""
    measure = str(draft.get("measure"))
    if measure in ("other", "cost", "gdp", "output", "consumption", "reserves"):
        return ("with",)
    return (*TO.get(measure, ()), "with")


# What two economies have together.
MUTUAL = re.compile(
    r"(?i:\b(?:mutual|bilateral|joint|two[- ]way|each other|"
    r"(?:both|two|the)[ \n](?:sides|countries|nations|neighbou?rs|governments|economies))\b)"
)


def elsewhere(draft: Draft) -> bool:
    """Whether the clause names a side that has no code, such as `non-EU countries` or `elsewhere`."""
    clause = draft.scene.text[draft.clause[0] : draft.clause[1]]
    regions = [p for p in draft.scene.places if p.form == "region" and draft.clause[0] <= p.start < draft.clause[1]]
    return bool(regions) or bool(
        re.search(
            r"(?i:\b(?:elsewhere|foreign|total|overall|global|world|as a whole|all exports|all imports)\b)", clause
        )
    )
