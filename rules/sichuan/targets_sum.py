"""The sum row of the list of project targets against its projects."""

from __future__ import annotations

from collections.abc import Iterator

from ... import (
    Agreement,
    Certainty,
    Disclosure,
    FundsKind,
    FundsRow,
    Kind,
    Passed,
    PerformanceFunds,
    Reason,
    Relation,
    Role,
    Scope,
    Severity,
    Undecided,
    Verdict,
    compare_sum,
    fail,
    figures_text,
    rule,
)
from ..legal import M143
from ..numbers import form_title, in_funds, of_funds


@rule(
    id="sichuan.targets-sum",
    title="项目绩效目标表的合计",
    severity=Severity.ERROR,
    basis=[M143],
    scope=Scope(regions=frozenset({"sichuan"}), kinds=frozenset({Kind.BUDGET})),
)
def targets_sum(disclosure: Disclosure) -> Iterator[Verdict]:
    """项目支出绩效目标表中单位行的预算数等于该表所列各项目预算数之和。

    四川模板的表6-1 先列部门或单位的合计，再逐个列项目；同一项目列在几行的相加。

    无法判断：没有合计行，或有项目没有印预算数。

    错例：合计 300.00，项目甲 200.00，项目乙 90.00。
    正例：项目甲 200.00，项目乙 100.00。
    """
    tables = dict.fromkeys(f.table for f in disclosure.performance_funds if f.is_sum)
    if not tables:
        yield Undecided(Reason.NOTHING_TO_COMPARE, "绩效目标表没有合计行")
    for table in tables:
        sums = [f for f in disclosure.performance_funds if f.table == table and f.is_sum]
        projects = [f for f in disclosure.performance_funds if f.table == table and f.project is not None and not f.is_sum]
        amounts = [_amount(f) for f in projects]
        first = _amount(sums[0])
        if first is None or not amounts or None in amounts:
            yield Undecided(Reason.NOTHING_TO_COMPARE, "有项目没有印预算数")
            continue
        yield from _compare(disclosure, (sums[0], first), [(f, r) for f, r in zip(projects, amounts, strict=True) if r is not None])


def _amount(funds: PerformanceFunds) -> FundsRow | None:
    row = funds.row(FundsKind.TOTAL)
    return row if row is not None and row.amount is not None else None


def _compare(
    disclosure: Disclosure, whole: tuple[PerformanceFunds, FundsRow], parts: list[tuple[PerformanceFunds, FundsRow]]
) -> Iterator[Verdict]:
    total, figures = whole[1].amount, [r.amount for _, r in parts if r.amount is not None]
    assert total is not None
    result = compare_sum(total, figures, max(f.decimals for f in (total, *figures)))
    tested = (Relation.sum(in_funds(disclosure, *whole, "amount"), [in_funds(disclosure, f, r, "amount") for f, r in parts]),)
    if not result.differs:
        yield Passed(1, tested)
        return
    sure = result.verdict is Agreement.DIFFERENT
    yield fail(
        severity=Severity.ERROR if sure else Severity.WARNING,
        certainty=Certainty.CERTAIN if sure else Certainty.SUSPECTED,
        message=f"{form_title(disclosure, whole[0].table)}合计为 {total.text}，所列 {len(parts)} 个项目相加为 {result.expected}，不一致。",
        address="project_targets/sum",
        formula=f"{figures_text(figures)} = {result.expected} ≠ {total.text}",
        actual=total.value,
        unit=total.unit,
        evidence=(of_funds(disclosure, *whole, total, Role.ACTUAL), *(of_funds(disclosure, f, r, r.amount) for f, r in parts)),
        tested=tested,
    )
