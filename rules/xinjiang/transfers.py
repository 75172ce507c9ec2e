"""Transfers from above in both tables of income."""

from __future__ import annotations

from collections.abc import Iterator

from ... import Disclosure, Kind, LineItem, Reason, Scope, Severity, Side, Undecided, Verdict, item_at, rule
from ..legal import M143
from ..tested import read_table, same

_ROWS = (
    ("一般财力", "general"),
    ("上级一般公共预算安排转移支付", "general_transfer"),
    ("政府性基金收入", "fund"),
    ("上级政府性基金安排转移支付", "fund_transfer"),
    ("国有资本经营收入", "state_capital"),
    ("上级国有资本经营预算安排转移支付", "state_transfer"),
)
"""What the rows below “其中” of the one table are called, and the columns of the other."""


@rule(
    id="xinjiang.transfers",
    title="一般财力和上级转移支付",
    severity=Severity.ERROR,
    basis=[M143],
    scope=Scope(regions=frozenset({"xinjiang"}), kinds=frozenset({Kind.BUDGET})),
)
def transfers(disclosure: Disclosure) -> Iterator[Verdict]:
    """收支总体情况表“其中”各行（一般财力、上级安排的转移支付等）等于收入总体情况表相应列的合计。

    新疆模板自 2023 年起在两张表中分列本级财力和上级转移支付。

    无法判断：两张表不全、没有读全，或没有分列。

    错例：收支总体情况表“上级一般公共预算安排转移支付”13.00；收入总体情况表该列合计 18.00。
    正例：两表均为 13.00。
    """
    both, income = read_table(disclosure, "income_expenditure"), read_table(disclosure, "income")
    for table in (both, income):
        if isinstance(table, Undecided):
            yield table
            return
    assert not isinstance(both, Undecided) and not isinstance(income, Undecided)
    if not any(c.measure == "general_transfer" for c in income.columns):
        yield Undecided(Reason.NOTHING_TO_COMPARE, f"{income.title}没有分列上级转移支付")
        return
    rows = {i.row.name.replace("的", ""): i for i in both.items if i.row.side is Side.INCOME}
    compared = False
    for name, measure in _ROWS:
        one: LineItem | None = rows.get(name)
        other = item_at(income, f"total:{measure}")
        if one is not None and other is not None:
            compared = True
            yield from same(disclosure, one, other, f"income_expenditure+income/{measure}")
    if not compared:
        yield Undecided(Reason.NOTHING_TO_COMPARE, f"{both.title}没有分列本级财力和上级转移支付")
