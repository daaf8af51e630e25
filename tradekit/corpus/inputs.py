"""The kinds of input of a corpus: each gives its articles one by one, and what could not be read."""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import json
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, partial
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, NamedTuple, Protocol

import pyarrow.parquet as pq

from tradekit.articles import Article
from tradekit.articles.bylines import parse_date
from tradekit.articles.corrections import CORRECTIONS
from tradekit.articles.decode import decode
from tradekit.articles.fields import FIELDS, SIDECAR, Fields, read_sidecar
from tradekit.articles.files import READERS, read_file
from tradekit.articles.warc import read_warc
from tradekit.frame import COLUMNS
from tradekit.frame.columns import is_missing, listed

# Memory is bounded by these: no news article is as long, and no line of a table of them.
LONGEST_ARTICLE = 1_000_000  # characters
LONGEST_LINE = 16_000_000  # bytes
TOO_LONG = "has a line of more than {:,} bytes"
ROWS_AT_ONCE = 20  # of Parquet


class Problem(NamedTuple):
    """A line of `errors.csv`: what could not be read or used, and where."""

    file: str  # its path in the folder
    row: int | None  # of a table, from 0
    error: str


class Input(Protocol):
    """Some articles of a corpus, which any process that sees the files can read."""

    @property
    def root(self) -> str:
        """The folder below which its files are."""

    def articles(self) -> Iterator[Article | Problem]:
        """Yield each article, and a problem for each that cannot be read, in a fixed order."""

    def may_hold(self, ids: Collection[str]) -> bool:
        """Tell whether one of these may be the id of one of its articles."""


# --- text files --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Texts:
    """Text files, by their paths below `root`, which are the articles' ids."""

    files: tuple[str, ...]
    root: str = field(repr=False)

    def articles(self) -> Iterator[Article | Problem]:
        """Yield each article; a table `articles.csv` among the files gives no article but its own problems."""
        for file in self.files:
            path = Path(self.root, file)
            problems: list[str] = []
            if path.name == SIDECAR:
                _sidecar(path, problems)
            elif path.name == CORRECTIONS:
                problems.append("is not applied: only read and extract put corrections over the claims")
            else:
                try:
                    _not_too_large(path)
                    yield _not_too_long(read_file(path, readable(file), self.noted(file), problems))
                except ValueError as error:
                    problems.append(str(error))
            for problem in problems:
                yield Problem(readable(file), None, _without(path, problem))

    def may_hold(self, ids: Collection[str]) -> bool:
        """Tell whether one of these is the path of one of the files."""
        return any(readable(file) in ids for file in self.files)

    def notes(self) -> Iterator[object]:
        """Yield what the articles and their problems depend on beside the files themselves."""
        for file in self.files:
            yield self.noted(file)
            if PurePosixPath(file).name == SIDECAR:
                path = Path(self.root, file)
                problems: list[str] = []  # it may name a file that is not there yet
                _sidecar(path, problems)
                yield [_without(path, problem) for problem in problems]

    def noted(self, file: str) -> Fields:
        """Return what the tables of the file's folder and of those above say; the nearest holds."""
        noted: Fields = {}
        path = PurePosixPath(file)
        for folder in reversed(path.parents):
            sidecar = Path(self.root, folder, SIDECAR)
            if sidecar.is_file():
                noted |= _cached_sidecar(sidecar, sidecar.stat().st_mtime_ns).get(str(path.relative_to(folder)), {})
        return noted


def _without(path: Path, problem: str) -> str:
    """Return what is told of a file; its path stands beside it."""
    return problem.removeprefix(str(path)).lstrip(":, ")


def _sidecar(path: Path, problems: list[str]) -> dict[str, Fields]:
    return {str(PurePosixPath(file)): fields for file, fields in read_sidecar(path, problems)}


@lru_cache(maxsize=8)
def _cached_sidecar(path: Path, _changed: int) -> dict[str, Fields]:
    return _sidecar(path, [])  # its problems are told once, by the part that has it among its files


# --- web archives ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Archive:
    """The pages of a web archive; the articles' ids are those of its records."""

    file: str
    root: str = field(repr=False)

    def articles(self) -> Iterator[Article | Problem]:
        """Yield the article of each page."""
        problems: list[Problem] = []

        def note(name: str, reason: str) -> None:
            problems.append(Problem(readable(self.file), None, f"{name} {reason}"))

        try:
            for article in read_warc(Path(self.root, self.file), note):
                yield from problems
                problems.clear()
                yield article
        except OSError as error:
            problems.append(Problem(readable(self.file), None, _without_path(error)))
        yield from problems

    def may_hold(self, ids: Collection[str]) -> bool:
        """Tell whether there are any: an id of a record does not tell where it stands."""
        return bool(ids)


# --- rows of a table ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ParquetRows:
    """Rows `start` to `stop` of a Parquet file."""

    file: str
    start: int
    stop: int
    text_column: str
    root: str = field(repr=False)

    def articles(self) -> Iterator[Article | Problem]:
        """Yield the article of each row."""
        seen: set[str] = set()
        try:
            with open_parquet(Path(self.root, self.file)) as table:
                columns = table_columns(table.schema_arrow.names, self.text_column)
                if not self.stop and table.metadata.num_rows:
                    raise ValueError("could not be opened when the parts were planned; run this again to read it")
                for row, cells in self._rows(table, columns):
                    yield from _from_cells(cells, self.text_column, self.file, row, seen)
        except (OSError, ValueError) as error:  # pyarrow's own are these
            yield Problem(readable(self.file), None, _without_path(error))

    def may_hold(self, ids: Collection[str]) -> bool:
        """Tell whether one of these is the id of a row of the file."""
        return _of_file(self.file, ids)

    def _rows(self, table: pq.ParquetFile, columns: list[str]) -> Iterator[tuple[int, dict[str, object]]]:
        groups: list[int] = []
        row = end = 0
        for group in range(table.num_row_groups):
            begin, end = end, end + table.metadata.row_group(group).num_rows
            if begin < self.stop and end > self.start:
                row = row if groups else begin
                groups.append(group)
        for batch in table.iter_batches(ROWS_AT_ONCE, groups, columns, use_threads=False):
            if row + len(batch) > self.start:
                for at, cells in enumerate(batch.to_pylist(), row):
                    if self.start <= at < self.stop:
                        yield at, cells
            row += len(batch)
            if row >= self.stop:
                return


def open_parquet(path: Path) -> pq.ParquetFile:
    """Open a Parquet file so that its pages are read one after the other, not a row group at once."""
    return pq.ParquetFile(path, pre_buffer=False, buffer_size=1 << 20)


@dataclass(frozen=True, slots=True)
class Lines:
    """Bytes `start` to `stop` of a CSV or JSON Lines file, which begin with row `row`."""

    file: str
    start: int
    stop: int
    row: int
    text_column: str
    root: str = field(repr=False)

    def articles(self) -> Iterator[Article | Problem]:
        """Yield the article of each row."""
        path = Path(self.root, self.file)
        seen: set[str] = set()
        try:
            with path.open("rb") as file:
                records, parse = open_lines(file, path.suffix, self.text_column)
                if self.start > file.tell():
                    file.seek(self.start)
                for row, (end, record) in enumerate(records, self.row):
                    try:
                        yield from _from_cells(parse(record), self.text_column, self.file, row, seen)
                    except (ValueError, RecursionError, csv.Error) as error:
                        yield Problem(readable(self.file), row, str(error))
                    if end >= self.stop:
                        return
        except (OSError, ValueError) as error:
            yield Problem(readable(self.file), None, _without_path(error))

    def may_hold(self, ids: Collection[str]) -> bool:
        """Tell whether one of these is the id of a row of the file."""
        return _of_file(self.file, ids)


Records = Iterator[tuple[int, Any]]  # each with the offset after it


def open_lines(file: BinaryIO, suffix: str, text_column: str) -> tuple[Records, Callable[[Any], dict[str, object]]]:
    """Begin to read a CSV or JSON Lines file.

    Parameters
    ----------
    file : binary file
        At its start; it is left where the rows begin. The records are read from where it is then.
    suffix : str
        `.csv` or `.jsonl`.
    text_column : str
        The column that holds the articles.

    Returns
    -------
    tuple of iterator and callable
        The records, each with the offset after it, and what turns one into its cells or raises ValueError.

    Raises
    ------
    ValueError
        If the file is in UTF-16 or binary, or if its header has no such column.
    """
    start = len(codecs.BOM_UTF8) if file.read(3) == codecs.BOM_UTF8 else 0
    file.seek(start)
    if b"\0" in file.readline(LONGEST_LINE):
        raise ValueError("is UTF-16 or a binary file; expected UTF-8 (or another encoding without zero bytes)")
    file.seek(start)
    if suffix.lower() != ".csv":
        return _json_records(file), _json_cells
    line = file.readline(LONGEST_LINE)
    file.seek(start)
    # Spreadsheets of some countries write semicolons.
    delimiter = ";" if line.count(b";") > line.count(b",") else ","
    end, header = next(_csv_records(file, delimiter), (start, []))
    if isinstance(header, csv.Error):
        raise ValueError(f"has no header: {header}")
    names = [_recoded(name).strip() for name in header]
    table_columns(names, text_column)
    file.seek(end)
    return _csv_records(file, delimiter), partial(_csv_cells, names)


def _json_records(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Yield the lines; of one that is too long, only its beginning, which is one byte longer than is allowed."""
    end = file.tell()
    while line := file.readline(LONGEST_LINE + 1):
        end += len(line)
        if len(line) > LONGEST_LINE:
            end += _skip_line(file, line)[0]
        if line.strip():
            yield end, line


def _skip_line(file: BinaryIO, line: bytes) -> tuple[int, int]:
    """Read on to the end of a line that is too long; return how many bytes more it has, and its quotes in all."""
    size, quotes = 0, line.count(b'"')
    while line and not line.endswith(b"\n"):
        line = file.readline(LONGEST_LINE)
        size += len(line)
        quotes += line.count(b'"')
    return size, quotes


def _json_cells(line: bytes) -> dict[str, object]:
    if len(line) > LONGEST_LINE:
        raise ValueError(TOO_LONG.format(LONGEST_LINE))
    cells = json.loads(line)
    if not isinstance(cells, dict):
        raise ValueError("is no JSON object with the columns of an article")
    return cells


def _csv_records(file: BinaryIO, delimiter: str) -> Iterator[tuple[int, list[str] | csv.Error]]:
    """Yield the rows as Latin-1, which has a character for each byte: a row that is no UTF-8 spoils no other."""
    csv.field_size_limit(LONGEST_LINE)  # else 131,072, for the whole process: an article may be longer
    end = -1
    too_long = False

    def lines() -> Iterator[str]:
        nonlocal end, too_long
        end = file.tell()  # where the file is when the reading begins
        while line := file.readline(LONGEST_LINE + 1):
            end += len(line)
            if len(line) > LONGEST_LINE:
                too_long = True
                size, quotes = _skip_line(file, line)
                end += size
                line = b'"\n' if quotes % 2 else b"\n"  # so that what is within quotes stays so
            yield line.decode("latin-1")

    reader = csv.reader(lines(), delimiter=delimiter, strict=True)
    while True:
        record: list[str] | csv.Error
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            record = error
        if too_long:
            record, too_long = csv.Error(TOO_LONG.format(LONGEST_LINE)), False
        if record:
            yield end, record


def _csv_cells(names: list[str], cells: list[str] | csv.Error) -> dict[str, object]:
    if isinstance(cells, csv.Error):
        raise cells
    if len(cells) != len(names):
        raise ValueError(f"has {len(cells)} cells where the header has {len(names)}")
    return {name: _recoded(cell) for name, cell in zip(names, cells, strict=True)}


def _recoded(cell: str) -> str:
    return decode(cell.encode("latin-1")) if cell.strip() else ""


# --- cells to articles -------------------------------------------------------------------------------------


def table_columns(names: Iterable[str], text_column: str) -> list[str]:
    """Return those of a table's columns that an article is made of; ValueError if it has no text."""
    names = list(names)
    if {column.name for column in COLUMNS} <= set(names):
        raise ValueError("is a table of claims, not of articles")
    if text_column not in names:
        raise ValueError(f"has no column {text_column!r} with the text of the articles; it has {listed(names)}")
    return [name for name in dict.fromkeys((text_column, *FIELDS)) if name in names]


def _from_cells(
    cells: Mapping[str, object], text_column: str, file: str, row: int, seen: set[str]
) -> Iterator[Article | Problem]:
    """Yield the article of a row; what cannot be used of it is a problem."""
    file = readable(file)
    known: dict[str, Any] = {name: cells[name] for name in FIELDS if not is_missing(cells.get(name))}
    # Where others have ids, one of them may be a number.
    id = f"{file}:{known.pop('id', f'row {row}' if 'id' in cells else row)}"
    text: Any = cells.get(text_column)
    if is_missing(text) or (isinstance(text, str) and not text.strip()):
        there = "" if text_column in cells else f"; it has {listed(cells)}"  # as lines of JSON have their own columns
        yield Problem(file, row, f"has no text in column {text_column!r}{there}")
        return
    if id in seen:
        yield Problem(file, row, f"was not read: an earlier row has the id {id.removeprefix(f'{file}:')!r:.60} too")
        return
    for name, note in list(known.items()):
        if not _is_usable(name, note):
            expected = "a full date such as 2024-11-05" if name == "date" else "a text"
            yield Problem(file, row, f"{name} {note!r:.60} is not used; expected {expected}")
            del known[name]
    try:
        yield _not_too_long(Article(text, id=id, **known))
        seen.add(id)
    except (TypeError, ValueError) as error:
        yield Problem(file, row, str(error))


def _of_file(file: str, ids: Iterable[str]) -> bool:
    return any(id.startswith(f"{readable(file)}:") for id in ids)


def _is_usable(name: str, note: object) -> bool:
    if name != "date":
        return isinstance(note, str)
    return bool(parse_date(note)) if isinstance(note, str) else isinstance(note, dt.date)


def _not_too_long(article: Article) -> Article:
    if len(article.text) > LONGEST_ARTICLE:
        raise ValueError(f"has {len(article.text):,} characters; an article has at most {LONGEST_ARTICLE:,}: part it")
    return article


def _not_too_large(path: Path) -> None:
    """Raise ValueError for a file that need not be read to see that its text is too long."""
    size = path.stat().st_size if path.suffix.lower() in READERS and path.exists() else 0
    if size > 4 * LONGEST_ARTICLE:  # UTF-8 has at most 4 bytes a character
        raise ValueError(f"has {size:,} bytes; an article has at most {LONGEST_ARTICLE:,} characters: part it")


def readable(file: str) -> str:
    """Return a path as text that can be saved: file systems allow bytes that are none."""
    return os.fsencode(file).decode("utf-8", "backslashreplace")


def _without_path(error: Exception) -> str:
    """Return what an error says; the file stands beside it."""
    return error.strerror if isinstance(error, OSError) and error.strerror else str(error)
