"""Rules for `measure` where a turn of phrase tells it and no word of the trade: `put $3bn into`, `100% on steel`."""

from __future__ import annotations

import re

from tradekit.claims.meanings import TRADE, actor, is_unit_price
from tradekit.claims.scene import Draft, Why, left

_BESIDE, _NEAR = 3, 12

_INTO = re.compile(r"(?:[ \n][(][^()]{1,40}[)])?[ \n]into[ \n]")
_PUT = re.compile(
    r"(?i:\b(?:put|puts|putting|pour(?:s|ed|ing)?|plough(?:s|ed|ing)?|plow(?:s|ed|ing)?|sink|sinks|sank|sinking|"
    r"pump(?:s|ed|ing)?|inject(?:s|ed|ing)?|channel(?:s|ed|ling)?|funnel(?:s|ed|ling)?)[ \n](?:\w+[ \n])?)$"
)


_LOST = re.compile(r"(?i:\b(?:lost|loses?|losing)[ \n](?:\w+[ \n])?)$")
_EVERY = re.compile(r"[ \n](?:on|for)[ \n](?:every|each)\b")


def lost(draft: Draft) -> Why | None:
    """`the airline lost 75 billion rupees`, `we lose $80 on every ton`: a loss; `gold lost $40` is a price."""
    q = draft.quantity
    words = _LOST.search(draft.before(20)) if q.form == "money" else None
    trade = draft.scene.state.paragraph.measure in TRADE and actor(draft) in ("goods", "place")
    if words is None or trade or (is_unit_price(q) and not _EVERY.match(draft.scene.text, q.end)):
        return None
    return Why("cost", q.hedge - len(words[0]), q.end)


def put_into(draft: Draft) -> Why | None:
    """`will put €900m into the plant`, `a mill into which it pours $2bn`: an investment."""
    q, scene = draft.quantity, draft.scene
    put = _PUT.search(draft.before(28)) if q.form == "money" else None
    if put and (_INTO.match(scene.text, q.end) or " into which " in scene.text[draft.clause[0] : q.hedge]):
        return Why("investment", q.hedge - len(put[0]), q.end)
    return None


_ON = re.compile(r"(?:[ \n]that(?:[ \n]\w+){1,3}?)?[ \n]on[ \n]")


_LEVIES = re.compile(r"\b(?:put|puts|slap(?:s|ped)|impose[sd]?|levie[sd]|levy|charge[sd]?)\b")


def rate_on(draft: Draft) -> Why | None:
    """`the 100% that China put on canola oil`, `14% on a loan`: a rate is a duty on goods, interest on credit."""
    q, scene = draft.quantity, draft.scene
    on = _ON.match(scene.text, q.end) if q.unit == "%" else None
    if on is None or not (
        draft.get("kind") == "level" or _LEVIES.search(scene.text, max(scene.start, q.hedge - 16), on.end())
    ):
        return None
    if any(on.end() <= t.start < on.end() + 12 and t.value == "loan" for t in scene.measures()):
        return Why("loan", q.start, on.end())
    goods = any(on.end() <= t.start < on.end() + 20 for t in scene.goods())
    return Why("tariff", q.start, on.end()) if goods else None


_OF_PEOPLE = re.compile(
    r"[ \n]of[ \n](?:the[ \n]|its[ \n]|their[ \n]|all[ \n]|those[ \n])?(?:[\d.,]+[ \n](?:[mb]illion[ \n])?)?"
    r"(?:[\w-]+[ \n])?(?:workers|staff|workforce|jobs|employees|people|population|households|families|farms|farmers|"
    r"refugees|children|members|companies|firms|voters|passengers|visitors|tourists|residents|businesses|respondents)\b"
)


def of_people(draft: Draft) -> Why | None:
    """`two-thirds of its 2,400 workers`: a part of people or firms is of no measure."""
    match = _OF_PEOPLE.match(draft.scene.text, draft.quantity.end) if draft.get("kind") == "share" else None
    return Why("other", draft.quantity.start, match.end()) if match else None


_WORLD = re.compile(r"[ \n]of[ \n](?:the[ \n])?(?:world|global|all)(?:[’']s)?[ \n]")


def of_worlds_goods(draft: Draft) -> Why | None:
    """`13% of the world's chip testing`, `half of Canada's canola`: of what is made there."""
    q, scene = draft.quantity, draft.scene
    if draft.get("kind") != "share" or scene.text[q.end : q.end + 4] != " of ":
        return None
    if any(t.part == "verb" and q.hedge - t.end < _BESIDE for t in left(scene.measures(), q.hedge, draft.clause[0])):
        return None  # `which buys 62% of Ugandan coffee`
    world = _WORLD.match(scene.text, q.end)
    place = next((p for p in scene.places if q.end < p.start < q.end + 12), None)
    end = world.end() if world else place.end if place else None
    goods = next((t for t in scene.goods() if end is not None and end <= t.start < end + _NEAR), None)
    return Why("output", q.start, goods.end) if goods else None
