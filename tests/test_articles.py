"""Articles: the fields, what a text tells of itself, encodings, and the reading of files."""

from __future__ import annotations

import calendar
import copy
import csv
import dataclasses
import datetime as dt
import pickle
import warnings
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradekit.articles import Article, PathNotFoundError, ReadError, ReadWarning, read
from tradekit.articles.bylines import EDGE, find_date, find_publisher, find_title, parse_date
from tradekit.articles.decode import decode
from tradekit.articles.fields import split_front_matter
from tradekit.tables import rows

CASES = list(csv.DictReader((Path(__file__).parent / "cases" / "articles.csv").open(encoding="utf-8", newline="")))
NEWS = "China’s exports rose 47.6% to £4.77bn – “a record”, said José Muñoz of São Paulo. The yuan gained 5%.\n"


# --- Article -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_case(case: dict[str, str]) -> None:
    article = Article(case["text"].replace("\\n", "\n"))
    found = getattr(article, case["field"])
    assert ("" if found is None else str(found)) == case["expected"], case["why"]


def test_case_ids_are_unique() -> None:
    assert max(Counter(case["id"] for case in CASES).values()) == 1


def test_only_the_text_is_required() -> None:
    article = Article("Exports rose.")
    assert article.id.startswith("text-")
    assert len(article.id) == len("text-") + 8
    assert (article.title, article.date, article.publisher, article.url) == (None, None, None, None)
    assert article.corrections == ()
    assert article.id == Article("Exports rose.", title="Gold").id != Article("Exports rose!").id


def test_fields_are_in_order() -> None:
    names = [field.name for field in dataclasses.fields(Article)]
    assert names == ["text", "id", "title", "date", "publisher", "url", "corrections", "path"]
    assert Article("a", "b", "c", "2024-11-05", "d", "e", ({},)) == Article(
        "a", id="b", title="c", date=dt.date(2024, 11, 5), publisher="d", url="e", corrections=({},)
    )


@pytest.mark.parametrize(
    "date",
    [
        "2024-11-05",
        "2024-11-05T08:12:00Z",
        "5 November 2024",
        " Tuesday, Nov. 5, 2024",
        "05.11.2024",
        dt.date(2024, 11, 5),
        dt.datetime(2024, 11, 5, 8, 12),
        pd.Timestamp("2024-11-05 08:12", tz="Asia/Shanghai"),
    ],
)
def test_dates(date: str | dt.date) -> None:
    assert Article("Exports rose.", date=date).date == dt.date(2024, 11, 5)
    assert type(Article("Exports rose.", date=date).date) is dt.date


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NA, pd.NaT, "", "  "])
@pytest.mark.parametrize("field", ["id", "title", "date", "publisher", "url"])
def test_missing_fields(field: str, missing: object) -> None:
    assert Article("Exports rose.", **{field: missing}) == Article("Exports rose.")  # type: ignore[arg-type]


@pytest.mark.parametrize("date", ["05/11/2024", "5/11/24", "November 2024", "31 June 2024", "2024-13-01", "yesterday"])
def test_a_bad_date_is_named(date: str) -> None:
    with pytest.raises(ValueError, match=f"a full date.*not {date!r}"):
        Article("Exports rose.", date=date)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"text": None}, "text must be a str, not NoneType"),
        ({"text": b"Exports"}, "text must be a str, not bytes"),
        ({"text": "a", "date": 20241105}, "date must be a full date.*not int: 20241105"),
        ({"text": "a", "title": 5}, "title must be a str or None, not int: 5"),
        ({"text": "a", "id": 5}, "id must be a str or None, not int: 5"),
    ],
)
def test_a_bad_type_is_named(fields: dict[str, object], message: str) -> None:
    with pytest.raises(TypeError, match=message):
        Article(**fields)  # type: ignore[arg-type]


def test_given_fields_hold_over_what_the_text_tells() -> None:
    text = "Gold exports hit a record\n\nWritten by A. Otter on May 6, 2024\n\nExports rose. (source: Reuters)"
    told = Article(text)
    assert (told.title, told.date, told.publisher) == (
        "Gold exports hit a record",
        dt.date(2024, 5, 6),
        "Reuters",
    )
    given = Article(text, title="Tin", date="2020-01-02", publisher="Otter News")
    assert (given.title, given.date, given.publisher) == ("Tin", dt.date(2020, 1, 2), "Otter News")


def test_an_article_does_not_change() -> None:
    article = Article("Exports rose.", corrections=({"claim": "a:1"},))
    with pytest.raises(dataclasses.FrozenInstanceError):
        article.text = "Exports fell."  # type: ignore[misc]
    assert {article: 1}[article] == 1
    assert pickle.loads(pickle.dumps(article)) == copy.deepcopy(article) == article
    assert dataclasses.replace(article, title="Tin").title == "Tin"
    assert dataclasses.replace(article, title="Tin").id == article.id


@given(st.text())
def test_any_text_is_kept(text: str) -> None:
    article = Article(text)
    assert article.text == text
    for found in (article.title, article.publisher):
        assert found is None or found == found.strip() != ""


@given(st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31)))
def test_dates_are_read_as_written(date: dt.date) -> None:
    month = calendar.month_name[date.month]
    for written in (
        f"{month} {date.day}, {date.year}",
        f"{date.day} {month} {date.year}",
        f"{date.day} {month[:3]}. {date.year}",
        f"{date.day:02}.{date.month:02}.{date.year}",
        f"{date:%Y/%m/%d}",
        date.isoformat(),
    ):
        assert parse_date(written) == date
        assert find_date(f"Published: {written}\n\nExports rose.") == date
        assert find_date(f"The law of {written} says that exports rose.") is None


def test_only_the_ends_are_searched() -> None:
    filler = "Exports rose.\n\n" * 400
    middle = "Published: 2024-11-05\n\nSource: Reuters\n\n"
    assert len(filler) > 2 * EDGE
    assert find_date(filler + middle + filler) is None
    assert find_publisher(filler + middle + filler) is None
    assert find_date(filler + middle) == dt.date(2024, 11, 5)


@pytest.mark.parametrize("piece", ["A", "By A ", "(", "A, ", "May 5, ", "© 2024 ", "/A", "Source: A ", "\n", "1"])
def test_hostile_ends_tell_nothing(piece: str) -> None:
    text = piece * 100_000
    assert find_title(text) is None
    assert find_date(text) is None


def test_publishers_table() -> None:
    table = rows("publishers")
    assert max(Counter(row["text"] for row in table).values()) == 1
    for row in table:
        name = row["text"] if row["kind"] == "name" else f"Otter {row['text'].title()}"
        assert find_publisher(f"Exports rose.\n\nSource: {name}") == name
        assert row["kind"] in ("name", "word")


# --- encodings ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
@pytest.mark.parametrize("text", [NEWS, NEWS * 50, "It cost £5bn.", "Growth – up 5%", "Rs 5\u00a0000 crore"])
def test_encodings(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)) == text


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"], include_characters="\n\r\t")))
def test_every_text_in_utf8_is_kept(text: str) -> None:
    assert decode(f"Exports: {text}".encode()) == f"Exports: {text}".replace("\r\n", "\n")


@given(st.binary())
def test_any_bytes_are_text_or_an_error_that_says_why(data: bytes) -> None:
    try:
        text = decode(data)
    except ValueError as error:
        reason = str(error)
    else:
        reason = "is text" if text.strip() else ""
    assert reason.startswith(("is ", "begins as "))


CYRILLIC = "Экспорт Китая вырос на 47,6% до $4,77 млрд, сообщила таможня. Импорт сократился на 3%.\n" * 3


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1251", CYRILLIC),
        ("koi8-r", CYRILLIC),
        ("cp1251", "The plant «Беларуськалий» sold 5 million tonnes of potash. " * 5),
        ("utf-16-le", CYRILLIC),
        ("utf-16-be", CYRILLIC),
        ("latin-1", NEWS.translate({0x2019: "'", 0x2013: "-", 0x201C: '"', 0x201D: '"'})),
    ],
)
def test_other_scripts(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)) == text


def test_line_ends() -> None:
    assert decode(b"a\r\nb\nc\rd") == "a\nb\nc\rd"


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "is empty"),
        (b" \n\t ", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"%PDF-1.7\n...", "is a PDF document"),
        (b"PK\x03\x04....", "is a zip archive"),
        (b"\x89PNG\r\n\x1a\n", "is a PNG picture"),
        (b"{\\rtf1 Exports rose.}", "is an RTF document"),
        (bytes(range(256)) * 4, "is a binary file"),
        (b"Exports\x00rose", "is a binary file"),
        (b"Exports \x01\x02\x03\x04 rose", "is a binary file"),
        (b"\xff\xfeE\x00x", "begins as UTF-16"),
        ("Exports – “rose”".encode() + b" \xff", "is UTF-8 with broken characters"),
    ],
)
def test_no_text(data: bytes, what: str) -> None:
    with pytest.raises(ValueError, match=what):
        decode(data)


# --- front matter ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "fields", "body"),
    [
        ("---\ntitle: Tin\ndate: 2024-11-05\n---\nBody", {"title": "Tin", "date": "2024-11-05"}, "Body"),
        ("---\nTitle: \"Tin: a 'record'\"\n---\n\nBody", {"title": "Tin: a 'record'"}, "\nBody"),
        (
            "---\ntags:\n  - tin\n- zinc\n# note\n\nurl: https://e.org/a:b\n---\nB",
            {"url": "https://e.org/a:b"},
            "B",
        ),
        ("---\nid: t\ntitle:\n---\nBody", {"id": "t"}, "Body"),
        ("---\ntitle: Tin\n---", {"title": "Tin"}, ""),
    ],
)
def test_front_matter(text: str, fields: dict[str, str], body: str) -> None:
    assert split_front_matter(text) == (fields, body)


@pytest.mark.parametrize(
    "text",
    [
        "title: Tin\n\nBody",
        "---\ntitle: Tin\n\nBody",
        "---\nExports rose.\n---\nBody",
        "---\ntitle: Tin\nExports rose.\n---\nBody",
        "---\nCopper: 5%\n---\nBody",
        "\n---\ntitle: Tin\n---\nBody",
        "----\ntitle: Tin\n----\nBody",
    ],
)
def test_what_is_no_front_matter_is_text(text: str) -> None:
    assert split_front_matter(text) == ({}, text)


# --- read --------------------------------------------------------------------------------------------------


def write(folder: Path, **files: str | bytes) -> Path:
    """Write files named by keywords: `__` is the dot of the suffix, and `_in_` stands before a folder."""
    for name, content in files.items():
        stem, _, suffix = name.rpartition("__")
        name, _, place = stem.partition("_in_")
        path = folder / place / f"{name}.{suffix}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def read_quietly(source: object) -> list[Article]:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return read(source)  # type: ignore[arg-type]


def ids(articles: list[Article]) -> list[str]:
    return [article.id for article in articles]


def test_a_file(tmp_path: Path) -> None:
    path = write(tmp_path, tin__txt="Exports rose.\r\n") / "tin.txt"
    for source in (path, str(path), [path], (str(path),), iter([path]), {path}):
        assert read_quietly(source) == [Article("Exports rose.\n", id="tin")]


def test_a_folder(tmp_path: Path) -> None:
    write(tmp_path, b__txt="B rose.", a__md="A rose.", README__md="R rose.", c_in_sub__TXT="C rose.")
    write(tmp_path, claims__csv="a,b", plot__png=b"\x89PNG", run__ipynb="{}")
    (tmp_path / ".hidden.txt").write_text("Hidden.")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "x.txt").write_text("Hidden.")
    assert ids(read_quietly(tmp_path)) == ["README", "a", "b", "c"]


def test_globs(tmp_path: Path) -> None:
    write(
        tmp_path,
        a1__txt="A rose.",
        a2__txt="A fell.",
        b__txt="B rose.",
        a3_in_sub__txt="A stayed.",
        x__csv="a",
    )
    assert ids(read_quietly(f"{tmp_path}/a*.txt")) == ["a1", "a2"]
    assert ids(read_quietly(f"{tmp_path}/**/a*.txt")) == ["a1", "a2", "a3"]
    assert ids(read_quietly(f"{tmp_path}/*")) == ["a1", "a2", "b", "a3"]
    assert ids(read_quietly(tmp_path / "a?.txt")) == ["a1", "a2"]


def test_a_name_with_brackets_is_a_name(tmp_path: Path) -> None:
    (tmp_path / "tin [1].txt").write_text("Exports rose.")
    assert ids(read_quietly(tmp_path / "tin [1].txt")) == ["tin [1]"]


def test_a_file_given_twice_is_read_once(tmp_path: Path) -> None:
    path = write(tmp_path, a__txt="A rose.", b__txt="B rose.") / "a.txt"
    assert ids(read_quietly([path, tmp_path, str(path), f"{tmp_path}/*.txt"])) == ["a", "b"]
    (tmp_path / "link.txt").symlink_to(path)
    assert ids(read_quietly(tmp_path)) == ["a", "b"]


def test_no_source_is_no_article() -> None:
    assert read_quietly([]) == []


def test_stems_that_clash(tmp_path: Path) -> None:
    write(tmp_path, a_in_x__txt="A rose.", a_in_y__txt="A fell.", a_in_y__md="A stayed.", b_in_y__txt="B rose.")
    assert ids(read_quietly(tmp_path)) == ["x/a.txt", "y/a.md", "y/a.txt", "b"]
    assert ids(read_quietly([tmp_path / "x" / "a.txt", tmp_path / "y" / "a.txt"])) == ["x/a.txt", "y/a.txt"]
    assert ids(read_quietly(tmp_path / "x")) == ["a"]


def test_front_matter_of_a_file(tmp_path: Path) -> None:
    lines = [
        "---",
        "title: Tin",
        "date: November 5, 2024",
        "publisher: Otter",
        "url: https://e.org",
        "id: t",
        "---",
    ]
    article = read_quietly(write(tmp_path, a__md="\r\n".join([*lines, "Exports rose.", ""])))[0]
    assert article == Article("Exports rose.\n", "t", "Tin", "2024-11-05", "Otter", "https://e.org")


def test_the_sidecar_overrides(tmp_path: Path) -> None:
    write(
        tmp_path,
        a__md="---\ntitle: Tin\npublisher: Otter\n---\nExports rose.",
        b__txt="B rose.",
        c_in_sub__txt="C.",
    )
    write(
        tmp_path,
        articles__csv="\ufefffile,Title,date,url,id\r\n"
        'a.md,"Tin, a record",2024-11-05,https://e.org,t\r\n'
        "sub/c.txt,Zinc,\r\n",
    )
    a, b, c = read_quietly(tmp_path)
    assert a == Article("Exports rose.", "t", "Tin, a record", "2024-11-05", "Otter", "https://e.org")
    assert b == Article("B rose.", "b")
    assert (c.id, c.title, c.date) == ("c", "Zinc", None)
    assert read_quietly(tmp_path / "a.md") == [a]
    write(tmp_path, articles_in_sub__csv="file;title\nc.txt;Nearer")
    assert read_quietly(tmp_path)[2].title == "Nearer"


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("file,title\nx.txt,Tin\n", "row 2: names no file of this folder: 'x.txt'"),
        ("file,titel\na.txt,Tin\n", "unknown column 'titel'; expected file and any of id, title, date"),
        ("name,title\na.txt,Tin\n", "has no column 'file'"),
        ("file,date\na.txt,05/11/2024\n", "a.txt: date '05/11/2024' is not used; expected a full date"),
        ("file,title\na.txt,Tin\na.txt,Zinc\n", "row 3: names a.txt again"),
        ("file,title\na.txt,Tin,5\n", r"row 2: has more cells than columns: \['5'\]"),
        ("", "was not used: it is empty"),
        (b"\x00\x01\x02\x03", "was not used: it is a binary file"),
    ],
)
def test_a_bad_sidecar_warns_and_the_rest_is_read(tmp_path: Path, table: str | bytes, message: str) -> None:
    write(tmp_path, a__txt="A rose.", articles__csv=table)
    with pytest.warns(ReadWarning, match=message) as caught:
        assert ids(read(tmp_path)) == ["a"]
    assert all("articles.csv" in str(warning.message) for warning in caught)
    assert caught[0].filename == __file__


def test_files_with_the_same_text_warn_once_and_are_kept(tmp_path: Path) -> None:
    write(tmp_path, a__txt="A rose.", b__txt="B rose.", c__txt="A rose.", d_in_sub__md="A rose.")
    with pytest.warns(ReadWarning) as caught:
        assert ids(read(tmp_path)) == ["a", "b", "c", "d"]
    assert [str(warning.message) for warning in caught] == [
        f"{tmp_path}/a.txt and {tmp_path}/c.txt and {tmp_path}/sub/d.md have the same text; all are kept"
    ]


def test_a_pdf_under_another_name_warns_and_the_rest_is_read(tmp_path: Path) -> None:
    write(tmp_path, a__txt="A rose.", paper__txt=b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", z__txt="Z rose.")
    for source in (tmp_path, f"{tmp_path}/*.txt", [tmp_path]):
        with pytest.warns(ReadWarning, match=r"paper\.txt is a PDF document") as caught:
            assert ids(read(source)) == ["a", "z"]
        assert len(caught) == 1
    with pytest.raises(ReadError, match=r"paper\.txt is a PDF document"):
        read([tmp_path / "a.txt", tmp_path / "paper.txt"])


def test_an_id_given_twice_warns(tmp_path: Path) -> None:
    write(tmp_path, a__txt="A rose.", b__txt="B rose.", articles__csv="file,id\na.txt,t\nb.txt,t\n")
    with pytest.warns(ReadWarning, match="the id 't' is used twice"):
        assert ids(read(tmp_path)) == ["a.txt", "b.txt"]


def test_a_bad_date_in_front_matter_warns(tmp_path: Path) -> None:
    write(tmp_path, a__md="---\ndate: soon\n---\nWritten by A. Otter on May 6, 2024\n\nExports rose.")
    with pytest.warns(ReadWarning, match="a.md: date 'soon' is not used"):
        assert read(tmp_path)[0].date == dt.date(2024, 5, 6)


def test_bad_files_of_a_folder_warn_once_each(tmp_path: Path) -> None:
    write(
        tmp_path,
        a__txt="A rose.",
        empty__txt=" \n",
        binary__md=bytes(range(256)),
        paper__pdf=b"%PDF",
        page__html="<p>",
    )
    for source in (str(tmp_path), f"{tmp_path}/*", [str(tmp_path), f"{tmp_path}/*"]):
        with pytest.warns(ReadWarning) as caught:
            assert ids(read(source)) == ["a"]
        messages = sorted(str(warning.message) for warning in caught)
        assert len(messages) == 4
        for name, message in zip(
            ("binary.md is a binary", "empty.txt is empty", "page.html", "paper.pdf"), messages, strict=True
        ):
            assert name in message
            assert "expected" in message


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.txt", b"", "a.txt is empty; expected a .txt or .md file with the text of an article"),
        ("a.md", b"---\ntitle: Tin\n---\n", "a.md is empty but for its front matter"),
        ("a.txt", b"%PDF-1.7", "a.txt is a PDF document; expected"),
        ("a.csv", b"a,b", "a.csv is of no type that can be read; expected"),
        ("a.pdf", b"%PDF-1.7", "a.pdf is of no type that can be read; expected"),
        ("a", b"Exports rose.", "a is of no type that can be read; expected"),
    ],
)
def test_a_bad_file_is_named(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ReadError, match=message) as caught:
        read(tmp_path / name)
    assert str(tmp_path) in str(caught.value)


@pytest.mark.parametrize("source", ["nowhere.txt", "nowhere", "nowhere/*.txt", "", "no\0where.txt", "x" * 5000])
def test_a_missing_path_is_named(source: str) -> None:
    with pytest.raises(PathNotFoundError, match="expected") as caught:
        read(source)
    assert source in str(caught.value) or not source or "\0" in source
    assert isinstance(caught.value, FileNotFoundError)
    assert isinstance(caught.value, ValueError)
    with pytest.raises(PathNotFoundError):
        read([source])


@pytest.mark.parametrize(
    "text",
    ["Exports rose.\nImports fell.", NEWS.strip(), "[A](#) and so on, in a long sentence of many words."],
)
def test_prose_is_no_path(text: str) -> None:
    with pytest.raises(ReadError, match=r"use extract\(text\) or Article\(text\)"):
        read(text)


def test_a_folder_without_articles(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="holds no article that can be read"):
        read(tmp_path)
    write(tmp_path, a__txt="", b__csv="a")
    with pytest.raises(ReadError, match=r"holds no article that can be read.*a\.txt is empty"):
        read([tmp_path])


@pytest.mark.parametrize("source", [None, 5, b"a.txt", [None], ["a.txt", 5][1:], 5.5])
def test_no_path_at_all(source: object) -> None:
    with pytest.raises(TypeError, match="read takes a path, a folder, a glob or a list of these"):
        read(source)  # type: ignore[arg-type]


def test_a_file_that_may_not_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    path = write(tmp_path, a__txt="A rose.") / "a.txt"
    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(ReadError, match=r"a\.txt cannot be opened \(Permission denied\); expected"):
        read(path)


@given(
    st.text(st.characters(exclude_categories=["C"]), min_size=1).filter(lambda text: text.strip() and text[0] != "-")
)
def test_a_file_is_read_as_it_was_written(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("articles") / "a.txt"
    for encoding in ("utf-8", "utf-16"):
        path.write_bytes(text.encode(encoding))
        assert read_quietly(path)[0].text == text
