"""The house stands as designed: layers hold, and every class of the package exists once."""

from __future__ import annotations

import importlib
import os
import pkgutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

import mingzhang

PARTS = ("core", "plugins", "rules", "datasette_config", "cli.py", "__init__.py")


def _file_of(module: object) -> Path | None:
    name = getattr(module, "__file__", None)
    return Path(name).resolve() if isinstance(name, str) else None


def _is_ours(module: object, repository: Path) -> bool:
    """Whether a module comes from the package's files, in the clone or where it is installed."""
    file = _file_of(module)
    homes = {repository, Path(mingzhang.__file__).resolve().parent}
    files = {home / part for home in homes for part in PARTS}
    return file is not None and not files.isdisjoint({file, *file.parents})


def _second_copies(repository: Path) -> list[str]:
    """Names of loaded modules that come from the package's files but not under its name."""
    return [n for n, m in list(sys.modules.items()) if n.partition(".")[0] not in {"mingzhang", "__main__"} and _is_ours(m, repository)]


def test_import_contracts_hold(repository: Path) -> None:
    tool = Path(sysconfig.get_path("scripts")) / "lint-imports"
    run = subprocess.run(
        [tool, "--no-cache", "--config", repository / "pyproject.toml"], capture_output=True, text=True, cwd=repository, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_no_module_is_loaded_under_another_name(repository: Path) -> None:
    # All test modules are imported by now, so a second import under the clone's name would show.
    assert _second_copies(repository) == []


def test_a_second_copy_would_be_found(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "clone_of_it", mingzhang)
    assert _second_copies(repository) == ["clone_of_it"]


def test_every_class_says_that_it_is_of_the_package(repository: Path) -> None:
    modules = [mingzhang, *(importlib.import_module(m.name) for m in pkgutil.walk_packages(mingzhang.__path__, "mingzhang."))]
    classes = {value for m in modules for value in vars(m).values() if isinstance(value, type)}
    ours = {c for c in classes if _is_ours(sys.modules.get(c.__module__), repository)}
    assert {c for c in ours if c.__module__.partition(".")[0] != "mingzhang"} == set()
    assert mingzhang.Disclosure in ours


def test_nothing_makes_pytest_import_the_root(repository: Path) -> None:
    assert not (repository / "conftest.py").exists()
    assert list((repository / "tests").rglob("__init__.py")) == []


@pytest.mark.skipif("MINGZHANG_INSTALLED" not in os.environ, reason="a development install imports the tree; make test sets this")
def test_the_installed_package_is_what_is_tested(repository: Path) -> None:
    home = Path(mingzhang.__file__).resolve().parent
    assert home == Path(sysconfig.get_path("purelib")).resolve() / "mingzhang"
    assert str(repository) not in sys.path
