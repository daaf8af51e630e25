"""Rules for `item`: the goods, service or thing that a claim is about."""

from __future__ import annotations

import re

from tradekit.claims.commodities import AMOUNTS, CARRIERS, opening_item, running_item
from tradekit.claims.lists import listed_item
from tradekit.claims.scene import Draft, Span, Why, respective, within
from tradekit.claims.tables import table_item
from tradekit.claims.things import known_goods, phrase_before, phrase_behind, thing_at
from tradekit.quantities.counts import singular
from tradekit.quantities.grammar import function_words
from tradekit.terms import Term

# Measures of which goods are told by `of`, and those for which an article's goods hold on.
_OF_GOODS = frozenset("exports imports trade output consumption price reserves sales surplus deficit".split())


# `the metal` in an article about gold is gold.
_CLASS_WORDS = frozenset(
    "metal grain fuel commodity crop oilseed bean beans bullion cereal fibre fiber sweetener leaf fruit nut nuts "
    "mineral ore edible oil feedstock staple beverage tonnes tons bags barrels cargoes".split()
)
_DEFINITE = re.compile(r"(?i:\b(?:the|this|that|those|these|its|their|yellow|red|white|precious)[ \n])$")


def _item(draft: Draft, start: int, end: int) -> Why:
    return _same(draft, Why(" ".join(draft.scene.text[start:end].split()).lower(), start, end))


def _named(draft: Draft, term: Term) -> Why:
    """Give goods as an item: what a benchmark prices, if its name does not say."""
    name = " ".join(term.value.split())
    return _same(draft, Why(name.removesuffix(" futures"), term.start, term.end))


def _same(draft: Draft, why: Why) -> Why:
    """Give the goods that a word for their class goes back to: `shipments of the metal`."""
    state, text = draft.scene.state, draft.scene.text
    goods = state.paragraph.item or state.article.item
    if why.value not in _CLASS_WORDS or not goods or not _DEFINITE.search(text, max(0, why.start - 8), why.start):
        return why
    return why._replace(value=goods)


def _own_goods(draft: Draft) -> list[Term]:
    """Give the goods of the sentence that are no part of a name: not `Witbank Gold`, `the World Food Programme`."""
    text, floor = draft.scene.text, draft.scene.start + 1
    goods = draft.scene.goods()
    if draft.quantity.form == "physical":
        goods = [t for t in goods if t.text not in CARRIERS]  # `Its vessels landed 9,000 tonnes`
    return [t for t in goods if t.part != "noun" or not _IN_NAME.search(text, max(floor, t.start - 14), t.start + 1)]


_IN_NAME = re.compile(r"(?<![.:•*] )\b(?!The )[A-Z][a-z]+[ ][A-Z]$")


_OF_QUANTITY = re.compile(
    r"[’']?[ \n](?:(?:worth[ \n])?of|more|less|fewer)[ \n]"
    r"(?:(?:it|that|this|which|them)[ \n](?:was[ \n]|were[ \n]|is[ \n]|in[ \n])?)?"
)


def goods_of_quantity(draft: Draft) -> Why | None:
    """`11.37 million tons of soybeans`, `20,400 bottles of rum`, `9% more tea`: what a figure is of."""
    q, scene = draft.quantity, draft.scene
    match = _OF_QUANTITY.match(scene.text, q.after) if q.form == "count" else None
    match = match or _OF_QUANTITY.match(scene.text, q.end)
    if q.form == "fraction" and (" in " in q.text or " out of " in q.text):  # `one in five cars`
        term = next((t for t in scene.goods() if t.start == q.end + 1), None)
        if term:
            return _named(draft, term)
    if match is None or q.unit in ("x", "pp", "bp"):
        return None
    span = phrase_behind(draft, match.end(), min(scene.end, q.end + 60))
    if span is None or (q.unit == "%" and not any(span[0] <= t.start < span[1] for t in draft.scene.goods())):
        return None
    return _item(draft, *span)


def counted_goods(draft: Draft) -> Why | None:
    """`a gift of 450 gasoline generators`: the things counted, if they are goods given or traded."""
    q = draft.quantity
    if q.form != "count" or draft.get("measure") in ("other", "tariff") or q.after <= q.end:
        return None
    span = phrase_behind(draft, q.end + 1, q.after)
    known = span and any(span[0] <= t.start < span[1] for t in draft.scene.goods())
    return _item(draft, *span) if span and known else None


def respective_goods(draft: Draft) -> Why | None:
    """`Sales of chips and cars soared 21% and 20%, respectively`: each number has its goods."""
    listed = respective(draft)
    goods = [t for t in draft.scene.goods() if t.end <= draft.quantity.start] if listed else []
    if listed is None or len(goods) < listed[1]:
        return None
    return _named(draft, goods[len(goods) - listed[1] + listed[0]])


_OF = re.compile(r"(?:[ \n](?:abroad|overseas))?[ \n](?:of|in|on)[ \n](?:(?:a|the|each|every)[ \n][\w-]+[ \n]of[ \n])?")


def _head_of_subject(draft: Draft) -> Span:
    """Give the words of the measure; of several in a subject the first: `Copper stocks in LME warehouses rose`."""
    start, end = draft.reasons["measure"].span
    span = draft.scene.subject(draft.quantity.start)
    if span is None or not span[0] <= start < span[1]:
        return start, end
    alike = [t for t in draft.scene.measures() if span[0] <= t.start <= start and t.value == draft.get("measure")]
    return (alike[0].start, alike[0].end) if alike else (start, end)


def goods_near_measure(draft: Draft) -> Why | None:
    """`imports of gas`, `soybean imports`, `food aid`, `sales of integrated circuits abroad`."""
    scene = draft.scene
    start, end = _head_of_subject(draft)
    if start < draft.clause[0]:
        own = [t for t in scene.goods() if draft.clause[0] <= t.start and t.end <= draft.quantity.hedge]
        if own:
            return _named(draft, own[-1])  # `…; those of soybeans halved`
    term = next((t for t in within(scene.terms, start, start + 1) if t.kind == "measure" and t.part == "noun"), None)
    if term is None:
        return None
    behind = _OF.match(scene.text, end, scene.end)
    if behind and not _is_profit(draft) and draft.get("measure") in _OF_GOODS:
        ceiling = draft.quantity.hedge if draft.quantity.hedge > end else scene.end
        span = phrase_behind(draft, behind.end(), ceiling)
        goods = span and any(t.start <= span[0] < t.end or span[0] <= t.start < span[1] for t in draft.scene.goods())
        if span and (goods or behind[0].strip().startswith(("of", "abroad of", "overseas of"))):
            return _item(draft, *span)
    first, _, last = term.text.rpartition(" ")
    if last and first in known_goods() and first != "merchandise":
        return _item(draft, start, start + len(first))  # `food aid`, `services surplus`
    if first and last in known_goods():
        return _item(draft, end - len(last), end)  # `donated food`
    if draft.get("measure") in ("gdp", "debt", "deal", "grant"):
        return None
    span = phrase_before(draft, start)
    if draft.get("measure") == "other" or term.text in _THEMSELVES:
        wanted = draft.quantity.form in AMOUNTS or draft.quantity.unit == "point"
        return _item(draft, _with_name(draft, span[0] if span else start), end) if wanted else None
    if draft.get("measure") == "investment" or _is_profit(draft):
        return None
    return _item(draft, *span) if span else None


_PROFIT = re.compile(r"(?i:profits?|margins?|ebitda|earnings|net income|operating income|loss(?:es)?)\b")


def _is_profit(draft: Draft) -> bool:
    """Whether a figure is a firm's profit, which is of no goods."""
    start, end = draft.reasons["measure"].span if "measure" in draft.reasons else (0, 0)
    return draft.get("measure") == "sales" and bool(_PROFIT.search(draft.scene.text, start, end))


# These are the thing itself, with the name before them: `Boeing shares`, `foreign direct investment`
_THEMSELVES = frozenset(
    "shares|stock|the stock|share price|index|box index|price index|"
    "foreign direct investment|fdi|direct investment|shares in|shares of|re-exports|dividend|stock price".split("|")
)


def _with_name(draft: Draft, start: int) -> int:
    """Give where the name before a word begins: `Suez transits`, `the Shanghai Spot Box Index`."""
    text, floor = draft.scene.text, draft.scene.start
    match = re.search(r"(?:(?<![\w’'.-])[A-Z0-9][\w&-]*(?:[’']s)?[ ]){1,4}$", text[max(floor, start - 48) : start])
    name = match[0] if match else ""
    while name and name.split()[0].lower() in function_words():
        name = name.partition(" ")[2]
    return start - len(name)


_NO_GOODS = frozenset("other gdp deficit surplus trade balance reserves investment deal debt loan grant".split())
_FAR = 60
_OWNED = re.compile(r"(?:[’']s?|\b(?:total|overall|all|its|their))[ \n]$")


def goods_subject(draft: Draft) -> Why | None:
    """Goods that stand as the subject of the clause, or head the bullet: `Soybeans rose`, `Iron ore: 104 mmt`."""
    scene, q = draft.scene, draft.quantity
    quoted = draft.rule("measure") == "quoted"
    part = draft.get("measure") == "trade" and draft.get("kind") == "share"  # `Chips made up 8% of world trade`
    if (draft.get("measure") in _NO_GOODS and not (quoted or part)) or _is_profit(draft):
        return None
    measure = draft.reasons["measure"].span if "measure" in draft.reasons else (0, 0)
    named = _own_goods(draft)
    subject = scene.subject(q.start)
    goods = [t for t in named if draft.clause[0] <= t.start and t.end <= q.hedge]
    if subject and subject[1] <= q.hedge:
        goods = goods or [t for t in named if subject[0] <= t.start and t.end <= subject[1]]
        heads = [t for t in goods if subject[0] <= t.start and not _INSIDE.search(scene.text, subject[0], t.start)]
        goods = heads if heads and goods[-1].end <= subject[1] else goods
    if goods and _is_of(draft, goods[-1], measure, subject):
        return _named(draft, goods[-1])
    if scene.sentence.kind in ("bullet", "table"):
        goods = [t for t in named if t.end <= q.hedge]
        if goods:
            return _named(draft, goods[0])
    return None


_INSIDE = re.compile(r"[ \n](?:for|in|with|from|by|at)[ \n]")  # `Chips for cars brought in`


def _is_of(draft: Draft, goods: Term, measure: Span, subject: Span | None) -> bool:
    """Whether goods before a figure are what it is of, not what helped or is put in between commas."""
    text, hedge = draft.scene.text, draft.quantity.hedge
    inside = bool(subject and subject[0] <= goods.start < subject[1])  # `On the export side, phosphates grew`
    if draft.clause[0] <= measure[0] < measure[1] <= goods.start and "," in text[measure[1] : goods.start]:
        return inside and measure[1] <= subject[0] if subject else False
    if goods.end <= measure[0] < hedge and _OWNED.search(text, max(draft.clause[0], measure[0] - 12), measure[0]):
        return False
    return hedge - goods.end < _FAR or inside


_ACCOUNT = re.compile(r"(?i:\b(?:current[- ]account|(?:goods and )?services)\b)")


def account(draft: Draft) -> Why | None:
    """`Peru's current account showed a surplus`, `a services deficit`: which balance it is."""
    if draft.get("measure") not in ("surplus", "deficit", "balance"):
        return None
    for start, end in (draft.reasons["measure"].span, draft.scene.subject(draft.quantity.start) or (0, 0)):
        if match := _ACCOUNT.search(draft.scene.text, start, end):
            return Why(match[0].lower().replace("-", " "), *match.span())
    return None


_LEVIED = re.compile(r"[ \n](?:(?:tariffs?|dut(?:y|ies)|lev(?:y|ies)|tax)[ \n])?(?:on|for)[ \n]")


def goods_levied(draft: Draft) -> Why | None:
    """`a levy of 0.8% on tea exports`, `a 25% tariff on steel`: the goods that a duty is on, if they are told."""
    if draft.get("measure") not in ("tariff", "grant") or "measure" not in draft.reasons:
        return None
    scene = draft.scene
    for at in (draft.quantity.end, draft.reasons["measure"].end):
        if match := _LEVIED.match(scene.text, at):
            span = phrase_behind(draft, match.end(), min(scene.end, at + 60))
            if span and any(span[0] <= t.start < span[1] for t in draft.scene.goods()):
                return _item(draft, *span)
            if draft.get("measure") == "tariff" and _ALL_GOODS.search(scene.text, match.end(), min(scene.end, at + 60)):
                return Why("", match.start(), match.end())
    return None


_ALL_GOODS = re.compile(r"\b(?:goods|imports|products|merchandise)\b")


_FOR_A_THING = re.compile(
    r"(?:[ ]\([^()]{1,30}\)|\))?[ \n](?:more[ \n])?"
    r"(?:into|in|on|for|"
    r"to[ \n](?:build|buy|acquire|expand|develop|finish|complete|finance|fund|construct|upgrade))[ \n]"
)
_STAKE = re.compile(r"[ \n](?:(?:stake|interest|holding)[ \n]in|of)[ \n]")
_ATTRIBUTE = re.compile(r"(?:[ ]\([^()]{1,30}\)|\))?[ \n]")


def thing_paid_for(draft: Draft) -> Why | None:
    """`invest $65 million in a factory`, `a 30% stake in Saldur`: what is paid for."""
    q, measure = draft.quantity, draft.get("measure")
    patterns = [_STAKE if q.form in ("percent", "fraction") else _FOR_A_THING]
    if measure not in ("investment", "deal", "cost") or q.form not in ("money", "percent", "fraction"):
        return None
    if (measure == "cost" and (q.unit == "%" or "/" in (q.unit or ""))) or draft.get("kind") in ("growth", "change"):
        return None
    if measure == "investment" and draft.reasons["measure"].rule == "noun_behind":
        patterns.append(_ATTRIBUTE)  # `a 1.2 billion peso (US$63 million) foundry`
    for pattern in patterns:
        match = pattern.match(draft.scene.text, q.end, draft.scene.end)
        if match and (span := thing_at(draft, match.end())):
            return _item(draft, *span)
    return None


_RANKED_SIDE = re.compile(
    r"(?i:\b(?:partner|market|customer|supplier|buyer|seller|destination|economy|source|player|contributor|"
    r"investor|donor|creditor|lender|volume|item|position|place|time|level|price|month|year|quarter|rate)s?)$"
)


def ranked_thing(draft: Draft) -> Why | None:
    """`Taiwan's third-largest chipmaker`, `the second-biggest exporter of rice`: what a rank is among."""
    q, scene = draft.quantity, draft.scene
    if q.unit != "rank" or scene.text[q.end : q.end + 1] not in (" ", "\n"):
        return None
    span = thing_at(draft, q.end + 1)
    if span is None or _RANKED_SIDE.search(scene.text[span[0] : span[1]]):
        return None
    behind = _OF.match(scene.text, span[1], scene.end)
    goods = phrase_behind(draft, behind.end(), scene.end) if behind else None
    named = next(
        (t for t in scene.goods() if span[0] <= t.start < span[1] or (goods and goods[0] <= t.start < goods[1])), None
    )
    if _TRADERS.search(scene.text[span[0] : span[1]]):
        return _named(draft, named) if named else None
    return _item(draft, *span)


_TRADERS = re.compile(r"(?i:(?:export|import|produc|consum|grow|us|min|refin|ship|process|purchas)ers?$)")
_EXCHANGE_RATE = re.compile(r"[A-Z]{3}/[A-Z]{3}")
_CURRENCY = re.compile(r"[\d.,–-]+[ ](?!to\b|per\b|against\b|a\b|US\b|dollars?\b)(?P<name>[a-z]{3,})")


def currency(draft: Draft) -> Why | None:
    """`$1 = 143.62 yen`, `150 yen to the dollar`: an exchange rate is of the currency that it counts."""
    q = draft.quantity
    match = _CURRENCY.search(draft.scene.text, q.start, q.end) if _EXCHANGE_RATE.fullmatch(q.unit or "") else None
    return Why(singular(match["name"]), *match.span("name")) if match else None


_SHARES = re.compile(
    r"(?i:\b(?P<what>shares|(?<!unsold )stock|share price|stock price|adrs?)\b(?:[ \n](?:in|of)[ \n])?)"
)
_BASED = re.compile(r"(?:the[ \n])?(?:[\w-]+-(?:based|listed|owned)[ \n])?")
_FIRMS_NAME = re.compile(r"(?:[A-Z0-9][\w&.’'-]*[ \n]?){1,4}")


def stock(draft: Draft) -> Why | None:
    """`Shares in Karratha Iron closed 2.8% down`, `Boeing's stock`: the firm's shares."""
    scene, q = draft.scene, draft.quantity
    match = _SHARES.search(scene.text, draft.clause[0], q.hedge) if draft.get("measure") == "price" else None
    if match is None:
        return None
    start, end = match.span("what")
    if match.end() > end and (name := _FIRMS_NAME.match(scene.text, _based(scene.text, match.end()), q.hedge)):
        return _item(draft, *name.span())._replace(value=f"{' '.join(name[0].lower().split())} shares")
    return _item(draft, _with_name(draft, start), end)


def _based(text: str, at: int) -> int:
    match = _BASED.match(text, at)
    return match.end() if match else at


def thing_subject(draft: Draft) -> Why | None:
    """`The extension will cost $5 billion`: the thing that is the subject."""
    scene, q = draft.scene, draft.quantity
    span = scene.subject(q.start)
    if span is None or span[1] > q.hedge or q.form not in AMOUNTS:
        return None
    told = bool(_COSTS.match(scene.text, span[1]))
    if draft.get("measure") == "price":
        told = bool(_CLOSES.match(scene.text, span[1])) and not any(
            t.kind == "measure" and span[0] <= t.start < span[1] for t in scene.terms
        )
    if not told or draft.get("measure") not in ("cost", "other", "price"):
        return None
    if any(span[0] <= a.start < span[1] for a in scene.attributions):
        return None
    named = phrase_behind(draft, span[0], span[1] + 1)
    return _item(draft, *named) if named else None


_CLOSES = re.compile(r"[ \n](?:closed|ended|finished|settled|opened)\b")
_COSTS = re.compile(
    r"[ \n](?:(?:has|have|had|will|would|could|is|was|to|expected|set|likely|already)[ \n]){0,4}cost(?:s|ing)?\b"
)


_ALL = re.compile(r"(?i:\b(?:total|overall|all|combined|altogether|in all)\b)")
_OWN_STOCK = ("sales", "reserves", "deal")
_OF_NO_GOODS = frozenset("trade gdp debt grant loan aid deficit surplus balance".split())


def _is_of_none(draft: Draft, last: Draft) -> bool:
    """Whether a figure is of no goods, or not of those of the figure before it: a firm's sales, a bank's reserves."""
    measure = draft.get("measure")
    return measure in _OF_NO_GOODS or _is_profit(draft) or (measure in _OWN_STOCK and measure != last.get("measure"))


def same_goods(draft: Draft) -> Why | None:
    """What the figure before it is of: nothing in the sentence names other goods."""
    last = draft.scene.drafts[-1] if draft.scene.drafts else None
    if last is None or "measure" not in draft.reasons or last.get("kind") == "rank":
        return None
    again = "measure" in last.reasons and draft.reasons["measure"].span == last.reasons["measure"].span
    if not again and (_is_of_none(draft, last) or _ALL.search(draft.scene.text, *draft.clause)):
        return None
    item = last.get("item")
    return Why(item, *last.reasons["item"].span) if item else None


ITEM = (
    table_item,
    listed_item,
    goods_of_quantity,
    counted_goods,
    respective_goods,
    account,
    currency,
    stock,
    ranked_thing,
    thing_paid_for,
    goods_near_measure,
    goods_levied,
    goods_subject,
    thing_subject,
    same_goods,
    opening_item,
    running_item,
)
