"""Official statistics beside the claims: tables of figures, the comparison, and what UN Comtrade has.

`figures` reads tables of official figures, `flows` finds the one for a claim, `comparing` says whether they agree;
`fetching` asks UN Comtrade for what a table of claims needs, through `service`.
"""

from tradekit.official.comparing import compare
from tradekit.official.fetching import comtrade
from tradekit.official.figures import samples
from tradekit.official.service import (
    Comtrade,
    ComtradeError,
    ComtradeNetworkError,
    ComtradeQuotaError,
    Query,
    Source,
)

__all__ = [
    "Comtrade",
    "ComtradeError",
    "ComtradeNetworkError",
    "ComtradeQuotaError",
    "Query",
    "Source",
    "compare",
    "comtrade",
    "samples",
]
