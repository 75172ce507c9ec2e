"""The order of the tables in the contents list and in the document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from .... import (
    ContentsEntry,
    Disclosure,
    Evidence,
    Failed,
    Passed,
    Reason,
    Role,
    Severity,
    Statement,
    Undecided,
    Verdict,
    fail,
    rule,
)
from ...legal import DIR
from .tables import match


@rule(id="contents.order", title="目录与正文中表格的次序", severity=Severity.INFO, basis=[DIR], compares=False)
def contents_order(disclosure: Disclosure) -> Iterator[Verdict]:
    """正文中各表的先后与目录所列的先后相同。

    只看目录与正文能一一对应的表；说明和表格分成几个文件公开的不判断。

    无法判断：目录没有列出表格，或对应上的表不足两张。

    错例：目录先列单位收入总体情况表、后列单位支出总体情况表，正文的次序相反。
    正例：正文与目录次序相同。
    """
    pairs = [(e, s) for e in disclosure.contents if e.is_table and (s := match(e, disclosure.statements))]
    times = Counter(s.ordinal for _, s in pairs)
    pairs = [(e, s) for e, s in pairs if times[s.ordinal] == 1]
    if len(pairs) < 2 or len({s.table.place.document for _, s in pairs}) > 1:
        yield Undecided(Reason.NOTHING_TO_COMPARE, "目录没有列出表格，或对应上的表不足两张")
        return
    turned = [(a, b) for a, b in pairwise(pairs) if b[1].ordinal < a[1].ordinal]
    yield Passed(len(pairs) - 1 - len(turned))
    if turned:
        yield _finding(turned)


def _finding(turned: list[tuple[tuple[ContentsEntry, Statement], tuple[ContentsEntry, Statement]]]) -> Failed:
    shown = "；".join(f"“{a[0].title}”在目录中先于“{b[0].title}”，在正文中在后" for a, b in turned[:4])
    return fail(
        f"{shown}。",
        address="contents/order",
        evidence=tuple(
            e
            for pair in turned[:10]
            for entry, statement in pair
            for e in (Evidence.of_entry(entry), Evidence(Role.OPERAND, statement.title, statement.table.place, table=statement.title))
        ),
    )
