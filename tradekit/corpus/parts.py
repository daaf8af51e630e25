"""One part of a corpus: from its articles to a file, whole or not there at all."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from tradekit.articles import Article
from tradekit.corpus.cutting import Part
from tradekit.corpus.inputs import Lines, ParquetRows, Problem, readable
from tradekit.frame import META, extract, whole_file

CLAIMS = "claims"  # the folder of the parts, in the folder that is written to
AT_ONCE = 500_000  # characters whose claims are held in memory
NOTE = b"tradekit"  # the key under which a part's file says what it is of


class Summary(NamedTuple):
    """What a corpus or a part of it held.

    Parameters
    ----------
    articles : int
        How many were read.
    claims : int
        How many claims they state: the rows of the table.
    problems : int
        How many articles, or dates and other notes of them, could not be read or used: the rows of
        `errors.csv`.
    """

    articles: int = 0
    claims: int = 0
    problems: int = 0

    def plus(self, other: Summary) -> Summary:
        """Return the sum of two."""
        return Summary(*(a + b for a, b in zip(self, other, strict=True)))


def extract_part(part: Part, out: Path) -> Summary:
    """Read the articles of a part and write their claims to a Parquet file of its name.

    The file has the part's fingerprint and problems among its metadata, so that it says by itself what it is.
    Any process that sees the input and `out` can do this; two that do the same part write the same file.

    Parameters
    ----------
    part : Part
        One of a `plan`.
    out : pathlib.Path
        The folder that the whole corpus is written to; it has a folder `claims`.

    Returns
    -------
    Summary
        What the part held.
    """
    problems: list[Problem] = []
    ids: list[str] = []
    articles = claims = 0
    schema = _schema()
    with whole_file(part_file(part.name, out)) as beside, pq.ParquetWriter(beside, schema) as writer:
        for batch in _batches(part, problems):
            known = len(problems)
            table = _claims(batch, part, problems)
            articles += len(batch) - (len(problems) - known)
            claims += len(table)
            ids += _ids_of_rows(part, batch)
            writer.write_table(pa.Table.from_pandas(table, schema))
        summary = Summary(articles, claims, len(problems))
        table_of = readable(part.input.file) if isinstance(part.input, Lines | ParquetRows) else None
        note = {
            "fingerprint": part.fingerprint,
            "summary": summary,
            "problems": problems,
            "table": table_of,
            "ids": ids,
        }
        writer.add_key_value_metadata({NOTE: json.dumps(note)})
    return summary


@cache
def _schema() -> pa.Schema:
    return pa.Schema.from_pandas(META)


def _batches(part: Part, problems: list[Problem]) -> Iterator[list[Article]]:
    batch: list[Article] = []
    size = 0
    for article in part.input.articles():
        if isinstance(article, Problem):
            problems.append(article)
            continue
        batch.append(article)
        size += len(article.text)
        if size >= AT_ONCE:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _claims(articles: list[Article], part: Part, problems: list[Problem]) -> pd.DataFrame:
    """Return the claims of articles; one that the rules fail on is a problem and keeps no other back."""
    try:
        return extract(articles)
    except MemoryError:
        raise
    except Exception as error:
        if len(articles) == 1:
            id = articles[0].id
            file = getattr(part.input, "file", id)  # the id of a text file is its path
            where = f"{id}: " if file != id else ""
            problems.append(Problem(file, None, f"{where}unexpected {type(error).__name__}: {error}"))
            return META
        return pd.concat([_claims([article], part, problems) for article in articles])


def _ids_of_rows(part: Part, articles: list[Article]) -> list[str]:
    """Return the ids of rows of a table: no part can tell alone whether they are its only ones."""
    if not isinstance(part.input, Lines | ParquetRows):
        return []
    path = f"{readable(part.input.file)}:"
    return [article.id.removeprefix(path) for article in articles]


def finished(part: Part, file: Path) -> Summary | None:
    """Return what a part held if its file is there, whole and of this input, else None."""
    try:
        note = read_note(file)
    except (OSError, ValueError, LookupError, TypeError):  # not there, broken off, or another's
        return None
    return Summary(*note["summary"]) if note["fingerprint"] == part.fingerprint else None


def read_note(file: Path) -> dict[str, Any]:
    """Return what the file of a part says of itself: `fingerprint`, `summary`, `problems`, `table` and its `ids`."""
    note: dict[str, Any] = json.loads(pq.read_metadata(file).metadata[NOTE])
    return note


def part_file(name: str, out: Path) -> Path:
    """Return the file of the part of a name."""
    return out / CLAIMS / f"{name}.parquet"
