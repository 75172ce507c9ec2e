"""The body that undertakes a project is the body that publishes it, or one of its units."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ... import Certainty, Disclosure, Evidence, Kind, Level, Passed, Reason, Scope, Severity, Undecided, Verdict, fail, rule
from ..legal import P
from ..wording import bare, body_names
from .explained import evidence_of, is_nothing, labelled

_NO_UNITS = re.compile(r"(?:无|没有)下属(?:预算)?单位")
_ORGAN = re.compile(r"(?:局|委员会|委|办公室|厅|院|中心|站|所|队|人民政府|政府|学校|幼儿园)$")


@rule(
    id="xinjiang.project-undertaker",
    title="项目承担单位",
    severity=Severity.WARNING,
    basis=[P],
    scope=Scope(regions=frozenset({"xinjiang"}), kinds=frozenset({Kind.BUDGET})),
    compares=False,
)
def project_undertaker(disclosure: Disclosure) -> Iterator[Verdict]:
    """没有下属预算单位的单位，其项目说明的“项目承担单位”就是本单位。

    填了另一个单位名称的，可能由其他文件复制而来，需单位说明；全称、简称、加地区名的写法都视为同一单位，概况中提到的下设机构、只填科室的不作判断。疑似，需单位说明。

    无法判断：没有“项目承担单位”一栏，或可能有下属预算单位。

    错例：某县甲局的预算说明，项目承担单位：某县乙局。
    正例：项目承担单位：某县甲局。
    """
    stated = [(p, label, text) for p in disclosure.projects for label, text in labelled(p, "承担单位", "实施单位") if not is_nothing(text)]
    if not stated:
        yield Undecided(Reason.NOTHING_TO_COMPARE, "没有“项目承担单位”一栏")
        return
    if disclosure.identity.level is not Level.UNIT and not any(_NO_UNITS.search(s.text) for s in disclosure.sections):
        yield Undecided(Reason.NOTHING_TO_COMPARE, "可能有下属预算单位")
        return
    odd: list[tuple[str, Evidence]] = []
    names = body_names(disclosure)
    for project, label, text in stated:
        key = bare(text)
        # What the overview names (下设某某中心) is a part of the body.
        inside = any(key in bare(s.text) for s in disclosure.sections if s.part == "overview")
        if inside or not _ORGAN.search(key) or any(key in n or n in key or _same_organ(key, n) for n in names):
            yield Passed()
        else:
            odd.append((f"“{project.name}”为“{text}”", evidence_of(project, label, text)))
    if odd:
        yield fail(
            certainty=Certainty.SUSPECTED,
            message=f"{len(odd)} 个项目的承担单位不是{disclosure.identity.body}：{'；'.join(text for text, _ in odd)}",
            address="projects/undertaker",
            evidence=tuple(e for _, e in odd),
        )


def _same_organ(one: str, other: str) -> bool:
    """Whether two names end in one organ of at least four characters: the same bureau under a longer or a shorter name of its place."""
    common = 0
    for a, b in zip(reversed(one), reversed(other), strict=False):
        if a != b:
            break
        common += 1
    return common >= 5
