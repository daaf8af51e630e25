"""The name of a thing: the noun phrase that stands behind or before a word."""

from __future__ import annotations

import re
from functools import cache, cached_property

from tradekit.claims.scene import Draft, Scene, Span, Spanned
from tradekit.quantities.grammar import function_words
from tradekit.tables import rows

_WORD = re.compile(r"[^\W\d_][\w’'&/-]*")
_LAST_WORD = re.compile(r"[^\W\d_][\w’'&/-]{0,24}$")
_LONGEST_PHRASE = 4  # words


@cache
def _plain() -> frozenset[str]:
    """Give the words that name no goods though they stand where goods do: `total`, `monthly`, `the company`."""
    return frozenset(row["word"] for row in rows("modifiers"))


@cache
def _verbs() -> frozenset[str]:
    return frozenset(form for row in rows("verbs") for form in (row["base"], *row["past"].split("/")) if form)


@cache
def _past_forms() -> frozenset[str]:
    return frozenset(form for row in rows("verbs") for form in row["past"].split("/") if form)


@cache
def known_goods() -> frozenset[str]:
    """Give the words for goods."""
    return frozenset(row["word"].lower() for row in rows("goods"))


class _Words:
    """The words of a sentence that can stand in a noun phrase: each the span of a word or of goods."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.goods = [t for t in scene.terms if t.kind == "goods"]

    @cached_property
    def closed(self) -> list[Span]:
        """What else was found in the sentence; most words are told apart without it."""
        words = [t for t in self.scene.terms if t.kind in ("measure", "change", "status")]
        found: list[Spanned] = [*self.scene.places, *self.scene.times, *self.scene.quantities, *words]
        return [(f.start, f.end) for f in found]

    def at(self, start: int) -> Span | None:
        """Give the word or goods that begins at an offset, if it may be part of the name of a thing."""
        goods = next((t for t in self.goods if t.start == start), None)
        if goods:
            return goods.start, goods.end
        match = _WORD.match(self.scene.text, start, self.scene.end)
        return match.span() if match and self._open(*match.span()) else None

    def before(self, end: int) -> Span | None:
        """Give the word or goods that ends at an offset."""
        goods = next((t for t in self.goods if t.end == end), None)
        if goods:
            return goods.start, goods.end
        match = _LAST_WORD.search(self.scene.text[max(self.scene.start, end - 25) : end])
        span = (end - len(match[0]), end) if match else None
        return span if span and self._open(*span) else None

    def _open(self, start: int, end: int) -> bool:
        word = self.scene.text[start:end].lower()
        if (
            word in function_words()
            or (word in _verbs() and start > self.scene.start)
            or word.endswith(("ly", *_POSSESSIVE))
        ):
            return False
        if self.scene.text[start:end].isupper() and len(word) > 1:
            return False  # an acronym is a body or a place: `LME stocks`
        if "-" in word and word.rpartition("-")[2] not in known_goods():
            return False  # `bank-held`, `pre-war`; but `passenger-car`
        return not any(first < end and start < last for first, last in self.closed)


def phrase_behind(draft: Draft, at: int, ceiling: int) -> Span | None:
    """Give the name of a thing that begins at an offset, without article, demonym and size: `the Russian gas`."""
    scene, words = draft.scene, _Words(draft.scene)
    text, start = scene.text, 0
    found: list[Span] = []
    while at < ceiling and len(found) < _LONGEST_PHRASE:
        skipped = next((p.end for p in scene.places if p.start == at), 0)
        span = words.at(at)
        if not found and not skipped and span is None:
            match = _WORD.match(text, at, ceiling)
            skipped = match.end() if match and (match[0].lower() in _LEADING or match[0].endswith(_POSSESSIVE)) else 0
        if skipped and not found:
            end = skipped
        elif span and span[1] <= ceiling:
            word = text[span[0] : span[1]].lower()
            if found or word not in _plain():
                if word.endswith("ed") and start:
                    break
                found.append(span)
            end = span[1]
        else:
            break
        if text[end : end + 1] not in (" ", "\n"):
            break
        at = end + 1
        start += 1
        if start > _LONGEST_PHRASE + 3:
            break
    while found and text[found[-1][0] : found[-1][1]].lower() in _plain():
        found.pop()
    return (found[0][0], found[-1][1]) if found else None


_POSSESSIVE = ("’s", "'s", "s’", "s'")
_LEADING = frozenset("the a an its their his her our all some any these those such other".split())


def phrase_before(draft: Draft, at: int) -> Span | None:
    """Give the name of a thing that ends at an offset: the plain noun, with what belongs to it in the table."""
    words, text = _Words(draft.scene), draft.scene.text
    found: Span | None = None
    while text[at - 1 : at] in (" ", "\n"):
        span = words.before(at - 1)
        if span is None:
            break
        word = text[span[0] : span[1]].lower()
        goods = any(t.start == span[0] for t in words.goods)
        if word in _plain() or (not goods and (found or word.endswith(("ing", "ed")) or len(word) < 3)):
            break
        found = span[0], found[1] if found else span[1]
        at = span[0]
    return found


_SKIPPED = re.compile(r"(?i:(?:(?:an?|the|its|their|his|her|our|up|to|some|about|new|planned)[ \n]){1,3})")
# What money is paid into or for, and is no thing.
_NO_THINGS = frozenset(
    "country economy region market markets company firm group sector industry year years month months quarter season "
    "cash total part return exchange advance dollars fees subsidies tax taxes damages goods future term terms day days "
    "week weeks average government state process people households million billion bonds projects investment "
    "investments fund funds volume amount orders contracts".split()
)


def thing_at(draft: Draft, at: int) -> Span | None:
    """Give whatever thing is named at an offset, a firm or a plant as well: `a glass container plant`, `Saldur`."""
    scene = draft.scene
    if match := _SKIPPED.match(scene.text, at, scene.end):
        at = match.end()
    words: list[Span] = []
    while (match := _NAME.match(scene.text, at, scene.end)) and len(words) < _LONGEST_PHRASE:
        word = match[0].lower()
        moved = words and (word in _past_forms() or word.endswith("ed"))
        closed = any(t.start <= at < t.end for t in scene.times) or any(t.start == at for t in scene.changes())
        if moved or closed or word in function_words():
            break
        if word.endswith(_POSSESSIVE) or any(p.start <= at < p.end and p.form != "firm" for p in scene.places):
            if words:
                break  # `a works in Pune`
        elif not any(q.start <= at < q.end for q in scene.quantities):
            words.append(match.span())
        elif words:
            break
        at = match.end() + 1
        if scene.text[match.end() : at] not in (" ", "\n"):
            break
    name = (words[0][0], words[-1][1]) if words else None
    if name is None or any(name[0] <= t.start < name[1] for t in scene.goods()):
        return name
    return None if scene.text[slice(*words[-1])].lower() in _NO_THINGS else name


_NAME = re.compile(r"[^\W_][\w’'&/-]*")
