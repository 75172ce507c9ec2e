"""Guests: somebody else's code, run so that nothing it does ends more than itself.

What comes out of :func:`hosted` is what a guest returns, or a :class:`GuestError` that names it and the line, whatever it raises,
however long it takes, whatever it prints or changes around it. What cannot be caught from inside (a process that ends, a loop
that swallows every exception) costs the process; the log then tells who was in it (``core/run/workers.py``), and what it was
doing is done again without that guest.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from decimal import localcontext
from types import FrameType, GeneratorType
from typing import Any, TypeVar

from ..errors import Ending
from ..model.documents.figure import ARITHMETIC

T = TypeVar("T")

SECONDS = 20.0
"""What a guest may take for one document."""
TRACEBACK_VARIABLE = "MINGZHANG_TRACEBACK"
"""1: the traceback of what a guest raised is printed on standard error."""
_CORE = f"{__name__.rpartition('.plugins.')[0]}."
_FACE = __name__.partition(".")[0]
"""Modules in which no guest is at home: the core, and the public face."""
_AGAIN = 0.5
"""Seconds after which a guest that swallowed its end is told again."""
_PATIENCE = 20
"""So often; then a process that nobody watches ends itself."""


class GuestError(Exception):
    """A guest failed: who, what, and ``module:line``, in one line."""

    def __init__(self, guest: str, what: str, where: str = "") -> None:
        super().__init__(f"{what} ({where})" if where else what)
        self.guest = guest
        self.what = what
        self.where = where

    @property
    def line(self) -> str:
        """With the name of the guest."""
        return f"{self.guest}: {self}"


class _OutOfTime(BaseException):
    """Raised inside a guest whose time is over."""


class GuestLog:
    """Who is being run, in memory that a parent process shares; and who shall not be run."""

    def __init__(self) -> None:
        self._memory: Any = None
        self._span = (0, 0)
        self.watched = False
        """Whether this process is a worker: its parent ends it if a guest does not."""
        self.without: Mapping[str, str] = {}
        """Guest → why it is not run."""

    def share(self, memory: Any, start: int, size: int) -> None:
        """Write into a part of shared memory from now on."""
        self._memory, self._span = memory, (start, start + size)

    def write(self, name: str, why: str = "") -> None:
        """Who is being run; ``why`` it shall not be run again."""
        if self._memory is not None:
            start, end = self._span
            self._memory[start:end] = f"{name}\n{why}".encode()[: end - start].ljust(end - start, b"\0")

    def give_up(self, name: str, why: str) -> None:
        """End this worker, for a guest has damaged what all documents share in it; does nothing where nobody would start another."""
        if self.watched and self._memory is not None:
            self.write(name, why)
            os._exit(1)


log = GuestLog()
_here = threading.local()


def hosted(
    name: str,
    call: Callable[[], T],
    *,
    home: str = "",
    limited: bool = True,
    passes: tuple[type[BaseException], ...] = (),
    environment: bool = True,
    logged: bool = True,
) -> T:
    """What a guest returns. ``name`` is how people know it, ``home`` the module of which a line is looked for.

    Raises GuestError for everything that it raises but ``passes``, for too long a time, and for a changed environment, which is put
    back. What it prints goes to standard error. What ends this program itself (Ctrl-C, a worker told to stop) passes. Guests that a
    guest calls are part of it. ``environment=False``: it may set variables (a module that is imported).
    ``limited=False``: it may take its time (SECONDS otherwise).
    ``logged=False``: the loss of a process is not laid at its door.
    """
    if (why := log.without.get(name)) is not None:
        raise GuestError(name, why)
    if getattr(_here, "name", None) is not None:
        return call()
    _here.name = name
    if logged:
        log.write(name)
    interrupted: list[int] = []
    try:
        with ExitStack() as stack:
            stack.enter_context(localcontext(ARITHMETIC))
            if threading.current_thread() is threading.main_thread():
                stack.enter_context(_printing_aside())
                stack.enter_context(_interrupts(interrupted))
                if environment:
                    stack.enter_context(_surroundings(name))
                stack.enter_context(_watch(name) if limited else nullcontext())
            return call()
    except (GuestError, Ending):
        raise
    except BaseException as error:
        if isinstance(error, passes) or interrupted:
            raise
        raise _failed(name, home, error) from error
    finally:
        _here.name = None
        if logged and not isinstance(sys.exception(), Ending):  # who is asked to end is in the log until it has ended
            log.write("")


def _failed(name: str, home: str, error: BaseException) -> GuestError:
    show_traceback(error)
    what = f"took more than {SECONDS:g} seconds" if isinstance(error, _OutOfTime) else one_line(error)
    return GuestError(name, what, raised_at(error, home))


def show_traceback(error: BaseException) -> None:
    """The traceback on standard error, where somebody asked for it."""
    if os.environ.get(TRACEBACK_VARIABLE) == "1":
        with suppress(Exception):  # an exception of a guest is a guest
            traceback.print_exception(error, file=sys.stderr)


@contextmanager
def _printing_aside() -> Iterator[None]:
    """Standard output is the report's: what is printed here goes to standard error, also by programs that are started."""
    if log.watched:  # the worker's standard output goes there anyway
        yield
        return
    held: int | None = None
    own, sys.stdout = sys.stdout, sys.stderr
    try:
        own.flush()
        held = os.dup(1)
        os.dup2(2, 1)
    except (OSError, ValueError, AttributeError):  # closed, or not there
        pass
    try:
        yield
    finally:
        sys.stdout = own
        if held is not None:
            os.dup2(held, 1)
            os.close(held)


@contextmanager
def _interrupts(seen: list[int]) -> Iterator[None]:
    """Tell a KeyboardInterrupt of the keyboard from one that a guest raises."""
    if signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield
        return

    def interrupt(number: int, frame: FrameType | None) -> None:
        seen.append(number)
        raise KeyboardInterrupt

    signal.signal(signal.SIGINT, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@contextmanager
def _surroundings(name: str) -> Iterator[None]:
    """Environment, working directory and recursion limit are as they were, and who changed them hears of it."""
    environment, folder, depth = dict(os.environ), _folder(), sys.getrecursionlimit()
    try:
        yield
    except BaseException:
        _put_back(environment, folder, depth)
        raise
    if changed := _put_back(environment, folder, depth):
        raise GuestError(name, f"changed what is not its own: {', '.join(sorted(changed))}")


def _put_back(environment: dict[str, str], folder: str | None, depth: int) -> list[str]:
    """What was changed, after it is as it was."""
    changed = [v for v in {*environment, *os.environ} if environment.get(v) != os.environ.get(v)]
    for variable in changed:
        if variable in environment:
            os.environ[variable] = environment[variable]
        else:
            del os.environ[variable]
    if folder is not None and _folder() != folder:
        changed.append("working directory")
        with suppress(OSError):
            os.chdir(folder)
    if sys.getrecursionlimit() != depth:
        changed.append("recursion limit")
        sys.setrecursionlimit(depth)
    return changed


def _folder() -> str | None:
    try:
        return os.getcwd()  # noqa: PTH109  # a text, to be compared
    except OSError:
        return None


@contextmanager
def _watch(name: str) -> Iterator[None]:
    """A guest that takes longer hears of it, until it ends."""
    if not hasattr(signal, "setitimer") or signal.getitimer(signal.ITIMER_REAL)[0]:
        yield
        return
    told, over = 0, False

    def tell(number: int, frame: FrameType | None) -> None:
        nonlocal told
        if over:
            return
        told += 1
        if told > _PATIENCE and not log.watched:
            os.write(2, f"mingzhang: {name} cannot be stopped; giving up\n".encode())
            os._exit(3)
        raise _OutOfTime

    before = signal.signal(signal.SIGALRM, tell)
    signal.setitimer(signal.ITIMER_REAL, SECONDS, _AGAIN)
    try:
        yield
    finally:
        while not over:
            with suppress(_OutOfTime):  # told while it was ending by itself
                over = True
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def one_line(error: BaseException) -> str:
    """An exception in one line: its kind and what it says, which may fail too."""
    try:
        text = " ".join(str(error).split())
    except Exception:  # see above
        text = "which says nothing that can be shown"
    return f"{type(error).__name__}: {text[:500]}" if text else type(error).__name__


def raised_at(error: BaseException, home: str) -> str:
    """``module:line`` of an exception: the innermost line of the module ``home`` that it passed, else where it was raised."""
    frames = list(traceback.walk_tb(error.__traceback__))
    own = [(f, line) for f, line in frames if f.f_globals.get("__name__") == home]
    others = [(f, line) for f, line in frames if not _is_ours(str(f.f_globals.get("__name__")))]
    return _place(*(own or others)[-1]) if own or others else home


def _is_ours(module: str) -> bool:
    return module == _FACE or module.startswith(_CORE)


def yielded_at(verdicts: object, home: str) -> str:
    """``module:line`` of the ``yield`` at which a generator stands, in the innermost of those that it yields from."""
    inner = verdicts
    while isinstance(inner, GeneratorType) and isinstance(inner.gi_yieldfrom, GeneratorType):
        inner = inner.gi_yieldfrom
    frame = inner.gi_frame if isinstance(inner, GeneratorType) else None
    return _place(frame, frame.f_lineno) if frame is not None else home


def _place(frame: FrameType, line: int) -> str:
    return f"{frame.f_globals.get('__name__', '?')}:{line}"
