"""Agreement across articles: one figure as several articles tell it, and each side's own statistics of one flow."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from tradekit.articles import Article
from tradekit.checks.comparison import VERDICTS
from tradekit.checks.reprints import first_prints
from tradekit.formats import format_value
from tradekit.frame import COLUMNS, TEXT, conform
from tradekit.frame.columns import listed

# Claims that agree in these are of one figure; missing is a value too (all goods, everybody).
FIGURE = ["kind", "measure", "item", "reporter", "partner", "period", "basis", "unit", "status", "against"]
# Of an economy there is one such figure a period; of loans, deals, prices and factories' output there may be several.
STATISTICS = ("exports", "imports", "trade", "balance", "surplus", "deficit", "gdp", "reserves", "debt")
MIRRORS = {"exports": "imports", "imports": "exports", "trade": "trade", "balance": "balance"}
_READ = [*FIGURE, "article", "value", "low", "high", "source", "notes"]

_TYPES = {column.name: column.dtype for column in COLUMNS}
_DTYPES: dict[str, Any] = {
    **{name: _TYPES[name] for name in FIGURE},
    **dict.fromkeys(("articles", "tellings"), pd.Int64Dtype()),
    **dict.fromkeys(("value", "low", "high"), "float64"),
    "precise": TEXT,
    **dict.fromkeys(("lowest", "highest"), "float64"),
    "verdict": pd.CategoricalDtype(list(VERDICTS)),
    "reason": TEXT,
    "mirror": TEXT,
    "mirror_value": "float64",
    "claims": TEXT,
}


def agreement(claims: pd.DataFrame, articles: Article | Iterable[Article] | None = None) -> pd.DataFrame:
    """Tell whether articles agree on the figures that several of them tell.

    Claims are of one figure if kind, measure, item, reporter, partner, period, basis, unit, status and
    `against` are the same. A deficit is a negative balance, a multiple a growth (``doubled`` is +100 %). A
    period or basis that an article does not tell is that of the others, if they tell only one and its interval
    overlaps with theirs. In other currencies and units figures differ: `convert` first.

    Parameters
    ----------
    claims : DataFrame
        A claims table. Implied rows, those without a value, unit, measure or reporter, and those that are not
        `core` are left out.
    articles : Article or iterable of Article, optional
        The articles, to tell reprints by their whole texts; otherwise by the sentences of their claims.

    Returns
    -------
    DataFrame
        A row a figure that two articles tell, or of which the other side's own figure is told; the index is
        `figure` (``figure:1``). The columns of `FIGURE`; `articles`, how many tell it, and
        `tellings`, how many of these are no reprints of another; `value`, `low`, `high` and the claim
        (`precise`) of the most precise wording, which has the narrowest interval; `lowest` and
        `highest` value; `verdict`, `reason`; `mirror` and `mirror_value`, the figure that the other side's
        statistics have (imports for exports), which may differ and proves nothing; `claims`, joined by ``; ``.

        ``agrees``: there is a number that lies in the intervals of all articles, and the tellings are two at
        least. ``disagrees``: there is none, for a statistic of an economy (exports, imports, trade, balance,
        gdp, reserves, debt; their growth and shares). ``cannot tell``: one story only; no period; an article that gives
        several such figures itself; figures apart that may be of different things, or have different
        sources or notes (provisional, seasonally adjusted), or are forecasts.

    Raises
    ------
    ValueError
        If the table lacks a column of the claims table, or an article of its claims is not given.
    TypeError
        If something else than a table and articles is given.
    ImportError
        If datasketch is not installed (``pip install 'tradekit[agreement]'``).

    Notes
    -----
    Unit: that of the figure. Mirror figures differ by valuation (FOB, CIF), by what counts as the partner, and
    by time: United Nations, International Merchandise Trade Statistics 2010, chapters IV and VI.

    Examples
    --------
    >>> import tradekit
    >>> one = tradekit.Article("China's exports were $3.58tn in 2024, customs data show.", id="one")
    >>> two = tradekit.Article("Exports from China came to about $3.6tn in 2024. Imports were lower.", id="two")
    >>> found = agreement(tradekit.extract([one, two]))
    >>> found[["reporter", "measure", "period", "tellings", "precise", "verdict"]].values.tolist()
    [['CHN', 'exports', '2024', 2, 'one:21', 'agrees']]
    """
    table = conform(claims)
    told = _comparable(table)
    told = _filled(_filled(told, "period"), "basis")
    groups = told.groupby(FIGURE, dropna=False, observed=True)
    told = told.assign(number=groups.ngroup(), by=groups["article"].transform("nunique"))
    mirrors = _mirrors(told.drop_duplicates("number"))
    kept = told[(told["by"] > 1) | told["number"].isin(mirrors)]
    prints = _prints(table, kept.loc[kept["by"] > 1, "article"], articles)
    figures: dict[int, list[Any]] = {}
    rows: Any = kept.sort_values("number", kind="stable")[[*_READ, "number"]].itertuples()
    for claim in rows:
        figures.setdefault(claim.number, []).append(claim)
    names = {number: f"figure:{place}" for place, number in enumerate(figures, 1)}
    found = [_row(told, prints, names.get(mirrors.get(number, -1))) for number, told in figures.items()]
    index = pd.Index(list(names.values()), dtype=TEXT, name="figure")
    out = pd.DataFrame(found, columns=list(_DTYPES), index=index).astype(_DTYPES)
    return out.assign(mirror_value=out["mirror"].map(out["value"].to_dict()).astype("float64"))


def _comparable(table: pd.DataFrame) -> pd.DataFrame:
    """Give the claims that can be compared, in one form: deficits as balances, multiples as growth in per cent."""
    rows = table[table["core"] & table["origin"].ne("implied").fillna(True)]
    rows = rows[rows[["value", "low", "high", "unit", "kind", "measure", "reporter", "article"]].notna().all(axis=1)]
    rows = rows.sort_values(["published", "article", "start"], kind="stable").copy()
    amount = rows["kind"].isin(["level", "change"])
    deficit = amount & rows["measure"].eq("deficit")
    rows.loc[amount & rows["measure"].isin(["deficit", "surplus"]), "measure"] = "balance"
    turned = -rows.loc[deficit, ["value", "high", "low"]]
    rows.loc[deficit, ["value", "low", "high"]] = turned.to_numpy()
    times = (rows["kind"].eq("growth") & rows["unit"].eq("x")).fillna(False).astype(bool)
    rows.loc[times, ["value", "low", "high"]] = (rows.loc[times, ["value", "low", "high"]] - 1) * 100
    rows.loc[times, "unit"] = "%"
    return rows


def _filled(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    """Fill in a period or basis that is not told, where the claims it would join tell only one and overlap with it."""
    later = ["basis"] if column == "period" else []
    groups = rows.groupby([name for name in FIGURE if name not in (column, *later)], dropna=False, observed=True)
    only = groups[column].transform("first").where(groups[column].transform("nunique") == 1)
    known = rows[column].notna()
    ends = rows[["low", "high"]].where(known)
    number = groups.ngroup()
    lowest, highest = ends["low"].groupby(number).transform("min"), ends["high"].groupby(number).transform("max")
    fits = (rows["low"] <= highest) & (rows["high"] >= lowest)
    return rows.assign(**{column: rows[column].fillna(only.where(fits))})


def _mirrors(figures: pd.DataFrame) -> dict[int, int]:
    """Give for each figure the number of the one that the other side's statistics have, if both are told."""
    sides = figures.loc[figures["partner"].notna() & figures["measure"].isin(MIRRORS), [*FIGURE, "number"]]
    sides = sides.assign(measure=sides["measure"].astype("object"))
    turned = sides.assign(
        reporter=sides["partner"], partner=sides["reporter"], measure=sides["measure"].map(MIRRORS)
    ).rename(columns={"number": "mirror"})
    pairs = sides.merge(turned, on=FIGURE)
    return dict(zip(pairs["number"], pairs["mirror"], strict=True))


def _prints(
    table: pd.DataFrame, wanted: pd.Series[Any], articles: Article | Iterable[Article] | None
) -> dict[str, str]:
    """Give for each article of the claims wanted the first that prints its story."""
    order = list(dict.fromkeys(wanted))  # sorted by date already
    if articles is None:
        sentences = table.loc[table["article"].isin(order), ["article", "sentence"]].drop_duplicates().dropna()
        sentences = sentences.sort_values(["article", "sentence"])
        texts = sentences.groupby("article")["sentence"].agg(" ".join).to_dict()
        return first_prints((name, texts.get(name, "")) for name in order)
    texts = {}
    for article in [articles] if isinstance(articles, Article) else articles:
        if not isinstance(article, Article):
            raise TypeError(f"articles holds a {type(article).__name__}; each must be an Article")
        texts[article.id] = article.text
    lacking = sorted(set(order) - set(texts))
    if lacking:
        raise ValueError(f"the claims are of articles that are not given: {listed(lacking)}")
    return first_prints((name, texts[name]) for name in order)


def _row(claims: list[Any], prints: dict[str, str], mirror: str | None) -> dict[str, object]:
    """Make the row of one figure from its claims."""
    precise = min(claims, key=lambda claim: claim.high - claim.low)
    verdict, reason = _verdict(claims, prints)
    names = {claim.article for claim in claims}
    return {
        **{name: getattr(precise, name) for name in (*FIGURE, "value", "low", "high")},
        "articles": len(names),
        "tellings": len({prints.get(name, name) for name in names}),
        "precise": precise.Index,
        "lowest": min(claim.value for claim in claims),
        "highest": max(claim.value for claim in claims),
        "verdict": verdict,
        "reason": reason,
        "mirror": mirror,
        "claims": "; ".join(claim.Index for claim in claims),
    }


def _verdict(claims: list[Any], prints: dict[str, str]) -> tuple[str, str]:
    """Tell whether the articles that tell a figure agree, and why."""
    ends = _ends(claims)
    if len(ends) == 1:
        return "cannot tell", "one article tells it; the other side's figure is a statistic of its own"
    if pd.isna(claims[0].period):
        return "cannot tell", "no article tells the period"
    several = [article for article, (low, high) in ends.items() if _apart(low, high)]
    if several:
        return "cannot tell", f"{several[0]} itself gives several such figures"
    last, first = max(ends, key=lambda name: ends[name][0]), min(ends, key=lambda name: ends[name][1])
    if not _apart(ends[last][0], ends[first][1]):
        told = len({prints[name] for name in ends})
        if told == 1:
            return "cannot tell", f"{len(ends)} prints of one story"
        return "agrees", f"{told} tellings allow the same number"
    said = " and ".join(_said(next(claim for claim in claims if claim.article == name)) for name in (first, last))
    if doubt := _doubt(claims):
        return "cannot tell", f"{said}, but {doubt}"
    return "disagrees", f"{said}: both cannot be right"


def _ends(claims: list[Any]) -> dict[str, tuple[float, float]]:
    """Give for each article the interval that all its claims of a figure allow."""
    ends: dict[str, tuple[float, float]] = {}
    for claim in claims:
        low, high = ends.get(claim.article, (-np.inf, np.inf))
        ends[claim.article] = max(low, claim.low), min(high, claim.high)
    return ends


def _apart(low: float, high: float) -> bool:
    """Tell whether an interval is empty; ends that differ in the last digits of a float touch."""
    return low > high + 1e-9 * abs(high)


def _doubt(claims: list[Any]) -> str | None:
    """Give the reason why figures that lie apart may all be right."""
    first = claims[0]
    if first.status != "actual":
        return f"one {first.status} may differ from another"
    if first.measure not in STATISTICS:
        return f"there may be more than one such {first.measure}"
    if first.kind in ("growth", "change") and pd.isna(first.basis):
        return "no article tells what it is against"
    sources = {claim.source for claim in claims if not pd.isna(claim.source)}
    notes = {"no note" if pd.isna(claim.notes) else claim.notes for claim in claims}
    for names, why in ((sources, "of different sources"), (notes, "of different kinds")):
        if len({name.lower() for name in names}) > 1:
            return f"they are {why}: {listed(sorted(names))}"
    return None


def _said(claim: Any) -> str:
    """Tell what an article says: `$3.58 tn (one)`."""
    sign = claim.kind in ("growth", "change") or claim.measure == "balance"
    return f"{format_value(claim.value, claim.unit, sign=sign)} ({claim.article})"
