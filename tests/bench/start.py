"""What a process costs: the start, and its memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
_TIMED = "import time; t = time.perf_counter(); {}; print(time.perf_counter() - t)"
_STARTS = {
    "import pandas": "import pandas",
    "import tradekit": "import tradekit",
    "import tradekit, first extract": "import tradekit; tradekit.extract('Exports rose 4% to $3.5 billion.')",
}
# VmHWM is the peak of this process alone; ru_maxrss may still hold that of the process that started it.
_PEAK = """
import resource, sys
from pathlib import Path
import tradekit
from tests.bench import texts
articles = {articles}
claims = tradekit.extract(articles)
status = Path("/proc/self/status")
if status.exists():
    peak = next(int(l.split()[1]) for l in status.read_text().splitlines() if l.startswith("VmHWM"))
else:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "darwin" else 1)
print(peak / 1024)
"""


def starts(rounds: int) -> dict[str, float]:
    """Give the seconds of each start in a process of its own, the best of some rounds, by turns."""
    found: dict[str, list[float]] = {name: [] for name in _STARTS}
    for _ in range(rounds):
        for name, code in _STARTS.items():
            found[name].append(_answer(_TIMED.format(code)))
    return {name: min(seconds) for name, seconds in found.items()}


def peaks(articles: int) -> dict[str, float]:
    """Give the most memory (MiB) that a process holds which reads some texts in one call."""
    asked = {"no article": "[]", "general": f"texts.general({articles})", "dense": f"texts.dense({articles})"}
    return {name: _answer(_PEAK.format(articles=code)) for name, code in asked.items()}


def _answer(code: str) -> float:
    command = [sys.executable, "-c", code]
    return float(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout)
