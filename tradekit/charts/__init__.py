"""Charts of the claims table: each takes the table and returns matplotlib `Axes`.

Which claims are drawn is decided in `select`, their words in `labels`; `sheet` and `rows` lay them out, and
`saving` keeps what they say and show.
"""

from __future__ import annotations

from tradekit.charts.against import against_official
from tradekit.charts.aid import aid
from tradekit.charts.beside import forecasts, versions
from tradekit.charts.dots import growth, levels, ranks, shares
from tradekit.charts.pairs import flows, matrix
from tradekit.charts.panels import by_economy
from tradekit.charts.saving import alt_text, claims_in, save_figure
from tradekit.charts.timeline import balance, over_time

__all__ = [
    "against_official",
    "aid",
    "alt_text",
    "balance",
    "by_economy",
    "claims_in",
    "flows",
    "forecasts",
    "growth",
    "levels",
    "matrix",
    "over_time",
    "ranks",
    "save_figure",
    "shares",
    "versions",
]
