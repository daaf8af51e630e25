"""`check`: all comparisons of the figures of each article with each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

import pandas as pd

from tradekit.checks import balances, moves, repeats, shares, wording
from tradekit.checks.comparison import Comparison, table
from tradekit.checks.told import Figure, figures

Check = Callable[[Sequence[Figure]], Iterator[Comparison]]

CHECKS: dict[str, Check] = {
    "growth": moves.growth,
    "change": moves.change,
    "change and growth": moves.change_and_growth,
    "balance": balances.balance,
    "trade": balances.trade,
    "goods and services": balances.goods_and_services,
    "share": shares.share,
    "shares": shares.shares,
    "parts": shares.parts,
    "told twice": repeats.told_twice,
    "direction": wording.direction,
    "full fall": wording.full_fall,
    "origin": wording.origin,
}


def check(claims: pd.DataFrame, only: str | Iterable[str] | None = None) -> pd.DataFrame:
    """Compare the figures of each article with each other, by their arithmetic.

    Every figure stands for the interval that its wording commits to (`low` to `high`). Figures agree if they can all
    be true as they are worded, however they were rounded. If they cannot, they disagree where it is told that they
    are of the same economies, goods, time and definition; else nobody can tell.

    Parameters
    ----------
    claims : DataFrame
        A claims table. Rows of `origin` ``implied`` are left out.
    only : str or iterable of str, optional
        The checks to make, all if not given:

        ``growth``
            growth = level / base − 1 (a multiple: level / base), with the levels of both times.
        ``change``
            change = level − base; between percentages in points.
        ``change and growth``
            growth = change / (level − change).
        ``balance``
            surplus or balance = exports − imports, deficit = imports − exports; their changes likewise.
        ``trade``
            trade = exports + imports.
        ``goods and services``
            both = goods + services; deficits are negative.
        ``share``
            share = part / whole.
        ``shares``
            no share, and no sum of the shares that a sentence gives of one whole, is more than 100 %.
        ``parts``
            the amounts that a sentence gives of one whole are no more than it.
        ``told twice``
            one figure in two sentences; the title is one.
        ``direction``
            the verb of “fell from A to B”, A > B.
        ``full fall``
            no flow falls by more than 100 %.
        ``origin``
            imports come from an economy: “imported … to Russia” tells two ways at once.

    Returns
    -------
    DataFrame
        A row a comparison, in the order of the articles: `check`; `claims`, the ids of all claims compared, joined by
        ``; ``, that of the checked one first; `stated`, `low` and `high`, the checked figure; `expected`,
        `expected_low` and `expected_high`, what the others make of it; `unit` of these six; `verdict`, ``agrees``,
        ``disagrees`` or ``cannot tell``; `reason` in words. No comparison gives an empty table with these columns.

    Raises
    ------
    ValueError
        If the table lacks a column of the claims table, a period is no period, or there is no such check.
    TypeError
        If something else than a table is given, such as one row.

    Notes
    -----
    Definitions: exports, imports, balance and total trade as in International Merchandise Trade Statistics: Concepts
    and Definitions 2010 (United Nations, ST/ESA/STAT/SER.M/52/Rev.3). Exports are valued FOB and imports mostly CIF
    there, and a balance is that of the values as published. Figures whose `notes` differ in valuation, adjustment,
    provisional or revised state, or goods against goods and services, never disagree, nor do figures of different
    sources: they may differ and all be true.

    A slip shows that one of the claims compared is wrong, not which.

    Examples
    --------
    >>> import tradekit
    >>> text = "In 2024, Kenya's exports to Uganda rose 21% to $1.2bn, from $890 million in 2023."
    >>> found = check(tradekit.extract(tradekit.Article(text, date="2025-02-01")))
    >>> found[["check", "stated", "expected", "verdict"]].round(1).to_dict("records")
    [{'check': 'growth', 'stated': 21.0, 'expected': 34.8, 'verdict': 'disagrees'}]
    >>> print(found["reason"][0])
    from $890 m to $1.2 bn is growth of +30–40 %; stated: +21 %
    """
    names = [only] if isinstance(only, str) else list(CHECKS if only is None else only)
    unknown = [name for name in names if name not in CHECKS]
    if unknown:
        raise ValueError(f"no check is called {', '.join(map(repr, unknown))}; there are {', '.join(CHECKS)}")
    return table(found for article in figures(claims) for name in names for found in CHECKS[name](article))
