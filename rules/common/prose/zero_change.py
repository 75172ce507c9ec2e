"""A decrease of nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .... import Claim, Direction, Disclosure, Evidence, Passed, Role, Severity, Verdict, fail, rule
from ...legal import CONVENTION

_SAVED = re.compile(r"压减|压缩|减少|下降|降低|厉行节约|勤俭节约|节约|缩减|精简|取消")


@rule(id="prose.zero-change", title="“减少 0 万元”", severity=Severity.INFO, basis=[CONVENTION], compares=False)
def prose_zero_change(disclosure: Disclosure) -> Iterator[Verdict]:
    """没有变动的写“与上年持平”，不写“减少 0 万元”。

    “增加 0.00 万元，增长 0.00%”是系统的通行写法，不报告；减少额不足一个末位而减少率不为 0 的，只在原因称压减、减少时报告。

    错例：较上年减少 0 万元，下降 0%。
    正例：与上年持平。
    """
    for claim in disclosure.claims:
        change = claim.change
        if change is None or not change.is_money:
            continue
        below = claim.rate is not None and bool(claim.rate.value)
        if change.value or claim.direction is not Direction.DOWN or (below and not _SAVED.search(claim.reason or "")):
            yield Passed()
            continue
        yield fail(
            f"“{claim.section.label}”称{disclosure.subject_name(claim)}减少 {change.text}，{_meaning(claim) if below else '即与上年持平'}。原文：{claim.sentence}",
            address=f"{claim.address}/zero",
            formula=f"减少 {change.text}",
            actual=change,
            evidence=Evidence.of_claim(claim, Role.ACTUAL),
        )


def _meaning(claim: Claim) -> str:
    assert claim.rate is not None
    return f"下降 {claim.rate.text}（减少额不足末位的一个单位），原因为“{claim.reason}”"
