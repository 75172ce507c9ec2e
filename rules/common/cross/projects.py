"""One project in the table, the prose and the performance forms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from .... import (
    Agreement,
    Disclosure,
    Evidence,
    Figure,
    Passed,
    Print,
    Reason,
    Relation,
    Role,
    Severity,
    Undecided,
    Verdict,
    compare_same,
    fail,
    rule,
)
from ...legal import P
from ...numbers import alike, form_id, form_title
from ...projects import Stated, stated_projects

_ALIKE = 0.8


@rule(id="cross.projects", title="同一项目各处的金额", severity=Severity.ERROR, basis=[P])
def projects_across(disclosure: Disclosure) -> Iterator[Verdict]:
    """同名项目在项目支出表、项目支出说明和绩效目标表中的金额一致；整体绩效目标中以项目命名的成本指标，与该项目的金额一致。

    绩效目标表的资金总额含其他资金的，与其财政拨款比对，其一相符即可。名称不同的项目不比对（见 cross.project-names）。

    无法判断：同一项目只见于一处。

    错例：项目支出表 30.00，绩效目标表年度资金总额 13.00。
    正例：两处均为 30.00。
    """
    groups: dict[str, list[Stated]] = defaultdict(list)
    for stated in stated_projects(disclosure):
        groups[stated.key].append(stated)
    compared = False
    for group in groups.values():
        for other in group[1:]:
            compared = True
            yield _compare(group[0], other)
    for verdict in _overall(disclosure, [g[0] for g in groups.values()]):
        compared = True
        yield verdict
    if not compared and (groups or disclosure.performance_funds):
        yield Undecided(Reason.NOTHING_TO_COMPARE, "同一项目只见于一处")


def _agrees(a: Figure, b: Figure) -> bool:
    return a.is_money and b.is_money and compare_same(a, b).verdict is not Agreement.DIFFERENT


def _compare(a: Stated, b: Stated) -> Verdict:
    relation = Relation.same(*b.prints, *a.prints) if len(a.prints) == len(b.prints) == 1 else Relation.sum(b.prints, a.prints)
    if any(_agrees(x, y) for x in (a.amount, *a.others) for y in (b.amount, *b.others)):
        return Passed(1, (relation,) if _agrees(a.amount, b.amount) else ())
    return fail(
        f"项目“{a.name}”：{a.source}为 {a.amount}，{b.source}为 {b.amount}，不一致。",
        address=f"project/{a.key}/{b.source}",
        formula=f"{a.amount.text} ≠ {b.amount.text}",
        actual=b.amount,
        evidence=(a.evidence, b.evidence),
        tested=relation,
    )


def _overall(disclosure: Disclosure, projects: list[Stated]) -> Iterator[Verdict]:
    """Cost indicators of the body that bear a project's name."""
    for indicator in disclosure.indicators:
        figure = indicator.target_figure
        if (
            form_id(disclosure, indicator.table) != "overall_targets"
            or figure is None
            or not figure.is_money
            or indicator.comparator != "="
        ):
            continue
        near = sorted(((alike(indicator.levels[2], p.name), p) for p in projects), key=lambda pair: -pair[0])
        if not near or near[0][0] < _ALIKE or (len(near) > 1 and near[1][0] >= _ALIKE):
            continue
        project = near[0][1]
        relation = Relation.sum(Print(indicator, "target", figure, f"成本指标“{indicator.levels[2]}”"), project.prints)
        if any(_agrees(figure, x) for x in (project.amount, *project.others)):
            yield Passed(1, (relation,) if _agrees(figure, project.amount) else ())
            continue
        title = form_title(disclosure, indicator.table)
        yield fail(
            f"项目“{project.name}”：{project.source}为 {project.amount}，整体绩效目标的成本指标“{indicator.levels[2]}”为 {indicator.target}，不一致。",
            address=f"project/{project.key}/overall",
            formula=f"{project.amount.text} ≠ {indicator.target}",
            actual=figure,
            evidence=(project.evidence, Evidence.of_indicator(indicator, title, Role.ACTUAL)),
            tested=relation,
        )
