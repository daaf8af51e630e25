"""The texts that are timed: made-up general news, and the gold articles as dense trade news."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import json
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

from tradekit.articles import Article, read

TESTS = Path(__file__).parents[1]
SAMPLES = TESTS.parent / "notebooks" / "articles"

SEED = 20250604
LENGTHS = 1_800, 3_200  # of an article, in characters: 2,500 in the middle
WITH_NUMBER = 0.3  # of the sentences of general news
PARAGRAPH = 1, 3  # sentences
FIRST_DAY, DAYS = dt.date(2021, 1, 1), 1_800

# Cut here and not by tradekit, so that another tradekit is given the same texts.
_SENTENCE_END = re.compile(r"(?:(?<=[a-z\d%)][.!?])|(?<=[a-z\d][.!?][”\"]))\s+(?=[“\"]?[A-Z])")
_SHORTEST, _LONGEST = 40, 350
_NUMBER_WORD = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty-\w+|twenty|thirty|forty|fifty"
    r"|sixty|seventy|eighty|ninety|dozens?|hundreds?|thousands?|(?:m|b|tr)illions?|decades?|half|halves|halved|thirds?"
    r"|quarters?|fifths?|tenths?|doubl\w+|tripl\w+|quadrupl\w+|twice|\w+fold|percent)\b",
    re.IGNORECASE,
)
_LAST_DIGITS = re.compile(r"(?<=\d[.,])\d+")

# What the slots of the sentences of general news are filled with.
_FILLERS = {
    "person": (
        *("Amara Okafor", "Lars Nyström", "Mei Tanaka", "Piotr Zielinski", "Rosa Delgado", "Samir Haddad"),
        *("Ingrid Voss", "Tomás Herrera", "Nadia Karim", "Owen Pritchard", "Mr Lindqvist", "Ms Adeyemi", "Mrs Moreau"),
    ),
    "place": (
        *("London", "Warsaw", "Nairobi", "Lisbon", "the capital", "Canada", "Brazil", "the United States", "Tokyo"),
        *("Germany", "the neighbouring province", "New Zealand", "Beijing", "France", "Lagos", "Norway", "Turkey"),
    ),
    "when": (
        *("on Monday", "on Tuesday", "on Thursday evening", "on Sunday", "last week", "next month", "this week"),
        *("in the spring", "early in the morning", "late on Friday", "in September", "yesterday", "over the weekend"),
    ),
}


def has_number(sentence: str) -> bool:
    """Tell whether a sentence has a digit or a number word."""
    return bool(_NUMBER_WORD.search(sentence))


def split(text: str) -> list[str]:
    """Cut a text into its sentences; what is no full sentence (a heading, a row of a table) is left out."""
    found = (sentence.strip() for line in text.split("\n") for sentence in _SENTENCE_END.split(line))
    return [s for s in found if _SHORTEST <= len(s) <= _LONGEST and s[0].isalpha() and s.endswith((".", "”", '"'))]


def gold(*names: str) -> list[Article]:
    """Give the gold articles of some files."""
    paths = (TESTS / "gold" / f"{name}.jsonl" for name in names)
    lines = (line for path in paths for line in path.read_text(encoding="utf-8").split("\n") if line)
    known = ("text", "id", "title", "date", "publisher")
    return [Article(**{name: article.get(name) for name in known}) for article in map(json.loads, lines)]


def samples() -> list[Article]:
    """Give the sample articles that samples.csv annotates."""
    with (TESTS / "samples.csv").open(encoding="utf-8", newline="") as file:
        annotated = {row["article"] for row in csv.DictReader(file)}
    return [article for article in read(SAMPLES) if article.id in annotated]


@cache
def pool() -> tuple[list[str], list[str]]:
    """Give the project's own sentences: those with a number, and those without.

    Nearly every sentence of the gold has a number, so plain.txt adds more that have none; in braces they have
    slots, for names, places and days to be drawn anew.
    """
    articles = (*gold("practice"), *samples())
    sentences = list(dict.fromkeys(s for article in articles for s in split(article.text)))
    plain = (Path(__file__).parent / "plain.txt").read_text(encoding="utf-8").splitlines()
    return [s for s in sentences if has_number(s)], [*(s for s in sentences if not has_number(s)), *plain]


def general(count: int) -> list[Article]:
    """Make general news: articles of about 2,500 characters, 30 % of their sentences with a number.

    The sentences are the project's own, drawn with a fixed seed: the first n articles are the same for every
    count. Digits behind a point or comma, and the slots of `pool`, are drawn anew, so that few sentences are the same.
    """
    return list(_general(count))


def _general(count: int) -> Iterator[Article]:
    draw = random.Random(SEED)
    numbered, plain = pool()
    for number in range(count):
        wanted, paragraphs, owed = draw.randint(*LENGTHS), list[str](), draw.random()
        while sum(map(len, paragraphs)) < wanted:
            kinds = []
            for _ in range(draw.randint(*PARAGRAPH)):
                owed += WITH_NUMBER
                kinds.append(numbered if owed >= 1 else plain)
                owed %= 1
            paragraphs.append(" ".join(_varied(draw, draw.choice(sentences)) for sentences in kinds))
        date = FIRST_DAY + dt.timedelta(days=draw.randrange(DAYS))
        yield Article("\n\n".join(paragraphs), id=f"general-{number:05}", title=_title(draw), date=date)


def _varied(draw: random.Random, sentence: str) -> str:
    for slot, words in _FILLERS.items():
        sentence = sentence.replace(f"{{{slot}}}", draw.choice(words))
    return _LAST_DIGITS.sub(lambda m: "".join(draw.choice("0123456789") for _ in m[0]), sentence)


def _title(draw: random.Random) -> str:
    return " ".join(_varied(draw, draw.choice(pool()[1])).split()[:10]).rstrip('.,”"')


def dense(count: int | None = None) -> list[Article]:
    """Give dense trade news: the gold articles, or the first few of them."""
    return gold("dev", "practice")[:count]


def digest(texts: Iterable[str]) -> str:
    """Give a short name that texts have in common only when they are the same."""
    made = hashlib.sha256()
    for text in texts:
        made.update(text.encode() + b"\0")
    return made.hexdigest()[:12]


def characters(articles: Sequence[Article]) -> int:
    """Count the characters of the texts of articles."""
    return sum(len(article.text) for article in articles)
