"""The house: what DESIGN asks of the project as a whole, and the tools that judge it."""

from __future__ import annotations

import ast
import csv
import inspect
import re
import shutil
import subprocess
import sys
import types
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest

import tradekit
from tradekit import charts
from tradekit.frame import COLUMNS, INDEX
from tradekit.notebooks import numbered, run_notebook

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "tradekit"
NOTEBOOKS = ROOT / "notebooks"

# The two commands of the README; .ci/run calls the second.
VENV = "python3 -m venv .venv && .venv/bin/pip install --quiet "
FIGURES = VENV + "'.[notebooks]' && .venv/bin/tradekit figures"
TESTS = VENV + "--editable '.[test]' && .venv/bin/python -m pytest -n auto"

TOP_LEVEL = {
    *("README.md", "pyproject.toml", "LICENSE", "notebooks", "tradekit", "tests"),
    *(".ci", ".github", ".gitignore", ".pre-commit-config.yaml"),
}

# A room (a module or a folder) imports only from the rooms before it.
ROOMS = (
    *("tables", "sentences", "articles", "periods", "quantities", "places", "terms", "claims"),
    *("formats", "frame", "reasons", "checks", "conversion", "official", "charts", "show", "review", "corpus"),
    *("notebooks", "cli"),
)
LONGEST_MODULE = 450
LONGEST_CELL = 15


def tracked() -> list[Path]:
    """Give the files of the project: those that git has, or would take."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode()
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def names(paths: list[Path]) -> list[str]:
    """Give the names that pytest shows for files."""
    return [str(path.relative_to(ROOT)) for path in paths]


MODULES = sorted(PACKAGE.rglob("*.py"))
TABLES = sorted((PACKAGE / "tables").glob("*.csv"))
ALL_NOTEBOOKS = [*sorted(NOTEBOOKS.glob("[0-9][0-9]*.ipynb")), *sorted(NOTEBOOKS.glob("guides/*.ipynb"))]


# --- the tools


@pytest.mark.parametrize(
    "words",
    ["ruff check .", "ruff format --check --diff .", "mypy"],
    ids=["ruff check", "ruff format", "mypy"],
)
def test_tool_finds_nothing(words: str) -> None:
    done = subprocess.run([sys.executable, "-m", *words.split()], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, f"{words}\n{done.stdout}{done.stderr}"


def test_the_readme_has_both_commands_and_ci_runs_the_tests() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert FIGURES in readme
    assert TESTS in readme
    assert TESTS in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_the_readme_tells_every_column_in_order() -> None:
    told = re.findall(r"^\| `(\w+)`", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert [name for name in told if name in {c.name for c in (INDEX, *COLUMNS)}] == [
        column.name for column in (INDEX, *COLUMNS)
    ]


def test_what_the_readme_links_to_is_there() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert [link for link in links if not (ROOT / link).exists()] == []


# --- the rooms


def imported(module: Path) -> Iterator[str]:
    """Give each room that a module imports from, wherever in it."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            dotted = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: imports are written out (from tradekit.x import y)"
            # `from tradekit import tables` names the room after the import.
            ends = [f".{alias.name}" for alias in node.names] if node.module == "tradekit" else [""]
            dotted = [f"{node.module}{end}" for end in ends]
        else:
            continue
        yield from (name.split(".")[1] for name in dotted if name.startswith("tradekit."))


@pytest.mark.parametrize("module", MODULES, ids=names(MODULES))
def test_a_module_imports_only_from_rooms_above_its_own(module: Path) -> None:
    room = module.relative_to(PACKAGE).parts[0].removesuffix(".py")
    above = [] if room == "__init__" else [*ROOMS[: ROOMS.index(room) + 1], "__version__"]
    assert set(imported(module)) <= set(above)


@pytest.mark.parametrize("module", MODULES, ids=names(MODULES))
def test_a_module_is_not_two_rooms(module: Path) -> None:
    assert len(module.read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE


def test_the_package_imports_nothing_heavy_until_it_is_used() -> None:
    look = (
        "import sys, tradekit, tradekit.cli;"
        "tradekit.cli.main(['--help']); tradekit.cli.main(['figures', '--help']);"
        "heavy = {'pandas', 'numpy', 'pyarrow', 'matplotlib', 'IPython', 'papermill', 'nupunkt'};"
        "sys.exit(', '.join(heavy & set(sys.modules)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_reading_needs_no_pandas_until_the_table() -> None:
    look = "import sys, tradekit.claims, tradekit.articles; sys.exit('pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", look]).returncode == 0


PUBLIC = [
    f"{module.__name__}.{name}"
    for module in (tradekit, charts)
    for name in module.__all__
    if isinstance(getattr(module, name), types.FunctionType | type)
]


def sections(docstring: str) -> dict[str, str]:
    """Split a numpydoc docstring into its sections."""
    parts = re.split(r"^(\w+)\n-+$", inspect.cleandoc(docstring), flags=re.MULTILINE)
    return dict(zip(["Summary", *parts[1::2]], parts[::2], strict=True))


@pytest.mark.parametrize("name", PUBLIC)
def test_help_tells_all_of_a_public_name_and_has_an_example(name: str) -> None:
    module, _, last = name.rpartition(".")
    public = getattr(sys.modules[module], last)
    told = sections(public.__doc__)
    assert told["Summary"].strip()
    assert ">>> " in told["Examples"]  # run as a test of its module
    if isinstance(public, type) and issubclass(public, Exception):
        return
    listed = re.findall(r"^(\w[\w, *]*?) *(?:: .*)?$", told["Parameters"], flags=re.MULTILINE)
    assert {one.strip(" *") for line in listed for one in line.split(",")} == set(inspect.signature(public).parameters)
    assert "Raises" in told
    returns = inspect.signature(public).return_annotation
    assert isinstance(public, type) or returns == "None" or told.keys() & {"Returns", "Yields"}


@pytest.mark.parametrize("first", ["tradekit.table", "from tradekit.show import page", "import tradekit.cli"])
def test_show_is_the_function_whatever_was_imported_before(first: str) -> None:
    look = f"import tradekit, types; {first}; assert isinstance(tradekit.show, types.FunctionType)"
    assert subprocess.run([sys.executable, "-c", look]).returncode == 0


# --- the files


def test_the_top_level_holds_what_design_lists() -> None:
    assert {path.relative_to(ROOT).parts[0] for path in tracked()} <= TOP_LEVEL


def test_no_file_names_a_registry_or_pins_one() -> None:
    # In halves, or this file would name them.
    hosts = [a + b for a, b in (("pypi", ".org"), ("python", "hosted"), ("registry.", "npmjs"), ("deb.", "debian"))]
    locks = {
        "uv.lock",
        "pylock.toml",
        "poetry.lock",
        "Pipfile.lock",
        "package-lock.json",
        "requirements.lock",
    }
    files = tracked()
    assert [path for path in files if path.name in locks] == []
    assert [path for path in files if any(host.encode() in path.read_bytes() for host in hosts)] == []


@pytest.mark.parametrize("table", TABLES, ids=names(TABLES))
def test_a_table_names_its_source_and_is_rectangular(table: Path) -> None:
    lines = table.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("# Source: ")
    rows = list(csv.reader(line for line in lines if not line.startswith("#")))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert len({tuple(row) for row in rows}) == len(rows), "two rows are the same"


# --- the notebooks


@pytest.fixture(scope="session")
def workbench(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a copy of the notebooks and their articles to run in."""
    folder = tmp_path_factory.mktemp("bench") / "notebooks"
    return Path(shutil.copytree(NOTEBOOKS, folder, ignore=shutil.ignore_patterns("figures", ".ipynb_checkpoints")))


def said(notebook: Path) -> list[str]:
    """Give the text that the cells of a notebook show; not that of charts, which are not drawn here."""
    outputs = [output for cell in nbformat.read(notebook, as_version=4).cells for output in cell.get("outputs", [])]
    texts = [output.get("text") or output.get("data", {}).get("text/plain", "") for output in outputs]
    return [text for text in texts if not text.startswith("<Figure")]


def test_there_are_numbered_notebooks() -> None:
    assert len(numbered(NOTEBOOKS)) >= 4


@pytest.mark.parametrize("notebook", ALL_NOTEBOOKS, ids=names(ALL_NOTEBOOKS))
def test_a_notebook_says_what_it_said_when_it_is_run(notebook: Path, workbench: Path) -> None:
    copy = workbench / notebook.relative_to(NOTEBOOKS)
    run_notebook(copy, copy)
    assert said(copy) == said(notebook), "what it says is not what it said: run tradekit figures --guides"


@pytest.mark.parametrize("notebook", ALL_NOTEBOOKS, ids=names(ALL_NOTEBOOKS))
def test_a_notebook_is_short_and_comes_from_a_clean_run(notebook: Path) -> None:
    given = nbformat.read(notebook, as_version=4)
    nbformat.validate(given)
    assert given.nbformat_minor >= 5, "without cell ids, each run writes new ones"
    cells = [cell for cell in given.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    assert not [output for cell in cells for output in cell.outputs if output.output_type == "error"]
    assert max(len(cell.source.splitlines()) for cell in cells) < LONGEST_CELL
    parsed = [node for cell in cells for node in ast.walk(ast.parse(cell.source))]
    assert not [node for node in parsed if isinstance(node, ast.FunctionDef | ast.ClassDef)], "that belongs in tradekit"
    assert not re.search(r"/(?:home|root|tmp|Users|work)/", notebook.read_text(encoding="utf-8")), "a path of a machine"


@pytest.mark.parametrize("notebook", ALL_NOTEBOOKS, ids=names(ALL_NOTEBOOKS))
def test_a_cell_that_draws_shows_its_chart(notebook: Path) -> None:
    cells = [
        cell for cell in nbformat.read(notebook, as_version=4).cells if re.search(r"ax = charts\.\w+\(", cell.source)
    ]
    shown = [[output for output in cell.get("outputs", []) if "image/png" in output.get("data", {})] for cell in cells]
    assert [cell.source for cell, images in zip(cells, shown, strict=True) if len(images) != 1] == []


@pytest.mark.parametrize("notebook", ALL_NOTEBOOKS, ids=names(ALL_NOTEBOOKS))
def test_the_first_cell_of_a_numbered_notebook_has_its_constants(notebook: Path) -> None:
    if notebook.parent == NOTEBOOKS:
        first = next(c for c in nbformat.read(notebook, as_version=4).cells if c.cell_type == "code")
        assert first.metadata.get("tags") == ["parameters"]
        assert {'ARTICLES = "articles"', 'FIGURES = "figures"'} <= set(first.source.splitlines())
