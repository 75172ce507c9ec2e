"""Which rules run: --select, --ignore, mingzhang.toml; and what the ledger says of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

Run = Callable[..., Result]


def _checked(run: Run, *arguments: str | Path) -> tuple[int, dict[str, Any]]:
    result = run("check", *arguments, "--format", "json")
    return result.exit_code, json.loads(result.stdout)


def _not_selected(found: dict[str, Any]) -> set[str]:
    return {row["rule"] for row in found["ledger"] if row["reason"] == "not_selected"}


def test_select_one_rule(files: Path, run: Run) -> None:
    status, found = _checked(run, files / "wrong.txt", "--select", "sum.hierarchy")
    assert (status, found["findings"]) == (0, [])
    assert {row["rule"] for row in found["ledger"]} - _not_selected(found) == {"sum.hierarchy"}


def test_select_a_group(files: Path, run: Run) -> None:
    _, found = _checked(run, files / "wrong.txt", "--select", "prose")
    chosen = {row["rule"] for row in found["ledger"]} - _not_selected(found)
    assert len(chosen) > 1
    assert all(rule.startswith("prose.") for rule in chosen)
    assert [f["rule"] for f in found["findings"]] == ["prose.share"]


def test_ignore_wins_over_select(files: Path, run: Run) -> None:
    status, found = _checked(run, files / "wrong.txt", "--select", "prose", "--ignore", "prose.share")
    assert (status, found["findings"]) == (0, [])
    assert "prose.share" in _not_selected(found)


def test_configuration_beside_the_files(files: Path, tmp_path: Path, run: Run) -> None:
    (tmp_path / "mingzhang.toml").write_text('ignore = ["prose.share"]\n', encoding="utf-8")
    status, found = _checked(run, files / "wrong.txt")
    assert (status, _not_selected(found)) == (0, {"prose.share"})


def test_configuration_changes_severity_and_fail_on(files: Path, tmp_path: Path, run: Run) -> None:
    named = tmp_path / "strict.toml"
    named.write_text('fail_on = "info"\n[severities]\n"prose.share" = "info"\n', encoding="utf-8")
    result = run("--config", named, "check", files / "wrong.txt", "--format", "json")
    assert [f["severity"] for f in json.loads(result.stdout)["findings"]] == ["info"]
    assert result.exit_code == 1
    assert run("--config", named, "check", files / "wrong.txt", "--fail-on", "warning").exit_code == 0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('slect = ["x"]\n', "unknown key 'slect'; did you mean 'select'?"),
        ('[severities]\n"prose.share" = "fatal"\n', "must be error, warning or info, not 'fatal'"),
        ("select = [\n", "mingzhang.toml: "),
        ('select = ["no.such-rule"]\n', "no rule matches no.such-rule"),
        ('fail_on = "sometimes"\n', "fail_on"),
        ('select = "prose"\n', "select"),
    ],
)
def test_wrong_configuration(text: str, words: str, files: Path, tmp_path: Path, run: Run) -> None:
    (tmp_path / "mingzhang.toml").write_text(text, encoding="utf-8")
    result = run("check", files / "good.txt", "--format", "json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert words in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("locale", "words"), [("zh_CN.UTF-8", "核对文件和文件夹"), ("en_GB.UTF-8", "Check files and directories"), ("C", "Check files")]
)
def test_help_speaks_the_language_of_the_locale(locale: str, words: str) -> None:
    """In a process of its own: the words are chosen when the commands are made."""
    import os
    import subprocess
    import sys

    environment = {k: v for k, v in os.environ.items() if k not in {"MINGZHANG_LANG", "LC_MESSAGES", "LANG"}} | {
        "LC_ALL": locale,
        "PYTHONUTF8": "1",
    }
    done = subprocess.run(
        [sys.executable, "-m", "mingzhang.cli", "--help"], capture_output=True, text=True, encoding="utf-8", env=environment, check=False
    )
    assert done.returncode == 0
    assert words in done.stdout


def test_every_command_has_help(run: Run) -> None:
    from mingzhang.cli import main

    for name, command in main.commands.items():
        assert command.help, name
        assert run(name, "--help").exit_code == 0
