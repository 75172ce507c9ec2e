"""Money of the year before that is used, though none was carried over."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .... import (
    Certainty,
    Claim,
    Disclosure,
    Evidence,
    FundsKind,
    Kind,
    Passed,
    Reason,
    Role,
    Severity,
    Undecided,
    Verdict,
    fail,
    rule,
)
from ...legal import P
from ...numbers import of_funds

_OPENING = ("opening_balance", "fiscal_opening")
_USED = re.compile(r"(?:使用|安排|支付|动用)了?[^，。；]{0,6}上年结转|上年结转(?:资金|的?项目)")


@rule(id="cross.carryover-used", title="上年结转资金与年初结转和结余", severity=Severity.INFO, basis=[P])
def carryover_used(disclosure: Disclosure) -> Iterator[Verdict]:
    """决算的增减原因或自评项目称使用上年结转资金的，年初结转和结余不为 0。

    结转的指标由财政重新下达、计入本年收入的地方，两者可以并存，所以只作提示。

    无法判断：没有写明年初结转和结余，或没有提到上年结转。

    错例：年初结转和结余 0.00 万元，自评项目“虚构项目（上年结转资金）”全年预算数 50.00 万元。
    正例：年初结转和结余 50.00 万元。
    """
    if disclosure.identity.kind is not Kind.FINAL:
        return
    opening = [c for c in disclosure.claims if c.subject in _OPENING and c.value is not None and c.value.is_money]
    used = [*_reasons(disclosure), *_projects(disclosure)]
    if not opening or not used:
        yield Undecided(Reason.NOTHING_TO_COMPARE, "没有写明年初结转和结余，或没有提到上年结转")
        return
    if any(c.value and c.value.value for c in opening):
        yield Passed()
        return
    first: Claim = opening[0]
    yield fail(
        f"“{first.section.label}”称{first.subject_text} {first.value}；{'；'.join(w for w, _ in used[:4])}，请说明。",
        certainty=Certainty.SUSPECTED,
        address="final/carryover-used",
        formula=f"{first.value}；上年结转",
        actual=first.value.value if first.value else None,
        unit="万元",
        evidence=(Evidence.of_claim(first, Role.ACTUAL), *(e for _, e in used[:10])),
    )


def _reasons(disclosure: Disclosure) -> Iterator[tuple[str, Evidence]]:
    for claim in disclosure.claims:
        if claim.reason and _USED.search(claim.reason):
            evidence = Evidence(Role.OPERAND, claim.sentence, claim.place, section=claim.section.title)
            yield f"“{claim.section.label}”称“{claim.reason}”", evidence


def _projects(disclosure: Disclosure) -> Iterator[tuple[str, Evidence]]:
    for funds in disclosure.performance_funds:
        row = funds.row(FundsKind.TOTAL)
        if funds.project and "上年结转" in funds.project and row is not None and row.executed is not None and row.executed.value:
            shown = of_funds(disclosure, funds, row, row.budget or row.executed)
            said = f"{shown.table}有项目“{funds.project}”，全年预算数 {row.budget or row.executed}"
            yield (
                said,
                Evidence(Role.OPERAND, f"{funds.project} {shown.text}", shown.place, table=shown.table, row=shown.row, column=shown.column),
            )
