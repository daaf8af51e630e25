"""Rules for `measure` where a turn of phrase tells it and no word of the trade: `put $3bn into`, `100% on steel`."""

from __future__ import annotations

import re

from tradekit.claims.acting import actor
from tradekit.claims.actors import FIRM
from tradekit.claims.changes import ON_TOP
from tradekit.claims.meanings import FLOWS, is_unit_price
from tradekit.claims.scene import Draft, Why, left, right
from tradekit.claims.sides import GIFTS
from tradekit.terms import TRADE

_BESIDE, _NEAR = 3, 12

_PUT_UP = re.compile(r"(?i:\b(?:put|puts|putting|chip(?:s|ped)?|chipping)[ \n](?:in|up)[ \n](?:\w+[ \n])?)$")
_INTO = re.compile(r"(?:[ \n][(][^()]{1,40}[)])?[ \n]into[ \n]")
_PUT = re.compile(
    r"(?i:\b(?:put|puts|putting|pour(?:s|ed|ing)?|plough(?:s|ed|ing)?|plow(?:s|ed|ing)?|sink|sinks|sank|sinking|"
    r"pump(?:s|ed|ing)?|inject(?:s|ed|ing)?|channel(?:s|ed|ling)?|funnel(?:s|ed|ling)?)[ \n](?:\w+[ \n])?)$"
)


_LOST = re.compile(r"(?i:(?:\b(?:lost|loses?|losing)[ \n](?:\w+[ \n])?|(?<!net )\bloss(?:es)? of[ \n](?:\w+[ \n])?))$")
_HIT_OF = re.compile(r"[ \n](?:[\w-]+[ \n]){0,2}?(?:hit|blow|charge|write-?down|write-?off|impairment|haircut)\b")
_EVERY = re.compile(r"[ \n](?:on|for)[ \n](?:every|each)\b")


def lost(draft: Draft) -> Why | None:
    """`the airline lost 75 billion rupees`, `we lose $80 on every ton`: a loss; `gold lost $40` is a price."""
    q = draft.quantity
    if q.form != "money":
        return None
    before = draft.before(20)
    if before.endswith(("a ", "an ")) and (hit := _HIT_OF.match(draft.scene.text, q.end)):
        return Why("cost", q.start, hit.end())
    words = _LOST.search(before) if "los" in before.lower() else None
    if words is None or (is_unit_price(q) and not _EVERY.match(draft.scene.text, q.end)):
        return None
    if draft.scene.state.paragraph.measure in TRADE and actor(draft) in ("goods", "place"):
        return None
    return Why("cost", q.hedge - len(words[0]), q.end)


def put_into(draft: Draft) -> Why | None:
    """`will put €900m into the plant`, `a mill into which it pours $2bn`: an investment."""
    q, scene = draft.quantity, draft.scene
    if q.form != "money":
        return None
    before = draft.before(28)
    put, up = _PUT.search(before), _PUT_UP.search(before)
    if up and scene.state.article.measure in ("investment", None):
        return Why("investment", q.hedge - len(up[0]), q.end)  # `a state fund will put in $65m`
    if put and (_INTO.match(scene.text, q.end) or " into which " in scene.text[draft.clause[0] : q.hedge]):
        return Why("investment", q.hedge - len(put[0]), q.end)
    return None


_FOR_THINGS = re.compile(
    r"[ \n]for[ \n](?:\d[\d.]*(?:%|[ ]per[ ]?cent)[ \n]of|(?:a|an|the|its|all|two|three|another|control|half|most|full|"
    r"[A-Z][\w’']*)(?:[ \n][\w’'-]+){0,4}?[ \n](?:mines?|mills?|plants?|refiner(?:y|ies)|smelters?|stakes?|shares|"
    r"compan(?:y|ies)|firms?|makers?|producers?|miners?|rivals?|units?|divisions?|business(?:es)?|assets|brands?|"
    r"terminals?|ports?|banks?|operations|fields?|blocks?|concessions?|licen[cs]es?)\b)"
)
_BIDS = re.compile(r"(?i:\b(?:pa(?:id|ys?|ying)|offer(?:s|ed|ing)?|bids?|bidding)[ \n](?:\w+[ \n])?)$")
_FOR_IT = re.compile(r"\b(?:offered|paid|bid)\b[^.;]{0,40} for $")


def bought_out(draft: Draft) -> Why | None:
    """`paid $1.6 billion for the mine`, `offered R11bn for 49% of the pier`: what a takeover costs."""
    q, scene = draft.quantity, draft.scene
    if q.form == "money" and _BIDS.search(draft.before(24)) and (things := _FOR_THINGS.match(scene.text, q.end)):
        return Why("deal", q.start, things.end())
    part = draft.get("kind") == "share" and _FOR_IT.search(draft.before(60))
    last = scene.drafts[-1] if scene.drafts else None
    return Why("deal", *last.reasons["measure"].span) if part and last and last.get("measure") == "deal" else None


_GETS = re.compile(
    r"(?i:\b(?:gets?|got|sources|sourced|draws?|drew|obtains?|obtained|procures?|procured|provides?|provided|"
    r"suppl(?:y|ies|ied))[ \n](?:[\w’'-]+[ \n]){0,2}?)$"
)
_TAKES = re.compile(r"(?i:\b(?:takes?|took|taking|absorbs?|absorbed|receives?|received)[ \n](?:\w+[ \n])?)$")
_ITS = re.compile(r"[ \n]of[ \n](?:its|their|our|the[ \n](?:country|nation|island|kingdom)[’']s)[ \n]")
_FROM_THERE = re.compile(r"(?:[ \n][\w-]+){1,3}[ \n]from[ \n]")


def share_of_supply(draft: Draft) -> Why | None:
    """`gets 58% of its goods from China`, `provides nine-tenths of its petrol`, `takes a third of its stones`."""
    q, scene = draft.quantity, draft.scene
    if draft.get("kind") != "share":
        return None
    its = _ITS.match(scene.text, q.end)
    gets = _GETS.search(draft.before(32)) if its else None
    if its and gets and any(its.end() <= t.start < its.end() + _NEAR for t in scene.measures()):
        return None  # `gets half of its revenue from China`
    if (
        its
        and gets
        and (
            actor(draft) == "place"
            or gets[0].lower().startswith(("prov", "supp"))
            or _FROM_THERE.match(scene.text, its.end() - 1)
        )
    ):
        return Why("imports", q.hedge - len(gets[0]), its.end())
    takes = _TAKES.search(draft.before(24))
    theirs = [p for p in scene.places if q.end < p.start < q.end + _BESIDE + 3 and p.code]
    if takes and theirs and scene.text[q.end : theirs[0].start] == " of ":
        goods = scene.text[theirs[0].end : theirs[0].end + 2] in ("’s", "'s", "’ ", "' ")
        return Why("exports", q.hedge - len(takes[0]), theirs[0].end) if goods else None
    return None


_ON = re.compile(r"(?:[ \n]that(?:[ \n]\w+){1,3}?)?[ \n]on[ \n]")


_LEVIES = re.compile(r"\b(?:put|puts|slap(?:s|ped)|impose[sd]?|levie[sd]|levy|charge[sd]?)\b")


_WARES = re.compile(r"(?:[\w.’'-]+[ \n]){0,3}?(?:goods|products|imports|wares|items|exports|everything|purchases)\b")


def rate_on(draft: Draft) -> Why | None:
    """`the 100% that China put on canola oil`, `14% on a loan`: a rate is a duty on goods, interest on credit."""
    q, scene = draft.quantity, draft.scene
    on = _ON.match(scene.text, q.end) if q.unit == "%" else None
    if on is None or not (
        draft.get("kind") == "level" or _LEVIES.search(scene.text, max(scene.start, q.hedge - 16), on.end())
    ):
        return None
    if any(on.end() <= t.start < on.end() + 12 and t.value == "loan" for t in scene.measures()):
        return Why("loan", q.start, on.end())
    goods = any(on.end() <= t.start < on.end() + 20 for t in scene.goods()) or _WARES.match(scene.text, on.end())
    return Why("tariff", q.start, on.end()) if goods else None


_DEARER = re.compile(r"[ \n](?:dearer|cheaper|pricier)\b")
_DEARER_BY = re.compile(r"\b(?:dearer|cheaper|pricier)[ \n]by[ \n](?:\w+[ \n])?$")


def dearer(draft: Draft) -> Why | None:
    """`28% cheaper than a year ago`: what is dear or cheap has a price."""
    q = draft.quantity
    if match := _DEARER.match(draft.scene.text, q.end):
        return Why("price", q.start, match.end())
    before = draft.before(24)
    by = _DEARER_BY.search(before) if "er by" in before.replace("\n", " ") else None
    return Why("price", q.hedge - len(by[0]), q.end) if by else None


_OF_PEOPLE = re.compile(
    r"[ \n]of[ \n](?:the[ \n]|its[ \n]|their[ \n]|all[ \n]|those[ \n])?(?:[\d.,]+[ \n](?:[mb]illion[ \n])?)?"
    r"(?:[\w-]+[ \n])?(?:workers|staff|workforce|jobs|employees|people|population|households|families|farms|farmers|"
    r"refugees|children|members|companies|firms|voters|passengers|visitors|tourists|residents|businesses|respondents)\b"
)


def of_people(draft: Draft) -> Why | None:
    """`two-thirds of its 2,400 workers`, `owns 15% of the mine`: a part of people or firms is of no measure."""
    if draft.get("kind") != "share":
        return None
    owned = _OWNED.match(draft.scene.text, draft.quantity.end)
    lent = draft.scene.state.paragraph.measure in ("debt", "loan", "investment")
    owns = not lent and _OWNS.search(draft.before(24)) and _OF_A_FIRM.match(draft.scene.text, draft.quantity.end)
    match = owned or owns or _OF_PEOPLE.match(draft.scene.text, draft.quantity.end)
    return Why("other", draft.quantity.start, draft.quantity.end) if match else None


_OWNS = re.compile(r"(?i:\b(?:owns?|owned|owning|hold|holds|held)[ \n](?:\w+[ \n])?)$")
_OF_A_FIRM = re.compile(
    r"[.,;]|[ \n]of[ \n](?:(?:the|a|an)[ \n])?(?:[A-Z]|\w+[ \n](?:plant|mill|mine|works|port|refinery|company|firm)\b)"
)
_OWNED = re.compile(
    r"[ \n](?:of[ \n](?:which|it|that)[ \n])?(?:belongs?|belonged|is owned|owned|held)[ \n](?:by|to)\b|"
    r"[ \n]of[ \n]them[ \n]women\b"
)
_WORLD = re.compile(r"[ \n]of[ \n](?:the[ \n])?(?:world|global|all)(?:[’']s)?[ \n]")


def of_worlds_goods(draft: Draft) -> Why | None:
    """`13% of the world's chip testing`, `half of Canada's canola`: of what is made there."""
    q, scene = draft.quantity, draft.scene
    if draft.get("kind") != "share" or scene.text[q.end : q.end + 4] != " of ":
        return None
    if any(t.part == "verb" and q.hedge - t.end < _BESIDE for t in left(scene.measures(), q.hedge, draft.clause[0])):
        return None  # `which buys 62% of Ugandan coffee`
    world = _WORLD.match(scene.text, q.end)
    place = next((p for p in scene.places if q.end < p.start < q.end + 12), None)
    end = world.end() if world else place.end if place else None
    goods = next((t for t in scene.goods() if end is not None and end <= t.start < end + _NEAR), None)
    return Why("output", q.start, goods.end) if goods else None


_ROLES = (
    (re.compile(r"(?i:\b(?:destinations?|customers?|(?:export )?markets?|buyers?)\b)"), "exports"),
    (re.compile(r"(?i:\b(?:suppliers?|sources?|countr(?:y|ies) of origin)\b)"), "imports"),
)


def role(draft: Draft) -> Why | None:
    """`Germany was the leading destination with $21bn`: what one side is to the other, where trade is the topic."""
    scene, q = draft.scene, draft.quantity
    if scene.state.paragraph.measure not in TRADE or q.form not in ("money", "physical", "percent"):
        return None
    found = [
        (m.end(), m.start(), value)
        for pattern, value in _ROLES
        for m in pattern.finditer(scene.text, scene.start, q.hedge)
    ]
    end, start, value = max(found, default=(0, 0, ""))
    near = q.hedge - end < _ADJOINING
    if not found or not (near or actor(draft) in ("place", "") or scene.text.startswith("Among", scene.start)):
        return None
    return Why(value, start, end)


_ADJOINING = 8  # `the biggest supplier with $130bn`


_OF_WHAT = re.compile(r"[ \n]of[ \n](?:what|everything|all)(?:[ \n]that)?[ \n]")


def of_what(draft: Draft) -> Why | None:
    """`41% of what the country sells abroad`, `38% of what was sold`: a part of what a clause tells."""
    scene = draft.scene
    match = _OF_WHAT.match(scene.text, draft.quantity.end)
    found = right(scene.measures(), match.end(), match.end() + 48) if match else []
    verb = next((t for t in found if t.part == "verb"), None)
    if match is None or verb is None:
        return None
    passive = verb.text == "sold" and scene.text[match.end() : verb.start].split()[-1:] in (["was"], ["were"])
    return Why("sales" if passive else verb.value, verb.start, verb.end)


_HIT = re.compile(
    r"[ \n](?:on|to|against|cover(?:s|ed|ing)?|hit(?:s|ting)?|affect(?:s|ed|ing)?)[ \n](?:an?[ \n]\w+[ \n])?$"
)
_HIT_GOODS = re.compile(r"\b(?:products?|goods|lines|items)\b")


def value_hit(draft: Draft) -> Why | None:
    """`a 25% tariff on $50 billion of goods`, `659 products worth $50 billion`: the value of what a tariff hits."""
    q, scene = draft.quantity, draft.scene
    if q.form != "money" or "/" in (q.unit or ""):
        return None
    tariff = next((t for t in left(scene.measures(), q.hedge, scene.start) if t.value == "tariff"), None)
    if tariff is None and scene.state.paragraph.measure != "tariff":
        return None
    match = _HIT.search(scene.text, max(scene.start, q.hedge - 24), q.hedge)
    if match and tariff and tariff.end >= match.start() - 1:
        return Why("imports", tariff.start, tariff.end)
    if draft.before(12).rstrip().endswith("worth") and _HIT_GOODS.search(scene.text, scene.start, q.hedge):
        return Why("imports", q.start, q.end)
    return None


def rate_again(draft: Draft) -> Why | None:
    """`1.6% of GDP this year and 2% next`, `a loan of $25 million at 1%`: of what the figure before was."""
    if draft.quantity.form != "percent":
        return None
    last = next((d for d in reversed(draft.scene.drafts) if d.quantity.form in ("money", "percent")), None)
    if last is None:
        return None
    again = draft.get("kind") == "ratio" and draft.rule("kind") == "continued"
    loan = draft.get("kind") == "level" and last.get("measure") == "loan"
    return Why(str(last.get("measure")), *last.reasons["measure"][1:]) if again or loan else None


_FACES = re.compile(
    r"(?i:\b(?:fac(?:e|es|ed|ing)|attract(?:s|ed|ing)?|incur(?:s|red)?|retaliat\w+ with|hit with|slapped with|"
    r"subject to)[ \n](?:\w+[ \n]){0,2})$"
)


# `faces 20% poverty`
_NO_DUTY = re.compile(
    r"[ \n](?!(?:dut|tariff|lev|tax|rate|import|custom|on|in|from|at|when|if|under|and|or|after|as|by|to|than|for|"
    r"while|but)[a-z]*\b)[a-z]"
)


def faces_rate(draft: Draft) -> Why | None:
    """`Goods from Vietnam face 20%`: what goods are met with at a border is a duty."""
    q = draft.quantity
    if q.unit != "%" or draft.get("kind") != "level":
        return None
    state = draft.scene.state
    topic = "tariff" in (state.before, state.paragraph.measure, state.article.measure)
    faced = _FACES.search(draft.before(40)) if not _NO_DUTY.match(draft.after(24)) else None
    faced = faced or (_AT_A_RATE.search(draft.before(24)) if topic else None)
    return Why("tariff", q.hedge - len(faced[0]), q.end) if faced else None


_AT_A_RATE = re.compile(
    r"(?:\b(?:pay|pays|paid|paying)[ \n](?:\w+[ \n])?|(?:^|[.,;:“\"][ \n]?)At[ \n])$"
)  # `At 12% nobody books`


_GROWTH_ALONE = re.compile(
    r"(?i:(?:the[ \n]|its[ \n])?(?:(?:annual|quarterly|overall|headline|annualised|annualized|underlying)[ \n])?growth)"
)


def bare_growth(draft: Draft) -> Why | None:
    """`Growth slowed to 1.2%`: growth of nothing else is that of an economy."""
    scene = draft.scene
    span = scene.subject(draft.quantity.start) if draft.quantity.unit in ("%", "pp") and not scene.drafts else None
    if span is None:
        return None
    alone = _GROWTH_ALONE.fullmatch(scene.text[slice(*span)])
    return Why("gdp", *span) if alone and scene.state.paragraph.measure not in TRADE | FLOWS else None


_LENT, _GRANTED = r"(?:loans?|credits?|lending)", r"(?:grants?|aid|gifts)"
_BOTH = re.compile(
    rf"(?:[ \n][(][^()\n]{{1,40}}[)])?[ \n]in[ \n](?:[\w-]+[ \n]){{0,3}}?"
    rf"(?:{_LENT},?[ \n](?:and|or)[ \n](?:[\w-]+[ \n]){{0,2}}?{_GRANTED}|"
    rf"{_GRANTED},?[ \n](?:and|or)[ \n](?:[\w-]+[ \n]){{0,2}}?{_LENT})\b"
)
_PACKAGE = re.compile(r"\bpackages?[ \n](?:of|worth|totall?ing)[ \n](?:\w+[ \n])?$")
_LENDERS = re.compile(r"\b(?:Development (?:Bank|Fund)|World Bank|ADB|AfDB|European Union|EU|[Dd]onors?)\b")
_ADDED = re.compile(
    r"(?i:\b(?:top(?:s|ped|ping)?[ \n](?:\w+[ \n])?up[ \n]with|(?:chip|kick|throw)(?:s|ped|ed|n)?[ \n]in|"
    r"(?P<more>add(?:s|ed|ing)?|put(?:s|ting)?))[ \n](?:(?:another|a further|an extra)[ \n])?)$"
)


def aid_in_all(draft: Draft) -> Why | None:
    """`$2 billion in loans and grants`, `Sweden chips in another €40 million`: of both kinds, or of no kind told."""
    q, scene = draft.quantity, draft.scene
    if q.form != "money":
        return None
    topics = {scene.state.paragraph.measure, *(d.get("measure") for d in scene.drafts)}
    given = not topics.isdisjoint(GIFTS)
    before = draft.before(40)
    package = "package" in before and _PACKAGE.search(before) and (given or _LENDERS.search(scene.text, *draft.clause))
    added = _ADDED.search(before) if given else None
    if _BOTH.match(scene.text, q.end) or package or (added and (not added["more"] or ON_TOP.match(draft.after(16)))):
        return Why("aid", q.start, q.end)
    return None


_HANDED = re.compile(
    r"(?i:\b(?:g[ai]ves?|given|giving|provid(?:es?|ed|ing)|sen(?:ds?|t|ding)|shipped|deliver(?:s|ed)|distributed|"
    r"supplied|flown|flew(?: in)?|committed|contribut(?:es?|ed)|allocated|released|donating)[ \n](?:\w+[ \n])?)$"
)
_HELPERS = re.compile(
    r"\b(?:WFP|World Food Programme|UNICEF|UNHCR|UNRWA|UNFPA|USAID|IOM|OCHA|CERF|ECHO|Oxfam|Caritas|CARE|"
    r"Red C(?:ross|rescent)|Save the Children|M[ée]decins Sans Fronti[èe]res|MSF|Mercy Corps|aid agenc(?:y|ies)|"
    r"relief agenc(?:y|ies)|charit(?:y|ies)|donors?)\b"
)
_NEEDY = re.compile(
    r"(?i:\b(?:victims|survivors|refugees|displaced|evacuees|(?:earthquake|quake|flood|cyclone|drought|famine|war)-?"
    r"(?:hit|stricken|affected|torn)?|humanitarian|hungry|famine|relief effort|emergency)\b)"
)


def given(draft: Draft) -> Why | None:
    """`The WFP sent 4,200 tonnes`, `gave A$12 million for cyclone victims`: what is given to those in need."""
    q, scene = draft.quantity, draft.scene
    handed = _HANDED.search(draft.before(32)) if q.form in ("money", "physical") else None
    if handed is None or is_unit_price(q):
        return None
    helper = _HELPERS.search(scene.text, *draft.clause)
    needy = _NEEDY.search(scene.text, q.end, draft.clause[1])
    topic = scene.state.article.measure == "aid" and q.form == "money"
    return Why("aid", q.hedge - len(handed[0]), q.end) if helper or needy or topic else None


_TRADING = re.compile(
    r"(?i:[ \n](?:\w+[ \n]){0,2}?(?:(?:in|by|at|after|before)[ \n](?:\w+[ \n]){0,2}?(?:trading|trade|midday|session|"
    r"the close|the open|the bell|hours)|premarket|pre-market)\b)"
)
_BOURSE = re.compile(
    r"[ \n]in[ \n](?:London|New York|Frankfurt|Paris|Tokyo|Hong Kong|Sydney|Toronto|Mumbai|Zurich|Seoul)\b"
)


def shares_traded(draft: Draft) -> Why | None:
    """`Siemens slid 3.2% by midday`: a firm that moves in a day's trading is its shares."""
    q, scene = draft.quantity, draft.scene
    if q.unit != "%" or draft.get("kind") != "growth":
        return None
    span, verb = scene.subject(q.start), scene.verb(q.start)
    if span is None or verb is None or actor(draft) == "goods":
        return None
    moved = any(t.start == verb[0] for t in scene.changes())
    named = any(span[0] <= p.start < span[1] and p.form == FIRM for p in scene.places)
    traded = _TRADING.match(scene.text, q.end) or (named and _BOURSE.match(scene.text, q.end))
    told = any(span[0] <= t.start < span[1] for t in scene.measures())
    return Why("price", *span) if moved and traded and not told else None
