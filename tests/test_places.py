"""Places: the tables against themselves, cases row by row, and what holds for any text."""

from __future__ import annotations

import csv
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradekit.places import FORMS, Place, economy_name, find_places
from tradekit.tables import rows

GROUPS = {"EU", "EA", "EAEU", "ASEAN", "GCC", "OPEC", "G7", "G20", "BRICS", "AFR", "CAC", "LAC", "WLD"}
ECONOMIES = rows("economies")
SPELLINGS = [row for row in ECONOMIES + rows("places") if row["form"] not in ("", "follower")]
NAMED = [row for row in SPELLINGS if row["form"] != "stop"]


def _cases() -> list[dict[str, str]]:
    lines = Path(__file__).with_name("cases").joinpath("places.csv").read_text(encoding="utf-8").splitlines()
    cases = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    for case in cases:
        for escape, character in ((r"\n", "\n"), (r"\r", "\r"), (r"\ud800", "\ud800")):
            case["text"] = case["text"].replace(escape, character)
            case["expected"] = case["expected"].replace(escape, character)
    return cases


def _written(places: list[Place]) -> str:
    return "; ".join(f"{place.text}={place.code or '-'} {place.form}" for place in places)


@pytest.mark.parametrize("case", _cases(), ids=lambda case: case["id"])
def test_case(case: dict[str, str]) -> None:
    assert _written(find_places(case["text"])) == case["expected"], case["why"]


# The tables against themselves


def test_every_spelling_stands_once() -> None:
    names = [row["name"] for row in ECONOMIES + rows("places")]
    assert sorted(names) == sorted(set(names))
    assert all(name == name.strip() and "  " not in name for name in names)


def test_codes_are_alpha3_or_groups() -> None:
    codes = [row["code"] for row in ECONOMIES]
    countries = {row["code"] for row in ECONOMIES if row["form"] == "name"}
    assert len(codes) == len(set(codes))
    assert set(codes) - countries == GROUPS
    assert len(countries) == 249
    assert {row["code"] for row in rows("places")} <= {*codes, ""}


def test_forms_are_known() -> None:
    assert {row["form"] for row in NAMED} == set(FORMS)
    without_code = {row["form"] for row in rows("places") if not row["code"]}
    assert without_code == {"region", "definite", "body", "market", "stop", "follower"}


def test_each_name_is_found_by_its_own_row() -> None:
    for row in NAMED:
        name = row["name"]
        expected = Place(2, 2 + len(name), name, row["code"] or None, row["form"])
        assert find_places(f"; {name};") == [expected]


def test_each_long_name_is_found_in_capitals() -> None:
    long_names = [row for row in NAMED if sum(map(str.isalpha, row["name"])) >= 4]
    found = [find_places(row["name"].upper()) for row in long_names]
    assert [[(place.code or "", place.form) for place in places] for places in found] == [
        [(row["code"], row["form"])] for row in long_names
    ]


def test_stop_phrases_hold_no_place() -> None:
    stops = [row["name"] for row in SPELLINGS if row["form"] == "stop"]
    assert [stop for stop in stops if find_places(f"; {stop};")] == []
    assert [stop for stop in stops if find_places(f"; {stop.upper()};")] == []


def test_followers_undo_a_place() -> None:
    followers = [row["name"] for row in rows("places") if row["form"] == "follower"]
    assert [word for word in followers if find_places(f"3 Swiss {word}")] == []
    assert [word for word in followers if len(find_places(f"The Swiss, {word}")) != 1] == []


def test_names_agree_with_cldr() -> None:
    babel = pytest.importorskip("babel")
    core = pytest.importorskip("babel.core")
    territories = babel.Locale("en").territories
    alpha2 = core.get_global("territory_aliases")
    differs = {
        "COG": "CLDR writes `Congo - Brazzaville`, we read `Congo` as agencies do",
        "HKG": "CLDR writes `Hong Kong SAR China`",
        "MAC": "CLDR writes `Macao SAR China`",
        "SPM": "CLDR writes `St. Pierre & Miquelon`",
    }
    for row in ECONOMIES:
        if row["form"] == "name" and row["code"] not in differs:
            name = territories[alpha2[row["code"]][0]]
            assert {place.code for place in find_places(name)} == {row["code"]}, name


# What holds for any text

_words = st.sampled_from([row["name"] for row in SPELLINGS] + ["the", "dollars", "Sea", "pro", "countries"])
_gaps = st.sampled_from(
    [" ", "  ", "\n", "\r\n", "\n\n", "-", "–", ", ", "’s ", "'s ", ".", "", "\u00a0", "$", "\ud800"]
)
_news = st.lists(st.tuples(_words | st.text(max_size=5), _gaps), max_size=20).map(
    lambda pairs: "".join(word + gap for word, gap in pairs)
)


@given(_news)
def test_spans_are_exact_sorted_and_disjoint(text: str) -> None:
    places = find_places(text)
    assert all(text[place.start : place.end] == place.text != "" for place in places)
    assert all(left.end <= right.start for left, right in pairwise(places))
    assert all(place.form in FORMS for place in places)
    assert all(place.code is None or economy_name(place.code) for place in places)


@given(_news, _news)
def test_paragraphs_are_read_apart(first: str, second: str) -> None:
    head = first + "\n\n"
    shift = len(head)
    later = [place._replace(start=place.start + shift, end=place.end + shift) for place in find_places(second)]
    assert find_places(head + second) == find_places(first) + later


@pytest.mark.parametrize("unit", ["US ", "the world ", "Guinea-", "New York New ", "A\r\n", "Chinese yuan "])
def test_a_long_repetition_is_read_like_a_short_one(unit: str) -> None:
    once, often = len(find_places(unit * 10)), len(find_places(unit * 20_000))
    assert often == once * 2_000


# Names of codes


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("CHN", "China"),
        ("USA", "United States"),
        ("KOR", "South Korea"),
        ("GBR", "United Kingdom"),
        ("RUS", "Russia"),
        ("TWN", "Taiwan"),
        ("HKG", "Hong Kong"),
        ("TUR", "Turkey"),
        ("EU", "European Union"),
        ("WLD", "World"),
        (None, ""),
        ("", ""),
        (float("nan"), ""),
        (pd.NA, ""),
    ],
)
def test_economy_name(code: object, name: str) -> None:
    assert economy_name(code) == name


def test_economy_name_of_a_column() -> None:
    column = pd.Series(["CHN", None, "EU"], dtype=pd.StringDtype("pyarrow", na_value=pd.NA))
    assert column.map(economy_name).tolist() == ["China", "", "European Union"]


@pytest.mark.parametrize("code", ["XYZ", "chn", "CN", 156])
def test_an_unknown_code_is_named_in_the_error(code: object) -> None:
    with pytest.raises(ValueError, match=rf"{code!r}.*alpha-3.*EAEU"):
        economy_name(code)
