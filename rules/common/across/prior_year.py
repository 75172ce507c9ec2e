"""What a disclosure says of the year before against what was published then."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .... import (
    Certainty,
    ComparableDisclosure,
    ComparableFigure,
    Evidence,
    Failed,
    Kind,
    Passed,
    Peers,
    Reason,
    Relation,
    Role,
    Severity,
    Undecided,
    Verdict,
    Wanted,
    across,
    fail,
)
from ...legal import P
from ...numbers import middle
from .figures import GENERAL, THREE_PUBLIC, TOTALS, apart, as_operand, as_term, called, change_of, in_unit

_ITEMS = Wanted("functional:*", ("general_expenditure:functional:*:total",))
_COSTS = Wanted("operating_costs")


@across(
    id="across.prior-year",
    title="推算的上年数与上年公开数",
    severity=Severity.INFO,
    basis=[P],
    wanted=(*TOTALS, *GENERAL, *THREE_PUBLIC, _ITEMS, _COSTS),
)
def prior_year(this: ComparableDisclosure, peers: Peers) -> Iterator[Verdict]:
    """由本年公开件所述的金额和增减额推算的上年数，与该单位上一年度同类公开件（预算对预算，决算对决算）的数相同。

    机构调整、口径变化、上年预算调整都会使两者不同，所以只作提示；各项不同合为一条。以“上年执行数”为基数的预算不比对。

    无法判断：没有上一年度的同类公开件，或没有写明增减额。

    错例：2024 年预算称“三公”经费 3.00 万元，比上年预算减少 1.00 万元；2023 年预算公开件为 5.00 万元。
    正例：2023 年预算公开件为 4.00 万元。
    """
    who = this.identity
    before = peers.of((who.fiscal_year or 0) - 1, who.kind, who.level)
    if before is None:
        yield Undecided(Reason.OTHER_DOCUMENT_MISSING, f"没有 {(who.fiscal_year or 0) - 1} 年度的同类公开件")
        return
    wrong: list[tuple[ComparableFigure, ComparableFigure]] = []
    compared = 0
    for now in this.changed():
        then = before.figure(now.subject)
        prior = now.prior()
        if then is None or prior is None or not _same_base(now.base, who.kind) or not then.figure.is_money:
            continue
        compared += 1
        if apart(prior, in_unit(then.figure, now.figure.unit)):
            wrong.append((now, then))
    if not compared:
        yield Undecided(Reason.NOTHING_TO_COMPARE, "没有写明增减额，或上年公开件没有同一事项")
        return
    if compared > len(wrong):
        yield Passed(compared - len(wrong))
    if wrong:
        yield _finding(before, wrong)


def _same_base(base: str | None, kind: Kind | None) -> bool:
    """Whether a change is measured against the figure of the same kind of document of the year before."""
    words = base or ""
    if kind is Kind.FINAL:
        return not re.search(r"预算|年初", words)
    return not re.search(r"执行|决算|年初|完成", words)


def _finding(before: ComparableDisclosure, wrong: list[tuple[ComparableFigure, ComparableFigure]]) -> Failed:
    shown = []
    for now, then in wrong[:8]:
        prior = now.prior()
        assert prior is not None
        shown.append(f"{now.name} 推算 {middle(prior)}{now.figure.unit or ''}，上年公开 {then.figure}")
    more = f"等 {len(wrong)} 项" if len(wrong) > 8 else ""
    evidence: list[Evidence] = [e for n, t in wrong[:12] for e in (as_operand(n.evidence, Role.ACTUAL), t.evidence)]
    return fail(
        f"按所述增减额推算的上年数与{called(before.identity)}不同：{'；'.join(shown)}{more}。机构、口径调整会有此差异。",
        certainty=Certainty.SUSPECTED,
        address="across/prior-year",
        evidence=tuple(evidence),
        tested=tuple(Relation.sum(as_term(n), [as_term(t), change_of(n)]) for n, t in wrong),
    )
