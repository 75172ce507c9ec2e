"""A performance form without the title that the others of its kind have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from .... import (
    Certainty,
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
)
from ...legal import CONVENTION
from ...wording import is_form


@rule(id="tables.form-title", title="绩效表的表名", severity=Severity.INFO, basis=[CONVENTION], compares=False)
def form_title(disclosure: Disclosure) -> Iterator[Verdict]:
    """同一种绩效表都印有表名。

    三张以上同种的绩效表中只有一张没有表名的，才报告；转换也会丢失表名，只作提示。

    无法判断：同种的绩效表不足三张。

    错例：五张项目支出绩效自评表，第一张没有表名。
    正例：每张都有表名。
    """
    kinds: dict[str, list[Statement]] = defaultdict(list)
    for statement in disclosure.statements:
        if is_form(statement) and statement.table.status is not TableStatus.UNREAD:
            kinds[statement.id].append(statement)
    groups = [g for g in kinds.values() if len(g) >= 3]
    if not groups:
        yield Undecided(Reason.NOTHING_TO_COMPARE, "同种的绩效表不足三张")
    for group in groups:
        untitled = [s for s in group if not s.table.title]
        if len(untitled) != 1:
            yield Passed(len(group))
            continue
        (bare,) = untitled
        titles = dict.fromkeys(s.table.title for s in group if s.table.title)
        project = next((f.project for f in disclosure.performance_funds if f.table == bare.ordinal and f.project), "")
        yield fail(
            f"{len(group)} 张绩效表中，第 {group.index(bare) + 1} 张{f'（“{project}”）' if project else ''}没有表名，其余各张作“{'、'.join(titles)}”。",
            certainty=Certainty.SUSPECTED,
            address=f"{bare.id}/form-title",
            evidence=Evidence(Role.ACTUAL, project or "（无题名表）", bare.table.place, table=bare.title),
        )
