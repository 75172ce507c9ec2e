"""Databases of several machines into one: rows are keyed by content, so merging is copying."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from sqlite_utils import Database

from .writer import open_store, writing

HEADS = ("rules", "terms", "runs", "disclosures", "documents", "provenance", "lexicon", "issuers", "findings")
"""Tables of an index: who disclosed what, the words that questions can use, and the heads of findings."""
_COUNTED = {"lexicon": "word, kind, meaning", "issuers": "division_code, body", "outcomes": "rule, outcome"}
"""Tables that count documents, by their keys."""
_LEFT_OUT = ("_sqlite_migrations", "search_entries")


def copy_rows(db: Database, source: Path, tables: Sequence[str] | None = None) -> None:
    """Copy the rows of a database into another that holds other documents; ``tables``: only these, without the full-text index.

    Raises ValueError if the source is none, or does not have the same tables: :func:`open_store` brings it up to date.
    """
    if not source.is_file():
        raise ValueError(f"{source}: no such database")
    db.execute("PRAGMA foreign_keys = off")  # a disclosure and its document refer to each other
    db.execute("ATTACH DATABASE ? AS source", [str(source)])
    try:
        with writing(db):
            for table in tables or _tables(db):
                _copy(db, table)
            if tables is None:
                _copy_search(db)
    except sqlite3.DatabaseError as error:
        raise ValueError(f"{source}: {error}") from error
    finally:
        db.execute("DETACH DATABASE source")
        db.execute("PRAGMA foreign_keys = on")


def merge(sources: Sequence[Path], target: Path, tables: Sequence[str] | None = None) -> None:
    """One database of several that hold different documents; ``target`` is made."""
    db = open_store(target)
    db.execute("PRAGMA synchronous = off")  # it is made anew if it is not finished
    for source in sources:
        copy_rows(db, source, tables)
    db.close()


def _tables(db: Database) -> list[str]:
    rows = db.execute(
        "SELECT name FROM source.sqlite_master WHERE type = 'table' AND name NOT LIKE 'search\\_%' ESCAPE '\\' AND name <> 'search' "
        "AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY rowid"
    ).fetchall()
    return [name for (name,) in rows if name not in _LEFT_OUT]


def _copy(db: Database, table: str) -> None:
    columns = ", ".join(f"[{name}]" for _, name, *_ in db.execute(f"PRAGMA source.table_info([{table}])").fetchall())
    key = _COUNTED.get(table)
    if key is None:
        db.execute(f"INSERT OR IGNORE INTO main.[{table}] ({columns}) SELECT {columns} FROM source.[{table}]")
    else:  # "WHERE 1" tells an upsert from a join
        db.execute(
            f"INSERT INTO main.[{table}] ({columns}) SELECT {columns} FROM source.[{table}] WHERE 1 "
            f"ON CONFLICT ({key}) DO UPDATE SET documents = documents + excluded.documents"
        )


def _copy_search(db: Database) -> None:
    """The full-text index under new numbers."""
    first = db.execute("SELECT coalesce(max(id), 0) FROM main.search_entries").fetchone()[0]
    db.execute(
        "INSERT INTO main.search_entries (id, document, kind, ref, title) SELECT id + ?, document, kind, ref, title FROM source.search_entries",
        [first],
    )
    db.execute("INSERT INTO main.search (rowid, text) SELECT rowid + ?, text FROM source.search", [first])
