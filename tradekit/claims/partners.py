"""Rules for `partner` and `against`."""

from __future__ import annotations

import re

from tradekit.claims.scene import Draft, Why, left, respective
from tradekit.claims.sides import (
    ALONE,
    anchor,
    coded,
    does,
    elsewhere,
    given_to,
    joined_pair,
    near,
    partner_words,
    preposition,
)


def other_side(draft: Draft) -> Why | None:
    """The partner by its preposition: `exports to`, `imports from`, `surplus with`."""
    words = partner_words(draft)
    for place in near(draft):
        if place.code != draft.get("reporter") and preposition(draft.scene, place) in words:
            return Why(str(place.code), place.start, place.end)
    return None


def paired(draft: Draft) -> Why | None:
    """The other one of `between Russia and China`."""
    pair = joined_pair(draft)
    if pair is None:
        return None
    other = next((p for p in pair if p.code != draft.get("reporter")), None)
    return Why(str(other.code), other.start, other.end) if other else None


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
    for place in left(coded(draft), q.hedge, scene.start)[:1]:
        if re.fullmatch(
            r"[ \n]?\(|,[ \n](?:with|at)[ \n]|:[ \n]", scene.text[place.end : q.hedge]
        ) and place.code != draft.get("reporter"):
            return Why(str(place.code), place.start, place.end)
    return None


def listed_partner(draft: Draft) -> Why | None:
    """`By market: US -6.8% ($10.6bn), China +3.9%`, `Russia supplied 74 percent, Ukraine 12 percent`."""
    scene, q = draft.scene, draft.quantity
    if draft.get("measure") in ALONE:
        return None
    for place in left(coded(draft), q.start, scene.start)[:1]:
        before = scene.text[max(scene.start, place.start - 8) : place.start]
        if (
            place.end + 1 == q.hedge
            and re.search(r"(?:[,;:(]|\band|\bthe)[ \n]$", before)
            and place.code != draft.get("reporter")
        ):
            return Why(str(place.code), place.start, place.end)
    return None


def table_row(draft: Draft) -> Why | None:
    """The economy that the first cell of a table's row names."""
    cells = draft.scene.cells
    for place in coded(draft) if cells and draft.get("measure") not in ALONE else ():
        if cells[0][0] <= place.start < cells[min(1, len(cells) - 1)][1] and place.code != draft.get("reporter"):
            return Why(str(place.code), place.start, place.end)
    return None


def respective_partner(draft: Draft) -> Why | None:
    """`Deliveries to Ireland and the Netherlands dropped by 12% and 9% respectively`: each number has its partner."""
    listed = respective(draft)
    places = left(coded(draft), draft.quantity.start, draft.scene.start)[::-1]
    if listed is None or len(places) < listed[1]:
        return None
    place = places[len(places) - listed[1] + listed[0]]
    first = places[len(places) - listed[1]]
    if place.code == draft.get("reporter") or preposition(draft.scene, first) not in partner_words(draft):
        return None
    return Why(str(place.code), place.start, place.end)


def indirect_object(draft: Draft) -> Why | None:
    """`China lent Ethiopia $13.7 billion`, `Kenya owed China`: the place right behind the verb."""
    for place in left(coded(draft), draft.quantity.start, draft.clause[0]):
        if place.code != draft.get("reporter") and place.form != "demonym" and given_to(draft, place):
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


def taker(draft: Draft) -> Why | None:
    """`The US took 70 per cent of the handsets`, `China bought a third`: the buyer or seller of a share."""
    if draft.get("kind") != "share":
        return None
    for place in left(coded(draft), draft.quantity.start, draft.clause[0]):
        if (
            place.code != draft.get("reporter")
            and does().match(draft.scene.text, place.end)
            and not preposition(draft.scene, place)
        ):
            return Why(str(place.code), place.start, place.end)
    return None


def recipient(draft: Draft) -> Why | None:
    """`a grant … meant to overhaul South Africa's power network`: of a gift or a loan, the other economy named."""
    if draft.get("measure") not in ("grant", "aid", "loan") or draft.quantity.form == "count":
        return None
    for start, end in (draft.clause, (draft.scene.start, draft.scene.end)):
        for place in coded(draft):
            if start <= place.start < end and place.code != draft.get("reporter") and place.form != "demonym":
                return Why(str(place.code), place.start, place.end)
    needy = next((code for code in draft.scene.state.homes[:2] if code != draft.get("reporter")), None)
    return Why(needy, draft.quantity.start, draft.quantity.end) if needy and draft.get("measure") == "aid" else None


def topic_before(draft: Draft) -> Why | None:
    """`To the European Union exports retreated`, `The EU came second`: a place at the head of the sentence."""
    scene = draft.scene
    for place in coded(draft)[:1]:
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
            if d.get("partner") and "partner" in d.reasons and not elsewhere(draft):
                return Why(str(d.get("partner")), *d.reasons["partner"][1:])
            return None
    return None


def paragraph_pair(draft: Draft) -> Why | None:
    """In a paragraph that began with two economies, the partner is the other one."""
    topic, q = draft.scene.state.paragraph, draft.quantity
    if draft.get("measure") in ALONE or not topic.partner or elsewhere(draft):
        return None
    code = (
        topic.partner
        if draft.get("reporter") == topic.reporter
        else topic.reporter
        if draft.get("reporter") == topic.partner
        else None
    )
    return Why(code, q.start, q.end) if code else None


def bilateral(draft: Draft) -> Why | None:
    """In an article whose title names two economies, the partner is the other one."""
    pair = draft.scene.state.pair
    if pair is None or draft.get("reporter") not in pair or draft.get("measure") in ALONE or elsewhere(draft):
        return None
    q = draft.quantity
    return Why(pair[1] if draft.get("reporter") == pair[0] else pair[0], q.start, q.end)


PARTNER = (
    ranked,
    right_before,
    table_row,
    listed_partner,
    respective_partner,
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
    places = [p for p in coded(draft) if p.start >= q.end + match.end()]
    return Why(str(places[0].code), places[0].start, places[0].end) if places else None


AGAINST = (compared_with,)
