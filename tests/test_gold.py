"""The gold articles: how well the claims are read, held above floors that only ever rise."""

from __future__ import annotations

import copy
import json
import runpy
from functools import cache
from pathlib import Path
from typing import Any

import pytest

GOLD = Path(__file__).parent / "gold"
SCORER = runpy.run_path(str(GOLD / "score.py"))


def read(name: str) -> list[dict[str, Any]]:
    """Read the articles of one file."""
    return [json.loads(line) for line in (GOLD / name).read_text(encoding="utf-8").split("\n") if line]


ARTICLES = read("dev.jsonl")
PRACTICE = read("practice.jsonl")
UNSEEN = read("unseen.jsonl")
SECOND_LOOK = read("second_look.jsonl")
FILES = {"practice": PRACTICE, "unseen": UNSEEN, "second look": SECOND_LOOK}
OLDER = "defghikm"  # the kinds of the first 66 practice articles

# Which articles (by the first letters of their ids, or which file), which figure, and its least F1.
FLOORS = [
    ("ab", "number", 98.8),
    ("ab", "number+unit", 98.8),
    ("ab", "whole row", 87.7),
    ("abc", "number", 98.0),
    ("abc", "number+unit", 96.0),
    ("abc", "whole row", 70.2),
    (OLDER, "number", 98.6),
    (OLDER, "number+unit", 98.2),
    (OLDER, "whole row", 76.5),
    ("practice", "number", 98.6),
    ("practice", "number+unit", 96.9),
    ("practice", "whole row", 70.3),
    ("unseen", "number", 97.0),
    ("unseen", "number+unit", 94.3),
    ("unseen", "whole row", 55.8),
    ("second look", "number", 99.0),
    ("second look", "number+unit", 99.0),
    ("second look", "whole row", 74.4),
]
# The same for single columns: the share, in %, that is right among the claims found.
COLUMN_FLOORS = [
    ("ab", "sign", 99.0),
    ("ab", "unit", 99.0),
    ("ab", "kind", 99.0),
    ("ab", "measure", 96.4),
    ("ab", "reporter", 93.0),
    ("ab", "partner", 91.4),
    ("ab", "period", 95.1),
    ("ab", "qualifier", 99.0),
    ("ab", "interval", 98.4),
    ("ab", "basis", 97.4),
    ("ab", "source", 89.8),
    ("ab", "item", 91.7),
    ("ab", "status", 97.2),
    ("ab", "of", 98.2),
]


def of_kinds(kinds: str) -> list[dict[str, Any]]:
    """Give the articles of some kinds."""
    return FILES.get(kinds) or [article for article in (*ARTICLES, *PRACTICE) if article["id"][0] in kinds]


@cache
def scores(kinds: str) -> dict[str, Any]:
    """Give what the scorer says of tradekit's own reading."""
    articles = of_kinds(kinds)
    return SCORER["evaluate"](articles, SCORER["table_rows"](None, articles))


@pytest.mark.parametrize(("kinds", "figure", "floor"), FLOORS)
def test_a_figure_is_above_its_floor(kinds: str, figure: str, floor: float) -> None:
    assert scores(kinds)[figure]["F1"] >= floor


@pytest.mark.parametrize(("kinds", "column", "floor"), COLUMN_FLOORS)
def test_a_column_is_above_its_floor(kinds: str, column: str, floor: float) -> None:
    assert scores(kinds)["columns, % right of matched"][column] >= floor


def test_every_row_stands_where_it_says() -> None:
    assert scores("abc")["rows"] > 600
    assert scores("abc")["wrong_spans"] == 0


# --- the gold itself


def test_there_are_as_many_articles_and_claims_as_the_readme_says() -> None:
    readme = (GOLD / "README.md").read_text(encoding="utf-8")
    for articles, words in (
        (ARTICLES, "short articles"),
        (PRACTICE, "more"),
        (UNSEEN, "that nobody"),
        (SECOND_LOOK, "in styles"),
    ):
        claims = [claim for article in articles for claim in article["claims"]]
        assert len({article["id"] for article in articles}) == len(articles)
        assert f"{len(articles)} {words}" in readme
        assert f"{len(claims)} claims, {sum(claim.get('core', True) for claim in claims)} of them" in readme


EVERY = [*ARTICLES, *PRACTICE, *UNSEEN, *SECOND_LOOK]


@pytest.mark.parametrize("article", EVERY, ids=[article["id"] for article in EVERY])
def test_every_claim_stands_in_its_text(article: dict[str, Any]) -> None:
    # Counted, not shown: a failure of a held-out article must not print it.
    wrong = sum(article["text"][c["start"] : c["end"]] != c["text"] for c in article["claims"])
    assert wrong == 0
    starts = [claim["start"] for claim in article["claims"]]
    levels = [claim["of"] for claim in article["claims"] if "of" in claim]
    assert sorted(set(starts)) == starts
    assert set(levels) <= set(starts)


# --- the scorer: the gold as its own table is perfect, and each fault costs what it should


def rows_of(articles: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give the gold claims as rows of a table."""
    rows = []
    for article in articles:
        for claim in article["claims"]:
            low, high = claim["value"] if isinstance(claim["value"], list) else (None, None)
            row = {"low": low, "high": high, **claim, "article": article["id"]}
            row["value"] = (low + high) / 2 if low is not None else claim["value"]
            row["claim"] = f"{article['id']}:{claim['start']}"
            row["of"] = f"{article['id']}:{claim['of']}" if "of" in claim else None
            rows.append(row)
    return rows


def test_the_gold_scores_full_marks_against_itself() -> None:
    result = SCORER["evaluate"](ARTICLES, rows_of(ARTICLES))
    perfect = {"P": 100.0, "R": 100.0, "F1": 100.0}
    assert [result[name] for name in ("number", "number+unit", "whole row")] == [perfect] * 3
    assert set(result["columns, % right of matched"].values()) == {100.0}
    assert result["wrong_spans"] == 0


FAULTS = [
    # what is wrong with one row, and by how many rows the figures then fall short
    ({"value": 1.2345e-6, "low": None, "high": None}, {"number": 1, "number+unit": 1, "whole row": 1}),
    ({"unit": "furlong"}, {"number": 0, "number+unit": 1, "whole row": 1}),
    ({"period": "1887"}, {"number": 0, "number+unit": 0, "whole row": 1}),
    ({"item": "moonbeams"}, {"number": 0, "number+unit": 0, "whole row": 0}),
]


@pytest.mark.parametrize(("fault", "short"), FAULTS, ids=[next(iter(fault)) for fault, _ in FAULTS])
def test_a_fault_costs_one_row(fault: dict[str, Any], short: dict[str, int]) -> None:
    article = copy.deepcopy(ARTICLES[0])
    article["claims"] = [claim for claim in article["claims"] if claim.get("core", True)]
    rows = rows_of([article])
    rows[0] |= fault
    result = SCORER["evaluate"]([article], rows)
    wanted = {name: round(100 * (len(rows) - lost) / len(rows), 1) for name, lost in short.items()}
    assert {name: result[name]["R"] for name in short} == wanted


def test_a_row_too_many_costs_precision_and_not_recall() -> None:
    article = ARTICLES[0]
    rows = rows_of([article])
    result = SCORER["evaluate"]([article], [*rows, rows[0]])
    assert result["number"]["R"] == 100.0
    assert result["number"]["P"] == round(100 * len(rows) / (len(rows) + 1), 1)


def test_a_text_that_does_not_stand_there_is_counted() -> None:
    rows = rows_of(ARTICLES[:1])
    rows[0] |= {"text": rows[0]["text"] + "!"}
    assert SCORER["evaluate"](ARTICLES[:1], rows)["wrong_spans"] == 1


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        ("2025-Q1", "2025-01/2025-03", True),
        ("2024", "2024-01/2024-12", True),
        ("2024-02", "2024-02-01/2024-02-29", True),
        ("2024-11", "2024-10", False),
        ("2024", "2024-01/2024-11", False),
    ],
)
def test_a_period_is_compared_by_its_days(one: str, other: str, equal: bool) -> None:
    assert (SCORER["days"](one) == SCORER["days"](other)) is equal
