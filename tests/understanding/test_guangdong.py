"""A region file alone, without any Python: two years a table, heads over two lines, a list by functional class, tables last."""

from __future__ import annotations

from pathlib import Path

import pytest

from mingzhang import DocumentResult, Severity
from mingzhang.core.plugins.manager import Plugins
from mingzhang.core.run.options import Options
from mingzhang.core.run.pipeline import check_paths


@pytest.fixture(scope="module")
def plugins(repository: Path) -> Plugins:
    return Plugins(repository / "examples" / "guangdong")


@pytest.fixture(scope="module")
def text(repository: Path) -> str:
    return (repository / "examples" / "guangdong" / "budget.txt").read_text(encoding="utf-8")


def checked(text: str, plugins: Plugins, directory: Path) -> DocumentResult:
    file = directory / "budget.txt"
    file.write_text(text, encoding="utf-8")
    (result,) = check_paths([file], plugins, Options()).documents
    return result


def said(result: DocumentResult) -> list[str]:
    return [f"{f.rule}: {f.message}" for f in result.findings if f.severity is not Severity.INFO]


def test_it_is_read_as_it_is_meant(text: str, plugins: Plugins, tmp_path: Path) -> None:
    result = checked(text, plugins, tmp_path)
    d = result.disclosure
    assert d is not None
    assert (d.identity.region, d.identity.division_code, d.identity.fiscal_year) == ("guangdong", "440222", 2025)
    assert d.coverage.cells_understood == d.coverage.cells_numeric == 126
    assert d.coverage.prose_understood == d.coverage.prose_numbers
    found = {(i.statement, i.row.name, i.measure): i.figure.text for s in d.statements for i in s.items}
    assert found["income_expenditure", "农林水支出", "total"] == "538.00"
    assert found["income_expenditure", "农林水支出", "prior_year.total"] == "505.00"
    assert found["expenditure", "水利工程运行与维护", "project"] == "210.00"
    assert found["expenditure", "水利工程运行与维护", "prior_year.project"] == "190.00"
    assert found["income", "收入总计", "total"] == "640.00"
    assert found["three_public", "公务接待费", "prior_year.total"] == "3.50"
    assert result.findings == ()


PLANTED = [
    # this year's columns: a level, a row total, an item of two tables, the total of one table
    ("2130301\t行政运行\t315.00\t315.00\t\t328.00\t328.00\n2130306\t水利工程运行与维护\t190.00",
     "2130301\t行政运行\t315.00\t315.00\t\t382.00\t382.00\n2130306\t水利工程运行与维护\t190.00", "382.00"),
    ("二、农林水支出\t505.00\t538.00", "二、农林水支出\t505.00\t583.00", "583.00"),
    ("收入总计\t600.00\t640.00\n", "收入总计\t600.00\t604.00\n", "604.00"),
    ("公务接待费\t3.50\t3.00", "公务接待费\t3.50\t3.30", "3.30"),
    # the year before adds up in itself
    ("三、住房保障支出\t35.00\t38.00", "三、住房保障支出\t53.00\t38.00", "618.00"),
    # the prose
    ("基本支出430.00万元，占67.19%", "基本支出430.00万元，占76.19%", "76.19"),
    ("公务接待费3.00万元", "公务接待费3.50万元", "3.50"),
]  # fmt: skip


@pytest.mark.parametrize(("right", "wrong", "shown"), PLANTED, ids=[p[2] for p in PLANTED])
def test_a_planted_error_is_found_and_nothing_else(right: str, wrong: str, shown: str, text: str, plugins: Plugins, tmp_path: Path) -> None:
    assert text.count(right) == 1
    found = said(checked(text.replace(right, wrong), plugins, tmp_path))
    assert len(found) == 1, found
    assert shown in found[0]


def test_what_is_wrong_with_a_region_file_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "somewhere.toml").write_text('id = "somewhere"\nname = "某地"\nversion = "1"\ndivisions = "44"\n', encoding="utf-8")
    found = Plugins(tmp_path)
    assert "somewhere" not in found.regions
    assert "somewhere.toml, line 4, divisions" in found.errors["somewhere"]


def test_a_module_loads_the_file_of_its_name_itself(tmp_path: Path) -> None:
    (tmp_path / "somewhere.toml").write_text('id = "somewhere"\nname = "某地"\nversion = "1"\n', encoding="utf-8")
    (tmp_path / "somewhere.py").write_text("", encoding="utf-8")
    found = Plugins(tmp_path)
    assert found.errors == {}
    assert "somewhere" not in found.regions
