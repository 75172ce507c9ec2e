"""Fields of a project explanation hold the kind of thing that they ask for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ... import Disclosure, Evidence, Kind, Passed, Reason, Scope, Severity, Undecided, Verdict, fail, rule
from ..legal import P
from .explained import evidence_of, fields, is_nothing

_ORGANISATION = re.compile(r"[局委办厅院会部处所站团府室队校园馆社行中心公司厂场镇乡街道集团]$|单位$|中心$|机关$|本级$")
_MONEY = re.compile(r"\d[\d,]*(?:\.\d+)?(?:亿|万)?元")
_PEOPLE = re.compile(r"^\d[\d,]*(?:余)?(?:人|名|户)[。；]?$")
_LONGEST_NAME = 60


@rule(
    id="xinjiang.project-fields",
    title="项目说明各栏的填报内容",
    severity=Severity.WARNING,
    basis=[P],
    scope=Scope(regions=frozenset({"xinjiang"}), kinds=frozenset({Kind.BUDGET})),
    compares=False,
)
def project_fields(disclosure: Disclosure) -> Iterator[Verdict]:
    """项目说明的固定栏目填的是所问的内容：项目承担单位填单位名称，补贴人数填人数，补贴标准、资金分配情况填金额或者“无”。

    这是新疆模板的固定栏目；预算安排规模见 projects.scale。只报告明显是另一类内容的：承担单位填了金额或人数，资金分配情况、补贴标准只填了人数，补贴人数填了金额。

    无法判断：没有项目说明，或说明没有这些栏目。

    错例：项目承担单位：13 万元。
    正例：项目承担单位：某县某局。
    """
    odd: list[tuple[str, Evidence]] = []
    count = 0
    for project in disclosure.projects:
        for label, text in fields(project).items():
            wrong = _wrong(label, text)
            if wrong is None:
                continue
            count += 1
            if wrong:
                odd.append((f"“{label}”填的是{wrong}：{text}", evidence_of(project, label, text)))
            else:
                yield Passed()
    if not count:
        yield Undecided(Reason.NOTHING_TO_COMPARE, "没有项目说明，或没有这些栏目")
    if odd:
        yield fail(
            message=f"项目说明有 {len(odd)} 栏的内容不是所问的：{'；'.join(text for text, _ in odd)}",
            address="projects/fields",
            evidence=tuple(e for _, e in odd),
        )


def _wrong(label: str, text: str) -> str | None:
    """What a field holds instead of what it asks for; empty if it is right, None for a field that is not looked at, or has nothing."""
    if not text or is_nothing(text):
        return None
    money, people = bool(_MONEY.search(text)), bool(_PEOPLE.match(text))
    name = len(text) <= _LONGEST_NAME and bool(_ORGANISATION.search(text.rstrip("。；"))) and not re.search(r"\d", text)
    if label.endswith(("承担单位", "实施单位")):
        return "金额" if money and not name else "人数" if people else ""
    if label.endswith(("资金分配情况", "补贴标准")):
        return "人数" if people and not money else ""
    if label.endswith("补贴人数"):
        return "金额" if money and not people else ""
    return None
