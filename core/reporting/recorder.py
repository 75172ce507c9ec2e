"""Results into a database as they come, or nowhere; and what it knows from earlier runs."""

from __future__ import annotations

import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from sqlite_utils import Database

from ..checking.across import Beside, Said, compared
from ..errors import UsageError
from ..model.checks.rule import Rule
from ..model.documents.parser import UnreadableError
from ..model.documents.said import said
from ..model.results.result import DocumentResult
from ..plugins.guests import show_traceback
from ..plugins.manager import Plugins
from ..reading.read import source_of
from ..run.inputs import Input
from ..run.joining import has_amounts
from ..run.options import Options
from ..run.recipe import recipe
from ..store.besides import besides, bodies_to_compare
from ..store.compared import forget_uncompared, save_compared, uncompared_bodies
from ..store.counterparts import counterparts_of
from ..store.known import files_together, kept_result, stored_result
from ..store.writer import StoreError, StoreUnavailableError, close_store, open_store, save_all, save_rules, save_run, touch

_TOGETHER, _SECONDS = 16, 2.0
"""So many files are stored in one transaction, if they come within this time: the pages of the indexes are written once for all."""


@dataclass(frozen=True, slots=True)
class Recorder:
    """The database of a run, as an :class:`~mingzhang.core.run.archive.Archive`; each file is one transaction.

    What cannot be stored is kept in ``failures``, a line each, and loses nothing of the others.
    """

    db: Database
    run: str
    rules: tuple[Rule, ...] = ()
    failures: list[str] = field(default_factory=list)
    keep_personal: bool = False
    """Whether personal data are stored as they were printed."""
    pending: list[DocumentResult] = field(default_factory=list)
    """Results that are stored together."""
    since: list[float] = field(default_factory=lambda: [0.0])
    """When the first of them came."""
    again: Counter[str] = field(default_factory=Counter)
    """Why files that were stored are checked again, with how many for each reason."""

    def known(self, item: Input) -> DocumentResult | None:
        """The stored result of a file of which neither the content nor what it was checked with has changed."""
        if item.problem:
            return None
        try:
            sha256 = source_of(item.path, item.name).sha256
        except (UnreadableError, OSError):
            return None
        why, result = stored_result(self.db, item.name, sha256, self.run)
        if why is not None:
            self.again[why] += 1
        if result is None or (result.together and not self._whole(result)):
            return None
        return result

    def _whole(self, result: DocumentResult) -> bool:
        """Whether the other files of a disclosure that were checked with this one are where they were."""
        return all(any(_is_file(Path(p), sha) for p in paths) for sha, paths in files_together(self.db, result).items())

    def record(self, result: DocumentResult) -> None:
        """Store a result, with others or in a moment; one that was stored before gets its new path at most."""
        if result.stored or (result.kept is not None and not result.prepared):
            self.flush()
            self._guarded([result], lambda: [touch(self.db, result, keep_personal=self.keep_personal)])
            return
        if not self.pending:
            self.since[0] = time.monotonic()
        self.pending.append(result)
        if len(self.pending) >= _TOGETHER or time.monotonic() - self.since[0] > _SECONDS:
            self.flush()

    def flush(self) -> None:
        """Store what waits."""
        results = self.pending.copy()
        self.pending.clear()
        if results:
            self._guarded(results, lambda: save_all(self.db, results, self.run, keep_personal=self.keep_personal))

    def _guarded(self, results: Sequence[DocumentResult], write: Callable[[], Sequence[bool | Exception]]) -> None:
        """Whatever goes wrong with one file, or with all of them: the others and the report are not lost by it."""
        done: Sequence[bool | Exception]
        try:
            done = write()
        except Exception as error:
            done = [error] * len(results)
        for result, outcome in zip(results, done, strict=True):
            if isinstance(outcome, Exception):
                show_traceback(outcome)
                self.failures.append(said(f"{result.path}: not stored ({outcome})", f"{result.path}：没有存入数据库（{outcome}）"))

    def counterparts(self, result: DocumentResult) -> list[tuple[str, str]]:
        """Path and SHA-256 of the files of earlier runs that hold what a file lacks: its tables, or its prose."""
        self.flush()
        who = result.identity
        return [] if who is None else counterparts_of(self.db, who, result.sha256, tables=not has_amounts(result))

    def mates(self, result: DocumentResult) -> list[DocumentResult]:
        """The stored results of the other files of a disclosure that were checked with this one."""
        return [found for sha in files_together(self.db, result) if (found := kept_result(self.db, sha)) is not None]

    def besides(self) -> Iterator[Beside]:
        """The stored disclosures whose body, or one of whose units, has something new."""
        self.flush()
        changed = uncompared_bodies(self.db)
        for _, beside in besides([self.db], bodies_to_compare([self.db]), self.rules):
            yield beside
        forget_uncompared(self.db, changed)

    def compared(self, document: str, said: Said) -> DocumentResult | None:
        """Store what rules over several disclosures say of a document; the result, None if the document is not stored."""
        try:
            result = kept_result(self.db, document)
            if result is not None:
                result = compared(result, said)
                save_compared(self.db, result, keep_personal=self.keep_personal)
            return result
        except Exception as error:  # see record
            show_traceback(error)
            self.failures.append(f"{document}: not stored ({error})")
            return None


def _is_file(path: Path, sha256: str) -> bool:
    try:
        return path.is_file() and source_of(path).sha256 == sha256
    except (UnreadableError, OSError):
        return False


@contextmanager
def recording(path: Path | None, plugins: Plugins, options: Options | None, failures: list[str] | None = None) -> Iterator[Recorder | None]:
    """What stores results, None without a database. Raises UsageError if the file is no database of this program.

    ``failures`` hears what could not be stored. A database that cannot be written now (locked, read-only, the disk full) loses the storing only: everything is checked and reported.
    """
    failures = [] if failures is None else failures
    if path is None:
        yield None
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        db = open_store(path, plugins)
    except StoreUnavailableError as error:
        failures.append(str(error))
        yield None
        return
    except (StoreError, OSError) as error:
        raise UsageError(str(error)) from error
    try:
        try:
            run = _begin(db, plugins, options)
        except sqlite3.OperationalError as error:
            failures.append(said(f"{path}: cannot be written now ({error})", f"{path}：现在不能写入（{error}）"))
            yield None
            return
        archive = Recorder(db, run, tuple(plugins.rules), failures, keep_personal=options is not None and options.keep_personal)
        try:
            yield archive
        finally:  # also of an interrupted run
            archive.flush()
    finally:
        close_store(db)


def _begin(db: Database, plugins: Plugins, options: Options | None) -> str:
    """Write the rules and what the run was asked for; its id. Without options it is not known how the results were made."""
    save_rules(db, plugins.rules)
    return save_run(db, {"version": version("mingzhang")} if options is None else recipe(plugins, options))
