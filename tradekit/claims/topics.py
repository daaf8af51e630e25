"""Rules for `measure` where a clause does not name it: what goes on from before, and what breaks it off."""

from __future__ import annotations

import re

from tradekit.claims.acting import actor
from tradekit.claims.meanings import PER_TIME, is_unit_price, meant
from tradekit.claims.scene import Draft, Why, carried, left, right
from tradekit.terms import TRADE

_MONEY = frozenset("debt loan grant investment cost price".split())
_AMOUNTS = TRADE | {"output", "sales", "reserves", "consumption", "cost"}


def _possible(draft: Draft, measure: str) -> bool:
    """Whether a figure can be of a measure: a level in percent is a rate, not a flow; no weight is a debt."""
    q = draft.quantity
    if q.form in ("physical", "count", "rank"):
        return measure not in _MONEY
    return not (q.unit == "%" and draft.get("kind") == "level" and measure in _AMOUNTS)


_CONTINUES = re.compile(
    r"(?:[)]?[,;]?[ \n](?:or|to|from|against|versus|vs|compared[ \n]with|prior|previously|instead[ \n]of|"
    r"(?:up|down|higher|lower)[ \n](?:from|to|at))[ \n]|[ \n]?[(](?:(?:or|from|prior|previously)[ \n])?)"
    r"(?:the[ \n]|an?[ \n])?(?:(?:record|revised|previous)[ \n])?"
)


_COMPARED = re.compile(
    r"[,;]?[ \n](?:from|against|versus|vs|compared[ \n](?:with|to)|after)[ \n](?:the[ \n]|an?[ \n])?"
    r"(?:(?:record|revised|previous)[ \n])?$"
)
_TO_WHAT = ("from", "against", "versus", "vs", "with", "to", "after", "the", "a", "an", "record", "revised", "previous")

_MORE = re.compile(r"[ \n](?:more|less|fewer|higher|lower|dearer|cheaper|above|below|stronger|weaker)\b")


def compared(draft: Draft) -> Why | None:
    """`to $10bn in April, enough for …, from $9bn in March`, `…, 3bn more than last year`: the figure before again."""
    scene, q = draft.scene, draft.quantity
    more = q.unit != "x" and scene.text[q.hedge - 2 : q.hedge] == ", " and _MORE.match(scene.text, q.end)
    before = draft.before(32) if scene.drafts else ""
    if not scene.drafts or not (more or (before.rstrip().endswith(_TO_WHAT) and _COMPARED.search(before))):
        return None
    alike = [d for d in scene.drafts if d.quantity.unit == q.unit or (q.form == "count" and d.quantity.unit != "%")]
    alike = scene.drafts if more and q.unit == "%" else alike
    if not alike or alike[-1].quantity.form == "duration":
        return None
    span = scene.subject(q.start)
    if span and span[0] >= alike[-1].quantity.end and any(span[0] <= t.start < span[1] for t in scene.measures()):
        return None  # `…; imports dropped from $5bn`
    return Why(str(alike[-1].get("measure")), *alike[-1].reasons["measure"].span)


# `203,000 cars, up 18%`, `$68 a kilo, a rise of 31%`: told of the figure before
_APPOSED = re.compile(
    r"[^.,;:()–—]{0,40},[ \n](?:up|down|an?[ \n](?:\w+[ \n])?(?:rise|increase|gain|growth|jump|surge|fall|drop|decline|"
    r"decrease|loss|slump|plunge)[ \n]of)[ \n]"
)
_ACTS = re.compile(r"\b(?:and|but|while|as|which|who|that)\b")


def continued(draft: Draft) -> Why | None:
    """`fell by a third to 328,000 bags`, `144 ringgit, or 2.85%`: another figure of what the one before is of."""
    scene, q = draft.scene, draft.quantity
    if not scene.drafts:
        return None
    last = scene.drafts[-1]
    before = last.quantity
    if {"duration", "rank"} & {q.form, before.form} or (
        draft.get("kind") == "share" and scene.text.startswith(" of ", q.end)
    ):
        return None
    apposed = _APPOSED.fullmatch(scene.text, before.after, q.hedge) if q.unit == "%" else None
    if apposed and not _ACTS.search(apposed[0]) and before.unit != "%" and draft.get("kind") == "growth":
        return Why(str(last.get("measure")), *last.reasons["measure"].span)
    if not any(_CONTINUES.fullmatch(scene.text, end, q.hedge) for end in {before.after, before.end}):
        return None
    money = q.form == before.form == "money"
    if not (money or q.form == "count" or q.unit == before.unit or {q.unit, before.unit} & {"%", "x", "pp", None}):
        return None
    return Why(str(last.get("measure")), *last.reasons["measure"].span)


_GOES_BACK = re.compile(
    r"(?i:\b(?:it|they|that|this|those|these|the (?:figure|total|number|rate|pace|sum|amount|value))$)"
)


def pronoun(draft: Draft) -> Why | None:
    """`In June it fell 3%`: what was named before in the sentence, else what the sentence before was of."""
    scene, q = draft.scene, draft.quantity
    span = scene.subject(q.start)
    if span is None or scene.drafts or q.form == "count" or not _GOES_BACK.search(scene.text[span[0] : span[1]]):
        return None
    named = [t for t in left(meant(draft), span[0], scene.start) if t.part == "noun"]
    if named:
        return Why(named[-1].value, named[-1].start, named[-1].end)
    before = scene.state.before
    return Why(before, *span) if before in (*_AMOUNTS, "gdp", "price") and _possible(draft, before) else None


# What a figure without any word of the trade measures, by its unit.
_BY_UNIT = {"megawatt": "output", "gigawatt": "output", "teu": "other"}


def unit_alone(draft: Draft) -> Why | None:
    """`Eight members hold back 2.2 million b/d`, `handled 13.8m teu`: what such units count, without other words."""
    q = draft.quantity
    unit, _, per = (q.unit or "").partition("/")
    value = "output" if q.form == "physical" and per in PER_TIME else _BY_UNIT.get(unit)
    if value is None or any(d.quantity.unit == q.unit for d in draft.scene.drafts):
        return None
    return Why(value, q.start, q.end)


def small_sum(draft: Draft) -> Why | None:
    """`A compact leaves the plant at $21,500`: a sum too small for a flow is a price, where flows are the topic."""
    q, topic = draft.quantity, draft.scene.state.paragraph.measure
    if "/" in (q.unit or "") or not is_unit_price(q) or topic not in (None, *_AMOUNTS, "price", "tariff"):
        return None
    return Why("price", q.start, q.end)


def earlier_clause(draft: Draft) -> Why | None:
    """A clause that leaves its subject out takes that of the clause before it."""
    if draft.scene.drafts:
        part = [d for d in draft.scene.drafts if d.get("kind") == draft.get("kind") == "share"]
        last = (part or draft.scene.drafts)[-1]  # `bought 39% of its powder at $3,750 a tonne; Brazil took 34%`
        thrown = last.reasons["measure"].rule in ("unit_alone", "subject", "told_subject")
        if (
            last.get("measure") == "other"
            and (thrown or last.quantity.form == "physical")
            and draft.get("kind") == "growth"
        ):
            return Why("other", *last.reasons["measure"].span)  # `moved 1.79 million TEU, up 4.3%`
        if last.get("measure") not in (None, "other") and _possible(draft, str(last.get("measure"))):
            start, end = last.reasons["measure"].span
            return Why(str(last.get("measure")), start, end)
    told = left(meant(draft), draft.quantity.hedge, draft.scene.start)
    found = [t for t in told if t.part == "noun"] or [t for t in told if t.part == "verb" and t.end < draft.clause[0]]
    return Why(found[0].value, found[0].start, found[0].end) if found else None


_FUND = re.compile(
    r"\b(?:IMF|International Monetary Fund|World Bank|(?:Asian|African) Development Bank|ADB|AfDB|EBRD)\b"
)
_LENT = re.compile(
    r"(?i:\b(?:release[sd]?|releasing|disburse[sd]?|disbursing|unlock(?:s|ed|ing)?|approved?|approving|access)"
    r"[ \n](?:\w+[ \n]){0,2}$)"
)
_UNDER = re.compile(r"\b(?:programme|program|facility|arrangement|package|bailout)[ \n](?:worth|of)[ \n](?:\w+[ \n])?$")
_PROGRAMME = re.compile(r"[ \n](?:\w+[ \n])?(?:programme|program|facility|arrangement|package|bailout)\b")


def lent_by_fund(draft: Draft) -> Why | None:
    """`the IMF agreed to release $370m under a $3bn programme`: what the lenders of states give is lent."""
    q, scene = draft.quantity, draft.scene
    fund = _FUND.search(scene.text, scene.start, q.hedge) if q.form == "money" else None
    if fund and (
        _UNDER.search(draft.before(40)) or _LENT.search(draft.before(40)) or _PROGRAMME.match(scene.text, q.end)
    ):
        return Why("loan", *fund.span())
    return None


_OF_WHICH = re.compile(r"\b(?:of which|of (?:it|that|them)|including)\b")


def later_in_sentence(draft: Draft) -> Why | None:
    """The first measure behind the number in its clause."""
    found = [t for t in right(meant(draft), draft.quantity.end, draft.clause[1]) if t.part == "noun"]
    if found and _OF_WHICH.search(draft.scene.text, draft.quantity.end, found[0].start):
        return None  # `€14 million, of which €5 million in grants`
    return Why(found[0].value, found[0].start, found[0].end) if found else None


_CARRIED = frozenset("money physical points rank percent fraction multiple verb".split())


def running_topic(draft: Draft) -> Why | None:
    """What the paragraph is about; goods and partners in a list have flows, no balance: `chips +17%; cars -4%`."""
    q, state = draft.quantity, draft.scene.state
    measure = state.paragraph.measure
    if measure is None or q.form not in _CARRIED:
        return None
    who = actor(draft)
    listed = who == "goods" or (who == "place" and q.unit in ("%", "x") and q.sign)
    if measure in ("trade", "surplus", "deficit", "balance") and state.flow and listed:
        measure = state.flow
    if not _possible(draft, measure) and state.article.measure:
        measure = state.article.measure
    return carried(draft, measure) if _possible(draft, measure) else None


def other(draft: Draft) -> Why | None:
    """No measure is told."""
    return Why("other", draft.quantity.start, draft.quantity.end)


GOING_ON = (
    pronoun,
    small_sum,
    lent_by_fund,
    unit_alone,
    earlier_clause,
    later_in_sentence,
    running_topic,
    other,
)
