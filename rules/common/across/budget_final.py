"""A final account against the budget of the same year."""

from __future__ import annotations

from collections.abc import Iterator

from .... import (
    Agreement,
    Certainty,
    ComparableDisclosure,
    ComparableFigure,
    Failed,
    Kind,
    Passed,
    Peers,
    Reason,
    Relation,
    Role,
    Scope,
    Severity,
    Undecided,
    Verdict,
    Wanted,
    across,
    compare_same,
    fail,
)
from ...legal import P
from .figures import GENERAL, THREE_PUBLIC, as_operand, as_term, called, in_unit

_BUDGETED = (
    *((s, f"{s}.initial_budget") for s in ("three_public", "abroad", "vehicles", "vehicle_purchase", "vehicle_running", "reception")),
    ("general_total", "general_total.initial_budget"),
    ("fiscal_total", "fiscal_both.initial_budget"),
)
_WANTED = (
    *THREE_PUBLIC,
    *GENERAL,
    Wanted("fiscal_total", ("fiscal_income_expenditure:item:income_total:total", "fiscal_income_expenditure:item:total:total")),
    *(Wanted(stated) for _, stated in _BUDGETED),
)


@across(
    id="across.budget-final",
    title="决算所称年初预算与预算公开件",
    severity=Severity.INFO,
    basis=[P],
    wanted=_WANTED,
    scope=Scope(kinds=frozenset({"final"})),
)
def budget_final(this: ComparableDisclosure, peers: Peers) -> Iterator[Verdict]:
    """决算所称的年初预算数与同年预算公开件的数相同；“三公”经费决算数大于预算公开件的，请说明。

    预算公开件可能只含本级安排的资金，年中也会调整，所以只作提示。全年预算数（调整后）不比对。

    无法判断：没有同年的预算公开件，或有一方没有写明。

    错例：决算称一般公共预算支出年初预算数 480.00 万元，同年预算公开件为 450.00 万元。
    正例：同年预算公开件为 480.00 万元。
    """
    who = this.identity
    budget = peers.of(who.fiscal_year, Kind.BUDGET, who.level)
    if budget is None:
        yield Undecided(Reason.OTHER_DOCUMENT_MISSING, f"没有 {who.fiscal_year} 年度的预算公开件")
        return
    compared = 0
    for subject, stated in _BUDGETED:
        planned = budget.figure(subject)
        said = this.figure(stated)
        if planned is not None and said is not None:
            compared += 1
            same = compare_same(said.figure, in_unit(planned.figure, said.figure.unit)).verdict is not Agreement.DIFFERENT
            yield Passed() if same else _finding(budget, said, planned, "年初预算数", "≠")
    spent, planned = this.figure("three_public"), budget.figure("three_public")
    if spent is not None and planned is not None:
        compared += 1
        more = spent.figure.interval().low > in_unit(planned.figure, spent.figure.unit).interval().high
        yield _finding(budget, spent, planned, "决算数", ">") if more else Passed()
    if not compared:
        yield Undecided(Reason.NOTHING_TO_COMPARE, "没有写明年初预算数和“三公”经费")


def _finding(budget: ComparableDisclosure, said: ComparableFigure, planned: ComparableFigure, what: str, sign: str) -> Failed:
    end = "，大于预算，请说明" if sign == ">" else "，不一致"
    return fail(
        f"{planned.name}：决算公开件的{what} {said.figure}，{called(budget.identity)}为 {planned.figure}{end}。",
        certainty=Certainty.SUSPECTED,
        address=f"across/budget/{said.subject}",
        formula=f"{said.figure.text} {sign} {planned.figure.text}",
        actual=said.figure,
        evidence=(as_operand(said.evidence, Role.ACTUAL), planned.evidence),
        tested=(Relation.at_most if sign == ">" else Relation.same)(as_term(said), as_term(planned)),
    )
