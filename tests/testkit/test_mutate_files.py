"""Errors planted in files that were not generated for it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from mingzhang.cli import main
from mingzhang.core.model.documents.document import Table
from mingzhang.core.plugins.manager import default_plugins
from mingzhang.core.run.options import Options
from mingzhang.core.run.pipeline import read_file
from mingzhang.core.testkit import generate
from mingzhang.core.testkit.mutation.copying import COPIES
from mingzhang.core.testkit.mutation.real import changed, planted
from mingzhang.core.testkit.render.docx import render_docx


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of which the command knows no more than of any other."""
    path = tmp_path_factory.mktemp("real") / "a.docx"
    render_docx(generate(7, "xinjiang", 2024), path)
    return path


def test_each_change_strikes_one_place(file: Path) -> None:
    document = read_file(file, default_plugins(), Options())
    found = planted(document, "a")
    assert {c.kind for c in found} >= {"table_amount", "prose_amount", *COPIES} - {"last_year_copied"}
    for c in found[::9]:
        new = changed(document, c)
        other = [i for i, (a, b) in enumerate(zip(document.blocks, new.blocks, strict=True)) if a != b]
        assert other == [c.block], c.description
        old, block = document.blocks[c.block], new.blocks[c.block]
        if isinstance(old, Table) and isinstance(block, Table):
            assert [b.text for a, b in zip(old.cells, block.cells, strict=True) if a != b] == [c.new]


def test_only_what_stands_elsewhere_too_is_changed(file: Path) -> None:
    document = read_file(file, default_plugins(), Options())
    printed = [c.text.replace(",", "") for t in document.tables for c in t.cells]
    for c in planted(document, "a"):
        amount = c.old.replace(",", "").removesuffix("万元")
        assert sum(p == amount for p in printed) >= (3 if c.cell else 1), c.description


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["testkit", "mutate", *arguments])
    return result.exit_code, result.output


def test_the_command_takes_files(file: Path) -> None:
    status, output = run(str(file), "--per-kind", "2", "--json")
    told = json.loads(output)
    assert status == 0
    assert told["documents"] == 1
    assert told["errors_or_warnings"]["of"] == told["determined"]["of"] >= 8
    assert told["errors_or_warnings"]["share"] >= 0.9


def test_folders_and_what_is_no_disclosure(tmp_path: Path, file: Path) -> None:
    (tmp_path / "letter.txt").write_text("各位代表：\n会议定于下周召开，请准时参加。\n", "utf-8")
    status, output = run(str(tmp_path))
    assert (status, "文件 0 份" in output) == (0, True)
    (tmp_path / "b.docx").write_bytes(file.read_bytes())
    assert "文件 1 份" in run(str(tmp_path), "--per-kind", "1")[1]
