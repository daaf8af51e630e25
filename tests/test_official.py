"""Official figures beside the claims: verdicts by a table of cases, the table that ships, and bad tables."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from drawn import claims_table, point_groups, small_print, written
from hypothesis import given, settings
from hypothesis import strategies as st

import tradekit
from tradekit import charts, official
from tradekit.official.comparing import COLUMNS, REVISION
from tradekit.official.figures import read_figures
from tradekit.periods import period_dates
from tradekit.tables import rows

CASES = list(csv.DictReader((Path(__file__).parent / "cases" / "official.csv").open(encoding="utf-8")))
NUMBERS = ("value", "low", "high")
CELLS = [name for name in CASES[0] if name not in ("id", "more", "official", "verdict", "words")]


def claim(**cells: object) -> pd.DataFrame:
    """A table of one claim: China's exports to Belarus in 2019 by Chinese data, but for what is given."""
    told = {"reporter": "CHN", "partner": "BLR", "period": "2019", "source": "Chinese data", "publisher": None}
    told |= {"value": 1.8e9, "low": 1.75e9, "high": 1.85e9} | cells
    return claims_table([told])


def figures(*more: dict[str, object]) -> pd.DataFrame:
    """Official figures: China's exports to Belarus in 2019, but for what each row gives."""
    row = {"reporter": "CHN", "partner": "BLR", "measure": "exports", "period": "2019", "value": 1.8e9, "unit": "USD"}
    return pd.DataFrame([row | {"source": "customs"} | cells for cells in more or ({},)])


def verdict(claims: pd.DataFrame, table: pd.DataFrame) -> tuple[str, str]:
    row = tradekit.compare(claims, table).iloc[0]
    return row["verdict"], row["reason"]


# verdicts


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_a_claim_beside_the_figures_that_ship(case: dict[str, str]) -> None:
    cells = {name: float(case[name]) if name in NUMBERS else case[name] or None for name in CELLS}
    cells |= dict(pair.split("=", 1) for pair in filter(None, case["more"].split(" ; ")))
    table = claims_table([{"publisher": None} | cells | {"core": cells.get("core") != ""}])
    row = tradekit.compare(table, official.samples()).iloc[0]
    assert row["verdict"] == case["verdict"], row["reason"]
    assert case["words"] in row["reason"]
    if case["official"]:
        assert row["official"] == pytest.approx(float(case["official"]), rel=1e-3)
        assert row["official_low"] <= row["official"] <= row["official_high"]
        assert row["official_source"]
    else:
        assert row[["official", "official_source", "deviation"]].isna().all()


def test_all_claims_come_back_in_order_with_typed_columns() -> None:
    claims = tradekit.extract(
        "Exports rose 4%. China exported goods worth $1.8bn to Belarus in 2019. It rained for 9 days."
    )
    beside = tradekit.compare(claims, official.samples())
    assert beside.index.equals(claims.index)
    pd.testing.assert_frame_equal(beside[claims.columns], claims)
    empty = tradekit.compare(claims.head(0), official.samples())
    assert {column.name: str(column.dtype) for column in COLUMNS} == {
        column.name: str(empty[column.name].dtype) for column in COLUMNS
    }
    assert tradekit.compare(beside, official.samples()).equals(beside), "compared again, it is the same"


def test_no_figures_confirm_nothing() -> None:
    assert verdict(claim(), figures().head(0)) == ("no independent figure", "no official figures of exports are given")


MONTHS = [{"period": f"2024-{month:02}", "value": 1e9} for month in range(1, 13)]


@pytest.mark.parametrize(
    ("period", "official_value"),
    [("2024", 12e9), ("2024-Q1", 3e9), ("2024-01/2024-10", 10e9), ("2024-05", 1e9), ("2024-05-12", None)],
)
def test_months_are_summed_if_all_are_there(period: str, official_value: float | None) -> None:
    row = tradekit.compare(claim(period=period), figures(*MONTHS)).iloc[0]
    assert (None if math.isnan(row["official"]) else row["official"]) == official_value
    row = tradekit.compare(claim(period=period), figures(*MONTHS[1:4], *MONTHS[5:])).iloc[0]
    assert math.isnan(row["official"])


@pytest.mark.parametrize(
    ("claimed", "given", "words"),
    [
        ({"notes": "fob"}, {"notes": "cif"}, "values fob, and that is cif"),
        ({"measure": "imports", "value": 0.92e9}, {"measure": "imports", "notes": "cif"}, "freight and insurance"),
        ({"measure": "imports", "value": 1.08e9}, {"measure": "imports", "notes": "fob"}, "freight and insurance"),
        ({"value": 0.97e9}, {}, "revision"),
        ({"item": "machinery", "value": 2e9}, {"item": "HS 84"}, "may count other goods"),
        ({"value": 2e9}, {"notes": "goods and services"}, "goods and services"),
    ],
)
def test_where_definitions_may_explain_it_nothing_is_called_false(claimed: dict, given: dict, words: str) -> None:
    value = claimed.get("value", 2e9)
    told, reason = verdict(claim(**{"low": value, "high": value} | claimed), figures({"value": 1e9} | given))
    assert (told, words in reason) == ("cannot tell", True), reason


@pytest.mark.parametrize(
    ("claimed", "given"),
    [
        ({"measure": "imports", "value": 1.08e9}, {"measure": "imports", "notes": "cif"}),
        ({"measure": "imports", "value": 0.92e9}, {"measure": "imports", "notes": "fob"}),
        ({"measure": "exports", "value": 0.92e9}, {"measure": "exports", "notes": "fob"}),
    ],
)
def test_freight_explains_only_one_direction(claimed: dict, given: dict) -> None:
    ends = {"low": claimed["value"], "high": claimed["value"]}
    assert verdict(claim(**claimed, **ends), figures({"value": 1e9} | given))[0] == "disagrees"


def test_official_figures_that_differ_decide_nothing() -> None:
    told, reason = verdict(claim(), figures({}, {"value": 3e9, "source": "the ministry"}))
    assert (told, "differ among themselves (customs, the ministry)" in reason) == ("cannot tell", True)


def test_the_mirror_is_shown_and_never_used() -> None:
    own, other = {"statistics": "CHN"}, {"reporter": "BLR", "partner": "CHN", "measure": "imports", "value": 9e9}
    other["statistics"] = "BLR"
    row = tradekit.compare(claim(), figures(own, other)).iloc[0]
    assert row[["official", "mirror", "verdict"]].tolist() == [1.8e9, 9e9, "agrees"]
    alone = tradekit.compare(claim(), figures(other)).iloc[0]
    assert alone[["mirror", "verdict"]].tolist() == [9e9, "cannot tell"]


@pytest.mark.parametrize("cells", [{"publisher": "Meridian"}, {"url": "https://www.meridian.example/a/"}])
def test_a_figure_of_the_article_itself_confirms_nothing(cells: dict) -> None:
    given = {"publisher": "meridian", "url": "http://meridian.example/a; https://other.example/b"}
    assert verdict(claim(**cells), figures(given))[0] == "no independent figure"
    assert verdict(claim(publisher="Another"), figures(given))[0] == "agrees"
    assert verdict(claim(**cells), figures(given, {"source": "the yearbook"}))[0] == "agrees", "another source has it"


def test_what_rests_on_an_article_passes_that_on() -> None:
    parts = ({"value": 3e9, "rests_on": "Meridian"}, {"measure": "imports", "value": 1e9})
    surplus = claim(measure="surplus", value=2e9, low=2e9, high=2e9)
    assert verdict(surplus, figures(*parts))[0] == "no independent figure"
    assert verdict(surplus, figures({"value": 3e9}, parts[1]))[0] == "agrees"


def test_the_sample_articles_confirm_themselves_in_nothing() -> None:
    articles = tradekit.read(Path(__file__).parents[1] / "notebooks" / "articles")
    claims = tradekit.extract([article for article in articles if article.id.startswith("belarus")])
    both = pd.concat([claims, tradekit.implied(claims)])
    beside = tradekit.compare(both, official.samples())
    surplus = beside[beside["measure"].eq("surplus") & beside["period"].isin(["2023", "2024"])]
    assert set(surplus["origin"]) == {"stated", "implied"}
    assert set(surplus["verdict"]) == {"no independent figure"}
    assert surplus["reason"].str.contains("confirms nothing").all()
    assert beside["reason"].notna().all()


@settings(max_examples=25, deadline=None)
@given(
    value=st.floats(1e3, 1e13),
    off=st.floats(-0.9, 9),
    wide=st.floats(0, 0.2),
)
def test_a_verdict_follows_the_intervals(value: float, off: float, wide: float) -> None:
    said = value * (1 + off)
    row = tradekit.compare(claim(value=said, low=said * (1 - wide), high=said * (1 + wide)), figures({"value": value}))
    holds = said * (1 - wide) <= value <= said * (1 + wide)
    gap = 100 * min(abs(said * (1 + wide) - value), abs(said * (1 - wide) - value)) / value
    expected = "agrees" if holds else "cannot tell" if gap <= REVISION else "disagrees"
    if abs(gap - REVISION) > 1e-6:
        assert row["verdict"].iloc[0] == expected
    assert row["deviation"].iloc[0] == pytest.approx(100 * off, abs=1e-6)


# tables


def test_the_table_that_ships_names_a_page_for_each_figure() -> None:
    table = official.samples()
    assert len(read_figures(table)) == len(table)
    assert table["url"].str.startswith("http").all()
    assert (table["rests_on"].notna() <= table["statistics"].notna() | table["formula"].notna()).all()
    assert table["low"].le(table["value"]).all()
    assert table["high"].ge(table["value"]).all()


def test_what_rests_on_the_articles_page_is_marked() -> None:
    table = official.samples()
    claim_itself = table[table["period"].eq("2024") & table["measure"].eq("surplus")]
    assert claim_itself["value"].tolist() == [4.77e9, 47.6]
    # Else the claim would be compared with itself.
    on_it = table["url"].str.contains("energynews.oedigital.com", regex=False)
    assert (table["rests_on"].notna() == on_it).all()


def test_figures_that_were_computed_follow_from_their_formula() -> None:
    table = official.samples()
    table = table[table["kind"].eq("level") & table["partner"].ne("RUS")]
    wide = table.pivot_table(index=["reporter", "period"], columns="measure", values="value", observed=True)
    wide["surplus"] = wide["surplus"].fillna(-wide["deficit"])
    surplus = wide.dropna(subset=["exports", "imports", "surplus"])
    assert len(surplus) >= 5
    assert (surplus["exports"] - surplus["imports"] - surplus["surplus"]).abs().max() <= 1e7
    total = wide.dropna(subset=["exports", "imports", "trade"])
    assert (total["exports"] + total["imports"] - total["trade"]).abs().max() <= 5e7


@pytest.mark.parametrize(
    ("table", "error", "words"),
    [
        ([1, 2], TypeError, "official figures are a DataFrame, not list"),
        (figures().drop(columns=["unit", "source"]), ValueError, "these lack unit, source"),
        (figures({"value": "much"}), ValueError, "column 'value': could not convert"),
        (figures({"measure": "sales of cars"}), ValueError, "column 'measure': sales of cars; allowed: exports,"),
        (figures({"reporter": "China"}), ValueError, "column 'reporter', row 0: no economy has the code 'China'"),
        (figures({}, {"partner": "XX"}), ValueError, "column 'partner', row 1"),
        (figures({"period": "last year"}), ValueError, "column 'period', row 0: 'last year' is no period; allowed are"),
        (figures({"period": None}), ValueError, "column 'period': missing in row 0"),
        (figures({"low": 2e9}), ValueError, "columns low, high"),
        (figures({"statistics": "Belstat"}), ValueError, "column 'statistics', row 0"),
        (pd.concat([figures(), figures()], axis=1), ValueError, "there twice"),
    ],
)
def test_a_bad_table_is_refused_by_its_column(table: object, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words.replace("(", r"\(")):
        tradekit.compare(claim(), table)


def test_a_bad_claims_table_is_refused() -> None:
    with pytest.raises(ValueError, match="not a table of claims: it lacks"):
        tradekit.compare(claim().drop(columns="value"), figures())


def test_a_row_without_a_value_is_no_figure() -> None:
    assert verdict(claim(), figures({"value": None}))[0] == "no independent figure"


def test_chapters_are_those_of_the_harmonized_system() -> None:
    table = rows("hs_chapters")
    assert len({row["word"] for row in table}) == len(table)
    assert {row["chapter"] for row in table} <= {f"{number:02}" for number in range(1, 98)} - {"77"}
    assert len({(row["chapter"], row["title"]) for row in table}) == len({row["chapter"] for row in table})


def test_codes_of_comtrade_are_numbers_and_unique() -> None:
    codes = [row["comtrade"] for row in rows("economies") if row["comtrade"]]
    assert len(set(codes)) == len(codes) > 200
    assert all(code.isdecimal() for code in codes)
    known = {row["code"]: row["comtrade"] for row in rows("economies")}
    assert [known[code] for code in ("CHN", "BLR", "USA", "FRA", "WLD", "OPEC")] == [
        "156",
        "112",
        "842",
        "251",
        "0",
        "",
    ]


def test_periods_that_ship_are_periods() -> None:
    assert all(period_dates(period) for period in official.samples()["period"])


# the chart


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


def test_the_chart_draws_the_claim_the_figure_and_the_mirror() -> None:
    own, other = {"statistics": "CHN"}, {"reporter": "BLR", "partner": "CHN", "measure": "imports", "value": 3.5e9}
    beside = tradekit.compare(claim(value=2.9e9, low=2.85e9, high=2.95e9), figures(own, other | {"statistics": "BLR"}))
    ax = charts.against_official(beside)
    drawn = {marks.get_gid(): marks.get_offsets()[0][0] for marks in point_groups(ax) if len(marks.get_offsets())}
    assert drawn == {None: 2.9e9, "official": 1.8e9, "mirror": 3.5e9}
    assert written(ax, "heading") == ["Disagrees"]
    assert "decides nothing" in small_print(ax)
    assert "Official figures: customs." in small_print(ax)


def test_the_chart_puts_first_what_disagrees() -> None:
    table = pd.concat([claim(), claim(value=9e9, low=9e9, high=9e9), claim(value=1.85e9, low=1.85e9, high=1.85e9)])
    table.index = pd.Index([f"a1:{n}" for n in range(3)], name="claim")
    ax = charts.against_official(tradekit.compare(table, figures()))
    assert written(ax, "heading") == ["Disagrees", "Cannot tell", "Agrees"]
    assert written(ax, "value") == ["$9 bn", "$1.85 bn", "$1.8 bn"]


def test_the_chart_calls_no_figure_official_that_is_from_an_article() -> None:
    beside = tradekit.compare(claim(), figures({"rests_on": "Meridian"}))
    ax = charts.against_official(beside, width="column")
    assert written(ax, "label")[0].split() == "China exports to Belarus, 2019 (from an article: $1.8 bn)".split()
    assert "confirms nothing" in small_print(ax)


def test_the_chart_needs_a_comparison() -> None:
    with pytest.raises(ValueError, match=r"not a comparison: it lacks the columns official, .*tradekit.compare gives"):
        charts.against_official(claim())
    with pytest.raises(ValueError, match="none of the 1 claims has an official figure"):
        charts.against_official(tradekit.compare(claim(), figures().head(0)))
