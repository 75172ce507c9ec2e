"""A department and the units that it lists."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from .... import (
    Certainty,
    ComparableDisclosure,
    ComparableFigure,
    Failed,
    Passed,
    Peers,
    Reason,
    Relation,
    Role,
    Scope,
    Severity,
    Undecided,
    Verdict,
    across,
    compare_sum,
    fail,
    figures_text,
)
from ...legal import P
from .figures import GENERAL, THREE_PUBLIC, as_operand, as_term


@across(
    id="across.department-units",
    title="部门与所属各单位之和",
    severity=Severity.WARNING,
    basis=[P],
    wanted=(*GENERAL, *THREE_PUBLIC),
    scope=Scope(levels=frozenset({"department"})),
)
def department_units(this: ComparableDisclosure, peers: Peers) -> Iterator[Verdict]:
    """部门公开件的一般公共预算支出和“三公”经费，等于所列全部预算单位同年同类公开件之和。

    只比对单位之间没有往来的项目：财政拨款直接拨到各单位，不需要抵销；全口径的收支有上缴、补助，不比对。只有一个单位没有读到，也不比对。

    无法判断：没有列出全部预算单位的名称，或没有读到其中每一个的公开件。

    错例：部门“三公”经费 10.00 万元，所列两个单位分别为 4.00 万元和 5.00 万元。
    正例：两个单位分别为 4.00 万元和 6.00 万元。
    """
    who = this.identity
    found = [peers.called(u, who.fiscal_year, who.kind) for u in this.units]
    units = [k for k in found if k is not None]
    if not this.units:
        yield Undecided(Reason.NOTHING_TO_COMPARE, "没有列出全部预算单位的名称")
        return
    if len(units) < len(this.units):
        missing = [u for u, k in zip(this.units, found, strict=True) if k is None]
        yield Undecided(Reason.OTHER_DOCUMENT_MISSING, f"没有读到 {'、'.join(missing[:5])} 的公开件")
        return
    wrong: list[tuple[ComparableFigure, list[ComparableFigure], Decimal]] = []
    for wanted in (*GENERAL, *THREE_PUBLIC):
        whole = this.figure(wanted.subject)
        parts = [f for k in units if (f := k.figure(wanted.subject)) is not None]
        if whole is None or len(parts) < len(units) or not whole.figure.is_money:
            yield Undecided(Reason.NOTHING_TO_COMPARE, f"{wanted.subject}：部门或单位没有写明")
            continue
        result = compare_sum(whole.figure, [p.figure for p in parts])
        if result.differs:
            wrong.append((whole, parts, result.expected))
        else:
            yield Passed()
    if wrong:
        yield _finding(wrong, units)


def _finding(wrong: list[tuple[ComparableFigure, list[ComparableFigure], Decimal]], units: list[ComparableDisclosure]) -> Failed:
    said = []
    for whole, parts, added in wrong:
        each = "、".join(f"{k.identity.body} {p.figure}" for k, p in zip(units, parts, strict=True))
        said.append(f"{whole.name} 部门公开件为 {whole.figure}，所列各单位（{each}）相加为 {added}")
    first, parts, added = wrong[0]
    return fail(
        f"{'；'.join(said)}，不一致。",
        certainty=Certainty.SUSPECTED,
        address="across/units",
        formula=f"{figures_text([p.figure for p in parts])} = {added} ≠ {first.figure.text}",
        actual=first.figure,
        evidence=tuple(e for w, ps, _ in wrong for e in (as_operand(w.evidence, Role.ACTUAL), *(p.evidence for p in ps))),
        tested=tuple(Relation.sum(as_term(w), [as_term(p) for p in ps]) for w, ps, _ in wrong),
    )
