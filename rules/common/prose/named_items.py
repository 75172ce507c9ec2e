"""The items that the prose lists, against the statements."""

from __future__ import annotations

import re
from collections.abc import Iterator

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
from ...wording import classified_names, short_name

_LIST = r"(?:主要)?包括：(?P<list>[\u4e00-\u9fff（）、“”\d.]{2,400}?)(?P<open>等)?(?=[。；\n]|$)"
_BASIC = re.compile(rf"(?P<what>人员经费|公用经费)[^。；，：\n]{{0,20}}[，,]?{_LIST}")
_CLASSES = re.compile(rf"(?P<what>支出(?:总?预算|总?决算)?){_LIST}")
_AMOUNT = re.compile(r"[\d.]+(?:亿元|万元|元)$")
_BRACKETS = re.compile(r"（[^（）]*）")


@rule(id="prose.named-items", title="文字说明所列的科目", severity=Severity.INFO, basis=[P], compares=False)
def named_items(disclosure: Disclosure) -> Iterator[Verdict]:
    """“人员经费主要包括：…”“公用经费主要包括：…”“支出包括：…”所列的科目，表中都有金额。

    只看名称是分类科目的；表中列了而文字没有列的不报告。只作提示。

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
    names = [n for n in named if label_key(n) in classified_names()]
    missing = [n for n in names if not any(_key(n) in p or p in _key(n) for p in printed)]
    if len(missing) < len(names):
        yield Passed(len(names) - len(missing))
    if not missing or len(missing) * 2 > len(names):
        return
    statement = disclosure.statement(id)
    title = statement.title if statement else ""
    yield fail(
        f"“{section.label}”称{m['what']}包括“{'、'.join(missing)}”，{title}中没有该项金额。原文：{m[0]}",
        address=f"prose/{section.id}/{m['what']}/named",
        evidence=(of_text(section, m.start(), m.end(), Role.ACTUAL), *_of_table(statement)),
    )


def _of_table(statement: Statement | None) -> list[Evidence]:
    return [Evidence(Role.OPERAND, statement.title, statement.table.place, table=statement.title)] if statement else []
