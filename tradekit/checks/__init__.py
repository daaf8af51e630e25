"""Do the numbers agree? What the claims imply, and how they fit each other.

`told` has what a check needs of each claim, `intervals` the arithmetic, `comparison` a verdict and its words; `moves`,
`balances`, `shares`, `repeats` and `wording` are the checks, which `check` makes of a table. `derive` computes what
the claims imply. `agreement` compares the articles that tell one figure; `reprints` finds those that tell one story.
"""

from tradekit.checks.agreement import agreement
from tradekit.checks.check import CHECKS, check
from tradekit.checks.derive import implied

__all__ = ["CHECKS", "agreement", "check", "implied"]
