"""Rules for `kind` and for the sign of the value."""

from __future__ import annotations

import re

from tradekit.claims.scene import Draft, Why, left, right
from tradekit.quantities.grammar import multiples
from tradekit.terms import Term

_SHARE_BEFORE = re.compile(
    r"(?i:account(?:s|ed|ing)? for|made up|mak(?:es?|ing) up|represent(?:s|ed|ing)?|compris(?:es?|"
    r"ed|ing)|constitut(?:es?|ed|ing)|"
    r"share(?:s)?(?: of\b.{0,40})? (?:was|is|at|of|to|rose to|fell to|reached|stood at)|took|takes|"
    r"taking|handled|covered|covers|supplied|supplying|"
    r"buys|bought|equivalent to)(?:[ \n](?:up|just|nearly|almost|about|some|only|more than|over|"
    r"roughly))*[ \n]?$"
)
_SHARE_AFTER = re.compile(
    r"^[ \n]of[ \n](?!year|a year|the year)|^[ \n](?:share|stake)\b|^[ \n]belong|^,? (?:of (?:it|"
    r"them|which|all))\b|^[ \n](?:went|came|goes|comes)[ \n](?:to|from)\b|^[ \n]complained|"
    r"^[ \n](?:are|were|was|is)[ \n](?:now[ \n])?"
)
_THAN_PLACE = re.compile(r"^[ \n](?:more|less|fewer|higher|lower|larger|smaller)\b.{0,60}\bthan[ \n]", re.DOTALL)
_RATIO_TIMES = re.compile(
    r"^[ \n](?:as[ \n](?:much|many|high|large|big)|that|those|the|its|their|what|more|larger|higher)\b"
)
_TIME_WORDS = re.compile(r"\b(?:ago|earlier|before|last|previous|\d{4}|since|year|month|quarter|pace)\b")
_CHANGE_NOUN_OF = re.compile(
    r"(?i:\b(?:increase|rise|gain|growth|drop|fall|decline|decrease|jump|surge|cut|reduction|loss|"
    r"climb|expansion|contraction|slump|uptick|hike|improvement|change)[ \n](?:of|by)[ \n](?:a[ \n])?)$"
)


# `made up`, `set up`, `signed off`: the particle of another verb
_PARTICLE_OF = re.compile(
    r"(?i:\b(?:made|makes?|making|sets?|wound|gave|given?|ends?|ended|sums?|signs?|signed|shows?|"
    r"showed|backed|built|broke|opened|drew|pay|paid))[ \n]$"
)


_DIRECTIONS = ("up", "down", "higher", "lower", "off")


def change_word(draft: Draft) -> Term | None:
    """Find the word of change that governs a number: behind it (`5% lower`, `a $2bn rise in`), or before it."""
    q, scene = draft.quantity, draft.scene
    changes = [t for t in scene.changes() if not _PARTICLE_OF.search(scene.text[max(0, t.start - 10) : t.start])]
    behind = next(iter(right(changes, q.end, min(draft.clause[1], q.end + 24))), None)
    if behind is not None:
        gap = scene.text[q.end : behind.start]
        if (
            behind.part in ("noun", "both", "comparative")
            and re.fullmatch(r"[ \n)]{0,2}(?:[a-z-]{2,12}[ \n]){0,1}", gap)
            and not re.search(r"\b(?:to|and|or|in|of|from|by|as|on)\b", gap)
        ):
            return behind
    floor = draft.clause[0]
    near = [t for t in left(changes, q.hedge, floor) if not _taken(draft, t)]
    verb = next((t for t in near if t.part in ("verb", "both")), None)
    if near and near[0].part == "comparative" and near[0].text not in _DIRECTIONS and verb:
        return verb  # `grew at a slower pace of 3%`
    if near:
        return near[0]
    if (
        behind is not None
        and q.unit in ("%", "x")
        and re.fullmatch(r"[ \n]?\(?[^,.;()]{0,16}[)]?[ \n]", scene.text[q.end : behind.start])
    ):
        return behind
    return None


def _taken(draft: Draft, term: Term) -> bool:
    """Whether a comparative before the number belongs to another number (`9.3 billion less than the 12 billion`)."""
    if term.part != "comparative":
        return False
    between = draft.scene.text[term.end : draft.quantity.hedge]
    return bool(re.match(r"[ \n](?:than|over)\b", between))


def governs_directly(draft: Draft, term: Term) -> bool:
    """Whether a word of change is about the number itself: `rose $2bn`, `up by 5`, but not `rose to`."""
    between = draft.scene.text[term.end : draft.quantity.hedge]
    return (
        bool(
            re.fullmatch(
                r"(?:[ \n](?:by|a|an|another|further|some|sharply|slightly|only|just|[a-z]+ly))*[ \n]\(?",
                between,
            )
        )
        or between == " ("
    )


def rank(draft: Draft) -> Why | None:
    """A position in an order."""
    return _why("rank", draft) if draft.quantity.form == "rank" else None


def points(draft: Draft) -> Why | None:
    """Percentage and basis points are changes."""
    return _why("change", draft) if draft.quantity.form == "points" else None


def multiple(draft: Draft) -> Why | None:
    """A multiple of the own past is growth, of another thing a ratio."""
    if draft.quantity.unit != "x":
        return None
    after = draft.after(80)
    if re.search(r"(?:to|-to-) ?(?:one|1)$", draft.quantity.text):
        return _why("ratio", draft)
    past = draft.quantity.form == "verb" and draft.quantity.text.lower() in multiples()
    if not past and _RATIO_TIMES.match(after) and not _TIME_WORDS.search(after) and change_word(draft) is None:
        following = [x for x in draft.scene.quantities if draft.quantity.end <= x.start < draft.quantity.end + 8]
        if not following:
            return _why("ratio", draft)
    return _why("growth", draft)


def percent_level(draft: Draft) -> Why | None:
    """A tariff or a rate of interest is a level in per cent."""
    if draft.quantity.unit != "%":
        return None
    scene, q = draft.scene, draft.quantity
    after = draft.after(50)
    if re.match(
        r"[ \n](?:of[ \n])?(?:[\w-]+[ \n]){0,2}(?:tariff|product)[ \n]?lines?\b|"
        r"[ \n]of[ \n](?:[A-Z]\w+[ \n])?products\b",
        after,
    ):
        return _why("share", draft)
    if re.match(
        r"[ \n](?:[\w-]+[ \n]){0,3}?(?:tariffs?|dut(?:y|ies)|lev(?:y|ies)|surcharge|tax(?:es)?|interest)\b",
        after,
    ):
        return _why("level", draft)
    words = [t for t in left(scene.measures(), q.hedge, draft.clause[0]) if t.value in ("tariff",)]
    if words and not re.match(r"[ \n]of[ \n]", after):
        word = words[0]
        between = scene.text[word.end : q.hedge]
        plain = len(between) < 60 and not re.search(
            r"[.;()]|\b(?:by|revenues?|receipts|income|collections?)\b", between
        )
        if plain and (change_word(draft) is None or re.search(r"\b(?:to|from|at|of)[ \n]$", between)):
            return Why("level", word.start, word.end)
    if re.search(r"(?i:interest|rate|yield|coupon)\b.{0,24}$", draft.before(40)) and change_word(draft) is None:
        return _why("level", draft)
    return None


def rate_level(draft: Draft) -> Why | None:
    """A rate that something is cut or raised to, or that a loan bears: `to 13%`, `a loan at 3%`."""
    q, scene = draft.quantity, draft.scene
    if q.unit != "%":
        return None
    before = draft.before(24)
    if re.search(r"\bat[ \n]$", before) and any(
        t.value == "loan" for t in left(scene.measures(), q.start, draft.clause[0])
    ):
        return _why("level", draft)
    earlier = scene.drafts[-1] if scene.drafts else None
    if earlier is None or earlier.clause != draft.clause or not re.search(r"\bto[ \n]$", before):
        return None
    if earlier.quantity.unit in ("bp", "pp"):  # cut by 25bp to 2.5%; a share's points lead to a share
        clause = scene.text[draft.clause[0] : earlier.quantity.start]
        return _why("share" if re.search(r"\b(?:share|proportion)\b", clause) else "level", draft)
    return _why("level", draft) if earlier.get("kind") == "level" and earlier.quantity.unit == "%" else None


def ratio(draft: Draft) -> Why | None:
    """More or less than another economy or thing, not than another time."""
    q = draft.quantity
    if q.unit != "%":
        return None
    if match := _THAN_PLACE.match(draft.after(120)):
        start = q.end + match.end()
        places = [p for p in draft.scene.places if start <= p.start < start + 40]
        times = [t for t in draft.scene.times if q.end <= t.start < start + 40]
        if (places or re.match(r"it (?:did|does|was)", draft.scene.text[start:])) and not times:
            return Why("ratio", q.end, start)
    if q.form == "fraction" and re.search(r"\b(?:is|are|was|were)[ \n](?:\w+[ \n]){0,3}$", draft.before(24)):
        owner = re.match(r"[ \n]of[ \n]", draft.after(6))
        place = next((p for p in draft.scene.places if owner and p.start == q.end + owner.end()), None)
        if place and draft.scene.text[place.end : place.end + 2] in ("'s", "’s"):
            return Why("ratio", place.start, place.end)  # `was less than a tenth of China's`
    if q.form == "fraction" and re.match(
        r"[ \n](?:of[ \n])?(?:the[ \n](?:number|figure|level|size)|[A-Z][\w]+[’']s[.,;)]|that[ \n]of)",
        draft.after(30),
    ):
        return _why("ratio", draft)
    return None


_RATE = re.compile(
    r"(?i:\b(?:(?:unemployment|jobless|policy|key|benchmark|repo|discount|coverage|savings|vacancy|utili[sz]ation|import-cover|self-sufficiency)"
    r"[ \n]rate|(?:coverage|dependency)[ \n]ratio|unemployment)\b)"
)


def named_rate(draft: Draft) -> Why | None:
    """`The policy rate was cut to 39.5%`, `unemployment fell to 8.5%`: a rate that is named is a level."""
    if draft.quantity.unit != "%" or re.search(r"\bby[ \n]$", draft.before(6)):
        return None
    start = draft.clause[0]
    match = _RATE.search(draft.scene.text, start, draft.quantity.start)
    return Why("level", match.start(), match.end()) if match else None


def restated(draft: Draft) -> Why | None:
    """`down $187, or 2.5%`, `Rs 75,000 crore of that, or three-fourths`: the same again as a percentage."""
    earlier = draft.scene.drafts[-1] if draft.scene.drafts else None
    between = draft.scene.text[earlier.quantity.end : draft.quantity.hedge] if earlier else ""
    if (
        earlier is None
        or draft.quantity.unit != "%"
        or not re.fullmatch(r"(?:[ \n]of[ \n]\w+)?,?[ \n]or[ \n]", between)
    ):
        return None
    kind = {"change": "growth", "level": "share"}.get(str(earlier.get("kind")))
    return Why(kind, *earlier.reasons["kind"][1:]) if kind else None


def share(draft: Draft) -> Why | None:
    """A part of a whole."""
    q = draft.quantity
    if q.unit != "%" or q.sign:
        return None
    after = draft.after(40)
    changed = change_word(draft)
    if _CHANGE_NOUN_OF.search(draft.before(30)):
        return None  # `growth of 3.2% was`
    direct = changed is not None and (changed.start >= q.end or governs_directly(draft, changed))
    if direct:
        return None
    if _SHARE_AFTER.match(after):
        return _why("share", draft)
    if match := _SHARE_BEFORE.search(draft.before(70)):
        start = q.hedge - len(draft.before(70)) + match.start()
        return Why("share", start, q.hedge)
    if q.form == "fraction" and changed is None:
        return _why("share", draft)
    if (
        re.search(r"(?i:\b(?:share|proportion|percentage)\b)", draft.scene.text[draft.clause[0] : q.start])
        and changed is None
    ):
        return _why("share", draft)
    return None


def growth(draft: Draft) -> Why | None:
    """A relative change."""
    if draft.quantity.unit != "%":
        return None
    word = change_word(draft)
    if word is not None:
        return Why("growth", word.start, word.end)
    return _why("growth", draft)


def change(draft: Draft) -> Why | None:
    """An absolute change: `rose $2bn`, `by £2.0bn`, `$3.2 billion less`, `an increase of $14.2 billion`."""
    q, _scene = draft.quantity, draft.scene
    if q.form == "duration":
        return None
    if q.sign == "+" and q.form != "percent" and not _of_balance(draft):
        return _why("change", draft)
    if match := _CHANGE_NOUN_OF.search(draft.before(30)):
        start = q.hedge - len(draft.before(30)) + match.start()
        return Why("change", start, q.hedge)
    after = draft.after(40)
    if re.match(r"[ \n]of[ \n]the[ \n](?:rise|increase|gain|growth|fall|drop|decline|decrease)\b", after):
        return Why("change", q.end, q.end + 12)
    word = change_word(draft)
    if word is None or re.match(r"(?:below|above|past|under)\b", draft.scene.text[q.hedge : q.start]):
        return None  # `fell below $5bn` tells a level
    if word.start >= q.end:
        if word.part == "verb":
            return None  # `659,000 people lost their homes`
        if q.form == "count" and word.text in ("more", "less", "fewer"):
            return None  # `100 more generators`: a count
        return Why("change", word.start, word.end)
    if word.part in ("verb", "both", "comparative", "noun") and governs_directly(draft, word):
        return Why("change", word.start, word.end)
    if re.search(r"\bby[ \n]$", draft.before(6)) and q.form != "count":
        return Why("change", word.start, word.end)
    return None


def _of_balance(draft: Draft) -> bool:
    """Whether a signed sum is a balance: `Balance +$4.88bn`."""
    before = [t for t in left(draft.scene.measures(), draft.quantity.start, draft.scene.start) if t.part == "noun"]
    return bool(before) and before[0].value == "balance"


def level(draft: Draft) -> Why | None:
    """How much it is: what no other rule has read."""
    return _why("level", draft)


def _why(value: str, draft: Draft) -> Why:
    return Why(value, draft.quantity.start, draft.quantity.end)


KIND = (rank, points, multiple, percent_level, rate_level, named_rate, restated, ratio, share, growth, change, level)


def written_sign(draft: Draft) -> Why | None:
    """A sign written with the figure."""
    q = draft.quantity
    return Why(q.sign, q.start, q.start + 1) if q.sign else None


def ratio_sign(draft: Draft) -> Why | None:
    """`three-quarters less than` is negative."""
    if draft.get("kind") != "ratio":
        return None
    match = re.match(r"[ \n](?:less|fewer|lower|smaller|cheaper|below)\b", draft.after(12))
    return Why("-" if match else "+", draft.quantity.end, draft.quantity.end + (match.end() if match else 0))


def level_sign(draft: Draft) -> Why | None:
    """A rate that something went to is a rate: `growth slowed to 4.1%`, `from 29.7%` are positive."""
    q = draft.quantity
    if draft.get("kind") == "growth" and q.unit == "%" and re.search(r"\b(?:to|from|at)[ \n]$", draft.before(8)):
        return Why("+", q.hedge, q.start)
    return None


def change_sign(draft: Draft) -> Why | None:
    """The direction of the word of change."""
    q = draft.quantity
    if draft.get("kind") not in ("growth", "change") or q.unit == "x":
        return None
    word = change_word(draft)
    if word is None:
        earlier = [
            t
            for t in left(draft.scene.changes(), q.hedge, draft.scene.start)
            if t.part != "comparative" or t.text in ("up", "down")
        ]
        word = earlier[0] if earlier else None
    if word is None:
        return None
    if word.text in ("off", "shave", "shaved") and re.search(r"\bby\b", draft.before(4)):
        return None
    return Why(word.value, word.start, word.end)


SIGN = (written_sign, ratio_sign, level_sign, change_sign)
