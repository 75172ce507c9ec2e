"""Files as people hand them in, of bodies that do not exist, and the command line that reads them."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from mingzhang.cli import main
from mingzhang.core.schemas import load
from mingzhang.core.testkit import apply, choose, generate, render_docx, render_pdf, render_text

Run = Callable[..., tuple[int, Any]]


@pytest.fixture(scope="session")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with disclosures in several forms and everything else that people leave there."""
    folder = tmp_path_factory.mktemp("inbox")
    budget = generate(11, "xinjiang", 2023)
    render_text(budget, folder / "budget.txt")
    wrong = apply(budget, choose(budget, 3, seed=2, kinds=["table_parent", "rate", "staff_over_posts"]))
    render_docx(wrong, folder / "wrong.docx")
    render_pdf(generate(12, "xinjiang", 2024, "final"), folder / "final.pdf")
    render_text(generate(13, "sichuan", 2023), folder / "department.txt", form="pipe")
    (folder / "letter.txt").write_text("各位同事：请于周五前报送考勤表。\n", encoding="utf-8")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\nnothing more")
    (folder / "notes.xyz").write_text("not a known format", encoding="utf-8")
    with zipfile.ZipFile(folder / "both.zip", "w") as archive:
        archive.write(folder / "budget.txt", "一/预算.txt")
        archive.write(folder / "letter.txt", "二/信.txt")
    return folder


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in an empty directory: its status and the JSON that it printed."""
    monkeypatch.chdir(tmp_path)

    def invoke(*arguments: str | Path) -> tuple[int, Any]:
        result = CliRunner().invoke(main, [str(a) for a in arguments])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result.exit_code, json.loads(result.stdout)

    return invoke


@pytest.fixture(scope="session")
def conforms() -> Callable[[str, Any], None]:
    """Assert that an object is what a contract says, naming every place where it is not."""

    def check(name: str, instance: Any) -> None:
        validator = Draft202012Validator(load(name))
        wrong = [f"{'/'.join(map(str, e.absolute_path))}: {e.message[:200]}" for e in validator.iter_errors(instance)]
        assert not wrong, "\n".join(wrong[:20])

    return check
