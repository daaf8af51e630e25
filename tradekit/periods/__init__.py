"""Times named in text, found with exact spans and resolved against the article's date.

The steps, each callable on its own: `patterns` match the smallest times, `atoms` reads what they say, `join`
puts neighbours together, `find` gives each its role from the words around it, and `resolve` turns a time
into a period code. `codes` is the arithmetic of period codes.
"""

from tradekit.periods.codes import period_before, period_dates, shift
from tradekit.periods.context import Fiscal, fiscal_years
from tradekit.periods.find import date_spans, find_times
from tradekit.periods.model import Spec, Time
from tradekit.periods.resolve import basis_name, resolve

__all__ = [
    "Fiscal",
    "Spec",
    "Time",
    "basis_name",
    "date_spans",
    "find_times",
    "fiscal_years",
    "period_before",
    "period_dates",
    "resolve",
    "shift",
]
