"""The bar that filters claims: by economy, measure, kind and status.

Each claim carries what it can be chosen by as short tokens (`e3 m0 k2`), which rows.js compares with the chosen
options: whatever a table holds, no two choices are mixed up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

import pandas as pd

from tradekit.frame import KINDS, MEASURES, STATUSES
from tradekit.frame.citation import economy
from tradekit.frame.columns import is_missing
from tradekit.places import economy_name
from tradekit.show.display import count, escape

Row = Mapping[Hashable, Any]
ABOUT = ("about trade", "everyday counts")


class Choice(NamedTuple):
    """What claims can be chosen by: the options that a row belongs to, and their order if it is not the alphabet's."""

    name: str
    options: Callable[[Row], list[str]]
    order: Sequence[str] = ()


class Filters(NamedTuple):
    """The bar as HTML, empty where there is nothing to choose from; and for each claim its tokens."""

    bar: str
    tokens: dict[str, str]


def filters(claims: pd.DataFrame, total: int | None = None) -> Filters:
    """Make the bar for a table of claims, as `by_claim` gives it; `total` counts those left out too."""
    rows = claims.to_dict("records")
    total = len(rows) if total is None else total
    counted = f"{len(rows):,} of {count(total, 'claim')}" if len(rows) < total else count(total, "claim")
    tokens: list[list[str]] = [[] for _ in rows]
    selects = []
    for choice in CHOICES:
        told = [choice.options(row) for row in rows]
        times = Counter(chain.from_iterable(told))
        if all(number == len(rows) for number in times.values()):
            continue  # no option leaves a claim out
        token = {option: f"{choice.name[0]}{number}" for number, option in enumerate(_ordered(times, choice.order))}
        for of_claim, options in zip(tokens, told, strict=True):
            of_claim += [token[option] for option in options]
        selects.append(_select_html(choice.name, token, times))
    # Hidden until the script runs, which it needs.
    bar = (
        f'<div class="tk-bar" role="search" aria-label="Filter claims" hidden>{" ".join(selects)} '
        f'<button type="button">Show all</button> <output data-total="{total}">{counted}</output></div>\n'
    )
    return Filters(bar if selects else "", dict(zip(map(str, claims.index), map(" ".join, tokens), strict=True)))


def _ordered(options: Mapping[str, int], order: Sequence[str]) -> list[str]:
    known = [option for option in order if option in options]
    return known + sorted(options.keys() - set(known), key=lambda option: (option.casefold(), option))


def _select_html(name: str, token: Mapping[str, str], times: Mapping[str, int]) -> str:
    options = (f'<option value="{token[one]}">{escape(one)} ({times[one]:,})</option>' for one in token)
    return f'<label>{name} <select><option value="">all</option>{"".join(options)}</select></label>'


def _cell(column: str) -> Callable[[Row], list[str]]:
    return lambda row: [] if is_missing(row[column]) else [str(row[column])]


def _economies(row: Row) -> list[str]:
    """Name the economies on either side; a ratio may also be against a thing."""
    sides = [row[side] for side in ("reporter", "partner") if not is_missing(row[side])]
    if not is_missing(row["against"]) and _is_code(row["against"]):
        sides.append(row["against"])
    return list(dict.fromkeys(economy(str(side)) for side in sides))


def _is_code(value: object) -> bool:
    try:
        return bool(economy_name(value))
    except ValueError:
        return False


def _about(row: Row) -> list[str]:
    return [] if is_missing(row["core"]) else [ABOUT[not row["core"]]]


CHOICES = (
    Choice("economy", _economies),
    Choice("measure", _cell("measure"), MEASURES),
    Choice("kind", _cell("kind"), KINDS),
    Choice("status", _cell("status"), STATUSES),
    Choice("claims", _about, ABOUT),
)
