"""Counts that the goal of a project states, and the indicator of that name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from .... import (
    Cell,
    Certainty,
    Disclosure,
    Evidence,
    Failed,
    Figure,
    Indicator,
    Passed,
    Role,
    Severity,
    Statement,
    Verdict,
    fail,
    label_key,
    rule,
)
from ...legal import P
from ...numbers import NUMBER, figure, form_title

_UNIT = r"(?P<unit>万?(?:人次|人|家次|家|场次|场|个|次|项|套|台|辆|件|户|份|期|%|公里|平方米|亩|吨))"
_BEFORE = re.compile(r"(?:完成|实现|确保|保证|达到|全年|本年|今年|年度|计划|预计)$")
"""Words that a name may stand behind; other characters before it make it the name of a part or of another year."""
_LEAST = 12
"""A cell shorter than this is a value, not a goal."""


@rule(id="performance.goal-numbers", title="总体目标中的数量与指标值", severity=Severity.WARNING, basis=[P])
def goal_numbers(disclosure: Disclosure) -> Iterator[Verdict]:
    """自评表的总体目标（预期目标、实际完成情况）中紧接着指标名称所写的数量，与该指标的指标值或实际完成值一致。

    只看文字与三级指标名称完全相同、单位相同的数量；与指标值、实际完成值之一相符即可。一张表列多个项目的不判断。绩效目标表另行核对（见 performance.goal-targets）。

    错例：预期目标写明“开展培训场次12场”，指标“开展培训场次”的指标值为 ≥10场。
    正例：指标值为 ≥12场。
    """
    by_table: dict[int, list[Indicator]] = defaultdict(list)
    for indicator in disclosure.indicators:
        if indicator.table is not None:
            by_table[indicator.table].append(indicator)
    for table, indicators in by_table.items():
        statement = disclosure.statements[table]
        if statement.id != "self_evaluation" or len({i.project for i in indicators}) > 1:
            continue
        for indicator in indicators:
            yield from _compare(disclosure, statement, indicator)


def _compare(disclosure: Disclosure, statement: Statement, indicator: Indicator) -> Iterator[Verdict]:
    name = label_key(indicator.levels[2])
    own = [f for f in (indicator.target_figure, indicator.actual_figure) if f is not None and f.unit]
    if len(name) < 4 or not own:
        return
    if not any(len(c.text) >= _LEAST and indicator.levels[2][:4] in c.text and c is not indicator.cell for c in statement.table.cells):
        return
    pattern = re.compile(rf"{re.escape(name)}(?:为|达到|达|共|不少于|不低于|大于等于|超过|≥|>=)?(?P<number>{NUMBER}){_UNIT}")
    for cell in statement.table.cells:
        text = label_key(cell.text) if len(cell.text) >= _LEAST and indicator.levels[2][:2] in cell.text else ""
        for m in pattern.finditer(text):
            if re.search(r"[\u4e00-\u9fff]$", text[: m.start()]) and not _BEFORE.search(text[: m.start()]):
                continue
            said = figure(m["number"], m["unit"])
            same = [f for f in own if f.unit == said.unit]
            if not same:
                continue
            yield Passed() if any(f.value == said.value for f in same) else _finding(disclosure, statement, indicator, cell, m[0], said)


def _finding(disclosure: Disclosure, statement: Statement, indicator: Indicator, cell: Cell, words: str, said: Figure) -> Failed:
    title = form_title(disclosure, statement.ordinal)
    actual = f"，实际完成值 {indicator.actual}" if indicator.actual else ""
    return fail(
        f"{title}“{indicator.project or '整体'}”：总体目标称“{words}”，指标“{indicator.levels[2]}”的指标值为 {indicator.target}{actual}，不一致。",
        certainty=Certainty.SUSPECTED,
        address=f"{indicator.address}/goal",
        formula=f"{said.text} ≠ {indicator.target}",
        actual=said,
        evidence=(
            Evidence(Role.ACTUAL, cell.text, cell.place, table=title, row=indicator.project, column="总体目标"),
            Evidence.of_indicator(indicator, title),
        ),
    )
