"""Rules for `status`: whether a figure is, is expected, or is wanted."""

from __future__ import annotations

import re
from functools import cache

from tradekit.claims.clauses import plain_forms
from tradekit.claims.scene import Draft, Scene, Why, left, right, within
from tradekit.claims.sources import source_at
from tradekit.claims.tables import table_status
from tradekit.periods import period_dates, resolve
from tradekit.quantities.grammar import changes
from tradekit.tables import rows
from tradekit.terms import Term

_GIVEN = ("aid", "grant", "loan", "investment", "tariff")
_VERSUS = re.compile(r"\bvs\.?[ ][^,;]{1,16}[ ](?:expected|forecast|est\.?|consensus|seen)\b")
_CALLED = re.compile(r"[ \n](?:expected|forecast|est\.?|consensus|seen)(?=[,;.)|\n]|$)|[ ](?:expected|consensus)\b")


def headline(draft: Draft) -> Why | None:
    """`Exports +5.6% vs +4.9% expected, prior +3.2%`: only the one that is called so is expected."""
    q, scene = draft.quantity, draft.scene
    versus = scene.text.find("vs", scene.start, scene.end) >= 0 and _VERSUS.search(scene.text, scene.start, scene.end)
    if match := _CALLED.match(draft.after(16)):
        return Why("forecast", q.end, q.end + match.end()) if versus or not match[0].endswith("forecast") else None
    return Why("actual", q.start, q.end) if versus else None


_RESTATED = re.compile(r"(?:\(|,?[ \n]or[ \n])$")


def restated(draft: Draft) -> Why | None:
    """`$2 billion (14 billion yuan)`, `$2 billion, or 40% of the cost`: it has the status of what it restates."""
    before = draft.scene.drafts[-1:]
    if not before or not _RESTATED.search(draft.before(8)) or draft.quantity.hedge - before[0].quantity.after > 40:
        return None
    return Why(str(before[0].get("status")), draft.quantity.start, draft.quantity.end)


_FROM = re.compile(r"(?i:\bfrom[ \n](?:about[ \n]|the[ \n]|a[ \n])?)$")
_COMPARED = re.compile(
    r"(?i:\b(?:after|against|than|compared with|compared to|versus|vs\.?|from|up on|down on|"
    r"(?:record|high|low|peak|level|figure) of)[ \n]"
    r"(?:(?:about|some|the|an?|record|revised|(?:this|last)[ \n]\w+[’']s)[ \n])*)$"
)
# the last words of these
_SET_OUT = tuple("after against than with to versus vs vs. from on of about some the a an record revised 's ’s".split())
_BACK = re.compile(
    r"(?:[ \n][a-z]+)?[ \n](?:(?:in[ \n])?the[ \n](?:year|month|quarter|season)[ \n](?:before|earlier)|"
    r"an?[ \n]\w+[ \n](?:ago|earlier|before)|last[ \n](?:year|month|quarter|season)|(?:in[ \n])?the[ \n]previous\b)"
)
_REVISED = re.compile(
    r"(?i:\b(?:cut|cuts|trim|rais|lower|lift|revis|upgrad|downgrad|hik|slash|boost)\w*\b[^.;]{0,80}?"
    r"\b(?:forecasts?|call|guidance|outlook|estimates?|projections?|targets?|view)\b"
    r"|\bnow[ \n](?:sees?|expects?|forecasts?|predicts?|projects?|reckons?|estimates?|looks|guides)\b"
    r"|\b(?:forecasts?|guidance|outlook|estimates?|projections?)\b[^.;]{0,40}?"
    r"\b(?:was|were|been|is|are)[ \n](?:cut|trimmed|raised|lowered|lifted|revised|upgraded|downgraded|slashed|pared)\b)"
)


_DONE_PART = re.compile(
    r"[ -](?:funded|complete|completed|filled|spent|disbursed|paid|had been (?:spent|paid|disbursed))\b"
)


def done(draft: Draft) -> Why | None:
    """`The appeal was only 64% funded`: how much of a plan is done is no plan."""
    match = _DONE_PART.match(draft.after(30)) if draft.quantity.unit == "%" else None
    return Why("actual", draft.quantity.end, draft.quantity.end + match.end()) if match else None


def set_out_from(draft: Draft) -> Why | None:
    """`from 10% to 14%`: where a plan or a forecast sets out from is there."""
    scene, published, before = draft.scene, draft.scene.article.date, draft.before(30)
    if not before.rstrip().lower().endswith(_SET_OUT):
        return None
    compared = _COMPARED.search(before)
    if published is not None and compared:
        behind = right(scene.times, draft.quantity.after, min(scene.end, draft.quantity.after + 40))
        ahead = left(scene.times, draft.quantity.hedge, max(scene.start, draft.quantity.hedge - 40))
        time = next(iter(behind or ahead), None)
        told = time is not None and (time.role == "period" or re.search(r"last\b|\d{4}", time.text))
        code = resolve(time, published, draft.get("reporter"), None) if time and told else None
        if time and code and code[0].isdigit() and period_dates(code)[1] < published:
            return Why("actual", time.start, time.end)  # `after 1.5 million last year`
    if compared and (match := _BACK.match(draft.after(40))):
        return Why("actual", draft.quantity.end, draft.quantity.end + match.end())
    if not _FROM.search(before[-16:]) or _REVISED.search(scene.text, scene.start, draft.quantity.start):
        return None
    return Why("actual", draft.quantity.start, draft.quantity.end)


_JUDGED = ("value", "judge")
_MEANWHILE = re.compile(r"\b(?:after|as|following|because|since|even though|though|when|despite)[ \n]")
_HAD = re.compile(r"[ \n]had[ \n](?:pegged|put|seen)\b")  # `a survey had pegged stocks at`


def by_source(draft: Draft) -> Why | None:
    """What its source does with it: `economists had forecast`, `the ministry aims`, `puts the 2026 crop at`."""
    attributions = draft.scene.attributions
    source = source_at(attributions, draft.quantity.start) if attributions else None
    if source is None or draft.get("kind") == "rank":
        return None
    if source.use == "revise" and _MEANWHILE.search(draft.scene.text, source.end, draft.quantity.start):
        return None  # `cut its forecast after profit fell 12%`
    surveyed = source.use == "value" and _HAD.search(draft.scene.text, source.end, draft.quantity.start)
    if (
        surveyed
        or source.use in ("view", "revise")
        or (source.use in _JUDGED and _ends_later(draft, source.low, source.high))
    ):
        return Why("forecast", source.start, source.end)
    return Why("target", source.start, source.end) if source.use in ("want", "promise") else None


_NOW = ("now", "today", "currently", "at present", "this week", "this month")


def _ends_later(draft: Draft, start: int, end: int) -> bool:
    """Whether a stretch names a time that is not over when the article appears."""
    scene, published = draft.scene, draft.scene.article.date
    told = [t for t in scene.times if t.role == "period" and start <= t.start < end]
    times = [t for t in told if scene.text[t.start : t.end].lower() not in _NOW]
    codes = [resolve(time, published, draft.get("reporter"), None) for time in times[:3]]
    return published is not None and any(code and period_dates(code)[1] > published for code in codes)


_GOODS_HIT = re.compile(
    r"(?i:(?:tariffs?|dut(?:y|ies)|lev(?:y|ies))[ \n](?:[\w-]+[ \n]){0,2}?on|"
    r"(?:goods|products|lines|imports),?[ \n](?:also[ \n])?worth)"
    r"[ \n](?:about[ \n]|some[ \n]|an[ \n]estimated[ \n])?$"
)
_ON_GOODS = ("on", "worth", "about", "some", "estimated")


def goods_hit(draft: Draft) -> Why | None:
    """`a 25% tariff on $50 billion of goods`: the duty may be to come, the goods are traded."""
    before = draft.before() if draft.quantity.form == "money" else ""
    if not before.rstrip().lower().endswith(_ON_GOODS) or not _GOODS_HIT.search(before):
        return None
    return Why("actual", draft.quantity.start, draft.quantity.end)


_THAN = re.compile(
    r"(?i:\b(?:than|beat|beats|beating|missed|missing|topped|topping|above|below|exceeding|as|against[ ]a|unlike|"
    r"despite|defying|met|meeting|on|amid|after|by)[ \n](?:the[ \n]|their[ \n]|its[ \n]|all[ \n]|market[ \n]|"
    r"analysts?[’'][ \n]|(?:it|they|he|she|we)[ \n]){0,2})$"
)
_NEAR = 32  # a cue further behind the number belongs to something else
_LINE = re.compile(r"\n(?=[-*•>A-Z(])")
_WORD = re.compile(r"[ \n]([\w’'-]+)(?:[ \n]([\w’'-]+))?")


@cache
def _verbs() -> dict[str, str]:
    return {row["word"]: row["use"] for row in rows("modal_verbs")}


_PARTICIPLE = re.compile(r"[a-z]+(?:ed|wn|en|ent|ilt|aid|old|ut|ght)")


def _a_thing(draft: Draft, term: Term) -> bool:
    """Whether what will do something is a flow or a thing, which intends nothing: `exports will end the year at`."""
    subject = draft.scene.subject(term.start)
    if subject is None:
        return False
    heads = (t for t in draft.scene.terms if t.end == subject[1])
    return any(t.kind == "goods" or (t.kind == "measure" and t.value not in _GIVEN) for t in heads)


_THEY = re.compile(r"(?i:\b(?:it|they|he|she|we)[ \n])$")


def _modal(draft: Draft, term: Term) -> str:
    """Tell what will happen from what someone will do: `demand will rise 5%`, `Japan will lend $5 billion`."""
    words = _WORD.match(draft.scene.text, term.end)
    verbs = [w.lower() for w in words.groups() if w] if words else []
    verb = next((w for w in verbs if _verbs().get(w) != "skip"), "")
    use = _verbs().get(" ".join(verbs[:2])) or _verbs().get(verb, "")
    if use == "lapses":
        return "actual"  # `a surcharge of $210 will lapse`: until then it is there
    happens = use == "happens" or (verb in changes() and use != "does")
    if term.text == "will":
        passive = len(verbs) > 1 and verbs[0] == "be" and _PARTICIPLE.fullmatch(verbs[1])
        fixed = verb == "be" and draft.get("measure") in _GIVEN  # `the duty will be 4%`
        return "target" if passive or fixed or not (happens or _a_thing(draft, term)) else "forecast"
    speaker = source_at(draft.scene.attributions, draft.quantity.start)
    own = speaker and speaker.role not in ("group", "data") and _THEY.search(draft.scene.text, speaker.end, term.start)
    return "target" if not happens and (own or draft.get("measure") in _GIVEN) else "forecast"


def _holds(draft: Draft, term: Term, behind: bool) -> bool:
    """Whether a word that expects or promises does so for the number."""
    scene, q = draft.scene, draft.quantity
    text = scene.text
    between = text[q.end : term.start] if behind else text[term.end : q.hedge]
    if _LINE.search(between) or (not text[term.start].islower() and term.text in ("may", "will")):
        return False
    if term.part == ("before" if behind else "behind"):
        return bool(behind and between in (" ", "-"))  # `a $5bn target`
    if term.part == "gift" and (behind or draft.get("measure") not in _GIVEN or len(between.split()) > 3):
        return False
    if term.part == "to" and not re.match(
        r"[ \n](?:[\w’'-]+[ \n]){0,3}?to[ \n](?=[a-z])", text[term.end : term.end + 40]
    ):
        return False
    if term.part == "for" and not behind and not re.search(r"\bfor[ \n](?:\w+[ \n]){0,2}$", between):
        return False
    if not behind:
        itself = between in (" of ", " of a ") or term.text.endswith((" of", " for"))  # `against a target of 3%`
        return itself or not _THAN.search(text, max(scene.start, term.start - 32), term.start)
    attributive = q.unit == "%" and re.match(r"[ -](?!of\b)[a-z]+", between) and len(between.split()) < 3
    relative = re.search(r"(?<!of )\b(?:which|that|who)\b", between)
    if term.text in ("would", "could", "might") and not re.match(
        r" be [a-z]+(?:ed|it|ut)\b", text[term.end : term.end + 24]
    ):
        return False  # `The 25% tariff could hurt growers`
    return not (
        attributive or relative or "," in between or _THAN.search(text, max(scene.start, term.start - 32), term.start)
    )


def _as_cue(term: Term) -> Term | None:
    """Give a word of status as it is, and the last word of a measure that is one: `production guidance`."""
    if term.kind != "measure":
        return term if term.kind == "status" else None
    last = term.text.rpartition(" ")[2]
    if last not in ("guidance", "forecast", "outlook", "target", "goal"):
        return None
    return term._replace(kind="status", value="target" if last in ("target", "goal") else "forecast", part="before")


_PERFECT = re.compile(r"(?i:\b(?:have|has|had|having|also|already)[ \n])$")  # `growers have seen prices fall`
# `the $60,000 seen in November`: it was seen
_WAS = re.compile(
    r"[ \n](?:last|a|early|late|in[ \n](?:the[ \n](?:previous|first|last)|\d{4}|[A-Z][a-z]{2,8}\b)|during)\b"
)
_INNER = re.compile(r"\b(?:that|which|who)\b")


def _was_seen(scene: Scene, term: Term) -> bool:
    """Whether `seen` tells what happened."""
    if term.text != "seen":
        return False
    before = scene.text[max(0, term.start - 12) : term.start]
    return bool(_PERFECT.search(before) or _WAS.match(scene.text, term.end))


def cue(draft: Draft) -> Why | None:
    """A word that says the figure is expected or promised, in its clause or with the verb that it takes over."""
    scene, q = draft.scene, draft.quantity
    if draft.get("kind") == "rank":
        return None
    if scene.cues is None:
        scene.cues = [found for t in scene.terms if (found := _as_cue(t)) and not _was_seen(scene, t)]
    if not scene.cues:
        return None
    floor, ceiling = draft.clause
    verb = scene.verb(q.start)
    if verb is not None and verb[0] < floor and not _INNER.search(scene.text, scene.clause(verb[0])[0], verb[0]):
        floor = scene.clause(verb[0])[0]  # `Japan pledged $1bn in aid and loans of $5bn`
    floor = _infinitives(scene, floor)
    words = within(scene.cues, floor, ceiling)
    before = next((t for t in left(words, q.start, floor) if _holds(draft, t, behind=False)), None)
    reach = ceiling if verb is not None and q.end <= verb[0] else q.end + _NEAR
    behind = next((t for t in right(words, q.end, min(ceiling, reach)) if _holds(draft, t, behind=True)), None)
    if behind and re.match(r"[ \n]of[ \n](?:which|it|this|that|them)[ \n]", scene.text[q.end : q.end + 12]):
        before = None
    found = before or behind
    if found is None:
        return None
    return Why(_modal(draft, found) if found.value == "modal" else found.value, found.start, found.end)


_TWO_FORMS = re.compile(r",?[ \n]?(?:and|or)[ \n]([a-z]+)\b")
_GOVERNS = re.compile(r"\b(?:will|would|could|may|might|shall|should|to)[ \n](?:also[ \n])?(?P<verb>[a-z]+)\b")


def _infinitives(scene: Scene, floor: int) -> int:
    """Give where the first of a row of infinitives begins: `plans to close three plants and cut 1,200 jobs`."""
    second = _TWO_FORMS.match(scene.text, floor)
    if second is None or second[1] not in plain_forms() | _LIKE_PAST or floor <= scene.start:
        return floor
    before = scene.clause(floor - 1)[0]
    return before if _GOVERNS.search(scene.text, before, floor) else floor


_LIKE_PAST = frozenset("cut put set shut let hit bid cost spread shed beat".split())


_PROMISED = re.compile(
    r"[ \n](?:[^,.;\d]{0,40}?[ \n])??(?:that|which)[ \n][^,.;\d]{2,40}?[ \n]"
    r"(?P<verb>promised|pledged|planned|sought|requested|vowed|targeted|"
    r"threatened|asked for|called for|demanded|proposed|offered)\b"
)


def promised(draft: Draft) -> Why | None:
    """`the $20 billion that Japan promised Africa`: a relative clause says what the figure is."""
    match = _PROMISED.match(draft.scene.text, draft.quantity.end, draft.scene.end)
    return Why("target", *match.span("verb")) if match else None


_INFINITIVE = re.compile(r"[\W]{0,4}(?:[A-Z][\w’'&.-]*[ \n])(?:[\w’'&-]+[ \n]){0,4}?to[ \n](?=[a-z])")


def infinitive(draft: Draft) -> Why | None:
    """`Japan to mobilise $30 billion`: a headline's infinitive is what is to be."""
    scene = draft.scene
    if scene.text.find("to", scene.start, draft.quantity.hedge) < 0:
        return None
    line = max(scene.start, scene.text.rfind("\n", scene.start, draft.quantity.start) + 1)
    line = max(line, scene.text.rfind("; ", line, draft.quantity.start) + 1)
    verb = scene.verb(draft.quantity.start)
    if verb is not None and line <= verb[0] < draft.quantity.start:
        return None
    match = _INFINITIVE.match(scene.text, line, draft.quantity.hedge)
    if match is None:
        return None
    closing = scene.text.find("\n", draft.quantity.end, scene.end)
    if scene.text[line : closing if closing > 0 else scene.end].rstrip().endswith("."):
        return None  # prose: `Sudan used to supply 70% of the world’s gum`
    return Why("target", match.end() - 3, match.end() - 1)


_IS_SO = re.compile(r"(?:has|have|had|was|were|stood|closed|traded|settled|ended|came)\b")


def deadline(draft: Draft) -> Why | None:
    """A figure with a time still to come is a target."""
    scene, published = draft.scene, draft.scene.article.date
    for time in scene.times:
        if (
            time.role != "deadline"
            or not draft.clause[0] <= time.start < draft.clause[1]
            or draft.quantity.form == "duration"
        ):
            continue
        code = resolve(time, published, draft.get("reporter"), None)
        verb = scene.verb(draft.quantity.start)
        if verb is not None and _IS_SO.match(scene.text, verb[0]):
            continue  # `Within a year Iran has moved from seventh place`
        if scene.text.startswith(("until", "till"), time.start) or scene.text.endswith(
            ("until ", "till "), 0, time.start
        ):
            continue  # `bound by a contract at $319 a tonne until March`
        past = re.search(r"\b(?:last|ago|earlier|before)\b", scene.text[time.start : time.end + 12])
        if (code is None and not past) or published is None or (code and period_dates(code)[1] >= published):
            return Why("target", time.start, time.end)
    return None


def actual(draft: Draft) -> Why | None:
    """What is neither expected nor promised."""
    return Why("actual", draft.quantity.start, draft.quantity.end)


STATUS = (
    table_status,
    headline,
    restated,
    goods_hit,
    done,
    set_out_from,
    by_source,
    promised,
    cue,
    infinitive,
    deadline,
    actual,
)
