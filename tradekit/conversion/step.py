"""How one claim is converted: the factor and its ends, the new unit, and a note."""

from __future__ import annotations

from typing import NamedTuple

NAN = float("nan")


class Step(NamedTuple):
    """What happens to a claim: without a rate it stays as it is, or, if it is `lost`, its value becomes missing."""

    note: str
    rate: float = NAN
    low: float = NAN
    high: float = NAN
    unit: str | None = None
    lost: bool = False
