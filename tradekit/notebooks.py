"""Running notebooks: the numbered ones of a folder, in order, so that two runs give the same bytes."""

from __future__ import annotations

import ast
import json
import logging
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tradekit.articles import read
from tradekit.frame import extract, save, write_file

# What the kernel needs so that sets, and the dates and ids in SVG files, come out the same in every run.
STEADY = {
    "PYTHONHASHSEED": "0",
    "SOURCE_DATE_EPOCH": "946684800",
    # Else a Python started with frozen modules warns about the debugger in the first cell's output.
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
}
METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
INJECTED = "injected-parameters"
FAILED = ".failed.ipynb"
LONGEST_LINE = 60


class NotebookError(RuntimeError):
    """A notebook could not be run to its end; `so_far` is what ran of it, None if nothing did."""

    so_far: Any = None


def numbered(folder: Path) -> list[Path]:
    """Return the numbered notebooks of a folder (`01_….ipynb`), in order; none is a NotebookError."""
    notebooks = sorted(path for path in folder.glob("[0-9][0-9]*.ipynb") if not path.name.endswith(FAILED))
    if not notebooks:
        raise NotebookError(f"{folder}: no numbered notebook (such as 01_start.ipynb) is in it")
    return notebooks


def run_notebooks(
    folder: Path,
    *,
    articles: Path | None = None,
    out: Path | None = None,
    parameters: Mapping[str, str] | None = None,
    guides: bool = False,
    progress: bool = False,
) -> list[Path]:
    """Execute the numbered notebooks of a folder, and write claims.csv and their figures.

    All of it is written once every notebook has run. When one fails, what there was stays as it was, and what
    ran of that notebook is left beside the figures as ``NAME.failed.ipynb``.

    Parameters
    ----------
    folder : Path
        Where the notebooks are; their kernels run in it. Its subfolder ``guides`` may hold more.
    articles : Path, optional
        A folder of articles to use instead of the notebooks' own (`ARTICLES` in their first cell).
    out : Path, optional
        Where the executed copies, claims.csv and the figures (`FIGURES`) land. Without it the notebooks are
        executed in place and the rest lands in their folder ``figures``; with `articles` or `parameters` all
        lands in the folder ``figures`` of the current one.
    parameters : mapping of str to str, optional
        Values by name, as they are written on a command line, for names in the cells tagged `parameters`. A
        name must stand in one notebook at least, and its value be of the type that stands there.
    guides : bool
        Run the notebooks of the subfolder ``guides`` too.
    progress : bool
        Show a progress bar for each notebook.

    Returns
    -------
    list of Path
        The executed notebooks.

    Raises
    ------
    NotebookError
        If there is no notebook, a parameter is not in any of them or of another type, or a cell fails: the
        message names the notebook, the cell's number and its first line.
    ImportError
        If the packages of the extra `notebooks` are not installed.
    """
    notebooks = [*numbered(folder), *(sorted(folder.glob("guides/*.ipynb")) if guides else [])]
    nodes = {path: _loaded(path) for path in notebooks}
    values = chosen({path: constants(node) for path, node in nodes.items()}, parameters or {})
    in_place = not (articles or out or parameters)
    target = folder / "figures" if in_place else (out or Path("figures")).resolve()
    done: dict[Path, Any] = {}
    with _staging(target) as staged:
        save(extract(read(articles or folder / "articles")), staged / "claims.csv")
        for number, (path, node) in enumerate(nodes.items(), 1):
            given = dict(values[path])
            if articles is not None:
                given["ARTICLES"] = str(articles.resolve())
            bar = f"{number}/{len(nodes)} {path.name}" if progress else None
            to = path if in_place else target / path.relative_to(folder)
            try:
                done[to] = _run_staged(path, node, given, staged, None if in_place else target, bar)
            except NotebookError as error:
                if error.so_far is None:
                    raise
                left = target / f"{path.stem}{FAILED}"
                left.parent.mkdir(parents=True, exist_ok=True)
                _write(left, error.so_far)
                raise NotebookError(f"{error} (what ran is in {left}; all else is as it was)") from error
        _move(staged, target)
    for to, executed in done.items():
        to.parent.mkdir(parents=True, exist_ok=True)
        _write(to, executed)
        (target / f"{to.stem}{FAILED}").unlink(missing_ok=True)
    return list(done)


def run_notebook(notebook: Path, to: Path, parameters: Mapping[str, object] | None = None) -> Path:
    """Execute one notebook in its own folder and write the executed one to a file.

    Parameters
    ----------
    notebook : Path
        The notebook.
    to : Path
        Where the executed notebook is written, once all cells have run; it may be the notebook itself.
    parameters : mapping of str, optional
        Values that take the place of those in the cell tagged `parameters`.

    Returns
    -------
    Path
        `to`.

    Raises
    ------
    NotebookError
        If a cell fails, naming its number and first line, and the error.
    ImportError
        If the packages of the extra `notebooks` are not installed.
    """
    _write(to, _run(notebook, _loaded(notebook), dict(parameters or {})))
    return to


def constants(notebook: Any) -> dict[str, object]:
    """Return the names that the cells tagged `parameters` set, with their values; None for one that is computed."""
    found: dict[str, object] = {}
    for cell in notebook.cells:
        if _is_parameters(cell):
            for node in ast.parse(cell.source).body:
                for target in node.targets if isinstance(node, ast.Assign) else []:
                    if isinstance(target, ast.Name):
                        found[target.id] = _literal(ast.unparse(node.value))
    return found


def _is_parameters(cell: Any) -> bool:
    return "parameters" in cell.metadata.get("tags", [])


def _literal(text: str) -> object:
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return None


def chosen(own: Mapping[Path, Mapping[str, object]], given: Mapping[str, str]) -> dict[Path, dict[str, object]]:
    """Return for each notebook those of the given parameters that it has, each in the type of its own value."""
    for name in ("ARTICLES", "FIGURES"):
        if name in given:
            raise NotebookError(
                f"{name} is set by {'--articles' if name == 'ARTICLES' else '--out'}, not as a parameter"
            )
    there = {name: path for path, names in own.items() for name in names if name not in ("ARTICLES", "FIGURES")}
    for name in given:
        if name not in there:
            known = ", ".join(f"{name} ({path.name})" for name, path in there.items()) or "none"
            raise NotebookError(f"no notebook has the parameter {name}; those there are: {known}")
    return {
        path: {name: _value(name, text, names[name]) for name, text in given.items() if name in names}
        for path, names in own.items()
    }


def _value(name: str, text: str, own: object) -> object:
    """Return what a parameter written on the command line means: text where the notebook has text."""
    if isinstance(own, str):
        return text
    value = _literal(text)
    if own is None:
        return text if value is None else value
    if type(value) is not type(own) and {type(value), type(own)} != {int, float}:
        raise NotebookError(f"{name} takes a value like its own, {own!r}, not {text!r}")
    return value


@contextmanager
def _staging(target: Path) -> Iterator[Path]:
    """Give a hidden folder in a target for what shall be moved to it, and take it away in the end.

    Not beside it: the target may be a disk of its own, or the only folder that can be written to.
    """
    made = not target.exists()
    target.mkdir(parents=True, exist_ok=True)
    staged = Path(tempfile.mkdtemp(prefix=".staged-", dir=target.resolve()))
    try:
        yield staged
    finally:
        shutil.rmtree(staged, ignore_errors=True)
        if made and not any(target.iterdir()):
            target.rmdir()


def _move(staged: Path, target: Path) -> None:
    """Put each file of a folder to the same place in another, over what stands there."""
    for path in sorted(path for path in staged.rglob("*") if path.is_file()):
        to = target / path.relative_to(staged)
        to.parent.mkdir(parents=True, exist_ok=True)
        os.replace(path, to)


def _run_staged(
    path: Path, notebook: Any, given: Mapping[str, object], staged: Path, target: Path | None, bar: str | None
) -> Any:
    """Execute a notebook with `FIGURES` in a hidden folder, which the executed one does not name.

    Without a target it is executed in place, so the folder is set in a last line of its own cell, not in one
    that is put in.
    """
    own = constants(notebook)
    if "FIGURES" not in own:
        return _run(path, notebook, given, bar)
    line = "" if target else f"\nFIGURES = {staged.as_posix()!r}"
    for cell in notebook.cells:
        cell.source += line if _is_parameters(cell) else ""
    try:
        executed = _run(path, notebook, {**given, "FIGURES": staged.as_posix()} if target else given, bar)
    except NotebookError as error:
        error.so_far = error.so_far and _named(error.so_far, line, staged, target or own["FIGURES"])
        raise
    return _named(executed, line, staged, target or own["FIGURES"])


def _named(executed: Any, line: str, staged: Path, figures: object) -> Any:
    """Name the folder of the figures in an executed notebook where it names the hidden one."""
    import nbformat

    for cell in executed.cells:
        cell.source = cell.source.removesuffix(line) if _is_parameters(cell) else cell.source
    # The hidden folder's own name is plain; the path that it is in may be written with escapes.
    names = (f"/{staged.name}", "") if figures == staged.parent else (staged.as_posix(), str(figures))
    hidden, named = (json.dumps(name, ensure_ascii=False)[1:-1] for name in names)
    return nbformat.reads(nbformat.writes(executed).replace(hidden, named), as_version=4)


def _loaded(path: Path) -> Any:
    """Return a notebook from its file."""
    try:
        import nbformat
        import papermill  # noqa: F401  # asked for here, before anything is written
    except ImportError as error:
        raise ImportError(
            f"running notebooks needs more packages: pip install '.[notebooks]' in the project's folder ({error})"
        ) from error
    try:
        return nbformat.read(path, as_version=4)
    except nbformat.reader.NotJSONError as error:
        raise NotebookError(f"{path}: not a notebook: {error}") from error


def _write(to: Path, notebook: Any) -> None:
    import nbformat

    write_file(to, (nbformat.writes(notebook) + "\n").encode())


def _run(path: Path, notebook: Any, given: Mapping[str, object], bar: str | None = None) -> Any:
    """Execute a notebook in the folder of its path; return the executed one."""
    import nbformat
    import papermill
    from ipykernel.kernelspec import write_kernel_spec
    from nbclient.exceptions import DeadKernelError

    # Papermill tells each notebook's path and progress; the progress bar is enough.
    logging.getLogger("papermill").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory() as folder:
        # A kernel of this very Python, whatever kernels are installed for the user or the machine. What it
        # says of its own start and end on stderr would only stand between the progress bars.
        write_kernel_spec(Path(folder) / "kernels" / "python3", extra_arguments=["--log-level=CRITICAL"])
        search = os.pathsep.join(filter(None, [folder, os.environ.get("JUPYTER_PATH")]))
        copy = Path(folder) / "executed.ipynb"
        with _environment({**STEADY, "JUPYTER_PATH": search}):
            try:
                executed = papermill.execute_notebook(
                    notebook,
                    copy,
                    dict(given),
                    kernel_name="python3",
                    language="python",
                    cwd=path.parent,
                    progress_bar={"desc": bar} if bar else False,
                )
            except (papermill.PapermillExecutionError, DeadKernelError) as error:
                raise _failure(path, error, nbformat.read(copy, as_version=4)) from error
    return _steady(executed)


def _failure(path: Path, error: Any, so_far: Any) -> NotebookError:
    """Return the error of a notebook whose last begun cell failed, or ended its kernel."""
    code = [cell for cell in so_far.cells if cell.cell_type == "code"]
    begun = [cell for cell in code if cell.metadata.get("papermill", {}).get("start_time")]
    what = f"{error.ename}: {error.evalue}" if hasattr(error, "ename") else str(error)
    where = ""
    if begun:
        line = begun[-1].source.strip().splitlines()[0]
        line = line if len(line) <= LONGEST_LINE else line[: LONGEST_LINE - 1] + "…"
        where = f", cell [{begun[-1].execution_count or len(begun)}] ({line})"
    failure = NotebookError(f"{path}{where}: {what}")
    failure.so_far = _steady(so_far)
    return failure


@contextmanager
def _environment(variables: Mapping[str, str]) -> Iterator[None]:
    """Set environment variables for the kernel, which inherits them, and set them back."""
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _steady(notebook: Any) -> Any:
    """Take out of an executed notebook what differs from run to run or from machine to machine; return it."""
    notebook.metadata = METADATA
    for cell in notebook.cells:
        for name in ("papermill", "execution"):
            cell.metadata.pop(name, None)
        if not cell.metadata.get("tags"):
            cell.metadata.pop("tags", None)
        elif INJECTED in cell.metadata["tags"]:
            cell.id = INJECTED
        if cell.cell_type == "code":
            cell.outputs = _joined(cell.outputs)
    return notebook


def _joined(outputs: list[Any]) -> list[Any]:
    """Join what was printed to one stream without a break: how it is cut depends on timing."""
    joined: list[Any] = []
    for output in outputs:
        last = joined[-1] if joined else None
        if last and output.output_type == "stream" == last.output_type and output.name == last.name:
            last.text += output.text
        else:
            joined.append(output)
    return joined
