"""Ordinals of the rows of one table."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .... import (
    Cell,
    Disclosure,
    Evidence,
    Passed,
    Role,
    Severity,
    Statement,
    Verdict,
    chinese_number,
    fail,
    label_key,
    rule,
)
from ...legal import CONVENTION
from ...wording import is_form

_ORDINAL = re.compile(r"^(?P<number>[一二三四五六七八九十]{1,3})、")


@rule(id="rows.ordinals", title="表内序号", severity=Severity.INFO, basis=[CONVENTION], compares=False)
def row_ordinals(disclosure: Disclosure) -> Iterator[Verdict]:
    """一张表同一栏中“一、二、三、”的序号不重复。

    只看紧接着的两个序号是否相同；另起一组、从一重新编的不算错。绩效表不在此列。

    错例：收入栏先有“一、本年收入”，后有“一、上年结转”。
    正例：收入栏为“一、本年收入”“二、上年结转”。
    """
    for statement in disclosure.statements:
        if not is_form(statement):
            yield from _check(statement)


def _check(statement: Statement) -> Iterator[Verdict]:
    last: dict[int, tuple[int, Cell]] = {}
    for cell in sorted((c for c in statement.table.cells if "、" in c.text), key=lambda c: (c.column, c.row)):
        m = _ORDINAL.match(label_key(cell.text))
        number = chinese_number(m["number"]) if m else None
        if m is None or number is None:
            continue
        before = last.get(cell.column)
        last[cell.column] = (number, cell)
        if before is None:
            continue
        if before[0] != number or label_key(before[1].text) == label_key(cell.text):
            yield Passed()
            continue
        a, b = label_key(before[1].text), label_key(cell.text)
        yield fail(
            f"{statement.title}：“{a}”与“{b}”的序号相同。",
            address=f"{statement.id}/ordinal/{b}",
            evidence=tuple(Evidence(Role.OPERAND, t, c.place, table=statement.title) for t, c in ((a, before[1]), (b, cell))),
        )
