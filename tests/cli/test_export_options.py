"""``mingzhang export --option``: options of an exporter, by name."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import mingzhang
from mingzhang.cli import main
from mingzhang.core.testkit import render_text


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    file = render_text(mingzhang.generate(5, region="xinjiang", year=2024), folder / "budget.txt")
    mingzhang.check(file, db=folder / "a.db")
    return folder / "a.db"


def export(target: Path, db: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["export", str(target), "--db", str(db), *arguments])


def test_some_files_only(db: Path, tmp_path: Path) -> None:
    result = export(tmp_path / "out", db, "--option", "sheets=findings,ledger")
    assert result.exit_code == 0, result.output
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["findings.csv", "ledger.csv"]


def test_without_options_all_files(db: Path, tmp_path: Path) -> None:
    assert export(tmp_path / "out", db).exit_code == 0
    assert len(list((tmp_path / "out").iterdir())) > 2


@pytest.mark.parametrize(
    ("form", "option", "words"),
    [
        ("csv", "sheet=findings", "sheets="),
        ("csv", "sheets", "sheets="),
        ("json", "indent=2", "none"),
        ("csv", "sheets=findngs", "no file 'findngs'"),
    ],
)
def test_an_option_that_cannot_be_used_is_one_line(
    db: Path, tmp_path: Path, form: str, option: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MINGZHANG_LANG", "en")
    result = export(tmp_path / "out", db, "--format", form, "--option", option)
    assert result.exit_code == 2
    assert words in result.output
    assert len(result.output.strip().splitlines()) == 1
