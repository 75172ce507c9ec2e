"""A database of an older version keeps what it holds when it is opened."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from made import make_result
from sqlite_utils import Database

from mingzhang.core.store.migrations import migrations
from mingzhang.core.store.reader import content_digest
from mingzhang.core.store.writer import open_store, save


def test_cells_are_short_and_the_ledger_stays(tmp_path: Path) -> None:
    result = make_result()
    new = open_store(tmp_path / "new.db")
    save(new, result)
    assert any(len(cell) < 9 for (cells,) in new.execute("SELECT cells FROM tables").fetchall() for cell in json.loads(cells))
    old = Database(tmp_path / "old.db")
    migrations.apply(old, stop_before="m011_smaller")
    save(old, result)
    for id, cells in old.execute("SELECT id, cells FROM tables").fetchall():
        long = [[*cell, *[None] * (9 - len(cell))] for cell in json.loads(cells)]
        long = [[*c[:3], None if c[3] is None else [float(x) for x in c[3]], *c[4:7], c[7] or 0, c[8]] for c in long]
        old.execute("UPDATE tables SET cells = ? WHERE id = ?", [json.dumps(long), id])
    old.conn.commit()
    ledger = old.execute("SELECT * FROM ledger ORDER BY 1, 2").fetchall()
    old.close()
    opened = open_store(tmp_path / "old.db")
    assert ledger and opened.execute("SELECT * FROM ledger ORDER BY 1, 2").fetchall() == ledger
    assert content_digest(opened) == content_digest(new)
    assert opened.execute("PRAGMA foreign_key_check").fetchall() == []
    with pytest.raises(Exception, match="UNIQUE"):
        opened.execute("INSERT INTO ledger SELECT * FROM ledger")
