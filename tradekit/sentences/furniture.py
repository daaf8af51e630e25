"""Furniture: bylines, adverts, links, contacts and other text of the page that is not the article's."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache

from ahocorasick_rs import AhoCorasick

from tradekit.sentences.blocks import SIGNS, Block
from tradekit.sentences.cells import find_cells, is_figure
from tradekit.tables import rows

LONGEST_SENTENCE = 300  # of furniture
LONGEST_BLOCK = 500
LONGEST_LINE = 150

_MONTHS = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b"
)
_DATE = re.compile(_MONTHS + r"|\d{4}-\d\d-\d\d|\d\d?[./]\d\d?[./]\d{4}", re.IGNORECASE)
_DATE_LINE = re.compile(
    rf"(?:{_MONTHS}|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b|\d++(?:st|nd|rd|th)?"
    r"|(?:updated|published|posted|on|at|[ap]\.?m|gmt|utc|ist|est|edt|et|cet|bst|hrs|mins?|minutes?|read)\b"
    r"|[\W_])++$",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"(?i:(?:written |reported |posted |story )?by )[A-Z][\w.'’-]*+"
    r"(?:[ ,|]{1,3}(?:(?:and|of|in|on|for|at|the|de|van|al) )?[A-Z\d][\w.:'’-]*+){0,9}$"
)
_MARKS = re.compile(rf"[\s*_>#{SIGNS}·–—-]*+")
_LINK_ONLY = re.compile(r"\W{0,4}(?:\[[^\]\n]{0,200}\]\([^)\s]{0,300}\)|(?:https?://|www\.)\S{1,300})\W{0,4}$")


@cache
def _phrases() -> dict[str, list[str]]:
    """Give the phrases of the furniture table by where they stand."""
    table: dict[str, list[str]] = {"is": [], "heading": [], "starts": [], "list": [], "contains": []}
    for row in rows("furniture"):
        table[row["where"]].append(row["pattern"])
    return table


@cache
def _heads() -> frozenset[str]:
    """Give how phrases can begin that a block is or starts with: a cheap test that most text fails."""
    return frozenset(p[:3] if p[0].isalpha() else p[0] for at, ps in _phrases().items() if at != "contains" for p in ps)


@cache
def _pattern(where: str, end: str = "") -> re.Pattern[str]:
    """Match any of the phrases of some places of the table, and what must follow."""
    phrases = "|".join(_compile(phrase) for at in where.split() for phrase in _phrases()[at])
    return re.compile(f"(?:{phrases}){end}", re.IGNORECASE)


_END = r"[\W_]*+$"


@cache
def _finder() -> AhoCorasick:
    """Find the fixed words of each of the phrases that mark a sentence that contains them."""
    return AhoCorasick([max(re.split("[#…'’]", p), key=len).strip() for p in _phrases()["contains"]])


@cache
def _contained(which: int) -> re.Pattern[str]:
    return re.compile(_compile(_phrases()["contains"][which]), re.IGNORECASE)


def _compile(phrase: str) -> str:
    """Turn a phrase of the table into a regular expression: `#` a number, `…` a few words without one."""
    pattern = re.escape(phrase).replace(r"\ ", r"\s++").replace("'", "['’]")
    pattern = pattern.replace(r"\#", r"\d[\d.,]*+").replace("…", r"[^\d\n]{0,60}?")
    before = r"(?<!\w)" if phrase[0].isalnum() else ""
    after = r"(?![\w-])" if phrase[-1].isalnum() else ""
    return before + pattern + after


def find_marks(text: str) -> list[int]:
    """Return the offsets of the phrases that mark the sentence which contains them as furniture."""
    # "İ" is the one letter whose lower case has another length.
    folded = text.replace("İ", "I").lower().replace("\n", " ").replace("\xa0", " ")
    hits = _finder().find_matches_as_indexes(re.sub("[\ud800-\udfff]", "\ufffd", folded), overlapping=True)
    return sorted(start for i, start, end in hits if _contained(i).search(folded, max(0, start - 20), end + 80))


def _begin(text: str, start: int, end: int) -> int | None:
    """Return where ``text[start:end]`` begins, list marks aside, if a phrase of the table may begin there."""
    match = _MARKS.match(text, start, end)
    begin = match.end() if match else start
    head = text[begin : min(begin + 3, end)].lower()
    return begin if head in _heads() or head[:1] in _heads() else None


def is_furniture(text: str, block: Block) -> bool:
    """Tell whether a whole block is furniture, by its first words or by its shape."""
    start, end, _ = block
    size = end - start
    if size > LONGEST_BLOCK:
        return False
    begin = _begin(text, start, end)
    if begin is not None and (
        _pattern("starts list").match(text, begin, end) or _pattern("is heading", _END).match(text, begin, end)
    ):
        return True
    if size > LONGEST_LINE:
        return bool(_LINK_ONLY.match(text, start, end))
    body = text[start:end]
    if _LINK_ONLY.match(body) or _BYLINE.match(body):
        return True
    row = block.kind == "table" and any(is_figure(text, cell) for cell in find_cells(text, start, end)[1:])
    return bool(_DATE_LINE.match(body) and _DATE.search(body)) and not row  # `May 2025 | 5.1 | 6.2`


def find_kinds(text: str, block: Block, spans: list[tuple[int, int]], marks: list[int]) -> list[str]:
    """Return the kind of each sentence of a block that is not the title."""
    if is_furniture(text, block):
        return ["furniture"] * len(spans)
    kinds = []
    rest = False  # furniture at the end of a paragraph: credits, contacts, links
    for start, end in spans:
        kind = block.kind
        if rest:
            kind = "furniture"
        elif end - start <= LONGEST_SENTENCE:
            begin = _begin(text, start, end)
            if begin is not None and _pattern("starts list").match(text, begin, end):
                kind = "furniture"
                rest = block.end - start <= LONGEST_BLOCK
            elif marks and bisect_left(marks, start) < bisect_left(marks, end):
                kind = "furniture"
        kinds.append(kind)
    return kinds


def opens_list(text: str, spans: list[tuple[int, int]], kinds: list[str]) -> bool:
    """Tell whether a block of furniture announces a list, such as what a subscription includes."""
    end = spans[-1][1]
    begin = _begin(text, spans[0][0], end)
    if begin is not None and _pattern("heading", _END).match(text, begin, end):
        return True
    for (start, end), kind in zip(spans, kinds, strict=True):
        begin = _begin(text, start, end) if kind == "furniture" else None
        if begin is not None and _pattern("list").match(text, begin, end):
            return True
    return False
