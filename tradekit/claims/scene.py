"""What the rules look at: a sentence with its finds, one number of it, and what the article has said so far."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import wraps
from typing import TYPE_CHECKING, Generic, NamedTuple, Protocol, TypeVar

from tradekit.articles import Article
from tradekit.claims.clauses import NUMBER, PLACE, TIME, Clause, find_clauses
from tradekit.claims.sources import Attribution
from tradekit.periods import Fiscal, Time
from tradekit.places import Place
from tradekit.quantities import Quantity
from tradekit.sentences import Sentence
from tradekit.terms import Term

if TYPE_CHECKING:
    from tradekit.claims.grid import Row

Span = tuple[int, int]


class Why(NamedTuple):
    """What a rule read, and the words it read it from."""

    value: str
    start: int
    end: int
    carried: bool = False  # it holds from before, and no words of the sentence tell it


class Reason(NamedTuple):
    """Which rule set a field, and the words it read it from."""

    rule: str
    start: int
    end: int
    carried: bool = False

    @property
    def span(self) -> Span:
        """Where the words stand."""
        return self.start, self.end


class Spanned(Protocol):
    """Anything found in a text."""

    @property
    def start(self) -> int:
        """Where it begins."""

    @property
    def end(self) -> int:
        """Where it ends."""


Find = TypeVar("Find", bound=Spanned)


@dataclass(slots=True)
class Topic:
    """What a stretch of text is about: it fills in what a sentence leaves out."""

    reporter: str | None = None
    partner: str | None = None
    measure: str | None = None
    period: str | None = None
    item: str | None = None
    source: Attribution | None = None
    tense: str = ""  # in which the period was told, and of what kind of figure
    status: str | None = None
    basis: Why | None = None  # of a list: `Main movements on the month:`
    names: str | None = None  # `partner` in a list by market


@dataclass(slots=True)
class State:
    """What holds until something replaces it.

    `article` is set once, by the title and the first sentences; `paragraph` begins anew with each paragraph
    as a copy of it, and a bullet list goes on with what stood before it.
    """

    article: Topic
    paragraph: Topic
    pair: tuple[str, str] | None = None
    basis: str | None = None  # the article compares with a year before (`yoy`) or with the period before (`mom`, `qoq`)
    block: int = -1
    end: int = 0  # of the last sentence
    intro: Topic | None = None  # what stands before the items of a list
    flow: str | None = None  # `exports` or `imports`, whichever the article told first
    before: str | None = None  # the measure of the last sentence's first claim, to which `it` goes back
    market_day: str | None = None  # the day of the prices reported last
    news_day: str | None = None  # the weekday named last
    last: str | None = None  # the period of the last sentence's first claim
    told: list[str] = field(default_factory=list)  # the periods of the claims so far, the last at the end
    fiscal: Fiscal | None = None  # of the firm that the article is about, once told
    pledged: str | None = None  # the month of the gifts that the article reports on
    listed: Topic | None = None  # what held behind the first bullet of a list
    homes: Sequence[str] = ()  # the economies that the article is about, the likeliest first
    named: list[str] = field(default_factory=list)  # the economies named so far, the last at the end
    seen: set[str | None] = field(default_factory=set)  # those and the homes of the cities and exchanges named so far
    since: int = 0  # how many of them were named before this paragraph
    firm: str | None = None  # the home of the firm that the article is about
    site: str | None = None  # where the plant, mine or port named last stands
    acted: Scene | None = None  # the sentence before, in which somebody acted: `It`, `Their`
    nobodys_price: bool = False  # the last price was of all the world
    deeds: dict[str, str] = field(default_factory=dict)  # who levied, gave or lent last, by measure
    dealt: str | None = None  # with whom the last deal was
    needy: str | None = None  # who was given or lent something last
    tied: bool = False  # the article is about what its pair has together
    spoke: Attribution | None = None  # who was named last as a source
    statistics: bool = False  # a report on trade statistics
    results: bool = False  # the article tells what a firm has earned
    fresh: bool = True  # no claim of the paragraph has been read


@dataclass(slots=True)
class Scene:
    """A sentence with what was found in it, each list in the order of the text."""

    article: Article
    sentence: Sentence
    state: State
    text: str = field(init=False)  # of the article
    start: int = field(init=False)  # where the sentence begins
    end: int = field(init=False)
    quantities: Sequence[Quantity] = ()
    places: Sequence[Place] = ()
    times: Sequence[Time] = ()
    terms: Sequence[Term] = ()
    row: Row | None = None  # of a table
    attributions: Sequence[Attribution] = ()  # whom the sentence names as the sources of its figures
    drafts: list[Draft] = field(default_factory=list)
    prepositions: dict[int, str] = field(default_factory=dict)  # before each place, once asked for
    actors: dict[int, Place | None] = field(default_factory=dict)  # of each clause, once asked for
    moves: list[Term] | None = None  # its words of change, once asked for
    cues: list[Term] | None = None  # its words that expect or promise, once asked for
    _low: str | None = None
    _goods: list[Term] | None = None
    _measures: list[Term] | None = None
    _named: Sequence[Place] = ()  # the places by which it is cut into clauses
    _clauses: Sequence[Clause] | None = None
    _starts: Sequence[int] = ()  # of the clauses

    def __post_init__(self) -> None:
        """Hold what each rule asks for."""
        self.text, self.start, self.end = self.article.text, self.sentence.start, self.sentence.end

    def enter(self) -> None:
        """Hold the places by which the sentence is cut into clauses: not those that pronouns stand for."""
        self._named = self.places

    @property
    def clauses(self) -> Sequence[Clause]:
        """The clauses of the sentence, cut once they are asked for: of many sentences without numbers nobody asks."""
        if self._clauses is None:
            self._clauses = self._cut()
            self._starts = [clause.start for clause in self._clauses]
        return self._clauses

    def _cut(self) -> Sequence[Clause]:
        doubled = [q for q in self.quantities if q.form == "verb"]  # `halved` is the verb of its clause
        kinds = ((self.quantities, NUMBER), (self._named, PLACE), (self.times, TIME))
        found = sorted((f.start, f.end, kind) for finds, kind in kinds for f in finds if f not in doubled)
        atoms = [a for a, before in zip(found, [(0, 0, ""), *found], strict=False) if a[0] >= before[1]]
        heads = {t.start for t in self.terms if t.kind == "goods" or (t.kind == "measure" and t.part == "noun")}
        heads |= {place.start for place in self._named}
        return find_clauses(self.text, self.start, self.end, atoms, heads)

    def holds(self, *words: str) -> bool:
        """Whether one of some words, in lower case, stands in the sentence: most patterns need one that is rare."""
        if self._low is None:
            self._low = self.text[self.start : self.end].lower()
        low = self._low
        return any(word in low for word in words)

    def clause(self, at: int) -> Span:
        """Give the clause that holds an offset."""
        found = self._clause(at)
        return (found.start, found.end) if found else (self.start, self.end)

    def subject(self, at: int) -> Span | None:
        """Give the subject of the clause that holds an offset: the words before its verb."""
        found = self._clause(at)
        return found.subject if found else None

    def verb(self, at: int) -> Span | None:
        """Give the finite verb of the clause that holds an offset."""
        found = self._clause(at)
        return found.verb if found else None

    def _clause(self, at: int) -> Clause | None:
        clauses = self.clauses
        after = bisect_right(self._starts, at)
        return clauses[after - 1] if after else None

    def measures(self) -> list[Term]:
        """Give the words that name a measure."""
        if self._measures is None:
            self._measures = [t for t in self.terms if t.kind == "measure"]
        return self._measures

    def goods(self) -> list[Term]:
        """Give the goods it names; a currency inside a sum is none."""
        if self._goods is None:
            inside = {at for q in self.quantities for at in range(q.start, q.end)}
            self._goods = [t for t in self.terms if t.kind == "goods" and t.start not in inside]
        return self._goods

    def changes(self) -> list[Term]:
        """Give the words of change."""
        return [t for t in self.terms if t.kind == "change"]


@dataclass(slots=True)
class Draft:
    """A number on its way to being a claim: what each rule read, and why."""

    quantity: Quantity
    scene: Scene
    clause: Span
    fields: dict[str, str] = field(default_factory=dict)
    reasons: dict[str, Reason] = field(default_factory=dict)
    level: Draft | None = None
    meant: list[Term] | None = None  # the measures of its sentence as they are meant here, once asked for
    answers: dict[object, object] | None = field(default_factory=dict)  # see `once`; none are kept once it was read

    def get(self, name: str) -> str | None:
        """Give what was read for a column, or None."""
        return self.fields.get(name)

    def put(self, name: str, value: str, reason: Reason) -> None:
        """Set a column; what was answered before it was known is asked again."""
        self.fields[name] = value
        self.reasons[name] = reason
        if self.answers:
            self.answers.clear()

    def rule(self, name: str) -> str:
        """Give the name of the rule that set a column; empty where none did."""
        reason = self.reasons.get(name)
        return reason.rule if reason else ""

    def before(self, width: int = 60) -> str:
        """Give the words before the number and its hedge, in its sentence."""
        q = self.quantity
        return self.scene.text[max(self.scene.start, q.hedge - width) : q.hedge]

    def after(self, width: int = 60) -> str:
        """Give the words behind the number, in its sentence; the counted noun is not left out."""
        return self.scene.text[self.quantity.end : min(self.scene.end, self.quantity.end + width)]


Answer = TypeVar("Answer")


def once(question: Callable[[Draft], Answer]) -> Callable[[Draft], Answer]:
    """Ask a question about a draft once until its next column is set: many rules of a column ask the same."""

    @wraps(question)
    def ask(draft: Draft) -> Answer:
        answers = draft.answers
        if answers is None:
            return question(draft)
        if question not in answers:
            answers[question] = question(draft)
        return answers[question]  # type: ignore[return-value]

    return ask


def carried(draft: Draft, value: str) -> Why:
    """Take over a value that holds from before."""
    return Why(value, draft.quantity.start, draft.quantity.end, carried=True)


def respective(draft: Draft) -> tuple[int, int] | None:
    """Give the place of a number in a list that ends in `respectively`, and how many there are; else None."""
    scene, q = draft.scene, draft.quantity
    end = scene.text.find("respectively", q.end, min(scene.end, q.end + 80))
    if end < 0:
        return None
    listed = [
        x for x in scene.quantities if x.end <= end and end - x.start < 120 and x.unit == q.unit and x.form == q.form
    ]
    return (listed.index(q), len(listed)) if q in listed and len(listed) > 1 else None


def left(finds: Sequence[Find], at: int, floor: int) -> list[Find]:
    """Give the finds that end before an offset and begin after a floor, the nearest first."""
    return [f for f in reversed(finds) if f.end <= at and f.start >= floor]


def right(finds: Sequence[Find], at: int, ceiling: int) -> list[Find]:
    """Give the finds that begin after an offset and end before a ceiling, the nearest first."""
    return [f for f in finds if f.start >= at and f.end <= ceiling]


def within(finds: Sequence[Find], start: int, end: int) -> Sequence[Find]:
    """Give the finds of a sentence that begin inside a span, without going through all of them."""
    low = bisect_left(finds, start, key=lambda find: find.start)
    return finds[low : bisect_left(finds, end, low, key=lambda find: find.start)]


class Cut(Generic[Find]):
    """All finds of one kind in a text, to be cut into sentences."""

    def __init__(self, finds: Sequence[Find]) -> None:
        self.finds = finds
        self.starts = [find.start for find in finds]

    def within(self, start: int, end: int) -> Sequence[Find]:
        """Give the finds that begin inside a span."""
        return self.finds[bisect_left(self.starts, start) : bisect_left(self.starts, end)]
