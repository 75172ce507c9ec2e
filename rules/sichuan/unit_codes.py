"""Codes of units belong to one department."""

from __future__ import annotations

from collections.abc import Iterator

from ... import Disclosure, Evidence, Kind, LineItem, Passed, Reason, Role, Scope, Severity, Undecided, Verdict, fail, rule
from ..legal import P

_DEPARTMENT = 3
"""Digits of a unit's code that are the department's."""


@rule(
    id="sichuan.unit-codes",
    title="单位代码",
    severity=Severity.WARNING,
    basis=[P],
    scope=Scope(regions=frozenset({"sichuan"}), kinds=frozenset({Kind.BUDGET})),
    compares=False,
)
def unit_codes(disclosure: Disclosure) -> Iterator[Verdict]:
    """各表的单位代码属于同一部门：六位代码的前三位一致。

    四川模板以“部门代码三位 + 单位序号三位”为单位代码；只印三位部门代码的也参加比对。代码多数一致时，只报告少数的一方。

    无法判断：各表没有单位代码，或只有一处。

    错例：表1-1 单位代码 421001，表3-2 单位代码 412001。
    正例：两表均为 421001。
    """
    found: dict[str, list[LineItem]] = {}
    for statement in disclosure.statements:
        for item in statement.items:
            code = item.row.unit_code or ""
            if code.isdigit() and len(code) in (_DEPARTMENT, 2 * _DEPARTMENT):
                found.setdefault(code[:_DEPARTMENT], []).append(item)
    tables = {department: {i.table for i in items} for department, items in found.items()}
    if len(set().union(*tables.values())) < 2:
        yield Undecided(Reason.NOTHING_TO_COMPARE, "单位代码只见于一处，或没有印")
        return
    usual = max(tables, key=lambda department: len(tables[department]))
    yield Passed(len(tables[usual]))
    for department, items in found.items():
        if department == usual or len(tables[department]) == len(tables[usual]):
            continue
        first, other = items[0], found[usual][0]
        title = disclosure.statements[first.table].title
        yield fail(
            message=f"{title}“{first.row.label}”行的单位代码为 {first.row.unit_code}，其他 {len(tables[usual])} 张表为 {usual} 开头，不属于同一部门。",
            address=f"{first.statement}/unit-code/{first.row.address}",
            evidence=(
                Evidence(Role.ACTUAL, first.row.unit_code or "", first.place, table=title, row=first.row.label, column="单位代码"),
                Evidence(
                    Role.OPERAND,
                    other.row.unit_code or "",
                    other.place,
                    table=disclosure.statements[other.table].title,
                    row=other.row.label,
                    column="单位代码",
                ),
            ),
        )
