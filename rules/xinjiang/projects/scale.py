"""预算安排规模 of a project is an amount."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .... import (
    Disclosure,
    Evidence,
    Kind,
    Passed,
    Reason,
    Role,
    Scope,
    Severity,
    Undecided,
    Verdict,
    fail,
    rule,
)
from ...legal import P
from ...wording import lines

_SCALE = re.compile(r"预算安排(?:规模|金额)：(?P<text>.*?)(?:$|(?=项目(?:承担|实施)单位|资金分配|资金执行))")
_AMOUNT = re.compile(r"\d[\d,]*(?:\.\d+)?(?:亿|万)?元|(?<![\d.])\d[\d,]*\.\d+")


@rule(
    id="projects.scale",
    title="项目的预算安排规模",
    severity=Severity.WARNING,
    basis=[P],
    scope=Scope(regions=frozenset({"xinjiang"}), kinds=frozenset({Kind.BUDGET})),
    compares=False,
)
def project_scale(disclosure: Disclosure) -> Iterator[Verdict]:
    """项目支出说明中的“预算安排规模”一栏填的是金额。

    这是新疆模板项目支出说明的固定栏目；所有未填金额的项目合并为一条。

    无法判断：没有项目支出说明，或说明不用这一栏。

    错例：预算安排规模：全体参加培训的人员。
    正例：预算安排规模：30.00 万元。
    """
    odd: list[tuple[str, Evidence]] = []
    count = 0
    for line in lines(disclosure):
        for m in _SCALE.finditer(line.text):
            count += 1
            if _AMOUNT.search(m["text"]):
                yield Passed()
            else:
                place = line.section.place_at(line.start + m.start())
                odd.append((m["text"] or "（空白）", Evidence(Role.ACTUAL, m[0], place, section=line.section.title)))
    if not count:
        yield Undecided(Reason.NOTHING_TO_COMPARE, "没有“预算安排规模”一栏")
    if odd:
        yield fail(
            f"{len(odd)} 个项目的“预算安排规模”填的不是金额：{'；'.join(text for text, _ in odd)}",
            address="projects/scale",
            evidence=tuple(e for _, e in odd),
        )
