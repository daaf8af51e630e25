"""Rules for `period` of the earlier end of a comparison: `to $8bn from $7.6bn a year ago`."""

from __future__ import annotations

import re

from tradekit.claims.belonging import foretold
from tradekit.claims.moments import PLANS, around, at_base, base, goes_on, resolved, topic_of
from tradekit.claims.scene import Draft, Why, left, right
from tradekit.periods import Time, period_before, period_dates

# `down from over $8,000 at the height of the shortage in 2023`: the time closes the phrase
_IN_PHRASE = re.compile(r"(?:[ \n](?!(?:to|and|but|while|when|as|after|from)\b)[a-z’'-]+){1,9}[ \n](?:the[ \n])?")
_BY = re.compile(r"[ \n,]{1,2}(?:(?:in|of|for|from|at|recorded in|seen in|posted in)[ \n])?(?:the[ \n])?")


def earlier_time_behind(draft: Draft) -> Why | None:
    """`from $1.09 billion a year ago`, `seven times the $10.1bn of 2019-20`: the time right behind the number."""
    q, scene = draft.quantity, draft.scene
    time = next(iter(right(scene.times, q.end, min(scene.end, q.end + 60))), None)
    if (
        time is None or time.role == "deadline" or time.spec.form == "since" or draft.get("measure") == "tariff"
    ):  # `cut to 15% from 35% in July`
        return None
    if draft.get("kind") == "rank" or (time.role == "period" and not base(draft)):
        return None
    between = scene.text[_all_told(draft, time) : time.start]
    if not _BY.fullmatch(between) and not (_IN_PHRASE.fullmatch(between) and at_base(draft)):
        return None
    compared = draft.get("kind") in ("level", "share") or (time.role != "basis" and at_base(draft))
    return resolved(draft, time, around(draft)) if compared and not foretold(draft, time) else None


def _all_told(draft: Draft, time: Time) -> int:
    """Give where a number ends that is told in other units too: `from $38 million, or 21 cents a share, a year ago`."""
    end = draft.quantity.end
    for other in right(draft.scene.quantities, end, time.start):
        if not _OR.fullmatch(draft.scene.text[end : other.start]):
            break
        closed = draft.scene.text[other.end : other.end + 1] == ")"
        end = other.end + closed
    return end


_OR = re.compile(r",?[ \n]or[ \n](?:about[ \n])?|[ \n]\((?:about[ \n])?")

_EXTREME = re.compile(r"(?:[’']s)?[ \n](?:\w+[ \n])?(?:high|low|peak|record|trough|maximum|minimum)[ \n]of[ \n]")
_ITS = re.compile(r"(?:[’']s)?[ \n](?:\w+[ \n]){0,2}of[ \n]|[’']s?[ \n](?:[a-z]+[ \n]){0,2}")


def earlier_time_before(draft: Draft) -> Why | None:
    """`than the revised August shortfall of $70.8 billion`, `November’s $684m`: the time before the number's noun."""
    q, scene = draft.quantity, draft.scene
    if draft.get("kind") not in ("level", "share"):
        return None
    time = next(iter(left(scene.times, q.hedge, max(scene.start, q.hedge - 48))), None)
    if time is None:
        return None
    between = scene.text[time.end : q.hedge]
    if time.role == "basis" and between == " (":  # a growth of 9.6% over October 2023 ($4.6 billion)
        return resolved(draft, time._replace(role="earlier"), around(draft))
    its = (_ITS if time.role in ("earlier", "basis") or base(draft) else _EXTREME).fullmatch(between)
    return resolved(draft, time, around(draft)) if its and time.role != "deadline" else None


def earlier_release(draft: Draft) -> Why | None:
    """`Exports +5.6% vs +4.9% expected, prior +3.2%`: the prior figure is of the month or quarter before."""
    if not draft.scene.holds("prior", "prev", "revised") or not _PRIOR.search(draft.before(16)):
        return None
    current, q = around(draft), draft.quantity
    if not current:
        return None
    if "revised" in draft.before(16):
        told = next((d.get("period") for d in reversed(draft.scene.drafts) if d.get("period")), current)
        return Why(str(told), q.hedge, q.end)
    basis = {"M": "mom", "Q": "qoq", "A": "yoy"}.get(period_dates(current)[2])
    code = period_before(current, basis) if basis and draft.get("status") not in PLANS else None
    return Why(code, q.hedge, q.end) if code else None


_PRIOR = re.compile(r"(?i:\b(?:prior|previous|prev\.?|revised from)[ \n])$")


def earlier_by_basis(draft: Draft) -> Why | None:
    """`up 5% to $8bn from $7.6bn`: without a time of its own, the time that the growth is against."""
    q, scene = draft.quantity, draft.scene
    if draft.get("measure") == "tariff" or not base(draft) or not (current := around(draft)):
        return None
    after = _AFTER.search(draft.before(32))  # `35 million tonnes next season after a miserable 26 million`
    if not after and (_planned(draft) or not goes_on(draft, topic_of(draft).tense)):
        return None
    told = next((d.get("basis") for d in reversed(scene.drafts) if d.get("basis")), None)
    yearly = period_dates(current)[2] in ("A", "S", "span")
    basis = told or ("yoy" if yearly else scene.state.basis)
    near = right(scene.times, q.end, min(scene.end, q.end + 36))  # it has a time of its own, though not a known one
    near = [t for t in near if t.role != "basis"]
    code = period_before(current, basis) if basis and not near else None
    return Why(code, q.hedge, q.end) if code else None


_AFTER = re.compile(r"(?i)\bafter[ \n](?:[a-z]+[ \n]){0,2}$")

EARLIER = (earlier_release, earlier_time_behind, earlier_time_before, earlier_by_basis)


def _planned(draft: Draft) -> bool:
    """Whether a number, or the one before it, is a forecast or a target: `cut to 0.9% from 1.4%` revises it."""
    before = draft.scene.drafts[-1:]
    plan = _PLAN.search(draft.before(120))
    return bool(plan) or any(d.get("status") in PLANS for d in (draft, *before))


_PLAN = re.compile(r"(?i)\b(?:revised|forecast|guidance|outlook|estimate|projection|target|budget)s?\b")


def revised_plan(draft: Draft) -> Why | None:
    """`guidance raised to 215kt (previously 205kt)`: the earlier forecast is of the same time."""
    before = draft.scene.drafts[-1] if draft.scene.drafts else None
    if before is None or not before.get("period") or draft.get("measure") == "tariff":
        return None
    if not base(draft) or not _planned(draft):
        return None
    return Why(str(before.get("period")), *before.reasons["period"].span)
