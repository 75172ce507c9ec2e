"""The money of the whole-unit target, as the prose and the form's sources state it, against the statements."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .... import (
    Agreement,
    Certainty,
    Comparison,
    Disclosure,
    Evidence,
    Failed,
    Figure,
    FundsKind,
    FundsRow,
    LineItem,
    Passed,
    PerformanceFunds,
    Reason,
    Relation,
    Role,
    Severity,
    Statement,
    TableStatus,
    Undecided,
    Verdict,
    compare_same,
    compare_sum,
    fail,
    figures_text,
    item_at,
    rule,
)
from ...legal import P
from ...numbers import NUMBER, figure, form_title, in_funds, in_text, of_funds, of_text, prose, sections

_STATED = re.compile(
    rf"整体(?:支出)?(?:预算)?绩效目标(?:(?:\d{{1,3}}个)?，?(?:共)?涉及(?:预算)?(?:资金|金额|安排)(?:共计|为)?|的(?:预算)?(?:资金|金额)(?:共计|为))(?P<amount>{NUMBER})(?P<unit>亿元|万元|元)"
)


@rule(id="performance.overall", title="整体绩效目标的金额", severity=Severity.WARNING, basis=[P])
def performance_overall(disclosure: Disclosure) -> Iterator[Verdict]:
    """整体绩效目标所涉金额与支出总表的合计一致：文字所述的金额，和整体绩效目标表中上级安排、本级安排与其他资金之和。

    疑似，需单位说明：有的单位只按财政拨款填报，与财政拨款支出合计一致的也不报告。

    无法判断：支出总表缺失或没有读全。

    错例：整体预算绩效目标 1 个，涉及金额 310.00 万元；支出总表合计 300.00 万元。
    正例：涉及金额 300.00 万元。
    """
    stated = [(s, m) for s in sections(disclosure, "performance") for m in _STATED.finditer(prose(s))]
    forms = [(f, rows) for f in disclosure.performance_funds if (rows := _sources(disclosure, f))]
    if not stated and not forms:
        return
    totals = list(_totals(disclosure))
    if not totals:
        yield Undecided(Reason.TABLE_MISSING, "支出总表")
        return
    for section, m in stated:
        amount = figure(m["amount"], m["unit"])
        if _agrees([amount], totals):
            yield Passed()
            continue
        said = of_text(section, m.start(), m.end(), Role.ACTUAL)
        what = f"“{section.label}”称整体绩效目标涉及金额 {amount}"
        tested = Relation.same(in_text(section, m, "amount", amount), totals[0][1])
        yield _finding(what, f"原文：{said.text}", "stated", amount, amount.text, totals[0], [said], tested)
    for funds, rows in forms:
        amounts = [r.amount for r in rows if r.amount]
        if _agrees(amounts, totals):
            yield Passed()
            continue
        result = compare_sum(totals[0][1].figure, amounts)
        parts = "、".join(f"{r.label} {r.amount.text}" for r in rows if r.amount)
        what = f"{form_title(disclosure, funds.table)}：{parts}，相加为 {result.expected}{amounts[0].unit or ''}"
        evidence = [of_funds(disclosure, funds, r, r.amount, Role.ACTUAL) for r in rows]
        tested = Relation.sum(totals[0][1], [in_funds(disclosure, funds, r, "amount") for r in rows if r.amount])
        yield _finding(what, "", "sources", result, f"{figures_text(amounts)} = {result.expected}", totals[0], evidence, tested)


def _sources(disclosure: Disclosure, funds: PerformanceFunds) -> list[FundsRow]:
    """The sources of a whole-unit form that prints no total: 上级安排, 本级安排, 其他."""
    if funds.table is None or disclosure.statements[funds.table].id != "overall_targets" or funds.row(FundsKind.TOTAL):
        return []
    parts = [r for r in funds.rows if r.kind is FundsKind.PART]
    other = [r for r in funds.rows if r.kind is FundsKind.OTHER]
    rows = [*parts, *other]
    whole = len(parts) == 2 and all(r.amount is not None and r.amount.is_money for r in rows)
    return rows if whole else []


def _totals(disclosure: Disclosure) -> Iterator[tuple[Statement, LineItem]]:
    """The totals that the whole-unit target may state, the whole expenditure first."""
    for id, where in (("expenditure", "total:total:total"), ("income_expenditure", "item:expenditure_total:total")):
        statement = disclosure.statement(id)
        if statement and statement.table.status is not TableStatus.UNREAD and (item := item_at(statement, where)):
            yield statement, item
            break
    else:
        return
    statement = disclosure.statement("fiscal_income_expenditure")
    if statement and (item := item_at(statement, "item:expenditure_total:total")):
        yield statement, item


def _agrees(amounts: list[Figure], totals: list[tuple[Statement, LineItem]]) -> bool:
    if len(amounts) > 1:
        return any(not compare_sum(item.figure, amounts, statement.decimals).differs for statement, item in totals)
    return any(compare_same(amounts[0], i.figure, None, s.decimals).verdict is not Agreement.DIFFERENT for s, i in totals)


def _finding(
    what: str,
    text: str,
    kind: str,
    found: Figure | Comparison,
    formula: str,
    total: tuple[Statement, LineItem],
    evidence: list[Evidence],
    tested: Relation,
) -> Failed:
    statement, item = total
    return fail(
        f"{what}，{statement.title}合计 {item.figure}，不一致。{text}",
        certainty=Certainty.SUSPECTED,
        address=f"performance/overall/{kind}",
        formula=f"{formula} ≠ {item.figure.text}",
        actual=found.value if isinstance(found, Figure) else found.expected,
        unit=found.unit if isinstance(found, Figure) else item.figure.unit,
        evidence=(*evidence, Evidence.of_item(item, statement.title)),
        tested=tested,
    )
