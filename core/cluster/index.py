"""The index over all shards: who disclosed what, the words that questions can use, heads of findings, and counts; no figures, no text."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..model.checks.finding import Severity
from ..store.merging import HEADS, copy_rows, merge
from ..store.writer import open_store

_TABLES = (
    """CREATE TABLE shards (
    name TEXT PRIMARY KEY, province_code TEXT NOT NULL, fiscal_year INTEGER NOT NULL, documents INTEGER NOT NULL, bytes INTEGER NOT NULL
    ) WITHOUT ROWID""",
    """CREATE TABLE outcomes (
    rule TEXT NOT NULL, outcome TEXT NOT NULL, documents INTEGER NOT NULL, PRIMARY KEY (rule, outcome)) WITHOUT ROWID""",
)
_MOST = 20
"""Files that a report names."""


def make_part(shard: str, whole: Path, part: Path) -> None:
    """The part of a shard (``whole``) in the index."""
    merge([whole], part, HEADS)
    province, _, year = shard.partition("-")
    db = open_store(part)
    for table in _TABLES:
        db.execute(table)
    db.execute("ATTACH DATABASE ? AS source", [str(whole)])
    with db.atomic():
        db.execute("INSERT INTO outcomes SELECT rule, outcome, count(*) FROM source.ledger GROUP BY rule, outcome")
        db.execute(
            "INSERT INTO shards SELECT ?, ?, ?, count(*), ? FROM source.documents", [shard, province, int(year), whole.stat().st_size]
        )
    db.execute("DETACH DATABASE source")
    db.close()


def make_whole(parts: Sequence[Path], target: Path) -> None:
    """The index of parts."""
    db = open_store(target)
    for table in _TABLES:
        db.execute(table)
    db.execute("PRAGMA synchronous = off")  # it is made anew if it is not finished
    for part in parts:
        copy_rows(db, part, (*HEADS, "shards", "outcomes"))
    db.close()


@dataclass(frozen=True, slots=True)
class Totals:
    """What an index says of everything that is stored."""

    documents: dict[str, int] = field(default_factory=dict)
    """By status."""
    findings: dict[str, int] = field(default_factory=dict)
    """Of current editions, by severity."""
    crashed: int = 0
    unread: tuple[tuple[str, str], ...] = ()
    """Path and reason of the first files that could not be checked."""
    shards: tuple[tuple[str, int, int], ...] = ()
    """Name, documents, bytes."""

    def exit_status(self, fail_on: str) -> int:
        """As :func:`mingzhang.core.reporting.exit_status.exit_status` has it, of everything that is stored."""
        if not self.documents or any(n for status, n in self.documents.items() if status != "checked"):
            return 3
        if fail_on == "never":
            return 0
        if self.crashed:
            return 3
        return int(any(n and Severity(s).rank >= Severity(fail_on).rank for s, n in self.findings.items()))


def totals(index: Path | None) -> Totals:
    """The totals of an index, nothing where there is none."""
    if index is None:
        return Totals()
    db = sqlite3.connect(f"{index.resolve().as_uri()}?mode=ro", uri=True)
    try:
        unread = db.execute(
            "SELECT path, coalesce(reason, '') FROM documents WHERE status <> 'checked' ORDER BY status DESC, path LIMIT ?", [_MOST]
        )
        found = "SELECT f.severity, count(*) FROM findings f JOIN documents d ON d.sha256 = f.document AND d.is_current GROUP BY 1"
        return Totals(
            dict(db.execute("SELECT status, count(*) FROM documents GROUP BY status").fetchall()),
            dict(db.execute(found).fetchall()),
            db.execute("SELECT coalesce(sum(documents), 0) FROM outcomes WHERE outcome = 'crashed'").fetchone()[0],
            tuple(unread.fetchall()),
            tuple(db.execute("SELECT name, documents, bytes FROM shards ORDER BY name").fetchall()),
        )
    finally:
        db.close()
