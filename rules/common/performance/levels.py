"""First-level indicators that every performance form has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from .... import (
    Certainty,
    Disclosure,
    Evidence,
    Indicator,
    Passed,
    Reason,
    Severity,
    Undecided,
    Verdict,
    fail,
    label_key,
    rule,
)
from ...legal import M10
from ...numbers import form_title

_WANTED = ("产出", "效益")
_KNOWN = ("产出", "效益", "成本", "满意度", "效果", "完成", "管理", "投入", "过程")


@rule(id="performance.levels", title="应有的一级指标", severity=Severity.INFO, basis=[M10], compares=False)
def performance_levels(disclosure: Disclosure) -> Iterator[Verdict]:
    """每个项目的绩效目标表、自评表有产出指标和效益指标。

    满意度和成本指标视项目而定，不要求；“效果指标”即效益指标，“项目完成”即产出指标。所依据的权重办法为原则性规定，只作提示，整份文件合为一条。

    无法判断：没有读出一级指标。

    错例：某项目只列产出指标和满意度指标。
    正例：列有产出指标、效益指标和满意度指标。
    """
    forms: dict[tuple[int | None, str], list[Indicator]] = defaultdict(list)
    for indicator in disclosure.indicators:
        forms[indicator.table, indicator.project or ""].append(indicator)
    lacking: list[tuple[str, list[str], Indicator]] = []
    for (_, project), indicators in forms.items():
        levels = {label_key(i.levels[0]).replace("效果", "效益").replace("项目完成", "产出") for i in indicators}
        if not all(any(k in level for k in _KNOWN) for level in levels):
            yield Undecided(Reason.NOT_RECOGNISED, f"{project or '整体'}：没有读出一级指标")
            continue
        # A form cut by a page end repeats the first level of the page before: 社会效益指标 says it as well.
        levels |= {label_key(i.levels[1]) for i in indicators}
        missing = [w for w in _WANTED if not any(w in level for level in levels)]
        if missing:
            lacking.append((project, missing, indicators[0]))
        else:
            yield Passed()
    if lacking:
        shown = "；".join(f"“{p or '整体'}”没有{'、'.join(f'{m}指标' for m in missing)}" for p, missing, _ in lacking[:6])
        yield fail(
            f"绩效表中有 {len(lacking)} 个没有列全应有的一级指标：{shown}。",
            certainty=Certainty.SUSPECTED,
            address="performance/levels",
            evidence=tuple(Evidence.of_indicator(i, form_title(disclosure, i.table)) for _, _, i in lacking[:10]),
        )
