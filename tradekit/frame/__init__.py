"""The claims table: its columns, `extract` from articles, `save` and `load`, and `cite`.

`columns` spells each column's dtype and meaning once and brings any table to them, `extraction` builds the
table, `corrections` puts what a person corrected over it (`told` says what a person can tell), `files` keeps it,
`figures` brings other figures to its columns, `citation` quotes a row.
"""

from __future__ import annotations

import pandas as pd

from tradekit.frame.citation import cite
from tradekit.frame.columns import (
    COLUMNS,
    EXTRAS,
    FREQS,
    INDEX,
    KINDS,
    MEASURES,
    ORIGINS,
    QUALIFIERS,
    STATUSES,
    TEXT,
    Column,
    conform,
)
from tradekit.frame.corrections import CorrectionWarning, save_corrections
from tradekit.frame.extraction import Articles, extract
from tradekit.frame.figures import as_claims
from tradekit.frame.files import csv_text, file_format, load, save, whole_file, write_file

META: pd.DataFrame

__all__ = [
    "COLUMNS",
    "EXTRAS",
    "FREQS",
    "INDEX",
    "KINDS",
    "MEASURES",
    "META",
    "ORIGINS",
    "QUALIFIERS",
    "STATUSES",
    "TEXT",
    "Articles",
    "Column",
    "CorrectionWarning",
    "as_claims",
    "cite",
    "conform",
    "csv_text",
    "extract",
    "file_format",
    "load",
    "save",
    "save_corrections",
    "whole_file",
    "write_file",
]


def __getattr__(name: str) -> pd.DataFrame:
    # META, the empty table, is made when it is asked for: nothing is computed at import.
    if name == "META":
        return extract([])
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
