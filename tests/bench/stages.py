"""Where the time of `extract` goes: the stack is looked at every few milliseconds, and each look counts for a stage."""

from __future__ import annotations

import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import FrameType

import tradekit
from tradekit.articles import Article

EVERY = 0.002  # CPU seconds between two looks
_LEAST = 3.0  # CPU seconds that are looked at
_SHOWN = 12

# The stage of a module; a call inside another stage belongs to that one.
STAGES = {
    "tradekit.articles": "article: id, title, date",
    "tradekit.periods": "dates and times",
    "tradekit.quantities": "quantities",
    "tradekit.places": "places",
    "tradekit.terms": "terms",
    "tradekit.sentences": "sentences",
    "tradekit.claims.clauses": "clauses",
    "tradekit.claims.sources": "attributions",
    "tradekit.claims.actors": "actors",
    "tradekit.frame": "table",
    "pandas": "table",
}
# They only call the stages; what they do themselves is told where nothing else was found.
_AROUND = ("tradekit.frame", "tradekit.claims.read", "tradekit.claims.scene")


def stage(frame: FrameType | None) -> str:
    """Give the stage that a stack is in: the outermost call that tells one."""
    frames: list[FrameType] = []
    while frame is not None:
        frames.append(frame)
        frame = frame.f_back
    last = "outside"
    for call in reversed(frames):
        module = str(call.f_globals.get("__name__", ""))
        if not module.startswith(("tradekit.", "pandas.")):
            continue
        if module == "tradekit.claims.read" and call.f_code.co_name == "apply":
            return f"rules: {call.f_locals.get('column')}"
        named = next((STAGES[start] for start in STAGES if f"{module}.".startswith(f"{start}.")), None)
        last = named or "claims: " + module.rsplit(".", 1)[-1]
        if not module.startswith(_AROUND):
            return last
    return last


def where(frame: FrameType) -> str:
    """Give the function of tradekit that a stack is in: the innermost."""
    inner: FrameType | None = frame
    while inner is not None:
        module = str(inner.f_globals.get("__name__", ""))
        if module.startswith("tradekit."):
            return f"{module.removeprefix('tradekit.')}.{inner.f_code.co_qualname}"
        inner = inner.f_back
    return "outside"


@contextmanager
def looking(look: Callable[[FrameType], None]) -> Iterator[None]:
    """Call a function with the stack every few milliseconds of processor time."""

    def handle(_: int, frame: FrameType | None) -> None:
        if frame is not None:
            look(frame)

    before = signal.signal(signal.SIGPROF, handle)
    signal.setitimer(signal.ITIMER_PROF, EVERY, EVERY)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def possible() -> bool:
    """Tell whether the stack can be looked at: not on Windows, and only from the main thread."""
    return hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()


def shares(articles: Sequence[Article], seconds: float = _LEAST) -> tuple[dict[str, float], dict[str, float]]:
    """Give the share of the time of each stage, and of the functions that take most, in %.

    Parameters
    ----------
    articles : sequence of Article
        Read again and again.
    seconds : float
        CPU seconds to look for at least.

    Returns
    -------
    stages, functions : dict
        Name to percent, the largest first; of the functions the first dozen, without what they call in tradekit.
    """
    stages, functions = Counter[str](), Counter[str]()

    def look(frame: FrameType) -> None:
        stages[stage(frame)] += 1
        functions[where(frame)] += 1

    end = time.process_time() + seconds
    with looking(look):
        while time.process_time() < end:
            tradekit.extract(articles)
    return _percent(stages), _percent(functions, _SHOWN)


def _percent(counts: Counter[str], most: int | None = None) -> dict[str, float]:
    return {name: round(100 * count / counts.total(), 1) for name, count in counts.most_common(most)}
