"""What `show`, `page` and `table` display, read back with an HTML parser; test_browser.py looks at it live."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradekit.articles import Article, read
from tradekit.articles.corrections import TOLD as TOLD_COLUMNS
from tradekit.frame import COLUMNS, INDEX, conform, extract
from tradekit.reasons import explain, skipped
from tradekit.show import Display, page, show, table
from tradekit.show.display import style

NASTY = [
    "<script>alert(1)</script>",
    "</mark></p></div>",
    "<!--",
    "&amp;",
    "&#65;",
    '"',
    "'",
    "\n\n",
    "\r\n\r\n",
    "\r",
    "\0",
]
VOID = {"meta", "br", "input"}


class Page(HTMLParser):
    """The elements of a piece of HTML, the text of its articles, and which characters each mark covers."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.text = ""
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.open: list[tuple[str, dict[str, str]]] = []
        self.marks: list[tuple[int, int, dict[str, str]]] = []
        self.pieces: list[tuple[int, int, dict[str, str]]] = []
        self.raw: dict[str, str] = {"style": "", "script": ""}
        self.cells: list[list[str]] = []
        self.feed(source)
        self.close()
        assert not self.open, f"not closed: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = (tag, {name: value or "" for name, value in attrs})
        self.tags.append(element)
        if tag == "tr":
            self.cells.append([])
        if tag in ("td", "th"):
            self.cells[-1].append("")
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        if not self.open:
            return
        tag, attributes = self.open[-1]
        if tag in self.raw:
            self.raw[tag] += data
        if any(one.get("class") == "tk-text" for _, one in self.open):
            piece = (len(self.text), len(self.text) + len(data), attributes)
            if tag == "mark":
                self.marks.append(piece)
            if tag in ("mark", "span"):
                self.pieces.append(piece)
            self.text += data
        if any(name in ("td", "th") for name, _ in self.open):
            self.cells[-1][-1] += f"*{data}*" if tag == "b" else data


def claims_table(*rows: dict[str, Any]) -> pd.DataFrame:
    """A claims table of rows that tell only some columns."""
    told = [{"claim": f"a:{row.get('start', i)}", "core": True, **row} for i, row in enumerate(rows)]
    return conform(pd.DataFrame(told).reindex(columns=[INDEX.name, *(column.name for column in COLUMNS)]))


def claim_at(text: str, number: str, **fields: Any) -> dict[str, Any]:
    start = text.index(number)
    place = {"article": "a", "start": start, "end": start + len(number), "text": number}
    return {**place, "kind": "level", "value": 1.0, **fields}


def lines(mark: dict[str, str]) -> list[str]:
    return mark["title"].split("\n")


TEXT = "Oats & barley\n\nExports of oats rose 12.5% to $1.25bn in 2023, Riga said after 3 days of talks."
CLAIMS = claims_table(
    claim_at(TEXT, "12.5%", kind="growth", value=12.5, low=12.45, high=12.55, unit="%", measure="exports"),
    claim_at(
        TEXT,
        "$1.25bn",
        value=1.25e9,
        low=1.245e9,
        high=1.255e9,
        unit="USD",
        measure="exports",
        reporter="LVA",
    ),
    claim_at(TEXT, "3 days", value=3.0, unit="day", measure="other", core=False),
)
ARTICLE = Article(TEXT, id="a", date="2024-02-01", publisher="Grain & Gazette")


@st.composite
def articles_with_claims(draw: st.DrawFn) -> tuple[str, list[tuple[int, int]]]:
    text = "".join(draw(st.lists(st.one_of(st.text(max_size=8), st.sampled_from(NASTY)), min_size=1, max_size=12)))
    ends = st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))
    spans = draw(st.lists(ends, max_size=6)) if text else []
    return text, [(min(span), max(span)) for span in spans if span[0] != span[1]]


@given(articles_with_claims())
def test_the_text_comes_back_whole_and_each_claim_is_marked_at_its_span(
    drawn: tuple[str, list[tuple[int, int]]],
) -> None:
    text, spans = drawn
    rows = [{"article": "a", "start": a, "end": b, "text": text[a:b]} for a, b in spans]
    # The numbers keep the names apart where two claims begin at one place.
    claims = pd.DataFrame(rows, index=[f"a:{i}" for i in range(len(rows))], columns=["article", "start", "end", "text"])
    read = Page(show(Article(text, id="a"), claims).body)
    assert read.text == text.replace("\0", "\N{REPLACEMENT CHARACTER}")
    for i, (start, end) in enumerate(spans):
        covered = [at for a, b, mark in read.marks if f"claim: a:{i}" in lines(mark) for at in range(a, b)]
        assert covered == list(range(start, end))
    left = skipped(text)
    grey = {at for a, b, one in read.pieces if one.get("class") == "tk-skip" for at in range(a, b)}
    claimed = {at for start, end in spans for at in range(start, end)}
    lone = [(a, b) for a, b in zip(left["start"], left["end"], strict=True) if a not in claimed]
    assert grey == {at for a, b in lone for at in range(a, b)} - claimed
    assert {tag for tag, _ in read.tags} <= {
        *("div", "style", "script", "article"),
        *("p", "b", "mark", "span", "label", "input"),
    }


def test_characters_that_html_cannot_carry_are_replaced_one_for_one() -> None:
    text = "a\ud800b\0c"
    assert Page(show(text, CLAIMS.iloc[:0]).body).text == "a\ufffdb\ufffdc"


def test_a_mark_has_its_kind_is_pale_for_everyday_counts_and_tells_its_row() -> None:
    read = Page(show(ARTICLE, CLAIMS).body)
    assert read.text == TEXT
    marks = {TEXT[a:b]: mark for a, b, mark in read.marks}
    assert {number: mark["class"] for number, mark in marks.items()} == {
        "12.5%": "tk-growth",
        "$1.25bn": "tk-level",
        "3 days": "tk-level tk-pale",
    }
    assert all(mark["tabindex"] == "0" for mark in marks.values())
    start = TEXT.index("$1.25bn")
    told = [line.partition("\t")[0] for line in lines(marks["$1.25bn"])]
    assert told[0] == "text: $1.25bn"
    assert sorted(told) == sorted([
        "text: $1.25bn",
        "value: $1.25 bn",
        "kind: level",
        "measure: exports",
        "low: $1.245 bn",
        "high: $1.255 bn",
        "unit: USD",
        "reporter: Latvia (LVA)",
        "core: True",
        f"place: characters {start} to {start + 7} of a",
        f"claim: a:{start}",
    ])  # fmt: skip


SAMPLES = read(Path(__file__).parents[1] / "notebooks" / "articles")


@pytest.mark.parametrize("article", SAMPLES, ids=[article.id for article in SAMPLES])
def test_each_field_has_the_words_that_it_was_read_from(article: Article) -> None:
    claims, why, left = extract(article), explain(article), skipped(article)
    shown = Page(show(article, claims).body)
    assert shown.text == article.text
    names = {mark["data-claim"]: f"{article.id}:{start}" for start, _, mark in shown.marks if "tabindex" in mark}
    assert list(names.values()) == list(claims.index)
    covered: dict[tuple[str, str], list[int]] = {}
    for start, end, piece in shown.pieces:
        for entry in piece.get("data-why", "").split():
            number, field = entry.split(":")
            covered.setdefault((names[number], field), []).extend(range(start, end))
    spans = why[["claim", "field", "start", "end"]].itertuples(index=False)
    assert covered == {(claim, field): list(range(start, end)) for claim, field, start, end in spans}
    rows = {names[mark["data-claim"]]: lines(mark) for _, _, mark in shown.marks}
    for claim, field, start, end, words, rule in why.itertuples(index=False):
        [line] = [line for line in rows[claim] if line.startswith(f"{field}: ")]
        number = claims.loc[claim]
        own = number["start"] <= start and end <= number["end"]
        assert line.partition("\t")[2] == f"rule {rule}" if own else f"“{' '.join(words.split())}”, rule {rule}"
    skips = [(a, b, one["title"]) for a, b, one in shown.pieces if one.get("class") == "tk-skip"]
    told = left[["start", "end", "reason"]].itertuples(index=False)
    assert {at: title for a, b, title in skips for at in range(a, b)} == {
        at: f"left alone: {reason}" for a, b, reason in told for at in range(a, b)
    }


def test_words_in_several_fields_and_pieces_are_each_told_once() -> None:
    article = Article("China charged a tariff of 25% <b>on</b> cars in 2023.", id="a")
    pieces = [(article.text[a:b], piece.get("data-why", "")) for a, b, piece in Page(show(article).body).pieces]
    assert ("tariff", "0:kind 0:measure") in pieces
    assert ("2023", "0:period") in pieces


def test_a_claim_that_a_person_edited_or_added_has_no_words() -> None:
    article = Article("Riga's exports rose 5% to $4bn in 2023.", id="a", date="2024-02-01")
    claims = extract(article)
    claims.loc["a:20", "origin"] = "edited"
    shown = Page(show(article, claims).body)
    assert "0:" not in " ".join(piece.get("data-why", "") for _, _, piece in shown.pieces)
    assert [any("rule" in line for line in lines(mark)) for _, _, mark in shown.marks] == [False, True]
    assert 'data-why="' not in show(article, claims.assign(origin="added")).body


def test_corrected_claims_are_framed_and_keep_the_words_of_what_was_not_corrected() -> None:
    text = "Riga's exports rose 5% to $4bn in 2023."
    claims = extract(Article(text, id="a", date="2024-02-01"))
    row = claims.loc["a:26"]
    told = {name: None if pd.isna(row[name]) else row[name] for name in TOLD_COLUMNS}
    edit = {**told, "start": 26, "end": 30, "text": "$4bn", "action": "edit", "fields": "period", "period": "2022"}
    article = Article(text, id="a", date="2024-02-01", corrections=(edit,))
    display = show(article)
    shown = Page(display.body)
    framed = {text[a:b]: "tk-hand" in mark["class"] for a, b, mark in shown.marks}
    assert framed == {"5%": False, "$4bn": True}
    why = " ".join(piece.get("data-why", "") for _, _, piece in shown.pieces)
    assert "1:reporter" in why
    assert "0:period" in why
    assert "1:period" not in why
    assert ">by hand 1<" in display.body
    assert "by hand" not in show(article, claims).body


@pytest.mark.parametrize("ground", [(255, 255, 255), (17, 17, 17)], ids=["light", "dark"])
def test_the_colours_of_lines_stand_out_from_the_page(ground: tuple[int, int, int]) -> None:
    colours = [tuple(map(int, found)) for found in re.findall(r"--tk: (\d+) (\d+) (\d+);", style())]
    assert len(colours) == 10  # six kinds, four roles of words
    grey = (118, 118, 118)
    assert all(contrast(colour, ground) >= 3 for colour in (*colours, grey))


def contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """Compute WCAG's contrast of two colours."""
    linear = (
        [(part / 255 + 0.055) ** 2.4 / 1.055**2.4 if part > 10 else part / 3294.6 for part in c] for c in (one, other)
    )
    dim, bright = sorted(0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in linear)
    return (bright + 0.05) / (dim + 0.05)


def test_a_field_that_is_not_told_has_no_words() -> None:
    article = Article("Latvia's exports rose 5% in 2023.", id="a", date="2024-02-01")
    shown = show(article, extract(article).assign(period=pd.NA)).body
    assert ":reporter" in shown
    assert ":period" not in shown


def test_every_field_that_is_told_is_in_the_row_also_one_that_is_not_ours() -> None:
    text = "Over\n$2bn came in."
    row = claim_at(text, "$2bn", value=2e9, low=2e9, high=float("inf"), unit="USD", sentence=text, against="hopes")
    claims = claims_table({**row, "period_start": "2023-01-01", "published": "2024-02-01"}).assign(mine="<checked>")
    [(_, _, mark)] = Page(show(Article(text, id="a"), claims).body).marks
    wanted = {
        "high: ∞",
        "against: hopes",
        "period_start: 2023-01-01",
        "mine: <checked>",
        f"sentence: {' '.join(text.split())}",
    }
    assert wanted <= set(lines(mark))


def test_a_claim_within_another_is_drawn_itself_and_tells_both_rows() -> None:
    text = "between 100 and 200 tonnes"
    claims = claims_table(claim_at(text, "100 and 200 tonnes"), claim_at(text, "200", kind="ratio"))
    marks = Page(show(Article(text, id="a"), claims).body).marks
    drawn = [(text[a:b], mark["class"], mark.get("tabindex")) for a, b, mark in marks]
    assert drawn == [("100 and ", "tk-level", "0"), ("200", "tk-ratio", "0"), (" tonnes", "tk-level", None)]
    assert [line for line in lines(marks[1][2]) if line.startswith("text")] == [
        "text: 200",
        "text: 100 and 200 tonnes",
    ]


@pytest.mark.parametrize("gap", ["\n\n", "\r\n\r\n", "\r\r", "\n \t\n", "\n\n\n\n"])
def test_blank_lines_part_paragraphs_also_inside_a_claim(gap: str) -> None:
    text = f"One{gap}two\nstill two{gap}three{gap}"
    claims = claims_table(claim_at(text, f"One{gap}two"))
    read = Page(show(Article(text, id="a"), claims).body)
    body = show(Article(text, id="a"), claims).body.partition('<div class="tk-text"')[2]
    assert body.count("<p>") == 3
    assert read.text == text
    assert [mark.get("tabindex") for _, _, mark in read.marks] == ["0", None]


def test_the_legend_counts_each_claim_once() -> None:
    legend = show(ARTICLE, CLAIMS).body.partition('<p class="tk-note">')[2].partition("</p>")[0]
    assert re.findall(r">([^<>]+ \d+)<", legend) == ["level 1", "growth 1", "everyday counts 1", "left alone 1"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"article": "b"}, "claim 'a:1' is of article 'b', which is not among those given: 'a'"),
        ({"text": "9%"}, "claim 'a:1' has the text '9%', but characters 0 to 4 of article 'a' are 'Oats'"),
        ({"start": -len(TEXT), "end": 4 - len(TEXT)}, "claim 'a:1' has the text 'Oats', but characters -"),
        ({"end": 999}, "claim 'a:1' has the text 'Oats', but characters 0 to 999"),
        ({"start": pd.NA}, "claim 'a:1' has no place in an article"),
        ({"start": 0, "end": 0, "text": ""}, "claim 'a:1' has no place in an article"),
    ],
)
def test_a_claim_that_does_not_stand_there_is_named(change: dict[str, Any], message: str) -> None:
    row = {"claim": "a:1", "article": "a", "start": 0, "end": 4, "text": "Oats"}
    show(ARTICLE, claims_table(row))
    with pytest.raises(ValueError, match=re.escape(message)):
        show(ARTICLE, claims_table({**row, **change}))


@pytest.mark.parametrize(
    ("articles", "claims", "error", "message"),
    [
        (42, CLAIMS, TypeError, "articles is a int"),
        ([42], CLAIMS, TypeError, "articles holds a int"),
        (CLAIMS, CLAIMS, TypeError, "articles is a DataFrame"),
        ([ARTICLE, ARTICLE], CLAIMS, ValueError, "2 articles have the id 'a'"),
        (ARTICLE, [1], TypeError, "claims is a list"),
    ],
)
def test_what_cannot_be_shown_is_refused(articles: Any, claims: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=re.escape(message)):
        show(articles, claims)


def test_the_console_says_what_it_is() -> None:
    other = Article("Nothing to count.", id="b")
    said = '<show: 2 articles, 3 claims; in a notebook it displays itself; .save("page.html") writes it>'
    assert repr(show([ARTICLE, other], CLAIMS)) == said
    assert repr(show([])).startswith("<show: 0 articles, 0 claims;")


def test_without_claims_they_are_extracted() -> None:
    assert show(ARTICLE).body == show(ARTICLE, extract(ARTICLE)).body


def test_a_claims_column_does_for_the_index() -> None:
    assert show(ARTICLE, CLAIMS.reset_index()).body == show(ARTICLE, CLAIMS).body


def test_the_title_is_shown_where_the_text_lacks_it() -> None:
    titled = Article(TEXT, id="a", title="Oats <b>up</b>")
    assert "Oats &lt;b&gt;up&lt;/b&gt;" in show(titled, CLAIMS).body
    assert show(Article(TEXT, id="a", title="Oats & barley"), CLAIMS).body.count("Oats &amp; barley") == 1


@pytest.mark.parametrize("display", [lambda: show(ARTICLE, CLAIMS), lambda: table(CLAIMS)], ids=["show", "table"])
def test_displays_share_a_notebook(display: Callable[[], Display]) -> None:
    assert display()._repr_html_() == display()._repr_html_()
    read = Page(display()._repr_html_())
    names = {name for _, attributes in read.tags for name in attributes}
    assert names.isdisjoint({"src", "style", "onclick"})
    assert all(attributes.get("id", "tk-").startswith("tk-") for _, attributes in read.tags)
    assert all(attributes.get("href", "#tk-").startswith("#tk-") for _, attributes in read.tags)
    # Without this class notebooks would set "$1 … $2" as a formula.
    [root] = [one for _, one in read.tags if "tradekit" in one.get("class", "").split()]
    assert "mathjax_ignore" in root["class"].split()
    rules = re.sub(r"/\*.*?\*/", "", read.raw["style"], flags=re.DOTALL)
    groups = [re.sub(r"\([^()]*\)", "", group) for group in re.findall(r"([^{}]+)\{", rules)]
    selectors = [one for group in groups for one in group.split(",") if "@" not in one]
    assert len(selectors) > 20
    assert all(".tradekit" in one for one in selectors)


def test_a_page_is_whole_and_makes_no_request() -> None:
    written = page(ARTICLE, CLAIMS, title="Oats </title><script>")
    read = Page(written)
    assert written.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert "<title>Oats &lt;/title&gt;&lt;script&gt;</title>" in written
    metas = [attributes for tag, attributes in read.tags if tag == "meta"]
    assert metas[0] == {"charset": "utf-8"}
    policy = dict(part.strip().split(" ", 1) for part in metas[1]["content"].split(";"))
    assert policy["default-src"] == "'none'"
    for kind, directive in (("style", "style-src"), ("script", "script-src")):
        digest = hashlib.sha256(read.raw[kind].encode()).digest()
        assert policy[directive] == f"'sha256-{base64.b64encode(digest).decode()}'"
    assert "http" not in written.replace("http-equiv", "")


def test_save_writes_the_page_and_the_same_bytes_again(tmp_path: Path) -> None:
    article = Article("Oats\r\n\r\nrose 12.5%", id="a")
    claims = claims_table(claim_at(article.text, "12.5%"))
    show(article, claims).save(tmp_path / "one.html")
    show(article, claims).save(str(tmp_path / "two.html"))
    one = (tmp_path / "one.html").read_bytes()
    assert one == (tmp_path / "two.html").read_bytes() == page(article, claims).encode()
    with pytest.raises(FileNotFoundError):
        show(article, claims).save(tmp_path / "none" / "page.html")


def test_each_claim_and_article_can_be_linked_to() -> None:
    other = Article("Nothing to count.", id="a visit", title="Tea & talks", publisher="Wire", date="2024-02-01")
    read = Page(show([ARTICLE, other], CLAIMS).body)
    targets = [attributes["id"] for _, attributes in read.tags if "id" in attributes]
    assert targets == ["tk-article-a", *(f"tk-claim-{claim}" for claim in CLAIMS.index), "tk-article-a%20visit"]
    links = [attributes["href"] for _, attributes in read.tags if "href" in attributes]
    assert links == ["#tk-article-a", "#tk-article-a%20visit"]


def test_claims_that_begin_at_one_place_can_all_be_linked_to() -> None:
    text = "between 100 and 200 tonnes"
    claims = claims_table(claim_at(text, "100"), {**claim_at(text, "100 and 200 tonnes"), "claim": "a:mine"})
    read = Page(show(Article(text, id="a"), claims).body)
    assert [attributes["id"] for tag, attributes in read.tags if "id" in attributes and tag != "article"] == [
        "tk-claim-a:mine",
        "tk-claim-a:8",
    ]


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ('https://example.com/a?b=1&c="2', True),
        ("HTTP://example.com", True),
        ("javascript:alert(1)", False),
        (" https://example.com", False),
        ("data:text/html,<script>alert(1)</script>", False),
        ("example.com", False),
    ],
)
def test_only_addresses_of_the_web_become_links(url: str, linked: bool) -> None:
    read = Page(show(Article("Tea.", id="a", url=url)).body)
    assert [attributes["href"] for tag, attributes in read.tags if tag == "a"] == [url] * linked


def test_claims_are_chosen_by_economy_on_either_side_measure_kind_and_status() -> None:
    text = "1 2 3 4"
    claims = claims_table(
        claim_at(text, "1", reporter="CHN", partner="BLR", measure="exports", status="actual"),
        claim_at(text, "2", reporter="BLR", measure="imports", kind="growth", status="actual"),
        claim_at(text, "3", reporter="CHN", against="RUS", measure="exports", status="actual", core=False),
        claim_at(text, "4", against="hopes", status="actual"),
    )
    choices = {
        "economy": {"Belarus (2)": "e0", "China (2)": "e1", "Russia (1)": "e2"},
        "measure": {"exports (2)": "m0", "imports (1)": "m1"},
        "kind": {"level (3)": "k0", "growth (1)": "k1"},
        "claims": {"about trade (3)": "c0", "everyday counts (1)": "c1"},  # all are actual: no status to choose
    }
    for body in (show(Article(text, id="a"), claims).body, table(claims).body):
        found = dict(re.findall(r"<label>(\w+) <select>(.*?)</select>", body))
        options = {name: dict(map(reversed, OPTION.findall(told))) for name, told in found.items()}
        assert options == choices
        facets = [one["data-facets"] for _, one in Page(body).tags if "data-facets" in one]
        assert facets == ["e1 e0 m0 k0 c0", "e0 m1 k1 c0", "e1 e2 m0 k0 c1", "k0 c0"]
        assert '<div class="tk-bar" role="search" aria-label="Filter claims" hidden>' in body


OPTION = re.compile(r'<option value="(\w+)">([^<]*)</option>')


def test_where_there_is_nothing_to_choose_there_are_no_filters() -> None:
    assert "tk-bar" not in table(ROWS.iloc[:1]).content
    assert "tk-bar" not in show("Nothing to count.").content


SENTENCE = "Of 25 mills in Riga <b>5</b> sold flour worth $1.25bn to Chad, up 12.5%."
FLOUR = {"item": "flour", "reporter": "LVA", "partner": "TCD", "period": "2023-01/2023-10", "unit": "USD"}
TOLD = {"measure": "exports", "sentence": SENTENCE}
MILLS = {"measure": "other", "sentence": SENTENCE, "unit": "mill"}
GROWTH = {"kind": "growth", "unit": "%", "basis": "yoy", "status": "forecast", "origin": "implied"}
ROWS = claims_table(
    claim_at(SENTENCE, "$1.25bn", value=1.25e9, status="actual", origin="stated", **TOLD, **FLOUR),
    claim_at(SENTENCE, "12.5%", value=12.5, **TOLD, **GROWTH),
    {**claim_at(SENTENCE, "5</b>", value=5.0, **MILLS), "text": "5"},
)


def test_the_table_reads_well() -> None:
    shown = table(ROWS)
    head, *rows = Page(shown.body).cells
    assert head == ["who", "what", "whom", "period", "value", "basis", "item", "status"]
    assert rows[0] == ["Latvia", "exports", "Chad", "Jan–Oct 2023", "$1.25 bn", "", "flour", ""]
    assert rows[1] == [SENTENCE.replace("$1.25bn", "*$1.25bn*")]
    assert rows[2] == ["", "growth of exports", "", "", "+12.5 %", "yoy", "", "forecast, implied"]
    assert rows[5] == [SENTENCE.replace("<b>5</b>", "<b>*5*</b>")]
    assert repr(shown).splitlines()[:2] == [
        "who     what               whom  period           value  basis  item   status",
        "Latvia  exports            Chad  Jan–Oct 2023  $1.25 bn         flour",
    ]


def test_a_row_leads_to_its_claim_and_says_what_it_is_sorted_by() -> None:
    implied = {"claim": "implied:1", "article": "a", "value": 2.0, "unit": "USD", "origin": "implied"}
    read = Page(table(claims_table({**claim_at(TEXT, "$1.25bn", **FLOUR), "value": 1.25e9}, implied)).body)
    bodies = [attributes["id"] for tag, attributes in read.tags if tag == "tbody"]
    assert bodies == [f"tk-row-a:{TEXT.index('$1.25bn')}", "tk-row-implied:1"]
    links = [attributes["href"] for tag, attributes in read.tags if tag == "a"]
    assert links == [f"#tk-claim-a:{TEXT.index('$1.25bn')}"]  # what is implied stands nowhere
    cells = [attributes for tag, attributes in read.tags if tag == "td" and "data-sort" in attributes]
    assert [one["data-sort"] for one in cells] == ["2023-01/2023-10", "1250000000.0", "", "2.0"]
    assert [one["data-unit"] for one in cells if "data-unit" in one] == ["USD", "USD"]


def test_rows_of_several_articles_name_theirs() -> None:
    rows = [{**claim_at(SENTENCE, "$1.25bn", **TOLD), "article": name, "claim": f"{name}:0"} for name in ("a", "<b>")]
    assert "<small>a</small>" not in table(claims_table(rows[0])).content
    shown = table(claims_table(*rows)).content
    assert "<small>a</small>" in shown
    assert "<small>&lt;b&gt;</small>" in shown


def test_the_bold_number_is_the_claim_s_own_where_the_figure_stands_twice() -> None:
    sentence = "Oats rose 5% and rye 7% while maize, too, rose 5%."
    second = sentence.rindex("5%")
    rows = [
        {**claim_at(sentence, number, sentence=sentence), "start": 100 + at, "end": 100 + at + 2}
        for number, at in (("5%", 10), ("7%", 21), ("5%", second))
    ]
    cells = [row[0] for row in Page(table(claims_table(*rows)).body).cells[2::2]]
    assert [cell.index("*") for cell in cells] == [10, 21, second]


def test_the_bold_number_is_no_part_of_another() -> None:
    sentence = "Of 25 mills and 5.5 stores 5 closed."
    row = claim_at(sentence, "5 closed", sentence=sentence)
    [cell] = Page(table(claims_table({**row, "text": "5"})).body).cells[-1]
    assert cell == "Of 25 mills and 5.5 stores *5* closed."


def test_a_long_sentence_is_shortened_around_its_number() -> None:
    sentence = "wheat " * 100 + "12.5% " + "barley " * 100
    [cell] = Page(table(claims_table(claim_at(sentence, "12.5%", sentence=sentence))).body).cells[-1]
    assert re.fullmatch(r"… (wheat )+\*12\.5%\*( barley)+ …", cell)
    assert 200 < len(cell) < 260


def test_the_table_says_how_many_rows_it_leaves_out() -> None:
    many = claims_table(*({"start": i, "value": float(i)} for i in range(60)))
    assert "shows all" not in table(many).body  # by default there is room for many
    shown = table(many, limit=50)
    assert len(Page(shown.body).cells) == 1 + 50  # without sentences, a row a claim
    assert "50 of 60 claims; table(claims, limit=60) shows all." in shown.body
    assert repr(shown).splitlines()[-1] == "50 of 60 claims; table(claims, limit=60) shows all."
    assert "shows all" not in table(many, limit=60).body


def test_an_empty_table_says_so() -> None:
    assert "<p>No claims.</p>" in table(ROWS.iloc[:0]).body
    assert repr(table(ROWS.iloc[:0])) == "No claims."


def test_some_columns_are_enough_for_a_table() -> None:
    assert Page(table(ROWS[["value", "unit"]]).body).cells[1] == ["", "", "", "$1.25 bn"]


@pytest.mark.parametrize(
    ("claims", "limit", "error", "said"),
    [
        (ROWS, 0, ValueError, "limit is 0"),
        ([1], 5, TypeError, "claims is a list"),
        (ROWS.iloc[0], 5, TypeError, "claims is a Series"),
        (pd.DataFrame({"a": [1], "b": [2]}), 5, ValueError, "lacks claim, value; it has a, b"),
        (ROWS.reset_index(drop=True), 5, ValueError, "lacks claim; it has article"),
    ],
)
def test_a_wrong_table_is_refused(claims: Any, limit: int, error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        table(claims, limit=limit)
