"""Whether twice the text costs twice the time, whatever the text."""

from __future__ import annotations

import cProfile
import pstats
from collections.abc import Callable, Iterator
from typing import NamedTuple

import tradekit
from tests.bench.hostile import Text
from tests.bench.runners import cpu_seconds

LIMIT = 2.3  # what twice the text may cost
FIRST = 1_000  # characters
_LEAST = 0.2  # CPU seconds of a run that tells anything
_LONG = 0.5  # CPU seconds of a run that is timed once
_AGAIN = 4  # times that a ratio above the limit is looked at again

Call = Callable[[str], object]


class Doubling(NamedTuple):
    """What it cost to read a text and one twice as long: characters, CPU seconds, and the ratio of the seconds."""

    size: int
    seconds: float
    twice: float

    @property
    def ratio(self) -> float:
        """How many times the time of the text the longer one took."""
        return self.twice / max(self.seconds, 1e-9)


class Result(NamedTuple):
    """The doublings of a case, the shortest text first, and the function that took most of the time of a bad one."""

    name: str
    doublings: list[Doubling]
    blame: str

    @property
    def worst(self) -> float:
        """The largest ratio of the doublings whose first run was long enough, else of the last."""
        told = [d.ratio for d in self.doublings if d.seconds >= _LEAST / 2]
        return max(told, default=self.doublings[-1].ratio)

    @property
    def speed(self) -> float:
        """Characters per second on the longest text."""
        last = self.doublings[-1]
        return 2 * last.size / max(last.twice, 1e-9)

    @property
    def flagged(self) -> bool:
        """Whether twice the text cost too much."""
        return self.worst > LIMIT


def check(name: str, text: Text, call: Call, rounds: int, largest: int, seconds: float) -> Result:
    """Double a text until a run takes long or the text is large, and time each doubling.

    Parameters
    ----------
    name : str
        Of the case.
    text : callable
        Makes the text of a length.
    call : callable
        Reads it.
    rounds : int
        The best of these counts.
    largest : int
        Characters of the longest text.
    seconds : float
        CPU seconds after which no longer text is read.

    Returns
    -------
    Result
        A ratio above the limit was timed again before it was believed.
    """
    call(text(FIRST))
    doublings: list[Doubling] = []
    size, took = FIRST, _best(call, text(FIRST), rounds)
    while 2 * size <= largest and (took < seconds or not doublings):
        twice = _best(call, text(2 * size), rounds)
        for _ in range(_AGAIN if twice > LIMIT * took and twice >= _LEAST else 0):
            took, twice = min(took, _best(call, text(size), rounds)), min(twice, _best(call, text(2 * size), 1))
            if twice <= LIMIT * took:
                break
        if twice >= _LEAST or 4 * size > largest:
            doublings.append(Doubling(size, took, twice))
        if doublings and doublings[-1].ratio > LIMIT and took > seconds / 4:
            break
        size, took = 2 * size, twice
    result = Result(name, doublings, "")
    return result._replace(blame=blame(call, text(min(size, largest)))) if result.flagged else result


def _best(call: Call, text: str, rounds: int) -> float:
    """Give the CPU seconds of the best of some rounds; of a long one, the first is enough."""
    best = float("inf")
    for _ in range(rounds):
        best = min(best, cpu_seconds(call, text))
        if best > _LONG:
            break
    return best


def blame(call: Call, text: str) -> str:
    """Give the function of tradekit that takes most of the time itself, with the library calls that it makes."""
    profile = cProfile.Profile()
    profile.runcall(call, text)
    own: dict[str, float] = {}
    for (file, _, function), (_, _, mine, _, callers) in pstats.Stats(profile).stats.items():  # type: ignore[attr-defined]
        if "tradekit/" in file:
            name = _named(file, function)
            own[name] = own.get(name, 0) + mine
            continue
        for (caller_file, _, caller), (_, _, his, _) in callers.items():
            if "tradekit/" in caller_file:
                name = _named(caller_file, caller)
                own[name] = own.get(name, 0) + his
    worst = max(own, key=lambda name: own[name], default="")
    return f"{worst} {100 * own[worst] / sum(own.values()):.0f} %" if worst else ""


def _named(file: str, function: str) -> str:
    return f"{file.rsplit('tradekit/', 1)[1].removesuffix('.py').replace('/', '.')}.{function}"


def lines(results: Iterator[Result]) -> Iterator[str]:
    """Give the results as a table, a line at a time."""
    yield f"{'text':34}{'longest':>10}{'seconds':>9}{'characters/s':>14}{'worst x':>9}"
    flagged = 0
    for result in results:
        flagged += result.flagged
        last = result.doublings[-1]
        told = f"{result.name:34}{2 * last.size:>10,}{last.twice:>9.2f}{result.speed:>14,.0f}{result.worst:>9.2f}"
        yield f"{told}  MORE THAN {LIMIT}: {result.blame}" if result.flagged else told
    yield "\nThe longest text in characters, its processor seconds, its speed, and the most that twice the text cost:"
    yield f"{flagged} above {LIMIT} times." if flagged else f"none above {LIMIT} times."


def extract(text: str) -> object:
    """Read the claims of a text."""
    return tradekit.extract(tradekit.Article(text, date="2025-06-04"))


def show(text: str) -> object:
    """Draw a page of a text and its claims."""
    article = tradekit.Article(text, date="2025-06-04")
    claims = tradekit.extract(article)
    return tradekit.show(article, claims), tradekit.table(claims), tradekit.explain(article, claims)


CALLS: dict[str, Call] = {"extract": extract, "show": show}
