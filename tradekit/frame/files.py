"""The claims table in files: what `save` writes, `load` reads back to the last character."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import math
import os
import secrets
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from tradekit.frame.columns import COLUMNS, EXTRAS, INDEX, conform, is_missing, listed


def save(claims: pd.DataFrame, path: str | os.PathLike[str], *, spreadsheet: bool = False) -> None:
    r"""Write a table of claims to a file, which is whole or not there at all.

    `.csv`, `.parquet`, `.json` (a list of records) and `.jsonl` (a record a line) keep every dtype and every
    character: `load` gives the same table. Columns of your own keep their type in `.parquet` and, as far as
    JSON has it, in `.json`; from `.csv` they come back as text.

    `.xlsx`, and `.csv` with `spreadsheet=True`, are for reading in a spreadsheet and not for `load`: no text
    is run as a formula (in `.csv` an apostrophe is put before it), infinities are written as ∞ and −∞, and
    Excel reads the characters right. `.xlsx` needs the extra `spreadsheet`.

    Parameters
    ----------
    claims : DataFrame
        A table of claims; `conform` is applied.
    path : str or path
        Where to write; the ending tells the format, the folder must exist.
    spreadsheet : bool
        Write a `.csv` for spreadsheets; an `.xlsx` always is.

    Raises
    ------
    ValueError
        If the ending is unknown or the table is not one of claims.
    FileNotFoundError
        If the folder does not exist.

    Examples
    --------
    >>> import tempfile, tradekit
    >>> claims = tradekit.extract("Exports rose more than 4%.")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     tradekit.save(claims, f"{folder}/claims.csv")
    ...     tradekit.load(f"{folder}/claims.csv").equals(claims)
    True
    """
    path = Path(path)
    write = WRITERS[file_format(path)]
    if spreadsheet and write is not _xlsx:
        if write is not _csv:
            raise ValueError(f"{path}: only .csv and .xlsx can be written for spreadsheets")
        write = _spreadsheet_csv
    write_file(path, write(conform(claims)))


def load(path: str | os.PathLike[str]) -> pd.DataFrame:
    """Read a table of claims that `save` wrote, or `extract_corpus`.

    Parameters
    ----------
    path : str or path
        A `.csv`, `.parquet`, `.json` or `.jsonl` file, or a folder that `extract_corpus` wrote to, whose parts
        are read as one table.

    Returns
    -------
    DataFrame
        The table as it was saved.

    Raises
    ------
    ValueError
        If the ending is unknown, if the file is an `.xlsx` (that is for reading only), or if it does not hold
        a table of claims; if `extract_corpus` did not write to the folder.
    FileNotFoundError
        If there is no such file or folder.

    Warns
    -----
    UserWarning
        If a folder is not finished: the table has the claims of those parts that are. If several rows of a table of
        articles have one id, so that their claims have one name.

    Examples
    --------
    >>> import tempfile, tradekit
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     tradekit.save(tradekit.extract("Exports rose more than 4%."), f"{folder}/claims.csv")
    ...     tradekit.load(f"{folder}/claims.csv")[["text", "qualifier"]].values.tolist()
    [['4%', '>']]
    """
    path = Path(path)
    if path.is_dir():
        return _load_parts(path)
    if not path.exists():
        raise FileNotFoundError(
            f"{path} does not exist; load takes a {listed(READERS)} file, or a folder that extract_corpus wrote to"
        )
    reader = READERS.get(file_format(path))
    if reader is None:
        raise ValueError(f"{path}: a spreadsheet is for reading only; load takes {listed(READERS)}")
    data = path.read_bytes()
    try:
        return conform(reader(data))
    except ValueError as error:
        raise ValueError(f"{path}: {error}") from error


def _load_parts(folder: Path) -> pd.DataFrame:
    """Read the parts of a corpus in their order; its `errors.csv` is written when all of them are there."""
    if not (folder / "claims").is_dir():
        raise ValueError(f"{folder}: no folder that extract_corpus (tradekit extract … -o FOLDER/) wrote to")
    parts = sorted((folder / "claims").glob("*.parquet"))
    if not (folder / "errors.csv").is_file():
        warnings.warn(
            f"{folder} is not finished: the table has the claims of {len(parts)} parts. Run what writes it again, and "
            "it goes on where it was broken off",
            stacklevel=3,
        )
    claims = conform(pd.read_parquet(folder / "claims", engine="pyarrow") if parts else _from_records([]))
    if not claims.index.is_unique:
        first = claims["article"][claims.index.duplicated()].iloc[0]
        warnings.warn(f"{folder}: several rows of a table of articles have one id, such as {first}", stacklevel=3)
    return claims


def file_format(path: str | os.PathLike[str]) -> str:
    """Return the ending of a path that `save` can write; an unknown one is a ValueError."""
    ending = Path(path).suffix.lower()
    if ending not in WRITERS:
        raise ValueError(f"{os.fspath(path)}: unknown ending {ending!r}; allowed: {listed(WRITERS)}")
    return ending


def write_file(path: Path, data: bytes) -> None:
    """Write a file at once: a reader, or a run that was broken off, never sees half of it."""
    if not path.parent.is_dir():
        raise FileNotFoundError(f"{path}: there is no folder {path.parent}")
    with whole_file(path) as beside:
        beside.write_bytes(data)


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Give a hidden path to write to; what stands there takes the place of `path` once it is on the disk."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        yield beside
        with beside.open("rb+") as file:
            os.fsync(file.fileno())
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)


def csv_text(claims: pd.DataFrame) -> str:
    """Return the table as CSV, the same that `save` writes."""
    # Text is always quoted: else a lone carriage return would end the row on some Pythons.
    return claims.to_csv(lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)


def _csv(claims: pd.DataFrame) -> bytes:
    return csv_text(claims).encode()


def _read_csv(data: bytes) -> pd.DataFrame:
    return pd.read_csv(io.BytesIO(data), dtype=str, keep_default_na=False, na_values=[""])


def _parquet(claims: pd.DataFrame) -> bytes:
    return claims.to_parquet(engine="pyarrow")


def _read_parquet(data: bytes) -> pd.DataFrame:
    return pd.read_parquet(io.BytesIO(data), engine="pyarrow")


def _json(claims: pd.DataFrame) -> bytes:
    return ("[" + ",\n".join(_records(claims)) + "]\n").encode()


def _json_lines(claims: pd.DataFrame) -> bytes:
    return "".join(f"{record}\n" for record in _records(claims)).encode()


def _records(claims: pd.DataFrame) -> Iterator[str]:
    table = claims.reset_index()
    columns = [table[name].tolist() for name in table.columns]
    for row in zip(*columns, strict=True):
        cells = {name: _plain(cell) for name, cell in zip(table.columns, row, strict=True)}
        yield json.dumps(cells, ensure_ascii=False, allow_nan=False)


def _plain(cell: Any) -> object:
    """Return a cell as JSON has it, which knows neither dates nor infinities."""
    if isinstance(cell, dt.datetime):
        return None if cell is pd.NaT else cell.isoformat()
    if isinstance(cell, float) and math.isinf(cell):
        return "inf" if cell > 0 else "-inf"
    return None if not isinstance(cell, str) and is_missing(cell) else cell


def _read_json(data: bytes) -> pd.DataFrame:
    return _from_records(json.loads(data))


def _read_json_lines(data: bytes) -> pd.DataFrame:
    # Not str.splitlines: a text may hold other characters that it takes for the end of a line.
    return _from_records([json.loads(line) for line in data.split(b"\n") if line.strip()])


def _from_records(records: object) -> pd.DataFrame:
    if not isinstance(records, list) or not all(isinstance(record, dict) for record in records):
        raise ValueError("expected a list of records, each an object with the columns of the claims table")
    if not records:
        return pd.DataFrame(columns=[column.name for column in (INDEX, *COLUMNS)], dtype=object)
    # As objects: a guessed dtype would turn offsets with a missing one into floats.
    table = pd.DataFrame(records, dtype=object)
    ours = {column.name for column in (INDEX, *COLUMNS, *EXTRAS)}
    return table.assign(**{name: table[name].infer_objects() for name in table.columns if name not in ours})


def _spreadsheet_csv(claims: pd.DataFrame) -> bytes:
    table = _for_reading(claims)
    for name in table.columns:
        table[name] = [_harmless(cell) if isinstance(cell, str) else cell for cell in table[name]]
    # The byte order mark tells Excel that this is UTF-8.
    return table.to_csv(index=False, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC).encode("utf-8-sig")


def _harmless(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would run as a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) else text


def _for_reading(claims: pd.DataFrame) -> pd.DataFrame:
    """Return the table with infinities as signs and no time zones."""
    table = claims.reset_index()
    for name, cells in table.items():
        if pd.api.types.is_float_dtype(cells.dtype) and np.isinf(cells).any():
            # A minus sign, since a hyphen would begin a formula.
            table[name] = cells.astype(object).mask(cells == math.inf, "∞").mask(cells == -math.inf, "−∞")
        elif isinstance(cells.dtype, pd.DatetimeTZDtype):
            table[name] = cells.dt.tz_localize(None)
    return table


def _xlsx(claims: pd.DataFrame) -> bytes:
    try:
        import xlsxwriter  # noqa: F401
    except ImportError as error:
        advice = "pip install '.[spreadsheet]' in the project's folder, with the pip of its Python (.venv/bin/pip)"
        raise ImportError(f".xlsx needs one more package: {advice}") from error
    table = _for_reading(claims)
    for name in table.columns:  # a cell holds no more characters, and Excel refuses the file
        table[name] = [
            f"{cell[:32000]}…" if isinstance(cell, str) and len(cell) > 32000 else cell for cell in table[name]
        ]
    data = io.BytesIO()
    options = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
    with pd.ExcelWriter(
        data,
        engine="xlsxwriter",
        datetime_format="yyyy-mm-dd",
        engine_kwargs={"options": {**options, "in_memory": True}},
    ) as writer:
        # A fixed date, so that the same claims give the same bytes.
        writer.book.set_properties({"created": dt.datetime(2000, 1, 1)})
        table.to_excel(writer, sheet_name="claims", index=False, freeze_panes=(1, 1))
    return data.getvalue()


WRITERS = {".csv": _csv, ".parquet": _parquet, ".json": _json, ".jsonl": _json_lines, ".xlsx": _xlsx}
READERS = {".csv": _read_csv, ".parquet": _read_parquet, ".json": _read_json, ".jsonl": _read_json_lines}
