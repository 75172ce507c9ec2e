"""Direction words and signs."""

from __future__ import annotations

from collections.abc import Iterator

from .... import Claim, Direction, Disclosure, Evidence, Passed, Role, Severity, Verdict, fail, rule
from ...legal import P
from ...numbers import direction_cause

_WORDS = {Direction.UP: ("增加", "增长"), Direction.DOWN: ("减少", "下降"), Direction.FLAT: ("持平", "持平")}


@rule(id="prose.direction", title="增减用语与数字方向", severity=Severity.ERROR, basis=[P], compares=False)
def prose_direction(disclosure: Disclosure) -> Iterator[Verdict]:
    """增减额与增减率的方向一致，增加、减少之后不再是负数；称持平的，增减额为 0。

    错例：比上年减少 5.00 万元，增长 20.00%。
    正例：比上年增加 5.00 万元，增长 20.00%。
    """
    for claim in disclosure.claims:
        change, rate = claim.change, claim.rate
        if change is None:
            continue
        said: str | None = None
        if change.value < 0:
            said = f"{_WORDS[claim.direction or Direction.UP][0]} {change.text}"
        elif rate is not None and rate.value < 0:
            said = f"{_WORDS[claim.rate_direction or Direction.UP][1]} {rate.text}"
        elif rate is not None and _opposed(claim) and change.value and rate.value:
            assert claim.direction and claim.rate_direction
            said = f"{_WORDS[claim.direction][0]} {change.text}，{_WORDS[claim.rate_direction][1]} {rate.text}"
        if said is None:
            yield Passed()
            continue
        yield fail(
            f"“{claim.section.label}”称{disclosure.subject_name(claim)}{said}，用语与数字的方向不一致。原文：{claim.sentence}",
            address=f"{claim.address}/direction",
            formula=said,
            actual=change,
            evidence=Evidence.of_claim(claim, Role.ACTUAL),
            cause=direction_cause(claim),
        )


def _opposed(claim: Claim) -> bool:
    """Whether one word says up and the other down; 下降（增长） left from the form says neither."""
    return None not in (claim.direction, claim.rate_direction) and claim.direction is not claim.rate_direction
