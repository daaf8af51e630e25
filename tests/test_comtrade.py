"""UN Comtrade: what a table of claims asks of it, what becomes of its answers, and its errors.

Most tests ask a source of their own. The answers in `cassettes` are written by hand from the documented columns.
"""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
import urllib3
import vcr
from drawn import claims_table

import tradekit
from tradekit import official
from tradekit.official.fetching import COLUMNS, queries
from tradekit.official.service import Query

CASSETTES = Path(__file__).parent / "cassettes"
YEAR = Query("CHN", "BLR", "2022", "TOTAL")


def claims(*rows: dict[str, object]) -> pd.DataFrame:
    told = {"reporter": "CHN", "partner": "BLR", "period": "2022", "source": "Chinese data"}
    return claims_table([told | row for row in rows or ({},)])


def record(query: Query, flow: str = "X", **cells: object) -> dict[str, object]:
    codes = {"CHN": 156, "BLR": 112, "RUS": 643, "WLD": 0}
    return {
        "flowCode": flow,
        "reporterCode": codes[query.reporter],
        "partnerCode": codes[query.partner],
        "period": query.period.replace("-", ""),
        "cmdCode": query.commodity,
        "partner2Code": 0,
        "motCode": 0,
        "customsCode": "C00",
        "primaryValue": 3.3e9,
        "fobvalue": 3.3e9 if flow == "X" else None,
        "cifvalue": 3.3e9 if flow == "M" else None,
    } | cells


class Answers:
    """A source that knows some answers and counts what it is asked."""

    def __init__(self, *flows: str, **cells: object) -> None:
        self.flows, self.cells, self.asked = flows, cells, []

    def fetch(self, query: Query) -> list[dict[str, object]]:
        self.asked.append(query)
        return [record(query, flow, **self.cells) for flow in self.flows]


def played(name: str):
    return vcr.VCR(record_mode="none").use_cassette(str(CASSETTES / f"{name}.yaml"))


# what is asked


@pytest.mark.parametrize(
    ("cells", "asked"),
    [
        ({}, ["CHN-BLR-2022-TOTAL"]),
        ({"partner": None}, ["CHN-WLD-2022-TOTAL"]),
        ({"item": "machinery"}, ["CHN-BLR-2022-84"]),
        ({"item": "teddy bears"}, []),
        ({"period": "2024-05"}, ["CHN-BLR-2024-05-TOTAL"]),
        ({"period": "2024-Q1"}, [f"CHN-BLR-2024-0{month}-TOTAL" for month in (1, 2, 3)]),
        ({"period": "2024-05-12"}, []),
        ({"period": "2023/2024"}, []),
        ({"period": "2001-02/2024-10"}, []),
        ({"period": None}, []),
        ({"kind": "growth", "unit": "%", "basis": "yoy"}, ["CHN-BLR-2022-TOTAL", "CHN-BLR-2021-TOTAL"]),
        ({"kind": "growth", "unit": "%", "basis": "2019"}, ["CHN-BLR-2022-TOTAL", "CHN-BLR-2019-TOTAL"]),
        ({"kind": "growth", "unit": "%"}, []),
        ({"kind": "ratio", "unit": "%", "against": "RUS"}, ["CHN-BLR-2022-TOTAL", "CHN-RUS-2022-TOTAL"]),
        ({"kind": "rank", "unit": "rank"}, []),
        ({"measure": "grant"}, []),
        ({"status": "forecast"}, []),
        ({"reporter": "OPEC"}, []),
        ({"partner": "AFR"}, []),
        ({"core": False}, []),
    ],
)
def test_what_a_claim_needs_is_asked_and_no_more(cells: dict, asked: list[str]) -> None:
    own = [query for query in queries(claims(cells)) if query.reporter == "CHN"]
    assert ["-".join(query) for query in own] == asked
    mirror = [query for query in queries(claims(cells)) if query.reporter != "CHN"]
    assert len(mirror) == len([query for query in own if query.partner != "WLD"])


def test_a_query_is_asked_once() -> None:
    both = claims({}, {"measure": "imports"}, {"measure": "surplus"}, {"reporter": "BLR", "partner": "CHN"})
    assert queries(both) == [YEAR, Query("BLR", "CHN", "2022", "TOTAL")]


# what becomes of the answers


def test_answers_become_figures_that_claims_are_compared_with(tmp_path: Path) -> None:
    said = claims({"value": 3.3e9, "low": 3.25e9, "high": 3.35e9}, {"measure": "trade", "value": 6.6e9})
    figures = official.comtrade(said, cache=tmp_path, source=Answers("X", "M"))
    assert figures[["reporter", "measure", "value", "notes"]].values.tolist() == [
        ["CHN", "exports", 3.3e9, "fob"],
        ["CHN", "imports", 3.3e9, "cif"],
        ["BLR", "exports", 3.3e9, "fob"],
        ["BLR", "imports", 3.3e9, "cif"],
    ]
    beside = tradekit.compare(said, figures)
    assert beside["verdict"].tolist() == ["agrees", "agrees"]
    assert beside["mirror_source"].iloc[0] == "UN Comtrade, as reported by Belarus"
    assert beside["official_source"].iloc[1].endswith("(exports + imports)")


def test_answers_are_kept_and_empty_ones_asked_again(tmp_path: Path) -> None:
    source = Answers("X")
    first = official.comtrade(claims(), cache=tmp_path, source=source)
    again = official.comtrade(claims(), cache=tmp_path, source=source)
    assert again.equals(first)
    assert len(source.asked) == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["BLR-CHN-2022-TOTAL.json", "CHN-BLR-2022-TOTAL.json"]
    nothing = Answers()
    for _ in range(2):
        none = official.comtrade(claims({"period": "2023"}), cache=tmp_path, source=nothing)
    assert none.empty
    assert [str(none[column.name].dtype) for column in COLUMNS] == [str(first[column.name].dtype) for column in COLUMNS]
    assert len(nothing.asked) == 4


def test_what_was_fetched_before_an_error_is_kept(tmp_path: Path) -> None:
    class Tired(Answers):
        def fetch(self, query: Query) -> list[dict[str, object]]:
            if len(self.asked) == 2:
                raise official.ComtradeQuotaError("no more calls")
            return super().fetch(query)

    table = claims({"period": "2021"}, {"period": "2022"})
    with pytest.raises(official.ComtradeQuotaError):
        official.comtrade(table, cache=tmp_path, source=Tired("X"))
    rest = Answers("X")
    assert len(official.comtrade(table, cache=tmp_path, source=rest)) == 4
    assert len(rest.asked) == 2


def test_a_kept_file_that_is_broken_is_named(tmp_path: Path) -> None:
    (tmp_path / "CHN-BLR-2022-TOTAL.json").write_text("{}")
    with pytest.raises(official.ComtradeError, match=r"CHN-BLR-2022-TOTAL.json is no answer .* remove it"):
        official.comtrade(claims(), cache=tmp_path, source=Answers("X"))


@pytest.mark.parametrize("part", [{"partner2Code": 643}, {"motCode": 2100}, {"customsCode": "C01"}])
def test_parts_are_not_counted_beside_their_sum(tmp_path: Path, part: dict) -> None:
    class Both(Answers):
        def fetch(self, query: Query) -> list[dict[str, object]]:
            return [record(query), record(query, **part)]

    assert official.comtrade(claims(), cache=tmp_path, source=Both())["value"].tolist() == [3.3e9, 3.3e9]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (Answers("X", "X"), "several records of the exports"),
        (Answers("X", period="2021"), "gave period '2021' where '2022' was asked for"),
        (Answers("X", reporterCode=842), "gave reporterCode 842 where '156'"),
        (Answers("X", cmdCode="01"), "gave cmdCode '01' where 'TOTAL'"),
    ],
)
def test_an_answer_to_another_question_is_refused(tmp_path: Path, source: Answers, words: str) -> None:
    with pytest.raises(official.ComtradeError, match=words):
        official.comtrade(claims(), cache=tmp_path, source=source)


def test_without_a_folder_the_users_cache_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platformdirs.user_cache_path", lambda name: tmp_path / name)
    official.comtrade(claims(), source=Answers("X"))
    assert len(list((tmp_path / "tradekit" / "comtrade").iterdir())) == 2


def test_a_table_that_is_none_of_claims_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not a table of claims: it lacks"):
        official.comtrade(claims().drop(columns="period"), cache=tmp_path, source=Answers())


# the service, by answers that were written by hand


def test_the_preview_is_asked_without_a_key(tmp_path: Path) -> None:
    with played("comtrade_year") as cassette:
        figures = official.comtrade(claims(), cache=tmp_path)
        assert cassette.all_played
    assert figures[["reporter", "measure", "value"]].values.tolist() == [
        ["CHN", "exports", 3301234567.0],
        ["CHN", "imports", 1801234567.0],
        ["BLR", "exports", 1611234567.0],
        ["BLR", "imports", 4181234567.0],
    ]
    kept = json.loads((tmp_path / "CHN-BLR-2022-TOTAL.json").read_text())
    assert len(kept["records"][0]) == 47, "all columns are kept"


def test_a_key_is_handed_on_and_kept_nowhere(tmp_path: Path) -> None:
    with played("comtrade_keyed_month"):
        (answer,) = official.Comtrade("a-key").fetch(Query("CHN", "BLR", "2024-05", "84"))
    assert (answer["primaryValue"], answer["cmdCode"]) == (101234567.0, "84")
    official.comtrade(claims(), key="a-key", cache=tmp_path, source=Answers("X"))
    assert not any("a-key" in path.read_text() for path in tmp_path.iterdir())


def test_nothing_reported_is_no_error() -> None:
    with played("comtrade_nothing"):
        assert official.Comtrade().fetch(YEAR) == []


@pytest.mark.parametrize(
    ("name", "error", "words"),
    [
        ("comtrade_429", official.ComtradeQuotaError, "takes no more calls for now: .*Rate limit is exceeded"),
        ("comtrade_403", official.ComtradeQuotaError, "takes no more calls for now: .*Quota will be replenished"),
        ("comtrade_400", official.ComtradeError, "answered with an error: .*Invalid parameter"),
    ],
)
def test_errors_that_are_only_printed_are_raised(name: str, error: type[Exception], words: str, capsys) -> None:
    with played(name), pytest.raises(error, match=words) as caught:
        official.Comtrade().fetch(YEAR)
    assert type(caught.value) is error
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    "raised",
    [
        urllib3.exceptions.MaxRetryError(None, "/", "no route"),
        urllib3.exceptions.ReadTimeoutError(None, "/", "no answer in time"),
    ],
)
def test_no_network_is_told_from_no_quota(raised: Exception, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    def fail(*args: object, **options: object) -> None:
        raise raised

    monkeypatch.setattr(urllib3.PoolManager, "request", fail)
    with pytest.raises(official.ComtradeNetworkError, match=r"could not be reached: .*no "):
        official.Comtrade().fetch(YEAR)
    assert capsys.readouterr().out == ""


def test_a_cut_answer_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    table = pd.DataFrame([record(YEAR)] * 500)
    monkeypatch.setattr("comtradeapicall.previewFinalData", lambda **options: table)
    with pytest.raises(official.ComtradeError, match="cut its answer at 500 records"):
        official.Comtrade().fetch(YEAR)


def test_without_the_extra_the_error_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "comtradeapicall", None)
    with pytest.raises(ImportError, match=r"pip install 'tradekit\[stats\]'"):
        official.Comtrade().fetch(YEAR)
