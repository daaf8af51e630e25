"""Running notebooks: the numbered ones of a folder, in order, so that two runs give the same bytes."""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tradekit.frame import write_file

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


class NotebookError(RuntimeError):
    """A notebook could not be run to its end."""


def numbered(folder: Path) -> list[Path]:
    """Return the numbered notebooks of a folder (`01_….ipynb`), in order; none is a NotebookError."""
    notebooks = sorted(folder.glob("[0-9][0-9]*.ipynb"))
    if not notebooks:
        raise NotebookError(f"{folder}: no numbered notebook (such as 01_start.ipynb) is in it")
    return notebooks


def run_notebooks(
    folder: Path, *, articles: Path | None = None, out: Path | None = None, progress: bool = False
) -> list[Path]:
    """Execute the numbered notebooks of a folder.

    Parameters
    ----------
    folder : Path
        Where the notebooks are; their kernels run in it.
    articles : Path, optional
        A folder of articles to use instead of the notebooks' own (`ARTICLES` in their first cell).
    out : Path, optional
        Where the executed copies and their figures land (`FIGURES`). Without it the notebooks are executed in
        place, or with `articles` in the folder ``figures`` of the current one.
    progress : bool
        Show a progress bar for each notebook.

    Returns
    -------
    list of Path
        The executed notebooks.

    Raises
    ------
    NotebookError
        If there is no notebook, or a cell fails.
    ImportError
        If the packages of the extra `notebooks` are not installed.
    """
    notebooks = numbered(folder)
    if articles is None and out is None:
        return [run_notebook(path, path, progress=progress) for path in notebooks]
    out = (out or Path("figures")).resolve()
    out.mkdir(parents=True, exist_ok=True)
    parameters = {"FIGURES": str(out)}
    if articles is not None:
        parameters["ARTICLES"] = str(articles.resolve())
    return [run_notebook(path, out / path.name, parameters, progress=progress) for path in notebooks]


def run_notebook(
    notebook: Path, to: Path, parameters: Mapping[str, str] | None = None, *, progress: bool = False
) -> Path:
    """Execute one notebook in its own folder and write the executed one to a file.

    Parameters
    ----------
    notebook : Path
        The notebook.
    to : Path
        Where the executed notebook is written, once all cells have run; it may be the notebook itself.
    parameters : mapping of str, optional
        Values that take the place of those in the cell tagged `parameters`.
    progress : bool
        Show a progress bar.

    Returns
    -------
    Path
        `to`.

    Raises
    ------
    NotebookError
        If a cell fails, naming it and the error.
    ImportError
        If the packages of the extra `notebooks` are not installed.
    """
    try:
        import nbformat
        import papermill
        from ipykernel.kernelspec import write_kernel_spec
        from nbclient.exceptions import DeadKernelError
    except ImportError as error:
        raise ImportError(
            f"running notebooks needs more packages: pip install '.[notebooks]' in the project's folder ({error})"
        ) from error
    # Papermill tells each notebook's path and progress; the progress bar is enough.
    logging.getLogger("papermill").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory() as folder:
        # A kernel of this very Python, whatever kernels are installed for the user or the machine. What it
        # says of its own start and end on stderr would only stand between the progress bars.
        write_kernel_spec(Path(folder) / "kernels" / "python3", extra_arguments=["--log-level=CRITICAL"])
        search = os.pathsep.join(filter(None, [folder, os.environ.get("JUPYTER_PATH")]))
        with _environment({**STEADY, "JUPYTER_PATH": search}):
            try:
                executed = papermill.execute_notebook(
                    notebook,
                    None,
                    dict(parameters or {}),
                    kernel_name="python3",
                    language="python",
                    cwd=notebook.parent,
                    progress_bar={"desc": notebook.name} if progress else False,
                )
            except papermill.PapermillExecutionError as error:
                what = f"{error.ename}: {error.evalue}"
                raise NotebookError(f"{notebook}, cell [{error.exec_count}]: {what}") from error
            except DeadKernelError as error:
                raise NotebookError(f"{notebook}: {error}") from error
            except nbformat.reader.NotJSONError as error:
                raise NotebookError(f"{notebook}: not a notebook: {error}") from error
    _steady(executed)
    write_file(to, (nbformat.writes(executed) + "\n").encode())
    return to


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


def _steady(notebook: Any) -> None:
    """Take out of an executed notebook what differs from run to run or from machine to machine."""
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
