"""The articles of a web archive (WARC), such as a day of a news crawl."""

from __future__ import annotations

import io
import os
import re
import warnings
import zlib
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import TYPE_CHECKING, BinaryIO

from tradekit.articles.article import Article
from tradekit.articles.files import ReadWarning
from tradekit.articles.html import SCALE, is_foreign, read_html

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

LONGEST_PAGE = 2**20  # bytes; where news crawlers cut a page, and longer ones cost memory
_PAGES = ("text/html", "application/xhtml+xml")
# Where a record may begin: a member of a gzip file, or a line.
_RECORD = re.compile(rb"\x1f\x8b\x08|(?<=\n)WARC/1\.")
_WINDOW = 2**20

Note = Callable[[str, str], None]


def read_warc(path: str | os.PathLike[str], note: Note | None = None) -> Iterator[Article]:
    r"""Read the articles of a web archive one by one; no more than a page is in memory.

    Needs the extra `scale` (fastwarc and trafilatura). An article is what stands in a page that the server
    gave (status 200) as HTML and that does not say that it is in another language than English.

    Parameters
    ----------
    path : str or os.PathLike
        A `.warc` file, or one compressed record by record (`.warc.gz`).
    note : callable, optional
        Takes the address and the reason for each page or part of the file that cannot be read; all else is
        read. By default each is a `ReadWarning`.

    Yields
    ------
    Article
        The `id` is that of the record, which no other record of any archive has, or else the address; `url` is
        the address. Title, date and publisher are what the page says, or else what the text tells.

    Raises
    ------
    OSError
        When the file cannot be opened.
    ImportError
        When the extra `scale` is not installed.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> page = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><body><p>Exports rose 4%.</p></body></html>"
    >>> head = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1234>\r\n"
    >>> head += "WARC-Target-URI: https://example.com/tea\r\nContent-Type: application/http\r\n"
    >>> head += f"Content-Length: {len(page)}\r\n\r\n"
    >>> archive = Path(tempfile.mkdtemp(), "day.warc")
    >>> _ = archive.write_bytes(head.encode() + page + b"\r\n\r\n")
    >>> [(article.id, article.url, article.text) for article in read_warc(archive)]
    [('1234', 'https://example.com/tea', 'Exports rose 4%.')]
    """
    note = note or _warn
    seen: set[str] = set()
    with open(path, "rb") as file:
        for record, payload in _pages(file, note):
            address = record.headers.get("WARC-Target-URI") or ""
            id = (record.record_id or "").strip("<>").removeprefix("urn:uuid:") or address
            try:
                if id in seen:
                    raise ValueError(f"has the id of a record before it, {id}")
                page = _decoded(record, payload)
                if is_foreign(page):
                    continue
                fetched = record.record_date.date() if record.record_date else None
                fields, text = read_html(page, record.http_charset, address or None, fetched)
                fields |= {"id": id} | ({"url": address} if address else {})
                article = Article(text, **fields)  # type: ignore[arg-type]  # all of it is text
            except ImportError:
                raise
            except ValueError as error:
                note(address or id, str(error))
            except Exception as error:  # a crawl has pages that break a parser in ways that nobody foresaw
                note(address or id, f"breaks the reader of HTML ({type(error).__name__}: {error})")
            else:
                seen.add(id)
                yield article


def _warn(name: str, reason: str) -> None:
    warnings.warn(f"{name} was not read: it {reason}", ReadWarning, stacklevel=3)


def _pages(file: BinaryIO, note: Note) -> Iterator[tuple[WarcRecord, bytes]]:
    """Yield each record that is a page with its bytes; after a broken one, go on where the next begins."""
    warc = _fastwarc()
    start: int | None = 0
    while start is not None:
        file.seek(start)
        try:
            # No digests are computed, no addresses opened (fsspec), and nothing is decoded here: an encoding
            # that is not what its header says would end the stream.
            for record in warc.ArchiveIterator(file, parse_http=False, fsspec_args=False):
                start = record.stream_pos
                if record.record_type != warc.WarcRecordType.response:
                    continue
                record.parse_http(quirks_mode=True)
                if record.http_content_type and _is_page(record):
                    yield record, record.reader.read(LONGEST_PAGE + 1)
            return
        except OSError as error:
            start, broken = _next_record(file, start + 1), start
            rest = f"it goes on at byte {start}" if start else "nothing after it can be read"
            note(f"{file.name}, byte {broken}", f"is broken in this record or the next ({error}); {rest}")


def _is_page(record: WarcRecord) -> bool:
    return record.http_headers.status_code == 200 and (record.http_content_type or "").lower() in _PAGES


def _decoded(record: WarcRecord, payload: bytes) -> bytes:
    """Return a page without the encodings that it was sent in."""
    if len(payload) < min(record.content_length, LONGEST_PAGE + 1):
        raise ValueError(f"is cut off: {len(payload):,} of {record.content_length:,} bytes")
    stream = _fastwarc().stream_io
    readers = {"chunked": stream.ChunkedReader, "gzip": stream.GzipReader, "br": stream.BrotliReader}
    for header in ("Transfer-Encoding", "Content-Encoding"):
        reader = readers.get((record.http_headers.get(header) or "").strip().lower())
        if reader:
            try:
                payload = reader(io.BytesIO(payload)).read(LONGEST_PAGE + 1)
            except OSError:
                # Many crawlers decode a page and keep the header that says how it was encoded.
                continue
    if len(payload) > LONGEST_PAGE:
        raise ValueError(f"is longer than {LONGEST_PAGE:,} bytes")
    return payload


def _next_record(file: BinaryIO, start: int) -> int | None:
    """Return where the first record at `start` or later begins, if any does."""
    file.seek(start)
    window = file.read(2 * _WINDOW)
    while window:
        for match in _RECORD.finditer(window, 0, _WINDOW):
            if match[0].startswith(b"WARC") or _is_member(window[match.start() : match.start() + 4096]):
                return start + match.start()
        start += _WINDOW
        window = window[_WINDOW:] + file.read(_WINDOW)
    return None


def _is_member(data: bytes) -> bool:
    """Tell whether compressed data begins as a record does; three bytes alone may stand anywhere."""
    try:
        return zlib.decompressobj(wbits=31).decompress(data, 5) == b"WARC/"
    except zlib.error:
        return False


def _fastwarc() -> ModuleType:
    try:
        import fastwarc.stream_io
        import fastwarc.warc
    except ImportError as error:
        raise ImportError(f"web archives need more packages: {SCALE} ({error})") from error
    return fastwarc
