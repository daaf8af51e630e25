"""Rules for `reporter`."""

from __future__ import annotations

import re

from tradekit.claims.scene import Draft, Why
from tradekit.claims.sides import FROM, coded, does, given_to, joined_pair, near, partner_words, preposition
from tradekit.places import Place
from tradekit.quantities.grammar import changes, function_words

_MODIFIERS = frozenset(
    (
        "goods trade services merchandise foreign total overall annual bilateral two-way net gross record "
        "agricultural farm crude oil gas iron steel car food energy import export current account external public "
        "direct"
    ).split()
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


def rank_owner(draft: Draft) -> Why | None:
    """`Belarus' seventh-largest partner`, `second-largest supplier of Turkey`, `world's second-largest economy`."""
    if draft.get("kind") != "rank":
        return None
    q, text = draft.quantity, draft.scene.text
    for place in coded(draft):
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
    for place in reversed(coded(draft)):
        if _owner(draft, place) and not given_to(draft, place):
            return Why(str(place.code), place.start, place.end)
    return None


def by_preposition(draft: Draft) -> Why | None:
    """`supplies from Russia`: the reporter by its preposition."""
    words = FROM.get(str(draft.get("measure")), ())
    for place in near(draft):
        if (
            preposition(draft.scene, place) in words
            and place.form != "demonym"
            and preposition(draft.scene, place) != "of"
        ):
            return Why(str(place.code), place.start, place.end)
    return None


def between(draft: Draft) -> Why | None:
    """`trade between Russia and China`: the one whose data it is, else the first named."""
    pair = joined_pair(draft)
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


def doer(draft: Draft) -> Why | None:
    """The economy that does what the measure names: `Serbia imported`, `Brazil posted a surplus`, `Kenya owed`."""
    scene, q = draft.scene, draft.quantity
    for floor in dict.fromkeys((draft.clause[0], scene.start)):
        for place in coded(draft):
            if not floor <= place.start < q.start or place.form == "demonym" or preposition(scene, place):
                continue
            verb = does().match(scene.text, place.end)
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


def market(draft: Draft) -> Why | None:
    """`In Chicago soyoil fell`: a price is of the economy where the market is."""
    if draft.get("measure") != "price":
        return None
    places = [p for p in draft.scene.places if p.code and p.code != "WLD" and p.form != "demonym"]
    for start, end in (draft.clause, (draft.scene.start, draft.scene.end)):
        near = [p for p in places if start <= p.start < end]
        if near:
            nearest = min(near, key=lambda p: abs(p.start - draft.quantity.start))
            return Why(str(nearest.code), nearest.start, nearest.end)
    return None


def running_reporter(draft: Draft) -> Why | None:
    """The reporter that holds from before: of the clause, of the paragraph, of the article; never the partner named."""
    state, q = draft.scene.state, draft.quantity
    others = {p.code for p in near(draft) if preposition(draft.scene, p) in partner_words(draft)}
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


REPORTER = (rank_owner, between, owner, by_preposition, doer, by_office, market, running_reporter)
