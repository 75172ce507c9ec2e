"""Other funds of a project where the body has fiscal money alone."""

from __future__ import annotations

from collections.abc import Iterator

from .... import (
    Certainty,
    Claim,
    Disclosure,
    Evidence,
    Failed,
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
from ...numbers import form_title, of_funds

_OTHERS = ("superior_subsidy", "business_income", "operating_income", "affiliate_payment", "other_income")


@rule(id="performance.other-funds", title="自评表的其他资金与收入来源", severity=Severity.INFO, basis=[P])
def performance_other_funds(disclosure: Disclosure) -> Iterator[Verdict]:
    """决算称本年收入全部为财政拨款（事业收入、经营收入、其他收入等均为 0）、没有使用非财政拨款结余的，自评表的项目资金没有“其他资金”。

    不少地方把上年结转或上级转移支付填在“其他资金”中，所以只作提示。

    无法判断：没有写明各项收入。

    错例：本年收入全部为财政拨款，自评表其他资金执行 20.00 万元。
    正例：自评表其他资金 0.00 万元。
    """
    if disclosure.identity.kind is not Kind.FINAL or not disclosure.performance_funds:
        return
    income = [c for c in disclosure.claims if c.section.id == "income" and c.value is not None and c.value.is_money]
    others = [c for c in income if c.subject in _OTHERS]
    used = [c for c in disclosure.claims if c.subject == "nonfiscal_surplus_used" and c.value and c.value.value]
    fiscal = next((c for c in income if c.subject == "fiscal_income"), None)
    if fiscal is None or "other_income" not in {c.subject for c in others}:
        yield Undecided(Reason.NOTHING_TO_COMPARE, "没有写明各项收入")
        return
    if used or any(c.value and c.value.value for c in others):
        yield Passed()
        return
    found = list(_funds(disclosure))
    if not found:
        yield Passed(len(disclosure.performance_funds))
        return
    yield _finding(disclosure, fiscal, found)


def _funds(disclosure: Disclosure) -> Iterator[tuple[str, Evidence]]:
    for funds in disclosure.performance_funds:
        row = funds.row(FundsKind.OTHER)
        if row is not None and row.executed is not None and row.executed.value:
            title = form_title(disclosure, funds.table)
            shown = of_funds(disclosure, funds, row, row.executed)
            yield f"{title}“{funds.project or '整体'}”的{row.label.strip('：:')}执行 {row.executed}", shown


def _finding(disclosure: Disclosure, fiscal: Claim, found: list[tuple[str, Evidence]]) -> Failed:
    return fail(
        f"“{fiscal.section.label}”称本年收入除财政拨款外各项均为 0；{'；'.join(w for w, _ in found[:3])}，请说明资金来源。",
        certainty=Certainty.SUSPECTED,
        address="performance/other-funds",
        evidence=(Evidence.of_claim(fiscal, Role.CONTEXT), *(e for _, e in found[:10])),
    )
