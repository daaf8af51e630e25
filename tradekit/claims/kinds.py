"""Rules for `kind` and for the sign of the value."""

from __future__ import annotations

import re

from tradekit.claims import percentages
from tradekit.claims.changes import (
    ON_TOP,
    change_noun,
    change_word,
    change_words,
    governs_directly,
    next_number,
)
from tradekit.claims.lists import bracketed_share
from tradekit.claims.percentages import MAKES_UP, OF_GDP, by_number
from tradekit.claims.scene import Draft, Why, left
from tradekit.claims.tables import table_kind
from tradekit.quantities.grammar import multiples

_RATIO_TIMES = re.compile(
    r"[ \n](?:as[ \n](?:much|many|high|large|big)|that|those|the|its|their|[A-Z]\w+[’']s?|EBITDA|earnings|sales|"
    r"revenues?|GDP|book|what|more|larger|higher|operating|forward|trailing|net|gross|core|pre-tax|annual|projected|"
    r"forecast|expected|profits?|cash|EBIT|oversubscribed|subscribed|covered|tangible|normal|usual)\b"
)
# a multiple of another's, whatever its time: `11 times what the rival earned last year`, `four times the usual`
_TIMES_ANOTHER = re.compile(
    r"[ \n](?:what[ \n](?!(?:it|they|we|he|she|was|were)\b)|(?:as[ \n](?:much|many)[ \n](?:[\w’'-]+[ \n]){0,2}?as[ \n]"
    r"(?:with|from|to)\b)|(?:the|its|their)[ \n](?:usual|normal|average|planned|permitted|recommended|national|global)"
    r"\b|the[ \n][^ ]*\d[\d.,]*[ \n](?:[a-z]+[ \n]){1,3}(?:that|which|it|they|needed|sought|planned|allowed|offered)\b)"
)
_TIME_WORDS = re.compile(
    r"\b(?:ago|earlier|before|last|previous|\d{4}|since|year|month|quarter|pace|old|former|pre-?\w+)\b"
)


# `13.8 times last year's operating profit`, `3.4 times ebitda`
_OF_EARNINGS = re.compile(
    r"[ \n](?:(?:its|their|the|last|this|next|year[’']s|[\w-]+(?:year|month)|annual|adjusted|core|net|gross|forward|"
    r"trailing|expected|projected|estimated|operating|pre-tax)[ \n]){0,4}"
    r"(?i:earnings|ebitda|ebit|profits?|book(?: value)?|cash flow|net asset value|equity)\b"
)


def rank(draft: Draft) -> Why | None:
    """A position in an order."""
    return by_number("rank", draft) if draft.quantity.form == "rank" else None


def points(draft: Draft) -> Why | None:
    """Percentage and basis points are changes; `2.6 points above the national average` are none."""
    if draft.quantity.form != "points":
        return None
    off = _off_by(draft) or _against_another(draft)
    return by_number("ratio" if off else "change", draft)


def multiple(draft: Draft) -> Why | None:
    """A multiple of the own past is growth, of another thing a ratio."""
    if draft.quantity.unit != "x":
        return None
    if re.search(r"(?:to|-to-) ?(?:one|1)$", draft.quantity.text):
        return by_number("ratio", draft)
    if _OF_EARNINGS.match(draft.after(80)):
        return by_number("ratio", draft)
    if draft.scene.drafts and draft.before(6) == " from " and draft.scene.drafts[-1].get("kind") == "ratio":
        return by_number("ratio", draft)  # `3.4 times ebitda from 1.9 times`
    past = draft.quantity.form == "verb" and draft.quantity.text.lower() in multiples()
    after = draft.after(80)
    q = draft.quantity
    time = any(q.end <= t.start < min(draft.scene.end, q.end + 60) for t in draft.scene.times)
    compared = _RATIO_TIMES.match(after) and not (time or _TIME_WORDS.search(after)) and next_number(draft, 8) is None
    word = change_word(draft)
    if not past and _TIMES_ANOTHER.match(after) and not (word and governs_directly(draft, word)):
        return by_number("ratio", draft)
    if not past and compared and (word is None or re.match(r"[ \n]as[ \n].*?[ \n]to[ \n]", after)):
        return by_number("ratio", draft)
    return by_number("growth", draft)


_THAN = re.compile(
    r"[ \n](?:an?[ \n]\w+[ \n])?(?:more|less|fewer|higher|lower|larger|smaller|dearer|cheaper|bigger)\b"
    r"[^.;]{0,60}?\bthan[ \n]"
)
# what somebody has set, and what was thought: `7% above its nameplate`, `$2bn short of the target`
_OFF_MARK = re.compile(
    r"[ \n](?:above|below|under|over|short of|shy of|ahead of|behind|in excess of|(?:more|less|lower|higher) than)[ \n]"
    r"(?!(?:its|the|their|a)[ \n](?:previous|earlier|prior|last|original)\b)"
    r"(?:[\w’'-]+[ \n]){0,3}?(?:quotas?|targets?|nameplate|capacity|ceiling|limits?|caps?|floor|allocations?|"
    r"allotments?|plans?|budget|forecasts?|estimates?|expectations|consensus|guidance|requirements?|needs?|goals?|"
    r"minimum|commitments?|entitlement|support price|nominal|parity|thresholds?|projections?|obligations?|"
    r"normal|usual|needed|required|(?:long-term|seasonal|historical|historic|national|provincial|regional|world|global|"
    r"industry|sector|EU|OECD|eurozone|\w+-year) (?:average|mean|norm|pace|rate)|"
    r"(?:closing|market|spot|issue|offer|book|world|benchmark) (?:price|value))\b"
)
_OFF_OTHER = re.compile(
    r"[ \n](?:above|below)[ \n](?![^.;,]{0,40}\b(?:mark|level|peak|record|average|high|low|day|close)\b)"
    r"|[ \n](?:above|below|under|over)[ \n](?:what[ \n]|[Dd]ated[ \n]|"
    r"the[ \n](?:loan prime|policy|benchmark|prime)[ \n]|"
    r"(?!(?:January|February|March|April|May|June|July|August|September|October|November|December|[A-Z][a-z]+day)\b)"
    r"[A-Z][a-z]{2,}\b(?![’']s))"
    r"|[ \n](?:above|below|over|under|to)[ \n](?:the[ \n])?(?:[\w’'-]+[ \n]){0,3}?"
    r"(?:futures|contracts?|benchmarks?|screen|index|swaps?|Treasur(?:y|ies)|bunds?|gilts|Sofr|SOFR|Euribor|(?:domestic|export|import|local|official|producer|list|"
    r"reserve|minimum|floor|state|world|spot|market|listed|asking) prices?)\b"
)


# `exceeded its quota by`, `missed the target by`
_OFF_BY = re.compile(
    r"(?i:\b(?P<over>exceed(?:s|ed|ing)?|surpass(?:es|ed|ing)|overshot|beat(?:ing|s)?|outstrip(?:s|ped|ping)?|"
    r"outpac(?:es|ed|ing)|outgr(?:ew|own|ows|owing)|outperform(?:s|ed|ing)?|outdid|outr[au]n)"
    r"|\b(?:miss(?:es|ed)|undershot|trail(?:s|ed)|lag(?:s|ged)))[^.;,\d]{0,40}\bby[ \n]$"
)


# what each of these begins with
_OFF = re.compile(
    r"[ \n](?:an?[ \n]|above|below|under|over|to[ \n]|short|shy|ahead|behind|in excess|more|less|fewer|lower|"
    r"higher|larger|smaller|dearer|cheaper|bigger)"
)


def _off_by(draft: Draft) -> re.Match[str] | None:
    return _OFF_BY.search(draft.before(80)) if draft.before(3)[:2].lower() == "by" else None


def _against_another(draft: Draft) -> re.Match[str] | None:
    """Match the words that put a number above or below another economy, market or thing, not another time."""
    after, end = draft.after(120), draft.quantity.end
    if not _OFF.match(after):
        return None
    if match := _OFF_MARK.match(after):
        return match
    than, off = _THAN.match(after), _OFF_OTHER.match(after)
    match = than or off
    if match is None or any(end <= t.start < end + match.end() + 40 for t in draft.scene.times):
        return None
    other = end + match.end()
    named = any(other <= p.start <= other + 12 and p.form != "institution" for p in draft.scene.places)
    named = named or bool(
        than and any(other <= t.start <= other + 12 and t.part == "noun" for t in draft.scene.goods())
    )
    if named or re.match(
        r"it (?:did|does|was)\b|(?:local|domestic|imported|rival)\b", draft.scene.text[other : other + 12]
    ):
        return match
    return off if off and not _TIME_WORDS.search(after[off.end() : off.end() + 40]) else None


# `half the number planned`, `half of my neighbour's.`, `a third of that of`
_OF_ANOTHER = re.compile(
    r"[ \n](?:of[ \n])?(?:the[ \n](?:number|figure|level|size)|that[ \n]of|"
    r"(?:(?:my|our|his|her|their|its|the|a)[ \n])?\w+[’']s?[.,;)”\"]|"
    r"what[ \n](?:[\w’'-]+[ \n]){1,2}(?:(?:had|has|have)[ \n])?(?:costs?|paid|pays?|charges?|took|takes?|"
    r"was|were|is|are|used|asked|sought|"
    r"wanted|needed|needs?|required|requested|promised|planned|expected)\b)"
)
# `output falls to less than a third of that`, `pays half of that`
_OF_THAT = re.compile(r"[ \n](?:of[ \n])?(?:that|this)(?:[.,;)”\"]|[ \n](?:and|but|in|on|for|by|a)\b)")
_STANDS = re.compile(r"\b(?:to|at|is|was|are|were|pays?|paid|costs?|charges?|fetch(?:es|ed))[ \n]$")


def ratio(draft: Draft) -> Why | None:
    """More or less than another economy or thing, not than another time."""
    q, text = draft.quantity, draft.scene.text
    if q.form in ("duration", "rank", "points", "multiple", "verb"):
        return None
    if match := _against_another(draft):
        return Why("ratio", q.end, q.end + match.end())
    if match := _off_by(draft):
        return Why("ratio", q.hedge - len(match[0]), q.hedge)
    if q.unit != "%":
        return None
    after = draft.after(60)
    if _OF_IMPORTS.match(after[:24]) and (covers := _COVERS.search(draft.before(130))):
        return Why("ratio", q.hedge - len(covers[0]), q.hedge)
    if q.form == "fraction" and _IS.search(draft.before(24)):
        owner = re.match(r"[ \n]of[ \n]", draft.after(6))
        place = next((p for p in draft.scene.places if owner and p.start == q.end + owner.end()), None)
        if place and text[place.end : place.end + 2] in ("'s", "’s"):
            return Why("ratio", place.start, place.end)  # `was less than a tenth of China's`
    against_gdp = OF_GDP.match(after) and _OWED.search(draft.before(200))
    if against_gdp and not MAKES_UP.search(draft.before(70)):
        return by_number("ratio", draft)  # a deficit of 3% of GDP is no part of it
    before = draft.before(24)
    if "equal" in before and _EQUALS.search(before) and not _OF_ECONOMY.match(after[:24]):
        return by_number("ratio", draft)
    if q.form != "fraction" or percentages.SHARE_BEFORE.search(draft.before(70)):
        return None
    other = _OF_ANOTHER.match(draft.after(50)) or (_OF_THAT.match(draft.after(16)) and _STANDS.search(draft.before(10)))
    return by_number("ratio", draft) if other else None


_IS = re.compile(r"\b(?:is|are|was|were)[ \n](?:\w+[ \n]){0,3}$")
_EQUALS = re.compile(r"\bequal(?:s|led|s to)?[ \n](?:to[ \n])?(?:\w+[ \n])?$")
_OF_ECONOMY = re.compile(r"[ \n]of[ \n](?:GDP|gross|national|output|the[ \n](?:total|economy))")
_COVERS = re.compile(r"(?i:\bexports?\b(?:[^.;]|\.\d){0,100}\bcover(?:s|ed|ing)?[ \n](?:\w+[ \n])?)$")
_OF_IMPORTS = re.compile(r"[ \n]of[ \n](?:(?:its|the|all|total)[ \n])?imports\b")
_OWED = re.compile(
    r"(?i:\b(?:deficits?|surplus(?:es)?|debts?|gap|shortfall|borrowing|loss(?:es)?|damages?|spending|costs?|"
    r"remittances|reserves|investment|aid|subsid(?:y|ies)|revenues?|savings|liabilities|arrears|credit|deposits)\b)"
)


_ABOUT = r"(?:(?:a|around|about|some|nearly|up to|more than|another|further)[ \n])*$"
_LOSES = re.compile(rf"(?i:\b(?:los(?:es?|ing|t)|loss(?:es)? of)[ \n]{_ABOUT})")


def of_things(draft: Draft) -> Why | None:
    """Things lost are counted, and money is lost on sales: `lost 40 planes`, `losing Rs 1,200 on every tonne`."""
    q, scene = draft.quantity, draft.scene
    before = draft.before(30) if q.form in ("count", "money") and q.unit != "point" else ""
    if "los" not in before.lower() or not _LOSES.search(before):
        return None
    if q.form == "count":
        return by_number("level", draft) if q.unit not in ("lot", "contract", "bag", "bale") else None
    flow = any(t.part == "noun" for t in left(scene.measures(), q.hedge, draft.clause[0]))  # `exports lost $3bn`
    each = re.match(r"[ \n](?:on|for|per)[ \n](?:every|each|a)\b", draft.after(12))
    return by_number("level", draft) if each or (q.half >= 500 and not flow) else None


_OF_THE_RISE = re.compile(r"[ \n]of[ \n]the[ \n](?:rise|increase|gain|growth|fall|drop|decline|decrease)\b")
_LED_TO = re.compile(r"\b(?:to|at|of|was|were)[ \n](?:minus[ \n])?$")  # `sank to -$43`
_BY, _TO_LEVEL = re.compile(r"\bby[ \n]$"), re.compile(r"[ \n]to[ \n][^ ]{0,3}\d")  # `raise it by 0.60 pesos to 17.80`
_GREW_BY = re.compile(r"\b(?:by|up|down|rose|fell|grew)[ \n][\d.]+ ?(?:%|per ?cent|pc|pct), or[ \n](?:by[ \n])?$")


def change(draft: Draft) -> Why | None:
    """An absolute change: `rose $2bn`, `by £2.0bn`, `$3.2 billion less`, `an increase of $14.2 billion`."""
    q = draft.quantity
    if q.form == "duration":
        return None
    if (
        q.sign
        and q.form != "percent"
        and not _LED_TO.search(draft.before(16))
        and not _of_balance(draft)
        and (q.sign == "+" or q.form in ("physical", "count") or _a_price(draft))
    ):
        return by_number("change", draft)
    if match := change_noun(draft):
        start = q.hedge - len(draft.before(30)) + match.start()
        return Why("change", start, q.hedge)
    after = draft.after(40)
    if _OF_THE_RISE.match(after):
        return Why("change", q.end, q.end + 12)
    if q.form in ("money", "physical") and _BY.search(draft.before(4)) and _TO_LEVEL.match(after):
        return by_number("change", draft)
    last = draft.scene.drafts[-1] if draft.scene.drafts and q.form != "percent" else None
    if last and last.get("kind") == "growth" and _GREW_BY.search(draft.before(24)):
        return Why("change", *last.reasons["kind"].span)
    word = change_word(draft)
    if word and word.text.startswith(("add", "put")) and ON_TOP.match(draft.after(16)):
        return None  # `Japan will add $8 million on top`
    if word is None or re.match(r"(?:below|above|past|under)\b", draft.scene.text[q.hedge : q.start]):
        return None  # `fell below $5bn` tells a level
    if word.start >= q.end:
        if q.form == "count" and word.text in ("more", "less", "fewer") and not _THAN.match(after):
            return None  # `100 more generators`: a count
        return Why("change", word.start, word.end)
    if governs_directly(draft, word):
        return Why("change", word.start, word.end)
    between = draft.scene.text[word.end : q.hedge]
    by = re.search(r"\bby[ \n]$", between) and (
        q.form != "count"
        or (
            word.part != "noun" and re.fullmatch(r"(?:[ \n](?:its|their|the|net|\w+))[^,.;]{0,24}[ \n]by[ \n]", between)
        )
    )
    return Why("change", word.start, word.end) if by else None


def _of_balance(draft: Draft) -> bool:
    """Whether a signed sum is a balance: `Balance +$4.88bn`."""
    before = [t for t in left(draft.scene.measures(), draft.quantity.start, draft.scene.start) if t.part == "noun"]
    return bool(before) and before[0].value == "balance"


def _a_price(draft: Draft) -> bool:
    """Whether a signed sum is the move of a price: `Brent $70.56, -51c`."""
    q = draft.quantity
    return q.form == "money" and "/" in (q.unit or "")


# no verb of its own, and no preposition of a level, may stand between a change and the sum that goes on with it
_NO_VERB = r"(?!(?:to|at|on|over|against|than|worth|was|were|is|are|with|reached|came|stood|hit|went|cost|\w+ed)\b)"
_ON = re.compile(
    rf"(?: of the \w+)?(?: \([^()]{{1,16}}\))?,?[ \n](?:(?:and|while|but|of which|including)[ \n])?"
    rf"(?:{_NO_VERB}[\w’'.-]+[ \n]){{0,5}}(?<!\bof[ \n])"
)
_LIKE_CHANGE = re.compile(
    r"^[^.;:]{0,40},?[ \n](?:(?:down|up) from|compared with|against|versus|after)[ \n](?:the[ \n]|an?[ \n])?$"
)
_BARE_AND = re.compile(r"[^.;:()$€£]{0,60}[ \n]and[ \n]\\?")


def change_continued(draft: Draft) -> Why | None:
    """A sum that goes on with the change before it: `gas rose £0.5bn (1.8%) and oil £0.3bn (1.3%)`."""
    q, scene = draft.quantity, draft.scene
    sums = [d for d in scene.drafts[-4:] if d.quantity.unit != "%"][-2:]
    if q.form == "duration" or not any(d.get("kind") == "change" for d in sums):
        return None
    earlier, between = sums[-1], scene.text[sums[-1].quantity.end : q.hedge]
    tails = [bool(re.match(r"[ \n](?:to\b|\(\d)", d.after(4))) for d in (earlier, draft)]
    after = next_number(draft, 12)
    if tails[1] and sums[0].get("kind") == "change" and (sums[0].quantity.value < sums[-1].quantity.value / 4):
        earlier, tails = sums[0], [True, True]  # `zinc shed $41 to $2,871 and lead $12 to $2,033`
        if (
            after
            and q.value < after.value / 4
            and not scene.text[sums[-1].quantity.end : q.hedge].rstrip().endswith(" to")
        ):
            return Why("change", *earlier.reasons["kind"].span)
    if earlier.get("kind") != "change" or q.unit != earlier.quantity.unit:
        return None
    alike = tails[0] == tails[1] or between.startswith(" of the") or ", of which " in between
    by = between.endswith("by ") and earlier.before(4).endswith("by ")
    if re.fullmatch(r"[ \n]of[ \n]\w+[ \n]", between):
        return None  # `cut 1,500 of its 21,400 jobs`
    near = 0.2 < q.value / (earlier.quantity.value or 1) < 5
    if near and _LIKE_CHANGE.search(between) and not any(d.get("kind") == "level" for d in sums[:-1]):
        return Why("change", *earlier.reasons["kind"].span)
    if by or (alike and len(between) <= 80 and _ON.fullmatch(between)) or _BARE_AND.fullmatch(between):
        return Why("change", *earlier.reasons["kind"].span)
    return None


def level(draft: Draft) -> Why | None:
    """How much it is: what no other rule has read."""
    return by_number("level", draft)


KIND = (
    rank,
    points,
    table_kind,
    multiple,
    percentages.levied,
    percentages.restated,
    ratio,
    bracketed_share,
    percentages.share,
    percentages.named_behind,
    percentages.named_before,
    percentages.continued,
    percentages.stated,
    percentages.growth,
    of_things,
    change,
    change_continued,
    level,
)


def written_sign(draft: Draft) -> Why | None:
    """A sign written with the figure."""
    q = draft.quantity
    return Why(q.sign, q.start, q.start + 1) if q.sign else None


_LESS = re.compile(
    r"[ \n](?:an?[ \n]\w+[ \n])?(?:less|fewer|lower|smaller|cheaper|below|under|short|shy|behind|discount)\b"
)


def ratio_sign(draft: Draft) -> Why | None:
    """`three-quarters less than` is negative."""
    if draft.get("kind") != "ratio":
        return None
    by = _off_by(draft)
    if by is not None and by["over"] is None:
        return Why("-", draft.quantity.hedge - len(by[0]), draft.quantity.hedge)
    match = _LESS.match(draft.after(20))
    return Why("-" if match else "+", draft.quantity.end, draft.quantity.end + (match.end() if match else 0))


_STANDS_AT = re.compile(r"\b(?:to|from|at|(?:below|above|than|beat|topping|topped|missed)[ \n](?:the|an?))[ \n]$")


def level_sign(draft: Draft) -> Why | None:
    """A rate that something went to is a rate, not a fall: `growth slowed to 4.1%`, `inflation of 3%`."""
    q = draft.quantity
    if draft.get("kind") != "growth" or q.unit != "%":
        return None
    named = draft.reasons["kind"].rule in ("named_before", "named_behind")
    return Why("+", q.hedge, q.start) if named or _STANDS_AT.search(draft.before(12)) else None


_STOCKS = {"build": "+", "addition": "+", "draw": "-", "drawdown": "-", "withdrawal": "-"}


def change_sign(draft: Draft) -> Why | None:
    """The direction of the word of change."""
    q = draft.quantity
    if draft.get("kind") not in ("growth", "change") or q.unit == "x":
        return None
    noun = change_noun(draft)
    if noun and noun["noun"] in _STOCKS:
        return Why(_STOCKS[noun["noun"]], draft.quantity.hedge - len(noun[0]), draft.quantity.hedge)
    word = change_word(draft)
    if word is None:
        earlier = [
            t
            for t in reversed(change_words(draft.scene, max(draft.scene.start, q.hedge - 400), q.hedge))
            if t.part != "comparative" or t.text in ("up", "down")
        ]
        word = earlier[0] if earlier else None
    if word is None:
        return None
    return Why(word.value, word.start, word.end)


SIGN = (written_sign, ratio_sign, level_sign, change_sign)
