"""Changes in 预算编制说明: what they are counted from."""

from __future__ import annotations

from collections.abc import Iterator

from mingzhang import (
    Basis,
    Claim,
    Disclosure,
    Evidence,
    Passed,
    Reason,
    Role,
    Scope,
    Severity,
    Undecided,
    Verdict,
    fail,
    rule,
)

_SCOPE = Scope(regions=frozenset({"shanghai"}), kinds=frozenset({"budget"}))
_PRACTICE = [Basis("通行做法", convention=True)]
_TOTALS = ("fiscal_income", "fiscal_spending", "general_total", "fund_spending", "state_spending")


def _changed(disclosure: Disclosure) -> list[Claim]:
    """The totals of 预算编制说明 that state a change."""
    found = (c for c in disclosure.claims if c.section.id == "compilation" and c.subject in _TOTALS)
    return [c for c in found if c.change is not None and c.base]


@rule(id="shanghai.change-base", title="增减额所用的基数", severity=Severity.INFO, basis=_PRACTICE, scope=_SCOPE, compares=False)
def change_base(disclosure: Disclosure) -> Iterator[Verdict]:
    """预算编制说明中各项总数的增减额用同一个基数：都比上年预算，或都比上年预算执行数。

    无法判断：说明中没有写明基数的增减额，或只有一项。

    错例：财政拨款收入比 2024 年预算执行数增加 20 万元；财政拨款支出预算比 2024 年预算增加 15 万元。
    正例：两项都比 2024 年预算。
    """
    claims = _changed(disclosure)
    if len(claims) < 2:
        yield Undecided(Reason.NOTHING_TO_COMPARE, "说明中写明基数的增减额不足两项")
        return
    executed = [c for c in claims if "执行" in (c.base or "")]
    budget = [c for c in claims if c not in executed]
    if not executed or not budget:
        yield Passed(len(claims) - 1)
        return
    first, second = executed[0], budget[0]
    yield fail(
        f"“{first.section.label}”中，{disclosure.subject_name(first)}的增减额“{first.base}”，"
        f"{disclosure.subject_name(second)}的增减额“{second.base}”，两者基数不同，不能直接比较。",
        address=f"{first.section.id}/change-base",
        evidence=(Evidence.of_claim(first, Role.CONTEXT), Evidence.of_claim(second, Role.CONTEXT)),
    )
