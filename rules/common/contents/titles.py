"""Titles of the contents list against titles of the tables."""

from __future__ import annotations

from collections.abc import Iterator

from .... import (
    Disclosure,
    Evidence,
    Passed,
    Reason,
    Role,
    Severity,
    Undecided,
    Verdict,
    fail,
    label_key,
    rule,
    title_key,
)
from ...legal import DIR
from .tables import match


@rule(id="contents.titles", title="目录表名与正文表名", severity=Severity.INFO, basis=[DIR], compares=False)
def contents_titles(disclosure: Disclosure) -> Iterator[Verdict]:
    """目录中的表名与正文的表名一致（部门/单位、年度和末尾括注不计）。

    无法判断：没有列出表格的目录，或没有找到相应的表。

    错例：目录作财政拨款收支总体情况表，正文作财政拨款收支预算总体情况表。
    正例：两处表名相同。
    """
    entries = [e for e in disclosure.contents if e.is_table]
    if not entries:
        yield Undecided(Reason.NOTHING_TO_COMPARE, "没有列出表格的目录")
    for entry in entries:
        statement = match(entry, disclosure.statements)
        if statement is None or statement.table.title is None:
            continue
        if title_key(entry.title) == title_key(statement.table.title):
            yield Passed()
            continue
        yield fail(
            f"目录作“{label_key(entry.title)}”，正文表名作“{statement.table.title}”，写法不同。",
            address=f"contents/{title_key(entry.title)}",
            evidence=(
                Evidence.of_entry(entry, Role.OPERAND),
                Evidence(Role.OPERAND, statement.table.title, statement.table.place, table=statement.title),
            ),
        )
