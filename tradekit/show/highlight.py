"""Articles with their claims highlighted."""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from tradekit.articles import Article
from tradekit.formats import MINUS, format_claim, format_value
from tradekit.frame import KINDS, extract
from tradekit.frame.columns import is_missing
from tradekit.show.display import Display, by_claim, count, document, economy, escape, wrapped

Articles = Article | str | Iterable[Article | str]

# Blank lines between paragraphs. Possessive, so that a run of spaces is scanned once.
BLANK_LINES = re.compile(r"(?:\r\n|\r|\n)(?:[ \t]*+(?:\r\n|\r|\n))++")

PLACE = ("article", "start", "end", "text")
CODES = ("reporter", "partner", "against")


class Mark(NamedTuple):
    """A claim in its article: where it stands, how it is drawn, and its row as lines `name: value`."""

    start: int
    end: int
    kind: str
    pale: bool
    row: str


def show(articles: Articles, claims: pd.DataFrame | None = None) -> Display:
    """Show articles with their claims highlighted by kind; hover, click or Tab gives a claim's row.

    Parameters
    ----------
    articles : Article, str or list of these
        What to show, whole.
    claims : DataFrame, optional
        Claims of these articles; without it they are extracted.

    Returns
    -------
    Display
        Displays itself in a notebook; ``.save("page.html")`` writes it.

    Raises
    ------
    ValueError
        If a claim is of another article, or its text does not stand at its place.
    TypeError
        If something else than articles, texts and a table is given.

    Examples
    --------
    >>> show("Exports came to $4 billion.")
    <show: 1 article, 1 claim; in a notebook it displays itself; .save("page.html") writes it>
    """
    given = _listed(articles)
    marks = _marks(given, extract(given) if claims is None else claims)
    every = [mark for listed in marks.values() for mark in listed]
    sections = [_article_html(article, marks[str(article.id)]) for article in given]
    counts = f"{count(len(given), 'article')}, {count(len(every), 'claim')}"
    return Display(
        title=given[0].title or str(given[0].id) if len(given) == 1 else counts,
        body=wrapped("tradekit-show", "\n".join([_legend(every), *sections]), script="show.js"),
        plain=f'<show: {counts}; in a notebook it displays itself; .save("page.html") writes it>',
    )


def page(articles: Articles, claims: pd.DataFrame | None = None, title: str | None = None) -> str:
    """Give what `show` displays as one HTML document that needs no other file and makes no request.

    Parameters
    ----------
    articles : Article, str or list of these
        What to show, whole.
    claims : DataFrame, optional
        Claims of these articles; without it they are extracted.
    title : str, optional
        The document's title; without it the article's title or id, or the number of articles.

    Returns
    -------
    str
        The document, to be written as UTF-8.

    Raises
    ------
    ValueError
        If a claim is of another article, or its text does not stand at its place.
    TypeError
        If something else than articles, texts and a table is given.

    Examples
    --------
    >>> page("Exports came to $4 billion.", title="One figure").splitlines()[0]
    '<!DOCTYPE html>'
    """
    display = show(articles, claims)
    return document(title or display.title, display.body)


def _listed(articles: Articles) -> list[Article]:
    some = [articles] if isinstance(articles, Article | str) else articles
    if isinstance(some, pd.DataFrame | Mapping) or not isinstance(some, Iterable):
        raise TypeError(f"articles is a {type(articles).__name__}; allowed are Article, str and lists of these")
    given = []
    for article in some:
        if not isinstance(article, Article | str):
            raise TypeError(f"articles holds a {type(article).__name__}; each must be an Article or a str")
        given.append(Article(article) if isinstance(article, str) else article)
    for name, times in Counter(str(article.id) for article in given).items():
        if times > 1:
            raise ValueError(f"{times} articles have the id {name!r}; give each article its own")
    return given


def _marks(articles: Sequence[Article], claims: pd.DataFrame) -> dict[str, list[Mark]]:
    """Return the marks of each article by its id, having checked that every claim stands where it says."""
    texts = {str(article.id): article.text for article in articles}
    marks: dict[str, list[Mark]] = {name: [] for name in texts}
    for name, row in by_claim(claims).iterrows():
        start, end = _place(name, row, texts)
        kind = row["kind"] if row["kind"] in KINDS else "claim"
        pale = not is_missing(row["core"]) and not row["core"]
        marks[str(row["article"])].append(Mark(start, end, kind, pale, _row_lines(name, row)))
    return {name: sorted(listed) for name, listed in marks.items()}


def _place(name: Hashable, row: pd.Series[Any], texts: Mapping[str, str]) -> tuple[int, int]:
    if any(is_missing(row[column]) for column in PLACE):
        raise ValueError(f"claim {name!r} has no place in an article: it lacks one of {', '.join(PLACE)}")
    article = str(row["article"])
    if article not in texts:
        known = ", ".join(map(repr, list(texts)[:10])) or "none"
        raise ValueError(f"claim {name!r} is of article {article!r}, which is not among those given: {known}")
    start, end = int(row["start"]), int(row["end"])
    stands = texts[article][start:end] if start >= 0 else ""
    if stands != row["text"]:
        raise ValueError(
            f"claim {name!r} has the text {row['text']!r}, but characters {start} to {end} "
            f"of article {article!r} are {stands[:80]!r}"
        )
    return start, end


def _row_lines(name: Hashable, row: pd.Series[Any]) -> str:
    """Write every field that is told as a line `name: value`: the number first, its place last."""
    fields = [str(column) for column in row.index if column not in (*PLACE, "sentence")]
    lines = [f"text: {row['text']}"]
    lines += [f"{field}: {_field(field, row)}" for field in fields if not is_missing(row[field])]
    lines += [f"place: characters {row['start']} to {row['end']} of {row['article']}", f"claim: {name}"]
    if not is_missing(row["sentence"]):
        lines.append(f"sentence: {row['sentence']}")
    return "\n".join(" ".join(line.split()) for line in lines)


def _field(name: str, row: pd.Series[Any]) -> str:
    value = row[name]
    if name == "value":
        return format_claim(row)
    if name in ("low", "high"):
        unit = None if is_missing(row["unit"]) else row["unit"]
        return format_value(value, unit) if math.isfinite(value) else f"{MINUS if value < 0 else ''}∞"
    if name in CODES and economy(value) != value:
        return f"{economy(value)} ({value})"
    if isinstance(value, pd.Timestamp):
        return value.isoformat().removesuffix("T00:00:00")
    return str(value)


def _article_html(article: Article, marks: Sequence[Mark]) -> str:
    told = [part for part in (article.publisher, article.date, article.url) if part]
    head = " · ".join([f"<b>{escape(article.id)}</b>", *map(escape, told)])
    if article.title and article.title not in article.text:
        head += f"<br>{escape(article.title)}"
    text = "".join(_pieces(article.text, marks))
    return (
        f'<section class="tk-article"><p class="tk-head">{head}</p>\n'
        f'<div class="tk-text" dir="auto"><p>{text}</p></div></section>'
    )


def _pieces(text: str, marks: Sequence[Mark]) -> Iterator[str]:
    """Write the text in pieces, cut at each paragraph and at each claim's ends, so that nothing overlaps."""
    paragraphs = {match.end() for match in BLANK_LINES.finditer(text)} - {len(text)}
    cuts = {0, len(text), *paragraphs, *(mark.start for mark in marks), *(mark.end for mark in marks)}
    borders = sorted(cuts)
    waiting = list(reversed(marks))
    over: list[Mark] = []
    for start, end in itertools.pairwise(borders):
        if start in paragraphs:
            yield "</p><p>"
        over = [mark for mark in over if mark.end > start]
        before = len(over)
        while waiting and waiting[-1].start == start:
            over.append(waiting.pop())
        piece = text[start:end]
        yield _mark_html(piece, over, begins=len(over) > before) if over else escape(piece)


def _mark_html(text: str, over: Sequence[Mark], begins: bool) -> str:
    """Draw a piece as the shortest of the claims over it, with the rows of all of them, its own first."""
    by_length = sorted(over, key=lambda mark: mark.end - mark.start)
    first = by_length[0]
    rows = escape("\n\n".join(mark.row for mark in by_length))
    stop = ' tabindex="0"' if begins else ""  # one stop a claim, however many pieces it has
    pale = " tk-pale" if first.pale else ""
    return f'<mark class="tk-{first.kind}{pale}" title="{rows}"{stop}>{escape(text)}</mark>'


def _legend(marks: Sequence[Mark]) -> str:
    if not marks:
        return '<p class="tk-note">No claims.</p>'
    times = Counter(mark.kind for mark in marks if not mark.pale)
    kinds = [kind for kind in (*KINDS, "claim") if times[kind]]
    parts = [f'<mark class="tk-{kind}">{kind} {times[kind]}</mark>' for kind in kinds]
    if pale := sum(mark.pale for mark in marks):
        parts.append(f'<mark class="tk-claim tk-pale">everyday counts {pale}</mark>')
    parts.append("Hover over a claim, click it or press Tab to see its row.")
    return f'<p class="tk-note">{" ".join(parts)}</p>'
