"""One code, two names in one document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from .... import (
    Disclosure,
    Evidence,
    Failed,
    Passed,
    Role,
    Row,
    RowKind,
    Severity,
    Statement,
    TableStatus,
    Verdict,
    fail,
    label_key,
    rule,
)
from ...legal import CODES
from ...references import load_references
from ...wording import short_name


@rule(id="code.two-names", title="同一编码的两种名称", severity=Severity.INFO, basis=[CODES], compares=False)
def two_names(disclosure: Disclosure) -> Iterator[Verdict]:
    """分类科目表中没有的编码，在本文件各表中名称相同。

    当年分类科目表中有的编码另行核对（见 code.names）。名称一长一短、长的包含短的（换行、截断、略称），不报告。

    错例：编码 2013899 在支出总表作其他虚构管理事务支出，在一般公共预算支出表作虚构安全监管支出。
    正例：两表名称相同。
    """
    year = disclosure.identity.fiscal_year
    references = load_references()
    printed: dict[tuple[RowKind, str], list[tuple[Statement, Row]]] = defaultdict(list)
    for statement in disclosure.statements:
        if statement.table.status is not TableStatus.READ:
            continue
        for row in statement.rows:
            if row.code and row.name and row.kind in (RowKind.FUNCTIONAL, RowKind.ECONOMIC):
                printed[row.kind, row.code].append((statement, row))
    for (kind, code), rows in printed.items():
        table = references.economic if kind is RowKind.ECONOMIC else references.functional
        names = {short_name(r.name): (s, r) for s, r in reversed(rows)}
        if len(rows) < 2 or table.names(code, year):
            continue
        apart = [p for n, p in names.items() if not any(n != o and (n in o or o in n) for o in names)]
        yield _finding(code, apart) if len(apart) > 1 else Passed(len(rows) - 1)


def _finding(code: str, places: list[tuple[Statement, Row]]) -> Failed:
    shown = "；".join(f"{s.title} 作“{label_key(r.name)}”" for s, r in places)
    return fail(
        f"编码 {code}：{shown}，名称不同。",
        address=f"code/{code}/names",
        evidence=tuple(Evidence(Role.OPERAND, r.name, s.table.place, table=s.title, row=r.label) for s, r in places),
    )
