"""Web archives: pages to articles, and what is told of records that are broken."""

from __future__ import annotations

import datetime as dt
import gzip
import zlib
from pathlib import Path

import pyarrow as pa
import pytest

import tradekit
from tradekit.articles import ReadError, ReadWarning, read_warc
from tradekit.articles.html import is_foreign, read_html
from tradekit.articles.warc import LONGEST_PAGE
from tradekit.corpus import extract_corpus
from tradekit.frame import load

pytest.importorskip("fastwarc", reason="web archives need the extra scale (fastwarc)")
pytest.importorskip("trafilatura", reason="web archives need the extra scale (trafilatura)")

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>Kenya's tea exports rise | Harbour Wire</title>
<meta property="og:title" content="Kenya's tea exports rise"><meta property="og:site_name" content="Harbour Wire">
<meta property="article:published_time" content="2024-04-18T08:30:00+03:00"></head>
<body><nav><a href="/">Home</a> <a href="/sale">Up to 90% off</a></nav><article>
<p>Kenya's tea exports rose <b>12%</b> to $140 million in March from a year earlier, the Tea Board said, as buyers in
Pakistan and Egypt restocked before the rains.</p><h2>Prices</h2>
<p>The average price at the Mombasa auction fell to $2.21 per kilogram. 
Kenya sold coffee for €3 million to Germany<br>and
1,500 tonnes of avocados to China in the month, the board said.</p>
<table><tr><th>Buyer</th><th>2024</th></tr><tr><td>Pakistan</td><td>$52m</td></tr></table>
<ul><li>Pakistan bought 16 million kilograms.</li><li>Egypt bought 7 million kilograms.</li></ul>
</article><footer>Subscribe for $9.99 a month. Copyright 2019 Harbour Wire</footer></body></html>""".encode()

TEXT = """Kenya's tea exports rise

Kenya's tea exports rose 12% to $140 million in March from a year earlier, the Tea Board said, as buyers in Pakistan \
and Egypt restocked before the rains.

Prices

The average price at the Mombasa auction fell to $2.21 per kilogram. Kenya sold coffee for €3 million to Germany
and 1,500 tonnes of avocados to China in the month, the board said.
| Buyer | 2024 |
|---|---|
| Pakistan | $52m |
- Pakistan bought 16 million kilograms.
- Egypt bought 7 million kilograms."""


def http(page: bytes = PAGE, status: str = "200 OK", kind: str = "text/html; charset=utf-8", more: str = "") -> bytes:
    """Give what a server answers."""
    return f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{more}\r\n".encode() + page


def record(id: str, answer: bytes | None = None, kind: str = "response", size: int | None = None) -> bytes:
    """Give a record of an archive."""
    answer = http() if answer is None else answer
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{id}>\r\nWARC-Date: 2024-04-18T10:00:00Z\r\n"
        f"WARC-Target-URI: https://harbour.example/{id}\r\nContent-Type: application/http; msgtype={kind}\r\n"
        f"Content-Length: {len(answer) if size is None else size}\r\n\r\n"
    )
    return head.encode() + answer + b"\r\n\r\n"


def broken(member: bytes) -> bytes:
    """Give a compressed record with damage in the middle."""
    return member[:100] + b"\xff\xff\xff\xff" + member[104:]


def read(tmp_path: Path, *records: bytes) -> tuple[list[str], list[tuple[str, str]]]:
    """Give the ids of the articles of an archive, and what is told of the rest."""
    archive = tmp_path / "day.warc.gz"
    archive.write_bytes(b"".join(records))
    told: list[tuple[str, str]] = []
    return [article.id for article in read_warc(archive, lambda *what: told.append(what))], told


def test_a_page_is_an_article(tmp_path: Path) -> None:
    archive = tmp_path / "day.warc.gz"
    archive.write_bytes(gzip.compress(record("tea")))
    article = next(read_warc(archive))
    assert [line.rstrip() for line in article.text.splitlines()] == TEXT.splitlines()
    assert (article.id, article.url) == ("tea", "https://harbour.example/tea")
    assert (article.title, article.publisher, str(article.date)) == (
        "Kenya's tea exports rise",
        "Harbour Wire",
        "2024-04-18",
    )
    claims = tradekit.extract(article)
    assert claims["value"].tolist() == [12, 140e6, 2.21, 3e6, 1500, 52e6, 16e6, 7e6]


ONE, TWO, THREE, FOUR = (gzip.compress(record(id)) for id in ("one", "two", "three", "four"))


@pytest.mark.parametrize(
    ("records", "ids"),
    [
        ([record("one"), record("two")], ["one", "two"]),
        ([ONE, TWO], ["one", "two"]),
        ([gzip.compress(record("one") + record("two"))], ["one", "two"]),
        ([record("a", kind="warcinfo"), record("a", kind="request"), record("b"), record("c", kind="revisit")], ["b"]),
        ([record("a", http(status="404 Not Found")), record("b", http(status="301 Moved")), record("c")], ["c"]),
        ([record("a", http(kind="application/pdf")), record("b", http(kind="image/png")), record("c")], ["c"]),
        ([record("a", http(kind="TEXT/HTML")), record("b", http(kind="application/xhtml+xml"))], ["a", "b"]),
        ([record("a", http(PAGE.replace(b'lang="en"', b"lang='fr-FR'"))), record("b")], ["b"]),
        ([record("a", http().replace(b"\r\n", b"\n"))], ["a"]),
        ([record("a").replace(b"WARC-Record-ID", b"X-Record-ID")], ["https://harbour.example/a"]),
        ([record("a").replace(b"WARC-Date", b"X-Date")], ["a"]),
        ([], []),
    ],
    ids=[
        *("plain", "compressed by record", "compressed whole", "other records", "other answers", "other types"),
        *("types of HTML", "French", "line feeds", "no id", "no date", "empty"),
    ],
)
def test_only_pages_are_articles(tmp_path: Path, records: list[bytes], ids: list[str]) -> None:
    assert read(tmp_path, *records) == (ids, [])


@pytest.mark.parametrize(
    ("page", "header"),
    [
        (gzip.compress(PAGE), "Content-Encoding: gzip\r\n"),
        (PAGE, "Content-Encoding: gzip\r\n"),  # the crawler decoded the page and kept the header
        (PAGE, "Content-Encoding: br\r\n"),
        (b"%x\r\n%b\r\n0\r\n\r\n" % (len(PAGE), PAGE), "Transfer-Encoding: chunked\r\n"),
        (PAGE, "Transfer-Encoding: chunked\r\n"),
    ],
    ids=["gzip", "gzip it is not", "brotli it is not", "chunked", "chunked it is not"],
)
def test_a_page_is_read_however_it_was_sent(tmp_path: Path, page: bytes, header: str) -> None:
    archive = tmp_path / "day.warc"
    archive.write_bytes(record("a", http(page, more=header)) + record("b"))
    sent, plain = read_warc(archive)
    assert sent.text == plain.text


@pytest.mark.parametrize(
    ("records", "ids", "said"),
    [
        ([ONE, broken(TWO), THREE, FOUR], ["one", "three", "four"], "is broken"),
        ([broken(ONE), TWO, THREE], ["two", "three"], "goes on at byte"),
        ([ONE, b"no record" * 9, TWO], ["one", "two"], "is broken"),
        ([record("a"), b"no record\r\n\r\n" * 9, record("b")], ["a", "b"], "Invalid WARC header"),
        ([record("a"), record("b", size=100), record("c")], ["a", "c"], "is broken"),
        ([ONE, TWO[:-200]], ["one"], "is cut off"),
        ([record("a"), record("b", size=5000)], ["a"], "is cut off"),
        ([record("a", http(b"")), record("b")], ["b"], "no text of an article"),
        ([record("a", http(PAGE + b" " * LONGEST_PAGE)), record("b")], ["b"], "longer than 1,048,576 bytes"),
        (
            [
                record(
                    "a",
                    http(gzip.compress(PAGE + b" " * 9 * LONGEST_PAGE), more="Content-Encoding: gzip\r\n"),
                ),
                record("b"),
            ],
            ["b"],
            "longer than 1,048,576 bytes",
        ),
        ([record("a", http(more=f"X: {'x' * 50_000}\r\n")), record("b")], ["b"], "header length"),
        ([record("a"), record("a"), record("b")], ["a", "b"], "the id of a record before it"),
        ([b"This is no archive." * 99], [], "nothing after it can be read"),
    ],
    ids=[
        *("damaged", "first damaged", "garbage", "plain garbage", "wrong size", "cut off", "plain cut off", "no text"),
        *("long page", "long when unpacked", "long header", "same id", "no archive"),
    ],
)
def test_what_cannot_be_read_is_told_and_all_else_is_read(
    tmp_path: Path, records: list[bytes], ids: list[str], said: str
) -> None:
    found, told = read(tmp_path, *records)
    assert found == ids
    assert said in " ".join(reason for _, reason in told)
    assert all(name for name, _ in told)


def test_a_parser_that_breaks_costs_one_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def read_or_break(page: bytes, *rest: object) -> object:
        if b"<!-- odd -->" in page:
            raise RecursionError("too deep")
        return read_html(page)

    monkeypatch.setattr("tradekit.articles.warc.read_html", read_or_break)
    found, told = read(tmp_path, record("a", http(PAGE + b"<!-- odd -->")), record("b"))
    assert found == ["b"]
    assert told == [("https://harbour.example/a", "breaks the reader of HTML (RecursionError: too deep)")]


def test_without_a_listener_it_is_a_warning(tmp_path: Path) -> None:
    archive = tmp_path / "day.warc"
    archive.write_bytes(record("a", http(b"")) + record("b"))
    with pytest.warns(ReadWarning, match="harbour.example/a was not read: it has no text"):
        assert [article.id for article in read_warc(archive)] == ["b"]


def test_an_archive_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"none\.warc"):
        next(read_warc(tmp_path / "none.warc"))


# --- pages


@pytest.mark.parametrize(
    ("encoding", "charset", "said"),
    [
        ("utf-8", None, ""),
        ("utf-8", "utf-8", ""),
        ("utf-8", "cp1251", ""),  # a server may be wrong, but it is the server that browsers believe
        ("cp1252", None, ""),
        ("cp1252", None, '<meta charset="windows-1252">'),
        ("cp1252", "iso-8859-1", ""),
        ("cp1252", "utf-8", ""),
        ("cp1252", "klingon", ""),
        ("iso8859-15", None, '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-15">'),
        ("utf-16", None, ""),
    ],
)
def test_a_page_is_decoded_as_it_says(encoding: str, charset: str | None, said: str) -> None:
    text = "Britain sold tea for £50 million and France sold wine for €60 million in May."
    page = f"<html><head>{said}</head><body><p>{text}</p></body></html>".encode(encoding)
    if charset == "cp1251":
        text = text.encode(encoding).decode(charset)
    assert read_html(page, charset)[1] == text


def test_a_character_that_was_cut_in_two_costs_no_page() -> None:
    page = "<html><body><p>France sold wine for €60 million and cheese for €6 million in May.</p><p>More €".encode()
    assert "€60 million" in read_html(page[:-1])[1]


def test_lines_of_a_page_are_kept_where_they_count() -> None:
    page = b"<html><body><p>Exports in May,\n$m</p><pre>Tea     52\nCoffee  7</pre></body></html>"
    assert read_html(page)[1].splitlines() == ["Exports in May, $m", "", "Tea     52", "", "Coffee  7"]


def test_an_address_may_tell_date_and_publisher() -> None:
    page = b"<html><body><p>Exports of tea rose 4% in March, the board said.</p></body></html>"
    told, _ = read_html(page, url="https://www.harbour.example/2024/04/18/tea.html")
    assert told == {
        "date": "2024-04-18",
        "publisher": "harbour.example",
        "url": "https://www.harbour.example/2024/04/18/tea.html",
    }


def test_no_page_is_of_a_later_day_than_it_was_fetched() -> None:
    # Where the page is from, it may have been tomorrow.
    assert read_html(PAGE, latest=dt.date(2024, 4, 17))[0]["date"] == "2024-04-18"
    assert "date" not in read_html(PAGE, latest=dt.date(2024, 4, 16))[0]


def test_the_title_is_not_said_twice() -> None:
    page = PAGE.replace(b"<article>", b"<article><h1>Kenya's tea exports rise</h1>")
    assert read_html(page)[1].count("Kenya's tea exports rise\n") == 1


@pytest.mark.parametrize("page", [b"", b"no page", zlib.compress(PAGE), b"<html><body></body></html>", b"%PDF-1.7\0"])
def test_a_page_without_an_article_is_an_error(page: bytes) -> None:
    with pytest.raises(ValueError, match="has no text of an article"):
        read_html(page)


@pytest.mark.parametrize("page", [b"<html>", b"no html", b"<html lang=''>", b'<html data-lang="de">', b"<p lang=de>"])
def test_a_page_that_says_no_language_may_be_english(page: bytes) -> None:
    assert not is_foreign(page)


# --- a corpus of archives


def test_each_archive_gives_one_part_and_a_run_again_reads_only_what_is_new(tmp_path: Path) -> None:
    crawl, out = tmp_path / "crawl", tmp_path / "out"
    crawl.mkdir()
    (crawl / "1.warc.gz").write_bytes(ONE + broken(TWO) + THREE)
    (crawl / "2.WARC").write_bytes(record("four"))
    found = extract_corpus(crawl, out)
    assert (found.articles, found.claims) == (3, 24)
    parts = sorted(out.glob("claims/*.parquet"))
    assert [load(part)["article"].unique().tolist() for part in parts] == [["one", "three"], ["four"]]
    assert [line.split(",")[0] for line in (out / "errors.csv").read_text().splitlines()] == [
        "file",
        *["1.warc.gz"] * 2,
    ]
    before = [part.stat().st_mtime_ns for part in parts]
    (crawl / "3.warc.gz").write_bytes(gzip.compress(record("five")))
    assert extract_corpus(crawl, out).articles == 4
    assert [part.stat().st_mtime_ns for part in parts] == before


def test_an_archive_of_which_all_is_left_out_says_so(tmp_path: Path) -> None:
    archive = tmp_path / "day.warc"
    archive.write_bytes(record("a", http(PAGE.replace(b'lang="en"', b'lang="fr"'))))
    with pytest.raises(ReadError, match="says to be in another language than English is left out"):
        extract_corpus(archive, tmp_path / "out")
    archive.write_bytes(record("a", http(b"")))
    with pytest.raises(ReadError, match=r"errors\.csv says why"):
        extract_corpus(archive, tmp_path / "out")


def test_an_archive_compressed_in_a_way_whose_damage_cannot_be_told_is_no_input(tmp_path: Path) -> None:
    (tmp_path / "day.warc.zst").write_bytes(pa.compress(record("a"), "zstd", asbytes=True))
    with pytest.raises(ReadError, match=r"errors\.csv says why: day\.warc\.zst is of no type that can be read"):
        extract_corpus(tmp_path, tmp_path / "out")
