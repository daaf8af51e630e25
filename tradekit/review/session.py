"""Articles under review: what the rules read, what a person makes of it, and the file that keeps it."""

from __future__ import annotations

import dataclasses
import os
import re
import warnings
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from tradekit.articles import Article
from tradekit.articles.corrections import (
    CORRECTIONS,
    TOLD,
    Correction,
    Key,
    corrections_by_article,
    edited,
    key,
    read_corrections,
)
from tradekit.formats import format_claim
from tradekit.frame import CorrectionWarning, extract, save_corrections
from tradekit.frame.citation import economy
from tradekit.frame.columns import as_text, is_missing, same_cell
from tradekit.frame.corrections import corrected, placed_corrections
from tradekit.frame.extraction import claims_table, whole_rows
from tradekit.frame.told import read_told, wrong_ends
from tradekit.review.form import DECIDING, Row, quantity_at, read_cells, shown, with_ends
from tradekit.show.display import by_claim
from tradekit.show.highlight import Articles, article_html, listed_articles, placed_rows

STATES = {"accept": "accepted", "edit": "edited", "reject": "rejected", "add": "added"}
NEW = "not reviewed"

Reply = dict[str, Any]


class Refused(ValueError):
    """Something that cannot be done as it was asked for; `errors` says why, by field."""

    def __init__(self, message: str, errors: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.errors = dict(errors or {})


@dataclass
class Sheet:
    """An article under review, with the claims that the rules read in it and their corrections, by offset."""

    article: Article
    file: Path
    read: dict[int, Row]
    corrections: dict[int, Correction] = field(default_factory=dict)
    given: dict[int, Correction] = field(default_factory=dict)  # corrections that stand in no file
    chosen: set[int] | None = None  # the claims to look at, if not all

    def corrected_article(self) -> Article:
        """Return the article with its corrections."""
        return dataclasses.replace(self.article, corrections=tuple(self.corrections.values()))

    def claims(self) -> dict[int, Row]:
        """Return the claims as they stand now."""
        rows = corrected(self.read.values(), self.corrected_article(), [])
        return {start: row for row in rows if self.is_chosen(start := int(str(row["start"])))}

    def rows(self) -> dict[int, Row]:
        """Return the claims as they stand now and the rejected ones as they were read, in the order of the text."""
        rejected = {
            start: self.read.get(start) or {name: cell for name, cell in one.items() if cell is not None}
            for start, one in self.corrections.items()
            if one["action"] == "reject" and self.is_chosen(start)
        }
        return dict(sorted({**self.claims(), **rejected}.items()))

    def is_chosen(self, start: int) -> bool:
        """Tell whether a claim is one to look at."""
        return self.chosen is None or start in self.chosen

    def state(self, start: int) -> str:
        """Return what a person did with a claim."""
        return STATES[self.corrections[start]["action"]] if start in self.corrections else NEW

    def correction(self, start: int, row: Row, action: str, fields: Iterable[str] = ()) -> Correction:
        """Make the correction of a claim of its row."""
        place = {"article": self.article.id, "start": start, "end": start + len(row["text"]), "text": row["text"]}
        told = {name: row.get(name) for name in TOLD}
        return {**place, "action": action, "fields": "; ".join(fields) or None, **told}


class Session:
    """What a person does in a review; each change is in the file before it holds here.

    Parameters
    ----------
    articles : Article, str or list of these
        What to review.
    claims : DataFrame, optional
        The claims to look at; without it all that are read in the articles.
    to : str or path, optional
        The file of corrections, instead of `corrections.csv` beside each article.
    """

    def __init__(
        self, articles: Articles, claims: pd.DataFrame | None = None, to: str | os.PathLike[str] | None = None
    ) -> None:
        given = listed_articles(articles)
        read = extract([dataclasses.replace(article, corrections=()) for article in given])
        rows = _by_start(given, read)
        chosen = _by_start(given, claims) if claims is not None else None
        self.sheets: dict[str, Sheet] = {}
        for article in given:
            beside = article.path.parent if article.path else Path.cwd()
            file = Path(to).expanduser() if to is not None else beside / CORRECTIONS
            self.sheets[article.id] = Sheet(article, Path(os.path.abspath(file)), rows[article.id])
        self.beside = to is None
        problems: list[str] = []
        for sheet in self.sheets.values():
            if sheet.article.path is None or to is not None:
                sheet.given = _placed(sheet.article, sheet.article.corrections, problems)
        for file in dict.fromkeys(sheet.file for sheet in self.sheets.values()):
            self._load(file, read_corrections(file) if file.exists() else [], problems)
        for problem in problems:
            warnings.warn(problem, CorrectionWarning, stacklevel=4)
        if chosen is not None:
            for sheet in self.sheets.values():
                _choose(sheet, chosen[sheet.article.id])
        self.history: list[tuple[str, int, Correction | None]] = []

    def _load(self, file: Path, corrections: Iterable[Correction], problems: list[str]) -> None:
        """Give each sheet of a file its corrections, as they are in the file now."""
        sheets = {name: sheet for name, sheet in self.sheets.items() if sheet.file == file}
        files = {name: sheet.article.path or Path(name) for name, sheet in sheets.items()}
        found, _ = corrections_by_article(corrections, files, beside=self.beside)
        for name, sheet in sheets.items():
            sheet.corrections = {**sheet.given, **_placed(sheet.article, found.get(name, []), problems)}

    @property
    def claims(self) -> pd.DataFrame:
        """The claims table, corrected."""
        rows = [row for sheet in self.sheets.values() for row in whole_rows(sheet.claims().values(), sheet.article)]
        return claims_table(rows)

    @property
    def articles(self) -> list[Article]:
        """The articles with their corrections."""
        return [sheet.corrected_article() for sheet in self.sheets.values()]

    # --- what is shown

    def overview(self) -> list[dict[str, Any]]:
        """List all claims, rejected ones too: what each is about, and what was done with it."""
        return [
            {
                "claim": f"{name}:{start}",
                "article": name,
                "text": row["text"],
                "state": sheet.state(start),
                "about": _about(row),
            }
            for name, sheet in self.sheets.items()
            for start, row in sheet.rows().items()
        ]

    def page(self, name: str) -> dict[str, Any]:
        """Give an article as highlighted HTML, with the fields of its claims."""
        sheet = self.sheets[name]
        rows = sheet.rows()
        table = claims_table(list(whole_rows(rows.values(), sheet.article)))
        # A parser of HTML would make one line break of two characters, and the offsets would be others.
        html = article_html(sheet.corrected_article(), table).replace("\r", "&#13;")
        claims = [
            {
                "claim": f"{name}:{start}",
                "text": row["text"],
                "reads": format_claim(row),
                "state": sheet.state(start),
                "edited": edited(sheet.corrections.get(start, {}).get("fields") or ""),
                "cells": shown(row),
            }
            for start, row in rows.items()
        ]
        return {"article": name, "html": html, "claims": claims, "file": str(sheet.file)}

    # --- what a person does

    def handle(self, message: Mapping[str, Any]) -> Reply:
        """Do what a message of the widget asks for; an error is told and changes nothing."""
        try:
            return {"ok": True, "message": "", "errors": {}, **ACTS[message["do"]](self, message)}
        except Refused as error:
            return {"ok": False, "message": str(error), "errors": error.errors}
        except (OSError, ValueError) as error:
            return {"ok": False, "message": f"Not saved: {error}", "errors": {}}
        except Exception as error:  # the widget is where a person would miss it
            return {"ok": False, "message": f"Not saved: unexpected {type(error).__name__}: {error}", "errors": {}}

    def open(self, message: Mapping[str, Any]) -> Reply:
        """Turn to an article."""
        return {"article": message["article"]}

    def accept(self, message: Mapping[str, Any]) -> Reply:
        """Keep a claim as it stands, whatever newer rules read."""
        sheet, start, row = self._claim(message)
        if sheet.state(start) in (NEW, "rejected"):
            wrong = read_told({name: row.get(name) for name in TOLD})[1]
            if wrong:
                raise Refused("This cannot be accepted as it stands; edit it.", wrong)
            self._put(sheet, start, sheet.correction(start, row, "accept"))
        return self._done(sheet, start, f"Accepted {row['text']}.")

    def reject(self, message: Mapping[str, Any]) -> Reply:
        """Leave a claim out of the table; one that a person added is taken away."""
        sheet, start, row = self._claim(message)
        added = sheet.state(start) == "added" and start not in sheet.read
        if sheet.state(start) != "rejected":
            self._put(sheet, start, None if added else sheet.correction(start, row, "reject"))
        return self._done(sheet, start, f"{'Took away' if added else 'Rejected'} {row['text']}.")

    def edit(self, message: Mapping[str, Any]) -> Reply:
        """Put what was typed into a claim's fields."""
        sheet, start, row = self._claim(message)
        before = shown(row)
        changed = {name: cell for name, cell in message["cells"].items() if cell.strip() != before[name]}
        if not changed:
            return self._done(sheet, start, "Nothing was changed.")
        new = {name: value for name, value in row.items() if name not in changed}
        new = _told(sheet, start, new, changed)
        read = sheet.read.get(start)
        if sheet.state(start) == "added":
            correction = sheet.correction(start, new, "add")
        else:
            fields = set(changed) | set(edited(sheet.corrections.get(start, {}).get("fields") or ""))
            other = [name for name in TOLD if not same_cell(new.get(name), (read or row).get(name))]
            fields = set(other) if read else fields | set(other)
            action = "edit" if fields else "accept"  # it reads as the rules read it again
            correction = sheet.correction(start, new, action, [name for name in TOLD if name in fields])
        self._put(sheet, start, correction)
        return self._done(sheet, start, f"Saved {row['text']}.")

    def select(self, message: Mapping[str, Any]) -> Reply:
        """Begin to add a claim: read its number from the words that were selected or typed."""
        sheet = self.sheets[message["article"]]
        start, end = self._selected(sheet, message)
        text = sheet.article.text
        for at, row in sheet.rows().items():
            if at < end and start < row["end"] and sheet.state(at) != "rejected":
                raise Refused(f"{row['text']!r} is a claim already.")
        found = quantity_at(text, start, end)
        row = {"value": -found.value if found.sign == "-" else found.value, "qualifier": found.qualifier}
        row = with_ends({**row, "unit": found.unit, "kind": "level"}, found)
        if not found.value:  # no number is read in these words
            row = {"qualifier": "="}
        cells = shown({**row, "status": "actual", "core": True})
        return {"article": sheet.article.id, "start": start, "end": end, "text": text[start:end], "cells": cells}

    def _selected(self, sheet: Sheet, message: Mapping[str, Any]) -> tuple[int, int]:
        text = sheet.article.text
        if "words" in message:
            return self._found(sheet, message["words"].strip(), int(message.get("near") or 0))
        start, end = int(message["start"]), int(message["end"])
        words = text[start:end]
        if not words.strip():
            raise Refused("Select the words of a number in the article first.")
        return start + len(words) - len(words.lstrip()), start + len(words.rstrip())

    def _found(self, sheet: Sheet, words: str, near: int) -> tuple[int, int]:
        """Find typed words: the next place behind the claim that is looked at, or else the first, that is no claim."""
        spans = [(at, row["end"]) for at, row in sheet.rows().items() if sheet.state(at) != "rejected"]
        whole, inside = rf"(?<!\w){re.escape(words)}(?!\w)", re.escape(words)
        text = sheet.article.text
        places = [one.span() for one in re.finditer(whole, text)] or [one.span() for one in re.finditer(inside, text)]
        free = [place for place in places if not any(place[0] < end and start < place[1] for start, end in spans)]
        behind = [place for place in free if place[0] >= near]
        if not words or not places:
            raise Refused(f"{words!r} does not stand in this article.")
        return next(iter(behind or free or places))

    def add(self, message: Mapping[str, Any]) -> Reply:
        """Add a claim that the rules missed."""
        sheet = self.sheets[message["article"]]
        start, end = int(message["start"]), int(message["end"])
        text = as_text(sheet.article.text[start:end])
        if not 0 <= start < end or not text.strip():
            raise Refused("Select the words of a number in the article first.")
        cells = {**dict.fromkeys(TOLD, ""), **message["cells"]}
        if not cells["low"].strip() and not cells["high"].strip():
            del cells["low"], cells["high"]  # they follow
        row = _told(sheet, start, {"start": start, "end": end, "text": text}, cells)
        self._put(sheet, start, sheet.correction(start, row, "add"))
        if sheet.chosen is not None:
            sheet.chosen.add(start)
        return self._done(sheet, start, f"Added {text}.")

    def withdraw(self, message: Mapping[str, Any]) -> Reply:
        """Take back what a person said of a claim: it reads as the rules read it."""
        sheet, start, row = self._claim(message)
        if start not in sheet.corrections:
            raise Refused("Nothing was corrected here.")
        self._put(sheet, start, None)
        return self._done(sheet, start, f"Took back the correction of {row['text']}.")

    def undo(self, message: Mapping[str, Any]) -> Reply:
        """Undo the last change of this session."""
        if not self.history:
            raise Refused("There is nothing to undo in this session.")
        name, start, before = self.history[-1]
        sheet = self.sheets[name]
        self._put(sheet, start, before)
        del self.history[-2:]  # what was undone, and the undoing
        return self._done(sheet, start, "Undone.")

    def _claim(self, message: Mapping[str, Any]) -> tuple[Sheet, int, Row]:
        name, _, start = str(message["claim"]).rpartition(":")
        sheet = self.sheets.get(name)
        row = sheet.rows().get(int(start)) if sheet else None
        if sheet is None or row is None:  # another process may have taken away what was added
            raise Refused(f"There is no claim {name}:{start} here any more.")
        return sheet, int(start), row

    def _put(self, sheet: Sheet, start: int, correction: Correction | None) -> None:
        before = sheet.corrections.get(start)
        changes: dict[Key, Correction | None] = {}
        if before is not None:
            changes[before["key"]] = None
        if correction is not None:
            changes[key(correction)] = correction
        saved = save_corrections(sheet.file, changes)
        sheet.given.pop(start, None)
        self._load(sheet.file, saved, [])
        self.history.append((sheet.article.id, start, before))

    def _done(self, sheet: Sheet, start: int, message: str) -> Reply:
        there = start in sheet.rows()
        return {
            "message": message,
            "article": sheet.article.id,
            "claim": f"{sheet.article.id}:{start}" if there else None,
        }


ACTS = {
    "open": Session.open,
    "accept": Session.accept,
    "reject": Session.reject,
    "edit": Session.edit,
    "select": Session.select,
    "add": Session.add,
    "withdraw": Session.withdraw,
    "undo": Session.undo,
}


def progress(overview: Iterable[Mapping[str, Any]]) -> tuple[int, int]:
    """Return how many claims were reviewed, and how many there are."""
    states = Counter(one["state"] for one in overview)
    return states.total() - states[NEW], states.total()


def _by_start(articles: list[Article], claims: pd.DataFrame) -> dict[str, dict[int, Row]]:
    """Return the rows of a table by article and offset, without what is missing."""
    rows = placed_rows(articles, by_claim(claims))
    return {
        name: {
            int(row["start"]): {cell: value for cell, value in row.items() if not is_missing(value)} for row in found
        }
        for name, found in rows.items()
    }


def _placed(article: Article, corrections: Iterable[Correction], problems: list[str]) -> dict[int, Correction]:
    """Return corrections where they stand in the text now, each with the key that its file has it under."""
    placed = placed_corrections(dataclasses.replace(article, corrections=tuple(corrections)), problems)
    return {
        start: {
            **one,
            "key": key(one),
            "article": article.id,
            "start": start,
            "end": start + len(one["text"]),
        }
        for start, one in placed.items()
    }


def _choose(sheet: Sheet, chosen: dict[int, Row]) -> None:
    """Look at the chosen claims alone, as their table has them unless a person edited them, and at rejected ones."""
    sheet.read |= {start: row for start, row in chosen.items() if row.get("origin", "stated") == "stated"}
    sheet.chosen = {*chosen, *(start for start, one in sheet.corrections.items() if one["action"] == "reject")}


def _told(sheet: Sheet, start: int, row: Row, cells: Mapping[str, str]) -> Row:
    """Return a row with what was typed into some of its fields; what is not allowed is refused."""
    told, wrong = read_cells(cells)
    new = row | told
    if not wrong and not {"low", "high"} & set(cells) and set(DECIDING) & set(cells):
        new = with_ends(new, quantity_at(sheet.article.text, start, row["end"]))
    if not wrong:
        wrong |= wrong_ends(new)
    levels = {f"{sheet.article.id}:{at}" for at in sheet.claims() if at != start}
    if "of" in told and told["of"] not in levels:
        wrong["of"] = f"{told['of']!r} is no other claim of this article"
    if wrong:
        raise Refused("Not saved: look at the fields that are marked.", wrong)
    return new


def _about(row: Mapping[str, Any]) -> str:
    """Say in a line what a claim is about."""
    names = ("reporter", "measure", "item", "partner", "period")
    told = [economy(str(row[name])) for name in names if not is_missing(row.get(name))]
    return " ".join([*told, str(row.get("kind", ""))])
