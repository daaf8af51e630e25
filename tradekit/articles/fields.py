"""What is noted of an article beside its text: front matter, and the table `articles.csv` of its folder."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from tradekit.articles.decode import decode

Fields = dict[str, str]
FIELDS = ("id", "title", "date", "publisher", "url")
SIDECAR = "articles.csv"

_FRONT_MATTER = re.compile(r"---[ \t]*\n(?P<lines>(?:[^\n]*\n){1,100}?)---[ \t]*(?:\n|$)")
_KEY = re.compile(r"(?P<key>[A-Za-z_][\w -]{0,40}):(?:[ \t]+(?P<value>.*))?$")
_OTHER_LINE = re.compile(r"\s*$|\s*#|[ \t]+\S|- ")  # blank, a comment, or what belongs to the key above


def split_front_matter(text: str) -> tuple[Fields, str]:
    r"""Part the front matter from a text.

    Parameters
    ----------
    text : str
        A text that may begin with lines of ``key: value`` between two lines ``---``.

    Returns
    -------
    tuple of dict and str
        The fields among `FIELDS` that are given, and the text after them. Where no field is given or a line
        is of another form, no fields and the whole text: what looks like front matter by chance is not lost.

    Examples
    --------
    >>> split_front_matter("---\ntitle: 'Gold: a record'\n---\nExports rose.\n")
    ({'title': 'Gold: a record'}, 'Exports rose.\n')
    >>> split_front_matter("---\nExports rose.\n---\n")
    ({}, '---\nExports rose.\n---\n')
    """
    match = _FRONT_MATTER.match(text)
    if not match:
        return {}, text
    fields: Fields = {}
    for line in match["lines"].splitlines():
        pair = _KEY.match(line)
        if pair:
            fields[pair["key"].strip().lower()] = _unquote((pair["value"] or "").strip())
        elif not _OTHER_LINE.match(line):
            return {}, text
    fields = {name: fields[name] for name in FIELDS if fields.get(name)}
    return (fields, text[match.end() :]) if fields else ({}, text)


def _unquote(value: str) -> str:
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    return value


def read_sidecar(path: Path, problems: list[str]) -> Iterator[tuple[str, Fields]]:
    """Yield the file and the fields of each row of an `articles.csv`; the file may not be there.

    Parameters
    ----------
    path : pathlib.Path
        The table: a column `file`, and any of `FIELDS`. Blank cells say nothing.
    problems : list of str
        Takes a line for each thing that cannot be used.
    """
    try:
        text = decode(path.read_bytes())
        # Spreadsheets of some countries write semicolons.
        header = text.partition("\n")[0]
        delimiter = ";" if header.count(";") > header.count(",") else ","
        table = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
        columns = {name: (name or "").strip().lower() for name in table.fieldnames or ()}
        table_rows = list(table)
    except (ValueError, OSError, csv.Error) as error:
        problems.append(f"{path} was not used: it {error}")
        return
    allowed = f"expected file and any of {', '.join(FIELDS)}"
    if "file" not in columns.values():
        rename = f"; rename it if it is a table of articles: {SIDECAR} notes what is known of files"
        problems.append(
            f"{path} was not used: it has no column 'file'; {allowed}{rename * ('text' in columns.values())}"
        )
        return
    unknown = [name for name, column in columns.items() if column not in ("file", *FIELDS)]
    if unknown:
        problems.append(f"{path}: unknown column {', '.join(map(repr, unknown))}; {allowed}")
    seen: set[str] = set()
    for number, row in enumerate(table_rows, start=2):
        # A row with too many cells has them under None, a short one has None for cells.
        fields = {column: (row[name] or "").strip() for name, column in columns.items()}
        file = fields.pop("file").replace("\\", "/")
        if None in row:
            problems.append(f"{path}, row {number}: has more cells than columns: {row[None]!r}")
        if not file or not (path.parent / file).exists():
            problems.append(f"{path}, row {number}: names no file of this folder: {file!r}")
            if not file:
                continue
        if file in seen:
            problems.append(f"{path}, row {number}: names {file} again; the last row holds")
        seen.add(file)
        yield file, {name: fields[name] for name in FIELDS if fields.get(name)}
