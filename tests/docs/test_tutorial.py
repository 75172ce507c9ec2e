"""The tutorial, followed word by word in a fresh folder with fresh environments."""

from __future__ import annotations

import shutil
from pathlib import Path

from following import Shell, follow, reader

REPOSITORY = Path(__file__).resolve().parents[2]
PARTS = ("core", "plugins", "rules", "datasette_config", "docs/tutorial")
FILES = ("__init__.py", "cli.py", "py.typed", "pyproject.toml", "README.md", "LICENSE", "NOTICE")


def clone(target: Path) -> None:
    """What an install and the tutorial need of the repository; building writes into it."""
    for part in PARTS:
        shutil.copytree(REPOSITORY / part, target / part, ignore=shutil.ignore_patterns("__pycache__"))
    for file in FILES:
        shutil.copy(REPOSITORY / file, target / file)


def test_the_tutorial_holds_word_by_word(tmp_path: Path) -> None:
    environment = reader(tmp_path)
    folder = tmp_path / "work"
    clone(folder / "mingzhang")
    shell = Shell(folder, environment)
    try:
        typed = [command for command, _ in follow(REPOSITORY / "docs" / "tutorial.md", shell)]
    finally:
        shell.close()
    for part in ("new-plugin", "region init", "region check", "pytest", "check planted.txt", "--explain", "pip wheel"):
        assert any(part in command for command in typed), part
