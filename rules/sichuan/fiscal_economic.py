"""Fiscal expenditure by economic class against basic and project expenditure."""

from __future__ import annotations

from collections.abc import Iterator

from ... import Disclosure, Kind, LineItem, Reason, RowKind, Scope, Severity, Undecided, Verdict, item_at, rule
from ..legal import R6
from ..tested import read_table, same

_GENERAL = "一般公共预算拨款"
"""The group of columns of 表2-1 that is compared."""


@rule(
    id="sichuan.fiscal-economic",
    title="财政拨款经济分类支出与基本支出、项目支出",
    severity=Severity.ERROR,
    basis=[R6],
    scope=Scope(regions=frozenset({"sichuan"}), kinds=frozenset({Kind.BUDGET})),
)
def fiscal_economic(disclosure: Disclosure) -> Iterator[Verdict]:
    """表2-1 财政拨款支出预算表（经济分类）中一般公共预算拨款的基本支出等于表3-1 的同一科目，项目支出合计等于表3-2 的合计。

    表2-1 是四川模板特有的表，按经济分类列示基本支出和项目支出。

    无法判断：缺表2-1，或没有读全，或有上年结转（表2-1 只分列当年安排）。

    错例：表2-1“301 工资福利支出”基本支出 240.00，表3-1 为 246.00。
    正例：两表均为 246.00。
    """
    first = read_table(disclosure, "fiscal_economic")
    if isinstance(first, Undecided):
        yield first
        return
    total, current = item_at(first, "total:total"), item_at(first, "total:current_year")
    if total is not None and current is not None and total.figure.value != current.figure.value:
        yield Undecided(Reason.NOTHING_TO_COMPARE, f"{first.title}有上年结转，只分列当年安排")
        return
    for id, measure in (("basic_expenditure", "basic"), ("project_expenditure", "project")):
        second = read_table(disclosure, id)
        if isinstance(second, Undecided):
            yield second
            continue
        others = {_key(i): i for i in second.items if i.measure == "total" and _is_compared(i)}
        for item in first.items:
            if item.measure == f"{_GENERAL}.{measure}" and (other := others.get(_key(item))) is not None:
                yield from same(disclosure, item, other, f"fiscal_economic+{id}/{item.row.address}/{measure}")


def _key(item: LineItem) -> tuple[RowKind, str]:
    return item.row.kind, item.row.key


def _is_compared(item: LineItem) -> bool:
    """Totals, and economic items of 类 and 款; what several units print of one item is not one figure."""
    row = item.row
    return row.kind is RowKind.TOTAL or (row.kind is RowKind.ECONOMIC and len(row.code or "") in (3, 5))
