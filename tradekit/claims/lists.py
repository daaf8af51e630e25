"""Lists: headings of paragraphs and bullets (`By market:`), and the members of a list inside a sentence.

Each further member of `Russia supplied 74 percent, Ukraine 12 percent and Romania 7 percent` has the kind, the
measure, the period and the reporter of the first, and its name the place of the first one's name.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

from tradekit.claims.grid import Heading
from tradekit.claims.scene import Draft, Scene, Why, left
from tradekit.claims.sides import preposition
from tradekit.places import Place
from tradekit.terms import TRADE, Term

_LONGEST_LABEL, _LONGEST_ALONE = 70, 30
_MARK = re.compile(r"[-*•–·▪●‣◦\s]{0,6}(?:\d{1,2}[.)]\s)?(?:\*\*)?")
_COLON = re.compile(r"(?:\*\*)?:(?=\s|$)(?:\*\*)?|[.]\*\*|\*\*[.:]?")
_CAPITALS = re.compile(
    r"(?P<head>[A-Z][A-Z&-]{2,}(?: (?:AND |& )?[A-Z]{2,}){0,2})(?: [—–-]{1,2}|\.|:)\s"
)  # `COCOA — Grinders …`
_WORDS = re.compile(r"[A-Za-zÀ-ž][\w’'.&-]*")
_LINKS = frozenset(
    "and while then plus followed next as well ahead with came coming went going goes comes only just about nearly "
    "some another each worth total those that behind the its by to from in of for at on a an second third fourth "
    "second-placed third-placed respectively all our their overall whole".split()
)


def find_label(scene: Scene) -> Heading | None:
    """Find the heading that a sentence begins with: a few words before a colon, or an economy before a full stop."""
    mark = _MARK.match(scene.text, scene.start)
    start = mark.end() if mark else scene.start
    limit = min(scene.end, start + _LONGEST_LABEL, *(q.start for q in scene.quantities[:1]))
    colon = _COLON.search(scene.text, start, min(limit + 2, scene.end))
    if colon and colon.start() > start:
        return Heading(scene, start, colon.start())
    if capitals := _CAPITALS.match(scene.text, start, limit + 2):
        return Heading(scene, start, capitals.end("head"))
    alone = scene.end - start <= _LONGEST_ALONE and not scene.quantities and scene.text[scene.end - 1] == "."
    if alone and scene.text.count(" ", start, scene.end) < 3:
        return Heading(scene, start, scene.end - 1)  # `By country.`, `Production.`
    titled = _BY_COUNTRY.search(scene.text, start, scene.end) if scene.end - start <= _LONGEST_LABEL else None
    if titled and not scene.quantities:
        return Heading(scene, start, scene.end)  # `VISITORS BY MARKET, 2024`
    place = next((p for p in scene.places if p.start == start and p.form in ("name", "group")), None)
    dashed = (
        scene.sentence.kind == "bullet" and place and scene.text[place.end : place.end + 3] in (" – ", " — ", " - ")
    )
    stopped = place and scene.text[place.end : place.end + 1] == "."
    return Heading(scene, start, place.end) if place and (stopped or dashed) else None


_ON_THE = re.compile(r"\b(?:on|over)[ ]the[ ](year|month|quarter)\b(?![ ](?:to|before|ago|earlier))")


def find_basis(scene: Scene, start: int, end: int) -> Why | None:
    """Find what the changes under a heading are against: `Main movements on the month:`, `Detail (y/y):`."""
    step = _ON_THE.search(scene.text, start, end)
    if step:
        return Why({"year": "yoy", "month": "mom", "quarter": "qoq"}[step[1]], *step.span())
    times = (t for t in scene.times if start <= t.start < end and t.role == "basis" and t.spec.form == "change")
    return next((Why(t.spec.unit, t.start, t.end) for t in times if t.spec.unit), None)


# A list by market tells exports, one by supplier imports.
_FLOWS = {
    **dict.fromkeys("market markets destination destinations buyer buyers customer customers".split(), "exports"),
    **dict.fromkeys("supplier suppliers origin origins source sources".split(), "imports"),
}
_UNTOLD = (None, "trade", "balance", "surplus", "deficit", "other")
_FIGURES_BEHIND = re.compile(
    r"\W{1,4}(?:(?:exports?|imports?|sales|output|production|shipments|prices?|up|down)\b|[$€£+−-]|\d|[A-Z]{1,3}\$)"
)


_FEW = 3  # words of a heading that is a name: not `The agency did trim soybeans: …`
_LISTS = re.compile(r"(?i:(?:by|top|main|largest|leading|biggest|key|detail)\b)")
_BY_COUNTRY = re.compile(r"(?i:\bby (?:country|economy|region|nationality|destination|(?:\w+ )?market)\b)")


def joined(scene: Scene) -> bool:
    """Whether a block of text is a further line of a list without marks: nothing but a line break stands before it."""
    text, start = scene.text, scene.start
    return scene.sentence.kind == "text" and scene.state.end > 0 and text.count("\n", scene.state.end, start) == 1


def enter(scene: Scene, *, new: bool) -> None:
    """Let the heading of a paragraph or bullet tell what its figures are about; each bullet begins anew."""
    state = scene.state
    if new and joined(scene):
        state.intro = state.intro or replace(state.paragraph if state.fresh else state.article)
        state.paragraph, state.fresh = replace(state.intro), True
    elif new and scene.sentence.kind == "bullet":
        intro = state.intro or replace(state.paragraph)
        state.intro = intro
        state.paragraph = replace(state.paragraph, reporter=intro.reporter, partner=intro.partner, item=intro.item)
    elif new:
        state.intro = None
    label = find_label(scene)
    if label is None:
        return
    topic = state.paragraph
    topic.basis = find_basis(scene, label.start, label.end) or topic.basis
    places, measure = label.places(), label.measure()
    word = label.word("partner", "item") if _LISTS.match(label.text) or label.is_a("partner", "item") else None
    by_country = _BY_COUNTRY.search(label.text)
    if word or by_country:
        topic.names = "partner" if by_country or (word and word.value == "partner") else None
    if (
        len(places) == 1
        and places[0].form in ("name", "group")
        and re.fullmatch(r"\W*", label.text.replace(places[0].text, ""))
    ):
        _enter_place(scene, places[0])
    elif measure:
        topic.measure = measure.value
    elif word:
        flow = _FLOWS.get(scene.text[word.start : word.end].lower()) or state.flow
        topic.measure = flow if flow and topic.measure in _UNTOLD else topic.measure
    elif not places and _FIGURES_BEHIND.match(scene.text, label.end):
        goods = label.goods()
        plain = _plain(label) if scene.sentence.kind == "bullet" or len(label.text.split()) <= _FEW else None
        topic.item = (
            plain if plain and (goods or scene.sentence.kind == "bullet") else goods.value if goods else topic.item
        )


def _enter_place(scene: Scene, place: Place) -> None:
    """Take in a heading that is an economy: the reporter of what follows, or in a list by market the partner."""
    state = scene.state
    if state.paragraph.names == "partner" and place.code != state.paragraph.reporter:
        state.paragraph.partner = place.code
    else:
        held = state.paragraph
        topic = state.intro or state.article
        state.paragraph = replace(topic, reporter=place.code, partner=None, basis=held.basis, names=held.names)
    state.fresh = False


def _plain(label: Heading) -> str:
    return " ".join(re.sub(r"[ ]?\([^()]*\)", "", label.text).split()).lower()


class Member(NamedTuple):
    """A further member of a list: the number it goes on from, and its own name."""

    head: Draft
    place: Place | None
    term: Term | None
    start: int  # of its words
    behind: str  # the preposition before the names, if they stand behind their numbers


_SEPARATOR = re.compile(r"[,;][ \n]|\)[ \n]|[ \n](?=(?:and|while|but|plus)[ \n])")
_LED_TO = re.compile(r"\b(?:to|from|of|than|over)[ \n]$")
_TAIL = re.compile(
    r"(?:[ \n](?:each|worth|came|coming|went|going|was|were|is|are|goes|comes)){0,2}"
    r"[ \n](?P<link>from|to|of|for|in|on|by|with|at)[ \n](?:(?:those[ \n]of|the|its)[ \n])?"
)
_FARTHEST = 90


def member(draft: Draft) -> Member | None:
    """Find the number that a further member of a list goes on from: only names and links stand between."""
    scene, q = draft.scene, draft.quantity
    if not scene.drafts or scene.row is not None:
        return None
    last = scene.drafts[-1].quantity
    separator = _SEPARATOR.search(scene.text, last.end, q.hedge) if 0 < q.hedge - last.end <= _FARTHEST else None
    head = next((d for d in reversed(scene.drafts[-3:]) if _alike(d, draft)), None) if separator else None
    if head is None or separator is None or not _only_names(scene, last.end, q.hedge):
        return None
    start = separator.start()
    if found := _named(scene, start, q.hedge):
        return None if _LED_TO.search(scene.text[start : q.hedge]) else Member(head, *found, start, "")
    own = _behind(draft)
    if own and _behind(head, own[0]):
        return Member(head, own[1], own[2], start, own[0])
    return None


Name = tuple[Place | None, Term | None]


def _named(scene: Scene, start: int, end: int) -> Name | None:
    """Give the economy and the goods or the measure that stand in a stretch of text, or a name unknown."""
    places = [p for p in scene.places if start <= p.start and p.end <= end and p.code]
    terms = [t for t in scene.terms if start <= t.start and t.end <= end and t.kind in ("goods", "measure")]
    if not places and not terms and not re.search(r"[ \n(][A-Z]", scene.text[start:end]):
        return None
    return places[-1] if places else None, terms[-1] if terms else None


def _behind(draft: Draft, link: str = "") -> tuple[str, Place | None, Term | None] | None:
    """Give the preposition and the name behind a number: `42% from Qatar`, `1.2 million tonnes of corn to Japan`."""
    scene, q = draft.scene, draft.quantity
    tail = _TAIL.match(scene.text, q.end, scene.end)
    while tail and link and tail["link"] != link and tail.end() - q.end < _FARTHEST:
        tail = _TAIL.search(scene.text, tail.end(), min(scene.end, tail.end() + 24))
    if tail is None or (link and tail["link"] != link):
        return None
    place = next((p for p in scene.places if p.start == tail.end() and p.code), None)
    term = next((t for t in scene.terms if t.start == tail.end() and t.kind == "goods"), None)
    if place or term or scene.text[tail.end() : tail.end() + 1].isupper():
        return tail["link"], place, term
    return None


def _only_names(scene: Scene, start: int, end: int) -> bool:
    """Whether a stretch of text has no words but names, times and those that join the members of a list."""
    found = [(f.start, f.end) for finds in (scene.places, scene.times) for f in finds]
    for term in scene.terms:
        if start <= term.start < end and term.kind in ("change", "status"):
            return False
        found.append((term.start, term.end))
    words = (w for w in _WORDS.finditer(scene.text, start, end) if not any(a <= w.start() < b for a, b in found))
    return all(w[0].lower() in _LINKS or w[0][0].isupper() for w in words)


def _alike(head: Draft, draft: Draft) -> bool:
    one, other = head.quantity, draft.quantity
    if one.form in ("rank", "duration", "verb") or one.form != other.form:
        return False
    return one.unit == other.unit


def bracketed_share(draft: Draft) -> Why | None:
    """`China (38.2%)`, `4.1 million tonnes (45%)`: a percentage in brackets behind a name, where nothing changes."""
    q, scene = draft.quantity, draft.scene
    if q.unit != "%" or q.sign or scene.text[q.hedge - 1 : q.hedge] != "(":
        return None
    found = [(f.start, f.end) for finds in (scene.places, scene.terms) for f in finds]
    found += [(d.quantity.start, d.quantity.end) for d in scene.drafts if d.get("kind") == "level"]
    named = next((span for span in found if span[1] == q.hedge - 2), None)
    if named is None or any(scene.start <= t.start for t in scene.changes()):
        return None
    return Why("share", named[0], q.end)


def _side(found: Member) -> str | None:
    """Tell which side the name of a member is: the side that the first one's name has."""
    head, place = found.head, found.place
    if place is None:
        return None
    first = _counterpart(found)
    for side in ("partner", "reporter"):
        if first and first.code and head.get(side) == first.code:
            return side
    trade = head.get("measure") in ("exports", "imports", "trade", "surplus", "deficit")
    return "partner" if trade and head.get("reporter") not in (None, place.code) else None


def _counterpart(found: Member) -> Place | None:
    """Give the name of the first member: where that of the further one stands, or the subject of its clause."""
    head, scene = found.head, found.head.scene
    if found.behind:
        own = _behind(head, found.behind)
        return own[1] if own else None
    before = left(scene.places, head.quantity.hedge, scene.start)[:1]
    if before and head.quantity.hedge - before[0].end <= 2:
        return before[0]
    subject = scene.subject(head.quantity.start)
    inside = [p for p in scene.places if subject and subject[0] <= p.start < subject[1]]
    alike = [p for p in inside if found.place and _standing(scene, p) == _standing(scene, found.place)]
    return next(reversed(alike), None) or next(iter(inside), None)


def _standing(scene: Scene, place: Place) -> tuple[str, bool]:
    """Tell how a name stands: behind which preposition of a side, and whether as an owner."""
    word = preposition(scene, place)
    return word if word in ("to", "from", "with") else "", scene.text[place.end : place.end + 1] in ("'", "’")


def _own_sides(found: Member) -> bool:
    """Whether a member names its own measure and side: `… and its imports from Russia $97 billion`."""
    return found.place is not None and found.term is not None and found.term.kind == "measure"


def listed_reporter(draft: Draft) -> Why | None:
    """The name of a further member is the reporter if that of the first is; else the first one's holds on."""
    found = member(draft)
    if found is None or _own_sides(found):
        return None
    side = _side(found)
    if side == "reporter" and found.place and found.behind not in ("from", "to", "with"):
        return Why(str(found.place.code), found.place.start, found.place.end)
    reporter = found.head.get("reporter")
    if (
        reporter
        and (side == "partner" or found.place is None)
        and (found.place is None or reporter != found.place.code)
    ):
        return Why(reporter, *found.head.reasons["reporter"].span)
    return None


def listed_partner(draft: Draft) -> Why | None:
    """The name of a further member is the partner if that of the first is."""
    found = member(draft)
    if found is None or _own_sides(found):
        return None
    side = _side(found)
    if side == "partner" and found.place and found.place.code != draft.get("reporter"):
        return Why(str(found.place.code), found.place.start, found.place.end)
    partner = found.head.get("partner")
    if partner and (found.place is None or side == "reporter") and partner != draft.get("reporter"):
        return Why(partner, *found.head.reasons["partner"].span)
    return None


def listed_item(draft: Draft) -> Why | None:
    """The goods that a further member names, or those of the whole list."""
    found = member(draft)
    if found is None:
        return None
    if found.term and found.term.kind == "goods":
        return Why(" ".join(found.term.text.split()), found.term.start, found.term.end)
    item = found.head.get("item")
    if found.place and item:
        return Why(item, *found.head.reasons["item"].span)
    return None


def _labelled_place(draft: Draft) -> Place | None:
    """Give the economy that a clause under `By country` is about."""
    scene, topic = draft.scene, draft.scene.state.paragraph
    if topic.names != "partner" or scene.row or draft.get("measure") not in (*TRADE, "other"):
        return None
    before = [p for p in scene.places if p.end <= draft.quantity.hedge and p.code != topic.reporter]
    if not before or not topic.reporter or before[-1].form not in ("name", "group"):
        return None
    return before[-1]


def labelled_partner(draft: Draft) -> Why | None:
    """Under `By country`: `Germany was the leading destination with $21 billion`."""
    place = _labelled_place(draft)
    return Why(str(place.code), place.start, place.end) if place and place.code != draft.get("reporter") else None


def labelled_basis(draft: Draft) -> Why | None:
    """What the heading of a list says that its changes are against."""
    return draft.scene.state.paragraph.basis if draft.get("kind") in ("growth", "change") else None
