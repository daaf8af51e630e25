"""What a word of measure means where it stands: `sales` to China are exports, `bought` by a customer too."""

from __future__ import annotations

import re
from collections.abc import Callable

from tradekit.claims.scene import Draft
from tradekit.terms import Term

TRADE = frozenset({"exports", "imports", "trade", "surplus", "deficit", "balance"})
_PRONOUNS = frozenset("it they this that these those which he she we i".split())


def meant(draft: Draft) -> list[Term]:
    """Give the measures outside the number, each with the measure that it stands for here."""
    if draft.meant is None:
        q = draft.quantity
        draft.meant = [
            term._replace(value=next((value for rule in _MEANINGS if (value := rule(draft, term))), term.value))
            for term in draft.scene.measures()
            if (term.end <= q.hedge or term.start >= q.end) and not term.text.startswith(("trading par", "trade par"))
            if not (term.part == "verb" and _ATTRIBUTE.search(draft.scene.text, max(0, term.start - 5), term.start))
        ]
    return draft.meant


# `a tonne of exported tuna`: a participle that belongs to a noun
_ATTRIBUTE = re.compile(r"\b(?:of|the|all|its|for)[ \n]$")


def actor(draft: Draft) -> str:
    """Give what the subject of the clause is: `place`, `goods`, `pronoun` or `thing`; nothing if none is told."""
    scene = draft.scene
    span = scene.subject(draft.quantity.start)
    if span is None:
        return ""
    if any(span[0] <= q.start < span[1] for q in scene.quantities):
        return "thing"
    if any(span[0] <= p.start < span[1] <= p.end + 2 for p in scene.places):
        return "place"
    if any(t.kind == "goods" and span[0] <= t.start < span[1] <= t.end + 1 for t in scene.terms):
        return "goods"
    return "pronoun" if scene.text[span[0] : span[1]].lower() in _PRONOUNS else "thing"


def _stake_sold(draft: Draft, term: Term) -> str | None:
    """`a 10% stake in the mine for $4 billion`: what a stake changes hands for."""
    sold = "stake" in term.text and draft.quantity.form == "money" and draft.before(4).rstrip().endswith("for")
    return "deal" if sold else None


def _signed(draft: Draft, term: Term) -> str | None:
    """`The balance was positive`: a surplus."""
    if term.value != "balance":
        return None
    sign = re.search(r"\b(positive|negative)\b", draft.scene.text[draft.clause[0] : draft.clause[1]])
    return {"positive": "surplus", "negative": "deficit"}[sign[1]] if sign else None


_ABROAD = re.compile(
    r"(?:[ \n]of(?:[ \n][\w-]+){1,6}?)?[ \n](?:abroad|overseas|there|to[ \n](?:the[ \n])?(?:[A-Z]|those|non-))"
)


def _sold_by_firm(draft: Draft, term: Term) -> str | None:
    """`The miner sold 55,900 tonnes`: a firm's sales, if trade is not the topic."""
    state = draft.scene.state
    if term.text not in ("sold", "sells", "to sell", "will sell") or state.article.measure in TRADE:
        return None
    who = actor(draft)
    firm = who == "thing" or (who == "pronoun" and state.paragraph.measure == "sales")
    return "sales" if firm and not _ABROAD.match(draft.scene.text, term.end) else None


def _sold_abroad(draft: Draft, term: Term) -> str | None:
    """`sales to China`, and sales or revenue in a report on trade: exports."""
    if term.value != "sales" or term.part != "noun":
        return None
    state = draft.scene.state
    topics = {state.article.measure, state.paragraph.measure, *(d.get("measure") for d in draft.scene.drafts)}
    if term.text.startswith("sale"):
        return "exports" if topics & TRADE or _ABROAD.match(draft.scene.text, term.end) else None
    earned = term.text in ("revenue", "revenues", "earnings", "receipts")
    return "exports" if earned and state.paragraph.measure == "exports" else None


_FUTURES = re.compile(
    r"(?i:(?:Jan|Feb|March|Apr|May|June|July|Aug|Sep|Oct|Nov|Dec)\w*|-month|most-active|benchmark|nearby|"
    r"futures|soyoil|palm|wheat|oil)[ \n]$"
)


def _futures(draft: Draft, term: Term) -> str | None:
    """`the July contract fell`: a contract of a futures market."""
    before = draft.scene.text[max(0, term.start - 24) : term.start]
    return "price" if term.text in ("contract", "contracts") and _FUTURES.search(before) else None


def _bill_of_imports(draft: Draft, term: Term) -> str | None:
    """`gas bought from Norway cost £2bn`, `the bill` in a paragraph on imports: what is paid for them."""
    if term.text not in ("bill", "cost", "paid"):
        return None
    bought = any(t.value == "imports" and draft.clause[0] <= t.start < term.start for t in draft.scene.measures())
    topic = term.text == "bill" and draft.scene.state.paragraph.measure == "imports"
    return "imports" if bought or topic else None


def _bought_by_partner(draft: Draft, term: Term) -> str | None:
    """`Bangladesh bought 8m tonnes`: a customer's purchases are the exports that the paragraph is about."""
    scene, text = draft.scene, term.text
    if (
        term.part != "verb"
        or not text.startswith(("bought", "took", "take", "buy"))
        or text.endswith(("from", "abroad"))
    ):
        return None
    topic = scene.drafts[-1].get("measure") if scene.drafts else scene.state.paragraph.measure
    if topic != "exports" or actor(draft) != "place":
        return None
    span = scene.subject(draft.quantity.start)
    home = scene.state.paragraph.reporter or scene.state.article.reporter
    own = any(span and span[0] <= p.start < span[1] and p.code == home for p in scene.places)
    return None if own or _FROM.match(scene.text, draft.quantity.end) else "exports"


_FROM = re.compile(r"(?:[ \n][\w-]+){0,4}?[ \n]from[ \n]")


def _takings(draft: Draft, term: Term) -> str | None:
    """`the railway took in $18m`, `textiles brought in $9bn`, `phones earned $5bn`: money that a firm or goods earn."""
    if term.text in ("earned", "earn", "earns") and draft.scene.state.paragraph.measure in TRADE:
        return "exports" if actor(draft) == "goods" else None
    if draft.quantity.form != "money" or term.text not in ("took in", "takes in", "take in", "brought in", "brings in"):
        return None
    return {"place": None, "goods": "exports"}.get(actor(draft), "sales")


_MEANINGS: tuple[Callable[[Draft, Term], str | None], ...] = (
    _stake_sold,
    _signed,
    _sold_by_firm,
    _sold_abroad,
    _futures,
    _bill_of_imports,
    _bought_by_partner,
    _takings,
)
