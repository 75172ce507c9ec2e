"""Expenditure by class against that of the three funds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ... import (
    Disclosure,
    Kind,
    LineItem,
    Reason,
    RowKind,
    Scope,
    Severity,
    Statement,
    TableStatus,
    Undecided,
    Verdict,
    compare_sum,
    item_at,
    rule,
)
from ..legal import M143
from ..tested import at_most, read_table, same, summed

_FUNDS = ("general_expenditure", "government_fund", "state_capital")
_FISCAL = ("general", "general_transfer", "fund", "fund_transfer", "state_capital", "state_transfer")
"""Columns of the table of income whose money the tables of the funds show."""


@rule(
    id="xinjiang.class-funds",
    title="支出总体情况表与各项预算支出",
    severity=Severity.ERROR,
    basis=[M143],
    scope=Scope(regions=frozenset({"xinjiang"}), kinds=frozenset({Kind.BUDGET})),
)
def class_funds(disclosure: Disclosure) -> Iterator[Verdict]:
    """支出总体情况表各“类”等于一般公共预算、政府性基金、国有资本经营三张支出表的同一类之和；有其他资金或上年结转的，不小于三表之和。

    无法判断：表格不全、没有读全。

    错例：支出总体情况表 212 城乡社区支出 50.00，一般公共预算支出 30.00，政府性基金预算支出 30.00。
    正例：政府性基金预算支出 20.00。
    """
    whole = read_table(disclosure, "expenditure")
    general = read_table(disclosure, "general_expenditure")
    income = read_table(disclosure, "income")
    for table in (whole, general, income):
        if isinstance(table, Undecided):
            yield table
            return
    assert not isinstance(whole, Undecided) and not isinstance(income, Undecided)
    funds = [s for id in _FUNDS if (s := disclosure.statement(id)) is not None]
    if unread := next((s for s in funds if s.table.status is not TableStatus.READ), None):
        yield Undecided(Reason.TABLE_NOT_READ, unread.title)
        return
    total, fiscal = item_at(income, "total:total"), [i for m in _FISCAL if (i := item_at(income, f"total:{m}"))]
    other = total is None or not fiscal or compare_sum(total.figure, [i.figure for i in fiscal], income.decimals).differs
    by_code: dict[str | None, list[LineItem]] = defaultdict(list)
    for i in (i for s in funds for i in _classes(s)):
        by_code[i.row.code].append(i)
    compared = False
    for item in _classes(whole):
        parts = by_code.get(item.row.code, [])
        if not parts:
            continue
        compared = True
        address = f"expenditure/{item.row.address}/funds"
        if other:
            yield from at_most(disclosure, parts, item, address)
        elif len(parts) == 1:
            yield from same(disclosure, item, parts[0], address)
        else:
            yield from summed(disclosure, item, parts, address)
    if not compared:
        yield Undecided(Reason.NOTHING_TO_COMPARE, f"{whole.title}没有“类”的行")


def _classes(statement: Statement) -> list[LineItem]:
    return [i for i in statement.items if i.row.kind is RowKind.FUNCTIONAL and len(i.row.code or "") == 3 and i.measure == "total"]
