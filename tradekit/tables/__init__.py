"""What is known about words: one CSV a subject, each with its source in the first line."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """Read one table, once.

    Parameters
    ----------
    name : str
        The file's name without ``.csv``.

    Returns
    -------
    tuple of dict
        One dict a row, keyed by the header; lines that start with ``#`` (the source note) are left out.

    Examples
    --------
    >>> rows("scales")[0]
    {'word': 'hundred', 'factor': '1e2'}
    """
    lines = files(__package__).joinpath(f"{name}.csv").read_text(encoding="utf-8").splitlines()
    header, *cells = csv.reader(line for line in lines if not line.startswith("#"))
    return tuple(dict(zip(header, row, strict=True)) for row in cells)
