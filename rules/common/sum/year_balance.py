"""The figures of the year, what was carried over, and the total."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .... import (
    Disclosure,
    Evidence,
    Failed,
    LineItem,
    Passed,
    Reason,
    Relation,
    Role,
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
from ...legal import T

_TABLES = ("income_expenditure", "fiscal_income_expenditure")
_CARRIED = re.compile(r"^(?:使用非财政拨款结余|用事业基金弥补|事业基金弥补|年初.*结转|上年结转|(?:事业单位)?结余分配|年末.*结转|结转下年)")
_CURRENT = {Side.INCOME: ("current_income",), Side.EXPENDITURE: ("current_expenditure",)}
_TOTAL = {Side.INCOME: ("income_total", "total"), Side.EXPENDITURE: ("expenditure_total", "total")}


@rule(id="sum.year-balance", title="本年数、结转结余与总计", severity=Severity.ERROR, basis=[T])
def year_balance(disclosure: Disclosure) -> Iterator[Verdict]:
    """收支总表中，本年收入 + 使用非财政拨款结余 + 年初结转和结余 = 总计，本年支出 + 结余分配 + 年末结转和结余 = 总计。

    预算表的上年结转、结转下年同样处理。

    无法判断：没有印本年数或总计，或表格没有读全。

    错例：本年收入合计 100.00，年初结转和结余 5.00，总计 100.00。
    正例：总计 105.00。
    """
    for statement in disclosure.all_of(*_TABLES):
        if statement.table.status is not TableStatus.READ:
            yield Undecided(Reason.TABLE_NOT_READ, statement.title)
            continue
        for side in Side:
            yield from _side(statement, side)


def _side(statement: Statement, side: Side) -> Iterator[Verdict]:
    rows = [r for r in statement.rows if r.side is side and r.kind is RowKind.ITEM]
    current = next((r for r in rows if r.key in _CURRENT[side]), None)
    totals = [r for r in rows if r.key in _TOTAL[side]]
    if current is None or not totals:
        if current is not None or totals:
            yield Undecided(Reason.NOTHING_TO_COMPARE, f"{statement.title}：没有印本年合计或总计")
        return
    for measure in dict.fromkeys(i.measure for i in statement.items if i.row.side is side):
        whole, now = statement.get(totals[-1], measure), statement.get(current, measure)
        if whole is None or now is None:
            continue
        carried = [i for r in rows if _CARRIED.match(r.name) and (i := statement.get(r, measure))]
        result = compare_sum(whole.figure, [now.figure, *(c.figure for c in carried)], statement.decimals)
        if not result.differs:
            yield Passed(1, (Relation.sum(whole, [now, *carried]),))
            continue
        yield _finding(statement, whole, [now, *carried], str(result.expected))


def _finding(statement: Statement, whole: LineItem, parts: list[LineItem], added: str) -> Failed:
    names = "、".join(f"{p.row.name} {p.figure.text}" for p in parts)
    return fail(
        f"{statement.title}：{names}，相加为 {added}，{whole.row.name}为 {whole.figure.text}，不一致。",
        address=f"{statement.id}/{whole.row.address}/{whole.measure}/year",
        formula=f"{figures_text([p.figure for p in parts])} = {added} ≠ {whole.figure.text}",
        actual=whole.figure,
        evidence=(Evidence.of_item(whole, statement.title, Role.ACTUAL), *(Evidence.of_item(p, statement.title) for p in parts)),
        tested=Relation.sum(whole, parts),
    )
