"""The wheel holds exactly the tracked files of the parts that it is made of."""

from __future__ import annotations

import importlib.metadata
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from packaging.version import Version

import mingzhang

FOLDERS = ("core", "plugins", "rules", "datasette_config")
FILES = ("__init__.py", "cli.py", "py.typed")


@pytest.fixture(scope="module")
def tracked(repository: Path) -> list[str]:
    """Files of the repository that git tracks, or would track: paths relative to its root."""
    git = shutil.which("git")
    if git is None or not (repository / ".git").exists():
        pytest.skip("not a git clone, so there are no tracked files to compare with")
    run = subprocess.run(
        [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=repository, capture_output=True, text=True, check=True
    )
    return sorted(f for f in set(run.stdout.split("\0")) if f and (repository / f).is_file())


@pytest.fixture(scope="module")
def wheel(repository: Path, tracked: list[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built from the tracked files alone."""
    tree = tmp_path_factory.mktemp("a tree")
    for file in tracked:
        (tree / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(repository / file, tree / file)
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check", "--no-deps", "--wheel-dir", out, tree]
    if Version(importlib.metadata.version("setuptools")) >= Version("77"):
        command.insert(4, "--no-build-isolation")
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    (built,) = out.glob("*.whl")
    return built


def test_wheel_holds_the_tracked_files_of_its_parts(wheel: Path, tracked: list[str]) -> None:
    with zipfile.ZipFile(wheel) as archive:
        shipped = {n for n in archive.namelist() if ".dist-info/" not in n}
    expected = {f"mingzhang/{f}" for f in tracked if f in FILES or f.partition("/")[0] in FOLDERS}
    # A name on the left: its package is not in [tool.setuptools] packages, or its kind not in package-data.
    assert {"not shipped": sorted(expected - shipped), "not tracked": sorted(shipped - expected)} == {"not shipped": [], "not tracked": []}


def test_wheel_takes_one_name_and_declares_its_entry_points(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        (points,) = (n for n in names if n.endswith("/entry_points.txt"))
        text = archive.read(points).decode()
    assert {n.partition("/")[0] for n in names if ".dist-info/" not in n} == {"mingzhang"}
    assert "mingzhang = mingzhang.cli:main" in text
    assert any(n.endswith("/licenses/LICENSE") for n in names)


def test_version_is_said_once() -> None:
    assert importlib.metadata.version("mingzhang") == mingzhang.__version__
