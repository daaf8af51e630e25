"""Rules for `partner` and `against`."""

from __future__ import annotations

import re

from tradekit.claims.deeds import borrower, given_to, giver, hit, invested, taxed_ones
from tradekit.claims.lists import labelled_partner, listed_partner
from tradekit.claims.markets import market, other_way, taken_over
from tradekit.claims.scene import Draft, Why, carried, left, respective, within
from tradekit.claims.sides import (
    ALONE,
    ECONOMIES,
    ENDS,
    FEW,
    FLOWS,
    GIFTS,
    MUTUAL,
    OPPOSITES,
    POSSESSIVE,
    agent,
    anchor,
    another_measure,
    around,
    coded,
    counterpart,
    dateline,
    elsewhere,
    joined_pair,
    names_a_place,
    near,
    neighbour,
    partner_words,
    preposition,
)
from tradekit.claims.tables import table_partner
from tradekit.places import Place

_OWN = re.compile(r"[ \n]\(|['’]s?[ \n]")  # what joins a place to the number that is its own


_OF_IT = re.compile(r"[ \n]of[ \n](?:it|them|that|those|which)\b")


def other_side(draft: Draft) -> Why | None:
    """The partner by its preposition: `exports to`, `imports from`, `surplus with`."""
    words, q = partner_words(draft), draft.quantity
    for place in near(draft, ENDS if draft.get("measure") in (*OPPOSITES, "price") else ECONOMIES):
        if place.code == draft.get("reporter") or preposition(draft.scene, place) not in words:
            continue
        number = next(iter(within(draft.scene.quantities, place.end, place.end + len("’s (about US$ "))), q)
        if number != q and _OWN.fullmatch(draft.scene.text, place.end, max(place.end, number.hedge)):
            continue  # `imports rose 3%, most of them from China ($11bn)`: it belongs to the other number
        bare = preposition(draft.scene, place) == "with" and draft.get("measure") in ALONE
        if bare and POSSESSIVE.match(draft.scene.text, place.end):
            continue  # `with Russia's crop at 85 million`
        parts = within(draft.scene.quantities, q.end, place.start)
        if any(_OF_IT.match(draft.scene.text, part.end) for part in parts):
            continue  # `exported 410,000 tonnes, a quarter of it to the US`: it belongs to the part
        regions = (p for p in around(draft) if p.form == "region" and q.end <= p.start < place.start)
        if another_measure(draft, place) or any(preposition(draft.scene, p) in words for p in regions):
            continue  # `a fall in sales to non-EU countries cancelled out a rise in those to the bloc`
        if not (words == ("with",) and POSSESSIVE.match(draft.scene.text, place.end)):
            if draft.get("measure") in (*OPPOSITES, "tariff") and _several(draft, place):
                return Why("", place.start, place.end)
            return Why(str(place.code), place.start, place.end)
    return None


def paired(draft: Draft) -> Why | None:
    """The other one of `between Russia and China`."""
    pair = joined_pair(draft)
    if pair is None:
        return None
    other = next((p for p in pair if p.code != draft.get("reporter")), None)
    return Why(str(other.code), other.start, other.end) if other else None


def investor(draft: Draft) -> Why | None:
    """`Russian investment in Kazakhstan`: the partner of the host."""
    sides = invested(draft)
    return Why(str(sides[1].code), sides[1].start, sides[1].end) if sides and sides[1] else None


def target(draft: Draft) -> Why | None:
    """`Kenyan avocados are charged 7%`: the one whose goods are hit."""
    places = [p for p in hit(draft) if p.code != draft.get("reporter")]
    taxed = taxed_ones(draft) if places else None
    if taxed and len({p.code for p in places if taxed[0] <= p.start < taxed[1]}) > 1:
        return respective_partner(draft) or Why("", places[0].start, places[0].end)
    return Why(str(places[0].code), places[0].start, places[0].end) if places else None


def turned(draft: Draft) -> Why | None:
    """`those in the opposite direction`: the reporter of the number before is the partner."""
    sides = other_way(draft)
    return Why(str(sides[0].get("reporter")), *sides[1]) if sides else None


def there(draft: Draft) -> Why | None:
    """`In 2023 we sold 18% less there`: the economy named last."""
    told = draft.reasons.get("reporter")
    for place in within(draft.scene.places, *draft.clause):
        if place.text == "there" and not (told and told.start == place.start):
            return Why(str(place.code), place.start, place.end) if place.code != draft.get("reporter") else None
    return None


def right_behind(draft: Draft) -> Why | None:
    """`$770m from Saudi Arabia and $631m from the UAE`: the one from whom or to whom the sum went."""
    q, scene = draft.quantity, draft.scene
    flow = draft.get("measure") in OPPOSITES and draft.get("kind") == "share"
    if not (flow or draft.get("kind") == "level") or draft.get("measure") == "price":
        return None
    for place in coded(draft):
        if _FROM_TO.fullmatch(scene.text, q.end, max(q.end, place.start)) and place.code != draft.get("reporter"):
            return Why(str(place.code), place.start, place.end)
    return None


_FROM_TO = re.compile(r"(?:[ \n]of[ \n](?:[a-z-]+[ \n]){0,2}[a-z-]+)?[ \n](?:from|to)[ \n](?:the[ \n])?")


def as_before(draft: Draft) -> Why | None:
    """In a list the place before the number plays the part of the one before the last number."""
    found = neighbour(draft)
    if found is None:
        return None
    place, before = found
    reason = before.reasons.get("partner")
    if place.code == draft.get("reporter"):
        return Why(before.get("partner") or "", *reason[1:]) if reason else None
    if reason and names_a_place(draft, reason):
        return Why(str(place.code), place.start, place.end)
    return None


def receiver(draft: Draft) -> Why | None:
    """`Tunisia is seeking a loan from the IMF`: the one who gets it."""
    place = borrower(draft)
    return Why(place.code, place.start, place.end) if place and place.code else None


def buyer_or_seller(draft: Draft) -> Why | None:
    """`Bangladesh bought 7 lakh tonnes` among a country's exports: the subject is the other side."""
    place = counterpart(draft)
    if place and (draft.get("measure") in OPPOSITES) and _several(draft, place):
        return Why("", place.start, place.end)
    return Why(str(place.code), place.start, place.end) if place and place.code != draft.get("reporter") else None


def _several(draft: Draft, place: Place) -> bool:
    """Whether a place is but the first of some that have the number together: `Mexico and Peru took 54%`."""
    scene = draft.scene
    others = [p for p in coded(draft) if p.start > place.end and p.code != place.code]
    if not others or any(place.end <= x.start < others[0].start for x in scene.quantities):
        return False
    joined = _AND.fullmatch(scene.text, place.end, others[0].start) and not POSSESSIVE.match(scene.text, others[0].end)
    return bool(joined) and respective(draft) is None


_AND = re.compile(r",[ \n]|,?[ \n]and[ \n](?:the[ \n])?")


def goods_of(draft: Draft) -> Why | None:
    """`bought American soybeans`, `purchases of Russian goods`: a demonym behind the measure."""
    if draft.get("measure") not in ("imports", "tariff", "loan"):
        return None
    end = anchor(draft)[1]
    for place in coded(draft):
        if place.form == "demonym" and place.code != draft.get("reporter") and end <= place.start < draft.clause[1]:
            return Why(str(place.code), place.start, place.end)
    return None


def right_before(draft: Draft) -> Why | None:
    """`deficits with China ($26.9) and Mexico ($15.4)`: the place right before the number."""
    scene, q = draft.scene, draft.quantity
    if draft.get("measure") in GIFTS:
        return None  # `France: €2 million` among gifts: it gives
    for place in left(coded(draft), q.hedge, scene.start)[:1]:
        if place.code != draft.get("reporter") and _TO_ITS_NUMBER.fullmatch(scene.text, place.end, q.hedge):
            return Why(str(place.code), place.start, place.end)
    return None


_TO_ITS_NUMBER = re.compile(r"[ \n]?\(|,[ \n](?:with|at)[ \n]|:[ \n]|[ ]?[.]{2,}[ ]")


def respective_partner(draft: Draft) -> Why | None:
    """`Deliveries to Ireland and the Netherlands dropped by 12% and 9% respectively`: each number has its partner."""
    listed = respective(draft)
    places = left(coded(draft), draft.quantity.start, draft.scene.start)[::-1] if listed else []
    if listed is None or len(places) < listed[1]:
        return None
    place = places[len(places) - listed[1] + listed[0]]
    first = places[len(places) - listed[1]]
    taxed = draft.get("measure") == "tariff" and first in hit(draft)
    if place.code == draft.get("reporter") or not (taxed or preposition(draft.scene, first) in partner_words(draft)):
        return None
    return Why(str(place.code), place.start, place.end)


def indirect_object(draft: Draft) -> Why | None:
    """`China lent Ethiopia $13.7 billion`, `Kenya owed China`: the place right behind the verb."""
    for place in left(coded(draft), draft.quantity.start, draft.clause[0]):
        named = place.form != "demonym" or agent(draft.scene, place, draft.clause)
        if place.code != draft.get("reporter") and named and given_to(draft, place):
            return Why(str(place.code), place.start, place.end)
    return None


def ranked(draft: Draft) -> Why | None:
    """`China was Belarus' seventh-largest partner`, `The EU came second`: the one that is ranked."""
    if draft.get("kind") != "rank" or draft.get("measure") == "gdp":
        return None
    for place in left(coded(draft), draft.quantity.start, draft.scene.start):
        if place.code != draft.get("reporter") and preposition(draft.scene, place) not in ("of", "in", "than"):
            return Why(str(place.code), place.start, place.end)
    return None


def recipient(draft: Draft) -> Why | None:
    """`a grant … meant to overhaul South Africa's power network`: of a gift or a loan, the other economy named."""
    if draft.get("measure") not in ("grant", "aid", "loan") or draft.quantity.form == "count":
        return None
    scene, q, reporter = draft.scene, draft.quantity, draft.get("reporter")
    others = [p for p in coded(draft) if p.code != reporter and p.start >= draft.clause[0] and not giver(draft, p)]
    others = [p for p in others if not _MET_IN.search(scene.text[max(0, p.start - 40) : p.start])]
    others = [p for p in others if not dateline(scene, p)]
    here = [p for p in others if p.start < draft.clause[1]]
    for place in (*(p for p in here if p.form != "demonym"), *here, *(p for p in others if p.start >= q.end)):
        return Why(str(place.code), place.start, place.end)
    for d in reversed(scene.drafts[-FEW:]):
        if d.get("partner") and d.get("partner") != reporter and d.get("measure") == draft.get("measure"):
            return Why(str(d.get("partner")), *d.reasons["partner"].span)
    known = (scene.state.needy, *(scene.state.pair or ()), *scene.state.homes[:1])
    needy = next((code for code in known if code and code != reporter), None)
    return Why(needy, q.start, q.end) if needy else None


_MET_IN = re.compile(
    r"\b(?:summit|meeting|conference|talks|table|forum|visit)\b[^,;.]{0,20}\b(?:in|to)[ \n](?:the[ \n])?$"
)


def same_sentence(draft: Draft) -> Why | None:
    """What the number before it in the sentence gave, if this clause leaves it out."""
    reporter, last = draft.get("reporter"), draft.scene.drafts[-1:]
    alike = last and (last[0].get("measure") == draft.get("measure") or draft.get("measure") in FLOWS)
    if reporter and alike and last[0].get("partner") == reporter:
        return Why(last[0].get("reporter") or "", *last[0].reasons["partner"].span)  # `while China's came to 10%`
    for d in reversed(draft.scene.drafts[-3:]):
        if d.get("reporter") == draft.get("reporter"):
            anew = any(p.code == reporter and p.start >= d.quantity.end for p in within(coded(draft), *draft.clause))
            alone = draft.get("measure") in ALONE and (anew or d.get("measure") != draft.get("measure"))
            if d.get("partner") and "partner" in d.reasons and not (alone or elsewhere(draft)):
                return Why(str(d.get("partner")), *d.reasons["partner"].span)
            return None
    return None


def paragraph_pair(draft: Draft) -> Why | None:
    """In a paragraph that began with two economies, the partner is the other one."""
    topic = draft.scene.state.paragraph
    if draft.get("measure") in ALONE or not topic.partner:
        return None
    code = (
        topic.partner
        if draft.get("reporter") == topic.reporter
        else topic.reporter
        if draft.get("reporter") == topic.partner
        else None
    )
    return carried(draft, code) if code and not elsewhere(draft) else None


def same_deal(draft: Draft) -> Why | None:
    """`A rival offer of $385 million lapsed`, `The contract runs for 10 years`: with whom the last deal was."""
    state, q = draft.scene.state, draft.quantity
    if draft.get("measure") != "deal" or state.dealt in (None, draft.get("reporter")) or elsewhere(draft):
        return None
    if _ALL_ORDERS.search(draft.scene.text, *draft.clause):
        return None
    return Why(str(state.dealt), q.start, q.end)


_ALL_ORDERS = re.compile(r"(?i:\b(?:backlog|order[ -]?book|intake|orders|contracts|deals)\b)")


def home_hit(draft: Draft) -> Why | None:
    """`Washington's 20 percent tariff took effect`: it hits the economy that the article is about."""
    state, q, start = draft.scene.state, draft.quantity, anchor(draft)[0]
    home, rate = state.article.reporter, draft.get("measure") == "tariff" and q.form in ("percent", "points")
    if not rate or not home or draft.get("reporter") in (None, home) or state.flow == "imports":
        return None
    theirs = draft.get("reporter") in state.named[:_LEAD_NAMES]  # one that the story begins with
    told = _ON_GOODS.search(draft.scene.text, min(start, q.start), draft.clause[1]) or elsewhere(draft)
    return Why(home, q.start, q.end) if theirs and not told else None


_LEAD_NAMES = 8
_ON_GOODS = re.compile(
    r"\b(?:on|for|against)[ \n](?!top\b|(?:the[ \n])?\d|[A-Z][a-z]+day\b|"
    r"(?:Jan|Feb|Mar|Apr|May|Ju[nl]|Aug|Sep|Oct|Nov|Dec))"
)


def bilateral(draft: Draft) -> Why | None:
    """In an article whose title names two economies, the partner is the other one."""
    state = draft.scene.state
    pair = state.pair
    if pair is None or draft.get("reporter") not in pair:
        return None
    own = draft.get("measure") in (ALONE if state.tied else (*ALONE, *FLOWS, "deal"))
    if (own and not MUTUAL.search(draft.scene.text, *draft.clause)) or elsewhere(draft):
        return None
    return carried(draft, pair[1] if draft.get("reporter") == pair[0] else pair[0])


PARTNER = (
    table_partner,
    turned,
    investor,
    market,
    taken_over,
    receiver,
    as_before,
    listed_partner,
    labelled_partner,
    buyer_or_seller,
    target,
    ranked,
    right_before,
    respective_partner,
    paired,
    indirect_object,
    right_behind,
    other_side,
    there,
    goods_of,
    recipient,
    same_sentence,
    same_deal,
    home_hit,
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
    places = [p for p in coded(draft) if p.start >= q.end + match.end()]
    return Why(str(places[0].code), places[0].start, places[0].end) if places else None


AGAINST = (compared_with,)
