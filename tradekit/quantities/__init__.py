"""Numbers with their scale, currency, unit, hedge and range, as spans of text. No trade words here.

The steps, each callable on its own: `grammar` turns the tables into patterns, `numerals` gives number words
their value, `atoms` finds single numbers with what is attached to them, `counts` names what bare numbers
count, and `scan` joins ranges and lists, reads hedges, and leaves alone what is no quantity.
"""

from tradekit.quantities.model import Quantity, Skip, interval
from tradekit.quantities.scan import find_quantities, scan

__all__ = ["Quantity", "Skip", "find_quantities", "interval", "scan"]
