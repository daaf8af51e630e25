"""The benchmark runs, and its texts are what it says they are. How fast it is, is no test."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from click.testing import CliRunner

import tradekit
from tests.bench import identities, linear, planted, runners, texts
from tests.bench.__main__ import main
from tests.bench.hostile import CASES

READERS = {"tradekit", "tradekit, one by one", "quantulum3", "spaCy tokenizer", "regex"}
NOT_INSTALLED = {"quantulum3", "spaCy tokenizer"}


@pytest.fixture(scope="module")
def run_of_three(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Give a saved run of three articles where no other reader is installed, and what it printed."""
    path = tmp_path_factory.mktemp("bench") / "run.json"
    wanted = ["--articles", "3", "--rounds", "1", "--only", "general", "--only", "dense", "--save", str(path)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runners, "find_spec", lambda name: None)
        patch.setattr(runners, "_SHORTEST", 0.01)
        done = CliRunner().invoke(main, wanted)
    assert done.exit_code == 0, done.output
    return path, done.stdout


@pytest.fixture
def saved(run_of_three: tuple[Path, str]) -> Path:
    """Give the file of that run."""
    return run_of_three[0]


def test_a_run_is_saved(saved: Path) -> None:
    run = json.loads(saved.read_text(encoding="utf-8"))
    assert set(run) == {"of", "options", "texts", "speed", "read", "claims", "ratios", "stages", "functions"}
    for name in ("general", "dense"):
        assert run["texts"][name]["articles"] == 3
        assert set(run["speed"][name]) == READERS
        assert run["ratios"][name]["tradekit"] == 1
        assert run["claims"][name]["rows"] > 10


def test_every_reader_is_told_also_those_that_are_not_installed(run_of_three: tuple[Path, str]) -> None:
    told = run_of_three[1].splitlines()
    for reader in READERS:
        lines = [line for line in told if line.startswith(f"{reader}  ")]
        assert ["pip install '.[bench]'" in line for line in lines] == [reader in NOT_INSTALLED] * 2


def test_two_runs_stand_side_by_side(saved: Path, tmp_path: Path) -> None:
    run = json.loads(saved.read_text(encoding="utf-8"))
    run["speed"]["general"]["tradekit"] *= 2
    run["claims"]["dense"]["digest"] = "other"
    (tmp_path / "later.json").write_text(json.dumps(run), encoding="utf-8")
    told = CliRunner().invoke(main, ["compare", str(saved), str(tmp_path / "later.json")]).output.splitlines()
    assert next(line for line in told if line.startswith("  general: tradekit ")).endswith(" 2.00")
    assert [line for line in told if "table" in line] == [
        f"dense: another table ({run['claims']['dense']['rows']} claims)",
        f"general: the same table ({run['claims']['general']['rows']} claims)",
    ]


def test_a_file_that_is_no_run_is_refused(tmp_path: Path) -> None:
    (tmp_path / "claims.json").write_text("[]", encoding="utf-8")
    done = CliRunner().invoke(main, ["compare", str(tmp_path / "claims.json"), str(tmp_path / "claims.json")])
    assert done.exit_code == 1
    assert "is no run of the benchmark" in done.output


# --- the texts


def test_general_news_is_as_long_and_as_numbered_as_it_says() -> None:
    articles = texts.general(300)
    sentences = [sentence for article in articles for sentence in texts.split(article.text)]
    assert 28 <= 100 * sum(map(texts.has_number, sentences)) / len(sentences) <= 32
    assert 2_400 <= texts.characters(articles) / len(articles) <= 2_800
    assert "{" not in "".join(article.text for article in articles)


def test_the_same_texts_are_made_in_every_run() -> None:
    texts.pool.cache_clear()
    once = texts.general(20)
    texts.pool.cache_clear()
    assert texts.general(30)[:20] == once


@pytest.mark.parametrize(
    ("sentence", "numbered"),
    [
        ("Exports rose 4%.", True),
        ("Two thirds of it goes to China.", True),
        ("Sales doubled.", True),
        ("One of the ministers said so.", False),
        ("The weight of the tender fell.", False),
    ],
)
def test_a_number_may_be_a_word(sentence: str, numbered: bool) -> None:
    assert texts.has_number(sentence) is numbered


# --- texts that are hard to read


@pytest.mark.parametrize("name", CASES)
def test_a_hard_text_is_as_long_as_asked_and_is_read(name: str) -> None:
    text = CASES[name](300)
    assert CASES[name](300) == text
    assert len(CASES[name](20_000)) == pytest.approx(20_000, rel=0.01)
    claims = tradekit.extract(tradekit.Article(text, id="hard"))
    assert [text[start:end] for start, end in zip(claims["start"], claims["end"], strict=True)] == list(claims["text"])


@pytest.mark.parametrize(("power", "flagged"), [(1.0, False), (1.1, False), (2.0, True)])
def test_what_costs_more_than_twice_is_flagged(power: float, flagged: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linear, "cpu_seconds", lambda call, text: (len(text) / 10_000) ** power)
    result = linear.check("spaces", CASES["spaces"], len, rounds=1, largest=64_000, seconds=5.0)
    assert result.flagged is flagged
    assert result.worst == pytest.approx(2**power, rel=0.02)
    told = list(linear.lines(iter([result])))
    assert ("MORE THAN" in told[1]) is flagged
    assert told[-1] == ("1 above 2.3 times." if flagged else "none above 2.3 times.")


def test_a_text_that_is_too_short_to_double_is_refused() -> None:
    done = CliRunner().invoke(main, ["linear", "--largest", "1999"])
    assert done.exit_code == 2
    assert "1999 is not in the range x>=2000" in done.output


def test_a_crawl_is_made_and_read() -> None:
    for package in ("fastwarc", "trafilatura"):
        pytest.importorskip(package, reason="web archives need the extra scale")
    told = CliRunner().invoke(main, ["crawl", "--pages", "3"]).output
    assert told.startswith("3 pages of ")
    assert "a million articles: " in told


# --- planted errors


@pytest.mark.parametrize(
    ("number", "way", "altered"),
    [
        ("4.77", "ten times", {"47.7"}),
        ("314,600", "ten times", {"3,146,000"}),
        ("84", "ten times", {"840"}),
        ("47.6", "two digits", {"74.6", "46.7"}),
        ("10", "two digits", {None}),  # 01 is no number
        ("5", "two digits", {None}),
        ("47.6", "20 %", {"38.1", "57.1"}),
    ],
)
def test_a_number_is_altered(number: str, way: str, altered: set[str | None]) -> None:
    assert {planted._number(number, way, random.Random(seed)) for seed in range(20)} == altered


def test_an_error_is_planted_in_the_text_and_in_the_annotation() -> None:
    articles = planted.articles()[:3]
    errors, _ = planted.draw(articles, 5)
    assert [(error.article["id"], error.text) for error in errors] == [
        (error.article["id"], error.text) for error in planted.draw(articles, 5)[0]
    ]
    for error in errors:
        altered = planted.with_error(error)
        assert all(altered["text"][c["start"] : c["end"]] == c["text"] for c in altered["claims"])
        assert all(c["text"] in c["sentence"] for c in altered["claims"])
        claims = [c["value"] for c in altered["claims"]]
        assert sum(a != c["value"] for a, c in zip(claims, error.article["claims"], strict=True)) == 1
        assert not all(i.fits(altered["claims"]) for i in identities.find(error.article["claims"]))


def test_planted_errors_are_told_by_where_they_were_sought(monkeypatch: pytest.MonkeyPatch) -> None:
    few = planted.articles()[:2]
    monkeypatch.setattr(planted, "articles", lambda: few)
    told = CliRunner().invoke(main, ["planted", "--errors", "2"]).output
    assert " claims take part in an identity; 2 errors, " in told
    assert told.count("flagged on the tables: ") == told.count("false alarms from text: ") == 3
