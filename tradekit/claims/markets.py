"""Markets: where a firm sells, where freight goes, where what is bought is at home, and flows the other way."""

from __future__ import annotations

import itertools
import re

from tradekit.claims.actors import FIRM
from tradekit.claims.scene import Draft, Span, Why, within
from tradekit.claims.sides import ECONOMIES, OPPOSITES, anchor, around, coded, out_of, preposition
from tradekit.places import Place


def selling_firm(draft: Draft) -> str | None:
    """Give the home of the firm whose sales a figure tells: the one that its clause names, or the article's."""
    before = [p for p in around(draft) if draft.clause[0] <= p.start < draft.quantity.start]
    named = next((p.code for p in before if p.form == FIRM), None) or draft.scene.state.firm
    owners = [p for p in before if p.form == "demonym" and p.end <= anchor(draft)[0]]
    return named or (str(owners[0].code) if owners else None)  # `German car sales in China`


def sold_in(draft: Draft) -> Place | None:
    """Give the market of a firm's sales: `In Germany revenue slipped`, `makes 40% of its sales in China`."""
    firm = selling_firm(draft) if draft.get("measure") in ("sales", "exports") else None
    if firm is None:
        return None
    scene, measure = draft.scene, anchor(draft)
    for place in coded(draft):
        if place.code == firm or place.form == FIRM or not draft.clause[0] <= place.start < draft.clause[1]:
            continue
        word, behind = preposition(scene, place), place.start > draft.quantity.start
        if _BUSINESS.match(scene.text, place.end) and not behind and draft.get("measure") == "sales":
            return place
        beside = 0 <= place.start - measure[1] <= _BESIDE
        beside = beside or (behind and bool(_OF_ALL.fullmatch(scene.text, measure[1], max(measure[1], place.start))))
        if behind:
            share = draft.get("kind") == "share" and word == "in"  # `earns 44% of its sales in the US`
            if share or (beside and word in ("in", "from") and measure[0] > draft.quantity.start):
                return place
        elif word == "in":
            front = place.start - draft.clause[0] <= _BESIDE
            if front or beside or _THOSE.search(scene.text[: place.start], draft.clause[0]):
                return place
        elif not word and draft.get("measure") == "sales" and _is_the_market(draft, place):
            return place
    return None


def _is_the_market(draft: Draft, place: Place) -> bool:
    """Whether a firm's market stands for its sales there: `Chinese deliveries fell`, `China was down 4%`."""
    start, scene = anchor(draft)[0], draft.scene
    if place.form == "demonym":
        return scene.text[place.end : start].isspace()
    verb = scene.verb(draft.quantity.start)
    return place.form == "name" and verb is not None and scene.text[place.end : verb[0]].isspace()


_BUSINESS = re.compile(
    r"[ \n](?:[a-z-]+[ \n])?(?:business(?:es)?|stores?|shops|operations?|division|segment|clients|customers)\b(?![’'])"
)
_BESIDE = len(" from the ")
_OF_ALL = re.compile(
    r"[ \n]of[ \n](?:[\w.,$€£¥]+[ \n]){1,3}(?:in|from)[ \n](?:the[ \n])?"
)  # `of sales of $9bn in Peru`
_THOSE = re.compile(r"\b(?:those|volumes?|that)[ \n]in[ \n](?:the[ \n])?$")


def route(draft: Draft) -> tuple[Place, Place] | None:
    """Give where freight goes from and to: `The spot rate from Shanghai to Durban`, `the Santos–Qingdao route`."""
    scene = draft.scene
    if draft.get("measure") not in ("price", "cost", "sales"):
        return None
    places = [p for p in around(draft) if p.code and p.form in ECONOMIES | {"city"} and p.end <= draft.quantity.start]
    pairs = [(a, b) for a, b in itertools.pairwise(places) if _ON_TO.fullmatch(scene.text, a.end, b.start)]
    freight = pairs and _FREIGHT.search(scene.text, scene.start, scene.end)
    pairs = [(a, b) for a, b in pairs if freight or preposition(scene, a) == "from"]
    return pairs[-1] if pairs and pairs[-1][0].code != pairs[-1][1].code else None


_FREIGHT = re.compile(
    r"(?i:\b(?:freight|shipping|spot rates?|box(?:es)?|containers?|cargo(?:es)?|voyages?|routes?|vessels?|tankers?|"
    r"capesizes?|panamax(?:es)?|supramax(?:es)?|teu|feu|haul|runs?|fixtures?|fixed|hire|bulkers?|charters?|VLCCs?)\b)"
)
_ON_TO = re.compile(r",?[ \n]to[ \n](?:the[ \n])?|[-–—]|[ ][-–—][ ]")


def seller(draft: Draft) -> Why | None:
    """`In Germany revenue slipped 3%`, of a Canadian firm: its home; `freight from Shanghai to Durban`: the origin."""
    if pair := route(draft):
        return Why(str(pair[0].code), pair[0].start, pair[0].end)
    place = sold_in(draft)
    return Why(str(selling_firm(draft)), place.start, place.end) if place else None


def market(draft: Draft) -> Why | None:
    """`In Germany revenue slipped 3%`, of a Canadian firm; `freight from Shanghai to Durban`: where it goes."""
    pair = route(draft)
    place = pair[1] if pair else sold_in(draft)
    if draft.get("measure") == "price" and not place:
        from_there = [p for p in within(coded(draft), *draft.clause) if out_of(draft.scene, p)]
        place = next((p for p in from_there if p.code != draft.get("reporter")), None)
    return Why(str(place.code), place.start, place.end) if place else None


_BUYS = re.compile(
    r"\b(?:buys?|bought|buying|acquir\w+|acquisition of|tak(?:e|es|en|ing) over|takeover of|took over|"
    r"(?:bid|offer|paid|pays?|paying)\b[^,;.]{0,40}?[ \n]for|purchase of|stake in|(?:%|percent|per cent) of)"
    r"[ \n](?:(?:the|an?|its|all|of|rival|control|neighbouring|[\w.]+%)[ \n]){0,3}$"
)


def taken_over(draft: Draft) -> Why | None:
    """`Orelia agreed to buy Peru's Cerro mine for $650 million`: where what is bought is at home."""
    if draft.get("measure") not in ("deal", "investment"):
        return None
    for place in within(coded(draft), *draft.clause):
        before = draft.scene.text[max(draft.clause[0], place.start - 70) : place.start]
        if place.code != draft.get("reporter") and place.form != FIRM and _BUYS.search(before):
            return Why(str(place.code), place.start, place.end)
    return None


_TURNED = re.compile(r"\b(?:opposite direction|other direction|the other way|in return)\b")


def other_way(draft: Draft) -> tuple[Draft, Span] | None:
    """Give the number before `those in the opposite direction`; `sold in return` among imports tells its own sides."""
    if not draft.scene.drafts:
        return None
    match = _TURNED.search(draft.scene.text, draft.clause[0], draft.quantity.start)
    before = [d for d in draft.scene.drafts if match and d.quantity.end <= match.start()][-1:]
    if match is None or not before or not before[0].get("partner"):
        return None
    flow = draft.get("measure")
    if flow in OPPOSITES and flow != before[0].get("measure"):
        return None
    return before[0], match.span()
