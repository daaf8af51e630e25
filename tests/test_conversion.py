"""One currency and one unit: the right rate of the right time, or none and the reason."""

from __future__ import annotations

import datetime as dt
import math
import sys

import pandas as pd
import pint
import pytest
from currency_converter import CurrencyConverter
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

import tradekit
from tradekit import convert, tables
from tradekit.conversion.rates import ecb_rates
from tradekit.frame import META, as_claims

INF = math.inf
BANK = CurrencyConverter()


def claims(*rows: dict[str, object]) -> pd.DataFrame:
    return as_claims(pd.DataFrame([{"value": 100.0, "unit": "CNY", "measure": "exports", **row} for row in rows]))


def one(to: str = "USD", rates: pd.DataFrame | None = None, **cells: object) -> pd.Series:
    return convert(claims(cells), to, rates).iloc[0]


def average(code: str, first: str, last: str) -> float:
    """Give the average of the bank's rates of the business days, read day by day by currencyconverter."""
    days = pd.bdate_range(first, last).date
    return sum(rates := [rate for day in days if (rate := BANK._rates[code].get(day))]) / len(rates)


# --- money


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2018", "2018-01-01", "2018-12-31"),
        ("2024-Q1", "2024-01-01", "2024-03-31"),
        ("2024-04", "2024-04-01", "2024-04-30"),
        ("2024-01/2024-10", "2024-01-01", "2024-10-31"),
        ("2024-11-01/2024-11-20", "2024-11-01", "2024-11-20"),
    ],
)
def test_a_flow_takes_the_average_of_its_period(period: str, first: str, last: str) -> None:
    row = one(period=period)
    expected = average("USD", first, last) / average("CNY", first, last)
    assert row["rate"] == pytest.approx(expected, rel=1e-12)
    assert row["value"] == pytest.approx(100 * expected)
    assert (row["unit"], row["rate_note"]) == ("USD", f"ECB, average of {period}")


@pytest.mark.parametrize(
    ("measure", "period", "day"),
    [
        ("price", "2024-06-28", "2024-06-28"),
        ("exports", "2024-06-28", "2024-06-28"),
        ("reserves", "2024", "2024-12-31"),
        ("debt", "2024-06", "2024-06-28"),  # the 30th was a Sunday
        ("price", "2024-04-01", "2024-03-28"),  # Easter Monday takes Maundy Thursday's
        ("exports", "2024-03-30/2024-03-31", "2024-03-28"),  # no business day in it
    ],
)
def test_stocks_and_days_take_the_rate_of_a_day(measure: str, period: str, day: str) -> None:
    row = one(unit="EUR", measure=measure, period=period)
    assert row["rate"] == BANK.convert(1, "EUR", "USD", dt.date.fromisoformat(day))
    assert row["rate_note"] == f"ECB, {day}"


@pytest.mark.parametrize(
    ("unit", "period", "note"),
    [
        ("BYN", "2024", "no rate: the ECB has none of BYN"),
        ("RUB", "2024", "no rate: those of RUB (ECB) end on 2022-03-01"),
        ("RUB", "2022", "no rate: those of RUB (ECB) end on 2022-03-01"),
        ("RUB", "2022-03-10", "no rate: those of RUB (ECB) end on 2022-03-01"),
        ("CNY", "2004", "no rate: those of CNY (ECB) begin on 2005-04-01"),
        ("CNY", "2005", "no rate: those of CNY (ECB) begin on 2005-04-01"),
        ("CNY", "1990-05-05", "no rate: those of CNY (ECB) begin on 2005-04-01"),
        ("ISK", "2015", "no rate: those of ISK (ECB) have gaps in 2015"),
        ("CNY", None, "no rate: the article does not tell the period"),
        ("CNY", "2023/2024", "no rate: 2023/2024 is a season, of unknown months"),
    ],
)
def test_without_a_rate_the_value_is_missing_and_the_note_says_why(unit: str, period: str | None, note: str) -> None:
    row = one(unit=unit, period=period)
    assert row[["value", "low", "high", "rate"]].isna().all()
    assert (row["unit"], row["rate_note"]) == (unit, note)


def test_the_future_has_no_rate() -> None:
    assert one(period="2090")["rate_note"].startswith("no rate: those of CNY (ECB) end on")


@pytest.mark.parametrize(
    ("unit", "note"),
    [
        ("%", "not money"),
        ("x", "not money"),
        ("rank", "not money"),
        ("tonne", "not money"),
        ("generator", "not money"),
        (None, "not money"),
        ("CNY/USD", "an exchange rate"),
    ],
)
def test_what_is_not_money_stays(unit: str | None, note: str) -> None:
    given_row = {"unit": unit, "period": "2024"}
    row = convert(claims(given_row)).iloc[0]
    assert row[["value", "low", "high"]].tolist() == [100.0] * 3
    assert pd.isna(row["rate"])
    assert row["rate_note"] == note


def test_a_price_has_its_money_converted_and_dollars_stay() -> None:
    assert one(unit="EUR/tonne", period="2024")["unit"] == "USD/tonne"
    row = one(unit="USD/barrel", period=None)
    assert row[["value", "rate", "unit", "rate_note"]].tolist() == [100.0, 1.0, "USD/barrel", "in USD already"]


def test_intervals_are_converted_and_open_ends_stay_open() -> None:
    low, high = {"low": -INF, "high": -90.0}, {"low": 90.0, "high": INF}
    found = convert(claims({"value": -100.0, "period": "2024", **low}, {"period": "2024", **high}), "EUR")
    rate = found["rate"].iloc[0]
    assert found[["low", "high"]].values.tolist() == [[-INF, -90 * rate], [90 * rate, INF]]


codes = st.sampled_from(["EUR", "USD", "CNY", "JPY", "GBP", "INR", "ZAR"])
periods = st.sampled_from(["2023", "2024-05", "2024-Q3", "2024-05-31", "2023-07/2024-06"])


@settings(max_examples=20)
@given(codes, codes, codes, periods, st.sampled_from(["exports", "debt"]), st.floats(-1e15, 1e15))
def test_there_and_back_and_by_way_of_another(
    start: str, way: str, end: str, period: str, measure: str, value: float
) -> None:
    table = claims({"unit": start, "value": value, "period": period, "measure": measure})
    straight, round_about = convert(table, end), convert(convert(table, way), end)
    assert round_about["value"].iloc[0] == pytest.approx(straight["value"].iloc[0], rel=1e-12)
    assert convert(straight, start)["value"].iloc[0] == pytest.approx(value, rel=1e-12)


# --- the user's own rates


def own(**columns: object) -> pd.DataFrame:
    return pd.DataFrame({"currency": ["BYN"], "rate": [0.3], **columns})


def test_own_rates_by_period_hold_for_that_period() -> None:
    rates = own(period=["2024"], source=["World Bank"])
    row = one(unit="BYN", period="2024-01/2024-12", rates=rates)
    assert (row["value"], row["rate_note"]) == (30.0, "World Bank, 2024")
    assert one(unit="BYN", period="2023", rates=rates)["rate_note"] == (
        "no rate: the rates given have none of BYN for 2023"
    )
    assert one(period="2024", rates=rates)["rate_note"] == "ECB, average of 2024"


def test_own_rates_by_day_are_averaged() -> None:
    days = pd.bdate_range("2024-05-01", "2024-05-31")
    rates = pd.DataFrame({"currency": "BYN", "date": days, "rate": [0.3, 0.4] * 11 + [0.35]})
    month, later = (one(unit="BYN", period=period, rates=rates) for period in ("2024-05", "2024-06"))
    assert month["rate"] == pytest.approx(0.35)
    assert month["rate_note"] == "own rate, average of 2024-05"
    assert later["rate_note"] == "no rate: those of BYN (own rate) end on 2024-05-31"


def test_own_rates_lead_where_the_bank_has_none() -> None:
    row = one("BYN", pd.DataFrame({"currency": ["USD"], "period": ["2024"], "rate": [3.25]}), unit="USD", period="2024")
    assert (row["value"], row["unit"]) == (325.0, "BYN")


@pytest.mark.parametrize(
    ("rates", "error", "words"),
    [
        ({"BYN": 0.3}, TypeError, "not dict"),
        (pd.DataFrame({"currency": ["BYN"], "rate": [1.0]}), ValueError, "it has currency, rate"),
        (own(period=["2024"], date=["2024-01-01"]), ValueError, "either period or date"),
        (own(period=["2024"], rate=[0.0]), ValueError, "row 0: the rate is 0.0"),
        (own(period=["2024"], rate=[float("nan")]), ValueError, "row 0: the rate is nan"),
        (own(period=["2024"], rate=["much"]), ValueError, "row 0: could not convert"),
        (own(period=["last year"]), ValueError, "row 0: 'last year' is no period"),
        (own(date=["soon"]), ValueError, "row 0: "),
        (own(date=[None]), ValueError, "the date is missing"),
        (own(period=["2024"], currency=["Belarusian ruble"]), ValueError, "ISO 4217"),
        (pd.concat([own(period=["2024"])] * 2), ValueError, "row 1: BYN has two rates for 2024"),
    ],
)
def test_bad_rates_are_told(rates: pd.DataFrame, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        convert(claims({}), rates=rates)


# --- units of measurement

UNITS = [
    # unit, item, to, rate, new unit
    ("barrel", None, "cubic metre", 0.158987294928, "cubic metre"),
    ("short ton", None, "tonne", 0.90718474, "tonne"),
    ("quintal", "wheat", "tonne", 0.1, "tonne"),
    ("kilogram", None, "tonne", 0.001, "tonne"),
    ("gallon", None, "litre", 3.785411784, "litre"),
    ("bushel", "wheat", "tonne", 0.0272155422, "tonne"),
    ("bushel", "us corn", "tonne", 0.02540117272, "tonne"),
    ("tonne", "soybeans", "bushel", 36.7437, "bushel"),
    ("ounce", "gold", "kilogram", 0.0311034768, "kilogram"),
    ("USD/bushel", "wheat", "tonne", 36.7437, "USD/tonne"),
    ("USD/ounce", "gold", "gram", 1 / 31.1034768, "USD/gram"),
    ("barrel/day", "russian crude oil", "tonne", 0.1364, "tonne/day"),
    ("tonne", "crude oil", "barrel", 7.3314, "barrel"),
    ("cubic metre", "diesel", "tonne", 0.8428346, "tonne"),
    ("cubic foot/day", "gas", "cubic metre", 0.0283168466, "cubic metre/day"),
    ("terawatt hour", None, "kilowatt hour", 1e9, "kilowatt hour"),
    ("mmbtu", None, "gigajoule", 1.05506, "gigajoule"),
    ("barrel of oil equivalent", None, "tonne of oil equivalent", 0.146155, "tonne of oil equivalent"),
    ("mu", None, "hectare", 1 / 15, "hectare"),
    ("tonne", None, "tonne", 1.0, "tonne"),
]


@pytest.mark.parametrize(("unit", "item", "to", "rate", "new"), UNITS)
def test_a_unit_is_converted(unit: str, item: str | None, to: str, rate: float, new: str) -> None:
    row = one(to, unit=unit, item=item, measure="output")
    assert row["rate"] == pytest.approx(rate, rel=2e-5)
    assert (row["value"], row["unit"]) == (100 * row["rate"], new)
    assert row["low"] <= row["value"] <= row["high"]


@pytest.mark.parametrize(
    ("unit", "item"),
    [
        ("bushel", None),
        ("bushel", "apples"),
        ("bushel", "sweet corn"),
        ("barrel", "palm oil"),
        ("ounce", "tea"),
        ("cubic metre", "gas"),
    ],
)
def test_without_a_known_weight_the_value_is_missing(unit: str, item: str | None) -> None:
    row = one("tonne", unit=unit, item=item)
    goods = f"and that of {item} is not in the table" if item else "which are not told"
    assert row[["value", "low", "high", "rate"]].isna().all()
    assert row["rate_note"] == f"no rate: what one {unit} weighs depends on the goods, {goods}"
    assert row["unit"] == unit


@pytest.mark.parametrize("unit", ["USD", "%", "hectare", "kilowatt hour", "generator", "degree", "deadweight tonne"])
def test_what_is_no_weight_stays(unit: str) -> None:
    row = one("tonne", unit=unit)
    assert (row["value"], row["unit"], row["rate_note"]) == (100.0, unit, "not a weight")


def test_a_weight_that_is_known_between_ends_widens_the_interval() -> None:
    rows = [{"unit": "barrel", "item": "crude", "value": value} for value in (1000.0, -1000.0)]
    rows.append({"unit": "tonne/day", "item": "crude", "value": 100.0})
    rows.append({"unit": "USD/barrel", "item": "crude", "value": 100.0})
    found = convert(claims(*rows[:2]), "tonne")
    assert found[["low", "high"]].round(1).values.tolist() == [[131.2, 146.3], [-146.3, -131.2]]
    assert convert(claims(rows[2]), "barrel")[["low", "high"]].round(0).values.tolist() == [[684.0, 762.0]]
    assert convert(claims(rows[3]), "tonne")[["low", "high"]].round(0).values.tolist() == [[684.0, 762.0]]


def test_units_of_one_kind_have_one_dimension() -> None:
    registry, kinds = pint.UnitRegistry(), {}
    for row in tables.rows("physical"):
        if row["pint"]:
            kinds.setdefault(row["of"], set()).add(registry.Quantity(row["pint"]).dimensionality)
    assert {kind: len(found) for kind, found in kinds.items()} == dict.fromkeys(kinds, 1)


def test_the_units_are_those_of_the_reading() -> None:
    read = {part for row in tables.rows("units") for part in row["unit"].split("/")}
    assert {row["unit"] for row in tables.rows("physical")} - read == set()
    weighed = {(row["goods"], row["unit"]) for row in tables.rows("weights")}
    assert len(weighed) == len(tables.rows("weights"))
    for row in tables.rows("weights"):
        assert not row["kilogram"] or float(row["low"]) <= float(row["kilogram"]) <= float(row["high"])


# --- the table


def test_nothing_else_changes_and_an_empty_table_has_the_columns() -> None:
    table = tradekit.extract("Exports rose 4% to 3.5 billion yuan in 2024. Imports were 5 million tonnes.")
    found = convert(table)
    changed = ["value", "low", "high", "unit", "rate", "rate_note"]
    assert_frame_equal(found.drop(columns=changed), table.drop(columns=changed[:4]))
    assert table["unit"].tolist() == ["%", "CNY", "tonne"]
    empty = convert(META)
    assert len(empty) == 0
    assert empty.dtypes.to_dict() == found.dtypes.to_dict()
    assert list(convert(found, "EUR").columns) == list(found.columns)


@pytest.mark.parametrize(
    ("to", "rates", "error", "words"),
    [
        ("BYN", None, ValueError, "no rates for BYN: give your own as rates, or choose one of AUD"),
        ("tons", None, ValueError, "cannot convert to 'tons'; allowed are a currency code such as USD, tonne"),
        ("dollars", None, ValueError, "cannot convert to 'dollars'"),
        ("USD/barrel", None, ValueError, "cannot convert to 'USD/barrel'"),
        (1, None, TypeError, "not int"),
        ("tonne", own(period=["2024"]), ValueError, "'tonne' is a unit of measurement"),
    ],
)
def test_bad_targets_are_told(to: str, rates: pd.DataFrame | None, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        convert(claims({}), to, rates)


def test_bad_tables_are_told() -> None:
    with pytest.raises(ValueError, match="it lacks claim, article"):
        convert(pd.DataFrame({"value": [1.0]}))
    with pytest.raises(TypeError, match="not Series"):
        convert(claims({}).iloc[0])
    with pytest.raises(ValueError, match="'last year' is no period"):
        convert(claims({"period": "2024"}).assign(period="last year"))


def test_what_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "currency_converter", None)
    ecb_rates.cache_clear()
    with pytest.raises(ImportError, match="currencyconverter: pip install 'tradekit\\[convert\\]'"):
        convert(claims({"period": "2024"}))
    assert one(unit="BYN", period="2024", rates=own(period=["2024"]))["value"] == 30.0
