"""Deeds: who gives, lends, invests and levies, and to whom."""

from __future__ import annotations

import re

from tradekit.claims.actors import PERSON
from tradekit.claims.scene import Draft, Span, Why, within
from tradekit.claims.sides import (
    GIFTS,
    LISTED,
    REACH,
    anchor,
    around,
    coded,
    dateline,
    near,
    preposition,
    subject,
)
from tradekit.places import Place

_GIVES = re.compile(
    r"(?i:\b(?:gave|gives?|given|giving|lent|lends?|lending|promis(?:ed|es?|ing)|offer(?:ed|s)?|grant(?:ed|s)?|pledg(?:ed|es?)|owe[ds]?|"
    r"repa(?:id|ys?)|sent|sends?|paid|hand(?:ed|s)|extend(?:ed|s)|award(?:ed|s)|s[eo]lls?|sold))[ \n](?:the[ \n])?$"
)


def given_to(draft: Draft, place: Place) -> bool:
    """Whether a place stands as the one to whom something is given: `gave Ethiopia food aid`."""
    return bool(_GIVES.search(draft.scene.text[max(draft.scene.start, place.start - 24) : place.start]))


def invested(draft: Draft) -> tuple[Place, Place | None] | None:
    """Give host and investor of `Russian investment in Kazakhstan`; of `Japan's investment in` the investor reports."""
    if draft.get("measure") != "investment" or draft.quantity.form == "count":
        return None
    scene, (start, end), q = draft.scene, anchor(draft), draft.quantity
    here = [p for p in coded(draft) if draft.clause[0] <= p.start < draft.clause[1]]
    froms = [p for p in here if preposition(scene, p) in ("from", "by") and p.start >= end]
    attracts = subject(draft)
    if attracts and attracts.code and _ATTRACTS.search(scene.text, attracts.end, q.start):
        descent = [p for p in here if p.form == "demonym" and p.start >= q.end]
        return attracts, next(iter((*froms, *descent)), None)
    hosts = [p for p in here if preposition(scene, p) in ("in", "into") and end <= p.start < end + 40]
    before = [p for p in here if p.start < start]
    if not hosts or hosts[0].end > q.start or any(p.form != "demonym" for p in before):
        return None
    return hosts[0], next(iter((*before[::-1], *froms)), None)


_ATTRACTS = re.compile(
    r"\b(?:attract(?:s|ed)|drew|draws|lur(?:es|ed)|receiv(?:es|ed)|pull(?:s|ed)[ \n]in|took[ \n]in|secur(?:es|ed)|"
    r"absorb(?:s|ed)|got|won|saw)\b"
)


_GIVES_TO = re.compile(
    r"\b(?:pledg|promis|offer|contribut|donat|g[ia]ve|lend|lent|announc|commit|grant|provid|extend|releas|disburs|led\b)"
)


def giver(draft: Draft, place: Place) -> bool:
    """Whether a place gives: it acts, or stands with its own sum: `France with 110 million and Germany with 244`."""
    scene = draft.scene
    if preposition(scene, place) in ("to", "for", "in", "into") or given_to(draft, place):
        return False
    number = next(iter(within(scene.quantities, place.end, place.end + REACH)), None)
    if number and LISTED.fullmatch(scene.text, place.end, number.hedge):
        return True
    behind = scene.text[place.end : place.end + 60]
    return bool(_GIVES_TO.search(re.split(r"[.;(]", behind)[0]) and not behind.startswith(("’", "'")))


_RECEIVES = re.compile(
    r"\b(?:seek(?:s|ing)?|sought|negotiat\w+|secur\w+|receiv\w+|borrow\w*|obtain\w+|got|get|gets|"
    r"(?:is|was|were|been|are|be)[ \n](?:promised|given|granted|offered|awarded|lent)|"
    r"wins?|shares?|clinch\w*|land(?:s|ed)|request\w*|ask\w*|need\w*|awaits?|owe[sd]?)\b"
)


def borrower(draft: Draft) -> Place | None:
    """Give the one who asks for or gets a gift or loan: `Tunisia is seeking a loan from the IMF`."""
    place = subject(draft) if draft.get("measure") in GIFTS else None
    if place is None or place.end > draft.quantity.start:
        return None
    return place if _RECEIVES.search(draft.scene.text, place.end, draft.quantity.start) else None


_CHARGED = r"(?:charged|taxed|hit|levied|exempt|subject(?:ed)?)\b"
_TAXED = re.compile(
    rf"(?:(?:will|would|could|may|must|has|have|had|now|also|only|still|already|currently)[ \n]){{0,3}}(?:"
    rf"(?:(?:is|are|was|were|be|been|being|now|currently|already)[ \n]){{1,3}}{_CHARGED}|"
    r"(?:faces?|faced|pays?|paid|gets?|got|attracts?|attracted|incurs?|incurred|carry|carries|carried|bears?)\b)"
)
_TAXED_BEHIND = re.compile(
    rf"(?:[ \n](?!and\b)[\w-]+){{0,4}}?,?[ \n](?:now[ \n])?(?:facing\b|{_CHARGED}|{_TAXED.pattern})"
)


DUTY = re.compile(
    r"(?:[’']s?)?[ \n](?:(?!with|from|on|by|of)[\w-]+[ \n]){0,2}?"
    r"(?:dut(?:y|ies)|tariffs?|lev(?:y|ies)|tax|surcharge)\b(?!-)"
)


_AIMED = re.compile(r"\b(?:on|against|of)[ \n](?!which|whom)(?:(?!(?:to|into|in)\b)[\w$€£,.-]+[ \n](?:of[ \n])?){0,4}$")


def hit(draft: Draft) -> list[Place]:
    """Give the economies whose goods a tariff hits: `a duty on Indian goods`, `Kenyan avocados are charged 7%`."""
    scene, q = draft.scene, draft.quantity
    if draft.get("measure") != "tariff":
        return []
    taxed = taxed_ones(draft)
    places = list(dict.fromkeys((*near(draft), *within(coded(draft), *taxed or (0, 0)))))
    behind = [p for p in places if _ON.fullmatch(scene.text, q.end, max(q.end, p.start))]  # `5% on India's and 2% on`
    found = behind or [
        p
        for p in places
        if (_AIMED.search(scene.text[max(scene.start, p.start - 40) : p.start]) and not DUTY.match(scene.text, p.end))
        or (preposition(scene, p) == "from" and -40 <= p.start - q.end <= 40)
        or (taxed and taxed[0] <= p.start < taxed[1])
        or (p.form == "demonym" and _TAXED_BEHIND.match(scene.text, p.end))
        or (_CHARGING.search(scene.text[max(scene.start, p.start - 20) : p.start]) and p.end <= q.start)
        or (p.form == "demonym" and 0 <= p.start - q.end <= 2 and not DUTY.match(scene.text, p.end))
        or (preposition(scene, p) == "for" and p.start < q.start and scene.subject(q.start) == scene.subject(p.start))
    ]
    since = scene.drafts[-1].quantity.end if scene.drafts else scene.start
    return [p for p in found if p.start >= since] or found  # `wine from Chile pays 10% and that from the EU 15%`


_ON = re.compile(r"[ \n](?:on|for|against)[ \n](?:the[ \n]|those[ \n]from[ \n])?")


_CHARGING = re.compile(
    r"\b(?:charg(?:e|es|ed|ing)|tax(?:es|ed|ing)?|hit|hits|hitting)[ \n](?:the[ \n])?$"
)  # `charged the firm 18%`


def taxed_ones(draft: Draft) -> Span | None:
    """Give the subject of a clause whose verb tells that it pays: `Cambodian makers face`, `bottles are charged`."""
    scene, at = draft.scene, draft.quantity.start
    subject, verb = scene.subject(at), scene.verb(at)
    if verb is None or subject is None or not _TAXED.match(scene.text, verb[0], at):
        return None
    whose = _WHOSE.match(scene.text, scene.clause(at)[0])
    return (max(scene.start, subject[0] - _SHORT) if whose else subject[0], subject[1])


_WHOSE = re.compile(r",?[ \n]whose\b")  # `Vietnam and Colombia, whose beans are taxed`
_SHORT = 40


def lender(draft: Draft) -> Why | None:
    """`Tunisia is seeking a loan from the IMF`: the giver, and nobody if it is of no economy or not named."""
    q = draft.quantity
    if draft.get("measure") not in GIFTS:
        return None
    for place in around(draft):
        label = draft.scene.text[place.end : q.hedge] == ": " and _FIRST.search(draft.scene.text[: place.start][-4:])
        if label and place.form != "region":
            return Why(place.code or "", place.start, place.end)  # `– France: €2 million`
    receiver, span = borrower(draft), draft.scene.subject(q.start)
    if receiver is None and (body := _by_body(draft)):
        return Why("", body.start, body.end)
    if receiver is None:
        unnamed = span and _UNNAMED.match(draft.scene.text, *span)
        return Why("", *unnamed.span()) if unnamed and subject(draft) is None else None
    for place in around(draft):
        if (
            place.start > receiver.end
            and preposition(draft.scene, place) in ("from", "with", "by")
            and place.form != "region"
        ):
            return Why(place.code or "", place.start, place.end)
    known = next((code for m in GIFTS if (code := draft.scene.state.deeds.get(m)) not in (None, receiver.code)), "")
    return Why(str(known), draft.quantity.start, draft.quantity.end)


def _by_body(draft: Draft) -> Place | None:
    """Give the fund or bank of many states that gives: `a grant from the Development Fund`."""
    scene, q = draft.scene, draft.quantity
    for place in around(draft):
        told = preposition(scene, place) in ("from", "by") and -_SHORT <= place.start - q.end < _SHORT
        if place.form == "body" and (told or "appeal" in scene.text[slice(*anchor(draft))]):
            return place
    return None


_FIRST = re.compile(r"(?:^|[\n;:])\W*$")  # nothing but a bullet stands before it

# `17 governments promised`, `Foreign aid fell`: nobody in particular gave it
_UNNAMED = re.compile(
    r"(?i:(?:[^,]{0,40}?[ \n])?(?:donors?|governments|countries|nations|creditors|agencies|lenders)\b|"
    r"(?:total|net)?(?:foreign|external|international|humanitarian|overseas|development)[ \n](?:aid|assistance)\b)"
)


def levies(draft: Draft) -> Why | None:
    """`the 25% duty that Washington has charged`, `He wants Brussels to put a tariff`: who does as a levier does."""
    scene, at = draft.scene, draft.quantity.start
    if draft.get("measure") != "tariff" or draft.quantity.form == "count":
        return None
    aimed_at = {p.code for p in hit(draft)}
    acts = [
        p
        for p in around(draft)
        if p.code
        and p.code not in aimed_at
        and preposition(scene, p) not in ("on", "from", "against")
        and (
            (p.form in _LEVIERS and _LEVIES.match(scene.text, p.end))
            or DUTY.match(scene.text, p.end)
            or _ENTERS.search(scene.text[max(scene.start, p.start - 24) : p.start])
        )
    ]
    if not acts:
        return None
    place = min(acts, key=lambda p: (p.start > at, abs(p.start - at)))
    return Why(str(place.code), place.start, place.end)


_LEVIES = re.compile(
    r"(?:,[^,.;]{2,40},)?,?(?:[’']s)?[ \n](?:(?:(?!to[ \n])[a-z]+[ \n]){0,3}to[ \n]|(?:(?:in[ \n])?\w+[ \n]){0,2})"
    r"(?:charg|lev[iy]|impos|slap|introduc|rais|lower|cut|scrap|lift|remov|put|set|announc|threat|hit|tax|collect|"
    r"doubl|halv|approv|waiv|suspend|appl[iy]|spar|exempt)"
)
_ENTERS = re.compile(r"\b(?:enter(?:s|ed|ing)?|imported into|shipped to|sold in)[ \n](?:the[ \n])?$")
_LEVIERS = ("name", "capital", "metonym", "group", "definite", PERSON)


def levier(draft: Draft) -> Why | None:
    """`a duty on Indian goods, President Donald Trump's punishment`: of a duty whose target is told, the other one."""
    scene = draft.scene
    if draft.get("measure") != "tariff":
        return None
    aimed_at = {p.code for p in hit(draft)}
    aimed_at |= {d.get("partner") for d in scene.drafts if aimed_at and d.get("measure") == "tariff"}
    taxed = taxed_ones(draft)
    for place in around(draft):
        if not aimed_at and not _UNDER.search(scene.text[max(0, place.start - 10) : place.start]):
            continue
        by = preposition(scene, place) in ("at", "by") or (taxed and preposition(scene, place) in ("to", "in", "into"))
        before = place.end <= draft.quantity.start and not preposition(scene, place) and not dateline(scene, place)
        if place.code and place.code not in aimed_at and (by or before or place.form == PERSON):
            return Why(place.code, place.start, place.end)
    return None


_UNDER = re.compile(r"\b[Uu]nder[ \n](?:the[ \n])?$")  # `Under the EU's safeguard steel is charged 25%`
