"""Rules for `measure`: what the words before a number, and the subject of its clause, name."""

from __future__ import annotations

import re

from tradekit.claims.meanings import meant
from tradekit.claims.scene import Draft, Why, left
from tradekit.terms import TRADE, Term


def subject(draft: Draft) -> Why | None:
    """The nearest measure before the number in its clause."""
    span = draft.scene.subject(draft.quantity.start)
    told = list(left(meant(draft), draft.quantity.hedge, draft.clause[0]))
    first = next((t for t in reversed(told) if t.part == "noun" and span and span[0] <= t.start), None)
    if first and span:  # `Dividends paid to`: no verb of the clause
        told = [t for t in told if not (t.part == "verb" and first.start < t.start < span[1])]
    found = [t for t in told if t.part != "agent" and not _in_brackets(draft, t)]
    nouns = [t for t in found if t.part == "noun"]
    topic = draft.scene.state.paragraph.measure in (*TRADE, "sales")
    if draft.get("kind") == "share" and (topic or nouns):
        found = nouns  # `China bought a third of the total`: of what the paragraph is about
    best = found[0] if found else None
    if nouns and draft.get("kind") == "ratio" and draft.quantity.form == "points":
        best = nouns[-1]  # `imports outgrew exports by 3 points`
    if best is not None and best.part == "verb" and best.value in ("price", "cost", "sales"):
        # `exports fetched`, `importers spent`
        best = next((t for t in told if t.part != "verb" and t.value in TRADE), best)
    if best is not None and best.part == "verb" and nouns and not _verb_direct(draft, best):
        best = nouns[0]
    if best is None:
        return None
    of_subject = told_subject(draft) if best.part == "verb" else None
    if best.part == "verb" and _NO_OBJECT.fullmatch(draft.scene.text, best.end, draft.quantity.hedge):
        beside = next((t for t in nouns[:1] if t.end + 1 == best.start), None)  # `stocks built by 1.2 million barrels`
        of_subject = Why(beside.value, beside.start, beside.end) if beside else of_subject
        if of_subject and of_subject.start < best.start:
            return of_subject
    last = draft.scene.drafts[-1] if draft.scene.drafts else None
    if last and best.part == "verb" and last.reasons["measure"].span == (best.start, best.end):
        return Why(str(last.get("measure")), best.start, best.end)  # `handed over 900 cars, 21% more`
    head = next(
        (t for t in nouns if t.end < best.start and _HEAD_OF.fullmatch(draft.scene.text[t.end : best.start])),
        None,
    )
    best = _before_insertion(draft, nouns) or head or best
    return Why(best.value, best.start, best.end)


def _in_brackets(draft: Draft, term: Term) -> bool:
    """Whether a measure stands in brackets that close before the number: `Unit costs (without royalties) came to`."""
    text, q = draft.scene.text, draft.quantity
    opened = text.rfind("(", max(draft.clause[0], term.start - _FAR), term.start)
    return opened >= 0 and text.find(")", opened, q.hedge) >= term.end


_FAR = 48
_CUT = re.compile(r"[,(]")
_ASIDE = re.compile(r"(?i:unlike|like|after|despite|with|as|amid|besides|while|in|on|at|for|from|to|by)\b")


def _before_insertion(draft: Draft, nouns: list[Term]) -> Term | None:
    """Give the noun that heads a subject: `Exports to the US, the target of new duties, fell`."""
    span = draft.scene.subject(draft.quantity.start)
    if span is None or span[1] > draft.quantity.hedge or _ASIDE.match(draft.scene.text, span[0]):
        return None
    cut = _CUT.search(draft.scene.text, *span)
    inside = [t for t in nouns if span[0] <= t.start < span[1]]
    ahead = [t for t in inside if cut and t.end <= cut.start()]
    return ahead[0] if ahead and len(inside) > len(ahead) and nouns[0] in inside else None


# `surplus in trade`, `deficit in goods trade`: the first noun is the measure
_HEAD_OF = re.compile(
    r"[ \n](?:in|on|of|to)[ \n](?:(?:the|its|their|bilateral|mutual|goods|merchandise|total|new|[A-Z][a-z]+)[ \n]){0,2}"
)


_NO_OBJECT = re.compile(r"[ \n](?:by|to|at|from)[ \n](?:\w+[ \n])?")


def _verb_direct(draft: Draft, term: Term) -> bool:
    return draft.quantity.hedge - term.end < 24


def told_subject(draft: Draft) -> Why | None:
    """The measure in the subject that a clause takes over: `Sales to the US, after a 50% duty, plunged 18%`."""
    span = draft.scene.subject(draft.quantity.start)
    if span is None or span[1] > draft.quantity.hedge:
        return None
    nouns = [t for t in meant(draft) if t.part == "noun" and span[0] <= t.start and t.end <= span[1]]
    while len(nouns) > 1 and nouns[1].start == nouns[0].end + 1:  # `total trade` `deficit`
        del nouns[0]
    return Why(nouns[0].value, nouns[0].start, nouns[0].end) if nouns else None
