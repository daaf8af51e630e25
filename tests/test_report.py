"""The report: what its sections tell, that nothing of an article gets out of its place, and the command line."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tradekit import CorrectionWarning, __version__, charts
from tradekit.articles import Article, read
from tradekit.articles.corrections import corrections_text
from tradekit.checks import implied
from tradekit.cli import main
from tradekit.frame import extract
from tradekit.show import report, reporting, show, table
from tradekit.show.reporting import CHARTS

TEXT = "China's exports to Chile rose 5% to $4bn in 2023. Three ships left on May 5, 2023."
ARTICLE = Article(TEXT, id="chile", title="Ships & steel", date="2024-02-01", publisher="Wire")
OTHER = Article("Nothing to count.", id="quiet")
SAMPLES = read(Path(__file__).parents[1] / "notebooks" / "articles")

# What breaks out of text, attributes, styles, scripts, addresses or comments where it is not escaped.
PAYLOADS = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
    '" autofocus onfocus="alert(1)',
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "https://example.com/\"onmouseover='alert(1)'",
    "<!--",
    "]]>",
    "</title></head></main></article></table>",
    "&#60;script&#62;",
    "\x00<\x00script>",
]


class Parts(HTMLParser):
    """The elements of a page, each with its attributes, and its text by element."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def all(self, attribute: str) -> list[str]:
        return [attributes[attribute] for _, attributes in self.tags if attribute in attributes]


@pytest.fixture(autouse=True)
def few_charts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw two charts, as all of them take seconds."""
    monkeypatch.setattr(reporting, "CHARTS", ("levels", "growth"))


def section(content: str, heading: str) -> str:
    """Give the text of a section."""
    inside = content.partition(f"<h2>{heading}</h2>")[2].partition("</section>")[0]
    return " ".join(re.sub(r"<[^>]*>", " ", inside).split())


def test_the_sections_tell_what_was_read_and_what_was_not() -> None:
    made = report([ARTICLE, OTHER], problems=["old.pdf was not read"])
    summary = section(made.content, "Summary")
    assert "3 claims in 2 articles of 1 publisher, published 2024-02-01: 2 about trade" in summary
    assert "1 everyday count." in summary
    assert f"tradekit {__version__}" in summary
    for line in ("What exports 2", "Whose China 2", "With whom Chile 2", "When 2023 2", "Kind level 1 growth 1"):
        assert line in summary
    assert section(made.content, "Claims").count("rose 5% to $4bn") == 2
    assert "Ships &amp; steel · Wire" in made.content
    assert section(made.content, "Numbers left alone") == (
        "2 numbers that state nothing; they are grey in the articles. why times such as date or time 2 2023, 5"
    )
    problems = section(made.content, "Problems")
    assert problems.startswith(
        "old.pdf was not read Without a date, so that “last year” and the like stay missing: quiet"
    )
    assert "Without a claim: quiet" in problems
    assert "whose information it is in 2" in problems


def test_the_summary_counts_what_the_table_holds() -> None:
    claims = extract(SAMPLES)
    core = claims[claims["core"]]
    summary = section(report(SAMPLES, claims).content, "Summary")
    for measure, times in core["measure"].value_counts().head(3).items():
        assert f" {measure} {times} " in summary
    for year, times in core["period_start"].dt.year.value_counts().head(3).items():
        assert f" {year:.0f} {times} " in summary
    assert f"no period {core['period'].isna().sum()} " in summary
    assert sum(map(int, re.findall(r" (\d+)", summary.partition("What ")[2].partition("Whose")[0]))) == len(core) + 6


def test_charts_have_their_descriptions_and_need_no_request() -> None:
    claims = extract(ARTICLE)
    claims = claims[claims["core"]]
    images = [attributes for tag, attributes in Parts(report(ARTICLE).content).tags if tag == "img"]
    wanted = [charts.alt_text(charts.levels(claims)), charts.alt_text(charts.growth(claims))]
    assert [image["alt"] for image in images] == wanted
    assert all(image["src"].startswith("data:image/svg+xml;base64,") for image in images)


def test_where_there_is_nothing_it_says_so() -> None:
    made = report(OTHER)
    assert section(made.content, "Charts") == "There is nothing to draw."
    assert section(made.content, "Claims") == "No claims."
    assert section(made.content, "Numbers left alone") == "Every number is a claim."


def test_what_is_implied_is_in_the_table_but_in_no_article() -> None:
    claims = extract("China's surplus with Belarus rose 47.6% to $4.77bn in 2024.")
    both = pd.concat([claims, implied(claims)])
    made = report(Article("China's surplus with Belarus rose 47.6% to $4.77bn in 2024."), both)
    assert 'id="tk-row-implied:1"' in made.content
    assert "tk-claim-implied" not in made.content


def test_the_page_is_sound_html() -> None:
    parts = Parts(report(SAMPLES).content)
    assert len(parts.all("id")) == len(set(parts.all("id"))), "an id is there twice"
    assert {link[1:] for link in parts.all("href") if link.startswith("#")} <= set(parts.all("id"))
    assert [tag for tag, attributes in parts.tags if tag == "img" and not attributes["alt"]] == []
    levels = [
        int(attributes.get("aria-level", tag[1:])) for tag, attributes in parts.tags if is_heading(tag, attributes)
    ]
    assert all(after <= before + 1 for before, after in zip([1, *levels], levels, strict=False)), "a level is left out"
    assert {"nav", "section", "article"} <= {tag for tag, _ in parts.tags}


def is_heading(tag: str, attributes: dict[str, str]) -> bool:
    return tag in ("h1", "h2", "h3") or attributes.get("role") == "heading"


def test_the_same_articles_give_the_same_page(tmp_path: Path) -> None:
    for name in ("one.html", "two.html"):
        report([ARTICLE, OTHER], title="Ships").save(tmp_path / name)
    page = (tmp_path / "one.html").read_text(encoding="utf-8")
    assert page == (tmp_path / "two.html").read_text(encoding="utf-8")
    assert "<title>Ships</title>" in page
    assert "<h1>Ships</h1>" in page
    assert page.count("<style>") == page.count("<script>") == page.count("<main>") == 1


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_of_an_article_or_table_gets_out_of_its_place(payload: str) -> None:
    article = Article(
        f"{payload} China exported $4bn of tea in 2023. {payload}",
        id=payload,
        title=payload,
        publisher=payload,
        url=payload,
    )
    claims = extract(article)
    texts = ["item", "source", "notes", "against", "reporter", "partner", "period", "basis", "unit", "sentence"]
    claims = claims.assign(**dict.fromkeys(texts, payload), mine=payload)
    shown = show([article, OTHER], claims).content, table(claims).content
    for content in (*shown, report([article, OTHER], claims, title=payload, problems=[payload]).content):
        tags = Parts(content).tags
        assert {tag for tag, _ in tags}.isdisjoint({"script", "style", "svg", "b0", "title", "head"})
        names = {name for _, attributes in tags for name in attributes}
        assert not [name for name in names if name.startswith("on") or name in ("autofocus", "style", "srcdoc")]
        links = [attributes["href"] for tag, attributes in tags if tag == "a"]
        assert all(link.startswith("#tk-") or link == payload for link in links)
        assert payload.startswith("https:") or payload not in links
        assert all(
            attributes["src"].startswith("data:image/svg+xml;base64,") for tag, attributes in tags if tag == "img"
        )
        assert content.count("<article") == content.count("</article>")


@pytest.mark.parametrize(
    ("given", "error", "said"),
    [
        ({"articles": []}, ValueError, "no articles to report on; give at least one"),
        ({"articles": 42}, TypeError, "articles is a int"),
        ({"articles": ARTICLE, "claims": [1]}, TypeError, "claims is a list"),
        ({"articles": OTHER, "claims": extract(ARTICLE)}, ValueError, "is of article 'chile', which is not among"),
        ({"articles": ARTICLE, "problems": "one"}, TypeError, "problems is a str; it must be a list"),
    ],
)
def test_what_cannot_be_reported_is_refused(given: dict[str, Any], error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=re.escape(said)):
        report(**given)


def test_every_chart_is_drawn_and_forty_articles_fit_into_a_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reporting, "CHARTS", CHARTS)
    many = [Article(one.text, id=f"{one.id}-{number}", date=one.date) for number in range(3) for one in SAMPLES][:40]
    content = report(many).content
    assert len(Parts(content).all("alt")) == len(CHARTS)
    assert len(content.encode()) < 5_000_000


# --- the command


def folder(tmp_path: Path) -> Path:
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "chile.txt").write_text(TEXT)
    (tmp_path / "news" / "empty.txt").write_text("")
    return tmp_path / "news"


def test_the_command_writes_a_report_with_what_could_not_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    news = folder(tmp_path)
    assert main(["report", str(news), "-o", str(tmp_path / "report.html"), "--title", "Ships"]) == 0
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "<h1>Ships</h1>" in page
    assert "empty.txt is empty" in section(page, "Problems")
    said = capsys.readouterr()
    assert said.out == ""
    warning, told = said.err.splitlines()
    assert warning.startswith("Warning: ")
    assert "empty.txt is empty" in warning
    assert re.fullmatch(r"3 claims from 1 article in .*report\.html \(0\.\d MB\)", told)


def test_a_correction_that_no_longer_fits_is_among_the_problems(tmp_path: Path) -> None:
    news = folder(tmp_path)
    row = {"article": "chile", "start": 27, "end": 29, "text": "7%", "action": "reject", "core": True}
    (news / "corrections.csv").write_text(corrections_text([row]))
    with pytest.warns(CorrectionWarning) as warned:
        extract(read(news / "chile.txt"))
    assert main(["report", str(news), "-o", str(tmp_path / "report.html")]) == 0
    problems = section((tmp_path / "report.html").read_text(encoding="utf-8"), "Problems")
    assert html.escape(str(warned[0].message)) in problems


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["report"], "Missing argument 'PATH...'"),
        (["report", "none", "-o", "r.html"], "none does not exist"),
        (["report", "{news}"], "Missing option '-o' / '--output'"),
        (["report", "{news}", "-o", "r.pdf"], "r.pdf: the page is an .html file; give -o a name such as page.html"),
        (["report", "{news}", "-o", "none/r.html"], "none/r.html: there is no folder none"),
    ],
)
def test_an_error_of_the_command_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    news = folder(tmp_path)
    assert main([word.format(news=news) for word in words]) == 2
    err = capsys.readouterr().err
    assert err.startswith("Error: ")
    assert said in err
    assert err.count("\n") == 1
