"""Increases that are more than the amount itself."""

from __future__ import annotations

from collections.abc import Iterator

from .... import (
    Claim,
    Direction,
    Disclosure,
    Evidence,
    Passed,
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


@rule(id="prose.negative-base", title="增加额与本年数", severity=Severity.ERROR, basis=[P])
def negative_base(disclosure: Disclosure) -> Iterator[Verdict]:
    """增加额不大于本年数：否则推算的上年数为负数。

    无法判断：没有同时写明本年数和增加额的事项。

    错例：政府性基金预算支出 0 万元，比上年预算增加 12.00 万元。
    正例：政府性基金预算支出 12.00 万元，比上年预算增加 12.00 万元。
    """
    claims = [c for c in disclosure.claims if _comparable(c) and not _of_a_whole(disclosure, c)]
    if not claims:
        yield Undecided(Reason.NOTHING_TO_COMPARE, "没有同时写明本年数和增加额的事项")
    for claim in claims:
        value, change = claim.value, claim.change
        assert value is not None and change is not None
        tested = Relation.at_most(Print.of_claim(claim, "change"), Print.of_claim(claim))
        if change.in_unit(value.unit or "").interval().low <= value.interval().high:
            yield Passed(1, (tested,))
            continue
        yield fail(
            f"“{claim.section.label}”称{disclosure.subject_name(claim)} {value.text}，{claim.base or '比上年'}增加 {change.text}：上年数将为负数。原文：{claim.sentence}",
            address=f"{claim.address}/negative-base",
            formula=f"{value.text} - {change.text} < 0",
            actual=change,
            evidence=Evidence.of_claim(claim, Role.ACTUAL),
            tested=tested,
        )


def _of_a_whole(disclosure: Disclosure, claim: Claim) -> bool:
    """Whether an amount before it in the sentence may be what has increased: 预算30万元，其中结转2万元，比上年增加6万元."""
    assert claim.change is not None
    change = claim.change
    return any(
        c.section is claim.section
        and c.sentence == claim.sentence
        and c.start < claim.start
        and c.change is None
        and c.value is not None
        and c.value.is_money
        and c.value.interval().high >= change.in_unit(c.value.unit or "").interval().low
        for c in disclosure.claims
    )


def _comparable(claim: Claim) -> bool:
    """A known subject whose amount and increase stand in one sentence."""
    value, change = claim.value, claim.change
    if claim.subject is None or value is None or change is None or claim.direction is not Direction.UP:
        return False
    return value.is_money and change.is_money and change.text in claim.sentence
