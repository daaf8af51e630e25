"""Planted errors: of figures that were altered, how many `tradekit.check` flags, and how many it flags unaltered.

A claim is drawn with a fixed seed from those that take part in an identity: by the annotation's own fields it is bound
to other claims of its article by one of the formulas of `tests.bench.identities` (a level with its growth and base, a
change and a growth of one level, exports and imports with their balance or total, a share with part and whole, goods
and services with both, a list with its total, a figure told in two sentences), and as the article stands the formula
holds. Its number is altered in one of three ways, drawn too: ten times as large, two digits changed round, or 20 %
more or less in the digits that it has. An alteration after which all formulas of the claim still hold, since the
wording is loose (`about 3%`), is no error, and another is drawn; these are counted too. Claims whose number is
written in words, and ranges, are not drawn.

An error is flagged if a row of the check with the verdict `disagrees` names the altered claim, and none did before.
On the tables, the altered value replaces the annotated one; from text, the altered article is read by
`tradekit.extract`, and the claim is what was read at its place. Half of the articles were not looked at while the
checks were written: those, and the kinds that are held out altogether, are counted apart.
"""

from __future__ import annotations

import json
import math
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

import tradekit
from tests.bench import identities
from tradekit.frame.extraction import claims_table, whole_rows
from tradekit.sentences import find_sentences

GOLD = Path(__file__).parents[1] / "gold"
FILES = "dev.jsonl", "practice.jsonl"
HELD_OUT = "c"  # the kind of article that nobody who writes rules reads
SEED, ERRORS = 20260604, 60
WAYS = "ten times", "two digits", "20 %"

_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
HEDGED = 0.05


class Planted(NamedTuple):
    """An error: the article, the claim's place in its list, how it was altered, and its new words and value."""

    article: dict[str, Any]
    claim: int
    way: str
    text: str
    value: float


def articles() -> list[dict[str, Any]]:
    """Read the annotated articles, each with its claims as a table has them (`complete`)."""
    lines = [line for name in FILES for line in (GOLD / name).read_text(encoding="utf-8").split("\n") if line]
    return [complete(json.loads(line)) for line in lines]


def looked_at(found: Sequence[dict[str, Any]]) -> set[str]:
    """Give the ids of the articles that were looked at while the checks were written: every other one."""
    return {article["id"] for article in [a for a in found if not a["id"].startswith(HELD_OUT)][::2]}


def complete(article: dict[str, Any]) -> dict[str, Any]:
    """Give the article with value, interval and sentence of each claim filled in."""
    claims = []
    for claim in article["claims"]:
        ends = claim["value"] if isinstance(claim["value"], list) else [claim["value"]] * 2
        value = sum(ends) / 2
        # A number in words has no ends in the annotation: five per cent either way.
        loose = (value - abs(value) * HEDGED, value + abs(value) * HEDGED)
        given = (float(claim["low"]), float(claim["high"])) if "low" in claim else loose
        claims.append({**claim, "value": value, "low": given[0], "high": given[1]})
    return with_sentences({**article, "claims": claims})


def with_sentences(article: dict[str, Any]) -> dict[str, Any]:
    """Give the article with the sentence of each claim, which the annotation leaves out."""
    spans = [(sentence.start, sentence.end) for sentence in find_sentences(article["text"])]
    claims = []
    for claim in article["claims"]:
        start, end = max(span for span in spans if span[0] <= claim["start"])
        claims.append({**claim, "sentence": article["text"][start:end]})
    return {**article, "claims": claims}


def gold_table(article: dict[str, Any]) -> pd.DataFrame:
    """Make the claims table of an article's annotation."""
    of = {c["start"]: f"{article['id']}:{c['of']}" for c in article["claims"] if "of" in c}
    claims = [{**claim, "of": of.get(claim["start"])} for claim in article["claims"]]
    return claims_table(list(whole_rows(claims, _as_article(article))))


def _as_article(article: dict[str, Any]) -> tradekit.Article:
    return tradekit.Article(**{name: article.get(name) for name in ("text", "id", "title", "date", "publisher")})


# --- drawing


def draw(found: Sequence[dict[str, Any]], errors: int, seed: int = SEED) -> tuple[list[Planted], int]:
    """Draw errors, each of another claim; give with them how many alterations still fitted and were passed by."""
    chance = random.Random(seed)
    bound = [(article, n, of) for article in found for n, of in _bound(article).items()]
    chance.shuffle(bound)
    planted: list[Planted] = []
    passed = 0
    for article, claim, of in bound:
        for way in chance.sample(WAYS, len(WAYS)):
            error = _altered(article, claim, way, chance)
            if error is None or len(planted) == errors:
                continue
            if all(identity.fits(with_error(error)["claims"]) for identity in of):
                passed += 1
                continue
            planted.append(error)
            break
    return planted, passed


def _bound(article: dict[str, Any]) -> dict[int, list[identities.Identity]]:
    """Give the claims of an article that take part in an identity, each with these."""
    bound: dict[int, list[identities.Identity]] = {}
    for identity in identities.find(article["claims"]):
        for claim in identity.claims:
            bound.setdefault(claim, []).append(identity)
    return bound


def _altered(article: dict[str, Any], claim: int, way: str, chance: random.Random) -> Planted | None:
    """Alter a claim in one way; None if its number is not one in digits, or the way would change nothing."""
    told = article["claims"][claim]
    numbers = list(_NUMBER.finditer(told["text"]))
    if len(numbers) != 1 or "low" not in article["claims"][claim]:
        return None
    old = numbers[0][0]
    new = _number(old, way, chance)
    if new is None or _read(new) == _read(old):
        return None
    text = told["text"][: numbers[0].start()] + new + told["text"][numbers[0].end() :]
    return Planted(article, claim, way, text, told["value"] * _read(new) / _read(old))


def _read(number: str) -> float:
    return float(number.replace(",", ""))


def _number(old: str, way: str, chance: random.Random) -> str | None:
    decimals = len(old.partition(".")[2])
    digits = old.replace(",", "").replace(".", "")
    comma = "," if "," in old else ""
    if way == "ten times":
        return f"{_read(old) * 10:{comma}.{max(decimals - 1, 0)}f}"
    if way == "20 %":
        return f"{_read(old) * chance.choice((0.8, 1.2)):{comma}.{decimals}f}"
    pairs = [n for n in range(len(digits) - 1) if digits[n] != digits[n + 1] and (n or digits[1] != "0")]
    if not pairs:
        return None
    at = chance.choice(pairs)
    swapped = digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]
    return f"{int(swapped) / 10**decimals:{comma}.{decimals}f}"


def with_error(error: Planted) -> dict[str, Any]:
    """Give the article with the error in its text and in its annotation; what stands behind it moves along."""
    old = error.article["claims"][error.claim]
    text, longer = error.article["text"], len(error.text) - len(old["text"])

    def moved(offset: int) -> int:
        return offset + longer * (offset > old["start"])

    claims = [
        {**claim, **{name: moved(claim[name]) for name in ("start", "end", "of") if name in claim}}
        for claim in error.article["claims"]
    ]
    low, high = _interval(old, error)
    claims[error.claim] |= {"text": error.text, "value": error.value, "low": low, "high": high}
    return with_sentences(
        {**error.article, "text": text[: old["start"]] + error.text + text[old["end"] :], "claims": claims}
    )


def _interval(old: dict[str, Any], error: Planted) -> tuple[float, float]:
    """Give what the new words commit to: half a unit of the last digit, 5 % where hedged, an open end as it was."""
    ratio = error.value / old["value"]
    if not (math.isfinite(old["low"]) and math.isfinite(old["high"])) or old["qualifier"] in "<=>=":
        return tuple(end * ratio if math.isfinite(end) and end != 100 else end for end in (old["low"], old["high"]))
    if old["low"] == old["high"]:
        return error.value, error.value
    written = _NUMBER.search(error.text)
    number = written[0] if written else "1"
    half = 0.5 * 10 ** -len(number.partition(".")[2]) * abs(error.value) / _read(number)
    half = max(half, HEDGED * abs(error.value)) if old["qualifier"] == "~" else half
    return error.value - half, error.value + half


# --- checking


def alarms(table: pd.DataFrame) -> list[set[int]]:
    """Give the claims (by where they begin) of each comparison that disagrees."""
    checked = tradekit.check(table)
    found = checked.loc[checked["verdict"] == "disagrees", "claims"]
    return [{int(claim.rpartition(":")[2]) for claim in claims.split("; ")} for claims in found]


def flagged_on_table(error: Planted) -> bool:
    """Tell whether the error is flagged on the article's annotation."""
    at = error.article["claims"][error.claim]["start"]
    before = alarms(gold_table(error.article))
    now = alarms(gold_table(with_error(error)))
    return any(at in claims for claims in now) and not any(at in claims for claims in before)


def flagged_from_text(error: Planted) -> bool:
    """Tell whether the error is flagged when the altered article is read."""
    told = error.article["claims"][error.claim]
    before = _named(error.article, told["start"], len(told["text"]))
    return _named(with_error(error), told["start"], len(error.text)) and not before


def _named(article: dict[str, Any], start: int, length: int) -> bool:
    """Tell whether a claim that was read at a place of the text is in a comparison that disagrees."""
    table = tradekit.extract(_as_article(article))
    here = set(table.loc[(table["start"] < start + length) & (table["end"] > start), "start"])
    return any(here & claims for claims in alarms(table))


class Outcome(NamedTuple):
    """What a run found: errors with whether each was flagged on the table and from text, and false alarms."""

    planted: list[Planted]
    passed: int
    on_table: list[bool]
    from_text: list[bool]
    alarms_on_tables: dict[str, int]
    alarms_from_text: dict[str, int]
    bound: int


def measure(errors: int = ERRORS, found: Sequence[dict[str, Any]] | None = None) -> Outcome:
    """Draw and plant errors in the annotated articles, and check them and the unaltered ones."""
    found = articles() if found is None else found
    planted, passed = draw(found, errors)
    return Outcome(
        planted,
        passed,
        [flagged_on_table(error) for error in planted],
        [flagged_from_text(error) for error in planted],
        {article["id"]: len(alarms(gold_table(article))) for article in found},
        {article["id"]: len(alarms(tradekit.extract(_as_article(article)))) for article in found},
        sum(len(_bound(article)) for article in found),
    )


def lines(outcome: Outcome, seen: Iterable[str]) -> Iterator[str]:
    """Tell what a run found, as a whole and for either half of the articles."""
    of, seen = len(outcome.planted), set(seen)
    yield f"{outcome.bound} claims take part in an identity; {of} errors, {outcome.passed} alterations still fitted"
    halves = {"all": lambda _: True, "looked at": lambda name: name in seen, "not looked at": lambda n: n not in seen}
    for half, inside in halves.items():
        rows = [n for n, error in enumerate(outcome.planted) if inside(error.article["id"])]
        yield f"{half}:"
        for name, hits in (("on the tables", outcome.on_table), ("from text", outcome.from_text)):
            ways = Counter(outcome.planted[n].way for n in rows)
            told = ", ".join(
                f"{way} {sum(hits[n] for n in rows if outcome.planted[n].way == way)} of {ways[way]}" for way in WAYS
            )
            yield f"  flagged {name}: {sum(hits[n] for n in rows)} of {len(rows)} ({told})"
        for name, counts in (
            ("on the tables", outcome.alarms_on_tables),
            ("from text", outcome.alarms_from_text),
        ):
            count = [number for article, number in counts.items() if inside(article)]
            yield f"  false alarms {name}: {sum(count)} in {len(count)} articles ({sum(count) / len(count):.2f} each)"
