"""One claim in one line, for a footnote or a chart's source line."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, NamedTuple

import pandas as pd

from tradekit import tables
from tradekit.formats import MINUS, MONTHS, format_claim, format_period, is_physical, plural
from tradekit.frame.columns import is_missing
from tradekit.places import economy_name

KIND = {
    "change": "change in ",
    "growth": "growth of ",
    "share": "share of ",
    "ratio": "ratio for ",
    "rank": "rank in ",
}
QUALIFIER = {"~": "about ", ">": "more than ", ">=": "at least ", "<": "less than ", "<=": "up to "}
LONGEST_QUOTE = 200
SIGNED = re.compile(r"(?:minus|negative)\b|\W{0,4}[-−–]", re.IGNORECASE)


def cite(row: pd.Series[Any] | NamedTuple) -> str:
    """Cite one claim in a line: who, what, when, how much, in which words, and where it stands.

    Parameters
    ----------
    row : Series or namedtuple
        A row of a claims table: `claims.loc[…]`, `claims.iloc[0]`, or one of `claims.itertuples()`.
        For all rows: `claims.apply(cite, axis=1)`.

    Returns
    -------
    str
        What the row lacks is left out.

    Raises
    ------
    TypeError
        If something else than one row is given.
    ValueError
        If the row has no number: neither `text` nor `value`.

    Examples
    --------
    >>> import tradekit
    >>> article = tradekit.Article("Chile bought $4bn of gold from Peru.", id="chile", date="2025-06-04")
    >>> tradekit.cite(tradekit.extract(article).iloc[0])
    "Chile's imports of gold from Peru: $4bn (“Chile bought $4bn of gold from Peru.”), 4 June 2025, chile:13"
    """
    cells = _cells(row)
    said = _wording(cells)
    if not said:
        raise ValueError(f"a row without text and value cannot be cited: {cells}")
    if "source" in cells:
        said += f", according to {cells['source']}"
    if "sentence" in cells:
        said += f" (“{_excerpt(cells['sentence'], cells.get('text', said))}”)"
    period = format_period(cells["period"]) if "period" in cells else None
    status = cells.get("status", "actual")
    subject = ", ".join(filter(None, [_subject(cells), period]))
    subject = subject if status == "actual" else f"{subject} ({status})".lstrip()
    published = cells.get("published")
    where = [
        _origin(cells),
        cells.get("publisher"),
        f"{published.day} {MONTHS[published.month - 1]} {published.year}" if published else None,
        cells.get("url"),
        cells.get("claim"),
    ]
    return ", ".join(filter(None, [f"{subject}: {said}" if subject else said, *where]))


def wording(row: pd.Series[Any] | NamedTuple) -> str:
    """Return the number of one claim as its article has it: `about $26.8 million`, `down by a fifth`."""
    return _wording(_cells(row))


def _wording(cells: dict[str, Any]) -> str:
    return _amount(cells) if "text" in cells else format_claim(pd.Series(cells, dtype=object))


def _cells(row: object) -> dict[str, Any]:
    """Return what a row holds by column, each text in one line, without what is missing."""
    if isinstance(row, pd.Series):
        cells = {"claim": row.name, **row.to_dict()}
    elif isinstance(row, tuple) and hasattr(row, "_asdict"):
        cells = row._asdict()
        cells.setdefault("claim", cells.pop("Index", None))
    else:
        advice = "; for a whole table: claims.apply(cite, axis=1)" if isinstance(row, pd.DataFrame) else ""
        raise TypeError(
            f"cite() takes one row of a claims table (Series or namedtuple), not {type(row).__name__}{advice}"
        )
    known = {str(name): cell for name, cell in cells.items() if not is_missing(cell)}
    return {name: " ".join(cell.split()) if isinstance(cell, str) else cell for name, cell in known.items()}


def _amount(cells: dict[str, Any]) -> str:
    """Return the number as the article has it, with its qualifier, and what its row knows beside it.

    A fall is told by its sign (`−10%`), in words, as a range or with a limit as `down by more than a fifth`; a ratio
    below another thing as `three-quarters less`; a count with its noun.
    """
    text, qualifier = str(cells["text"]), cells.get("qualifier", "=")
    said = QUALIFIER.get(qualifier, "") + text + _noun(cells)
    if not cells.get("value", 0) < 0 or SIGNED.match(text):
        return said
    if cells.get("kind") == "ratio":
        return f"{said} less"
    if cells.get("kind") not in ("growth", "change"):
        return said
    if qualifier in ("=", "~") and len(re.findall(r"\d[\d.,]*", text)) == 1:
        return said.replace(text, MINUS + text, 1)
    return f"down by {said}"


def _noun(cells: dict[str, Any]) -> str:
    """Return the noun that a count is of, unless the text has it: ` generators` for `450`."""
    text, unit = cells["text"].lower(), cells.get("unit", "")
    # What is measured has its unit in the text (`tons` for `tonne`), unless it is a table's cell.
    told = unit in text or (is_physical(unit) and re.search("[a-z]", text))
    return "" if told or not _counted(unit) else f" {plural(unit, cells.get('value', 2))}"


def _subject(cells: dict[str, Any]) -> str:
    """Return whose figure it is and of what: `growth of China's exports of gold to Belarus`."""
    words = measure_words()[cells.get("measure", "other")]
    what, item, link = words["word"], cells.get("item", ""), words["partner"]
    if what and item:
        what += f" {words['item']} {item}"
        link = link.removeprefix("on goods ")  # `tariff on steel from China`
    what = what or item or _counted(cells.get("unit", ""))
    if "reporter" in cells:
        name = economy(cells["reporter"])
        what = name + ("' " if name.endswith("s") else "'s ") + (what or "figure")
    if what and "partner" in cells:
        what += f" {link} {economy(cells['partner'])}"
    if what and "against" in cells:
        what += f" against {economy(cells['against'])}"
    return KIND.get(cells.get("kind", "level"), "") + what if what else ""


@cache
def measure_words() -> dict[str, dict[str, str]]:
    """Read how each measure is worded: its noun, and the words that join an item and a partner to it."""
    return {row["measure"]: row for row in tables.rows("measure_words")}


def _counted(unit: str) -> str:
    """Return the things that a unit counts (`450`, `generator` → `generators`), if it counts any."""
    counts = unit.islower() and len(unit) > 2 and unit != "rank" and "/" not in unit
    return plural(unit, 2) if counts else ""


def economy(code: str) -> str:
    """Return an economy's name, and what is no code (a ratio may be against a thing) as it is."""
    try:
        return economy_name(code)
    except ValueError:
        return code


def _origin(cells: dict[str, Any]) -> str | None:
    """Say it where the figure is not the article's own."""
    if cells.get("origin") == "implied":
        return f"implied by {cells['derived_from']}" if "derived_from" in cells else "implied"
    return f"{cells['origin']} by hand" if cells.get("origin") in ("edited", "added") else None


def _excerpt(sentence: str, amount: str) -> str:
    """Return the sentence; of a long one, the words around the amount."""
    if len(sentence) <= LONGEST_QUOTE:
        return sentence
    before, found, after = sentence.partition(amount)
    if not found:
        return f"{sentence[:LONGEST_QUOTE].rpartition(' ')[0]} …"
    room = (LONGEST_QUOTE - len(amount)) // 2
    # Cut at spaces, so that no word, and no number, is left in halves.
    if len(before) > room:
        before = "… " + before[-room:].partition(" ")[2]
    if len(after) > room:
        after = after[:room].rpartition(" ")[0] + " …"
    return before + amount + after
