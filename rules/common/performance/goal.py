"""What the goal of a project says about its money."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .... import (
    Agreement,
    Cell,
    Disclosure,
    Evidence,
    Figure,
    FundsKind,
    FundsRow,
    Passed,
    PerformanceFunds,
    Print,
    Reason,
    Relation,
    Role,
    Severity,
    Undecided,
    Verdict,
    compare_same,
    fail,
    rule,
)
from ...legal import P
from ...numbers import figure, form_title, in_funds, of_funds

_INVESTED = re.compile(r"计划投入(?:资金)?\s*(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?P<unit>亿元|万元|元)")
_SEVERAL_YEARS = re.compile(r"总投资|[两二三四五]年|\d年期|分年")


@rule(id="performance.goal", title="绩效总体目标所述投入与资金总额", severity=Severity.WARNING, basis=[P])
def performance_goal(disclosure: Disclosure) -> Iterator[Verdict]:
    """项目绩效目标表“总体目标”中“计划投入”的金额 = 该表年度资金总额，或其中的财政拨款。

    一张表列多个项目的，只比同一行的文字；文字写明跨年度或总投资的不比。

    无法判断：表内计划投入的金额不止一个，或资金总额没有单位。

    错例：本项目计划投入 53.4 万元；年度资金总额 50.34 万元。
    正例：年度资金总额 53.40 万元。
    """
    for funds in disclosure.performance_funds:
        total = funds.row(FundsKind.TOTAL)
        if funds.table is None or funds.is_sum or total is None or total.amount is None or total.executed is not None:
            continue
        cells = disclosure.statements[funds.table].table.cells
        if sum(f.table == funds.table for f in disclosure.performance_funds) > 1:
            rows = {c.row for c in cells if c.place == total.place}
            cells = tuple(c for c in cells if c.row in rows)
        yield from _compare(disclosure, funds, total, total.amount, cells)


def _compare(
    disclosure: Disclosure, funds: PerformanceFunds, total: FundsRow, amount: Figure, cells: tuple[Cell, ...]
) -> Iterator[Verdict]:
    said = [(cell, m) for cell in cells if not _SEVERAL_YEARS.search(cell.text) for m in _INVESTED.finditer(cell.text)]
    if not said:
        return
    if len({(m["number"], m["unit"]) for _, m in said}) > 1 or not amount.is_money:
        yield Undecided(Reason.NOTHING_TO_COMPARE, f"{funds.project or '整体'}：计划投入不止一个金额，或资金总额没有单位")
        return
    cell, m = said[0]
    invested = figure(m["number"], m["unit"])
    relation = Relation.same(
        Print(cell, str(m.start()), invested, f"{funds.project or '整体'}总体目标所称计划投入"),
        in_funds(disclosure, funds, total, "amount"),
    )
    fiscal = funds.row(FundsKind.FISCAL)
    own = [amount, *([fiscal.amount] if fiscal and fiscal.amount else [])]
    if any(compare_same(f, invested).verdict is not Agreement.DIFFERENT for f in own):
        agrees = compare_same(amount, invested).verdict is not Agreement.DIFFERENT
        yield Passed(1, (relation,) if agrees else ())
        return
    title = form_title(disclosure, funds.table)
    yield fail(
        f"{title}“{funds.project or '整体'}”：总体目标称计划投入 {invested}，{total.label} {amount}，不一致。",
        address=f"{funds.address}/goal",
        formula=f"{invested} ≠ {amount}",
        actual=invested,
        evidence=(
            Evidence(Role.ACTUAL, m[0], cell.place, table=title, row=funds.project, column="总体目标"),
            of_funds(disclosure, funds, total, amount),
        ),
        tested=relation,
    )
