"""Project spending under 行政运行."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from .... import (
    Certainty,
    Disclosure,
    Evidence,
    LineItem,
    Passed,
    Reason,
    Role,
    RowKind,
    Severity,
    Undecided,
    Verdict,
    fail,
    label_key,
    rule,
)
from ...legal import CODES, P

_TABLES = ("expenditure", "general_expenditure")


@rule(id="code.administration-project", title="行政运行科目中的项目支出", severity=Severity.WARNING, basis=[CODES, P], compares=False)
def project_in_administration(disclosure: Disclosure) -> Iterator[Verdict]:
    """“行政运行”“事业运行”科目反映基本支出，其项目支出为零。

    项目支出一般列“一般行政管理事务”或专门的项级科目；列在“行政运行”中的请单位说明，不能断定为错。一个科目合并为一条。

    无法判断：支出表没有项级科目，或没有基本支出、项目支出两栏。

    错例：2010301 行政运行：合计 180.00，基本支出 150.00，项目支出 30.00。
    正例：2010301 行政运行：基本支出 150.00；2010302 一般行政管理事务：项目支出 30.00。
    """
    rows: dict[str, list[list[LineItem]]] = defaultdict(list)
    compared = False
    for statement in disclosure.all_of(*_TABLES):
        for row in statement.rows:
            if (
                row.kind is not RowKind.FUNCTIONAL
                or not row.code
                or len(row.code) != 7
                or label_key(row.name) not in ("行政运行", "事业运行")
            ):
                continue
            items = {i.measure: i for i in statement.items if i.row.ordinal == row.ordinal}
            if "project" not in items and "basic" not in items:
                continue
            compared = True
            if (project := items.get("project")) and project.figure.value:
                rows[row.code].append([project, *(i for m, i in items.items() if m != "project")])
            else:
                yield Passed()
    if not compared:
        yield Undecided(Reason.NOTHING_TO_COMPARE, "支出表没有“行政运行”科目或没有分列基本支出、项目支出")
    for code, found in rows.items():
        project = found[0][0]
        evidence = [
            Evidence.of_item(i, disclosure.statements[i.table].title, Role.ACTUAL if i is items[0] else Role.CONTEXT)
            for items in found
            for i in items
        ]
        projects = [
            i
            for s in disclosure.all_of("project_expenditure")
            for i in s.items
            if i.row.code == code and i.row.project and i.measure == "total"
        ]
        listed = f"（{'、'.join(dict.fromkeys(i.row.project or '' for i in projects))}）" if projects else ""
        yield fail(
            f"{disclosure.statements[project.table].title}“{project.row.label}”有项目支出 {project.figure}{listed}；该科目一般反映基本支出，请核对项目所列科目。",
            certainty=Certainty.SUSPECTED,
            address=f"functional:{code}/project",
            actual=project.figure,
            evidence=(*evidence, *(Evidence.of_item(i, disclosure.statements[i.table].title) for i in projects)),
        )
