"""What `show` does in a browser: pointing, clicking, Tab, Esc, the box for the numbers left alone, no script, paper."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tradekit.articles import Article, read
from tradekit.frame import extract
from tradekit.show import show

sync_api = pytest.importorskip("playwright.sync_api", reason="needs the package playwright and a Chromium")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs a Chromium, such as Debian's package chromium")

TEXT = (
    "In 2023 China promised Kenya a loan of $2 billion <script>alert(1)</script> & “more”.\n\n"
    "On May 5, 2024 customs said exports of tea rose 12.5% to $4bn."
)
ARTICLE = Article(TEXT, id="a", date="2024-06-01")
SAMPLES = read(Path(__file__).parents[1] / "notebooks" / "articles")
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
    page.keyboard.press("Tab")  # the box in the legend
    faults = {}
    for name, number in claims["text"].items():
        page.keyboard.press("Tab")
        assert number.startswith(page.evaluate("document.activeElement.textContent")), name
        if found := page.evaluate(FAULTS):
            faults[name] = found
    assert faults == {}


def test_two_displays_on_one_page_do_not_meddle(opened: Any) -> None:
    one, two = show(ARTICLE), show(Article("Fiji exported $3m of rum in 2022.", id="b"))
    one = type(one)(one.title, one.body + two.body, one.plain)
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


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_labels_are_readable_in_both_schemes(opened: Any, scheme: str) -> None:
    page = opened(show(ARTICLE), color_scheme=scheme)
    page.locator("mark", has_text="$2 billion").click()
    colours = page.eval_on_selector_all(
        ".tk-tag", "all => all.map((one) => [getComputedStyle(one).color, getComputedStyle(one).backgroundColor])"
    )
    assert len(colours) >= 4
    assert all(contrast(*pair) >= 4.5 for pair in colours)


def test_without_scripts_a_claim_has_its_row_in_its_title_and_below_its_line(opened: Any) -> None:
    page = opened(show(ARTICLE), java_script_enabled=False)
    mark = page.locator("mark", has_text="$2 billion")
    assert "“Kenya”, rule" in mark.get_attribute("title")
    row = "one => getComputedStyle(one, '::after').content"
    assert mark.evaluate(row) == "none"
    mark.click()
    assert "partner: Kenya (KEN)" in mark.evaluate(row)


def contrast(one: str, other: str) -> float:
    """Compute WCAG's contrast of two colours as a browser writes them."""
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def luminance(colour: str) -> float:
    parts = [int(part) / 255 for part in colour.removeprefix("rgb(").removesuffix(")").split(",")]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
