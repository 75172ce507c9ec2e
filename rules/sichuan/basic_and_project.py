"""General expenditure against basic and project expenditure."""

from __future__ import annotations

from collections.abc import Iterator

from ... import Disclosure, Kind, Reason, Scope, Severity, Undecided, Verdict, compare_sum, item_at, rule
from ..legal import M143
from ..tested import read_table, summed


@rule(
    id="sichuan.basic-and-project",
    title="一般公共预算支出 = 基本支出 + 项目支出",
    severity=Severity.ERROR,
    basis=[M143],
    scope=Scope(regions=frozenset({"sichuan"}), kinds=frozenset({Kind.BUDGET})),
)
def basic_and_project(disclosure: Disclosure) -> Iterator[Verdict]:
    """表3 一般公共预算支出预算表的合计等于表3-1 基本支出与表3-2 项目支出之和。

    四川模板的表3 不分基本支出和项目支出，而是分当年安排与上年结转；表3-1、3-2 只列当年的，与“当年财政拨款安排”相符也可以。

    无法判断：三张表不全，或没有读全。

    错例：表3 合计 300.00，表3-1 合计 200.00，表3-2 合计 90.00。
    正例：表3-2 合计 100.00。
    """
    tables = [read_table(disclosure, id) for id in ("general_expenditure", "basic_expenditure", "project_expenditure")]
    for table in tables:
        if isinstance(table, Undecided):
            yield table
            return
    whole, *parts = [item_at(t, "total:total") for t in tables if not isinstance(t, Undecided)]
    present = [p for p in parts if p is not None]
    if whole is None or not present:
        yield Undecided(Reason.NOTHING_TO_COMPARE, "没有印合计")
        return
    current = next((i for i in disclosure.statements[whole.table].items if i.row == whole.row and i.measure == "current_year"), None)
    for other in (current,) if current is not None and current.figure.value != whole.figure.value else ():
        if not compare_sum(other.figure, [p.figure for p in present]).differs:
            whole = other
    yield from summed(disclosure, whole, present, "general_expenditure/total:total/basic-and-project")
