"""What times are resolved against: the article's date, the economy's fiscal year, the period spoken of."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import NamedTuple

from tradekit.periods.codes import months_code, period_dates
from tradekit.tables import rows

MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12, "fiscal": 12, "decade": 120}
DAYS = {"day": 1, "week": 7}


class Fiscal(NamedTuple):
    """A fiscal year: its first month, and whether `FY2024` starts or ends in 2024; `own` if a firm's."""

    first_month: int
    named: str
    split: bool
    own: bool = False
    quarters: bool = False  # whether its quarters are counted by it

    def year(self, first_year: int) -> str:
        """Give the months of the fiscal year that begins in a calendar year."""
        first = first_year * 12 + self.first_month - 1
        return months_code(first, first + 11)


@cache
def fiscal_years() -> dict[str, Fiscal]:
    """Give each economy's fiscal year."""
    table = rows("fiscal_years")
    return {r["economy"]: Fiscal(int(r["first_month"]), r["named"], r["split"] == "yes") for r in table}


class Context(NamedTuple):
    """What a time is resolved against; `role` is the time's."""

    published: dt.date | None
    fiscal: Fiscal | None
    around: str | None
    role: str

    @property
    def today(self) -> dt.date | None:
        """The article's date; without one the end of a part of a year: such figures are news."""
        if self.published or not self.around:
            return self.published
        first, last, _ = period_dates(self.around)
        return last if (last - first).days < 360 else None

    @property
    def compared(self) -> str | None:
        """The period spoken of, if the time is the earlier end of a comparison with it."""
        return self.around if self.role in ("basis", "earlier") else None


def unit_code(unit: str, index: int) -> str:
    """Write the index-th calendar month, quarter, half or year since the year 0.

    Examples
    --------
    >>> unit_code("quarter", 2024 * 4), unit_code("half", 2024 * 2 + 1)
    ('2024-Q1', '2024-07/2024-12')
    """
    length = MONTHS[unit]
    first = index * length
    if unit == "quarter":
        return f"{first // 12:04}-Q{first % 12 // 3 + 1}"
    return months_code(first, first + length - 1)


def is_season(code: str) -> bool:
    """Tell whether a period is a year across two years, whose months are not known: `2023/2024`."""
    return len(code) == 9 and code[4] == "/"
