"""Sums down the hierarchy of codes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ... import (
    Certainty,
    Comparison,
    Agreement,
    Disclosure,
    Evidence,
    Figure,
    Finding,
    LineItem,
    Passed,
    Reason,
    Role,
    Row,
    RowKind,
    Severity,
    Statement,
    TableStatus,
    Undecided,
    Verdict,
    compare_sum,
    figures_text,
    rule,
)
from ..legal import R6

_ID, _TITLE = "sum.hierarchy", "上级科目与下级科目之和"


@dataclass(frozen=True, slots=True)
class _Sum:
    parent: LineItem
    children: tuple[LineItem, ...]
    result: Comparison


@rule(id=_ID, title=_TITLE, severity=Severity.ERROR, basis=[R6])
def hierarchy_sum(disclosure: Disclosure) -> Iterator[Verdict]:
    """A row equals the sum of the rows directly under it: 类 = Σ 款, 款 = Σ 项, 合计 = Σ 类, 合计 = Σ 项目.

    Rows that are details of another (7-digit economic codes, 其中) are not added. Where a subtotal is wrong and
    the sum of its own rows also makes the level above hold, the subtotal is the faulty side and ``expected`` is
    that sum; the level above is then the same fault and said with it.

    Not evaluable where the table was not read in full.

    Wrong: 210 卫生健康支出 612, with 21012 612 and 21015 397.21 under it.
    Right: 210 卫生健康支出 1009.21.
    """
    for statement in disclosure.statements:
        if not any(r.parent is not None for r in statement.rows):
            continue
        if statement.table.status is not TableStatus.READ:
            yield Undecided(Reason.TABLE_NOT_READ, statement.title)
            continue
        for measure in dict.fromkeys(i.measure for i in statement.items):
            sums = list(_sums(statement, measure))
            wrong = [s for s in sums if s.result.differs]
            yield Passed(len(sums) - len(wrong)) if len(sums) > len(wrong) else Passed(0)
            yield from _findings(disclosure, statement, measure, sums, wrong)


def _sums(statement: Statement, measure: str) -> Iterator[_Sum]:
    items = {i.row.ordinal: i for i in statement.items if i.measure == measure}
    filled = {i.row.ordinal for i in statement.items}
    for row in statement.rows:
        parent = items.get(row.ordinal)
        if parent is None:
            continue
        rows = _addends(statement, row, filled)
        children = tuple(items[r.ordinal] for r in rows if r.ordinal in items)
        if not children:
            continue
        yield _Sum(parent, children, compare_sum(parent.figure, [c.figure for c in children], statement.decimals))


def _addends(statement: Statement, row: Row, filled: set[int]) -> list[Row]:
    """The rows that add up to a row: its children; projects of one 项 that has no row of its own count in its 款."""
    children = [r for r in statement.children(row) if r.ordinal in filled]
    if row.kind is RowKind.TOTAL and any(r.kind is RowKind.UNIT for r in children):
        units = [r for r in children if r.kind is RowKind.UNIT]
        return units if len(units) == len(children) else children
    return children


def _repairs(parent: _Sum, grandparents: list[_Sum], decimals: int) -> _Sum | None:
    """The sum one level up that fails now and holds with the sum of the parent's own rows."""
    for upper in grandparents:
        if upper.result.differs and parent.parent in upper.children:
            repaired = [_as(c.figure, parent.result) if c is parent.parent else c.figure for c in upper.children]
            if not compare_sum(upper.parent.figure, repaired, decimals).differs:
                return upper
    return None


def _as(figure: Figure, result: Comparison) -> Figure:
    return replace(figure, value=result.expected)


def _findings(disclosure: Disclosure, statement: Statement, measure: str, sums: list[_Sum], wrong: list[_Sum]) -> Iterator[Finding]:
    explained: list[_Sum] = []
    repaired: dict[int, _Sum] = {}
    for s in wrong:
        if (upper := _repairs(s, sums, statement.decimals)) is not None:
            explained.append(upper)
            repaired[id(s)] = upper
    for s in wrong:
        if any(s is e for e in explained) and id(s) not in repaired:
            continue
        yield _finding(disclosure, statement, measure, s, repaired.get(id(s)))


def _finding(disclosure: Disclosure, statement: Statement, measure: str, s: _Sum, upper: _Sum | None) -> Finding:
    sure = s.result.verdict is Agreement.DIFFERENT
    figures = [c.figure for c in s.children]
    column = s.parent.column_label or disclosure.name(measure)
    message = (
        f"{statement.title}“{s.parent.row.label}”行（{column}）为 {s.parent.figure.text}，"
        f"其下级各行相加为 {s.result.expected}，不一致，相差 {abs(s.result.actual - s.result.expected)}。"
    )
    evidence = [
        Evidence.of_item(s.parent, statement.title, Role.ACTUAL),
        *(Evidence.of_item(c, statement.title) for c in s.children),
    ]
    if upper is not None:
        message += f"按下级之和计，上一级“{upper.parent.row.label}”{upper.parent.figure.text} 亦相符。"
        evidence.append(Evidence.of_item(upper.parent, statement.title, Role.CONTEXT))
    return Finding(
        rule=_ID,
        title=_TITLE,
        severity=Severity.ERROR if sure else Severity.WARNING,
        certainty=Certainty.CERTAIN if sure else Certainty.SUSPECTED,
        message=message,
        address=f"{statement.id}/{s.parent.row.address}/{measure}",
        formula=f"{figures_text(figures)} = {s.result.expected} ≠ {s.parent.figure.text}",
        expected=s.result.expected if upper is not None else None,
        actual=s.result.actual,
        unit=s.parent.figure.unit,
        evidence=tuple(evidence),
    )
