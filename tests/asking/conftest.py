"""A database of fictional disclosures: made by the generator, read, checked and stored as any other."""

from __future__ import annotations

from pathlib import Path

import pytest

from mingzhang.core.asking.ask import ask_database
from mingzhang.core.model.results.answer import Answer
from mingzhang.core.plugins.manager import default_plugins
from mingzhang.core.reporting.recorder import recording
from mingzhang.core.run.pipeline import Options, check_paths
from mingzhang.core.testkit import Generated, generate, render_text

MADE = (
    {"seed": 1, "region": "xinjiang", "year": 2023},
    {"seed": 1, "region": "xinjiang", "year": 2024},
    {"seed": 1, "region": "xinjiang", "year": 2024, "kind": "final"},
    {"seed": 2, "region": "xinjiang", "year": 2024},
    {"seed": 3, "region": "sichuan", "year": 2023},
)


@pytest.fixture(scope="session")
def made() -> list[Generated]:
    """What was made: one body with two budgets and a final account, two others with a budget."""
    return [generate(**arguments) for arguments in MADE]


@pytest.fixture(scope="session")
def made_db(made, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("asking")
    files = [render_text(g, folder / f"{n}.txt") for n, g in enumerate(made)]
    return store(files, folder / "made.db")


@pytest.fixture(scope="session")
def ask(made_db):
    """Ask the database of fictional bodies."""

    def question(text: str) -> Answer:
        return ask_database(text, made_db)

    return question


@pytest.fixture(scope="session")
def store_files():
    """Read, check and store files: files and database → database."""
    return store


def store(files: list[Path], path: Path) -> Path:
    plugins, options = default_plugins(), Options()
    with recording(path, plugins, options) as record:
        check_paths(files, plugins, options, archive=record)
    return path
