"""Empty tables need a word."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .... import (
    Disclosure,
    Evidence,
    Passed,
    Reason,
    Role,
    Severity,
    Statement,
    TableStatus,
    Undecided,
    Verdict,
    fail,
    label_key,
    rule,
)
from ...legal import DIR, T
from ...wording import funds_of, is_form, prose_length

_NONE = re.compile(
    r"无|没有|未安排|未使用|未列|未编制|未发生|不涉及|不存在|空表|为空|为0|(?<![\d.,])0(?:\.0+)?(?:亿|万)?元|(?<![\d.,])0(?:\.0+)?[，。；]"
)
_AMOUNT_HEAD = re.compile(r"数$|金额|合计|[总小]计|收入|支出|经费|资金|元[）)]?$")
_AMOUNT = re.compile(r"^-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?%?$")


@rule(id="completeness.empty-table", title="空表说明", severity=Severity.WARNING, basis=[DIR, T], compares=False)
def empty_table(disclosure: Disclosure) -> Iterator[Verdict]:
    """没有数据的表列为空表并有说明：表下附注，或文字说明中写明没有这项收支。

    文中任何一处写明该项资金“无”“没有”“未安排”“0 万元”“为空表”等，即为有说明。印有 0 的表不是空表；绩效表不在此列。

    无法判断：表没有读全，或本文件只有表格、说明另附，或不能从表名判断是哪一项资金。

    错例：政府性基金预算支出表没有数据，表下和文中都没有提到政府性基金。
    正例：政府性基金预算支出表没有数据，文中写明本年没有政府性基金预算支出。
    """
    prose: list[str] | None = None
    for statement in disclosure.statements:
        if is_form(statement) or not statement.table.title:
            continue
        if statement.table.status is not TableStatus.READ:
            yield Undecided(Reason.TABLE_NOT_READ, statement.title)
            continue
        if has_amount(statement):
            continue
        if any(_NONE.search(n.text) for n in statement.table.notes):
            yield Passed()
            continue
        if prose_length(disclosure) < 200:
            yield Undecided(Reason.TABLE_MISSING, f"文字说明很少或没有（可能另附）：{statement.title}")
            continue
        funds = funds_of(statement.table.title)
        if not funds:
            yield Undecided(Reason.NOT_RECOGNISED, statement.title)
            continue
        prose = _sentences(disclosure) if prose is None else prose
        if any(_NONE.search(s) for s in prose if any(f in s for f in funds)):
            yield Passed()
            continue
        yield fail(
            f"{statement.title}没有数据，表下没有附注，文字说明中也没有写明没有这项收支。",
            address=f"{statement.id}/empty",
            evidence=Evidence(Role.ACTUAL, statement.table.title, statement.table.place, table=statement.title),
        )


def has_amount(statement: Statement) -> bool:
    """Whether a table prints any figure, zeros included; codes and line numbers are none."""
    if statement.items:
        return True
    codes = {c.index for c in statement.columns if c.measure and c.measure.startswith("@") and c.measure != "@label"}
    headed = {c.index for c in statement.columns if _AMOUNT_HEAD.search(c.label)}
    for cell in statement.table.cells:
        text = label_key(cell.text)
        # without a header that says so, three digits are a code
        plain = "." in text or len(text) != 3 or cell.column in headed
        if cell.row >= statement.table.header_rows and cell.column not in codes and _AMOUNT.match(text) and plain:
            return True
    return False


def _sentences(disclosure: Disclosure) -> list[str]:
    found: list[str] = []
    for section in disclosure.sections:
        if section.part != "glossary":
            found += [label_key(s) for h in section.headings for s in [h]]
            found += [label_key(s) for s in re.split(r"[。；\n]", section.text)]
    return found + [label_key(n.text) for t in disclosure.document.tables for n in t.notes]
