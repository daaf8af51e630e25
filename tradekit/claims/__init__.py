"""Links the finds of a sentence, and of the sentences before it, into claims: one small function a rule.

`RULES` lists them in order. Each rule looks at one number (`Draft`) in its sentence (`Scene`) and gives what
it read with the words it read it from (`Why`), or None.
"""

from tradekit.claims.read import RULES, read_article, read_claims

__all__ = ["RULES", "read_article", "read_claims"]
