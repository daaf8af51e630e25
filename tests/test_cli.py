"""The command line and the running of notebooks."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

import tradekit
from tradekit import ReadError
from tradekit.cli import main
from tradekit.frame import load
from tradekit.notebooks import NotebookError, chosen, run_notebook, run_notebooks

TEXT = "China exported $4 billion of steel to Chile in 2024, up 5% from 2023.\n"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Run a command in this process; give its exit code and what it wrote to stdout and stderr."""

    def command(*words: object) -> tuple[int, str, str]:
        code = main([str(word) for word in words])
        out, err = capfdbinary.readouterr()
        return code, out.decode(), err.decode()

    return command


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """Give a folder of two articles."""
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "chile.txt").write_text(TEXT)
    (folder / "peru.txt").write_text(TEXT.replace("Chile", "Peru"))
    return folder


def notebook(path: Path, *cells: str, parameters: bool = True) -> Path:
    """Write a notebook of these code cells."""
    given = [nbformat.v4.new_code_cell(cell, id=f"cell-{n}") for n, cell in enumerate(cells)]
    if parameters:
        first = 'ARTICLES = "articles"\nFIGURES = "figures"'
        given.insert(0, nbformat.v4.new_code_cell(first, id="first", metadata={"tags": ["parameters"]}))
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(nbformat.v4.new_notebook(cells=given), path)
    return path


def printed(path: Path) -> str:
    """Give what the cells of an executed notebook printed."""
    cells = nbformat.read(path, as_version=4).cells
    return "".join(output.get("text", "") for cell in cells for output in cell.get("outputs", []))


# --- extract


def test_extract_prints_csv_and_counts_on_stderr(run: Run, articles: Path, tmp_path: Path) -> None:
    code, out, err = run("extract", articles)
    (tmp_path / "printed.csv").write_bytes(out.encode())
    claims = load(tmp_path / "printed.csv")
    assert code == 0
    assert claims.equals(tradekit.extract(tradekit.read(articles)))
    assert err == f"{len(claims)} claims from 2 articles\n"


@pytest.mark.parametrize("ending", [".csv", ".parquet", ".json", ".jsonl"])
def test_extract_writes_a_file(run: Run, articles: Path, tmp_path: Path, ending: str) -> None:
    code, out, _ = run("extract", articles / "chile.txt", articles / "peru.txt", "-o", tmp_path / f"c{ending}")
    assert (code, out) == (0, "")
    assert load(tmp_path / f"c{ending}").equals(tradekit.extract(tradekit.read(articles)))


def test_extract_writes_a_spreadsheet(run: Run, articles: Path, tmp_path: Path) -> None:
    assert run("extract", articles, "-o", tmp_path / "c.xlsx")[0] == 0
    assert (tmp_path / "c.xlsx").read_bytes().startswith(b"PK")


# --- extract to a folder


@pytest.mark.parametrize("output", ["out/", "out"])
def test_extract_to_a_folder_writes_parts(run: Run, articles: Path, tmp_path: Path, output: str) -> None:
    (articles / "empty.txt").write_text("")
    out = tmp_path / "out"
    code, printed_out, err = run("extract", articles, "-o", f"{tmp_path}/{output}")
    assert (code, printed_out) == (0, "")
    # No progress, as this is no terminal.
    assert err.splitlines() == [f"4 claims from 2 articles in {out}", f"1 problem: see {out / 'errors.csv'}"]
    assert load(out)["article"].unique().tolist() == ["chile.txt", "peru.txt"]
    assert run("extract", articles, "-o", out, "--quiet")[2] == err


def test_extract_takes_a_table_with_its_text_in_another_column(run: Run, tmp_path: Path) -> None:
    (tmp_path / "news.csv").write_text(f'id,body\nminsk,"{TEXT}"\n')
    assert run("extract", tmp_path / "news.csv", "-o", tmp_path / "out/", "--text-column", "body")[0] == 0
    assert load(tmp_path / "out")["article"].unique().tolist() == ["news.csv:minsk"]


@pytest.mark.filterwarnings("default::tradekit.ReadWarning")
def test_tables_that_are_passed_by_are_told(run: Run, articles: Path, tmp_path: Path) -> None:
    claims = tmp_path / "claims.csv"
    run("extract", articles, "-o", articles / "claims.csv")  # a table of claims is none of articles
    (articles / "articles.csv").write_text("file,title\nchile.txt,Steel\n")
    assert "Warning" not in run("extract", articles, "-o", claims)[2]
    (articles / "more.csv").write_text(f'text\n"{TEXT}"\n')
    said = f"Warning: {articles / 'more.csv'} was not read: tables and web archives need a folder to write to"
    assert run("extract", articles, "-o", claims)[2].startswith(said)
    (articles / "old.warc.gz").write_text("")
    for command in ("extract", "show"):
        code, _, err = run(command, articles, "-o", tmp_path / {"extract": "c.csv", "show": "page.html"}[command])
        assert code == 0
        assert f"{articles / 'more.csv'} and 1 more were not read" in err


def test_ctrl_c_tells_how_to_go_on(run: Run, articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("tradekit.corpus.run.extract_part", interrupt)
    code, _, err = run("extract", articles, "-o", tmp_path / "out")
    assert code == 130
    assert f"Broken off. What is finished is kept in {tmp_path / 'out'}: the same command goes on" in err


@pytest.mark.skipif(os.name == "nt", reason="no such terminals")
@pytest.mark.parametrize("command", ["extract", "show"])
def test_many_articles_show_their_progress_on_a_terminal(
    command: str, articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pty
    import termios

    monkeypatch.setattr("tradekit.cli.PATIENCE", 0)
    terminal, process = pty.openpty()
    termios.tcsetwinsize(terminal, (24, 80))
    with open(process, "w") as stderr:
        monkeypatch.setattr("sys.stderr", stderr)
        name = {"extract": "c.csv", "show": "page.html"}[command]
        assert main([command, str(articles), "-o", str(tmp_path / name)]) == 0
    assert b"| 0/2 [" in os.read(terminal, 10_000)
    os.close(terminal)


# --- errors


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["extract"], "Missing argument 'PATH...'"),
        (["extract", "none.txt"], "none.txt"),
        (["extract", "none.txt", "-o", "claims.doc"], "claims.doc: unknown ending '.doc'; allowed: .csv"),
        (["extract", "{articles}", "-o", "none/claims.csv"], "none/claims.csv: there is no folder none"),
        (["extract", "{articles}", "--colour"], "No such option"),
        (
            ["extract", "{articles}", "--workers", "2"],
            "--workers, --scheduler and --text-column need a folder to write to",
        ),
        (["extract", "{articles}", "-o", "claims.csv", "--text-column", "a"], "need a folder to write to, such as"),
        (["extract", "{articles}", "-o", ""], "-o takes a file or a folder, not ''"),
        (
            ["extract", "{articles}", "-o", "{articles}/chile.txt/"],
            "chile.txt is a file; expected the name of a folder",
        ),
        (["extract", "{articles}/../t.csv"], "; a table or a web archive is read by extract_corpus (tradekit extract"),
        (
            ["extract", "{articles}/../t.csv", "-o", "{articles}/out", "--text-column", "body"],
            "t.csv has no column 'body'",
        ),
        (["extract", "none", "-o", "out/"], "none does not exist; expected a folder of articles, a file, a glob"),
        (["draw"], "No such command 'draw'"),
        (["show", "none.txt", "-o", "page.html"], "'none.txt' does not exist"),
        (["show", "{articles}"], "Missing option '-o' / '--output'"),
        (["show", "{articles}", "-o", "page.txt"], "page.txt: the page is an .html file; give -o a name such as"),
        (["figures", "none"], "no folder none here: run this in a copy of the project, or name the folder"),
        (["figures", "{articles}", "--articles", "none"], "'none' does not exist"),
        (["figures", "{articles}", "--articles", "{articles}"], "no numbered notebook"),
    ],
)
def test_an_error_is_one_line_on_stderr(run: Run, articles: Path, words: list[str], said: str) -> None:
    (articles.parent / "t.csv").write_text("id,text\na,Up 5%\n")
    code, out, err = run(*(word.format(articles=articles) for word in words))
    assert (code, out) == (2, "")
    assert err.startswith("Error: ")
    assert said in err
    assert err.count("\n") == 1


def test_without_notebooks_nothing_is_written(
    run: Run, articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("figures", articles, "--articles", articles)[0] == 2
    assert list(tmp_path.iterdir()) == [articles]


def test_an_unforeseen_error_is_one_line_too_unless_debugged(
    run: Run, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fault(_: object) -> None:
        raise ZeroDivisionError("a\nb")

    monkeypatch.setattr("tradekit.frame.extract", fault)
    code, _, err = run("extract", articles)
    assert (code, err) == (
        2,
        "Error: unexpected ZeroDivisionError: a b (tradekit --debug … shows where it arose)\n",
    )
    with pytest.raises(ZeroDivisionError):
        main(["--debug", "extract", str(articles)])


@pytest.mark.filterwarnings("default::tradekit.ReadWarning")
def test_a_warning_is_one_line_and_the_rest_is_read(run: Run, articles: Path, tmp_path: Path) -> None:
    (articles / "empty.txt").write_text("")
    code, _, err = run("extract", articles, "-o", tmp_path / "claims.csv")
    warning, counted = err.splitlines()
    assert code == 0
    assert warning.startswith("Warning: ")
    assert "empty.txt" in warning
    assert counted.endswith("from 2 articles")


def test_ctrl_c_is_130_without_a_traceback(run: Run, articles: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("tradekit.frame.extract", interrupt)
    code, _, err = run("extract", articles)
    assert code == 130
    assert err.strip() == ""


def test_without_words_it_tells_its_commands(run: Run) -> None:
    code, _, err = run()
    assert code == 2
    assert "Commands:" in err


def test_version(run: Run) -> None:
    assert run("--version") == (0, f"tradekit, version {tradekit.__version__}\n", "")


@pytest.mark.skipif(os.name == "nt", reason="no such pipes")
@pytest.mark.parametrize("size", [1, 200])
def test_a_reader_that_has_gone_away_is_met_quietly(articles: Path, size: int) -> None:
    (articles / "chile.txt").write_text(TEXT * size)
    tradekit_extract = [sys.executable, "-m", "tradekit.cli", "extract", str(articles / "chile.txt")]
    with subprocess.Popen(tradekit_extract, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""


# --- show


def test_show_writes_a_page(run: Run, articles: Path, tmp_path: Path) -> None:
    code, out, err = run("show", articles / "chile.txt", "-o", tmp_path / "page.html")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert (code, out) == (0, "")
    assert err.endswith("page.html\n")
    assert page.startswith("<!DOCTYPE html>")
    assert "$4 billion" in page


# --- figures

DRAW = """
import os
from pathlib import Path
os.makedirs(FIGURES, exist_ok=True)
Path(FIGURES, "list.txt").write_text("\\n".join(sorted(os.listdir(ARTICLES))))
print(sorted(os.listdir(ARTICLES)))
"""


@pytest.fixture
def folder(tmp_path: Path, articles: Path) -> Path:
    """Give a folder of notebooks with its own articles: two that are numbered, one that is not and fails."""
    folder = tmp_path / "notebooks"
    (folder / "articles").mkdir(parents=True)
    (folder / "articles" / "own.txt").write_text(TEXT)
    notebook(folder / "01_list.ipynb", DRAW)
    notebook(folder / "02_sum.ipynb", "{1: 'a', 2: {'b'}}", "print('one')\nprint(__import__('sys').executable)")
    notebook(folder / "draft.ipynb", "1 / 0")
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    """Give every file of a folder by its path."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_figures_in_place_twice_give_the_same_bytes(run: Run, folder: Path) -> None:
    code, out, err = run("figures", folder)
    assert (code, out) == (0, "")
    assert "01_list.ipynb" in err  # the progress bar
    assert err.endswith(f"2 notebooks run; claims.csv and the figures are in {folder / 'figures'}\n")
    assert (folder / "figures" / "list.txt").read_text() == "own.txt"
    assert load(folder / "figures" / "claims.csv").equals(tradekit.extract(tradekit.read(folder / "articles")))
    assert sys.executable in printed(folder / "02_sum.ipynb")
    once = contents(folder)
    assert run("figures", folder)[0] == 0
    assert contents(folder) == once


def test_figures_of_ones_own_articles_leave_the_notebooks_alone(
    run: Run, folder: Path, articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(folder)
    monkeypatch.chdir(tmp_path)
    code, _, _ = run("figures", "notebooks", "--articles", "news", "--out", "new/mine")
    mine = tmp_path / "new" / "mine"
    assert code == 0
    assert contents(folder) == before
    assert sorted(path.name for path in mine.iterdir()) == [
        "01_list.ipynb",
        "02_sum.ipynb",
        "claims.csv",
        "list.txt",
    ]
    assert (mine / "list.txt").read_text() == "chile.txt\nperu.txt"
    assert set(load(mine / "claims.csv")["article"]) == {"chile", "peru"}
    once = contents(mine)
    assert run("figures", "notebooks", "--articles", "news", "--out", "new/mine")[0] == 0
    assert contents(mine) == once


def test_figures_of_ones_own_articles_land_in_the_current_folder(
    run: Run, folder: Path, articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "02_sum.ipynb").unlink()
    (folder / "figures").mkdir()
    (folder / "figures" / "list.txt").write_text("the samples' own")
    before = contents(folder)
    monkeypatch.chdir(tmp_path)
    code, _, err = run("figures", folder, "--articles", articles)
    assert (code, err.splitlines()[-1]) == (0, "1 notebook run; claims.csv and the figures are in figures")
    assert (tmp_path / "figures" / "list.txt").read_text() == "chile.txt\nperu.txt"
    assert contents(folder) == before


WRITE = "from pathlib import Path; Path(FIGURES, 'new.txt').write_text('half done')"


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("raise ValueError('no such\\nthing')", "(raise ValueError('no such\\nthing')): ValueError: no such thing"),
        ("'" + 80 * "x" + "' + 1\n", "('" + 58 * "x" + "…): TypeError: can only concatenate str"),
        ("import os; os._exit(1)", "(import os; os._exit(1)): Kernel died"),
    ],
)
def test_a_failure_is_named_and_changes_nothing(run: Run, tmp_path: Path, articles: Path, cell: str, told: str) -> None:
    folder = tmp_path / "notebooks"
    failing = notebook(folder / "01_fail.ipynb", WRITE, cell)
    (folder / "figures").mkdir()
    (folder / "figures" / "claims.csv").write_text("old")
    before = contents(folder)
    code, _, err = run("figures", folder, "--articles", articles, "--out", folder / "figures")
    error = err.splitlines()[-1]
    assert code == 2
    # The fourth, as the parameters that were put in are a cell too.
    assert error.startswith(f"Error: {failing}, cell [4] {told}")
    left = folder / "figures" / "01_fail.failed.ipynb"
    assert error.endswith(f"(what ran is in {left}; all else is as it was)")
    assert {name: data for name, data in contents(folder).items() if folder / name != left} == before
    assert cell in [found.source for found in nbformat.read(left, as_version=4).cells]
    assert f'FIGURES = \\"{folder / "figures"}\\"' in left.read_text()  # not the hidden folder
    assert sorted(path.name for path in folder.iterdir()) == ["01_fail.ipynb", "figures"]


def test_what_failed_in_place_is_left_beside_the_figures_until_it_runs(
    run: Run, tmp_path: Path, articles: Path
) -> None:
    folder = tmp_path / "notebooks"
    failing = notebook(folder / "01_fail.ipynb", WRITE, "1 / 0")
    articles.rename(folder / "articles")
    before = failing.read_bytes()
    code, _, err = run("figures", folder)
    assert code == 2
    assert f"{failing}, cell [3] (1 / 0): ZeroDivisionError" in err
    assert failing.read_bytes() == before
    left = folder / "figures" / "01_fail.failed.ipynb"
    assert list((folder / "figures").iterdir()) == [left]
    assert nbformat.read(left, as_version=4).cells[1].source == 'ARTICLES = "articles"\nFIGURES = "figures"'
    notebook(failing, WRITE)
    assert run("figures", folder)[0] == 0
    assert sorted(path.name for path in (folder / "figures").iterdir()) == ["claims.csv", "new.txt"]


def test_figures_are_moved_within_their_folder_which_the_notebooks_name(
    tmp_path: Path, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may be a disk of its own, and its name may need escapes."""
    folder, out = tmp_path / "notebooks", tmp_path / 'my "figures"'
    notebook(folder / "01_write.ipynb", WRITE, "print(FIGURES)")
    moved, replace = [], os.replace
    monkeypatch.setattr(os, "replace", lambda path, to: (moved.append(Path(path)), replace(path, to)))
    [executed] = run_notebooks(folder, articles=articles, out=out)
    assert {path.name for path in moved} > {"claims.csv", "new.txt"}
    assert all(path.is_relative_to(out) for path in moved)
    assert sorted(path.name for path in out.iterdir()) == ["01_write.ipynb", "claims.csv", "new.txt"]
    assert printed(executed).strip() == str(out)
    assert "staged" not in executed.read_text()


def test_a_run_that_wrote_nothing_leaves_no_folder(tmp_path: Path, articles: Path) -> None:
    notebook(tmp_path / "notebooks" / "01_write.ipynb", WRITE)
    (articles / "corrections.csv").write_text("not mine")
    with pytest.raises(ReadError):
        run_notebooks(tmp_path / "notebooks", articles=articles, out=tmp_path / "out")
    assert not (tmp_path / "out").exists()


# --- figures with parameters

OWN = {"WHO": "CHN", "YEAR": 2024, "LEAST": 0.5, "SHOWN": ["a"], "ALL": None}


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("WHO", "JPN", "JPN"),
        ("WHO", "2024", "2024"),
        ("YEAR", "2025", 2025),
        ("LEAST", "1", 1),
        ("SHOWN", "['b', \"c\"]", ["b", "c"]),
        ("ALL", "yes", "yes"),
        ("ALL", "7", 7),
    ],
)
def test_a_parameter_has_the_type_of_the_constant_that_it_replaces(name: str, text: str, value: object) -> None:
    path, other = Path("01.ipynb"), Path("02.ipynb")
    assert chosen({path: OWN, other: {"YEARS": 3}}, {name: text}) == {path: {name: value}, other: {}}


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("WHOM", "JPN", "no notebook has the parameter WHOM; those there are: WHO (01_dials.ipynb), YEAR (01_dials"),
        ("YEAR", "next", "YEAR takes a value like its own, 2024, not 'next'"),
        ("YEAR", "True", "YEAR takes a value like its own, 2024, not 'True'"),
        ("SHOWN", "b", "SHOWN takes a value like its own, ['a'], not 'b'"),
        ("ARTICLES", "news", "ARTICLES is set by --articles, not as a parameter"),
        ("FIGURES", "out", "FIGURES is set by --out, not as a parameter"),
    ],
)
def test_a_wrong_parameter_is_told_before_anything_runs(
    run: Run, tmp_path: Path, dials: Path, name: str, text: str, said: str
) -> None:
    code, _, err = run("figures", dials, "-p", name, text, "--out", tmp_path / "mine")
    assert code == 2
    assert err.startswith(f"Error: {said}")
    assert not (tmp_path / "mine").exists()


@pytest.fixture
def dials(tmp_path: Path) -> Path:
    """Give a folder with a notebook that has parameters of several types, and a guide."""
    folder = tmp_path / "notebooks"
    notebook(folder / "guides" / "read.ipynb", "import os; print(sorted(os.listdir(ARTICLES)))")
    dials = notebook(folder / "01_dials.ipynb", "print([WHO, YEAR, LEAST, SHOWN, ALL])")
    given = nbformat.read(dials, as_version=4)
    given.cells[0].source += "".join(f"\n{name} = {value!r}" for name, value in OWN.items())
    nbformat.write(given, dials)
    return folder


def test_parameters_and_guides_are_run(run: Run, dials: Path, articles: Path, tmp_path: Path) -> None:
    before, mine = contents(dials), tmp_path / "mine"
    given = ["-p", "WHO", "PER", "-p", "SHOWN", "['b', 'c']"]
    code, _, err = run("figures", dials, "--guides", "--articles", articles, "--out", mine, *given)
    assert code == 0
    assert "2/2 read.ipynb" in err
    assert printed(mine / "01_dials.ipynb") == "['PER', 2024, 0.5, ['b', 'c'], None]\n"
    assert printed(mine / "guides" / "read.ipynb") == "['chile.txt', 'peru.txt']\n"
    assert contents(dials) == before


# --- one notebook


def test_a_kernel_that_dies_is_an_error(tmp_path: Path) -> None:
    dying = notebook(tmp_path / "01.ipynb", "import os; os._exit(1)")
    with pytest.raises(NotebookError, match=r"01\.ipynb, cell \[2\] .*: Kernel died"):
        run_notebook(dying, dying)


def test_a_file_that_is_no_notebook_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "01.ipynb").write_text("no notebook")
    with pytest.raises(NotebookError, match=r"01\.ipynb: not a notebook"):
        run_notebooks(tmp_path)


def test_without_papermill_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "papermill", None)
    with pytest.raises(ImportError, match=r"pip install '\.\[notebooks\]' in the project's folder"):
        run_notebooks(notebook(tmp_path / "01.ipynb", "1").parent)


def test_the_environment_is_set_for_the_kernel_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    monkeypatch.delenv("PYTHONHASHSEED", raising=False)
    # A kernel of the user's, found first, must not take the place of this Python's.
    wrong = tmp_path / "jupyter" / "kernels" / "python3" / "kernel.json"
    wrong.parent.mkdir(parents=True)
    wrong.write_text('{"argv": ["false"], "display_name": "wrong", "language": "python"}')
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    before = dict(os.environ)
    names = "'PYTHONHASHSEED', 'SOURCE_DATE_EPOCH'"
    path = notebook(tmp_path / "01.ipynb", f"import os; print([os.environ[name] for name in ({names})])")
    run_notebook(path, path)
    assert printed(path) == "['0', '946684800']\n"
    assert dict(os.environ) == before


def test_streams_are_joined_and_metadata_is_steady(tmp_path: Path) -> None:
    loop = "import sys, time\nfor n in range(3):\n    print(n, flush=True); time.sleep(0.3)\n"
    path = notebook(tmp_path / "01.ipynb", loop + "print('x', file=sys.stderr)", parameters=False)
    run_notebook(path, path)
    executed = nbformat.read(path, as_version=4)
    assert [output.text for output in executed.cells[0].outputs] == ["0\n1\n2\n", "x\n"]
    assert executed.metadata == {
        "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    assert executed.cells[0].metadata == {}
    assert executed.cells[0].id == "cell-0"
