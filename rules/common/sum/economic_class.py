"""人员经费 and 公用经费 by economic class."""

from __future__ import annotations

from collections.abc import Iterator

from .... import (
    Disclosure,
    Evidence,
    Passed,
    Reason,
    Role,
    Severity,
    TableStatus,
    Undecided,
    Verdict,
    fail,
    rule,
)
from ...legal import R6

_WRONG = {"301": "public", "303": "public", "302": "personnel", "310": "personnel"}


@rule(id="sum.economic-class", title="人员经费、公用经费与经济分类", severity=Severity.WARNING, basis=[R6], compares=False)
def economic_class(disclosure: Disclosure) -> Iterator[Verdict]:
    """工资福利支出（301）、对个人和家庭的补助（303）列在人员经费栏，商品和服务支出（302）、资本性支出（310）列在公用经费栏。

    整类列错栏的为需说明；一类中部分列入另一栏的（有的地方把公务交通补贴列为人员经费）只作提示。

    无法判断：基本支出表没有分人员经费和公用经费，或没有读全。

    错例：302 商品和服务支出 30.00，列在人员经费栏。
    正例：302 商品和服务支出 30.00，列在公用经费栏。
    """
    for statement in disclosure.all_of("basic_expenditure"):
        if statement.table.status is not TableStatus.READ:
            yield Undecided(Reason.TABLE_NOT_READ, statement.title)
            continue
        if not {"personnel", "public"} <= {c.measure for c in statement.columns}:
            yield Undecided(Reason.COLUMN_UNKNOWN, f"{statement.title}：没有分人员经费和公用经费")
            continue
        for row in statement.rows:
            wrong = _WRONG.get(row.code or "")
            if wrong is None:
                continue
            item = statement.get(row, wrong)
            if item is None or item.figure.value == 0:
                yield Passed()
                continue
            right = statement.get(row, "public" if wrong == "personnel" else "personnel")
            mixed = right is not None and right.figure.value != 0
            yield fail(
                f"{statement.title}“{row.label}”：{item.figure} 列在{disclosure.name(wrong)}栏{'（部分）' if mixed else ''}。",
                severity=Severity.INFO if mixed else Severity.WARNING,
                address=f"{statement.id}/{row.address}/{wrong}",
                formula=f"{row.code} → {disclosure.name(wrong)} {item.figure.text}",
                actual=item.figure,
                evidence=Evidence.of_item(item, statement.title, Role.ACTUAL),
            )
