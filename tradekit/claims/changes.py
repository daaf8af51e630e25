"""The word of change that governs a number, and how closely."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache

from tradekit.claims.scene import Draft, Scene, left, once, right, within
from tradekit.quantities import Quantity, grammar
from tradekit.tables import rows
from tradekit.terms import Term


@cache
def _particle_of() -> re.Pattern[str]:
    """Match the verb before a particle that is its own: `made up`, `set up`, `signed off`."""
    return re.compile(rf"\b(?i:{'|'.join(row['word'] for row in rows('particle_verbs'))})[ \n]$")


_DIRECTIONS = ("up", "down", "higher", "lower", "off")
_BOUNDS = ("above", "below")  # before a number they tell where it stands, not that it changed
_REACH, _FAR = 24, 400  # how far behind and before a number its word of change may stand


def change_words(scene: Scene, start: int, end: int) -> list[Term]:
    """Give the words of change inside a span, in the order of the text."""
    moves = _moves(scene)
    return [t for t in within(moves, start, end) if t.end <= end] if moves else []


def _moves(scene: Scene) -> list[Term]:
    if scene.moves is None:
        scene.moves = [t for t in map(_as_change, scene.terms) if t is not None]
    return scene.moves


def _as_change(term: Term) -> Term | None:
    """Give a word of change as it is, and the one that a word of status begins with: `cut its forecast`."""
    if term.kind == "change":
        return term
    if term.kind != "status":
        return None
    word = term.text.partition(" ")[0]
    if word not in grammar.changes():
        return None
    sign, part = grammar.changes()[word]
    return Term(term.start, term.start + len(word), word, "change", sign, part)


def next_number(draft: Draft, reach: int) -> Quantity | None:
    """Give the number of the sentence that begins within `reach` characters behind this one."""
    q, numbers = draft.quantity, draft.scene.quantities
    at = bisect_left(numbers, q.end, key=lambda other: other.start)
    return numbers[at] if at < len(numbers) and numbers[at].start <= q.end + reach else None


_AGAIN = re.compile(r",?[ \n](?:or[ \n]|\()")
_STANDS = re.compile(r"\b(?:was|were|is|are|at|to|of|reached|hit|totalled|totaled|worth|fetched)[ \n]$")


@once
def behind(draft: Draft) -> int:
    """Give where the words behind a number go on, over the same told again: `$187, or 2.5%,`, `$85bn (3.7%)`."""
    q, text = draft.quantity, draft.scene.text
    again = next_number(draft, 6)
    if again is None or again.unit != "%" or not _AGAIN.fullmatch(text, q.end, again.hedge):
        return q.end
    if text[again.end : again.end + 1] != "," and _STANDS.search(draft.before(12)):
        return q.end  # `the figure was $378 million, or 41 percent more than`
    if text[again.hedge - 1] == "(" and text[again.end : again.end + 1] != ")":
        return q.end  # `$6.5bn (7.8% higher)`: the change is the percentage alone
    return again.end + (text[again.end : again.end + 1] in (",", ")"))


_RIGHT_BEHIND = re.compile(r"[ \n)]{0,2}(?:(?!(?:to|and|or|in|of|from|by|as|on)[ \n])[a-z-]{2,12}[ \n])?")
_NUMBER_NEXT = re.compile(r"[ \n](?:by[ \n])?[A-Z]{0,3}[\d$€£¥]")  # `, down 0.6%`: of the number that follows


@once
def change_word(draft: Draft) -> Term | None:
    """Find the word of change that governs a number: behind it (`5% lower`, `a $2bn rise in`), or before it."""
    q, scene = draft.quantity, draft.scene
    if not _moves(scene):
        return None
    at = behind(draft)
    near = change_words(scene, max(draft.clause[0], q.hedge - _FAR), min(scene.end, at + _REACH))
    if not near:
        return None
    changes = [t for t in near if not _particle_of().search(scene.text[max(0, t.start - 12) : t.start])]
    again = at > q.end or (q.unit == "%" and draft.before(4).endswith(" or "))
    ceiling = min(scene.end, at + _REACH) if again else min(draft.clause[1], q.end + _REACH)
    after = next(iter(right(changes, at, ceiling)), None)
    gap = scene.text[at : after.start] if after is not None else ""
    if gap in (" or ", "\nor "):
        after = None  # `duties of 30% or more`
    if again and gap.startswith(",") and after is not None and not _NUMBER_NEXT.match(scene.text, after.end):
        gap = gap[1:]
    if after is not None and after.part in ("noun", "both", "comparative") and _RIGHT_BEHIND.fullmatch(gap):
        return after
    near = [t for t in left(changes, q.hedge, draft.clause[0]) if t.text not in _BOUNDS and not _taken(draft, t)]
    verb = next((t for t in near if t.part in ("verb", "both")), None)
    if near and near[0].part == "comparative" and near[0].text not in _DIRECTIONS and verb:
        return verb  # `grew at a slower pace of 3%`
    if near:
        return near[0]
    if (
        after is not None
        and q.unit in ("%", "x")
        and re.fullmatch(r"[ \n]?\(?[^,.;()]{0,16}[)]?[ \n]", scene.text[at : after.start])
    ):
        return after
    return None


def _taken(draft: Draft, term: Term) -> bool:
    """Whether a comparative before the number belongs to another number (`9.3 billion less than the 12 billion`)."""
    if term.part != "comparative":
        return False
    between = draft.scene.text[term.end : draft.quantity.hedge]
    return bool(re.match(r"[ \n](?:than|over)\b", between))


_DIRECT = re.compile(
    r"(?:[ \n](?:by|a|an|another|further|some|sharply|slightly|only|just|[a-z]+ly))*[ \n]\(?\\?|[ \n]\("
)


def governs_directly(draft: Draft, term: Term) -> bool:
    """Whether a word of change is about the number itself: `rose $2bn`, `up by 5`, but not `rose to`."""
    q, text = draft.quantity, draft.scene.text
    bound = re.match(r"(?:above|below|past)\b", text[q.hedge : q.start])  # `climbed above 85%`
    return not bound and bool(_DIRECT.fullmatch(text[term.end : q.hedge]))


def changed_directly(draft: Draft) -> bool:
    """Whether a word of change behind or right before the number is about the number itself."""
    word = change_word(draft)
    return word is not None and (word.start >= draft.quantity.end or governs_directly(draft, word))


# `Japan will add $8 million on top`: a further sum, no change
ON_TOP = re.compile(r"[ \n](?:on top|of its own|to the (?:pot|package|appeal))\b")
_CHANGE_NOUN_OF = re.compile(
    r"(?i:\b(?P<noun>increase|rise|gain|growth|drop|fall|decline|decrease|jump|surge|cut|reduction|"
    r"climb|expansion|contraction|slump|uptick|hike|improvement|change|turnaround|swing|addition|correction|slide|"
    r"rally|rebound|dip|plunge|downgrade|upgrade|acceleration|slowdown|advance|build|draw|drawdown|withdrawal)"
    r"[ \n](?:of|by)[ \n](?:a[ \n])?)$"
)


def change_noun(draft: Draft) -> re.Match[str] | None:
    """Match the noun of change right before a number: `an increase of`, `a drop by`."""
    before = draft.before(30)
    return _CHANGE_NOUN_OF.search(before) if before[-3:-1].lower() in ("of", "by", " a", "\na") else None
