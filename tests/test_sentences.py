"""Sentences: spans that cover the text, the cases of the table, and the furniture table against itself."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tradekit.sentences import KINDS, find_sentences, find_title, spans
from tradekit.sentences.blocks import find_blocks
from tradekit.sentences.spans import LONGEST_SENTENCE
from tradekit.tables import rows

CASES = list(csv.DictReader((Path(__file__).parent / "cases" / "sentences.csv").open(encoding="utf-8", newline="")))
FURNITURE = rows("furniture")

# Pieces of which texts are made that meet the rules often.
PIECES = (
    *(
        "Exports rose 5%. ",
        "Imports fell ",
        "No. ",
        "Rs. ",
        "$4.77bn. ",
        "a ",
        "U.S. ",
        "Sales are ",
        "...",
        "?! ",
    ),
    *("\n", "\n\n", "\r\n", "\r", "\t", "\f", "\u2028", "\xa0", "İ", '"', "“", "”", "(", ")", "[", "](#)"),
    *("* ", "• ", "- ", "– ", "1. ", "2) ", " | ", "# ", "x" * 150, 'a."' * 60),
    *(
        "Subscribe to ",
        "What's Included?",
        "Read more: ",
        "(Reporting by ",
        "© 2024 ",
        "money back guarantee",
    ),
    *("Written by ", "May 5, 2024", "3 min read"),
)
TEXTS = st.one_of(
    st.text(max_size=300),
    st.lists(st.sampled_from(PIECES), max_size=60).map("".join),
)


def unescape(text: str) -> str:
    for mark, character in (("\\n", "\n"), ("\\r", "\r"), ("\\t", "\t")):
        text = text.replace(mark, character)
    return text


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_case(case: dict[str, str]) -> None:
    text = unescape(case["text"])
    found = find_sentences(text)
    expected = unescape(case["expected"]).split(" ‖ ") if case["expected"] else None
    kinds = case["kinds"].split()
    if expected:
        assert [text[s.start : s.end] for s in found] == expected, case["why"]
        assert [s.kind for s in found] == kinds, case["why"]
    else:
        assert {s.kind for s in found} == set(kinds), case["why"]


def test_case_ids_are_unique() -> None:
    assert max(Counter(case["id"] for case in CASES).values()) == 1


@given(TEXTS)
@settings(deadline=None, max_examples=500)
def test_spans_cover_all_but_white_space(text: str) -> None:
    position, block = 0, 0
    for sentence in find_sentences(text):
        span = text[sentence.start : sentence.end]
        assert span
        assert span == span.strip()
        assert not text[position : sentence.start].strip(), "characters between sentences"
        assert sentence.start >= position
        assert len(span) <= LONGEST_SENTENCE
        assert sentence.kind in KINDS
        assert sentence.block in (block, block + 1)
        position, block = sentence.end, sentence.block
    assert not text[position:].strip()


@given(TEXTS)
@settings(deadline=None)
def test_blocks_cover_all_but_white_space(text: str) -> None:
    position = 0
    for start, end, kind in find_blocks(text):
        assert position <= start < end
        assert text[start:end] == text[start:end].strip()
        assert not text[position:start].strip()
        assert kind in ("text", "bullet", "table")
        position = end
    assert not text[position:].strip()


@given(TEXTS, TEXTS)
@settings(deadline=None)
def test_a_title_is_the_first_sentence_of_kind_title(head: str, body: str) -> None:
    text = head + "\n\n" + body
    titles = [s for s in find_sentences(text) if s.kind == "title"]
    title = find_title(text)
    assert bool(titles) == (title is not None)
    if title:
        words = " ".join(text[titles[0].start : titles[-1].end].split())
        assert title in words
        assert len({s.block for s in titles}) == 1


def test_no_text_has_no_sentences() -> None:
    assert find_sentences("") == find_sentences(" \n\t\r\n ") == []


@pytest.mark.parametrize("piece", ['a."', "a", ".", "A. ", "(", "* a\n", "a | b | c\n", "\n", "[a](", "No. 5 "])
def test_hostile_text_is_covered(piece: str) -> None:
    """Work that grows with the square of the text would not come to an end here."""
    text = piece * (200_000 // len(piece))
    found = find_sentences(text)
    assert sum(len("".join(text[s.start : s.end].split())) for s in found) == len("".join(text.split()))


def test_the_splitter_sees_no_long_word(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    class Splitter:
        def span_tokenize(self, text: str) -> list[tuple[int, int]]:
            seen.append(text)
            return [(0, len(text))]

    monkeypatch.setattr(spans, "_splitter", Splitter)
    text = 'Sold. a."' * 400 + '."' * 3000 + " Then."
    find_sentences(text)
    assert len(seen[0]) == len(text)
    assert seen[0].endswith(" Then.")
    assert max(word.count(".") for word in seen[0].split()) < 20


def test_a_long_sentence_is_cut_at_white_space() -> None:
    text = "exports rose and " * 500
    found = find_sentences(text)
    assert len(found) == -(-len(text) // LONGEST_SENTENCE)
    assert all(text[s.end : s.end + 1].isspace() for s in found)


def test_a_long_word_hides_no_sentence_end() -> None:
    address = "https://example.org/" + "a.b/" * 60
    found = find_sentences(f"See {address}index. Exports rose 5%.")
    assert len(found) == 2


def test_wrapped_and_unwrapped_text_have_the_same_sentences() -> None:
    text = "Exports rose 5% in May to 3 million tonnes of ore. Imports of copper, however, fell by a third. " * 3
    words = text.split()
    wrapped = "\n".join(" ".join(words[i : i + 9]) for i in range(0, len(words), 9))
    plain = [" ".join(text[s.start : s.end].split()) for s in find_sentences(text)]
    assert [" ".join(wrapped[s.start : s.end].split()) for s in find_sentences(wrapped)] == plain


def test_lines_too_long_for_wrapping_are_paragraphs() -> None:
    line = "Exports of gold rose by 5% in May, " + "and those of tin by less, " * 8 + "the office said."
    assert len(find_blocks("Gold\n" + line + "\n" + line)) == 3


def example(pattern: str) -> str:
    return pattern.replace("#", "5").replace("…", "the Ledger")


@pytest.mark.parametrize("row", FURNITURE, ids=[row["pattern"] for row in FURNITURE])
def test_each_furniture_row_is_found(row: dict[str, str]) -> None:
    phrase = example(row["pattern"])
    text = {"is": phrase, "heading": phrase, "contains": f"Note: {phrase} today."}.get(
        row["where"], f"{phrase} 7 Ledger"
    )
    for variant in (text, text.upper(), text.replace("'", "’"), f"* {text}", f"Exports rose 5%.\n\n{text}"):
        assert find_sentences(variant)[-1].kind == "furniture"


def test_furniture_rows_are_well_formed() -> None:
    assert max(Counter(row["pattern"] for row in FURNITURE).values()) == 1
    for row in FURNITURE:
        assert row["where"] in ("is", "heading", "starts", "list", "contains"), row
        assert row["pattern"] == row["pattern"].strip().lower(), row
        assert row["why"], row
        if row["where"] != "contains" and row["pattern"][0].isalpha():
            assert row["pattern"][:3].isascii(), row  # the quick test compares three characters
            assert not set("#…'’") & set(row["pattern"][:3]), row


@pytest.mark.parametrize("row", FURNITURE, ids=[row["pattern"] for row in FURNITURE])
def test_no_furniture_row_matches_within_a_word_or_mid_sentence(row: dict[str, str]) -> None:
    phrase = example(row["pattern"])
    if row["where"] != "contains":
        assert find_sentences(f"Last year Ghana's {phrase} rose 5%.")[0].kind == "text"
    if phrase[0].isalpha():
        assert find_sentences(f"Un{phrase} rose 5%.")[0].kind == "text"


ABBREVIATIONS = rows("abbreviations")


@pytest.mark.parametrize("row", ABBREVIATIONS, ids=[row["text"] for row in ABBREVIATIONS])
def test_each_abbreviation_goes_on(row: dict[str, str]) -> None:
    assert row["before"] in ("number", "name", "either", "word")
    follow = {
        "number": ["5 tonnes", "$5bn"],
        "name": ["Roe"],
        "either": ["5 tonnes", "Roe"],
        "word": ["President Roe"],
    }
    for words in follow[row["before"]]:
        text = f"They told {row['text']}. {words} of it. It was late."
        assert len(find_sentences(text)) == 2, text
    if row["before"] == "number" and len(row["text"]) > 1:  # one letter is an initial
        assert len(find_sentences(f"They told {row['text']}. China was late.")) == 2


def test_abbreviations_are_unique() -> None:
    assert max(Counter(row["text"] for row in ABBREVIATIONS).values()) == 1
