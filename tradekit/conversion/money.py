"""Claims in one currency: which rate converts a claim, by what it measures and when."""

from __future__ import annotations

from tradekit.conversion.rates import CURRENCY, NAN, Own, Rate, Span, ecb_rate, own_rate
from tradekit.conversion.step import Step
from tradekit.formats import currency_of
from tradekit.periods import period_dates

# What is held on one day, not earned or spent over time.
STOCKS = ("reserves", "debt")


def money_step(unit: str | None, period: str | None, measure: str | None, to: str, own: Own | None) -> Step:
    """Tell how a claim is brought to a currency.

    Examples
    --------
    >>> money_step("EUR/tonne", "2024-03-31", "price", "USD", None)
    Step(note='ECB, 2024-03-28', rate=1.0811, low=1.0811, high=1.0811, unit='USD/tonne', lost=False)
    >>> money_step("BYN", "2024", "exports", "USD", None)
    Step(note='no rate: the ECB has none of BYN', rate=nan, low=nan, high=nan, unit=None, lost=True)
    """
    currency = currency_of(unit or "")
    if not unit or not currency:
        return Step("not money")
    per = unit.removeprefix(currency)
    if CURRENCY.fullmatch(per.removeprefix("/")):
        return Step("an exchange rate")
    if currency == to:
        return Step(f"in {to} already", 1.0, 1.0, 1.0, unit)
    rate = _rate(currency, to, period, measure, own)
    if rate.value != rate.value:
        return Step(rate.note, lost=True)
    return Step(rate.note, rate.value, rate.value, rate.value, f"{to}{per}")


def _rate(currency: str, to: str, period: str | None, measure: str | None, own: Own | None) -> Rate:
    if period is None:
        return Rate(NAN, "no rate: the article does not tell the period")
    first, last, _ = period_dates(period)
    parts = period.split("/")
    if len(parts) == 2 and len(parts[0]) == 4:
        return Rate(NAN, f"no rate: {period} is a season, of unknown months")
    span = Span(period, first, last, at_end=first == last or measure in STOCKS)
    rate = own_rate(own, currency, span) if own else None
    return rate or ecb_rate(currency, to, span)
