"""The same on a local Dask cluster of two processes: files that kill their worker, or hang, cost themselves alone."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("distributed")

from mingzhang.core.cluster.mapping import Each, on_dask
from mingzhang.core.cluster.run import check_on_cluster
from mingzhang.core.errors import UsageError
from mingzhang.core.plugins.manager import Plugins
from mingzhang.core.reporting.recorder import recording
from mingzhang.core.run.options import Options
from mingzhang.core.run.pipeline import check_paths
from mingzhang.core.store.merging import merge
from mingzhang.core.store.reader import content_digest, open_for_reading

KILLER = """
import os, time
from mingzhang import Document, Paragraph, Place, hookimpl

class Killer:
    id = "killer"
    suffixes = (".kill",)

    def accepts(self, source):
        return source.suffix == ".kill"

    def parse(self, source, options):
        if source.path.read_text() == "hang":
            time.sleep(3600)
        os.kill(os.getpid(), 9)

@hookimpl
def register_parsers():
    return [Killer()]
"""


@pytest.fixture(scope="module")
def two() -> Iterator[Each]:
    with on_dask("local", 2) as each:
        yield each


def test_two_processes_store_what_one_machine_stores(folder: Path, tmp_path: Path, two: Each) -> None:
    plugins, options = Plugins(), Options(lean=True)
    found = check_on_cluster([str(folder)], plugins, options, str(tmp_path / "out"), two)
    assert (found.failures, found.files) == ([], 7)
    merge(sorted((tmp_path / "out" / "shards").iterdir()), tmp_path / "merged.db")
    with recording(tmp_path / "one.db", plugins, options) as archive:
        check_paths([folder], plugins, options, archive=archive)
    assert content_digest(open_for_reading(tmp_path / "merged.db")) == content_digest(open_for_reading(tmp_path / "one.db"))


def test_the_samples_of_two_processes_are_those_of_one_machine(repository: Path, samples: Path, tmp_path: Path, two: Each) -> None:
    plugins, options, paths = Plugins(), Options(lean=True), [repository / "samples", samples / "seeds"]
    found = check_on_cluster([str(p) for p in paths], plugins, options, str(tmp_path / "out"), two)
    assert found.failures == [] and found.files >= 13
    merge(sorted((tmp_path / "out" / "shards").iterdir()), tmp_path / "merged.db")
    with recording(tmp_path / "one.db", plugins, options) as archive:
        check_paths(paths, plugins, options, archive=archive)
    assert content_digest(open_for_reading(tmp_path / "merged.db")) == content_digest(open_for_reading(tmp_path / "one.db"))
    assert not [p for f in ("lists", "compared", "attempts") for p in (tmp_path / "out" / f).rglob("*") if p.is_file()]


def test_what_kills_or_hangs_is_set_aside_with_its_reason(folder: Path, tmp_path: Path, two: Each) -> None:
    (tmp_path / "plugins").mkdir()
    (tmp_path / "plugins" / "killer.py").write_text(KILLER, "utf-8")
    (tmp_path / "in").mkdir()
    for n, file in enumerate(sorted(folder.glob("*.txt"))):
        (tmp_path / "in" / f"{n}.txt").write_bytes(file.read_bytes())
    (tmp_path / "in" / "1-killer.kill").write_text("kill", "utf-8")
    (tmp_path / "in" / "2-hangs.kill").write_text("hang", "utf-8")
    options = Options(plugins_dir=tmp_path / "plugins", timeout=4.0)
    plugins = Plugins(options.plugins_dir)
    found = check_on_cluster([str(tmp_path / "in")], plugins, options, str(tmp_path / "out"), two)
    assert found.failures == []
    rows = sqlite3.connect(tmp_path / "out" / "index.db").execute("SELECT path, status, reason FROM documents").fetchall()
    reasons = {Path(path).name: reason for path, status, reason in rows if status == "unreadable"}
    assert reasons.keys() == {"1-killer.kill", "2-hangs.kill"}
    assert "3 个工作进程" in reasons["1-killer.kill"] and "4 秒" in reasons["2-hangs.kill"]
    assert len(rows) == 7
    assert not [p for p in (tmp_path / "out" / "attempts").rglob("*") if p.is_file()]


def test_a_worker_with_other_rules_is_refused(folder: Path, tmp_path: Path, two: Each, monkeypatch: pytest.MonkeyPatch) -> None:
    plugins = Plugins()
    monkeypatch.setattr("mingzhang.core.cluster.run.recipe", lambda *_: {"rules": "others"})
    with pytest.raises(UsageError, match=r"."):
        check_on_cluster([str(folder)], plugins, replace(Options(), timeout=5.0), str(tmp_path / "out"), two)
