"""The gallery: every kind of chart in one line from any claims table, at both widths, and by its numbers."""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from drawn import (
    arrows,
    bars,
    claims_table,
    days,
    dots,
    faults,
    intervals,
    point_groups,
    points,
    points_and_faces,
    row_dots,
    row_heights,
    small_print,
    tick_labels,
    written,
)
from matplotlib.colors import to_rgb
from matplotlib.patches import PathPatch, Rectangle

import tradekit
from tradekit import charts

ARTICLES = Path(__file__).parents[1] / "notebooks" / "articles"
INF = float("inf")
KINDS = [name for name in charts.__all__ if name not in ("alt_text", "claims_in", "save_figure")]
CODES = ["CHN", "USA", "VCT", "BIH", "PNG", "TTO", "EU", "AFR", "BRA", "COD", "KOR", "DEU"]
LONG = "a good whose name goes on and on, as those of tariff schedules do"


@cache
def sample_claims() -> pd.DataFrame:
    return tradekit.extract(tradekit.read(ARTICLES))


def fitting(kind: str, n: int) -> list[dict]:
    """Give the cells of n rows or more that a chart of a kind draws."""
    rows = [{"value": (i + 1) * 1e9, "reporter": CODES[i % 12], "period": f"{1960 + i}"} for i in range(n)]
    per_cent = {"kind": "growth", "unit": "%", "basis": "yoy"}
    if kind == "growth":
        return [row | per_cent | {"value": 1.5 * i} for i, row in enumerate(rows)]
    if kind == "by_economy":
        return [
            row | per_cent | {"value": 2.5 * i, "measure": ["exports", "imports"][i % 2]} for i, row in enumerate(rows)
        ]
    if kind == "shares":
        return [row | {"kind": "share", "unit": "%", "value": i % 100 + 0.5} for i, row in enumerate(rows)]
    if kind == "ranks":
        return [row | {"kind": "rank", "unit": "rank", "value": 3.0 * i + 1} for i, row in enumerate(rows)]
    if kind in ("over_time", "balance"):
        return [row | {"measure": "deficit", "reporter": "CHN", "partner": "BLR"} for row in rows]
    if kind in ("matrix", "flows"):
        return [row | {"partner": CODES[(i + 1 + i // 12) % 12]} for i, row in enumerate(rows)]
    if kind == "aid":
        return [row | {"measure": "grant", "partner": "ZAF"} for row in rows]
    if kind == "forecasts":
        told = [row | {"item": f"good {i}"} for i, row in enumerate(rows)]
        return told + [row | {"value": row["value"] * 1.1, "status": "forecast"} for row in told]
    if kind == "versions":
        told = [row | {"text": f"${i + 1}bn"} for i, row in enumerate(rows)]
        return told + [row | {"value": row["value"] * 1.02, "article": "b2"} for row in told]
    return rows


def many(kind: str) -> pd.DataFrame:
    """Sixty rows with long names, each from an article of its own where that is no matter."""
    publisher = "The Very Long and Full Name of a Publisher of Trade News, Incorporated"
    table = claims_table([{"publisher": publisher, **row} for row in fitting(kind, 60)])
    if kind not in ("versions", "forecasts", "matrix", "flows", "over_time", "balance", "by_economy"):
        table["item"] = [f"{LONG} {n}" for n in range(len(table))]
    return table


def lone(kind: str) -> pd.DataFrame:
    """One row, or as few as a chart needs, with what it need not tell missing."""
    rows = claims_table(fitting(kind, 1)).assign(publisher=pd.NA, published=pd.NaT, source=pd.NA)
    if kind in ("levels", "growth", "shares", "ranks", "aid"):
        rows = rows.assign(reporter=pd.NA, period=pd.NA, period_start=pd.NaT, period_end=pd.NaT, article=pd.NA)
    return rows


def odd(kind: str) -> pd.DataFrame:
    """Open and wide intervals, values below zero, equal values and zero."""
    rows = fitting(kind, 6)
    below = kind in ("levels", "growth", "over_time", "balance", "matrix", "forecasts", "versions", "by_economy")
    for n, row in enumerate(rows):
        value = -row["value"] if below and n % 2 else row["value"]
        ends = [(value, INF), (-INF, value), (value * 0.5, value * 1.5), (np.nan, np.nan)][n % 4]
        row.update(value=value, low=min(ends), high=max(ends), qualifier=[">", "<", "~", "="][n % 4])
        row.update(status=["actual", "target"][n % 3 == 2] if kind != "forecasts" else row.get("status", "actual"))
    rows[-1]["value"] = 1.0 if kind in ("ranks", "flows", "versions") else 0.0
    return claims_table(rows)


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


def beside_official(table: pd.DataFrame) -> pd.DataFrame:
    """Give claims as `compare` would, each with an official figure near its value, and some with a mirror."""
    official = table["value"] * 1.1
    verdicts = pd.Series(["agrees", "disagrees", "cannot tell", "no independent figure"] * len(table))[: len(table)]
    return table.assign(
        official=official.where(table["kind"].ne("ratio").fillna(False).astype(bool)),
        official_low=official - abs(official) * 0.05,
        official_high=official + abs(official) * 0.05,
        official_source="the statistical yearbook of an office with a long name",
        deviation=100 * (table["value"] / official - 1),
        mirror=[value * 2 if n % 2 else np.nan for n, value in enumerate(official)],
        verdict=verdicts.to_numpy(),
    )


def draw(kind: str, table: pd.DataFrame, **options):
    if kind == "against_official" and {"value", "kind"} <= set(table):
        table = beside_official(table)
    return getattr(charts, kind)(table, **options)


# every kind


def test_the_gallery_is_large():
    assert len(KINDS) >= 10


@pytest.mark.parametrize("width", ["column", "page"])
@pytest.mark.parametrize("kind", KINDS)
def test_the_sample_table_is_drawn_in_one_line(kind, width):
    ax = draw(kind, sample_claims(), width=width)
    assert ax.figure.get_size_inches()[0] == {"column": 3.4, "page": 7.0}[width]
    assert ax.figure.get_size_inches()[1] < 11
    assert faults(ax.figure) == []
    assert ax.get_title(loc="left").replace("\n", " ") in charts.alt_text(ax)
    assert ax.get_xlabel()
    assert "Source" in small_print(ax)


@pytest.mark.parametrize("table", [many, lone, odd])
@pytest.mark.parametrize("kind", KINDS)
def test_hostile_tables_are_drawn_in_a_column(kind, table):
    assert faults(draw(kind, table(kind), width="column").figure) == []


@pytest.mark.parametrize("kind", KINDS)
def test_many_rows_of_long_names_are_drawn_across_a_page(kind):
    assert faults(draw(kind, many(kind), width="page").figure) == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_chart_fits_in_given_axes(kind):
    figure, axes = plt.subplots(1, 2, figsize=(9, 4))
    for ax in axes:
        assert draw(kind, many(kind), ax=ax) is ax
    assert faults(figure) == []


@pytest.mark.parametrize("kind", KINDS)
def test_rows_of_the_same_id_and_a_claim_column_are_no_matter(kind):
    table = claims_table(fitting(kind, 4))
    drawn = charts.alt_text(draw(kind, table))
    table.index = pd.Index(["a1:0"] * len(table), name="claim")
    assert charts.alt_text(draw(kind, table)) == drawn
    assert charts.alt_text(draw(kind, table.reset_index())) == drawn


@pytest.mark.parametrize("kind", KINDS)
def test_a_table_without_fitting_claims_is_refused_with_what_is_missing(kind):
    needs = {
        "growth": "kind growth", "by_economy": "kind growth", "shares": "kind share", "ranks": "kind rank",
        "levels": "kind level", "over_time": "kind level", "balance": "measure surplus or balance or deficit",
        "matrix": "measure exports or imports", "flows": "measure exports or imports",
        "aid": "measure grant or loan or aid", "forecasts": "status forecast or target",
        "versions": "no figure is told by two articles", "against_official": "has an official figure",
    }  # fmt: skip
    nothing = claims_table([{"kind": "ratio", "unit": "x", "measure": "price"}])
    for table in (nothing, nothing.head(0)):
        with pytest.raises(ValueError, match=needs[kind]):
            draw(kind, table)
    with pytest.raises(ValueError, match="lacks the columns measure"):
        draw(kind, nothing.drop(columns="measure"))
    with pytest.raises(TypeError, match="got list"):
        draw(kind, [])


@pytest.mark.parametrize("width", ["wide", 1, float("nan"), None])
def test_a_width_that_is_none_is_refused(width):
    with pytest.raises(ValueError, match=r"width must be 'column' or 'page', or at least 3 inches; got"):
        charts.levels(sample_claims(), width=width)


# what a file keeps


@pytest.mark.parametrize("kind", ["levels", "balance", "flows", "by_economy"])
def test_a_saved_figure_names_its_claims(kind, tmp_path):
    table = sample_claims()
    for file in charts.save_figure(draw(kind, table), tmp_path / kind):
        shown = charts.claims_in(file)
        assert shown
        assert {name for name in shown if not name.startswith("implied:")} <= set(table.index)


def test_repeats_and_what_a_figure_was_computed_from_are_named(tmp_path):
    told = {"value": 5e9, "period": "2024", "measure": "surplus", "reporter": "CHN"}
    png, svg = charts.save_figure(charts.levels(claims_table([told, told, told | {"value": 4e9}])), tmp_path / "levels")
    assert charts.claims_in(png) == charts.claims_in(svg) == ["a1:0", "a1:1", "a1:2"]
    text = "In 2024 China's surplus with Brazil rose 20% from a year earlier to $30bn."
    claims = tradekit.extract(tradekit.Article(text, id="a; <b>"))
    png, svg = charts.save_figure(charts.balance(claims), tmp_path / "balance")
    assert set(claims.index) < {*charts.claims_in(png)}
    assert charts.claims_in(png)[0] == "implied:1"
    assert charts.claims_in(png) == charts.claims_in(svg)


def test_a_figure_of_several_charts_names_the_claims_of_all(tmp_path):
    _, axes = plt.subplots(1, 2, figsize=(9, 4))
    table = claims_table([{"value": 1.0}, {"kind": "share", "unit": "%"}])
    charts.levels(table, ax=axes[0])
    png, svg = charts.save_figure(charts.shares(table, ax=axes[1]), tmp_path / "both.png")
    assert charts.claims_in(png) == charts.claims_in(svg) == ["a1:0", "a1:1"]
    assert "levels stated" in svg.read_text(encoding="utf-8")


def test_gifts_in_kind_are_among_the_claims_shown(tmp_path):
    rows = claims_table([{"measure": "aid", "unit": "boat", "value": 3.0}, {"measure": "aid"}])
    png, _ = charts.save_figure(charts.aid(rows), tmp_path / "aid")
    assert charts.claims_in(png) == ["a1:1", "a1:0"]


def test_another_file_holds_no_claims(tmp_path):
    figure, ax = plt.subplots()
    figure.savefig(tmp_path / "other.png")
    figure.savefig(tmp_path / "other.svg")
    (tmp_path / "text.svg").write_text("no SVG")
    (tmp_path / "text.png").write_text("no PNG")
    for name in ("other.png", "other.svg", "text.svg", "text.png"):
        with pytest.raises(ValueError, match=rf"{name}: no figure that save_figure wrote"):
            charts.claims_in(tmp_path / name)
    with pytest.raises(FileNotFoundError):
        charts.claims_in(tmp_path / "none.png")
    for file in charts.save_figure(ax, tmp_path / "not-a-chart"):
        assert charts.claims_in(file) == []


# ranks


def test_ranks_cut_short_have_the_scale_of_those_shown():
    _, ax = plt.subplots(figsize=(5, 2.2))
    rows = [{"kind": "rank", "unit": "rank", "value": value} for value in (1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 900.0)]
    charts.ranks(claims_table(rows), ax)
    assert ax.get_xscale() == "linear"
    assert "log" not in ax.get_xlabel()


def test_ranks_stand_at_their_places_the_first_on_top():
    rows = [{"kind": "rank", "unit": "rank", "value": value, "reporter": "SRB"} for value in (7.0, 1.0, 2.0)]
    ax = charts.ranks(claims_table(rows))
    assert list(row_dots(ax).values()) == [1, 2, 7]
    assert written(ax, "value") == ["No. 1", "No. 2", "No. 7"]
    assert 0.8 < ax.get_xlim()[0] < 1
    assert min(tick_labels(ax)) == 1


def test_ranks_far_apart_are_on_a_log_scale():
    ax = charts.ranks(claims_table([{"kind": "rank", "unit": "rank", "value": value} for value in (1.0, 167.0)]))
    assert ax.get_xscale() == "log"
    assert list(tick_labels(ax).values()) == ["1", "2", "5", "10", "20", "50", "100"]


# balance


def test_deficits_are_below_zero_and_what_is_implied_is_hollow():
    level = {"reporter": "CHN", "partner": "BRA", "measure": "deficit", "value": 30e9, "low": 29.5e9, "high": INF,
             "period": "2024", "qualifier": ">"}  # fmt: skip
    growth = level | {"kind": "growth", "unit": "%", "value": -20.0, "low": -20.5, "high": -19.5, "of": "a1:0",
                      "basis": "yoy"}  # fmt: skip
    ax = charts.balance(claims_table([level, growth]))
    faces = [(point, face == (1, 1, 1)) for marks in point_groups(ax) for point, face in points_and_faces(marks)]
    assert sorted(faces) == [
        ((days("2023-07-02 12:00"), -37.5e9), True),
        ((days("2024-07-02"), -30e9), False),
    ]
    assert "< −$30 bn" in written(ax, "value")
    assert [math.copysign(1, arrow.xyann[1]) for arrow in arrows(ax)] == [-1, -1]


def test_a_surplus_that_turns_is_one_series_and_implied_rows_are_added_once():
    rows = [{"reporter": "CHN", "measure": measure, "value": 5.0, "period": period}
            for measure, period in (("surplus", "2024"), ("deficit", "2023"), ("balance", "2022"))]  # fmt: skip
    assert sorted(y for _, y in points(charts.balance(claims_table(rows)))) == [-5, 5, 5]
    table = sample_claims()
    told = table[table["measure"].isin(["surplus", "deficit", "balance"])]
    both = pd.concat([table, tradekit.implied(told)[table.columns]])
    assert len(points(charts.balance(both))) == len(points(charts.balance(table)))


# matrix and flows

SOLD = claims_table([
    {"reporter": "CHN", "partner": "RUS", "value": 110.0e9, "period": "2023"},
    {"reporter": "CHN", "partner": "RUS", "value": 83.0e9, "period": "2024"},
    {"reporter": "CHN", "partner": "RUS", "value": 200e9, "period": "2025", "status": "target"},
    {"reporter": "CHN", "partner": "RUS", "value": 1e9, "period": "2024", "item": "cars"},
    {"reporter": "CHN", "partner": "RUS", "value": 97e9, "period": "2024", "measure": "imports"},
    {"reporter": "IND", "partner": "USA", "value": 5e6, "period": "2024"},
    {"reporter": "IND", "value": 400e9, "period": "2024"},
    {"reporter": "IND", "partner": "USA", "value": 5.0, "unit": "tonne", "period": "2024"},
])  # fmt: skip


def cells(ax) -> dict[tuple[str, str], tuple[str, float]]:
    """Give the text and the lightness of a matrix' cells by row and column."""
    columns, rows = ([label.get_text() for label in labels] for labels in (ax.get_xticklabels(), ax.get_yticklabels()))
    boxes = [patch for patch in ax.patches if isinstance(patch, Rectangle)]
    light = [float(np.dot(to_rgb(box.get_facecolor()), [0.3, 0.59, 0.11])) for box in boxes]
    places = [(rows[int(box.get_y())], columns[int(box.get_x())]) for box in boxes]
    return dict(zip(places, zip(written(ax, "value"), light, strict=True), strict=True))


def test_a_matrix_has_the_latest_stated_figure_of_a_pair_from_seller_to_buyer():
    ax = charts.matrix(SOLD)
    assert {pair: said for pair, (said, _) in cells(ax).items()} == {
        ("Russia", "China"): "97 bn",
        ("China", "Russia"): "83 bn",
        ("India", "United States"): "5 m",
    }
    notes = small_print(ax)
    assert "In other units, left out: tonne (1)." in notes
    assert "Figures for single goods left out: 1." in notes
    assert "Earlier, repeated or expected figures of the same pairs left out: 2." in notes
    assert "USD" in ax.get_xlabel()


def dated_sales(*periods: str | None) -> pd.DataFrame:
    """Sales of China to Belarus of each period in turn, in millions of dollars: 1, 2, 3, …"""
    same = {"unit": "USD", "measure": "exports", "reporter": "CHN", "partner": "BLR"}
    return claims_table([same | {"value": n * 1e6, "period": period} for n, period in enumerate(periods, 1)])


@pytest.mark.parametrize("kind", ["matrix", "flows"])
@pytest.mark.parametrize(
    ("periods", "drawn", "left_out"),
    [
        (["2024", "2025-01"], "1 m", "Periods other than of one year, left out: Jan 2025 (1)."),
        (["2023-07/2024-06", "2025-01"], "1 m", "Periods other than of one year, left out: Jan 2025 (1)."),
        (["2024-01/2024-04", "2025-01/2025-04", None], "2 m", "of 4 months, left out: not told (1)."),
        ([None], "1 m", ""),
    ],
    ids=["a month beside a year", "a year across years", "no whole year", "nothing told"],
)
def test_pairs_are_drawn_with_periods_of_one_length(kind, periods, drawn, left_out):
    ax = getattr(charts, kind)(dated_sales(*periods))
    [said] = written(ax, "value")
    assert said.removeprefix("$").startswith(drawn)
    assert left_out in small_print(ax)
    assert ("left out: " in small_print(ax)) == bool(left_out)


def test_cells_of_unlike_years_tell_them():
    rows = pd.concat([dated_sales("2024"), dated_sales("2023").assign(partner="RUS")])
    assert sorted(written(charts.matrix(rows), "value")) == ["1 m\n2023", "1 m\n2024"]
    assert written(charts.matrix(rows.head(1)), "value") == ["1 m"]


def test_a_balance_tells_which_periods_are_shorter():
    rows = dated_sales("2022", "2023", "2024", "2025-01/2025-04").assign(measure="deficit")
    ax = charts.balance(rows)
    assert written(ax, "value").count("\N{MINUS SIGN}$4 m, Jan\N{EN DASH}Apr 2025") == 1
    assert "periods, of one year and 4 months; amounts compare only among those equally long." in small_print(ax)
    assert "equally long" not in small_print(charts.balance(rows.head(3)))


def test_more_is_darker_in_grey_too():
    rows = [{"reporter": code, "partner": "USA", "value": float(n)} for n, code in enumerate(("CHN", "IND", "BRA"), 2)]
    light = [lightness for _, (_, lightness) in sorted(cells(charts.matrix(claims_table(rows))).items())]
    brazil, china, india = light
    assert brazil + 0.1 < india
    assert india + 0.1 < china


def test_a_measure_of_a_matrix_is_by_reporter_and_partner():
    rows = [{"measure": "tariff", "unit": "%", "value": 50.0, "reporter": "USA", "partner": "IND"}]
    assert cells(charts.matrix(claims_table(rows), "tariff"))["United States", "India"][0] == "50"
    with pytest.raises(ValueError, match=r"measure must be one of exports, .*; got 'duties'"):
        charts.matrix(SOLD, "duties")
    with pytest.raises(ValueError, match="measure must be one of exports, imports, grant, loan, aid; got 'tariff'"):
        charts.flows(SOLD, "tariff")
    with pytest.raises(ValueError, match="with both a reporter and a partner"):
        charts.matrix(claims_table([{"reporter": "CHN"}]))


def test_bands_are_as_wide_as_their_amounts():
    ax = charts.flows(SOLD)
    bands = [patch.get_path().vertices for patch in ax.patches if isinstance(patch, PathPatch)]
    wide = [round(float(band[7][1] - band[0][1]), 9) for band in bands]
    assert wide[0] / 97 == pytest.approx(wide[1] / 83)
    assert wide[2] == 0.012  # too small for the scale: a thin line
    assert [round(float(band[4][1] - band[3][1]), 9) for band in bands] == wide
    assert written(ax, "value") == ["$97 bn, 2024", "$83 bn, 2024", "$5 m, 2024"]
    assert written(ax, "giver") == ["Russia", "China", "India"]


def test_flows_below_zero_are_none():
    with pytest.raises(ValueError, match="no amounts above zero"):
        charts.flows(claims_table([{"reporter": "CHN", "partner": "USA", "value": -1.0}]))


# forecasts


def test_a_forecast_stands_beside_what_came_or_else_the_last_figure():
    told = {"reporter": "CHN", "measure": "imports"}
    rows = claims_table([
        told | {"value": 90.0, "period": "2023"},
        told | {"value": 10.0, "period": "2024-01"},
        told | {"value": 120.0, "low": 110.0, "high": 130.0, "period": "2024", "status": "forecast"},
        told | {"value": 100.0, "period": "2024"},
        told | {"value": 150.0, "period": "2025", "status": "target"},
        told | {"value": 150.0, "period": "2025", "status": "target", "item": "gold"},
    ])  # fmt: skip
    ax = charts.forecasts(rows)
    assert list(row_heights(ax)) == [
        "China imports, 2025, target (2024: $100)",
        "China imports, 2024, forecast (came: $100)",
    ]
    gaps = [line for marks in ax.collections if marks.get_gid() == "gap" for line in marks.get_segments()]
    assert [(line[0][0], line[1][0]) for line in gaps] == [(100, 150), (100, 120)]
    assert (110, 130) in intervals(ax)
    shapes = [len(marks.get_paths()[0].vertices) for marks in ax.collections if marks.get_gid() == "told"]
    assert len(set(shapes)) == 2  # what came and what was before differ in shape, not colour alone
    assert "Forecasts and targets with nothing to set beside: 1." in small_print(ax)


def test_forecasts_that_nothing_can_be_set_beside_say_what_is_needed():
    rows = claims_table(
        [{"reporter": "CHN", "period": "2025", "status": "forecast"}, {"reporter": "CHN", "period": "2024-05"}]
    )
    with pytest.raises(ValueError, match=r"none of the 1 forecasts and targets has an actual figure .* of its period"):
        charts.forecasts(rows)


# versions

TOLD = claims_table([
    {"value": 26.8e6, "low": 25.46e6, "high": 28.14e6, "qualifier": "~", "text": "$26.8 million", "reporter": "CHN",
     "partner": "ZAF", "measure": "grant", "period": "2023"},
    {"value": 28e6, "text": "$28m", "reporter": "CHN", "partner": "ZAF", "measure": "grant", "article": "b2",
     "publisher": "AFP"},
    {"value": 5e9, "text": "$5bn", "reporter": "JPN", "period": "2022"},
    {"value": 5e9, "text": "$5 billion", "reporter": "JPN", "period": "2022", "article": "b2", "publisher": "AFP"},
    {"value": 6e9, "reporter": "JPN", "period": "2021", "article": "b2"},
    {"value": -4.0, "text": "4%", "kind": "growth", "unit": "%", "reporter": "JPN", "period": "2022"},
    {"value": -5.0, "text": "5%", "kind": "growth", "unit": "%", "reporter": "JPN", "period": "2022", "article": "b2"},
])  # fmt: skip


def test_versions_stand_beside_the_middle_with_their_words():
    ax = charts.versions(TOLD)
    assert written(ax, "heading") == ["China grant to South Africa, 2023", "Japan exports, 2022"]
    assert written(ax, "value") == ["“about $26.8 million”", "“$28m”", "“$5bn”", "“$5 billion”"]
    assert list(dots(ax).values()) == pytest.approx([-60 / 27.4, 60 / 27.4, 0, 0])
    assert intervals(ax)[0] == pytest.approx(((25.46 - 27.4) / 0.274, (28.14 - 27.4) / 0.274))
    assert np.array(ax.get_xlim()).sum() == pytest.approx(0)
    assert "In other units, left out: % (2)." in small_print(ax)


def test_of_an_article_that_tells_several_the_nearest_is_drawn():
    other = TOLD.iloc[[0]].assign(value=8.9e6, low=8.85e6, high=8.95e6, text="$8.9m", start=5)
    other.index = pd.Index(["a1:5"], name="claim")
    ax = charts.versions(pd.concat([other, TOLD]))
    assert written(ax, "value")[:2] == ["“about $26.8 million”", "“$28m”"]
    assert "Other such figures of the same articles left out: 1." in small_print(ax)


def test_versions_of_a_per_cent_differ_by_points():
    ax = charts.versions(TOLD, unit="%")
    assert list(dots(ax).values()) == [0.5, -0.5]
    assert written(ax, "value") == ["“−4%”", "“−5%”"]
    assert "points" in ax.get_xlabel()


def test_versions_of_one_claim():
    ax = charts.versions(TOLD, "a1:3")
    assert ax.get_title(loc="left") == "Japan exports, 2022: as 2 articles tell it"
    assert list(row_heights(ax)) == ["Reuters, 4 June 2025", "AFP, 4 June 2025"]
    with pytest.raises(ValueError, match="no claim 'x:1' with a value in the table; its ids look like 'a1:0'"):
        charts.versions(TOLD, "x:1")
    with pytest.raises(ValueError, match="no second article tells the figure of a1:4"):
        charts.versions(TOLD, "a1:4")


# by economy


def test_each_economy_has_its_panel_on_the_same_axis():
    per_cent = {"kind": "growth", "unit": "%", "basis": "yoy"}
    rows = claims_table([
        per_cent | {"reporter": "CHN", "value": 6.0},
        per_cent | {"reporter": "CHN", "value": -3.0, "measure": "imports"},
        per_cent | {"reporter": "CHN", "value": 40.0, "partner": "BLR"},
        per_cent | {"reporter": "BRA", "value": 2.0, "unit": "x"}, per_cent | {"value": 9.0},
        per_cent | {"reporter": "BRA", "value": 1.0, "basis": "mom"},
    ])  # fmt: skip
    ax = charts.by_economy(rows)
    china, brazil = ax.child_axes
    assert [panel.get_title(loc="left") for panel in (china, brazil)] == ["China", "Brazil"]
    assert china.get_xlim() == brazil.get_xlim()
    assert [label.get_text() for label in china.get_yticklabels()] == ["exports", "imports"]
    parts = [marks for marks in point_groups(china) if marks.get_gid() == "part"]
    assert [tuple(at) for marks in parts for at in marks.get_offsets()] == [(40, 0)]
    assert sorted(set(points(china)) - {(40, 0)}) == [(-3, 1), (6, 0)]
    assert points(brazil) == [(100, 0)]
    assert "Growth against another time, or not told what, left out: 1." in small_print(ax)
    assert charts.by_economy(rows, basis="mom").child_axes[0].get_title(loc="left") == "Brazil"


def test_growth_without_an_economy_has_no_panel():
    with pytest.raises(ValueError, match="has a reporter"):
        charts.by_economy(claims_table([{"kind": "growth", "unit": "%"}]))


# in grey


def test_grants_loans_and_aid_differ_in_their_hatches():
    rows = claims_table([{"measure": measure, "value": 1.0} for measure in ("grant", "loan", "aid")])
    assert len({bar.get_hatch() for bar in charts.aid(rows).patches}) == 3
    assert len(bars(charts.aid(rows))) == 3
