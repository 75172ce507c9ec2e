"""What the goal in words says, against the indicators of the same form."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from .... import (
    Agreement,
    Certainty,
    Disclosure,
    Evidence,
    Figure,
    Indicator,
    Passed,
    Place,
    Print,
    Relation,
    Role,
    Severity,
    Verdict,
    compare_same,
    fail,
    label_key,
    rule,
)
from ...legal import P
from ...numbers import NUMBER, figure, form_title, sentence_at

_FORMS = ("project_targets", "overall_targets")
_STATED = rf"(?:指标)?(?:要|应|将|须)?(?:达到?|达至|为|不低于|不少于|不超过|不高于|控制在|保持在|稳定在|至少|≥|>=|≤|<=|=)?(?P<number>{NUMBER})(?P<unit>%|万人次|万人|人次|人|名|家|个|户|次|份|套|台|辆|场|期|篇|万元|元)"
_ENDS = re.compile(r"率$|人数$|数量$|次数$|数$|金额$|支出$|经费$|面积$")
_UNIT_IN_NAME = re.compile(r"（[^（）]{1,6}）$")
_OTHER_TIME = re.compile(r"上年|去年|以前年度|截至|[由从].{0,12}(?:提高|上升|增加|下降|降低)")
_OF_SOME = re.compile(r"困难|特困|低保|贫困|脱贫|重点|残疾|儿童|老年|妇女|学生|新生|农村|城镇|职工|居民|其中")
_SHORTEST = {"率": 5}
_SHORTEST_NAME = 6
_COUNTED = re.compile(r"(?<![\d.年月第])(?P<number>\d+)(?P<unit>家|次|份|套|台|辆|场|期|户|人次|人|名)(?!/)")
_COMMON, _COMMON_PEOPLE = 4, 5
"""So many characters in a row are one thing: 虚构服务站点 in 对30家虚构服务站点开展检查 and in 检查虚构服务站点数量."""
_PEOPLE = ("人", "名")


@dataclass(frozen=True, slots=True)
class _Target:
    indicator: Indicator
    figure: Figure
    evidence: Evidence

    @property
    def name(self) -> str:
        return self.indicator.levels[2]


@rule(id="performance.goal-targets", title="绩效总体目标与指标值", severity=Severity.WARNING, basis=[P])
def performance_goal_targets(disclosure: Disclosure) -> Iterator[Verdict]:
    """绩效目标表“总体目标”文字中写明的比率和数量，与同一表中同名指标的指标值一致。

    指标名称（或其末尾足以辨认的部分）在总体目标中紧接数值出现，单位也相同的，才比对；只要有一个同名指标与之一致就不报告。家数、人数等写在
    事物之前的，只有一处数值、一个指标指同一事物，才比对。所指人群不同的、讲上年情况的不比。疑似，需单位说明。

    无法判断：总体目标没有写数值，或没有同名的指标。

    错例：总体目标称“虚构政策知晓率达 95%”，指标“服务对象虚构政策知晓率”为 =100%。
    正例：指标值 =95%。
    """
    for title, goal, place, targets in _forms(disclosure):
        if any(c.isdigit() for c in goal):
            yield from _compare(title, goal, place, targets)


def _forms(disclosure: Disclosure) -> Iterator[tuple[str, str, Place, list[_Target]]]:
    """Every form's title, goal in words with its place, and targets; forms whose grid was lost too."""
    by_form: dict[tuple[int | None, str | None], list[_Target]] = defaultdict(list)
    for i in disclosure.indicators:
        if i.target_figure is not None and i.actual is None and (i.table is None or disclosure.statements[i.table].id in _FORMS):
            title = form_title(disclosure, i.table)
            target = _Target(i, i.target_figure, Evidence.of_indicator(i, title))
            by_form[i.table, i.project].append(target)
    lost = {(f.table, f.project): f for f in disclosure.performance_funds if f.goal is not None}
    several = {t for t, _ in by_form if sum(table == t for table, _ in by_form) > 1}
    for (table, project), targets in by_form.items():
        title = form_title(disclosure, table)
        if (form := lost.get((table, project))) is not None:
            yield title, label_key(form.goal or ""), form.goal_place, targets
        elif table is not None and table not in several:
            for cell in disclosure.statements[table].table.cells:
                if len(cell.text) >= 20 and "指标" not in cell.text[:8]:
                    yield title, label_key(cell.text), cell.place, targets


def _compare(title: str, goal: str, place: Place, targets: list[_Target]) -> Iterator[Verdict]:
    said: dict[int, list[tuple[int, _Target, Figure]]] = defaultdict(list)
    for target in targets:
        for length, m in _mentions(target, goal):
            if not _OTHER_TIME.search(goal[max(0, m.start() - 14) : m.start()]):
                said[m.start("number")].append((length, target, figure(m["number"], m["unit"])))
    for start, one in _counted(goal, targets):
        said.setdefault(start, [one])
    for start, found in said.items():
        if any(_equal(t.figure, stated) for _, t, stated in found):
            yield Passed()
            continue
        longest = max(length for length, _, _ in found)
        nearest = [(t, stated) for length, t, stated in found if length == longest]
        if len(nearest) > 1:
            continue
        target, stated = nearest[0]
        if len({s.value for others in said.values() for _, t, s in others if t is target}) > 1:
            continue  # the numbers of parts, or of times: none is said to be the whole
        yield fail(
            f"{title}的总体目标称“{_around(goal, start, stated)}”，同一表的指标“{target.name}”为 {target.figure}，不一致。",
            certainty=Certainty.SUSPECTED,
            address=f"{target.indicator.address}/goal",
            formula=f"{stated} ≠ {target.figure}",
            actual=target.figure,
            evidence=(
                Evidence(Role.OPERAND, sentence_at(goal, start), place, table=title, column="总体目标"),
                target.evidence,
            ),
            tested=Relation.same(
                Print(target.indicator, "target", target.figure, f"指标“{target.name}”"),
                Print(place, f"goal {start}", stated, f"{title}总体目标"),
            ),
        )


def _equal(target: Figure, stated: Figure) -> bool:
    """Counts and rates are exact; amounts of money may be rounded."""
    if target.is_money:
        return compare_same(target, stated).verdict is not Agreement.DIFFERENT
    return target.value == stated.value


def _counted(goal: str, targets: list[_Target]) -> Iterator[tuple[int, tuple[int, _Target, Figure]]]:
    """Counts before what they count, where one count and one indicator of the unit name the same thing."""
    pairs: list[tuple[re.Match[str], _Target]] = []
    for m in _COUNTED.finditer(goal):
        clause = re.split(r"[，。；、：]", goal[_clause(goal, m.start()) :], maxsplit=1)[0]
        same = [t for t in targets if _one_thing(t, m["unit"], clause)]
        if len(same) == 1 and not _OTHER_TIME.search(clause):
            pairs.append((m, same[0]))
    for m, target in pairs:
        if sum(t is target for _, t in pairs) == 1:
            yield m.start("number"), (_COMMON, target, figure(m["number"], target.figure.unit))


def _one_thing(target: _Target, unit: str, clause: str) -> bool:
    people = unit in _PEOPLE
    if target.figure.unit != unit and not (people and target.figure.unit in _PEOPLE):
        return False
    name = _UNIT_IN_NAME.sub("", label_key(target.name))
    length = _COMMON_PEOPLE if people else _COMMON
    return not _OF_SOME.search(name) and any(name[i : i + length] in clause for i in range(len(name) - length + 1))


def _mentions(target: _Target, goal: str) -> Iterator[tuple[int, re.Match[str]]]:
    """Where the goal prints a target's name, or what its end says, before a number of the same unit; and how much of it."""
    name = _UNIT_IN_NAME.sub("", label_key(target.name))
    if not _ENDS.search(name):
        return
    shortest = _SHORTEST.get(name[-1], _SHORTEST_NAME)
    for cut in range(max(1, len(name) - shortest + 1)):
        tail = name[cut:]
        if tail not in goal or (cut and _OF_SOME.search(name[:cut])):
            continue
        found = [m for m in re.finditer(re.escape(tail) + _STATED, goal) if m["unit"] == target.figure.unit]
        for m in found:
            if not _OF_SOME.search(goal[_clause(goal, m.start()) : m.start()]):
                yield len(tail), m
        if found:
            return


def _around(goal: str, start: int, stated: Figure) -> str:
    return f"{goal[_clause(goal, start) : start]}{stated}"


def _clause(goal: str, at: int) -> int:
    """Where the clause of a position begins."""
    return max(goal.rfind(c, 0, at) for c in "，。；、：") + 1
