"""What a word of measure means where it stands: `sales` to China are exports, `bought` by a customer too."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from tradekit.claims.acting import actor
from tradekit.claims.actors import FIRM
from tradekit.claims.scene import Draft, within
from tradekit.claims.sides import subject
from tradekit.quantities import Quantity
from tradekit.terms import TRADE, Term

Meaning = Callable[[Draft, Term], str | None]


def meant(draft: Draft) -> list[Term]:
    """Give the measures outside the number, each with the measure that it stands for here."""
    if draft.meant is None:
        q = draft.quantity
        draft.meant = [
            _meant(draft, term)
            for term in draft.scene.measures()
            if (term.end <= q.hedge or term.start >= q.end) and not term.text.startswith(("trading par", "trade par"))
            if not (term.part == "verb" and _ATTRIBUTE.search(draft.scene.text, max(0, term.start - 5), term.start))
        ]
    return draft.meant


def _meant(draft: Draft, term: Term) -> Term:
    value = next((value for rule in _rules(*term[2:]) if (value := rule(draft, term))), term.value)
    part = "agent" if term.text.rstrip("s").endswith(_AGENTS) else term.part
    return term if (value, part) == (term.value, term.part) else term._replace(value=value, part=part)


@lru_cache(maxsize=4096)
def _rules(*word: str) -> Sequence[Meaning]:
    """Give the rules about a word of measure, wherever it stands: most words have none."""
    term = Term(0, 0, *word)
    return [rule for about, rule in _MEANINGS if about(term)]


# `a tonne of exported tuna`: a participle that belongs to a noun
_ATTRIBUTE = re.compile(r"\b(?:of|the|all|its|for)[ \n]$")
_AGENTS = ("exporter", "importer", "donor", "lender")  # who trades or gives is no measure by itself


# What a sum for one of these is: a price for goods; no price for a time or a person.
PER_TIME = frozenset("year month day week hour quarter".split())
PER_HEAD = frozenset(
    "person head capita household family farm worker child pupil patient refugee passenger visitor".split()
)
SMALL = 1e5  # no flow of goods is worth less than this; a price is


def is_unit_price(q: Quantity) -> bool:
    """Whether a sum is one for a unit of goods: `$9 a barrel`, or so small that it is of no flow."""
    per = (q.unit or "").partition("/")[2]
    if q.form != "money":
        return False
    return per not in PER_TIME | PER_HEAD if per else abs(q.value) < SMALL


_CHANGES_HANDS = re.compile(
    r"(?i:\b(?:to )?(?:sells?|sold|buys?|bought|buying|selling|acquires?|acquired|purchased?)\b)"
)


def _stake_sold(draft: Draft, term: Term) -> str | None:
    """`sells a 10% stake for $4 billion`, `bought the works in 2016 for €46 million`: a takeover."""
    if term.text == "premium":  # `€148 a share, a premium of 41% to Friday's close`
        bids = any(d.get("measure") == "deal" and "/share" in (d.quantity.unit or "") for d in draft.scene.drafts)
        return "deal" if bids else None
    for_it = draft.quantity.form == "money" and draft.before(5).rstrip().endswith(" for")
    if "stake" in term.text:
        traded = _CHANGES_HANDS.search(draft.scene.text, draft.clause[0], draft.quantity.hedge)
        return "deal" if for_it or traded else None
    if not for_it or not _CHANGES_HANDS.fullmatch(term.text):
        return None
    weighed = any(term.end <= q.start < draft.quantity.start for q in draft.scene.quantities)
    bought = [t for t in draft.scene.goods() if term.end <= t.start < draft.quantity.start]
    goods = any(draft.scene.text.startswith((" for ", " from ", " in "), t.end) for t in bought)  # no `zinc mine`
    return None if weighed or goods or is_unit_price(draft.quantity) else "deal"


def _signed(draft: Draft, term: Term) -> str | None:
    """`The balance was positive`: a surplus."""
    sign = re.search(r"\b(positive|negative)\b", draft.scene.text[draft.clause[0] : draft.clause[1]])
    return {"positive": "surplus", "negative": "deficit"}[sign[1]] if sign else None


_ABROAD = re.compile(
    r"(?:[ \n]of(?:[ \n][\w-]+){1,6}?)?[ \n](?:abroad|overseas|there|to[ \n](?:the[ \n])?(?:[A-Z]|those|non-))"
)


_AT_HOME = re.compile(r"(?i:\b(?:at home|domestic(?:ally)?|in the home market|local dealers)\b)")


def _sold_by_firm(draft: Draft, term: Term) -> str | None:
    """`The miner sold 55,900 tonnes`, `deliveries fell`: a firm's sales, unless abroad or in a report on trade."""
    state = draft.scene.state
    noun = term.text == "deliveries"
    word = term.text.rpartition(" ")[2]
    if word not in _SELLS and not (word in _HANDS_OVER and draft.quantity.form == "count"):
        return None
    if _AT_HOME.search(draft.scene.text, *draft.clause):
        return "sales"
    who = actor(draft)
    firm = who == FIRM or state.results or state.article.measure == "sales"
    pieces = draft.quantity.form == "count" and who in ("thing", FIRM)
    delivers = noun or term.text == "delivered"
    mine = firm or ((pieces or not delivers) and state.article.measure not in TRADE)
    told = who in ("thing", FIRM) or noun or (who == "pronoun" and (firm or state.paragraph.measure == "sales"))
    return "sales" if mine and told and not _abroad(draft, term) else None


_SELLS = frozenset("sold sells sell delivered deliveries".split())
_HANDS_OVER = frozenset("over shipped".split())


def _abroad(draft: Draft, term: Term) -> bool:
    ends = term.end, draft.quantity.end
    return any(_ABROAD.match(draft.scene.text, end) for end in ends)


def _sold_abroad(draft: Draft, term: Term) -> str | None:
    """`sales to China`, and sales or revenue in a report on trade: exports."""
    state = draft.scene.state
    topics = {state.article.measure, state.paragraph.measure, *(d.get("measure") for d in draft.scene.drafts)}
    own = _FIRMS_OWN.search(draft.scene.text[max(draft.clause[0], term.start - 24) : term.start])
    if own or _SOLD_BY.match(draft.scene.text, term.end):
        topics = set()  # `guidance for sales`, `sales by the state trader`
    if term.text.startswith("sale"):
        return "exports" if topics & TRADE or _ABROAD.match(draft.scene.text, term.end) else None
    earned = term.text in ("revenue", "revenues", "earnings", "receipts") and not state.results
    return "exports" if earned and not own and state.paragraph.measure == "exports" else None


_FIRMS_OWN = re.compile(
    r"(?i:(?:\b(?:guidance|outlook|forecasts?|targets?)[ \n](?:for|of)[ \n](?:\w+[ \n])?|-quarter[ \n]|"
    r"\b(?:division|unit|company|group|firm|miner|maker|authority|port|operator|terminal|railway|canal|airline|carrier|bank|"
    r"utility|exchange|agency|corporation|board|retailer|trader|shipper)[’']s[ \n](?:[\w-]+[ \n])?))$"
)
_SOLD_BY = re.compile(r"(?:[ \n]of(?:[ \n][a-z-]+){1,3})?[ \n]by[ \n](?:the|its|a)[ \n]")
_FUTURES = re.compile(
    r"(?i:(?:Jan|Feb|March|Apr|May|June|July|Aug|Sep|Oct|Nov|Dec)\w*|-month|most-active|benchmark|nearby|"
    r"futures|soyoil|palm|wheat|oil)[ \n]$"
)


def _futures(draft: Draft, term: Term) -> str | None:
    """`the July contract fell`: a contract of a futures market."""
    before = draft.scene.text[max(0, term.start - 24) : term.start]
    if term.text == "contract" and draft.get("kind") in ("growth", "change"):
        return "price"
    return "price" if term.text in ("contract", "contracts") and _FUTURES.search(before) else None


def _paid_for(draft: Draft, term: Term) -> str | None:
    """`gas bought from Norway cost £2bn`, `the bill` in a paragraph on imports or aid: what is paid for them."""
    topic = draft.scene.state.paragraph.measure
    if term.text.endswith("bill"):
        return "imports" if topic in TRADE else topic if topic in ("aid", "tariff") else None
    modal = _WOULD.search(draft.scene.text, max(0, term.start - 16), term.start)
    if term.text == "cost" and not modal and any(t.value == "tariff" for t in _in_subject(draft)):
        return "tariff"  # `Duties cost the chain $12 million`
    bought = any(t.value == "imports" and draft.clause[0] <= t.start < term.start for t in draft.scene.measures())
    return "imports" if bought else None


_WOULD = re.compile(r"\b(?:will|would|could|may|might|can|to)[ \n](?:\w+[ \n])?$")


def _in_subject(draft: Draft) -> list[Term]:
    """Give the nouns of measure in the subject of the clause."""
    span = draft.scene.subject(draft.quantity.start) or (0, 0)
    return [t for t in draft.scene.measures() if t.part == "noun" and span[0] <= t.start < span[1]]


def _taxed(draft: Draft, term: Term) -> str | None:
    """`Profit tax, charged at 15%`: a tax that is no duty; `charges $400 for a box by train`: a carrier's price."""
    before = draft.scene.text[max(draft.scene.start, term.start - 40) : term.start]
    if any(
        t.text.endswith(("tax", "taxes", "vat")) and t.value == "other" and t.end <= term.start
        for t in draft.scene.measures()
    ):
        return "other" if "tax" in before.lower() else None
    return (
        "price"
        if is_unit_price(draft.quantity)
        and actor(draft) != "place"
        and _HAULED.search(draft.scene.text, draft.scene.start, draft.scene.end)
        else None
    )


_HAULED = re.compile(
    r"(?i:\b(?:shippers?|shipping lines?|carriers?|airlines?|hauliers?|freight|containers?|box(?:es)?|trains?|trucks?|"
    r"vessels?|ships?|operators?|terminals?|teu|feu)\b)"
)
_VISITORS = re.compile(r"(?i:\b(?:visitors|tourists|holidaymakers|travell?ers|guests|pilgrims|shoppers)\b)")


def _spent_by_visitors(draft: Draft, term: Term) -> str | None:
    """`Visitors spent $2.5 billion`: what tourism earns; arrivals are of no measure."""
    scene, span = draft.scene, draft.scene.subject(draft.quantity.start)
    if term.text in _EARNED | _TAKEN and _FROM_VISITORS.match(scene.text, draft.quantity.end):
        return "sales"
    if term.part != "verb" or span is None or term.start < span[0]:
        return None
    if term.text.startswith(("spen", "splash")):
        return "sales" if _VISITORS.search(scene.text, *span) else None
    return "other" if term.text in ("landed", "arrived") and _VISITORS.search(scene.text, *span) else None


_FROM_VISITORS = re.compile(r"[ \n]from[ \n](?:[\w-]+[ \n]){0,2}?(?:tourism|tourists|travel|visitors|pilgrims)\b")


_OF_STATE = re.compile(
    r"(?i:\b(?:state|government|treasury|kingdom|country|budget|fiscal|public|tax)(?:[’']s?)?[ \n](?:\w+[ \n])?)$"
)


def _of_state(draft: Draft, term: Term) -> str | None:
    """`30% of the state's revenue`: taxes and the like."""
    return "other" if _OF_STATE.search(draft.scene.text[max(0, term.start - 32) : term.start]) else None


def _cost_a_unit(draft: Draft, term: Term) -> str | None:
    """`Power cost €92 a megawatt hour`, `a shirt costs $11`: what a unit costs its buyer is its price."""
    if _A_COST.search(draft.scene.text, max(0, term.start - 16), term.start):
        return None
    ahead = next((q for q in draft.scene.quantities if q.start >= term.end), None)
    if (
        ahead is None
        or ahead.form != "money"
        or not re.fullmatch(r"(?:[ \n][\w’'-]+){0,3}[ \n]", draft.scene.text[term.end : ahead.hedge])
    ):
        return None
    return "price" if is_unit_price(ahead) or _EACH.search(draft.scene.text, *draft.clause) else None


# `at a cost of`, `its cash cost rose to`: what it costs to make
_A_COST = re.compile(r"\b(?:of|an?|the|its|their|unit|cash|total|average|all-in|mining|lifting|break-?even)[ \n]$")
_EACH = re.compile(r"\b(?:[Ee]ach|apiece)\b")


def _bought_by_partner(draft: Draft, term: Term) -> str | None:
    """`Bangladesh bought 8m tonnes`, `Japan, which took 9%`, `$3bn of our goods`: the exports of whom it is about."""
    scene, end, topic = draft.scene, draft.quantity.end, draft.scene.state.paragraph
    buyer = subject(draft)
    if buyer is None or buyer.code in (None, topic.reporter or scene.state.article.reporter):
        return None
    theirs = any(p.form == "demonym" for p in within(scene.places, end, end + _NEAR))  # `took 8m tonnes of Thai rice`
    told = scene.drafts[-1].get("measure") if scene.drafts else scene.state.before
    flow = told if told in ("exports", "imports") else topic.measure
    sold = _OUR_GOODS.match(scene.text, end) or (flow == "exports" and not theirs)
    return "exports" if sold and not _FROM.match(scene.text, end) else None


_BUYS = re.compile(r"(?:bought|took|take|buy|spen|absorb|purchas|snap)(?!.*(?:from|abroad|buyer)$)")
_OUR_GOODS = re.compile(r"[ \n](?:worth[ \n])?of[ \n](?:all[ \n])?(?:what[ \n]we[ \n]|our[ \n])")


def _supplied_by_partner(draft: Draft, term: Term) -> str | None:
    """`Russia supplied 6.4m tonnes`: what a supplier sends are the imports that the paragraph is about."""
    topic = draft.scene.state.paragraph.measure
    return "imports" if topic == "imports" and subject(draft) and not _abroad(draft, term) else None


_FROM = re.compile(r"(?:[ \n][\w-]+){0,4}?[ \n]from[ \n]")
_FROM_GUESTS = re.compile(
    r"[ \n]from[ \n](?:\w+[ \n])?(?:tourism|tourists|visitors|transit|travel|overflights?|passengers)\b"
)
_EARNED = frozenset(("earned", "earn", "earns", "earning"))
_TAKEN = frozenset(
    "hauled in|hauls in|took in|takes in|take in|brought in|brings in|bring in|fetched|fetches|fetching|fetch".split(
        "|"
    )
)
_FROM_ABROAD = re.compile(
    r"(?:[ \n][\w-]+){0,4}?[ \n]from[ \n](?:its[ \n]|their[ \n])?(?:\w+[ \n])?(?:sales|exports?|shipments)"
)


def _takings(draft: Draft, term: Term) -> str | None:
    """`Kenya earned $1bn from tea`, `textiles brought in $9bn`, `the railway took in $18m`: what someone is paid."""
    scene, q = draft.scene, draft.quantity
    if term.text.startswith("fetch") and is_unit_price(q):
        return None
    topic, who = scene.state.paragraph.measure or scene.state.article.measure, actor(draft)
    last = scene.drafts[-1] if scene.drafts else None
    span = scene.subject(q.start) or (0, 0)
    quotes = (t.part for t in scene.goods() if span[0] <= t.start < span[1] and t.part == "price")
    if (is_unit_price(q) or "/" in (q.unit or "")) and (quote := next(quotes, None)):
        return quote  # `Suezmaxes earned $41,500 a day`
    if last and last.get("measure") in TRADE and (span[0] <= last.quantity.start or span[0] <= q.start < span[1]):
        return last.get("measure")  # `exports came to 9,000 tonnes and fetched $9 million`
    if term.text.startswith("fetch") and topic in TRADE:
        return "exports"
    if term.text in _TAKEN and q.form not in ("money", "percent", "multiple", "points"):
        return topic if who == "pronoun" and topic in FLOWS else None
    if _FROM_GUESTS.match(scene.text, q.end):
        return "sales"
    if _FROM_ABROAD.match(scene.text, q.end) or any(term.end < p.start < term.end + 6 for p in scene.places):
        return "exports"  # `earned Australia $1bn`
    of_goods = any(t.start - q.end < _NEAR for t in scene.goods() if t.start >= q.end)
    if who == "goods" or (who == "place" and of_goods and scene.text[q.end : q.end + 6] == " from "):
        return "sales" if who == "goods" and topic == "sales" else "exports"
    if who == "pronoun":
        topic = scene.state.before if scene.state.before in (*TRADE, "sales") else topic
    if who == "pronoun" and topic in (*TRADE, "sales"):
        return "exports" if topic in TRADE else "sales"
    if who == "place" and term.text in _TAKEN:
        return topic if topic and topic != "imports" else None
    return "sales"


FLOWS = frozenset({"exports", "imports", "output", "consumption", "sales", "reserves"})
_NEAR = 24


def _weighed(draft: Draft, term: Term) -> str | None:
    """`15 million tonnes of freight`, `a tender for 50,000 tonnes`: with a weight these are no price and no sum."""
    if draft.quantity.form != "physical" or draft.quantity.unit == "%":
        return None
    return "other" if term.text == "freight" else "imports"


_FISHING = re.compile(
    r"(?i:\b(?:boats|fleets?|trawlers|vessels|longliners|seiners|crews|fishermen|fishers|skippers)\b)"
)
_PICKING = re.compile(r"(?i:\b(?:harvest\w*|picking|crops?|growers|farmers|reaping|combines)\b)")


def _caught(draft: Draft, term: Term) -> str | None:
    """`Boats have landed 2 million tons`, `growers will bring in 9m tonnes`: a catch, a crop."""
    if draft.quantity.form == "money":
        return None
    by = _FISHING if term.text in ("landed", "hauled in") else _PICKING
    return "output" if by.search(draft.scene.text, draft.scene.start, term.start) else None


def _filled(draft: Draft, term: Term) -> str | None:
    """`Stocks slipped to 1,008 TWh, or 88.9% of capacity`: how full a store is."""
    if draft.quantity.unit != "%":
        return None
    topics = [d.get("measure") for d in draft.scene.drafts[-1:]] or [draft.scene.state.paragraph.measure]
    stores = any(t.value == "reserves" and t.end <= draft.quantity.hedge for t in draft.scene.measures())
    return "reserves" if topics == ["reserves"] or stores else None


_PRICED = re.compile(r"(?i:\b(?:freight|price|prices|shipping|box|rates?|exchange|currency|dollar|euro)[ \n])$")


def _index_of_goods(draft: Draft, term: Term) -> str | None:
    """`the sugar index`, `the main sea freight index`: an index of prices; one of shares or of moods is none."""
    goods = any(0 < term.start - t.end < _BESIDE for t in draft.scene.goods() if t.part == "noun")
    before = draft.scene.text[max(draft.scene.start, term.start - 12) : term.start]
    return "price" if goods or _PRICED.search(before) or draft.scene.state.before == "price" else None


_BESIDE = 3


def _inflows(draft: Draft, term: Term) -> str | None:
    """`inflows to Honduras` in an article on remittances."""
    topic = draft.scene.state.article.measure
    if term.text == "arrivals" and topic == "other":
        return "other"
    if term.text == "arrivals" or (draft.quantity.form == "money" and topic != "other"):
        return None
    return "other" if topic == "other" else "imports" if topic in TRADE | {"tariff"} and term.text != "flows" else None


def _firms_turnover(draft: Draft, term: Term) -> str | None:
    """`its turnover fell by a fifth`: a firm's, where the article is not about trade both ways, or goods exported."""
    trade = draft.scene.state.article.measure in ("trade", "surplus", "deficit", "balance") or any(
        t.value == "trade" and t != term for t in draft.scene.measures()
    )
    if trade:
        return None
    return "exports" if draft.scene.state.paragraph.measure == "exports" else "sales"


_GROWERS = re.compile(
    r"[ \n]from[ \n](?:the[ \n])?(?:[a-z-]+[ \n]){0,2}"
    r"(?:farmers|growers|miners|producers|smallholders|households|farms)\b"
)


def _bought_at_home(draft: Draft, term: Term) -> str | None:
    """`The ministry bought 3.4 million tonnes from local farmers`: no imports."""
    return "other" if _GROWERS.search(draft.scene.text, *draft.clause) else None


_BILLS = ("fuel bill", "oil bill", "gas bill", "energy bill", "food bill")
_BOUGHT = ("agreed to buy", "hauled in", "hauls in", "pulled in", "tender", "paid")
_SUPPLIES = ("supplied", "supplies", "supply", "shipped", "delivered")
# What a word may mean, each with the words that it is asked about.
_MEANINGS: tuple[tuple[Callable[[Term], object], Meaning], ...] = (
    (lambda t: t.text == "premium" or "stake" in t.text or _CHANGES_HANDS.fullmatch(t.text), _stake_sold),
    (lambda t: t.value == "balance", _signed),
    (lambda t: t.text.rpartition(" ")[2] in _SELLS | _HANDS_OVER, _sold_by_firm),
    (lambda t: t.text in ("index", "gauge", "sub-index", "subindex"), _index_of_goods),
    (lambda t: t.value == "sales" and t.part == "noun", _sold_abroad),
    (lambda t: t.text in ("contract", "contracts"), _futures),
    (lambda t: t.text in ("bill", "cost", "paid") or t.text in _BILLS, _paid_for),
    (lambda t: t.text in ("cost", "costs", "costing", "would cost"), _cost_a_unit),
    (lambda t: t.part == "verb" and t.value == "imports", _bought_at_home),
    (lambda t: _BUYS.match(t.text), _bought_by_partner),
    (lambda t: t.part == "verb" and t.text in _SUPPLIES, _supplied_by_partner),
    (lambda t: t.part == "verb" or t.text in _EARNED | _TAKEN, _spent_by_visitors),
    (lambda t: t.text in _EARNED | _TAKEN, _takings),
    (lambda t: t.text.endswith(("landed", "brought in", "bring in", "hauled in")), _caught),
    (lambda t: t.text.startswith(("charg", "levied", "surcharge")), _taxed),
    (lambda t: t.text in ("revenue", "revenues", "receipts", "income"), _of_state),
    (lambda t: t.text == "capacity", _filled),
    (lambda t: t.text in ("inflows", "inflow", "flows", "arrivals"), _inflows),
    (lambda t: t.text == "freight" or t.text in _BOUGHT, _weighed),
    (lambda t: t.text == "turnover", _firms_turnover),
)
