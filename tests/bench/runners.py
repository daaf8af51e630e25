"""Those who read the texts: tradekit, and what it is compared with."""

from __future__ import annotations

import math
import re
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import Any

import tradekit
from tradekit.articles import Article

Read = Callable[[Sequence[Article]], object]

# A number with its currency, and with its scale or percent sign: the least that any finder must look for.
_NUMBER = re.compile(r"[$€£¥]?\d+(?:[.,]\d+)*(?:\s?(?:%|percent|per cent|million|billion|trillion|bn|m)\b)?")
_WARM_UP = 3  # articles
_LONGEST = 2.0  # CPU seconds that one round of another reader may take
_SHORTEST = 0.2  # a shorter one says more of the clock than of the reader, so it reads the texts again


@dataclass
class Runner:
    """One that reads texts: how, what it does, and the seconds that each of its rounds took."""

    name: str
    does: str
    read: Read | None  # None where its package is not installed
    whole: bool = False  # reads all texts, however long it takes
    texts: Sequence[Article] = ()
    seconds: list[float] = field(default_factory=list)  # for the texts once

    @property
    def characters(self) -> int:
        """The characters that it reads in a round."""
        return sum(len(article.text) for article in self.texts)

    @property
    def speed(self) -> float:
        """Its characters per second in its best round."""
        return self.characters / min(self.seconds)

    def prepare(self, articles: Sequence[Article]) -> None:
        """Read a few texts, and choose as many as a round has time for, evenly spread."""
        assert self.read is not None
        self.read(articles[:_WARM_UP])  # tables are compiled and caches filled once
        self.texts = articles
        if not self.whole:
            some = articles[:: math.ceil(len(articles) / 10)]
            expected = cpu_seconds(self.read, some) * len(articles) / len(some)
            self.texts = articles[:: math.ceil(max(expected, 1e-9) / _LONGEST)]

    def run(self) -> None:
        """Read the texts, by the clock."""
        assert self.read is not None
        times, seconds = 0, 0.0
        while seconds < _SHORTEST:
            times, seconds = times + 1, seconds + cpu_seconds(self.read, self.texts)
        self.seconds.append(seconds / times)


def cpu_seconds(read: Callable[[Any], object], given: object) -> float:
    """Give the processor time that reading takes: what else the machine is doing does not count."""
    start = time.process_time()
    read(given)
    return time.process_time() - start


def measure(articles: Sequence[Article], rounds: int) -> list[Runner]:
    """Let every reader read the same texts by turns, so that a slow minute of the machine hits all of them.

    Parameters
    ----------
    articles : sequence of Article
        The texts.
    rounds : int
        How often each reads them.

    Returns
    -------
    list of Runner
        With the seconds of every round; those that are not installed have none.
    """
    found = runners()
    ready = [runner for runner in found if runner.read is not None]
    for runner in ready:
        runner.prepare(articles)
    for _ in range(rounds):
        for runner in ready:
            runner.run()
    return found


def runners() -> list[Runner]:
    """Give all readers."""
    return [
        Runner("tradekit", "one extract call over all articles: the whole table", tradekit.extract, whole=True),
        Runner("tradekit, one by one", "one extract call an article", _one_by_one, whole=True),
        Runner("quantulum3", "parser.parse: numbers and units; no table", _quantulum3()),
        Runner("spaCy tokenizer", "spacy.blank('en'): splits into words; no numbers read", _spacy()),
        Runner("regex", "one pattern for numbers: finds where they stand", _regex),
    ]


def _one_by_one(articles: Sequence[Article]) -> None:
    for article in articles:
        tradekit.extract(article)


def _regex(articles: Sequence[Article]) -> None:
    for article in articles:
        _NUMBER.findall(article.text)


def _quantulum3() -> Read | None:
    if not find_spec("quantulum3"):
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it advises to install its classifier
        from quantulum3 import classifier, parser
    classifier.USE_CLF = False  # as it comes, without scikit-learn: no model is loaded, and it is faster

    def read(articles: Sequence[Article]) -> None:
        for article in articles:
            parser.parse(article.text)

    return read


def _spacy() -> Read | None:
    if not find_spec("spacy"):
        return None
    import spacy

    tokenizer = spacy.blank("en").tokenizer

    def read(articles: Sequence[Article]) -> None:
        for article in articles:
            tokenizer(article.text)

    return read
