"""政府采购 and its parts."""

from __future__ import annotations

from collections.abc import Iterator

from .... import (
    Claim,
    Disclosure,
    Evidence,
    Failed,
    Passed,
    Print,
    Reason,
    Relation,
    Role,
    Severity,
    Undecided,
    Verdict,
    compare_sum,
    fail,
    figures_text,
    rule,
)
from ...legal import L14
from ...numbers import first

_PARTS = ("procurement_goods", "procurement_works", "procurement_services")


@rule(id="procurement.parts", title="政府采购合计与货物、工程、服务", severity=Severity.ERROR, basis=[L14])
def procurement_parts(disclosure: Disclosure) -> Iterator[Verdict]:
    """政府采购金额 = 货物 + 工程 + 服务；没有写全的，写出的各部分不大于合计。

    无法判断：没有写明合计，或货物、工程、服务没有写全。

    错例：政府采购预算 30.00 万元，其中：货物 15.00 万元，工程 0 万元，服务 5.00 万元。
    正例：服务 15.00 万元。
    """
    claims = [c for c in disclosure.claims if c.section.id == "procurement" and c.value is not None and c.value.is_money]
    total = first(claims, "procurement")
    parts = [c for p in _PARTS if (c := first(claims, p))]
    if total is None or total.value is None or len(parts) < 3:
        if total is not None and parts and (over := _over(total, parts)):
            yield over
        elif claims:
            yield Undecided(Reason.NOTHING_TO_COMPARE, "没有写全合计与货物、工程、服务")
        return
    figures = [c.value for c in parts if c.value]
    result = compare_sum(total.value, figures)
    tested = (Relation.sum(Print.of_claim(total), [Print.of_claim(c) for c in parts]),)
    if not result.differs:
        yield Passed(1, tested)
        return
    yield fail(
        f"政府采购 {total.value}，货物、工程、服务相加为 {result.expected}，不一致。原文：{total.sentence}",
        address=f"{total.address}/parts",
        formula=f"{figures_text(figures)} = {result.expected} ≠ {total.value.text}",
        actual=total.value,
        evidence=(Evidence.of_claim(total, Role.ACTUAL), *(Evidence.of_claim(c) for c in parts)),
        tested=tested,
    )


def _over(total: Claim, parts: list[Claim]) -> Failed | None:
    """Some of the parts, which are more than the whole."""
    figures = [c.value for c in parts if c.value]
    assert total.value is not None
    result = compare_sum(total.value, figures)
    if not result.differs or result.expected <= result.actual:
        return None
    return fail(
        f"政府采购 {total.value}，所述货物、工程、服务相加为 {result.expected}，大于合计。原文：{total.sentence}",
        address=f"{total.address}/parts",
        formula=f"{figures_text(figures)} = {result.expected} > {total.value.text}",
        actual=total.value,
        evidence=(Evidence.of_claim(total, Role.ACTUAL), *(Evidence.of_claim(c) for c in parts)),
        tested=Relation.at_most([Print.of_claim(c) for c in parts], Print.of_claim(total)),
    )
