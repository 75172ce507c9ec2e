"""The score of an indicator against its weight and its result."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from .... import (
    Certainty,
    Disclosure,
    Evidence,
    Failed,
    Indicator,
    Passed,
    Relation,
    Role,
    Severity,
    Verdict,
    fail,
    rule,
)
from ...legal import P
from ...numbers import form_title, of_score

_ALL_OR_NOTHING = re.compile(r"时效|时限|时间|期限|及时|完成日")


@rule(id="performance.marks", title="指标得分与完成情况", severity=Severity.ERROR, basis=[P])
def performance_marks(disclosure: Disclosure) -> Iterator[Verdict]:
    """自评表中，得分不大于分值；数量、质量、成本指标完成目标的得满分，没有完成的不得满分。

    时效、时限和定性指标可以按档或按是否达成计分，不作判断；超额完成按满分计。完成情况与得分不符的为需说明。

    错例：年度指标值 ≥10 次，实际完成值 5 次，分值 10，得分 10。
    正例：得分 5。
    """
    for indicator in disclosure.indicators:
        weight, score = indicator.weight, indicator.score
        if weight is None or score is None:
            continue
        if score.value > weight.value:
            terms = Relation.at_most(of_score(indicator, "score"), of_score(indicator, "weight"))
            yield _finding(disclosure, indicator, f"得分 {score.text} 大于分值 {weight.text}", Severity.ERROR, terms)
            continue
        met = _met(indicator)
        if met is None or weight.value == 0:
            yield Passed()
        elif met and score.value < weight.value:
            yield _finding(
                disclosure,
                indicator,
                f"指标值 {indicator.target}，完成 {indicator.actual}，已完成，得分 {score.text} 小于分值 {weight.text}",
                Severity.WARNING,
            )
        elif not met and score.value == weight.value:
            yield _finding(
                disclosure,
                indicator,
                f"指标值 {indicator.target}，完成 {indicator.actual}，没有完成，得分 {score.text} 为满分",
                Severity.WARNING,
            )
        else:
            yield Passed()


def _met(indicator: Indicator) -> bool | None:
    """Whether a quantified target was reached; None where that cannot be said."""
    target, actual = indicator.target_figure, indicator.actual_figure
    if target is None or actual is None or _ALL_OR_NOTHING.search("".join(indicator.levels[1:])):
        return None
    if target.unit and actual.unit and target.unit != actual.unit:
        return None
    if indicator.comparator in ("≥", ">"):
        return actual.value >= target.value
    if indicator.comparator in ("≤", "<"):
        # A cost below its limit is met, but some places take marks off for a gap: only the limit itself is compared.
        return True if actual.value == target.value else None if actual.value < target.value else False
    if indicator.comparator in ("=", None):
        return True if actual.value == target.value else None if actual.value > target.value else False
    return None


def _finding(disclosure: Disclosure, indicator: Indicator, said: str, severity: Severity, tested: Relation | None = None) -> Failed:
    title = form_title(disclosure, indicator.table)
    return fail(
        f"{title}“{indicator.project or '整体'}”的指标“{indicator.levels[2]}”：{said}。",
        severity=severity,
        certainty=Certainty.CERTAIN if severity is Severity.ERROR else Certainty.SUSPECTED,
        address=f"{indicator.address}/marks",
        formula=said,
        actual=indicator.score.value if indicator.score else Decimal(0),
        unit="分",
        evidence=(
            Evidence.of_indicator(indicator, title),
            Evidence(
                Role.ACTUAL,
                f"{indicator.actual} {indicator.score.text if indicator.score else ''}",
                indicator.place,
                table=title,
                row=indicator.levels[2],
                column="得分",
            ),
        ),
        tested=tested or (),
    )
