"""Purchases against the total of the table of procurement."""

from __future__ import annotations

from collections.abc import Iterator

from ... import Disclosure, Kind, LineItem, Reason, Scope, Severity, Statement, Undecided, Verdict, item_at, rule
from ..legal import M143
from ..tested import read_table, summed

_WHAT = "采购用品名称"
"""The column that a purchase fills; the rows of the total and of units leave it blank."""


@rule(
    id="sichuan.procurement-rows",
    title="政府采购预算表的合计",
    severity=Severity.ERROR,
    basis=[M143],
    scope=Scope(regions=frozenset({"sichuan"}), kinds=frozenset({Kind.BUDGET})),
)
def procurement_rows(disclosure: Disclosure) -> Iterator[Verdict]:
    """政府采购预算表中各采购用品的预算相加等于合计。

    四川模板的政府采购预算表在合计行、单位行下逐项列采购用品；合计与文字说明的比对见 prose.amount。

    无法判断：没有政府采购预算表，没有读全，或没有逐项列出。

    错例：合计 30.00，专用设备 10.00，委托服务 15.00。
    正例：委托服务 20.00。
    """
    table = read_table(disclosure, "procurement")
    if isinstance(table, Undecided):
        yield table
        return
    total, purchases = item_at(table, "total:total"), _purchases(table)
    if total is None or not purchases:
        yield Undecided(Reason.NOTHING_TO_COMPARE, f"{table.title}没有合计，或没有逐项列出采购用品")
        return
    yield from summed(disclosure, total, purchases, "procurement/total:total/rows")


def _purchases(table: Statement) -> list[LineItem]:
    """The amounts of single purchases; none if a row tells neither what is bought nor for whom (a merged cell may have held it)."""
    column = next((c.index for c in table.columns if c.label.endswith(_WHAT)), None)
    name = next((c.index for c in table.columns if c.measure == "@name"), None)
    if column is None or name is None:
        return []
    grid, amounts = table.table.grid(), [i for i in table.items if i.measure == "total"]
    if any(not grid[i.cell.row][column] and not grid[i.cell.row][name] for i in amounts):
        return []
    return [i for i in amounts if grid[i.cell.row][column]]
