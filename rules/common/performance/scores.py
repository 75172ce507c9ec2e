"""Scores of a self-evaluation and their total."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from .... import (
    Disclosure,
    Evidence,
    Failed,
    Figure,
    FundsKind,
    Indicator,
    Passed,
    PerformanceFunds,
    Print,
    Reason,
    Relation,
    Role,
    Severity,
    Undecided,
    Verdict,
    fail,
    rule,
)
from ...legal import P
from ...numbers import form_title, in_funds, of_score


@rule(id="performance.scores", title="自评得分合计", severity=Severity.ERROR, basis=[P])
def performance_scores(disclosure: Disclosure) -> Iterator[Verdict]:
    """自评表的总分等于执行率得分与各指标得分之和，分值合计等于执行率分值与各指标分值之和。

    无法判断：没有印总分，或有指标的得分没有读出。

    错例：执行率得分 9.15，各指标得分 82.50，总分 95.00。
    正例：总分 91.65。
    """
    for funds in disclosure.performance_funds:
        if funds.total_score is None or funds.table is None:
            continue
        indicators = [i for i in disclosure.indicators if i.table == funds.table]
        execution = funds.row(FundsKind.TOTAL)
        scored = [i for i in indicators if i.score is not None and i.weight is not None]
        if not indicators or len(scored) < len(indicators) or execution is None:
            yield Undecided(Reason.NOTHING_TO_COMPARE, f"{funds.project}：有指标的分值或得分没有读出")
            continue
        own = execution.score.value if execution.score else Decimal(0)
        weight = execution.weight.value if execution.weight else Decimal(0)
        weights = weight + sum((i.weight.value for i in scored if i.weight), Decimal(0))
        scores = own + sum((i.score.value for i in scored if i.score), Decimal(0))
        if funds.total_weight is not None and weights != funds.total_weight.value:
            # Rows that a conversion lost leave the weights short: then nothing can be said about the scores either.
            if weights < funds.total_weight.value:
                yield Undecided(Reason.NOT_RECOGNISED, f"{funds.project}：读出的分值相加为 {weights}，所印合计为 {funds.total_weight.text}")
                continue
            yield _finding(disclosure, funds, scored, "分值", weights, funds.total_weight, _relation(disclosure, funds, scored, "weight"))
        tested = _relation(disclosure, funds, scored, "score")
        if abs(scores - funds.total_score.value) <= Decimal(1).scaleb(-max(funds.total_score.decimals, 2)):
            yield Passed(1, (tested,))
            continue
        yield _finding(disclosure, funds, scored, "得分", scores, funds.total_score, tested)


def _relation(disclosure: Disclosure, funds: PerformanceFunds, scored: list[Indicator], part: str) -> Relation:
    total: Figure = getattr(funds, f"total_{part}")
    execution = funds.row(FundsKind.TOTAL)
    own = [in_funds(disclosure, funds, execution, part)] if execution is not None and getattr(execution, part) is not None else []
    whole = Print(funds, part, total, f"{form_title(disclosure, funds.table)}“{funds.project or '整体'}”总分")
    return Relation.sum(whole, [*own, *(of_score(i, part) for i in scored)])


def _finding(
    disclosure: Disclosure, funds: PerformanceFunds, scored: list[Indicator], what: str, added: Decimal, printed: Figure, tested: Relation
) -> Failed:
    title = form_title(disclosure, funds.table)
    execution = funds.row(FundsKind.TOTAL)
    parts = [(execution.score if what == "得分" else execution.weight)] if execution else []
    parts += [i.score if what == "得分" else i.weight for i in scored]
    terms = [f.text for f in parts if f]
    return fail(
        f"{title}“{funds.project or '整体'}”：执行率与各指标{what}相加为 {added}，所印总分的{what}为 {printed.text}，不一致。",
        address=f"{funds.address}/scores/{'score' if what == '得分' else 'weight'}",
        formula=f"{'+'.join(terms)} = {added} ≠ {printed.text}",
        actual=printed.value,
        unit="分",
        evidence=(
            Evidence(Role.ACTUAL, printed.text, funds.total_place, table=title, row="总分", column=what),
            *(Evidence.of_indicator(i, title) for i in scored),
        ),
        tested=tested,
    )
