"""Why a claim reads as it does, and which numbers were left alone."""

from __future__ import annotations

import re
from collections.abc import Hashable
from typing import Any

import pandas as pd

from tradekit.articles import Article
from tradekit.articles.corrections import TOLD
from tradekit.claims import read_article
from tradekit.claims.read import row
from tradekit.frame import TEXT
from tradekit.frame.columns import listed, same_cell
from tradekit.frame.corrections import placed_corrections
from tradekit.frame.extraction import corrected_claims
from tradekit.quantities import scan
from tradekit.sentences import find_sentences

_REASONS: dict[str, Any] = {"claim": TEXT, "field": TEXT, "start": "int64", "end": "int64", "words": TEXT, "rule": TEXT}
# A rule may stop inside a word, as at `pledg` for all its forms; no word is longer than this.
_LETTERS_BEFORE, _LETTERS_BEHIND = re.compile(r"[^\W\d_]{1,40}\Z"), re.compile(r"[^\W\d_]{1,40}")

_SKIPPED: dict[str, Any] = {"start": "int64", "end": "int64", "text": TEXT, "reason": TEXT}


def explain(article: Article | str, claims: pd.DataFrame | None = None) -> pd.DataFrame:
    """Give for each field of each claim the words that it was read from, and the rule that read them.

    Parameters
    ----------
    article : Article or str
        The article.
    claims : DataFrame, optional
        The claims of the table to explain, by their index; all of the article if not given. Those of other articles
        are left out.

    Returns
    -------
    DataFrame
        Columns `claim`, `field`, `start`, `end`, `words` and `rule`, one row a field that a rule has set;
        ``article.text[start:end] == words``. A rule named ``running_…`` took what held from before: its words
        are those that told it, or the number itself where only title and date do. What a person edited or added
        has no words. Empty, with the same columns, where there is nothing to explain.

    Raises
    ------
    ValueError
        If `claims` has a claim of this article that the rules do not read in it, if it has only claims of other
        articles, or if it is no table of claims.

    Examples
    --------
    >>> why = explain("China's surplus with Belarus rose 47.6% to $4.77bn.")
    >>> why[why["field"] == "partner"][["words", "rule"]].drop_duplicates().values.tolist()
    [['Belarus', 'other_side']]
    """
    article = _one(article, "explain")
    if claims is None and article.corrections:
        claims = corrected_claims(article)
    wanted = None if claims is None else _claims_of(article, claims)
    by_hand = _by_hand(article, claims) if claims is not None else {}
    rows = []
    for draft in read_article(article):
        claim = f"{article.id}:{draft.quantity.start}"
        if wanted is not None and claim not in wanted:
            continue
        told = _told_by_hand(row(draft), by_hand[claim]) if claim in by_hand else set()
        for field, reason in draft.reasons.items():
            name = "value" if field == "sign" else field
            if name not in told and (field != "sign" or draft.fields["kind"] in ("growth", "change", "ratio")):
                start, end = _whole_words(article.text, *reason.span)
                rows.append((claim, name, start, end, article.text[start:end], reason.rule))
    unknown = (wanted or set()) - {claim for claim, *_ in rows} - set(by_hand)
    if unknown:
        raise ValueError(f"claims that are not read in the article {article.id!r}: {', '.join(sorted(unknown)[:5])}")
    return pd.DataFrame(rows, columns=list(_REASONS)).astype(_REASONS)


def _by_hand(article: Article, claims: pd.DataFrame) -> dict[str, dict[Hashable, Any]]:
    """Return the rows of an article that a person has looked at, by claim."""
    mine = claims[claims["article"] == article.id].reindex(columns=["origin", *TOLD])
    placed = {f"{article.id}:{start}" for start in placed_corrections(article, [])}
    known = mine[mine["origin"].isin(["edited", "added"]) | mine.index.isin(placed)]
    return {str(claim): cells for claim, cells in zip(known.index, known.to_dict("records"), strict=True)}


def _told_by_hand(read: dict[str, object], cells: dict[Hashable, Any]) -> set[str]:
    """Return the columns in which a row differs from what the rules read; all of them for an added one."""
    if cells["origin"] == "added":
        return set(TOLD)
    return {name for name in TOLD if not same_cell(read.get(name), cells[name])}


def skipped(article: Article | str) -> pd.DataFrame:
    """List the numbers of an article that were seen and left alone.

    Parameters
    ----------
    article : Article or str
        The article.

    Returns
    -------
    DataFrame
        Columns `start`, `end`, `text` and `reason` (``date or time``, ``name``, ``ordinal``, ``furniture``,
        …, ``rejected by hand``), in the order of the text; ``article.text[start:end] == text``.

    Raises
    ------
    TypeError
        If something else than one article is given.

    Examples
    --------
    >>> skipped("On May 5, 2024 the G7 met for the second time.").values.tolist()
    [[7, 8, '5', 'date or time'], [20, 21, '7', 'name'], [34, 40, 'second', 'ordinal']]
    """
    article = _one(article, "skipped")
    text = article.text
    quantities, left = scan(text)
    furniture = [(s.start, s.end) for s in find_sentences(text) if s.kind == "furniture"]
    rows = [(s.start, s.end, s.text, s.reason) for s in left]
    rows += [(q.start, q.end, q.text, "furniture") for q in quantities if any(a <= q.start < b for a, b in furniture)]
    by_hand = [(start, start + len(one["text"]), one) for start, one in placed_corrections(article, []).items()]
    rows = [row for row in rows if not any(row[0] < end and start < row[1] for start, end, _ in by_hand)]
    rows += [
        (start, end, text[start:end], "rejected by hand") for start, end, one in by_hand if one["action"] == "reject"
    ]
    return pd.DataFrame(sorted(rows), columns=list(_SKIPPED)).astype(_SKIPPED)


def _claims_of(article: Article, claims: pd.DataFrame) -> set[str]:
    """Give those claims of a table that are of an article; that there are none needs a word, or it would go unseen."""
    if "article" not in claims.columns:
        raise ValueError(f"not a table of claims: it lacks article; it has {listed(claims.columns)}")
    wanted = set(claims.index[claims["article"] == article.id])
    if len(claims) and not wanted:
        others = claims["article"].drop_duplicates()
        more = f" and {len(others) - 5} more" if len(others) > 5 else ""
        raise ValueError(
            f"no claim of the table is of the article {article.id!r}; they are of "
            f"{listed(map(repr, others[:5]))}{more}. read_corpus reads the articles of a corpus under its ids"
        )
    return wanted


def _one(article: object, name: str) -> Article:
    """Give the article meant, and refuse what is no single one."""
    if not isinstance(article, Article | str):
        raise TypeError(f"{name} takes one Article or its text, not a {type(article).__name__}: call it for each")
    return Article(article) if isinstance(article, str) else article


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen a span to the words that it begins and ends in, and leave off the white space around them."""
    words = text[start:end]
    start, end = end - len(words.lstrip()), start + len(words.rstrip())
    if text[start].isalpha() and (before := _LETTERS_BEFORE.search(text, max(start - 40, 0), start)):
        start = before.start()
    if text[end - 1].isalpha() and (behind := _LETTERS_BEHIND.match(text, end)):
        end = behind.end()
    return start, end
