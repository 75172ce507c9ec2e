"""Amounts of the prose against the tables."""

from __future__ import annotations

from collections.abc import Iterator

from ... import Claim, Agreement, Disclosure, Evidence, Figure, Finding, LineItem, Passed, Reason, Role, Severity, Statement, TableStatus, Undecided, Verdict, compare_same, item_at, rule
from ..legal import M143

_ID, _TITLE = "prose.amount", "文字说明金额与表格"


@rule(id=_ID, title=_TITLE, severity=Severity.ERROR, basis=[M143])
def prose_amount(disclosure: Disclosure) -> Iterator[Verdict]:
    """An amount that the explanation states for a subject is the one that the statements print for it.

    A subject may stand in several statements; the amount is reported if none of them prints it. ``expected`` is
    given where two or more of them agree with each other.

    Not evaluable where the statement is missing, was not read, or has a blank there.

    Wrong: 一般公共预算基本支出1051.79万元 in the prose, 416.59 in the table.
    Right: 416.59 in both.
    """
    for claim in disclosure.claims:
        if claim.value is None or not claim.where or not (claim.value.is_money or claim.value.unit is None):
            continue
        places = list(_places(disclosure, claim))
        if not places:
            yield Undecided(Reason.TABLE_MISSING, f"{claim.section.title}：{claim.subject_text}")
            continue
        yield from _compare(disclosure, claim, places)


def _places(disclosure: Disclosure, claim: Claim) -> Iterator[tuple[Statement, LineItem]]:
    for where in claim.where:
        id, _, rest = where.partition(":")
        for statement in disclosure.all_of(id):
            if statement.table.status is TableStatus.READ and (item := item_at(statement, rest)):
                yield statement, item


def _compare(disclosure: Disclosure, claim: Claim, places: list[tuple[Statement, LineItem]]) -> Iterator[Verdict]:
    value = claim.value
    assert value is not None
    stated = value if value.unit else Figure(value.value, places[0][1].figure.unit, value.decimals, value.text)
    results = [(s, i, compare_same(stated, i.figure, None, s.decimals)) for s, i in places]
    if any(r.verdict is not Agreement.DIFFERENT for _, _, r in results):
        yield Passed()
        return
    agreed = {r.expected for _, _, r in results}
    printed = "；".join(f"{s.title}“{i.row.label}”为 {i.figure}" for s, i, _ in results)
    name = disclosure.subject_name(claim)
    yield Finding(
        rule=_ID,
        title=_TITLE,
        severity=Severity.ERROR,
        message=f"“{claim.section.title}”称{name} {value}，{printed}，不一致。原文：{claim.sentence}",
        address=claim.address,
        formula=f"{value.text} ≠ {'、'.join(i.figure.text for _, i, _ in results)}",
        expected=next(iter(agreed)) if len(agreed) == 1 and len(results) > 1 else None,
        actual=stated.value,
        unit=stated.unit,
        evidence=(Evidence.of_claim(claim, Role.ACTUAL), *(Evidence.of_item(i, s.title) for s, i, _ in results)),
    )
