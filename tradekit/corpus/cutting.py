"""The plan of a corpus: which articles make up which part.

The same input always gives the same parts, and a file that is added or taken away moves no cut but its own.
"""

from __future__ import annotations

import glob
import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

import pyarrow.parquet as pq

import tradekit
from tradekit.articles import Article
from tradekit.articles.corrections import CORRECTIONS
from tradekit.articles.fields import SIDECAR
from tradekit.articles.files import DOCUMENTS, READERS, PathNotFoundError, ReadError, Source
from tradekit.corpus.inputs import Archive, Input, Lines, ParquetRows, Texts, open_lines, open_parquet, table_columns

PART_BYTES = 2_000_000
# Where there is little, smaller parts: all workers have some, and the progress tells something.
LEAST_PART = 100_000
PIECES = 50  # of a table
# To reach its rows, a part of a row group reads all that stand before them in the group.
MOST_PIECES = 32
# Libraries that decide what the text of an article and its sentences are, and so its claims.
DECIDING = ("charset-normalizer", "htmldate", "nupunkt", "trafilatura")
KEY = 16  # characters of a fingerprint, enough to tell all parts
LEAST_OF_ROW = 100  # bytes that a row counts for: one without text may be told in errors.csv
LEAST_OF_FILE = 1_000  # bytes that the smallest file counts for: to open one takes its time too


@dataclass(frozen=True, slots=True)
class Part:
    """A unit of work: articles that one process reads, and whose claims are written to one file.

    Parameters
    ----------
    name : str
        Of its file: a number, so that the order of the names is that of the input, and the `key`.
    input : Input
        What gives the articles.
    size : int
        About how many bytes of text.
    fingerprint : str
        Of input, options and version: if it is another one, the part has to be read again.
    """

    name: str
    input: Input
    size: int
    fingerprint: str

    @property
    def key(self) -> str:
        """What the name of its file ends with: it stays when parts before it come or go, and the number does not."""
        return self.fingerprint[:KEY]


class _File(NamedTuple):
    path: str  # below the root
    size: int
    changed: int  # nanoseconds

    @property
    def suffix(self) -> str:
        return _suffix(self.path)


def plan(
    source: Source | Iterable[Source],
    *,
    text_column: str = "text",
    part_bytes: int = PART_BYTES,
    leave_out: Path | None = None,
) -> Iterator[Part]:
    """Yield the parts of a corpus, one after the other: there may be millions.

    Parameters
    ----------
    source : str or os.PathLike, or an iterable of these
        A folder, with its subfolders, a file, a glob, or several of these.
    text_column : str
        The column of tables that holds the articles.
    part_bytes : int
        About how many bytes of text make up a part of a large table; text files and smaller tables are cut finer.
    leave_out : pathlib.Path, optional
        A folder below `source` that is no input, such as the one that is written to.

    Raises
    ------
    PathNotFoundError
        If a path does not exist.
    ReadError
        If there is no file that could hold articles.
    """
    if part_bytes < 1:
        raise ValueError(f"part_bytes is at least 1, not {part_bytes}")
    paths = _paths(source)
    root = os.path.commonpath([path if path.is_dir() else path.parent for path in paths])
    without = os.path.realpath(leave_out) if leave_out else None
    if any(str(path) == without for path in paths):
        raise ReadError(f"{leave_out} is what is read and what is written to; write elsewhere, such as below it")
    files = (file for path in paths for file in _files(str(path), root, without))
    number = -1
    for number, (input, size, stamps) in enumerate(_cuts(files, root, text_column, part_bytes)):
        fingerprint = hashlib.sha256(repr((code_version(), input, stamps)).encode()).hexdigest()
        yield Part(f"part-{number:07}-{fingerprint[:KEY]}", input, size, fingerprint)
    if number < 0:
        raise ReadError(f"{', '.join(map(str, paths))}: no article; expected {' '.join((*READERS, *TABLES))} files")


def tables_of_articles(source: Source | Iterable[Source]) -> list[str]:
    """Return the paths of the tables and web archives among some paths, which `read` passes by.

    A table of which the first row cannot be read as an article, such as one of claims, is none of them.
    """
    paths = _paths(source)
    root = os.path.commonpath([path if path.is_dir() else path.parent for path in paths])
    found = []
    for file in (file for path in paths for file in _files(str(path), root, None)):
        cut = _cutter(file)
        first = next(cut(file, root, "text", LEAST_PART), None) if cut else None
        if first and (isinstance(first.input, Archive) or isinstance(next(first.input.articles(), None), Article)):
            found.append(os.path.join(root, file.path))
    return found


@cache
def code_version() -> str:
    """Return the versions of tradekit and of libraries, and a hash of its code and tables: each may change claims."""
    package = Path(tradekit.__file__).parent
    files = sorted(path for ending in ("*.py", "*.csv") for path in package.rglob(ending))
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes())
    return " ".join([tradekit.__version__, digest.hexdigest(), *map(_installed, DECIDING)])


def _installed(library: str) -> str:
    try:
        return f"{library} {metadata.version(library)}"
    except metadata.PackageNotFoundError:  # it is of an extra
        return f"no {library}"


# --- files -------------------------------------------------------------------------------------------------


def _paths(source: Source | Iterable[Source]) -> list[Path]:
    expected = "expected a folder of articles, a file, a glob, or several of these"
    found: list[Path] = []
    for given in [source] if isinstance(source, str | os.PathLike) else source:
        path = Path(given).expanduser()
        matches = [path] if path.exists() else [Path(name) for name in glob.glob(str(path), recursive=True)]
        if not matches:
            raise PathNotFoundError(f"{os.fspath(given)} does not exist; {expected}")
        found += matches
    if not found:
        raise ReadError(f"no path was given; {expected}")
    paths: list[Path] = []
    for path in sorted(Path(os.path.realpath(path)) for path in found):
        if not paths or not path.is_relative_to(paths[-1]):  # else it would be read twice
            paths.append(path)
    return paths


def _files(path: str, root: str, leave_out: str | None) -> Iterator[_File]:
    """Yield the files of a path that may hold articles, by path: in the order in which `read` has them."""
    if path == leave_out:
        return
    if not os.path.isdir(path):
        yield _stamped(path, root)
        return
    try:
        with os.scandir(path) as entries:
            visible = (entry for entry in entries if not entry.name.startswith("."))
            # With its slash, a folder stands where its files do among all paths.
            names = sorted(f"{entry.name}/" if entry.is_dir(follow_symlinks=False) else entry.name for entry in visible)
    except OSError:
        yield _stamped(path, root)  # whoever reads it will meet the error, and tell it
        return
    for name in names:
        if name.endswith("/"):
            yield from _files(os.path.join(path, name[:-1]), root, leave_out)
        elif _suffix(name) in KNOWN and os.path.isfile(file := os.path.join(path, name)):
            yield _stamped(file, root)


def _suffix(name: str) -> str:
    """Return the ending of a file's name, together with that of its compression: `.warc.gz`."""
    stem, ending = os.path.splitext(name.lower())
    return os.path.splitext(stem)[1] + ending if ending in COMPRESSED else ending


def _stamped(path: str, root: str) -> _File:
    name = path[len(root) :].lstrip(os.sep).replace(os.sep, "/")
    try:
        stat = os.stat(path)
    except OSError:
        return _File(name, 0, 0)
    return _File(name, stat.st_size, stat.st_mtime_ns)


# --- parts -------------------------------------------------------------------------------------------------


class _Cut(NamedTuple):
    input: Input
    size: int
    stamps: list[object]  # of the files that its articles depend on, and what is noted of them elsewhere


def _cuts(files: Iterable[_File], root: str, text_column: str, part_bytes: int) -> Iterator[_Cut]:
    """Yield what goes into each part: text files together, tables in pieces."""
    texts: list[_File] = []
    for file in files:
        cut = _cutter(file)
        if not cut:
            texts.append(file)
        if texts and (cut or _is_last(file, min(part_bytes, LEAST_PART))):
            yield _texts(texts, root)
            texts = []
        if cut:
            yield from cut(file, root, text_column, part_bytes)
    if texts:
        yield _texts(texts, root)


def _cutter(file: _File) -> Callable[[_File, str, str, int], Iterator[_Cut]] | None:
    """Return what cuts a table of articles; other files, and tables of notes about them, are cut by none."""
    return TABLES.get(file.suffix) if os.path.basename(file.path) not in (SIDECAR, CORRECTIONS) else None


def _is_last(file: _File, part_bytes: int) -> bool:
    """Draw whether a part ends with a text file, from nothing but its path and size: no other file moves the cut."""
    drawn = hashlib.sha256(os.fsencode(file.path)).digest()[:4]
    return int.from_bytes(drawn) / 2**32 < max(file.size, LEAST_OF_FILE) / part_bytes


def _texts(files: list[_File], root: str) -> _Cut:
    texts = Texts(tuple(file.path for file in files), root)
    return _Cut(texts, sum(file.size for file in files), [*files, *texts.notes()])


def _piece(size: int, part_bytes: int) -> int:
    """Return how many bytes of a table make up a part."""
    return min(part_bytes, max(LEAST_PART, size // PIECES))


def _parquet(file: _File, root: str, text_column: str, part_bytes: int) -> Iterator[_Cut]:
    """Cut a Parquet file between row groups where they are small, and within one that is large."""

    def cut(start: int, stop: int, size: int) -> _Cut:
        return _Cut(ParquetRows(file.path, start, stop, text_column, root), size, [file])

    try:
        with open_parquet(Path(root, file.path)) as table:
            table_columns(table.schema_arrow.names, text_column)
            groups = [_rows_and_bytes(table, group, text_column) for group in range(table.num_row_groups)]
    except (OSError, ValueError):
        yield cut(0, 0, file.size)  # whoever reads it will meet the error, and tell it
        return
    start = stop = size = 0
    part_bytes = _piece(sum(size for _, size in groups), part_bytes)
    for rows, bytes_of_text in groups:
        pieces = min(MOST_PIECES, rows, bytes_of_text // part_bytes)
        if pieces > 1 and size:
            yield cut(start, stop, size)
            start, size = stop, 0
        for piece in range(1, pieces):
            end = stop + rows * piece // pieces
            yield cut(start, end, bytes_of_text // pieces)
            start = end
        stop, size = stop + rows, size + bytes_of_text // max(1, pieces)
        if size >= part_bytes:
            yield cut(start, stop, size)
            start, size = stop, 0
    if stop > start:
        yield cut(start, stop, size)


def _rows_and_bytes(table: pq.ParquetFile, group: int, column: str) -> tuple[int, int]:
    about = table.metadata.row_group(group)
    chunks = (about.column(number) for number in range(about.num_columns))
    size = sum(chunk.total_uncompressed_size for chunk in chunks if chunk.path_in_schema == column)
    return about.num_rows, max(size, about.num_rows * LEAST_OF_ROW)


def _lines(file: _File, root: str, text_column: str, part_bytes: int) -> Iterator[_Cut]:
    """Cut a CSV or JSON Lines file between its rows."""

    def cut(start: int, stop: int, row: int) -> _Cut:
        return _Cut(Lines(file.path, start, stop, row, text_column, root), stop - start, [file])

    start = row = first = 0
    part_bytes = _piece(file.size, part_bytes)
    try:
        with Path(root, file.path).open("rb") as lines:
            records, _ = open_lines(lines, file.suffix, text_column)
            start = lines.tell()
            for row, (end, _) in enumerate(records, 1):
                if end - start >= part_bytes:
                    yield cut(start, end, first)
                    start, first = end, row
    except (OSError, ValueError):
        row = first + 1  # whoever reads it will meet the error, and tell it
    if row > first:
        yield cut(start, file.size, first)


def _archive(file: _File, root: str, text_column: str, part_bytes: int) -> Iterator[_Cut]:
    """Cut no archive: each gives one file of claims."""
    yield _Cut(Archive(file.path, root), file.size, [file])


TABLES: dict[str, Callable[[_File, str, str, int], Iterator[_Cut]]] = {
    ".parquet": _parquet,
    ".csv": _lines,
    ".jsonl": _lines,
    ".warc": _archive,
    ".warc.gz": _archive,
}
COMPRESSED = (".gz", ".zst", ".bz2", ".xz", ".lz4", ".zip")
OTHER_TABLES = (
    *(f"{file}{ending}" for file in (*READERS, ".csv", ".jsonl", ".parquet") for ending in COMPRESSED),
    *(f".warc{ending}" for ending in COMPRESSED if ending != ".gz"),
    *(".json", ".ndjson", ".tsv", ".xlsx", ".zip"),
)
KNOWN = {*READERS, *TABLES, *DOCUMENTS, *OTHER_TABLES}  # of the last two, `errors.csv` tells that they cannot be read
