"""The articles of a corpus again, to look at some rows of its table in their texts."""

from __future__ import annotations

from collections.abc import Iterable

from tradekit.articles import Article
from tradekit.articles.files import ReadError, Source
from tradekit.corpus.cutting import plan
from tradekit.corpus.inputs import Archive
from tradekit.frame.columns import listed


def read_corpus(
    source: Source | Iterable[Source], ids: str | Iterable[str], *, text_column: str = "text"
) -> list[Article]:
    r"""Read some articles of a corpus, by the ids that its table has.

    Only the files that may hold them are read. Since its ids do not tell in which web archive a page is, archives
    are read from their beginning, one after the other, until all are found.

    Parameters
    ----------
    source : str or os.PathLike, or an iterable of these
        What `extract_corpus` was given: the ids are paths below what it has in common.
    ids : str, or an iterable of these
        The ids, such as the column `article` of some claims; one that comes again counts once.
    text_column : str
        The column of tables that holds the articles.

    Returns
    -------
    list of Article
        In the order of `ids`.

    Raises
    ------
    TypeError
        If an id is no text.
    ReadError
        If there is nothing to read, or if no article has one of the ids.

    Examples
    --------
    >>> import tempfile, tradekit
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "news.csv").write_text("id,text\ngold,Exports rose 4%.\nrice,Imports fell 2%.\n")
    ...     _ = tradekit.extract_corpus(folder, f"{folder}/out")
    ...     falls = tradekit.load(f"{folder}/out").query("value < 0")
    ...     articles = tradekit.read_corpus(folder, falls["article"])
    >>> [(article.id, article.text) for article in articles]
    [('news.csv:rice', 'Imports fell 2%.')]
    >>> tradekit.show(articles, falls)
    <show: 1 article, 1 claim; in a notebook it displays itself; .save("page.html") writes it>
    """
    wanted = list(dict.fromkeys([ids] if isinstance(ids, str) else ids))
    for id in wanted:
        if not isinstance(id, str):
            raise TypeError(f"an id is a text, not {id!r:.60} ({type(id).__name__})")
    missing = set(wanted)
    found: dict[str, Article] = {}
    parts = [part for part in plan(source, text_column=text_column) if part.input.may_hold(missing)]
    for part in sorted(parts, key=lambda part: isinstance(part.input, Archive)):
        if not missing:
            break
        for article in part.input.articles():
            if isinstance(article, Article) and article.id in missing:
                missing.remove(article.id)
                found[article.id] = article
    if missing:
        more = f" (and {len(missing) - 5} more)" if len(missing) > 5 else ""
        raise ReadError(
            f"no article that can be read has the id {listed(map(repr, sorted(missing)[:5]))}{more}; the ids of a "
            "corpus are paths in the folder that extract_corpus was given, and of rows of a table path:id"
        )
    return [found[id] for id in wanted]
