"""What is known about words: one CSV a subject, each with its source in the first line."""

from __future__ import annotations

import csv
from importlib.resources import files


def rows(name: str) -> list[dict[str, str]]:
    """Read one table.

    Parameters
    ----------
    name : str
        The file's name without ``.csv``.

    Returns
    -------
    list of dict
        One dict a row, keyed by the header; lines that start with ``#`` (the source note) are left out.

    Examples
    --------
    >>> rows("scales")[0]
    {'word': 'hundred', 'factor': '1e2'}
    """
    lines = files(__package__).joinpath(f"{name}.csv").read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))
