"""Rules for `measure` that the unit of a number tells: durations, prices by the unit, ranks."""

from __future__ import annotations

import re

from tradekit.claims.meanings import PER_HEAD, PER_TIME, meant
from tradekit.claims.scene import Draft, Why, left
from tradekit.claims.topics import compared, continued

_NOT_PRICES = frozenset("cost tariff other sales loan aid grant gdp".split())
_PAID_OUT = re.compile(
    r"(?i:\b(?:(earnings|profits?|net income|loss|EPS)|dividends?|shareholders|payouts?|paid out)\b|"
    r"\bpa(?:y|ys|id|ying)[ \n](?:\w+[ \n])?$)"
)
_COVER = re.compile(
    r"(?:[’'])?[ \n](?:of|worth of)?[ \n]?(?:[\w-]+[ \n])?(?:stocks?|suppl(?:y|ies)|imports?|cover|inventor(?:y|ies)|"
    r"demand|consumption|use|sales)\b"
)


_BID = re.compile(r"(?i:\b(?:offer(?:s|ed|ing)?|bids?|approach|to (?:buy|acquire|take over))\b(?:[^.;]|\.\d){0,64})$")
_ENOUGH = re.compile(
    r"(?i:\b(?:enough|sufficient|good|last(?:s|ed)?|cover(?:s|ed|ing)?)[ \n](?:for[ \n])?(?:\w+[ \n])?)$"
)


def unit_tells(draft: Draft) -> Why | None:
    """Durations, lengths and basis points are `other`; money a unit is `price`, unless a cost or duty is named.

    Stocks may be told by how long they last: `six weeks of stock`, `4.7 months of imports`.
    """
    q = draft.quantity
    if q.form == "duration" and (cover := _COVER.match(draft.scene.text, q.end)):
        return Why("reserves", q.start, cover.end())
    if q.form == "duration" and _ENOUGH.search(draft.before(24)):
        told = left(meant(draft), q.hedge, draft.clause[0])
        stocks = next((t for t in told if t.value == "reserves" and not t.text.startswith(("ore", "mineral"))), None)
        return Why("reserves", stocks.start, stocks.end) if stocks else Why("other", q.start, q.end)
    last = draft.scene.drafts[-1] if draft.scene.drafts and draft.before(10).endswith(", against ") else None
    if last and q.form == last.quantity.form == "duration" and last.get("measure") == "reserves":
        return Why("reserves", q.start, q.end)  # `14 days of sales, against 21 in March`
    if q.form == "duration" or q.unit in ("metre", "kilometre", "hectare", "acre", "feddan"):
        return Why("other", q.start, q.end)
    per = (q.unit or "").partition("/")[2]
    priced = q.form == "money" and per and per not in PER_TIME | PER_HEAD
    if q.unit != "bp" and not priced:
        return None
    near = left(meant(draft), q.hedge, max(draft.clause[0], draft.scene.text.rfind("\n", 0, q.hedge), q.hedge - 48))
    named = next((t for t in near if t.part == "noun"), None)
    if q.unit == "bp" and (named is None or named.value not in ("loan", "tariff", "debt", "sales")):
        return Why("other", q.start, q.end)
    if not priced or continued(draft) or compared(draft):
        return None  # `a subsidy of $9 a kilo, down from $10`
    if per == "share" and (bid := _BID.search(draft.before(72))):
        return Why("deal", q.hedge - len(bid[0]), q.end)
    if per == "share" and (paid := _PAID_OUT.search(draft.scene.text, draft.scene.start, q.hedge)):
        return Why("sales" if paid[1] else "other", *paid.span())
    levy = next((t for t in near[:1] if t.value == "tariff"), None)  # `has charged Russia €40 a tonne`
    named = levy or named
    if named and named.value in _NOT_PRICES:
        return Why(named.value, named.start, named.end)
    return Why("price", q.start, q.end)


_RANKED = [
    (re.compile(rf"(?:[ \n-][\w’']+){{0,2}}?[ \n]{noun}"), value)
    for noun, value in (
        ("econom", "gdp"),
        ("(?:import|supplier|source)", "imports"),
        ("(?:export|buyer|customer|market|destination)", "exports"),
        ("(?:trad|partner)", "trade"),
        (
            r"\w*(?:chipmaker|builder|retailer|company|group|bank|airline|chain|carrier|port|brewer|drugmaker|insurer|"
            r"firm|lender|trader)\b",
            "other",
        ),
        (r"\w*(?:maker|producer|miner|smelter|grower|manufacturer|refiner|miller)\b", "output"),
    )
]


def rank_of(draft: Draft) -> Why | None:
    """A rank as a trading partner is `trade`, as a supplier or buyer `exports` or `imports`, of an economy `gdp`."""
    q = draft.quantity
    if q.form != "rank":
        return None
    found = ((pattern.match(draft.after(60)), value) for pattern, value in _RANKED)
    return next((Why(value, q.start, q.end + match.end()) for match, value in found if match), None)
