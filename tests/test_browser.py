"""What displays do in a browser: pointing, clicking, Tab, Esc, filters, sorting, links, no script, colours, paper."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tradekit.articles import Article, read
from tradekit.frame import extract
from tradekit.review import review
from tradekit.show import Display, report, reporting, show, table

sync_api = pytest.importorskip("playwright.sync_api", reason="needs the package playwright and a Chromium")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs a Chromium, such as Debian's package chromium")

TEXT = (
    "In 2023 China promised Kenya a loan of $2 billion <script>alert(1)</script> & “more”.\n\n"
    "On May 5, 2024 customs said exports of tea rose 12.5% to $4bn."
)
ARTICLE = Article(TEXT, id="a", date="2024-06-01")
SAMPLES = read(Path(__file__).parents[1] / "notebooks" / "articles")
CLAIMS = extract(SAMPLES)
SIZES = [(1300, 800), (700, 700), (420, 760)]

# The labels, the card and the claim in focus: what covers what, and what sticks out.
FAULTS = """() => {
  const box = (element) => element.getBoundingClientRect();
  const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  const tags = [...document.querySelectorAll(".tk-tag")], mark = document.activeElement;
  const card = box(document.querySelector(".tk-card")), text = box(mark.closest(".tk-text"));
  const faults = [];
  if (!document.querySelector(".tk-card").textContent.includes(mark.textContent)) faults.push("another claim's card");
  if ([...mark.getClientRects()].some((line) => meet(line, card))) faults.push("the card covers the claim");
  if (card.left < 0 || card.top < 0 || card.right > innerWidth || card.bottom > innerHeight || card.height < 60)
    faults.push("the card sticks out");
  tags.forEach((tag, i) => {
    if (tags.slice(0, i).some((other) => meet(box(tag), box(other)))) faults.push(`${tag.dataset.tag} covers a label`);
    if (box(tag).left < text.left - 1 || box(tag).right > text.right + 1) faults.push(`${tag.dataset.tag} sticks out`);
  });
  return faults;
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield running
        running.close()


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Iterator[Any]:
    """Open a display as a saved page; it may ask for nothing, and no script may fail or be refused."""
    contexts, said = [], []

    def open_page(display: Any, size: tuple[int, int] = (1300, 800), **options: Any) -> Any:
        contexts.append(browser.new_context(viewport={"width": size[0], "height": size[1]}, **options))
        page = contexts[-1].new_page()
        display.save(tmp_path / "page.html")
        address = (tmp_path / "page.html").as_uri()
        page.on("request", lambda request: request.url == address or said.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert said == []


def labels(page: Any) -> dict[str, str]:
    """Give each label with the words that it stands on."""
    found = page.eval_on_selector_all(".tk-tag", "all => all.map((one) => [one.dataset.tag, one.parentNode.innerText])")
    return dict(found)


def test_the_text_is_the_article_s_also_while_words_are_labelled(opened: Any) -> None:
    page = opened(show(ARTICLE))
    text = page.locator(".tk-text")
    assert text.evaluate("one => one.textContent") == TEXT
    page.get_by_text("$2 billion").first.hover()
    page.wait_for_selector(".tk-tag")
    assert text.evaluate("one => one.textContent") == TEXT
    assert page.locator("script").count() == 1


def test_pointing_at_a_claim_labels_the_words_that_it_was_read_from(opened: Any) -> None:
    page = opened(show(ARTICLE))
    mark, card = page.locator("mark", has_text="$2 billion"), page.locator(".tk-card")
    mark.hover()
    page.wait_for_selector(".tk-tag")
    told = labels(page)
    assert {told["partner"], told["measure"], told["period"]} == {"Kenya", "loan", "2023"}
    assert "“Kenya”, rule" in card.inner_text()
    page.mouse.move(5, 780)
    card.wait_for(state="hidden")
    assert labels(page) == {}


def test_a_click_keeps_a_claim_and_a_second_click_or_escape_lets_go(opened: Any) -> None:
    page = opened(show(ARTICLE))
    mark, card = page.locator("mark", has_text="$2 billion"), page.locator(".tk-card")
    for let_go in (lambda: mark.click(), lambda: page.keyboard.press("Escape")):
        mark.click()
        page.locator("mark", has_text="12.5%").hover()
        page.wait_for_timeout(300)  # longer than the pointer may take from a claim to its card
        assert "$2 billion" in card.inner_text()
        assert labels(page)["partner"] == "Kenya"
        let_go()
        page.mouse.move(5, 780)
        card.wait_for(state="hidden")


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_tab_reaches_every_claim_and_nothing_covers_another(opened: Any, size: tuple[int, int]) -> None:
    claims = extract(SAMPLES[:6])
    page = opened(show(SAMPLES[:6], claims), size)
    page.locator("article").first.focus()
    faults = {}
    for name, number in claims["text"].items():
        page.keyboard.press("Tab")
        assert number.startswith(page.evaluate("document.activeElement.textContent")), name
        if found := page.evaluate(FAULTS):
            faults[name] = found
    assert faults == {}


def test_two_displays_on_one_page_do_not_meddle(opened: Any) -> None:
    one, two = show(ARTICLE), show(Article("Fiji exported $3m of rum in 2022.", id="b"))
    one = both(one, two)
    page = opened(one)
    page.locator("mark", has_text="$3m").last.hover()
    page.wait_for_selector(".tk-tag")
    assert page.locator(".tradekit-show").nth(0).locator(".tk-tag, .tk-on").count() == 0
    assert page.locator(".tk-card:visible").count() == 1


def test_the_box_turns_the_grey_off(opened: Any) -> None:
    page = opened(show(ARTICLE))
    skip = page.locator(".tk-text .tk-skip").first
    grey = skip.evaluate("one => getComputedStyle(one).color")
    text = page.locator(".tk-text").evaluate("one => getComputedStyle(one).color")
    assert grey != text
    page.locator("input").uncheck()
    assert skip.evaluate("one => getComputedStyle(one).color") == text
    assert skip.get_attribute("title").startswith("left alone: ")


def test_without_scripts_a_claim_has_its_row_in_its_title_and_below_its_line(opened: Any) -> None:
    page = opened(show(ARTICLE), java_script_enabled=False)
    mark = page.locator("mark", has_text="$2 billion")
    assert "“Kenya”, rule" in mark.get_attribute("title")
    row = "one => getComputedStyle(one, '::after').content"
    assert mark.evaluate(row) == "none"
    mark.click()
    assert "partner: Kenya (KEN)" in mark.evaluate(row)


def both(one: Display, other: Display) -> Display:
    """Put two displays on one page, as a notebook does."""
    return Display(one.title, one.content + other.content, one.plain)


@pytest.fixture(scope="module")
def whole() -> Display:
    """Give a report on the samples, with two charts, as all of them take seconds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reporting, "CHARTS", ("levels", "growth"))
        return report(SAMPLES, CLAIMS, problems=["A file that could not be read"])


# --- filters and sorting


def test_the_filters_choose_rows_claims_and_articles_together(opened: Any, whole: Display) -> None:
    page = opened(whole)
    wanted = CLAIMS["reporter"].eq("IND") | CLAIMS["partner"].eq("IND") | CLAIMS["against"].eq("IND")
    wanted &= CLAIMS["kind"] == "growth"
    page.locator("select").first.select_option(label=f"India ({india()})")
    page.locator("label", has_text="kind").locator("select").select_option(index=3)
    shown = page.eval_on_selector_all("tbody[id]:not([hidden])", "all => all.map((one) => one.title)")
    assert shown == list(CLAIMS.index[wanted])
    marks = page.eval_on_selector_all(".tk-text mark[tabindex='0']", "all => all.map((one) => one.id)")
    assert marks == [f"tk-claim-{claim}" for claim in shown]
    articles = list(CLAIMS["article"][wanted].unique())
    for selector in (".tk-article:visible b", ".tk-index li:visible a"):
        assert page.locator(selector).all_inner_texts() == articles
    assert page.locator("output").inner_text() == f"{len(shown)} of {len(CLAIMS)} claims"
    page.get_by_role("button", name="Show all").click()
    assert page.locator("tbody[id]:visible").count() == len(CLAIMS)
    assert page.locator(".tk-article:visible").count() == len(SAMPLES)


def india() -> int:
    return sum("IND" in set(sides) for sides in CLAIMS[["reporter", "partner", "against"]].itertuples(index=False))


def test_a_heading_sorts_up_down_and_back(opened: Any) -> None:
    page = opened(table(CLAIMS, limit=len(CLAIMS)))
    rows = "all => all.map((one) => one.title)"
    for name in ("period", "value"):
        button = page.locator("th", has_text=name).get_by_role("button")
        for way, sign in (("ascending", 1), ("descending", -1)):
            button.click()
            assert page.locator(f"th[aria-sort={way}]").all_inner_texts() == [name]
            shown = CLAIMS.loc[page.eval_on_selector_all("tbody", rows)]
            if name == "period":
                days = shown["period_start"].map(pd.Timestamp.toordinal, na_action="ignore") * sign
                assert days.head(days.count()).is_monotonic_increasing  # what has none comes last
            else:
                assert all(
                    values.is_monotonic_increasing for _, values in (sign * shown["value"]).groupby(shown["unit"])
                )
                assert len(list(itertools.groupby(shown["unit"]))) == CLAIMS["unit"].nunique()  # units stay together
        button.click()
        assert page.eval_on_selector_all("tbody", rows) == list(CLAIMS.index)


# --- from a row to its claim and back


def test_a_row_leads_to_its_claim_and_its_card_back_to_the_row(opened: Any, whole: Display) -> None:
    page = opened(whole)
    name = CLAIMS.index[-1]
    row = page.locator(f"tbody[title='{name}']")
    row.locator("td").first.click()
    assert page.evaluate("document.activeElement.id") == f"tk-claim-{name}"
    assert page.locator(f"[id='tk-claim-{name}']").evaluate(IN_SIGHT)
    page.get_by_role("link", name="To its row in the table").click()
    assert page.evaluate("document.activeElement.closest('tbody').title") == name
    assert row.evaluate(IN_SIGHT)
    assert page.locator(".tk-card").is_hidden()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == f"tk-claim-{name}"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('tbody').title") == name


IN_SIGHT = """one => {
  const box = one.getClientRects()[0], there = document.elementFromPoint(box.left + 3, box.top + box.height / 2);
  return one.contains(there);
}"""


def test_a_row_leads_to_an_article_in_another_display_even_if_filters_hid_it(opened: Any) -> None:
    page = opened(both(table(CLAIMS, limit=len(CLAIMS)), show(SAMPLES, CLAIMS)))
    name = CLAIMS.index[0]
    page.locator(".tradekit-show select").first.select_option(label=f"India ({india()})")
    assert page.locator(f"[id='tk-claim-{name}']").is_hidden()
    page.locator(f"tbody[title='{name}'] a").click()
    assert page.evaluate("document.activeElement.id") == f"tk-claim-{name}"
    assert page.locator(f"[id='tk-claim-{name}']").evaluate(IN_SIGHT)


def test_a_row_without_its_article_says_so(opened: Any) -> None:
    page = opened(table(CLAIMS))
    page.locator("tbody a").first.click()
    assert page.get_by_role("status").last.inner_text() == (
        f"The article of {CLAIMS.index[0]} is not on this page; tradekit.show(articles, claims) shows it."
    )


def test_words_of_a_row_can_be_selected(opened: Any, whole: Display) -> None:
    page = opened(whole)
    sentence = page.locator("tbody[id] .tk-sentence div").first
    sentence.dblclick(position={"x": 100, "y": 10})
    assert page.evaluate("String(getSelection()).trim()") != ""


def test_without_scripts_links_work_and_nothing_that_needs_them_is_there(opened: Any, whole: Display) -> None:
    page = opened(whole, java_script_enabled=False)
    assert page.locator(".tk-bar").is_hidden()
    assert page.locator("th button").count() == 0
    link = page.locator("tbody[id] a").last
    link.click()
    target = page.locator(f"[id='{link.get_attribute('href')[1:]}']")
    assert target.evaluate("one => one.matches(':target')")
    assert target.evaluate(IN_SIGHT)


# --- colours, sizes, paper

# Each text with too little contrast (WCAG AA), its colour and what is behind it, through all that is translucent.
FAINT = """() => {
  const parse = (said) => {
    const parts = said.match(/[\\d.]+/g).map(Number), unit = said.startsWith("color(") ? 255 : 1;
    return [...parts.slice(0, 3).map((part) => part * unit), parts[3] ?? 1];
  };
  const mix = (above, below, alpha) => above.slice(0, 3).map((part, i) => part * alpha + below[i] * (1 - alpha));
  const light = (colour) => {
    const [r, g, b] = colour.map((part) => part / 255).map((part) =>
      part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const probe = document.body.appendChild(document.createElement("i"));
  probe.style.backgroundColor = "Canvas";
  const canvas = parse(getComputedStyle(probe).backgroundColor);
  probe.remove();
  const behind = (one) => {
    if (!one) return canvas;
    const style = getComputedStyle(one), below = behind(one.parentElement), own = parse(style.backgroundColor);
    return mix(mix(own, below, own[3]), below, Number(style.opacity));
  };
  const faint = [], texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const look = (one, colour, text) => {
    const back = behind(one);
    let said = parse(colour);
    said = mix(said, back, said[3]);
    for (let outer = one; outer; outer = outer.parentElement) {
      const opacity = Number(getComputedStyle(outer).opacity);
      if (opacity < 1) said = mix(said, behind(outer.parentElement), opacity);
    }
    const [dim, bright] = [light(said), light(back)].sort((a, b) => a - b);
    const ratio = (bright + 0.05) / (dim + 0.05);
    if (ratio < 4.5) faint.push(`${ratio.toFixed(2)} ${one.className || one.tagName} ${text.slice(0, 30)}`);
  };
  while (texts.nextNode()) {
    const one = texts.currentNode.parentElement;
    const seen = texts.currentNode.data.trim() && one.checkVisibility() && !one.closest(":disabled, style, script");
    if (seen) look(one, getComputedStyle(one).color, texts.currentNode.data);
  }
  document.querySelectorAll(".tk-tag").forEach((tag) => look(tag, getComputedStyle(tag).color, tag.dataset.tag));
  return [...new Set(faint)];
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out_from_what_is_behind_it(opened: Any, whole: Display, scheme: str) -> None:
    page = opened(whole, color_scheme=scheme)
    assert page.evaluate("light => matchMedia('(prefers-color-scheme: dark)').matches !== light", scheme == "light")
    for number in range(0, len(CLAIMS), 60):
        page.locator(".tk-text mark[id]").nth(number).focus()
        assert page.locator(".tk-card").is_visible()
        assert page.evaluate(FAINT) == []
    page.locator("tbody[id]").nth(3).hover()
    assert page.evaluate(FAINT) == []


@pytest.mark.parametrize("dark", [False, True])
def test_the_theme_of_the_notebook_counts_not_that_of_the_system(opened: Any, dark: bool) -> None:
    page = opened(both(show(ARTICLE), table(CLAIMS)), color_scheme="light" if dark else "dark")
    page.evaluate(
        """(dark) => {
          document.body.dataset.jpThemeLight = String(!dark);
          document.documentElement.style.background = dark ? "#111" : "#fff";
          document.body.style.cssText = `color-scheme: ${dark ? "dark" : "light"}; color: CanvasText`;
        }""",
        dark,
    )
    page.locator("mark", has_text="$2 billion").click()
    assert page.evaluate(FAINT) == []


@pytest.mark.parametrize(
    ("width", "size"), [(420, "100%"), (420, "200%"), (700, "100%"), (1300, "200%"), (1920, "100%")]
)
def test_nothing_is_wider_than_the_page_and_sizes_follow_the_reader_s(
    opened: Any, whole: Display, width: int, size: str
) -> None:
    page = opened(whole, (width, 900))
    mark = page.locator(".tk-text mark[id]").first
    mark.focus()
    before = page.evaluate(TEXT_SIZES)
    mark.blur()
    page.evaluate("size => { document.documentElement.style.fontSize = size; }", size)
    mark.focus()
    assert page.evaluate("document.documentElement.scrollWidth") <= width + 1  # a pixel by rounding
    times = int(size.removesuffix("%")) / 100
    assert page.evaluate(TEXT_SIZES) == [pytest.approx(times * one, rel=0.01) for one in before]
    assert min(before) >= 11


TEXT_SIZES = """() => [...document.querySelectorAll(
  "h1, h2, p, li, th, td, small, mark, select, button, dt, dd, .tk-tag, caption")]
  .map((one) => parseFloat(getComputedStyle(one).fontSize))"""


def test_on_paper_all_rows_are_there_and_no_controls(opened: Any, whole: Display, tmp_path: Path) -> None:
    page = opened(whole)
    page.emulate_media(media="print")
    assert page.locator(".tk-bar:visible, .tk-hint:visible, .tk-contents:visible, .tk-card:visible").count() == 0
    assert page.locator(".tk-scroll").evaluate("one => one.scrollHeight <= one.clientHeight + 2")
    page.pdf(path=tmp_path / "report.pdf", format="A4")
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")
    page.emulate_media(media="screen")
    page.locator("select").first.select_option(label=f"India ({india()})")
    page.emulate_media(media="print")
    assert page.locator(".tk-bar").is_visible()  # or nobody would know that rows are left out


RENDER = """async ([script, state]) => {
  const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  const model = { get: (name) => state[name], on() {}, send() {} };
  (await import(url)).default.render({ model, el: document.body.appendChild(document.createElement("div")) });
}"""
DISPLAY = "(html) => document.body.append(document.createRange().createContextualFragment(html))"


def test_a_display_below_a_review_leaves_it_alone(
    browser: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # where its corrections would be
    pytest.importorskip("anywidget")
    from tradekit.review.widget import HERE

    widget, said = review(ARTICLE), []
    page = browser.new_page()
    page.on("pageerror", lambda error: said.append(str(error)))
    names = ("form", "economies", "articles_listed", "overview", "page", "current")
    state = {name: getattr(widget, name) for name in names}
    page.evaluate(RENDER, [(HERE / "review.js").read_text(encoding="utf-8"), state])
    page.evaluate(DISPLAY, show(ARTICLE).body)
    page.locator(".tk-review mark").first.hover()
    page.locator(".tradekit-show .tk-text mark").first.hover()
    page.locator(".tradekit-show .tk-card").wait_for()
    assert page.locator(".tk-review .tk-card").count() == 0
    assert page.locator(".tk-review mark.tk-now").count() > 0
    assert said == []
    page.close()
