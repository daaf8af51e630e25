"""The article: a text and what is known of it."""

from __future__ import annotations

import datetime as dt
import hashlib
import math
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tradekit.articles.bylines import find_date, find_publisher, find_title, parse_date


@dataclass(frozen=True, slots=True, init=False)
class Article:
    r"""A text and what is known of it. It never changes.

    Parameters
    ----------
    text : str
        The article, kept character by character.
    id : str, optional
        A name for it; by default ``text-`` and eight digits that follow from the text.
    title, publisher : str, optional
        By default what the text tells: a headline that stands alone, a publisher's note such as
        ``(source: Reuters)``. Missing where the text does not tell.
    date : str, datetime.date, datetime.datetime or pandas.Timestamp, optional
        The day of publication, as a date or written out (``2025-06-04``, ``4 June 2025``); by default what
        the text tells, in a byline or dateline that has a year.
    url : str, optional
        Its address.
    corrections : tuple of dict
        What a person corrected by hand in its claims: rows of `corrections.csv`, which `read` loads and `extract`
        applies.
    path : pathlib.Path, optional
        The file that it was read from. Corrections are kept beside it; articles that differ in it alone are equal.

    Raises
    ------
    TypeError
        When a field has another type than these. ``None``, NaN, ``pandas.NA`` and blank strings mean missing.
    ValueError
        When `date` is a string that is no full date; ``05/11/2024`` is none, as nobody can tell its month.

    Examples
    --------
    >>> article = Article("Written by A. Writer on December 5, 2023\n\nExports rose 5% in November.")
    >>> article.id, article.date
    ('text-8178e968', datetime.date(2023, 12, 5))
    >>> Article("Exports rose 5%.", id="gold", date="2024-11-05").date
    datetime.date(2024, 11, 5)
    """

    text: str
    id: str
    title: str | None
    date: dt.date | None
    publisher: str | None
    url: str | None
    corrections: tuple[dict[str, Any], ...] = field(hash=False)  # dicts have no hash
    path: Path | None = field(compare=False, repr=False)

    def __init__(
        self,
        text: str,
        id: str | None = None,
        title: str | None = None,
        date: str | dt.date | None = None,
        publisher: str | None = None,
        url: str | None = None,
        corrections: tuple[dict[str, Any], ...] = (),
        path: str | os.PathLike[str] | None = None,
    ) -> None:
        if not isinstance(text, str):
            raise TypeError(f"text must be a str, not {type(text).__name__}: {text!r:.60}")
        values = {
            "text": text,
            "id": _as_text("id", id) or _hash_id(text),
            "title": _as_text("title", title) or find_title(text),
            "date": _as_date(date) or find_date(text),
            "publisher": _as_text("publisher", publisher) or find_publisher(text),
            "url": _as_text("url", url),
            "corrections": tuple(corrections),
            "path": None if path is None else Path(path),
        }
        for name, value in values.items():
            object.__setattr__(self, name, value)  # the way that a frozen dataclass sets its own fields


def _hash_id(text: str) -> str:
    return "text-" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def _is_missing(value: object) -> bool:
    """Tell None, NaN, pandas.NA and NaT, and blank strings, without importing pandas."""
    if isinstance(value, str):
        return not value.strip()
    if isinstance(value, float):
        return math.isnan(value)
    return value is None or type(value).__name__ in ("NAType", "NaTType")


def _as_text(name: str, value: object) -> str | None:
    if _is_missing(value):
        return None
    if not isinstance(value, str):
        raise TypeError(f"{name} must be a str or None, not {type(value).__name__}: {value!r:.60}")
    return value


def _as_date(value: object) -> dt.date | None:
    if _is_missing(value):
        return None
    if isinstance(value, dt.datetime):  # a pandas Timestamp is one too
        return value.date()
    if isinstance(value, dt.date):
        return value
    allowed = "a full date such as '2024-11-05' or '5 November 2024', a date, a datetime, a pandas Timestamp or None"
    if not isinstance(value, str):
        raise TypeError(f"date must be {allowed}, not {type(value).__name__}: {value!r:.60}")
    date = parse_date(value)
    if date is None:
        raise ValueError(f"date must be {allowed}, not {value!r:.60}")
    return date
