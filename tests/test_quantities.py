"""Quantities: a table of phrases with what must be read from each, and invariants on any text."""

from __future__ import annotations

import csv
import math
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradekit.quantities import Quantity, find_quantities, interval, scan

CASES = list(csv.DictReader((Path(__file__).parent / "cases" / "quantities.csv").open(encoding="utf-8")))
WRITTEN = re.compile(r"(>=|<=|[~><])?([+-]?)([\d.e+]+?)(?:\.\.([\d.e]+))? (.+)")


def expected(cell: str) -> list[tuple[str, str, float, float, str | None]]:
    """Read `~3e9..5e9 USD` as (qualifier, sign, low end, high end, unit)."""
    found = []
    for part in filter(None, cell.split("; ")):
        match = WRITTEN.fullmatch(part)
        assert match, f"not an expectation: {part}"
        qualifier, sign, low, high, unit = match.groups()
        found.append((qualifier or "=", sign, float(low), float(high or low), None if unit == "None" else unit))
    return found


def got(quantity: Quantity) -> tuple[str, str, float, float, str | None]:
    low, high = quantity.ends or (quantity.value, quantity.value)
    return quantity.qualifier, quantity.sign, low, high, quantity.unit


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_case(case: dict[str, str]) -> None:
    wanted = expected(case["expected"])
    read = [got(q) for q in find_quantities(case["text"])]
    assert [(q, s, u) for q, s, _, _, u in read] == [(q, s, u) for q, s, _, _, u in wanted]
    for mine, other in zip(read, wanted, strict=True):
        assert mine[2:4] == pytest.approx(other[2:4], rel=1e-5)


@pytest.mark.parametrize(
    ("text", "negative", "share", "low", "high"),
    [
        ("$4.77bn", False, False, 4.765e9, 4.775e9),
        ("4%", False, False, 3.5, 4.5),
        ("450 generators", False, False, 450, 450),
        ("about 100 firms", False, False, 95, 105),
        ("around $26.8 million", False, False, 25.46e6, 28.14e6),
        ("Rs 64,500 crore", False, False, 644_995e6, 645_005e6),
        ("more than 150 countries", False, False, 150, math.inf),
        ("more than 95%", False, True, 95, 100),
        ("down more than a fifth", True, False, -math.inf, -20),
        ("fell as much as 2.5%", True, False, -2.5, 0),
        ("doubled", False, False, 1.9, 2.1),
        ("between 3.5 million and 4 million tonnes", False, False, 3.5e6, 4e6),
        ("seventh-largest", False, False, 7, 7),
    ],
)
def test_interval(text: str, negative: bool, share: bool, low: float, high: float) -> None:
    (quantity,) = find_quantities(text)
    assert interval(quantity, negative, share) == pytest.approx((low, high))


PIECES = st.sampled_from(
    [
        "$",
        "4.77",
        "bn",
        "47.6",
        "%",
        "US$",
        "1,000",
        "to",
        "-",
        "–",
        "and",
        "from",
        "between",
        "three-quarters",
        "half",
        "a",
        "billion",
        "one",
        "in",
        "five",
        ".",
        ",",
        "(",
        ")",
        "“",
        "”",
        "\n",
        "\n\n",
        "Rs",
        "crore",
        "more",
        "than",
        "the",
        "2024",
        "No.",
        "1",
        "second",
        "largest",
        "ranked",
        "tonnes",
        "a",
        "barrel",
        "per",
        "day",
        "times",
        "fold",
        "doubled",
        "Article",
        "5",
        "&",
        "#",
        "@",
        "1.2.3",
        "€",
    ]
)


@given(st.one_of(st.text(), st.lists(PIECES, max_size=40).map(" ".join), st.lists(PIECES, max_size=40).map("".join)))
def test_spans_are_exact_sorted_and_disjoint(text: str) -> None:
    quantities, skips = scan(text)
    end = 0
    for q in quantities:
        assert q.start >= end
        assert text[q.start : q.end] == q.text != ""
        assert q.hedge <= q.start < q.end <= q.after
        assert q.value >= 0
        low, high = interval(q)
        assert low <= q.value <= high
        end = q.end
    for s in skips:
        assert text[s.start : s.end] == s.text != ""
        assert s.reason
