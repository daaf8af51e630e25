"""The times of a text with their role, and the spans that belong to dates.

The role is read from the words around a time: `from August` is what a change is against, `in August` is
the time of a figure, `by August` is a deadline.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from tradekit.periods.atoms import Atom
from tradekit.periods.guards import reads_as_year
from tradekit.periods.join import find_joined
from tradekit.periods.model import Spec, Time
from tradekit.periods.patterns import NUMBER, PREPOSITION, YEAR, spaced

_WINDOW = 90
_PREPOSITION = spaced(PREPOSITION)
_WORD = re.compile(r"[A-Za-z]+")
_FIRST_OF_PREPOSITIONS = frozenset(
    "much many high large long as compared in relative versus vs against than by until till up no with effective "
    "starting beginning since from over on above below short ahead behind through before after prior during for of at "
    "within throughout".split()
)
_COMPARE = re.compile(
    r"(?i)(?:much|many|high|large|long)\s+as|(?:as\s+)?compared|in\s+comparison|relative|versus|vs|against|than"
)
_START = re.compile(r"(?i)with\s+effect|effective|as\s+from|starting|beginning")
_UNTIL = re.compile(r"(?i)by|until|till|up\s+to|no\s+later")
_IN = ("in", "for", "during", "over", "on", "throughout")
# A change before `on`, `over` or `above` makes what follows its basis: `fell 1.2% on August`.
_CHANGE = re.compile(
    r"(?i)(?:[0-9%)]|cent|points?|pct|[a-z]fold|[0-9]x|times|half|third|quarter|fifth|tenth"
    r"|\b(?:up|down|higher|lower|more|less|better|worse|wider|narrower|fall|fell|rise|rose|gain|drop|grew|growth|grow"
    r"|increase|decrease|decline|retreat|slide|slump|plunge|surge|climb|leap|rebound|advance|reduction|improved?|jump|doubled|tripled|halved|[mbt]illion|bln|tons|tonnes|change|unchanged)"
    r"(?:s|d|ed|ing|ped)?)[\s,)]{0,3}$"
)
# `more than ten years ago` is a hedge, `5% more than ten years ago` a comparison.
_HEDGE = re.compile(r"(?i)\b(?:more|less|fewer)\s+$")
_MORE_BY = re.compile(
    r"(?i)(?:[0-9]\S{0,9}|cent|points?|fold|times|half|third|quarter|fifth|tenth|[mbt]illion|bln|tons|tonnes|dollars"
    r"|euros|yuan|yen|pounds|much|slightly|far|even|no|little|was|were|is|are)\s+(?:more|less|fewer)\s+$"
)
_NOT_THAN = re.compile(r"(?i)\b(?:rather|other)\s+$")
# The earlier end of a comparison: `from 799.5 billion yen in September`, `seven times the $10bn of 2019`,
# `what they were in 2012`.
_FROM_NUMBER = spaced(
    r"(?i)(?<![\w-])(?:"
    r"(?:(?:from|against|versus|vs\.?|compared~(?:with|to))~(?:the~|an?~|just~|about~|only~)?(?:(?-i:[a-z]{3,12})~of~)?|(?:than|over|times)~the~)"
    rf"[^\s\w]{{0,2}}[A-Z]{{0,4}}[^\s\w]{{0,2}}~?(?:[0-9][0-9.,]{{0,15}}|{NUMBER}\b)(?:~?[^\s\w.]|~?[A-Z]{{1,12}}){{0,4}}"
    r"(?:~(?:in|during|for|at|of))?|what~(?:it|they)~(?:was|were)(?:~(?:in|during))?)~(?:the~)?$"
)
# `off its January high`, `below the 2018 peak`; but `its January high of $565` is a figure of January
_PEAK = spaced(
    r"(?:['’]s)?~(?:(?:all-time|record|intraday|closing|seasonal|multi-year|cyclical)~)?"
    r"(?:high|low|peak|record|trough|top|bottom|nadir|maximum|minimum|level)s?(?=[.,;:)]|~(?:and|or|but|in|at|to|on|as|by|when)\b|$)"
)
# `2.4 times the price of`, `double the level seen in`: what follows is what the figure is against.
_TIMES = spaced(
    r"(?i)\b(?:times|twice|double|triple|quadruple|half|thrice|fold)~(?:as~(?:much|many|high|large)~as|than)?~?(?:the~|those~|that~|its~)"
    r"(?:[a-z]{2,12}~){0,2}?(?:(?:price|level|rate|figure|number|amount|value|volume|total|average|pace|tally|quantity|sum"
    r"|cost|size|one)~)?(?:(?:seen|recorded|paid|posted|reached|reported)~)?(?:of|in|from|for|at)~(?:the~)?$"
)
_TIMES_ALONE = spaced(r"(?i)\b(?:times|twice|double|triple|thrice)~(?:the~|its~)?$")
# `the fastest pace since July 2022` says how rare a figure is, not when it was or what it is against.
_RECORD = re.compile(
    r"(?i)\b(?:(?:high|low|large?|bigg|small|fast|slow|strong|weak|steep|sharp|wide|narrow|long|short|deep|great"
    r"|few|thin|tight|quick|dear|cheap|poor|rich|heavi|light|mild|hott|cold|dri|wett|bright|dull|faint|stiff|firm|soft"
    r"|old|new|late|earli|tall|hard)est|the\s(?:most|least)|best|worst|first|record|peak)\b[^.;,]{0,50}$"
)
# From these days a duty applies.
_FORCE = re.compile(r"(?i)\b(?:takes?|took|comes?|came|in|into)\s+(?:effect|force)\b[^;\n]{0,12}$")
_BEGIN = re.compile(r"(?i)\b(?:begins?|began|beginning|start(?:s|ed|ing)?|effective)\b[^;\n]{0,32}$")
# A day or month behind these words is to come.
_AHEAD = re.compile(
    r"(?i)\b(?:will|would|due|scheduled|set|is|are|next\s+release|sees?|seeing|seen|expects?|may|lapses?|expires?|ends?|runs?\s+out|meets?)\b(?:[^.;\n]|\.[0-9]){0,64}$"
)
_DUE = re.compile(r"(?i)\b(?:will|due|scheduled|planned|still\s+on|on\s+track|set)\b[^.;,\n]{0,30}$")
# `plans to raise output by 137,000 barrels from November`
_TO_BE = re.compile(
    r"(?i)\b(?:will|would|shall|plans?|agreed|decided|due|set|expected|scheduled|wants?|intends?|is|are)\s(?:be\s|to\s){1,2}"
    r"[a-z]+[^.;]{0,60}$|\b(?:will|would|shall|must)\s(?:[^.;]|\.[0-9]){0,60}$"
)
# `down by 2 million tonnes from March 1`; but a duty is 25% from March 1.
_MOVED = re.compile(
    r"(?i)\b(?:up|down|higher|lower|more|less|fewer|rose|fell|climbed|dropped|gained|lost|grew|shrank|eased|slipped|jumped"
    r"|declined|increased|decreased|rise|fall|drop|gain|decline|increase|decrease)\s(?:(?:by|of)\s)?(?!\s?to\b)"
    r"[^\s\w]{0,2}[A-Z]{0,4}[^\s\w]{0,2}\s?[0-9][^;()]{0,24}$"
)
# `by September exports had reached $5bn` is past, and so is `it had shipped 4 million tons by September`.
_AHEAD_WORD = (
    r"(?:to(?!\s[^\s\w]?[0-9])|will|would|shall|must|should|could|may|can|might|due|expected|scheduled"
    r"|planned|pledged)\b"
)
_HAD = re.compile(
    rf"(?i),?\s+(?:(?!{_AHEAD_WORD})[^\s;]{{0,30}}[^\s;.]\s+){{0,5}}?"
    rf"(?:had|has|have|was|were|stood|held|came|rose|fell|grew|hit|[a-z]{{3,12}}ed)\b(?!\s+{_AHEAD_WORD})"
)
_HAD_DONE = re.compile(
    rf"(?i)\b(?:had|has|have|was|were)\s+(?:(?:already|only|been|just|[a-z]{{2,12}}ly)\s+){{0,2}}"
    rf"(?!{_AHEAD_WORD})[a-z]{{1,15}}(?:ed|ne|wn|en|ht|pt|ft|ld|nt|id|ll)\b(?:\s(?!{_AHEAD_WORD})[^\s;]{{1,30}}){{0,10}}\s$"
)
# `farmers had sent 1.65 million tonnes to port by June 15`; but `had agreed to ship it by June 15`
_HAD_SENT = re.compile(
    r"(?i)\bhad\s+(?:(?:already|only|been|just|[a-z]{2,12}ly)\s+){0,2}"
    r"(?!agreed|promised|planned|pledged|vowed|expected|hoped|wanted|aimed|asked|ordered|meant|undertaken|set)"
    r"[a-z]{1,15}(?:ed|ne|wn|en|ht|pt|ft|ld|nt|id|ll)\b[^;]{0,60}\s$"
)
# `than August's $70.8bn`, `than the revised August shortfall of $70.8bn`: a level stands behind the time.
_LEVEL = re.compile(
    r"['’]s\s+(?:(?!and\b|or\b|to\b|but\b)[a-z]+\s+){0,2}?[^\s\w]{0,2}[0-9]|\s+[a-z]+\s+of\s+[^\s\w]{0,2}[0-9]"
)
_LEVEL_OF = re.compile(r"\s+[a-z]+\s+of\s+[^\s0-9]{0,4}[0-9]")


_ENDS = re.compile(r"(?i)\b(?:end|finish|close)(?:s|d|ed|ing)?\s$")  # `will end the year at 8.8 million`
_LONGEST_END = 12  # with what stands before it


_WITH = re.compile(r"\swith\b")  # `ended 2024 with debt of €96m`
_BESIDE = ("on", "over", "above", "below", "short of", "ahead of", "behind")


_AT_HEAD = re.compile(r"(?:\A|[.!?”\n])\s?From\s$")  # `From next June it is to deliver 40 megawatts`


class _Found(NamedTuple):
    """An atom with its role; no role for what is a date but no time of a figure (`before 2020`)."""

    start: int
    atom: Atom
    role: str | None
    spec: Spec


def find_times(text: str) -> list[Time]:
    """Find the times named in a text.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    list of Time
        In order and disjoint; ``text[time.start:time.end] == time.text``.

    Examples
    --------
    >>> [(t.role, t.text) for t in find_times("In May exports rose 5% from a year earlier; by 2030 …")]
    [('period', 'May'), ('basis', 'from a year earlier'), ('deadline', '2030')]
    """
    found = (item for item in _with_roles(text) if item.role)
    return [Time(f.start, f.atom.end, text[f.start : f.atom.end], f.role or "", f.spec) for f in found]


@lru_cache(maxsize=1)  # the times and the dates of a text are asked for one behind the other
def _with_roles(text: str) -> list[_Found]:
    found: list[_Found] = []
    end = 0
    for atom in find_joined(text):
        item = _with_role(text, atom, end)
        if item:
            found.append(item)
            end = atom.end
    return found


def _with_role(text: str, atom: Atom, floor: int) -> _Found | None:
    """Read the role of a time from the words before it, at most back to `floor`, and after it."""
    spec, form = atom.spec, atom.spec.form
    before = text[max(floor, atom.start - _WINDOW) : atom.start]
    preposition = _preposition(before)
    if form == "change":
        return _Found(atom.start, atom, "basis", spec)
    ended = _ENDS.search(before[-_LONGEST_END:])
    if ended and _WITH.match(text, atom.end):
        return _Found(atom.start, atom, "period", Spec("part", unit="end", of=spec))
    alone = spec.unit == "then" or atom.end - atom.start == len("full-year") or ended
    if form == "here" and not alone and not (preposition and preposition["prep"].lower() in _IN):
        return None  # `the year` is a time only in the year, over the year, for the year
    if form in ("next", "within"):
        return _Found(atom.start, atom, "deadline", spec)
    compared = _PEAK.match(text, atom.end) is not None
    if not preposition:
        if form == "relative" and _FROM_NUMBER.search(before):
            return _Found(atom.start, atom, "earlier", spec)
        return _Found(atom.start, atom, *_role_alone(spec, before, compared))
    start = atom.start - (len(before) - preposition.start())
    word, lead = preposition["prep"], before[: preposition.start()]
    role, spec = _role_after(word, lead, preposition["the"], text, atom)
    if role is None and _FROM_NUMBER.search(before):
        role = "earlier"
    if role is None:
        role, spec = _role_alone(spec, before, compared)
    if role == "none":
        return _Found(atom.start, atom, None, spec)
    return _Found(start if role == "basis" or spec.form == "since" else atom.start, atom, role, spec)


def _preposition(before: str) -> re.Match[str] | None:
    """Find the preposition of a time, the longest that reaches up to it."""
    for word in _WORD.finditer(before):
        if word[0].lower() in _FIRST_OF_PREPOSITIONS and (found := _PREPOSITION.match(before, word.start())):
            return found
    return None


def _role_alone(spec: Spec, before: str, compared: bool) -> tuple[str, Spec]:
    """Give the role of a time without a telling preposition."""
    if compared or (spec.form in ("relative", "month", "year") and _TIMES_ALONE.search(before)):
        return "basis", spec  # `off its January high`, `1.2 times last year’s number`
    dated = spec.form == "day" or (spec.form == "month" and _FORCE.search(before))
    if dated and (_FORCE.search(before) or _BEGIN.search(before)):
        return "deadline", spec._replace(relative=0)
    if spec.form == "day" and _AHEAD.search(before):
        return "period", spec._replace(relative=0)
    if spec.form == "month" and spec.relative is None and not spec.of and _DUE.search(before):
        return "period", spec._replace(relative=0)
    if spec.form not in ("ago", "same") and _TIMES.search(before):
        return "basis", spec
    ago = spec.form == "ago" and spec.number > 0 and (spec.unit != "day" or spec.relative is None)
    return ("earlier" if ago or (spec.form == "same" and spec.of) else "period"), spec


def _role_after(word: str, lead: str, the: str | None, text: str, atom: Atom) -> tuple[str | None, Spec]:
    """Give the role that a preposition decides; None if it does not, ``none`` for no time of a figure."""
    spec, form = atom.spec, atom.spec.form
    lower = word.lower()
    if _COMPARE.match(word):
        hedge = form == "ago" and _HEDGE.search(lead) and not _MORE_BY.search(lead)
        other = lower == "than" and (hedge or _NOT_THAN.search(lead))
        return (None if other else _basis(the, text, atom)), spec
    if lower.startswith("since"):
        if _RECORD.search(text[max(0, atom.start - _WINDOW) : atom.start]):
            return "none", spec
        spec = spec.of or spec if form == "begun" else spec
        role = "period" if spec.form in ("month", "day", "weekday", "part", "now") else "basis"
        return role, Spec("since", of=spec)
    if lower == "from" and form in ("day", "weekday") and _MOVED.search(lead):
        return "basis", spec
    if _START.match(word) or (lower == "from" and form == "day"):
        return "deadline", spec._replace(relative=0)
    if _UNTIL.match(word) or (lower == "through" and form == "year"):
        return _until(lead, text, atom)
    if lower in ("before", "after", "prior to") and not (the and the.strip() in ("a", "its")):  # `after a 2024 harvest`
        return "none", spec
    if (
        lower == "from"
        and form in ("month", "year")
        and not spec.of
        and _AT_HEAD.search(text[max(0, atom.start - 12) : atom.start])
    ):
        return "deadline", spec if spec.relative == 1 else spec._replace(relative=0)
    if lower == "from" and form == "month" and not spec.of and _TO_BE.search(lead):
        return "deadline", spec._replace(relative=1)
    close = form in ("weekday", "now") and text[atom.end : atom.end + 2] in ("'s", "’s")  # from Tuesday's close
    if lower == "from" and (close or form not in ("range", "years", "weekday", "now")):
        return ("deadline" if _FORCE.search(lead) or _BEGIN.search(lead) else _basis(the, text, atom)), spec
    if lower in _BESIDE:
        return _on_or_over(word, lead, the, text, atom), spec
    return None, spec


def _basis(the: str | None, text: str, atom: Atom) -> str:
    """Tell a basis from the time of an earlier level (`than August's $70.8bn`)."""
    level = _LEVEL.match(text, atom.end) if text[atom.end : atom.end + 1] in "'’" else None
    return "earlier" if level or (the and _LEVEL_OF.match(text, atom.end)) else "basis"


def _on_or_over(word: str, lead: str, the: str | None, text: str, atom: Atom) -> str | None:
    """Read `on the quarter`, `fell 1.2% on August`; but `over the first nine months` is a period."""
    spec = atom.spec
    if spec.form == "here" and spec.unit in ("year", "month", "quarter", "week") and word in ("on", "over"):
        return "basis"
    last = spec.form == "relative" and spec.relative == -1
    fits = last or spec.form in ("part", "year", "month", "quarter", "half", "split", "fiscal", "ago", "same", "ending")
    same = spec.form == "same" and word == "over"
    return _basis(the, text, atom) if fits and (same or _CHANGE.search(lead)) else None


def _until(lead: str, text: str, atom: Atom) -> tuple[str, Spec]:
    """Read `by 2030` as a deadline; `by last month`, `by June exports had …`, `had shipped … by June` are past."""
    spec = atom.spec
    inner = spec.of if spec.form == "part" and spec.of else spec
    last = inner.form == "relative" and inner.relative == -1
    past = last or inner.form in ("ago", "now", "past", "weekday", "same")
    undated = inner.form in ("month", "day", "quarter", "half") and inner.of is None
    had = _HAD.match(text[atom.end : atom.end + 60]) or _HAD_DONE.search(lead) or _HAD_SENT.search(lead)
    if past or (undated and had):
        return "period", spec
    ahead = inner._replace(relative=1) if undated else inner
    return "deadline", (spec._replace(of=ahead) if inner is not spec else ahead)


# These begin with the digit that they are looked for by, and look back from there: as fast again as the other way.
_CLOCK = spaced(
    r"[0-9](?<![\w:.,$€£¥].)(?:(?:(?<=[0-2])[0-9])?[:.][0-5][0-9](?::[0-5][0-9])?(?:~?(?i:[ap]\.?m\b\.?|hrs|hours))?"
    r"(?![0-9:%]|[.,][0-9])|(?:(?<=[01])[0-9])?~?(?i:[ap]\.m\.|[ap]m\b)"
    r"|(?<=[0-2])[0-9][0-5][0-9](?=~(?:GMT|UTC|BST|CET|EST|EDT|hours|hrs)\b))"
    r"(?:~(?:GMT|UTC|BST|CET|CEST|EST|EDT|ET|MSK|IST|JST)\b)?"
)
_BARE_YEAR = re.compile(
    rf"{YEAR}(?<![\w$€£¥₹#].{{4}})(?<![0-9][.,:/–-].{{4}})(?:[-–/][0-9]{{2}}(?![0-9]))?(?![\w%]|[.,:][0-9]|\s?%)"
)
# Without one of these `8.30` is a number.
_COLON_OR_ZONE = re.compile(r":|[apAP]\.?[mM]|GMT|UTC|BST|CE?S?T|E[SD]?T|MSK|IST|JST|hours|hrs")
_SLASHED = re.compile(rf"(?<![\w/])[0-3]?[0-9]/[0-3]?[0-9]/(?:{YEAR}|[0-9]{{2}})(?![\w/])")
_DURATION = ("past", "next", "within")


def date_spans(text: str) -> list[tuple[int, int]]:
    """Find the spans whose numbers are no quantities: dates, years, clock times, `first 10 months`.

    Durations that say something of the world (`within five years`, `over the next three years`, `three hours
    of talks`) are not among them.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    list of tuple of int, int
        Start and end, in order and disjoint.

    Examples
    --------
    >>> text = "On May 5, 2024 at 08:12 GMT it sold 2,024 tonnes, as in 2019; within five years 2000 tonnes."
    >>> [text[start:end] for start, end in date_spans(text)]
    ['May 5, 2024', '08:12 GMT', '2019']
    """
    spans = [(f.atom.start, f.atom.end) for f in _with_roles(text) if not _is_duration(f.spec)]
    spans += [found.span() for found in _SLASHED.finditer(text)] if "/" in text else []
    spans += [found.span() for found in _CLOCK.finditer(text) if _COLON_OR_ZONE.search(found[0])]
    spans += [found.span() for found in _BARE_YEAR.finditer(text) if reads_as_year(text, found.end())]
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _is_duration(spec: Spec) -> bool:
    return spec.form in _DURATION and spec.of is None
