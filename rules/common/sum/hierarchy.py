"""Sums down the hierarchy of codes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from .... import (
    Agreement,
    Certainty,
    Comparison,
    Disclosure,
    Evidence,
    Failed,
    Figure,
    LineItem,
    Passed,
    Reason,
    Relation,
    Role,
    Row,
    RowKind,
    Severity,
    Statement,
    TableStatus,
    Undecided,
    Verdict,
    compare_sum,
    fail,
    figures_text,
    rule,
)
from ...legal import R6


@rule(id="sum.hierarchy", title="上级科目与下级科目之和", severity=Severity.ERROR, basis=[R6])
def hierarchy_sum(disclosure: Disclosure) -> Iterator[Verdict]:
    """上级科目等于其直接下级各行之和：类 = Σ款，款 = Σ项，合计 = Σ类，合计 = Σ项目。

    “其中”项和七位明细码不重复相加。最末级各行相加与合计行相符时，中间不符的小计即为有误的一方，给出应有数，上面各级不再重复
    报告，该行多列不符合并为一条。

    无法判断：表格没有读全。

    错例：210 卫生健康支出 612，其下 21012 为 612、21015 为 397.21。
    正例：210 卫生健康支出 1009.21。
    """
    for statement in disclosure.statements:
        if not any(r.parent is not None for r in statement.rows):
            continue
        if statement.table.status is not TableStatus.READ:
            yield Undecided(Reason.TABLE_NOT_READ, statement.title)
            continue
        wrong: dict[tuple[int, str], list[_Wrong]] = defaultdict(list)
        for measure in dict.fromkeys(i.measure for i in statement.items):
            tree = _Tree(statement, measure)
            faults = list(tree.faults())
            yield Passed(max(0, tree.sums - len(faults)), tuple(tree.held))
            for fault in faults:
                # A row that is determined to be wrong is one finding; else each column may have a cause of its own.
                wrong[fault.row.ordinal, "" if fault.determined else measure].append(fault)
        for faults in wrong.values():
            yield _finding(disclosure, statement, sorted(faults, key=lambda f: f.measure != "total"))


@dataclass(frozen=True, slots=True)
class _Wrong:
    """A row whose print does not fit the rows under it, in one measure."""

    row: Row
    measure: str
    printed: LineItem | None
    added: tuple[LineItem, ...]
    children: tuple[LineItem, ...]
    result: Comparison
    determined: bool

    @property
    def addends(self) -> list[Figure]:
        return [i.figure for i in self.added]


class _Tree:
    """The rows of a statement in one measure, as a tree of sums."""

    def __init__(self, statement: Statement, measure: str) -> None:
        self.statement, self.measure = statement, measure
        self.items = {i.row.ordinal: i for i in statement.items if i.measure == measure}
        self.filled = {i.row.ordinal for i in statement.items}
        self.children: dict[int, list[Row]] = defaultdict(list)
        for row in statement.rows:
            if row.parent is not None and not row.detail and row.ordinal in self.filled:
                self.children[row.parent].append(row)
        self._leaves: dict[int, list[LineItem]] = {}
        self.held: list[Relation] = []
        """The sums that :meth:`faults` found to hold."""
        self.sums = sum(1 for r in self.children if r in self.items and self._has_figures(r))

    def _has_figures(self, ordinal: int) -> bool:
        return any(r.ordinal in self.items for r in self.children[ordinal])

    def leaves(self, row: Row) -> list[LineItem]:
        """Figures of the lowest rows under a row; the row's own where nothing below has one."""
        if (known := self._leaves.get(row.ordinal)) is not None:
            return known
        below = [f for child in self.children.get(row.ordinal, ()) for f in self.leaves(child)]
        own = self.items.get(row.ordinal)
        found = self._leaves[row.ordinal] = below or ([own] if own else [])
        return found

    def _printed_children(self, row: Row) -> tuple[LineItem, ...]:
        return tuple(self.items[r.ordinal] for r in self.children.get(row.ordinal, ()) if r.ordinal in self.items)

    def faults(self) -> Iterator[_Wrong]:
        """Rows that do not fit: all subtotals against the lowest rows if these make up the total, else level by level."""
        totals = [r for r in self.statement.rows if r.kind is RowKind.TOTAL and r.ordinal in self.items]
        top = next((r for r in totals if self.children.get(r.ordinal)), None)  # 人员经费合计 at the foot has no rows under it
        closed = top is not None and len(self.leaves(top)) > 1 and self._against(top, self.leaves(top)).verdict is Agreement.EQUAL
        for row in self.statement.rows:
            children = self._printed_children(row)
            printed = self.items.get(row.ordinal)
            if closed and row is not top and self.children.get(row.ordinal):
                yield from self._against_leaves(row, printed, children)
            elif printed is not None and children and not (closed and row is top):
                yield from self._compared(printed, children, children, False)
            elif closed and row is top:
                self.held.append(Relation.sum(self.items[row.ordinal], self.leaves(row)))

    def _against(self, row: Row, addends: Sequence[LineItem]) -> Comparison:
        return compare_sum(self.items[row.ordinal].figure, [i.figure for i in addends], self.statement.decimals)

    def _compared(
        self, printed: LineItem, addends: tuple[LineItem, ...], children: tuple[LineItem, ...], determined: bool
    ) -> Iterator[_Wrong]:
        result = self._against(printed.row, addends)
        if result.differs:
            yield _Wrong(printed.row, self.measure, printed, addends, children, result, determined)
        elif result.verdict is Agreement.EQUAL:
            self.held.append(Relation.sum(printed, addends))

    def _against_leaves(self, row: Row, printed: LineItem | None, children: tuple[LineItem, ...]) -> Iterator[_Wrong]:
        leaves = self.leaves(row)
        if printed is not None and children:
            yield from self._compared(printed, tuple(leaves), children, True)
        elif printed is None and row.ordinal in self.filled and leaves and (total := sum((i.figure.value for i in leaves), Decimal(0))):
            yield _Wrong(row, self.measure, None, tuple(leaves), children, Comparison(Agreement.DIFFERENT, total, Decimal(0)), True)


def _finding(disclosure: Disclosure, statement: Statement, faults: list[_Wrong]) -> Failed:
    main = next((f for f in faults if f.printed is not None), faults[0])
    sure = any(f.result.verdict is Agreement.DIFFERENT for f in faults)
    said = "；".join(_said(disclosure, statement, f) for f in faults)
    message = f"{statement.title}“{main.row.label}”行：{said}，不一致。"
    evidence = []
    if main.determined:
        message += "最末级各行相加与合计行相符。"
        for above in _symptoms_above(statement, main):
            added = f"{figures_text(above.rows)} = {above.result.expected}" if len(above.rows) > 1 else above.result.expected
            message += f"因此上一级“{above.parent.row.label}”{above.parent.figure.text} 与其下级各行所印之和 {added} 也不相符。"
            evidence.append(Evidence.of_item(above.parent, statement.title, Role.CONTEXT))
    for fault in faults:
        if fault.printed is not None:
            evidence.append(Evidence.of_item(fault.printed, statement.title, Role.ACTUAL if fault is main else Role.CONTEXT))
        evidence += [Evidence.of_item(c, statement.title) for c in fault.children]
    return fail(
        message,
        severity=Severity.ERROR if sure else Severity.WARNING,
        certainty=Certainty.CERTAIN if sure else Certainty.SUSPECTED,
        address=f"{statement.id}/{main.row.address}/{main.measure}",
        formula=f"{figures_text(main.addends)} = {main.result.expected} ≠ {main.printed.figure.text if main.printed else '（空白）'}",
        expected=main.result.expected if main.determined and main.printed else None,
        actual=main.result.actual if main.printed else None,
        unit=statement.unit,
        evidence=tuple(evidence),
        tested=tuple(Relation.sum(f.printed, f.added) for f in faults if f.printed is not None),
    )


@dataclass(frozen=True, slots=True)
class _Above:
    parent: LineItem
    rows: tuple[Figure, ...]
    result: Comparison


def _symptoms_above(statement: Statement, fault: _Wrong) -> Iterator[_Above]:
    """The level above a wrong subtotal, where its printed rows do not make it up: the same fault seen from there."""
    tree = _Tree(statement, fault.measure)
    parent = tree.items.get(fault.row.parent) if fault.row.parent is not None else None
    if parent is None:
        return
    rows = [tree.items[r.ordinal] for r in tree.children[parent.row.ordinal] if r.ordinal in tree.items]
    result = compare_sum(parent.figure, [r.figure for r in rows], statement.decimals)
    if rows and result.differs:
        yield _Above(parent, tuple(r.figure for r in rows), result)


def _said(disclosure: Disclosure, statement: Statement, fault: _Wrong) -> str:
    column = next((c.label for c in statement.columns if c.measure == fault.measure), "") or disclosure.name(fault.measure)
    shown = f"为 {fault.printed.figure.text}" if fault.printed else "为空白"
    return f"{column}{shown}，其下级相加为 {fault.result.expected}"
