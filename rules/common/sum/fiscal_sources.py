"""The sources of the fiscal appropriation."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .... import (
    Disclosure,
    Evidence,
    Passed,
    Reason,
    Relation,
    Role,
    Row,
    RowKind,
    Severity,
    Side,
    Statement,
    TableStatus,
    Undecided,
    Verdict,
    compare_sum,
    fail,
    figures_text,
    rule,
)
from ...legal import M143

_SOURCES = tuple(map(re.compile, (r"^一般公共预算", r"^政府性?基金", r"^国有资本")))
_BEFORE = re.compile(r"^(?:年初|上年)")


@rule(id="sum.fiscal-sources", title="财政拨款收入与其来源", severity=Severity.ERROR, basis=[M143])
def fiscal_sources(disclosure: Disclosure) -> Iterator[Verdict]:
    """财政拨款收支总表的收入栏：财政拨款（本年收入）= 一般公共预算 + 政府性基金预算 + 国有资本经营预算。

    没有单列财政拨款行和本年收入行、也没有上年结转的，以收入总计比对。

    无法判断：没有印合计或来源，或表格没有读全。

    错例：一般公共预算 300.00，政府性基金预算 20.00，财政拨款 300.00。
    正例：财政拨款 320.00。
    """
    for statement in disclosure.all_of("fiscal_income_expenditure"):
        if statement.table.status is not TableStatus.READ:
            yield Undecided(Reason.TABLE_NOT_READ, statement.title)
            continue
        rows = [r for r in statement.rows if r.side is Side.INCOME and r.kind is RowKind.ITEM]
        cut = next((k for k, r in enumerate(rows) if _BEFORE.match(r.name)), len(rows))
        sources = [r for p in _SOURCES if (r := next((r for r in rows[:cut] if p.match(r.name)), None))]
        whole = _whole(statement, rows, cut)
        if whole is None or not sources:
            yield Undecided(Reason.NOTHING_TO_COMPARE, f"{statement.title}：没有印财政拨款合计或来源")
            continue
        yield from _compare(statement, whole, sources)


def _whole(statement: Statement, rows: list[Row], cut: int) -> Row | None:
    whole = next((r for r in rows if r.key in ("fiscal", "current_income")), None)
    carried = any(i.row in rows[cut:] and _BEFORE.match(i.row.name) and i.figure.value for i in statement.items)
    if whole is None and not carried:
        whole = next((r for r in rows if r.key in ("income_total", "total")), None)
    return whole


def _compare(statement: Statement, whole: Row, sources: list[Row]) -> Iterator[Verdict]:
    for item in [i for i in statement.items if i.row.ordinal == whole.ordinal]:
        parts = [p for r in sources if (p := statement.get(r, item.measure))]
        if not parts:
            continue
        result = compare_sum(item.figure, [p.figure for p in parts], statement.decimals)
        tested = (Relation.sum(item, parts),)
        if not result.differs:
            yield Passed(1, tested)
            continue
        yield fail(
            f"{statement.title}：{item.row.name}为 {item.figure.text}，{'、'.join(p.row.name for p in parts)}相加为 {result.expected}，不一致。",
            address=f"{statement.id}/{item.row.address}/{item.measure}/sources",
            formula=f"{figures_text([p.figure for p in parts])} = {result.expected} ≠ {item.figure.text}",
            actual=item.figure,
            evidence=(Evidence.of_item(item, statement.title, Role.ACTUAL), *(Evidence.of_item(p, statement.title) for p in parts)),
            tested=tested,
        )
