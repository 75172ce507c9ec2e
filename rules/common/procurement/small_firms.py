"""政府采购 reserved for small firms."""

from __future__ import annotations

from collections.abc import Iterator

from .... import (
    Claim,
    Disclosure,
    Evidence,
    Kind,
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
from ...numbers import first


@rule(id="procurement.small-firms", title="面向中小企业的政府采购", severity=Severity.ERROR, basis=[P])
def procurement_small_firms(disclosure: Disclosure) -> Iterator[Verdict]:
    """面向小微企业的金额不大于面向中小企业的金额，后者不大于政府采购总额。

    决算中“预留”的是预算数，不与实际采购总额相比。

    无法判断：没有写明金额。

    错例：面向中小企业预留 15.00 万元，其中：面向小微企业预留 20.00 万元。
    正例：面向小微企业预留 10.00 万元。
    """
    claims = [c for c in disclosure.claims if c.section.id == "procurement" and c.value is not None and c.value.is_money]
    total, small, micro = (first(claims, s) for s in ("procurement", "procurement_sme", "procurement_micro"))
    compared = False
    for part, whole in ((small, total), (micro, small)):
        if part is None or whole is None:
            continue
        if disclosure.identity.kind is Kind.FINAL and "预留" in part.sentence and whole is total:
            continue
        compared = True
        yield _compare(disclosure, part, whole)
    if not compared and claims:
        yield Undecided(Reason.NOTHING_TO_COMPARE, "没有写明面向中小企业的金额")


def _compare(disclosure: Disclosure, part: Claim, whole: Claim) -> Verdict:
    assert part.value is not None and whole.value is not None
    tested = (Relation.at_most(Print.of_claim(part), Print.of_claim(whole)),)
    same = part.value.in_unit(whole.value.unit or "")
    if same.interval().low <= whole.value.interval().high:
        return Passed(1, tested)
    return fail(
        f"{disclosure.subject_name(part)} {part.value}，大于{disclosure.subject_name(whole)} {whole.value}。原文：{part.sentence}",
        address=f"{part.address}/whole",
        formula=f"{part.value.text} > {whole.value.text}",
        actual=part.value,
        evidence=(Evidence.of_claim(part, Role.ACTUAL), Evidence.of_claim(whole)),
        tested=tested,
    )
