"""Headcounts in performance forms against the overview."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .... import (
    Certainty,
    Disclosure,
    Evidence,
    Passed,
    Print,
    Reason,
    Relation,
    Role,
    Severity,
    Undecided,
    Verdict,
    fail,
    rule,
)
from ...legal import P
from ...numbers import form_title

_OWN = re.compile(
    r"(?:保障|维持|确保).{0,14}(?:单位|机构|机关|部门|办公|工作|在职|干部|职工|业务).{0,12}(?:人员|人数|职工|干部|费用)|在职(?:人员|职工|干部)(?:人?数|数量)?$|本单位.{0,8}人数"
)
_OTHERS = re.compile(
    r"参保|享受|救助|补[助贴]|退休|离休|群众|居民|学生|学员|患者|病人|企业|定点|困难|低保|老人|残疾|聘用|劳务|临时|协管|辅助|志愿|培训|村|社区|护林|保洁|安保|人次"
)


@rule(id="performance.staff", title="绩效表中的本单位人数", severity=Severity.WARNING, basis=[P])
def performance_staff(disclosure: Disclosure) -> Iterator[Verdict]:
    """绩效目标表中保障本单位人员的人数指标，与机构及人员情况中的在职人数一致（“≥”的不大于在职人数）。

    聘用、退休人员和服务对象的人数不比对。与实有人数一致的也可。疑似，需单位说明。

    无法判断：没有写明在职人数，或没有这样的指标。

    错例：在职 14 人，“保障单位运行和人员费用”指标值 =15 人。
    正例：指标值 =14 人。
    """
    known = [h for c in ("active", "present") if (h := next((h for h in disclosure.headcounts if h.category == c), None))]
    found = list(_indicators(disclosure))
    if not known or known[0].category != "active" or not found:
        yield Undecided(Reason.NOTHING_TO_COMPARE, "没有写明在职人数，或没有保障本单位人员的指标")
        return
    active = known[0]
    for name, term, comparator, address, evidence in found:
        figure = term.figure
        value = figure.value
        relation = Relation.same(term, Print.of_claim(active.claim, figure=active.figure))
        if value in {h.figure.value for h in known} or (comparator in ("≥", ">") and value < active.figure.value) or value == 0:
            yield Passed(1, (relation,) if value == active.figure.value and comparator not in ("≥", ">") else ())
            continue
        yield fail(
            f"绩效表的指标“{name}”为 {comparator or ''}{figure}，机构及人员情况称在职 {active.figure.text}，不一致。原文：{active.claim.sentence}",
            certainty=Certainty.SUSPECTED,
            address=f"{address}/staff",
            formula=f"{value} ≠ {active.figure.value}",
            actual=value,
            decimals=0,
            unit="人",
            evidence=(evidence, Evidence.of_claim(active.claim)),
            tested=relation,
        )


def _indicators(disclosure: Disclosure) -> Iterator[tuple[str, Print, str | None, str, Evidence]]:
    """Targets about the body's own people, in forms and in forms whose grid was lost."""
    for i in disclosure.indicators:
        if i.target_figure and i.target_figure.unit in ("人", "名") and _is_own(i.levels[2]) and i.score is None:
            yield (
                i.levels[2],
                Print(i, "target", i.target_figure, f"绩效指标“{i.levels[2]}”"),
                i.comparator,
                i.address,
                Evidence.of_indicator(i, form_title(disclosure, i.table), Role.ACTUAL),
            )


def _is_own(name: str) -> bool:
    return bool(_OWN.search(name)) and not _OTHERS.search(name)
