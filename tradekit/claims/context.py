"""Rules for `source` and `notes`, and for the level that a growth led to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from tradekit.claims.scene import Draft, Why
from tradekit.claims.sources import source_at
from tradekit.claims.tables import table_source
from tradekit.tables.words import Needed, lowered


def told(draft: Draft) -> Why | None:
    """The source that the sentence gives for the number."""
    source = source_at(draft.scene.attributions, draft.quantity.start)
    return Why(source.value, source.start, source.end) if source else None


_NOT_THEIRS = ("price", "tariff", "aid")  # a market's, a government's: they have a source of their own
_QUOTE = re.compile('[“”"]')
_DEEDS = ("tariff", "deal", "grant", "aid", "loan")  # statistics do not tell of these


def running_source(draft: Draft) -> Why | None:
    """The source named last in the paragraph, for what it goes on to say."""
    source, report = draft.scene.state.paragraph.source, draft.scene.state.article.source
    if source is None or (report and source.value == report.value) or not source.covers(draft.get("status")):
        return None
    own_time = draft.rule("period") in ("told_in_clause", "told_in_sentence", "opening")
    quoted = _QUOTE.search(draft.scene.text, draft.scene.start, draft.scene.end)
    if own_time and not quoted and source.role not in ("data", "office"):
        return None
    if not quoted and (
        draft.get("measure") in _NOT_THEIRS or (source.role == "data" and draft.get("measure") in _DEEDS)
    ):
        return None
    return Why(source.value, source.start, source.end)


_MARKET = re.compile(
    r"(?i:(?<!per )(?<!a )\b(?:shares?|stock|futures|index|contract|settled|closed|ended|opened|eased|benchmark|spot|"
    r"at the close)\b)"
)


def report_source(draft: Draft) -> Why | None:
    """Whose figures the article reports: an office's statistics, a company's results; market prices are not theirs."""
    source = draft.scene.state.article.source
    firm = source is not None and source.role in ("firm", "name")
    counted = {"output", "gdp"} - {draft.scene.state.article.measure}
    beside = _NOT_THEIRS[1:] if firm else (*_NOT_THEIRS, *counted, "grant")
    if source is None or not source.covers(draft.get("status")) or draft.get("measure") in beside:
        return None
    if (firm or draft.get("measure") == "price") and _MARKET.search(draft.scene.text, *draft.clause):
        return None
    if not firm and source.use not in ("view", "revise") and draft.get("status") != "actual":
        return None
    return Why(source.value, source.start, source.end)


SOURCE = (table_source, told, running_source, report_source)


# Each with the words of which it needs one: few clauses hold any.
_NOTES = (
    (re.compile(r"(?i:\bseasonally[ -]adjusted)"), "seasonally adjusted", "seasonally"),
    (
        re.compile(r"(?i:\b(?:not seasonally[ -]adjusted|unadjusted))"),
        "not seasonally adjusted",
        "seasonally unadjusted",
    ),
    (re.compile(r"(?i:\bannuali[sz]ed)"), "annualised", "annualised annualized"),
    (
        re.compile(r"(?i:\b(?:in real terms|by volume|in volume terms|inflation[ -]adjusted))"),
        "real",
        "real_terms volume inflation",
    ),
    (re.compile(r"(?i:\bin nominal terms)"), "nominal", "nominal"),
    (re.compile(r"(?i:\b(?:provisional|preliminary))"), "provisional", "provisional preliminary"),
    (re.compile(r"(?i:\brevised)"), "revised", "revised"),
    (re.compile(r"(?i:\bf\.?o\.?b\b)"), "fob", "fob fo.b f.ob f.o.b"),
    (re.compile(r"(?i:\bc\.?i\.?f\b)"), "cif", "cif ci.f c.if c.i.f"),
    (re.compile(r"(?i:\bgoods and services\b)"), "goods and services", "goods_and_services"),
    (re.compile(r"(?i:\bdaily average|average daily)"), "daily average", "daily"),
    (re.compile(r"(?i:\bcumulative(?:ly)?)"), "cumulative", "cumulative"),
)


def notes(draft: Draft) -> str | None:
    """Give what qualifies the figure in its clause, from a fixed list."""
    return _noted(draft.scene.text[slice(*draft.clause)])


@cache
def _needed() -> Needed:
    return Needed([words for *_, words in _NOTES])


@lru_cache(maxsize=256)  # the numbers of a clause ask one after the other
def _noted(clause: str) -> str | None:
    possible = _needed().among(lowered(clause))
    return (
        "; ".join(note for i, (pattern, note, _) in enumerate(_NOTES) if i in possible and pattern.search(clause))
        or None
    )


# What leads from a growth to the level behind it: `, or 0.7%, to`, `lower at`, `and reached`
_LEADS = re.compile(
    r"(?i:(?:^|[ \n,(])(?:to|at|reach(?:ed|ing)|hit|totall?(?:ed|ing)|level)"
    r"(?:[ \n](?:an?|the|just|only|new|record|fresh|all-time|high|low|of|average|some|about|around|nearly|almost)){0,4}"
    r"[ \n\\]{0,2}$|^[ \n]\($)"
)
_STARTS_FROM = re.compile(
    r"(?i:\b(?:from|against|vs\.?|versus|compared with|prior|previously|than|over|after(?:[ \n]\w+ing)?)"
    r"[ \n](?:the[ \n]|an?[ \n]|by[ \n])?)$"
)
_JOINED = re.compile(
    r"[ \n](?:and|while|but)[ \n](?!reached|hit|came|amounted|totall?ed|ended|stood|finished|closed|settled)"
)
_THAN_BEFORE = re.compile(r"[ \n](?:less|more|fewer|higher|lower)[ \n]than\b")  # of the level before it
_FAR = 90
_BY_WHAT = re.compile(
    r"[^,;.]{0,40}?\b(?:by|in)[ \n](?P<what>volume|weight|tonnage|value|dollar terms|terms of value)\b"
)


def link_levels(drafts: list[Draft]) -> None:
    """Point each growth and change of a sentence to the level that it led to."""
    for i, draft in enumerate(drafts):
        q = draft.quantity
        if draft.get("kind") not in ("growth", "change"):
            continue
        if _STARTS_FROM.search(draft.scene.text, max(draft.scene.start, q.hedge - 24), q.hedge):
            continue
        draft.level = _led_to(draft, drafts[i + 1 : i + 5])
        if draft.level is None and not _assumed(draft):
            draft.level = _came_from(draft, drafts[:i])


def _assumed(draft: Draft) -> bool:
    """Whether no word tells that a percentage is growth, so that nothing may be computed from it."""
    q = draft.quantity
    return q.unit == "%" and not q.sign and draft.reasons["kind"].span == (q.start, q.end) and not draft.scene.row


def _led_to(draft: Draft, behind: Sequence[Draft]) -> Draft | None:
    """Give the level behind a growth: `lost $41, or 0.7%, to $5,706`, `rose 47% from $3bn to $5bn`."""
    text, q = draft.scene.text, draft.quantity
    since = q.after
    for level in behind:
        start = level.quantity.hedge
        if start - q.after > _FAR or ("; " in text[q.end : start] and "level" not in text[start - 8 : start]):
            return None
        if _is_level(draft, level):
            led = _LEADS.search(text[q.after : start])
            past = bool(_THAN_BEFORE.match(text, q.after)) and (led is None or "to" not in led[0].split())
            joined = _JOINED.search(text, since, max(since, q.after + led.start())) if led else None
            if led and not (past or _own_subject(draft, level) or joined):
                return level
            if not _STARTS_FROM.search(text, q.after, start):
                return None
        elif level.get("kind") == "growth" and _own_subject(draft, level):
            return None
        elif level.get("kind") == "growth" and level.quantity.unit == q.unit:
            since = level.quantity.after  # `up 18.5% on the year and 6% on the quarter to $742m`
    return None


def _came_from(draft: Draft, before: Sequence[Draft]) -> Draft | None:
    """Give the level before a growth: `$5.4bn, up 3%`, `12 tonnes worth $5m, 3% less by volume`."""
    text, q = draft.scene.text, draft.quantity
    found = [d for d in reversed(before) if _is_level(draft, d) and not _own_subject(d, draft)]
    found = [
        d for d in found if not _STARTS_FROM.search(text, max(d.scene.start, d.quantity.hedge - 24), d.quantity.hedge)
    ]
    if draft.scene.row or not found:
        return next(iter(found), None)
    if measured := _BY_WHAT.match(text, q.end):
        money = measured["what"] in ("value", "dollar terms", "terms of value")
        return next((d for d in found if (d.quantity.form == "money") == money), None)
    same = [d for d in found if _same_thing(draft, d) and (d.get("measure") == draft.get("measure") or d is before[-1])]
    plain = [d for d in same if not _restated(text, d)]
    return next(iter(plain or same), None)


def _is_level(draft: Draft, level: Draft) -> bool:
    """Whether a number can be what a growth led to."""
    wanted = ("level", "share", "growth") if draft.quantity.form == "points" else ("level",)
    told = level.get("status") == draft.get("status")
    return level.get("kind") in wanted and told and level.quantity.form != "duration"


_WHOSE = ("reporter", "partner", "item")


def _same_thing(draft: Draft, level: Draft) -> bool:
    """Whether nothing tells that a growth is of other goods, or of trade between others, than a level."""
    names = ("reporter", "partner") if draft.clause == level.clause and not level.get("item") else _WHOSE
    return all(draft.get(name) in (None, level.get(name)) for name in names)


def _own_subject(first: Draft, second: Draft) -> bool:
    """Whether the second number stands in a clause with a subject of its own."""
    scene = first.scene
    if scene.row or first.clause == second.clause:
        return False
    subject = scene.subject(second.quantity.start)
    clause = next((c for c in reversed(scene.clauses) if c.start <= second.quantity.start), None)
    told = subject and any(a.start < subject[1] and subject[0] < a.end for a in scene.attributions)
    if subject is None or told or clause is None or not clause.own:
        return False  # `…, customs data show, an increase of 5%`
    if subject[0] >= second.quantity.hedge:
        return False  # `exports came to $12bn, 9% less than a year ago`: the number opens what looks like a clause
    return scene.subject(first.quantity.start) != subject


def _restated(text: str, level: Draft) -> bool:
    """Whether a level is the one before it in another unit: `461 billion yen ($2.98 billion)`, `…, or 11 mb/d`."""
    q = level.quantity
    return bool(re.search(r"(?:\(|,?[ \n]or[ \n])(?:about[ \n])?$", text[max(0, q.hedge - 10) : q.start]))
