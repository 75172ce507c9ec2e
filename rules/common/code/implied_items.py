"""Economic items that usually imply a functional item."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .... import (
    Certainty,
    Disclosure,
    Evidence,
    LineItem,
    Passed,
    Reason,
    Role,
    RowKind,
    Severity,
    TableStatus,
    Undecided,
    Verdict,
    fail,
    label_key,
    rule,
)
from ...legal import CODES, P
from ...numbers import of_text, prose, sections
from ...references import load_references

# Economic item → the functional item that usually bears it.
_IMPLIED = {"30113": "2210201", "30109": "2080506", "30108": "2080505"}
_LISTED = re.compile(r"人员经费[^。；\n]{0,30}?，(?:主要)?包括：?(?P<names>[^。；\n]+)")
_FUNCTIONAL = ("expenditure", "general_expenditure", "income", "fiscal_economic", "income_expenditure", "fiscal_income_expenditure")


@rule(id="code.implied-items", title="经济科目与功能科目", severity=Severity.WARNING, basis=[CODES, P], compares=False)
def implied_items(disclosure: Disclosure) -> Iterator[Verdict]:
    """基本支出表有住房公积金、职业年金、基本养老保险缴费的，功能科目中有相应的项级科目。

    相应科目：30113 住房公积金对应 2210201，30109 职业年金缴费对应 2080506，30108 机关事业单位基本养老保险缴费对应 2080505。只看有没有，不比对
    金额（资金来源不同，金额不必相等）；没有的请单位说明。

    报表另附的决算，以文字所列人员经费的各项名称和各功能科目（项）的说明相比，只作提示。

    无法判断：没有按经济分类的基本支出表，或没有列到项级的功能分类表。

    错例：基本支出表有住房公积金 12.00，各功能分类表没有住房保障支出。
    正例：基本支出表有住房公积金 12.00，支出表有 2210201 住房公积金。
    """
    year = disclosure.identity.fiscal_year
    statements = [s for s in disclosure.all_of(*_FUNCTIONAL) if s.table.status is TableStatus.READ]
    codes = {r.code for s in statements for r in s.rows if r.code and r.kind is RowKind.FUNCTIONAL}
    names = {label_key(r.name) for s in statements for r in s.rows}
    basic = [s for s in disclosure.all_of("basic_expenditure") if s.table.status is TableStatus.READ]
    if not basic and not statements:
        told = list(_told(disclosure))
        yield from told or [Undecided(Reason.TABLE_MISSING, "没有按经济分类的基本支出表，或没有列到项级的功能分类表")]
        return
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
        yield fail(
            f"{title}有“{item.row.label}”{item.figure}，各功能分类表没有通常与之对应的 {functional} {'、'.join(expected)}，请说明列在哪一功能科目。",
            certainty=Certainty.SUSPECTED,
            address=f"economic:{economic}/functional:{functional}",
            actual=item.figure,
            evidence=(
                Evidence.of_item(item, title, Role.ACTUAL),
                *(Evidence(Role.CONTEXT, s.title, s.table.place, table=s.title) for s in statements),
            ),
        )


def _told(disclosure: Disclosure) -> Iterator[Verdict]:
    """The names that the prose lists under 人员经费 against the 项 that it explains, where the statements stand elsewhere."""
    year = disclosure.identity.fiscal_year
    stated = [c for c in disclosure.claims if c.section.id == "general_items" and len(c.path) == 3 and c.code]
    lists = [(s, m) for s in sections(disclosure, "basic") for m in _LISTED.finditer(prose(s))]
    if year is None or not stated or not lists:
        return
    section, listed = lists[0]
    names = {label_key(n) for n in re.split(r"[、，和及]", listed["names"])}
    codes = {c.code for c in stated}
    explained = {label_key(c.path[-1]) for c in stated}
    references = load_references()
    for economic, functional in _IMPLIED.items():
        printed = [n for n in references.economic.names(economic, year) if label_key(n) in names]
        if not printed:
            continue
        expected = references.functional.names(functional, year)
        if functional in codes or explained & set(map(label_key, expected)):
            yield Passed()
            continue
        yield fail(
            f"“{section.label}”所列人员经费中有“{printed[0]}”，“{stated[0].section.label}”没有通常与之对应的 {functional} {'、'.join(expected)}，请说明列在哪一功能科目。",
            severity=Severity.INFO,
            certainty=Certainty.SUSPECTED,
            address=f"prose/economic:{economic}/functional:{functional}",
            evidence=(
                of_text(section, listed.start(), listed.end(), Role.ACTUAL),
                *(Evidence.of_claim(c, Role.CONTEXT) for c in stated[:10]),
            ),
        )


def _item(disclosure: Disclosure, code: str) -> LineItem | None:
    for statement in disclosure.all_of("basic_expenditure"):
        for item in statement.items:
            if item.row.kind is RowKind.ECONOMIC and item.row.code == code and item.figure.value:
                return item
    return None
