"""A run of the benchmark as a dict, which is what is saved, and as tables to read."""

from __future__ import annotations

import platform
import subprocess
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from importlib import metadata
from typing import Any

import tradekit
from tests.bench import stages, start, texts
from tests.bench.runners import Runner, measure
from tradekit.articles import Article

PARTS = ("general", "dense", "stages", "start", "memory")
Report = dict[str, Any]
Tell = Callable[[str], None]
_STARTS = 3  # rounds


def make(articles: int, rounds: int, parts: Collection[str], tell: Tell) -> Report:
    """Run the parts of the benchmark that are asked for.

    Parameters
    ----------
    articles : int
        How many articles of general news are made, and how many dense ones are read at most.
    rounds : int
        How often each reader reads them.
    parts : collection of str
        Of `PARTS`.
    tell : callable
        Given a line when a part begins.

    Returns
    -------
    dict
        The run, ready to be saved as JSON. What a key holds of a text has the text's name: ``speed`` (characters
        per second of each reader), ``read`` (how many articles each read), ``ratios`` (tradekit's speed over
        each), ``claims`` (how many, and a digest of the table), ``stages`` and ``functions`` (% of the time).
    """
    report: Report = {
        "of": about(),
        "options": {"articles": articles, "rounds": rounds},
        **{name: {} for name in ("texts", "speed", "read", "claims", "ratios", "stages", "functions")},
    }
    given = {"general": texts.general, "dense": texts.dense}
    for name in [part for part in given if part in parts or "stages" in parts]:
        read = given[name](articles)
        report["texts"][name] = _about_texts(read)
        if name in parts:
            tell(f"{name}: {len(read)} articles, {texts.characters(read):,} characters, {rounds} rounds")
            _add_speed(report, name, read, measure(read, rounds))
        if "stages" in parts and stages.possible():
            tell(f"{name}: where the time goes")
            report["stages"][name], report["functions"][name] = stages.shares(read)
    if "start" in parts:
        tell("start")
        report["start"] = start.starts(_STARTS)
    if "memory" in parts:
        tell("memory")
        report["memory"] = start.peaks(articles)
    return report


def about() -> dict[str, Any]:
    """Tell what was measured: versions, commit and machine."""
    describe = ["git", "-C", str(start.ROOT), "describe", "--always", "--dirty"]
    try:
        commit = subprocess.run(describe, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        commit = None
    names = ("pandas", "quantulum3", "spacy")
    return {
        "tradekit": tradekit.__version__,
        "commit": commit,
        "python": platform.python_version(),
        "machine": f"{platform.system()} {platform.machine()}",
        "packages": {name: _version(name) for name in names},
    }


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _about_texts(articles: Sequence[Article]) -> dict[str, Any]:
    sentences = [s for article in articles for s in texts.split(article.text)]
    return {
        "articles": len(articles),
        "characters": texts.characters(articles),
        "sentences with a number, %": round(100 * sum(map(texts.has_number, sentences)) / max(1, len(sentences)), 1),
        "digest": texts.digest(article.text for article in articles),
    }


def _add_speed(report: Report, name: str, articles: Sequence[Article], found: Sequence[Runner]) -> None:
    report["speed"][name] = {r.name: round(r.speed) if r.seconds else None for r in found}
    report["read"][name] = {r.name: len(r.texts) for r in found}
    report["ratios"][name] = {r.name: found[0].speed / r.speed for r in found if r.seconds}
    claims = tradekit.extract(articles)
    report["claims"][name] = {"rows": len(claims), "digest": texts.digest([claims.to_csv()])}


def lines(report: Report, found: Sequence[Runner]) -> Iterator[str]:
    """Give a run as tables, each with a line that says what its numbers mean."""
    of = report["of"]
    packages = ", ".join(f"{name} {version or 'not installed'}" for name, version in of["packages"].items())
    yield f"tradekit {of['tradekit']} ({of['commit'] or 'no commit'}), Python {of['python']}, {of['machine']}"
    yield packages
    for name, speeds in report["speed"].items():
        yield from _speed(report, name, speeds, {runner.name: runner.does for runner in found})
    for name, counted in report["stages"].items():
        yield f"\nWhere the time of extract goes, {name}: % of samples of the stack"
        yield from _bars(counted)
        yield f"\n... and in which functions themselves, {name}"
        yield from _bars(report["functions"][name])
    if "start" in report:
        yield f"\nStart: wall seconds in a new process, best of {_STARTS}"
        yield from _rows({name: f"{seconds:.3f}" for name, seconds in report["start"].items()})
    if "memory" in report:
        yield "\nMemory: most MiB that a process holds which reads the texts in one call"
        yield from _rows({name: f"{peak:.0f}" for name, peak in report["memory"].items()})


def _speed(report: Report, name: str, speeds: Mapping[str, int | None], does: Mapping[str, str]) -> Iterator[str]:
    given, claims = report["texts"][name], report["claims"][name]
    yield (
        f"\n{name}: {given['articles']:,} articles, {given['characters']:,} characters, "
        f"{given['sentences with a number, %']} % of the sentences with a number, {claims['rows']:,} claims"
    )
    yield f"{'reader':22}{'characters/s':>14}{'tradekit is':>18}  what it does"
    for reader, speed in speeds.items():
        if speed is None:
            yield f"{reader:22}{'–':>14}{'':18}  not installed: pip install '.[bench]'"
            continue
        ratio = report["ratios"][name][reader]
        times = "" if reader == "tradekit" else f"{ratio:.3g} x as fast"
        read = report["read"][name][reader]
        sample = "" if read == given["articles"] else f" ({read} of the articles)"
        yield f"{reader:22}{speed:>14,}{times:>18}  {does[reader]}{sample}"
    yield f"Characters per second of processor time, best of {report['options']['rounds']} rounds."


def _bars(counted: Mapping[str, float]) -> Iterator[str]:
    for name, percent in counted.items():
        yield f"{name:42}{percent:6.1f}  {'#' * round(percent)}"


def _rows(told: Mapping[str, str]) -> Iterator[str]:
    for name, words in told.items():
        yield f"{name:42}{words:>10}"


def compare(old: Report, new: Report) -> Iterator[str]:
    """Give two runs side by side: what both have, and new over old."""
    yield f"{'':46}{old['of']['commit'] or 'old'!s:>16}{new['of']['commit'] or 'new'!s:>16}{'new / old':>11}"
    for part in ("speed", "ratios", "stages", "start", "memory"):
        before, after = (dict(_flat(run.get(part) or {})) for run in (old, new))
        if before.keys() & after.keys():
            yield f"{_MEANING[part]}"
        for name in (name for name in after if name in before):
            a, b = before[name], after[name]
            yield f"  {name:44}{a:>16,.6g}{b:>16,.6g}{b / a if a else float('nan'):>11.2f}"
    for name in sorted(old["claims"].keys() & new["claims"].keys()):
        if old["texts"][name]["digest"] != new["texts"][name]["digest"]:
            yield f"{name}: not the same texts, so that speeds compare only roughly"
        else:
            same = old["claims"][name] == new["claims"][name]
            yield f"{name}: {'the same table' if same else 'another table'} ({new['claims'][name]['rows']:,} claims)"


_MEANING = {
    "speed": "characters per second",
    "ratios": "tradekit's speed over each reader's",
    "stages": "% of the time of extract",
    "start": "wall seconds of a start",
    "memory": "MiB at most",
}


def _flat(nested: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, float]]:
    for name, value in nested.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{before}{name}: ")
        elif value is not None:
            yield f"{before}{name}", float(value)
