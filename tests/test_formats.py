"""Values, claims and periods as text."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradekit import tables
from tradekit.formats import SCALES, format_claim, format_period, format_range, format_value, plural

CASES = Path(__file__).parent / "cases"


def cases(name: str) -> list[dict[str, str]]:
    with (CASES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_back(text: str) -> float:
    """Read a number that was written with a scale."""
    number, scale = re.search(r"([\d,.]+)( tn| bn| m|)", text).groups()
    return float(number.replace(",", "")) * {word: factor for factor, word in SCALES}[scale]


@pytest.mark.parametrize("case", cases("format_claim.csv"), ids=lambda case: case["id"])
def test_claim(case):
    row = pd.Series({name: case[name] or pd.NA for name in ("qualifier", "unit", "kind", "text")}, dtype=object)
    for name in ("value", "low", "high"):
        row[name] = float(case[name] or "nan")
    assert format_claim(row) == case["expected"], case["why"]


@pytest.mark.parametrize("case", cases("format_period.csv"), ids=lambda case: case["id"])
def test_period(case):
    assert format_period(case["period"]) == case["expected"], case["why"]


def test_a_row_may_be_a_mapping_with_the_value_alone():
    assert format_claim({"value": 4.5e6}) == "4.5 m"


def test_a_missing_value_is_empty():
    assert format_value(float("nan"), "USD") == ""


def test_an_infinite_value_is_written():
    assert format_value(float("-inf"), "%") == "−∞ %"


def test_a_range_across_scales_has_one_scale():
    assert format_range(900e6, 1.1e9, "USD") == "$0.9–1.1 bn"


@pytest.mark.parametrize(
    ("noun", "expected"),
    [("country", "countries"), ("day", "days"), ("bus", "buses"), ("box", "boxes"), ("person", "people"),
     ("cubic foot", "cubic feet"), ("barrel/day", "barrel/day"), ("teu", "teu"), ("aircraft", "aircraft")],
)  # fmt: skip
def test_plural(noun, expected):
    assert plural(noun, 2) == expected
    assert plural(noun, 1) == noun


@given(st.integers(1, 99_999), st.integers(-2, 10), st.sampled_from(["USD", "CNY", "tonne", "%"]))
def test_what_is_written_lies_in_the_interval(digits, power, unit):
    value, half = digits * 10.0**power, 0.5 * 10.0**power
    written = format_value(value, unit, low=value - half, high=value + half)
    assert value - half <= read_back(written) <= value + half


@given(
    st.floats(),
    st.floats(),
    st.floats(),
    st.sampled_from([None, "USD", "%", "x", "rank", "visit", "GBP/tonne"]),
)
def test_any_number_can_be_written(value, low, high, unit):
    row = {
        "value": value,
        "low": low,
        "high": high,
        "unit": unit,
        "kind": "growth",
        "qualifier": "~",
        "text": "3 to 5",
    }
    assert (format_claim(row) == "") == pd.isna(value)


@given(st.floats(1, 1e15))
def test_a_negative_value_is_its_positive_with_a_minus(value):
    assert format_value(-value, "EUR") == "−" + format_value(value, "EUR")


@given(st.text(max_size=40))
def test_any_period_can_be_written(period):
    assert isinstance(format_period(period), str)


def test_currency_signs_are_one_a_currency_and_tell_them_apart():
    rows = tables.rows("currency_signs")
    for column in ("code", "sign"):
        assert len({row[column] for row in rows}) == len(rows)
    assert all(re.fullmatch("[A-Z]{3}", row["code"]) and row["source"] for row in rows)
    assert {row["place"] for row in rows} <= {"before", "after"}
