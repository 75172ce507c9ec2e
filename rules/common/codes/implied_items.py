"""Economic items that usually imply a functional item."""

from __future__ import annotations

from collections.abc import Iterator

from .... import (
    Certainty,
    Disclosure,
    Evidence,
    Finding,
    LineItem,
    Passed,
    Reason,
    Role,
    RowKind,
    Severity,
    TableStatus,
    Undecided,
    Verdict,
    rule,
)
from ....core.model.text import label_key
from ...legal import CODES, P
from ...references import load_references

_ID, _TITLE = "code.implied-items", "经济科目与功能科目"
# Economic item → the functional item that usually bears it.
_IMPLIED = {"30113": "2210201", "30109": "2080506", "30108": "2080505"}
_FUNCTIONAL = ("expenditure", "general_expenditure", "income", "fiscal_economic", "income_expenditure", "fiscal_income_expenditure")


@rule(id=_ID, title=_TITLE, severity=Severity.WARNING, basis=[CODES, P])
def implied_items(disclosure: Disclosure) -> Iterator[Verdict]:
    """基本支出表有住房公积金、职业年金、基本养老保险缴费的，功能科目中有相应的项级科目。

    相应科目：30113 住房公积金对应 2210201，30109 职业年金缴费对应 2080506，30108 机关事业单位基本养老保险缴费对应 2080505。只看有没有，不比对
    金额（资金来源不同，金额不必相等）；没有的请单位说明。

    无法判断：没有按经济分类的基本支出表，或没有列到项级的功能分类表。

    错例：基本支出表有住房公积金 12.00，各功能分类表没有住房保障支出。
    正例：基本支出表有住房公积金 12.00，支出表有 2210201 住房公积金。
    """
    year = disclosure.identity.fiscal_year
    statements = [s for s in disclosure.all_of(*_FUNCTIONAL) if s.table.status is TableStatus.READ]
    codes = {r.code for s in statements for r in s.rows if r.code and r.kind is RowKind.FUNCTIONAL}
    names = {label_key(r.name) for s in statements for r in s.rows}
    basic = [s for s in disclosure.all_of("basic_expenditure") if s.table.status is TableStatus.READ]
    if not basic or not any(len(c) == 7 for c in codes):
        yield Undecided(Reason.TABLE_MISSING, "没有按经济分类的基本支出表，或没有列到项级的功能分类表")
        return
    references = load_references()
    for economic, functional in _IMPLIED.items():
        item = _item(disclosure, economic)
        if item is None or year is None or not references.economic.names(economic, year):
            continue
        expected = references.functional.names(functional, year)
        if label_key(item.row.name) not in map(label_key, references.economic.names(economic, year)):
            continue
        if functional in codes or names & set(map(label_key, expected)):
            yield Passed()
            continue
        title = disclosure.statements[item.table].title
        yield Finding(
            rule=_ID,
            title=_TITLE,
            severity=Severity.WARNING,
            certainty=Certainty.SUSPECTED,
            message=f"{title}有“{item.row.label}”{item.figure}，各功能分类表没有通常与之对应的 {functional} {'、'.join(expected)}，请说明列在哪一功能科目。",
            address=f"economic:{economic}/functional:{functional}",
            actual=item.figure.value,
            unit=item.figure.unit,
            evidence=(
                Evidence.of_item(item, title, Role.ACTUAL),
                *(Evidence(Role.CONTEXT, s.title, s.table.place, table=s.title) for s in statements),
            ),
        )


def _item(disclosure: Disclosure, code: str) -> LineItem | None:
    for statement in disclosure.all_of("basic_expenditure"):
        for item in statement.items:
            if item.row.kind is RowKind.ECONOMIC and item.row.code == code and item.figure.value:
                return item
    return None
