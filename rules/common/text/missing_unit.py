"""Amounts without a unit."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .... import Claim, Disclosure, Evidence, Passed, Reason, Role, Severity, Undecided, Verdict, fail, rule
from ...legal import CONVENTION

_CUT = re.compile(r"项目名称|年度资金|指标")


@rule(id="text.missing-unit", title="金额的单位", severity=Severity.INFO, basis=[CONVENTION], compares=False)
def missing_unit(disclosure: Disclosure) -> Iterator[Verdict]:
    """文字说明中的金额都写明单位。

    只看已知是金额的事项（报表中有同一事项，或其后写明占比、增减），而全文其他金额都有单位；误入文字的表格不在此列。

    无法判断：文字说明没有金额。

    错例：基本支出 270.00，占 90.00%。
    正例：基本支出 270.00 万元，占 90.00%。
    """
    money = [c for c in disclosure.claims if c.value is not None and c.value.is_money]
    if not money:
        yield Undecided(Reason.NOTHING_TO_COMPARE, "文字说明没有金额")
        return
    bare = [c for c in disclosure.claims if _lacks_unit(c)]
    yield Passed(len(money))
    if len(bare) > len(money) / 4:
        yield Undecided(Reason.NOTHING_TO_COMPARE, "多数金额不写单位")
        return
    for claim in bare:
        assert claim.value is not None
        yield fail(
            f"“{claim.section.label}”中{disclosure.subject_name(claim)} {claim.value.text} 没有写单位。原文：{claim.sentence}",
            address=claim.address,
            evidence=Evidence.of_claim(claim, Role.ACTUAL),
        )


def _lacks_unit(claim: Claim) -> bool:
    value = claim.value
    if value is None or value.unit is not None or _CUT.search(claim.sentence):
        return False
    known = any(not w.startswith("headcount") for w in claim.where) and claim.subject is not None
    return known and (value.decimals > 0 or claim.share is not None or claim.rate is not None)
