"""Rules for the kind of a percentage: by the words beside it, by a name, by the percentage it goes on from."""

from __future__ import annotations

import re
from functools import cache

from tradekit.claims.changes import change_noun, change_word, change_words, changed_directly
from tradekit.claims.scene import Draft, Why
from tradekit.quantities.grammar import changes, function_words
from tradekit.tables import rows
from tradekit.tables.words import Needed, lowered

SHARE_BEFORE = re.compile(
    r"(?i:account(?:s|ed|ing)? for|made up|mak(?:es?|ing) up|(?:eat|ate|use|soak|snap|buy|bought)\w* up|"
    r"swallow(?:s|ed)|consum(?:es?|ed)|represent(?:s|ed|ing)?|compris(?:es?|ed|ing)|"
    r"constitut(?:es?|ed|ing)|took|takes|taking|handled|cover(?:s|ed|ing)?|suppl(?:y|ies|ied|ying)|buys|bought|"
    r"contribut(?:es?|ed|ing)|provid(?:es?|ed|ing)|h[oe]lds?|own(?:s|ed|ing)?|receiv(?:es?|ed)|absorb(?:s|ed)|"
    r"equivalent to)(?:[ \n](?:up|just|nearly|almost|about|some|only|more than|over|roughly))*[ \n]?$"
)
_SHARE_AFTER = re.compile(
    r"[ \n]of[ \n](?!year|a year|the year)|[ \n](?:share|stake)\b|[ \n]belong|,? (?:of (?:it|them|which|all))\b|"
    r"[ \n](?:went|came|goes|comes|coming|going)[ \n](?:to|from)\b"
)
_SHARE_IS = re.compile(r"[ \n](?:are|were|was|is)[ \n]")
_OF_THOSE = re.compile(r"\bof (?:those|these|them|which)\b[^.;,()]{0,30} \($")
_WITH = re.compile(r"(?<!compared )\bwith[ \n]$")
_ENDS = re.compile(r"[.,;]|[ \n](?:and|while|ahead|followed|in|of|each)\b|$")
_GROWS = re.compile(r"\bgrows?[ \n]$")
_OBJECT = re.compile(r"\b(?:at|of|to|from|by)[ \n]$")


def by_number(value: str, draft: Draft) -> Why:
    """Give a value that is read from the number itself."""
    return Why(value, draft.quantity.start, draft.quantity.end)


def _unsigned(draft: Draft) -> bool:
    return draft.quantity.unit == "%" and not draft.quantity.sign


_OR = re.compile(r"(?:[ \n]of[ \n]\w+)?,?[ \n]or[ \n]|[^.;,]{0,60},[ \n]or[ \n]")


def restated(draft: Draft) -> Why | None:
    """`down $187, or 2.5%`, `Rs 75,000 crore of that, or three-fourths`: the same again as a percentage."""
    earlier = draft.scene.drafts[-1] if draft.scene.drafts else None
    if earlier is None or draft.quantity.unit != "%" or draft.before(4)[:-1] not in (" or", "\nor"):
        return None
    if not _OR.fullmatch(draft.scene.text, earlier.quantity.end, draft.quantity.hedge):
        return None
    if against_gdp(draft):
        return Why("ratio", *earlier.reasons["kind"][1:])
    part = bool(_SHARE_AFTER.match(draft.after(40)))
    kind = {"change": "share" if part else "growth", "level": "growth" if changed_directly(draft) else "share"}.get(
        str(earlier.get("kind"))
    )
    return Why(kind, *earlier.reasons["kind"].span) if kind else None


OF_GDP = re.compile(
    r"[ \n](?:of|to)[ \n](?:(?:its|the|their|annual|that|nominal)[ \n]|(?:\w+[ \n])?\w+[’']s[ \n])?"
    r"(?:GDP|gross domestic product|national (?:output|income)|economic output)\b"
)
MAKES_UP = re.compile(
    r"(?i:\b(?:account(?:s|ed|ing)? for|ma[dk]es?|making|contribut\w+|generat\w+|br(?:ings?|ought) in|represent\w*|by|"
    r"wip(?:es?|ed) out)\b[ \n](?:[\w-]+[ \n]){0,3})$"
)


def against_gdp(draft: Draft) -> bool:
    """Whether a percentage beside a sum sets it against GDP, told here or with the percentage before."""
    last = next((d for d in reversed(draft.scene.drafts) if d.quantity.unit == "%"), None)
    again = last and last.get("kind") == "ratio" and OF_GDP.match(last.after(60))
    return bool(again or OF_GDP.match(draft.after(60)))


def share(draft: Draft) -> Why | None:
    """A part of a whole, by the words beside it: `took 70%`, `a third of exports`, `40% went to`."""
    if not _unsigned(draft) or change_noun(draft):
        return None
    q, after = draft.quantity, draft.after(40)
    if _WITH.search(draft.before(14)) and _ENDS.match(after):
        return by_number("share", draft)  # `India third with 9.5 percent`
    if after.startswith(")") and _OF_THOSE.search(draft.before(50)):
        return by_number("share", draft)  # `6.4 million of those tonnes (26%)`
    # `grows half of the canola`
    if changed_directly(draft) and not (_GROWS.search(draft.before(16)) and _SHARE_AFTER.match(after)):
        return None
    if _SHARE_AFTER.match(after) or (_SHARE_IS.match(after) and not _OBJECT.search(draft.before(8))):
        return by_number("share", draft)
    if match := SHARE_BEFORE.search(draft.before(70)):
        return Why("share", q.hedge - len(draft.before(70)) + match.start(), q.hedge)
    return by_number("share", draft) if q.form == "fraction" and change_word(draft) is None else None


@cache
def _names() -> dict[str, tuple[str, str]]:
    return {row["word"].lower(): (row["kind"], row["part"]) for row in rows("percentages")}


@cache
def _needed() -> Needed:
    return Needed([" ".join(name.replace(" ", "_") for name in _names())])


@cache
def _name() -> re.Pattern[str]:
    words = "|".join(re.escape(w) for w in sorted(_names(), key=lambda w: (-len(w), w)))
    return re.compile(rf"(?<![\w-])(?i:{words})(?![\w’'-])")


# `tariff revenue`, `a share price`: the name belongs to another thing
_OF_ANOTHER = re.compile(r"[ \n](?:revenues?|receipts|income|collections?|take|proceeds|prices?|growth|hikes?|cuts?)\b")
_PLAIN = re.compile(r"[ \n-](?:of[ \n])?(?:(?:[a-z][\w-]*|[A-Z][a-z]+|(?:[A-Z]\.)+|U[SK]|EU)[ \n]){0,3}")


def named_behind(draft: Draft) -> Why | None:
    """What a percentage is of, behind it: `a 25% import duty`, `a 19.9% stake`, `62% complete`."""
    q, text = draft.quantity, draft.scene.text
    if not _unsigned(draft) or q.form == "fraction" or not _needed().among(lowered(draft.after(50))):
        return None
    match = _name().search(text, q.end, min(draft.scene.end, q.end + 50))
    if match is None or _OF_ANOTHER.match(text, match.end()):
        return None
    kind, part = _names()[match[0].lower()]
    between = text[q.end : match.start()]
    if part == "state":
        return Why(kind, match.start(), match.end()) if between in (" ", "\n", "-") else None
    words = between.lower().split()
    if part == "verb" or not _PLAIN.fullmatch(between) or any(w in function_words() or w in changes() for w in words):
        return None
    return Why(kind, match.start(), match.end())


_LEVIED = re.compile(
    r"[ \n](?:(?:that|which)[ \n])?(?:[\w’'-]+[ \n]){0,3}?(?:(?:put|puts|imposed|imposes|levied|levies|slapped|charged|"
    r"charges|applied|applies)[ \n])?on[ \n](?!year|month|quarter|average|Mon|Tues|Wednes|Thurs|Fri|Satur|Sun|"
    r"a |the (?:year|month))"
)

_ON, _LEVIES = re.compile(r"[ \n]on[ \n]"), re.compile(r"put|impos|levie|slapp|charg|appli")
_SLAPPED = re.compile(
    r"\b(?:slap(?:s|ped|ping)?|impos(?:e|es|ed|ing)|lev(?:y|ies|ied|ying)|charg(?:e|es|ed|ing)|pa(?:y|ys|id|ying))[ \n]"
    r"(?:(?:about|up to|only|just|as much as|at least|a|another)[ \n]){0,2}$"
)


def levied(draft: Draft) -> Why | None:
    """A duty told by what it is on: `the 100 per cent that China put on canola oil, and the 25 per cent on pork`."""
    scene = draft.scene
    if not _unsigned(draft):
        return None
    if _ON.match(draft.after(4)) and _SLAPPED.search(draft.before(40)):
        return by_number("level", draft)
    match = _LEVIED.match(draft.after(70)) if draft.before(5).endswith("the ") else None
    if match is None:
        return None
    known = scene.state.paragraph.measure == "tariff" or any(t.value == "tariff" for t in scene.measures())
    named = known or any(d.get("measure") == "tariff" or d.reasons["kind"].rule == "levied" for d in scene.drafts)
    verb = _LEVIES.search(match[0])
    return Why("level", draft.quantity.end, draft.quantity.end + match.end()) if named or verb else None


_LED_TO = re.compile(
    r"\b(?:to|from|at|of|between|than|reach(?:ed|ing)?|hit|touch(?:ed|ing)|above|below)[ \n](?:an?[ \n])?$"
)
_FAR, _NEAR = 70, 24  # how far a noun and a verb may stand before their percentage


def named_before(draft: Draft) -> Why | None:
    """What a percentage is of, before it: `the policy rate was cut to 39.5%`, `a margin of 52%`, `cars pay 25%`."""
    q, scene = draft.quantity, draft.scene
    if not _unsigned(draft) or q.form == "fraction" or changed_directly(draft):
        return None
    subject = scene.subject(q.start) or draft.clause
    floor = max(min(subject[0], draft.clause[0]), q.hedge - _FAR)
    if not _needed().among(lowered(scene.text[floor : q.hedge])):
        return None
    for match in reversed(list(_name().finditer(scene.text, floor, q.hedge))):
        kind, part = _names()[match[0].lower()]
        between = scene.text[match.end() : q.hedge]
        if part == "state" or _OF_ANOTHER.match(scene.text, match.end()) or re.search(r"[;)]|\.\s|\bby[ \n]$", between):
            continue
        changed = bool(change_words(scene, match.end(), q.hedge))
        if len(between) <= (_FAR if part == "noun" else _NEAR) and (
            not changed or _LED_TO.search(scene.text[match.end() : q.start])
        ):
            return Why(kind, match.start(), match.end())
    return None


_FROM = re.compile(
    r"(?:\b(?:from|to|at|against|with|versus|vs\.?|than|prior|previous|after|before|but)|[,;(])"
    r"[ \n]?(?:an?[ \n]|the[ \n])?$"
)


_TO_OR_AT = re.compile(r"\b(?:to|at)[ \n]$")


def continued(draft: Draft) -> Why | None:
    """The kind of the percentage before: `Russia supplied 74%, Ukraine 12%`, `42% from 63%`, `cut by 25bp to 2.5%`."""
    q, scene = draft.quantity, draft.scene
    if not _unsigned(draft) or change_noun(draft):
        return None
    led = _TO_OR_AT.search(draft.before(8))
    units = ("%", "pp", "bp") if led else ("%",)  # `41% of it, five points more than in 2023, and clients only 12%`
    earlier = next((d for d in reversed(scene.drafts[-4:]) if d.quantity.unit in units), None)
    word = change_word(draft)
    if earlier is None:
        tariff = scene.state.paragraph.measure == "tariff" and word is None
        return by_number("level", draft) if tariff else None
    if word is not None and word.start >= q.end:
        return None
    if word is not None and word.start >= earlier.quantity.end and not _FROM.search(draft.before(24)):
        return None
    kind = "level" if _LENT_AT.search(draft.before(20)) else str(earlier.get("kind"))
    if earlier.quantity.unit != "%":
        kind = "level"  # cut by 25bp to 2.5%; the points of a share lead to a share
        for match in _name().finditer(scene.text, max(scene.start, earlier.quantity.start - _FAR), q.hedge):
            if not earlier.quantity.start <= match.start() < earlier.quantity.end:  # `five percentage points`
                kind = _names()[match[0].lower()][0]
    return Why(kind, earlier.quantity.start, earlier.quantity.end)


_LENT_AT = re.compile(r"\b(?:years?|months?|loans?|credits?|money|bonds?|notes?)[ \n]at[ \n](?:about[ \n])?$")
_SENTENCE = 400  # how far the words of an ordinary sentence reach
_OVER_TIME = re.compile(
    r"[ \n](?:y/y|m/m|q/q|y-o-y|yoy|year[- ]on[- ]year|on[ \n](?:year|month)|annually|a[ \n]year)\b"
)


_STANDS_AT = re.compile(r"\b(?:is|was|were|are|be|been|at)[ \n]$")
_AT_RATE = re.compile(r"^[\"“‘'(\s]*(?:At|With)[ \n]$")  # `At 25 per cent we could share the pain`


def stated(draft: Draft) -> Why | None:
    """`The figure stood at 12%`: a percentage that nothing has changed and that is over no time is a level."""
    scene = draft.scene
    if not _unsigned(draft):
        return None
    if draft.quantity.hedge - scene.start < 12 and _AT_RATE.search(draft.before(12)):
        return by_number("level", draft)
    if not _STANDS_AT.search(draft.before(8)) or draft.quantity.text.isdigit() or _OVER_TIME.match(draft.after(30)):
        return None
    near = max(scene.start, draft.quantity.start - _SENTENCE), min(scene.end, draft.quantity.end + _SENTENCE)
    return None if change_words(scene, *near) else by_number("level", draft)


def growth(draft: Draft) -> Why | None:
    """A relative change."""
    if draft.quantity.unit != "%":
        return None
    word = change_word(draft)
    return Why("growth", word.start, word.end) if word is not None else by_number("growth", draft)
