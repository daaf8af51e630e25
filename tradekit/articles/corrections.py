"""What a person corrected by hand in the claims of articles, in the file `corrections.csv` beside them."""

from __future__ import annotations

import csv
import io
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

CORRECTIONS = "corrections.csv"
ACTIONS = ("accept", "edit", "reject", "add")

# The columns of the claims table that a person can tell; the others follow from these and from the article.
TOLD = (
    *("value", "low", "high", "qualifier", "unit", "kind", "measure", "item", "reporter", "partner", "period"),
    *("basis", "source", "status", "of", "against", "core", "notes"),
)
FILE_COLUMNS = ("article", "start", "end", "text", "action", "fields", *TOLD)

Correction = dict[str, Any]
Key = tuple[str, int, str]


def read_corrections(path: Path) -> list[Correction]:
    r"""Read a file of corrections.

    Parameters
    ----------
    path : pathlib.Path
        A CSV file with the columns `FILE_COLUMNS`, one row a claim that a person has looked at.

    Returns
    -------
    list of dict
        One a row: its cells by column (`start` and `end` whole numbers; `value`, `low` and `high` floats; `core` a
        bool; else text, and None for a blank cell), and `where`, the file and line it stands in.

    Raises
    ------
    ValueError
        If the file is no such table; the message names its line and column.
    OSError
        If it cannot be opened.

    Examples
    --------
    >>> import tempfile
    >>> file = Path(tempfile.mkdtemp(), "corrections.csv")
    >>> row = {"article": "tea", "start": 13, "end": 15, "text": "4%", "action": "edit", "fields": "unit", "unit": "pp"}
    >>> _ = file.write_text(corrections_text([row]))
    >>> [(one["start"], one["action"], one["unit"], one["value"]) for one in read_corrections(file)]
    [(13, 'edit', 'pp', None)]
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"{path}: is not UTF-8 ({error})") from error
    # Spreadsheets of some countries write semicolons.
    header = text.partition("\n")[0]
    delimiter = ";" if header.count(";") > header.count(",") else ","
    rows = _numbered(path, csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    _, names = next(rows, (1, []))
    if sorted(names) != sorted(FILE_COLUMNS):
        wrong = [f"lacks {name}" for name in FILE_COLUMNS if name not in names]
        wrong += [f"has {name!r} that is none of it" for name in names if name not in FILE_COLUMNS]
        raise ValueError(
            f"{path}, line 1: {wrong[0] if wrong else 'has a column twice'}; allowed are {', '.join(FILE_COLUMNS)}"
        )
    found: dict[Key, Correction] = {}
    for line, cells in rows:
        where = f"{path}, line {line}"
        if len(cells) != len(names):
            raise ValueError(f"{where}: has {len(cells)} cells where line 1 has {len(names)}")
        row = _typed(dict(zip(names, cells, strict=True)), where)
        before = found.setdefault(key(row), row)
        if before is not row:
            raise ValueError(f"{where}, column start: corrects a claim that {before['where']} corrects; keep one")
    return list(found.values())


def _numbered(path: Path, rows: Any) -> Iterator[tuple[int, list[str]]]:
    """Yield each row with the line that it begins in; a text may hold line breaks."""
    line = 1
    try:
        for cells in rows:
            if cells:
                yield line, cells
            line = rows.line_num + 1
    except csv.Error as error:
        raise ValueError(f"{path}, line {line}: is no row of a CSV file ({error})") from error


def _typed(cells: dict[str, str], where: str) -> Correction:
    row: Correction = {"where": where}
    for name in FILE_COLUMNS:
        try:
            row[name] = READ.get(name, str)(cells[name]) if cells[name] != "" else None
        except ValueError as error:
            raise ValueError(f"{where}, column {name}: {cells[name]!r} {error}") from None
        if row[name] is None and name in FILE_COLUMNS[:5]:
            raise ValueError(f"{where}, column {name}: is blank")
    if row["end"] - row["start"] != len(row["text"]):
        told = f"{row['text']!r} has {len(row['text'])} characters, not {row['end'] - row['start']} (end - start)"
        raise ValueError(f"{where}, column text: {told}")
    if row["action"] == "edit" and not row["fields"]:
        raise ValueError(f"{where}, column fields: is blank, so that nobody can tell what was edited")
    return row


def _offset(cell: str) -> int:
    if not (cell.isascii() and cell.isdigit()):
        raise ValueError("is no offset: a whole number from 0")
    return int(cell)


def _number(cell: str) -> float:
    try:
        number = float(cell)
    except ValueError:
        raise ValueError("is no number, such as 26800000.0 or inf") from None
    if math.isnan(number):
        raise ValueError("is no number, such as 26800000.0 or inf; leave it blank if it is missing")
    return number


def _truth(cell: str) -> bool:
    if cell.lower() not in ("true", "false"):
        raise ValueError("is neither true nor false")
    return cell.lower() == "true"


def _action(cell: str) -> str:
    if cell not in ACTIONS:
        raise ValueError(f"is no action; allowed are {', '.join(ACTIONS)}")
    return cell


def edited(cell: str) -> list[str]:
    """Return the columns that `fields` names.

    Examples
    --------
    >>> edited("value; low")
    ['value', 'low']
    """
    names = [name.strip() for name in cell.split(";") if name.strip()]
    unknown = [name for name in names if name not in TOLD]
    if unknown:
        raise ValueError(f"names {unknown[0]!r}; allowed are {', '.join(TOLD)}, joined by '; '")
    return names


def _fields(cell: str) -> str | None:
    return "; ".join(edited(cell)) or None


READ: dict[str, Callable[[str], object]] = {
    "start": _offset,
    "end": _offset,
    "action": _action,
    "fields": _fields,
    "value": _number,
    "low": _number,
    "high": _number,
    "core": _truth,
}


def key(correction: Mapping[str, Any]) -> Key:
    """Tell corrections of one file apart: by article, start and text.

    Where a text has changed, another claim may stand now where one stood, and each keeps its own row.
    """
    return correction["article"], correction["start"], correction["text"]


def corrections_text(corrections: Iterable[Mapping[str, Any]]) -> str:
    """Write corrections as the text of their file, in the order of article, start and text.

    Parameters
    ----------
    corrections : iterable of dict
        As `read_corrections` returns them.

    Returns
    -------
    str
        CSV; the same corrections always give the same text, and `read_corrections` gives them back.
    """
    ordered = sorted(corrections, key=key)
    return _line(FILE_COLUMNS) + "".join(_line([_cell(row.get(name)) for name in FILE_COLUMNS]) for row in ordered)


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else repr(float(value)) if isinstance(value, float) else str(value)


def _line(cells: Iterable[str]) -> str:
    # The writer quotes what ends its own lines, so with its \r\n a text keeps both characters.
    line = io.StringIO(newline="")
    csv.writer(line).writerow(cells)
    return line.getvalue().removesuffix("\r\n") + "\n"


def corrections_by_article(
    corrections: Iterable[Correction], files: Mapping[str, Path], *, beside: bool = True
) -> tuple[dict[str, list[Correction]], list[Correction]]:
    """Give each article of a folder its corrections: by its id, or else by the name of its file.

    Parameters
    ----------
    corrections : iterable of dict
        Of one file.
    files : dict of str to pathlib.Path
        The articles of its folder: their ids, and their files. An id may be another one than it was, as where two
        files have one stem.
    beside : bool
        Whether the files stand in the folder of the corrections. Else those of another folder may have the same
        names, so that a folder in an id has to be theirs.

    Returns
    -------
    tuple of dict and list
        The corrections by id, and those of no article.
    """
    names = defaultdict(list)
    for id, path in files.items():
        for name in {path.name, path.stem}:
            names[name].append(id)
    found: dict[str, list[Correction]] = defaultdict(list)
    left: list[Correction] = []
    for row in corrections:
        told = row["article"]
        ids = [told] if told in files else names[PurePosixPath(told).name]
        if not beside:
            ids = [id for id in ids if id == told or _ends_with(files[id], told)]
        (found[ids[0]] if len(ids) == 1 else left).append(row)
    return dict(found), left


def _ends_with(path: Path, end: str) -> bool:
    return any(f"/{one.as_posix()}".endswith(f"/{end}") for one in (path, path.with_suffix("")))
