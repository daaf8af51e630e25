"""Tables and lists: text that is not prose, with every column of each figure that it must give."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

import tradekit

ROWS = list(csv.DictReader((Path(__file__).parent / "cases" / "lists.csv").open(encoding="utf-8", newline="")))
TEXTS = {row["id"]: row for row in ROWS if row["text"]}
# A row is a figure; the text stands in the first row of its id, `¶` for a line break.
COLUMNS = ("unit", "kind", "measure", "reporter", "partner", "item", "period", "basis", "status")


@cache
def read(name: str) -> pd.DataFrame:
    """Read the claims of a text."""
    row = TEXTS[name]
    text = row["text"].replace("¶", "\n").replace("→", "\t")
    return tradekit.extract(tradekit.Article(text, id=name, title=row["title"] or None, date=row["date"] or None))


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['id']}:{row['quantity']}" for row in ROWS])
def test_figure(row: dict[str, str]) -> None:
    claims = read(row["id"])
    found = claims[claims["text"] == row["quantity"]]
    assert len(found) == 1, f"{row['quantity']} is not once among {claims['text'].tolist()}"
    got = found.iloc[0]
    assert got["value"] == pytest.approx(float(row["value"]))
    told = {name: "" if pd.isna(got[name]) else str(got[name]) for name in COLUMNS}
    assert told == {name: row[name] for name in COLUMNS}


@pytest.mark.parametrize("name", TEXTS)
def test_nothing_else_is_read(name: str) -> None:
    wanted = [row["quantity"] for row in ROWS if row["id"] == name]
    assert read(name)["text"].tolist() == wanted
