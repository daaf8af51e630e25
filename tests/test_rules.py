"""Rules: a table of short articles with what a rule must read in each, and what it must leave to another."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import tradekit
from tradekit.claims import RULES, read_article
from tradekit.claims.read import row

CASES = list(csv.DictReader((Path(__file__).parent / "cases" / "rules.csv").open(encoding="utf-8", newline="")))
# The sign has no column of its own, and `of` is read from all the claims of a sentence at once, by no rule.
COLUMNS = [{"sign": "value"}.get(column, column) for column, _ in RULES]
NAMES = [(column, rule.__name__) for column, (_, rules) in zip(COLUMNS, RULES, strict=True) for rule in rules]


def left_alone(case: dict[str, str]) -> str | None:
    """Give the rule that a row says must leave it alone: its `why` begins with the rule's name."""
    name, colon, _ = case["why"].partition(": ")
    return name if colon else None


def marked(case: dict[str, str]) -> object:
    """Give a row as a parameter, marked if it is read wrongly so far."""
    wrong = pytest.mark.xfail(strict=True, raises=AssertionError, reason=case["xfail"])
    return pytest.param(case, id=case["id"], marks=wrong if case["xfail"] else ())


def read(case: dict[str, str]) -> tuple[object, str]:
    """Give what was read for the column of a row, and the name of the rule that read it."""
    text = case["text"].replace("¶", "\n\n")
    drafts = read_article(tradekit.Article(text, id=case["id"], title=case["title"] or None, date=case["date"] or None))
    found = next((draft for draft in drafts if draft.quantity.text == case["quantity"]), None)
    assert found, f"{case['quantity']} is not among {[draft.quantity.text for draft in drafts]}"
    if case["column"] == "of":
        return found.level.quantity.text if found.level else "", ""
    field = "sign" if case["column"] == "value" else case["column"]
    return row(found).get(case["column"], ""), found.reasons.get(field, ("",))[0]


@pytest.mark.parametrize("case", [marked(case) for case in CASES])
def test_case(case: dict[str, str]) -> None:
    got, rule = read(case)
    assert got == (pytest.approx(float(case["expected"])) if case["column"] == "value" else case["expected"])
    assert rule == (case["rule"] or rule)
    assert rule != left_alone(case)


@pytest.mark.parametrize(("column", "rule"), NAMES, ids=[f"{column}-{rule}" for column, rule in NAMES])
def test_every_rule_has_two_rows_that_it_reads_and_one_that_it_leaves_alone(column: str, rule: str) -> None:
    rows = [case for case in CASES if case["column"] == column]
    assert sum(case["rule"] == rule and not case["xfail"] for case in rows) >= 2
    assert any(left_alone(case) == rule != case["rule"] for case in rows)


def test_the_table_is_in_order_and_mostly_right() -> None:
    order = [*COLUMNS, "of"]
    assert [order.index(case["column"]) for case in CASES] == sorted(order.index(case["column"]) for case in CASES)
    assert len({case["id"] for case in CASES}) == len(CASES)
    named = {(case["column"], rule) for case in CASES for rule in (case["rule"], left_alone(case)) if rule}
    assert named <= {*NAMES, ("of", "link_levels")}
    assert sum(bool(case["xfail"]) for case in CASES) <= len(CASES) / 4
