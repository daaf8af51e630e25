"""Rules for `reporter`, `partner` and `against`."""

from __future__ import annotations

import itertools
import re
from functools import cache

from tradekit.claims.scene import Draft, Scene, Why, left
from tradekit.places import Place
from tradekit.quantities.grammar import changes, function_words
from tradekit.tables import rows

_TO = {
    "debt": ("to",),
    "exports": ("to",),
    "imports": ("from",),
    "grant": ("to", "for"),
    "loan": ("to", "for"),
    "aid": ("to", "for"),
    "investment": ("in", "into"),
    "tariff": ("on", "from"),
}
_FROM = {
    "exports": ("from", "of"),
    "imports": ("to", "into", "by"),
    "investment": ("from", "by"),
    "loan": ("from", "by"),
    "grant": ("from", "by"),
    "aid": ("from", "by"),
    "tariff": ("by",),
}
_WITH = ("with", "between", "and")
_FORMS = frozenset({"name", "demonym", "capital", "metonym", "group", "definite"})


def preposition(scene: Scene, place: Place) -> str:
    """Give the preposition before a place, over articles and adjectives."""
    match = re.search(
        r"\b(to|from|with|between|and|in|into|on|by|of|for|than|over|against)[ \n](?:(?:the|its|all|"
        r"countries|neighbouring|rival)[ \n]){0,2}$",
        scene.text[max(scene.start, place.start - 32) : place.start].lower(),
    )
    return match[1] if match else ""


def _coded(draft: Draft) -> list[Place]:
    return [p for p in draft.scene.places if p.code and p.form in _FORMS and p.code != "WLD"]


def _anchor(draft: Draft) -> tuple[int, int]:
    """Give the words of the measure, or the number itself."""
    reason = draft.reasons.get("measure")
    return (reason[1], reason[2]) if reason else (draft.quantity.start, draft.quantity.end)


_MODIFIERS = frozenset(
    [
        "goods",
        "trade",
        "services",
        "merchandise",
        "foreign",
        "total",
        "overall",
        "annual",
        "bilateral",
        "two-way",
        "net",
        "gross",
        "record",
        "agricultural",
        "farm",
        "crude",
        "oil",
        "gas",
        "iron",
        "steel",
        "car",
        "food",
        "energy",
        "import",
        "export",
        "current",
        "account",
        "external",
        "public",
        "direct",
    ]
)
_INHERITED = ("running_topic", "earlier_clause", "later_in_sentence", "other")


def _owner(draft: Draft, place: Place) -> bool:
    """Whether a place owns the measure: `China's surplus`, `Chinese exports`, `U.S. goods deficit`."""
    rule, start, _ = draft.reasons.get("measure", ("", 0, 0))
    text, q = draft.scene.text, draft.quantity
    if rule in _INHERITED or place.end > start:
        return False
    if place.end <= q.hedge <= start:
        start = q.hedge  # `Russia's $20 billion investment`: the number stands between
    gap = text[place.end : start]
    owned = gap.startswith(("'", "’")) or place.form == "demonym"
    if preposition(draft.scene, place) in ("with", "to", "from", "than") and not gap.startswith(("'", "’")):
        return False
    words = re.sub(r"^[’']s?", "", gap).replace("-", " ").split()
    if len(gap) > 48 or len(words) > 4 or re.search(r"[,.;:()–—]", gap):
        return False
    if not owned:
        goods = {t.text for t in draft.scene.terms if t.kind == "goods" and place.end <= t.start < start}
        return all(w.lower() in _MODIFIERS or w.lower() in goods for w in words) and gap[:1] in (
            " ",
            "\n",
            "-",
        )
    plain = [w.lower() for w in words]
    return not any(w in function_words() or (w in changes() and changes()[w][1] == "verb") for w in plain)


_GIVES = re.compile(
    r"(?i:\b(?:gave|gives?|given|giving|lent|lends?|lending|promis(?:ed|es?|ing)|offer(?:ed|s)?|grant(?:ed|s)?|pledg(?:ed|es?)|owe[ds]?|"
    r"repa(?:id|ys?)|sent|sends?|paid|hand(?:ed|s)|extend(?:ed|s)|award(?:ed|s)|s[eo]lls?|sold))[ \n](?:the[ \n])?$"
)


def _given_to(draft: Draft, place: Place) -> bool:
    """Whether a place stands as the one to whom something is given: `gave Ethiopia food aid`."""
    return bool(_GIVES.search(draft.scene.text[max(draft.scene.start, place.start - 24) : place.start]))


def rank_owner(draft: Draft) -> Why | None:
    """`Belarus' seventh-largest partner`, `second-largest supplier of Turkey`, `world's second-largest economy`."""
    if draft.get("kind") != "rank":
        return None
    q, text = draft.quantity, draft.scene.text
    for place in _coded(draft):
        inside = place.start < q.end and place.end > q.start
        before = place.end <= q.hedge and re.fullmatch(r"[’']s?[ \n](?:\w+[ \n])?", text[place.end : q.hedge])
        behind = place.start >= q.end and re.fullmatch(
            r"[ \n](?:[\w-]+[ \n]){0,3}?(?:of|for|in)[ \n](?:the[ \n])?", text[q.end : place.start]
        )
        if inside or before or behind:
            return Why(str(place.code), place.start, place.end)
    return None


def owner(draft: Draft) -> Why | None:
    """The economy that stands before the measure as its owner."""
    for place in reversed(_coded(draft)):
        if _owner(draft, place) and not _given_to(draft, place):
            return Why(str(place.code), place.start, place.end)
    return None


def by_preposition(draft: Draft) -> Why | None:
    """`supplies from Russia`: the reporter by its preposition."""
    words = _FROM.get(str(draft.get("measure")), ())
    for place in _near(draft):
        if (
            preposition(draft.scene, place) in words
            and place.form != "demonym"
            and preposition(draft.scene, place) != "of"
        ):
            return Why(str(place.code), place.start, place.end)
    return None


def _near(draft: Draft) -> list[Place]:
    """Give the places of the clauses of the number and of its measure, the nearest to the measure first."""
    clauses = {draft.clause}
    if "measure" in draft.reasons and draft.reasons["measure"][0] not in ("running_topic", "other"):
        clauses.add(draft.scene.clause(_anchor(draft)[0]))
    middle = _anchor(draft)[1]
    places = [p for p in _coded(draft) if any(start <= p.start < end for start, end in clauses)]
    return sorted(places, key=lambda p: abs(p.start - middle))


def between(draft: Draft) -> Why | None:
    """`trade between Russia and China`: the one whose data it is, else the first named."""
    pair = _pair(draft)
    if pair is None:
        return None
    first, second = pair
    spoken = _speaks_for(draft, str(second.code))
    chosen = second if spoken else first
    return Why(str(chosen.code), chosen.start, chosen.end)


def _speaks_for(draft: Draft, code: str) -> bool:
    source = draft.scene.state.paragraph.source
    return source is not None and any(
        p.code == code and source.start <= p.start < source.end for p in draft.scene.places
    )


def _pair(draft: Draft) -> tuple[Place, Place] | None:
    places = _coded(draft)
    for a, b in itertools.pairwise(places):
        joined = draft.scene.text[a.end : b.start]
        if a.code != b.code and (
            (preposition(draft.scene, a) == "between" and joined.strip() == "and") or joined in ("-", "–")
        ):
            return a, b
    return None


@cache
def _does() -> re.Pattern[str]:
    """Match what an economy does, right behind its name; the table has stems, since the ending tells the time."""
    deeds = "|".join(re.escape(row["stem"]) for row in rows("deeds"))
    return re.compile(
        r"(?:,[^,.;]{2,40},)?(?:[’']s)?[ \n]"
        r"(?:(?:has|have|had|is[ \n]to|are[ \n]to|also|still|now|will|would|\w+ly|and[ \n]\w+)[ \n]){0,3}"
        rf"(?:{deeds})"
    )


def doer(draft: Draft) -> Why | None:
    """The economy that does what the measure names: `Serbia imported`, `Brazil posted a surplus`, `Kenya owed`."""
    scene, q = draft.scene, draft.quantity
    for floor in dict.fromkeys((draft.clause[0], scene.start)):
        for place in _coded(draft):
            if not floor <= place.start < q.start or place.form == "demonym" or preposition(scene, place):
                continue
            verb = _does().match(scene.text, place.end)
            if verb is None:
                continue
            if draft.get("kind") in ("share", "rank") and re.search(
                r"(?:took|takes?|bought|buys?|supplied|supplies)$", verb[0]
            ):
                continue  # `The US took 70 per cent of the handsets`: the buyer is the partner
            return Why(str(place.code), place.start, verb.end())
    return None


def by_office(draft: Draft) -> Why | None:
    """`China's Ministry of Commerce said it would charge`: the economy of the office that speaks of itself."""
    scene = draft.scene
    if not re.search(r"\bsaid (?:it|they)\b", scene.text[scene.start : draft.quantity.start]):
        return None
    for place in scene.places:
        if place.code and place.end <= draft.quantity.start:
            return Why(str(place.code), place.start, place.end)
    return None


def running_reporter(draft: Draft) -> Why | None:
    """The reporter that holds from before: of the clause, of the paragraph, of the article; never the partner named."""
    state, q = draft.scene.state, draft.quantity
    others = {p.code for p in _near(draft) if preposition(draft.scene, p) in _partner_words(draft)}
    for d in reversed(draft.scene.drafts):
        if (
            d.get("reporter")
            and d.get("measure") == draft.get("measure")
            and d.clause == draft.clause
            and d.get("reporter") not in others
        ):
            return Why(str(d.get("reporter")), *d.reasons["reporter"][1:])
    codes = (state.paragraph.reporter, state.paragraph.partner, state.article.reporter, *state.homes)
    code = next((code for code in codes if code and code not in others), None)
    return Why(code, q.start, q.end) if code else None


def _partner_words(draft: Draft) -> tuple[str, ...]:
    """Give the prepositions that name the partner of a measure."""
    measure = str(draft.get("measure"))
    if measure in ("other", "price", "cost", "gdp", "output", "consumption", "reserves"):
        return ("with",)
    return (*_TO.get(measure, ()), "with")


REPORTER = (rank_owner, owner, between, by_preposition, doer, by_office, running_reporter)


def other_side(draft: Draft) -> Why | None:
    """The partner by its preposition: `exports to`, `imports from`, `surplus with`."""
    words = _partner_words(draft)
    for place in _near(draft):
        if place.code != draft.get("reporter") and preposition(draft.scene, place) in words:
            return Why(str(place.code), place.start, place.end)
    return None


def paired(draft: Draft) -> Why | None:
    """The other one of `between Russia and China`."""
    pair = _pair(draft)
    if pair is None:
        return None
    other = next((p for p in pair if p.code != draft.get("reporter")), None)
    return Why(str(other.code), other.start, other.end) if other else None


def goods_of(draft: Draft) -> Why | None:
    """`bought American soybeans`, `purchases of Russian goods`: a demonym behind the measure."""
    if draft.get("measure") not in ("imports", "tariff", "loan"):
        return None
    end = _anchor(draft)[1]
    for place in _coded(draft):
        if place.form == "demonym" and place.code != draft.get("reporter") and end <= place.start < draft.clause[1]:
            return Why(str(place.code), place.start, place.end)
    return None


def right_before(draft: Draft) -> Why | None:
    """`deficits with China ($26.9) and Mexico ($15.4)`: the place right before the number."""
    scene, q = draft.scene, draft.quantity
    for place in left(_coded(draft), q.hedge, scene.start)[:1]:
        if re.fullmatch(
            r"[ \n]?\(|,[ \n](?:with|at)[ \n]|:[ \n]", scene.text[place.end : q.hedge]
        ) and place.code != draft.get("reporter"):
            return Why(str(place.code), place.start, place.end)
    return None


def indirect_object(draft: Draft) -> Why | None:
    """`China lent Ethiopia $13.7 billion`, `Kenya owed China`: the place right behind the verb."""
    for place in left(_coded(draft), draft.quantity.start, draft.clause[0]):
        if place.code != draft.get("reporter") and place.form != "demonym" and _given_to(draft, place):
            return Why(str(place.code), place.start, place.end)
    return None


def ranked(draft: Draft) -> Why | None:
    """`China was Belarus' seventh-largest partner`, `The EU came second`: the one that is ranked."""
    if draft.get("kind") != "rank" or draft.get("measure") == "gdp":
        return None
    for place in left(_coded(draft), draft.quantity.start, draft.scene.start):
        if place.code != draft.get("reporter") and preposition(draft.scene, place) not in ("of", "in", "than"):
            return Why(str(place.code), place.start, place.end)
    return None


def taker(draft: Draft) -> Why | None:
    """`The US took 70 per cent of the handsets`, `China bought a third`: the buyer or seller of a share."""
    if draft.get("kind") != "share":
        return None
    for place in left(_coded(draft), draft.quantity.start, draft.clause[0]):
        if (
            place.code != draft.get("reporter")
            and _does().match(draft.scene.text, place.end)
            and not preposition(draft.scene, place)
        ):
            return Why(str(place.code), place.start, place.end)
    return None


def recipient(draft: Draft) -> Why | None:
    """`a grant … meant to overhaul South Africa's power network`: of a gift or a loan, the other economy named."""
    if draft.get("measure") not in ("grant", "aid", "loan") or draft.quantity.form == "count":
        return None
    for start, end in (draft.clause, (draft.scene.start, draft.scene.end)):
        for place in _coded(draft):
            if start <= place.start < end and place.code != draft.get("reporter") and place.form != "demonym":
                return Why(str(place.code), place.start, place.end)
    return None


def topic_before(draft: Draft) -> Why | None:
    """`To the European Union exports retreated`, `The EU came second`: a place at the head of the sentence."""
    scene = draft.scene
    for place in _coded(draft)[:1]:
        if place.code == draft.get("reporter") or place.start - scene.start > 8:
            continue
        if preposition(scene, place) in ("to", "with") or (
            draft.get("kind") == "rank" and place.end <= draft.quantity.start
        ):
            return Why(str(place.code), place.start, place.end)
    return None


def same_sentence(draft: Draft) -> Why | None:
    """What the number before it in the sentence gave, if this clause leaves it out."""
    for d in reversed(draft.scene.drafts[-3:]):
        if d.get("reporter") == draft.get("reporter"):
            if d.get("partner") and "partner" in d.reasons and not _elsewhere(draft):
                return Why(str(d.get("partner")), *d.reasons["partner"][1:])
            return None
    return None


def _elsewhere(draft: Draft) -> bool:
    """Whether the clause names a side that has no code, such as `non-EU countries` or `elsewhere`."""
    clause = draft.scene.text[draft.clause[0] : draft.clause[1]]
    regions = [p for p in draft.scene.places if p.form == "region" and draft.clause[0] <= p.start < draft.clause[1]]
    return bool(regions) or bool(re.search(r"\belsewhere\b|\b(?:foreign|total|overall|global|world)\b", clause))


def paragraph_pair(draft: Draft) -> Why | None:
    """In a paragraph that began with two economies, the partner is the other one."""
    topic, q = draft.scene.state.paragraph, draft.quantity
    if draft.get("measure") in _ALONE or not topic.partner or _elsewhere(draft):
        return None
    code = (
        topic.partner
        if draft.get("reporter") == topic.reporter
        else topic.reporter
        if draft.get("reporter") == topic.partner
        else None
    )
    return Why(code, q.start, q.end) if code else None


_ALONE = ("gdp", "other", "price", "output", "consumption", "reserves", "cost", "sales")


def bilateral(draft: Draft) -> Why | None:
    """In an article whose title names two economies, the partner is the other one."""
    pair = draft.scene.state.pair
    if pair is None or draft.get("reporter") not in pair or draft.get("measure") in _ALONE or _elsewhere(draft):
        return None
    q = draft.quantity
    return Why(pair[1] if draft.get("reporter") == pair[0] else pair[0], q.start, q.end)


PARTNER = (
    ranked,
    right_before,
    paired,
    indirect_object,
    other_side,
    goods_of,
    taker,
    recipient,
    topic_before,
    same_sentence,
    paragraph_pair,
    bilateral,
)


def compared_with(draft: Draft) -> Why | None:
    """`less from China than from Russia`: the economy behind `than`."""
    if draft.get("kind") != "ratio":
        return None
    q, scene = draft.quantity, draft.scene
    match = re.search(r"\bthan\b", scene.text[q.end : scene.end])
    if not match:
        return None
    places = [p for p in _coded(draft) if p.start >= q.end + match.end()]
    return Why(str(places[0].code), places[0].start, places[0].end) if places else None


AGAINST = (compared_with,)
