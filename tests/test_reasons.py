"""Reasons: each field of a claim stands on words of its article; each number left alone has a reason."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import tradekit
from tradekit.claims import RULES

ARTICLES = tradekit.read(Path(__file__).parent.parent / "notebooks" / "articles")


@pytest.mark.parametrize("article", ARTICLES, ids=[article.id for article in ARTICLES])
def test_every_field_that_a_rule_set_has_its_words(article: tradekit.Article) -> None:
    claims = tradekit.extract(article)
    why = tradekit.explain(article, claims)
    assert (why["words"] == [article.text[a:b] for a, b in zip(why["start"], why["end"], strict=True)]).all()
    told = {(claim, field) for claim, field in zip(why["claim"], why["field"], strict=True)}
    for column, _ in RULES:
        if column != "sign":
            assert {claim for claim, field in told if field == column} == set(claims.index[claims[column].notna()])


@pytest.mark.parametrize("article", ARTICLES, ids=[article.id for article in ARTICLES])
def test_a_number_is_a_claim_or_left_alone_not_both(article: tradekit.Article) -> None:
    claims = tradekit.extract(article)
    left = tradekit.skipped(article)
    assert (left["text"] == [article.text[a:b] for a, b in zip(left["start"], left["end"], strict=True)]).all()
    taken = {at for a, b in zip(claims["start"], claims["end"], strict=True) for at in range(a, b)}
    assert not taken & set(left["start"])
    assert left["reason"].notna().all()


def test_the_words_are_whole() -> None:
    why = tradekit.explain("Japan promised Kenya $3 million.")
    assert why.set_index("field")["words"]["reporter"] == "Japan"
    for article in ARTICLES:
        why, text = tradekit.explain(article), article.text
        for start, end in zip(why["start"], why["end"], strict=True):
            assert not text[:start][-1:].isalpha() or not text[start].isalpha()
            assert not text[end - 1].isalpha() or not text[end : end + 1].isalpha()
            assert text[start:end].strip() == text[start:end]


def test_rules_have_names_of_their_own_within_a_column() -> None:
    for column, rules in RULES:
        names = [rule.__name__ for rule in rules]
        assert len(set(names)) == len(names), column
        assert all(rule.__doc__ for rule in rules), column


def test_the_rules_of_a_plain_sentence() -> None:
    why = tradekit.explain("In 2024 China's exports to Belarus rose 5% to $6.6bn, customs data showed.")
    growth = why[why["claim"] == why["claim"].iloc[0]].set_index("field")["words"]
    assert growth[["measure", "reporter", "partner", "period", "source"]].tolist() == [
        "exports", "China", "Belarus", "2024", "customs data",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("field", "words"),
    [("reporter", "China"), ("partner", "Belarus"), ("period", "2024"), ("measure", "surplus")],
)
def test_what_held_from_before_stands_on_the_words_that_told_it(field: str, words: str) -> None:
    text = "China's exports to Belarus rose 5% to $6.6bn in 2024. Imports fell to $2bn. The surplus was $4.6bn, up 3%."
    why = tradekit.explain(tradekit.Article(text, id="a", date="2025-02-01"))
    last = why[why["claim"] == f"a:{text.index('3%')}"].set_index("field")
    assert last.loc[field, "words"] == words


def test_what_only_the_title_tells_stays_with_the_number() -> None:
    why = tradekit.explain(tradekit.Article("Exports rose 5%.", id="a", title="Kenya sells more"))
    assert why.set_index("field").loc["reporter", ["words", "rule"]].tolist() == ["5%", "running_reporter"]


def test_an_article_without_numbers_has_empty_tables_with_the_same_columns() -> None:
    assert list(tradekit.explain("Nothing.").columns) == ["claim", "field", "start", "end", "words", "rule"]
    assert list(tradekit.skipped("Nothing.").columns) == ["start", "end", "text", "reason"]


def test_a_claim_of_another_text_is_an_error() -> None:
    claims = tradekit.extract(tradekit.Article("Exports rose 5%.", id="a"))
    with pytest.raises(ValueError, match="a:13"):
        tradekit.explain(tradekit.Article("Exports fell.", id="a"), claims)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            {"article": "news/b.txt"},
            "no claim of the table is of the article 'a'; they are of 'news/b.txt'. read_corpus",
        ),
        ({}, "lacks article; it has value"),
    ],
)
def test_a_table_without_a_claim_of_the_article_is_an_error(change: dict[str, str], said: str) -> None:
    article = tradekit.Article("Exports rose 5%.", id="a")
    claims = tradekit.extract(article)[["value"]].assign(**change)
    with pytest.raises(ValueError, match=said):
        tradekit.explain(article, claims)
    assert tradekit.explain(article, tradekit.META).empty


@pytest.mark.parametrize("ask", [tradekit.explain, tradekit.skipped])
def test_several_articles_at_once_are_an_error_that_says_so(ask: Callable[[object], object]) -> None:
    with pytest.raises(TypeError, match=f"{ask.__name__} takes one Article or its text, not a list"):
        ask(ARTICLES)


# --- what a person corrected


def test_what_a_person_edited_has_no_words() -> None:
    text = "China's exports of tea to Kenya came to $4bn in 2024."
    start = text.index("$4bn")
    told = {"value": 4e9, "low": 3.5e9, "high": 4.5e9, "qualifier": "=", "kind": "level", "measure": "exports"}
    edit = {"start": start, "end": start + 4, "text": "$4bn", "action": "edit", "fields": "partner; item"}
    edit |= told | {"partner": "PER", "status": "actual", "core": True}
    article = tradekit.Article(text, id="tea", corrections=(edit,))
    read = set(tradekit.explain(tradekit.Article(text, id="tea"))["field"])
    assert {"partner", "item", "reporter"} <= read
    unedited = read - {"partner", "item"}
    claims = tradekit.extract(article)
    assert set(tradekit.explain(article)["field"]) == unedited
    assert set(tradekit.explain(article, claims)["field"]) == unedited
    without = tradekit.Article(text, id="tea")  # a table that was saved tells it too
    assert set(tradekit.explain(without, claims)["field"]) == unedited


@pytest.mark.parametrize(("action", "claims"), [("reject", 0), ("add", 1)])
def test_what_a_person_rejected_or_added_has_no_words(action: str, claims: int) -> None:
    told = {"value": 4.0, "low": 3.5, "high": 4.5, "qualifier": "=", "kind": "level", "measure": "exports"}
    place = {"start": 13, "end": 15, "text": "4%", "action": action, "status": "actual", "core": True}
    article = tradekit.Article("Exports rose 4%.", id="tea", corrections=({**place, **told},))
    assert len(tradekit.extract(article)) == claims
    left = [] if claims else [[13, 15, "4%", "rejected by hand"]]
    assert tradekit.skipped(article).values.tolist() == left
    assert tradekit.explain(article).empty
    assert tradekit.explain(article, tradekit.extract(article)).empty


def test_a_number_that_a_person_added_is_not_left_alone() -> None:
    told = {"value": 2024.0, "low": 2024.0, "high": 2024.0, "qualifier": "=", "kind": "level", "measure": "other"}
    add = {"start": 12, "end": 16, "text": "2024", "action": "add", "status": "actual", "core": True, **told}
    text = "They met in 2024."
    assert tradekit.skipped(text)["text"].tolist() == ["2024"]
    assert tradekit.skipped(tradekit.Article(text, corrections=(add,))).empty


def test_show_tells_once_of_a_correction_that_moved() -> None:
    reject = {"start": 3, "end": 5, "text": "4%", "action": "reject"}
    with pytest.warns(tradekit.CorrectionWarning) as caught:
        tradekit.show(tradekit.Article("Exports rose 4%.", id="tea", corrections=(reject,)))
    assert len(caught) == 1
