"""Headcounts and their parts."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from .... import (
    Disclosure,
    Evidence,
    Headcount,
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
from .over_posts import first


@rule(id="staff.parts", title="人数合计与分项", severity=Severity.ERROR, basis=[P])
def staff_parts(disclosure: Disclosure) -> Iterator[Verdict]:
    """人数合计等于分项之和：实有 = 在职 + 退休 + 离休；在职、编制列出分类的，等于各类之和。分类由地区包给出。

    无法判断：没有写明合计，分项不足两项，或另有名称未识别的人数。

    错例：实有人数 30 人，其中：在职 25 人，退休 3 人，离休 0 人。
    正例：实有人数 28 人。
    """
    for total, parts in disclosure.headcount_parts.items():
        whole = first(disclosure, total)
        pieces = [h for p in parts if (h := first(disclosure, p))]
        if whole is None or len(pieces) < 2 or pieces[0].claim.section is not whole.claim.section:
            if whole is not None and pieces:
                yield Undecided(Reason.NOTHING_TO_COMPARE, disclosure.name(total))
            continue
        added = sum((h.figure.value for h in pieces), Decimal(0))
        terms = [Print.of_claim(h.claim, figure=h.figure) for h in (whole, *pieces)]
        tested = (Relation.sum(terms[0], terms[1:]),)
        if added == whole.figure.value:
            yield Passed(1, tested)
            continue
        unknown = added < whole.figure.value and _others(disclosure, whole, pieces)
        if unknown or any(_may_be_a_part(h, whole) for h in disclosure.headcounts):
            # A kind of posts that the pack has no word for (…编制) may be a part too.
            yield Undecided(Reason.NOT_RECOGNISED, f"{disclosure.name(total)}：有分项的名称未识别")
            continue
        yield fail(
            f"{whole.claim.subject_text} {whole.figure.text}，分项相加为 {added}，不一致。原文：{whole.claim.sentence}",
            address=f"staff/{total}/parts",
            formula=f"{'+'.join(str(h.figure.value) for h in pieces)} = {added} ≠ {whole.figure.value}",
            actual=whole.figure.value,
            decimals=0,
            unit="人",
            evidence=(Evidence.of_claim(whole.claim, Role.ACTUAL), *(Evidence.of_claim(h.claim) for h in pieces)),
            tested=tested,
        )


def _others(disclosure: Disclosure, whole: Headcount, pieces: list[Headcount]) -> bool:
    """Whether the sentences of the parts count people of a category that the pack does not know."""
    sentences = {h.claim.sentence for h in (whole, *pieces)}
    known = {id(h.claim) for h in disclosure.headcounts}
    return any(
        c.sentence in sentences
        and c.section is whole.claim.section
        and c.value is not None
        and c.value.unit in ("人", "名")
        and id(c) not in known
        for c in disclosure.claims
    )


def _may_be_a_part(other: Headcount, whole: Headcount) -> bool:
    """Whether another number of the same category stands in the section, less than the whole."""
    return other.category == whole.category and other.claim.section is whole.claim.section and other.figure.value < whole.figure.value
