"""Work on files in processes that may be lost: a time and a memory limit for each file, results in order.

The pool is pebble's (see docs/decisions/0007-workers.md). Here is only what belongs to us: which limits hold,
what is said of a file that reached one, and that nothing which a worker started outlives it.
"""

from __future__ import annotations

import gc
import mmap
import multiprocessing
import os
import pickle
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import TimeoutError as FutureTimeoutError
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Generic, NoReturn, TypeVar

from ..errors import Ending
from ..model.documents.said import said
from ..plugins.guests import log

T = TypeVar("T")
I = TypeVar("I")

TIMEOUT = 60.0
"""Seconds that a file may take, pages read by OCR apart."""
MEMORY = 2048
"""MiB that the reading of one file may take."""
_WINDOW = 64
"""Files that may be ahead of the one whose result is waited for."""
_OUT_OF_MEMORY = 113
"""Exit status of a worker that ended itself for want of memory."""
_SLOT = 256
"""Bytes of shared memory in which a worker writes who it is running."""
_RETRIES = 10
"""So often what cost a process its life is done again without the guest that was in it."""
_ENDED = 114
"""Exit status of a worker that a guest ended with status 0: a pool takes that for a worker that has nothing to do."""
_SLEEP = 0.02
"""Seconds after which pebble looks again whether a file is late or a worker gone."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may take: seconds and MiB; None for no limit."""

    seconds: float | None = None
    memory: int | None = None


@dataclass(frozen=True, slots=True)
class NeedsTime:
    """What a function returns if it needs ``seconds`` more than the usual limit: it is called again with them."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Ended(Generic[T]):
    """What became of one call: its value, or in one line why there is none."""

    value: T | None = None
    problem: str | None = None


Work = Callable[[I, float | None], T | NeedsTime]
"""Called with an item, and with the extra seconds that it asked for (None the first time)."""


def run_in_workers(
    work: Work[I, T],
    items: Iterable[I],
    *,
    jobs: int = 1,
    limits: Limits | None = None,
    prepare: Callable[..., None] | None = None,
    arguments: tuple[Any, ...] = (),
) -> Generator[Ended[T], None, None]:
    """Results of ``work`` in the order of the items, from ``jobs`` processes.

    A process that is late, takes too much memory or dies is replaced, and costs its own item alone. ``work`` and its
    results must be picklable; ``prepare(*arguments)`` runs once in every process. Closing the iterator ends all
    processes.
    """
    runner = _Runner(work, jobs, limits or Limits(), prepare, arguments)
    rest = iter(items)
    try:
        while True:
            for item in islice(rest, _WINDOW + jobs - len(runner.waiting)):
                runner.add(item)
            if not runner.waiting:
                return
            yield runner.result()
    finally:
        runner.stop()


def tidy_on_termination() -> None:
    """Lets SIGTERM end this program as an exception does, so that workers and temporary files go with it."""

    def end(number: int, frame: object) -> None:
        raise SystemExit(128 + number)

    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, end)


def can_fork() -> bool:
    """Whether workers are copies of this process, with everything that is loaded in it."""
    return sys.platform.startswith("linux")


@dataclass(slots=True)
class _Waiting(Generic[I]):
    item: I
    future: Any = None
    """None: not handed to the pool."""
    slot: int = 0
    seconds: float | None = None
    tries: int = 0
    without: dict[str, str] = field(default_factory=dict)
    """Guests that ended a process, and how."""


class _Runner(Generic[I, T]):
    """A pool that is made anew if it breaks, and what waits for it, in order."""

    def __init__(
        self, work: Work[I, T], jobs: int, limits: Limits, prepare: Callable[..., None] | None, arguments: tuple[Any, ...]
    ) -> None:
        self.waiting: deque[_Waiting[I]] = deque()
        self._work, self._jobs, self._limits = work, jobs, limits
        self._slots = 2 * (_WINDOW + jobs)
        self._log = mmap.mmap(-1, self._slots * _SLOT) if can_fork() else None
        self._arguments = (limits.memory, self._log, prepare, arguments)
        self._added = 0
        self._pool: Any = None

    def add(self, item: I) -> None:
        self.waiting.append(_Waiting(item, slot=self._added % self._slots))
        self._added += 1
        self._schedule(self.waiting[-1])

    def _schedule(self, one: _Waiting[I]) -> None:
        if self._pool is None:
            self._pool = _new_pool(self._jobs, self._arguments)
        seconds = self._limits.seconds
        limit = None if seconds is None else seconds + (one.seconds or 0.0)
        self._written(one, "")
        try:
            one.future = self._pool.schedule(_call, args=(self._work, one.item, one.seconds, one.slot, one.without), timeout=limit)
        except RuntimeError:  # the pool is broken; whoever waits for a result mends it
            one.future = None

    def result(self) -> Ended[T]:
        """Waits for the first result."""
        one = self.waiting[0]
        while True:
            ended = self._try(one)
            if ended is not None:
                self.waiting.popleft()
                return ended

    def _try(self, one: _Waiting[I]) -> Ended[T] | None:
        """What became of a call; None if it was started once more."""
        from pebble import ProcessExpired

        try:
            if one.future is None:
                raise BrokenProcessPool("no process")
            value = pickle.loads(one.future.result())
        except FutureTimeoutError:
            late = (self._limits.seconds or 0.0) + (one.seconds or 0.0)
            if not one.without and self._again_without(one, f"did not come to an end within {late:g} seconds, see --timeout"):
                return None
            return Ended(problem=late_words(late))
        except ProcessExpired as error:
            if error.exitcode != _OUT_OF_MEMORY and self._again_without(one, f"ended the process ({_how(error.exitcode)})"):
                return None
            return Ended(problem=_died(error.exitcode, self._limits.memory))
        except BrokenProcessPool as error:
            one.tries += 1
            if one.tries > 2:
                return Ended(problem=said(f"the reading process does not start ({error})", f"读取进程无法启动（{error}）"))
            self._mend()
            return None
        if isinstance(value, NeedsTime):
            one.seconds = value.seconds
            self._schedule(one)
            return None
        return Ended(problem=value.words) if isinstance(value, _Failed) else Ended(value)

    def _again_without(self, one: _Waiting[I], why: str) -> bool:
        """Starts a call once more without the guest that a lost process was in; False if nobody was, or too often."""
        name, _, own = self._written(one).partition("\n")
        if not name or name in one.without or len(one.without) >= _RETRIES:
            return False
        one.without[name] = own or why
        self._schedule(one)
        return True

    def _written(self, one: _Waiting[I], name: str | None = None) -> str:
        """Who the worker of a call is running; ``name`` to say so from here."""
        if self._log is None:
            return ""
        span = slice(one.slot * _SLOT, (one.slot + 1) * _SLOT)
        if name is not None:
            self._log[span] = name.encode().ljust(_SLOT, b"\0")
        return self._log[span].rstrip(b"\0").decode(errors="replace")

    def _mend(self) -> None:
        """A new pool, and into it all that the broken one did not do."""
        self.stop()
        for one in self.waiting:
            if one.future is None or not one.future.done() or isinstance(one.future.exception(), BrokenProcessPool):
                self._schedule(one)

    def stop(self) -> None:
        """Ends the workers and what they started."""
        if self._pool is not None:
            self._pool.stop()
            self._pool.join()
            self._pool = None


def _new_pool(jobs: int, arguments: tuple[Any, ...]) -> Any:
    from pebble import CONSTS, ProcessPool

    CONSTS.sleep_unit = _SLEEP
    context = multiprocessing.get_context("fork" if can_fork() else "spawn")
    return ProcessPool(max_workers=jobs, initializer=_begin, initargs=arguments, context=context)


def late_words(seconds: float) -> str:
    """What is said of a file that was not read in time."""
    return said(
        f"not read within {seconds:g} seconds, so it was given up (see --timeout)",
        f"{seconds:g} 秒内未能读完，已放弃（可用 --timeout 放宽）",
    )


def _died(status: int | None, memory: int | None) -> str:
    if status == _OUT_OF_MEMORY:
        return out_of_memory(memory)
    how = _how(status)
    return said(
        f"the process that read it died ({how}): the file is probably damaged or needs too much memory",
        f"读取它的进程中途退出（{how}）：文件可能已损坏，或所需内存过多",
    )


def _how(status: int | None) -> str:
    """How a process ended."""
    if status == _ENDED:
        return "exit status 0"
    if status is not None and status < 0:
        return signal.Signals(-status).name if -status in set(signal.Signals) else f"signal {-status}"
    return f"exit status {status}"


def out_of_memory(memory: int | None = None) -> str:
    """What is said of a file that needs more memory than it may take."""
    if memory is None:
        return said("it needs more memory than there is", "内存不足，未能读取")
    return said(f"it needs more than {memory} MiB of memory (see --memory)", f"读取所需内存超过 {memory} MiB（可用 --memory 放宽）")


# What follows runs in the worker.


@dataclass(frozen=True, slots=True)
class _Failed:
    words: str


class _Stopped(Ending):
    """The worker was told to end: let everybody clean up on the way out."""


_exit = os._exit
_busy = threading.Event()
_shared: list[Any] = []
"""The memory in which workers write who they are running."""


def _begin(memory: int | None, shared: Any, prepare: Callable[..., None] | None, arguments: tuple[Any, ...]) -> None:
    signal.signal(signal.SIGTERM, _stop)
    _end_with_parent()
    _shared.append(shared)
    log.watched = True
    os._exit = _ended
    # Standard output is the report's: what plugins and what they start print goes to standard error.
    sys.stdout = sys.stderr
    os.dup2(2, 1)
    if prepare is not None:
        prepare(*arguments)
    gc.freeze()  # what is loaded stays: no need to look through it again and again
    if memory is not None:
        _limit_memory(memory)


def _ended(status: int) -> NoReturn:
    """``os._exit`` as guests see it."""
    _exit(status or _ENDED)


def _stop(number: int, frame: object) -> None:
    """Told to end: at once if idle, else by an exception, so that converters and temporary files go too."""
    if not _busy.is_set():
        _exit(0)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise _Stopped


def _call(work: Callable[[Any, float | None], Any], item: Any, more: float | None, slot: int, without: dict[str, str]) -> bytes:
    """One call; pickled here, so that a result that cannot be pickled is the fault of its own item alone."""
    log.share(_shared[-1], slot * _SLOT, _SLOT)
    log.without = without
    try:
        _busy.set()
        try:
            return pickle.dumps(work(item, more), pickle.HIGHEST_PROTOCOL)
        finally:
            _busy.clear()
    except _Stopped:
        _exit(0)
    except MemoryError:
        _exit(_OUT_OF_MEMORY)
    except BaseException as error:  # plugins are somebody else's code, and so is what they put into results
        what = f"{type(error).__name__}: {' '.join(str(error).split())}"
        return pickle.dumps(
            _Failed(said(f"internal error ({what}); please report it with the file", f"内部出错（{what}），请连同文件反馈"))
        )


def _limit_memory(mebibytes: int) -> None:
    """Lets the process grow by no more than this; then allocations fail. Does nothing where the system cannot."""
    try:
        import resource

        with open("/proc/self/statm", encoding="ascii") as f:  # noqa: PTH123
            now = int(f.read().split()[0]) * resource.getpagesize()
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        wanted = now + mebibytes * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_AS, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))
    except (ImportError, OSError, ValueError):
        return


def _end_with_parent() -> None:
    """Asks Linux to end this process when the one that started it dies, by whatever cause."""
    if not sys.platform.startswith("linux"):
        return
    import ctypes

    try:
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG
    except (OSError, AttributeError):
        return
    if os.getppid() == 1:
        _exit(0)
