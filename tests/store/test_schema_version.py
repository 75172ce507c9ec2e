"""The tables of the database have a version, and each a meaning in the reference."""

from __future__ import annotations

from mingzhang.core.store.migrations import SCHEMA_VERSION, migrations
from mingzhang.core.store.schema import MEANINGS
from mingzhang.core.store.writer import open_store


def test_a_database_says_its_version() -> None:
    db = open_store(":memory:")
    ((version,),) = db.execute("PRAGMA user_version").fetchall()
    assert version == SCHEMA_VERSION == len(list(migrations.applied(db))) > 3


def test_every_table_has_a_meaning() -> None:
    db = open_store(":memory:")
    own = {t for t in [*db.table_names(), *db.view_names()] if not t.startswith(("search_", "_sqlite", "sqlite_"))} | {"search_entries"}
    assert own == set(MEANINGS)
