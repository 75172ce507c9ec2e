"""Prose and tables of one disclosure that are checked in different runs over one database."""

from __future__ import annotations

import dataclasses
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from mingzhang.core.model.generated.blocks import Block, Heading, TableBlock
from mingzhang.core.model.results.result import RunResult
from mingzhang.core.plugins.manager import Plugins, default_plugins
from mingzhang.core.reporting.recorder import recording
from mingzhang.core.run.pipeline import Options, check_paths
from mingzhang.core.store.reader import content_digest
from mingzhang.core.store.writer import open_store
from mingzhang.core.testkit.generator import generate
from mingzhang.core.testkit.mutation.planting import apply, choose
from mingzhang.core.testkit.render.docx import render_docx


@dataclasses.dataclass
class Parts:
    whole: Path
    prose: Path
    tables: Path
    stranger: Path
    """The tables of another body."""

    @property
    def database(self) -> Path:
        return self.prose.with_name("a.db")


@pytest.fixture(scope="module")
def plugins() -> Plugins:
    return default_plugins()


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Parts:
    folder = tmp_path_factory.mktemp("drawn")
    clean = generate(46, "sichuan", 2023)
    made = apply(clean, choose(clean, 1, 1, ["prose_amount"]))
    other = generate(47, "sichuan", 2023)

    def tables_of(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        return (*(b for b in blocks[:2] if isinstance(b, Heading)), *(b for b in blocks if isinstance(b, TableBlock)))

    prose = tuple(b for b in made.blocks if not isinstance(b, TableBlock))
    return Parts(
        render_docx(made, folder / "whole.docx"),
        render_docx(dataclasses.replace(made, blocks=prose), folder / "prose.docx"),
        render_docx(dataclasses.replace(made, blocks=tables_of(made.blocks)), folder / "tables.docx"),
        render_docx(dataclasses.replace(other, blocks=tables_of(other.blocks)), folder / "stranger.docx"),
    )


@pytest.fixture
def parts(drawn: Parts, tmp_path: Path) -> Parts:
    """Copies that a test may move and change."""
    return Parts(**{f.name: Path(shutil.copy(getattr(drawn, f.name), tmp_path)) for f in dataclasses.fields(drawn)})


def run(parts: Parts, plugins: Plugins, *paths: Path) -> RunResult:
    options = Options()
    with recording(parts.database, plugins, options) as record:
        return check_paths(paths, plugins, options, archive=record)


def digest(path: Path) -> str:
    db = open_store(path)
    try:
        return content_digest(db)
    finally:
        db.close()


def remarks(result: RunResult) -> list[str]:
    return [r for d in result.documents for r in d.summary.remarks if "一并核对" in r]


@pytest.mark.parametrize("first", ["prose", "tables"])
def test_second_half_brings_first_one_back(parts: Parts, plugins: Plugins, first: str) -> None:
    one, two = (parts.prose, parts.tables) if first == "prose" else (parts.tables, parts.prose)
    (alone,) = run(parts, plugins, one).documents
    assert alone.together is None
    result = run(parts, plugins, two)
    assert [d.path for d in result.documents] == [str(two), str(one)]
    lead = next(d for d in result.documents if d.path == str(parts.tables))
    assert {d.together for d in result.documents} == {lead.sha256}
    (whole,) = check_paths([parts.whole], plugins).documents
    assert {f.fingerprint for f in lead.findings} == {f.fingerprint for f in whole.findings} != set()
    assert remarks(result) == []


def test_database_holds_what_one_run_would_have_written(parts: Parts, plugins: Plugins, tmp_path: Path) -> None:
    run(parts, plugins, parts.prose)
    run(parts, plugins, parts.tables)
    once = tmp_path / "once.db"
    options = Options()
    with recording(once, plugins, options) as record:
        check_paths([parts.prose, parts.tables], plugins, options, archive=record)
    assert digest(parts.database) == digest(once)
    before = parts.database.read_bytes()
    for path in (parts.prose, parts.tables):
        assert len(run(parts, plugins, path).documents) == 2
    assert parts.database.read_bytes() == before, "halves that are joined stay joined, and nothing is written"


@pytest.mark.parametrize("change", ["moved", "edited"])
def test_half_that_is_not_at_hand_is_named(parts: Parts, plugins: Plugins, change: str) -> None:
    run(parts, plugins, parts.prose)
    if change == "moved":
        parts.prose.rename(parts.prose.with_name("elsewhere.docx"))
    else:
        parts.prose.write_bytes(parts.stranger.read_bytes())
    result = run(parts, plugins, parts.tables)
    (tables,) = result.documents
    assert tables.together is None
    assert len(remarks(result)) == 2
    assert "没有文字说明" in remarks(result)[0]
    assert "prose.docx" in remarks(result)[1]
    assert str(parts.prose.parent) not in remarks(result)[1]


def test_other_bodies_and_whole_files_stay_alone(parts: Parts, plugins: Plugins) -> None:
    run(parts, plugins, parts.stranger, parts.whole)
    result = run(parts, plugins, parts.prose)
    assert [d.together for d in result.documents] == [None]
    assert "没有报表" in remarks(result)[0]
    assert remarks(run(parts, plugins, parts.whole)) == []


def test_without_database_half_says_what_it_lacks(parts: Parts, plugins: Plugins) -> None:
    assert ["没有报表" in r for r in remarks(check_paths([parts.prose], plugins))] == [True]
    assert ["没有文字说明" in r for r in remarks(check_paths([parts.tables], plugins))] == [True]
    assert remarks(check_paths([parts.whole], plugins)) == remarks(check_paths([parts.prose, parts.tables], plugins)) == []


def test_command_line(parts: Parts) -> None:
    def check(path: Path, *options: str) -> str:
        command = [sys.executable, "-m", "mingzhang.cli", "check", str(path), "--db", str(parts.database), *options]
        return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False).stdout

    assert "注意：本文件只有文字说明，没有报表" in check(parts.prose).replace("\n", "")
    report = json.loads(check(parts.tables, "--format", "json"))
    assert [d["path"] for d in report["documents"]] == [str(parts.tables), str(parts.prose)]
    assert {e["document"] for f in report["findings"] for e in f["evidence"]} == {d["sha256"] for d in report["documents"]}
