"""From the HTML of a page to the article in it: its text without menus and adverts, and what it says of itself."""

from __future__ import annotations

import codecs
import datetime as dt
import logging
import re
from functools import cache
from types import ModuleType

from tradekit.articles.decode import decode
from tradekit.articles.fields import Fields

SCALE = "pip install '.[scale]' in the project's folder, with the pip of its Python (.venv/bin/pip)"
_HEAD = 4_096  # so many bytes of a page are looked at for its encoding and language
_CHARSET = re.compile(rb"<meta\b[^>]{0,200}?\bcharset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_LANGUAGE = re.compile(rb"<html\b[^>]{0,1000}?\slang\s*=\s*[\"']?\s*([a-z]+)", re.IGNORECASE)
# Before a table's row or a list's item stays one line break, and before a small letter, as it is in a sentence.
_BREAK = re.compile(r"\n(?!\||- |[a-z])")

# Where the page does not say its date, one that stands somewhere in it may be of anything. Without a last day the
# result would hang on today's.
_DATES = {"original_date": True, "extensive_search": False, "max_date": "9999-12-31"}


def read_html(
    data: bytes, charset: str | None = None, url: str | None = None, latest: dt.date | None = None
) -> tuple[Fields, str]:
    r"""Read the article of a page, without its menus, adverts and comments.

    Needs the extra `scale` (trafilatura).

    Parameters
    ----------
    data : bytes
        The page.
    charset : str, optional
        Its encoding, as the server told it; by default what the page says, or what its bytes look like.
    url : str, optional
        Its address, which may tell its date, and its publisher where the page does not.
    latest : datetime.date, optional
        The day on which the page was fetched. What says that it is of a later one has no date.

    Returns
    -------
    tuple of dict and str
        What the page says of itself (`title`, `date`, `publisher`, `url`), and the text of the article: the
        title, then the paragraphs, a blank line before each; the items of a list and the rows of a table, a line
        each.

    Raises
    ------
    ValueError
        When no article is found in the page.
    ImportError
        When the extra `scale` is not installed.

    Examples
    --------
    >>> page = b'<html><head><title>Tea up</title></head><body><p>Exports of tea rose 4%.</p></body></html>'
    >>> read_html(page)
    ({'title': 'Tea up'}, 'Tea up\n\nExports of tea rose 4%.')
    """
    html = _decode(data, charset)
    if "<pre" not in html:
        html = " ".join(html.split())  # the lines of the source end nothing in HTML; tags do
    document = _trafilatura().bare_extraction(
        html,
        url=url,
        with_metadata=True,
        include_comments=False,
        date_extraction_params=_DATES,
    )
    text = (document.text or "").strip() if document else ""
    if not text:
        raise ValueError("has no text of an article")
    # A day later, as it may be tomorrow where the page is from.
    late = latest and document.date and document.date > (latest + dt.timedelta(days=1)).isoformat()
    told = {
        "title": document.title,
        "date": None if late else document.date,
        "publisher": document.sitename,
        "url": document.url,
    }
    fields = {name: value for name, value in told.items() if value}
    title = fields.get("title", "")
    if title and not text.startswith(title):
        text = f"{title}\n{text}"
    return fields, _BREAK.sub("\n\n", text)


def is_foreign(data: bytes) -> bool:
    """Tell whether a page says that it is in another language than English.

    Examples
    --------
    >>> is_foreign(b'<html class="js" lang="de-AT">'), is_foreign(b'<html lang=EN-gb>'), is_foreign(b"<html>")
    (True, False, False)
    """
    match = _LANGUAGE.search(data, 0, _HEAD)
    return match is not None and match[1].lower() not in (b"en", b"eng")


@cache
def _trafilatura() -> ModuleType:
    try:
        import trafilatura
    except ImportError as error:
        raise ImportError(f"HTML needs more packages: {SCALE} ({error})") from error
    # They tell each page that they cannot use; so does our caller, and a crawl has many.
    for name in ("trafilatura", "htmldate", "justext"):
        logging.getLogger(name).addHandler(logging.NullHandler())
    return trafilatura


def _decode(data: bytes, charset: str | None) -> str:
    """Return the text of a page, in the encoding that the server or the page states if that can be."""
    said = _CHARSET.search(data, 0, _HEAD)
    for name in (charset, said and said[1].decode("ascii", "replace")):
        try:
            codec = codecs.lookup(name or "")
            # As browsers do: what says to be Latin-1 may have the euro sign and the dashes of cp1252.
            return data.decode("cp1252" if codec.name in ("iso8859-1", "ascii") else codec.name)
        except (LookupError, UnicodeDecodeError):
            continue
    try:
        return decode(data)
    except ValueError:
        # A crawler may have cut a character in two; the rest can be read.
        return data.decode("utf-8", "replace")
