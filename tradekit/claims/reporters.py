"""Rules for `reporter`."""

from __future__ import annotations

import re

from tradekit.claims.actors import money
from tradekit.claims.deeds import given_to, hit, invested, lender, levier, levies
from tradekit.claims.lists import listed_reporter
from tradekit.claims.markets import other_way, seller
from tradekit.claims.prices import market
from tradekit.claims.scene import Draft, Why, carried, within
from tradekit.claims.sides import (
    ALONE,
    ECONOMIES,
    ENDS,
    FEW,
    FLOWS,
    FROM,
    GIFTS,
    OPPOSITES,
    POSSESSIVE,
    SAID,
    SUBJECTS,
    acting,
    anchor,
    another_measure,
    antecedent,
    around,
    coded,
    counterpart,
    flow_of,
    joined_pair,
    names_a_place,
    near,
    neighbour,
    owners,
    partner_words,
    preposition,
    subject,
)
from tradekit.claims.tables import table_reporter
from tradekit.places import Place
from tradekit.quantities.grammar import changes, function_words
from tradekit.tables.words import lowered

_OWNING = 48  # characters between an owner and what it owns, at most
_APART = re.compile(r"[,.;:()–—]")
_ENDING = re.compile(r"^[’']s?")
_INHERITED = ("running_topic", "earlier_clause", "later_in_sentence", "other")


def _owner(draft: Draft, place: Place) -> bool:
    """Whether a place owns the measure: `China's surplus`, `Chinese exports`, `U.S. goods deficit`."""
    reason = draft.reasons.get("measure")
    rule, start = (reason.rule, reason.start) if reason else ("", 0)
    text, q = draft.scene.text, draft.quantity
    between = place.end <= q.hedge <= start  # `Russia's $20 billion investment`
    gap = text[place.end : q.hedge if between else start]
    if place.end > start or len(gap) > _OWNING or _APART.search(gap):
        return False
    if rule in _INHERITED and not antecedent(draft):
        return False
    if (span := draft.scene.subject(start)) and span[0] <= place.start and place.end <= span[1] <= start:
        return False  # a verb stands between: `The EU received 40% of our exports`
    if any(t.part == "verb" for t in within(draft.scene.terms, start, start + 1)):
        return False  # `Bangladesh bought`: it acts
    owned = gap.startswith(("'", "’")) or place.form == "demonym"
    if between and not owned:
        return False
    if preposition(draft.scene, place) in ("with", "to", "from", "than") and not gap.startswith(("'", "’")):
        return False
    words = _ENDING.sub("", gap).replace("-", " ").split()
    if len(words) > 4:
        return False
    plain = [w.lower() for w in words]
    return not any(w in function_words() or (w in changes() and changes()[w][1] == "verb") for w in plain)


def rank_owner(draft: Draft) -> Why | None:
    """`Belarus' seventh-largest partner`, `second-largest supplier of Turkey`, `world's second-largest economy`."""
    if draft.get("kind") != "rank":
        return None
    q, text = draft.quantity, draft.scene.text
    for place in coded(draft):
        inside = place.start < q.end and place.end > q.start
        before = place.end <= q.hedge and re.fullmatch(r"[’']s?[ \n](?:\w+[ \n])?", text[place.end : q.hedge])
        behind = place.start >= q.end and re.fullmatch(
            r"[ \n](?:[\w-]+[ \n]){0,3}?(?:of|for|in)[ \n](?:the[ \n])?", text[q.end : place.start]
        )
        if inside or before or (behind and draft.get("measure") != "investment"):
            return Why(str(place.code), place.start, place.end)
    return None


def owner(draft: Draft) -> Why | None:
    """The economy that stands before the measure as its owner."""
    aimed_at = hit(draft)
    for place in reversed(owners(draft)):
        if _owner(draft, place) and not given_to(draft, place) and place not in aimed_at:
            return Why(place.code or "", place.start, place.end)
    return None


def elliptic(draft: Draft) -> Why | None:
    """`China's came to 10%`, `Russia's to 9.2 million`, `those of Italy`, `Australia: A$14 million` of gifts."""
    scene, q = draft.scene, draft.quantity
    span, verb = scene.subject(q.start), scene.verb(q.start)
    for place in reversed(owners(draft)):
        match = POSSESSIVE.match(scene.text, place.end)
        those = span and span[0] <= place.start < span[1] and _THOSE_OF.search(scene.text, span[0], place.start)
        acts = match and verb and span and span[0] <= place.start and verb[0] == match.end()
        gapped = match and match.end() <= q.hedge and _TO_THE_NUMBER.fullmatch(scene.text, match.end(), q.hedge)
        gave = draft.get("measure") in GIFTS and scene.text[place.end : q.hedge] in (": ", ":\n")
        if those or acts or gapped or gave:
            return Why(place.code or "", place.start, place.end)
    return None


_THOSE_OF = re.compile(r"\b(?:those|that)[ \n](?:of|for)[ \n](?:the[ \n])?$")
_TO_THE_NUMBER = re.compile(  # `France's sit at 43%`, `Russia's crop at 85 million`, but of a share who has it is told
    r"(?:(?!(?:share|part|portion|slice|contribution|exports|imports|purchases|debts?)\b)[a-z]+,?[ \n]){0,3}"
)


def by_preposition(draft: Draft) -> Why | None:
    """`supplies from Russia`: the reporter by its preposition."""
    words = FROM.get(str(draft.get("measure")), ())
    for place in near(draft, ENDS if draft.get("measure") in OPPOSITES else ECONOMIES) if words else ():
        word = preposition(draft.scene, place)
        if word not in words:
            continue
        ports = word == "from" and _SITES.match(draft.scene.text, place.end)
        fits = (place.form == "demonym") == (word == "of") or ports
        if fits and not another_measure(draft, place):
            return Why(str(place.code), place.start, place.end)
    return None


_SITES = re.compile(
    r"[ \n](?:[\w-]+[ \n])?(?:ports?|terminals?|harbou?rs|fields|mines|mills|yards|warehouses|plants|farms)\b"
)


def turned(draft: Draft) -> Why | None:
    """`those in the opposite direction`: the partner of the number before reports."""
    sides = other_way(draft)
    return Why(str(sides[0].get("partner")), *sides[1]) if sides else None


def accounts(draft: Draft) -> Why | None:
    """`Net debt US$612m`, `revenue came to $514m`: a firm's own accounts are told where the firm is at home."""
    firm = draft.scene.state.firm if draft.get("measure") not in _OF_ECONOMIES else None
    if not firm:
        return None
    at = draft.clause[0]
    found = next(money().find(lowered(draft.scene.text[slice(*draft.clause)])), None)
    return Why(firm, at + found[0], at + found[1]) if found else None


_OF_ECONOMIES = (*OPPOSITES, "trade", "surplus", "deficit", "tariff", "gdp", "consumption")


def between(draft: Draft) -> Why | None:
    """`trade between Russia and China`: the one whose data it is, else the first named."""
    pair = joined_pair(draft)
    if pair is None:
        return None
    first, second = pair
    spoken = _speaks_for(draft, str(second.code))
    chosen = second if spoken else first
    return Why(str(chosen.code), chosen.start, chosen.end)


def _speaks_for(draft: Draft, code: str) -> bool:
    source = draft.scene.state.paragraph.source
    return source is not None and any(p.code == code and source.start <= p.start < source.end for p in around(draft))


def host(draft: Draft) -> Why | None:
    """`Russian investment in Kazakhstan`: of direct investment the host reports."""
    sides = invested(draft)
    return Why(str(sides[0].code), sides[0].start, sides[0].end) if sides else None


def as_before(draft: Draft) -> Why | None:
    """In a list the place before the number plays the part of the one before the last number."""
    found = neighbour(draft)
    if found is None:
        return None
    place, before = found
    reporter, partner = before.reasons.get("reporter"), before.reasons.get("partner")
    if partner and names_a_place(draft, partner) and before.get("reporter"):
        return Why(str(before.get("reporter")), draft.quantity.start, draft.quantity.end)
    if reporter and names_a_place(draft, reporter) and before.get("measure") == draft.get("measure"):
        return Why(str(place.code), place.start, place.end)
    return None


def not_the_counterpart(draft: Draft) -> Why | None:
    """`Bangladesh bought 7 tonnes` among a country's exports: the buyer is the partner, the country still reports."""
    place = counterpart(draft)
    if place is None:
        return None
    return Why(str(flow_of(draft)), draft.quantity.start, draft.quantity.end)


_WORLDS = re.compile(r"(?i:\b(?:world|global|worldwide)(?:[’']s)?[ \n](?:[\w-]+[ \n]){0,3}$)")
_OF_THE_WORLD = ("consumption", "output", "reserves", "gdp", *FLOWS, "trade")


def worldwide(draft: Draft) -> Why | None:
    """`The agency sees world oil demand growing`, `The global market had a surplus`: all the world's."""
    scene = draft.scene
    told = draft.get("kind") in ("level", "growth", "change") and draft.get("measure") in _OF_THE_WORLD
    if not told or draft.reasons["measure"].rule in (*_INHERITED, "continued"):
        return None
    start, span = anchor(draft)[0], scene.subject(draft.quantity.start)
    match = _WORLDS.search(scene.text, max(scene.start, start - _BESIDE * 2), start)
    match = match or (span and _THE_WORLD.match(scene.text, *span)) or _GLOBALLY.match(scene.text, draft.clause[0])
    return Why("WLD", *match.span()) if match and not within(coded(draft), *match.span()) else None


_THE_WORLD = re.compile(
    r"(?i:(?:the[ ])?(?:world\b(?![’'])(?![ \n](?:bank|food|health|trade org))|"
    r"global[ \n](?:[\w-]+[ \n]){0,2}(?:markets?|industry|trade|economy|supply|demand|output|consumption)\b))"
)
_GLOBALLY = re.compile(r"(?i:\W{0,3}(?:globally|worldwide|(?:around|across|throughout) the (?:world|globe))\b)")


def doer(draft: Draft) -> Why | None:
    """The one who acts in the clause: `Serbia imported`, `Brazil posted a surplus`, `Rotterdam handled`."""
    place = subject(draft)
    if place is None or place.code in {p.code for p in hit(draft)}:
        return None
    return Why(place.code or "", place.start, place.end)


def speaker(draft: Draft) -> Why | None:
    """`Mishustin said that 80 joint projects`: in an article about two, the one who speaks of what both have."""
    scene, pair = draft.scene, draft.scene.state.pair
    for at in dict.fromkeys((draft.clause[0] - 1, scene.start)) if pair else ():
        place = acting(scene, at) if at >= scene.start else None
        if pair and place and place.code in pair and SAID.search(scene.text, place.end, draft.quantity.start):
            return Why(str(place.code), place.start, place.end)
    return None


_BESIDE = 16  # a place further behind the measure belongs to something else


_FLOWING = re.compile(
    r"\b(?:remittances|inflows|transfers|arrivals|visitors|visits|tourists|trips)[ \n]to[ \n](?:the[ \n])?$"
)


_SITED = (*ALONE, "imports", "tariff")


def located(draft: Draft) -> Why | None:
    """`Stocks in the EU slipped`, `In Argentina they came to $2bn`: where the measure is, beside it or in front."""
    scene, q, measured = draft.scene, draft.quantity, anchor(draft)[1]
    for place in around(draft):
        if (
            place.code
            and draft.clause[0] <= place.start < q.start
            and _FLOWING.search(scene.text[max(0, place.start - 40) : place.start])
        ):
            return Why(place.code, place.start, place.end)
        if (
            place.text == "there"
            and draft.get("measure") in _SITED
            and not preposition(scene, place)
            and 0 <= place.start - measured <= 1
        ):
            return Why(str(place.code), place.start, place.end)  # `Imports there rose`
        if place.code and place.form in SUBJECTS and preposition(scene, place) == "in" and q.form != "count":
            beside = draft.get("measure") in (*ALONE, "imports") and 0 <= place.start - measured <= _BESIDE
            beside = beside and draft.scene.clause(place.start) in (draft.clause, draft.scene.clause(measured))
            front = place.end <= q.start and 0 <= place.start - draft.clause[0] <= len("Back in ")
            if beside or front or _grown_there(draft, place):
                return Why(place.code, place.start, place.end)
    return None


def _grown_there(draft: Draft, place: Place) -> bool:
    """Whether a flow grew in a place: `Exports should fall by 1.5% in Africa`, `imports in Japan (-1.8%)`."""
    q = draft.quantity
    if draft.get("measure") not in OPPOSITES or draft.get("kind") != "growth":
        return False
    bracket = draft.scene.text[place.end : q.start] == " (" and draft.scene.text.startswith(")", q.end)
    return bracket or 0 < place.start - q.end <= len(" in the ")


def running_reporter(draft: Draft) -> Why | None:
    """The reporter that holds from before: of the clause, of the paragraph, of the article; never the partner named."""
    state = draft.scene.state
    words = partner_words(draft)
    if draft.get("measure") == "tariff":
        others = {p.code for p in hit(draft)}
    else:
        others = {p.code for p in near(draft) if preposition(draft.scene, p) in words}
    if draft.get("measure") in GIFTS:
        others.add(state.needy)  # who was given something does not give
    said = [d for d in reversed(draft.scene.drafts[-FEW:]) if d.get("reporter") and d.get("reporter") not in others]
    here = [d for d in said if d.get("measure") == draft.get("measure")]
    for d in (*here, *said)[:1]:
        return Why(str(d.get("reporter")), *d.reasons["reporter"].span, carried=True)
    if (code := state.deeds.get(str(draft.get("measure")))) and code not in others:
        return carried(draft, code)
    if draft.get("measure") == "trade" and state.pair and state.article.reporter in state.pair:
        return carried(draft, str(state.article.reporter))  # of what both have, the one whose story it is
    whole = _IN_ALL.match(draft.scene.text, draft.clause[0]) and state.article.reporter
    if whole and whole not in others and state.homes[:1] == [whole]:
        return carried(draft, whole)
    codes = (state.paragraph.reporter, state.paragraph.partner, state.article.reporter, *(state.pair or ()))
    if draft.get("measure") == "tariff" and state.firm:
        return None  # where the firm is at home tells nothing of who levies
    known = [code for code in codes if code]
    if known and not {*known} - others and draft.get("measure") in FLOWS:
        known = state.named[::-1][:FEW]  # `Zambia is among them. Of our exports to China`
    code = next((code for code in known if code not in others), None)
    return carried(draft, code) if code else None


_IN_ALL = re.compile(r"(?i:\W{0,3}(?:and[ ])?(?:total|overall|altogether|combined|in all|all told|all up|in total)\b)")


REPORTER = (
    table_reporter,
    turned,
    rank_owner,
    between,
    seller,
    host,
    lender,
    as_before,
    listed_reporter,
    owner,
    elliptic,
    by_preposition,
    not_the_counterpart,
    levies,
    worldwide,
    doer,
    levier,
    market,
    located,
    speaker,
    accounts,
    running_reporter,
)
