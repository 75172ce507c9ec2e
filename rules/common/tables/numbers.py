"""Numbers of the tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from .... import (
    Certainty,
    Disclosure,
    Evidence,
    Failed,
    Passed,
    Reason,
    Role,
    Severity,
    Statement,
    TableStatus,
    Undecided,
    Verdict,
    chinese_number,
    fail,
    label_key,
    rule,
)
from ...legal import DIR
from ...wording import printed_texts
from ..contents.tables import match

_NUMBER = re.compile(r"^(?P<lead>(?:公开|附|预算|决算)?表?)(?P<main>\d{1,2}|[一二三四五六七八九十]{1,3})(?P<sub>(?:[-.]\d{1,2}){0,2})表?$")
_Number = tuple[int, ...]


@rule(id="tables.numbers", title="表号", severity=Severity.WARNING, basis=[DIR], compares=False)
def table_numbers(disclosure: Disclosure) -> Iterator[Verdict]:
    """各表印出的表号连续，不缺号，不重号。

    表 1 之后可为表 1-1 或表 2；只看缺号和重号，不看先后。缺的号正好是目录列而正文没有的表时，只作提示（见 contents.tables）。

    无法判断：印有表号的表不足三张，或有没有读出的表。

    错例：表 1、表 1-1、表 1-2 之后为表 3-2，其间的表没有表号。
    正例：表 1、表 1-1、表 1-2、表 2、表 2-1、表 3。
    """
    numbered = [(n, s) for s in disclosure.statements if s.table.number and (n := parse(s.table.number))]
    if len(numbered) < 3:
        yield Undecided(Reason.NOTHING_TO_COMPARE, "印有表号的表不足三张")
        return
    if any(s.table.status is TableStatus.UNREAD and not s.table.number and s.table.title for s in disclosure.statements[: len(numbered)]):
        yield Undecided(Reason.TABLE_NOT_READ, "有没有读出的表")
        return
    for number, count in Counter(n for n, _ in numbered).items():
        if count > 1:
            yield _repeated([s for n, s in numbered if n == number])
    ordered = sorted(dict(numbered).items())
    gaps = [(a, b) for a, b in pairwise(ordered) if not follows(a[0], b[0])]
    yield Passed(len(ordered) - 1 - len(gaps))
    if gaps and (unread := _printed_elsewhere(disclosure, gaps)):
        yield Undecided(Reason.NOT_RECOGNISED, f"表号{unread}印在别处，没有读作表号")
        return
    if gaps:
        yield _gap(disclosure, gaps, [s for _, s in ordered])


def parse(number: str) -> _Number | None:
    """公开01表 → (1,), 表1-2 → (1, 2), 表十一 → (11,)."""
    m = _NUMBER.match(label_key(number))
    if m is None:
        return None
    main = int(m["main"]) if m["main"].isdigit() else chinese_number(m["main"])
    return (main or 0, *(int(p) for p in re.findall(r"\d+", m["sub"])))


def follows(a: _Number, b: _Number) -> bool:
    """Whether b may come next after a: 1 → 1-1 or 2; 1-2 → 1-3, 2 or 2-1; 1-2 → 1-2-1."""
    if len(b) > len(a):
        return b == (*a, 1) or (len(b) == 2 and b == (a[0] + 1, 1))
    if len(b) == len(a) == 2 and b == (a[0] + 1, 1):
        return True
    return b[: len(b) - 1] == a[: len(b) - 1] and b[-1] == a[len(b) - 1] + 1


def _printed_elsewhere(disclosure: Disclosure, gaps: list[tuple[tuple[_Number, Statement], tuple[_Number, Statement]]]) -> str | None:
    """A missing number that stands on a line or in a cell of its own: it is printed, and was not read as a number."""
    missing = {n for (a, _), (b, _) in gaps for n in _between(a, b)}
    for text, _, _ in printed_texts(disclosure):
        if len(text) <= 12 and text.startswith(("表", "公开", "附", "预算", "决算")) and parse(text.rstrip("：")) in missing:
            return text
    return None


def _between(a: _Number, b: _Number) -> list[_Number]:
    """The numbers that are surely missing between two: 3 for 2 and 4, 2 for 1-2 and 3-2."""
    if len(a) == len(b) and a[:-1] == b[:-1]:
        return [(*a[:-1], n) for n in range(a[-1] + 1, b[-1])]
    return [(n,) for n in range(a[0] + 1, b[0] + 1) if (n,) != b]


def _repeated(statements: list[Statement]) -> Failed:
    titles = "、".join(s.table.title or "（无题名）" for s in statements)
    return fail(
        f"{len(statements)} 张表印了同一表号 {statements[0].table.number}：{titles}。",
        severity=Severity.INFO,
        address=f"tables/number/repeated/{statements[0].table.number}",
        evidence=tuple(Evidence(Role.ACTUAL, s.table.number or "", s.table.place, table=s.title) for s in statements),
    )


def _gap(
    disclosure: Disclosure, gaps: list[tuple[tuple[_Number, Statement], tuple[_Number, Statement]]], numbered: list[Statement]
) -> Failed:
    """All gaps in one finding: one cause, as a rule."""
    words = "，".join(f"从{label_key(a.table.number or '')}到{label_key(b.table.number or '')}" for (_, a), (_, b) in gaps)
    absent = [e for e in disclosure.contents if e.is_table and match(e, disclosure.statements) is None]
    between = [
        s
        for (_, a), (_, b) in gaps
        for s in disclosure.statements
        if min(a.ordinal, b.ordinal) < s.ordinal < max(a.ordinal, b.ordinal) and not s.table.number
    ]
    explained = not between and bool(absent)
    unnumbered = f"，其间没有表号的表有 {len(between)} 张：{'、'.join(s.title for s in between)}" if between else ""
    listed = f"；目录所列“{'”“'.join(e.title for e in absent)}”正文中没有找到" if absent else ""
    return fail(
        f"表号不连续：{words}{unnumbered}{listed}。",
        severity=Severity.INFO if explained else Severity.WARNING,
        certainty=Certainty.SUSPECTED if explained else Certainty.CERTAIN,
        address="tables/number/gap",
        evidence=(
            *(Evidence(Role.ACTUAL, s.table.number or "", s.table.place, table=s.title) for pair in gaps for _, s in pair),
            *(Evidence(Role.CONTEXT, s.table.title or "", s.table.place, table=s.title) for s in between),
        ),
    )
