"""A year compared with itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .... import Claim, Disclosure, Evidence, Kind, Passed, Reason, Role, Severity, Undecided, Verdict, fail, rule
from ...legal import P

_OF_A_BUDGET = re.compile(r"(?<!年初)(?<!全年)(?<!调整)预算(?!执行|.*执行)")
_OF_AN_ACCOUNT = re.compile(r"决算|支出数?|收入数?|年度?(?:相比|相对比)?，?$")


@rule(id="prose.own-year", title="与本年自身比较", severity=Severity.WARNING, basis=[P], compares=False)
def prose_own_year(disclosure: Disclosure) -> Iterator[Verdict]:
    """增减所称的基数不是本年自己：预算文件不与同一年的预算比，决算文件不与同一年的决算比（多为上年文稿的年份没有改）。

    与本年的年初预算、全年预算、执行数比较的，不在此列。各处合为一条。

    无法判断：文件的年度或类别不明。

    错例：2025 年预算文件称“与2025年预算相比减少 1.40 万元”。
    正例：与2024年预算相比减少 1.40 万元。
    """
    year, kind = disclosure.identity.fiscal_year, disclosure.identity.kind
    changed = [c for c in disclosure.claims if c.base and (c.change is not None or c.rate is not None)]
    if year is None or kind is None:
        if changed:
            yield Undecided(Reason.IDENTITY_UNKNOWN, "年度或类别不明")
        return
    for claim in changed:
        own = re.search(rf"{year}(?!\d)(?P<rest>.*)", claim.base or "")
        if own is None or not _is_own(own["rest"], kind):
            yield Passed()
            continue
        yield fail(
            f"“{claim.section.label}”：{year}年的{'预算' if kind is Kind.BUDGET else '决算'}称“{_said(claim)}”，是与本年自身比较。原文：{claim.sentence}",
            address=f"{claim.address}/own-year",
            evidence=Evidence.of_claim(claim, Role.ACTUAL),
            cause="prose.own-year",
        )


def _is_own(rest: str, kind: Kind) -> bool:
    """Whether what is said behind the year makes it the document's own figure."""
    if kind is Kind.BUDGET:
        return bool(_OF_A_BUDGET.search(rest)) and "执行" not in rest and "决算" not in rest
    return "预算" not in rest and bool(_OF_AN_ACCOUNT.search(rest))


def _said(claim: Claim) -> str:
    """The base and the change as people read them: 与2025年预算相比减少1.40万元."""
    word = "减少" if claim.direction and claim.direction.value == "down" else "增加"
    rate = f"{'下降' if claim.rate_direction and claim.rate_direction.value == 'down' else '增长'}{claim.rate.text}" if claim.rate else ""
    return f"{(claim.base or '').rstrip('，')}{word + claim.change.text if claim.change else rate}"
