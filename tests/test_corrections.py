"""Corrections: their file, what `read` and `extract` make of them, and what newer texts and rules do to them."""

from __future__ import annotations

import dataclasses
import math
import os
import signal
import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import tradekit
from tradekit import Article, CorrectionWarning, ReadError, ReadWarning, extract, read
from tradekit.articles.corrections import ACTIONS, CORRECTIONS, FILE_COLUMNS, TOLD, corrections_text, read_corrections
from tradekit.frame import extraction, save_corrections
from tradekit.frame.told import read_told

TEXT = "China's exports of tea to Kenya rose 12.5% to $4bn in 2024. Imports came to $3bn."
ARTICLE = Article(TEXT, id="tea", date="2025-06-04")
READ = extract(ARTICLE)
GROWTH, LEVEL, IMPORTS = (TEXT.index(words) for words in ("12.5%", "$4bn", "$3bn"))


def correction(start: int, action: str, fields: str | None = None, **told: Any) -> dict[str, Any]:
    """Give a correction of a claim of the article above: its row as it was read, but for what is told."""
    row = READ.reset_index().set_index("start").loc[start]
    saved = {name: None if pd.isna(row[name]) else row[name] for name in TOLD}
    place = {"article": "tea", "start": start, "end": int(row["end"]), "text": row["text"]}
    saved["core"] = bool(saved["core"])
    return {**place, "action": action, "fields": fields, **saved, **told}


def added(words: str, **told: Any) -> dict[str, Any]:
    start = TEXT.index(words)
    return correction(IMPORTS, "add", **told) | {"start": start, "end": start + len(words), "text": words}


def corrected(*corrections: dict[str, Any], text: str = TEXT) -> pd.DataFrame:
    return extract(dataclasses.replace(ARTICLE, text=text, corrections=corrections))


# --- what extract makes of them


def test_the_article_reads_as_these_tests_expect() -> None:
    assert READ["start"].tolist() == [GROWTH, LEVEL, IMPORTS]
    assert READ["of"].tolist()[0] == f"tea:{LEVEL}"


def test_a_rejected_claim_is_left_out_and_nothing_points_to_it() -> None:
    claims = corrected(correction(LEVEL, "reject"))
    assert claims.index.tolist() == [f"tea:{GROWTH}", f"tea:{IMPORTS}"]
    assert claims["of"].isna().all()
    assert set(claims["origin"]) == {"stated"}


def test_edited_fields_are_put_over_what_the_rules_read() -> None:
    claims = corrected(correction(IMPORTS, "edit", "reporter; period", reporter="KEN", period="2024-05", item="rum"))
    row = claims.loc[f"tea:{IMPORTS}"]
    assert (row["reporter"], row["period"], row["origin"]) == ("KEN", "2024-05", "edited")
    assert (str(row["period_start"].date()), row["freq"]) == ("2024-05-01", "M")
    assert row["item"] is READ.loc[f"tea:{IMPORTS}", "item"], "it was not among the edited fields"
    pd.testing.assert_frame_equal(claims.iloc[:2], READ.iloc[:2])


def test_a_field_can_be_edited_to_say_nothing() -> None:
    assert READ.loc[f"tea:{LEVEL}", "partner"] == "KEN"
    claims = corrected(correction(LEVEL, "edit", "partner", partner=None))
    assert claims.loc[f"tea:{LEVEL}", "partner"] is pd.NA


def test_an_accepted_claim_is_as_it_was_read() -> None:
    pd.testing.assert_frame_equal(corrected(*(correction(start, "accept") for start in READ["start"])), READ)


def test_an_added_claim_stands_with_its_derived_columns() -> None:
    claims = corrected(added("tea", value=2.0, low=2.0, high=2.0, period="2023-Q1", unit="leaf"))
    row = claims.loc[f"tea:{TEXT.index('tea')}"]
    assert claims["start"].is_monotonic_increasing
    assert (row["origin"], row["text"], row["value"], row["unit"]) == ("added", "tea", 2.0, "leaf")
    assert row["sentence"] == TEXT[: TEXT.index(" Imports")]
    assert (str(row["period_end"].date()), row["freq"], str(row["published"].date())) == (
        *("2023-03-31", "Q", "2025-06-04"),
    )


def test_a_correction_of_other_words_takes_the_place_of_what_they_overlap() -> None:
    claims = corrected(added("to $3bn", value=3.1e9))
    assert claims["text"].tolist() == ["12.5%", "$4bn", "to $3bn"]


def test_texts_without_corrections_are_read_as_ever() -> None:
    pd.testing.assert_frame_equal(corrected(), READ)
    assert (corrected().dtypes == READ.dtypes).all()


# --- newer rules


def newer_rules(monkeypatch: pytest.MonkeyPatch, **changed: Any) -> None:
    """Let the rules read other fields; with `gone`, not read the claim there at all."""
    gone = changed.pop("gone", None)
    older = extraction.read_claims

    def read_claims(article: Article) -> list[dict[str, object]]:
        return [{**row, **changed} for row in older(article) if row["start"] != gone]

    monkeypatch.setattr(extraction, "read_claims", read_claims)


def test_newer_rules_change_what_was_not_edited_and_nothing_that_was(monkeypatch: pytest.MonkeyPatch) -> None:
    newer_rules(monkeypatch, reporter="PER", partner="CHL")
    row = corrected(correction(LEVEL, "edit", "reporter", reporter="KEN")).loc[f"tea:{LEVEL}"]
    assert (row["reporter"], row["partner"]) == ("KEN", "CHL")


def test_newer_rules_change_nothing_of_an_accepted_claim(monkeypatch: pytest.MonkeyPatch) -> None:
    newer_rules(monkeypatch, reporter="PER", text="4bn", value=1.0)
    claims = corrected(correction(LEVEL, "accept"))
    pd.testing.assert_series_equal(claims.loc[f"tea:{LEVEL}"], READ.loc[f"tea:{LEVEL}"])


@pytest.mark.parametrize(("action", "origin"), [("accept", "stated"), ("edit", "edited"), ("add", "added")])
def test_a_corrected_claim_that_newer_rules_no_longer_find_stays(
    action: str, origin: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer_rules(monkeypatch, gone=LEVEL)
    row = corrected(correction(LEVEL, action, "unit", unit="CNY")).loc[f"tea:{LEVEL}"]
    assert (row["text"], row["unit"], row["partner"], row["origin"]) == ("$4bn", "CNY", "KEN", origin)
    assert row["sentence"] == READ.loc[f"tea:{LEVEL}", "sentence"]


# --- texts that change


@pytest.mark.parametrize(
    ("text", "found", "said"),
    [
        (TEXT.replace("China", "The mainland"), "at 53", "look whether it fits"),
        (TEXT.replace("$4bn", "$5bn"), None, "no longer '$4bn' but '$5bn'; the correction is not applied"),
        (TEXT.replace("$4bn", "$4bnx").replace("China", "Chinas"), None, "not applied"),
        (" " * 600 + TEXT, None, "not applied"),
        (f"It was $4bn, yes. {TEXT}", None, "not applied"),
        ("", None, "but ''; the correction is not applied"),
    ],
    ids=["moved", "changed", "in a longer word", "moved far", "there twice", "gone"],
)
def test_a_correction_whose_text_changed_is_told(text: str, found: str | None, said: str) -> None:
    with pytest.warns(CorrectionWarning, match=said.replace("$", r"\$")) as caught:
        claims = corrected(correction(LEVEL, "edit", "unit", unit="CNY"), text=text)
    assert len(caught) == 1
    assert "correction 1 of article 'tea': characters 46 to 50 of article 'tea' are no longer '$4bn'" in str(
        caught[0].message
    )
    assert caught[0].filename == __file__
    edited = claims[claims["origin"] == "edited"]
    assert edited["text"].tolist() == (["$4bn"] if found else [])
    if found:
        assert found in str(caught[0].message)
        assert text[edited["start"].iloc[0] :].startswith("$4bn")


def test_a_number_that_has_more_digits_now_is_another_one() -> None:
    article = Article("Kenya gave 450 books.", id="books")
    reject = {"start": 11, "end": 14, "text": "450", "action": "reject"}
    assert extract(dataclasses.replace(article, corrections=(reject,))).empty
    with pytest.warns(CorrectionWarning, match="not applied"):
        assert len(extract(dataclasses.replace(article, text="Kenya gave 4500 books.", corrections=(reject,)))) == 1


def test_a_correction_does_not_move_to_a_claim_that_has_its_own() -> None:
    text = TEXT.replace("$3bn", "$4bn").replace("to $4bn in", "to $5bn in")
    own = correction(IMPORTS, "edit", "unit", unit="KES", text="$4bn")
    with pytest.warns(CorrectionWarning, match="not applied"):
        claims = corrected(correction(LEVEL, "edit", "unit", unit="CNY"), own, text=text)
    assert claims["unit"].tolist() == ["%", "USD", "KES"]


def test_a_claim_points_to_its_level_also_where_another_correction_stood() -> None:
    """The text has moved so that $4bn stands where $3bn stood."""
    text = f"{'x' * (IMPORTS - LEVEL - 2)}. {TEXT}"
    assert extract(dataclasses.replace(ARTICLE, text=text))["of"].tolist()[0] == f"tea:{IMPORTS}"
    with pytest.warns(CorrectionWarning, match="is applied to"):
        claims = corrected(correction(GROWTH, "edit", "item", item="rum"), correction(IMPORTS, "accept"), text=text)
    assert claims["of"].dropna().tolist() == [f"tea:{IMPORTS}"]
    with pytest.warns(CorrectionWarning, match="is applied to"):
        claims = corrected(*(correction(start, "accept") for start in (GROWTH, LEVEL, IMPORTS)), text=text)
    assert claims["of"].dropna().tolist() == [f"tea:{IMPORTS}"]


def test_of_two_corrections_of_a_claim_the_second_is_told() -> None:
    with pytest.warns(CorrectionWarning, match="correction 2 of .* corrects a claim that correction 1 of .* corrects"):
        claims = corrected(correction(LEVEL, "edit", "unit", unit="CNY"), correction(LEVEL, "reject"))
    assert claims["unit"].tolist() == ["%", "CNY", "USD"]


def test_an_offset_beyond_all_texts_is_told() -> None:
    far = {"start": 10**30, "end": 10**30 + 4, "text": "$4bn", "action": "reject"}
    with pytest.warns(CorrectionWarning, match="not applied"):
        assert len(corrected(far)) == len(READ)


def test_an_edited_value_brings_its_ends() -> None:
    claims = corrected(correction(LEVEL, "edit", "value", value=9e9, low=8e9, high=1e10))
    assert claims.loc[f"tea:{LEVEL}", ["value", "low", "high"]].tolist() == [9e9, 8e9, 1e10]


# --- corrections that are none

BROKEN = [
    ({"start": None}, "lacks start"),
    ({"action": "approve"}, "column action: 'approve' is none; allowed are accept, edit, reject, add"),
    ({"fields": ""}, "column fields: is blank"),
    ({"fields": "sentence"}, "names 'sentence'; allowed are value, low"),
    ({"kind": "levle"}, "column kind: 'levle' is not allowed; allowed are level"),
    ({"reporter": "XYZ"}, "column reporter: no economy has the code 'XYZ'"),
    ({"period": "May"}, "column period: 'May' is no period"),
    ({"basis": "before"}, "column basis: 'before' is no basis; allowed are yoy, qoq, mom and periods"),
    ({"value": math.inf}, "column value: inf is not finite"),
    ({"value": None}, "column value: must not be blank"),
    ({"value": "4"}, "column value: '4' is no number"),
    ({"value": 3e9, "low": 3.5e9}, "column low: is above the value"),
    ({"high": 3.5e9}, "column high: is below the value"),
    ({"text": ""}, "lacks text"),
    ({"core": "yes"}, "column core: 'yes' is neither true nor false"),
    ({"notes": "real; rough"}, "column notes: 'rough' is no note; allowed"),
]


@pytest.mark.parametrize(("wrong", "message"), BROKEN, ids=[str(wrong) for wrong, _ in BROKEN])
def test_a_correction_that_is_none_is_named(wrong: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message) as caught:
        corrected(correction(LEVEL, "edit", "unit") | wrong)
    if "names" not in message:
        assert str(caught.value).startswith("correction 1 of article 'tea'")


def test_all_that_the_rules_read_may_be_told() -> None:
    samples = extract(read(Path(__file__).parents[1] / "notebooks" / "articles"))
    for row in samples.to_dict("records"):
        assert read_told({name: row[name] for name in TOLD})[1] == {}, row["text"]


# --- the file


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "tea.txt").write_text(TEXT)
    (tmp_path / "rum.txt").write_text("Fiji exported $3m of rum in 2022.")
    return tmp_path


def test_read_brings_corrections_and_extract_applies_them(folder: Path) -> None:
    (folder / CORRECTIONS).write_text(corrections_text([correction(LEVEL, "edit", "unit", unit="CNY")]))
    rum, tea = read(folder)
    assert rum.corrections == ()
    assert tea.corrections[0]["where"] == f"{folder / CORRECTIONS}, line 2"
    assert tea.path == folder / "tea.txt"
    claims = extract([rum, tea])
    assert claims.loc[f"tea:{LEVEL}", ["unit", "origin"]].tolist() == ["CNY", "edited"]


def test_the_file_is_plain(folder: Path) -> None:
    file = folder / CORRECTIONS
    save_corrections(file, {("tea", IMPORTS, "$3bn"): correction(IMPORTS, "reject")})
    save_corrections(file, {("tea", LEVEL, "$4bn"): correction(LEVEL, "edit", "value; low", value=5e9, high=math.inf)})
    assert file.read_bytes().decode() == (
        "article,start,end,text,action,fields,value,low,high,qualifier,unit,kind,measure,item,reporter,partner,period,"
        "basis,source,status,of,against,core,notes\n"
        "tea,46,50,$4bn,edit,value; low,5000000000.0,3500000000.0,inf,=,USD,level,exports,tea,CHN,KEN,2024,,,actual,,,"
        "true,\n"
        "tea,76,80,$3bn,reject,,3000000000.0,2500000000.0,3500000000.0,=,USD,level,imports,,CHN,KEN,2024,,,actual,,,true,\n"
    )
    left = {path.name for path in folder.iterdir()} - {".corrections.csv.lock"}
    assert left == {"tea.txt", "rum.txt", CORRECTIONS}
    save_corrections(file, {("tea", LEVEL, "$4bn"): None, ("tea", IMPORTS, "$3bn"): None, ("no", 1, "x"): None})
    assert file.read_text() == ",".join(FILE_COLUMNS) + "\n"


texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
numbers = st.floats(allow_nan=False)
CELLS: dict[str, st.SearchStrategy[Any]] = {
    **dict.fromkeys(TOLD, st.none() | texts),
    **dict.fromkeys(("value", "low", "high"), st.none() | numbers),
    "article": texts,
    "start": st.integers(0, 10**12),
    "text": texts,
    "core": st.none() | st.booleans(),
    "action": st.sampled_from(ACTIONS),
    "fields": st.lists(st.sampled_from(TOLD), min_size=1).map("; ".join),
}


@given(st.lists(st.fixed_dictionaries(CELLS), unique_by=lambda row: (row["article"], row["start"])))
def test_the_file_gives_back_every_character(rows: list[dict[str, Any]]) -> None:
    rows = [row | {"end": row["start"] + len(row["text"])} for row in rows]
    rows.sort(key=lambda row: (row["article"], row["start"]))
    text = corrections_text(rows)
    file = Path(os.environ["PYTEST_CORRECTIONS"])
    file.write_bytes(text.encode())
    found = read_corrections(file)
    assert [{name: row[name] for name in FILE_COLUMNS} for row in found] == [
        {name: row[name] for name in FILE_COLUMNS} for row in rows
    ]
    assert corrections_text(found) == text


@pytest.fixture(autouse=True, scope="module")
def _scratch(tmp_path_factory: pytest.TempPathFactory) -> Any:
    os.environ["PYTEST_CORRECTIONS"] = str(tmp_path_factory.mktemp("scratch") / CORRECTIONS)
    yield
    del os.environ["PYTEST_CORRECTIONS"]


HEADER = ",".join(FILE_COLUMNS)
ROW = "tea,46,50,$4bn,edit,unit,4e9,4e9,4e9,=,USD,level,exports,,,,,,,actual,,,true,"
FILES = [
    ("", "line 1: lacks article; allowed are article, start"),
    (HEADER.replace("kind,", "kinds,") + "\n", "line 1: lacks kind"),
    (f"{HEADER},mine\n{ROW},x\n", "line 1: has 'mine' that is none of it"),
    (f"{HEADER}\n{ROW}\n{ROW}\n", "line 3, column start: corrects a claim that .*, line 2 corrects"),
    (f"{HEADER}\n{ROW},\n", "line 2: has 25 cells where line 1 has 24"),
    (f"{HEADER}\n<<<<<<< mine\n{ROW}\n", "line 2: has 1 cells"),
    (f"{HEADER}\n{ROW.replace('46', 'x')}\n", "line 2, column start: 'x' is no offset"),
    (f"{HEADER}\n{ROW.replace('46', '-6')}\n", "line 2, column start: '-6' is no offset"),
    (f"{HEADER}\n{ROW.replace('50', '51')}\n", "line 2, column text: '\\$4bn' has 4 characters, not 5"),
    (
        f"{HEADER}\n{ROW.replace('exports', chr(34) + 'a' + chr(10) + 'b' + chr(34))}\n{ROW.replace('46', '')}\n",
        "line 4",
    ),
    (f"{HEADER}\n{ROW.replace('4e9', '4;9')}\n", "line 2, column value: '4;9' is no number"),
    (f"{HEADER}\n{ROW.replace('4e9', 'nan')}\n", "line 2, column value: 'nan' is no number"),
    (f"{HEADER}\n{ROW.replace('true', 'yes')}\n", "line 2, column core: 'yes' is neither true nor false"),
    (f"{HEADER}\n{ROW.replace('edit,unit', 'edit,')}\n", "line 2, column fields: is blank"),
    (f"{HEADER}\n{ROW.replace('edit,unit', 'edit,units')}\n", "line 2, column fields: 'units' names 'units'"),
    (f"{HEADER}\n{ROW.replace('edit', 'edits')}\n", "line 2, column action: 'edits' is no action; allowed are accept"),
    (f'{HEADER}\n{ROW}"\n"x', "line 2: is no row|line 2: has|line 2, column"),
    (f"{HEADER}\n".encode() + b"\xff\xfe", "is not UTF-8"),
]


@pytest.mark.parametrize(("content", "message"), FILES, ids=range(len(FILES)))
def test_a_broken_file_is_told_and_never_written_over(content: str | bytes, message: str, folder: Path) -> None:
    data = content if isinstance(content, bytes) else content.encode()
    file = folder / CORRECTIONS
    file.write_bytes(data)
    with pytest.raises(ReadError, match=message) as caught:
        read(folder)
    assert str(file) in str(caught.value)
    assert "nothing was read" in str(caught.value)
    with pytest.raises(ValueError, match=message):
        save_corrections(file, {("tea", LEVEL, "$4bn"): correction(LEVEL, "accept")})
    assert file.read_bytes() == data


def test_a_spreadsheet_s_semicolons_and_mark_are_read(folder: Path) -> None:
    rows = f"{HEADER}\n{ROW}\n".replace(",", ";").replace("\n", "\r\n")
    (folder / CORRECTIONS).write_bytes(rows.encode("utf-8-sig"))
    assert read(folder)[1].corrections[0]["unit"] == "USD"


# --- whose they are


@pytest.mark.parametrize("name", ["tea", "tea.txt", "2024/tea.txt"])
def test_an_article_has_its_corrections_by_its_id_or_its_file(name: str, folder: Path) -> None:
    (folder / CORRECTIONS).write_text(corrections_text([correction(LEVEL, "reject") | {"article": name}]))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        claims = extract(read(folder / "tea.txt"))
        assert claims.equals(extract(read(folder)[1]))
    assert claims["text"].tolist() == ["12.5%", "$3bn"]


def test_an_id_goes_before_a_file_s_name(folder: Path) -> None:
    (folder / "articles.csv").write_text("file,id\ntea.txt,rum\nrum.txt,grog\n")
    (folder / CORRECTIONS).write_text(corrections_text([correction(LEVEL, "reject") | {"article": "rum"}]))
    assert [(article.id, len(article.corrections)) for article in read(folder)] == [("grog", 0), ("rum", 1)]


def test_corrections_of_no_article_are_told_where_the_whole_folder_is_read(folder: Path) -> None:
    (folder / CORRECTIONS).write_text(corrections_text([correction(LEVEL, "reject") | {"article": "gin"}]))
    with pytest.warns(ReadWarning, match="line 2: corrects 'gin', which no file here is"):
        read(folder)
    assert read(folder / "tea.txt")[0].corrections == ()


def test_each_folder_has_its_own(folder: Path) -> None:
    below = folder / "below"
    below.mkdir()
    (below / "tea.txt").write_text(TEXT + " ")
    (below / CORRECTIONS).write_text(corrections_text([correction(LEVEL, "reject")]))
    assert {article.id: len(article.corrections) for article in read(folder)} == {
        "below/tea.txt": 1,
        "rum": 0,
        "tea.txt": 0,
    }


def test_a_corpus_says_that_it_does_not_apply_them(folder: Path) -> None:
    (folder / CORRECTIONS).write_text(corrections_text([correction(LEVEL, "reject")]))
    found = tradekit.extract_corpus(folder, folder / "out")
    assert found.articles == 2
    errors = pd.read_csv(folder / "out" / "errors.csv")
    assert errors["file"].tolist() == [CORRECTIONS]
    assert errors["error"].str.contains("only read and extract").all()


# --- writing at once, and being killed

WRITE = """
import sys
from tradekit.frame import save_corrections
path, name, times = sys.argv[1], sys.argv[2], int(sys.argv[3])
row = {"end": 9**9, "action": "reject"}
for start in range(times):
    text = "x" * 50
    place = {"article": name, "start": start, "end": start + 50, "text": text}
    save_corrections(path, {(name, start, text): {**row, **place}})
    print(start, flush=True)
"""


def writer(file: Path, name: str, times: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITE, str(file), name, str(times)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_two_processes_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    file = tmp_path / CORRECTIONS
    running = [writer(file, name, 25) for name in ("a", "b")]
    assert [process.wait() for process in running] == [0, 0]
    assert [(row["article"], row["start"]) for row in read_corrections(file)] == [
        (name, start) for name in ("a", "b") for start in range(25)
    ]


def test_a_killed_process_leaves_the_file_whole_and_free(tmp_path: Path) -> None:
    file = tmp_path / CORRECTIONS
    process = writer(file, "a", 10**6)
    assert process.stdout
    for line in process.stdout:
        if int(line) >= 20:
            process.send_signal(signal.SIGKILL)
            break
    process.wait()
    process.stdout.close()
    starts = [row["start"] for row in read_corrections(file)]
    assert starts == list(range(len(starts)))
    assert len(starts) > 20
    assert len(save_corrections(file, {("b", LEVEL, "$4bn"): correction(LEVEL, "accept")})) == len(starts) + 1


def test_a_file_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="there is no folder"):
        save_corrections(tmp_path / "no" / CORRECTIONS, {})
