"""Dask: the claims of articles that stand in its tables, and runs on its clusters."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, wait
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest
from pandas.testing import assert_frame_equal

import tradekit
from tradekit.cli import main
from tradekit.corpus import Summary, extract_corpus, plan

dask = pytest.importorskip("dask", reason="clusters need the extra scale (dask)")
dd = pytest.importorskip("dask.dataframe", reason="clusters need the extra scale (dask)")

pytestmark = pytest.mark.filterwarnings("ignore:The inplace keyword")  # Dask's own, of pandas 3.1

distributed = pytest.importorskip("distributed", reason="clusters need the extra scale (dask[distributed])")

ARTICLES = pd.DataFrame(
    {
        "id": list("abcdef"),
        "text": [
            "China exported $4 billion of steel to Chile last year, up 5%.",
            "Imports rose 3% to €2 million in May.",
            None,
            "Nothing is counted here.",
            "Peru's exports of copper fell by a third.",
            "",
        ],
        "title": ["Steel", None, "Nothing", None, "Copper falls 9%", None],
        "date": pd.to_datetime(["2024-06-01", None, "2024-06-03", "2024-06-04", "2024-06-05", None]),
        "publisher": ["Harbour Wire", None, None, "The Ledger", None, None],
        "views": [1, 2, 3, 4, 5, 6],  # what is not ours is left alone
    }
)


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """Give a folder of three Parquet files of articles; the second has no claim."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for start in (0, 2, 4):
        ARTICLES[start : start + 2].to_parquet(folder / f"{start}.parquet", index=False)
    return folder


@pytest.mark.parametrize("scheduler", ["synchronous", "threads"])
def test_partitions_give_the_table_that_extract_gives(articles: Path, scheduler: str) -> None:
    claims = dd.read_parquet(articles).map_partitions(tradekit.extract, meta=tradekit.META)
    assert_frame_equal(claims._meta, tradekit.META)
    assert_frame_equal(claims.compute(scheduler=scheduler), tradekit.extract(ARTICLES))


def test_what_is_written_is_read_back(articles: Path, tmp_path: Path) -> None:
    claims = dd.read_parquet(articles).map_partitions(tradekit.extract, meta=tradekit.META)
    claims.to_parquet(tmp_path / "claims")
    expected = tradekit.extract(ARTICLES)
    assert_frame_equal(dd.read_parquet(tmp_path / "claims").compute(), expected)
    parts = [tradekit.load(part) for part in sorted((tmp_path / "claims").glob("*.parquet"))]
    assert [len(part) for part in parts] == [4, 0, 1]
    assert_frame_equal(pd.concat(parts), expected)


@pytest.mark.parametrize(
    "change",
    [
        lambda table: table.convert_dtypes(),
        lambda table: table.convert_dtypes(dtype_backend="pyarrow"),
        lambda table: table.astype({"id": object, "text": object, "title": object, "publisher": object}),
        lambda table: table.astype({"id": "category", "publisher": "category"}),
        lambda table: table.assign(date=table["date"].dt.date.astype(pd.ArrowDtype(pa.date32()))),
        lambda table: table.assign(text=table["text"].astype(pd.ArrowDtype(pa.large_string()))),
        lambda table: table.set_index("id"),
    ],
    ids=["string", "arrow", "object", "category", "date32", "large string", "id as index"],
)
def test_every_dtype_of_text_and_dates_is_read(change) -> None:  # type: ignore[no-untyped-def]
    assert_frame_equal(tradekit.extract(change(ARTICLES)), tradekit.extract(ARTICLES))


def test_a_partition_without_rows_gives_the_empty_table(articles: Path) -> None:
    table = dd.read_parquet(articles)
    claims = table[table["id"] == "b"].map_partitions(tradekit.extract, meta=tradekit.META).compute()
    assert claims["article"].tolist() == ["b", "b"]
    assert claims.dtypes.equals(tradekit.META.dtypes)


# --- a cluster


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """Give two worker processes that only this machine can reach."""
    # By default a worker that is killed has 15 seconds to come back, which a busy machine may not give it.
    with (
        dask.config.set({"distributed.deploy.lost-worker-timeout": "300s"}),
        distributed.LocalCluster(2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None) as cluster,
    ):
        yield cluster


def news(folder: Path, count: int) -> Path:
    """Write this many articles, and a file that is none."""
    folder.mkdir()
    for n in range(count):
        text = f"China exported ${n} million of steel to Chile in May 2024, up {n}% from a year earlier."
        (folder / f"{n:03}.txt").write_text(text)
    (folder / "noise.txt").write_bytes(bytes(range(256)))
    return folder


def parts(out: Path) -> list[str]:
    return sorted(part.name for part in out.glob("claims/part-*.parquet"))


LONG = 120  # seconds after which what is waited for does not come


def until(condition: Callable[[], object]) -> None:
    """Wait for something."""
    end = time.monotonic() + LONG
    while not condition():
        assert time.monotonic() < end, "it does not come"
        time.sleep(0.001)


@pytest.fixture
def halted(cluster: Any, tmp_path: Path) -> Iterator[tuple[Future[Summary], int]]:
    """Give a run from `news` to `out` and the process of a worker that stands still in the middle of it."""
    folder, out = news(tmp_path / "news", 24), tmp_path / "out"
    run: Future[Summary] = Future()

    def work() -> None:
        try:
            run.set_result(extract_corpus(folder, out, scheduler=cluster.scheduler_address, part_bytes=1))
        except Exception as error:
            run.set_exception(error)

    worker = next(iter(cluster.workers.values()))
    until(lambda: worker.worker_address in cluster.scheduler.workers)  # one that was killed comes back
    pid = worker.pid
    threading.Thread(target=work, daemon=True).start()
    until(lambda: run.done() or len(parts(out)) >= 3)
    os.kill(pid, signal.SIGSTOP)
    try:
        # Without these parts, the run cannot end.
        until(lambda: run.done() or cluster.scheduler.workers[worker.worker_address].processing)
        assert not run.done()
        yield run, pid
    finally:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGCONT)
    wait([run], LONG)


def check_whole(tmp_path: Path, found: Summary) -> None:
    """Compare what a run left in `out` with what another one makes of the same input."""
    out, whole = tmp_path / "out", tmp_path / "whole"
    assert found == extract_corpus(tmp_path / "news", whole, part_bytes=1)
    assert parts(out) == parts(whole)
    assert len(parts(whole)) == 25
    assert_frame_equal(tradekit.load(out), tradekit.load(whole))
    assert (out / "errors.csv").read_bytes() == (whole / "errors.csv").read_bytes()


def test_a_worker_that_is_killed_loses_nothing(halted: tuple[Future[Summary], int], tmp_path: Path) -> None:
    run, worker = halted
    os.kill(worker, signal.SIGKILL)
    check_whole(tmp_path, run.result(LONG))


def test_parts_that_end_their_workers_are_told_and_all_else_is_kept(
    cluster: Any, halted: tuple[Future[Summary], int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, worker = halted
    monkeypatch.setattr(cluster.scheduler, "allowed_failures", 0)
    os.kill(worker, signal.SIGKILL)
    with pytest.raises(ChildProcessError, match=r"part-\d+-\w+, Texts.* ended every worker .* and so did 1 more"):
        run.result(LONG)
    assert 20 <= len(parts(tmp_path / "out")) < 25
    check_whole(tmp_path, extract_corpus(tmp_path / "news", tmp_path / "out", part_bytes=1))


def test_a_scheduler_that_is_lost_is_told_and_what_is_finished_is_kept(
    cluster: Any, halted: tuple[Future[Summary], int], tmp_path: Path
) -> None:
    run, _ = halted
    for stream in list(cluster.scheduler.client_comms.values()):
        cluster.loop.add_callback(stream.abort)
    with pytest.raises(ConnectionError, match=r"was lost\. What is finished is kept: run this again to go on"):
        run.result(LONG)
    assert len(parts(tmp_path / "out")) >= 3


def test_a_worker_with_another_tradekit_is_refused(
    cluster: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tradekit.corpus.cluster.code_version", lambda: "another one")
    with pytest.raises(
        ImportError, match=r"a worker has another tradekit \(.*\) than the one that asks \(another one\)"
    ):
        extract_corpus(news(tmp_path / "news", 1), tmp_path / "out", scheduler=cluster.scheduler_address)


def test_a_worker_that_does_not_see_the_articles_is_told(
    cluster: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, elsewhere = news(tmp_path / "news", 1), str(tmp_path / "elsewhere")
    seen = [replace(part, input=replace(part.input, root=elsewhere)) for part in plan(folder)]
    monkeypatch.setattr("tradekit.corpus.run.plan", lambda *_, **__: iter(seen))
    with pytest.raises(FileNotFoundError, match=f"a worker does not see the articles' folder {elsewhere}"):
        extract_corpus(folder, tmp_path / "out", scheduler=cluster.scheduler_address)


def test_a_scheduler_without_workers_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tradekit.corpus.cluster.PATIENCE_WITH_WORKERS", 0.1)
    alone = {"cls": distributed.Scheduler, "options": {"host": "127.0.0.1", "dashboard_address": ":0"}}
    with (
        distributed.SpecCluster(scheduler=alone) as none,
        pytest.raises(ConnectionError, match=f"the scheduler at '{none.scheduler_address}' has no workers; start some"),
    ):
        extract_corpus(news(tmp_path / "news", 1), tmp_path / "out", scheduler=none.scheduler_address)


def test_without_certificates_there_is_no_tls(tmp_path: Path) -> None:
    with pytest.raises(ConnectionError, match="9' needs certificates: name them in Dask's configuration"):
        extract_corpus(news(tmp_path / "news", 1), tmp_path / "out", scheduler="tls://127.0.0.1:9")


def test_what_is_there_is_kept_by_a_cluster(cluster: Any, tmp_path: Path) -> None:
    folder, out = news(tmp_path / "news", 3), tmp_path / "out"
    first = extract_corpus(folder, out, part_bytes=1)
    before = parts(out)
    (folder / "001.txt").write_text("Imports rose 5%.")
    again = extract_corpus(folder, out, scheduler=cluster.scheduler_address, part_bytes=1)
    assert (again.articles, again.claims) == (first.articles, first.claims - 1)
    assert [part[:12] for part in parts(out) if part not in before] == ["part-0000001"]


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "nowhere", "127.0.0.1"])
def test_without_a_scheduler_nothing_is_done(address: str, tmp_path: Path) -> None:
    with pytest.raises(ConnectionError, match=f"no scheduler of Dask answers at '{address}'"):
        extract_corpus(news(tmp_path / "news", 1), tmp_path / "out", scheduler=address)


def test_the_command_line_takes_a_cluster(cluster: Any, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    folder, out = news(tmp_path / "news", 2), tmp_path / "out"
    assert main(["extract", str(folder), "-o", str(out), "--scheduler", cluster.scheduler_address]) == 0
    assert "4 claims from 2 articles" in capfd.readouterr().err
    assert tradekit.load(out)["value"].tolist() == [0, 0, 1e6, 1]


def test_a_scheduler_has_workers_of_its_own(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="give one of the two"):
        extract_corpus(news(tmp_path / "news", 1), tmp_path / "out", workers=2, scheduler="tcp://127.0.0.1:9")
