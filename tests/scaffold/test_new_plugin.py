"""Every kind of package that new-plugin makes: installed in an environment of its own it passes its tests and is listed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sysconfig
import venv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import mingzhang
from mingzhang.cli import main
from mingzhang.core.scaffold import KINDS

REGISTERED = {
    "region": "1 regions, 1 rules",
    "parser": "1 parsers",
    "exporter": "1 exporters",
    "rules": "1 rules",
    "answerer": "1 answerers",
    "command": "",
    "layout": "1 regions, 1 layouts",
}


@dataclass(frozen=True)
class Place:
    """Packages of every kind, and the Python of an environment that has them."""

    packages: dict[str, Path]
    python: Path

    def run(self, *command: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
        env = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST", "MINGZHANG_LO", "COV"))} | environment
        return subprocess.run([self.python, "-m", *command], cwd=cwd, env=env, capture_output=True, text=True, check=False)


def name_of(kind: str) -> str:
    return f"mingzhang-made-{kind}"


def make(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["new-plugin", *map(str, arguments)])


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """What this environment has, mingzhang included, is seen from the new one; what is installed there is not seen here."""
    root = tmp_path_factory.mktemp("made plugins")
    packages = {}
    for kind in KINDS:
        result = make(name_of(kind), "--kind", kind, "--directory", root)
        assert result.exit_code == 0, result.output
        packages[kind] = root / name_of(kind)
    home = tmp_path_factory.mktemp("environment")
    venv.create(home, with_pip=False)
    (inside,) = (home / "lib").glob("python*/site-packages")
    (inside / "parent.pth").write_text(f"import site; site.addsitedir({sysconfig.get_path('purelib')!r})\n", encoding="utf-8")
    found = Place(packages, home / "bin" / "python")
    quiet = ("--quiet", "--disable-pip-version-check")
    install = found.run("pip", "install", *quiet, "--no-deps", "--no-build-isolation", "--no-index", *packages.values(), cwd=root)
    assert install.returncode == 0, install.stdout + install.stderr
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_its_own_tests_pass(kind: str, place: Place) -> None:
    run = place.run("pytest", "-q", "-p", "no:cacheprovider", cwd=place.packages[kind])
    assert run.returncode == 0, run.stdout + run.stderr
    assert "passed" in run.stdout
    assert "skipped" not in run.stdout


def test_each_is_listed_with_what_it_registers(place: Place, tmp_path: Path) -> None:
    run = place.run("mingzhang.cli", "plugins", cwd=tmp_path, COLUMNS="200")
    assert run.returncode == 0, run.stderr
    lines = {line.split()[0]: line for line in run.stdout.splitlines() if line.strip()}
    for kind in KINDS:
        line = lines[name_of(kind).removeprefix("mingzhang-")]
        assert line.split("0.1.0")[1].strip() == REGISTERED[kind], line
        assert "entry point" in line


def test_the_files_of_the_tutorial_are_linted_too(place: Place, repository: Path, tmp_path: Path) -> None:
    """What an author types from the tutorial passes the ruff that the package brings."""
    pages = (repository / "docs" / "tutorial.md").read_text(encoding="utf-8")
    found = re.findall(r"```\{code-block\} python\n:caption: (\S+\.py)\n(.*?)```", pages, re.DOTALL)
    assert len(found) >= 2
    shutil.copy(place.packages["region"] / "pyproject.toml", tmp_path)
    for name, text in found:
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text.lstrip("\n"), encoding="utf-8")
    lint = place.run("ruff", "check", "--no-cache", ".", cwd=tmp_path)
    assert lint.returncode == 0, lint.stdout


def test_linted_and_typed(place: Place, tmp_path: Path) -> None:
    (tmp_path / "mingzhang").symlink_to(Path(mingzhang.__file__).parent)
    files = [p for package in place.packages.values() for p in (package / package.name.replace("-", "_"), package / "tests")]
    for package in place.packages.values():
        lint = place.run("ruff", "check", "--no-cache", ".", cwd=package)
        assert lint.returncode == 0, lint.stdout
    settings = ("--config-file", place.packages["region"] / "pyproject.toml", "--follow-imports", "silent")
    types = place.run("mypy", *settings, "--cache-dir", tmp_path / "cache", *files, cwd=tmp_path, MYPYPATH=str(tmp_path))
    assert types.returncode == 0, types.stdout + types.stderr


def test_only_the_public_face_is_imported(place: Place) -> None:
    texts = [p.read_text(encoding="utf-8") for package in place.packages.values() for p in package.rglob("*.py")]
    assert len(texts) > 8
    assert not [line for text in texts for line in text.splitlines() if "mingzhang.core" in line or "mingzhang.rules" in line]


def test_nothing_is_left_to_fill_in(place: Place) -> None:
    for package in place.packages.values():
        for path in package.rglob("*"):
            if path.is_file() and "build" not in path.parts and path.suffix in {".py", ".toml", ".md", ".txt"}:
                assert "{{" not in path.read_text(encoding="utf-8"), path
                assert "__module__" not in path.name
        assert (package / ".gitignore").is_file()


BAD_NAMES = ["", "Hubei", "湖北", "a b", "../x", "a--b", "-a", "9lives", "json", "mingzhang", "class", "a_b", "x/y"]


@pytest.mark.parametrize("name", BAD_NAMES)
def test_bad_name(name: str, tmp_path: Path) -> None:
    result = make("--kind", "region", "--directory", tmp_path, "--", name)
    assert (result.exit_code, result.stdout) == (2, "")
    assert len(result.stderr.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "mingzhang-hubei").mkdir()
    (tmp_path / "mingzhang-hubei" / "mine").write_text("mine", encoding="utf-8")
    result = make("mingzhang-hubei", "--kind", "region", "--directory", tmp_path)
    assert result.exit_code == 2
    assert "exists already" in result.stderr
    assert [p.name for p in tmp_path.rglob("*")] == ["mingzhang-hubei", "mine"]


@pytest.mark.parametrize(("name", "kind"), [("mingzhang-xinjiang", "region"), ("mingzhang-pdf", "parser"), ("mingzhang-csv", "exporter")])
def test_an_id_that_is_taken(name: str, kind: str, tmp_path: Path) -> None:
    result = make(name, "--kind", kind, "--directory", tmp_path)
    assert result.exit_code == 2
    assert "has the" in result.stderr


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    result = make("mingzhang-hubei", "--kind", "rules", "--directory", tmp_path / "file" / "inside")
    assert result.exit_code == 2
    assert "Traceback" not in result.output


@pytest.mark.parametrize("chinese", [False, True])
def test_what_comes_next_is_said_in_the_language_of_the_user(chinese: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINGZHANG_LANG", "zh_CN" if chinese else "en")
    result = make("mingzhang-hubei", "--kind", "rules", "--directory", tmp_path)
    assert ("已生成" in result.stdout) is chinese
    assert "python -m pytest" in result.stdout


def test_the_kit_is_part_of_the_public_face() -> None:
    run: Callable[[Path], object] = mingzhang.rule_tests
    assert {"rule_tests", "mask", "label_key"} <= set(mingzhang.__all__)
    assert callable(run)
