"""Corrections put over what the rules read, and kept in their file."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from filelock import FileLock, Timeout

from tradekit.articles import Article
from tradekit.articles.corrections import (
    ACTIONS,
    TOLD,
    Correction,
    Key,
    corrections_text,
    edited,
    key,
    read_corrections,
)
from tradekit.claims.read import excerpt
from tradekit.frame.columns import as_text, listed
from tradekit.frame.files import write_file
from tradekit.frame.told import read_told
from tradekit.sentences import Sentence, find_sentences

NEARBY = 500  # characters; a text that has moved further may be another claim's
SECONDS = 10  # to wait for another process that writes the file

Row = dict[str, object]
ENDS = ("value", "low", "high")


class CorrectionWarning(UserWarning):
    """A correction whose text no longer stands at its place in the article.

    Examples
    --------
    >>> import tradekit, warnings
    >>> rejected = {"article": "tea", "start": 13, "end": 15, "text": "4%", "action": "reject"}
    >>> article = tradekit.Article("Exports fell by half.", id="tea", corrections=(rejected,))
    >>> with warnings.catch_warnings(record=True, category=CorrectionWarning) as caught:
    ...     warnings.simplefilter("always")
    ...     tradekit.extract(article)["text"].tolist()
    ['half']
    >>> len(caught)
    1
    """


def corrected(rows: Iterable[Row], article: Article, problems: list[str]) -> list[Row]:
    """Put the corrections of an article over its claims.

    Parameters
    ----------
    rows : iterable of dict
        What the rules read: the values of the table's columns by name, as `read_claims` returns them.
    article : Article
        Its `corrections` are put over them.
    problems : list of str
        Takes a line for each correction whose text has moved or is gone.

    Returns
    -------
    list of dict
        The claims in the order of the text; `origin` is ``edited`` or ``added`` where a person told something.

    Raises
    ------
    ValueError
        If a correction is none; the message names it and its column.
    """
    placed = placed_corrections(article, problems)
    read = {int(str(row["start"])): row for row in rows}
    claims = dict(read)
    for start, correction in placed.items():
        if start not in read:  # what newer rules read with another beginning gives way
            end = start + len(correction["text"])
            claims = {at: row for at, row in claims.items() if at >= end or int(str(row["end"])) <= start}
    moved = {_claim(row["article"], row["start"]): _claim(article.id, start) for start, row in placed.items()}
    sentences = find_sentences(article.text) if placed.keys() - read.keys() else []
    for start, correction in placed.items():
        of = correction.get("of")  # where it stood then
        if of is not None:
            correction = {**correction, "of": moved.get(of, _claim(article.id, of.rpartition(":")[2]))}
        claims[start] = _corrected_row(correction, start, read.get(start), article.text, sentences)
        if correction["action"] == "reject":
            del claims[start]
    ids = {_claim(article.id, start) for start in claims}
    for row in claims.values():
        if "of" in row and row["of"] not in ids:  # the level was rejected
            del row["of"]
    return [claims[start] for start in sorted(claims)]


def _claim(article: str, start: object) -> str:
    return f"{article}:{start}"


def _corrected_row(
    correction: Correction, start: int, read: Row | None, text: str, sentences: Sequence[Sentence]
) -> Row:
    """Return the row that a correction makes of what the rules read, or of nothing."""
    told: Row = {name: correction[name] for name in TOLD if correction.get(name) is not None}
    place: Row = {"start": start, "end": start + len(correction["text"]), "text": correction["text"]}
    origin = {"edit": "edited", "add": "added"}.get(correction["action"], "stated")
    if correction["action"] == "edit" and read is not None:
        fields = edited(correction["fields"])
        fields += ENDS if set(ENDS) & set(fields) else ()  # the rules' ends may not be about another value
        kept = {name: value for name, value in read.items() if name not in fields}
        return kept | {name: told[name] for name in fields if name in told} | {"origin": origin}
    sentence = read["sentence"] if read else _sentence(text, start, sentences)
    return {**told, **place, "sentence": sentence, "origin": origin}


def _sentence(text: str, at: int, sentences: Sequence[Sentence]) -> str:
    start, end = next((s.start, s.end) for s in sentences if at < s.end)
    return excerpt(text, start, end, at)


# --- where corrections stand -------------------------------------------------------------------------------


def placed_corrections(article: Article, problems: list[str]) -> dict[int, Correction]:
    """Find where the corrections of an article stand in its text now.

    Parameters
    ----------
    article : Article
        Its `corrections` and `text` count.
    problems : list of str
        Takes a line for each correction whose text has moved or is gone, or whose claim has another one.

    Returns
    -------
    dict of int to dict
        Each correction by the offset of its claim; those whose text is gone are left out. One that has moved is
        found again where the same words stand exactly once within `NEARBY` characters.

    Raises
    ------
    ValueError
        If a correction is none; the message names it and its column.
    """
    placed: dict[int, Correction] = {}
    astray = []
    for number, given in enumerate(article.corrections, 1):
        correction = _checked(given, article.id, number)
        if not _stands(article.text, correction["text"], correction["start"]):
            astray.append(correction)
        elif placed.setdefault(correction["start"], correction) is not correction:
            first = placed[correction["start"]]["where"]
            problems.append(f"{correction['where']}: corrects a claim that {first} corrects; it is not applied")
    for correction in astray:
        start, words = correction["start"], correction["text"]
        stands = article.text[start : correction["end"]]
        told = f"{correction['where']}: characters {start} to {correction['end']} of article {article.id!r} are no "
        told += f"longer {words!r} but {stands!r}"
        places = [at for at in _occurrences(article.text, words, start) if at not in placed]
        if len(places) == 1:
            placed[places[0]] = correction
            problems.append(f"{told}; the correction is applied to {words!r} at {places[0]}, look whether it fits")
        else:
            problems.append(f"{told}; the correction is not applied")
    return placed


def _stands(text: str, words: str, start: int) -> bool:
    """Tell whether words stand at a place; `450` does not where it says `4500` now."""
    end = start + len(words)
    longer = re.compile(r"(?<=\d)(?=\d)")
    return as_text(text[start:end]) == words and not (longer.match(text, start) or longer.match(text, end))


def _occurrences(text: str, words: str, about: int) -> list[int]:
    """Find where words stand near a place, not inside longer words and numbers."""
    whole = re.compile(rf"(?<!\w)(?<!\d[.,]){re.escape(words)}(?!\w|[.,]\d)")
    start, end = (min(max(0, at), len(text)) for at in (about - NEARBY, about + len(words) + NEARBY))
    return [match.start() for match in whole.finditer(text, start, end)]


def _checked(given: Correction, article: str, number: int) -> Correction:
    """Return a correction with all that is used of it; one that is none is a ValueError."""
    where = given.get("where") or f"correction {number} of article {article!r}"
    lacking = [name for name in ("start", "end", "text", "action") if given.get(name) in (None, "")]
    if lacking:
        raise ValueError(f"{where}: lacks {listed(lacking)}")
    if given["action"] not in ACTIONS:
        raise ValueError(f"{where}, column action: {given['action']!r} is none; allowed are {listed(ACTIONS)}")
    correction = {"article": article, **given, "where": where}
    if given["action"] == "reject":
        return correction
    cells = {name: given.get(name) for name in TOLD}
    told, wrong = read_told(cells)
    for name, why in wrong.items():
        raise ValueError(f"{where}, column {name}: {why}")
    if given["action"] == "edit" and not edited(given.get("fields") or ""):
        raise ValueError(f"{where}, column fields: is blank, so that nobody can tell what was edited")
    return correction | dict.fromkeys(TOLD) | told


# --- their file --------------------------------------------------------------------------------------------


def save_corrections(path: str | os.PathLike[str], changes: Mapping[Key, Correction | None]) -> list[Correction]:
    """Change some rows of a file of corrections; what others wrote to it meanwhile stays.

    Parameters
    ----------
    path : str or path
        The file; made if it is not there. It is whole or as it was, whatever ends the process.
    changes : dict of tuple to dict or None
        By article, start and text: the new row, or None to take the row away.

    Returns
    -------
    list of dict
        All rows of the file, as it is now.

    Raises
    ------
    ValueError
        If the file that is there cannot be read; it stays as it is.
    OSError
        If it cannot be written (a `BlockingIOError` if another process writes to it all the time).
    """
    path = Path(os.path.realpath(path))  # a link to the file stays one
    if not path.parent.is_dir():
        raise FileNotFoundError(f"{path}: there is no folder {path.parent}")
    try:
        with FileLock(path.with_name(f".{path.name}.lock"), timeout=SECONDS):
            there = read_corrections(path) if path.exists() else []
            rows: dict[Key, Correction | None] = {key(row): row for row in there}
            rows |= changes
            write_file(path, corrections_text(row for row in rows.values() if row is not None).encode())
            return read_corrections(path)
    except Timeout:
        raise BlockingIOError(f"{path}: another process has been writing to it for {SECONDS} seconds") from None
