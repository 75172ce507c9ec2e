"""A project's amount and the parts that its sentence lists."""

from __future__ import annotations

from collections.abc import Iterator

from .... import (
    Agreement,
    Claim,
    Disclosure,
    Evidence,
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
from ...legal import P


@rule(id="projects.parts", title="项目预算与所列各项", severity=Severity.ERROR, basis=[P])
def project_parts(disclosure: Disclosure) -> Iterator[Verdict]:
    """一句话中所述项目预算不小于其后列出的各项之和；句末写明“合计”的，合计等于各项之和。

    无法判断：没有在一句话中写明项目预算和两个以上的分项。

    错例：项目总预算 80 万元，其中支持调查 60 万元，支持培训 30 万元。
    正例：项目总预算 80 万元，其中支持调查 60 万元，支持培训 20 万元。
    """
    compared = False
    for k, total in enumerate(disclosure.claims):
        if total.subject != "project_amount" or total.value is None or not total.value.is_money:
            continue
        parts = list(_parts(disclosure.claims[k + 1 :], total))
        sums = [c for c in parts if _is_sum(c)]
        parts = [c for c in parts if c not in sums]
        if len(parts) < 2 or total.sentence.count("其中") > 1:
            continue  # 其中 within 其中: parts of a part
        compared = True
        if _listed_twice(total, parts):
            yield Passed()
            continue
        for whole in (total, *sums):
            yield _verdict(disclosure, whole, parts, listed_in_full=whole is not total)
    if not compared:
        yield Undecided(Reason.NOTHING_TO_COMPARE, "没有在一句话中写明项目预算和两个以上的分项")


def _parts(after: tuple[Claim, ...] | list[Claim], total: Claim) -> Iterator[Claim]:
    for claim in after:
        if claim.section is not total.section or claim.sentence != total.sentence or not (claim.subject or "").startswith("project_part"):
            return
        if claim.value is not None and claim.value.is_money:
            yield claim


def _listed_twice(total: Claim, parts: list[Claim]) -> bool:
    """Whether the first of the parts already are the whole: by source, and then by use."""
    figures = [c.value for c in parts if c.value]
    return total.value is not None and any(not compare_sum(total.value, figures[:k]).differs for k in range(2, len(figures)))


def _is_sum(claim: Claim) -> bool:
    """Whether the sentence calls the amount the sum: …，合计35.00万元."""
    return claim.value is not None and any(f"{word}{claim.value.text}" in claim.sentence for word in ("合计", "共计", "合计为", "共计为"))


def _verdict(disclosure: Disclosure, whole: Claim, parts: list[Claim], *, listed_in_full: bool) -> Verdict:
    assert whole.value is not None
    figures = [c.value for c in parts if c.value]
    terms = [Print.of_claim(c) for c in parts]
    tested = Relation.sum(Print.of_claim(whole), terms) if listed_in_full else Relation.at_most(terms, Print.of_claim(whole))
    result = compare_sum(whole.value, figures)
    if result.verdict is not Agreement.DIFFERENT or (not listed_in_full and result.actual > result.expected):
        return Passed(1, (tested,))
    return fail(
        f"“{whole.section.label}”称{'合计' if listed_in_full else whole.subject_text} {whole.value}，所列各项相加为 {result.expected}{'，大于总额' if not listed_in_full else '，不一致'}。原文：{whole.sentence}",
        address=f"{whole.address}/listed",
        formula=f"{figures_text(figures)} = {result.expected} ≠ {whole.value.text}",
        actual=whole.value,
        evidence=(Evidence.of_claim(whole, Role.ACTUAL), *(Evidence.of_claim(c) for c in parts)),
        tested=tested,
    )
