"""Amounts of projects in a list and the sum that it prints; the body's money and the statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from .... import (
    Agreement,
    Disclosure,
    Evidence,
    FundsKind,
    Passed,
    PerformanceFunds,
    Reason,
    Relation,
    Role,
    Severity,
    TableStatus,
    Undecided,
    Verdict,
    compare_same,
    compare_sum,
    fail,
    figures_text,
    item_at,
    rule,
)
from ...legal import P
from ...numbers import form_title, in_funds, of_funds


@rule(id="performance.totals", title="绩效表各项目之和与合计", severity=Severity.ERROR, basis=[P])
def performance_totals(disclosure: Disclosure) -> Iterator[Verdict]:
    """项目绩效目标表印有合计的，等于各项目预算数之和；整体绩效目标表的资金总额等于支出总表的合计。

    无法判断：没有印合计，或支出总表缺失、没有读全。

    错例：合计 60.00，项目甲 30.00，项目乙 20.00。
    正例：项目乙 30.00。
    """
    by_table: dict[int | None, list[PerformanceFunds]] = defaultdict(list)
    for funds in disclosure.performance_funds:
        by_table[funds.table].append(funds)
    for table, group in by_table.items():
        if table is None:
            continue
        yield from _list(disclosure, group)
        if disclosure.statements[table].id == "overall_targets":
            yield from _overall(disclosure, group)


def _list(disclosure: Disclosure, group: list[PerformanceFunds]) -> Iterator[Verdict]:
    sums = [f for f in group if f.is_sum]
    projects = [f for f in group if not f.is_sum and f.amount is not None]
    if not sums or not projects:
        return
    whole = sums[0].row(FundsKind.TOTAL)
    rows = [(f, r) for f in projects if (r := f.row(FundsKind.TOTAL))]
    amounts = [r.amount for _, r in rows if r.amount]
    parts = [in_funds(disclosure, f, r, "amount") for f, r in rows if r.amount]
    if whole is None or whole.amount is None:
        return
    result = compare_sum(whole.amount, amounts)
    tested = (Relation.sum(in_funds(disclosure, sums[0], whole, "amount"), parts),)
    if not result.differs:
        yield Passed(1, tested)
        return
    yield fail(
        f"{form_title(disclosure, sums[0].table)}：合计 {whole.amount.text}，所列 {len(rows)} 个项目的预算数相加为 {result.expected}，不一致。",
        address="performance/list/sum",
        formula=f"{figures_text(amounts)} = {result.expected} ≠ {whole.amount.text}",
        actual=whole.amount,
        evidence=(
            of_funds(disclosure, sums[0], whole, whole.amount, Role.ACTUAL),
            *(of_funds(disclosure, f, r, r.amount) for f, r in rows),
        ),
        tested=tested,
    )


def _overall(disclosure: Disclosure, group: list[PerformanceFunds]) -> Iterator[Verdict]:
    funds = group[0]
    total = funds.row(FundsKind.TOTAL)
    statement = disclosure.statement("expenditure")
    if total is None or total.amount is None:
        return
    if statement is None or statement.table.status is not TableStatus.READ:
        yield Undecided(Reason.TABLE_MISSING, "支出总表")
        return
    item = item_at(statement, "total:total:total")
    if item is None or not total.amount.is_money:
        yield Undecided(Reason.NOTHING_TO_COMPARE, statement.title)
        return
    relation = Relation.same(in_funds(disclosure, funds, total, "amount"), item)
    if compare_same(total.amount, item.figure, None, statement.decimals).verdict is not Agreement.DIFFERENT:
        yield Passed(1, (relation,))
        return
    yield fail(
        f"{form_title(disclosure, funds.table)}：资金总额 {total.amount}，{statement.title}合计 {item.figure}，不一致。",
        address="performance/overall/total",
        formula=f"{total.amount.text} ≠ {item.figure.text}",
        actual=total.amount,
        evidence=(of_funds(disclosure, funds, total, total.amount, Role.ACTUAL), Evidence.of_item(item, statement.title)),
        tested=relation,
    )
