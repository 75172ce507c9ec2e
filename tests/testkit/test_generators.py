"""Generators that packages of regions register: a stranger's is taken like those that ship."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from mingzhang.cli import main
from mingzhang.core.model.generated.generator import Form, Generator, Sample
from mingzhang.core.plugins.manager import Plugins
from mingzhang.core.testkit.generator import forms, registered, write
from mingzhang.core.testkit.suites.conformance import plans

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "mingzhang-shanghai"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plugins folder with the example region, as a package would bring it."""
    made = tmp_path_factory.mktemp("plugins")
    hooks = "register_generators, register_regions, register_rules"
    text = f"import sys\n\nsys.path.insert(0, {str(EXAMPLE)!r})\nfrom mingzhang_shanghai import {hooks}\n"
    (made / "example_shanghai.py").write_text(text, encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def plugins(folder: Path) -> Plugins:
    return Plugins(folder)


def test_those_that_ship_come_first(plugins: Plugins) -> None:
    assert list(registered()) == ["xinjiang", "sichuan"]
    assert list(plugins.generators) == ["xinjiang", "sichuan", "shanghai"]
    assert plugins.errors == {}
    assert [f.region for f in forms(plugins.generators)][-3:] == ["shanghai"] * 3


def test_mutation_runs_cover_a_strangers_region(folder: Path) -> None:
    kinds = [x for kind in ("table_child", "table_total", "prose_amount", "code_name") for x in ("--kind", kind)]
    run = CliRunner().invoke(
        main,
        ["--plugins-dir", str(folder), "testkit", "mutate", "--region", "shanghai", "--seeds", "3:5", "--per-kind", "1", *kinds,
         "--no-slips", "--format", "text", "--json"],
    )  # fmt: skip
    assert run.exit_code == 0, run.output
    result = json.loads(run.stdout)
    assert result["documents"] == 2
    assert result["determined"]["hits"] == result["determined"]["of"] == 8
    assert [a for a in result["false_alarms"] if a["severity"] != "info"] == []
    assert result["problems"] == []


def test_the_conformance_suite_covers_it(plugins: Plugins) -> None:
    files = [p.file for p in plans(plugins.generators)]
    assert "documents/shanghai_2024_budget_department_faults1.docx" in files
    assert len(files) == len(set(files)) == 4 * len(forms(plugins.generators))


def test_a_region_without_a_generator_is_named() -> None:
    run = CliRunner().invoke(main, ["testkit", "mutate", "--region", "shanghai"])
    assert run.exit_code == 2
    assert "xinjiang" in run.output
    with pytest.raises(ValueError, match="shanghai"):
        write(1, Form("shanghai", 2024))


def test_a_generator_has_forms_of_its_own_region_only() -> None:
    def none(seed: int, form: Form, rounding: bool) -> object:
        raise NotImplementedError

    with pytest.raises(ValueError, match="no forms"):
        Generator("hubei", (), none)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="hunan"):
        Generator("hubei", (Form("hunan", 2024),), none)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="hunan"):
        Generator("hubei", (Form("hubei", 2024),), none, (Sample("a.docx", 1, Form("hunan", 2024)),))  # type: ignore[arg-type]


def test_the_newest_form_fills_in_what_is_not_said() -> None:
    found = registered()["sichuan"]
    assert found.form() == Form("sichuan", 2023, "budget", "department")
    assert found.form(2022, level="unit") == Form("sichuan", 2022)
    with pytest.raises(ValueError, match="sichuan final"):
        found.form(kind="final")


def test_what_a_hook_returns_is_looked_at(tmp_path: Path) -> None:
    (tmp_path / "odd.py").write_text(
        "from mingzhang import hookimpl\n\n@hookimpl\ndef register_generators():\n    return ['a region']\n", encoding="utf-8"
    )
    plugins = Plugins(tmp_path)
    assert list(plugins.generators) == ["xinjiang", "sichuan"]
    assert "Generator" in plugins.errors["odd"]
