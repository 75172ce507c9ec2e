"""The command line in an empty directory, and small files for it, of bodies that do not exist."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mingzhang.cli import main
from mingzhang.core.testkit import apply, changes, generate, render_text

Run = Callable[..., Result]


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """good.txt: no findings; wrong.txt: one error; posts.txt: one warning; letter, empty and broken files."""
    folder = tmp_path_factory.mktemp("files")
    good = generate(21, "xinjiang", 2023)
    render_text(good, folder / "good.txt")
    render_text(apply(good, changes(good, seed=2, kinds=["share"])[:1]), folder / "wrong.txt")
    render_text(apply(good, changes(good, seed=2, kinds=["staff_over_posts"])[:1]), folder / "posts.txt")
    (folder / "letter.txt").write_text("各位同事：请于周五前报送考勤表。\n", encoding="utf-8")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\nnothing more")
    return folder


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command line in an empty directory. An exception that escapes is a failure: nobody may see a traceback."""
    monkeypatch.chdir(tmp_path)
    for name in ("MINGZHANG_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)

    def invoke(*arguments: str | Path) -> Result:
        result = CliRunner().invoke(main, [str(a) for a in arguments])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        assert "Traceback" not in result.output
        return result

    return invoke
