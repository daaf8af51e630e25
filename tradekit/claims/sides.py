"""What the rules for both sides share: which places count, what stands before them, whose deeds they are."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from functools import cache

from tradekit.claims.actors import FIRM, PERSON
from tradekit.claims.scene import Draft, Reason, Scene, once, within
from tradekit.places import Place
from tradekit.tables import rows

TO = {
    "debt": ("to",),
    "exports": ("to", "for"),
    "imports": ("from",),
    "grant": ("to", "for"),
    "loan": ("to", "for"),
    "aid": ("to", "for"),
    "investment": ("in", "into"),
    "tariff": ("on", "from"),
    "price": ("to", "from"),
    "deal": ("from", "for"),
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

ECONOMIES = frozenset({"name", "demonym", "capital", "metonym", "group", "definite", FIRM})
ENDS = ECONOMIES | {"city"}  # where goods come from and go to
SUBJECTS = ECONOMIES - {"demonym"} | {"city", "body", "institution", PERSON}

FLOWS = ("exports", "imports", "surplus", "deficit", "balance", "debt")
ALONE = ("gdp", "other", "price", "output", "consumption", "reserves", "cost", "sales")

# `according to Japan's ministry`, `compared with Peru's`: these prepositions name no side
_NO_SIDE = re.compile(r"(?:according|thanks|due|owing|compared|contrary|relative|similar)[ \n]$")


def preposition(scene: Scene, place: Place) -> str:
    """Give the preposition before a place, over articles and adjectives."""
    if place.start not in scene.prepositions:
        scene.prepositions[place.start] = _preposition(scene, place)
    return scene.prepositions[place.start]


def _preposition(scene: Scene, place: Place) -> str:
    match = _BEFORE.search(scene.text[max(scene.start, place.start - 36) : place.start].lower())
    if match is None or (match[1] == "with" and _ABSENT.match(scene.text, place.end)):
        return ""
    if _NO_SIDE.search(scene.text[max(0, place.start - 48) : place.start - len(match[0])].lower()):
        return ""
    return match[1]


_BEFORE = re.compile(
    r"\b(to|from|with|between|and|in|into|on|by|of|for|than|over|against|at|except|unlike|outside)[ \n]"
    r"(?:(?:the|an?|its|all|countries|two|three|four|five|six|both|other|fellow|nearby|several|"
    r"neighbouring|neighboring|rival|mainland|(?:north|south|east|west)\w*|[a-z]+-[a-z]+)[ \n]){0,3}$"
)
# `with China absent`
_ABSENT = re.compile(r"[ \n](?:absent|away|out[ \n]of|gone|off|on[ \n]holiday|shut|closed|still|all[ \n]but)\b")
REACH = 600  # characters; what stands further off tells nothing of a number


@once
def around(draft: Draft) -> Sequence[Place]:
    """Give the places of the sentence around the number: of a very long sentence not all."""
    at = draft.quantity.start
    return within(draft.scene.places, at - REACH, at + REACH)


@once
def coded(draft: Draft) -> list[Place]:
    """Give the places of the sentence that stand for an economy."""
    return [p for p in around(draft) if p.code and p.form in ECONOMIES and p.code != "WLD"]


def names_a_place(draft: Draft, reason: Reason) -> bool:
    """Whether a side was read from a place of the sentence, not carried on from before."""
    return bool(within(draft.scene.places, reason.start, reason.start + 1))


@once
def owners(draft: Draft) -> list[Place]:
    """Give the places of the sentence that may own a measure: economies, their cities and firms, and bodies of none."""
    return [
        p
        for p in around(draft)
        if (p.code or p.form == "body")
        and (p.form in ECONOMIES | {"body"} or (p.form == "city" and POSSESSIVE.match(draft.scene.text, p.end)))
        and p.code != "WLD"
    ]


def anchor(draft: Draft) -> tuple[int, int]:
    """Give the words of the measure, or the number itself."""
    reason = draft.reasons.get("measure")
    return (reason[1], reason[2]) if reason else (draft.quantity.start, draft.quantity.end)


def near(draft: Draft, forms: frozenset[str] = ECONOMIES) -> list[Place]:
    """Give the places of the clauses of the number and of its measure, the nearest to the measure first."""
    return [p for p in _nearest(draft) if p.form in forms]


@once
def _nearest(draft: Draft) -> list[Place]:
    places = [p for p in around(draft) if p.code and p.form in ENDS and p.code != "WLD"]
    if not places:
        return []
    clauses = {draft.clause}
    if "measure" in draft.reasons and draft.reasons["measure"].rule not in ("running_topic", "other"):
        clauses.add(draft.scene.clause(anchor(draft)[0]))
    own = {draft.clause}
    if span := draft.scene.subject(draft.quantity.start):
        own.add(span)  # `Sales to the US, which charges 50%, plunged 18.5%`
    middle = anchor(draft)[1]
    places = [p for p in places if any(start <= p.start < end for start, end in clauses | own)]
    return sorted(places, key=lambda p: (not any(s <= p.start < e for s, e in own), abs(p.start - middle)))


GIFTS = ("aid", "grant", "loan")

# A buyer takes, a seller gives; either may hold a place or a share.
_TAKES = re.compile(r"\b(?:bought|buys?|purchased|took(?![ \n]in\b)|takes|got|received|accepted|landed)\b")
_GIVES_GOODS = re.compile(r"\b(?:sold|sells|shipped|ships|sent|delivered|delivers)\b")
_HOLDS = re.compile(
    r"\b(?:came|ranks?|ranked|placed|took|finished)[ \n](?:in[ \n])?(?:first|second|third|fourth|fifth|top|next)\b|"
    r"\b(?:good for|responsible for|destined|"
    r"accounted|accounts|accounting|made up|makes up|represented|represents|took(?![ \n]in\b)|takes|taking|"
    r"absorbed|supplied|supplies|provided|provides|"
    r"good for|brought in|brings in|contributed|contributes|generated|generates|"
    r"destinations?|customers?|buyers?|suppliers?|sources?|investors?|"
    r"led|leads|headed|heads|topped|tops|"
    r"(?:export|import|overseas|largest|biggest|top) markets?|(?:trading|trade) partners?)\b"
)
_RECEIVED = re.compile(r"\breceive[ds]\b")
_OF_THOSE = re.compile(r"[ \n]of[ \n](?:those|these|them|that|which)\b")  # `Mexico had 371,000 tonnes of those`
_OWED_TO = re.compile(r"\b(?:holds?|held|owns?|owned|(?:is|are|was|were)[ \n]owed)\b")
_APPOSED = re.compile(
    r",[ \n](?:the|its|our|their|a)[ \n](?:(?:[\w-]+[ \n]){0,3}"
    r"(?:destination|buyer|customer|supplier|source|market|home)[ \n](?:of|for|to)[ \n](?:\w+[ \n]){0,2}?)?"
)


def counterpart(draft: Draft) -> Place | None:
    """Give the other side of the flow that the paragraph is about, where it is the subject.

    Among a country's exports `Bangladesh bought 7 lakh tonnes`; among its imports `Russia supplied 74 percent`;
    `Germany accounted for a fifth` and `the EU came second` among either.
    """
    scene, q, kind = draft.scene, draft.quantity, draft.get("kind")
    if draft.get("measure") in ("gdp", "output", "other"):
        return None
    if kind not in ("share", "rank") and draft.get("measure") in (*GIFTS, "tariff"):
        return None
    place = subject(draft) or sharer(draft)
    if kind in ("rank", "share"):
        apposed = [p for p in coded(draft) if p.end <= q.start and _APPOSED.fullmatch(scene.text, p.end, q.start)]
        place = apposed[-1] if apposed else place
    forms = ECONOMIES - {FIRM} | ({"institution"} if draft.get("measure") == "debt" else set())
    home = flow_of(draft) if place and place.form in forms else None
    if place is None or home is None or place.code == home:
        return None
    if any(p.code == home and _opposite(draft, p) for p in near(draft) if p.start >= place.end):
        return None
    if kind == "level" and any(preposition(scene, p) == "from" and p.start >= q.end for p in near(draft)):
        return None  # `Egypt's buyer booked 180,000 tons from Romania` among another's exports
    words = scene.text[place.end : q.start]
    flow = scene.state.paragraph.measure or scene.state.article.measure
    told = scene.drafts[-1].reasons.get("reporter") if scene.drafts else None
    held = bool(kind == "rank" or (told and told[0] == "not_the_counterpart"))
    held = held or bool(_HOLDS.search(words) or _SHARE.match(words))
    taken = _TAKES.search(words) and (flow == "exports" or kind == "share")
    held = held or (draft.get("measure") == "debt" and _OWED_TO.search(words) is not None)
    held = held or ((kind == "share" or flow == "exports") and _RECEIVED.search(words) is not None)
    held = held or (draft.get("measure") in OPPOSITES and _OF_THOSE.match(scene.text, q.end) is not None)
    given = _GIVES_GOODS.search(words) and (flow == "imports" or kind == "share")
    return place if held or taken or given else None


def _opposite(draft: Draft, place: Place) -> bool:
    """Whether a place behind the subject is the other side itself: `Switzerland shipped 44 tonnes to India`."""
    if place.start < draft.quantity.start:
        return not POSSESSIVE.match(draft.scene.text, place.end)
    of_goods = place.form == "demonym" and draft.get("measure") == "imports"  # `took 8m tonnes of Kenyan tea`
    return draft.get("kind") == "level" and (of_goods or preposition(draft.scene, place) in ("to", "from"))


POSSESSIVE = re.compile(r"[’']s?[ \n]")
_WHOLE = re.compile(r"[ \n]of[ \n](?:(?!(?:to|from|and|or|that|it|them|by)\b)\w+[ \n]){0,4}")
_ROLE = re.compile(
    r"\b(?:suppliers?|sources?|buyers?|customers?|destinations?|markets?|investors?|(?:trading|trade) partners?)\b"
)

_SHARE = re.compile(r"(?:[’']s?)?[ \n](?:\w+[ \n])?(?:share|portion|slice|part|chunk|quota|contribution)\b")


def sharer(draft: Draft) -> Place | None:
    """Give the one whose share the number is: `China's share was two-fifths`."""
    inside = [p for p in coded(draft) if draft.clause[0] <= p.start and p.end <= draft.quantity.start]
    return next((p for p in inside if _SHARE.match(draft.scene.text, p.end)), None)


FEW = 8  # numbers before one that may tell what it leaves out


def flow_of(draft: Draft) -> str | None:
    """Give the economy whose flow it is that a paragraph, or a share of a whole (`of Serbia's exports`), is about."""
    scene, q, state = draft.scene, draft.quantity, draft.scene.state
    home, place = state.paragraph.reporter or state.article.reporter, subject(draft)
    last = next((d for d in reversed(scene.drafts[-FEW:]) if d.get("reporter")), None)
    told = last and names_a_place(draft, last.reasons["reporter"])
    if last and told and place:
        home = last.get("reporter")  # `Brazil sold $94bn abroad; of its soybeans China took 73%`
    if draft.get("kind") == "share":
        whole = next((p for p in coded(draft) if 0 <= p.start - q.end <= 40 and p.form != "definite"), None)
        if whole and _WHOLE.fullmatch(scene.text, q.end, whole.start):
            return whole.code
    role = draft.get("kind") == "rank" or _ROLE.search(scene.text, place.end if place else q.start, q.start)
    if role and place and place.code == home and state.pair and home in state.pair:
        return state.pair[1] if state.pair[0] == home else state.pair[0]
    return home


def joined_pair(draft: Draft) -> tuple[Place, Place] | None:
    """Give the two economies of `between Russia and China`, `China-Belarus`."""
    start, end = anchor(draft)
    for a, b in itertools.pairwise(coded(draft)):
        joined = draft.scene.text[a.end : b.start]
        listed = joined.strip() == "and"
        behind = listed and 0 <= a.start - end <= 40 and preposition(draft.scene, a) == "between"
        before = joined in ("-", "–") and 0 <= start - b.end <= 14
        both = listed and draft.get("measure") in ("trade", "deal") and subject(draft) == a
        if a.code != b.code and (behind or before or both):
            return a, b
    return None


_RELATIVE = re.compile(r",?[ \n](?:which|who|that|(?P<theirs>where|whose))\b")

# Between a place and a number of a list: `Egypt 17`, `China ($26.9bn)`, `US -6.8%`
LISTED = re.compile(r"[ \n]?\(|[ \n]|:[ \n]|[ ]?[.]{2,}[ ]|,[ \n](?:with|at)[ \n]|[ \n](?:with|at|by)[ \n]")


@once
def subject(draft: Draft) -> Place | None:
    """Give the one who acts in the clause of the number: a place before its verb, behind no preposition."""
    place = acting(draft.scene, draft.quantity.start)
    if place and place.form == "institution" and draft.get("measure") not in (*GIFTS, "investment"):
        return None
    return place if place and place.end <= draft.quantity.start else None


def acting(scene: Scene, at: int) -> Place | None:
    """Give the one who acts in the clause that holds an offset."""
    start = scene.clause(at)[0]
    if start not in scene.actors:
        scene.actors[start] = _acting(scene, start)
    return scene.actors[start]


def _acting(scene: Scene, start: int) -> Place | None:
    span = scene.subject(start)
    if scene.row:
        return None  # nobody acts in a table
    if span and scene.start < start <= span[0] and _PRONOUN.fullmatch(scene.text, *span):
        return acting(scene, start - 1)  # `China is the first: it took 15%`
    if relative := _RELATIVE.match(scene.text, start):
        # `Sales to the US, which charges 50%` is about the US, `trade with Russia, which came to` about the trade.
        before = within(scene.places, start - _SHORT, start)
        whose = [p for p in before if p.form in SUBJECTS and start - 3 <= p.end <= start]
        told = bool(relative["theirs"] or does().match(scene.text, relative.end()))
        return next((p for p in whose if told or not preposition(scene, p)), None)
    if span is None:  # its verb was not found: `Toyota, the Japanese carmaker, plans to`
        span = (start, start + _HEAD)
    joined = next((p for p in within(scene.places, start - _SHORT, start) if start - 1 <= p.end <= start), None)
    if joined and scene.text[start : span[0]].split() == ["and"] and not preposition(scene, joined):
        span = (joined.start, span[1])  # `Turkey and Uzbekistan aim`
    inside = [p for p in within(scene.places, *span) if p.form in SUBJECTS | {"demonym"}]
    for place in inside:
        if agent(scene, place, span):
            return place
        if place.form == "demonym":
            continue
        behind = preposition(scene, place)
        free = not behind or (behind == "and" and place.start - span[0] <= _HEAD)
        if (
            free
            and place.text not in _OTHERS
            and place.text not in POSSESSIVES
            and not _NOT_ACTING.match(scene.text, place.end)
            and not out_of(scene, place)
            and not dateline(scene, place)
        ):
            numbers = within(scene.quantities, place.end, place.end + REACH)
            number = next((q for q in numbers if q.form != "verb"), None)
            listed = number and LISTED.fullmatch(scene.text, place.end, max(place.end, number.hedge))
            return None if listed else place
    return None


def out_of(scene: Scene, place: Place) -> bool:
    """Whether a place tells only where goods come from: `offers ex-UK`, `a US-origin cargo`."""
    return scene.text.startswith("-origin", place.end) or scene.text[place.start - 3 : place.start].lower() == "ex-"


_PRONOUN = re.compile(r"(?:,[ \n])?(?:of[ \n]which[ \n])?(?:[Ii]t|[Tt]hey|he|she)[ \n]*")


@cache
def _agents() -> str:
    words = sorted({row["word"] for row in rows("firms") if row["form"] in ("noun", "agent")}, key=len, reverse=True)
    stems = (re.escape(w[:-1]) + "(?:y|ies)" if w.endswith("y") else re.escape(w) + "s?" for w in words)
    return "|".join(stems)


@cache
def _agent_behind() -> re.Pattern[str]:
    return re.compile(rf"(?:[’']s?|-based)?[ \n](?:[\w-]+[ \n]){{0,2}}?(?:{_agents()})\b(?![’'])")


@cache
def _agent_before() -> re.Pattern[str]:
    return re.compile(rf"(?i:\b(?:{_agents()}))[ \n](?:(?:in|at|from|across|near|outside|off)[ \n](?:the[ \n])?)?$")


def agent(scene: Scene, place: Place, span: tuple[int, int]) -> bool:
    """Whether a place in a subject tells whose its head is: `A Japanese bank`, `Buyers in China`, `Retailers there`."""
    behind = _agent_behind().match(scene.text, place.end)
    if behind and behind.end() <= span[1]:
        return preposition(scene, place) in ("", "and")
    before = scene.text[span[0] : place.start]
    return len(before) <= _SHORT and place.form != "demonym" and bool(_agent_before().search(before))


_SHORT = 40
POSSESSIVES = ("Its", "Their", "His", "Her")
_OTHERS = ("it", "them", "there")  # pronouns for the other side
_HEAD = len("and the ")


def dateline(scene: Scene, place: Place) -> bool:
    """Whether a place tells where the story is written: `MOSCOW/NEW DELHI –`, `MUMBAI:`."""
    before = scene.text[scene.start : place.end]
    return place.form in ("capital", "city", "name") and len(place.text) > 3 and before == before.upper()


# `Japan's` owns, `The Paris-based agency` acts itself, `TOKYO –` and `MUMBAI:` are datelines
_NOT_ACTING = re.compile(
    r"[’']s?\b|-(?:based|headquartered|listed|registered|born|backed|owned|led|origin|made|built|grown)\b|"
    r"[’'][ \n]|[ \n]?(?:--?|[–—])[ \n]|"
    r":|,[ \n](?:[A-Z][a-z]+\.?[ ]\d|\d)"
)


SAID = re.compile(r"\b(?:said|says|told|added|spoke|speaks|noted|recalled|stressed|announced)\b")


def antecedent(draft: Draft) -> bool:
    """Whether the clause goes on about the words before it: `China's trade, which came to $6 trillion`."""
    return bool(_RELATIVE.match(draft.scene.text, draft.clause[0]))


def neighbour(draft: Draft) -> tuple[Place, Draft] | None:
    """Give the place right before a number of a list, and the number before: `with China ($27bn), Mexico ($15bn)`."""
    scene, q = draft.scene, draft.quantity
    place = next((p for p in reversed(coded(draft)) if p.end <= q.hedge), None) if scene.drafts else None
    if place is None or not LISTED.fullmatch(scene.text, place.end, q.hedge):
        return None
    before = scene.drafts[-1]
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
        r"(?:(?:itself|has|have|had|to|is[ \n]to|are[ \n]to|also|still|now|will|would|\w+ly|and[ \n]\w+)[ \n]){0,3}"
        rf"(?:{deeds})"
    )


OPPOSITES = ("exports", "imports")


def another_measure(draft: Draft, place: Place) -> bool:
    """Whether a place belongs to another measure that stands before it: `exports rose 4% and imports from it 3%`."""
    start, end = anchor(draft)
    after = max(end, draft.quantity.end)
    measures = within(draft.scene.measures(), min(start, place.start) - REACH, max(end, place.end) + REACH)
    nouns = [t for t in measures if t.part == "noun"]
    if place.end <= start and place.form != "demonym":  # `exports to China came to $2bn, and imports to`
        nouns = [t for t in nouns if t.value in OPPOSITES]
        own = next((t for t in nouns if place.end <= t.start <= start), None)
        return own is not None and any(t.end <= place.start and t.value != own.value for t in nouns)
    return any(after <= t.start and t.end <= place.start for t in nouns)


def partner_words(draft: Draft) -> tuple[str, ...]:
    """Give the prepositions that name the partner of a measure."""
    measure = str(draft.get("measure"))
    if measure in ("other", "cost", "gdp", "output", "consumption", "reserves"):
        return ("with",)
    return (*TO.get(measure, ()), "with")


# What two economies have together.
MUTUAL = re.compile(
    r"(?i:\b(?:mutual|bilateral|joint|two[- ]way|each other|(?:our|their)[ \n](?:trade|turnover|commerce)|"
    r"(?:both|two|the)[ \n](?:sides|countries|nations|neighbou?rs|governments|economies))\b)"
)


@once
def elsewhere(draft: Draft) -> bool:
    """Whether the clause names a side that has no code, such as `non-EU countries` or `elsewhere`."""
    if any(p.form == "region" for p in within(draft.scene.places, *draft.clause)):
        return True
    return bool(_ELSEWHERE.search(_PART_OF.sub("", draft.scene.text[draft.clause[0] : draft.clause[1]])))


_ELSEWHERE = re.compile(
    r"(?i:\b(?:elsewhere|abroad|overseas|foreign|total|overall|global|world|worldwide|as a whole|"
    r"all (?:exports|imports|partners|countries|destinations|sources))\b)"
)
_PART_OF = re.compile(r"\bof (?:the|all|everything|total|overall|its|their)\b[^,;]{0,40}")  # of a share: its whole
