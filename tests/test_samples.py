"""The sample articles, their annotations in samples.csv.

The samples are a second gold: annotated by hand, sentence by sentence. A span is found by the 25 characters
before it on its line and its own text, so that the table stays readable and survives an edit elsewhere.
"""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from tradekit.frame import KINDS, MEASURES, QUALIFIERS, STATUSES

HERE = Path(__file__).parent
ARTICLES = HERE.parent / "notebooks" / "articles"

FILES = {path.stem: path for path in sorted(ARTICLES.iterdir()) if path.suffix in {".txt", ".md"}}
SAMPLES = pd.read_csv(HERE / "samples.csv", keep_default_na=False, na_values={"low": [""], "high": [""]})
CORE_RECALL = 0.95  # of one article's core claims: the number and its unit

# From front matter, byline, dateline or articles.csv; nothing dates serbia-two-friends.
DATES = {
    "africa-pledges": "2025-05-12",
    "belarus-2023": "2023-12-05",
    "belarus-2025": "2025-06-04",
    "china-ten-months": "2024-11-07",
    "ethiopia-light-rail": "2023-05-16",
    "growth-digest": "2025-09-08",
    "india-smartphones": "2025-09-10",
    "japan-africa": "2022-08-28",
    "kenya-railway": "2025-04-25",
    "lithuania-taiwan": "2022-01-21",
    "russia-china": "2024-10-14",
    "serbia-two-friends": None,
    "soybeans-and-steel": "2024-10-14",
    "tariffs-august": "2025-09-05",
    "uk-third-quarter": "2024-11-15",
    "us-september": "2024-11-05",
}


def text_of(path: Path) -> str:
    """What the file says, without its front matter: one file is Windows-1252, as old folders have them."""
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("cp1252")
    return re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL)


def rows_of(article: str) -> pd.DataFrame:
    """The annotations of one article, in the order of its text."""
    return SAMPLES[SAMPLES["article"] == article]


def starts_in(text: str, rows: pd.DataFrame) -> list[int]:
    """Where each annotated quantity begins in the text."""
    contexts = zip(rows["before"], rows["text"], strict=True)
    return [text.index(before + quantity) + len(before) for before, quantity in contexts]


def test_every_article_is_annotated_and_dated() -> None:
    assert set(SAMPLES["article"]) == set(FILES) == set(DATES)


def test_one_article_is_not_utf8() -> None:
    raw = FILES["uk-third-quarter"].read_bytes()
    with pytest.raises(UnicodeDecodeError):
        raw.decode("utf-8")
    assert "£10.9bn" in raw.decode("cp1252")


def test_articles_csv_names_files_that_exist() -> None:
    known = pd.read_csv(ARTICLES / "articles.csv", keep_default_na=False)
    assert list(known) == ["file", "id", "title", "date", "publisher"]
    assert known["file"].is_unique
    assert [ARTICLES / name for name in known["file"]] == [FILES[stem] for stem in known["id"]]


@pytest.mark.parametrize("article", FILES)
def test_annotations_stand_in_the_text_once_and_in_order(article: str) -> None:
    text, rows = text_of(FILES[article]), rows_of(article)
    contexts = rows["before"] + rows["text"]
    assert [c for c in contexts if text.count(c) != 1] == []
    starts = starts_in(text, rows)
    assert starts == sorted(starts)
    ends = [start + len(t) for start, t in zip(starts, rows["text"], strict=True)]
    assert all(end <= start for end, start in zip(ends, starts[1:], strict=False)), "two annotations overlap"


@pytest.mark.parametrize("article", FILES)
def test_samples_are_short_articles(article: str) -> None:
    assert 120 <= len(text_of(FILES[article]).split()) <= 450


def test_annotations_use_the_words_of_the_columns() -> None:
    assert set(SAMPLES["kind"]) <= set(KINDS)
    assert set(SAMPLES["measure"]) <= set(MEASURES)
    assert set(SAMPLES["qualifier"]) <= set(QUALIFIERS)
    assert set(SAMPLES["status"]) <= set(STATUSES)
    assert all(re.fullmatch(r"([A-Z]{2,5})?", code) for column in ("reporter", "partner") for code in SAMPLES[column])
    day = r"\d{4}(-(Q[1-4]|\d\d(-\d\d)?))?"
    assert all(re.fullmatch(rf"({day}(/{day})?)?", period) for period in SAMPLES["period"])
    assert all(re.fullmatch(rf"(yoy|mom|qoq|{day}(/{day})?)?", basis) for basis in SAMPLES["basis"])


def test_annotated_values_lie_in_their_intervals() -> None:
    told = SAMPLES.dropna(subset=["low", "high"])
    assert len(told) > 200
    assert told["value"].between(told["low"], told["high"]).all()
    # Only numbers in words are without an interval.
    assert not SAMPLES[SAMPLES["low"].isna()]["text"].str.contains(r"\d").any()


def test_annotated_units_fit_their_kinds() -> None:
    units = SAMPLES.groupby("kind")["unit"].agg(set)
    assert units["growth"] <= {"%", "x"}
    assert units["rank"] == {"rank"}
    assert units["share"] == {"%"}
    percent = SAMPLES["text"].str.contains("%|per ?cent$", regex=True)
    assert set(SAMPLES[percent]["unit"]) == {"%"}
    assert set(SAMPLES[SAMPLES["text"].str.startswith("$")]["unit"]) == {"USD", "USD/barrel"}


@pytest.mark.parametrize("article", FILES)
def test_growth_points_to_a_level_of_its_own_measure(article: str) -> None:
    rows = rows_of(article)
    levels = rows[rows["kind"].isin(["level", "share"])]
    changes = rows[rows["of"] != ""]
    for of, measure, period in zip(changes["of"], changes["measure"], changes["period"], strict=True):
        meant = levels[(levels["text"] == of) & (levels["measure"] == measure)]
        assert period in set(meant["period"]), of


def test_samples_feed_the_notebooks() -> None:
    growth = SAMPLES[(SAMPLES["kind"] == "growth") & SAMPLES["measure"].isin(["exports", "imports"])]
    assert len(growth) >= 25
    assert growth["reporter"].nunique() >= 8
    given = SAMPLES[SAMPLES["measure"].isin(["grant", "aid", "loan"]) & (SAMPLES["unit"] == "USD")]
    pairs = set(zip(given["reporter"], given["partner"], strict=True))
    assert {("CHN", "ZAF"), ("CHN", "ETH"), ("CHN", "KEN"), ("JPN", "AFR")} <= pairs


@pytest.mark.parametrize("article", FILES)
def test_read_tells_text_and_date(article: str) -> None:
    import tradekit

    (found,) = [a for a in tradekit.read(ARTICLES) if a.id == article]
    assert found.text == text_of(FILES[article])
    assert (found.date.isoformat() if found.date else None) == DATES[article]
    assert found.publisher


@pytest.mark.parametrize("article", FILES)
def test_extract_finds_the_core_claims(article: str) -> None:
    import tradekit

    (found,) = [a for a in tradekit.read(ARTICLES) if a.id == article]
    claims = tradekit.extract([found])
    wanted = rows_of(article)
    wanted = wanted[wanted["core"]]
    missed = []
    quantities = zip(wanted["text"], wanted["value"], wanted["unit"], strict=True)
    for start, (text, value, unit) in zip(starts_in(found.text, wanted), quantities, strict=True):
        here = claims[(claims["start"] < start + len(text)) & (claims["end"] > start)]
        agrees = (here["value"] - value).abs() <= 1e-5 * abs(value)
        if not (agrees & (here["unit"] == unit)).any():
            missed.append((start, text, unit))
    assert 1 - len(missed) / len(wanted) >= CORE_RECALL, missed
