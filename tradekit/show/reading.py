"""The claims table formatted for reading."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from tradekit.formats import format_claim, format_period
from tradekit.frame.citation import KIND, economy
from tradekit.frame.columns import is_missing, listed
from tradekit.show.display import Display, by_claim, count, escape, name_of, wrapped
from tradekit.show.filters import filters

LONGEST_SENTENCE = 240
WIDEST_PLAIN_CELL = 28
NONE = "No claims."

COLUMNS = ("who", "what", "whom", "period", "value", "basis", "item", "source", "status")
# The others are left out when they say nothing in any row: they would push the rest off the screen.
ALWAYS = ("who", "what", "period", "value")


class Excerpt(NamedTuple):
    """A sentence, shortened: what stands before the number, the number, what stands after it."""

    before: str
    number: str
    after: str


class Reading(NamedTuple):
    """A claim as a row for reading; empty where the article does not tell.

    `claim` and `article` name it, `unit`, `amount` and `since` are what values and periods are sorted by.
    """

    claim: str
    article: str
    unit: str
    amount: str
    since: str
    who: str
    what: str
    whom: str
    period: str
    value: str
    basis: str
    item: str
    source: str
    status: str
    sentence: Excerpt


def table(claims: pd.DataFrame, limit: int = 500) -> Display:
    """Format the claims table for reading: ``$4.77 bn``, ``+47.6 %``, economies by name.

    Parameters
    ----------
    claims : DataFrame
        The claims table, or some of its rows and columns.
    limit : int
        The most rows to show and to filter; those left out are counted below the table.

    Returns
    -------
    Display
        Displays itself in a notebook; printed, it is plain text without the sentences.

    Raises
    ------
    ValueError
        If `limit` is less than 1, or `claims` lacks `claim` or `value`.
    TypeError
        If `claims` is not a table.

    Examples
    --------
    >>> from tradekit.frame import extract
    >>> table(extract("China exported $4 billion of steel to Chile in 2024."))
    who    what     whom   period     value  item
    China  exports  Chile  2024    $4 bn  steel
    """
    if limit < 1:
        raise ValueError(f"limit is {limit!r}; it must be at least 1")
    shown = by_claim(claims).head(limit)
    lacking = [name for name in ("claim", "value") if name not in (shown.index.name, *claims.columns)]
    if lacking:
        raise ValueError(f"not a table of claims: it lacks {listed(lacking)}; it has {listed(claims.columns)}")
    rows = _readings(shown)
    if not rows:
        return Display("No claims", wrapped("tradekit-table", f"<p>{NONE}</p>"), NONE)
    total = len(claims)
    bar, facets = filters(shown, total)
    content = [bar + _table_html(rows, facets)]
    plain = _plain_lines(rows)
    if total > limit:
        more = f"{limit:,} of {count(total, 'claim')}; table(claims, limit={total}) shows all."
        content.append(f'<p class="tk-note">{more}</p>')
        plain.append(more)
    return Display(count(total, "claim"), wrapped("tradekit-table", "\n".join(content)), "\n".join(plain))


def table_html(claims: pd.DataFrame, facets: Mapping[str, str]) -> str:
    """Give all rows of a table, as `by_claim` gives it; `facets` is what each claim can be chosen by."""
    return _table_html(_readings(claims), facets) if len(claims) else f"<p>{NONE}</p>"


def _readings(claims: pd.DataFrame) -> list[Reading]:
    places = _places_in_sentences(claims)
    return [_reading(row, place) for (_, row), place in zip(claims.iterrows(), places, strict=True)]


def _reading(row: pd.Series[Any], place: int | None) -> Reading:
    told = {str(name): "" if is_missing(value) else str(value) for name, value in row.items()}
    against = f" against {economy(told['against'])}" if told["against"] else ""
    unusual = [word for word in (told["status"], told["origin"]) if word not in ("", "actual", "stated")]
    return Reading(
        claim=str(row.name),
        article="" if is_missing(row["start"]) else told["article"],
        unit=told["unit"],
        amount=told["value"],
        since=told["period_start"] or told["period"],
        who=economy(told["reporter"]),
        what=KIND.get(told["kind"], "") + told["measure"] + against,
        whom=economy(told["partner"]),
        period=format_period(told["period"]),
        value=format_claim(row),
        basis=told["basis"],
        item=told["item"],
        source=told["source"],
        status=", ".join(unusual),
        sentence=_excerpt(told["sentence"], told["text"], place),
    )


def _places_in_sentences(claims: pd.DataFrame) -> list[int | None]:
    """Find where in its sentence each claim stands.

    A number may stand twice in a sentence ("5 of 25"). Each place would have the sentence begin somewhere
    else in the article: take the beginning that most claims of the sentence agree on.
    """
    votes: Counter[tuple[str, str, int]] = Counter()
    possible: list[dict[tuple[str, str, int], int]] = []  # for each claim: sentence and beginning → place
    columns = [claims[name] for name in ("article", "sentence", "text", "start")]
    for article, sentence, text, start in zip(*columns, strict=True):
        located = not any(map(is_missing, (article, sentence, text, start)))
        places = _occurrences(text, sentence) if located else []
        possible.append({(article, sentence, int(start) - place): place for place in places})
        votes.update(possible[-1].keys())
    return [found[max(found, key=votes.__getitem__)] if found else None for found in possible]


def _occurrences(number: str, sentence: str) -> list[int]:
    """Find where a number stands in a sentence: by itself, and if nowhere so, inside words and numbers."""
    literal = re.escape(number)
    alone = re.finditer(rf"(?<!\w)(?<!\d[.,]){literal}(?!\w|[.,]\d)", sentence)
    return [match.start() for match in alone] or [match.start() for match in re.finditer(literal, sentence)]


def _excerpt(sentence: str, number: str, place: int | None) -> Excerpt:
    """Shorten a sentence to the words around its number."""
    if place is None:
        place, number = 0, ""
    before, after = _one_line(sentence[:place]), _one_line(sentence[place + len(number) :])
    room = max(LONGEST_SENTENCE - len(number), 0)
    left = max(room // 2, room - len(after))
    right = max(room - room // 2, room - len(before))
    if len(before) > left:
        before = "… " + before[len(before) - left :].partition(" ")[2]
    if len(after) > right:
        after = after[:right].rpartition(" ")[0] + " …"
    return Excerpt(before, _one_line(number), after)


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _columns(rows: Sequence[Reading]) -> list[str]:
    return [name for name in COLUMNS if name in ALWAYS or any(getattr(row, name) for row in rows)]


def _table_html(rows: Sequence[Reading], facets: Mapping[str, str]) -> str:
    names = _columns(rows)
    several = len({row.article for row in rows}) > 1
    head = "".join(f'<th scope="col" class="tk-{name}">{name}</th>' for name in names)
    body = "\n".join(_group_html(row, names, facets.get(row.claim, ""), several) for row in rows)
    # A box that scrolls, so that the heads of the columns stay in sight; reached by Tab, to scroll it by keys.
    return (
        '<div class="tk-scroll" tabindex="0" role="region" aria-label="Table of claims"><table>\n'
        f"<thead><tr>{head}</tr></thead>\n{body}\n</table></div>"
    )


def _group_html(row: Reading, names: Sequence[str], facets: str, several: bool) -> str:
    """Write a claim as a row, and below it, across all columns, its sentence."""
    cells = "".join(_cell_html(row, name) for name in names)
    lines = [f'<tbody id="{name_of("row", row.claim)}" data-facets="{facets}" title="{escape(row.claim)}">']
    lines.append(f"<tr>{cells}</tr>")
    if any(row.sentence):
        before, number, after = map(escape, row.sentence)
        sentence = f"{before}<b>{number}</b>{after}" if number else before + after
        where = f" <small>{escape(row.article)}</small>" if several and row.article else ""
        lines.append(f'<tr><td class="tk-sentence" colspan="{len(names)}"><div>{sentence}{where}</div></td></tr>')
    return "\n".join(lines) + "</tbody>"


def _cell_html(row: Reading, name: str) -> str:
    """Write a cell, with what it is sorted by; the value leads to the claim in its article."""
    text = escape(getattr(row, name))
    if name == "value":
        data = f' data-unit="{escape(row.unit)}" data-sort="{escape(row.amount)}"'
        if row.article:
            text = f'<a href="#{name_of("claim", row.claim)}">{text}</a>'
    else:
        data = f' data-sort="{escape(row.since)}"' if name == "period" else ""
    return f'<td class="tk-{name}"{data}>{text}</td>'


def _plain_lines(rows: Sequence[Reading]) -> list[str]:
    """Align the columns for a console, which has no room for sentences."""
    names = _columns(rows)
    lines = [list(names), *([_clipped(getattr(row, name)) for name in names] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return ["  ".join(map(_padded, names, line, widths)).rstrip() for line in lines]


def _padded(name: str, cell: str, width: int) -> str:
    return cell.rjust(width) if name == "value" else cell.ljust(width)


def _clipped(cell: str) -> str:
    line = " ".join(cell.split())
    return line if len(line) <= WIDEST_PLAIN_CELL else line[: WIDEST_PLAIN_CELL - 1] + "…"
