"""Do the numbers agree? What the claims imply, and how they fit each other; one module a kind of check."""

from tradekit.checks.derive import implied

__all__ = ["implied"]
