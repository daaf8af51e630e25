"""A corpus: any input to the same table, whatever the workers and however often it was broken off."""

from __future__ import annotations

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from importlib import metadata
from itertools import islice
from pathlib import Path
from stat import S_ISDIR
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest
from filelock import FileLock
from pandas.testing import assert_frame_equal

import tradekit
from tradekit.articles import Article
from tradekit.corpus import Part, Problem, Summary, extract_corpus, extract_part, plan
from tradekit.corpus.cutting import OTHER_TABLES, code_version

COUNTRIES = ("Chile", "Peru", "Kenya", "Ghana", "Japan")
SMALL = 3_000  # bytes a part, so that little input makes many


def text(number: int) -> str:
    return f"Exports of {COUNTRIES[number % 5]} rose {number + 1}% to ${number + 2} billion.\n"


def frame(count: int) -> pd.DataFrame:
    return pd.DataFrame({"text": [text(number) for number in range(count)], "date": "2024-05-06"})


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with 60 articles of every kind of input (`news`) and what one run makes of it (`whole`)."""
    folder = tmp_path_factory.mktemp("corpus")
    news = folder / "news"
    for number in range(30):
        file = news / f"2024-0{number % 3 + 1}" / f"{number:02}.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text(number))
    (news / "2024-01" / "empty.txt").write_text("")
    frame(10).to_csv(news / "table.csv", index=False)
    frame(10).to_json(news / "table.jsonl", orient="records", lines=True)
    frame(10).to_parquet(news / "table.parquet", row_group_size=4)
    extract_corpus(news, folder / "whole", part_bytes=SMALL)
    return folder


@pytest.fixture
def news(corpus: Path) -> Path:
    """Give the folder of articles; who changes it takes a copy."""
    return corpus / "news"


@pytest.fixture
def whole(corpus: Path) -> Path:
    """Give what one run makes of the folder; who changes it takes a copy."""
    return corpus / "whole"


def contents(folder: Path) -> dict[str, bytes]:
    """Give what a run leaves, by path."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != ".lock")
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def problems(out: Path) -> list[list[str]]:
    """Give the rows of errors.csv."""
    return list(csv.reader((out / "errors.csv").open(encoding="utf-8")))[1:]


def written(out: Path) -> dict[str, int]:
    """Give when each part was written."""
    return {path.name: path.stat().st_mtime_ns for path in (out / "claims").glob("part-*")}


# --- the table


def test_a_corpus_has_the_claims_of_extract_in_order(news: Path, whole: Path) -> None:
    claims = tradekit.load(whole)
    articles = [
        Article(path.read_text(), id=path.relative_to(news).as_posix())
        for path in sorted(news.rglob("*.txt"))
        if path.stat().st_size
    ]
    for name in ("table.csv", "table.jsonl", "table.parquet"):
        rows = frame(10).itertuples()
        articles += [Article(row.text, id=f"{name}:{row.Index}", date=row.date) for row in rows]
    assert claims.equals(tradekit.extract(articles))
    assert claims.index.is_unique
    assert problems(whole) == [
        ["2024-01/empty.txt", "", "is empty; expected a .txt or .md file with the text of an article"]
    ]


def test_the_parts_are_the_same_with_more_workers(news: Path, whole: Path, tmp_path: Path) -> None:
    found = extract_corpus(news, tmp_path / "out", workers=2, part_bytes=SMALL)
    assert len(contents(whole)) > 10
    assert contents(tmp_path / "out") == contents(whole)
    assert found == Summary(60, 120, 1)


@pytest.mark.parametrize("size", [1_500, 10**6])
def test_parts_of_another_size_make_the_same_table(size: int, news: Path, whole: Path, tmp_path: Path) -> None:
    extract_corpus(news, tmp_path / "out", part_bytes=size)
    assert tradekit.load(tmp_path / "out").equals(tradekit.load(whole))


def test_the_parts_are_plain_parquet(whole: Path) -> None:
    plain = pd.read_parquet(whole / "claims")
    assert plain.index.name == "claim"
    assert plain["article"].tolist() == tradekit.load(whole)["article"].tolist()


def test_ids_of_several_sources_are_paths_below_what_they_share(tmp_path: Path) -> None:
    for name in ("a/same.txt", "b/same.txt", "b/deep/same.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text(1))
    # The last is in a folder that is given too.
    extract_corpus([tmp_path / "b", tmp_path / "a", tmp_path / "b" / "same.txt"], tmp_path / "out")
    ids = tradekit.load(tmp_path / "out")["article"].unique().tolist()
    assert ids == ["a/same.txt", "b/deep/same.txt", "b/same.txt"]


def test_what_is_written_is_no_input(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(text(1))
    for _ in range(2):
        assert extract_corpus(tmp_path, tmp_path / "out") == Summary(1, 2, 0)


def test_the_nearest_articles_csv_holds_and_its_faults_are_told_once(tmp_path: Path) -> None:
    (tmp_path / "in" / "sub").mkdir(parents=True)
    for name in ("sub/a.txt", "sub/b.txt", "c.txt"):
        (tmp_path / "in" / name).write_text(text(1))
    (tmp_path / "in" / "articles.csv").write_text(
        "file,date,publisher\nsub/a.txt,2024-01-01,Wire\nsub/b.txt,2024-01-01,\nnone.txt,,\n"
    )
    (tmp_path / "in" / "sub" / "articles.csv").write_text("file,date,id\na.txt,2025-01-01,mine\nb.txt,05/11/2024,\n")
    extract_corpus(tmp_path / "in", tmp_path / "out", part_bytes=1)
    claims = tradekit.load(tmp_path / "out").drop_duplicates("article").set_index("article")
    assert claims["published"].dt.year.fillna(0).to_dict() == {"c.txt": 0, "sub/a.txt": 2025, "sub/b.txt": 0}
    assert claims["publisher"].dropna().to_dict() == {"sub/a.txt": "Wire"}
    assert [[*row[:2], row[2][:30]] for row in problems(tmp_path / "out")] == [
        ["articles.csv", "", "row 4: names no file of this f"],
        ["sub/b.txt", "", "articles.csv, b.txt: date '05/"],
    ]


def test_the_articles_of_some_rows_are_read_again(news: Path, whole: Path) -> None:
    claims = tradekit.load(whole).groupby("article").head(1)
    some = claims[claims["reporter"] == "PER"].iloc[::-1]
    articles = tradekit.read_corpus(news, some["article"])
    assert [article.id for article in articles] == some["article"].tolist()
    places = zip(articles, some["start"], some["end"], strict=True)
    assert [article.text[start:end] for article, start, end in places] == some["text"].tolist()
    assert {Path(article.id.partition(":")[0]).suffix for article in articles} == {".txt", ".csv", ".jsonl", ".parquet"}
    assert tradekit.show(articles, some).plain.startswith("<show: 12 articles, 12 claims")


@pytest.mark.parametrize(
    ("ids", "error", "said"),
    [
        (
            ["01", "2024-01/empty.txt"],
            tradekit.ReadError,
            "no article that can be read has the id '01', '2024-01/e",
        ),
        (list(map(str, range(9))), tradekit.ReadError, r"'0', '1', '2', '3', '4' \(and 4 more\); the ids of a corpus"),
        ("table.csv:10", tradekit.ReadError, "has the id 'table.csv:10'; the ids of a corpus are paths in the folder"),
        ([None], TypeError, r"an id is a text, not None \(NoneType\)"),
    ],
)
def test_an_id_that_no_article_has_is_an_error(ids: Any, error: type[Exception], said: str, news: Path) -> None:
    with pytest.raises(error, match=said):
        tradekit.read_corpus(news, ids)


# --- tables

AWKWARD = [
    {"id": "a", "text": text(1), "date": "2024-05-06"},
    {"id": "b", "text": 'He said: "Exports rose 5%,"\r\n\r\nand;left, to $3 billion.', "date": "2024-05-06"},
    {"id": "c", "text": "Coffee £50m – a récord, up 7%", "date": "2024-05-06"},
    {"id": "d", "text": "Exports rose 4%. " * 20_000, "date": "2024-05-06"},  # longer than csv allows at first
    {"id": "e", "text": text(4), "date": "2024-05-06"},
]


def as_csv(file: Path) -> None:
    pd.DataFrame(AWKWARD).to_csv(file, index=False, lineterminator="\r\n")


def as_csv_with_mark(file: Path) -> None:
    pd.DataFrame(AWKWARD)[["date", "id", "text"]].to_csv(file, index=False, sep=";", encoding="utf-8-sig")


def as_cp1252(file: Path) -> None:
    pd.DataFrame(AWKWARD).to_csv(file, index=False, encoding="cp1252", quoting=csv.QUOTE_ALL)


def as_json_lines(file: Path) -> None:
    file.write_text("\n\n".join(json.dumps(row) for row in AWKWARD))  # blank lines, and no end of the last


def as_json_lines_with_mark(file: Path) -> None:
    pd.DataFrame(AWKWARD).to_json(file, orient="records", lines=True, force_ascii=False)
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())


def as_parquet(file: Path) -> None:
    table = pd.DataFrame(AWKWARD)
    table.assign(date=pd.to_datetime(table["date"]), other=1).to_parquet(file, row_group_size=2)


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("news.csv", as_csv),
        ("news.csv", as_csv_with_mark),
        ("news.CSV", as_cp1252),
        ("news.jsonl", as_json_lines),
        ("news.jsonl", as_json_lines_with_mark),
        ("news.parquet", as_parquet),
    ],
)
@pytest.mark.parametrize("size", [1, 10**7])
def test_a_table_gives_its_articles(name: str, write: Callable[[Path], None], size: int, tmp_path: Path) -> None:
    write(tmp_path / name)
    read = [article for part in plan(tmp_path / name, part_bytes=size) for article in part.input.articles()]
    # Line ends become \n as in files; only JSON and Parquet tell which \r was meant.
    unix = name.lower().endswith(".csv")
    wanted = [
        Article(**{**row, "id": f"{name}:{row['id']}", "text": row["text"].replace("\r\n", "\n" if unix else "\r\n")})
        for row in AWKWARD
    ]
    assert read == wanted


def test_a_large_row_group_is_cut_too(tmp_path: Path) -> None:
    frame(100).to_parquet(tmp_path / "news.parquet")
    parts = list(plan(tmp_path / "news.parquet", part_bytes=300))
    read = [article for part in parts for article in part.input.articles()]
    assert len(parts) > 5
    assert [article.text for article in read if isinstance(article, Article)] == frame(100)["text"].tolist()


def test_another_column_may_hold_the_text(tmp_path: Path) -> None:
    frame(2).rename(columns={"text": "body"}).to_csv(tmp_path / "news.csv")
    assert extract_corpus(tmp_path / "news.csv", tmp_path / "out", text_column="body").claims == 4


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("t.csv", b"id,text\na,Up 5%\nb\nc,Up 6%\n", [[1, "has 1 cells where the header has 2"]]),
        ("t.csv", b"id,text\na,Up 5%\nb,\nc,Up 6%\n", [[1, "has no text in column 'text'"]]),
        ("t.csv", b"id,text\na,Up 5%\nb,Up \x00%\nc,Up 6%\n", [[1, "is a binary file"]]),
        ("t.csv", b"date,text\n,Up 5%\n05/11/2024,Up 6%\n", [[1, "date '05/11/2024' is not used; expected a full"]]),
        ("t.csv", b"a,text\n1,Up 5%\n2,\x80\xc3\xa9\xc3\xa9 Up\n3,Up 6%\n", [[1, "is UTF-8 with broken characters"]]),
        ("t.csv", b'id,text\na,Up 5%\nb,Up 6%\nc,"Up 7%\nd,Up 8%\n', [[2, "unexpected end of data"]]),
        ("t.csv", b"id,text\n1,Up 5%\n,Up 6%\n", []),
        (
            "t.jsonl",
            b'{"text": "Up 5%"}\n{"text": "' + b"7" * 10**5 + b'"}\n{"text": "Up 6%"}\n',
            [[1, "has a line of more"]],
        ),
        (
            "t.csv",
            b"a,text\n1,Up 5%\n2," + b"7" * 10**6 + b"\n3,Up 6%\n",
            [[1, "has a line of more than 100,000 bytes"]],
        ),
        ("t.csv", b'a,text\n1,Up 5%\n2,"' + b"7" * 10**5 + b'\n""a\n"\n3,Up 6%\n', [[1, "has a line of more"]]),
        (
            "t.jsonl",
            b'{"text": "Up 5%"}\n{"body": "Up 5%", "n": 1}\n{"text": "Up 6%"}\n',
            [[1, "has no text in column 'text'; it has body, n"]],
        ),
        (
            "t.jsonl",
            b'{"text": "Up 5%", "title": 5}\n{"text": "Up 6%", "date": 1715000000000}\n',
            [[0, "title 5 is not used; expected a text"], [1, "date 1715000000000 is not used; expected a full"]],
        ),
        (
            "t.jsonl",
            b'{"text": "Up 5%"}\n{"text": \n[1]\n{"text": "Up 6%"}\n',
            [[1, "Expecting value"], [2, "is no JSON"]],
        ),
        ("t.jsonl", b'{"text": "Up 5%"}\n{"text": 5}\n{"text": "Up 6%"}\n', [[1, "text must be a str, not int: 5"]]),
        ("t.jsonl", b'{"text": "Up 5%"}\n' + b"[" * 90_000 + b'\n{"text": "Up 6%"}\n', [[1, "maximum recursion"]]),
    ],
)
def test_a_row_that_cannot_be_read_is_told_and_the_rest_is_read(
    name: str, data: bytes, told: list[list[object]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tradekit.corpus.inputs.LONGEST_LINE", 10**5)
    (tmp_path / name).write_bytes(data)
    for size in (1, 10**6):
        read = [found for part in plan(tmp_path / name, part_bytes=size) for found in part.input.articles()]
        assert [article.text for article in read if isinstance(article, Article)] == ["Up 5%", "Up 6%"]
        found = [problem for problem in read if isinstance(problem, Problem)]
        assert [problem.row for problem in found] == [row for row, _ in told]
        assert all(str(said) in problem.error for problem, (_, said) in zip(found, told, strict=True))


@pytest.mark.parametrize(
    ("name", "data", "id"),
    [
        ("t.csv", "id,text\na,Up 5%\nb,Up 6%\na,Up 7%\n", "a"),
        # The third has no id, so that its number is its name.
        ("t.jsonl", '{"id": "2", "text": "Up 5%"}\n{"text": "Up 6%"}\n{"text": "Up 7%"}\n', "2"),
    ],
)
def test_an_id_that_comes_again_is_told(name: str, data: str, id: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(data)
    assert extract_corpus(tmp_path / name, tmp_path / "out") == Summary(2, 2, 1)
    assert problems(tmp_path / "out") == [[name, "2", f"was not read: an earlier row has the id '{id}' too"]]
    # No part of a table knows the others.
    for _ in range(2):
        assert extract_corpus(tmp_path / name, tmp_path / "parts", part_bytes=1) == Summary(3, 3, 1)
    told = f"several rows have the id '{id}', and all were read: their claims cannot be told apart"
    assert problems(tmp_path / "parts") == [[name, "", told]]
    with pytest.warns(UserWarning, match=f"rows of a table of articles have one id, such as {name}:{id}"):
        assert len(tradekit.load(tmp_path / "parts")) == 3


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("t.csv", b"id,body\na,Up 5%\n", "has no column 'text' with the text of the articles; it has id, body"),
        ("t.csv", b"", "has no column 'text' with the text of the articles; it has none"),
        ("t.csv", "text\nUp 5%\n".encode("utf-16"), "is UTF-16 or a binary file; expected UTF-8"),
        ("t.csv", tradekit.extract(text(1)).to_csv().encode(), "is a table of claims, not of articles"),
        ("t.parquet", b"PAR1", "Parquet file size is 4 bytes"),
        ("t.pdf", b"%PDF", "is of no type that can be read"),
        *((f"t{ending}", b"id,text\n", "is of no type that can be read") for ending in OTHER_TABLES),
        ("t.txt", b"Up 5%. " * 600_000, "has 4,200,000 bytes; an article has at most 1,000,000 characters"),
        (
            "articles.csv",
            b"id,text\na,Up 5%\n",
            "was not used: it has no column 'file'; expected file and any of id, title, date, publisher, url; "
            "rename it if it is a table of articles",
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_told_and_the_rest_is_read(
    name: str, data: bytes, told: str, tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / name).write_bytes(data)
    (folder / "a.txt").write_text(text(1))
    assert extract_corpus(folder, tmp_path / "out") == Summary(1, 2, 1)
    file, row, error = problems(tmp_path / "out")[0]
    assert (file, row) == (name, "")
    assert error.startswith(told)


def test_an_article_that_the_rules_fail_on_keeps_no_other_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(articles: list[Article]) -> pd.DataFrame:
        if any("Peru" in article.text for article in articles):
            raise ZeroDivisionError("of a rule")
        return tradekit.extract(articles)

    monkeypatch.setattr("tradekit.corpus.parts.extract", failing)
    frame(5).to_csv(tmp_path / "news.csv")
    assert extract_corpus(tmp_path / "news.csv", tmp_path / "out") == Summary(4, 8, 1)
    assert problems(tmp_path / "out") == [["news.csv", "", "news.csv:1: unexpected ZeroDivisionError: of a rule"]]


# --- going on

# Runs a corpus once for each moment, and kills itself there.
KILLED = """
import os, signal, sys
import pyarrow.parquet as pq
from tradekit.corpus import extract_corpus

def deadly(function, number, when):
    calls = 0
    def call(*arguments):
        nonlocal calls
        calls += 1
        if calls == number:
            if when == "after":
                function(*arguments)
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*arguments)
    return call

news, out, size, *moments = sys.argv[1:]
for moment in moments:
    name, number, when = moment.split()
    if not (child := os.fork()):
        owner = os if name == "replace" else pq.ParquetWriter
        setattr(owner, name, deadly(getattr(owner, name), int(number), when))
        extract_corpus(news, out, part_bytes=int(size))
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL, moment
    assert not os.path.exists(f"{out}/errors.csv"), moment
"""

SIGKILL = pytest.mark.skipif(not hasattr(os, "fork"), reason="no such signal")


@SIGKILL
def test_killed_at_any_moment_and_run_again_the_table_is_that_of_one_run(
    news: Path, whole: Path, tmp_path: Path
) -> None:
    parts = len(written(whole))
    moments = [
        "replace 1 before",  # the first part is written, but not in its place
        "replace 2 after",  # two are in their places
        "write_table 2 after",  # one more, and half of the next
        f"replace {parts - 3} after",  # all of them
        "replace 1 before",  # errors.csv is written, but not in its place
    ]
    out = tmp_path / "out"
    subprocess.run([sys.executable, "-c", KILLED, news, out, str(SMALL), *moments], check=True)
    before = written(out)
    assert len(before) == parts
    extract_corpus(news, out, part_bytes=SMALL)
    assert contents(out) == contents(whole)
    assert written(out) == before


def test_what_is_not_finished_is_loaded_with_a_warning(whole: Path, tmp_path: Path) -> None:
    out = Path(shutil.copytree(whole, tmp_path / "out"))
    (out / "errors.csv").unlink()
    parts = sorted(out.glob("claims/*"))
    parts[-1].unlink()
    with pytest.warns(
        UserWarning, match=f"out is not finished: the table has the claims of {len(parts) - 1} parts. Run"
    ):
        claims = tradekit.load(out)
    assert claims.equals(tradekit.load(whole)[: len(claims)])
    for part in parts[:-1]:
        part.unlink()
    with pytest.warns(UserWarning, match="of 0 parts"):
        assert_frame_equal(tradekit.load(out), tradekit.extract("Nothing."))


def test_a_run_that_found_nothing_is_the_empty_table(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Nothing is counted here.")
    extract_corpus(tmp_path / "a.txt", tmp_path / "out")
    assert_frame_equal(tradekit.load(tmp_path / "out"), tradekit.extract("Nothing."))
    (tmp_path / "a.txt").write_text("")
    with pytest.raises(tradekit.ReadError, match="no article could be read"):
        extract_corpus(tmp_path / "a.txt", tmp_path / "out")
    assert_frame_equal(tradekit.load(tmp_path / "out"), tradekit.extract("Nothing."))


@SIGKILL
def test_killed_with_its_workers_at_work_it_leaves_none_behind(news: Path, whole: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    script = tmp_path / "script.py"
    script.write_text(
        "import sys\nfrom tradekit.corpus import extract_corpus\n"
        f"if __name__ == '__main__':\n    extract_corpus(sys.argv[1], sys.argv[2], workers=2, part_bytes={SMALL})\n"
    )
    with subprocess.Popen([sys.executable, script, news, out], stdout=subprocess.PIPE) as process:
        while process.poll() is None and len(list(out.glob("claims/part-*.parquet"))) < 3:
            time.sleep(0.01)
        process.kill()
        # The workers hold the pipe too: it ends when the last of them has.
        process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL, "it was killed, it did not end"
    assert not (out / "errors.csv").exists()
    extract_corpus(news, out, part_bytes=SMALL)
    assert contents(out) == contents(whole)


@dataclass(frozen=True)
class Deadly:
    """An input that ends whoever reads it, as the system does where memory is short."""

    def articles(self) -> Iterator[Article]:
        os._exit(9)
        yield


def test_a_part_that_ends_its_worker_is_named_and_all_others_are_done(
    news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    parts = [Part("part-deadly", Deadly(), 1, ""), *islice(plan(news, part_bytes=SMALL), 4)]
    monkeypatch.setattr("tradekit.corpus.run.plan", lambda *_, **__: iter(parts))
    with pytest.raises(
        ChildProcessError, match=r"part-deadly, Deadly\(\), ended every worker .*: run this again to go on"
    ):
        extract_corpus(news, out, workers=2, part_bytes=SMALL)
    assert [f"{part.name}.parquet" for part in parts[1:]] == sorted(written(out))


def test_workers_that_cannot_begin_are_told(news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # As where a script asks for them without the line that the error names.
    monkeypatch.setattr("tradekit.corpus.run._end_with_parent", partial(os._exit, 9))
    with pytest.raises(ChildProcessError, match=r"no worker process can begin; a script .* if __name__ =="):
        extract_corpus(news, tmp_path / "out", workers=2)


def test_a_second_run_writes_nothing(news: Path, whole: Path) -> None:
    before = written(whole)
    assert extract_corpus(news, whole, part_bytes=SMALL) == Summary(60, 120, 1)
    assert written(whole) == before


def change_a_file(news: Path, _: Path) -> None:
    (news / "2024-02" / "01.txt").write_text("Exports fell 9%.")


def change_a_note(news: Path, _: Path) -> None:
    (news / "2024-03" / "articles.csv").write_text("file,title\n29.txt,Gold\n")


def take_tables_away(news: Path, _: Path) -> None:
    for file in news.glob("table.*"):
        file.unlink()


def add_a_file(news: Path, _: Path) -> None:
    (news / "2024-01" / "00-new.txt").write_text(text(99))


def add_a_file_and_its_note(news: Path, _: Path) -> None:
    (news / "00-new.txt").write_text(text(99))
    (news / "articles.csv").write_text("file,title\n00-new.txt,New\n")


def take_a_file_away(news: Path, _: Path) -> None:
    (news / "2024-01" / "00.txt").unlink()


def add_a_table(news: Path, _: Path) -> None:
    frame(10).to_csv(news / "2024-01" / "00.csv", index=False)


def break_a_part(_: Path, out: Path) -> None:
    part = sorted(out.glob("claims/*"))[2]
    part.write_bytes(part.read_bytes()[:-9])


def lose_a_part(_: Path, out: Path) -> None:
    sorted(out.glob("claims/*"))[2].unlink()


def lose_a_part_and_the_last_input(news: Path, out: Path) -> None:
    lose_a_part(news, out)
    (out / "errors.csv").unlink()
    (news / "table.parquet").unlink()


@pytest.mark.parametrize(
    ("change", "most"),
    [
        (change_a_file, 1),
        (change_a_note, 1),
        (add_a_file, 1),
        (add_a_file_and_its_note, 2),
        (take_a_file_away, 1),
        (add_a_table, 2),
        (take_tables_away, 0),
        (break_a_part, 1),
        (lose_a_part, 1),
        (lose_a_part_and_the_last_input, 1),
    ],
)
def test_after_a_change_only_what_it_touches_is_done_again(
    change: Callable[[Path, Path], None], most: int, news: Path, whole: Path, tmp_path: Path
) -> None:
    copy, out = (Path(shutil.copytree(folder, tmp_path / folder.name)) for folder in (news, whole))
    before = set(written(out).values())
    change(copy, out)
    extract_corpus(copy, out, part_bytes=SMALL)
    assert len(set(written(out).values()) - before) <= most
    extract_corpus(copy, tmp_path / "anew", part_bytes=SMALL)
    assert contents(out) == contents(tmp_path / "anew")


@pytest.mark.parametrize("library", ["charset-normalizer", "htmldate", "nupunkt", "trafilatura"])
def test_another_version_of_a_library_that_decides_what_is_read_is_another_version(
    library: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    version_of = metadata.version
    told = {code_version.__wrapped__()}
    for version in ("0.1", None):

        def other(name: str, version: str | None = version) -> str:
            if name == library and not version:
                raise metadata.PackageNotFoundError(name)
            return str(version) if name == library else version_of(name)

        monkeypatch.setattr(metadata, "version", other)
        told.add(code_version.__wrapped__())
    assert len(told) == 3


def test_what_arrives_while_the_parts_are_counted_is_read_once(
    news: Path, whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy, out = (Path(shutil.copytree(folder, tmp_path / folder.name)) for folder in (news, whole))
    lose_a_part(copy, out)
    calls = iter(range(9))

    def planned(*arguments: Any, **options: Any) -> Iterator[Part]:
        if next(calls) == 2:  # after the look at the source, and the count
            (copy / "2024-01" / "00-new.txt").write_text(text(99))
        yield from plan(*arguments, **options)

    monkeypatch.setattr("tradekit.corpus.run.plan", planned)
    found = extract_corpus(copy, out, part_bytes=SMALL)
    monkeypatch.undo()
    assert extract_corpus(copy, tmp_path / "anew", part_bytes=SMALL) == found == Summary(61, 122, 1)
    assert contents(out) == contents(tmp_path / "anew")


def test_a_part_that_was_done_elsewhere_is_told(news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "other" / "claims").mkdir(parents=True)
    monkeypatch.setattr(
        "tradekit.corpus.run.extract_part", lambda part, out: extract_part(part, out.with_name("other"))
    )
    with pytest.raises(FileNotFoundError, match=r"part-0000000-\w+ was done and is not there. Does every worker"):
        extract_corpus(news, tmp_path / "out")
    assert not (tmp_path / "out" / "errors.csv").exists()


@pytest.mark.skipif(os.name != "posix", reason="no folder can be opened")
def test_the_parts_are_on_the_disk_before_errors_csv_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[str] = []
    fsync, replace = os.fsync, os.replace
    monkeypatch.setattr(
        os, "fsync", lambda file: (kept.append("folder" if S_ISDIR(os.fstat(file).st_mode) else "file"), fsync(file))
    )
    monkeypatch.setattr(os, "replace", lambda beside, path: (kept.append(path.name), replace(beside, path)))
    (tmp_path / "a.txt").write_text(text(1))
    extract_corpus(tmp_path, tmp_path / "out")
    assert kept == ["folder", "file", *written(tmp_path / "out"), "folder", "file", "errors.csv"]


@pytest.mark.parametrize(
    ("options", "version"), [({"part_bytes": 10**6}, ""), ({"text_column": "date"}, ""), ({}, "a row was added")]
)
def test_with_other_options_or_another_version_the_table_is_made_anew(
    options: dict[str, Any], version: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame(12).to_csv(tmp_path / "news.csv", index=False)
    given = {"part_bytes": 300, **options}
    extract_corpus(tmp_path / "news.csv", tmp_path / "out", part_bytes=300)
    before = written(tmp_path / "out")
    if version:
        monkeypatch.setattr("tradekit.corpus.cutting.code_version", lambda: version)
    for out in ("out", "whole"):
        extract_corpus(tmp_path / "news.csv", tmp_path / out, **given)
    assert contents(tmp_path / "out") == contents(tmp_path / "whole")
    assert not set(before.items()) & set(written(tmp_path / "out").items())


def test_two_at_once_is_an_error(news: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    with (
        FileLock(tmp_path / "out" / ".lock"),
        pytest.raises(BlockingIOError, match="out: another process is writing there"),
    ):
        extract_corpus(news, tmp_path / "out")


# --- errors


@pytest.mark.parametrize(
    ("source", "options", "error", "said"),
    [
        ("none", {}, FileNotFoundError, "none does not exist; expected a folder of articles, a file, a glob"),
        ("empty", {}, tradekit.ReadError, "empty: no article; expected .txt .md .parquet .csv .jsonl .warc .warc.gz"),
        ([], {}, tradekit.ReadError, "no path was given"),
        ("out", {}, FileNotFoundError, "out does not exist"),
        ("news", {"workers": 0}, ValueError, "workers is at least 1, not 0"),
        ("news", {"out": ""}, ValueError, "out is the folder to write to, not ''"),
        ("news", {"part_bytes": 0}, ValueError, "part_bytes is at least 1, not 0"),
    ],
)
def test_an_error_comes_before_anything_is_written(
    source: object,
    options: dict[str, Any],
    error: type[Exception],
    said: str,
    news: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    with pytest.raises(error, match=said):
        extract_corpus(**{"source": source, "out": tmp_path / "out", **options})
    assert not (tmp_path / "out").exists()


def test_many_rows_without_text_are_cut_too(tmp_path: Path) -> None:
    pd.DataFrame({"text": [None] * 1_000}, dtype="string").to_parquet(tmp_path / "t.parquet")
    assert len(list(plan(tmp_path / "t.parquet", part_bytes=10_000))) == 10


def test_a_table_that_can_be_opened_only_after_the_plan_is_told(tmp_path: Path) -> None:
    (tmp_path / "t.parquet").write_bytes(b"PAR1")
    (part,) = plan(tmp_path / "t.parquet")
    frame(3).to_parquet(tmp_path / "t.parquet")
    told = "could not be opened when the parts were planned; run this again to read it"
    assert list(part.input.articles()) == [Problem("t.parquet", None, told)]


@pytest.mark.skipif(sys.platform != "linux", reason="names are text there")
def test_names_that_are_no_text_stay_two(tmp_path: Path) -> None:
    for name in (b"\xe9.txt", b"\xe8.txt"):
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_text(text(1))
    ids = [article.id for part in plan(tmp_path) for article in part.input.articles() if isinstance(article, Article)]
    assert ids == ["\\xe8.txt", "\\xe9.txt"]


def test_what_is_read_is_not_written_to(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(text(1))
    with pytest.raises(tradekit.ReadError, match="is what is read and what is written to"):
        extract_corpus(tmp_path, tmp_path)
    assert contents(tmp_path).keys() == {"a.txt"}


def test_where_no_article_can_be_read_that_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("")
    with pytest.raises(tradekit.ReadError, match=r"could be read; .*errors\.csv says why: a.txt is empty"):
        extract_corpus(tmp_path / "a.txt", tmp_path / "out")
    assert problems(tmp_path / "out")[0][0] == "a.txt"


def test_a_folder_that_is_none_of_ours_is_not_loaded(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no folder that extract_corpus"):
        tradekit.load(tmp_path)


def test_a_part_says_what_it_is_of(whole: Path) -> None:
    part = min((whole / "claims").glob("part-0000000-*.parquet"))
    note = json.loads(pq.read_metadata(part).metadata[b"tradekit"])
    assert sorted(note) == ["fingerprint", "ids", "problems", "summary", "table"]
    assert part.stem.endswith(note["fingerprint"][:16])
