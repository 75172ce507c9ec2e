"""What --db keeps, and that the same file twice changes nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

Run = Callable[..., Result]
_TIMES = {"runs"}
"""Tables that keep when something was done: a second run is a new row there."""


def _content(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, times left out."""
    with sqlite3.connect(path) as db:
        names = [n for (n,) in db.execute("select name from sqlite_master where type = 'table' order by name")]
        found = {}
        for name in names:
            columns = [c[1] for c in db.execute(f"pragma table_info([{name}])")]
            kept = [c for c in columns if c not in {"seconds", "run", "checked_at", "stored_at", "first_seen", "last_seen"}]
            if name not in _TIMES and not name.startswith("sqlite_") and kept:
                found[name] = sorted(db.execute(f"select {', '.join(f'[{c}]' for c in kept)} from [{name}]"), key=repr)
        return found


def test_the_same_file_twice_changes_nothing(files: Path, tmp_path: Path, run: Run) -> None:
    db = tmp_path / "audit.db"
    first_run = run("check", files / "wrong.txt", files / "good.txt", "--db", db)
    first = _content(db)
    second_run = run("check", files / "wrong.txt", files / "good.txt", "--db", db)
    assert (first_run.exit_code, second_run.exit_code) == (1, 1)
    assert len(first["findings"]) == 1
    assert len(first["documents"]) == 2
    assert _content(db) == first


def test_unreadable_files_are_stored_too(files: Path, tmp_path: Path, run: Run) -> None:
    db = tmp_path / "audit.db"
    assert run("check", files, "--db", db).exit_code == 3
    with sqlite3.connect(db) as connection:
        counted = dict(connection.execute("select status, count(*) from documents group by status"))
    assert counted["checked"] == 3
    assert counted["unrecognised"] == 1
    assert counted.get("unreadable", 0) >= 1


@pytest.mark.parametrize("content", [b"this is no database" * 100])
def test_file_that_is_no_database(content: bytes, files: Path, tmp_path: Path, run: Run) -> None:
    db = tmp_path / "letter.db"
    db.write_bytes(content)
    result = run("check", files / "good.txt", "--db", db, "--format", "json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert len(result.stderr.strip().splitlines()) == 1
    assert db.read_bytes() == content


def test_missing_database(tmp_path: Path, run: Run) -> None:
    for arguments in (
        ["export", tmp_path / "out", "--db", tmp_path / "none.db"],
        ["ask", "三公经费是多少？", "--db", tmp_path / "none.db"],
    ):
        result = run(*arguments)
        assert result.exit_code == 2
        assert len(result.stderr.strip().splitlines()) == 1
        assert not (tmp_path / "none.db").exists()
