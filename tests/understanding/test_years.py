"""Columns whose head names a year, and lists whose head nobody knows: whose figures are whose."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest

from mingzhang import (
    Cell,
    Column,
    Disclosure,
    Place,
    References,
    Region,
    Severity,
    StatementTemplate,
    Table,
    TableView,
    check,
    read,
)
from mingzhang.core.model.documents.said import in_english
from mingzhang.core.plugins.manager import default_plugins
from mingzhang.core.understanding.tables.columns import columns_of, declared_parts
from mingzhang.core.understanding.understand import understand


def table_of(*rows: str, header_rows: int = 1) -> Table:
    texts = [r.split("|") for r in rows]
    cells = tuple(Cell(t, r, c, Place()) for r, row in enumerate(texts) for c, t in enumerate(row) if t)
    return Table(cells, len(rows), len(texts[0]), Place(), header_rows=header_rows)


def columns(*rows: str, year: int | None = 2025, header_rows: int = 1, statement: str = "expenditure") -> tuple[Column, ...]:
    return columns_of(table_of(*rows, header_rows=header_rows), template(statement), national(), year)


def measures(*rows: str, year: int | None = 2025, header_rows: int = 1, statement: str = "expenditure") -> list[str | None]:
    return [c.measure for c in columns(*rows, year=year, header_rows=header_rows, statement=statement)]


def national() -> Region:
    return default_plugins().regions["national"]


def template(id: str) -> StatementTemplate:
    return next(t for t in national().statements if t.id == id)


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("2024年预算数", "2025年预算数"),
        ("2024年预算", "2025年预算"),
        ("2024年度预算数", "2025年度预算数"),
        ("2024年", "2025年"),
        ("2024", "2025"),
        ("二〇二四年预算数", "二〇二五年预算数"),
        ("预算数（2024年）", "预算数（2025年）"),
        ("上年预算数", "本年预算数"),
        ("上年数", "本年数"),
        ("去年", "今年"),
        ("上年预算数", "预算数"),
        ("2024年预算数", "预算数"),
        ("2024年预算数", "本年预算数"),
        ("2024年年初预算数", "2025年年初预算数"),
    ],
)
def test_two_years_are_two_measures(before: str, now: str) -> None:
    assert measures(f"科目名称|{before}|{now}") == ["@name", "prior_year.total", "total"]
    assert measures(f"科目名称|{now}|{before}") == ["@name", "total", "prior_year.total"]


def test_another_year_is_a_measure_of_its_own() -> None:
    assert measures("科目名称|2023年决算数|2024年预算数|2025年预算数") == ["@name", "year_2023.total", "prior_year.total", "total"]
    assert measures("科目名称|前年|上年|本年") == ["@name", "year_2023.total", "prior_year.total", "total"]


def test_what_was_carried_out_is_not_what_was_budgeted() -> None:
    assert measures("科目名称|2024年执行数|2025年预算数") == ["@name", "prior_year.executed", "total"]


def test_a_final_account_of_two_years() -> None:
    found = measures("科目名称|2023年决算数|2024年预算数|2024年决算数", year=2024)
    assert found == ["@name", "prior_year.total", "budget", "total"]


def test_one_year_alone_may_be_the_head_of_last_years_form() -> None:
    assert measures("科目名称|2024年预算数") == ["@name", "total"]
    assert measures("科目名称|2024年预算数|其中：基本支出") == ["@name", "total", None]


def test_without_a_fiscal_year_both_have_their_own_measure() -> None:
    assert measures("科目名称|2024年预算数|2025年预算数", year=None) == ["@name", "year_2024.total", "year_2025.total"]


def test_a_change_beside_a_year_is_no_amount_of_it() -> None:
    assert measures("科目名称|2024年预算数|2025年预算数|2025年比2024年增减") == ["@name", "prior_year.total", "total", None]
    assert measures("科目名称|2024年预算数|2025年安排情况") == ["@name", "prior_year.total", None]


@pytest.mark.parametrize(
    ("word", "measure"),
    [
        ("上年结转", "carryover"),
        ("本年支出", "expenditure"),
        ("上年结转安排", "carryover_spent"),
        ("2024年初结转和结余", "opening_balance"),
    ],
)
def test_what_is_named_after_its_year_is_this_years(word: str, measure: str) -> None:
    assert measures(f"科目名称|{word}|合计") == ["@name", measure, "total"]


def test_years_over_groups_of_columns() -> None:
    found = columns("科目名称|2024年预算数|||2025年预算数||", "|合计|基本支出|项目支出|合计|基本支出|项目支出", header_rows=2)
    assert [c.measure for c in found[1:]] == [
        "prior_year.total", "prior_year.basic", "prior_year.project", "total", "basic", "project",
    ]  # fmt: skip
    parts = declared_parts(template("expenditure"), found)
    assert parts["prior_year.total"] == (("prior_year.basic", "prior_year.project"),)
    assert parts["total"] == (("basic", "project"),)


def test_years_under_groups_of_columns() -> None:
    found = columns("科目名称|合计||基本支出|", "|2024年|2025年|2024年|2025年", header_rows=2)
    assert [c.measure for c in found[1:]] == ["prior_year.total", "total", "prior_year.basic", "basic"]


def test_years_on_both_sides() -> None:
    rows = ("收入|||支出||", "项目|2024年|2025年|项目|2024年|2025年")
    found = measures(*rows, header_rows=2, statement="income_expenditure")
    assert found == ["@label", "prior_year.total", "total", "@label", "prior_year.total", "total"]


def test_items_across_have_the_year_of_their_column() -> None:
    table = table_of(
        "2024年预算数||2025年预算数|", "因公出国（境）费|公务接待费|因公出国（境）费|公务接待费", "1.00|2.00|3.00|4.00", header_rows=2
    )
    layouts = default_plugins().layouts
    found_columns = columns_of(table, template("three_public"), national(), 2025)
    view = TableView(table, found_columns, tuple(map(tuple, table.grid()[2:])), 2)
    found = layouts["items"](view, template("three_public"), national(), References())
    assert [(i.row.key, i.measure, i.figure.text) for i in found.items] == [
        ("abroad", "prior_year.total", "1.00"),
        ("reception", "prior_year.total", "2.00"),
        ("abroad", "total", "3.00"),
        ("reception", "total", "4.00"),
    ]


def test_people_read_the_year() -> None:
    disclosure = understood(TWO_SIDED, "2025")
    assert disclosure.name("prior_year.total") == "上年合计"
    assert disclosure.name("year_2022.basic") == "2022年基本支出"
    assert replace(disclosure, names={}).name("prior_year.total") == "上年total"


def test_a_classifier_behind_a_head_changes_nothing() -> None:
    rows = ("收入||支出|", "项目|预算数|项目（按功能分类）|预算数")
    assert measures(*rows, header_rows=2, statement="income_expenditure") == ["@label", "total", "@label", "total"]
    assert measures("科目名称（按功能分类）|合计") == ["@name", "total"]


UNKNOWN = ("收入||支出|", "项目|预算数|用途门类|预算数", "其他收入|5.00|农林水支出|905.60")


def test_a_list_under_an_unknown_head_is_not_its_neighbours() -> None:
    found = columns(*UNKNOWN, header_rows=2, statement="income_expenditure")
    assert [c.measure for c in found] == ["@label", "total", "@unnamed", "total"]


def test_a_remark_between_amounts_is_no_list() -> None:
    rows = ("科目名称|当年财政拨款安排|说明|上年结转安排", "|基本支出||基本支出", "行政运行|1.00|见附注|2.00")
    assert "@unnamed" not in measures(*rows, header_rows=2)
    assert measures("科目名称|合计|说明|基本支出", "行政运行|1.00|见附注|1.00") == ["@name", "total", None, "basic"]


TWO_SIDED = """某县虚构事务局{year}年部门预算公开

一、收支预算总体情况说明

某县虚构事务局2025年收入预算992.00万元，支出预算992.00万元。

部门收支总表

单位：万元

收入			支出
项目	2024年预算数	2025年预算数	{head}	2024年预算数	2025年预算数
一、一般公共预算拨款收入	945.00	992.00	一、社会保障和就业支出	82.30	{first}
			二、农林水支出	862.70	905.60
收入总计	945.00	992.00	支出总计	945.00	992.00
"""


def understood(text: str, year: str, head: str = "项目", first: str = "86.40") -> Disclosure:
    plugins = default_plugins()
    with tempfile.TemporaryDirectory() as directory:
        file = Path(directory) / "budget.txt"
        file.write_text(text.format(year=year, head=head, first=first), encoding="utf-8")
        found = understand(read(file), plugins.regions, plugins.layouts, plugins.references)
    assert found is not None
    return found


def errors(tmp_path: Path, **words: str) -> list[str]:
    file = tmp_path / "budget.txt"
    file.write_text(TWO_SIDED.format(**{"year": "2025", "head": "项目", "first": "86.40", **words}), encoding="utf-8")
    return [f.message for d in check(file).documents for f in d.findings if f.severity is Severity.ERROR]


def test_rules_never_compare_two_years(tmp_path: Path) -> None:
    assert errors(tmp_path) == []


def test_a_wrong_figure_of_this_year_is_found(tmp_path: Path) -> None:
    assert len(found := errors(tmp_path, first="84.60")) == 1
    assert "990.20" in found[0]


def test_amounts_under_an_unknown_head_are_named() -> None:
    disclosure = understood(TWO_SIDED, "2025", head="用途门类")
    assert {i.column_label.split("/")[0] for i in disclosure.statements[0].items} == {"收入"}
    unread = [u for u in disclosure.coverage.unread if u.text == "905.60"]
    assert [in_english(u.reason) for u in unread] == ["head of the labels not known to the pack: 支出/用途门类"]
