"""Rules for `item`: the goods, service or thing that a claim is about."""

from __future__ import annotations

import re
from functools import cache

from tradekit.claims.commodities import AMOUNTS, CARRIERS, opening_item, running_item
from tradekit.claims.lists import labelled_item, listed_item
from tradekit.claims.scene import Draft, Scene, Span, Spanned, Why, respective
from tradekit.claims.tables import table_item
from tradekit.quantities.grammar import function_words
from tradekit.tables import rows
from tradekit.terms import Term

# Measures of which goods are told by `of`, and those for which an article's goods hold on.
_OF_GOODS = frozenset("exports imports trade output consumption price reserves sales surplus deficit".split())
_WORD = re.compile(r"[^\W\d_][\w’'&/-]*")
_LONGEST_PHRASE = 4  # words


@cache
def _plain() -> frozenset[str]:
    """Give the words that name no goods though they stand where goods do: `total`, `monthly`, `the company`."""
    return frozenset(row["word"] for row in rows("modifiers"))


@cache
def _verbs() -> frozenset[str]:
    return frozenset(form for row in rows("verbs") for form in (row["base"], *row["past"].split("/")) if form)


@cache
def _goods() -> frozenset[str]:
    return frozenset(row["word"].lower() for row in rows("goods"))


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


class _Words:
    """The words of a sentence that can stand in a noun phrase: each the span of a word or of goods."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.goods = [t for t in scene.terms if t.kind == "goods"]
        words = [t for t in scene.terms if t.kind in ("measure", "change", "status")]
        found: list[Spanned] = [*scene.places, *scene.times, *scene.quantities, *words]
        self.closed = [(f.start, f.end) for f in found]

    def at(self, start: int) -> Span | None:
        """Give the word or goods that begins at an offset, if it may be part of the name of a thing."""
        goods = next((t for t in self.goods if t.start == start), None)
        if goods:
            return goods.start, goods.end
        match = _WORD.match(self.scene.text, start, self.scene.end)
        return match.span() if match and self._open(*match.span()) else None

    def before(self, end: int) -> Span | None:
        """Give the word or goods that ends at an offset."""
        goods = next((t for t in self.goods if t.end == end), None)
        if goods:
            return goods.start, goods.end
        match = re.search(r"[^\W\d_][\w’'&/-]{0,24}$", self.scene.text[max(self.scene.start, end - 25) : end])
        span = (end - len(match[0]), end) if match else None
        return span if span and self._open(*span) else None

    def _open(self, start: int, end: int) -> bool:
        word = self.scene.text[start:end].lower()
        if (
            word in function_words()
            or (word in _verbs() and start > self.scene.start)
            or word.endswith(("ly", "’s", "'s", "s’", "s'"))
        ):
            return False
        if self.scene.text[start:end].isupper() and len(word) > 1:
            return False  # an acronym is a body or a place: `LME stocks`
        if "-" in word and word.rpartition("-")[2] not in _goods():
            return False  # `bank-held`, `pre-war`; but `passenger-car`
        return not any(first < end and start < last for first, last in self.closed)


def phrase_behind(draft: Draft, at: int, ceiling: int) -> Span | None:
    """Give the name of a thing that begins at an offset, without article, demonym and size: `the Russian gas`."""
    scene, words = draft.scene, _Words(draft.scene)
    text, start = scene.text, 0
    found: list[Span] = []
    while at < ceiling and len(found) < _LONGEST_PHRASE:
        skipped = next((p.end for p in scene.places if p.start == at), 0)
        span = words.at(at)
        if not found and not skipped and span is None:
            match = _WORD.match(text, at, ceiling)
            skipped = match.end() if match and match[0].lower() in _LEADING else 0
        if skipped and not found:
            end = skipped
        elif span and span[1] <= ceiling:
            word = text[span[0] : span[1]].lower()
            if found or word not in _plain():
                if word.endswith("ed") and start:
                    break
                found.append(span)
            end = span[1]
        else:
            break
        if text[end : end + 1] not in (" ", "\n"):
            break
        at = end + 1
        start += 1
        if start > _LONGEST_PHRASE + 3:
            break
    while found and text[found[-1][0] : found[-1][1]].lower() in _plain():
        found.pop()
    return (found[0][0], found[-1][1]) if found else None


_LEADING = frozenset("the a an its their his her our all some any these those such other".split())


def phrase_before(draft: Draft, at: int) -> Span | None:
    """Give the name of a thing that ends at an offset: the plain noun, with what belongs to it in the table."""
    words, text = _Words(draft.scene), draft.scene.text
    found: Span | None = None
    while text[at - 1 : at] in (" ", "\n"):
        span = words.before(at - 1)
        if span is None:
            break
        word = text[span[0] : span[1]].lower()
        goods = any(t.start == span[0] for t in words.goods)
        if word in _plain() or (not goods and (found or word.endswith(("ing", "ed")) or len(word) < 3)):
            break
        found = span[0], found[1] if found else span[1]
        at = span[0]
    return found


_OF_QUANTITY = re.compile(
    r"[’']?[ \n](?:worth[ \n])?of[ \n](?:(?:it|that|this|which|them)[ \n](?:was[ \n]|were[ \n]|is[ \n]|in[ \n])?)?"
)


def goods_of_quantity(draft: Draft) -> Why | None:
    """`11.37 million tons of soybeans`, `20,400 bottles of rum`, `$525m of it dairy`: what a figure is of."""
    q, scene = draft.quantity, draft.scene
    match = _OF_QUANTITY.match(scene.text, q.after if q.form == "count" else q.end) or _OF_QUANTITY.match(
        scene.text, q.end
    )
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
    goods = [t for t in draft.scene.goods() if t.end <= draft.quantity.start]
    if listed is None or len(goods) < listed[1]:
        return None
    return _named(draft, goods[len(goods) - listed[1] + listed[0]])


_OF = re.compile(r"(?:[ \n](?:abroad|overseas))?[ \n](?:of|in|on)[ \n](?:(?:a|the|each|every)[ \n][\w-]+[ \n]of[ \n])?")


def _head_of_subject(draft: Draft) -> Span:
    """Give the words of the measure; of several in a subject the first: `Copper stocks in LME warehouses rose`."""
    start, end = draft.reasons["measure"][1:]
    span = draft.scene.subject(draft.quantity.start)
    if span is None or not span[0] <= start < span[1]:
        return start, end
    alike = [t for t in draft.scene.measures() if span[0] <= t.start <= start and t.value == draft.get("measure")]
    return (alike[0].start, alike[0].end) if alike else (start, end)


def goods_near_measure(draft: Draft) -> Why | None:
    """`imports of gas`, `soybean imports`, `food aid`, `sales of integrated circuits abroad`."""
    scene = draft.scene
    if "measure" not in draft.reasons:
        return None
    start, end = _head_of_subject(draft)
    own = [t for t in draft.scene.goods() if draft.clause[0] <= t.start and t.end <= draft.quantity.hedge]
    if own and start < draft.clause[0]:
        return _named(draft, own[-1])  # `…; those of soybeans halved`
    term = next((t for t in scene.terms if t.start == start and t.kind == "measure" and t.part == "noun"), None)
    if term is None:
        return None
    behind = _OF.match(scene.text, end, scene.end)
    if behind and not _is_profit(draft) and draft.get("measure") in _OF_GOODS:
        ceiling = draft.quantity.hedge if draft.quantity.hedge > end else scene.end
        span = phrase_behind(draft, behind.end(), ceiling)
        goods = span and any(t.start <= span[0] < t.end or span[0] <= t.start < span[1] for t in draft.scene.goods())
        if span and (goods or behind[0].strip().startswith(("of", "abroad of", "overseas of"))):
            return _item(draft, *span)
    first, _, rest = term.text.rpartition(" ")
    if rest and first in _goods() and first != "merchandise":
        return _item(draft, start, start + len(first))  # `food aid`, `services surplus`
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
    start, end = draft.reasons["measure"][1:] if "measure" in draft.reasons else (0, 0)
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
    quoted = draft.reasons.get("measure", ("",))[0] == "quoted"
    if (draft.get("measure") in _NO_GOODS and not quoted) or _is_profit(draft):
        return None
    measure = draft.reasons["measure"][1:] if "measure" in draft.reasons else (0, 0)
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
    if draft.clause[0] <= measure[0] < measure[1] <= goods.start and "," in text[measure[1] : goods.start]:
        return False
    if goods.end <= measure[0] < hedge and _OWNED.search(text, max(draft.clause[0], measure[0] - 12), measure[0]):
        return False
    return hedge - goods.end < _FAR or bool(subject and subject[0] <= goods.start < subject[1])


_ACCOUNT = re.compile(r"(?i:\b(?:current[- ]account|(?:goods and )?services)\b)")


def account(draft: Draft) -> Why | None:
    """`Peru's current account showed a surplus`, `a services deficit`: which balance it is."""
    if draft.get("measure") not in ("surplus", "deficit", "balance"):
        return None
    for start, end in (draft.reasons["measure"][1:], draft.scene.subject(draft.quantity.start) or (0, 0)):
        if match := _ACCOUNT.search(draft.scene.text, start, end):
            return Why(match[0].lower().replace("-", " "), *match.span())
    return None


_LEVIED = re.compile(r"[ \n](?:on|for)[ \n]")


def goods_levied(draft: Draft) -> Why | None:
    """`a levy of 0.8% on tea exports`, `a 25% tariff on steel`: the goods that a duty is on."""
    if draft.get("measure") not in ("tariff", "grant") or "measure" not in draft.reasons:
        return None
    scene = draft.scene
    for at in (draft.reasons["measure"][2], draft.quantity.end):
        if match := _LEVIED.match(scene.text, at):
            span = phrase_behind(draft, match.end(), min(scene.end, at + 60))
            if span and any(span[0] <= t.start < span[1] for t in draft.scene.goods()):
                return _item(draft, *span)
    return None


def thing_subject(draft: Draft) -> Why | None:
    """`The extension will cost $5 billion`, `Berth utilisation rose to 90%`: the thing that is the subject."""
    scene, q = draft.scene, draft.quantity
    span = scene.subject(q.start)
    if span is None or span[1] > q.hedge or q.form not in AMOUNTS:
        return None
    told = draft.reasons.get("measure", ("",))[0] == "stranger" or bool(_COSTS.match(scene.text, span[1]))
    if draft.get("measure") == "price":
        told = bool(_CLOSES.match(scene.text, span[1])) and not any(
            t.kind == "measure" and span[0] <= t.start < span[1] for t in scene.terms
        )
    if not told or draft.get("measure") not in ("cost", "other", "price"):
        return None
    named = phrase_behind(draft, span[0], span[1] + 1)
    return _item(draft, *named) if named else None


_CLOSES = re.compile(r"[ \n](?:closed|ended|finished|settled|opened)\b")
_COSTS = re.compile(
    r"[ \n](?:(?:has|have|had|will|would|could|is|was|to|expected|set|likely|already)[ \n]){0,4}cost(?:s|ing)?\b"
)


def same_subject(draft: Draft) -> Why | None:
    """What the number before it is of, if both have the same word as their measure."""
    reason = draft.reasons.get("measure")
    for d in reversed(draft.scene.drafts):
        if reason and d.reasons.get("measure", ("",))[1:] == reason[1:]:
            item = d.get("item")
            return Why(item, *d.reasons["item"][1:]) if item else None
    return None


ITEM = (
    table_item,
    listed_item,
    labelled_item,
    goods_of_quantity,
    counted_goods,
    respective_goods,
    account,
    goods_near_measure,
    goods_levied,
    goods_subject,
    thing_subject,
    same_subject,
    opening_item,
    running_item,
)
