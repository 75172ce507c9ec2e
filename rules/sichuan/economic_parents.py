"""Economic items stand below the class that their code begins with."""

from __future__ import annotations

from collections.abc import Iterator

from ... import (
    Disclosure,
    Evidence,
    Kind,
    Passed,
    Reason,
    Role,
    Row,
    RowKind,
    Scope,
    Severity,
    Statement,
    TableStatus,
    Undecided,
    Verdict,
    fail,
    rule,
)
from ..legal import R6


@rule(
    id="sichuan.economic-parents",
    title="经济分类科目的归类",
    severity=Severity.ERROR,
    basis=[R6],
    scope=Scope(regions=frozenset({"sichuan"}), kinds=frozenset({Kind.BUDGET})),
    compares=False,
)
def economic_parents(disclosure: Disclosure) -> Iterator[Verdict]:
    """经济分类科目列在与其编码相应的类、款之下：五位科目在其三位类下，七位明细在其五位科目下。

    四川模板以三、五、七位编码分级；所有列错的行合并为一条。

    无法判断：没有三级编码，或表格没有读全。

    错例：302 商品和服务支出之下列有 30113 住房公积金。
    正例：301 工资福利支出之下列有 30113 住房公积金。
    """
    compared = False
    for statement in disclosure.statements:
        filled = {i.row.ordinal for i in statement.items}
        rows = [r for r in statement.rows if r.kind is RowKind.ECONOMIC and r.code and r.ordinal in filled]
        if not any(len(r.code or "") == 3 for r in rows) or len(rows) < 3:
            continue
        if statement.table.status is not TableStatus.READ:
            yield Undecided(Reason.TABLE_NOT_READ, statement.title)
            continue
        compared = True
        yield from _rows(statement, rows)
    if not compared:
        yield Undecided(Reason.NOTHING_TO_COMPARE, "没有分级的经济分类科目")


def _rows(statement: Statement, rows: list[Row]) -> Iterator[Verdict]:
    above: dict[int, Row] = {}
    printed = {r.code for r in rows}
    wrong: list[tuple[Row, Row]] = []
    for row in rows:
        code = row.code or ""
        parent = above.get(len(code) - 2) or (above.get(3) if len(code) == 7 else None)
        if parent is not None:
            if code.startswith(parent.code or "?"):
                yield Passed()
            elif code[: len(parent.code or "")] in printed:  # a row whose own parent is not printed may have lost it
                wrong.append((row, parent))
        above = {length: r for length, r in above.items() if length < len(code)} | {len(code): row}
    if wrong:
        items = [i for row, _ in wrong if (i := next((i for i in statement.items if i.row.ordinal == row.ordinal), None))]
        yield fail(
            message=f"{statement.title}：{'；'.join(f'“{row.label}”列在“{parent.label}”之下' for row, parent in wrong)}，编码与上级不符。",
            address=f"{statement.id}/economic-parents/{wrong[0][0].code}",
            evidence=tuple(Evidence.of_item(i, statement.title, Role.ACTUAL) for i in items),
        )
