"""The numbered levels of the income side: 一、, 1., 其中."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

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
    Relation,
    Role,
    Severity,
    Side,
    Statement,
    TableStatus,
    Verdict,
    compare_sum,
    fail,
    figures_text,
    label_key,
    rule,
)
from ...legal import M143

_FIRST = re.compile(r"^[一二三四五六七八九十]{1,2}、")
_SECOND = re.compile(r"^(?:\d{1,2}[.、．](?!\d)|（[一二三四五六七八九十]{1,2}）)")
_AMONG = re.compile(r"^其中：")
_TOTAL = re.compile(r"^(?:收入|本年收入)?(?:总计|合计)$")


@dataclass(slots=True)
class _Node:
    label: str
    item: LineItem | None
    parts: list[_Node] = field(default_factory=list)
    among: list[_Node] = field(default_factory=list)


@rule(id="sum.income-levels", title="收支总表收入栏的上下级", severity=Severity.ERROR, basis=[M143])
def income_levels(disclosure: Disclosure) -> Iterator[Verdict]:
    """预算收支总表的收入栏按序号分级的：“一、”等于其下“1.”“2.”各项相加，收入总计等于“一、”“二、”各项相加，“其中”各项相加不大于其所属的项。

    没有按序号分级的不适用。“其中”不一定列全，所以只报告大于的。

    错例：一、本年收入 522.00；1. 一般公共预算拨款 532.00。
    正例：1. 一般公共预算拨款 522.00。
    """
    if disclosure.identity.kind is not Kind.BUDGET:
        return
    for statement in disclosure.all_of("income_expenditure", "fiscal_income_expenditure"):
        if statement.table.status is not TableStatus.READ:
            continue
        firsts, total = _levels(statement)
        if not any(n.parts for n in firsts):
            continue
        if total is not None:
            yield from _compare(statement, total, firsts, exact=True)
        for node in firsts:
            yield from _compare(statement, node, node.parts, exact=True)
            for part in node.parts:
                yield from _compare(statement, part, part.parts, exact=False)
                for among in (part, *part.parts):
                    yield from _compare(statement, among, among.among, exact=False)


def _levels(statement: Statement) -> tuple[list[_Node], _Node | None]:
    items = {i.cell.row: i for i in statement.items if i.row.side is Side.INCOME and i.measure == "total"}
    columns = {i.cell.column for i in items.values()}
    if len(columns) != 1:
        return [], None
    (column,) = columns
    firsts: list[_Node] = []
    last: _Node | None = None
    owner: _Node | None = None
    for r, row in enumerate(statement.table.grid()):
        label = label_key(next((t for t in row[:column] if t.strip()), ""))
        if r < statement.table.header_rows or not label:
            continue
        node = _Node(label, items.get(r))
        if _TOTAL.match(label):
            return firsts, node
        if _FIRST.match(label):
            firsts.append(node)
            last = owner = None
        elif _SECOND.match(label) and firsts:
            _place(node, firsts[-1].parts)
            last, owner = node, None
        elif _AMONG.match(label) and last is not None:
            owner = last
            owner.among.append(node)
        elif owner is not None:
            owner.among.append(node)
        else:
            return [], None  # a row that no number places
    return firsts, None


def _place(node: _Node, parts: list[_Node]) -> None:
    """Among the parts numbered alike, or as a part of the last of them: 1. below （一）."""
    if not parts or (node.label[0] == "（") == (parts[0].label[0] == "（"):
        parts.append(node)
    else:
        parts[-1].parts.append(node)


def _compare(statement: Statement, whole: _Node, parts: list[_Node], *, exact: bool) -> Iterator[Verdict]:
    amounts = [p.item for p in parts if p.item is not None]
    if whole.item is None or not amounts:
        return
    result = compare_sum(whole.item.figure, [a.figure for a in amounts], statement.decimals)
    if not result.differs or (not exact and result.expected < result.actual):
        yield Passed(1, (_relation(whole.item, amounts, exact=exact),))
        return
    yield _finding(statement, whole.item, amounts, result, exact=exact)


def _finding(statement: Statement, whole: LineItem, parts: list[LineItem], result: Comparison, *, exact: bool) -> Failed:
    sure = result.verdict is Agreement.DIFFERENT
    names = "、".join(f"{p.row.name} {p.figure.text}" for p in parts)
    return fail(
        f"{statement.title}：{whole.row.name}为 {whole.figure.text}，{'其下' if exact else '其中'}{names}，相加为 {result.expected}，不一致。",
        severity=Severity.ERROR if sure else Severity.WARNING,
        certainty=Certainty.CERTAIN if sure else Certainty.SUSPECTED,
        address=f"{statement.id}/{whole.row.address}/levels",
        formula=f"{figures_text([p.figure for p in parts])} = {result.expected} ≠ {whole.figure.text}",
        actual=whole.figure,
        evidence=(Evidence.of_item(whole, statement.title, Role.ACTUAL), *(Evidence.of_item(p, statement.title) for p in parts)),
        tested=_relation(whole, parts, exact=exact),
    )


def _relation(whole: LineItem, parts: list[LineItem], *, exact: bool) -> Relation:
    return Relation.sum(whole, parts) if exact else Relation.at_most(parts, whole)
