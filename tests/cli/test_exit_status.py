"""The exit status: the highest of usage (2), unreadable or nothing to read (3), findings (1), else 0."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]


@pytest.mark.parametrize(
    ("names", "status"),
    [
        (["good.txt"], 0),
        (["wrong.txt"], 1),
        (["posts.txt"], 0),
        (["letter.txt"], 3),
        (["empty.txt"], 3),
        (["broken.pdf"], 3),
        (["good.txt", "empty.txt"], 3),
        (["wrong.txt", "empty.txt"], 3),
        (["wrong.txt", "missing.txt"], 2),
    ],
)
def test_check(names: list[str], status: int, files: Path, run: Run) -> None:
    assert run("check", *(files / n for n in names)).exit_code == status


@pytest.mark.parametrize(
    ("name", "level", "status"),
    [
        ("posts.txt", "error", 0),
        ("posts.txt", "warning", 1),
        ("posts.txt", "info", 1),
        ("wrong.txt", "error", 1),
        ("wrong.txt", "never", 0),
        ("empty.txt", "never", 3),
        ("good.txt", "info", 0),
    ],
)
def test_fail_on(name: str, level: str, status: int, files: Path, run: Run) -> None:
    assert run("check", files / name, "--fail-on", level).exit_code == status


def test_unreadable_files_lose_nothing_of_the_others(files: Path, run: Run) -> None:
    result = run("check", files, "--format", "json")
    documents = {Path(d["path"]).name: d["status"] for d in json.loads(result.stdout)["documents"]}
    assert result.exit_code == 3
    assert documents == {
        "good.txt": "checked",
        "wrong.txt": "checked",
        "posts.txt": "checked",
        "letter.txt": "unrecognised",
        "empty.txt": "unreadable",
        "broken.pdf": "unreadable",
    }


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_jobs_change_nothing(jobs: str, files: Path, run: Run) -> None:
    names = [files / n for n in ("good.txt", "wrong.txt", "empty.txt")]
    found = json.loads(run("check", *names, "--jobs", jobs, "--format", "json").stdout)
    assert [d["status"] for d in found["documents"]] == ["checked", "checked", "unreadable"]
    assert [f["rule"] for f in found["findings"]] == ["prose.share"]


def test_nothing_to_read(tmp_path: Path, run: Run) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "notes.xyz").write_text("x", encoding="utf-8")
    result = run("check", tmp_path / "folder", "--format", "json")
    assert result.exit_code == 3
    assert json.loads(result.stdout)["documents"] == []
    assert _one_line(result.stderr) == "mingzhang: nothing to read: no file of a known format"


def _one_line(stderr: str) -> str:
    lines = stderr.strip().splitlines()
    assert len(lines) == 1, stderr
    return lines[0]


@pytest.mark.parametrize("command", ["check", "tables", "facts"])
def test_path_that_does_not_exist(command: str, run: Run) -> None:
    result = run(command, "nowhere.pdf")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "nowhere.pdf: no such file" in _one_line(result.stderr)


@pytest.mark.parametrize("command", ["tables", "facts"])
@pytest.mark.parametrize(("name", "words"), [("empty.txt", "the file is empty"), ("broken.pdf", "damaged")])
def test_one_file_that_cannot_be_read(command: str, name: str, words: str, files: Path, run: Run) -> None:
    result = run(command, files / name)
    assert (result.exit_code, result.stdout) == (3, "")
    assert words in _one_line(result.stderr)


def test_facts_of_what_is_no_disclosure(files: Path, run: Run) -> None:
    result = run("facts", files / "letter.txt")
    assert (result.exit_code, result.stdout) == (3, "")
    assert "not recognised" in _one_line(result.stderr)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--region", "atlantis"], "no region 'atlantis'; loaded: "),
        (["--select", "sum.hierachy"], "no rule matches sum.hierachy"),
        (["--ignore", "nothing.*"], "no rule matches nothing.*"),
    ],
)
def test_wrong_usage_is_told_in_one_line(arguments: list[str], words: str, files: Path, run: Run) -> None:
    result = run("check", files / "good.txt", "--format", "json", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert words in _one_line(result.stderr)


@pytest.mark.parametrize("arguments", [["check"], ["check", "x", "--fail-on", "sometimes"], ["check", "x", "--jobs", "0"], ["chekc"]])
def test_wrong_arguments(arguments: list[str], run: Run) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")


def test_as_a_process(files: Path, tmp_path: Path) -> None:
    """The same through a real process: status, JSON on standard output, and words on standard error."""
    environment = {k: v for k, v in os.environ.items() if k not in {"LC_ALL", "LC_MESSAGES", "LANG"}} | {"MINGZHANG_LANG": "en"}
    command = [sys.executable, "-m", "mingzhang.cli", "check", "--format", "json"]

    def start(*paths: Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run([*command, *map(str, paths)], capture_output=True, text=True, cwd=tmp_path, env=environment, check=False)

    wrong = start(files / "wrong.txt")
    assert (wrong.returncode, len(json.loads(wrong.stdout)["findings"]), wrong.stderr) == (1, 1, "")
    missing = start(tmp_path / "missing.txt")
    assert (missing.returncode, missing.stdout) == (2, "")
    assert _one_line(missing.stderr).endswith("missing.txt: no such file or directory")
