"""人员经费 and 公用经费 by functional item and by economic item."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .... import (
    Agreement,
    Disclosure,
    Evidence,
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
    fail,
    item_at,
    label_key,
    rule,
)
from ...legal import M143
from ...tested import same, summed
from ..sum.part_totals import CLASSES, part_total

_BY_FUNCTION = ("general_expenditure", "expenditure")
_MEASURES = ("personnel", "public")
_NUMBER = re.compile(r"^(?:其中[:：]?)?(?:[（(]?[一二三四五六七八九十\d]+[）)、.．])?")


@rule(id="cross.staff-costs", title="人员经费、公用经费各表之间", severity=Severity.ERROR, basis=[M143])
def staff_costs(disclosure: Disclosure) -> Iterator[Verdict]:
    """支出表（按功能科目）的人员经费、公用经费合计，收支总表所列人员经费、公用经费，与基本支出表（按经济科目）的一致。

    基本支出表没有这两栏的，取表末的人员经费合计、公用经费合计；也没有的，人员经费取 301 与 303 之和，公用经费取其余各类之和。

    只在两表的基本支出相同时比对：基本支出不同的，口径不同，另有规则比对。

    无法判断：其中一张表缺失、没有读全，或没有这两栏。

    错例：支出表人员经费 580.10，基本支出表人员经费 598.10。
    正例：两表均为 598.10。
    """
    basic = disclosure.statement("basic_expenditure")
    yield from _overall(disclosure, basic)
    others = [s for id in _BY_FUNCTION if (s := disclosure.statement(id)) is not None and _total(s, "personnel") is not None]
    if basic is None or not others:
        yield Undecided(Reason.TABLE_MISSING, "支出表（人员经费、公用经费两栏）" if basic else "基本支出表")
        return
    whole = _total(basic, "total")
    for statement in others:
        own = _total(statement, "basic")
        if basic.table.status is not TableStatus.READ or statement.table.status is not TableStatus.READ:
            yield Undecided(Reason.TABLE_NOT_READ, statement.title)
        elif whole is None or own is None or compare_same(own.figure, whole.figure).verdict in (Agreement.DIFFERENT, Agreement.UNKNOWN):
            yield Undecided(Reason.NOTHING_TO_COMPARE, f"{statement.title}：基本支出与基本支出表不同")
        else:
            yield from _compare(disclosure, statement, basic)


def _compare(disclosure: Disclosure, statement: Statement, basic: Statement) -> Iterator[Verdict]:
    for measure in _MEASURES:
        here, there = _total(statement, measure), _total(basic, measure)
        if here is None or there is None:
            continue
        tested = Relation.same(here, there)
        if compare_same(here.figure, there.figure, statement.decimals, basic.decimals).verdict is not Agreement.DIFFERENT:
            yield Passed(1, (tested,))
            continue
        yield fail(
            f"{disclosure.name(measure)}：{statement.title} 为 {here.figure}，{basic.title} 为 {there.figure}，不一致。",
            address=f"{statement.id}+{basic.id}/total/{measure}",
            formula=f"{here.figure.text} ≠ {there.figure.text}",
            actual=here.figure,
            evidence=(Evidence.of_item(there, basic.title), Evidence.of_item(here, statement.title, Role.ACTUAL)),
            tested=tested,
        )


def _total(statement: Statement, measure: str) -> LineItem | None:
    return item_at(statement, f"total:{measure}")


_ROWS = {"personnel": ("人员经费", "人员支出", "人员经费支出"), "public": ("公用经费", "日常公用经费", "日常公用支出", "公用经费支出")}


def _overall(disclosure: Disclosure, basic: Statement | None) -> Iterator[Verdict]:
    """人员经费 and 公用经费 as rows under 基本支出 in the overall statement."""
    for id in ("income_expenditure", "fiscal_income_expenditure"):
        statement = disclosure.statement(id)
        own = _row(statement, ("基本支出",)) if statement is not None else None
        rows = {m: i for m, names in _ROWS.items() if statement is not None and (i := _row(statement, names))}
        if statement is None or own is None or not rows:
            continue
        whole = _total(basic, "total") if basic is not None else None
        if basic is None or whole is None or {statement.table.status, basic.table.status} != {TableStatus.READ}:
            yield Undecided(Reason.TABLE_MISSING, f"{statement.title}：基本支出表缺失或没有读全")
        elif compare_same(own.figure, whole.figure, statement.decimals, basic.decimals).verdict is not Agreement.EQUAL:
            yield Undecided(Reason.NOTHING_TO_COMPARE, f"{statement.title}：基本支出与基本支出表不同")
        else:
            yield from _rows_of(disclosure, rows, basic)


def _rows_of(disclosure: Disclosure, rows: dict[str, LineItem], basic: Statement) -> Iterator[Verdict]:
    for measure, item in rows.items():
        address = f"{item.statement}+{basic.id}/{measure}"
        there = _total(basic, measure) or part_total(basic, measure)
        classes = [i for i in basic.find("total", RowKind.ECONOMIC) if len(i.row.key) == 3]
        parts = [i for i in classes if i.row.key in CLASSES[measure]]
        if there is not None:
            yield from same(disclosure, item, there, address)
        elif parts and len(rows) == len(CLASSES) and all(i.row.key in {c for g in CLASSES.values() for c in g} for i in classes):
            yield from summed(disclosure, item, parts, address)


def _row(statement: Statement, names: tuple[str, ...]) -> LineItem | None:
    """The one row of the expenditure side with one of these names, in the column of the whole."""
    found = [
        i
        for i in statement.find("total", RowKind.ITEM)
        if i.row.side is not Side.INCOME and _NUMBER.sub("", label_key(i.row.name)) in names
    ]
    return found[0] if len(found) == 1 else None
