"""Execution rates and their scores."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from .... import (
    Disclosure,
    Failed,
    FundsKind,
    FundsRow,
    Interval,
    Passed,
    PerformanceFunds,
    Reason,
    Relation,
    Role,
    Severity,
    Undecided,
    Verdict,
    compare_ratio,
    fail,
    rule,
)
from ...legal import M10
from ...numbers import closes, form_title, in_funds, of_funds


@rule(id="performance.execution", title="预算执行率与得分", severity=Severity.ERROR, basis=[M10])
def performance_execution(disclosure: Disclosure) -> Iterator[Verdict]:
    """自评表的执行率 = 全年执行数 ÷ 全年预算数，执行率得分 = 分值 × 执行率（以满分为限），全年执行数不大于全年预算数。

    末位相差 1 视为尾差。得分按档计的地方不同，得分不符只作需说明。

    无法判断：没有印执行率，或全年预算数为 0。

    错例：全年预算数 100.00，全年执行数 90.00，执行率 95.00%，分值 10，得分 9.5。
    正例：执行率 90.00%，得分 9.0。
    """
    for funds in disclosure.performance_funds:
        total = funds.row(FundsKind.TOTAL)
        if total is None or total.executed is None or total.budget is None:
            continue
        if total.budget.value == 0 or total.rate is None:
            yield Undecided(Reason.NOTHING_TO_COMPARE, f"{funds.project}：没有印执行率，或全年预算数为 0")
            continue
        if total.executed.interval().low > total.budget.interval().high:
            yield _finding(
                disclosure,
                funds,
                total,
                f"全年执行数 {total.executed.text} 大于全年预算数 {total.budget.text}",
                "over",
                total.executed.value,
                tested=Relation.at_most(in_funds(disclosure, funds, total, "executed"), in_funds(disclosure, funds, total, "budget")),
            )
        yield _rate(disclosure, funds, total)
        if total.weight is not None and total.score is not None:
            yield _score(disclosure, funds, total)


def _near(printed: Decimal, right: Decimal, decimals: int) -> bool:
    return abs(printed - right) <= Decimal(1).scaleb(-decimals)


def _rate(disclosure: Disclosure, funds: PerformanceFunds, total: FundsRow) -> Verdict:
    assert total.rate is not None and total.executed is not None and total.budget is not None
    executed, budget, rate = (in_funds(disclosure, funds, total, part) for part in ("executed", "budget", "rate"))
    tested = Relation.ratio(rate, [executed], [budget])
    right = (total.executed.value * 100 / total.budget.value).quantize(Decimal(1).scaleb(-max(2, total.rate.decimals)), ROUND_HALF_UP)
    if total.budget.interval().low > 0 and compare_ratio(total.rate, total.executed.interval() / total.budget.interval()):
        return Passed(1, (tested,))
    if _near(total.rate.value, right, max(total.rate.decimals, 2)):
        return Passed(1, (tested,))
    said = f"全年执行数 {total.executed.text} ÷ 全年预算数 {total.budget.text} = {right}%，所印执行率为 {total.rate.text}"
    severity = Severity.INFO if closes(total.rate, total.executed, total.budget) else Severity.ERROR
    return _finding(disclosure, funds, total, said, "rate", total.rate.value, severity, tested)


def _score(disclosure: Disclosure, funds: PerformanceFunds, total: FundsRow) -> Verdict:
    assert total.rate is not None and total.weight is not None and total.score is not None
    full = total.weight.value
    right = min(full, full * total.rate.value / 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
    width = Decimal(1).scaleb(-total.score.decimals) if total.score.decimals else Decimal(1)
    spread = Interval.around(total.rate.value, Decimal(1).scaleb(-total.rate.decimals))
    low, high = full * spread.low / 100 - width, min(full, full * spread.high / 100) + width
    # A score in whole points is graded; below full marks one with decimals is the rate's share of the weight.
    terms = [in_funds(disclosure, funds, total, part) for part in ("rate", "score", "weight")]
    tested = Relation.ratio(terms[0], terms[1:2], terms[2:]) if total.score.decimals and total.rate.value <= 100 else None
    if low <= total.score.value <= high:
        return Passed(1, (tested,) if tested else ())
    said = f"分值 {total.weight.text} × 执行率 {total.rate.text} = {right}，所印得分为 {total.score.text}"
    return _finding(
        disclosure,
        funds,
        total,
        said,
        "score",
        total.score.value,
        Severity.ERROR if total.score.value > full else Severity.WARNING,
        tested,
    )


def _finding(
    disclosure: Disclosure,
    funds: PerformanceFunds,
    total: FundsRow,
    said: str,
    what: str,
    actual: Decimal,
    severity: Severity = Severity.ERROR,
    tested: Relation | None = None,
) -> Failed:
    shown = [f for f in (total.budget, total.executed, total.rate, total.score) if f]
    return fail(
        f"{form_title(disclosure, funds.table)}“{funds.project or '整体'}”：{said}，不一致。",
        severity=severity,
        address=f"{funds.address}/execution/{what}",
        formula=said,
        actual=actual,
        evidence=tuple(of_funds(disclosure, funds, total, f, Role.ACTUAL if f is shown[-1] else Role.OPERAND) for f in shown),
        tested=(tested,) if tested else (),
    )
