"""The command line: thin, it calls the library.

pandas and matplotlib are imported inside the commands, so that `--help` answers at once.
"""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tradekit import __version__

if TYPE_CHECKING:
    from tradekit.articles import Article

PATH = click.Path(path_type=Path)
EXISTING = click.Path(exists=True, path_type=Path)
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
PATIENCE = 1.0  # seconds without progress
NEW_FOLDER = click.Path(file_okay=False, path_type=Path)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return its exit code, and tell an error in one line on stderr.

    Parameters
    ----------
    arguments : sequence of str, optional
        The words after `tradekit`; those of the command line if missing.

    Returns
    -------
    int
        0; 2 after an error; 130 after Ctrl-C.
    """
    arguments = sys.argv[1:] if arguments is None else list(arguments)
    try:
        with _one_line_warnings():
            commands.main(arguments, prog_name="tradekit", standalone_mode=False)
    except click.Abort:
        return 130
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return 2
    except click.ClickException as error:
        return _fail(error.format_message())
    except Exception as error:
        if "--debug" in arguments:
            raise
        return _fail(_told(error))
    return 0


def _fail(message: str) -> int:
    click.echo(f"Error: {_one_line(message)}", err=True)
    return 2


def _told(error: Exception) -> str:
    """Return what an error says; of one that nobody foresaw also its type, and how to see where it arose."""
    if isinstance(error, OSError) and error.strerror and error.filename is not None:
        return f"{error.filename}: {error.strerror}"
    if isinstance(error, ValueError | OSError | ImportError):
        return str(error) or type(error).__name__
    return f"unexpected {type(error).__name__}: {error} (tradekit --debug … shows where it arose)"


def _one_line(text: object) -> str:
    return " ".join(str(text).split())


@contextmanager
def _one_line_warnings() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.showwarning = lambda message, *_, **__: click.echo(f"Warning: {_one_line(message)}", err=True)
        yield


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
@click.option("--debug", is_flag=True, expose_value=False, help="Show the traceback of an error.")
def commands() -> None:
    """Read the numeric claims of trade news into a table, and draw them."""


@commands.command()
@click.argument("paths", nargs=-1, required=True, type=PATH, metavar="PATH...")
@click.option(
    "-o",
    "--output",
    help="A .csv, .parquet, .json, .jsonl or .xlsx file, or a folder (OUT/) for any number of articles; "
    "else CSV to stdout.",
)
@click.option("--workers", type=click.IntRange(1), help="With a folder OUT/: how many processes; by default 1.")
@click.option("--scheduler", metavar="tcp://…", help="With a folder OUT/: a running Dask cluster, which does the work.")
@click.option("--text-column", help="With a folder OUT/: the column of tables that holds the articles; else text.")
@click.option("-q", "--quiet", is_flag=True, help="Show no progress.")
def extract(
    paths: tuple[Path, ...],
    output: str | None,
    workers: int | None,
    scheduler: str | None,
    text_column: str | None,
    quiet: bool,
) -> None:
    """Write the claims of articles (files, folders or globs) as a table.

    With a folder for -o, any number of articles: text files, .parquet, .csv and .jsonl files with a row an
    article, and web archives (.warc.gz). Their claims are written to OUT/claims/*.parquet and what could not be
    read to OUT/errors.csv. What was broken off goes on where it was when it is run again.
    """
    if output == "":
        raise click.ClickException("-o takes a file or a folder, not ''")
    if output is not None and _is_folder(output):
        given = {"workers": workers, "scheduler": scheduler, "text_column": text_column}
        _extract_corpus(paths, Path(output), {name: value for name, value in given.items() if value}, not quiet)
    elif workers or scheduler or text_column:
        raise click.ClickException(
            "--workers, --scheduler and --text-column need a folder to write to, such as -o OUT/"
        )
    else:
        _extract(paths, Path(output) if output is not None else None, not quiet)


def _is_folder(output: str) -> bool:
    return output.endswith(("/", os.sep)) or not Path(output).suffix or Path(output).is_dir()


def _extract_corpus(paths: tuple[Path, ...], out: Path, given: dict[str, Any], progress: bool) -> None:
    from tradekit.corpus import extract_corpus

    try:
        found = extract_corpus(paths, out, **given, progress=progress)
    except KeyboardInterrupt:
        click.echo(f"\nBroken off. What is finished is kept in {out}: the same command goes on where it was", err=True)
        raise
    click.echo(f"{_count(found.claims, 'claim')} from {_count(found.articles, 'article')} in {out}", err=True)
    if found.problems:
        click.echo(f"{_count(found.problems, 'problem')}: see {out / 'errors.csv'}", err=True)


def _extract(paths: tuple[Path, ...], output: Path | None, progress: bool) -> None:
    from tradekit import frame

    if output is not None:
        frame.file_format(output)  # a wrong ending is told before the work, not after
    articles = _read(paths)
    claims = frame.extract(_watched(articles, progress))
    if output is not None:
        frame.save(claims, output)
    else:
        # As bytes, since a text stream may have another encoding and other ends of lines. Flushed here,
        # where a reader that has gone away (`| head`) is met quietly.
        sys.stdout.buffer.write(frame.csv_text(claims).encode())
        sys.stdout.buffer.flush()
    click.echo(f"{_count(len(claims), 'claim')} from {_count(len(articles), 'article')}", err=True)


def _read(paths: Sequence[Path]) -> list[Article]:
    """Read text files, and warn of the files that hold articles and are passed by."""
    from tradekit.articles import ReadWarning, read
    from tradekit.corpus.cutting import tables_of_articles

    articles = read(paths)
    if tables := tables_of_articles(paths):
        which = f"{tables[0]} was" if len(tables) == 1 else f"{tables[0]} and {len(tables) - 1} more were"
        advice = "tables and web archives need a folder to write to (tradekit extract … -o OUT/)"
        warnings.warn(f"{which} not read: {advice}", ReadWarning, stacklevel=2)
    return articles


def _watched(articles: Sequence[Article], progress: bool = True) -> Iterable[Article]:
    """Give the articles one by one, with a bar on a terminal if that takes a while."""
    from tqdm import tqdm

    return tqdm(articles, unit=" articles", delay=PATIENCE, leave=False, disable=None if progress else True)


@commands.command()
@click.argument("notebooks", type=NEW_FOLDER, default="notebooks")
@click.option("--articles", type=FOLDER, help="A folder of articles instead of the notebooks' own.")
@click.option("--out", type=NEW_FOLDER, help="Where everything is written; with --articles or -p by default figures.")
@click.option(
    "-p",
    "--parameter",
    "parameters",
    nargs=2,
    multiple=True,
    metavar="NAME VALUE",
    help="Another value for a name in a notebook's first cell, such as -p REPORTER JPN; may be given again.",
)
@click.option("--guides", is_flag=True, help="Run the notebooks of NOTEBOOKS/guides too.")
def figures(
    notebooks: Path,
    articles: Path | None,
    out: Path | None,
    parameters: tuple[tuple[str, str], ...],
    guides: bool,
) -> None:
    """Run the numbered notebooks of a folder: draw every figure and write claims.csv.

    NOTEBOOKS is by default the folder notebooks. They are executed in place, and claims.csv and the figures
    are written to NOTEBOOKS/figures. With --articles, --out or -p, the notebooks stay as they are: executed
    copies, figures and claims.csv are written to --out, by default the folder figures in the current one.

    All of it is written when every notebook has run. When one fails, all stays as it was, and what ran of that
    notebook is left as NAME.failed.ipynb.
    """
    from tradekit.notebooks import NotebookError, run_notebooks

    if not notebooks.is_dir():
        raise click.ClickException(
            f"there is no folder {notebooks} here: run this in a copy of the project, or name the folder that "
            "its notebooks are in (tradekit figures NOTEBOOKS)"
        )
    given = dict(parameters)
    try:
        executed = run_notebooks(notebooks, articles=articles, out=out, parameters=given, guides=guides, progress=True)
    except NotebookError as error:
        raise click.ClickException(str(error)) from error
    folder = out or (Path("figures") if articles or given else notebooks / "figures")
    click.echo(f"{_count(len(executed), 'notebook')} run; claims.csv and the figures are in {folder}", err=True)


@commands.command()
@click.argument("article", type=EXISTING)
@click.option("-o", "--output", type=PATH, required=True, help="The page, an .html file.")
def show(article: Path, output: Path) -> None:
    """Write a page that shows an article (or a folder of them) with its claims highlighted."""
    from tradekit.frame import extract, write_file
    from tradekit.show import page

    _check_page(output)
    articles = _read([article])
    claims = extract(_watched(articles))
    write_file(output, page(articles, claims, progress=True).encode())
    click.echo(f"{_count(len(claims), 'claim')} shown in {output}", err=True)


@commands.command()
@click.argument("paths", nargs=-1, required=True, type=PATH, metavar="PATH...")
@click.option("-o", "--output", type=PATH, required=True, help="The page, an .html file.")
@click.option("--title", help="The heading; by default the numbers of articles and claims.")
@click.option("-q", "--quiet", is_flag=True, help="Show no progress.")
def report(paths: tuple[Path, ...], output: Path, title: str | None, quiet: bool) -> None:
    """Write a report on articles (files, folders or globs): one page to send, which needs no other file.

    It has a summary, charts, the table of claims, the articles with their claims highlighted, the numbers that
    were left alone, and what could not be read.
    """
    import matplotlib

    from tradekit.frame import extract
    from tradekit.show import report as make

    _check_page(output)
    matplotlib.use("agg")  # charts are drawn to files, never to a window
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", UserWarning)  # of files, and of corrections that no longer fit
        articles = _read(paths)
        claims = extract(_watched(articles, not quiet))
    problems = [_one_line(warning.message) for warning in caught]
    for problem in problems:
        click.echo(f"Warning: {problem}", err=True)
    make(articles, claims, title=title, problems=problems, progress=not quiet).save(output)
    size = f"{output.stat().st_size / 1e6:.1f} MB"
    click.echo(f"{_count(len(claims), 'claim')} from {_count(len(articles), 'article')} in {output} ({size})", err=True)


def _check_page(output: Path) -> None:
    """Tell a wrong name before the work, not after."""
    if output.suffix.lower() not in (".html", ".htm"):
        raise click.ClickException(f"{output}: the page is an .html file; give -o a name such as page.html")
    if not output.parent.is_dir():
        raise click.ClickException(f"{output}: there is no folder {output.parent}")


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


if __name__ == "__main__":
    sys.exit(main())
