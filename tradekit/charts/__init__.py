"""Charts of the claims table: each takes the table and returns matplotlib `Axes`.

Which claims are drawn is decided in `select`, their words in `labels`; `sheet` and `rows` lay them out.
"""

from __future__ import annotations

from tradekit.charts.aid import aid
from tradekit.charts.dots import growth, levels, shares
from tradekit.charts.sheet import alt_text, save_figure
from tradekit.charts.timeline import over_time

__all__ = ["aid", "alt_text", "growth", "levels", "over_time", "save_figure", "shares"]
