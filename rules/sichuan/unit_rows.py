"""Rows of units against the total row."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ... import Disclosure, Kind, LineItem, Reason, Row, RowKind, Scope, Severity, Statement, TableStatus, Undecided, Verdict, rule
from ..legal import M143
from ..tested import summed

_FORMS = ("project_targets", "overall_targets", "procurement")
"""Tables of which the rows of units are no money of their own."""
_WHOLES = (RowKind.TOTAL, RowKind.ITEM, RowKind.OTHER)
"""Rows above the first unit: the total, and the nameless row of the department below it. 三公 are items in columns."""


@rule(
    id="sichuan.unit-rows",
    title="各预算单位合计",
    severity=Severity.ERROR,
    basis=[M143],
    scope=Scope(regions=frozenset({"sichuan"}), kinds=frozenset({Kind.BUDGET})),
)
def unit_rows(disclosure: Disclosure) -> Iterator[Verdict]:
    """按单位列示的各表中，各预算单位行相加等于合计行，以及合计行下不写名称的部门小计行。

    四川模板的表1-1、1-2、2-1、3、3-1、3-2、3-3 在合计行下逐个单位列数；先列部门小计再列单位的，以单位行相加。

    无法判断：没有列单位行，或表格没有读全。

    错例：合计 300.00，甲单位 200.00，乙单位 90.00。
    正例：甲单位 200.00，乙单位 100.00。
    """
    compared = False
    for statement in disclosure.statements:
        units = [r for r in statement.rows if r.kind is RowKind.UNIT]
        if not units or statement.id in _FORMS:
            continue
        if statement.table.status is not TableStatus.READ:
            yield Undecided(Reason.TABLE_NOT_READ, statement.title)
            continue
        for whole in (i for i in statement.items if i.row.ordinal < units[0].ordinal and i.row.kind in _WHOLES):
            parts = _parts(statement, whole, units)
            if parts:
                compared = True
                yield from summed(disclosure, whole, parts, f"{statement.id}/{whole.row.address}/{whole.measure}/units")
    if not compared:
        yield Undecided(Reason.NOTHING_TO_COMPARE, "各表没有列单位行")


def _parts(statement: Statement, whole: LineItem, units: list[Row]) -> list[LineItem]:
    """The cells of the units below a total; the first is left out where it is the sum of those that follow (a department's own row)."""
    if any(i.row.kind is RowKind.ITEM for i in statement.items):  # 三公
        found = [i for i in statement.items if i.row.kind is RowKind.UNIT and i.cell.column == whole.cell.column]
    else:
        found = [i for row in units if (i := statement.get(row, whole.measure))]
    if len(found) > 1 and found[0].figure.value == sum((i.figure.value for i in found[1:]), Decimal(0)) != 0:
        return found[1:]
    return found
