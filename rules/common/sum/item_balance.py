"""Opening balance, income, expenditure and closing balance of each item."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from .... import (
    Disclosure,
    Evidence,
    Figure,
    Passed,
    Print,
    Reason,
    Relation,
    Role,
    Severity,
    TableStatus,
    Undecided,
    Verdict,
    compare_sum,
    fail,
    rule,
)
from ...legal import T

_MEASURES = ("opening_balance", "income", "expenditure", "closing_balance")


@rule(id="sum.item-balance", title="各项年初结余、收入、支出与年末结余", severity=Severity.ERROR, basis=[T])
def item_balance(disclosure: Disclosure) -> Iterator[Verdict]:
    """列有年初结转和结余、本年收入、本年支出、年末结转和结余的表中，每行年初 + 收入 − 支出 = 年末。

    空白按 0 计。

    无法判断：表格没有读全，或没有这四栏。

    错例：年初 10.00，收入 50.00，支出 40.00，年末 10.00。
    正例：年末 20.00。
    """
    for statement in disclosure.statements:
        if not set(_MEASURES) <= {c.measure for c in statement.columns}:
            continue
        if statement.table.status is not TableStatus.READ:
            yield Undecided(Reason.TABLE_NOT_READ, statement.title)
            continue
        for row in statement.rows:
            items = {m: i for m in _MEASURES if (i := statement.get(row, m))}
            if len(items) < 2:
                continue
            sample = next(iter(items.values())).figure
            zero = Figure(Decimal(0), sample.unit, statement.decimals, "空白")
            opening, income, spent, closing = (items[m].figure if m in items else zero for m in _MEASURES)
            minus = Figure(-spent.value, spent.unit, spent.decimals, spent.text)
            result = compare_sum(closing, [opening, income, minus], statement.decimals)
            parts = [Print.less(i) if m == "expenditure" else i for m, i in items.items() if m != "closing_balance"]
            tested = (Relation.sum(items["closing_balance"], parts),) if "closing_balance" in items else ()
            if not result.differs:
                yield Passed(1, tested)
                continue
            yield fail(
                f"{statement.title}“{row.label}”行：年初 {opening.text} + 收入 {income.text} - 支出 {spent.text} = {result.expected}，"
                f"年末为 {closing.text}，不一致。",
                address=f"{statement.id}/{row.address}/balance",
                formula=f"{opening.text} + {income.text} - {spent.text} = {result.expected} ≠ {closing.text}",
                actual=closing,
                evidence=tuple(
                    Evidence.of_item(i, statement.title, Role.ACTUAL if m == "closing_balance" else Role.OPERAND) for m, i in items.items()
                ),
                tested=tested,
            )
