"""Several programs at one database: whoever else writes, reads, or lets no one write, the report comes and the rest can be made up for."""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from made import make_result
from sqlite_utils import Database

from mingzhang.core.reporting.recorder import Recorder
from mingzhang.core.store.reader import content_digest
from mingzhang.core.store.writer import close_store, open_store, save, save_run
from mingzhang.core.testkit import generate, render_text

COMMAND = [sys.executable, "-m", "mingzhang.cli"]


@pytest.fixture(scope="module")
def files(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("files")
    for seed in range(3):
        render_text(generate(seed=seed, region="xinjiang", year=2021 + seed % 4), folder / f"{seed}.txt")
    return folder


def run(*arguments: object, timeout: float = 120) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*COMMAND, *map(str, arguments)], check=False, capture_output=True, text=True, timeout=timeout)


def stored(path: Path) -> int:
    with sqlite3.connect(path) as connection:
        return connection.execute("SELECT count(*) FROM documents WHERE status = 'checked'").fetchone()[0]


def digest(path: Path) -> str:
    db = Database(path)
    try:
        return content_digest(db)
    finally:
        db.close()


def test_two_runs_into_one_database_store_everything(files, tmp_path):
    path = tmp_path / "both.db"
    runs = [
        subprocess.Popen(
            [*COMMAND, "check", str(files), "--db", str(path), "--fail-on", "never"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for _ in range(2)
    ]
    for process in runs:
        _, errors = process.communicate(timeout=180)
        assert process.returncode == 0, errors
    assert stored(path) == 3


def test_another_writer_is_waited_for(files, tmp_path):
    path = tmp_path / "held.db"
    close_store(open_store(path))
    holder = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    threading.Timer(4, lambda: holder.execute("COMMIT")).start()
    done = run("check", files, "--db", path, "--fail-on", "never")
    holder.close()
    assert done.returncode == 0, done.stderr
    assert stored(path) == 3


def test_a_reader_that_goes_on_reading_is_no_hindrance(files, tmp_path):
    path = tmp_path / "read.db"
    close_store(open_store(path))
    reader = sqlite3.connect(path, isolation_level=None)
    reader.execute("PRAGMA journal_mode = wal").fetchall()
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM documents").fetchall()
    done = run("check", files, "--db", path, "--fail-on", "never")
    reader.execute("COMMIT")
    reader.close()
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert stored(path) == 3


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_database_that_nobody_may_write(files, tmp_path):
    path = tmp_path / "kept.db"
    close_store(open_store(path))
    path.chmod(0o444)
    tmp_path.chmod(0o555)
    try:
        done = run("check", files, "--db", path)
    finally:
        tmp_path.chmod(0o755)
        path.chmod(0o644)
    assert done.returncode == 3
    assert "0.txt" in done.stdout


def test_a_damaged_database_costs_the_storing_alone(files, tmp_path):
    path = tmp_path / "damaged.db"
    db = open_store(path)
    save(db, make_result())
    close_store(db)
    raw = bytearray(path.read_bytes())
    rng = random.Random(1)
    for at in range(8192, len(raw), 512):
        raw[at : at + 64] = rng.randbytes(64)
    path.write_bytes(raw)
    done = run("check", files, "--db", path)
    assert done.returncode == 3, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout.strip()
    assert len(done.stderr.strip().splitlines()) <= 12


def test_what_fails_for_one_document_is_that_documents_reason(tmp_path, monkeypatch):
    db = open_store(tmp_path / "one.db")
    monkeypatch.setattr("mingzhang.core.store.prepared.Builder.build", _fails_for("bad.pdf"))
    record = Recorder(db, save_run(db, {}))
    for path in ("good.pdf", "bad.pdf", "other.pdf"):
        record.record(make_result(path=path, salt=path))
    record.flush()
    assert len(record.failures) == 1
    assert "bad.pdf" in record.failures[0]
    assert db.execute("SELECT count(*) FROM documents").fetchone()[0] == 2
    close_store(db)


def _fails_for(path):
    from mingzhang.core.store.rows import Builder

    build = Builder.build

    def failing(self):
        if self.result.path == path:
            raise OverflowError("Python int too large to convert to SQLite INTEGER")
        return build(self)

    return failing


def test_the_current_edition_does_not_depend_on_the_order(tmp_path):
    results = [make_result(salt=str(n), path=f"{n}.pdf") for n in range(4)] + [make_result(salt="few", facts=2, path="few.pdf")]
    digests = set()
    for seed in range(6):
        random.Random(seed).shuffle(results)
        db = open_store(tmp_path / f"{seed}.db")
        for result in results:
            save(db, result)
        digests.add(content_digest(db))
        close_store(db)
    assert len(digests) == 1


def test_a_run_that_is_killed_and_begun_again_stores_the_same(files, tmp_path):
    whole = tmp_path / "whole.db"
    assert run("check", files, "--db", whole, "--fail-on", "never").returncode == 0
    rng = random.Random(3)
    for n in range(2):
        path = tmp_path / f"killed{n}.db"
        process = subprocess.Popen([*COMMAND, "check", str(files), "--db", str(path)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(rng.uniform(0.4, 2.0))
        process.kill()
        process.wait(20)
        again = run("check", files, "--db", path, "--fail-on", "never")
        assert again.returncode == 0, again.stderr
        assert digest(path) == digest(whole)
