"""The checks: each formula on a table of cases, what they read from sentences, and what holds for any figures."""

from __future__ import annotations

import csv
import math
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tradekit
from tradekit.checks import CHECKS
from tradekit.checks.comparison import COLUMNS, VERDICTS
from tradekit.checks.intervals import Interval
from tradekit.frame import as_claims

HERE = Path(__file__).parent
CASES = list(csv.DictReader((HERE / "cases" / "checks.csv").read_text(encoding="utf-8").splitlines()))
IMPLIED = list(csv.DictReader((HERE / "cases" / "implied.csv").read_text(encoding="utf-8").splitlines()))

_SPEC = re.compile(
    r"(?P<measure>\w+) (?P<by>by )?(?P<mark>[~>x]?)(?P<sign>[+-]?)(?P<number>[\d.]+)(?P<scale>bn)?(?P<unit>%|pp|bp)?"
)


def claim(spec: str) -> dict[str, Any]:
    """Read one claim of a case: `deficit by +13.6bn basis=mom`, half a unit of its last digit either way."""
    told = _SPEC.match(spec)
    assert told, spec
    scale = 1e9 if told["scale"] else 1.0
    sign = -1 if told["sign"] == "-" else 1
    value = float(told["number"]) * scale * sign
    half = 0.0 if told["number"] == "0" else 0.5 * 10 ** -len(told["number"].partition(".")[2]) * scale
    half = max(half, 0.05 * abs(value)) if told["mark"] == "~" else half
    unit = "x" if told["mark"] == "x" else told["unit"] or "USD"
    grown = told["mark"] == "x" or (told["sign"] and unit == "%")
    row = {
        "value": value,
        "low": value if told["mark"] == ">" else value - half,
        "high": math.inf if told["mark"] == ">" else value + half,
        "qualifier": told["mark"] if told["mark"] in ("~", ">") else "=",
        "unit": unit,
        "kind": "change" if told["by"] else "growth" if grown else "level",
        "measure": told["measure"],
        "reporter": "KEN",
        "period": "2024",
        "sentence": "It was so.",
        "article": "a",
        "text": told["number"],
        **dict(re.findall(r"(\w+)=(.*?)(?= \w+=|$)", spec[told.end() :].strip())),
    }
    return {name: cell if cell != "" else None for name, cell in row.items()}


def table_of(specs: str) -> pd.DataFrame:
    """Make the claims table of a case; a sentence has its numbers, and a full stop unless it is the title."""
    rows = [claim(spec.strip()) for spec in specs.split("; ")]
    names = list(dict.fromkeys(row["sentence"] for row in rows))
    words = {name: " and ".join(row["text"] for row in rows if row["sentence"] == name) for name in names}
    starts = dict(zip(names, range(0, 10_000, 200), strict=False))
    for number, row in enumerate(rows):
        name, text = row["sentence"], row["text"]
        row |= {"claim": f"a:{number + 1}", "start": starts[name], "end": starts[name] + len(text)}
        starts[name] += len(f"{text} and ")
        row["of"] = f"a:{row['of']}" if row.get("of") else None
        row["sentence"] = words[name] + ("" if name == "title" else ".")
    return as_claims(pd.DataFrame(rows)).assign(origin="stated")


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_a_case(case: dict[str, str]) -> None:
    found = tradekit.check(table_of(case["claims"]), only=case["check"])
    assert ", ".join(found["verdict"]) == case["verdict"], case["why"]
    if case["low"]:
        row = found.iloc[0]
        assert [row["expected_low"], row["expected_high"]] == pytest.approx(
            [float(case["low"]), float(case["high"])], rel=1e-4
        )
        assert row["expected_low"] <= row["expected"] <= row["expected_high"]


@pytest.mark.parametrize("case", IMPLIED, ids=[case["id"] for case in IMPLIED])
def test_what_a_case_implies(case: dict[str, str]) -> None:
    table = table_of(case["claims"])
    found = tradekit.implied(table)
    told = [
        f"{row.measure} {row.period} {row.low:.0f} {row.high:.0f} {row.formula}"
        for row in found.sort_values("measure", key=lambda names: names.astype(str)).itertuples()
    ]
    assert "; ".join(told) == case["implied"], case["why"]
    assert list(found.index) == [f"implied:{number}" for number in range(1, len(found) + 1)]
    assert set("; ".join(found["derived_from"]).split("; ")) - {""} <= set(table.index)
    assert found["value"].between(found["low"], found["high"]).all()
    assert tradekit.implied(pd.concat([table, found[table.columns]])).shape == found.shape


def test_every_check_has_a_case_or_a_sentence() -> None:
    assert {case["check"] for case in CASES} | {check for _, check, _ in SENTENCES if check} == set(CHECKS)


SENTENCES = [
    ("Chile's exports fell from $7.26 billion in 2023 to $7.4 billion in 2024.", "direction", "disagrees"),
    ("Chile's exports rose from $7.26 billion in 2023 to $7.4 billion in 2024.", "direction", "agrees"),
    ("Chile's exports went from $7.26 billion in 2023 to $7.4 billion in 2024.", "direction", ""),
    ("In 2024 China imported $3 billion of cars to Russia.", "origin", "disagrees"),
    ("In 2024 China imported $3 billion of cars from Russia.", "origin", ""),
    ("In 2024 Russia imported $3 billion of cars to Russia.", "origin", ""),
    ("China's imports of $3 billion from Brazil added to Russia's woes.", "origin", ""),
    ("Imports rose 2% from $726 billion to $7.4 billion in 2024, customs in Chile said.", "growth", "disagrees"),
    ("Peru's copper exports fell 120% in May.", "full fall", "disagrees"),
    ("In 2024 China's surplus with Belarus rose 47.6% to $4.77bn.", None, ""),
]


@pytest.mark.parametrize(("text", "check", "verdict"), SENTENCES, ids=[text[:40] for text, *_ in SENTENCES])
def test_a_sentence(text: str, check: str | None, verdict: str) -> None:
    found = tradekit.check(tradekit.extract(tradekit.Article(text, date="2025-03-04")), only=check)
    assert ", ".join(found["verdict"]) == verdict


# --- the table


def test_a_row_tells_the_claims_and_the_sum_in_words() -> None:
    row = tradekit.check(table_of("exports 7.3bn; imports 18.6bn; deficit 12.3bn")).iloc[0]
    assert row["claims"] == "a:3; a:1; a:2"
    assert row["unit"] == "USD"
    assert row["reason"].replace("\N{EN DASH}", "-") == (
        "exports of $7.3 bn less imports of $18.6 bn make a deficit of $11.2-11.4 bn; stated: $12.3 bn"
    )


@pytest.mark.parametrize("text", ["", "Exports rose 4%.", "Nothing is counted here."])
def test_no_comparison_has_typed_columns(text: str) -> None:
    found = tradekit.check(tradekit.extract(text))
    assert found.empty
    assert {name: str(dtype) for name, dtype in found.dtypes.items()} == {c.name: str(c.dtype) for c in COLUMNS}
    assert tuple(found["verdict"].cat.categories) == VERDICTS


def test_what_is_implied_confirms_nothing() -> None:
    table = table_of("exports 7.3bn; imports 18.6bn; deficit 12.3bn")
    assert tradekit.check(table.assign(origin="implied")).empty


def test_the_given_table_is_left_as_it_was() -> None:
    table = table_of("exports 7.3bn; imports 18.6bn; deficit 12.3bn")
    before = table.copy()
    tradekit.check(table)
    pd.testing.assert_frame_equal(table, before)


def test_articles_are_checked_apart() -> None:
    table = table_of("exports 7.3bn; imports 18.6bn; deficit 12.3bn")
    assert tradekit.check(table.assign(article=["a", "b", "c"])).empty


@pytest.mark.parametrize(
    ("given", "error", "told"),
    [
        (pd.DataFrame({"value": [1.0]}), ValueError, "it lacks"),
        ([1, 2], TypeError, "DataFrame, not list"),
        (table_of("exports 1bn").iloc[0], TypeError, "DataFrame, not Series"),
        (table_of("exports 1bn").assign(period="last year"), ValueError, "'last year' is no period"),
    ],
)
def test_what_is_no_claims_table_is_refused(given: Any, error: type[Exception], told: str) -> None:
    with pytest.raises(error, match=told):
        tradekit.check(given)


def test_an_unknown_check_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match=r"no check is called 'balanse'; there are growth, change, "):
        tradekit.check(table_of("exports 1bn"), only=["balanse"])


# --- what holds for any figures

AMOUNTS = st.floats(min_value=2.0, max_value=9e5)
DIGITS = st.integers(min_value=1, max_value=4)


def rounded(value: float, digits: int) -> str:
    """Write an amount with some significant digits, as an article would."""
    decimals = max(0, digits - 1 - math.floor(math.log10(abs(value))))
    return f"{value:.{decimals}f}"


@settings(max_examples=30)
@given(exports=AMOUNTS, imports=AMOUNTS, digits=DIGITS)
def test_what_was_only_rounded_never_disagrees(exports: float, imports: float, digits: int) -> None:
    told = {"exports": exports, "imports": imports, "trade": exports + imports, "balance": exports - imports}
    specs = [f"{measure} {rounded(value, digits + 2)}bn" for measure, value in told.items() if abs(value) > 1]
    assert "disagrees" not in set(tradekit.check(table_of("; ".join(specs)))["verdict"])


@settings(max_examples=30)
@given(base=AMOUNTS, percent=st.floats(min_value=-80, max_value=400), digits=DIGITS)
def test_growth_that_was_only_rounded_agrees(base: float, percent: float, digits: int) -> None:
    level = base * (1 + percent / 100)
    growth = f"{percent:+.1f}%"
    specs = f"exports {rounded(level, digits)}bn; exports {rounded(base, digits)}bn period=2023; exports {growth}"
    assert set(tradekit.check(table_of(f"{specs} basis=yoy"), only="growth")["verdict"]) <= {"agrees"}


@settings(max_examples=30)
@given(exports=AMOUNTS, imports=AMOUNTS)
def test_what_is_ten_times_too_large_disagrees(exports: float, imports: float) -> None:
    told = {"exports": exports, "imports": imports, "trade": 10 * (exports + imports)}
    specs = [f"{measure} {rounded(value, 4)}bn" for measure, value in told.items()]
    assert list(tradekit.check(table_of("; ".join(specs)), only="trade")["verdict"]) == ["disagrees"]


ENDS = st.floats(min_value=-1e6, max_value=1e6)


@given(a=ENDS, b=ENDS, c=ENDS, d=ENDS, at=st.floats(0, 1), of=st.floats(0, 1))
def test_a_result_lies_in_the_interval_of_the_results(
    a: float, b: float, c: float, d: float, at: float, of: float
) -> None:
    one, other = Interval(*sorted((a, b))), Interval(*sorted((c, d)))
    x, y = one.low + at * (one.high - one.low), other.low + of * (other.high - other.low)
    for found, value in ((one + other, x + y), (one - other, x - y), (one * other, x * y)):
        assert found.meets(Interval(value, value))
    if abs(y) > 1e-6:
        assert (one / other).meets(Interval(x / y, x / y))


@pytest.mark.parametrize(
    ("found", "ends"),
    [
        (Interval(1, math.inf) * Interval(0, 2), (0, math.inf)),
        (Interval(1, math.inf) - Interval(1, math.inf), (-math.inf, math.inf)),
        (Interval(1, 2) / Interval(0, 4), (0.25, math.inf)),
        (Interval(1, 2) / Interval(-4, 0), (-math.inf, -0.25)),
        (Interval(1, 2) / Interval(-1, 1), (-math.inf, math.inf)),
        (Interval(1, 2) / Interval(0, 0), (-math.inf, math.inf)),
        (Interval(2, 4) / Interval(2, math.inf), (0, 2)),
    ],
)
def test_ends_may_be_infinite(found: Interval, ends: tuple[float, float]) -> None:
    assert found.ends == ends
