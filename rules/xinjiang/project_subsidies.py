"""Fields about a subsidy are filled together or not at all."""

from __future__ import annotations

from collections.abc import Iterator

from ... import Disclosure, Kind, Passed, Reason, Scope, Severity, Undecided, Verdict, fail, rule
from ..legal import P
from .explained import evidence_of, is_nothing, labelled

_WORDS = ("补贴人数", "补贴标准", "补贴范围", "补贴方式", "发放程序", "发放方式")


@rule(
    id="xinjiang.project-subsidies",
    title="项目补贴各栏的前后一致",
    severity=Severity.WARNING,
    basis=[P],
    scope=Scope(regions=frozenset({"xinjiang"}), kinds=frozenset({Kind.BUDGET})),
    compares=False,
)
def project_subsidies(disclosure: Disclosure) -> Iterator[Verdict]:
    """项目说明的补贴各栏（补贴人数、补贴标准、补贴范围、补贴方式、发放程序）要么都填，要么都写“无”。

    新疆模板要求有补贴的项目逐栏填写。补贴人数写“无”而补贴标准有金额的，或者相反的，需单位说明。

    无法判断：项目说明没有这些栏目，或只有一栏。

    错例：补贴人数：无；补贴标准：30 元/人/年。
    正例：补贴人数：2000 人；补贴标准：30 元/人/年。
    """
    compared = False
    for project in disclosure.projects:
        stated = [(label, text) for label, text in labelled(project, *_WORDS) if text]
        none = [s for s in stated if is_nothing(s[1])]
        filled = [s for s in stated if not is_nothing(s[1])]
        if len(stated) < 2:
            continue
        compared = True
        core = {label for label, _ in (*none, *filled) if label.endswith(("补贴人数", "补贴标准"))}
        if none and filled and core & {label for label, _ in none} and core & {label for label, _ in filled}:
            yield fail(
                message=f"项目“{project.name}”的{'、'.join(f'{k}为“{v}”' for k, v in none)}，{'、'.join(f'{k}为“{v}”' for k, v in filled)}，前后不一致。",
                address=f"projects/subsidies/{project.name}",
                evidence=tuple(evidence_of(project, k, v) for k, v in (*none, *filled)),
            )
        else:
            yield Passed()
    if not compared:
        yield Undecided(Reason.NOTHING_TO_COMPARE, "没有补贴各栏")
