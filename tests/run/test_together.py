"""Several files of one disclosure: checked as one, each finding says in which file its evidence stands."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
from pathlib import Path

import pytest

from mingzhang.core.model.checks.finding import Outcome
from mingzhang.core.model.generated.blocks import Block, Heading, TableBlock
from mingzhang.core.model.results.result import DocumentResult, DocumentStatus
from mingzhang.core.plugins.manager import Plugins, default_plugins
from mingzhang.core.reporting.recorder import recording
from mingzhang.core.run.pipeline import Options, check_paths
from mingzhang.core.store.writer import open_store
from mingzhang.core.testkit.generator import generate
from mingzhang.core.testkit.mutation.planting import apply, choose
from mingzhang.core.testkit.render.docx import render_docx


@dataclasses.dataclass
class Files:
    whole: Path
    prose: Path
    tables: Path


@pytest.fixture(scope="module")
def plugins() -> Plugins:
    return default_plugins()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """A disclosure with a wrong amount in the prose: whole, and as prose and tables apart."""
    folder = tmp_path_factory.mktemp("apart")
    clean = generate(46, "sichuan", 2023)
    made = apply(clean, choose(clean, 1, 1, ["prose_amount"]))
    title: list[Block] = [b for b in made.blocks[:2] if isinstance(b, Heading)]
    tables = [b for b in made.blocks if isinstance(b, TableBlock)]
    parts = {
        "whole": made.blocks,
        "prose": tuple(b for b in made.blocks if not isinstance(b, TableBlock)),
        "tables": (*title, *tables),
    }
    paths = {n: render_docx(dataclasses.replace(made, blocks=b), folder / f"{n}.docx") for n, b in parts.items()}
    return Files(**paths)


def run(paths: list[Path], plugins: Plugins, **options: object) -> list[DocumentResult]:
    return list(check_paths(paths, plugins, Options(**options)).documents)  # type: ignore[arg-type]


@pytest.mark.parametrize("together", [True, False])
def test_apart_they_say_what_the_whole_says(files: Files, plugins: Plugins, together: bool) -> None:
    (whole,) = run([files.whole], plugins)
    prose, tables = run([files.prose, files.tables], plugins, together=together)
    assert whole.findings
    assert {f.fingerprint for f in tables.findings} == {f.fingerprint for f in whole.findings}
    assert not prose.findings
    assert prose.together == tables.together == tables.sha256
    assert whole.disclosure and prose.disclosure and tables.disclosure
    assert prose.disclosure.identity == tables.disclosure.identity == whole.disclosure.identity
    assert prose.disclosure.facts + tables.disclosure.facts == whole.disclosure.facts
    assert len(prose.disclosure.claims) == len(whole.disclosure.claims)
    assert not tables.disclosure.claims and not prose.disclosure.statements
    whole_coverage = whole.disclosure.coverage
    assert prose.disclosure.coverage.prose_numbers == whole_coverage.prose_numbers
    assert prose.disclosure.coverage.cells_numeric == 0
    assert tables.disclosure.coverage.cells_numeric == whole_coverage.cells_numeric
    assert tables.disclosure.coverage.cells_understood == whole_coverage.cells_understood


def test_evidence_names_its_file(files: Files, plugins: Plugins) -> None:
    prose, tables = run([files.prose, files.tables], plugins)
    finding = next(f for f in tables.findings if f.rule.startswith("prose"))
    by_file = {e.document: e for e in finding.evidence}
    assert set(by_file) == {None, prose.sha256}
    assert by_file[None].table and by_file[prose.sha256].section
    assert finding.related_documents == (prose.sha256,)


def test_every_file_has_every_rule_in_the_ledger(files: Files, plugins: Plugins) -> None:
    prose, tables = run([files.prose, files.tables], plugins)
    assert [r.rule for r in prose.ledger] == [r.rule for r in tables.ledger] == [r.id for r in plugins.rules]
    assert {r.outcome for r in prose.ledger} == {Outcome.NOT_APPLICABLE}
    assert all(tables.sha256 in (r.reason or "") for r in prose.ledger)
    assert sum(r.comparisons for r in tables.ledger) > 100


def test_without_the_other_nothing_is_joined(files: Files, plugins: Plugins) -> None:
    found = run([files.prose, files.whole], plugins)
    assert [r.together for r in found] == [None, None]


def test_a_damaged_part_costs_only_itself(files: Files, plugins: Plugins, tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\nnothing")
    prose, damaged, tables = run([files.prose, broken, files.tables], plugins, together=True, timeout=30.0, memory=2048)
    assert damaged.status is DocumentStatus.UNREADABLE
    assert damaged.reason
    assert prose.together == tables.sha256


def test_the_same_file_twice(files: Files, plugins: Plugins, tmp_path: Path) -> None:
    copy = tmp_path / "copy.docx"
    copy.write_bytes(files.tables.read_bytes())
    found = run([files.prose, files.tables, copy], plugins)
    assert {r.together for r in found} == {found[1].sha256}
    assert found[2].path == str(copy)
    assert found[2].findings == found[1].findings


def test_in_the_database_they_are_one_edition(files: Files, plugins: Plugins, tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    options = Options()
    for _ in range(2):
        with recording(path, plugins, options) as record:
            check_paths([files.prose, files.tables], plugins, options, archive=record)
        content = path.read_bytes()
    db = open_store(path)
    assert db.execute("SELECT count(*), min(is_current), min(edition), max(edition) FROM documents").fetchone() == (2, 1, 1, 1)
    lead = db.execute("SELECT current_document FROM disclosures").fetchone()[0]
    assert db.execute("SELECT count(*) > 0 FROM line_items WHERE document = ?", [lead]).fetchone()[0]
    assert db.execute("SELECT count(*) > 0 FROM claims WHERE document <> ?", [lead]).fetchone()[0]
    assert db.execute("SELECT count(*) > 0 FROM evidence WHERE other_document IS NOT NULL AND document = ?", [lead]).fetchone()[0]
    db.close()
    with recording(path, plugins, options) as record:
        check_paths([files.prose, files.tables], plugins, options, archive=record)
    assert path.read_bytes() == content, "a run that changes nothing leaves the file as it is"


def test_the_command_line(files: Files) -> None:
    command = [sys.executable, "-m", "mingzhang.cli", "check", "--together", "--format", "json", str(files.prose), str(files.tables)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    report = json.loads(done.stdout)
    shas = {d["sha256"] for d in report["documents"]}
    assert len({d["disclosure"] for d in report["documents"]}) == 1
    assert {e["document"] for f in report["findings"] for e in f["evidence"]} == shas


@pytest.mark.samples
def test_published_prose_and_tables(samples: Path, plugins: Plugins) -> None:
    """Two files of one body: the tables do not say whether they are a department's; the prose does."""
    manifest = json.loads((samples / "real" / "manifest.json").read_text(encoding="utf-8"))
    parts = {m["part"]: m for m in manifest if "part" in m}
    found = run([samples / "real" / parts[p]["file"] for p in ("prose", "tables")], plugins)
    assert {r.together for r in found} == {found[1].sha256}
    for result in found:
        assert result.disclosure
        assert str(result.disclosure.identity.level) == parts["prose"]["level"]
    assert sum(r.comparisons for r in found[1].ledger) > 400
