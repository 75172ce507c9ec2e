"""The table of carried-over money against the totals of income."""

from __future__ import annotations

from collections.abc import Iterator

from ... import Disclosure, Kind, LineItem, Reason, RowKind, Scope, Severity, Statement, Undecided, Verdict, item_at, rule
from ..legal import M143
from ..tested import read_table, summed


@rule(
    id="xinjiang.carryover-table",
    title="上年结转结余情况明细表",
    severity=Severity.ERROR,
    basis=[M143],
    scope=Scope(regions=frozenset({"xinjiang"}), kinds=frozenset({Kind.BUDGET})),
)
def carryover_table(disclosure: Disclosure) -> Iterator[Verdict]:
    """上年结转结余情况明细表的总计，加本年收入，等于收支总体情况表的收入总计。

    这张表是新疆 2024 年起的模板所加；表中有数而收入总计不含的，或者相反的，都不相符。

    无法判断：没有这张表、没有读全，表是空表，或收支总体情况表没有印本年收入和收入总计。

    错例：本年收入 500.00，收入总计 500.00；上年结转结余情况明细表总计 20.00。
    正例：收入总计 520.00。
    """
    table, both = read_table(disclosure, "carryover"), read_table(disclosure, "income_expenditure")
    for found in (table, both):
        if isinstance(found, Undecided):
            yield found
            return
    assert not isinstance(table, Undecided) and not isinstance(both, Undecided)
    carried = _total(table)
    current, total = (item_at(both, f"item:{key}:total") for key in ("current_income", "income_total"))
    if carried is None or current is None or total is None:
        yield Undecided(Reason.NOTHING_TO_COMPARE, f"{table.title}没有数据，或没有印本年收入、收入总计")
        return
    yield from summed(disclosure, total, [current, carried], "carryover+income_expenditure/total")


def _total(table: Statement) -> LineItem | None:
    return next((i for i in table.items if i.row.kind is RowKind.TOTAL and i.measure == "total"), None)
