"""One total in several statements."""

from __future__ import annotations

from collections.abc import Iterator

from .... import (
    Agreement,
    Disclosure,
    Evidence,
    Kind,
    LineItem,
    Passed,
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
    item_at,
    rule,
)
from ...legal import M143

_Group = tuple[str, tuple[str, ...]]
_BUDGET: tuple[_Group, ...] = (
    ("收入总数", ("income_expenditure@item:income_total:total", "income@total:total")),
    ("支出总数", ("income_expenditure@item:expenditure_total:total", "expenditure@total:total")),
    ("一般公共预算拨款收入", ("income_expenditure@item:general:total", "fiscal_income_expenditure@item:general:total")),
    ("一般公共预算支出", ("fiscal_income_expenditure@item:expenditure_total:general", "general_expenditure@total:total")),
    ("一般公共预算基本支出", ("general_expenditure@total:basic", "basic_expenditure@total:total")),
    ("一般公共预算项目支出", ("general_expenditure@total:project", "project_expenditure@total:total")),
    ("财政拨款支出", ("fiscal_income_expenditure@item:expenditure_total:total", "fiscal_expenditure@total:total")),
    ("财政拨款基本支出", ("fiscal_income_expenditure@item:basic:total", "fiscal_basic@total:total")),
    ("基本支出", ("income_expenditure@item:basic:total", "expenditure@total:basic")),
    ("项目支出", ("income_expenditure@item:project:total", "expenditure@total:project")),
    ("单位预留机动经费", ("income_expenditure@item:reserve:total", "expenditure@total:reserve")),
    ("政府性基金预算支出", ("fiscal_income_expenditure@item:expenditure_total:fund", "government_fund@total:total")),
)
_NOT_EVERYWHERE = frozenset({"财政拨款支出", "财政拨款基本支出", "基本支出", "项目支出", "单位预留机动经费"})
"""Of tables and rows that only some regions print: nothing is missing where they are not."""
_FINAL: tuple[_Group, ...] = (
    ("本年收入合计", ("income_expenditure@item:current_income:total", "income@total:total")),
    ("本年支出合计", ("income_expenditure@item:current_expenditure:total", "expenditure@total:total")),
    ("一般公共预算财政拨款支出", ("fiscal_income_expenditure@item:current_expenditure:general", "general_expenditure@total:total")),
    ("一般公共预算财政拨款基本支出", ("general_expenditure@total:basic", "basic_expenditure@total:total")),
    ("政府性基金预算财政拨款支出", ("fiscal_income_expenditure@item:current_expenditure:fund", "government_fund@total:expenditure")),
    (
        "国有资本经营预算财政拨款支出",
        ("fiscal_income_expenditure@item:current_expenditure:state_capital", "state_capital@total:expenditure"),
    ),
)


@rule(id="cross.totals", title="各表总数之间", severity=Severity.ERROR, basis=[M143])
def totals_across_tables(disclosure: Disclosure) -> Iterator[Verdict]:
    """同一总数在各表中一致：收支总表 = 收入总表，收支总表 = 支出总表，一般公共预算支出表的基本支出 = 基本支出表合计，等等。

    决算以“本年收入合计”“本年支出合计”比对，因为总计含年初、年末结转和结余。

    无法判断：其中一张表缺失或没有读全。

    错例：收支总表收入总计 1051.79，收入总表合计 1051.00。
    正例：两表均为 1051.79。
    """
    groups = _FINAL if disclosure.identity.kind is Kind.FINAL else _BUDGET
    for name, places in groups:
        found = [(s, i) for p in places if (s := disclosure.statement(p.partition("@")[0])) and (i := _item(s, p.partition("@")[2]))]
        if len(found) < 2 and name in _NOT_EVERYWHERE:
            continue
        if len(found) < 2:
            yield Undecided(Reason.TABLE_MISSING, name)
            continue
        (s1, a), (s2, b) = found[0], found[1]
        result = compare_same(b.figure, a.figure, s2.decimals, s1.decimals)
        if result.verdict is Agreement.UNKNOWN:
            yield Undecided(Reason.UNIT_UNKNOWN, s1.title if a.figure.unit is None else s2.title)
            continue
        if result.verdict is not Agreement.DIFFERENT:
            yield Passed(1, (Relation.same(b, a),))
            continue
        kept = item_at(s1, f"item:carried_to_next:{a.measure}") if a.row.key == "expenditure_total" else None
        if kept is not None and not compare_sum(a.figure, [b.figure, kept.figure], s1.decimals).differs:
            yield Passed(1, (Relation.sum(a, [b, kept]),))  # the total of both sides holds what is kept for the next year
            continue
        yield fail(
            f"{name}：{s1.title} 为 {a.figure}，{s2.title} 为 {b.figure}，不一致。",
            address=f"{s1.id}+{s2.id}/{a.row.key}/{a.measure}",
            formula=f"{a.figure.text} ≠ {b.figure.text}",
            actual=b.figure,
            evidence=(Evidence.of_item(a, s1.title, Role.OPERAND), Evidence.of_item(b, s2.title, Role.ACTUAL)),
            tested=Relation.same(b, a),
        )


def _item(statement: Statement, where: str) -> LineItem | None:
    return item_at(statement, where) if statement.table.status is not TableStatus.UNREAD else None
