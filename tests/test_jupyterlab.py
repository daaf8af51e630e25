"""The notebooks in a real JupyterLab: an article is shown, and a correction outlives a killed kernel.

Screenshots land in the folder that TRADEKIT_SCREENSHOTS names, or in pytest's own.
"""

from __future__ import annotations

import itertools
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import pytest

from tradekit.notebooks import METADATA

sync_api = pytest.importorskip("playwright.sync_api", reason="needs the package playwright and a Chromium")
pytest.importorskip("jupyterlab")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs a Chromium, such as Debian's package chromium")

ROOT = Path(__file__).parents[1]
PATIENCE = 120_000  # milliseconds that a step may take on a busy machine; a step that is done is not waited for

# No questions to the network, and no greeting that lies over the page.
SETTINGS = {
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False, "doNotDisturbMode": True}
}

REVIEW = [
    "import os, tradekit\nprint(os.getpid())",
    'articles = tradekit.read("articles/kenya-railway.txt")\nclaims = tradekit.extract(articles)',
    'print(claims[["text", "item", "origin"]].to_csv(index=False))',
    "tradekit.review(articles)",
]


SCROLL_TO_CHART = """() => {
  const notebook = window.jupyterapp.shell.currentWidget.content;
  const drawn = (cell) => (cell.model.toJSON().outputs ?? []).some((output) => output.data?.["image/png"]);
  return notebook.scrollToItem(notebook.widgets.findIndex(drawn), "center");
}"""


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Run JupyterLab in a copy of the notebooks; give the address of a notebook by its name, and the folder."""
    home = tmp_path_factory.mktemp("lab")
    folder = home / "notebooks"
    shutil.copytree(ROOT / "notebooks", folder, ignore=shutil.ignore_patterns("figures", ".ipynb_checkpoints"))
    cells = [nbformat.v4.new_code_cell(source) for source in REVIEW]
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=METADATA), folder / "review.ipynb")
    for name, settings in SETTINGS.items():
        file = home / "LAB_SETTINGS_DIR" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        file.parent.mkdir(parents=True)
        file.write_text(json.dumps(settings))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    token = secrets.token_hex(16)
    # A home of its own: nobody's settings decide what is seen, and nobody's are changed.
    names = ["_CONFIG_DIR", "_DATA_DIR", "_RUNTIME_DIR", "LAB_SETTINGS_DIR", "LAB_WORKSPACES_DIR"]
    own = {f"JUPYTER{name}": str(home / name) for name in names}
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--expose-app-in-browser"]
    command += [
        f"--port={port}",
        "--ServerApp.port_retries=0",
        f"--IdentityProvider.token={token}",
        f"--notebook-dir={folder}",
    ]
    environment = {**os.environ, **own, "IPYTHONDIR": str(home), "PYTHONPATH": str(ROOT)}
    environment.pop("MPLBACKEND", None)  # what the tests set draws nothing in a notebook
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        said = list(itertools.takewhile(lambda line: "is running at" not in line, server.stderr))
        assert server.poll() is None, "".join(said)
        threading.Thread(target=server.stderr.read, daemon=True).start()  # a full pipe would halt the server
        yield f"http://127.0.0.1:{port}/lab/tree/{{}}?token={token}&reset", folder
        server.terminate()  # and its kernels with it


@pytest.fixture
def shots(tmp_path: Path) -> Path:
    """Give the folder for screenshots."""
    folder = Path(os.environ.get("TRADEKIT_SCREENSHOTS", tmp_path))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def opened(lab: tuple[str, Path], shots: Path, request: pytest.FixtureRequest) -> Iterator[Callable[[str], Any]]:
    """Open a notebook in JupyterLab, run all of it, and give the page."""
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])

        def open_notebook(name: str) -> Any:
            page = browser.new_page(viewport={"width": 1400, "height": 1000})
            page.set_default_timeout(PATIENCE)
            page.goto(lab[0].format(name))
            page.wait_for_function("() => window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel")
            run_all(page)
            return page

        yield open_notebook
        for page in browser.contexts[0].pages if browser.contexts else []:
            page.screenshot(path=shots / f"last-{request.node.originalname}.png")  # tells most of a failure
        browser.close()


@pytest.fixture
def shoot(shots: Path) -> Callable[[Any, Any, str], None]:
    """Take a picture of a page with something in sight, in JupyterLab's light and in its dark theme."""

    def take(page: Any, seen: Any, name: str) -> None:
        for theme, light in (("Dark", "false"), ("Light", "true")):
            page.evaluate(
                f"() => window.jupyterapp.commands.execute('apputils:change-theme', {{theme: 'JupyterLab {theme}'}})"
            )
            page.locator(f"body[data-jp-theme-light={light}]").wait_for(state="attached")
            seen.scroll_into_view_if_needed()
            page.screenshot(path=shots / f"{name}-{theme.lower()}.png")

    return take


def run_all(page: Any) -> None:
    """Run every cell of the notebook in front, wait until all have run, and see to it that none failed."""
    page.evaluate(
        """async () => {
          const panel = window.jupyterapp.shell.currentWidget;
          await panel.context.ready;
          await panel.sessionContext.ready;
          await window.jupyterapp.commands.execute("notebook:run-all-cells");
        }"""
    )
    assert [output for outputs in shown(page) for output in outputs if "evalue" in output] == []


def shown(page: Any) -> list[list[dict[str, Any]]]:
    """Give the outputs of each code cell."""
    cells = "window.jupyterapp.shell.currentWidget.content.model.sharedModel.cells"
    return list(page.evaluate(f"() => {cells}.filter((one) => one.cell_type === 'code').map((one) => one.outputs)"))


def printed(page: Any, cell: int) -> str:
    """Give what a code cell printed."""
    return "".join("".join(output["text"]) for output in shown(page)[cell])


def press(page: Any, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_a_notebook_shows_an_article_with_its_claims(opened: Any, shoot: Any) -> None:
    page = opened("01_from_article_to_table.ipynb")
    claim = page.locator(".tradekit-show mark", has_text="$26.8 million")
    claim.click()
    card = page.locator(".tk-card", has_text="$26.8 million")
    card.wait_for()
    assert "South Africa" in card.inner_text()
    shoot(page, claim, "show")
    chart = page.locator(".jp-OutputArea img").first
    page.evaluate(SCROLL_TO_CHART)  # what is far out of sight is not on the page
    assert chart.evaluate("async (one) => { await one.decode(); return one.naturalWidth; }") > 300
    shoot(page, chart, "chart")


def test_corrections_made_by_keyboard_outlive_a_killed_kernel(lab: tuple[str, Path], opened: Any, shoot: Any) -> None:
    page, saved = opened("review.ipynb"), lab[1] / "articles" / "corrections.csv"
    progress = page.locator(".tk-review-progress")
    progress.get_by_text("0 of").wait_for()
    press(page, "Escape")  # from the cell's text to the notebook, and on to what is in it
    for _ in range(20):
        press(page, "Tab")
        if page.evaluate("() => document.activeElement.matches('.tk-review')"):
            break
    press(page, "j", "j", "j", "e")
    page.locator(".tk-review-field[data-field=value] input:focus").wait_for()
    press(page, *["Tab"] * 7)
    assert page.evaluate("() => document.activeElement.name") == "item"
    page.keyboard.type("railway")
    press(page, "Enter")
    progress.get_by_text("1 of").wait_for()
    press(page, "n", "a", "x")
    progress.get_by_text("3 of").wait_for()
    corrections = pd.read_csv(saved).set_index("text")
    assert corrections["action"].to_dict() == {"475km": "edit", "$5 billion": "accept", "$2 billion": "reject"}
    assert corrections.loc["475km", ["fields", "item"]].tolist() == ["item", "railway"]
    shoot(page, progress, "reviewed")

    assert "475km,,stated" in printed(page, 2)
    bytes_before = saved.read_bytes()
    os.kill(int(printed(page, 0)), signal.SIGKILL)
    page.get_by_text("appears to have died. It will restart automatically.").wait_for()
    press(page, "Enter")
    page.wait_for_function(
        "() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.status === 'idle'"
    )
    assert saved.read_bytes() == bytes_before
    run_all(page)
    claims = printed(page, 2)
    assert "475km,railway,edited" in claims
    assert "$2 billion" not in claims
    page.locator(".tk-review-progress").get_by_text("3 of").wait_for()
    page.locator(".tk-review").focus()
    press(page, "e")
    page.locator(".tk-review-field[data-field=value] input:focus").wait_for()
    shoot(page, page.locator(".tk-review-progress"), "again")
