"""One currency, one unit: `convert`, with the rates of the European Central Bank or the user's own (`rates`).

`money` finds the rate of a claim's own period, `units` the factor between units of measurement.
"""

from tradekit.conversion.convert import convert

__all__ = ["convert"]
