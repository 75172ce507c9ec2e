"""The manifest of a run: somebody else gets the same result, or is told where not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mingzhang.cli import main
from mingzhang.core.testkit.generator import generate
from mingzhang.core.testkit.render.text import render_text


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MINGZHANG_LANG", "en")
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "files"
    folder.mkdir()
    for seed, year in ((3, 2023), (3, 2024)):
        render_text(generate(seed, "xinjiang", year), folder / f"{year}.txt")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing")
    return folder


def called(*arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments])


def test_the_same_comes_of_the_same_files(folder: Path) -> None:
    for extra in ([], ["--db", "a.db"], ["--db", "a.db"]):
        assert called("check", "files", "--manifest", "m.json", *extra).exit_code == 3
        done = called("verify", "m.json", "--jobs", "2")
        assert (done.exit_code, done.output) == (0, "3 files: the same result\n")


def test_each_difference_is_a_line(folder: Path) -> None:
    called("check", "files", "--manifest", "m.json", "--select", "sum.*")
    (folder / "2023.txt").write_text((folder / "2023.txt").read_text("utf-8") + "\n补充。\n", "utf-8")
    (folder / "broken.pdf").unlink()
    (folder / "new.txt").write_text("通知", "utf-8")
    stated = json.loads(Path("m.json").read_text("utf-8"))
    stated["recipe"]["rule_set"] = "another"
    next(f for f in stated["files"] if f["path"] == "files/2024.txt")["result"] = "0"
    Path("m.json").write_text(json.dumps(stated), "utf-8")
    done = called("verify", "m.json")
    assert done.exit_code == 1
    assert done.output.splitlines() == [
        "checked with something else: rule_set",
        "files/2023.txt: the content is another",
        "files/2024.txt: the content is the same, the result is another",
        "files/broken.pdf: missing",
        "files/new.txt: was not there",
    ]


@pytest.mark.parametrize("content", ["", "{", "[]", '{"schema": "another"}', '{"schema": "mingzhang.manifest/1", "files": []}'])
def test_what_is_no_manifest_is_one_clear_line(folder: Path, content: str) -> None:
    Path("m.json").write_text(content, "utf-8")
    done = called("verify", "m.json")
    assert done.exit_code == 2 and "Traceback" not in done.output
    assert len(done.output.strip().splitlines()) == 1


def test_a_manifest_that_cannot_be_written_is_one_clear_line(folder: Path) -> None:
    done = called("check", "files", "--manifest", "missing/m.json")
    assert done.exit_code == 2 and "cannot be written" in done.output
