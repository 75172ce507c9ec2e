"""The items that the prose lists, against the statements."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from .... import (
    Disclosure,
    Evidence,
    Passed,
    Reason,
    Role,
    RowKind,
    Section,
    Severity,
    Side,
    Statement,
    TableStatus,
    Undecided,
    Verdict,
    fail,
    label_key,
    rule,
)
from ...legal import P
from ...numbers import of_text, prose, sections
from ...references import load_references
from ...wording import classified_names, distance, short_name

_LIST = r"(?:主要)?包括：(?P<list>[\u4e00-\u9fff（）、“”\d.]{2,400}?)(?P<open>等)?(?=[。；\n]|$)"
_BASIC = re.compile(rf"(?P<what>人员经费|公用经费)(?:(?!人员经费|公用经费)[^。；：\n]){{0,60}}?[，。；]?\n?{_LIST}")
_CLASSES = re.compile(rf"(?P<what>支出(?:总?预算|总?决算)?){_LIST}")
_AMOUNT = re.compile(r"[\d.]+(?:亿元|万元|元)$")
_CLASSES_OF = {"人员经费": ("301", "303"), "公用经费": ("302", "307", "309", "310", "399")}
_SHORT_SLIPS = ("资金", "奖全")
"""What 奖金 is misprinted as; of other names of two characters one is half."""
_BRACKETS = re.compile(r"（[^（）]*）")


@rule(id="prose.named-items", title="文字说明所列的科目", severity=Severity.INFO, basis=[P], compares=False)
def named_items(disclosure: Disclosure) -> Iterator[Verdict]:
    """“人员经费主要包括：…”“公用经费主要包括：…”“支出包括：…”所列的科目，表中都有金额；所列名称与科目名称不差一个字。

    只看名称是分类科目的，或与本文件表中的科目只差一个字的；所列超过表中一半而没有“等”字的，表中有金额而没有列出的也提示。只作提示。

    无法判断：相应的表缺失或没有读全。

    错例：公用经费主要包括：办公费、会议费；基本支出表没有会议费。
    正例：公用经费主要包括：办公费。
    """
    for section in sections(disclosure, "basic"):
        for m in _BASIC.finditer(prose(section)):
            yield from _compare(disclosure, section, m, "basic_expenditure", _economic(disclosure))
    for section in sections(disclosure, "overview_totals"):
        for m in _CLASSES.finditer(prose(section)):
            yield from _compare(disclosure, section, m, "income_expenditure", _classes(disclosure))


def _economic(disclosure: Disclosure) -> set[str] | None:
    """Names of the economic rows with an amount."""
    statement = _read(disclosure, "basic_expenditure")
    if statement is None:
        return None
    return {_key(i.row.name) for i in statement.items if i.row.kind is RowKind.ECONOMIC and i.figure.value} or None


def _classes(disclosure: Disclosure) -> set[str] | None:
    statement = _read(disclosure, "income_expenditure")
    if statement is None:
        return None
    items = [i for i in statement.items if i.row.kind is RowKind.FUNCTIONAL and i.row.side is Side.EXPENDITURE]
    return {_key(i.row.name) for i in items if i.figure.value} or None


def _read(disclosure: Disclosure, id: str) -> Statement | None:
    statement = disclosure.statement(id)
    return statement if statement is not None and statement.table.status is TableStatus.READ else None


def _key(name: str) -> str:
    """A name as two prints have it in common: 维修(护)费 and 维修费, 其他交通费用 and 其他交通费."""
    return short_name(_BRACKETS.sub("", label_key(name))).removesuffix("用")


def _compare(disclosure: Disclosure, section: Section, m: re.Match[str], id: str, printed: set[str] | None) -> Iterator[Verdict]:
    if printed is None:
        yield Undecided(Reason.TABLE_MISSING, f"{m['what']}：{disclosure.statement_name(id)}")
        return
    named = [_AMOUNT.sub("", n) for n in m["list"].split("、")]
    known = _economic_names() if id == "basic_expenditure" else classified_names()
    names = [n for n in named if label_key(n) in known]
    missing = [n for n in names if not any(_key(n) in p or p in _key(n) for p in printed)]
    if len(missing) < len(names):
        yield Passed(len(names) - len(missing))
    statement = disclosure.statement(id)
    yield from _misprinted(disclosure, section, m, statement, [n for n in named if n not in names])
    # A list in other words than those of the classification (社会保障缴费, 公务交通补贴) says nothing of what it leaves out.
    if id == "basic_expenditure" and statement is not None and not m["open"] and not missing and len(names) == len(named):
        yield from _left_out(disclosure, section, m, statement, named)
    if not missing or len(missing) * 2 > len(names):
        return
    title = statement.title if statement else ""
    yield fail(
        f"“{section.label}”称{m['what']}包括“{'、'.join(missing)}”，{title}中没有该项金额。原文：{m[0]}",
        address=f"prose/{section.id}/{m['what']}/named",
        evidence=(of_text(section, m.start(), m.end(), Role.ACTUAL), *_of_table(statement)),
    )


def _misprinted(
    disclosure: Disclosure, section: Section, m: re.Match[str], statement: Statement | None, unknown: list[str]
) -> Iterator[Verdict]:
    """Names that are no items, one character off a row of the statement (资金 for 奖金)."""
    rows = {label_key(i.row.name): i for i in statement.items if i.row.code and i.figure.value} if statement is not None else {}
    for name in map(label_key, unknown):
        near = next((r for r in rows if len(r) == len(name) and (len(r) > 2 or name in _SHORT_SLIPS) and distance(r, name, 1) == 1), None)
        if near is None or statement is None:
            continue
        yield fail(
            f"“{section.label}”所列“{name}”不是科目名称，{statement.title}中的科目为“{near}”。原文：{m[0][:200]}",
            address=f"prose/{section.id}/{m['what']}/{near}/name",
            formula=f"“{name}” ≠ “{near}”",
            evidence=(of_text(section, m.start("list"), m.end("list"), Role.ACTUAL), Evidence.of_item(rows[near], statement.title)),
        )


def _left_out(disclosure: Disclosure, section: Section, m: re.Match[str], statement: Statement, named: list[str]) -> Iterator[Verdict]:
    """Rows with an amount that a list without 等 does not name, where it names most of them."""
    rows = [
        i
        for i in statement.items
        if i.row.code and len(i.row.code) == 5 and i.row.code[:3] in _CLASSES_OF[m["what"]] and i.measure == "total" and i.figure.value
    ]
    keys = [_key(n) for n in named if n]
    absent = [i for i in rows if not any(_key(i.row.name) in k or k in _key(i.row.name) for k in keys)]
    near = [i for i in absent if any(distance(_key(i.row.name), k, 1) <= 1 for k in keys)]
    absent = [i for i in absent if i not in near]
    if not absent or len(absent) * 2 >= len(rows):
        return
    shown = "、".join(f"{i.row.name} {i.figure}" for i in absent)
    yield fail(
        f"“{section.label}”所列{m['what']}的各项中没有“{'、'.join(i.row.name for i in absent)}”，{statement.title}中有金额（{shown}）。原文：{m[0][:200]}",
        address=f"prose/{section.id}/{m['what']}/left-out",
        evidence=(
            of_text(section, m.start("list"), m.end("list"), Role.ACTUAL),
            *(Evidence.of_item(i, statement.title) for i in absent[:10]),
        ),
    )


@cache
def _economic_names() -> frozenset[str]:
    return frozenset(label_key(e.name) for e in load_references().economic.entries)


def _of_table(statement: Statement | None) -> list[Evidence]:
    return [Evidence(Role.OPERAND, statement.title, statement.table.place, table=statement.title)] if statement else []
