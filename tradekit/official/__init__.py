"""Official statistics beside the claims: tables of figures, the comparison, and what UN Comtrade has.

`figures` reads tables of official figures, `flows` finds the one for a claim, `comparing` says whether they agree.
"""

from tradekit.official.comparing import compare
from tradekit.official.figures import samples

__all__ = ["compare", "samples"]
