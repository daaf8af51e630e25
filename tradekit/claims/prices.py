"""Whose a price is: the market's where it was made, the goods' home, or nobody's where all the world pays it."""

from __future__ import annotations

import re
from functools import cache

from tradekit.claims.actors import FIRM
from tradekit.claims.scene import Draft, Why
from tradekit.claims.sides import around, coded, out_of, preposition
from tradekit.places import Place, currency_homes
from tradekit.tables import rows

# Prices that are no economy's own.
_WORLD = re.compile(
    r"(?i:\b(?:global|world|international|gold|silver|platinum|palladium|bitcoin|bunker)\b)|(?i:^\W*spot\b)"
)


# How the words of a role stand in a text.
_SHAPES = {
    "goods": r"(?i)\b(?:%s)\b",
    "ship": r"(?i)\b(?:%s)\b",
    "mover": r"(?:[’']s)?[ \n](?:[a-z-]+[ \n]){0,2}?(?:%s)\b",  # `Weak Chinese demand`
    "because": r"\b(?:%s|as(?! (?:of|much|low|high)\b))\b",
    "news": r"\bon (?:an? |the )?(?:\w+ )?(?:%s)\b",  # `on hopes of Chinese stimulus`
}


@cache
def _words(role: str) -> re.Pattern[str]:
    """Match the words of a role."""
    words = sorted((row["word"] for row in rows("price_words") if row["role"] == role), key=len, reverse=True)
    return re.compile(_SHAPES[role] % "|".join(map(re.escape, words)))


# What exchanges trade, as the first word of its clause: `Arabica slipped 1% to $3.90 a pound`
_TRADED = re.compile(
    r"(?i:\W{0,3}(?:and[ ])?(?:(?:raw|white|refined) sugar|(?:[A-Z][a-z]+ )?raws|arabica|robusta|crude|oil)"
    r"(?:[ \n](?:futures|prices))?(?=[, \n])(?![ \n](?:cleared|averaged?|sold|fetched|exports|imports|output|palm|"
    r"fish|soy(?:bean|a)?|from|in|of|for)\b))"
)
_SOLD = re.compile(r"\b(?:average|reali[sz]ed|received|fetched|sold)\b")
_UNDER = re.compile(r"\b(?:to|under|below|above|over|versus|against) (?:dated |benchmark |front-month )?\Z")
_DATELINE = re.compile(r"[A-Z][A-Z .,’'-]{2,30}(?:,? [A-Z][a-z]+\.? \d{1,2})?(?: \([^)\n]{2,20}\))?(?: ?[—–] | - |: )")
_EXCHANGE_RATE = re.compile(r"[A-Z]{3}/[A-Z]{3}")
_BESIDE = 24
_OPENING = 300  # characters: where a dateline can stand


def _in_a_region(draft: Draft) -> tuple[int, int] | None:
    """Give the region that a price is told of: `€560 a tonne in northern Europe`, `Asian spot LNG`."""
    for place in around(draft):
        if place.form == "region" and draft.clause[0] <= place.start < draft.clause[1]:
            first = not draft.scene.text[draft.clause[0] : place.start].strip(' \n,“"')
            if first or preposition(draft.scene, place) in ("in", "into", "to"):
                return place.start, place.end
    return None


def _dateline(draft: Draft) -> int:
    """Give the end of the dateline that the sentence begins with, or its start."""
    scene = draft.scene
    line = _DATELINE.match(scene.text, scene.start) if scene.start < _OPENING else None
    return line.end() if line else scene.start


def _has_a_market(draft: Draft, place: Place) -> bool:
    """Whether a price may be told of a place: not of the writer's, nor of one that only moved it."""
    scene, q = draft.scene, draft.quantity
    if place.end <= _dateline(draft):
        return False
    if any(_words(role).search(scene.text, q.end, place.start) for role in ("because", "news")):
        return False
    word = preposition(scene, place)
    if word == "from" and place.form != "market":  # `gas from Neuquén costs $10`, but not `$6 from Chile`
        span = scene.subject(q.start)
        return span is not None and span[0] <= place.start < span[1]
    apart = word in ("from", "to", "than", "over", "outside") or _UNDER.search(
        scene.text, max(scene.start, place.start - _BESIDE), place.start
    )
    return not apart and (place.form == "market" or not _words("mover").match(scene.text, place.end))


def _here(draft: Draft) -> list[Place]:
    """Give the places of the clause of which a price may be told, in the order of the text."""
    shares = re.search(r"(?i:\b(?:shares?|stock)\b)", draft.scene.text[slice(*draft.clause)])
    no_market = ("region", "person", "body") if shares else ("region", "person", "body", FIRM)
    places = [p for p in around(draft) if draft.clause[0] <= p.start < draft.clause[1] and p.form not in no_market]
    places = [p for p in places if (p.code or p.form == "market") and p.code != "WLD"]
    seller = draft.scene.state.article.reporter
    return [p for p in places if _has_a_market(draft, p) and not (seller and out_of(draft.scene, p))]


def _world_price(draft: Draft) -> Why | None:
    """`Bullion had set a record of $4,381`, `$4,400`: what is priced in dollars for all the world is nobody's."""
    scene, q, topic = draft.scene, draft.quantity, draft.scene.state.paragraph

    def speaks(place: Place) -> bool:  # `Analysts in Dubai expect bullion to average $2,380`
        return any(a.start <= place.start < a.end for a in scene.attributions)

    if currency_homes({(q.unit or "").split("/")[0]}) or any(not speaks(p) for p in _here(draft)):
        return None
    clause = max(draft.clause[0], _dateline(draft)), draft.clause[1]
    match, sold = _words("goods").search(scene.text, *clause), _SOLD.search(scene.text, *clause)
    priced = [d for d in scene.drafts if d.get("measure") == "price"]
    if priced and not priced[-1].get("reporter") and not sold:
        return Why("", q.start, q.end)  # `Uranium was at $68, far below the peak of $106`
    if scene.state.firm and (match is None or match.start() - clause[0] > 2 or sold):
        return None  # a firm's own prices
    match = match or _TRADED.match(scene.text, *clause) or _words("ship").search(scene.text, *clause)
    if match:
        return Why("", *match.span())
    told = coded(draft) or any(d.get("reporter") for d in scene.drafts) or scene.state.firm
    if scene.state.nobodys_price and not told and topic.reporter == scene.state.article.reporter:
        return Why("", q.start, q.end)  # it goes on about a price that was nobody's
    known = scene.state.article.item or topic.item or ""
    return Why("", q.start, q.end) if _words("goods").fullmatch(known) else None


def market(draft: Draft) -> Why | None:
    """`In Chicago soyoil fell`: a price is of the economy where the market is; a world price is nobody's."""
    if draft.get("measure") != "price":
        return None
    if nobodys := _world_price(draft):
        return nobodys
    if region := _in_a_region(draft):
        return Why("", *region)
    scene, q, here = draft.scene, draft.quantity, _here(draft)
    before = [p for p in here if p.end <= q.start]
    quoted = [p for p in before if p.form == "market"]  # `Urals was at a discount to dated Brent at Indian ports`
    for place in (*quoted[::-1], *before[::-1], *here):
        return Why(place.code or "", place.start, place.end)
    for code in currency_homes({(q.unit or "").split("/")[0]}):
        # The rupee of an article on Pakistan is no Indian one.
        if code in scene.state.seen or not scene.state.homes or _EXCHANGE_RATE.fullmatch(q.unit or ""):
            return Why(code, q.start, q.end)
    if match := _WORLD.search(scene.text, *draft.clause):
        return Why("", match.start(), match.end())
    for place in reversed([p for p in around(draft) if p.end <= q.start and p.form in ("market", "city")]):
        if _has_a_market(draft, place) and ";" not in scene.text[place.end : q.start]:
            return Why(place.code or "", place.start, place.end)
    return None
