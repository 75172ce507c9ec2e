"""Targets that were missed without a reason, and reasons that state another result."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from .... import Certainty, Disclosure, Evidence, Failed, Indicator, Passed, Role, Severity, Verdict, fail, rule
from ...legal import P
from ...numbers import form_title

_RATIO = Decimal("0.3")
_ACTUAL_SAID = re.compile(
    r"实际(?:[^，。；\d]{0,20}?)(?P<number>\d+(?:\.\d+)?)(?P<unit>个|次|人次|人|家|场|项|套|台|辆|起|件|户|份|篇|期|%)"
)


@rule(id="performance.deviation", title="指标偏差与其说明", severity=Severity.WARNING, basis=[P], compares=False)
def performance_deviation(disclosure: Disclosure) -> Iterator[Verdict]:
    """自评表中没有完成的量化指标写明偏差原因；说明中所称的实际完成数与实际完成值一致。

    高于目标三成以上而没有写原因的，只作提示。

    错例：指标值 ≥10 次，实际完成值 5 次，偏差原因为空白。
    正例：偏差原因写明“因场地原因只举办 5 次”。
    """
    for indicator in disclosure.indicators:
        target, actual = indicator.target_figure, indicator.actual_figure
        if target is None or actual is None or (target.unit and actual.unit and target.unit != actual.unit):
            continue
        said = _said(indicator)
        if said is not None:
            yield said_otherwise(disclosure, indicator, said)
            continue
        reason = re.sub(r"^[\d.、/无—-]+$", "", indicator.deviation or "")
        short = _short(indicator, target.value, actual.value)
        if reason or short is None:
            yield Passed()
            continue
        yield _finding(
            disclosure,
            indicator,
            f"指标值 {indicator.target}，实际完成值 {indicator.actual}，没有写偏差原因",
            "reason",
            Severity.WARNING if short else Severity.INFO,
        )


def _short(indicator: Indicator, target: Decimal, actual: Decimal) -> bool | None:
    """True if the target was missed, False if it was far exceeded, None if there is nothing to explain."""
    if indicator.comparator in ("≤", "<"):
        return True if actual > target else None
    if actual < target:
        return True
    return False if target > 0 and actual > target * (1 + _RATIO) else None


def _said(indicator: Indicator) -> str | None:
    """A result in the explanation that differs from the printed one, as the explanation puts it."""
    actual = indicator.actual_figure
    m = _ACTUAL_SAID.search(indicator.deviation or "")
    if m is None or actual is None or actual.unit != m["unit"] or Decimal(m["number"]) == actual.value:
        return None
    return m[0]


def said_otherwise(disclosure: Disclosure, indicator: Indicator, said: str) -> Failed:
    """The finding that an explanation states another result."""
    return _finding(disclosure, indicator, f"实际完成值 {indicator.actual}，说明称“{said}”，不一致", "said", Severity.WARNING)


def _finding(disclosure: Disclosure, indicator: Indicator, said: str, what: str, severity: Severity) -> Failed:
    title = form_title(disclosure, indicator.table)
    return fail(
        f"{title}“{indicator.project or '整体'}”的指标“{indicator.levels[2]}”：{said}。",
        severity=severity,
        certainty=Certainty.SUSPECTED,
        address=f"{indicator.address}/deviation/{what}",
        formula=said,
        evidence=(
            Evidence.of_indicator(indicator, title),
            Evidence(
                Role.ACTUAL,
                f"{indicator.actual} {indicator.deviation or '（空白）'}",
                indicator.place,
                table=title,
                row=indicator.levels[2],
                column="实际完成值",
            ),
        ),
    )
