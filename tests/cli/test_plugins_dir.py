"""Plugins of strangers: a good one, one that cannot be imported, a rule that raises."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

Run = Callable[..., Result]

_HEAD = """
from mingzhang import Basis, Evidence, Passed, Place, Role, Severity, fail, hookimpl, rule
"""
_GOOD = (
    _HEAD
    + '''
@rule(id="guest.greets", title="问候", severity=Severity.INFO, basis=[Basis("convention", convention=True)])
def greets(disclosure):
    """Every document is greeted."""
    yield Passed()
    place = Evidence(Role.CONTEXT, disclosure.identity.body, Place())
    yield fail("你好。", address="greeting", evidence=place)

@hookimpl
def register_rules():
    return [greets]
'''
)
_RAISES = (
    _HEAD
    + '''
@rule(id="guest.raises", title="出错", severity=Severity.ERROR, basis=[Basis("convention", convention=True)])
def raises(disclosure):
    """It never comes to an end."""
    yield Passed()
    raise RuntimeError("out of order")

@hookimpl
def register_rules():
    return [raises]
'''
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "plugins"
    made.mkdir()
    return made


def _checked(run: Run, folder: Path, *arguments: str | Path) -> tuple[int, dict[str, Any]]:
    result = run("--plugins-dir", folder, "check", *arguments, "--format", "json")
    return result.exit_code, json.loads(result.stdout)


def _without_time(rows: list[dict[str, Any]], *but: str) -> list[dict[str, Any]]:
    return [{k: v for k, v in row.items() if k != "seconds"} for row in rows if row["rule"] not in but]


def test_good_plugin(folder: Path, files: Path, run: Run) -> None:
    (folder / "guest.py").write_text(_GOOD, encoding="utf-8")
    status, found = _checked(run, folder, files / "good.txt")
    assert (status, [f["message"] for f in found["findings"]]) == (0, ["你好。"])
    listed = run("--plugins-dir", folder, "plugins")
    assert listed.exit_code == 0
    assert "guest" in listed.stdout
    assert "guest.greets" in run("--plugins-dir", folder, "rules").stdout


def test_plugin_also_runs_in_worker_processes(folder: Path, files: Path, run: Run) -> None:
    (folder / "guest.py").write_text(_GOOD, encoding="utf-8")
    _, found = _checked(run, folder, files / "good.txt", files / "posts.txt", "--jobs", "2")
    assert [f["rule"] for f in found["findings"]].count("guest.greets") == 2


def test_plugin_can_be_switched_off(folder: Path, files: Path, run: Run) -> None:
    (folder / "guest.py").write_text(_GOOD, encoding="utf-8")
    result = run("--plugins-dir", folder, "--disable-plugin", "guest", "check", files / "good.txt", "--format", "json")
    assert json.loads(result.stdout)["findings"] == []


def test_plugin_that_cannot_be_imported(folder: Path, files: Path, run: Run) -> None:
    """It is named, with the reason; everything else goes on as without it."""
    (folder / "broken.py").write_text("import no_such_package_here\n", encoding="utf-8")
    (folder / "guest.py").write_text(_GOOD, encoding="utf-8")
    status, found = _checked(run, folder, files / "wrong.txt")
    assert status == 1
    assert {f["rule"] for f in found["findings"]} == {"guest.greets", "prose.share"}
    for command in (["check", files / "wrong.txt"], ["plugins"]):
        shown = run("--plugins-dir", folder, *command).output
        assert "broken" in shown
        assert "no_such_package_here" in shown


def test_rule_that_raises(folder: Path, files: Path, run: Run) -> None:
    """The rule is crashed in the ledger, with what it raised; all others have their outcome as without it."""
    (folder / "guest.py").write_text(_RAISES, encoding="utf-8")
    status, found = _checked(run, folder, files / "wrong.txt")
    alone = json.loads(run("check", files / "wrong.txt", "--format", "json").stdout)
    (crashed,) = (row for row in found["ledger"] if row["rule"] == "guest.raises")
    assert status == 3  # what was not checked counts more than what was found
    assert crashed["outcome"] == "crashed"
    assert "out of order" in crashed["reason"]
    assert crashed["reason"].endswith("(plugin guest, mingzhang_plugin_guest:8)")
    assert _without_time(found["ledger"], "guest.raises") == _without_time(alone["ledger"])
    assert found["findings"] == alone["findings"]
    assert "guest.raises" in run("--plugins-dir", folder, "check", files / "wrong.txt").output


def test_folder_that_does_not_exist(tmp_path: Path, files: Path, run: Run) -> None:
    result = run("--plugins-dir", tmp_path / "none", "check", files / "good.txt")
    assert (result.exit_code, result.stdout) == (2, "")
