"""A time limit that was missed beside a timeliness of 100%."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .... import (
    Certainty,
    Disclosure,
    Evidence,
    Failed,
    Indicator,
    Passed,
    Role,
    Severity,
    Verdict,
    fail,
    label_key,
    rule,
)
from ...legal import P
from ...numbers import alike, form_title

_RATE = re.compile(r"及时(?:率|性|度)?$")
_LIMIT = re.compile(r"时限|时间|期限|天数|工作日|日内")
_WORDS = re.compile(r"及时(?:率|性|度)?|完成|时限|时间|期限|天数|的")
_ALIKE = 0.6


@rule(id="performance.timely", title="及时率与超过的时限", severity=Severity.INFO, basis=[P])
def performance_timely(disclosure: Disclosure) -> Iterator[Verdict]:
    """同一自评表中，说同一件事的两个时效指标不相矛盾：时限超过了指标值的，及时率不写 100%。

    两个指标是否说同一件事由名称判断，所以只作提示。

    错例：奖补资金发放及时率 100%；奖补资金发放时限 ≤30 个工作日，实际 45 个工作日。
    正例：奖补资金发放时限 ≤30 个工作日，实际 30 个工作日。
    """
    for rate in disclosure.indicators:
        if rate.actual_figure is None or rate.actual_figure.unit != "%" or not _RATE.search(rate.levels[2]):
            continue
        for limit in disclosure.indicators:
            if limit.table != rate.table or not _LIMIT.search(limit.levels[2]) or not _same(rate, limit):
                continue
            late = _late(limit)
            if late is not None:
                yield _finding(disclosure, rate, limit) if late and rate.actual_figure.value >= 100 else Passed()


def _late(limit: Indicator) -> bool | None:
    target, actual = limit.target_figure, limit.actual_figure
    if target is None or actual is None or limit.comparator not in ("≤", "<") or target.unit != actual.unit:
        return None
    return actual.value > target.value


def _same(rate: Indicator, limit: Indicator) -> bool:
    a, b = (_WORDS.sub("", label_key(i.levels[2])) for i in (rate, limit))
    return min(len(a), len(b)) >= 3 and alike(a, b) >= _ALIKE


def _finding(disclosure: Disclosure, rate: Indicator, limit: Indicator) -> Failed:
    title = form_title(disclosure, rate.table)

    def shown(i: Indicator) -> Evidence:
        place = i.place
        row = "/".join(p for p in i.levels if p)
        return Evidence(Role.OPERAND, f"{i.target}，{i.actual}", place, table=title, row=row, column="实际完成值")

    return fail(
        f"{title}“{rate.project or '整体'}”：“{limit.levels[2]}”指标值 {limit.target}，实际完成值 {limit.actual}；"
        f"“{rate.levels[2]}”实际完成值 {rate.actual}，请说明。",
        certainty=Certainty.SUSPECTED,
        address=f"{rate.address}/timely",
        formula=f"{limit.actual} > {limit.target}；{rate.actual}",
        evidence=(shown(rate), shown(limit)),
    )
