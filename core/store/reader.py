"""Reading from the database: what several parts of the machine ask for."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from .search import match_query
from .writer import StoreError

# Columns that say when or in which order something was written, not what.
_INCIDENTAL = {
    "documents": {"checked_at"},
    "ledger": {"seconds"},
    "runs": {"started_at"},
    "search_entries": {"id"},
    "_sqlite_migrations": {"applied_at"},
}


@dataclass(frozen=True, slots=True)
class Counts:
    """What a database holds. ``checked`` documents stand beside every count of findings."""

    checked: int
    unrecognised: int
    unreadable: int
    disclosures: int
    facts: int
    findings: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A place that holds all words of a search: ``kind`` is disclosure, table or section, ``ref`` its id there."""

    document: str
    kind: str
    ref: str | None
    title: str


def open_for_reading(path: Path) -> Database:
    """An existing database, read-only.

    Raises :class:`StoreError` if there is none, or it was not made by mingzhang.
    """
    if not path.is_file():
        raise StoreError(f"{path}: no such database; make one with: mingzhang check PATH --db {path}")
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False)
    db = Database(connection, execute_plugins=False)
    try:
        found = set(db.table_names())
    except sqlite3.DatabaseError as error:
        raise StoreError(f"{path}: not a database ({error})") from error
    if not {"documents", "disclosures", "ledger"} <= found:
        raise StoreError(f"{path}: not a database of mingzhang; make one with: mingzhang check PATH --db {path}")
    return db


def counts(db: Database) -> Counts:
    """The counts; facts and findings are those of current editions, so no disclosure is counted twice."""
    status = dict(db.execute("SELECT status, count(*) FROM documents GROUP BY status").fetchall())
    facts = db.execute("SELECT coalesce(sum(facts), 0) FROM documents WHERE is_current").fetchone()[0]
    findings = db.execute("SELECT count(*) FROM findings JOIN documents ON sha256 = document WHERE is_current").fetchone()[0]
    disclosures = db.execute("SELECT count(*) FROM disclosures").fetchone()[0]
    checked, unrecognised, unreadable = (status.get(s, 0) for s in ("checked", "unrecognised", "unreadable"))
    return Counts(checked, unrecognised, unreadable, disclosures, facts, findings)


def stored_documents(db: Database) -> dict[str, str | None]:
    """SHA-256 of every stored document → id of the run that wrote it: what a resumed run can leave out."""
    return dict(db.execute("SELECT sha256, run FROM documents").fetchall())


def find_text(db: Database, query: str, limit: int = 50) -> list[Hit]:
    """Where all words of ``query`` occur, in current editions, in the order in which they were stored."""
    match = match_query(query)
    if match is None:
        return []
    rows = db.execute(
        """SELECT e.document, e.kind, e.ref, e.title FROM search s JOIN search_entries e ON e.id = s.rowid
        JOIN documents d ON d.sha256 = e.document WHERE search MATCH ? AND d.is_current ORDER BY e.id LIMIT ?""",
        [match, limit],
    )
    return [Hit(*row) for row in rows.fetchall()]


def dump(db: Database) -> Iterator[str]:
    """Every row of every table without times, serial numbers and SQLite's own statistics: two databases with equal dumps
    hold the same."""
    tables = db.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' "
        "AND name NOT LIKE 'search\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"
    )
    for (table,) in [*tables.fetchall(), ("search_entries",)]:
        columns = [c.name for c in db[table].columns if c.name not in _INCIDENTAL.get(table, set())]
        chosen = ", ".join(f"[{c}]" for c in columns)
        for row in db.execute(f"SELECT {chosen} FROM [{table}] ORDER BY {chosen}"):
            yield f"{table}\t{row!r}"


def content_digest(db: Database) -> str:
    """SHA-256 of :func:`dump`."""
    digest = hashlib.sha256()
    for line in dump(db):
        digest.update(line.encode())
    return digest.hexdigest()
