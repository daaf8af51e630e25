"""Correcting what was read: a widget with an article on one side and a claim's row on the other.

`form` turns a row into fields and back, `session` does what a person does and keeps it in the file of
corrections, `widget` shows it in a notebook.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pandas as pd

from tradekit.review.session import Session
from tradekit.show.highlight import Articles

if TYPE_CHECKING:
    from tradekit.review.widget import ReviewWidget

__all__ = ["Session", "review"]


def review(
    articles: Articles, claims: pd.DataFrame | None = None, *, to: str | os.PathLike[str] | None = None
) -> ReviewWidget:
    """Correct what was read, in a notebook: accept, edit or reject each claim, and add those that were missed.

    Each correction is saved at once to `corrections.csv` beside the article, whence `read` and `extract` bring it
    back at every run. Press ? in the widget for its keys. Needs the extra `notebooks` (anywidget).

    Parameters
    ----------
    articles : Article, str or list of these
        What to review.
    claims : DataFrame, optional
        The claims to look at, such as some rows of the table; without it all that are read in the articles.
    to : str or path, optional
        Where to save the corrections instead, one file for all articles. Articles that were made of a text, not
        read from a file, have theirs in `corrections.csv` in the current folder.

    Returns
    -------
    ReviewWidget
        Displays itself in a notebook. `.claims` is the corrected table as it is now, `.articles` the articles with
        their corrections.

    Raises
    ------
    ValueError
        If a claim is of another article, or its text does not stand at its place; if a file of corrections cannot
        be read.
    TypeError
        If something else than articles, texts and a table is given.
    ImportError
        If anywidget is not installed.

    Warns
    -----
    CorrectionWarning
        For each correction whose text no longer stands at its place.

    Examples
    --------
    >>> from tradekit import Article
    >>> review(Article("Exports came to $4 billion.", id="tea"))
    <review: 0 of 1 claims reviewed; in a notebook it displays itself>
    """
    session = Session(articles, claims, to)
    try:
        from tradekit.review.widget import ReviewWidget
    except ImportError as error:
        advice = "pip install '.[notebooks]' in the project's folder, with the pip of its Python (.venv/bin/pip)"
        raise ImportError(f"review needs more packages: {advice} ({error})") from error
    return ReviewWidget(session)
