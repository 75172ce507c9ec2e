"""One functional item in several statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from .... import (
    Agreement,
    Certainty,
    Comparison,
    Disclosure,
    Evidence,
    Failed,
    Kind,
    LineItem,
    Passed,
    Reason,
    Relation,
    Role,
    RowKind,
    Severity,
    Side,
    Statement,
    TableStatus,
    Undecided,
    Verdict,
    compare_same,
    compare_sum,
    fail,
    figures_text,
    rule,
)
from ...legal import R6

_GENERAL = ("fiscal_income_expenditure:general", "general_expenditure")
_BUDGET: tuple[tuple[str, ...], ...] = (("income_expenditure", "income", "expenditure"), _GENERAL)
# What came in for an item in a year is not what was spent on it: final accounts compare spending only.
_FINAL: tuple[tuple[str, ...], ...] = (("income_expenditure", "expenditure"), _GENERAL)


@rule(id="cross.items", title="同一科目在各表之间", severity=Severity.ERROR, basis=[R6])
def items_across_tables(disclosure: Disclosure) -> Iterator[Verdict]:
    """同一功能科目在显示它的各表中金额一致。

    全口径的表互相比对，一般公共预算的表互相比对；口径不同的表之间不比对。为使合计闭合而调整的末位尾差不报告。决算只比对支出。表中没有“
    类”行的，以该类各项相加比对。

    错例：210 卫生健康支出：收支总表 1009.21，支出总表 612。
    正例：两表均为 1009.21。
    """
    for group in _FINAL if disclosure.identity.kind is Kind.FINAL else _BUDGET:
        seen: dict[str, list[tuple[Statement, LineItem]]] = defaultdict(list)
        for name in group:
            id, _, measure = name.partition(":")
            for statement in disclosure.all_of(id):
                if statement.table.status is not TableStatus.UNREAD:
                    for item in _items(statement, measure or "total"):
                        seen[item.row.key].append((statement, item))
        for places in seen.values():
            # what a table without a unit prints is compared with tables without one alone
            yield from _compare([(s, i) for s, i in places if i.figure.unit is not None])
            yield from _compare([(s, i) for s, i in places if i.figure.unit is None])
        yield from _classes(disclosure, group, seen)


def _classes(disclosure: Disclosure, group: tuple[str, ...], seen: dict[str, list[tuple[Statement, LineItem]]]) -> Iterator[Verdict]:
    """A 类 of the two-sided statement against the 项 of the statement that has no row for the 类."""
    overview, *others = (name.partition(":") for name in group)
    for id, _, measure in others:
        for statement in disclosure.all_of(id):
            if statement.table.status is not TableStatus.READ or any(r.code and len(r.code) == 3 for r in statement.rows):
                continue
            for item in (i for s in disclosure.all_of(overview[0]) for i in _items(s, overview[2] or "total")):
                parts = [i for i in statement.find(measure or "total", RowKind.FUNCTIONAL) if i.row.key.startswith(item.row.key)]
                if any((p.figure.unit is None) != (item.figure.unit is None) for p in parts):
                    yield Undecided(Reason.UNIT_UNKNOWN, statement.title)
                elif parts and not (result := compare_sum(item.figure, [p.figure for p in parts], statement.decimals)).differs:
                    yield Passed(1, (Relation.sum(item, parts),))
                elif parts:
                    yield _class_finding(disclosure, statement, item, parts, result)


def _class_finding(disclosure: Disclosure, statement: Statement, item: LineItem, parts: list[LineItem], result: Comparison) -> Failed:
    above = disclosure.statements[item.table]
    sure = result.verdict is Agreement.DIFFERENT
    return fail(
        f"“{item.row.label}”：{above.title} 为 {item.figure}，{statement.title} 所列该类各项相加为 {result.expected}，不一致。",
        severity=Severity.ERROR if sure else Severity.WARNING,
        certainty=Certainty.CERTAIN if sure else Certainty.SUSPECTED,
        address=f"{above.id}+{statement.id}/{item.row.address}",
        formula=f"{figures_text([p.figure for p in parts])} = {result.expected} ≠ {item.figure.text}",
        actual=result.actual,
        unit=item.figure.unit,
        evidence=(Evidence.of_item(item, above.title, Role.ACTUAL), *(Evidence.of_item(p, statement.title) for p in parts)),
        tested=Relation.sum(item, parts),
    )


def _items(statement: Statement, measure: str) -> Iterator[LineItem]:
    codes: dict[str, list[LineItem]] = defaultdict(list)
    for item in statement.find(measure, RowKind.FUNCTIONAL):
        if item.row.side is not Side.INCOME:
            codes[item.row.key].append(item)
    # A code printed on several rows (one for each unit or source) has no single amount here.
    yield from (items[0] for items in codes.values() if len(items) == 1)


def _compare(places: list[tuple[Statement, LineItem]]) -> Iterator[Verdict]:
    if len(places) < 2:
        return
    groups: dict[Decimal, list[tuple[Statement, LineItem]]] = {}
    first_statement, first = next((p for p in places if p[1].figure.is_money), places[0])
    wrong = False
    for statement, item in places:
        result = compare_same(first.figure, item.figure, first_statement.decimals, statement.decimals)
        if result.verdict is not Agreement.UNKNOWN:
            groups.setdefault(result.expected, []).append((statement, item))
        wrong = wrong or result.verdict is Agreement.DIFFERENT
    relation = Relation.same(*(i for group in groups.values() for _, i in group))
    if not wrong:
        yield Passed(len(places) - 1, (relation,))
        return
    parts = [f"{'、'.join(s.title for s, _ in group)} 为 {group[0][1].figure}" for group in groups.values()]
    yield fail(
        f"“{first.row.label}”：{'；'.join(parts)}，不一致。",
        address=f"{'+'.join(sorted({s.id for s, _ in places}))}/{first.row.address}",
        formula=" ≠ ".join(g[0][1].figure.text for g in groups.values()),
        unit=first.figure.unit,
        evidence=tuple(Evidence.of_item(i, s.title, Role.OPERAND) for s, i in places),
        tested=relation,
    )
