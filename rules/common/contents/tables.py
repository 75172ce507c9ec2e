"""The contents list against the tables."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .... import (
    Certainty,
    ContentsEntry,
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
    rule,
    title_key,
)
from ...legal import DIR
from ...wording import lines

_EMPTY = re.compile(r"[^。；\n]*表[^。；\n]{0,6}空表[^。；\n]*[。；]?")


@rule(id="contents.tables", title="目录所列表格", severity=Severity.ERROR, basis=[DIR], compares=False)
def contents_tables(disclosure: Disclosure) -> Iterator[Verdict]:
    """文件自己的目录所列的每一张表，正文中都有。

    按表的内容对应，写法不同的表名不算缺表（见 contents.titles）。文字说明称该表为空表的，一并列出：空表也应列出。

    无法判断：没有列出表格的目录，有未能读取或未能识别题名的表格，或报表另附（见附表）。

    错例：目录列有财政拨款支出预算表，正文没有这张表。
    正例：目录所列各表正文均有。
    """
    entries = [e for e in disclosure.contents if e.is_table]
    if not entries:
        yield Undecided(Reason.NOTHING_TO_COMPARE, "没有列出表格的目录")
        return
    found = [(e, match(e, disclosure.statements)) for e in entries]
    if not any(s for _, s in found):
        yield Undecided(Reason.TABLE_MISSING, "目录所列表格均不在本文件中（可能另附）")
        return
    if any(s.table.status is not TableStatus.READ for s in disclosure.statements):
        yield Undecided(Reason.TABLE_NOT_READ, "有未能读取的表格")
        return
    # 见附表 says nothing about the one table that is missing where the others stand in the document.
    annexed = any("附表" in s.title for s in disclosure.sections) and sum(1 for _, s in found if s) * 2 < len(found)
    titled = [s for s in disclosure.statements if s.table.title]
    untitled = any(s.id == "unknown" and not s.table.title for s in disclosure.statements)
    for entry, statement in found:
        if statement is not None:
            yield Passed()
        elif annexed:
            yield Undecided(Reason.TABLE_MISSING, f"另附表格：{entry.title}")
        elif untitled or (entry.statement is None and len(titled) >= len(entries)):
            yield Undecided(Reason.NOT_RECOGNISED, f"有未能识别题名的表格：{entry.title}")
        else:
            label = "、".join(p for p in (entry.number, entry.title) if p)
            empty = _said_to_be_empty(disclosure, entry)
            said = f"“{empty[0].section}”称该表为空表。原文：{empty[0].text}" if empty else ""
            yield fail(
                f"目录列有“{label}”，正文中没有找到该表。{said}",
                severity=Severity.ERROR if entry.statement else Severity.WARNING,
                certainty=Certainty.CERTAIN if entry.statement else Certainty.SUSPECTED,
                address=f"contents/{title_key(entry.title)}",
                evidence=(Evidence.of_entry(entry, Role.ACTUAL), *empty),
            )


def _said_to_be_empty(disclosure: Disclosure, entry: ContentsEntry) -> list[Evidence]:
    """The sentence of the prose that calls the table of an entry empty."""
    key = title_key(entry.title)
    for line in lines(disclosure):
        if "空表" not in line.text or line.glossary:
            continue
        for m in _EMPTY.finditer(line.text):
            if key in title_key(m[0]):
                place = line.section.place_at(line.start + m.start())
                return [Evidence(Role.CONTEXT, m[0], place, section=line.section.title)]
    return []


def match(entry: ContentsEntry, statements: tuple[Statement, ...]) -> Statement | None:
    """The statement that an entry names: the same title, else the same statement, else the most alike title."""
    key = title_key(entry.title)
    titled = [s for s in statements if s.table.title]
    for statement in titled:
        if title_key(statement.table.title or "") == key:
            return statement
    if entry.statement is not None:
        return next((s for s in statements if s.id == entry.statement), None)
    alike = [(_likeness(key, title_key(s.table.title or "")), s) for s in titled]
    best = max(alike, key=lambda pair: pair[0], default=(0.0, None))
    return best[1] if best[0] >= _ALIKE else None


_ALIKE = 0.8


_FILLER = re.compile(r"情况|总体|预算|公开|申报|部门|单位|决算")
_MARKS = (
    "一般公共预算",
    "基金",
    "国有资本",
    "三公",
    "绩效",
    "采购",
    "基本",
    "项目",
    "整体",
    "收支",
    "收入",
    "财政拨款",
    "结转",
    "自评",
    "经济分类",
)


def _likeness(a: str, b: str) -> float:
    """Shared two-character pieces of two titles without filler words; 0 if they differ in a telling word."""
    if any((mark in a) != (mark in b) for mark in _MARKS):
        return 0.0
    x, y = _FILLER.sub("", a), _FILLER.sub("", b)
    if x == y:
        return 1.0
    pairs = [{t[i : i + 2] for i in range(len(t) - 1)} for t in (x, y)]
    union = pairs[0] | pairs[1]
    return len(pairs[0] & pairs[1]) / len(union) if union else 0.0
