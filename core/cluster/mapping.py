"""The same functions in a loop, or on a Dask cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

from ..errors import UsageError
from ..messages import tr

Outcome = tuple[tuple[Any, ...], Any]
"""The arguments of a call, and its value or the exception that it ended with."""
Each = Callable[[Callable[..., Any], Iterable[tuple[Any, ...]]], Iterator[Outcome]]
"""Calls a function with each of some arguments and gives the outcomes as they come, in any order."""

_AHEAD = 3
"""Tasks that wait for each thread of the cluster: a run of millions keeps no more in the scheduler."""
_RETRIES = 3
"""So often a call is made again that ended with an exception: the storage was not there, a machine went away."""
_REVIVALS = 20
"""So often a task is handed in again over which Dask gave up because its workers died. It ends before: batches count the deaths of each file."""
_PATIENCE = 60
"""Seconds to wait for the first worker."""


def in_a_loop(work: Callable[..., Any], tasks: Iterable[tuple[Any, ...]]) -> Iterator[Outcome]:
    """One after the other, in this process."""
    for task in tasks:
        try:
            value: Any = work(*task)
        except UsageError:
            raise
        except Exception as error:  # one task; whoever asked says what it means
            value = error
        yield task, value


@contextmanager
def on_dask(address: str, jobs: int = 1) -> Iterator[Each]:
    """On the cluster whose scheduler listens at an address; ``local`` starts one of ``jobs`` processes on this machine.

    Raises UsageError if nobody answers, or no worker comes.
    """
    try:
        from distributed import Client, LocalCluster
    except ImportError as error:
        raise UsageError(
            tr("--cluster needs the extra [cluster]: pip install 'mingzhang[cluster]'", "--cluster 需要安装扩展：pip install 'mingzhang[cluster]'")
        ) from error
    cluster = LocalCluster(n_workers=jobs, threads_per_worker=1, dashboard_address=None) if address == "local" else None
    try:
        try:
            client = Client(cluster or address, timeout=_PATIENCE, set_as_default=False)
        except (OSError, ValueError) as error:
            raise UsageError(tr(f"{address}: no scheduler answers ({error})", f"{address}：没有调度器应答（{error}）")) from error
        try:
            client.wait_for_workers(1, timeout=_PATIENCE)
            yield lambda work, tasks: _mapped(client, work, tasks)
        except TimeoutError as error:
            raise UsageError(tr(f"{address}: no worker came ({error})", f"{address}：没有工作节点（{error}）")) from error
        finally:
            client.close()
    finally:
        if cluster is not None:
            cluster.close()


def _mapped(client: Any, work: Callable[..., Any], tasks: Iterable[tuple[Any, ...]]) -> Iterator[Outcome]:
    from distributed import KilledWorker, as_completed

    rest = iter(tasks)
    waiting: dict[str, tuple[tuple[Any, ...], int]] = {}
    done = as_completed(loop=client.loop)

    def hand_in(task: tuple[Any, ...], times: int) -> None:
        future = client.submit(work, *task, pure=False, retries=_RETRIES)
        waiting[future.key] = (task, times)
        done.add(future)

    def fill() -> None:
        room = max(_AHEAD, _AHEAD * sum(client.nthreads().values())) - len(waiting)
        for task in islice(rest, max(room, 0)):
            hand_in(task, 0)

    fill()
    while waiting:
        future = next(done)
        task, times = waiting.pop(future.key)
        try:
            value: Any = future.result()
        except KilledWorker as error:
            if times < _REVIVALS:
                hand_in(task, times + 1)
                continue
            value = error
        except UsageError:
            raise
        except Exception as error:  # see in_a_loop
            value = error
        future.release()
        fill()
        yield task, value
