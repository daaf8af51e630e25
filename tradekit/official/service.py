"""UN Comtrade as a source of official figures: one question, one answer, and errors that say what went wrong.

`Comtrade` asks the service through its makers' own package, comtradeapicall, which prints its errors and returns
nothing; here they are exceptions. Anything with the same method `fetch` can stand in its place (`Source`).
"""

from __future__ import annotations

import io
import math
from contextlib import redirect_stdout
from functools import cache
from typing import Any, NamedTuple, Protocol

from tradekit import tables

# Without a key the service gives no more records than this.
MOST_RECORDS = 500
Record = dict[str, Any]


class ComtradeError(Exception):
    """UN Comtrade gave no answer that can be used."""


class ComtradeQuotaError(ComtradeError):
    """UN Comtrade has no more calls for now: too many in a short time, or all of the day's."""


class ComtradeNetworkError(ComtradeError):
    """UN Comtrade could not be reached."""


class Query(NamedTuple):
    """What is asked at once: the exports and imports that an economy reports, with a partner, in a period.

    Attributes
    ----------
    reporter, partner : str
        ISO 3166-1 alpha-3; the partner ``WLD`` is the world.
    period : str
        A year or a month: ``2024``, ``2024-05``.
    commodity : str
        ``TOTAL``, or a chapter of the Harmonized System: ``84``.
    """

    reporter: str
    partner: str
    period: str
    commodity: str


class Source(Protocol):
    """Where records of UN Comtrade come from."""

    def fetch(self, query: Query) -> list[Record]:
        """Give the records for a query, each with the columns of UN Comtrade; none if nothing is reported."""
        ...


class Comtrade:
    """UN Comtrade itself, over the network.

    Parameters
    ----------
    key : str, optional
        A subscription key; without one, the public preview is asked.
    """

    def __init__(self, key: str | None = None) -> None:
        self.key = key

    def fetch(self, query: Query) -> list[Record]:
        """Ask for the records of one query.

        Raises
        ------
        ComtradeQuotaError, ComtradeNetworkError, ComtradeError
            If there are no more calls for now, the service cannot be reached, or it answers with another error.
        ImportError
            If the extra `stats` is not installed.
        """
        try:
            import comtradeapicall
            from urllib3.exceptions import HTTPError
        except ImportError as error:
            raise ImportError("asking UN Comtrade needs more packages: pip install 'tradekit[stats]'") from error
        said = io.StringIO()
        try:
            with redirect_stdout(said):
                if self.key:
                    answer = comtradeapicall.getFinalData(self.key, **_asked(query))
                else:
                    answer = comtradeapicall.previewFinalData(**_asked(query))
        except HTTPError as error:
            raise ComtradeNetworkError(f"UN Comtrade could not be reached: {error}") from error
        except (ValueError, KeyError) as error:
            raise ComtradeError(f"UN Comtrade gave an answer that cannot be read: {error}") from error
        if answer is None:
            raise _error(said.getvalue().strip())
        records = [{str(name): _cell(cell) for name, cell in row.items()} for row in answer.to_dict("records")]
        if len(records) >= MOST_RECORDS:
            raise ComtradeError(f"UN Comtrade cut its answer at {len(records)} records: {query}")
        return records


@cache
def codes() -> dict[str, str]:
    """Give the code that UN Comtrade has for an economy, by its own code."""
    return {row["code"]: row["comtrade"] for row in tables.rows("economies") if row["comtrade"]}


def _asked(query: Query) -> dict[str, Any]:
    """Write a query as the service's parameters."""
    return {
        "typeCode": "C",
        "freqCode": "M" if "-" in query.period else "A",
        "clCode": "HS",
        "period": query.period.replace("-", ""),
        "reporterCode": codes()[query.reporter],
        "cmdCode": query.commodity,
        "flowCode": "X,M",
        "partnerCode": codes()[query.partner],
        # Without these three there is a record for each second partner, means of transport and customs procedure
        # beside their sum: summed again, trade would be counted several times.
        "partner2Code": "0",
        "motCode": "0",
        "customsCode": "C00",
        "maxRecords": MOST_RECORDS,
        "format_output": "JSON",
        "breakdownMode": "classic",
        "includeDesc": True,
    }


def _error(said: str) -> ComtradeError:
    """Make the exception of what comtradeapicall printed."""
    low = said.lower()
    if low.startswith("request error"):
        return ComtradeNetworkError(f"UN Comtrade could not be reached: {said.partition(':')[2].strip()}")
    # 429 for too many calls in a short time, 403 for all of the day's.
    if "rate limit" in low or "quota" in low or '"statuscode": 429' in low or '"statuscode":429' in low:
        return ComtradeQuotaError(f"UN Comtrade takes no more calls for now: {said}")
    return ComtradeError(f"UN Comtrade answered with an error: {said or 'it said nothing'}")


def _cell(cell: Any) -> Any:
    return None if isinstance(cell, float) and math.isnan(cell) else cell
