"""From an article to its claims: find everything once, then read sentence by sentence, rule by rule."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

from tradekit.articles import Article
from tradekit.claims import (
    bases,
    commodities,
    context,
    grid,
    grounds,
    items,
    kinds,
    lists,
    measures,
    memory,
    partners,
    reporters,
    sources,
    status,
)
from tradekit.claims import times as periods
from tradekit.claims.actors import FIRM, find_actors, money
from tradekit.claims.references import an_economy, refer, resolved, tied
from tradekit.claims.scene import Cut, Draft, Reason, Scene, State, Topic, Why
from tradekit.claims.sides import GIFTS, preposition
from tradekit.claims.sources import Attribution
from tradekit.periods import date_spans, find_times, resolve
from tradekit.places import Place, currency_homes, find_places
from tradekit.quantities import Quantity, interval, scan
from tradekit.sentences import find_sentences
from tradekit.tables.words import Words, lowered
from tradekit.terms import TRADE, find_terms

Rule = Callable[[Draft], Why | None]

# The columns in the order in which they are read; the rules of each in the order in which they are asked.
RULES: tuple[tuple[str, Sequence[Rule]], ...] = (
    ("kind", kinds.KIND),
    ("sign", kinds.SIGN),
    ("measure", measures.MEASURE),
    ("status", status.STATUS),
    ("reporter", reporters.REPORTER),
    ("partner", partners.PARTNER),
    ("item", items.ITEM),
    ("period", periods.PERIOD),
    ("basis", bases.BASIS),
    ("source", context.SOURCE),
    ("against", partners.AGAINST),
)
LONGEST_SENTENCE = 500
_LEAD_SENTENCES = 8
_LEAD = 400  # an article about two economies names both in its first sentences


def apply(draft: Draft, column: str, rules: Sequence[Rule]) -> None:
    """Ask the rules of a column in turn; the first that answers sets it, and its name is kept as the reason.

    An answer without a value says that the column is missing, whatever later rules would make of it.
    """
    for rule in rules:
        if why := rule(draft):
            if why.value:
                draft.put(column, why.value, Reason(rule.__name__, *why[1:]))
            return


def read_article(article: Article) -> list[Draft]:
    """Read the claims of an article, with the reason of each field.

    Parameters
    ----------
    article : Article
        Its text is read; its title sets the scene, its date resolves periods.

    Returns
    -------
    list of Draft
        In the order of the text.
    """
    text = article.text
    quantities, _ = scan(text, date_spans(text))
    if not quantities:
        return []
    places = find_places(text)
    actors = find_actors(text, article.title or "", places)
    named = Cut(sorted(places + actors))
    numbers, times, terms = Cut(quantities), Cut(find_times(text)), Cut(find_terms(text))
    state = _set_scene(article, places, quantities)
    low = lowered(text)
    state.results = any(_results().find(low.replace("\n", " ")))
    titled = set(re.findall(r"[A-Z][\w&-]+", article.title or ""))
    state.firm = next((a.code for a in actors if a.form == FIRM and a.text.split()[0] in titled), None)
    units = Counter((q.unit or "").split("/")[0] for q in quantities if q.form == "money")
    own_money = state.firm in currency_homes(unit for unit, _ in units.most_common(1))
    if state.firm and state.article.reporter and (own_money or not _AT_A_SITE.search(article.title or "")):
        state.article.reporter = state.paragraph.reporter = state.firm
    if not state.firm and len(list(money().find(low))) >= _OF_ACCOUNTS:  # on a firm whose home nothing tells
        state.firm = state.article.reporter
    scenes = []
    for sentence in find_sentences(text):
        if sentence.kind != "furniture":
            span = sentence.start, sentence.end
            here = numbers.within(*span), named.within(*span), times.within(*span), terms.within(*span)
            scenes.append(Scene(article, sentence, state, *here, attributions=sources.find_attributions(text, *span)))
    state.fiscal = memory.own_year([t for scene in scenes for t in scene.times], article.date)
    _quote(scenes)
    lead = [scene.attributions for scene in scenes[:_LEAD_SENTENCES] if scene.sentence.kind != "title"]
    opening = next((text[s.start : s.end] for s in scenes if s.sentence.kind != "title" and s.quantities), "")
    state.article.source = sources.find_report(article.title or "", opening, lead)
    grid.lay_out(scenes)
    for scene in scenes:
        _enter(scene)
        _read_sentence(scene)
        _leave(scene)
    drafts = [draft for scene in scenes for draft in scene.drafts]
    memory.settle(drafts)
    bases.told_later(drafts)
    grounds.ground(drafts, named.finds)
    return drafts


@cache
def _results() -> Words[None]:
    """Match what tells that a firm reports its results: `net profit`, `its margin`."""
    whose = "net operating gross pretax pre-tax underlying core annual quarterly full-year half-year first-half"
    earned = "profit profits income loss margin earnings"
    phrases = [f"{of} {what}" for of in whose.split() for what in earned.split()]
    phrases += ["its margin", "the margin", "profit margin", "ebit", "ebita", "ebitd", "ebitda"]
    return Words(dict.fromkeys(phrases), before="_", behind="_")


def _quote(scenes: Sequence[Scene]) -> None:
    """Give the sentences of a quotation the speaker who is named only where it ends: `“…. It was $20bn,” he said`."""
    speaker: Attribution | None = None
    block = -1
    for scene in reversed(scenes):
        if scene.sentence.block != block:
            speaker, block = None, scene.sentence.block
        words = scene.text[scene.start : scene.end]
        if words.count('"') == 1:  # it opens a quotation, or closes one with its speaker behind it
            words = words.replace('"', "”" if scene.attributions else "“")
        if speaker is not None and not scene.attributions:
            scene.attributions = [speaker._replace(low=scene.start, high=scene.end)]
        if 0 <= words.find("”") < (words.find("“") % (len(words) + 1)):
            speaker = next(iter(scene.attributions), None)
        elif "“" in words:
            speaker = None


def _set_scene(article: Article, places: Sequence[Place], quantities: Sequence[Quantity]) -> State:
    """Set the scene: what the article is about, by its title, its places and its currency."""
    title = article.title or ""
    named = [p for p in find_places(title) if an_economy(p)]
    if len({p.code for p in named}) > len(_A_PAIR):
        named = [p for p in named if p.form != "capital"]  # where they met
    codes = list(dict.fromkeys(str(p.code) for p in named))
    terms = find_terms(title)
    measure = next((t.value for t in terms if t.kind == "measure" and t.part == "noun" and t.value != "deal"), None)
    homes = _homes(find_places(title), named, places, quantities)
    if measure == "sales" and named and any(t.text in ("earnings", "receipts") for t in terms if t.value == "sales"):
        measure = "exports" if any(t.kind == "goods" for t in terms) else measure  # `Uganda's coffee earnings`
    world = "WLD" if not named and _OF_THE_WORLD.search(title) else None
    topic = Topic(world or next(iter(homes), None), measure=measure)
    lead = {p.code for p in places if an_economy(p) and p.start < _LEAD}
    pair = (codes[0], codes[1]) if len(codes) == 2 and lead.issuperset(codes) else _two_of_many(places)
    if measure in TRADE and pair and {*pair} & {*codes} and not _JOINED.search(title):
        pair = None  # `Brazil's surplus swells despite US tariff` is about Brazil's trade with everybody
    topic.item = commodities.title_item(title, terms, article.text)
    together = tied(article.text, places, places) or tied(title, find_places(title), places)
    state = State(topic, replace(topic), pair=together or pair, homes=homes, tied=together is not None)
    state.statistics = measure in TRADE and (any(t.kind == "change" for t in terms) or any(c.isdigit() for c in title))
    return state


_OF_THE_WORLD = re.compile(
    r"(?i:\b(?:world|global|worldwide)[ ](?!bank|food|health|trade org|economic forum)(?:[\w-]+[ ]){0,2}"
    r"(?:trade|exports|imports|gdp|output|production|demand|economy|growth|commerce|supply|consumption)\b)"
)


def _two_of_many(places: Sequence[Place]) -> tuple[str, str] | None:
    """Give the two economies that an article names again and again, if it names no third one nearly as often."""
    counts = Counter(str(p.code) for p in places if an_economy(p)).most_common(3)
    if len(counts) < 2 or counts[1][1] < _OFTEN or (len(counts) > 2 and counts[2][1] * 2 > counts[1][1]):
        return None
    return counts[0][0], counts[1][0]


_OFTEN = 4
_A_PAIR = ("reporter", "partner")
_OF_ACCOUNTS = 4  # words of a firm's own accounts
_AT_A_SITE = re.compile(r"\b(?:in|at)[ ](?:the[ ])?[A-Z]")  # of a firm's mine or plant abroad, not of its accounts
_JOINED = re.compile(r"\b(?:with|between)\b|^[A-Z]\w+(?: [A-Z]\w+)? and [A-Z]|\b[A-Z]\w+[-–][A-Z]\w+\b")
# How much each sign says that an article is about an economy.
_BY_TITLE, _BY_OFFICE, _BY_CURRENCY, _BY_LEAD, _BY_NAME = 2.0, 2.0, 4.0, 1.0, 0.4
_NAMES_COUNTED = 5
_MANY, _CLEAR = 8, 1.5


def _homes(
    titled: Sequence[Place], named: Sequence[Place], places: Sequence[Place], quantities: Sequence[Quantity]
) -> list[str]:
    """Rank the economies of an article: by its title, its statistics office, its currency, how often each is named."""
    weights: dict[str, float] = defaultdict(float)
    for place in named:
        weights[str(place.code)] += _BY_TITLE if place.start < 8 else _BY_TITLE / 4
    for code, count in Counter(str(p.code) for p in places if an_economy(p)).items():
        weights[code] += _BY_NAME * min(count, _NAMES_COUNTED)
    lead = next((str(p.code) for p in places if an_economy(p) and p.form != "capital" and p.start < _LEAD), None)
    if lead:
        weights[lead] += _BY_LEAD
    offices = {str(p.code): p.start for p in reversed(places) if p.form == "institution" and p.code}
    for code, start in offices.items():
        weights[code] += _BY_OFFICE if start < 2 * _LEAD else _BY_NAME
    for code in dict.fromkeys(str(p.code) for p in (*titled, *places) if p.form == "city" and p.code):
        weights[code] += _BY_NAME
    for place in titled:
        if place.form == "city" and place.code:
            weights[place.code] += _BY_TITLE / 2
    units = Counter((q.unit or "").split("/")[0] for q in quantities if q.form == "money")
    for unit, count in units.items():
        for code in currency_homes({unit}):
            weights[code] += _BY_CURRENCY * count / units.total()
    ranked = sorted(weights, key=lambda code: -weights[code])
    if len(ranked) > _MANY and weights[ranked[0]] < _CLEAR * weights[ranked[1]]:
        return []  # a digest of many economies is about none of them
    return ranked


def _enter(scene: Scene) -> None:
    """Let pronouns and descriptions stand for what they mean; a new paragraph begins with what the article is about."""
    scene.enter()
    state = scene.state
    new = scene.sentence.block != state.block
    state.since = len(state.named) if new else state.since
    if new and scene.sentence.kind != "bullet" and not lists.joined(scene):
        state.paragraph = replace(state.article, period=None)
        state.fresh = True
        state.deeds = {measure: code for measure, code in state.deeds.items() if measure == "tariff"}
    if new:
        memory.next_item(scene)
    lists.enter(scene, new=new)
    scene.places = [resolved(place, scene) for place in scene.places]
    state.named += [str(p.code) for p in scene.places if an_economy(p)]
    state.seen.update(p.code for p in scene.places)
    refer(scene)
    last = [source for source in (state.article.source, state.spoke) if source]
    scene.attributions = sources.resolved(scene.attributions, last)
    for attribution in scene.attributions:
        state.spoke = attribution
        state.paragraph.source = attribution if attribution.lasts else state.article.source
    state.block, state.end = scene.sentence.block, scene.end


def _read_sentence(scene: Scene) -> None:
    for quantity in scene.quantities:
        if quantity.end > scene.end:
            continue
        draft = Draft(quantity, scene, scene.clause(quantity.start))
        for column, rules in RULES:
            apply(draft, column, rules)
        draft.answers = None
        scene.drafts.append(draft)
    context.link_levels(scene.drafts)


_DEEDS = ("tariff", "aid", "grant", "loan", "investment")


def _leave(scene: Scene) -> None:
    """Keep what holds on for the sentences that follow."""
    state = scene.state
    memory.remember(scene)
    if not scene.drafts:
        _announce(scene)
        return
    state.before = scene.drafts[0].get("measure")
    state.flow = state.flow or next(
        (m for d in scene.drafts if (m := d.get("measure")) in ("exports", "imports")), None
    )
    topics = [
        d
        for d in scene.drafts
        if d.get("measure") not in ("other", "price", "gdp", "deal") and d.quantity.form not in ("count", "duration")
    ]
    for draft in topics[:1]:
        _keep_topic(state, draft)
    if len({d.get("partner") for d in topics} - {None}) > 2:
        state.paragraph.partner = None  # a list of partners is about none of them
    commodities.keep_item(state, scene)
    for draft in scene.drafts:
        if draft.get("measure") == "price":
            state.nobodys_price = not draft.get("reporter")
        if draft.get("measure") in _DEEDS and draft.get("reporter"):
            state.deeds[str(draft.get("measure"))] = str(draft.get("reporter"))
        if draft.get("measure") == "deal" and draft.get("partner"):
            state.dealt = draft.get("partner")
        if draft.get("measure") in GIFTS and draft.get("partner"):
            state.needy = draft.get("partner")
        if draft.get("basis") in ("yoy", "mom", "qoq") and draft.rule("basis") == "told" and state.basis is None:
            if scene.sentence.kind == "bullet":
                continue  # each bullet of a digest has its own
            state.basis = draft.get("basis")


def _announce(scene: Scene) -> None:
    """Let a sentence without numbers say what the next ones are about: `Brazil's exports grew too`."""
    topic = scene.state.paragraph
    commodities.heading(scene.state, scene)
    measures = [t for t in scene.measures() if t.part == "noun" and t.value not in ("deal", "price", "cost")]
    if measures:
        topic.measure = measures[0].value
    goods = [t for t in scene.terms if t.kind == "goods" and t.start - scene.start < 24]
    if goods:
        topic.item = goods[0].text
    subjects = [p for p in scene.places if an_economy(p) and p.form != "capital" and not preposition(scene, p)]
    words = scene.text[scene.start : scene.end].strip(" .:\n*#")
    alone = bool(subjects) and (words.isupper() or words == subjects[0].text)  # a heading: `BANGLADESH.`
    if subjects and (alone or (measures and subjects[0].end <= measures[0].start)):
        topic.reporter, topic.partner = subjects[0].code, None
    topic.basis = lists.find_basis(scene, scene.start, scene.end) or topic.basis
    for time in scene.times:
        passing = time.spec.form in ("weekday", "day", "since", "part", "now") or time.spec.unit == "week"
        if time.role == "period" and not passing:
            code = resolve(time, scene.article.date, topic.reporter, topic.period)
            if code:
                topic.period, topic.tense, topic.status = code, "", None
            break
    if scene.state.article.period is None and scene.sentence.start < _LEAD and memory.of_late(scene, topic.period):
        scene.state.article.period = topic.period


def _keep_topic(state: State, draft: Draft) -> None:
    """The first claim of a paragraph sets its topic, the first one of the article the article's."""
    told = {name: draft.get(name) for name in ("reporter", "partner", "measure", "item")}
    read = {name for name in told if told[name] and not draft.reasons[name].carried}
    topic = state.paragraph
    if "reporter" in read and topic.partner == told["reporter"]:
        topic.partner = topic.reporter
    if told["measure"] in _DEEDS and told["reporter"] != state.article.reporter:
        read -= {"reporter"}  # who gave or levied something once is not who the paragraph is about
    for name in ("reporter", "measure"):
        if name in read:
            setattr(topic, name, told[name])
    if state.fresh:
        topic.item = told["item"]
    if state.fresh and {"reporter", "partner"} & read and topic.names is None:
        topic.partner = told["partner"] if draft.get("kind") not in ("share", "rank") else None
    state.fresh = False
    for name in ("measure", "item"):
        wanted = name != "item" or told["item"] == "goods and services"
        if wanted and getattr(state.article, name) is None and name in read:
            setattr(state.article, name, told[name])


def row(draft: Draft) -> dict[str, object]:
    """Give a claim as the values of its columns; what is missing is left out."""
    q = draft.quantity
    kind = draft.fields["kind"]
    signed = kind in ("growth", "change", "ratio") or q.sign == "-"
    negative = signed and draft.get("sign") == "-"
    low, high = interval(q, negative, kind == "share")
    claim: dict[str, object] = {
        "start": q.start,
        "end": q.end,
        "text": q.text,
        "sentence": excerpt(draft.scene.text, draft.scene.start, draft.scene.end, q.start),
        "value": -q.value if negative else q.value,
        "low": low,
        "high": high,
        "qualifier": q.qualifier,
        "unit": q.unit,
        "core": core(draft),
        "notes": context.notes(draft),
    }
    claim.update({name: value for name, value in draft.fields.items() if name != "sign"})
    if draft.level is not None:
        claim["of"] = f"{draft.scene.article.id}:{draft.level.quantity.start}"
    return claim


def core(draft: Draft) -> bool:
    """Whether a claim is about trade, money, goods and economies, or an everyday count, duration or age."""
    q = draft.quantity
    if q.form == "duration":
        return False
    return not (q.form in ("count", "physical") and draft.get("measure") == "other")


def excerpt(text: str, start: int, end: int, at: int) -> str:
    """Return a sentence, `text[start:end]`; of a very long one, the part around `at`."""
    if end - start <= LONGEST_SENTENCE:
        return text[start:end]
    start = max(start, min(at - LONGEST_SENTENCE // 2, end - LONGEST_SENTENCE))
    return text[start : start + LONGEST_SENTENCE]


def read_claims(article: Article) -> list[dict[str, object]]:
    """Read the claims of an article.

    Parameters
    ----------
    article : Article
        The article to read.

    Returns
    -------
    list of dict
        One a claim, in the order of the text: the values of the table's columns by name, without those that
        `extract` fills in for all claims of an article; what is missing is left out.
    """
    return [row(draft) for draft in read_article(article)]
