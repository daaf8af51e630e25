"""Charts, by their numbers: where marks stand, what is written, and that nothing is clipped or overlaps."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import matplotlib as mpl

mpl.use("Agg")

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
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from matplotlib.collections import LineCollection

from tradekit.charts import aid, alt_text, growth, levels, over_time, save_figure, shares
from tradekit.charts.labels import claim_label, flow_label, measure_words, source_line
from tradekit.charts.sheet import text_width, wrapped
from tradekit.frame import MEASURES

INF = float("inf")
WIDTHS = {"column": 3.4, "page": 7.0}
SURPLUS = {"measure": "surplus", "reporter": "CHN", "partner": "BLR"}
LEVELS = claims_table([
    {**SURPLUS, "value": 4.77e9, "low": 4.765e9, "high": 4.775e9, "period": "2024"},
    {**SURPLUS, "value": 3.2317e9, "low": 3.22e9, "high": 3.24e9, "period": "2023", "origin": "implied",
     "article": None, "publisher": None, "published": None},
    {**SURPLUS, "value": 6e9, "low": 6e9, "high": INF, "qualifier": ">", "period": "2026",
     "status": "target"},
    {**SURPLUS, "value": 1.86e9, "low": 1.8e9, "high": 1.9e9, "period": "2023-01/2023-08", "article": "b2",
     "publisher": "A Publisher of $ome Length & $ign", "published": "2023-09-30"},
])  # fmt: skip
GROWTH = claims_table([
    {"kind": "growth", "unit": "%", "value": 47.6, "low": 47.55, "high": 47.65, **SURPLUS, "basis": "yoy"},
    {"kind": "growth", "unit": "%", "value": -20.0, "low": -INF, "high": -20.0, "qualifier": ">",
     "period": "2024-05"},
    {"kind": "growth", "unit": "x", "value": 1.4, "low": 1.35, "high": 1.45, "reporter": "RUS",
     "basis": "2019"},
    {"kind": "growth", "unit": "x", "value": 0.5, "low": 0.475, "high": 0.525, "reporter": "GBR",
     "item": "whisky"},
    {"kind": "growth", "unit": "x", "value": 28.0, "low": 27.5, "high": 28.5, "reporter": "IND",
     "measure": "output", "item": "mobile phones", "period": "2024-04/2025-03"},
])  # fmt: skip
SHARES = claims_table([
    {"kind": "share", "unit": "%", "value": 91.8, "low": 91.75, "high": 91.85, "reporter": "CHN",
     "item": "steel"},
    {"kind": "share", "unit": "%", "value": 95.0, "low": 95.0, "high": 100.0, "qualifier": ">",
     "reporter": "RUS", "measure": "other", "item": "mutual settlements in the two national currencies",
     "partner": "CHN"},
    {"kind": "share", "unit": "%", "value": 100 / 3, "low": 95 / 3, "high": 35.0, "reporter": "BRA",
     "partner": "CHN"},
])  # fmt: skip
GIVEN = {"reporter": "CHN", "partner": "ZAF"}
AID = claims_table([
    {**GIVEN, "measure": "aid", "value": 8.9e6, "low": 8.85e6, "high": 8.95e6, "item": "power equipment"},
    {**GIVEN, "measure": "aid", "value": 450.0, "unit": "generator", "item": "gasoline generators"},
    {"reporter": "JPN", "partner": "AFR", "measure": "loan", "value": 40e6, "low": 0.0, "high": 40e6,
     "qualifier": "<="},
    {**GIVEN, "measure": "grant", "value": 26.8e6, "low": 25.46e6, "high": 28.14e6, "qualifier": "~",
     "item": "a power transmission and distribution network"},
    {"partner": "TUN", "measure": "loan", "value": 3e6, "low": 3e6, "high": INF, "qualifier": ">="},
    {**GIVEN, "measure": "loan", "kind": "ratio", "unit": "x", "value": 5.0},
])  # fmt: skip
MANY = claims_table([
    {"value": n * 1e9, "low": n * 1e9 - 5e8, "high": n * 1e9 + 5e8, "reporter": "CHN", "partner": "USA",
     "item": f"goods of class {n} with a long name", "period": f"{1500 + n}", "article": f"a{n}",
     "publisher": f"Paper {n % 40}"}
    for n in range(1, 501)
])  # fmt: skip
CHARTS = {
    "levels": lambda **options: levels(LEVELS, **options),
    "levels-one": lambda **options: levels(LEVELS.head(1), **options),
    "levels-log": lambda **options: levels(pd.concat([LEVELS, MANY.tail(1)]), **options),
    "levels-many": lambda **options: levels(MANY, **options),
    "growth": lambda **options: growth(GROWTH, **options),
    "growth-one": lambda **options: growth(GROWTH.iloc[[1]], **options),
    "growth-many": lambda **options: growth(MANY.assign(kind="growth", unit="%", value=MANY["value"] / 1e9), **options),
    "shares": lambda **options: shares(SHARES, **options),
    "shares-many": lambda **options: shares(
        MANY.assign(kind="share", unit="%", value=MANY["value"] / 5e9, low=np.nan, high=np.nan), **options
    ),
    "aid": lambda **options: aid(AID, **options),
    "aid-many": lambda **options: aid(MANY.assign(measure="grant"), **options),
    "time": lambda **options: over_time(LEVELS, **options),
    "time-one": lambda **options: over_time(LEVELS.tail(1), **options),
    "time-many": lambda **options: over_time(MANY.assign(item=pd.NA), **options),
}


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", CHARTS)
def test_nothing_is_clipped_or_overlaps(name, width):
    ax = CHARTS[name](width=width)
    assert ax.figure.get_size_inches()[0] == WIDTHS[width]
    assert faults(ax.figure) == []


@pytest.mark.parametrize("name", CHARTS)
def test_nothing_is_clipped_in_a_given_axes(name):
    figure, axes = plt.subplots(1, 2, figsize=(10, 5))
    assert CHARTS[name](ax=axes[1]) is axes[1]
    assert CHARTS[name](ax=axes[0]) is axes[0]
    assert faults(figure) == []


def test_the_fault_finder_finds_faults():
    figure, ax = plt.subplots(figsize=(3, 2))
    ax.set_axis_off()
    ax.text(0.5, 0.5, "one")
    ax.text(0.5, 0.5, "other")
    ax.text(0.5, 1.5, "out of sight")
    assert [fault.partition("'")[2].split("'")[0] for fault in faults(figure)] == ["out of sight", "one"]


@pytest.mark.parametrize("name", CHARTS)
def test_every_chart_has_title_unit_source_and_alt_text(name):
    ax = CHARTS[name]()
    assert ax.get_title(loc="left").replace("\n", " ") in alt_text(ax)
    assert ax.get_xlabel()
    assert re.search(r"Sources?: ", small_print(ax))


def test_charts_leave_the_table_and_the_settings_alone():
    before, settings_before = LEVELS.copy(), dict(mpl.rcParams)
    levels(LEVELS)
    over_time(LEVELS)
    pd.testing.assert_frame_equal(LEVELS, before)
    assert dict(mpl.rcParams) == settings_before


# levels


def test_levels_stand_at_their_values_largest_first():
    ax = levels(LEVELS)
    assert list(row_dots(ax).items()) == [
        ("China surplus with Belarus, 2026, target", 6e9),
        ("China surplus with Belarus, 2024", 4.77e9),
        ("China surplus with Belarus, 2023, implied", 3.2317e9),
        ("China surplus with Belarus, Jan–Aug 2023", 1.86e9),
    ]
    assert list(row_heights(ax).values()) == sorted(row_heights(ax).values())
    assert ax.yaxis_inverted()
    assert written(ax, "value") == ["> $6 bn", "$4.77 bn", "$3.23 bn", "$1.9 bn"]


def test_levels_have_their_intervals_and_an_arrow_for_an_open_end():
    ax = levels(LEVELS)
    assert intervals(ax) == [(6e9, 6e9), (4.765e9, 4.775e9), (3.22e9, 3.24e9), (1.8e9, 1.9e9)]
    assert [arrow.xy[0] for arrow in arrows(ax)] == [6e9]


def test_a_limit_from_zero_reaches_the_edge_of_a_log_scale():
    rows = claims_table([{"value": 1e6, "low": 0.0, "high": 1e6, "qualifier": "<="}, {"value": 1e12}])
    ax = levels(rows)
    assert ax.get_xscale() == "log"
    assert intervals(ax) == [(ax.get_xlim()[0], 1e6)]
    assert "log scale" in ax.get_xlabel()


def test_ticks_are_labelled_with_their_places():
    assert tick_labels(growth(GROWTH, width=10))[40] == "+40 %"
    linear, log = (tick_labels(levels(rows, width=10)) for rows in (LEVELS, pd.concat([LEVELS, MANY.tail(1)])))
    assert (linear[0], linear[2e9]) == ("0", "2 bn")
    assert (log[2e9], log[1e11]) == ("2 bn", "100 bn")


def test_a_linear_scale_starts_at_zero():
    ax = levels(LEVELS)
    assert ax.get_xscale() == "linear"
    assert ax.get_xlim()[0] == 0


def test_negative_levels_stay_linear():
    ax = levels(claims_table([{"value": -98.3e9, "measure": "balance"}, {"value": 1e6, "measure": "balance"}]))
    assert ax.get_xscale() == "linear"
    assert sorted(dots(ax).values()) == [-98.3e9, 1e6]


def test_a_log_scale_of_negative_levels_is_refused():
    with pytest.raises(ValueError, match="positive levels"):
        levels(claims_table([{"value": -1.0}]), log=True)


def test_of_several_units_one_is_drawn_and_the_others_are_named():
    units = ["tonne", "EUR", "tonne", "USD", None, "USD", "tonne", "bale", "box"]
    rows = claims_table([{"unit": unit, "value": n} for n, unit in enumerate(units)])
    ax = levels(rows)
    assert sorted(dots(ax).values()) == [3, 5]
    assert "In other units, left out: tonne (3), EUR (1), missing (1), … and 2 more." in small_print(ax)
    assert sorted(dots(levels(rows, unit="tonne")).values()) == [0, 2, 6]
    with pytest.raises(ValueError, match=r"no claims of unit GBP to chart; the table holds tonne \(3\), USD \(2\)"):
        levels(rows, unit="GBP")


def test_levels_without_a_unit_say_so():
    assert levels(claims_table([{"unit": None, "value": 5.0}])).get_xlabel().startswith("number, unit not told")


def test_no_levels_names_what_there_is():
    with pytest.raises(ValueError, match=r"no claims of kind level to chart; the table holds growth \(5\)"):
        levels(GROWTH)
    with pytest.raises(ValueError, match="holds no claims with a value"):
        levels(LEVELS.head(0))


def test_another_table_is_refused():
    with pytest.raises(ValueError, match=r"lacks the columns .*kind"):
        levels(LEVELS.drop(columns="kind"))
    with pytest.raises(TypeError, match="list"):
        levels([1, 2])


@pytest.mark.parametrize("limit", [0, -3])
def test_a_limit_below_one_is_refused(limit):
    with pytest.raises(ValueError, match=f"got {limit}"):
        levels(LEVELS, limit=limit)


def test_a_width_too_small_for_words_is_refused():
    with pytest.raises(ValueError, match="at least 3 inches; got 1"):
        levels(LEVELS, width=1)


def test_many_levels_thin_out_to_the_largest_and_say_so():
    ax = levels(MANY)
    assert sorted(dots(ax).values()) == [n * 1e9 for n in range(481, 501)]
    assert "Largest 20 of 500 figures shown." in small_print(ax)
    assert "…and 17 more" in small_print(ax)


def test_a_given_axes_takes_as_many_rows_as_it_has_room_for():
    _, ax = plt.subplots(figsize=(5, 3))
    levels(MANY, ax=ax)
    shown = len(dots(ax))
    assert 1 < shown < 20
    assert sorted(dots(ax).values()) == [n * 1e9 for n in range(501 - shown, 501)]
    assert f"Largest {shown} of 500 figures shown." in small_print(ax)


def test_repeats_in_one_article_are_merged_and_counted():
    same = {**SURPLUS, "value": 4.77e9, "period": "2024"}
    rows = claims_table([same, same, {**same, "article": "b2", "publisher": "AFP"}, same])
    ax = levels(rows)
    assert list(row_dots(ax)) == [
        "China surplus with Belarus, 2024 – Reuters (3×)",
        "China surplus with Belarus, 2024 – AFP",
    ]
    assert "(2×): told so many times in its article." in small_print(ax)


def test_rows_of_one_article_and_label_are_told_apart_by_their_turn():
    rows = claims_table([
        {"value": 5.0, "start": 90}, {"value": 7.0, "start": 20}, {"value": 6.0, "start": 9, "article": "b2"},
        {"value": 4.0, "start": 50, "article": "c3", "publisher": "AFP"},
    ])  # fmt: skip
    assert row_dots(levels(rows)) == {
        "Exports – Reuters – a1 – figure 1 of 2": 7.0,
        "Exports – Reuters – b2": 6.0,
        "Exports – Reuters – a1 – figure 2 of 2": 5.0,
        "Exports – AFP": 4.0,
    }
    assert list(row_dots(levels(rows.head(2)))) == ["Exports – figure 1 of 2", "Exports – figure 2 of 2"]


@pytest.mark.filterwarnings("error")
def test_a_name_that_the_font_cannot_draw_gives_way_to_the_article_s(tmp_path):
    rows = claims_table([
        {"value": 5.0, "article": "wire-5", "publisher": "新华社"},
        {"value": 4.0, "article": "人民日报", "publisher": "新华社", "published": None},
        {"value": 3.0, "article": "c3", "publisher": "Жэньминь жибао"},
    ])  # fmt: skip
    ax = levels(rows)
    assert list(row_dots(ax)) == ["Exports – wire-5", "Exports", "Exports – Жэньминь жибао"]
    assert source_line(rows) == "Sources: Жэньминь жибао, 4 June 2025; wire-5, 4 June 2025; unnamed, undated"
    save_figure(ax, tmp_path / "names")  # a character that is not in the font would cause a warning


def test_implied_dots_are_hollow_and_targets_are_diamonds():
    ax = levels(LEVELS)
    faces = {round(float(y), 6): face for marks in point_groups(ax) for (_, y), face in points_and_faces(marks)}
    hollow = [label for label, y in row_heights(ax).items() if faces[y] == (1, 1, 1)]
    assert hollow == ["China surplus with Belarus, 2023, implied"]
    assert "hollow: implied" in small_print(ax)
    assert "Diamond: forecast or target." in small_print(ax)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.floats(-1e15, 1e15).filter(lambda value: abs(value) > 1e-3), min_size=1, max_size=8, unique=True))
def test_any_levels_are_drawn_at_their_values_without_faults(values):
    ax = levels(claims_table([{"value": value, "reporter": "CHN"} for value in values]), width=5)
    assert sorted(dots(ax).values()) == pytest.approx(sorted(values))
    assert faults(ax.figure) == []
    plt.close(ax.figure)


# growth


def test_growth_stands_at_its_per_cent_and_multiples_are_written_as_told():
    ax = growth(GROWTH)
    said = dict(zip(row_heights(ax), written(ax, "value"), strict=True))
    assert said == {
        "India output of mobile phones, Apr 2024 – Mar 2025": "×28 (+2,700 %)",
        "China surplus with Belarus, on year": "+47.6 %",
        "Russia exports, on 2019": "×1.4 (+40 %)",
        "Exports, May 2024": "< −20 %",
        "United Kingdom exports of whisky": "×0.5 (−50 %)",
    }
    assert bars(ax)[row_heights(ax)["China surplus with Belarus, on year"]] == 47.6
    assert row_dots(ax)["Russia exports, on 2019"] == pytest.approx(40)
    assert row_dots(ax)["United Kingdom exports of whisky"] == pytest.approx(-50)


def test_growth_intervals_are_in_per_cent_too():
    ends = np.array(sorted(intervals(growth(GROWTH))))
    assert ends == pytest.approx(np.array([(-52.5, -47.5), (-20, -20), (35, 45), (47.55, 47.65)]))


def test_a_growth_beyond_the_others_is_cut_at_the_edge_and_said_so():
    ax = growth(GROWTH)
    edge = ax.get_xlim()[1]
    assert edge < 200
    assert row_dots(ax)["India output of mobile phones, Apr 2024 – Mar 2025"] == edge
    assert "Broken bar: beyond the axis" in small_print(ax)


def test_no_growth_is_cut_among_its_like():
    ax = growth(claims_table([{"kind": "growth", "unit": "x", "value": value} for value in (2, 15, 28)]))
    assert sorted(dots(ax).values()) == pytest.approx([100, 1400, 2700])
    assert "Broken" not in small_print(ax)


def test_growth_in_another_unit_is_named():
    with pytest.raises(ValueError, match=r"unit % or x to chart; the table holds pp \(1\)"):
        growth(claims_table([{"kind": "growth", "unit": "pp"}]))


# shares


def test_shares_stand_between_nought_and_a_hundred():
    ax = shares(SHARES)
    assert ax.get_xlim() == (0, 100)
    assert tick_labels(ax) == {0: "0 %", 25: "25 %", 50: "50 %", 75: "75 %", 100: "100 %"}
    assert list(row_dots(ax).values()) == [95.0, 91.8, 100 / 3]
    assert intervals(ax) == [(95, 100), (91.75, 91.85), (95 / 3, 35)]
    assert written(ax, "value") == ["> 95 %", "91.8 %", "33.3 %"]
    assert list(bars(ax).values()) == [95.0, 91.8, 100 / 3]


@pytest.mark.parametrize("width", [5, 7, 10])
def test_the_ticks_of_shares_are_labelled_where_they_fit(width):
    ax = shares(SHARES.assign(publisher="A Publisher of Some Length, the Second"), width=width)
    assert list(tick_labels(ax).values()) == ["0 %", "25 %", "50 %", "75 %", "100 %"]


@pytest.mark.parametrize("chart", [shares, growth])
@pytest.mark.parametrize(
    ("low", "high", "told"),
    [(39.95, 40.05, False), (35.0, 45.0, True), (40.0, INF, True), (np.nan, np.nan, False)],
)
def test_the_line_is_explained_only_where_one_is_seen(chart, low, high, told):
    rows = {"unit": "%", "value": 40.0, "low": low, "high": high}
    ax = chart(claims_table([{**rows, "kind": "share"}, {**rows, "kind": "growth"}]))
    assert ("line: what the wording commits to" in ax.get_xlabel()) == told


def test_the_interval_of_a_bar_that_is_cut_off_is_not_explained():
    rows = [{"kind": "growth", "unit": "%", "value": value, "low": value, "high": value} for value in (4, 5, 6)]
    far = {"kind": "growth", "unit": "%", "value": 900.0, "low": 850.0, "high": 950.0}
    assert growth(claims_table([*rows, far])).get_xlabel() == "growth, %"


# aid


def test_aid_over_a_wide_range_is_on_a_log_scale():
    rows = claims_table([
        {"measure": "loan", "value": 13.7e9, "low": 13.65e9, "high": 13.75e9},
        {"measure": "loan", "value": 5e9, "low": 0.0, "high": 5e9, "qualifier": "<="},
        {"measure": "aid", "value": 3e6, "low": 2.85e6, "high": 3.15e6, "qualifier": "~"},
    ])  # fmt: skip
    ax = aid(rows)
    assert ax.get_xscale() == "log"
    assert "USD, log scale" in ax.get_xlabel()
    edge = ax.get_xlim()[0]
    assert [edge + width for width in bars(ax).values()] == pytest.approx([13.7e9, 5e9, 3e6])
    assert sorted(intervals(ax))[0] == (edge, 5e9)
    smallest = min(ax.patches, key=lambda bar: bar.get_width()).get_window_extent()
    assert smallest.width > 10
    assert faults(ax.figure) == []


def test_aid_of_nought_stays_linear():
    assert aid(claims_table([{"measure": "aid", "value": value} for value in (0.0, 1e3, 1e9)])).get_xscale() == "linear"


def test_aid_has_one_bar_a_claim_by_giver_and_receiver():
    ax = aid(AID)
    assert {label: bars(ax)[y] for label, y in row_heights(ax).items()} == {
        "Japan → Africa, loan": 40e6,
        "China → South Africa, grant for a power transmission and distribution network": 26.8e6,
        "China → South Africa, aid of power equipment": 8.9e6,
        "giver not told → Tunisia, loan": 3e6,
    }
    assert written(ax, "value") == ["≤ $40 m", "~ $26.8 m", "$8.9 m", "≥ $3 m"]
    assert ax.get_title(loc="left") == "Grants, loans and aid by giver and receiver"


def test_gifts_in_kind_are_listed():
    listed = "450 generators (China → South Africa, aid of gasoline generators)"
    assert listed in small_print(aid(AID))


def test_a_long_list_of_gifts_in_kind_is_cut_short():
    rows = claims_table([{"measure": "aid", "value": n, "unit": "boat"} for n in range(2, 12)] + [{"measure": "grant"}])
    assert "and 4 more." in small_print(aid(rows))


def test_aid_from_one_giver_to_one_receiver_is_named_in_the_title():
    assert aid(AID.iloc[[0, 3]]).get_title(loc="left") == "Grants and aid from China to South Africa"


def test_aid_in_another_currency_is_left_out_and_counted():
    rows = pd.concat([AID, claims_table([{"measure": "aid", "unit": "ETB"}])])
    assert "In other units, left out: ETB (1)." in small_print(aid(rows))
    assert list(bars(aid(rows, unit="ETB")).values()) == [1.0]


def test_aid_without_money_names_its_units():
    with pytest.raises(ValueError, match="the table has them in generator"):
        aid(AID.iloc[[1]])
    with pytest.raises(ValueError, match=r"measure grant or loan or aid to chart; the table holds surplus \(4\)"):
        aid(LEVELS)


# over_time


def test_figures_stand_at_the_middle_of_their_periods():
    ax = over_time(LEVELS, "CHN", "BLR", "surplus")
    assert {y: x for x, y in points(ax)} == {
        4.77e9: days("2024-07-02"),
        3.2317e9: days("2023-07-02 12:00"),
        6e9: days("2026-07-02 12:00"),
        1.86e9: days("2023-05-02 12:00"),
    }
    assert (days("2023-01-01"), days("2023-09-01")) in intervals(ax)


def test_time_intervals_are_upright_lines():
    ax = over_time(LEVELS)
    lines = [line for marks in ax.collections if isinstance(marks, LineCollection) for line in marks.get_segments()]
    upright = sorted((line[0][1], line[1][1]) for line in lines if line[0][0] == line[1][0])
    assert upright == [(1.8e9, 1.9e9), (3.22e9, 3.24e9), (4.765e9, 4.775e9), (6e9, 6e9)]
    assert [arrow.xy for arrow in arrows(ax)] == [(days("2026-07-02 12:00"), 6e9)]


def test_implied_points_are_hollow():
    ax = over_time(LEVELS)
    hollow = [y for marks in point_groups(ax) for (_, y), face in points_and_faces(marks) if face == (1, 1, 1)]
    assert hollow == [3.2317e9]
    assert "hollow: implied" in small_print(ax)


def test_time_labels_are_the_values():
    assert set(written(over_time(LEVELS, width=10), "value")) == {
        "$4.77 bn",
        "$3.23 bn",
        "> $6 bn",
        "$1.9 bn, Jan\N{EN DASH}Aug 2023",
    }


def test_claims_without_a_period_are_left_out_and_counted():
    ax = over_time(pd.concat([LEVELS, claims_table([{**SURPLUS, "value": 9e9}])]))
    assert "1 figure without a period left out." in small_print(ax)
    assert 9e9 not in dots(ax)
    with pytest.raises(ValueError, match="none of the 1 claims that fit tells its period"):
        over_time(claims_table([SURPLUS]))


def test_without_a_partner_it_is_trade_with_everybody():
    rows = claims_table([
        {"period": "2024"}, {"period": "2024", "partner": "USA"}, {"period": "2025", "partner": "USA"},
        {"period": "2023", "item": "gold"},
    ])  # fmt: skip
    ax = over_time(rows, measure="exports")
    assert [x for x, _ in points(ax)] == [days("2024-07-02")]
    assert "3 figures of another partner or item left out." in small_print(ax)


def test_what_is_not_given_is_the_series_with_the_most_periods():
    rows = [{"period": "2024", "reporter": "CHN"}, {"period": "2024", "reporter": "CHN"}]
    rows += [{"period": f"20{year}", "reporter": "USA", "partner": "MEX"} for year in (22, 23)]
    rows += [{"period": f"20{year}", "core": False, "unit": "ship"} for year in (22, 23, 24)]
    ax = over_time(claims_table(rows))
    assert ax.get_title(loc="left") == "United States exports to Mexico: levels over time"
    assert len(points(ax)) == 2
    assert "5 figures of another reporter, partner or unit left out." in small_print(ax)


def test_rows_of_the_same_name_are_all_drawn():
    rows = pd.concat([LEVELS.head(2), LEVELS.tail(2)])
    rows.index = pd.Index(["a1:0"] * 4, name="claim")
    assert len(dots(levels(rows))) == 4


def test_a_choice_that_fits_nothing_is_named():
    with pytest.raises(ValueError, match=r"no claims of partner RUS to chart; the table holds BLR \(4\)"):
        over_time(LEVELS, partner="RUS")
    with pytest.raises(ValueError, match=r"kind must be one of level, .*; got 'levels'"):
        over_time(LEVELS, kind="levels")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Turkey", "reporter takes a code such as CHN, not 'Turkey'; the code of Turkey is TUR"),
        ("Nowhere", "reporter takes a code such as CHN, not 'Nowhere'$"),
        ("TUR", r"no claims of reporter TUR to chart; the table holds CHN \(4\)"),
    ],
)
def test_a_name_in_place_of_a_code_is_told(name, said):
    with pytest.raises(ValueError, match=said):
        over_time(LEVELS, name)


def test_many_figures_thin_out_to_the_latest():
    ax = over_time(MANY.assign(item=pd.NA))
    heights = [y for marks in point_groups(ax) for _, y in marks.get_offsets()]
    assert sorted(heights) == [n * 1e9 for n in range(481, 501)]
    assert "Latest 20 of 500 figures shown." in small_print(ax)


@pytest.mark.parametrize(
    ("period", "ticks"),
    [("2024-05", ["May 2024", "Jun 2024"]), ("2024", ["Jan 2024", "Jul 2024", "Jan 2025"])],
)
def test_ticks_have_their_year(period, ticks):
    ax = over_time(claims_table([{"period": period, "value": 5.0}]), width=5)
    assert set(ticks) <= {label.get_text() for label in ax.get_xticklabels()}


# words


def test_every_measure_has_its_words():
    assert sorted(measure_words()) == sorted(MEASURES)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({}, "Exports"),
        (
            {"reporter": "IND", "item": "gold", "partner": "ARE"},
            "India exports of gold to United Arab Emirates",
        ),
        (
            {"measure": "tariff", "reporter": "USA", "partner": "CHN"},
            "United States tariff on goods from China",
        ),
        (
            {"measure": "tariff", "reporter": "USA", "partner": "CHN", "item": "steel"},
            "United States tariff on steel from China",
        ),
        ({"kind": "share", "reporter": "GHA", "item": "gold"}, "Ghana exports of gold"),
        ({"kind": "share", "measure": "other", "item": "gold"}, "Gold"),
        ({"measure": "gdp", "reporter": "EA"}, "Euro area GDP"),
        ({"measure": "other", "unit": "visit", "reporter": "CHN"}, "China visits"),
        ({"measure": "other", "reporter": "CHN"}, "China figure"),
        ({"kind": "growth", "basis": "2019", "period": "2024-Q1"}, "Exports, Q1 2024, on 2019"),
        ({"status": "forecast"}, "Exports, forecast"),
    ],
)
def test_claim_labels(cells, expected):
    label = claim_label(claims_table([cells]).iloc[0])
    assert label.replace("\N{NO-BREAK SPACE}", " ") == expected


def test_flow_labels_name_what_is_not_told():
    assert flow_label(claims_table([{"measure": "aid"}]).iloc[0]) == "giver not told → receiver not told, aid"


def test_the_source_line_is_thinned():
    rows = claims_table([
        {"article": "d", "publisher": None, "published": None},
        *({"article": name, "publisher": name.upper(), "published": f"2025-06-0{n}"}
          for n, name in enumerate("cba", 1)),
        {"article": "a"},
    ])  # fmt: skip
    assert source_line(rows) == "Sources: C, 1 June 2025; B, 2 June 2025; A, 3 June 2025; …and 1 more"
    assert source_line(rows.head(1)) == "Source: d, undated"
    assert source_line(LEVELS.iloc[[1]]) == "Source: no article; computed by tradekit"


def test_text_is_wrapped_to_its_width_and_nothing_is_lost():
    text = "China exports of mechanical and electrical products to the Association of Nations " + "x" * 90
    lines = wrapped(text, 1.5, 8)
    assert all(text_width(line, 8) <= 1.5 for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert len(lines) > 3


def test_alt_text_tells_the_figures():
    told = alt_text(levels(LEVELS))
    assert "China surplus with Belarus, 2024: $4.77 bn" in told
    assert "Reuters, 4 June 2025" in told
    assert "and 10 more" in alt_text(levels(MANY))


# saving


def test_save_figure_writes_both_kinds_and_makes_the_folder(tmp_path):
    ax = levels(LEVELS)
    for name in ("new/fig.1", "new/fig.1.png", "new/fig.1.svg"):
        saved = save_figure(ax, tmp_path / name)
        assert saved == [tmp_path / "new/fig.1.png", tmp_path / "new/fig.1.svg"]
    assert saved[0].read_bytes().startswith(b"\x89PNG")
    assert "China surplus with Belarus, 2024: $4.77 bn" in saved[1].read_text(encoding="utf-8")


def test_save_figure_refuses_another_format(tmp_path):
    with pytest.raises(ValueError, match=r"not \.pdf"):
        save_figure(levels(LEVELS), tmp_path / "figure.pdf")


SAVING = """
import sys
sys.path.insert(0, sys.argv[1])
import test_charts as charts, test_gallery as gallery
for name, draw in charts.CHARTS.items():
    if "-" not in name:
        charts.save_figure(draw(width=5), f"{sys.argv[2]}/{name}")
for kind in ("matrix", "flows", "versions", "by_economy"):
    table = charts.claims_table(gallery.fitting(kind, 3))
    charts.save_figure(gallery.draw(kind, table, width="column"), f"{sys.argv[2]}/{kind}")
"""


def test_two_processes_save_the_same_bytes(tmp_path):
    here = Path(__file__).parent
    for seed in ("1", "2"):
        environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(here.parent)}
        command = [sys.executable, "-c", SAVING, str(here), str(tmp_path / seed)]
        subprocess.run(command, env=environment, check=True)
    files = sorted(path.name for path in (tmp_path / "1").iterdir())
    assert len(files) == 2 * (4 + sum("-" not in name for name in CHARTS))
    for name in files:
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes(), name
