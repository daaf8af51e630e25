"""What goods an article, and each paragraph of it, is about."""

from __future__ import annotations

import re

from tradekit.claims.scene import Scene, State
from tradekit.terms import Term

RUNNING = frozenset("exports imports output consumption price reserves".split())  # measures for which goods hold on
_OFTEN = 3
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
    found = [t for t in found if t.value not in _CARRIERS]
    measure = next((t for t in terms if t.kind == "measure" and t.part == "noun"), None)
    if measure is not None and measure.value == "other" and not found:
        return measure.text if measure.text.startswith("remittance") else None  # `Remittances to Mexico fall`
    if not found or (measure is not None and measure.value in _WHOLE):
        return None
    low = text.lower()
    counts = sorted({(low.count(t.value), t.value, t.start) for t in found}, reverse=True)
    often, name, start = counts[0]
    clear = len({t.value for t in found}) == 1 or 2 * often >= 3 * counts[1][0]
    runs = measure is not None and measure.value in RUNNING
    if not clear or (often < _OFTEN and start > _FIRST and not runs):
        return None
    return f"{name}s" if f"{name}s" in low else name


_WHOLE = frozenset("trade surplus deficit balance gdp".split())
_CARRIERS = frozenset("ships ship vessels vessel boats boat trucks containers tankers cargo aircraft".split())


def keep_item(state: State, scene: Scene) -> None:
    """In an article about goods, keep what the first figure of a sentence names for the rest of its paragraph."""
    named = (d.get("item") for d in scene.drafts if d.reasons.get("item", ("running_item",))[0] != "running_item")
    item = next((i for i in named if i), None)
    priced = scene.drafts and all(d.get("measure") == "price" for d in scene.drafts)
    if state.article.item and item and not (priced and state.article.measure not in ("price", None)):
        state.paragraph.item = item
