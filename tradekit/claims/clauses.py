"""A shallow reading of a sentence: its clauses, each with its subject and its verb.

No grammar is parsed. A verb is found by its form, a clause by what opens it and by the verb that it has;
what a clause leaves out (`…and reached $3bn`, `…, imports 3%`) it takes from the one before it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from tradekit.quantities.grammar import changes
from tradekit.tables import rows

Span = tuple[int, int]

_TOKEN = re.compile(r"[^\W\d_](?:[\w’'.-]*\w)?|\d[\d.,]*|\S")
_SHORT = re.compile(r"(?:(?<=\w)[’'](?:re|ve|ll|d)|(?<=\b(?:it|he))[’']s|(?<=\b(?:that|what))[’']s)$")
_AUXILIARIES = frozenset(
    "is are was were has have had will would could should may might can must does did do isn’t aren’t "
    "wasn’t weren’t hasn’t won’t didn’t doesn’t isn't aren't wasn't weren't hasn't won't didn't doesn't "
    "’ll ’re ’ve ’d ’s".split()
)
# A verb form behind one of these is no finite verb: `the planned cut`, `of imported cars`, `to rise`
_NOMINAL = frozenset(
    "the a an this that these those its their his her our to of in on at for from with without by as than into over "
    "under between among more most less newly and or per no any some".split()
)
_NOT_PAST = frozenset(
    "based headquartered "
    "need needs indeed speed feed seed red bed hundred exceed proceed succeed unprecedented united so-called limited "
    "related".split()
)
_RELATIVES = frozenset("which who whose where whom that".split())
_CONTRASTS = frozenset("while whereas but although though yet".split())
_SUBORDINATORS = _RELATIVES | frozenset("because when if unless so what".split())
# These open a clause only if a subject and a verb follow them; else a phrase: `after a year`, `as much as`
_HALF = frozenset("as after before since until once than".split())
_COORDINATORS = frozenset(("and", "or", "then"))
_PLURALS = frozenset(
    "exports imports supplies costs plans reports records reserves prices results flows forecasts targets taxes "
    "points".split()
)
_COUNTED = frozenset("points lots ships vessels planes orders stores posts plants mines contracts loads".split())
_SAYING = frozenset("said says say showed shows warned warns reckons reckoned believes added adds".split())
_STRONG = frozenset((";", "–"))
_ASIDES = _HALF | {"if", "when", "because"}  # at the head of a sentence they open what stands beside its main clause
_OPENERS = _CONTRASTS | _SUBORDINATORS | _HALF | _COORDINATORS | {","}
_MARKS = _OPENERS | {";", ":", "–", "—"}
_PRONOUNS = frozenset("that this these those it they he she we".split())
_PREPOSITIONS = frozenset(
    "in on at for from to with without by over under during among amid despite according compared against versus "
    "including excluding up down".split()
)
_ADVERBS = frozenset("also still already even just only not however meanwhile instead again now then too".split())
_INNER = frozenset(("of", "in", "to", "from", "the", "by", "at"))  # inside a phrase: `sales to the EU 3%`
# A plain form is a verb behind the first, none behind the second, and else only before an amount.
_PLAIN_BEHIND = frozenset("we they you i who".split())
_NO_VERB_BEHIND = frozenset(
    "the a an to of and or in for its their our this that by on no any per not will would".split()
)
_AMOUNTS = frozenset(
    "the a an its their our his about some only just over more nearly almost around close another half most all "
    "roughly well less us $ € £ ¥".split()
)
_WITH_PARTICLE = frozenset("account amount make stand add come sell go run bring take".split())  # `account for`
# Plain forms that are nouns more often.
_NOUNS = frozenset(
    "plan target list report price cost trade demand supply order stock store share record issue result return change "
    "increase decrease decline rise fall drop jump gain deal contract contribute market limit range rate review use "
    "lower slow near open clear level total double triple average value close end start number look need aim work base "
    "cap cut set put lead tender bid offer sanction ship load crop harvest process mine farm plant mill field".split()
)
_CUT_OFF = -1  # the end, so far, of a main clause that waits for its verb
NUMBER, PLACE, TIME = "#number", "#place", "#time"


class Clause(NamedTuple):
    """A clause of a sentence.

    Attributes
    ----------
    start, end : int
        Its span; the clauses of a sentence cover it without gaps.
    subject : tuple of int or None
        The span of the words before its verb, or those of the clause that it goes on with.
    verb : tuple of int or None
        The span of its finite verb, or that of the clause that it goes on with.
    own : bool
        Whether the subject stands in the clause itself.
    """

    start: int
    end: int
    subject: Span | None
    verb: Span | None
    own: bool


class _Token(NamedTuple):
    start: int
    end: int
    word: str  # lower-cased; NUMBER, PLACE or TIME of a number, place or time, which are one token each


@cache
def _forms() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Give the past forms that are no participles, the ones that are, and the forms in -s."""
    past, both, present = set[str](), set[str](), set[str]()
    for row in rows("verbs"):
        base = row["base"]
        for form in row["past"].split("/") if row["past"] else ():
            (both if form == row["participle"] else past).add(form)
        present.add(base[:-1] + "ies" if re.search(r"[^aeiou]y$", base) else base + ("es" if _sibilant(base) else "s"))
    return frozenset(past), frozenset(both), frozenset(present)


def _sibilant(base: str) -> bool:
    return base.endswith(("s", "x", "z", "ch", "sh", "o"))


def _tokens(text: str, start: int, end: int, atoms: Sequence[tuple[int, int, str]]) -> list[_Token]:
    """Cut a sentence into words; a number, a place or a time with several words is one."""
    found: list[_Token] = []
    at, i = start, 0
    while match := _TOKEN.search(text, at, end):
        while i < len(atoms) and atoms[i][1] <= match.start():
            i += 1
        if i < len(atoms) and atoms[i][0] <= match.start():
            found.append(_Token(match.start(), atoms[i][1], atoms[i][2]))
        else:
            word = match[0] if match[0] == "May" else match[0].lower()  # `the May contract`: no verb
            short = _SHORT.search(word) if "’" in word or "'" in word else None  # `they’re` is two words
            middle = match.start() + short.start() if short else match.end()
            found.append(_Token(match.start(), middle, word[: middle - match.start()]))
            if short:
                found.append(_Token(middle, match.end(), short[0].replace("'", "’")))
        at = found[-1].end
    return found


def _relative(opener: str) -> str:
    """Give the relative pronoun at the end of an opener, which is the subject of what follows; else nothing."""
    last = opener.rpartition(" ")[2]
    return last if last in _RELATIVES else ""


@cache
def _certain() -> frozenset[str]:
    """Give the forms that are finite verbs and nothing else."""
    return _AUXILIARIES | _forms()[0] | {"say"}


@cache
def _likely() -> frozenset[str]:
    """Give the forms that are verbs in some places, but for those in -ed."""
    return _forms()[1] | _forms()[2] | plain_forms()


def _past(word: str) -> bool:
    return (word.endswith("ed") and len(word) > 4 and word not in _NOT_PAST) or word in _forms()[1]


def _verb(tokens: Sequence[_Token], previous: str = "") -> int | None:
    """Give the place of the finite verb of a stretch: a form that can be nothing else, else the likeliest."""
    likely, plain, depth = None, None, 0
    certain, probable = _certain(), _likely()
    for i, token in enumerate(tokens):
        word = token.word
        depth += (word == "(") - (word == ")")
        if depth == 0 and (word in certain or word in probable or word.endswith("ed")):
            nominal = previous in _NOMINAL or previous.endswith(("’s", "'s", "s’"))
            if word in certain and (not nominal or previous in _PRONOUNS):
                return i
            if likely is None and not nominal:
                following = tokens[i + 1].word if i + 1 < len(tokens) else ""
                passive = following == "by" and not _numbered(tokens[i + 2 : i + 5])
                if (_past(word) and not passive) or (following != "of" and _present(word, previous)):
                    likely = i
                elif plain is None and _plural(word, previous, following) and not _numbered(tokens[:i]):
                    plain = i
        previous = word
    return plain if likely is None else likely


def _numbered(tokens: Sequence[_Token]) -> bool:
    return any(token.word == NUMBER for token in tokens)


def _plural(word: str, previous: str, following: str) -> bool:
    """Whether a plain form is the verb of a plural: `factories still hold 3 million`, `we pay`, `officials say`."""
    if previous in _PLAIN_BEHIND:
        return word in plain_forms()
    particle = word in _WITH_PARTICLE and following in ("for", "to", "up", "at", "in")
    amount = particle or following in _AMOUNTS or following == NUMBER
    return amount and previous not in _NO_VERB_BEHIND and word in plain_forms()


@cache
def plain_forms() -> frozenset[str]:
    """Give the plain forms of verbs that are no nouns as often."""
    return frozenset(row["base"] for row in rows("verbs") if row["past"] != row["base"]) - _NOUNS


def _present(word: str, previous: str) -> bool:
    """Whether a form in -s is a verb; `exports` and `rises` are nouns unless a name or a pronoun acts."""
    noun = word in changes() or word in _PLURALS or (previous == NUMBER and word in _COUNTED)
    acts = previous in (PLACE, "company", "group", "bank") or previous in _PRONOUNS or previous in _RELATIVES
    return word in _forms()[2] and (acts or (previous not in ("", NUMBER) and not noun))


class _Stretch(NamedTuple):
    """Words between two marks or conjunctions."""

    opener: str
    tokens: Sequence[_Token]  # without the opener
    start: int
    verb: int | None

    @property
    def subject(self) -> Span | None:
        """The words before the verb, without adverbs, nor the times before it: `and now expects` has none."""
        words = [t for t in self.tokens[: self.verb] if t.word not in _ADVERBS and not t.word.endswith("ly")]
        words = list(itertools.dropwhile(lambda t: t.word == TIME, words))
        return (words[0].start, words[-1].end) if words and self.verb is not None else None

    def behind_verb(self) -> _Stretch:
        """Give the words behind its verb."""
        words = self.tokens[(-1 if self.verb is None else self.verb) + 1 :]
        return _Stretch("", words, self.start, _verb(words))

    @property
    def head(self) -> int:
        """Where its words begin, behind its opener."""
        return self.tokens[0].start if self.tokens else self.start

    @property
    def first(self) -> str:
        """Its first word."""
        return self.tokens[0].word if self.tokens else ""

    @property
    def adverbial(self) -> bool:
        """Whether it begins like a phrase that stands beside a clause: `in April`, `according to`."""
        return self.first in _PREPOSITIONS or self.first == TIME


def _stretches(text: str, tokens: Sequence[_Token], start: int) -> list[_Stretch]:
    found, opener, begun, words = [], "", start, list[_Token]()
    for token in tokens:
        mark = _mark(text, token) if token.word in _MARKS else ""
        if not mark:
            words.append(token)
            if token.word in _SAYING and opener != "that":  # what is said is a clause of its own
                found.append(_Stretch(opener, words, begun, _verb(words, _relative(opener))))
                opener, begun, words = "that", token.end, []
            continue
        if words or opener in _STRONG:
            found.append(_Stretch(opener, words, begun, _verb(words, _relative(opener))))
            opener, begun, words = mark, token.start, []
        else:
            opener = f"{opener} {mark}".strip()
    if words:
        found.append(_Stretch(opener, words, begun, _verb(words, _relative(opener))))
    return found


def _mark(text: str, token: _Token) -> str:
    """Give what a token opens: a mark or a conjunction; else nothing."""
    word = token.word
    if word in (";", ":"):
        return ";" if text[token.end : token.end + 1].isspace() else ""
    if word in ("–", "—"):
        return (
            "–" if text[token.start - 1 : token.start].isspace() and text[token.end : token.end + 1].isspace() else ""
        )
    return word if word in _OPENERS else ""


def find_clauses(
    text: str, start: int, end: int, atoms: Sequence[tuple[int, int, str]], heads: set[int]
) -> list[Clause]:
    """Cut a sentence into clauses.

    Parameters
    ----------
    text : str
        The text of the article.
    start, end : int
        The span of the sentence.
    atoms : sequence of tuple
        Its numbers, places and times as start, end and `NUMBER`, `PLACE` or `TIME`, in order and disjoint:
        nothing is cut inside them.
    heads : set of int
        Where the words begin that can be the subject of a clause without a verb (`imports 3%`, `Egypt 17`).

    Returns
    -------
    list of Clause
        In the order of the text; they cover the sentence without gaps.
    """
    reader = _Reader(heads)
    for stretch in _stretches(text, _tokens(text, start, end, atoms), start):
        reader.take(stretch)
    found = reader.clauses
    if not found:
        return [Clause(start, end, None, None, False)]
    for i, (clause, before) in enumerate(itertools.pairwise([Clause(start, end, None, None, False), *found])):
        if before.verb is None:  # it never got a verb of its own
            found[i] = before._replace(subject=before.subject or clause.subject, verb=clause.verb)
    ends = [*(clause.start for clause in found[1:]), end]
    return [clause._replace(end=stop) for clause, stop in zip(found, ends, strict=True)]


class _Reader:
    """Reads the stretches of a sentence in turn: each opens a clause or goes on with the last one."""

    def __init__(self, heads: set[int]) -> None:
        self.heads = heads
        self.clauses: list[Clause] = []
        self.aside = False  # the clause began with an adverbial: its subject comes behind a comma
        self.head = 0  # where the words of the clause begin, behind what opened it
        self.waiting: Span | None = None  # the subject of a main clause that a relative one cut off from its verb
        self.phrase: _Stretch | None = None  # a phrase that may turn out to be a subject (`and those to China, …`)

    def take(self, stretch: _Stretch) -> None:
        """Read one stretch."""
        words = stretch.opener.split()
        opener = words[-1] if words else ""
        subject, verb = stretch.subject, _span(stretch)
        gapped = None if verb else self._gapped(stretch)
        last = self.clauses[-1] if self.clauses else None
        if last is None or opener == ";" or opener in _CONTRASTS or (opener == "–" and last.verb):
            self._open(stretch, subject or gapped, last.verb if last and gapped else verb if subject else None)
        elif opener == "–" and last.verb is None:  # an aside, or the end of a dateline
            self._go_on(stretch)
        elif opener in _SUBORDINATORS:
            self._subordinate(stretch, words, last)
        elif opener in _HALF:
            if last.verb is None:
                self._go_on(stretch)
            elif verb and subject:
                self._open(stretch, subject, verb)
            elif words[:1] == [","] and _participle(stretch):
                self._open(stretch, last.subject, last.verb, own=False)
        elif last.verb is None:
            self._go_on(stretch)
        elif verb and subject and not (opener == "," and stretch.adverbial):
            self._open(stretch, subject, verb)
        elif verb and (not subject or (self.waiting and stretch.adverbial)):  # `China, which …, last month cut`
            self._resume(stretch, verb, opener)
        elif gapped:
            self._open(stretch, gapped, last.verb)
        elif words[:1] == [","] and (_participle(stretch) or stretch.first == "with"):
            self._open(stretch, last.subject, last.verb, own=False)
        elif opener in _COORDINATORS and (self._head(stretch) or stretch.first in ("those", "its", "their")):
            self.phrase = stretch

    def _open(self, stretch: _Stretch, subject: Span | None, verb: Span | None, own: bool = True) -> None:
        self.clauses.append(Clause(stretch.start, 0, subject, verb, own and subject is not None))
        self.aside, self.phrase, self.head = stretch.adverbial or stretch.opener in _ASIDES, None, stretch.head

    def _go_on(self, stretch: _Stretch) -> None:
        """Go on with a clause whose verb has not come: `China, the largest buyer, took`."""
        last, verb = self.clauses[-1], _span(stretch)
        if verb:
            fresh = stretch.subject if (self.aside and stretch.opener == ",") or stretch.opener == "–" else None
            self.clauses[-1] = last._replace(subject=fresh or (self.head, verb[0]), verb=verb, own=True)
            self.aside = False

    def _subordinate(self, stretch: _Stretch, words: Sequence[str], last: Clause) -> None:
        """Open a clause with `which`, `because`; `the $3bn that China lent` is one phrase, `said that` opens one."""
        verb, reported = _span(stretch), last.verb is not None and last.verb[1] + 1 >= stretch.start
        if verb is None:
            return
        if words[-1] in _RELATIVES and words[0] != "," and not reported:
            if last.verb is None:  # `The sum that Japan lent was spent`: its second verb is the main one
                self._go_on(stretch.behind_verb())
            return
        if words[-1] in _RELATIVES and last.verb is None and self.waiting is None:
            self.waiting = (self.head, stretch.start)
            self.clauses[-1] = last._replace(end=_CUT_OFF)
        antecedent = ((last.verb or last.subject or (last.start, 0))[0], stretch.start)
        self._open(stretch, stretch.subject or antecedent, verb, own=stretch.subject is not None)

    def _resume(self, stretch: _Stretch, verb: Span, opener: str) -> None:
        """Open a clause that leaves its subject out, or whose subject stood before a comma."""
        last = self.clauses[-1]
        if self.phrase is not None and opener == ",":
            self._open(self.phrase, (self.phrase.head, verb[0]), verb)
            return
        if self.waiting:
            i = next(i for i, c in enumerate(self.clauses) if c.end == _CUT_OFF)
            self.clauses[i] = self.clauses[i]._replace(subject=self.waiting, verb=verb, end=0)
        self._open(stretch, self.waiting or last.subject, verb, own=False)
        self.waiting = None

    def _head(self, stretch: _Stretch) -> bool:
        return any(t.start in self.heads for t in stretch.tokens[:3])

    def _gapped(self, stretch: _Stretch) -> Span | None:
        """Give the subject of a clause without a verb: `imports 0.4% to $3bn`, `Egypt 17`."""
        tokens = [t for t in stretch.tokens[:8] if t.word not in ("the", "with", "for", "its")]
        number = next((i for i, token in enumerate(tokens) if token.word == NUMBER), 0)
        inner = number > 1 and tokens[0].word in _INNER  # `and to Peru 2%`
        if not number or not (tokens[inner].start in self.heads or tokens[0].word in ("those", "that", "others")):
            return None
        if any(t.word in _NOMINAL - _INNER for t in tokens[1:number]):
            return None
        return (tokens[0].start, tokens[number - 1].end)


def _participle(stretch: _Stretch) -> bool:
    return stretch.first.endswith("ing") or _past(stretch.first)


def _span(stretch: _Stretch) -> Span | None:
    return None if stretch.verb is None else (stretch.tokens[stretch.verb].start, stretch.tokens[stretch.verb].end)
