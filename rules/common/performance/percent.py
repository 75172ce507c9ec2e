"""Shares that cannot be more than the whole."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .... import Certainty, Disclosure, Evidence, Failed, Figure, Indicator, Passed, Role, Severity, Verdict, fail, rule
from ...legal import P
from ...numbers import form_title

# What was done can exceed what was planned (完成率, 增长率); a part cannot exceed its whole.
_PART = re.compile(
    r"(?:覆盖|合格|达标|准确|正确|及时|满意|知晓|到位|发放|完好|优良|上岗|持证|真实|合规|公开|验收|入学|就业|结题|按时)[^，。]{0,6}(?:率|度)$|及时性$"
)
_MORE = re.compile(r"完成|达成|实现|执行|增长|增幅|增加|提高|提升|变[动化]|毛入学|(?:资金|经费|收入|款)[^，。]{0,4}到位")
"""Measured against a plan, an earlier year or another population: more than all of it is possible."""


@rule(id="performance.percent", title="不可能超过 100% 的比率", severity=Severity.WARNING, basis=[P])
def performance_percent(disclosure: Disclosure) -> Iterator[Verdict]:
    """合格率、覆盖率、及时率、满意度一类的指标，指标值和实际完成值不超过 100%。

    完成率、增长率、毛入学率、资金到位率可以超过 100%，不作判断。

    错例：验收合格率，实际完成值 105%。
    正例：实际完成值 100%。
    """
    for indicator in disclosure.indicators:
        if not _PART.search(indicator.levels[2]) or _MORE.search(indicator.levels[2]):
            continue
        for figure, words, column in (
            (indicator.target_figure, indicator.target, "指标值"),
            (indicator.actual_figure, indicator.actual or "", "实际完成值"),
        ):
            if figure is None or figure.unit != "%":
                continue
            yield Passed() if figure.value <= 100 else _finding(disclosure, indicator, figure, words, column)


def _finding(disclosure: Disclosure, indicator: Indicator, figure: Figure, words: str, column: str) -> Failed:
    title = form_title(disclosure, indicator.table)
    place = indicator.place
    return fail(
        f"{title}“{indicator.project or '整体'}”的指标“{indicator.levels[2]}”：{column} {words}，超过 100%。",
        certainty=Certainty.SUSPECTED,
        address=f"{indicator.address}/percent/{'target' if column == '指标值' else 'actual'}",
        formula=f"{figure.text} > 100%",
        actual=figure.value,
        unit="%",
        evidence=Evidence(Role.ACTUAL, words, place, table=title, row="/".join(p for p in indicator.levels if p), column=column),
    )
