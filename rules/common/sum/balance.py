"""Income total against expenditure total."""

from __future__ import annotations

from collections.abc import Iterator

from .... import (
    Disclosure,
    Evidence,
    LineItem,
    Passed,
    Reason,
    Relation,
    Role,
    RowKind,
    Severity,
    Side,
    Statement,
    Undecided,
    Verdict,
    compare_same,
    fail,
    rule,
)
from ...legal import M143

_TWO_SIDED = ("income_expenditure", "fiscal_income_expenditure")


@rule(id="sum.balance", title="收入总计与支出总计", severity=Severity.ERROR, basis=[M143])
def balance(disclosure: Disclosure) -> Iterator[Verdict]:
    """收支两栏的表中，收入总计等于支出总计。

    无法判断：没有印收入总计或支出总计。

    错例：收入总计 100.00，支出总计 98.00。
    正例：收入总计 100.00，支出总计 100.00。
    """
    for statement in disclosure.all_of(*_TWO_SIDED):
        income, spending = _total(statement, Side.INCOME), _total(statement, Side.EXPENDITURE)
        if income is None or spending is None:
            yield Undecided(Reason.NOTHING_TO_COMPARE, f"{statement.title}：未印收入总计或支出总计")
            continue
        result = compare_same(spending.figure, income.figure, statement.decimals, statement.decimals)
        tested = (Relation.same(spending, income),)
        if not result.differs:
            yield Passed(1, tested)
            continue
        yield fail(
            f"{statement.title}：收入总计 {income.figure.text}，支出总计 {spending.figure.text}，不一致。",
            address=f"{statement.id}/balance",
            formula=f"{income.figure.text} ≠ {spending.figure.text}",
            actual=spending.figure,
            evidence=(Evidence.of_item(income, statement.title, Role.OPERAND), Evidence.of_item(spending, statement.title, Role.ACTUAL)),
            tested=tested,
        )


def _total(statement: Statement, side: Side) -> LineItem | None:
    wanted = ("income_total", "expenditure_total", "total")
    found = [
        i for i in statement.items if i.row.side is side and i.measure == "total" and i.row.kind is RowKind.ITEM and i.row.key in wanted
    ]
    return found[-1] if found else None
