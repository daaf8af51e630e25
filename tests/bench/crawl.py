"""What a news crawl costs: pages in a web archive, read by one core, and where the time goes."""

from __future__ import annotations

import io
import json
import random
import time
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path
from typing import Any

import tradekit
from tests.bench import texts
from tradekit.articles import Article, read_warc

LINKS, TEASERS, SCRIPTS = 120, 40, 60  # about a page; with the article it has some 80 kB, as pages of news do
_SCRIPT = "<script>window.queue=window.queue||[];queue.push({slot:%d,sizes:[[%d,250]],lazy:true%s});</script>"


def archive(path: Path, articles: list[Article]) -> int:
    """Write a web archive of articles, each in a page with menus, teasers and scripts; return the pages' bytes."""
    import fastwarc
    from fastwarc.stream_io import GzipWriter

    draw, size = random.Random(texts.SEED), 0
    with path.open("wb") as file:
        for article in articles:
            page = _page(article, draw).encode()
            size += len(page)
            record = fastwarc.WarcRecord()
            record.init_headers(fastwarc.WarcRecordType.response, record_urn=f"<urn:uuid:{article.id}>".encode())
            record.headers["WARC-Target-URI"] = f"https://news.example/{article.id}"
            record.headers["WARC-Date"] = f"{article.date}T23:00:00Z"
            record.headers["Content-Type"] = "application/http; msgtype=response"
            head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
            record.set_bytes_content(head + page)
            record.write(GzipWriter(file))
    return size


def _page(article: Article, draw: random.Random) -> str:
    plain = texts.pool()[1]
    links = "".join(f'<li class="item"><a href="/section/{n}">Section {n}</a></li>' for n in range(LINKS))
    teasers = "".join(
        f'<div class="card"><a href="/{n}"><img src="/{n}.jpg" alt=""><h3>{escape(draw.choice(plain)[:70])}</h3></a>'
        f'<p class="dek">{escape(draw.choice(plain))}</p><time>May {n % 28 + 1}</time></div>'
        for n in range(TEASERS)
    )
    scripts = "".join(_SCRIPT % (n, draw.randint(300, 970), ",path:'/static/chunk'" * 40) for n in range(SCRIPTS))
    about = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "datePublished": f"{article.date}T08:00:00Z",
        "articleSection": "Trade",
        "keywords": ["trade"],
        "author": {"@type": "Person", "name": "Amara Okafor"},
        "publisher": {"@type": "NewsMediaOrganization", "name": "Harbour Wire"},
    }
    body = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in article.text.split("\n\n"))
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(article.title or "")}</title>'
        f'<meta property="og:title" content="{escape(article.title or "")}">'
        f'<meta property="og:site_name" content="Harbour Wire">'
        f'<script type="application/ld+json">{json.dumps(about)}</script>{scripts}</head>'
        f"<body><header><nav><ul>{links}</ul></nav></header>"
        f"<main><article><h1>{escape(article.title or '')}</h1>{body}</article><aside>{teasers}</aside></main>"
        f"<footer><ul>{links}</ul></footer></body></html>"
    )


def measure(count: int, folder: Path) -> dict[str, Any]:
    """Time the steps from an archive of made-up general news to a file of claims.

    Parameters
    ----------
    count : int
        How many pages.
    folder : pathlib.Path
        Where the archive is written.

    Returns
    -------
    dict
        ``pages``, their ``bytes``, the ``claims``, the bytes ``written``, and ``seconds``: those of one core that
        each step took.
    """
    path = folder / "crawl.warc.gz"
    size = archive(path, texts.general(count))
    tradekit.extract(texts.general(20))  # the tables are made at the first call
    next(read_warc(path))
    unpacked, unpacking = _timed(lambda: _unpacked(path))
    articles, reading = _timed(lambda: list(read_warc(path)))
    claims, extracting = _timed(lambda: tradekit.extract(articles))
    written, writing = _timed(lambda: _written(claims))
    assert unpacked == len(articles) == count
    seconds = {
        "unpack the archive": unpacking,
        "find the article in the page": reading - unpacking,
        "read its claims": extracting,
        "write them": writing,
    }
    return {"pages": count, "bytes": size, "claims": len(claims), "written": written, "seconds": seconds}


def _timed(step: Callable[[], Any]) -> tuple[Any, float]:
    start = time.process_time()
    done = step()
    return done, time.process_time() - start


def _unpacked(path: Path) -> int:
    import fastwarc

    with path.open("rb") as file:
        return sum(bool(record.reader.read()) for record in fastwarc.ArchiveIterator(file, fsspec_args=False))


def _written(claims: Any) -> int:
    file = io.BytesIO()
    claims.to_parquet(file)
    return file.tell()


def lines(measured: dict[str, Any]) -> Iterator[str]:
    """Tell what was measured, and what a million articles and a thousand million cost at that rate."""
    count, seconds = measured["pages"], measured["seconds"]
    yield f"{count:,} pages of {measured['bytes'] / count / 1000:.0f} kB with an article of general news, one core"
    yield ""
    for name, spent in {**seconds, "all": sum(seconds.values())}.items():
        yield f"{name:30}{spent / count * 1000:8.2f} ms an article {spent / sum(seconds.values()):6.0%}"
    hours = sum(seconds.values()) / count * 1e6 / 3600
    only = (seconds["read its claims"] + seconds["write them"]) / count * 1e6 / 3600
    yield ""
    yield f"a million articles: {hours:.1f} core hours, {only:.1f} of them if they come as text"
    yield f"    {measured['claims'] / count:.1f} million claims, {measured['written'] / count / 1000:.1f} GB of Parquet"
    yield f"10^9 articles: {hours * 1000 / 24 / 365:.1f} core years, {hours * 1000 / 24 / 1000:.1f} days of 1,000 cores"
