"""Rules for `source`, `status`, `notes`, and for the level that a growth led to."""

from __future__ import annotations

import re

from tradekit.claims.scene import Draft, Scene, Why, left, right

_SAID = (
    r"(?:said|says|say|showed|shows|show|reported|reports|announced|reckons?|estimates?|estimated|"
    r"puts?|calculated|has calculated|noted|"
    r"notes|warn|warns|warned|told|declared|stated|promised|complains?|complained|pegged|pegs|expects?|forecasts?|predicts?|projects)"
)
_SHORT = r"(?:[ \n]\([A-Z][\w&.-]{1,9}\))?"  # the Office for National Statistics (ONS)
_END = (
    r"(?=[,.;:()]|\s(?:released|published|on\s(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|"
    r"show(?:ed|s)?|while|which|that|as|but)\b|$)"
)
_ACCORDING = re.compile(rf"(?i:according to|as per|based on)[ \n](?P<who>[^,.;:()]{{3,80}}?){_END}")
_WHO_SAID = re.compile(
    rf"(?:^|[,;–—:]\s|[”\"]\s|\s(?:as|but|and|which)\s|\.\s)(?P<who>(?:[^,.;:()“”\"–—\n]|(?<=\b[A-Z])\.|\n(?!\n)){{2,90}}?){_SHORT}"
    rf"[ \n](?:had |has |have |also |earlier |later |now )?{_SAID}\b"
)
_FIGURES = re.compile(
    r"(?P<who>(?:[\w’'.&-]+[ \n]){0,6}?(?:data|figures|statistics|estimates|records|calculations|"
    r"reports))[ \n]"
    r"(?:show|showed|shows|published|released|put|indicate[ds]?|suggest(?:ed)?)\b"
)
_CITED = re.compile(
    r"(?i:\b(?:citing|quoting|quoted))[ \n](?P<who>(?:the[ \n])?[^,.;:()“”]{2,60}?)"
    r"(?=[,.;:()“”]|[ \n](?:as|on|saying)\b|$)"
)
_COUNT_OF = re.compile(
    r"(?i:\bby)[ \n](?P<who>(?:the[ \n])?[^,.;]{3,60}?)[’']s?[ \n](?:count|reckoning|figures|data|"
    r"estimates?)\b"
)
_BY = re.compile(
    r"(?i:\b(?:put at|estimated at|reported|released|published|compiled|quoted|"
    r"cited)\b[^,.;]{0,60}?\bby)[ \n](?:the[ \n]agency[ \n][A-Z]\w+,[ \n])?"
    rf"(?P<who>[^,.;:()“”]{{3,80}}?){_END}"
)
_SAID_BY = re.compile(
    r"[,”\"][ \n]?(?:(?:as|which)[ \n])?(?:said|says|reported|announced|according "
    r"to)[ \n](?P<who>[^,.;:()“”]{3,80}?)(?=[,.;:()]|$)"
)
_NOBODY = frozenset(
    ("he she it they who which we i that you this these those the two the two sides there what both").split()
)
_VERBAL = re.compile(r"\b(?:were|was|are|is|be|been|have|has|had|by|rose|fell|will|would|to)\b")
_SPEAKER = re.compile(
    r"(?i:\b(?:data|figures|statistics|estimates|officials?|ministry|minister|office|bureau|customs|economists?|analysts?|traders?|exporters?|importers?|"
    r"growers?|experts?|source|sources|agency|report|survey|poll|government|hosts|ministers?|secretariat|company|association|brokers?|dealers?|shippers?|"
    r"bank|central|media|reports|study|industry|farmers|millers|producers|officials|executives?|spokes\w+)\b)|[A-Z]"
)
_FRONT = re.compile(r"^(?:[A-Z]{3,}[^a-z]{0,40}[–—-]+\s|(?:the|its)\s(?=spokes))")


def find_source(scene: Scene) -> Why | None:
    """Find whom the sentence gives as the source of its figures.

    Only patterns of attribution are read: `according to X`, `X said`, `X data showed`, `by X's count`.
    """
    text = scene.text[scene.start : scene.end]
    for pattern in (_CITED, _FIGURES, _ACCORDING, _COUNT_OF, _BY, _WHO_SAID, _SAID_BY):
        for match in pattern.finditer(text):
            start, end = match.span("who")
            words = text[start:end]
            front = _FRONT.match(words)
            if front:
                start += front.end()
                words = text[start:end]
            if re.search(r"\d", words) or len(words.split()) > 12 or words.lower().strip() in _NOBODY:
                continue
            if (
                _VERBAL.search(words)
                or not _SPEAKER.search(words)
                or words.split()[0].lower() in ("as", "but", "in", "on", "at", "and")
            ):
                continue
            if words.strip():
                return Why(" ".join(words.split()), scene.start + start, scene.start + end)
    return None


_OFFICE = re.compile(
    r"(?i:\b(?:data|figures|statistics|statistical|estimates|customs|bureau|office|administration|ministry|secretariat|department|"
    r"service|agency|census|bank|authority|board|commission)\b)"
)


def is_office(source: Why) -> bool:
    """Whether a source is an office or its data, not a speaker."""
    return bool(_OFFICE.search(source.value)) and not re.search(
        r"(?i:\b(?:minister|spokes\w+|official|officials|director|governor)\b)", source.value
    )


def told(draft: Draft) -> Why | None:
    """The source that the sentence names."""
    return draft.scene.source


def running_source(draft: Draft) -> Why | None:
    """The source that holds: in a report on statistics its office; else the paragraph's, for what it goes on to say."""
    state = draft.scene.state
    source = state.paragraph.source
    new_time = draft.reasons.get("period", ("",))[0] in ("told_in_clause", "told_in_sentence", "opening")
    if source is None or (new_time and source != state.article.source):
        return None
    return Why(source.value, source.start, source.end)


SOURCE = (told, running_source)


_COMPARED_WITH = re.compile(
    r"(?i:\b(?:than|beat|beats|beating|missed|missing|topped|topping|above|below|exceeding|as|against[ ]a)"
    r"[ \n](?:the[ \n])?)$"
)
_NEAR = 32  # a cue further behind the number belongs to something else
_HEADLINE = re.compile(r"\bvs\.?[ ][^,;]{1,16}[ ](?:expected|forecast|est\.?|consensus|seen)\b")
_EXPECTED = re.compile(r"^[ ](?:expected|forecast|est\.?|consensus|seen)\b")


def headline(draft: Draft) -> Why | None:
    """`Exports +5.6% vs +4.9% expected, prior +3.2%`: only the one that is called so is expected."""
    q, scene = draft.quantity, draft.scene
    if not _HEADLINE.search(scene.text, scene.start, scene.end):
        return None
    match = _EXPECTED.match(draft.after(16))
    return Why("forecast", q.end, q.end + match.end()) if match else Why("actual", q.start, q.end)


def cue(draft: Draft) -> Why | None:
    """A word that says the figure is expected or promised, in its clause."""
    words = [t for t in draft.scene.terms if t.kind == "status" and draft.clause[0] <= t.start < draft.clause[1]]
    before = left(words, draft.quantity.start, draft.clause[0])
    behind = right(words, draft.quantity.end, min(draft.clause[1], draft.quantity.end + _NEAR))
    found = before[0] if before else next(iter(behind), None)
    itself = found is not None and draft.scene.text[found.end : draft.quantity.hedge] in (" of ", " of a ")
    if (
        found is not None
        and not itself
        and _COMPARED_WITH.search(draft.scene.text[max(0, found.start - 24) : found.start])
    ):
        return None  # `4%, more than expected` is no forecast
    if found is None or (draft.get("kind") == "rank"):
        return None
    return Why(found.value, found.start, found.end)


def deadline(draft: Draft) -> Why | None:
    """A figure with a time still to come is a target."""
    times = [t for t in draft.scene.times if t.role == "deadline" and draft.clause[0] <= t.start < draft.clause[1]]
    return Why("target", times[0].start, times[0].end) if times and draft.quantity.form != "duration" else None


def actual(draft: Draft) -> Why | None:
    """What is neither expected nor promised."""
    return Why("actual", draft.quantity.start, draft.quantity.end)


STATUS = (headline, cue, deadline, actual)

_NOTES = (
    (re.compile(r"(?i:\bseasonally[ -]adjusted)"), "seasonally adjusted"),
    (re.compile(r"(?i:\b(?:not seasonally[ -]adjusted|unadjusted))"), "not seasonally adjusted"),
    (re.compile(r"(?i:\bannuali[sz]ed)"), "annualised"),
    (re.compile(r"(?i:\b(?:in real terms|by volume|in volume terms|inflation[ -]adjusted))"), "real"),
    (re.compile(r"(?i:\bin nominal terms)"), "nominal"),
    (re.compile(r"(?i:\b(?:provisional|preliminary))"), "provisional"),
    (re.compile(r"(?i:\brevised)"), "revised"),
    (re.compile(r"(?i:\bf\.?o\.?b\b)"), "fob"),
    (re.compile(r"(?i:\bc\.?i\.?f\b)"), "cif"),
    (re.compile(r"(?i:\bgoods and services\b)"), "goods and services"),
    (re.compile(r"(?i:\bdaily average|average daily)"), "daily average"),
    (re.compile(r"(?i:\bcumulative(?:ly)?)"), "cumulative"),
)


def notes(draft: Draft) -> str | None:
    """Give what qualifies the figure in its clause, from a fixed list."""
    clause = draft.scene.text[draft.clause[0] : draft.clause[1]]
    found = [note for pattern, note in _NOTES if pattern.search(clause)]
    if "not seasonally adjusted" in found and "seasonally adjusted" in found:
        found.remove("seasonally adjusted")
    return "; ".join(found) or None


def link_levels(drafts: list[Draft]) -> None:
    """Point each growth and change of a sentence to the level that it led to."""
    for i, draft in enumerate(drafts):
        if draft.get("kind") not in ("growth", "change") or _assumed(draft):
            continue
        following = drafts[i + 1] if i + 1 < len(drafts) else None
        text = draft.scene.text
        if following and _leads_to(text[draft.quantity.after : following.quantity.hedge]) and _fits(draft, following):
            draft.level = following
            continue
        candidates = [d for d in reversed(drafts[:i]) if _fits(draft, d)]
        candidates += [d for d in drafts[i + 1 : i + 3] if _fits(draft, d) and d.clause == draft.clause]
        plain = [d for d in candidates if not _restated(text, d)]
        draft.level = next(iter(plain or candidates), None)


def _assumed(draft: Draft) -> bool:
    """Whether no word tells that a percentage is growth, so that nothing may be computed from it."""
    q = draft.quantity
    return q.unit == "%" and not q.sign and draft.reasons["kind"][1:] == (q.start, q.end)


def _restated(text: str, level: Draft) -> bool:
    """Whether a level is the one before it in another unit: `461 billion yen ($2.98 billion)`, `…, or 11 mb/d`."""
    return bool(
        re.search(
            r"(?:\(|,?[ \n]or[ \n])(?:about[ \n])?$", text[max(0, level.quantity.hedge - 10) : level.quantity.start]
        )
    )


def _leads_to(between: str) -> bool:
    return (
        bool(
            re.search(
                r"(?:^|[ \n,])(?:to|at)(?:[ \n](?:a|an|about|nearly|record|the|just|only|"
                r"around)){0,3}[ \n]?(?:record[ \n])?$",
                between,
            )
        )
        and len(between) < 60
    )


def _fits(draft: Draft, level: Draft) -> bool:
    """Whether a level is of the same thing as a growth or change."""
    wanted = ("level", "share", "growth") if draft.quantity.form == "points" else ("level",)
    same = all(draft.get(name) == level.get(name) for name in ("measure", "reporter", "partner", "item"))
    return (
        level.get("kind") in wanted
        and same
        and level.quantity.form != "duration"
        and draft.get("period") == level.get("period")
    )
