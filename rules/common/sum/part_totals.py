"""人员经费合计 and 公用经费合计 at the foot of one list of economic items."""

from __future__ import annotations

from collections.abc import Iterator

from .... import (
    Agreement,
    Disclosure,
    LineItem,
    Passed,
    Reason,
    RowKind,
    Severity,
    Statement,
    TableStatus,
    Undecided,
    Verdict,
    compare_sum,
    rule,
)
from ...legal import R6
from ...tested import summed

CLASSES = {"personnel": ("301", "303"), "public": ("302", "307", "309", "310", "399")}
"""The economic classes that 人员经费 and 公用经费 are made of."""


@rule(id="sum.part-totals", title="表末的人员经费合计、公用经费合计", severity=Severity.ERROR, basis=[R6])
def part_totals(disclosure: Disclosure) -> Iterator[Verdict]:
    """基本支出表末所列“人员经费合计”等于工资福利支出（301）与对个人和家庭的补助（303）之和，“公用经费合计”等于其余各类之和。

    两项相加等于各类之和、而划分不同的，是口径问题，不报告。

    无法判断：表没有读全，或没有类级的行，或有不能归入两项的类。

    错例：301 为 240.00，303 为 10.00，人员经费合计为 205.00。
    正例：人员经费合计为 250.00。
    """
    for statement in disclosure.statements:
        parts = {p: i for p in CLASSES if (i := part_total(statement, p))}
        if not parts:
            continue
        classes = [i for i in statement.find("total", RowKind.ECONOMIC) if len(i.row.key) == 3]
        if statement.table.status is not TableStatus.READ:
            yield Undecided(Reason.TABLE_NOT_READ, statement.title)
        elif not classes or any(i.row.key not in {c for group in CLASSES.values() for c in group} for i in classes):
            yield Undecided(Reason.NOTHING_TO_COMPARE, f"{statement.title}：没有类级的行，或有不能归入两项的类")
        elif len(parts) == len(CLASSES) and _divided_otherwise(statement, parts, classes):
            yield Passed()
        else:
            for part, whole in parts.items():
                own = [i for i in classes if i.row.key in CLASSES[part]]
                if own:
                    yield from summed(disclosure, whole, own, f"{statement.id}/total:{part}/{whole.measure}")


def part_total(statement: Statement, part: str) -> LineItem | None:
    """The row at the foot of a list that is the total of a part (``personnel``, ``public``); None where it has rows of its own under it."""
    word = {"personnel": "人员经费", "public": "公用经费"}[part]
    with_rows = {r.parent for r in statement.rows}
    found = [i for i in statement.find("total", RowKind.TOTAL) if word in i.row.name and i.row.ordinal not in with_rows]
    return found[0] if len(found) == 1 else None


def _divided_otherwise(statement: Statement, parts: dict[str, LineItem], classes: list[LineItem]) -> bool:
    """Whether the two rows make up the classes together, divided in another way."""
    wrong = [p for p, i in parts.items() if _differs(statement, i, [c for c in classes if c.row.key in CLASSES[p]])]
    if len(wrong) < len(parts):
        return False
    one, two = parts.values()
    if one.figure.unit != two.figure.unit:
        return False
    both = sum(i.figure.value for i in (one, two))
    return both == sum(c.figure.value for c in classes)


def _differs(statement: Statement, whole: LineItem, own: list[LineItem]) -> bool:
    return bool(own) and compare_sum(whole.figure, [i.figure for i in own], statement.decimals).verdict is not Agreement.EQUAL
