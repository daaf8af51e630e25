"""Rules for `measure`: what the words of a clause name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from tradekit.claims.acting import actor
from tradekit.claims.by_unit import rank_of, unit_tells
from tradekit.claims.commodities import CARRIERS
from tradekit.claims.meanings import FLOWS, is_unit_price, meant
from tradekit.claims.phrases import (
    aid_in_all,
    bare_growth,
    bought_out,
    dearer,
    faces_rate,
    given,
    lost,
    of_people,
    of_what,
    of_worlds_goods,
    put_into,
    rate_again,
    rate_on,
    role,
    share_of_supply,
    shares_traded,
    value_hit,
)
from tradekit.claims.scene import Draft, Why, left, right
from tradekit.claims.shipments import sent_off, sent_or_held, went_to
from tradekit.claims.subjects import subject, told_subject
from tradekit.claims.tables import table_measure
from tradekit.claims.topics import GOING_ON, compared, continued
from tradekit.quantities.grammar import function_words
from tradekit.tables import rows
from tradekit.terms import Term

_NOUN_BEHIND = re.compile(
    r"[)]?(?:[ \n-](?!(?:in|of|to|from|for|by|at|on|with|and|or|than|as|was|is|were|are|that|which|"
    r"while|after|before|per|a|an|the)\b)(?:U[.][SK][.]|[\w’'-]+)){0,3}?[ \n-]$"
)
_TIMES_BEHIND = re.compile(r"[ \n](?:the|its|their|that|last[ \n]\w+)[ \n](?:[\w’'-]+[ \n]){0,2}$")
_BRACKET = re.compile(r"[ \n][(][^()\n]{1,40}[)]|[)]")  # `$1bn (€0.9bn) in aid`


def _behind(draft: Draft) -> int:
    """Give where the words behind a number go on: behind the same sum in another currency."""
    q = draft.quantity
    bracket = _BRACKET.match(draft.scene.text, q.end)
    return bracket.end() if bracket and q.form == "money" else q.end


_OF_BEHIND = re.compile(
    r"[ \n](?:(?:rise|increase|fall|drop|gain|decline|decrease|jump|cut|growth|surge|worth|slump|"
    r"slide|of|in)[ \n]){1,3}(?:(?:the|its|their|all|a|our|total|new|annual|overall|combined|"
    r"bilateral|U[.][SK][.]|[\w’'-]+)[ \n]){0,4}?$"
)
_ONE_WORD = re.compile(r"[ \n](?:[\w-]+[ \n])?")
_ORDERED = re.compile(
    r"(?i:\b(?:order(?:s|ed|ing)?|options?|contract(?:s|ed)?)\b(?:[^.;]|\.\d){0,48}[ \n]"
    r"(?:for|on|of|to build|to supply)[ \n](?:[a-z]+[ \n])?|\border(?:s|ed|ing)?[ \n](?:[a-z]+[ \n])?)$"
)
_MADE = re.compile(
    r"(?i:\b(?:makes?|made|builds?|built|assembles?|assembled|produces?|produced|turns? out|turned out|rolled out|"
    r"capacity of|capacity to)[ \n](?:\w+[ \n])?)$"
)
_BOOKED = re.compile(
    r"(?i:\b(?:book(?:s|ed)|pick(?:s|ed)|sign(?:s|ed) for|opted for|options? for)[ \n](?:[a-z]+[ \n])?)$"
)


@cache
def _counted() -> dict[str, str]:
    """Give what a counted noun is: the measure that it has whatever is said of it, `made` or `packed`."""
    return {row["noun"]: row["measure"] or row["class"] for row in rows("counted")}


def _of_goods(draft: Draft) -> Why | None:
    """Give the flow that a count of goods is of: `sales abroad fell to 328,000 cars`."""
    found = subject(draft) or told_subject(draft)
    return found if found and found.value in FLOWS | {"deal"} else None


# what is traded on an exchange: `funds held a net long of 9,000 contracts`
_POSITIONS = re.compile(
    r"(?i:\b(?:net (?:long|short)|open interest|funds|speculators|managed money|volumes?|positions?|futures|options)\b)"
)


def _ordered(draft: Draft) -> Why | None:
    """`ordered 14 jets and six freighters`, `with options on four more`: things made to order."""
    q = draft.quantity
    if order := _ORDERED.search(draft.before(72)) or _BOOKED.search(draft.before(32)):
        return Why("deal", q.hedge - len(order[0]), q.after)
    return None


_PARTS = re.compile(r"(?:[ \n][\w’'-]+){0,6}?(?::|,|,?[ \n](?:and|plus))[ \n](?:[A-Z][\w’'-]*[ \n]){0,2}(?:only[ \n])?")


def _counted_again(draft: Draft) -> Why | None:
    """`delivered 61 planes: 19 airliners and 38 jets`, `Korea booked 41 ships, China 23`: counts in a row."""
    q, scene = draft.quantity, draft.scene
    last = scene.drafts[-1] if scene.drafts else None
    if last is None or last.quantity.form != "count" or last.get("measure") in (None, "other"):
        return None
    alike = _counted().get((last.quantity.unit or "").split("/")[0], "") in ("made", "")
    if not alike or not _PARTS.fullmatch(scene.text, last.quantity.end, q.hedge):
        return None
    return Why(str(last.get("measure")), *last.reasons["measure"].span)


def counted(draft: Draft) -> Why | None:
    """Counts of people, things and events are `other`, unless the noun or a verb of trade tells more."""
    q, scene = draft.quantity, draft.scene
    if q.form != "count" or q.unit is None:
        return None
    if q.after <= q.end and any(d.quantity.form == "physical" and d.quantity.unit == q.unit for d in scene.drafts):
        return None  # `Spain took 1.1 million tonnes and Turkey 900,000`
    noun = q.unit.split("/")[0]
    kind = _counted().get(noun, "")
    if (again := _counted_again(draft)) and kind in ("made", ""):
        return again
    if noun == "point":
        priced = scene.state.paragraph.measure == "price" or scene.state.article.measure == "price"
        other = Why("price" if priced else "other", q.start, q.after)
        return quoted(draft) or told_subject(draft) or subject(draft) or other
    if kind == "packed":
        return None  # as good as a weight
    if kind in ("made", "") and (sent := sent_off(draft)):
        return sent
    if kind == "made":
        made = _MADE.search(draft.before(24))
        told = Why("output", q.hedge - len(made[0]), q.after) if made else None
        if told := _ordered(draft) or told or _of_goods(draft):
            return told
    if noun == "contract" and _POSITIONS.search(scene.text, scene.start, q.hedge):
        return Why("other", q.start, q.after)
    if noun == "unit":
        topic = scene.state.paragraph.measure if scene.verb(q.start) is None else None
        return Why(topic if topic in FLOWS else "other", q.start, q.after)
    if kind == "sales" and re.match(r"[ \n](?:abroad|overseas)\b", draft.after(12)):
        kind = "exports"
    if kind not in ("made", ""):
        return Why(kind, q.start, q.after)
    verb = next((t for t in left(meant(draft), q.hedge, draft.clause[0]) if t.part == "verb"), None)
    if verb and _ONE_WORD.fullmatch(scene.text[verb.end : q.hedge]):
        return Why(verb.value, verb.start, verb.end)
    if ordered := _ordered(draft):
        return ordered
    gifts = [t for t in meant(draft) if t.value == "aid" and draft.clause[0] <= t.start < draft.clause[1]]
    if gifts:
        return Why("aid", gifts[0].start, gifts[0].end)
    goods = [t for t in scene.goods() if q.end <= t.start < q.after + len(" of ") and t.text not in CARRIERS]
    if goods and scene.state.paragraph.measure in ("exports", "imports", "output", "sales", "aid"):
        return Why(scene.state.paragraph.measure, goods[0].start, goods[0].end)
    return Why("other", q.start, q.after)


_LINKS = frozenset("in of the its their all a an our his her this these those total some most".split())


def _crosses(gap: str) -> bool:
    """Whether the words between a number and a measure lead out of its phrase: `8% despite tariffs`."""
    words = re.findall(r"[a-z’'-]+", gap.lower())
    return any(word not in _LINKS and (word in function_words() or word in _OUT) for word in words)


_OUT = frozenset("despite amid amidst response face because due owing thanks following unlike besides".split())


@cache
def _built() -> re.Pattern[str]:
    """Give the pattern of what is put up for a sum: `a $500 million solar farm`."""
    words = "|".join(re.escape(row["word"]) for row in rows("facilities"))
    return re.compile(rf"[ \n](?:(?!(?:{_LEAVING})\b)[a-z-]+[ \n]){{0,2}}?({words})\b")


_LEAVING = "for|in|of|to|on|at|by|from|and|or|a|an|the|per|into|with"


def labelled(draft: Draft) -> Why | None:
    """`Exports: $8.61bn (+5.2%); imports: $6.94bn`: the word with a colon right before the number."""
    for term in left(meant(draft), draft.quantity.hedge, draft.scene.start)[:1]:
        if term.part == "noun" and _LABEL.fullmatch(draft.scene.text, term.end, draft.quantity.hedge):
            return Why(term.value, term.start, term.end)
    return None


_LABEL = re.compile(r"[ ]?:[ \n]{0,2}")


def noun_behind(draft: Draft) -> Why | None:
    """`a $4.77bn surplus`, `a 25% tariff`: a measure in the same noun phrase."""
    q, scene = draft.quantity, draft.scene
    if q.form == "money" and (built := _built().match(scene.text, _behind(draft))):
        return Why("investment", built.start(1), built.end())
    if q.unit == "x" and draft.get("kind") == "ratio":
        return None  # `net debt rose to 3.4 times EBITDA`
    near = right(meant(draft), q.end, min(scene.end, q.end + 48))
    for term in near:
        gap = scene.text[q.end : term.start]
        if (
            term.part == "noun"
            and (_NOUN_BEHIND.fullmatch(gap) or (q.unit == "x" and _TIMES_BEHIND.fullmatch(gap)))
            and not re.search(r"\b(?:more|less|higher|lower)\b", gap)
            and not _crosses(gap)
        ):
            yardstick = told_subject(draft) if q.unit == "x" and term.text.lower() in _YARDSTICKS else None
            return yardstick or _headed(near, term)
        break
    return None


_YARDSTICKS = ("ebitda", "ebit", "operating profit", "earnings", "equity")  # `net debt of 2.9 times ebitda`


def _headed(near: Sequence[Term], term: Term) -> Why:
    """Give what a compound noun is by its last part: `$350m in export subsidies`."""
    for after in near:
        if after.part == "noun" and after.start == term.end + 1:
            term = after
    return Why(term.value, term.start, term.end)


def measured_of(draft: Draft) -> Why | None:
    """`sales of 161,000 tonnes drew stocks down`: what the number is of stands right before it."""
    q = draft.quantity
    if draft.get("kind") == "share" or draft.before(4) != " of ":
        return None
    terms = left(meant(draft), q.hedge, draft.clause[0])
    if not terms or terms[0].part != "noun" or terms[0].end != q.hedge - 4:
        return None
    return Why(terms[0].value, terms[0].start, terms[0].end)


_SIZED = re.compile(r"[ \n][$€£]?\d[\d.,]*[ \n](?:[mb]illion[ \n])?")  # `a tenth of its $2 billion economy`


def of_behind(draft: Draft) -> Why | None:
    """`$29.86 billion in exports`, `a $0.6 billion rise in the services surplus`, `a third of exports`."""
    q, scene = draft.quantity, draft.scene
    if draft.get("kind") == "ratio" and q.unit == "%":
        return None  # `exports cover 60% of imports`
    end = _behind(draft)
    near = right(meant(draft), end, min(draft.clause[1], end + 64))
    for term in near:
        timed = any(end <= t.start < term.start for t in scene.times)
        gap = _SIZED.sub(" ", scene.text[end : term.start])
        if _OF_BEHIND.fullmatch(gap) and not timed and not _crosses(gap) and term.part != "agent":
            return _headed(near, term)
        break
    return None


_PASSIVE = re.compile(
    r"[)]?(?:[ \n][\w-]+){0,2}?[ \n](?:(?:will|would|is|are|was|were|to|has|have|had|being|been|be)[ \n]){0,3}$"
)
_AUXILIARY = re.compile(r"\b(?:will|would|is|are|was|were|has|have|had|be|been)\b")


def done_behind(draft: Draft) -> Why | None:
    """`$5 billion will be lent`, `2 million bags were shipped`: what is done with the sum or weight."""
    q, scene = draft.quantity, draft.scene
    term = next((t for t in right(meant(draft), q.end, min(draft.clause[1], q.end + 40)) if t.part == "verb"), None)
    if (
        term is None
        or q.form not in ("money", "physical", "count")
        or not _PASSIVE.fullmatch(scene.text[q.end : term.start])
    ):
        return None
    if not _AUXILIARY.search(scene.text, q.end, term.end):
        return None
    aid = next(
        (t for t in right(meant(draft), term.end, min(draft.clause[1], term.end + 24)) if t.value == "aid"), None
    )
    return Why((aid or term).value, term.start, term.end)


_PERCENT = r"[(]?[\d.,]+[ ]?(?:%|pc|per cent|percent)[)]?"
_TOWARDS = re.compile(
    rf"(?:,?[ \n](?:lower|higher|up|down|or|to|at|on the (?:day|week|month|year)|{_PERCENT}),?){{1,4}}"
    r"[ \n][^\w\s]{0,2}"
)


_BOUGHT = frozenset("deal imports exports output reserves trade consumption".split())


def paid_at(draft: Draft) -> Why | None:
    """`in a tender at $263`, `exports were offered at $395`: a sum too small for the flow is its price."""
    q = draft.quantity
    found = subject(draft) if is_unit_price(q) and "/" not in (q.unit or "") and not compared(draft) else None
    return Why("price", q.start, q.end) if found and found.value in _BOUGHT else None


def level_ahead(draft: Draft) -> Why | None:
    """`lost $41, or 0.7%, to $5,706 a tonne`: a change that leads to a price is a change of it."""
    q, scene = draft.quantity, draft.scene
    if q.form in ("physical", "count"):
        return None  # `a parcel of 30,000 tonnes at $382`
    for ahead in scene.quantities:
        near = q.end < ahead.start and ahead.hedge - q.end < _NEAR
        priced = near and is_unit_price(ahead) and not (ahead.unit or "").endswith("/share")
        if priced and _TOWARDS.fullmatch(scene.text[q.end : ahead.hedge]):
            told = told_subject(draft)
            return told if told and told.value == "price" else Why("price", ahead.start, ahead.end)
    return None


_NEAR = 40
_OPENS = 3


def quoted(draft: Draft) -> Why | None:
    """`Brent gained $1.63`, `silver $33.91`, `the yen eased 0.2%`: a benchmark or goods with a market's figure."""
    q, scene = draft.quantity, draft.scene
    if draft.get("kind") == "share":
        return None
    goods = [t for t in scene.goods() if t.end <= q.hedge and scene.text[t.end : t.end + 1] not in ("’", "'")]
    span = scene.subject(q.start) or (draft.clause[0], q.hedge)
    if scene.text[slice(*span)].lower() in ("which", "that"):
        span = max((t.start for t in goods if t.end < span[0]), default=span[0]), span[1]  # `gold, which has gained`
    found = [t for t in goods if span[0] <= t.start and t.end <= span[1]]
    found = found or [t for t in goods if 0 <= t.start - draft.clause[0] < _OPENS]
    if not found:
        return None
    term = found[-1]
    priced = is_unit_price(q) or (term.part == "noun" and _moved(draft))
    value = term.part if term.part != "noun" else "price" if priced else None
    return Why(value, term.start, term.end) if value else None


def _moved(draft: Draft) -> bool:
    """Whether goods went up or down within days: `Oil rose by more than 1% on Thursday`."""
    days = any(t.spec.form in ("weekday", "day") for t in draft.scene.times if t.start >= draft.quantity.end)
    return days and draft.get("kind") in ("growth", "change") and actor(draft) == "goods"


MEASURE = (
    table_measure,
    labelled,
    lost,
    unit_tells,
    continued,
    compared,
    counted,
    rank_of,
    of_what,
    bought_out,
    share_of_supply,
    value_hit,
    of_people,
    aid_in_all,
    put_into,
    rate_on,
    faces_rate,
    rate_again,
    given,
    sent_off,
    dearer,
    sent_or_held,
    went_to,
    of_behind,
    measured_of,
    noun_behind,
    done_behind,
    level_ahead,
    bare_growth,
    paid_at,
    shares_traded,
    subject,
    told_subject,
    quoted,
    role,
    of_worlds_goods,
    *GOING_ON,
)
