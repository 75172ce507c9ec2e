"""人员经费 and 公用经费 by functional item and by economic item."""

from __future__ import annotations

from collections.abc import Iterator

from .... import (
    Agreement,
    Disclosure,
    Evidence,
    LineItem,
    Passed,
    Reason,
    Relation,
    Role,
    Severity,
    Statement,
    TableStatus,
    Undecided,
    Verdict,
    compare_same,
    fail,
    item_at,
    rule,
)
from ...legal import M143

_BY_FUNCTION = ("general_expenditure", "expenditure")
_MEASURES = ("personnel", "public")


@rule(id="cross.staff-costs", title="人员经费、公用经费各表之间", severity=Severity.ERROR, basis=[M143])
def staff_costs(disclosure: Disclosure) -> Iterator[Verdict]:
    """支出表（按功能科目）的人员经费、公用经费合计，与基本支出表（按经济科目）的一致。

    只在两表的基本支出相同时比对：基本支出不同的，口径不同，另有规则比对。

    无法判断：其中一张表缺失、没有读全，或没有这两栏。

    错例：支出表人员经费 580.10，基本支出表人员经费 598.10。
    正例：两表均为 598.10。
    """
    basic = disclosure.statement("basic_expenditure")
    others = [s for id in _BY_FUNCTION if (s := disclosure.statement(id)) is not None and _total(s, "personnel") is not None]
    if basic is None or not others:
        yield Undecided(Reason.TABLE_MISSING, "支出表（人员经费、公用经费两栏）" if basic else "基本支出表")
        return
    whole = _total(basic, "total")
    for statement in others:
        own = _total(statement, "basic")
        if basic.table.status is not TableStatus.READ or statement.table.status is not TableStatus.READ:
            yield Undecided(Reason.TABLE_NOT_READ, statement.title)
        elif whole is None or own is None or compare_same(own.figure, whole.figure).verdict in (Agreement.DIFFERENT, Agreement.UNKNOWN):
            yield Undecided(Reason.NOTHING_TO_COMPARE, f"{statement.title}：基本支出与基本支出表不同")
        else:
            yield from _compare(disclosure, statement, basic)


def _compare(disclosure: Disclosure, statement: Statement, basic: Statement) -> Iterator[Verdict]:
    for measure in _MEASURES:
        here, there = _total(statement, measure), _total(basic, measure)
        if here is None or there is None:
            continue
        tested = Relation.same(here, there)
        if compare_same(here.figure, there.figure, statement.decimals, basic.decimals).verdict is not Agreement.DIFFERENT:
            yield Passed(1, (tested,))
            continue
        yield fail(
            f"{disclosure.name(measure)}：{statement.title} 为 {here.figure}，{basic.title} 为 {there.figure}，不一致。",
            address=f"{statement.id}+{basic.id}/total/{measure}",
            formula=f"{here.figure.text} ≠ {there.figure.text}",
            actual=here.figure,
            evidence=(Evidence.of_item(there, basic.title), Evidence.of_item(here, statement.title, Role.ACTUAL)),
            tested=tested,
        )


def _total(statement: Statement, measure: str) -> LineItem | None:
    return item_at(statement, f"total:{measure}")
