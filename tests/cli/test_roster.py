"""A list of what is expected against what a database holds."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from mingzhang.core.testkit import generate, render_text

Run = Callable[..., Result]


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A database with the budget of 2024 of one body, and the body's name."""
    from click.testing import CliRunner

    from mingzhang.cli import main

    folder = tmp_path_factory.mktemp("roster")
    made = generate(21, "xinjiang", 2024)
    render_text(made, folder / "a.txt")
    CliRunner().invoke(main, ["check", str(folder / "a.txt"), "--db", str(folder / "a.db")])
    return folder / "a.db", made.identity.body or ""


def listed(folder: Path, *rows: str) -> Path:
    path = folder / "roster.csv"
    path.write_text("\n".join(("body,fiscal_year,kind,division_code", *rows)) + "\n", encoding="utf-8")
    return path


def test_what_is_there_and_what_is_not(run: Run, held: tuple[Path, str], tmp_path: Path) -> None:
    db, body = held
    result = run("roster", listed(tmp_path, f"{body},2024,,", "乌有县虚构局,2024,budget,"), "--db", db, "--json")
    assert result.exit_code == 1
    entries = json.loads(result.stdout)["entries"]
    assert [(e["kind"], e["held"], e["other_kind"]) for e in entries] == [
        ("budget", "found", False),
        ("final", "missing", True),
        ("budget", "missing", False),
    ]


def test_a_missing_final_account_accuses_nobody(run: Run, held: tuple[Path, str], tmp_path: Path) -> None:
    db, body = held
    result = run("roster", listed(tmp_path, f"{body},2024,,"), "--db", db)
    assert f"{body} 2024 年度决算：库中没有该公开件（同年度的预算公开件在库中）" in result.stdout
    assert "不等于未公开" in result.stdout


def test_all_there(run: Run, held: tuple[Path, str], tmp_path: Path) -> None:
    db, body = held
    result = run("roster", listed(tmp_path, f"{body},2024,budget,"), "--db", db)
    assert result.exit_code == 0
    assert "没有 0 项" in result.stdout


def test_the_division_tells_bodies_of_one_name_apart(run: Run, held: tuple[Path, str], tmp_path: Path) -> None:
    db, body = held
    assert run("roster", listed(tmp_path, f"{body},2024,budget,110101"), "--db", db).exit_code == 1


@pytest.mark.parametrize("row", ["某局,二〇二四,budget,", ",2024,budget,", "某局,2024,plan,"])
def test_what_is_wrong_in_a_roster_is_one_line(run: Run, held: tuple[Path, str], tmp_path: Path, row: str) -> None:
    result = run("roster", listed(tmp_path, row), "--db", held[0])
    assert result.exit_code == 2
    assert "roster.csv, line 2" in result.output
    assert len(result.output.strip().splitlines()) == 1


def test_an_empty_roster_and_no_database(run: Run, held: tuple[Path, str], tmp_path: Path) -> None:
    assert run("roster", listed(tmp_path), "--db", held[0]).exit_code == 2
    assert run("roster", listed(tmp_path, "某局,2024,budget,"), "--db", tmp_path / "none.db").exit_code == 2
