"""A corpus as a whole: its parts by several processes, what is there already, progress and problems."""

from __future__ import annotations

import csv
import os
import signal
import threading
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from itertools import groupby
from multiprocessing import get_context, parent_process
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock, Timeout
from tqdm import tqdm

from tradekit.articles.files import ReadError, Source
from tradekit.corpus.cluster import end_of_workers, extracted_on
from tradekit.corpus.cutting import PART_BYTES, Part, plan
from tradekit.corpus.inputs import Problem
from tradekit.corpus.parts import CLAIMS, Summary, extract_part, finished, part_file, read_note
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
    what its column `id` says, or else the number of the row (`news.parquet:17`; `news.parquet:row 17` where
    other rows have an id). Of two rows of a part with the same id, the second is not read; of two in different parts
    of a file both are, and `load` warns of it. That of a page in a web archive is the id of its record.

    Parameters
    ----------
    source : str or os.PathLike, or an iterable of these
        A folder, with its subfolders, a file, a glob, or several of these: `.txt` and `.md` files, with `articles.csv`
        beside them, as `read` takes them; tables, `.parquet`, `.csv` and `.jsonl`, with a row an article and columns
        `text` and perhaps `id`, `title`, `date`, `publisher` and `url`; and web archives, `.warc` and `.warc.gz`, as
        `read_warc` takes them, each of which is one part.
    out : str or os.PathLike
        The folder to write to; made if it is not there. Only its `claims`, `errors.csv` and `.lock` are written.
    workers : int
        How many processes; with 1, the one that calls. A script that asks for more has to do so below
        ``if __name__ == "__main__":``, since each process imports it.
    scheduler : str, optional
        The address of a running Dask cluster, such as ``tcp://10.0.0.1:8786``, whose workers do the parts instead;
        they need the same tradekit, and `source` and `out` under the same paths. Needs the extra `scale`.
    text_column : str
        The column of tables that holds the articles.
    part_bytes : int
        About how many bytes of text make up a part of a large table: at most so much work of a worker is lost when
        it is ended. Text files and smaller tables are cut finer, into parts of 100 kB.
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
    NotADirectoryError
        If `out` is a file.
    BlockingIOError
        If another process is writing to `out`.
    ChildProcessError
        If a part was the end of its worker, twice; it is named, and all others are done and kept for the next run.
    ConnectionError
        If the scheduler does not answer, has no workers or is lost; what was finished is kept for the next run.
    FileNotFoundError
        If a part that a worker has done is not in `out`, as when a cluster's machines do not share the folder.

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
    if not os.fspath(out):
        raise ValueError("out is the folder to write to, not ''")
    out = Path(out).expanduser()
    if out.exists() and not out.is_dir():
        raise NotADirectoryError(f"{out} is a file; expected the name of a folder to write to")
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
        why = "of web archives, what is not HTML or says to be in another language than English is left out"
        if summary.problems:
            with (out / ERRORS).open(encoding="utf-8", newline="") as errors:
                first = next(csv.DictReader(errors))
            why = f"{out / ERRORS} says why: {first['file']} {first['error']}"
        raise ReadError(f"no article could be read; {why}")
    return summary


def _complete(parts: Callable[[], Iterator[Part]], out: Path, do: Do, progress: bool) -> Summary:
    """Do the parts that are not done, take away what is of no part, and write the problems."""
    for beside in (*(out / CLAIMS).glob(".part-*"), *out.glob(f".{ERRORS}.*")):
        beside.unlink()  # a run was ended while it wrote this
    there = {_key(file): file for file in _files(out)}
    names = sorted(file.stem for file in _files(out))
    found = Summary()
    done = size = size_done = 0
    planned: dict[str, str] = {}  # keys of the parts, to their names
    for part in parts():
        planned[part.key] = part.name
        size += part.size
        if part.key in there and (held := finished(part, there[part.key])) is not None:
            done += 1
            size_done += part.size
            found = found.plus(held)
    if done == len(planned) and names == list(planned.values()) and (out / ERRORS).is_file():
        return found._replace(problems=_rows_of(out / ERRORS))
    (out / ERRORS).unlink(missing_ok=True)
    _keep_names(out)
    for key in there.keys() - planned.keys():
        there.pop(key).unlink()
    planned.clear()  # the input may have changed since it was counted

    def to_do() -> Iterator[Part]:
        for part in parts():
            planned[part.key] = part.name
            file = part_file(part.name, out)
            if (before := there.get(part.key, file)) != file:
                before.replace(file)  # parts before it came or went
            if finished(part, file) is None:
                yield part

    with tqdm(total=size, initial=size_done, unit="B", unit_scale=True, disable=None if progress else True) as bar:
        for part, new in do(to_do(), out):
            found = found.plus(new)
            bar.set_postfix(articles=found.articles, claims=found.claims, refresh=False)
            bar.update(part.size)
    for file in _files(out):
        if file.stem != planned.get(_key(file)):
            file.unlink()  # of what the input was once
    _keep_names(out / CLAIMS)
    return _write_errors(planned.values(), out)


def _extracted(workers: int, parts: Iterator[Part], out: Path) -> Iterator[tuple[Part, Summary]]:
    """Do the parts; yield each with what it held, in the order in which they end."""
    if workers == 1:
        yield from ((part, extract_part(part, out)) for part in parts)
        return
    lost: list[Part] = []
    while suspects := (yield from _extracted_by_pool(workers, 2 * workers, parts, out)):
        one_by_one = iter(suspects)
        while suspects := (yield from _extracted_by_pool(1, 1, one_by_one, out)):
            lost += suspects
    if lost:
        raise end_of_workers(lost)


def _extracted_by_pool(
    workers: int, at_once: int, parts: Iterator[Part], out: Path
) -> Generator[tuple[Part, Summary], None, list[Part]]:
    """Do the parts until a worker ends abruptly; return those that were under way then, one of which was its end."""
    # Spawned, not forked: a fork of a process with threads (pyarrow's) may hang.
    pool = ProcessPoolExecutor(workers, get_context("spawn"), initializer=_end_with_parent)
    handed_out: dict[str, Part] = {}
    under_way: dict[Future[Summary], Part] = {}

    def ended() -> Iterator[tuple[Part, Summary]]:
        for future in wait(under_way, return_when=FIRST_COMPLETED).done:
            summary = future.result()
            part = under_way.pop(future)
            del handed_out[part.name]
            yield part, summary

    try:
        if workers == 1:
            _see_it_begin(pool)  # or its part would be blamed
        for part in parts:
            handed_out[part.name] = part
            under_way[pool.submit(extract_part, part, out)] = part
            if len(under_way) >= at_once:  # not all, there may be millions
                yield from ended()
        while under_way:
            yield from ended()
    except BrokenProcessPool:
        return list(handed_out.values())
    finally:
        pool.shutdown(cancel_futures=True)
    return []


def _see_it_begin(pool: ProcessPoolExecutor) -> None:
    try:
        pool.submit(os.getpid).result()
    except BrokenProcessPool as error:
        raise ChildProcessError(
            'no worker process can begin; a script that asks for some has to do so below if __name__ == "__main__":'
        ) from error


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


def _key(file: Path) -> str:
    """Return the key of the part that a file is of."""
    return file.stem.rpartition("-")[2]


def _keep_names(folder: Path) -> None:
    """Wait until the disk has the names of a folder's files, which it may lose else when the power goes."""
    if os.name == "posix":  # elsewhere, no folder can be opened
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


def _write_errors(names: Iterable[str], out: Path) -> Summary:
    """Write the problems of all parts, which have to be there; return what they held."""
    found = Summary()
    with whole_file(out / ERRORS) as beside, beside.open("w", encoding="utf-8", newline="") as file:
        errors = csv.writer(file, lineterminator="\n")
        errors.writerow(Problem._fields)
        notes = ((name, _note(name, out)) for name in names)
        for table, parts in groupby(notes, lambda part: part[1]["table"]):
            of_table: list[str] = []
            for name, note in parts:
                errors.writerows(note["problems"])
                found = found.plus(Summary(*note["summary"]))
                of_table += [name] if table else []
            for id in _repeated(of_table, out):
                told = f"several rows have the id {id!r:.60}, and all were read: their claims cannot be told apart"
                errors.writerow(Problem(table, None, told))
                found = found.plus(Summary(problems=1))
    return found


def _note(name: str, out: Path) -> dict[str, Any]:
    try:
        return read_note(part_file(name, out))
    except OSError:
        raise FileNotFoundError(
            f"{out / CLAIMS}: {name} was done and is not there. Does every worker write to this same folder? "
            "What is finished is kept: run this again to go on"
        ) from None


def _repeated(names: Sequence[str], out: Path) -> Iterator[str]:
    """Yield the ids that rows in different parts of a table have."""
    if len(names) < 2:
        return
    # By 8 bytes each, since there may be millions of them.
    hashes = np.concatenate([np.array([hash(id) for id in _note(name, out)["ids"]], np.int64) for name in names])
    hashes.sort()
    twice = set(hashes[1:][hashes[1:] == hashes[:-1]].tolist())
    if twice:
        times = Counter(id for name in names for id in _note(name, out)["ids"] if hash(id) in twice)
        yield from (id for id, count in times.items() if count > 1)


def _rows_of(table: Path) -> int:
    with table.open(encoding="utf-8", newline="") as file:
        return sum(1 for _ in csv.reader(file)) - 1
