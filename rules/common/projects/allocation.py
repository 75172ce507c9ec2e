"""How a project's money is allotted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from .... import (
    Agreement,
    Certainty,
    Comparison,
    Disclosure,
    Evidence,
    Failed,
    Figure,
    Passed,
    Print,
    Project,
    Reason,
    Relation,
    Role,
    Severity,
    Undecided,
    Verdict,
    compare_same,
    compare_sum,
    fail,
    figures_text,
    rule,
)
from ...legal import P
from ...numbers import NUMBER, alike, figure, form_title, of_project, project_key
from ...projects import project_print

_WHOLE = re.compile(r"共计|合计|总计|共[\d]")
_ITEM = re.compile(rf"(?:^|[，、；。])(?P<label>[^，、；。和及等\d]{{4,24}})(?P<number>{NUMBER})万元")
_ALIKE, _APART = 0.6, 0.15
_MONTHS = {"月": Decimal(12)}


@rule(id="projects.allocation", title="项目的预算安排、资金分配与补贴标准", severity=Severity.ERROR, basis=[P])
def project_allocation(disclosure: Disclosure) -> Iterator[Verdict]:
    """项目说明中，资金分配情况各项相加等于预算安排规模（写明“共计”的，等于共计数）；补贴人数 × 补贴标准与项目金额一致。

    资金分配情况中的一项，与绩效目标表中名称相近的成本指标金额不同的，为需说明。补贴标准是约数或只占一部分的地方不同，人数与标准的乘积不符为需说明。

    无法判断：没有写明金额，或没有分项。

    错例：预算安排规模 5.49 万元，资金分配情况：奖励金 2.49 万元，水电费 2 万元。
    正例：水电费 3 万元。
    """
    for project in disclosure.projects:
        amount = project.amount or (project.allocated[0] if len(project.allocated) == 1 else None)
        if amount is None and not project.allocated:
            yield Undecided(Reason.NOTHING_TO_COMPARE, f"{project.name}：没有写明金额")
            continue
        yield from _allocation(project)
        yield from _costs(disclosure, project)
        if amount is not None and project.people and project.standard:
            yield from _subsidy(project, amount, project.people, project.standard)


def _allocation(project: Project) -> Iterator[Verdict]:
    parts = [project_print(project, k) for k in range(len(project.allocated))]
    if not parts:
        return
    whole = project_print(project) if project.amount is not None else None
    stated = bool(_WHOLE.search(project.use or ""))
    if stated and len(parts) > 1:
        total, parts = parts[-1], parts[:-1]
        if whole is not None and _compared(whole, [total]).differs:
            yield _finding(project, whole, [total], "预算安排规模与资金分配情况的合计", "total")
            return
        whole = total
        # 支付甲、乙等费用，共计X: amounts before the sum need not be all of it.
        if (
            _compared(whole, parts).differs
            and sum(p.figure.value for p in parts) < whole.figure.value
            and re.search(r"等", project.use or "")
        ):
            yield Undecided(Reason.NOTHING_TO_COMPARE, f"{project.name}：分项没有写全")
            return
    if whole is None:
        return
    if not _compared(whole, parts).differs:
        yield Passed(1, (Relation.sum(whole, parts),))
        return
    yield _finding(project, whole, parts, "资金分配情况各项相加", "parts")


def _costs(disclosure: Disclosure, project: Project) -> Iterator[Verdict]:
    """Single items of the allocation against the cost indicators that clearly mean the same."""
    costs = [
        (i, i.target_figure, Evidence.of_indicator(i, form_title(disclosure, i.table), Role.ACTUAL))
        for i in disclosure.indicators
        if i.project and project_key(i.project) == project_key(project.name) and "成本" in "".join(i.levels[:2])
    ]
    for m in _ITEM.finditer(project.use or ""):
        label, amount = m["label"], figure(m["number"], "万元")
        near = sorted(
            ((alike(label, i.levels[2]), i, f, e) for i, f, e in costs if f is not None and f.unit == "万元"), key=lambda t: -t[0]
        )
        if not near or near[0][0] < _ALIKE or (len(near) > 1 and near[0][0] - near[1][0] < _APART):
            continue
        _, indicator, cost, evidence = near[0]
        said = Print(project, f"use {m.start('number')}", amount, f"项目“{project.name}”资金分配情况“{label}”")
        tested = Relation.same(Print(indicator, "target", cost, f"成本指标“{indicator.levels[2]}”"), said)
        if compare_same(cost, amount).verdict is not Agreement.DIFFERENT:
            yield Passed(1, (tested,))
            continue
        yield fail(
            f"项目“{project.name}”：资金分配情况为“{label}{amount}”，绩效目标表的成本指标“{indicator.levels[2]}”为 {cost}，不一致。",
            severity=Severity.WARNING,
            certainty=Certainty.SUSPECTED,
            address=f"project/{project.name}/allocation/{label}",
            formula=f"{amount.text} ≠ {cost.text}",
            actual=cost.value,
            unit="万元",
            evidence=(of_project(project, f"资金分配情况：{project.use}"), evidence),
            tested=tested,
        )


def _compared(whole: Print, parts: list[Print]) -> Comparison:
    return compare_sum(whole.figure, [p.figure for p in parts])


def _finding(project: Project, whole: Print, parts: list[Print], what: str, kind: str) -> Failed:
    result = _compared(whole, parts)
    unit = whole.figure.unit
    return fail(
        f"项目“{project.name}”：金额 {whole.figure}，{what}为 {result.expected}{unit}，不一致。原文：{project.use}",
        address=f"project/{project.name}/allocation/{kind}",
        formula=f"{figures_text([p.figure for p in parts])} = {result.expected} ≠ {whole.figure.text}",
        actual=result.expected,
        unit=unit,
        tested=Relation.sum(whole, parts),
        evidence=(
            of_project(project, f"预算安排规模：{project.scale}"),
            of_project(project, f"资金分配情况：{project.use}", Role.ACTUAL),
        ),
    )


def _subsidy(project: Project, amount: Figure, people: Figure, standard: Figure) -> Iterator[Verdict]:
    count = people.value * (Decimal(10_000) if (people.unit or "").startswith("万") else 1)
    month = re.search(r"元/(?:人|户)?[/·]?月|每月", project.text)
    money = count * standard.value * (_MONTHS["月"] if month else 1) / Decimal(10_000)
    own = amount.in_unit("万元")
    if own.interval().low <= money <= own.interval().high or abs(money - own.value) <= own.value / 200:
        yield Passed()
        return
    yield fail(
        f"项目“{project.name}”：补贴人数 {people}，补贴标准 {standard}{'/月' if month else ''}，相乘为 {money.normalize():f} 万元，项目金额为 {amount}，不一致。",
        severity=Severity.WARNING,
        certainty=Certainty.SUSPECTED,
        address=f"project/{project.name}/subsidy",
        formula=f"{people.value:f} × {standard.value:f}元{' × 12' if month else ''} = {money.normalize():f}万元 ≠ {amount.text}",
        actual=own.value,
        unit="万元",
        evidence=(
            of_project(project, f"补贴人数：{people}；补贴标准：{standard}"),
            of_project(project, f"资金分配情况：{project.use}", Role.ACTUAL),
        ),
    )
