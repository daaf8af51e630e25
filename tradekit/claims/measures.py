"""Rules for `measure`, `item` and `core`."""

from __future__ import annotations

import re
from functools import cache

from tradekit.claims.scene import Draft, Why, left, respective, right
from tradekit.quantities.grammar import function_words
from tradekit.tables import rows
from tradekit.terms import Term

_NOUN_BEHIND = re.compile(
    r"[)]?(?:[ \n-](?!(?:in|of|to|from|for|by|at|on|with|and|or|than|as|was|is|were|are|that|which|"
    r"while|after|before|per|a|an|the)\b)[\w’'-]+){0,3}?[ \n-]$"
)
_OF_BEHIND = re.compile(
    r"[ \n](?:(?:rise|increase|fall|drop|gain|decline|decrease|jump|cut|growth|surge|worth|slump|"
    r"slide|of|in)[ \n]){1,3}(?:(?:the|its|their|all|a|our|total|new|annual|overall|combined|"
    r"bilateral|[\w’'-]+)[ \n]){0,4}?$"
)
_COUNT_VERBS = re.compile(
    r"(?i:\b(?:bought|imported|exported|sold|shipped|purchased|donated|supplied|delivered|ordered|"
    r"received)[ \n](?:\w+[ \n])?)$"
)
_COUNTED = {
    "line": "tariff",
    "product": "tariff",
    "agreement": "deal",
    "contract": "deal",
    "deal": "deal",
    "memorandum": "deal",
    "accord": "deal",
    "bushel": "output",
    "project": "investment",
}


def unit_tells(draft: Draft) -> Why | None:
    """Durations are `other`; prices a unit and exchange rates are `price`."""
    q = draft.quantity
    if q.form == "duration":
        return Why("other", q.start, q.end)
    if (
        q.unit
        and "/" in q.unit
        and q.form == "money"
        and q.unit.rsplit("/", 1)[1] not in ("year", "month", "day", "week", "hour")
    ):
        return Why("price", q.start, q.end)
    return None


def counted(draft: Draft) -> Why | None:
    """Counts of people, things and events are `other`, unless the noun or a verb of trade tells more."""
    q, scene = draft.quantity, draft.scene
    if q.form != "count" or q.unit is None:
        return None
    noun = q.unit.split("/")[0]
    words = {t.value for t in scene.measures()}
    if noun in ("line", "product"):
        return (
            Why("tariff", q.start, q.after)
            if "tariff" in words or draft.scene.state.paragraph.measure == "tariff"
            else Why("other", q.start, q.after)
        )
    if noun == "unit" or noun in ("time", "person", "country", "company", "worker", "employee", "minister"):
        return Why("other", q.start, q.after)
    if noun in _COUNTED:
        return Why(_COUNTED[noun], q.start, q.after)
    if _COUNT_VERBS.search(draft.before(24)):
        verbs = [t for t in left(scene.measures(), q.hedge, draft.clause[0]) if t.part == "verb"]
        if verbs:
            return Why(verbs[0].value, verbs[0].start, verbs[0].end)
    gifts = [t for t in scene.measures() if t.value == "aid"]
    if gifts:
        return Why("aid", gifts[0].start, gifts[0].end)
    goods = [t for t in scene.terms if t.kind == "goods" and q.end <= t.start < q.after + 24]
    if goods and draft.scene.state.paragraph.measure in ("exports", "imports", "output", "sales", "aid"):
        return Why(draft.scene.state.paragraph.measure, goods[0].start, goods[0].end)
    return Why("other", q.start, q.after)


_TRADE = frozenset({"exports", "imports", "trade", "surplus", "deficit", "balance"})


def _usable(draft: Draft) -> list[Term]:
    """Give the measures outside the number; in an article on trade, sales are exports and a buyer's costs imports."""
    found = []
    for term in draft.scene.measures():
        if not (term.end <= draft.quantity.hedge or term.start >= draft.quantity.end) or term.text.startswith(
            ("trading partner", "trade partner")
        ):
            continue
        if _sold_abroad(draft, term):
            term = term._replace(value="exports")
        elif _is_futures(draft, term):
            term = term._replace(value="price")
        found.append(term)
    return found


_FUTURES = re.compile(
    r"(?i:(?:Jan|Feb|March|Apr|May|June|July|Aug|Sep|Oct|Nov|Dec)\w*|-month|most-active|benchmark|nearby|"
    r"futures|soyoil|palm|wheat|oil)[ \n]$"
)


def _is_futures(draft: Draft, term: Term) -> bool:
    """Whether a contract is one of a futures market: `the July contract fell`."""
    if term.text not in ("contract", "contracts"):
        return False
    return bool(_FUTURES.search(draft.scene.text[max(0, term.start - 24) : term.start]))


def _sold_abroad(draft: Draft, term: Term) -> bool:
    if term.value != "sales" or not term.text.startswith("sale"):
        return False
    behind = draft.scene.text[term.end : term.end + 60]
    if re.match(
        r"(?:[ \n]of(?:[ \n][\w-]+){1,6}?)?[ \n](?:abroad|overseas|to[ \n](?:the[ \n])?(?:[A-Z]|those|non-))",
        behind,
    ):
        return True
    return draft.scene.state.article.measure in _TRADE


_LINKS = frozenset("in of the its their all a an our his her this these those total some most".split())


def _crosses(gap: str) -> bool:
    """Whether the words between a number and a measure lead out of its phrase: `8% despite tariffs`."""
    words = re.findall(r"[a-z’'-]+", gap.lower())
    return any(word not in _LINKS and (word in function_words() or word in _OUT) for word in words)


_OUT = frozenset("despite amid amidst response face because due owing thanks following unlike besides".split())


def noun_behind(draft: Draft) -> Why | None:
    """`a $4.77bn surplus`, `a 25% tariff`: a measure in the same noun phrase."""
    q, scene = draft.quantity, draft.scene
    for term in right(_usable(draft), q.end, min(scene.end, q.end + 48)):
        gap = scene.text[q.end : term.start]
        if (
            term.part == "noun"
            and _NOUN_BEHIND.fullmatch(gap)
            and not re.search(r"\b(?:more|less|higher|lower)\b", gap)
            and not _crosses(gap)
        ):
            return Why(term.value, term.start, term.end)
        break
    return None


def of_behind(draft: Draft) -> Why | None:
    """`$29.86 billion in exports`, `a $0.6 billion rise in the services surplus`, `a third of exports`."""
    q, scene = draft.quantity, draft.scene
    for term in right(_usable(draft), q.end, min(draft.clause[1], q.end + 64)):
        timed = any(q.end <= t.start < term.start for t in scene.times)
        gap = scene.text[q.end : term.start]
        if _OF_BEHIND.fullmatch(gap) and not timed and not _crosses(gap):
            return Why(term.value, term.start, term.end)
        break
    return None


_PASSIVE = re.compile(r"[ \n](?:(?:will|would|is|are|was|were|to|has|have|had|being|been|be)[ \n]){1,3}$")


def done_behind(draft: Draft) -> Why | None:
    """`$5 billion will be lent`, `$130 million will be spent on food aid`: what is done with the sum."""
    q, scene = draft.quantity, draft.scene
    term = next((t for t in right(_usable(draft), q.end, min(draft.clause[1], q.end + 40)) if t.part == "verb"), None)
    if term is None or q.form != "money" or not _PASSIVE.fullmatch(scene.text[q.end : term.start]):
        return None
    aid = next(
        (t for t in right(_usable(draft), term.end, min(draft.clause[1], term.end + 24)) if t.value == "aid"), None
    )
    return Why((aid or term).value, term.start, term.end)


def subject(draft: Draft) -> Why | None:
    """The nearest measure before the number in its clause."""
    found = list(left(_usable(draft), draft.quantity.hedge, draft.clause[0]))
    if draft.get("kind") == "share":  # `China bought a third of the total`: of what the paragraph is about
        found = [t for t in found if t.part == "noun"]
    nouns = [t for t in found if t.part == "noun"]
    best = found[0] if found else None
    subjects = [t for t in nouns if t.value in _TRADE]
    if best is not None and best.part == "verb" and best.value in ("price", "cost", "sales") and subjects:
        best = subjects[0]  # `exports fetched`, `importers spent`
    if best is not None and best.part == "verb" and nouns and not _verb_direct(draft, best):
        best = nouns[0]
    if best is None:
        return None
    head = next(
        (t for t in nouns if t.end < best.start and _HEAD_OF.fullmatch(draft.scene.text[t.end : best.start])),
        None,
    )
    best = head or best
    return Why(best.value, best.start, best.end)


# `surplus in trade`, `deficit in goods trade`: the first noun is the measure
_HEAD_OF = re.compile(r"[ \n](?:in|on|of)[ \n](?:(?:the|its|their|bilateral|mutual|goods|merchandise|total)[ \n]){0,2}")


def _verb_direct(draft: Draft, term: Term) -> bool:
    return draft.quantity.hedge - term.end < 24


def earlier_clause(draft: Draft) -> Why | None:
    """A clause that leaves its subject out takes that of the clause before it."""
    if draft.scene.drafts:
        last = draft.scene.drafts[-1]
        if last.get("measure") not in (None, "other"):
            start, end = last.reasons["measure"][1:]
            return Why(str(last.get("measure")), start, end)
    found = [t for t in left(_usable(draft), draft.quantity.hedge, draft.scene.start) if t.part == "noun"]
    return Why(found[0].value, found[0].start, found[0].end) if found else None


def later_in_sentence(draft: Draft) -> Why | None:
    """The first measure behind the number in its sentence."""
    found = [t for t in right(_usable(draft), draft.quantity.end, draft.clause[1]) if t.part == "noun"]
    return Why(found[0].value, found[0].start, found[0].end) if found else None


def running_topic(draft: Draft) -> Why | None:
    """What the article was about before this sentence."""
    q = draft.quantity
    if draft.scene.state.paragraph.measure and (
        q.form in ("money", "physical", "points", "rank") or q.unit in ("%", "x")
    ):
        return Why(draft.scene.state.paragraph.measure, q.start, q.end)
    return None


def other(draft: Draft) -> Why | None:
    """No measure is told."""
    return Why("other", draft.quantity.start, draft.quantity.end)


def table_row(draft: Draft) -> Why | None:
    """The measure that the first cell of a table's row names."""
    cells = draft.scene.cells
    if not cells:
        return None
    words = [t for t in draft.scene.measures() if cells[0][0] <= t.start < cells[0][1]]
    column = next((i for i, (start, end) in enumerate(cells) if start <= draft.quantity.start < end), 0)
    words = words or [t for t in draft.scene.state.head_terms[column : column + 1] if t]
    return Why(words[0].value, words[0].start, words[0].end) if words else None


def rank_of(draft: Draft) -> Why | None:
    """A rank as a trading partner is `trade`, as a supplier or buyer `exports` or `imports`, of an economy `gdp`."""
    if draft.quantity.form != "rank":
        return None
    after = draft.after(60)
    for pattern, value in (
        (r"(?:[ \n-][\w’']+){0,2}?[ \n]econom", "gdp"),
        (r"(?:[ \n-][\w’']+){0,2}?[ \n](?:import|supplier|source)", "imports"),
        (r"(?:[ \n-][\w’']+){0,2}?[ \n](?:export|buyer|customer|market|destination)", "exports"),
        (r"(?:[ \n-][\w’']+){0,2}?[ \n](?:trad|partner)", "trade"),
    ):
        if match := re.match(pattern, after):
            return Why(value, draft.quantity.start, draft.quantity.end + match.end())
    return None


MEASURE = (
    table_row,
    unit_tells,
    counted,
    rank_of,
    noun_behind,
    of_behind,
    done_behind,
    subject,
    earlier_clause,
    later_in_sentence,
    running_topic,
    other,
)


def goods_of_quantity(draft: Draft) -> Why | None:
    """`11.37 million tons of soybeans`: the goods that a weight or a sum is of."""
    q, scene = draft.quantity, draft.scene
    match = re.match(r"[ \n](?:of|worth of)[ \n]((?:[a-z][\w-]*[ \n]){0,3}?)", draft.after(40))
    if not match:
        return None
    goods = [t for t in scene.terms if t.kind == "goods" and q.end < t.start < q.end + 40]
    return _item(draft, goods[0].start, goods[0].end) if goods else None


def respective_goods(draft: Draft) -> Why | None:
    """`Sales of chips and cars soared 21% and 20%, respectively`: each number has its goods."""
    listed = respective(draft)
    goods = [t for t in draft.scene.terms if t.kind == "goods" and t.end <= draft.quantity.start]
    if listed is None or len(goods) < listed[1]:
        return None
    term = goods[len(goods) - listed[1] + listed[0]]
    return _item(draft, term.start, term.end)


def goods_near_measure(draft: Draft) -> Why | None:
    """`imports of gas`, `soybean imports`, `sales of integrated circuits abroad`."""
    scene = draft.scene
    if "measure" not in draft.reasons:
        return None
    start, end = draft.reasons["measure"][1:]
    own = [t for t in scene.terms if t.kind == "goods" and draft.clause[0] <= t.start and t.end <= draft.quantity.hedge]
    if own and start < draft.clause[0]:
        return _item(draft, own[-1].start, own[-1].end)  # `…; those of soybeans halved`
    for term in scene.terms:
        if term.kind != "goods":
            continue
        if term.end <= start and re.fullmatch(r"[ \n](?:trade[ \n])?", scene.text[term.end : start]):
            return _item(draft, term.start, term.end)
        if term.start >= end and re.fullmatch(
            r"(?:[ \n](?:abroad|overseas))?[ \n](?:of|in)[ \n](?:(?:the|its|all|[A-Z]\w+)[ \n])?",
            scene.text[end : term.start],
        ):
            return _item(draft, term.start, term.end)
    return None


_NAMED_GOODS = re.compile(r"(?<![\w’-])([A-Za-z][\w’-]{2,24})[ \n]$")


@cache
def _modifiers() -> frozenset[str]:
    return frozenset(row["word"] for row in rows("modifiers"))


def noun_before_measure(draft: Draft) -> Why | None:
    """`Semiconductor exports`, `watch shipments`: the plain noun right before the measure."""
    scene = draft.scene
    rule, start, end = draft.reasons.get("measure", ("", 0, 0))
    if (
        draft.get("measure") not in ("exports", "imports", "output", "consumption", "price", "reserves")
        or start < scene.start
    ):
        return None
    if rule not in ("subject", "noun_behind", "of_behind", "earlier_clause") or " " in scene.text[start:end]:
        return None
    if not any(t.start == start and t.part == "noun" for t in scene.terms):
        return None
    match = _NAMED_GOODS.search(scene.text, max(scene.start, start - 28), start)
    if match is None or match.end() != start:
        return None
    word, at = match[1].lower(), match.start(1)
    if word in _modifiers() or word in function_words() or word.endswith(("ing", "ed", "ly", "’s", "'s")):
        return None
    spans = [(f.start, f.end) for found in (scene.places, scene.times, scene.quantities, scene.terms) for f in found]
    if any(first <= at < last for first, last in spans):
        return None
    return _item(draft, at, match.end(1))


def goods_subject(draft: Draft) -> Why | None:
    """Goods that stand as the subject of the clause, or head the bullet: `Soybeans rose`, `Iron ore: 104 mmt`."""
    scene, q = draft.scene, draft.quantity
    if draft.get("measure") in ("other", "gdp", "deficit", "surplus", "trade", "balance", "reserves"):
        return None
    goods = [t for t in scene.terms if t.kind == "goods" and draft.clause[0] <= t.start and t.end <= q.hedge]
    if goods:
        return _item(draft, goods[-1].start, goods[-1].end)
    if scene.sentence.kind == "bullet":
        goods = [t for t in scene.terms if t.kind == "goods" and t.end <= q.hedge]
        if goods:
            return _item(draft, goods[0].start, goods[0].end)
    return None


def _item(draft: Draft, start: int, end: int) -> Why:
    return Why(" ".join(draft.scene.text[start:end].split()).lower(), start, end)


def same_subject(draft: Draft) -> Why | None:
    """What the number before it is of, if both have the same word as their measure."""
    reason = draft.reasons.get("measure")
    for d in reversed(draft.scene.drafts):
        if reason and d.reasons.get("measure", ("",))[1:] == reason[1:]:
            item = d.get("item")
            return Why(item, *d.reasons["item"][1:]) if item else None
    return None


def running_item(draft: Draft) -> Why | None:
    """The goods that the paragraph, or by its title the article, is about."""
    state, q = draft.scene.state, draft.quantity
    if state.article.item == "goods and services" and draft.get("measure") in _TRADE:
        clause = draft.scene.text[draft.clause[0] : draft.clause[1]]
        told = re.search(r"\b(?:goods|services)\b", clause) or draft.get("partner")
        return None if told else Why(state.article.item, q.start, q.end)
    if draft.get("measure") not in ("exports", "imports", "output", "price", "reserves", "consumption"):
        return None
    inherited = draft.reasons.get("measure", ("",))[0] in ("running_topic", "earlier_clause", "counted")
    if inherited and state.paragraph.item and draft.get("measure") == state.paragraph.measure:
        return Why(state.paragraph.item, q.start, q.end)
    if state.article.item and draft.get("measure") == state.article.measure:
        return Why(state.article.item, q.start, q.end)
    return None


ITEM = (
    goods_of_quantity,
    respective_goods,
    goods_near_measure,
    noun_before_measure,
    goods_subject,
    same_subject,
    running_item,
)
