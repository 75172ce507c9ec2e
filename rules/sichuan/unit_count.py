"""How many units are stated and how many have a row."""

from __future__ import annotations

from collections.abc import Iterator

from ... import (
    Certainty,
    Disclosure,
    Evidence,
    Kind,
    Passed,
    Reason,
    Role,
    RowKind,
    Scope,
    Severity,
    Statement,
    TableStatus,
    Undecided,
    Verdict,
    fail,
    rule,
)
from ..legal import P


@rule(
    id="sichuan.unit-count",
    title="预算单位数",
    severity=Severity.WARNING,
    basis=[P],
    scope=Scope(regions=frozenset({"sichuan"}), kinds=frozenset({Kind.BUDGET})),
    compares=False,
)
def unit_count(disclosure: Disclosure) -> Iterator[Verdict]:
    """所述预算单位数与收入总表按单位代码列出的单位数一致。

    四川模板的表1-1 逐个列出预算单位。疑似，需单位说明：本级可能不计入所述单位数，相差一个的只作提示。

    无法判断：没有写明预算单位数，或表1-1 没有印单位代码。

    错例：预算单位 5 个；表1-1 列有 421001、421002 两个单位。
    正例：预算单位 2 个。
    """
    claim = next((c for c in disclosure.claims if c.subject == "units" and c.value is not None), None)
    income = disclosure.statement("income")
    codes = _codes(income) if income is not None and income.table.status is TableStatus.READ else {}
    if claim is None or claim.value is None or income is None or not codes:
        yield Undecided(Reason.NOTHING_TO_COMPARE, "没有写明预算单位数，或收入总表没有单位代码")
        return
    apart = abs(int(claim.value.value) - len(codes))
    if not apart:
        yield Passed()
        return
    yield fail(
        severity=Severity.WARNING if apart > 1 else Severity.INFO,
        certainty=Certainty.SUSPECTED,
        message=f"“{claim.section.title}”称预算单位 {claim.value.text}，{income.title}列有 {len(codes)} 个单位（{'、'.join(codes)}），不一致。",
        address="units/count",
        decimals=0,
        unit="个",
        evidence=(Evidence.of_claim(claim, Role.ACTUAL), *codes.values()),
    )


def _codes(income: Statement) -> dict[str, Evidence]:
    """Codes of single units (longer than a department's three digits) and the rows that print them."""
    return {
        i.row.unit_code: Evidence.of_item(i, income.title)
        for i in income.items
        if i.row.kind is RowKind.UNIT and i.row.unit_code and i.row.unit_code.isdigit() and len(i.row.unit_code) > 3
    }
