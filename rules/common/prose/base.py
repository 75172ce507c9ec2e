"""Changes of the prose against the base that the sentence prints."""

from __future__ import annotations

from collections.abc import Iterator

from .... import (
    Direction,
    Disclosure,
    Evidence,
    Figure,
    Passed,
    Print,
    Relation,
    Role,
    Severity,
    Verdict,
    compare_sum,
    fail,
    rule,
)
from ...legal import P


@rule(id="prose.base", title="增减额与上年数", severity=Severity.ERROR, basis=[P])
def prose_base(disclosure: Disclosure) -> Iterator[Verdict]:
    """句中同时写出金额、上年数和增减额的，三者相符：金额 = 上年数 ± 增减额。

    错例：1397.18 万元，比上年 1408.63 万元减少 12.45 万元。
    正例：减少 11.45 万元。
    """
    for claim in disclosure.claims:
        value, base, change = claim.value, claim.base_value, claim.change
        if value is None or base is None or change is None or not (value.is_money and base.is_money and change.is_money):
            continue
        down = claim.direction is Direction.DOWN
        signed = Figure(-change.value if down else change.value, change.unit, change.decimals, change.text)
        result = compare_sum(value, [base, signed])
        tested = (
            Relation.sum(
                Print.of_claim(claim), [Print.of_claim(claim, "base_value"), Print.of_claim(claim, "change", sign=-1 if down else 1)]
            ),
        )
        if not result.differs:
            yield Passed(1, tested)
            continue
        sign = "-" if down else "+"
        yield fail(
            f"“{claim.section.label}”：{base.text} {sign} {change.text} = {result.expected}，所述{disclosure.subject_name(claim)}为 {value}，不一致。原文：{claim.sentence}",
            address=f"{claim.address}/base",
            formula=f"{base.text} {sign} {change.text} = {result.expected} ≠ {value.text}",
            actual=value,
            evidence=Evidence.of_claim(claim, Role.ACTUAL),
            tested=tested,
        )
