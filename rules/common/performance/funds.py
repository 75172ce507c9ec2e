"""The money of a performance form and its sources."""

from __future__ import annotations

from collections.abc import Iterator

from .... import (
    Disclosure,
    Figure,
    FundsKind,
    FundsRow,
    Passed,
    PerformanceFunds,
    Reason,
    Relation,
    Role,
    Severity,
    Undecided,
    Verdict,
    compare_sum,
    fail,
    figures_text,
    rule,
)
from ...legal import P
from ...numbers import form_title, in_funds, of_funds

_MEASURES = (("amount", "年初预算数"), ("budget", "全年预算数"), ("executed", "全年执行数"))


@rule(id="performance.funds", title="绩效表资金总额与来源", severity=Severity.ERROR, basis=[P])
def performance_funds(disclosure: Disclosure) -> Iterator[Verdict]:
    """绩效目标表、自评表的年度资金总额 = 财政拨款 + 上年结转 + 其他资金，年初预算数、全年预算数、全年执行数各自成立。

    无法判断：没有写明来源。

    错例：年度资金总额 30.00，其中：财政拨款 20.00，其他资金 0。
    正例：财政拨款 30.00，其他资金 0。
    """
    for funds in disclosure.performance_funds:
        total = funds.row(FundsKind.TOTAL)
        parts = [r for k in (FundsKind.FISCAL, FundsKind.CARRIED, FundsKind.OTHER) if (r := funds.row(k))]
        if total is None or not any(r.kind is FundsKind.FISCAL for r in parts):
            if total is not None and funds.project is not None and not funds.is_sum and parts:
                yield Undecided(Reason.NOTHING_TO_COMPARE, f"{funds.project}：没有写明财政拨款")
            continue
        yield from _whole(disclosure, funds)
        for measure, name in _MEASURES:
            yield from _compare(disclosure, funds, total, parts, measure, name)


def _whole(disclosure: Disclosure, funds: PerformanceFunds) -> Iterator[Verdict]:
    """The money of all years, where the form prints it beside that of the year."""
    total, parts = funds.row(FundsKind.WHOLE), [r for r in funds.rows if r.kind is FundsKind.WHOLE_PART]
    if total is not None and parts:
        yield from _compare(disclosure, funds, total, parts, "amount", total.label)


def _compare(
    disclosure: Disclosure, funds: PerformanceFunds, total: FundsRow, parts: list[FundsRow], measure: str, name: str
) -> Iterator[Verdict]:
    whole: Figure | None = getattr(total, measure)
    pieces = [(r, f) for r in parts if (f := getattr(r, measure)) is not None]
    if whole is None or not pieces:
        return
    result = compare_sum(whole, [f for _, f in pieces])
    tested = (Relation.sum(in_funds(disclosure, funds, total, measure), [in_funds(disclosure, funds, r, measure) for r, _ in pieces]),)
    if not result.differs:
        yield Passed(1, tested)
        return
    shown = name if total.executed is not None or total.kind is FundsKind.WHOLE else "年度资金总额"
    yield fail(
        f"{form_title(disclosure, funds.table)}“{funds.project or '整体'}”：{shown} {whole.text}，{'、'.join(f'{r.label} {f.text}' for r, f in pieces)}，相加为 {result.expected}，不一致。",
        address=f"{funds.address}/funds/{measure if total.kind is FundsKind.TOTAL else total.kind}",
        formula=f"{figures_text([f for _, f in pieces])} = {result.expected} ≠ {whole.text}",
        actual=whole,
        evidence=(of_funds(disclosure, funds, total, whole, Role.ACTUAL), *(of_funds(disclosure, funds, r, f) for r, f in pieces)),
        tested=tested,
    )
