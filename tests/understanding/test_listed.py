"""The layout of 收入总体情况表 and 支出总体情况表 as one list, and the draft that finds it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from mingzhang import Disclosure, RowKind, Severity, check
from mingzhang.cli import main
from mingzhang.core.plugins.manager import default_plugins
from mingzhang.core.run.options import Options
from mingzhang.core.run.pipeline import check_paths
from mingzhang.core.understanding.packs.pack import parse_region

REGION = """id = "somewhere"
name = "某地"
version = "1"
extends = "national"
[[statements]]
id = "income"
layout = "listed"
[[statements]]
id = "expenditure"
layout = "listed"
"""
TEXT = """某县虚构事务局2024年部门预算公开

收入总体情况表

单位：万元

项目	预算数
一、预算拨款	{allocation}
一般公共预算拨款	90.00
政府性基金预算拨款	10.00
二、财政专户拨款	5.00
三、其他资金	3.00
本年收入合计	{current}
上年结转	2.00
收入总计	110.00

支出总体情况表

单位：万元

项目	预算数
一、基本支出	80.00
工资福利支出	60.00
商品和服务支出	{goods}
二、项目支出	30.00
支出总计	110.00
"""
RIGHT = {"allocation": "100.00", "current": "108.00", "goods": "20.00"}


def checked(tmp_path: Path, **words: str) -> tuple[Disclosure, list[str]]:
    file = tmp_path / "budget.txt"
    file.write_text(TEXT.format(**{**RIGHT, **words}), encoding="utf-8")
    plugins = default_plugins()
    region = parse_region(REGION, "somewhere.toml", plugins.regions, plugins.layouts)
    run = check_paths([file], plugins.with_region(region), Options(region="somewhere"))
    (result,) = run.documents
    assert result.disclosure is not None
    return result.disclosure, [f.message for f in result.findings if f.severity is Severity.ERROR]


def test_rows_are_items_and_the_last_is_the_total(tmp_path: Path) -> None:
    disclosure, errors = checked(tmp_path)
    income = disclosure.statement("income")
    assert income is not None
    assert errors == []
    assert [(i.row.key, i.figure.text) for i in income.find("total", RowKind.TOTAL)] == [("total", "110.00")]
    parents = {r.name: income.rows[r.parent].name for r in income.rows if r.parent is not None}
    assert parents == {
        "预算拨款": "本年收入合计",
        "一般公共预算拨款": "预算拨款",
        "政府性基金预算拨款": "预算拨款",
        "财政专户拨款": "本年收入合计",
        "其他资金": "本年收入合计",
        "本年收入合计": "收入总计",
        "上年结转": "收入总计",
    }


@pytest.mark.parametrize(("word", "value"), [("current", "107.00"), ("goods", "21.00"), ("allocation", "101.00")])
def test_a_sum_that_is_wrong_is_found(tmp_path: Path, word: str, value: str) -> None:
    _, errors = checked(tmp_path, **{word: value})
    # Rows below a numbered one that nowhere in their table add up to one may be examples.
    assert len(errors) == (word != "goods")


def test_a_list_without_numbers_is_open(tmp_path: Path) -> None:
    file = tmp_path / "budget.txt"
    text = TEXT.format(**RIGHT)
    for number in ("一、", "二、", "三、"):
        text = text.replace(number, "")
    file.write_text(text, encoding="utf-8")
    assert [f for d in check(file, region="national").documents for f in d.findings if f.severity is Severity.ERROR] == []


def test_without_a_region_of_its_own_it_is_the_same_list(tmp_path: Path) -> None:
    file = tmp_path / "budget.txt"
    file.write_text(TEXT.format(**{**RIGHT, "current": "107.00"}), encoding="utf-8")
    (found,) = [f for d in check(file, region="national").documents for f in d.findings if f.severity is Severity.ERROR]
    assert "107.00" in found.message


def test_a_draft_knows_the_list(tmp_path: Path) -> None:
    file, output = tmp_path / "budget.txt", tmp_path / "draft.toml"
    file.write_text(TEXT.format(**RIGHT), encoding="utf-8")
    result = CliRunner().invoke(main, ["region", "init", str(file), "--id", "somewhere", "--name", "某地", "--output", str(output)])
    assert result.exit_code == 0, result.output
    region = parse_region(output.read_text(encoding="utf-8"), "draft.toml", default_plugins().regions)
    assert {t.id: t.layout for t in region.statements if t.id in ("income", "expenditure")} == {"income": "listed", "expenditure": "listed"}
