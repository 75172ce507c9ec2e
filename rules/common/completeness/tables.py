"""Tables required by the region's list."""

from __future__ import annotations

from collections.abc import Iterator

from .... import (
    Disclosure,
    Evidence,
    Passed,
    Place,
    Reason,
    Role,
    Severity,
    TableStatus,
    Undecided,
    Verdict,
    fail,
    rule,
)
from ...legal import DIR


@rule(id="completeness.tables", title="应公开的表格", severity=Severity.WARNING, basis=[DIR], compares=False)
def required_tables(disclosure: Disclosure) -> Iterator[Verdict]:
    """本地区该年度、该类公开件应公开的报表，文件中都有。

    目录已列而正文没有的，由 contents.tables 报告；报表另附的不在此判断。

    无法判断：地区包没有该年度的清单，或有表格没有读全、没有识别。

    错例：2024 年新疆预算没有上年结转结余情况明细表。
    正例：2021 年新疆预算没有该表：当年的清单不含该表。
    """
    if not disclosure.required:
        yield Undecided(Reason.IDENTITY_UNKNOWN, "地区包没有该年度的表格清单")
        return
    present = {s.id for s in disclosure.statements}
    listed = {e.title for e in disclosure.contents if e.is_table}
    if not present & set(disclosure.required):
        yield Undecided(Reason.TABLE_MISSING, "本文件不含报表（可能另附）")
        return
    unread = any(s.table.status is not TableStatus.READ or s.id == "unknown" for s in disclosure.statements)
    named = [e for e in disclosure.contents if e.is_table]
    for id in disclosure.required:
        if id in present:
            yield Passed()
        elif unread:
            yield Undecided(Reason.TABLE_NOT_READ, f"有未能识别的表格，不能断定缺少{disclosure.statement_name(id)}")
        elif _is_listed(disclosure.statement_name(id), listed) or _annexed(disclosure):
            yield Undecided(Reason.TABLE_MISSING, f"目录已列或另附：{disclosure.statement_name(id)}")
        else:
            place = named[-1].place if named else Place()
            yield fail(
                f"本地区该年度应公开“{disclosure.statement_name(id)}”，本文件的目录和正文中都没有找到。",
                address=f"required/{id}",
                evidence=Evidence(Role.CONTEXT, "、".join(e.title for e in named) or "（无目录）", place, section="目录"),
            )


def _is_listed(name: str, titles: set[str]) -> bool:
    short = name.split("（", maxsplit=1)[0].removesuffix("表")
    return any(short in t.replace("情况", "").replace("“", "").replace("”", "") for t in titles)


def _annexed(disclosure: Disclosure) -> bool:
    return any("附表" in s.title for s in disclosure.sections)
