"""What UN Comtrade has for a table of claims: which queries it needs, their answers kept on disk, and their figures."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from tradekit.frame import TEXT, Column, conform, write_file
from tradekit.frame.columns import typed
from tradekit.official.comparing import beyond_reach
from tradekit.official.figures import MORE, NEEDED, goods
from tradekit.official.flows import months_of, same_period
from tradekit.official.service import Comtrade, ComtradeError, Query, Record, Source, codes
from tradekit.periods import period_before
from tradekit.places import economy_name
from tradekit.terms import TRADE

MEASURES = {"X": "exports", "M": "imports"}
_KEPT = ("reporter", "partner", "measure", "item", "period", "value", "unit", "statistics", "notes", "source", "url")
COLUMNS = (
    *(next(column for column in (*NEEDED, *MORE) if column.name == name) for name in _KEPT),
    Column("fetched", TEXT, "the day on which UN Comtrade was asked"),
)
URL = "https://comtradeplus.un.org"
# Of longer spans nothing is asked: each month is a call, and the day's calls are few.
MOST_MONTHS = 24


def comtrade(
    claims: pd.DataFrame,
    key: str | None = None,
    cache: str | os.PathLike[str] | None = None,
    *,
    source: Source | None = None,
) -> pd.DataFrame:
    """Fetch from UN Comtrade the official figures that a table of claims needs, and no others.

    They are the exports and imports that the reporter of each claim of trade has reported, and, as the mirror, those
    of its partner: of the claim's year, or of its months where it is not a calendar year (up to 24); for growth, of
    the time before too; all goods, or the chapter of the Harmonized System that the claim's goods are
    (`tradekit/tables/hs_chapters.csv`). Trade and balances follow from exports and imports.

    Parameters
    ----------
    claims : DataFrame
        A claims table.
    key : str, optional
        A subscription key of UN Comtrade. Without one the public preview is asked, which gives 500 records and one
        period a call; more is never asked at once, with a key too.
    cache : str or path, optional
        The folder in which answers are kept, one file a query, so that nothing is asked twice; by default one in
        the user's cache folder. Statistics are revised: remove the folder to ask anew. Empty answers are not kept,
        since the figures may come.
    source : Source, optional
        What is asked instead of UN Comtrade.

    Returns
    -------
    DataFrame
        One row a figure, for `compare`: in US dollars, with `statistics` (who reported it), `notes` (``fob`` or
        ``cif``, where the record tells) and `fetched` (the day). What nobody reported has no row.

    Raises
    ------
    ComtradeQuotaError
        If UN Comtrade takes no more calls for now. What was fetched is kept: the next run goes on from there.
    ComtradeNetworkError
        If it cannot be reached.
    ComtradeError
        If it answers with another error, or with something else than was asked.
    ImportError
        If the extra `stats` is not installed.
    ValueError
        If the table is not one of claims.

    Notes
    -----
    **Units and definitions**: US dollars at the rates that UN Comtrade uses. `value` is the record's
    `primaryValue`: exports free on board, imports mostly with cost, insurance and freight (IMTS 2010), so the
    mirror of an export is some per cent higher by construction.

    Examples
    --------
    A source of one's own, here without any record, needs no network:

    >>> import tradekit
    >>> class Nothing:
    ...     def fetch(self, query):
    ...         return []
    >>> claims = tradekit.extract("China's exports to Belarus were $6.6bn in 2024.")
    >>> len(comtrade(claims, cache="unused", source=Nothing()))
    0
    """
    folder = _folder() if cache is None else Path(cache)
    asked = source or Comtrade(key)
    rows = [row for query in queries(claims) for row in _rows(query, *_records(query, asked, folder))]
    return pd.DataFrame({column.name: typed(column, [row[column.name] for row in rows]) for column in COLUMNS})


def queries(claims: pd.DataFrame) -> list[Query]:
    """Give the queries that a table of claims needs, each once, those of the claims before their mirrors."""
    rows: Any = conform(claims).itertuples()
    own = dict.fromkeys(query for claim in rows for query in _queries(claim))
    mirrors = (query._replace(reporter=query.partner, partner=query.reporter) for query in own)
    return list(own | dict.fromkeys(query for query in mirrors if query.reporter != "WLD"))


def _queries(claim: Any) -> Iterator[Query]:
    """Give what one claim is to be compared with."""
    partner = "WLD" if pd.isna(claim.partner) else str(claim.partner)
    item = "" if pd.isna(claim.item) else goods(claim.item)
    partners = [partner, str(claim.against)] if claim.kind == "ratio" else [partner]
    known = not {str(claim.reporter), *partners} - set(codes()) and claim.reporter != "WLD"
    if beyond_reach(claim, TRADE) or not known or (item and not item.startswith("HS ")):
        return
    times = [str(claim.period)]
    if claim.kind in ("growth", "change") and not pd.isna(claim.basis):
        basis = str(claim.basis)
        times.append(period_before(times[0], basis) or "" if basis in ("yoy", "mom", "qoq") else basis)
    for other in partners:
        for period in (part for time in times if time for part in _parts(time)):
            yield Query(str(claim.reporter), other, period, item.removeprefix("HS ") or "TOTAL")


def _parts(period: str) -> list[str]:
    """Give the years or months of which UN Comtrade has figures for a period."""
    same = same_period(period)
    months = [same] if same.isdecimal() else months_of(period)
    return months if len(months) <= MOST_MONTHS else []


def _folder() -> Path:
    try:
        from platformdirs import user_cache_path
    except ImportError as error:
        raise ImportError(
            "a cache needs a folder (cache=…), or more packages: pip install 'tradekit[stats]'"
        ) from error
    return user_cache_path("tradekit") / "comtrade"


def _records(query: Query, source: Source, folder: Path) -> tuple[list[Record], str]:
    """Give the records for a query and the day they are of: those that are kept, or else fetched and kept."""
    path = folder / f"{'-'.join(query)}.json"
    if path.exists():
        try:
            kept = json.loads(path.read_text(encoding="utf-8"))
            return kept["records"], kept["fetched"]
        except (ValueError, KeyError, TypeError) as error:
            raise ComtradeError(f"{path} is no answer of UN Comtrade that was kept here; remove it") from error
    records, today = source.fetch(query), dt.date.today().isoformat()
    if records:
        folder.mkdir(parents=True, exist_ok=True)
        kept = {"query": query._asdict(), "fetched": today, "records": records}
        write_file(path, json.dumps(kept, indent=1).encode())
    return records, today


def _rows(query: Query, records: list[Record], fetched: str) -> list[dict[str, object]]:
    """Make the figures of the records, one an export or import."""
    rows: dict[str, dict[str, object]] = {}
    for record in records:
        measure = MEASURES.get(str(record.get("flowCode")))
        if measure is None or not _is_total(record):
            continue
        _check(query, record)
        if measure in rows:
            raise ComtradeError(f"UN Comtrade has several records of the {measure} asked for: {query}")
        value = record.get("primaryValue")
        rows[measure] = {
            "reporter": query.reporter,
            "partner": None if query.partner == "WLD" else query.partner,
            "measure": measure,
            "item": None if query.commodity == "TOTAL" else f"HS {query.commodity}",
            "period": query.period,
            "value": value,
            "unit": "USD",
            "statistics": query.reporter,
            "notes": next((note for note in ("fob", "cif") if value and record.get(f"{note}value") == value), None),
            "source": f"UN Comtrade, as reported by {economy_name(query.reporter)}",
            "url": URL,
            "fetched": fetched,
        }
    return list(rows.values())


def _is_total(record: Record) -> bool:
    """Tell the sum over second partners, means of transport and customs procedures from its parts."""
    parts = {"partner2Code": "0", "motCode": "0", "customsCode": "C00"}
    return all(record.get(name) is None or str(record[name]) == whole for name, whole in parts.items())


def _check(query: Query, record: Record) -> None:
    """Complain of a record of something else than was asked for."""
    asked = {
        "reporterCode": codes()[query.reporter],
        "partnerCode": codes()[query.partner],
        "period": query.period.replace("-", ""),
        "cmdCode": query.commodity,
    }
    for name, wanted in asked.items():
        if str(record.get(name)) != wanted:
            raise ComtradeError(f"UN Comtrade gave {name} {record.get(name)!r} where {wanted!r} was asked for: {query}")
