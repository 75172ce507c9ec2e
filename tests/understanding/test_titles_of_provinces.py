"""Titles of tables as provinces print them: what the national pack takes them for. All bodies are fictional."""

from __future__ import annotations

import pytest

from mingzhang.core.plugins.manager import default_plugins
from mingzhang.rules.common.tables.numbers import follows


@pytest.mark.parametrize(
    ("title", "statement"),
    [
        ("单位综合预算收支总表", "income_expenditure"),
        ("部门综合预算收入总表", "income"),
        ("单位综合预算财政拨款收支总表", "fiscal_income_expenditure"),
        ("单位综合预算一般公共预算支出明细表（按支出功能分类科目）", "general_expenditure"),
        ("单位综合预算一般公共预算支出明细表（按支出经济分类科目）", "general_economic"),
        ("单位综合预算一般公共预算基本支出明细表（按支出功能分类科目）", "basic_functional"),
        ("单位综合预算一般公共预算基本支出明细表（按支出经济分类科目）", "basic_expenditure"),
        ("一般公共预算支出表（功能科目）", "general_expenditure"),
        ("一般公共预算基本支出表（部门经济分类科目）", "basic_expenditure"),
        ("一般公共预算支出表", "general_expenditure"),
        ("一般公共预算基本支出表", "basic_expenditure"),
        ("综合治理专项资金分配表", None),
    ],
)
def test_a_title_and_its_statement(title: str, statement: str | None) -> None:
    found = default_plugins().regions["national"].template(title)
    assert (found.id if found else None) == statement


@pytest.mark.parametrize(("a", "b"), [((1, 3), (2, 1)), ((1, 3), (1, 4)), ((1, 3), (2,)), ((1,), (2, 1)), ((3,), (4,))])
def test_what_may_come_next(a: tuple[int, ...], b: tuple[int, ...]) -> None:
    assert follows(a, b)


@pytest.mark.parametrize(("a", "b"), [((1, 3), (3, 1)), ((1, 3), (2, 2)), ((3,), (6,)), ((1, 3), (1, 5))])
def test_what_is_a_gap(a: tuple[int, ...], b: tuple[int, ...]) -> None:
    assert not follows(a, b)
