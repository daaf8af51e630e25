"""The parts of a corpus on a cluster of Dask, whose machines see the same folders."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from concurrent.futures import CancelledError
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tradekit.articles.html import SCALE
from tradekit.corpus.cutting import Part, code_version
from tradekit.corpus.parts import Summary, extract_part

if TYPE_CHECKING:
    from distributed import Client

PATIENCE = 10  # seconds for the scheduler to answer
PATIENCE_WITH_WORKERS = 60  # seconds for the first of them to come
RETRIES = 2  # of a part that fails, as a shared folder may for a moment


def extracted_on(scheduler: str, parts: Iterator[Part], out: Path) -> Iterator[tuple[Part, Summary]]:
    """Do parts on a cluster; yield each with what it held, in the order in which they end.

    A part whose worker is lost is given to another one; nothing of it is left but a whole file.

    Parameters
    ----------
    scheduler : str
        The address of the cluster's scheduler, such as ``tcp://10.0.0.1:8786``.
    parts : iterator of Part
        The parts; twice as many as the workers have threads are under way at a time.
    out : pathlib.Path
        The folder that the whole corpus is written to.

    Raises
    ------
    ImportError
        If the extra `scale` is not installed, or a worker has another tradekit than this process.
    ConnectionError
        If there is no scheduler at the address, if it has no workers, or if it is lost.
    FileNotFoundError
        If a worker does not see the folder of the articles.
    ChildProcessError
        If a part was the end of several workers, one after the other. The other parts are done first.
    """
    client = _client(scheduler)
    from distributed import KilledWorker, as_completed

    lost: list[Part] = []
    under_way: dict[Any, Part] = {}
    ended: Any = as_completed(loop=client.loop)
    with client:

        def next_ended() -> Iterator[tuple[Part, Summary]]:
            future = next(ended)
            part = under_way.pop(future.key)
            try:
                summary = future.result()
            except KilledWorker:
                lost.append(part)
            except CancelledError as error:
                raise ConnectionError(
                    f"the scheduler at {scheduler!r} was lost. What is finished is kept: run this again to go on"
                ) from error
            else:
                yield part, summary

        for part in parts:
            future = client.submit(_extract, part, out.resolve(), code_version(), pure=False, retries=RETRIES)
            under_way[future.key] = part
            ended.add(future)
            # Not all at once, there may be millions; as many as now are workers, for more may join.
            if len(under_way) >= 2 * sum(client.nthreads().values()):
                yield from next_ended()
        while under_way:
            yield from next_ended()
    if lost:
        raise end_of_workers(lost)


def end_of_workers(lost: list[Part]) -> ChildProcessError:
    """Return the error that names parts that ended every worker that tried them."""
    others = f", and so did {len(lost) - 1} more" if len(lost) > 1 else ""
    return ChildProcessError(
        f"{lost[0].name}, {lost[0].input}, ended every worker that tried it, perhaps for want of memory{others}. "
        "What is finished is kept: run this again to go on"
    )


def _client(scheduler: str) -> Client:
    """Connect to the scheduler at an address, and wait until it has a worker."""
    try:
        import dask
        from distributed import Client, Security
        from distributed.comm.addressing import get_address_host_port
    except ImportError as error:
        raise ImportError(f"a cluster needs more packages: {SCALE} ({error})") from error
    loader = dask.config.get("distributed.client.security-loader", None)
    if scheduler.startswith("tls://") and not loader and not Security().get_connection_args("client")["ssl_context"]:
        told = "name them in Dask's configuration (distributed.comm.tls)"
        raise ConnectionError(f"{scheduler!r} needs certificates: {told}")
    try:
        # Not by a Client: one that fails leaves a loop behind that disturbs the next.
        socket.create_connection(get_address_host_port(scheduler), timeout=PATIENCE).close()
        client = Client(scheduler, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ConnectionError(f"no scheduler of Dask answers at {scheduler!r}: {error}") from error
    try:
        client.wait_for_workers(1, timeout=PATIENCE_WITH_WORKERS)
    except TimeoutError as error:
        client.close()
        raise ConnectionError(
            f"the scheduler at {scheduler!r} has no workers; start some, and run this again"
        ) from error
    return client


def _extract(part: Part, out: Path, version: str) -> Summary:
    """Do a part on a worker, if it is the same library there and the same folders are seen."""
    if code_version() != version:
        raise ImportError(f"a worker has another tradekit ({code_version()}) than the one that asks ({version})")
    if not Path(part.input.root).exists():
        raise FileNotFoundError(f"a worker does not see the articles' folder {part.input.root}; the cluster shares it?")
    return extract_part(part, out)
