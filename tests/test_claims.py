"""Claims: invariants of the table on any text."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tradekit

PIECES = (
    "China|Russia|the EU|Belarus'|exports|imports|a surplus of|trade between|and|rose|fell|by|to|from|of|with|"
    "$4.77bn|47.6%|a third|doubled|in 2024|in September|a year earlier|according to customs data|, |. |; |: |\n|"
    "\n\n|* |(|)|“|”|was|the second-largest|partner|respectively|expected|vs|prior|tariffs on|soybeans|"
    "5 million tonnes|Year |2023 | Exports ($ bn)|7.1|- |1 = 2"
).split("|")


@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join)), st.booleans())
@settings(max_examples=150)
def test_every_row_stands_in_its_article(text: str, dated: bool) -> None:
    article = tradekit.Article(text, id="a", date="2025-06-04" if dated else None)
    claims = tradekit.extract(article)
    assert [text[a:b] for a, b in zip(claims["start"], claims["end"], strict=True)] == claims["text"].tolist()
    assert claims.index.is_unique
    assert claims["start"].is_monotonic_increasing
    assert (claims["low"] <= claims["value"]).all()
    assert (claims["value"] <= claims["high"]).all()
    assert not claims["value"].map(math.isinf).any()
    linked = claims.dropna(subset=["of"])
    assert set(linked["of"]) <= set(claims.index)
    assert set(linked["kind"]) <= {"growth", "change"}
    assert (claims.dropna(subset=["reporter", "partner"]).eval("reporter != partner")).all()


@given(
    st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join),
)
@settings(max_examples=50)
def test_articles_do_not_change_one_another(first: str, second: str) -> None:
    one, two = tradekit.Article(first, id="1"), tradekit.Article(second, id="2")
    together = tradekit.extract([one, two])
    assert together[together["article"] == "2"].equals(tradekit.extract(two))


@pytest.mark.parametrize(
    "text",
    [
        "Exports were $5bn y/y.",
        "the thİrd-largest, trıpled, ſecond-largest",
        "5 of the " * 500,
        "5% \ud83d",
        "rose 6 o.8trillion",
    ],
)
def test_odd_text_is_read_without_an_error(text: str) -> None:
    assert tradekit.implied(tradekit.extract(tradekit.Article(text, date="2025-06-04"))).empty


@pytest.mark.parametrize("text", ["Kenya borrowed $500m at 7.5%.", "It raised its tariff on steel from 10% to 25%."])
def test_nothing_is_implied_by_a_rate(text: str) -> None:
    assert tradekit.implied(tradekit.extract(text)).empty


def test_a_figure_of_the_title_has_what_the_article_tells_when_it_repeats_it() -> None:
    text = "Honey falls to $2.19\n\nNAIROBI – The price of Kenyan honey fell to $2.19 a kilo in August, brokers said."
    claims = tradekit.extract(tradekit.Article(text, id="tea", date="2024-09-18"))
    columns = ["unit", "reporter", "period"]
    assert claims.iloc[0][columns].tolist() == claims.iloc[1][columns].tolist() == ["USD/kilogram", "KEN", "2024-08"]
    other = tradekit.extract(tradekit.Article(text.replace("2.19 a", "2.25 a"), id="tea", date="2024-09-18"))
    assert other["unit"].tolist() == ["USD", "USD/kilogram"]
