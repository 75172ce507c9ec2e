"""The catalogue of a storage: which files it knows, the part of each, and in which shard it was stored; SQLite."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from .parts import Head, head_from

NAME = "catalogue.db"
_MEMBERS = 100_000
"""More than a ZIP file has members."""


@dataclass(slots=True)
class Catalogue:
    """``own`` is what came of a file alone, ``final`` that or what came of it together with others; ``stored`` is the part in the shard."""

    db: sqlite3.Connection

    @staticmethod
    def at(path: Path) -> Catalogue:
        """The catalogue in a file, made if there is none."""
        db = sqlite3.connect(path)
        db.execute("PRAGMA synchronous = off")  # a copy, that is put in place when the run is over
        db.execute(
            """CREATE TABLE IF NOT EXISTS files (
            name TEXT NOT NULL, sha256 TEXT NOT NULL, ordinal INTEGER NOT NULL, half TEXT NOT NULL, own TEXT NOT NULL, final TEXT NOT NULL,
            part TEXT NOT NULL, shard TEXT NOT NULL, stored TEXT, stored_shard TEXT, PRIMARY KEY (name, sha256)) WITHOUT ROWID"""
        )
        db.execute("CREATE INDEX IF NOT EXISTS idx_half ON files (half, ordinal) WHERE half <> ''")
        db.execute("CREATE INDEX IF NOT EXISTS idx_shard ON files (shard, ordinal)")
        return Catalogue(db)

    def first_ordinal(self) -> int:
        """Behind what is known."""
        (last,) = self.db.execute("SELECT max(ordinal) FROM files").fetchone()
        return 0 if last is None else (last // _MEMBERS + 1) * _MEMBERS

    def add(self, heads: Iterable[tuple[int, Head]]) -> None:
        """Files that were checked, with their ordinals. A file that is known keeps its place."""
        rows = [(h.name, h.sha256, n, h.half, h.as_json(), h.part, h.shard) for n, h in heads]
        with self.db:
            self.db.executemany(
                """INSERT INTO files (name, sha256, ordinal, half, own, final, part, shard) VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6, ?7)
                ON CONFLICT DO UPDATE SET half = ?4, own = ?5, final = ?5, part = ?6, shard = ?7 WHERE own <> ?5""",
                rows,
            )

    def halves(self) -> Iterator[list[Head]]:
        """Files of one disclosure, each with prose alone or tables alone, wherever one of several contents is new."""
        rows = self.db.execute("SELECT half, own, sha256, part IS stored FROM files WHERE half <> '' ORDER BY half, ordinal")
        for _, found in groupby(rows, key=lambda row: str(row[0])):
            group = list(found)
            if len({sha for _, _, sha, _ in group}) > 1 and not all(stored for *_, stored in group):
                yield [head_from(own) for _, own, _, _ in group]

    def settle(self, heads: Iterable[Head]) -> None:
        """What came of files together with others."""
        with self.db:
            self.db.executemany(
                "UPDATE files SET final = ?, part = ?, shard = ? WHERE name = ? AND sha256 = ?",
                [(h.as_json(), h.part, h.shard, h.name, h.sha256) for h in heads],
            )

    def shards_to_merge(self) -> list[str]:
        """The shards in which something changes, those with most to do first."""
        rows = self.db.execute(
            """SELECT shard FROM (
            SELECT shard FROM files WHERE part IS NOT stored UNION ALL
            SELECT stored_shard FROM files WHERE stored_shard IS NOT NULL AND stored_shard <> shard) GROUP BY shard ORDER BY count(*) DESC, shard"""
        )
        return [shard for (shard,) in rows]

    def to_store(self, shard: str) -> list[str]:
        """The heads, each a line, of what is to be brought into a shard."""
        rows = self.db.execute("SELECT final FROM files WHERE shard = ? AND part IS NOT stored ORDER BY ordinal", [shard])
        return [final for (final,) in rows]

    def to_remove(self, shard: str) -> list[str]:
        """The documents that are in a shard and belong into another one now."""
        rows = self.db.execute(
            """SELECT DISTINCT sha256 FROM files f WHERE stored_shard = ?1 AND shard <> ?1
            AND NOT EXISTS (SELECT 1 FROM files g WHERE g.sha256 = f.sha256 AND g.shard = ?1) ORDER BY 1""",
            [shard],
        )
        return [document for (document,) in rows]

    def stored(self, shard: str) -> None:
        """A shard holds what belongs into it."""
        with self.db:
            self.db.execute("UPDATE files SET stored = part, stored_shard = shard WHERE shard = ?", [shard])

    def close(self) -> None:
        self.db.close()
