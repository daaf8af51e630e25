"""A corpus as a whole: its parts by several processes, what is there already, progress and problems."""

from __future__ import annotations

import csv
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from multiprocessing import get_context, parent_process
from pathlib import Path

from filelock import FileLock, Timeout
from tqdm import tqdm

from tradekit.articles.files import ReadError, Source
from tradekit.corpus.cluster import extracted_on
from tradekit.corpus.cutting import PART_BYTES, Part, plan
from tradekit.corpus.inputs import Problem
from tradekit.corpus.parts import CLAIMS, Summary, extract_part, finished, read_note
from tradekit.frame import whole_file

# Does parts; yields each with what it held, in the order in which they end.
Do = Callable[[Iterator[Part], Path], Iterator[tuple[Part, Summary]]]

ERRORS = "errors.csv"  # written last: where it is, the table is whole


def extract_corpus(
    source: Source | Iterable[Source],
    out: Source,
    *,
    workers: int = 1,
    scheduler: str | None = None,
    text_column: str = "text",
    part_bytes: int = PART_BYTES,
    progress: bool = False,
) -> Summary:
    r"""Read the claims of any number of articles into a folder of Parquet files; go on where it was broken off.

    The table is `out/claims/*.parquet`, in the order of the input, and `load(out)` reads it as one. What could
    not be read is in `out/errors.csv` (`file`, `row` from 0, `error`), which is written last.

    Articles are read, extracted and written in parts, one after the other, so that memory stays the same
    whatever the size. A part that is there already is kept if its input, the options and tradekit (its tables too)
    are what they were, and made again if not: however often a run is broken off or repeated, what it leaves is
    what one run would have made of the input as it is now, with any number of workers.

    The id of a text file is its path below `source` (`2024/05/gold.txt`). That of a row is the path of its file and
    what its column `id` says, or else the number of the row (`news.parquet:17`). In one file, an id is used once.
    That of a page in a web archive is the id of its record.

    Parameters
    ----------
    source : str or os.PathLike, or an iterable of these
        A folder, with its subfolders, a file, a glob, or several of these: `.txt` and `.md` files, with `articles.csv`
        beside them, as `read` takes them; tables, `.parquet`, `.csv` and `.jsonl`, with a row an article and columns
        `text` and perhaps `id`, `title`, `date`, `publisher` and `url`; and web archives, `.warc` and `.warc.gz`, as
        `read_warc` takes them, each of which is one part.
    out : str or os.PathLike
        The folder to write to; made if it is not there. Only its `claims` and `errors.csv` are written.
    workers : int
        How many processes; with 1, the one that calls. A script that asks for more has to do so below
        ``if __name__ == "__main__":``, since each process imports it.
    scheduler : str, optional
        The address of a running Dask cluster, such as ``tcp://10.0.0.1:8786``, whose workers do the parts instead;
        they need the same tradekit, and `source` and `out` under the same paths. Needs the extra `scale`.
    text_column : str
        The column of tables that holds the articles.
    part_bytes : int
        About how many bytes of text make up a part: at most so much work of a worker is lost when it is ended.
    progress : bool
        Show the rate and the time left on stderr if that is a terminal.

    Returns
    -------
    Summary
        The numbers of articles, claims and problems.

    Raises
    ------
    ReadError
        If there is nothing to read, or no article could be read.
    BlockingIOError
        If another process is writing to `out`.
    ChildProcessError
        If a worker ended abruptly; what was finished is kept for the next run.
    ConnectionError
        If the scheduler does not answer, has no workers or is lost; what was finished is kept for the next run.

    Examples
    --------
    >>> import tempfile, tradekit
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "news.csv").write_text("id,text\ngold,Exports rose 4%.\nrice,\n")
    ...     extract_corpus(folder, f"{folder}/out")
    ...     tradekit.load(f"{folder}/out").index.tolist()
    ...     Path(folder, "out", "errors.csv").read_text()
    Summary(articles=1, claims=1, problems=1)
    ['news.csv:gold:13']
    "file,row,error\nnews.csv,1,has no text in column 'text'\n"
    """
    if workers < 1:
        raise ValueError(f"workers is at least 1, not {workers}")
    if scheduler and workers > 1:
        raise ValueError("workers are processes of this machine, a scheduler has its own: give one of the two")
    out = Path(out).expanduser()
    do = partial(extracted_on, scheduler) if scheduler else partial(_extracted, workers)
    parts = partial(plan, source, text_column=text_column, part_bytes=part_bytes, leave_out=out)
    next(parts())  # what is wrong with the source is told before anything is written
    (out / CLAIMS).mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(out / ".lock", timeout=0):
            summary = _complete(parts, out, do, progress)
    except Timeout:
        raise BlockingIOError(f"{out}: another process is writing there; wait for it, or write elsewhere") from None
    if not summary.articles:
        left_out = "of web archives, what is not HTML or says to be in another language than English is left out"
        raise ReadError(f"no article could be read; {f'{out / ERRORS} says why' if summary.problems else left_out}")
    return summary


def _complete(parts: Callable[[], Iterator[Part]], out: Path, do: Do, progress: bool) -> Summary:
    """Do the parts that are not done, take away what is of no part, and write the problems."""
    for beside in (*(out / CLAIMS).glob(".part-*"), *out.glob(f".{ERRORS}.*")):
        beside.unlink()  # a run was ended while it wrote this
    done: set[str] = set()
    found = Summary()
    count = size = size_done = 0
    for part in parts():
        count += 1
        size += part.size
        if (there := finished(part, out)) is not None:
            done.add(part.name)
            size_done += part.size
            found = found.plus(there)
    files = _files(out)
    if len(done) == count == len(files) and (out / ERRORS).is_file():
        return found
    (out / ERRORS).unlink(missing_ok=True)
    for file in files[count:]:
        file.unlink()  # the input was longer once
    with tqdm(total=size, initial=size_done, unit="B", unit_scale=True, disable=None if progress else True) as bar:
        to_do = (part for part in parts() if part.name not in done)
        for part, new in do(to_do, out):
            found = found.plus(new)
            bar.set_postfix(articles=found.articles, claims=found.claims, refresh=False)
            bar.update(part.size)
    _write_errors(out)
    return found


def _extracted(workers: int, parts: Iterator[Part], out: Path) -> Iterator[tuple[Part, Summary]]:
    """Do the parts; yield each with what it held, in the order in which they end."""
    if workers == 1:
        yield from ((part, extract_part(part, out)) for part in parts)
        return
    # Spawned, not forked: a fork of a process with threads (pyarrow's) may hang.
    pool = ProcessPoolExecutor(workers, get_context("spawn"), initializer=_end_with_parent)
    under_way: dict[Future[Summary], Part] = {}
    try:
        for part in parts:
            under_way[pool.submit(extract_part, part, out)] = part
            if len(under_way) >= 2 * workers:  # not all at once, there may be millions
                yield from _ended(under_way)
        while under_way:
            yield from _ended(under_way)
    except BrokenProcessPool as error:
        raise ChildProcessError(
            "a worker process ended abruptly; perhaps it was killed for want of memory. What is finished is kept: "
            "run this again to go on, with fewer workers if memory is short"
        ) from error
    finally:
        pool.shutdown(cancel_futures=True)


def _ended(under_way: dict[Future[Summary], Part]) -> Iterator[tuple[Part, Summary]]:
    for future in wait(under_way, return_when=FIRST_COMPLETED).done:
        yield under_way.pop(future), future.result()


def _end_with_parent() -> None:
    """End this process at Ctrl-C, and when its parent is killed, which would leave it waiting for ever."""
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:  # as it is for what runs in the background
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # at once, without a traceback: no part is left half written
    parent = parent_process()
    assert parent, "this runs in a worker"

    def watch() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _files(out: Path) -> list[Path]:
    return sorted((out / CLAIMS).glob("part-*.parquet"))


def _write_errors(out: Path) -> None:
    with whole_file(out / ERRORS) as beside, beside.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(Problem._fields)
        for part in _files(out):
            table.writerows(read_note(part)["problems"])
