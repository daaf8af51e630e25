"""Agreement across articles: which claims are of one figure, who tells it on his own, and what follows."""

from __future__ import annotations

import random
import sys

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

import tradekit
from tradekit import Article, agreement
from tradekit.checks.agreement import FIGURE, STATISTICS
from tradekit.checks.reprints import first_prints
from tradekit.frame import MEASURES, META, as_claims

INF = float("inf")
WORDS = "port grain steel rail minister quota ship cargo road visit farm sugar yard coal dock mill crane fuel".split()


def story(seed: int, length: int = 300) -> str:
    return " ".join(random.Random(seed).choices(WORDS, k=length))


def told(*rows: dict[str, object]) -> pd.DataFrame:
    """Give claims of Chinese exports of 2024, one an article, each with a sentence of its own."""
    plain = {"unit": "USD", "measure": "exports", "reporter": "CHN", "period": "2024"}
    plain |= {"kind": "level", "status": "actual", "core": True, "origin": "stated"}
    cells = [
        {**plain, "article": f"a{n}", "start": 1, "sentence": story(n, 30), "value": 100.0, "low": 99.5, "high": 100.5}
        | row
        for n, row in enumerate(rows)
    ]
    return as_claims(pd.DataFrame(cells).assign(claim=[f"a{n}:1" for n in range(len(rows))]))


def around(value: float, by: float = 0.5, **cells: object) -> dict[str, object]:
    return {"value": value, "low": value - by, "high": value + by, **cells}


VERDICTS = [
    # name, the claims, the verdict and how its reason ends
    ("the same", [{}, {}], "agrees", "2 tellings allow the same number"),
    ("rounded", [around(98, 2), around(99.6, 0.05)], "agrees", "2 tellings allow the same number"),
    ("ends touch", [around(99.5), around(100.5)], "agrees", "2 tellings allow the same number"),
    ("more than", [around(100), {"value": 90.0, "low": 90.0, "high": INF}], "agrees", "allow the same number"),
    ("apart", [around(100), around(110)], "disagrees", "$100 (a0) and $110 (a1): both cannot be right"),
    ("one of three apart", [around(100), around(100), around(90)], "disagrees", "both cannot be right"),
    ("no period at all", [{"period": None}, {"period": None}], "cannot tell", "no article tells the period"),
    ("apart, loans", [around(1, measure="loan"), around(5, measure="loan")], "cannot tell", "one such loan"),
    (
        "apart, sources",
        [around(100, source="Chinese data"), around(110, source="the UN")],
        "cannot tell",
        "they are of different sources: Chinese data, the UN",
    ),
    ("apart, one source", [around(100, source="Chinese data"), around(110)], "disagrees", "both cannot be right"),
    ("apart, revised", [around(100), around(110, notes="revised")], "cannot tell", "different kinds: no note, revised"),
    (
        "apart, forecasts",
        [around(100, status="forecast"), around(110, status="forecast")],
        "cannot tell",
        "one forecast may differ from another",
    ),
    (
        "apart, no basis",
        [around(4, kind="growth", unit="%"), around(6, kind="growth", unit="%")],
        "cannot tell",
        "no article tells what it is against",
    ),
    (
        "growth, apart",
        [around(4, kind="growth", unit="%", basis="yoy"), around(6, kind="growth", unit="%", basis="yoy")],
        "disagrees",
        "+4 % (a0) and +6 % (a1): both cannot be right",
    ),
    (
        "several in one article",
        [around(100), {**around(50), "article": "a0"}, around(100)],
        "cannot tell",
        "a0 itself gives several such figures",
    ),
]


@pytest.mark.parametrize(("rows", "verdict", "reason"), [case[1:] for case in VERDICTS], ids=[c[0] for c in VERDICTS])
def test_the_verdict(rows: list[dict[str, object]], verdict: str, reason: str) -> None:
    found = agreement(told(*rows))
    assert found["verdict"].tolist() == [verdict]
    assert found["reason"].iloc[0].endswith(reason)


GROUPS = [
    # name, a second claim, whether it is of the same figure as the plain first
    ("the same", {}, True),
    ("another reporter", {"reporter": "RUS"}, False),
    ("another partner", {"partner": "RUS"}, False),
    ("other goods", {"item": "steel"}, False),
    ("another period", {"period": "2023"}, False),
    ("no period, and it fits", {"period": None}, True),
    ("no period, and it does not fit", {"period": None, **around(50)}, False),
    ("another unit", {"unit": "EUR"}, False),
    ("a forecast", {"status": "forecast"}, False),
    ("a share", {"kind": "share"}, False),
    ("imports", {"measure": "imports"}, False),
    ("no reporter", {"reporter": None}, False),
    ("no value", {"value": float("nan")}, False),
    ("an everyday count", {"core": False}, False),
    ("implied", {"origin": "implied"}, False),
]


@pytest.mark.parametrize(("other", "same"), [case[1:] for case in GROUPS], ids=[case[0] for case in GROUPS])
def test_one_figure_or_two(other: dict[str, object], same: bool) -> None:
    found = agreement(told({}, other))
    assert found["claims"].tolist() == (["a0:1; a1:1"] if same else [])


def test_a_surplus_is_a_balance_and_a_deficit_a_negative_one() -> None:
    deficit, minus, surplus = (
        around(100, measure="deficit"),
        around(-100, measure="balance"),
        around(100, measure="surplus"),
    )
    row = agreement(told(deficit, minus, surplus)).iloc[0]
    assert (row["measure"], row["articles"], row["verdict"]) == ("balance", 3, "disagrees")
    assert (row["lowest"], row["highest"]) == (-100, 100)
    assert agreement(told(deficit, minus))["verdict"].tolist() == ["agrees"]


def test_doubled_is_growth_by_a_hundred_per_cent() -> None:
    doubled = {"value": 2.0, "low": 1.9, "high": 2.1, "unit": "x"}
    rows = [{"kind": "growth", "basis": "yoy", **row} for row in (doubled, around(98, unit="%"))]
    row = agreement(told(*rows)).iloc[0]
    assert row[["unit", "precise", "value", "verdict"]].tolist() == ["%", "a1:1", 98.0, "agrees"]


def test_the_most_precise_wording_and_the_spread() -> None:
    row = agreement(told(around(100, 5), around(98, 1), around(99, 0.5))).iloc[0]
    assert row[["precise", "value", "low", "high", "lowest", "highest"]].tolist() == ["a2:1", 99, 98.5, 99.5, 98, 100]


def test_mirror_figures_stand_side_by_side_and_prove_nothing() -> None:
    belarus = {"reporter": "BLR", "partner": "CHN", "measure": "imports", **around(418)}
    china = {"partner": "BLR", **around(330)}
    found = agreement(told(china, belarus))
    assert found["verdict"].tolist() == ["cannot tell"] * 2
    assert found[["reporter", "value", "mirror", "mirror_value"]].values.tolist() == [
        ["CHN", 330, "figure:2", 418],
        ["BLR", 418, "figure:1", 330],
    ]
    twice = agreement(told(china, belarus, china))
    assert dict(zip(twice["reporter"], twice["verdict"], strict=True)) == {"BLR": "cannot tell", "CHN": "agrees"}


# --- reprints

REPRINTS = [
    # name, the other print of the story, whether it is one
    ("word for word", lambda words: words, True),
    ("cut in half", lambda words: words[:150], True),
    ("with a head of its own", lambda words: ["MINSK", "Reuters", *words], True),
    ("its halves swapped", lambda words: [*words[150:], *words[:150]], True),
    ("every tenth word changed", lambda words: ["else" if at % 10 == 0 else w for at, w in enumerate(words)], True),
    ("another story of the same words", lambda words: random.Random(9).sample(words, len(words)), False),
    ("another story with one sentence of it", lambda words: [*story(7).split(), *words[:20]], False),
]


@pytest.mark.parametrize(("change", "same"), [case[1:] for case in REPRINTS], ids=[case[0] for case in REPRINTS])
def test_reprints_count_once(change, same: bool) -> None:
    first = [f"{word}{at % 17}" for at, word in enumerate(story(1).split())]
    texts = [" ".join(first), " ".join(change(first))]
    articles = [Article(text, id=f"a{n}") for n, text in enumerate(texts)]
    row = agreement(told({}, {}), articles).iloc[0]
    assert (row["articles"], row["tellings"]) == (2, 1 if same else 2)
    assert row["verdict"] == ("cannot tell" if same else "agrees")
    assert row["reason"] == ("2 prints of one story" if same else "2 tellings allow the same number")


def test_without_the_articles_their_sentences_tell_reprints() -> None:
    row = agreement(told({"sentence": story(3)}, {"sentence": story(3)}, {})).iloc[0]
    assert (row["articles"], row["tellings"], row["verdict"]) == (3, 2, "agrees")


def test_a_print_is_compared_with_the_first_alone() -> None:
    words = story(1, 400).split()
    cuts = [(f"p{at}", " ".join(words[at : at + 200])) for at in (0, 60, 150)]
    assert first_prints(cuts) == {"p0": "p0", "p60": "p0", "p150": "p150"}
    assert first_prints([]) == {}
    assert first_prints([("a", ""), ("b", ""), ("c", "one")]) == {"a": "a", "b": "a", "c": "c"}


# --- the table


@settings(max_examples=10)
@given(st.randoms(use_true_random=False), st.lists(st.sampled_from(VERDICTS), min_size=1, max_size=3))
def test_the_order_of_rows_changes_nothing(rng: random.Random, cases: list[tuple]) -> None:
    rows = [row | {"reporter": f"R{n}"} for n, case in enumerate(cases) for row in case[1]]
    table = told(*rows)
    order = rng.sample(range(len(table)), len(table))
    assert_frame_equal(agreement(table.iloc[order]), agreement(table))


def test_an_empty_result_has_its_columns_and_dtypes() -> None:
    full, empty, alone = agreement(told({}, {})), agreement(META), agreement(told({}))
    assert (len(empty), len(alone)) == (0, 0)
    assert empty.dtypes.to_dict() == alone.dtypes.to_dict() == full.dtypes.to_dict()
    assert full.index.tolist() == ["figure:1"]
    assert list(full.columns)[: len(FIGURE)] == FIGURE
    assert full["mirror_value"].dtype == "float64"
    assert set(STATISTICS) <= set(MEASURES)


def test_the_table_given_is_left_alone() -> None:
    table = told({"measure": "deficit"}, {"period": None})
    before = table.copy()
    agreement(table)
    assert_frame_equal(table, before)


def test_the_samples_agree() -> None:
    articles = tradekit.read("notebooks/articles")
    found = agreement(tradekit.extract(articles), articles)
    assert not (found["verdict"] == "disagrees").any()
    assert (found["verdict"] == "agrees").sum() >= 10


@pytest.mark.parametrize(
    ("claims", "articles", "error", "words"),
    [
        (pd.DataFrame({"value": [1.0]}), None, ValueError, "it lacks claim, article"),
        ({"value": 1.0}, None, TypeError, "not dict"),
        (told({}, {}), [Article("One.", id="a0")], ValueError, "articles that are not given: a1"),
        (told({}, {}), ["A text."], TypeError, "holds a str; each must be an Article"),
    ],
)
def test_bad_input_is_told(claims: pd.DataFrame, articles: object, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        agreement(claims, articles)


def test_what_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "datasketch", None)
    with pytest.raises(ImportError, match="pip install 'tradekit\\[agreement\\]'"):
        agreement(told({}, {}))
