"""Large equipment by two thresholds of value."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .... import Certainty, Disclosure, Passed, Role, Severity, Verdict, fail, rule
from ...legal import P
from ...numbers import of_text, prose, sections

_COUNT = r"(?P<{0}>\d+)万元(?:（含）)?以上(?:的)?大型设备(?P<{1}>\d+)(?:台|件)(?:（套）|套)?"
_BOTH = re.compile(rf"{_COUNT.format('low', 'more')}，(?:其中：?)?(?:单位价值|单价)?{_COUNT.format('high', 'fewer')}")


@rule(id="assets.equipment", title="大型设备的台数", severity=Severity.INFO, basis=[P], compares=False)
def equipment(disclosure: Disclosure) -> Iterator[Verdict]:
    """同一句中，价值较高一档以上的大型设备台数不多于较低一档以上的。

    有的单位按不重叠的两档填写，所以只作提示。

    错例：单位价值 50 万元以上大型设备 1 台，单位价值 100 万元以上大型设备 2 台。
    正例：单位价值 50 万元以上大型设备 2 台，单位价值 100 万元以上大型设备 1 台。
    """
    for section in sections(disclosure, "assets"):
        for m in _BOTH.finditer(prose(section)):
            low, high, more, fewer = (int(m[name]) for name in ("low", "high", "more", "fewer"))
            if high <= low:
                continue
            if fewer <= more:
                yield Passed()
                continue
            said = of_text(section, m.start(), m.end(), Role.ACTUAL)
            yield fail(
                f"“{section.label}”称价值 {low} 万元以上的大型设备 {more} 台，{high} 万元以上的 {fewer} 台，后者应包括在前者之内。原文：{said.text}",
                certainty=Certainty.SUSPECTED,
                address=f"assets/equipment/{low}-{high}",
                formula=f"{fewer} > {more}",
                decimals=0,
                unit="台",
                evidence=said,
            )
