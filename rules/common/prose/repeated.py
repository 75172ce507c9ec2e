"""One subject with two values in two places of the prose."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from .... import (
    Agreement,
    Claim,
    Disclosure,
    Evidence,
    Failed,
    Kind,
    Passed,
    Print,
    Relation,
    Role,
    Severity,
    Verdict,
    compare_same,
    fail,
    rule,
)
from ...legal import P
from ...numbers import change_term, signed

_VALUES = (
    "operating_costs",
    "procurement",
    "procurement_goods",
    "procurement_works",
    "procurement_services",
    "procurement_sme",
    "procurement_micro",
)
# Printed in a statement too: compared here only where the document has no such statement.
_PRINTED = ("three_public", "abroad", "vehicles", "vehicle_purchase", "vehicle_running", "reception", "general_total")
_CHANGES = (
    "basic_expenditure",
    "project_expenditure",
    "general_basic",
    "general_project",
    "general_total",
    "general_income",
    "budget_total",
    "fiscal_total",
    "operating_costs",
    "expenditure_total",
    "income_total",
)


@rule(id="prose.repeated", title="同一事项在两处的表述", severity=Severity.ERROR, basis=[P])
def prose_repeated(disclosure: Disclosure) -> Iterator[Verdict]:
    """同一事项在文字说明两处的金额一致；金额相同、所称基数相同的，增减额也一致。

    表中有的事项另与表比对（见 prose.amount）；决算文件中没有该表的，“三公”经费和一般公共预算支出在各处所述的决算数也在此比对。全口径与一般公共预算不互相比对：本年金额相同的，上年可以不同。

    错例：一处称机关运行经费 30 万元，比上年预算增加 5 万元，另一处称机关运行经费 30 万元，比上年预算增加 8 万元。
    正例：两处均称增加 5 万元。
    """
    values: dict[str, list[Claim]] = defaultdict(list)
    changes: dict[str, list[Claim]] = defaultdict(list)
    for claim in disclosure.claims:
        subject = claim.subject or ""
        if claim.value is None or not claim.value.is_money:
            continue
        plain, _, part = subject.partition(".")
        spent = not part or (part == "actual" and disclosure.identity.kind is Kind.FINAL)
        if subject in _VALUES or (plain in _PRINTED and spent and not _printed(disclosure, claim)):
            values[plain].append(claim)
        if claim.change is not None and claim.change.is_money and subject in _CHANGES:
            changes[subject].append(claim)
    for group in values.values():
        for other in group[1:]:
            yield _values(disclosure, group[0], other)
    for group in changes.values():
        for other in group[1:]:
            yield from _changes(disclosure, group[0], other)


def _printed(disclosure: Disclosure, claim: Claim) -> bool:
    """Whether a statement prints the subject, or the sentence of a final account states the budget for it."""
    if disclosure.identity.kind is not Kind.FINAL:
        return True
    budgeted = re.search(r"(?:年初|全年|调整|批复)预算|预算(?:数|为|安排)", claim.sentence.split("万元")[0])
    return bool(budgeted and claim.subject in _PRINTED) or any(disclosure.statement(w.partition(":")[0]) for w in claim.where)


def _values(disclosure: Disclosure, a: Claim, b: Claim) -> Verdict:
    assert a.value is not None and b.value is not None
    if compare_same(b.value, a.value).verdict is not Agreement.DIFFERENT:
        return Passed(1, (Relation.same(Print.of_claim(b), Print.of_claim(a)),))
    return _finding(disclosure, a, b, f"{disclosure.subject_name(a)} {a.value}", f"{b.value}", "value", Severity.ERROR)


def _changes(disclosure: Disclosure, a: Claim, b: Claim) -> Iterator[Verdict]:
    one, two = signed(a), signed(b)
    if a.value is None or b.value is None or one is None or two is None or (a.base or "")[:4] != (b.base or "")[:4]:
        return
    if compare_same(a.value, b.value).verdict is Agreement.DIFFERENT:
        return
    if compare_same(two, one).verdict is not Agreement.DIFFERENT:
        yield Passed(1, _tested(a, b, "change"))
        return
    yield _finding(
        disclosure,
        a,
        b,
        f"{disclosure.subject_name(a)}比上年增减 {one.value}{one.unit}",
        f"{two.value}{two.unit}",
        "change",
        Severity.ERROR,
    )


def _finding(disclosure: Disclosure, a: Claim, b: Claim, first: str, second: str, what: str, severity: Severity) -> Failed:
    return fail(
        f"“{a.section.label}”称{first}，“{b.section.label}”称{second}，不一致。原文：{a.sentence}；{b.sentence}",
        severity=severity,
        address=f"{b.address}/repeated/{what}",
        formula=f"{first} ≠ {second}",
        actual=b.value.value if what == "value" and b.value else b.change.value if b.change else None,
        unit=b.value.unit if b.value else None,
        evidence=(Evidence.of_claim(a), Evidence.of_claim(b, Role.ACTUAL)),
        tested=_tested(a, b, what),
    )


def _tested(a: Claim, b: Claim, what: str) -> tuple[Relation, ...]:
    if what == "value":
        return (Relation.same(Print.of_claim(b), Print.of_claim(a)),)
    # With opposite words they are no two prints of one number.
    one, two = change_term(a), change_term(b)
    return (Relation.same(two, one),) if one and two and one.sign == two.sign else ()
