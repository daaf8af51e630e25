"""A report: everything that was read in some articles, as one page to send."""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress

import pandas as pd
from tqdm import tqdm

from tradekit import __version__
from tradekit.articles import Article
from tradekit.frame import KINDS, MEASURES, STATUSES, extract
from tradekit.frame.citation import economy
from tradekit.frame.columns import is_missing
from tradekit.reasons import skipped
from tradekit.show.display import Display, by_claim, count, escape, name_of, wrapped
from tradekit.show.filters import filters
from tradekit.show.highlight import Articles, articles_html, listed_articles
from tradekit.show.reading import table_html

# Those of tradekit.charts that are drawn, if there are claims for them, in this order.
CHARTS = (
    *("levels", "growth", "shares", "ranks", "balance", "over_time", "by_economy", "matrix", "flows", "aid"),
    *("forecasts", "versions"),
)
MOST_LINES = 12
MOST_EXAMPLES = 8
# What a row about trade may lack because the text or the article's date do not tell.
TOLD = {"reporter": "whose figure it is", "period": "of what time", "source": "whose information it is"}


def report(
    articles: Articles,
    claims: pd.DataFrame | None = None,
    *,
    title: str | None = None,
    problems: Iterable[str] = (),
    progress: bool = False,
) -> Display:
    """Report on articles in one page: a summary, charts, the table, the articles highlighted, and what was left out.

    The page needs no other file and makes no request, so it can be sent by mail. Its filters choose the rows and
    the claims in the articles together; a row leads to its claim, and the claim's card back to the row.

    Parameters
    ----------
    articles : Article, str or list of these
        What to report on, whole.
    claims : DataFrame, optional
        Claims of these articles, perhaps with rows that they imply; without it they are extracted.
    title : str, optional
        The heading; without it the numbers of articles and claims.
    problems : list of str, optional
        What went wrong before, such as the messages of `ReadWarning`; the last section lists it.
    progress : bool
        Show progress bars on a terminal.

    Returns
    -------
    Display
        Displays itself in a notebook; ``.save("report.html")`` writes it.

    Raises
    ------
    ValueError
        If there is no article, if a claim is of another article, or if its text does not stand at its place.
    TypeError
        If something else than articles, texts and a table is given.

    Examples
    --------
    >>> made = report("China exported $4 billion of steel to Chile in 2024.", title="Steel")
    >>> made
    <report: 1 article, 1 claim; in a notebook it displays itself; .save("report.html") writes it>
    """
    if isinstance(problems, str):
        raise TypeError("problems is a str; it must be a list of them")
    given = listed_articles(articles)
    if not given:
        raise ValueError("no articles to report on; give at least one")
    if claims is None:
        claims = extract(tqdm(given, desc="read", unit="article", disable=None if progress else True))
    table = by_claim(claims)
    core = table[table["core"].ne(False)]
    bar, facets = filters(table)
    placed = table[table["start"].notna()]  # what is implied stands in no article
    parts = {
        "Summary": _summary(given, table, core),
        "Charts": _charts(core, progress),
        "Claims": table_html(table, facets),
        "Articles": articles_html(given, placed, facets, level=3, progress=progress),
        "Numbers left alone": _left_alone(given),
        "Problems": _problems(given, table, core, list(problems)),
    }
    sections = {heading: _section(heading, content) for heading, content in parts.items()}
    # The filters stay in sight as long as there is something to filter.
    sections["Claims"] = f"<div>\n{bar}{sections['Claims']}"
    sections["Articles"] += "\n</div>"
    counts = f"{count(len(given), 'article')}, {count(len(table), 'claim')}"
    return Display(
        title=title or counts,
        content=wrapped("tradekit-report", "\n".join([_contents(parts), *sections.values()])),
        plain=f'<report: {counts}; in a notebook it displays itself; .save("report.html") writes it>',
    )


def _contents(headings: Iterable[str]) -> str:
    links = (f'<li><a href="#{name_of("report", heading)}">{heading}</a></li>' for heading in headings)
    return f'<nav class="tk-contents" aria-label="Sections"><ul>{"".join(links)}</ul></nav>'


def _section(heading: str, content: str) -> str:
    name = name_of("report", heading)
    return f'<section id="{name}" tabindex="-1" aria-label="{heading}">\n<h2>{heading}</h2>\n{content}\n</section>'


# --- summary


def _summary(articles: Sequence[Article], claims: pd.DataFrame, core: pd.DataFrame) -> str:
    everyday = len(claims) - len(core)
    told = [
        f"{count(len(claims), 'claim')} in {count(len(articles), 'article')}{_publishers(articles)}:",
        f"{len(core):,} about trade, money, goods and economies, and {count(everyday, 'everyday count')}.",
    ]
    years = Counter("no period" if is_missing(first) else str(first.year) for first in core["period_start"])
    tables = [
        _counts("What", _in_order(core["measure"], MEASURES)),
        _counts("Whose", _names(core["reporter"])),
        _counts("With whom", _names(core["partner"])),
        _counts("When", sorted(years.items())),
        _counts("Kind", _in_order(core["kind"], KINDS)),
        _counts("Status", _in_order(core["status"], STATUSES)),
    ]
    made = f"Read by the rules of tradekit {__version__}; the same articles always give the same page."
    advice = (
        "Numbers and units can mostly be trusted. Who, with whom, of what and when are proposals: before you use one, "
        "follow its row to its sentence."
    )
    paragraphs = "".join(f"<p>{escape(line)}</p>" for line in (" ".join(told), f"{made} {advice}"))
    return f'{paragraphs}\n<div class="tk-few">{"".join(tables)}</div>'


def _publishers(articles: Sequence[Article]) -> str:
    publishers = len({article.publisher for article in articles if article.publisher})
    dates = sorted(article.date for article in articles if article.date)
    told = f" of {count(publishers, 'publisher')}" if publishers else ""
    if dates:
        told += f", published {dates[0]}" + (f" to {dates[-1]}" if dates[0] != dates[-1] else "")
    return told


def _in_order(values: pd.Series, order: Sequence[str]) -> list[tuple[str, int]]:
    times = Counter(str(value) for value in values if not is_missing(value))
    return [(value, times[value]) for value in (*order, *sorted(set(times) - set(order))) if times[value]]


def _names(codes: pd.Series) -> list[tuple[str, int]]:
    """Count economies by name, the most frequent first."""
    times = Counter(economy(str(code)) for code in codes if not is_missing(code))
    return sorted(times.items(), key=lambda one: (-one[1], one[0]))


def _counts(caption: str, times: Sequence[tuple[str, int]]) -> str:
    """Write a small table of words and how often they occur; empty where there are none."""
    if not times:
        return ""
    shown = [*times] if len(times) <= MOST_LINES else [*times[: MOST_LINES - 1]]
    if len(shown) < len(times):
        shown.append((f"{len(times) - len(shown)} more", sum(number for _, number in times[len(shown) :])))
    rows = "".join(
        f'<tr><th scope="row">{escape(word)}</th><td class="tk-value">{number:,}</td></tr>' for word, number in shown
    )
    return f"<table><caption>{caption}</caption><tbody>{rows}</tbody></table>"


# --- charts


def _charts(claims: pd.DataFrame, progress: bool) -> str:
    drawn = "\n".join(_figures(claims, progress))
    return f'<div class="tk-charts">{drawn}</div>' if drawn else "<p>There is nothing to draw.</p>"


def _figures(claims: pd.DataFrame, progress: bool) -> Iterator[str]:
    """Draw the charts that there are claims for, each as an image with its description in words."""
    import matplotlib.pyplot as plt  # here, as it takes a second

    from tradekit import charts
    from tradekit.charts.saving import svg_bytes

    there = set(plt.get_fignums())
    for name in tqdm(CHARTS, desc="draw", unit="chart", disable=None if progress else True):
        with suppress(ValueError):  # there is nothing of its kind
            ax = getattr(charts, name)(claims)
            data = base64.b64encode(svg_bytes(ax)).decode("ascii")
            alt = escape(charts.alt_text(ax))
            yield f'<figure><img class="tk-chart" alt="{alt}" src="data:image/svg+xml;base64,{data}"></figure>'
        for number in set(plt.get_fignums()) - there:
            plt.close(number)  # or a notebook would show it


# --- what was left out


def _left_alone(articles: Sequence[Article]) -> str:
    found = pd.concat([skipped(article) for article in articles])
    if found.empty:
        return "<p>Every number is a claim.</p>"
    rows = []
    for reason, times in found["reason"].value_counts().items():
        texts = list(dict.fromkeys(found.loc[found["reason"] == reason, "text"]))
        examples = ", ".join(texts[:MOST_EXAMPLES]) + (", …" if len(texts) > MOST_EXAMPLES else "")
        cells = f'<td class="tk-value">{times:,}</td><td>{escape(examples)}</td>'
        rows.append(f'<tr><th scope="row">{escape(reason)}</th>{cells}</tr>')
    head = '<th scope="col">why</th><th scope="col" class="tk-value">times</th><th scope="col">such as</th>'
    body = "\n".join(rows)
    told = f"{count(len(found), 'number')} that state nothing; they are grey in the articles."
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return f'<p>{told}</p>\n<div class="tk-few">{table}</div>'


def _problems(articles: Sequence[Article], claims: pd.DataFrame, core: pd.DataFrame, problems: list[str]) -> str:
    """List what could not be read, and what the articles do not tell."""
    lines = list(problems)
    undated = [str(article.id) for article in articles if not article.date]
    if undated:
        lines.append(f"Without a date, so that “last year” and the like stay missing: {', '.join(undated)}")
    telling = set(claims["article"])
    silent = [str(article.id) for article in articles if str(article.id) not in telling]
    if silent:
        lines.append(f"Without a claim: {', '.join(silent)}")
    lacking = {words: int(core[column].isna().sum()) for column, words in TOLD.items()}
    if any(lacking.values()):
        told = "; ".join(f"{words} in {times:,}" for words, times in lacking.items() if times)
        lines.append(f"Not told in some of the {count(len(core), 'claim')} about trade: {told}")
    listed = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f"<ul>{listed}</ul>" if lines else "<p>None.</p>"
