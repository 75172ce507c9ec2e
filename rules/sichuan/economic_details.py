"""Seven-digit economic rows against the item that they belong to."""

from __future__ import annotations

from collections.abc import Iterator

from ... import Disclosure, Kind, LineItem, Reason, RowKind, Scope, Severity, Statement, TableStatus, Undecided, Verdict, rule
from ..legal import R6
from ..tested import at_most


@rule(
    id="sichuan.economic-details",
    title="七位经济分类明细",
    severity=Severity.ERROR,
    basis=[R6],
    scope=Scope(regions=frozenset({"sichuan"}), kinds=frozenset({Kind.BUDGET})),
)
def economic_details(disclosure: Disclosure) -> Iterator[Verdict]:
    """七位经济分类明细各行相加不大于其所属的五位科目。

    四川模板在五位“款”下列七位明细（如 30239 其他交通费用下的 3023901 公务交通补贴），是其中一部分，不要求相等。

    无法判断：没有七位明细，或表格没有读全。

    错例：30239 其他交通费用 11.00，其下 3023901 公务交通补贴 12.00。
    正例：3023901 公务交通补贴 11.00 或 9.00。
    """
    compared = False
    for statement in disclosure.statements:
        groups = _groups(statement)
        if groups and statement.table.status is not TableStatus.READ:
            yield Undecided(Reason.TABLE_NOT_READ, statement.title)
            continue
        for whole, parts in groups:
            compared = True
            yield from at_most(disclosure, parts, whole, f"{statement.id}/{whole.row.address}/{whole.measure}/details")
    if not compared:
        yield Undecided(Reason.NOTHING_TO_COMPARE, "没有七位经济分类明细")


def _groups(statement: Statement) -> list[tuple[LineItem, list[LineItem]]]:
    """Items of five digits with the details printed below them, until the next item: several units may print one item each."""
    found: list[tuple[LineItem, list[LineItem]]] = []
    heads: dict[str, tuple[LineItem, list[LineItem]]] = {}
    for item in statement.items:
        code = item.row.code or ""
        if item.row.kind is not RowKind.ECONOMIC:
            continue
        if len(code) == 5:
            heads[item.measure] = (item, [])
            found.append(heads[item.measure])
        elif len(code) == 7 and (head := heads.get(item.measure)) and code.startswith(head[0].row.code or "?"):
            head[1].append(item)
    return [(whole, parts) for whole, parts in found if parts]
