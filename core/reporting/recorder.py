"""Results into a database as they come, or nowhere; and what it knows from earlier runs."""

from __future__ import annotations

import sqlite3
from collections.abc import Container, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from sqlite_utils import Database

from ..errors import UsageError
from ..model.checks.across import ComparableDisclosure
from ..model.checks.rule import Rule, rule_set_version
from ..model.documents.said import said
from ..model.results.result import DocumentResult
from ..plugins.guests import show_traceback
from ..plugins.manager import Plugins
from ..run.joining import has_amounts
from ..run.pipeline import Options
from ..store.comparable import stored_disclosures
from ..store.counterparts import counterparts_of
from ..store.writer import StoreError, StoreUnavailableError, close_store, open_store, save, save_rules, save_run


@dataclass(frozen=True, slots=True)
class Recorder:
    """Stores results when it is called; each file is one transaction. Without a database it does nothing.

    What cannot be stored is kept in ``failures``, a line each, and loses nothing of the others.
    """

    db: Database | None = None
    run: str | None = None
    rules: tuple[Rule, ...] = ()
    failures: list[str] = field(default_factory=list)
    keep_personal: bool = False
    """Whether personal data are stored as they were printed."""

    def __call__(self, result: DocumentResult) -> None:
        if self.db is None:
            return
        try:
            save(self.db, result, self.run, keep_personal=self.keep_personal)
        except Exception as error:  # whatever it is of one file, the others and the report are not lost by it
            show_traceback(error)
            self.failures.append(said(f"{result.path}: not stored ({error})", f"{result.path}：没有存入数据库（{error}）"))

    def counterparts(self, result: DocumentResult) -> list[tuple[str, str]]:
        """Path and SHA-256 of the files of earlier runs that hold what a file lacks: its tables, or its prose."""
        if self.db is None or result.disclosure is None:
            return []
        return counterparts_of(self.db, result.disclosure.identity, result.sha256, tables=not has_amounts(result))

    def archive(self, division: str | None, body: str, at_hand: Container[str]) -> list[ComparableDisclosure]:
        """What is stored of a body, for rules over several disclosures."""
        return [] if self.db is None else list(stored_disclosures(self.db, self.rules, division, body, at_hand))


@contextmanager
def recording(path: Path | None, plugins: Plugins, options: Options) -> Iterator[Recorder]:
    """What stores results. Raises UsageError if the file is no database of this program.

    One that cannot be written now (locked, read-only, the disk full) loses the storing only: everything is checked and reported.
    """
    if path is None:
        yield Recorder()
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        db = open_store(path, plugins)
    except StoreUnavailableError as error:
        yield Recorder(failures=[str(error)])
        return
    except (StoreError, OSError) as error:
        raise UsageError(str(error)) from error
    try:
        try:
            run = _begin(db, plugins, options)
        except sqlite3.OperationalError as error:
            yield Recorder(failures=[said(f"{path}: cannot be written now ({error})", f"{path}：现在不能写入（{error}）")])
            return
        yield Recorder(db, run, tuple(plugins.rules), keep_personal=options.keep_personal)
    finally:
        close_store(db)


def _begin(db: Database, plugins: Plugins, options: Options) -> str:
    """Write the rules and what the run was asked for; its id."""
    save_rules(db, plugins.rules)
    return save_run(
        db,
        {
            "version": version("mingzhang"),
            "select": list(options.selection.select),
            "ignore": list(options.selection.ignore),
            "engine": options.engine,
            "region": options.region,
            "vocabulary": plugins.vocabulary.digest,
            "rule_set": rule_set_version(plugins.rules),
            "rules": {r.id: r.version for r in plugins.rules},
            "packs": {r.id: r.version for r in plugins.regions.values()},
        },
    )
