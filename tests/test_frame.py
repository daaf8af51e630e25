"""The claims table: its dtypes, what `extract` takes, files that give all of it back, citations."""

from __future__ import annotations

import csv
import datetime as dt
import io
import math
import os
import re
import sys
import warnings
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

import tradekit
from tradekit import Article
from tradekit.frame import COLUMNS, EXTRAS, INDEX, KINDS, TEXT, cite, conform, extract, load, save

FORMATS = (".csv", ".parquet", ".json", ".jsonl")

# What has been lost or changed on its way through a file in one library or another.
AWKWARD = (
    *(
        "NA",
        "null",
        "nan",
        "None",
        "-",
        "007",
        "1e5",
        "True",
        "2024-01-01",
        "=1+1",
        "+1",
        "@x",
        "inf",
        "<NA>",
    ),
    *(
        "a\rb",
        "\r",
        "\n",
        "\r\n",
        "\t",
        " x ",
        '"',
        'a"b',
        "a,b;c",
        "'",
        "\\",
        "\\n",
        "#",
        "\x00",
        "\x1a",
        "\x85",
    ),
    *("\u2028", "\xa0", "\ufeff", "“é”", "\U0001f6a2", "e\u0301", "\ufffe"),
)


def claim(start: int = 0, **cells: object) -> dict[str, object]:
    """Give a claim as claims.read_claims does."""
    plain = {
        "start": start,
        "end": start + 2,
        "text": "4%",
        "value": 4.0,
        "low": 3.5,
        "high": 4.5,
        "core": True,
    }
    return {**plain, "qualifier": "=", "unit": "%", "kind": "growth", **cells}


@pytest.fixture
def read_claims(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, object]]:
    """Take the place of the reading of claims: an article with a full stop has these."""
    claims = [claim(3, measure="exports", period="2024", reporter="CHN"), claim(9, kind="level", core=False)]
    monkeypatch.setattr("tradekit.frame.extraction.read_claims", lambda article: claims if "." in article.text else [])
    return claims


def table(*claims: dict[str, object], **extras: object) -> pd.DataFrame:
    """Give a claims table of these claims."""
    names = [INDEX.name, *(column.name for column in COLUMNS)]
    rows = [{"claim": f"a:{row['start']}", "article": "a", "origin": "stated", **row} for row in claims]
    return conform(pd.DataFrame(rows, columns=names, dtype=object).assign(**extras))


# --- extract


def test_columns_order_and_dtypes(read_claims: list[dict[str, object]]) -> None:
    claims = extract(Article("One. Two.", id="a", date="2025-06-04", publisher="Reuters", url="https://example.com"))
    assert list(claims.columns) == [column.name for column in COLUMNS]
    assert [claims[column.name].dtype for column in COLUMNS] == [column.dtype for column in COLUMNS]
    assert (claims.index.name, claims.index.dtype) == ("claim", TEXT)


def test_article_and_period_fill_their_columns(read_claims: list[dict[str, object]]) -> None:
    claims = extract(Article("One.", id="a", date="2025-06-04", publisher="Reuters", url="https://example.com"))
    assert claims.index.tolist() == ["a:3", "a:9"]
    first = claims.loc["a:3"]
    assert first[["article", "publisher", "url", "origin"]].tolist() == [
        "a",
        "Reuters",
        "https://example.com",
        "stated",
    ]
    assert first["published"] == pd.Timestamp("2025-06-04")
    assert (first["period_start"], first["period_end"]) == (
        pd.Timestamp("2024-01-01"),
        pd.Timestamp("2024-12-31"),
    )
    assert first["freq"] == "A"


def test_what_a_claim_does_not_tell_is_missing(read_claims: list[dict[str, object]]) -> None:
    row = extract("One.").iloc[1]
    untold = [
        "item",
        "reporter",
        "partner",
        "period",
        "measure",
        "period_start",
        "freq",
        "published",
        "publisher",
    ]
    assert row[untold].isna().all()
    assert not row["core"]


@pytest.mark.parametrize(
    "nothing",
    [[], (), iter([]), "", "no claim here", pd.DataFrame({"text": []}), pd.DataFrame({"text": [None]})],
)
def test_nothing_gives_the_empty_table(nothing: object, read_claims: list[dict[str, object]]) -> None:
    empty = extract(nothing)  # type: ignore[arg-type]
    assert len(empty) == 0
    assert_frame_equal(empty, extract("One.").iloc[:0])
    assert_frame_equal(empty, tradekit.META)


def test_the_empty_table_is_new_each_time() -> None:
    changed = tradekit.META
    changed["mine"] = 1
    assert "mine" not in tradekit.frame.META


def test_several_articles_come_in_their_order(read_claims: list[dict[str, object]]) -> None:
    articles = [Article("One.", id="b"), Article("Two.", id="a")]
    claims = extract(articles)
    assert claims.index.tolist() == ["b:3", "b:9", "a:3", "a:9"]
    assert_frame_equal(claims, extract(iter(articles)))
    assert_frame_equal(claims, pd.concat([extract(article) for article in articles]))


def test_a_frame_of_articles(read_claims: list[dict[str, object]]) -> None:
    frame = pd.DataFrame(
        {
            "text": ["One.", None, "Three."],
            "id": ["x", "y", None],
            "date": [pd.Timestamp("2025-06-04 10:00"), pd.NaT, pd.NaT],
            "publisher": ["Reuters", None, None],
            "ignored": [1, 2, 3],
        },
        index=[10, 20, 30],
    )
    claims = extract(frame)
    assert claims["article"].drop_duplicates().tolist() == ["x", "30"]
    assert claims["published"].tolist()[0] == pd.Timestamp("2025-06-04")
    assert claims["publisher"].isna().tolist() == [False, False, True, True]


def test_without_an_id_column_the_index_label_is_the_id(read_claims: list[dict[str, object]]) -> None:
    frame = pd.DataFrame({"text": ["One.", "Two."], "date": ["2025-06-04", None]}, index=["p", "q"])
    claims = extract(frame)
    assert claims.index.tolist() == ["p:3", "p:9", "q:3", "q:9"]
    assert claims["published"].isna().tolist() == [False, False, True, True]


@pytest.mark.parametrize(
    ("given", "error", "said"),
    [
        ([Article("a", id="x"), Article("b", id="x")], ValueError, "'x'"),
        (pd.DataFrame({"text": ["a", "b"], "id": ["x", "x"]}), ValueError, "'x'"),
        (["same text", "same text"], ValueError, "' and the same text: leave one out, or give each"),
        ([Article("a", id="x"), Article("b", id="x")], ValueError, "the id 'x'; give each article an id of its own"),
        (pd.DataFrame({"body": ["a"], "date": ["b"]}), ValueError, "text column; this one has body, date"),
        (pd.DataFrame({"text": [7]}, index=["x"]), TypeError, "article 'x': text must be a str, not int: 7"),
        (pd.DataFrame({"text": ["a"], "date": ["soon"]}, index=["x"]), ValueError, "article 'x': "),
        ([Path("articles/a.txt")], TypeError, "read()"),
        (Path("articles"), TypeError, "read()"),
        (["articles/a b.txt"], ValueError, "read('articles/a b.txt')"),
        ("articles/*.md", ValueError, "read('articles/*.md')"),
        (7, TypeError, "7 (int)"),
        (None, TypeError, "None (NoneType)"),
        ([None], TypeError, "None (NoneType)"),
        (b"text", TypeError, "b'text' (bytes)"),
        ({"a": "text"}, TypeError, "(dict)"),
    ],
)
def test_what_is_no_article_is_refused(given: object, error: type[Exception], said: str) -> None:
    with pytest.raises(error) as raised:
        extract(given)  # type: ignore[arg-type]
    assert said in str(raised.value)


@pytest.mark.parametrize("name", ["news", "data/news/", "~/Downloads", "Nachrichten", "report.pdf"])
@pytest.mark.parametrize("given", [lambda name: name, lambda name: ["Exports rose 4%.", name]], ids=["one", "list"])
def test_a_text_that_may_be_the_name_of_a_folder_warns_once(given: Callable[[str], object], name: str) -> None:
    with pytest.warns(UserWarning, match="is read as the text.*to read files and folders use read") as caught:
        extract(given(name))  # type: ignore[arg-type]
    assert len(caught) == 1
    assert caught[0].filename == __file__
    assert name in str(caught[0].message)


@pytest.mark.parametrize("text", ["Gold.", "Gold rose", "5%", "Q3", "$4bn", "x" * 200, "Exports\n"])
def test_a_text_is_not_taken_for_a_name(text: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        extract(text)
        extract([Article("news")])


@pytest.mark.parametrize("name", ["news", "two words", "5%", "tea.csv", ".", "news/", "gone.txt"])
@pytest.mark.parametrize("given", [lambda name: name, lambda name: ["Exports rose 4%.", name]], ids=["one", "list"])
def test_the_name_of_a_file_or_folder_is_no_text(
    given: Callable[[str], object], name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in ("news", "two words", "5%"):
        (tmp_path / folder).mkdir()
    (tmp_path / "tea.csv").touch()
    monkeypatch.chdir(tmp_path)
    advice = re.escape(f"use tradekit.extract(tradekit.read({name!r}))")
    with pytest.raises(ValueError, match=f"is a path, not the text of an article; {advice}"):
        extract(given(name))  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["x" * 299, "Exports rose 4%.\0", "Exports\nrose 4%.", "", "4% " * 100, "\ud800"])
def test_what_cannot_be_a_path_is_a_text(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []
    exists = os.path.exists
    monkeypatch.setattr(os.path, "exists", lambda path: looked.append(path) or exists(path))
    assert len(extract(text)) == text.count("%")
    if len(text) >= 300 or "\n" in text:
        assert looked == []


def test_numbers_are_clean(read_claims: list[dict[str, object]]) -> None:
    read_claims[0].update(value=2.4, low=2.3499999999999996, high=math.inf)
    assert extract("One.")[["value", "low", "high"]].iloc[0].tolist() == [2.4, 2.35, math.inf]


def test_a_word_that_no_category_has_is_an_error(read_claims: list[dict[str, object]]) -> None:
    read_claims[1]["kind"] = "levels"
    with pytest.raises(ValueError, match=f"'kind': levels; allowed: {', '.join(KINDS)}"):
        extract("One.")


def test_a_lone_surrogate_is_replaced_one_for_one(read_claims: list[dict[str, object]]) -> None:
    read_claims[0]["sentence"] = "a\ud800b\udfff\udc00"
    assert extract("One.")["sentence"].iloc[0] == "a\ufffdb\ufffd\ufffd"


# --- conform


def test_conform_undoes_what_other_tools_do_to_dtypes() -> None:
    claims = table(claim(1, item="gold", published=dt.date(2025, 6, 4)), claim(5, item="", high=math.inf))
    for changed in (
        claims.astype(object),
        claims.reset_index(),
        claims.astype({"kind": "str", "start": "float64", "item": "object", "core": "Int64", "published": "str"}),
        claims.assign(kind=claims["kind"].cat.reorder_categories(KINDS[::-1])),
        claims.assign(item=claims["item"].fillna("")),
        claims.iloc[:, ::-1],
    ):
        assert_frame_equal(conform(changed), claims)


def test_conform_keeps_other_columns_after_ours_and_types_those_it_knows() -> None:
    claims = table(claim(1)).astype(object)
    claims.insert(0, "mine", [0.25])
    claims.insert(3, "formula", [math.nan])
    formed = conform(claims)
    assert list(formed.columns[len(COLUMNS) :]) == ["mine", "formula"]
    assert formed["mine"].tolist() == [0.25]
    assert formed["formula"].dtype == next(column.dtype for column in EXTRAS if column.name == "formula")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"start": [1.5]}, "'start': 1.5 is not a whole number"),
        ({"value": ["much"]}, "'value': could not convert string to float: 'much'"),
        ({"core": ["perhaps"]}, "'core': 'perhaps' is neither true nor false"),
        ({"core": [None]}, "'core': missing in row 0"),
        ({"published": ["4 June"]}, "'published': Invalid isoformat string: '4 June'"),
        ({"published": ["2025-06-04T00:00:00Z"]}, "'published': '2025-06-04T00:00:00Z' has a time zone"),
        ({"status": ["likely"]}, "'status': likely; allowed: actual, forecast, target (claim a:1)"),
    ],
)
def test_what_a_dtype_cannot_hold_is_an_error(change: dict[str, list[object]], said: str) -> None:
    with pytest.raises(ValueError) as raised:  # noqa: PT011 (the text is compared below)
        conform(table(claim(1)).astype(object).assign(**change))
    assert said in str(raised.value)


@pytest.mark.parametrize("use", [conform, tradekit.implied], ids=["conform", "implied"])
def test_one_row_is_no_table(use: Callable[[object], object]) -> None:
    with pytest.raises(TypeError, match=r"a DataFrame, not Series; one row as a table is claims\.loc\[\[…\]\]"):
        use(table(claim(1)).iloc[0])
    with pytest.raises(TypeError, match=r"a DataFrame, not list$"):
        use([1])
    with pytest.raises(ValueError, match="not a table of claims: it lacks claim, article"):
        use(pd.DataFrame({"a": [1]}))


def test_lacking_and_doubled_columns_are_named() -> None:
    claims = table(claim(1))
    with pytest.raises(ValueError, match=r"lacks start, kind$"):
        conform(claims.drop(columns=["kind", "start"]))
    with pytest.raises(ValueError, match=r"lacks claim$"):
        conform(claims.reset_index(drop=True))
    with pytest.raises(ValueError, match="twice: unit"):
        conform(pd.concat([claims, claims[["unit"]]], axis=1))


# --- files

cells = {
    "string": st.none() | st.text(max_size=9) | st.sampled_from(AWKWARD),
    "float64": st.floats() | st.none(),
    "Int64": st.integers(-(2**63), 2**63 - 1) | st.none(),
    "bool": st.booleans(),
    "datetime64[us]": st.datetimes() | st.dates() | st.none(),
}


def cell(column: object) -> st.SearchStrategy[object]:
    dtype = column.dtype  # type: ignore[attr-defined]
    if isinstance(dtype, pd.CategoricalDtype):
        return st.sampled_from([None, *dtype.categories])
    return cells[str(dtype)]


tables = st.lists(st.fixed_dictionaries({c.name: cell(c) for c in (INDEX, *COLUMNS, EXTRAS[0])}), max_size=3)


@settings(max_examples=50)
@given(rows=tables)
@example(rows=[])
def test_a_file_gives_back_what_it_was_given(
    rows: list[dict[str, object]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    # JSON has no columns without a row.
    names = [column.name for column in (INDEX, *COLUMNS, *EXTRAS[: bool(rows)])]
    claims = conform(pd.DataFrame(rows, columns=names, dtype=object))
    for ending in FORMATS:
        path = tmp_path_factory.getbasetemp() / f"claims{ending}"
        save(claims, path)
        assert_frame_equal(load(path), claims, check_exact=True)


@pytest.mark.parametrize("ending", FORMATS)
def test_awkward_text_and_numbers_come_back(ending: str, tmp_path: Path) -> None:
    numbers = (math.inf, -math.inf, math.nan, 0.1 + 0.2, 1e-320, -0.0, 2.0**70)
    rows = [claim(n, text=text, value=numbers[n % len(numbers)]) for n, text in enumerate(AWKWARD)]
    claims = table(*rows)
    save(claims, tmp_path / f"claims{ending}")
    back = load(tmp_path / f"claims{ending}")
    assert back["text"].tolist() == list(AWKWARD)
    assert list(map(repr, back["value"])) == list(map(repr, claims["value"]))


@pytest.mark.parametrize("ending", [*FORMATS, ".xlsx"])
def test_the_same_claims_give_the_same_bytes(ending: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    claims = table(claim(1, item="gold"), claim(5, high=math.inf))
    save(claims, tmp_path / f"one{ending}")
    # Another year, for what writes the time of writing into a file.
    monkeypatch.setattr("time.time", lambda: 2e9)
    monkeypatch.setattr("time.localtime", lambda *_: (2033, 5, 18, 3, 33, 20, 2, 138, 0))
    save(claims, tmp_path / f"two{ending}")
    assert (tmp_path / f"one{ending}").read_bytes() == (tmp_path / f"two{ending}").read_bytes()


@pytest.mark.parametrize(("ending", "mine"), [(".parquet", [1, 2]), (".json", [1, 2]), (".csv", ["1", "2"])])
def test_columns_of_ones_own_are_kept(ending: str, mine: list[object], tmp_path: Path) -> None:
    save(table(claim(1), claim(5), mine=[1, 2], other=["007", None]), tmp_path / f"claims{ending}")
    back = load(tmp_path / f"claims{ending}")
    assert back["mine"].tolist() == mine
    assert back["other"].tolist()[0] == "007"
    assert pd.isna(back["other"].tolist()[1])


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "claims.csv"
    path.write_text("old")

    def no_replace(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("os.replace", no_replace)
    with pytest.raises(OSError, match="disk full"):
        save(table(claim(1)), path)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_new_file_may_be_read_by_those_who_may_read_others(tmp_path: Path) -> None:
    (tmp_path / "plain").write_text("")
    save(table(claim(1)), tmp_path / "claims.csv")
    assert (tmp_path / "claims.csv").stat().st_mode == (tmp_path / "plain").stat().st_mode


@pytest.mark.parametrize("name", ["claims.txt", "claims", "claims.csv.gz", ".csv"])
@pytest.mark.parametrize("use", [lambda path: save(table(claim(1)), path), load])
def test_an_unknown_ending_is_named_with_those_allowed(name: str, use: object, tmp_path: Path) -> None:
    (tmp_path / name).touch()
    with pytest.raises(ValueError, match=r"unknown ending .*; allowed: \.csv, \.parquet, \.json, \.jsonl, \.xlsx"):
        use(tmp_path / name)  # type: ignore[operator]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", b"x,y\n1,2\n"),
        ("a.csv", b""),
        ("a.csv", b"\xff\xfe"),
        ("a.parquet", b"no parquet"),
        ("a.json", b"{"),
        ("a.json", b'{"claim": "a"}'),
        ("a.json", b"[1]"),
        ("a.jsonl", b"{}\n{"),
        ("a.xlsx", b""),
    ],
)
def test_a_file_without_a_claims_table_is_named(name: str, content: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ValueError, match=f"{name}: "):
        load(tmp_path / name)


def test_missing_files_and_folders_are_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"none\.csv"):
        load(tmp_path / "none.csv")
    with pytest.raises(FileNotFoundError, match=r"there is no folder .*none"):
        save(table(claim(1)), tmp_path / "none" / "claims.csv")


# --- spreadsheets

FORMULAS = ("=1+1", "+1", "-1", "@x", "\tx", "\rx", "\nx")


def test_spreadsheet_csv_runs_nothing_and_reads_well(tmp_path: Path) -> None:
    path = tmp_path / "claims.csv"
    rows = [claim(n, text=text, source=text, low=-math.inf, high=math.inf) for n, text in enumerate(FORMULAS)]
    save(table(*rows, claim(99, text="4 – 5%", value=-2.5)), path, spreadsheet=True)
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    read = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert [row["text"] for row in read] == [*(f"'{text}" for text in FORMULAS), "4 – 5%"]
    assert [row["source"] for row in read[:-1]] == [f"'{text}" for text in FORMULAS]
    # A minus sign, since a hyphen would begin a formula.
    assert (read[0]["low"], read[0]["high"], read[-1]["value"]) == ("−∞", "∞", "-2.5")


def test_xlsx_runs_nothing_and_keeps_types(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    path = tmp_path / "claims.xlsx"
    rows = [claim(n, text=text) for n, text in enumerate(FORMULAS)]
    day = dt.date(2025, 6, 4)
    save(
        table(*rows, claim(98, text="x" * 40_000, high=math.inf), claim(99, text="\x00\x0b", published=day)),
        path,
    )
    sheet = openpyxl.load_workbook(path).active
    names = [cell.value for cell in sheet[1]]
    table_cells = [dict(zip(names, row, strict=True)) for row in sheet.iter_rows(min_row=2)]
    texts = [row["text"] for row in table_cells]
    assert {cell.data_type for cell in texts} == {"s"}
    assert [cell.value for cell in texts[:5]] == list(FORMULAS[:5])
    assert table_cells[-2]["high"].value == "∞"
    assert len(texts[-2].value) < 32_767
    assert table_cells[-1]["value"].value == 4.0
    assert table_cells[-1]["published"].value == dt.datetime(2025, 6, 4)
    assert table_cells[-1]["item"].value is None


def test_without_xlsxwriter_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(ImportError, match=r"pip install '\.\[spreadsheet\]' in the project's folder"):
        save(table(claim(1)), tmp_path / "claims.xlsx")


@pytest.mark.parametrize("ending", [".parquet", ".json", ".jsonl"])
def test_other_formats_are_not_for_spreadsheets(ending: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"only \.csv and \.xlsx"):
        save(table(claim(1)), tmp_path / f"claims{ending}", spreadsheet=True)
    assert not list(tmp_path.iterdir())


# --- cite

SURPLUS = claim(
    7,
    text="$4.77bn",
    sentence="The surplus\n was  $4.77bn.",
    kind="level",
    measure="surplus",
    reporter="CHN",
    partner="BLR",
    period="2024",
    source="Chinese data",
    published=dt.date(2025, 6, 4),
    publisher="Reuters",
    url="https://example.com/a",
)


FALL = {"kind": "growth", "value": -10.0}


@pytest.mark.parametrize(
    ("change", "cited"),
    [
        (
            {},
            "China's surplus with Belarus, 2024: $4.77bn, according to Chinese data "
            "(“The surplus was $4.77bn.”), Reuters, 4 June 2025, https://example.com/a, a:7",
        ),
        (
            dict.fromkeys(["source", "sentence", "publisher", "url", "published", "period"]),
            "China's surplus with Belarus: $4.77bn, a:7",
        ),
        (dict.fromkeys(["reporter", "partner", "measure", "period"]), "$4.77bn, according to Chinese data"),
        ({"kind": "growth", "measure": "exports"}, "growth of China's exports to Belarus, 2024: $4.77bn"),
        (
            {"kind": "share", "measure": "imports", "item": "gold"},
            "share of China's imports of gold from Belarus",
        ),
        ({"measure": "tariff", "partner": "USA"}, "China's tariff on goods from United States, 2024: "),
        ({"measure": "tariff", "item": "steel"}, "China's tariff on steel from Belarus, 2024: "),
        ({"measure": "gdp", "partner": None}, "China's GDP, 2024: "),
        ({"measure": "other", "item": "ports", "partner": None}, "China's ports, 2024: "),
        ({"measure": "other", "partner": None}, "China's figure, 2024: "),
        (
            {"measure": "other", "unit": "power plant", "text": "4"},
            "China's power plants with Belarus, 2024: 4 power plants",
        ),
        ({"measure": "aid", "unit": "generator", "text": "450", "value": 450}, "China's aid to Belarus, 2024: 450 gen"),
        ({"unit": "boat", "text": "One", "value": 1}, "China's surplus with Belarus, 2024: One boat, "),
        ({"unit": "time", "text": "15 times", "value": 15}, "China's surplus with Belarus, 2024: 15 times, "),
        ({"unit": "tonne", "text": "5 mln tons", "value": 5e6}, "China's surplus with Belarus, 2024: 5 mln tons, "),
        ({"unit": "tonne", "text": "5,000", "value": 5e3}, "China's surplus with Belarus, 2024: 5,000 tonnes, "),
        ({**FALL, "text": "10%"}, "growth of China's surplus with Belarus, 2024: −10%, "),
        ({**FALL, "text": "10%", "qualifier": "~"}, "growth of China's surplus with Belarus, 2024: about −10%, "),
        ({**FALL, "text": "-10%"}, "growth of China's surplus with Belarus, 2024: -10%, "),
        ({**FALL, "text": "minus 10%"}, "growth of China's surplus with Belarus, 2024: minus 10%, "),
        ({**FALL, "text": "8-12%"}, "growth of China's surplus with Belarus, 2024: down by 8-12%, "),
        (
            {**FALL, "text": "10%", "qualifier": ">"},
            "growth of China's surplus with Belarus, 2024: down by more than 10%, ",
        ),
        ({**FALL, "text": "a tenth"}, "growth of China's surplus with Belarus, 2024: down by a tenth, "),
        ({**FALL, "text": "10%", "value": 10}, "growth of China's surplus with Belarus, 2024: 10%, "),
        ({**FALL, "kind": "change", "text": "$3bn"}, "change in China's surplus with Belarus, 2024: −$3bn, "),
        (
            {**FALL, "kind": "ratio", "text": "three-quarters", "against": "RUS"},
            "ratio for China's surplus with Belarus against Russia, 2024: three-quarters less, ",
        ),
        (
            {**FALL, "kind": "level", "text": "$98bn", "measure": "balance"},
            "China's balance with Belarus, 2024: $98bn, ",
        ),
        ({"reporter": "USA"}, "United States' surplus with Belarus"),
        (
            {"kind": "ratio", "measure": "price", "against": "RUS"},
            "ratio for China's price with Belarus against Russia",
        ),
        (
            {"kind": "ratio", "partner": None, "against": "rivals"},
            "ratio for China's surplus against rivals, 2024",
        ),
        ({"qualifier": ">="}, "China's surplus with Belarus, 2024: at least $4.77bn"),
        ({"status": "forecast"}, "China's surplus with Belarus, 2024 (forecast): "),
        (
            {"text": None, "value": 3.2e9, "low": None, "unit": "USD"},
            "China's surplus with Belarus, 2024: $3.2 bn",
        ),
    ],
)
def test_cite(change: dict[str, object], cited: str) -> None:
    claims = table({**SURPLUS, **change})
    assert cite(claims.iloc[0]).startswith(cited)
    # A Series and a namedtuple say the same.
    assert cite(next(claims.itertuples())) == cite(claims.iloc[0]) == claims.apply(cite, axis=1).iloc[0]
    assert cite(claims.reset_index().iloc[0]) == cite(claims.iloc[0])


def test_cite_says_what_the_article_did_not() -> None:
    implied = table({**SURPLUS, "origin": "implied"}, derived_from=["a:1; a:5"])
    assert ", implied by a:1; a:5, " in cite(implied.iloc[0])
    assert ", edited by hand, " in cite(table({**SURPLUS, "origin": "edited"}).iloc[0])


def test_cite_cuts_a_long_sentence_around_the_amount_and_between_words() -> None:
    long = f"{'before ' * 60}it was $4.77bn, {'after ' * 60}".strip()
    cited = cite(table({**SURPLUS, "sentence": long}).iloc[0])
    quote = cited[cited.index("“") + 1 : cited.index("”")]
    assert len(quote) < 210
    assert "$4.77bn" in quote
    assert quote.startswith("… before before")
    assert quote.endswith("after after …")


@given(sentence=st.text(), text=st.text(min_size=1).filter(str.strip), source=st.text())
def test_a_citation_is_one_line(sentence: str, text: str, source: str) -> None:
    cited = cite(table({**SURPLUS, "sentence": sentence, "text": text, "source": source}).iloc[0])
    assert len(cited.splitlines()) == 1


@pytest.mark.parametrize("given", [table(claim(1)), {"text": "4%"}, "a:1", None, (1, 2)])
def test_cite_takes_one_row(given: object) -> None:
    with pytest.raises(TypeError, match=f"one row of a claims table.*not {type(given).__name__}"):
        cite(given)  # type: ignore[arg-type]


def test_a_row_without_a_number_cannot_be_cited() -> None:
    with pytest.raises(ValueError, match="without text and value"):
        cite(table(claim(1, text=None, value=None)).iloc[0])
