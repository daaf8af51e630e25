"""From articles to the claims table."""

from __future__ import annotations

import os
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from tradekit.articles import Article
from tradekit.claims import read_claims
from tradekit.frame.columns import COLUMNS, INDEX, is_missing, listed, typed
from tradekit.frame.corrections import CorrectionWarning, corrected
from tradekit.periods import period_dates

Articles = Article | str | pd.DataFrame | Iterable[Article | str]

LONGEST_PATH = 300  # characters; a longer text is not looked for on the disk
# One word that a folder or file might have for a name: `news`, `data/news/`, not `Gold.`
_NAME = re.compile(r"(?:[^\W\d]|[-~./\\]){1,99}(?:[^\W\d]|[/\\])")


def extract(articles: Articles) -> pd.DataFrame:
    """Read the numeric claims of articles into a table, one row a claim.

    Parameters
    ----------
    articles : Article, str, DataFrame, or iterable of Article and str
        One article, one pasted text, or several; `read` turns files into articles. A DataFrame needs a
        `text` column and may have `id` (else the index label is the id), `title`, `date`, `publisher` and
        `url`; its other columns are ignored, and a row without text has no claims.

    Returns
    -------
    DataFrame
        The claims in the order of the articles and of their text. Columns, order and dtypes are those of
        `COLUMNS`, also when there is no claim; the index is `claim` (`article:start`).

    Raises
    ------
    ValueError
        If two articles have one id (two equal texts without an id have), if a text is a path or the name of a
        file or folder that is there, if a DataFrame has no `text` column, or if a correction of an article is none.
    TypeError
        If something else than articles and texts is given.

    Warns
    -----
    UserWarning
        If a text is a single word without digits that may be the name of a folder or file.
    CorrectionWarning
        For each correction of an article whose text no longer stands at its place; it is not applied, unless the
        same words stand exactly once nearby.

    Notes
    -----
    What a person corrected (`Article.corrections`, which `read` loads) is put over what the rules read: rejected
    claims are left out, edited fields hold, accepted rows stay as they were accepted, and added ones stand.

    A table that is too large for one machine is read by Dask as it stands:
    ``dd.read_parquet("news").map_partitions(tradekit.extract, meta=tradekit.META)``. Each partition is one
    call, so that only its own ids are told apart: give the table a column `id`, since the labels of the index
    begin anew in each file.

    Examples
    --------
    >>> claims = extract("Exports rose 4% to $3.5 billion.")
    >>> claims[["text", "value", "unit"]].to_dict("list")
    {'text': ['4%', '$3.5 billion'], 'value': [4.0, 3500000000.0], 'unit': ['%', 'USD']}
    """
    given = [articles] if isinstance(articles, str) else articles if isinstance(articles, list | tuple) else []
    for text in given:
        if isinstance(text, str) and _NAME.fullmatch(text) and not _is_path(text):
            advice = "extract() reads texts; to read files and folders use read() first"
            warnings.warn(f"{text!r} is read as the text of an article; {advice}", UserWarning, stacklevel=2)
    problems: list[str] = []
    rows = [row for article in _distinct(_articles(articles)) for row in _rows(article, problems)]
    for problem in problems:
        warnings.warn(problem, CorrectionWarning, stacklevel=2)
    return claims_table(rows)


def corrected_claims(article: Article) -> pd.DataFrame:
    """Return what `extract` does of an article, without its warnings, for those who have them already."""
    return claims_table(list(_rows(article, [])))


def claims_table(rows: Sequence[Mapping[str, object]]) -> pd.DataFrame:
    """Make the claims table of rows, each with `claim` and the columns that it tells."""
    index = pd.Index(typed(INDEX, [row["claim"] for row in rows]), name=INDEX.name)
    return pd.DataFrame({c.name: typed(c, [row.get(c.name) for row in rows]) for c in COLUMNS}, index=index)


def _rows(article: Article, problems: list[str]) -> Iterator[dict[str, object]]:
    claims = read_claims(article)
    return whole_rows(corrected(claims, article, problems) if article.corrections else claims, article)


def whole_rows(claims: Iterable[Mapping[str, Any]], article: Article) -> Iterator[dict[str, object]]:
    """Yield the claims of an article with the columns that the article and the period give."""
    for claim in claims:
        period = claim.get("period")
        first, last, freq = period_dates(str(period)) if period else (None, None, None)
        # 0.05 + 2.3 is no 2.35 in floats; no text is as exact as twelve digits.
        ends = ("value", "low", "high")
        numbers: dict[str, object] = {name: float(f"{claim[name]:.12g}") for name in ends if name in claim}
        yield {
            "origin": "stated",
            **claim,
            **numbers,
            "claim": f"{article.id}:{claim['start']}",
            "article": article.id,
            "period_start": first,
            "period_end": last,
            "freq": freq,
            "published": article.date,
            "publisher": article.publisher,
            "url": article.url,
        }


def _distinct(articles: Iterable[Article]) -> Iterator[Article]:
    """Yield the articles; two with one id would have claims that cannot be told apart."""
    seen: dict[str, int] = {}
    for article in articles:
        if article.id in seen:
            same = " and the same text: leave one out, or" if seen[article.id] == hash(article.text) else ";"
            raise ValueError(f"two articles have the id {article.id!r}{same} give each article an id of its own")
        seen[article.id] = hash(article.text)
        yield article


def _articles(given: Articles) -> Iterator[Article]:
    """Yield one Article for each thing given, whatever its form."""
    if isinstance(given, pd.DataFrame):
        yield from _articles_of_frame(given)
    elif isinstance(given, Article | str):
        yield _article(given)
    elif isinstance(given, Iterable) and not isinstance(given, Mapping | bytes | os.PathLike):
        for one in given:
            yield _article(one)
    else:
        yield _article(given)


def _article(given: object) -> Article:
    if isinstance(given, Article):
        return given
    if not isinstance(given, str):
        advice = "; to read files, use read() first" if isinstance(given, os.PathLike) else ""
        raise TypeError(
            f"extract() takes an Article, a text, several of these, or a DataFrame with a text column; "
            f"it was given {given!r:.80} ({type(given).__name__}){advice}"
        )
    # A path given as a text would have no claims, and nobody would know why.
    if _is_path(given):
        raise ValueError(
            f"{given!r} is a path, not the text of an article; use tradekit.extract(tradekit.read({given!r}))"
        )
    return Article(given)


def _is_path(text: str) -> bool:
    """Tell whether a text is a path: it ends like the name of an article, or there is a file or folder of that name."""
    if len(text) >= LONGEST_PATH or "\n" in text:
        return False
    return text.endswith((".txt", ".md")) or os.path.exists(text)  # False too for what can be no path


def _articles_of_frame(frame: pd.DataFrame) -> Iterator[Article]:
    if "text" not in frame.columns:
        raise ValueError(f"a DataFrame of articles needs a text column; this one has {listed(frame.columns)}")
    names = [name for name in ("text", "id", "title", "date", "publisher", "url") if name in frame.columns]
    for label, *cells in zip(frame.index, *(frame[name] for name in names), strict=True):
        known = {name: cell for name, cell in zip(names, cells, strict=True) if not is_missing(cell)}
        known["id"] = str(known.get("id", label))
        try:
            yield Article(**{"text": "", **known})
        except (TypeError, ValueError) as error:
            raise type(error)(f"article {known['id']!r}: {error}") from error
