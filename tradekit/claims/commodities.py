"""What goods an article, and each paragraph of it, is about."""

from __future__ import annotations

import re

from tradekit.claims.scene import Draft, Scene, State, Why, carried
from tradekit.places import find_places
from tradekit.terms import TRADE, Term

RUNNING = frozenset("exports imports output consumption price reserves".split())  # measures for which goods hold on
_OFTEN = 2  # three times where the title is about two economies
_FIRST = 12  # a headline that begins with goods is about them: `VEGOILS-Palm falls`


# Headings of whole classes stand over many goods.
_CLASSES = frozenset(
    "metals energy power grains grain oilseeds cereals fuel fuels food foods commodities services vehicles machinery "
    "equipment electronics chemicals textiles minerals transport travel dairy meat seafood fertilisers fertilizers "
    "bunkers bunker vegoils".split()
)


def heading(state: State, scene: Scene) -> None:
    """Keep the goods that a heading names for all that stands under it: `1. WHEAT`."""
    goods = [t for t in scene.terms if t.kind == "goods" and t.value not in _CLASSES]
    if len(goods) == 1 and scene.end - scene.start < len(goods[0].text) + 8:
        state.article.item = state.paragraph.item = goods[0].value


_KICKER = re.compile(r"[A-Z]{3,}(?:-|: )")  # `VEGOILS-Palm falls`, `METALS: Copper firms`


def title_item(title: str, terms: list[Term], text: str) -> str | None:
    """Give the goods that an article is about: its title names no others, and the text repeats them.

    An article on the current account is about that.
    """
    if "current account" in title.lower().replace("-", " "):
        return "current account"
    kicker = _KICKER.match(title)
    found = [t for t in terms if t.kind == "goods" and t.start >= (kicker.end() if kicker else 0)]
    found = [t for t in found if t.value not in CARRIERS]
    measure = next((t for t in terms if t.kind == "measure" and t.part == "noun"), None)
    if measure is not None and measure.value == "other" and not found:
        return measure.text if measure.text.startswith("remittance") else None  # `Remittances to Mexico fall`
    if not found or (measure is not None and measure.value in _WHOLE):
        return None
    low = text.lower()
    counts = sorted({(low.count(t.value), t.value, t.start) for t in found}, reverse=True)
    often, name, start = counts[0]
    clear = len({t.value for t in found}) == 1 or 2 * often >= 3 * counts[1][0]
    told = [t for t in terms if t.kind == "measure" and (t.part == "noun" or len(found) == 1)]
    runs = any(t.value in RUNNING for t in told)  # `Uruguay sells less beef`, but `sells more coffee, fewer shirts`
    between = len({place.code for place in find_places(title) if place.code}) > 1
    if not clear or (often < _OFTEN + between and start > _FIRST and not runs):
        return None
    return f"{name}s" if f"{name}s" in low else name


_WHOLE = frozenset("trade surplus deficit balance gdp".split())
CARRIERS = frozenset("ships ship vessels vessel boats boat trucks containers tankers cargo aircraft".split())


def keep_item(state: State, scene: Scene) -> None:
    """In an article about goods, keep what the first figure of a sentence names for the rest of its paragraph."""
    named = (d.get("item") for d in scene.drafts if "item" in d.reasons and not d.reasons["item"].carried)
    item = next((i for i in named if i), None)
    priced = scene.drafts and all(d.get("measure") == "price" for d in scene.drafts)
    told = state.article.item or not state.statistics
    if told and item and not (priced and state.article.measure not in ("price", None)):
        state.paragraph.item = item


AMOUNTS = frozenset("money percent fraction points multiple verb".split())
_ALL = re.compile(
    r"(?i:\b(?:total|overall|all|combined|altogether|in all|(?<!such )(?<!these )goods(?! and services))\b)"
)


_STOCK = frozenset("shares|shares in|shares of|stock|the stock|stock price|share price|contract|inflation".split("|"))
_INHERITED = ("running_topic", "pronoun", "earlier_clause", "continued", "counted", "unit_tells")


def opening_item(draft: Draft) -> Why | None:
    """`Coal remains king: the country sold 61.8 million tons of it`: the goods that a sentence opens with."""
    scene = draft.scene
    first = next((t for t in scene.goods() if scene.start <= t.start < scene.start + _OPENING), None)
    if first is None or draft.get("measure") not in RUNNING or first.start >= draft.quantity.start:
        return None
    span = scene.subject(first.start)
    inherited = draft.reasons["measure"].rule in _INHERITED or draft.quantity.start >= scene.clause(first.start)[1]
    alone = span and span[0] <= first.start and span[1] <= first.end + 1
    return Why(first.value, first.start, first.end) if alone and inherited and first.text not in CARRIERS else None


_OPENING = 8


def running_item(draft: Draft) -> Why | None:
    """The goods that the paragraph, or by its title the article, is about."""
    state, q = draft.scene.state, draft.quantity
    clause = draft.scene.text[draft.clause[0] : draft.clause[1]]
    if state.article.item == "goods and services":
        told = draft.get("measure") not in TRADE or re.search(r"\b(?:goods|services)\b", clause) or draft.get("partner")
        return None if told else carried(draft, state.article.item)
    if state.article.measure == draft.get("measure") == "other":
        other = q.form in AMOUNTS and draft.reasons["measure"].rule in (*_INHERITED, "subject")
        return carried(draft, state.article.item) if other and state.article.item else None
    own = state.paragraph.item in (None, state.article.item)
    if state.article.item == "current account":
        own = draft.get("measure") in ("surplus", "deficit", "balance") and not re.search(
            r"(?i:\b(?:trade|goods|services)\b)", clause
        )
        return carried(draft, state.article.item) if own else None
    if (
        draft.reasons["measure"].rule == "subject"
        and draft.scene.text[slice(*draft.reasons["measure"].span)].lower() in _STOCK
    ):
        return None
    of_it = state.article.item and (q.form == "physical" or draft.get("measure") == "tariff")
    if draft.get("measure") not in RUNNING and not of_it:
        return None
    inherited = draft.rule("measure") in _INHERITED
    last = draft.scene.drafts[-1] if draft.scene.drafts else None
    if inherited and last and last.get("measure") == draft.get("measure"):
        return Why(str(last.get("item")), *last.reasons["item"].span, carried=True) if last.get("item") else None
    if inherited and state.paragraph.item and draft.get("measure") == state.paragraph.measure:
        return carried(draft, state.paragraph.item)
    item = state.paragraph.item or state.article.item
    flow = draft.get("measure") in TRADE and q.form != "physical"  # a flow without goods may be of all goods
    if item and not _ALL.search(clause) and (state.article.item or not (state.statistics or flow) or _repeated(draft)):
        return carried(draft, item)
    return None


def _repeated(draft: Draft) -> bool:
    """Whether a bare measure is that of the paragraph again: `Imports of gas rose. … Imports had been 3m tonnes`."""
    state = draft.scene.state
    start, end = draft.reasons["measure"].span
    bare = draft.scene.text[start:end].lower()
    if draft.quantity.form == "physical" and bare in _BARE_VERBS:
        return draft.get("measure") == state.paragraph.measure
    return (
        not state.fresh
        and draft.get("measure") == state.paragraph.measure
        and not draft.get("partner")
        and bare in _BARE
    )


_BARE_VERBS = frozenset("exported imported shipped sold bought produced harvested mined consumed".split())
_BARE = frozenset("exports imports shipments arrivals purchases sales deliveries output production".split())
