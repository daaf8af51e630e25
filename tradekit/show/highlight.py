"""Articles with their claims highlighted, the words that each was read from, and the numbers left alone.

`article_html` gives one article, `articles_html` several with a legend and an index; `show` displays them.
"""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

import pandas as pd
from tqdm import tqdm

from tradekit.articles import Article
from tradekit.formats import MINUS, format_claim, format_value
from tradekit.frame import INDEX, KINDS, extract
from tradekit.frame.citation import economy
from tradekit.frame.columns import is_missing
from tradekit.reasons import explain, skipped
from tradekit.show.display import Display, by_claim, count, document, escape, name_of, wrapped
from tradekit.show.filters import filters

Articles = Article | str | Iterable[Article | str]

# Blank lines between paragraphs. Possessive, so that a run of spaces is scanned once.
BLANK_LINES = re.compile(r"(?:\r\n|\r|\n)(?:[ \t]*+(?:\r\n|\r|\n))++")

WEB = re.compile(r"https?://", re.IGNORECASE)

PLACE = ("article", "start", "end", "text")
CODES = ("reporter", "partner", "against")
BY_HAND = ("edited", "added")


class Mark(NamedTuple):
    """A claim in its article: where it stands, how it is drawn, and its row as lines `name: value`."""

    start: int
    end: int
    claim: str
    kind: str
    pale: bool
    by_hand: bool
    row: str
    facets: str


class Words(NamedTuple):
    """The words that a field of a claim was read from; the columns of `explain`."""

    start: int
    end: int
    claim: str
    field: str
    words: str
    rule: str


class Skip(NamedTuple):
    """A number that was left alone."""

    start: int
    end: int
    reason: str


Layer = Mark | Words | Skip
Row = Mapping[str, Any]


def show(articles: Articles, claims: pd.DataFrame | None = None) -> Display:
    """Show articles with their claims highlighted by kind, and the numbers that were left alone in grey.

    Pointing at a claim gives its row, and labels the words that each field was read from; a click or Tab keeps
    them, Esc lets go. The rule that read a field stands beside it, as in `explain`; fields that were not read
    from the text have no such words. Claims that a person edited or added are framed, and what they told has none.

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
    >>> 'title="left alone: name" data-why="0:reporter">7<' in show("Exports of the G7 came to $4 trillion.").body
    True
    """
    return _display(articles, claims, progress=False)


def page(
    articles: Articles, claims: pd.DataFrame | None = None, title: str | None = None, *, progress: bool = False
) -> str:
    """Give what `show` displays as one HTML document that needs no other file and makes no request.

    Parameters
    ----------
    articles : Article, str or list of these
        What to show, whole.
    claims : DataFrame, optional
        Claims of these articles; without it they are extracted.
    title : str, optional
        The document's title; without it the article's title or id, or the number of articles.
    progress : bool
        Show the progress on stderr if that is a terminal.

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
    display = _display(articles, claims, progress)
    return document(title or display.title, display.content)


def _display(articles: Articles, claims: pd.DataFrame | None, progress: bool) -> Display:
    given = listed_articles(articles)
    table = by_claim(extract(given) if claims is None else claims)
    bar, facets = filters(table)
    counts = f"{count(len(given), 'article')}, {count(len(table), 'claim')}"
    return Display(
        title=given[0].title or str(given[0].id) if len(given) == 1 else counts,
        content=wrapped("tradekit-show", bar + articles_html(given, table, facets, progress=progress)),
        plain=f'<show: {counts}; in a notebook it displays itself; .save("page.html") writes it>',
    )


def articles_html(
    articles: Sequence[Article],
    claims: pd.DataFrame,
    facets: Mapping[str, str],
    *,
    level: int = 2,
    progress: bool = False,
) -> str:
    """Give a legend, an index if there are several articles, and the articles under headings of a level.

    `claims` is a table as `by_claim` gives it, `facets` what each claim can be chosen by.
    """
    found = placed_rows(articles, claims)
    steps = tqdm(articles, desc="highlight", unit="article", disable=None if progress else True)
    layers = [_layers(article, found[str(article.id)], facets) for article in steps]
    sections = [_article_html(article, listed, level) for article, listed in zip(articles, layers, strict=True)]
    every = [layer for listed in layers for layer in listed]
    index = [_index(articles, found)] if len(articles) > 1 else []
    return "\n".join([_legend(every), *index, *sections])


def article_html(article: Article, claims: pd.DataFrame) -> str:
    """Give the highlighted HTML of one article, for a page that has the style sheet (`display.style`).

    Parameters
    ----------
    article : Article
        The article.
    claims : DataFrame
        Its claims, and no other article's.

    Returns
    -------
    str
        One ``<article class="tk-article">``, in which ``.tk-text`` holds the text, character by character, and
        each claim is one or more ``<mark>``, the first with the claim's `name_of` as its `id`.

    Raises
    ------
    ValueError
        If a claim is of another article, or its text does not stand at its place.
    TypeError
        If `claims` is not a table.

    Examples
    --------
    >>> article = Article("Exports came to $4 billion.", id="a")
    >>> '<mark class="tk-level" id="tk-claim-a:16"' in article_html(article, extract(article))
    True
    """
    rows = placed_rows([article], by_claim(claims))[str(article.id)]
    return _article_html(article, _layers(article, rows, {}), level=2)


def listed_articles(articles: Articles) -> list[Article]:
    """List articles and texts, each an Article with an id of its own."""
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


def placed_rows(articles: Sequence[Article], claims: pd.DataFrame) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of each article by its id, having checked that every claim stands where it says."""
    texts = {str(article.id): article.text for article in articles}
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in texts}
    for row in claims.rename_axis(INDEX.name).reset_index().to_dict("records"):
        _check_place(row, texts)
        rows[str(row["article"])].append({str(column): value for column, value in row.items()})
    return rows


def _check_place(row: Mapping[Hashable, Any], texts: Mapping[str, str]) -> None:
    name = row[INDEX.name]
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


def _layers(article: Article, rows: Sequence[Row], facets: Mapping[str, str]) -> list[Layer]:
    """Return all that is drawn over an article's text, in its order."""
    # What a person edited or added was not read from the text, so the rules have no say in it. Which fields were
    # edited, the article's corrections tell; without them the whole row has no words.
    origins = ("stated", "edited") if article.corrections else ("stated",)
    read = {row["claim"]: row for row in rows if is_missing(row["origin"]) or row["origin"] in origins}
    why = explain(article) if read else explain("")
    words = [Words(*cells) for cells in why[list(Words._fields)].itertuples(index=False)]
    words = [one for one in words if one.claim in read and not is_missing(read[one.claim][one.field])]
    reasons: dict[Hashable, dict[str, Words]] = {}
    for one in words:
        reasons.setdefault(one.claim, {})[one.field] = one
    marks = [_mark(row, reasons.get(row["claim"], {}), facets.get(str(row["claim"]), "")) for row in rows]
    taken = {at for mark in marks for at in range(mark.start, mark.end)}
    left = skipped(article)[list(Skip._fields)].itertuples(index=False)
    skips = [Skip(*cells) for cells in left if cells[0] not in taken]
    return sorted([*marks, *words, *skips], key=itemgetter(0, 1))


def _mark(row: Row, reasons: Mapping[str, Words], facets: str) -> Mark:
    kind = row["kind"] if row["kind"] in KINDS else "claim"
    pale = not is_missing(row["core"]) and not row["core"]
    by_hand = not is_missing(row["origin"]) and row["origin"] in BY_HAND
    lines = _row_lines(row, reasons)
    return Mark(int(row["start"]), int(row["end"]), row["claim"], kind, pale, by_hand, lines, facets)


def _row_lines(row: Row, reasons: Mapping[str, Words]) -> str:
    """Write every field that is told as a line `name: value`: the number first, its place last.

    Behind a tab stand the words that a field was read from, unless they are the number, and the rule's name.
    """
    fields = [column for column in row if column not in (*PLACE, "sentence", "claim") and not is_missing(row[column])]
    fields.sort(key=lambda field: field != "value" and field not in reasons)
    lines = [("text", row["text"]), *((field, _field(field, row)) for field in fields)]
    lines += [("place", f"characters {row['start']} to {row['end']} of {row['article']}"), ("claim", row["claim"])]
    if not is_missing(row["sentence"]):
        lines.append(("sentence", row["sentence"]))
    return "\n".join(_one_line(f"{name}: {told}") + _because(row, reasons.get(name)) for name, told in lines)


def _because(row: Row, reason: Words | None) -> str:
    if reason is None:
        return ""
    own = row["start"] <= reason.start and reason.end <= row["end"]
    return f"\trule {reason.rule}" if own else f"\t“{_one_line(reason.words)}”, rule {reason.rule}"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _field(name: str, row: Row) -> str:
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


def _article_html(article: Article, layers: Sequence[Layer], level: int) -> str:
    told = [escape(part) for part in (article.publisher, article.date) if part]
    head = " · ".join([f"<b>{escape(article.id)}</b>", *told, *([_link(article.url)] if article.url else [])])
    if article.title and article.title not in article.text:
        head += f"<br>{escape(article.title)}"
    text = "".join(_pieces(article.text, layers))
    # A heading for those who listen, without the looks that a notebook gives to one.
    return (
        f'<article class="tk-article" id="{name_of("article", article.id)}" tabindex="-1">'
        f'<p class="tk-head" role="heading" aria-level="{level}">{head}</p>\n'
        f'<div class="tk-text" dir="auto"><p>{text}</p></div></article>'
    )


def _link(url: str) -> str:
    """Link an address of the web; show any other, such as a script, as it is written."""
    shown = escape(url)
    return f'<a href="{shown}" rel="noreferrer">{shown}</a>' if WEB.match(url) else shown


def _index(articles: Sequence[Article], rows: Mapping[str, Sequence[Row]]) -> str:
    lines = []
    for article in articles:
        told = [escape(part) for part in (article.title, article.publisher) if part]
        short = [str(article.date)] if article.date else []
        short.append(count(len(rows[str(article.id)]), "claim"))
        link = f'<a href="#{name_of("article", article.id)}">{escape(article.id)}</a>'
        parts = [link, *told, *(f'<span class="tk-whole">{part}</span>' for part in short)]
        lines.append(f"<li>{' · '.join(parts)}</li>")
    summary = f"<summary>{count(len(articles), 'article')}</summary>"
    listed = "\n".join(lines)
    return f'<nav class="tk-index" aria-label="Articles"><details open>{summary}<ol>\n{listed}\n</ol></details></nav>'


def _pieces(text: str, layers: Sequence[Layer]) -> Iterator[str]:
    """Write the text in pieces, cut at each paragraph and at each layer's ends, so that nothing overlaps."""
    numbers = {mark.claim: number for number, mark in enumerate(one for one in layers if isinstance(one, Mark))}
    paragraphs = {match.end() for match in BLANK_LINES.finditer(text)} - {len(text)}
    borders = sorted({0, len(text), *paragraphs, *(at for layer in layers for at in layer[:2])})
    waiting = list(reversed(layers))
    over: list[Layer] = []
    for start, end in itertools.pairwise(borders):
        if start in paragraphs:
            yield "</p><p>"
        over = [layer for layer in over if layer.end > start]
        while waiting and waiting[-1].start == start:
            over.append(waiting.pop())
        yield _piece_html(text[start:end], start, sorted(over, key=lambda one: one.end - one.start), numbers)


def _piece_html(text: str, start: int, over: Sequence[Layer], numbers: Mapping[str, int]) -> str:
    """Draw a piece as the shortest of the claims over it, with the rows of all of them, its own first."""
    marks = [layer for layer in over if isinstance(layer, Mark)]
    words = [layer for layer in over if isinstance(layer, Words)]
    skips = [layer for layer in over if isinstance(layer, Skip)]
    # What each claim has these words for, such as `3:partner 5:period`; show.js labels them.
    why = f' data-why="{" ".join(f"{numbers[one.claim]}:{one.field}" for one in words)}"' if words else ""
    if marks:
        first = marks[0]
        rows = escape("\n\n".join(mark.row for mark in marks))
        begun = [name_of("claim", mark.claim) for mark in marks if mark.start == start]
        stop = f' id="{begun[0]}" tabindex="0"' if begun else ""  # one stop a claim
        others = "".join(f'<span id="{name}"></span>' for name in begun[1:])
        css = f"tk-{first.kind}{' tk-pale' if first.pale else ''}{' tk-hand' if first.by_hand else ''}"
        data = f'data-claim="{numbers[first.claim]}" data-facets="{first.facets}"'
        return f'{others}<mark class="{css}"{stop} {data} title="{rows}"{why}>{escape(text)}</mark>'
    if skips:
        return f'<span class="tk-skip" title="left alone: {escape(skips[0].reason)}"{why}>{escape(text)}</span>'
    return f"<span{why}>{escape(text)}</span>" if words else escape(text)


def _legend(layers: Sequence[Layer]) -> str:
    marks = [layer for layer in layers if isinstance(layer, Mark)]
    skips = sum(isinstance(layer, Skip) for layer in layers)
    times = Counter(mark.kind for mark in marks if not mark.pale)
    parts = [f'<mark class="tk-{kind}">{kind} {times[kind]}</mark>' for kind in (*KINDS, "claim") if times[kind]]
    if pale := sum(mark.pale for mark in marks):
        parts.append(f'<mark class="tk-claim tk-pale">everyday counts {pale}</mark>')
    if by_hand := sum(mark.by_hand for mark in marks):
        parts.append(f'<mark class="tk-claim tk-hand">by hand {by_hand}</mark>')
    if skips:
        parts.append(f'<label><input type="checkbox" checked> <span class="tk-skip">left alone {skips}</span></label>')
    hint = (
        '<span class="tk-hint">Point at a claim to see what was read from which words; a click or Tab keeps it.</span>'
    )
    return f'<p class="tk-note">{" ".join([*parts, hint if marks else "No claims."])}</p>'
