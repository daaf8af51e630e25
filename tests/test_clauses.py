"""Clauses: a table of sentences with the subject and the verb of each of their clauses."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradekit.articles import Article
from tradekit.claims import read_article
from tradekit.claims.clauses import find_clauses

CASES = list(csv.DictReader((Path(__file__).parent / "cases" / "clauses.csv").open(encoding="utf-8", newline="")))


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_case(case: dict[str, str]) -> None:
    text = case["text"]
    clauses = read_article(Article(text=text))[0].scene.clauses

    def words(span: tuple[int, int] | None) -> str:
        return text[span[0] : span[1]].strip(" ,") if span else ""

    assert " / ".join(f"{words(clause.subject)}: {words(clause.verb)}" for clause in clauses) == case["expected"]


@given(st.lists(st.sampled_from([case["text"] for case in CASES] + [", and", " which ", "; ", " – ", "(", " said"])))
def test_clauses_cover_the_text_without_gaps(parts: list[str]) -> None:
    text = "".join(parts)
    clauses = find_clauses(text, 0, len(text), [], set())
    assert "".join(text[clause.start : clause.end] for clause in clauses) == text
    for clause in clauses:
        assert clause.subject is None or text[slice(*clause.subject)]
