"""Publication within twenty days of the approval."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from .... import (
    Certainty,
    Disclosure,
    Evidence,
    Passed,
    Place,
    Reason,
    Role,
    Severity,
    Undecided,
    Verdict,
    fail,
    rule,
)
from ...legal import L14, R6

_DAYS, _HOLIDAYS = 20, 8
"""The last day may be a holiday; no run of holidays is longer than this."""


@rule(id="completeness.timely", title="批复后二十日内公开", severity=Severity.WARNING, basis=[L14, R6], compares=False)
def timely(disclosure: Disclosure) -> Iterator[Verdict]:
    """预算、决算在批复后二十日内公开。

    批复日期和公开日期取自文件来源清单（--meta），封面上的日期两者都不是。期限最后一日为节假日的顺延，所以超过不多的为存疑。

    无法判断：来源清单没有写明批复日期和公开日期。

    错例：2024 年 8 月 20 日批复，2024 年 10 月 15 日公开。
    正例：2024 年 9 月 5 日公开。
    """
    approved, published = _date(disclosure.approved_on), _date(disclosure.published_on)
    if approved is None or published is None:
        yield Undecided(Reason.DATES_UNKNOWN, "来源清单没有写明批复日期和公开日期")
        return
    days = (published - approved).days
    if 0 <= days <= _DAYS:
        yield Passed()
        return
    early = days < 0
    said = "公开日期早于批复日期，请核实" if early else f"相距 {days} 日，超过 {_DAYS} 日"
    yield fail(
        f"来源清单：{approved} 批复，{published} 公开，{said}。",
        severity=Severity.INFO if early else Severity.WARNING,
        certainty=Certainty.SUSPECTED if days <= _DAYS + _HOLIDAYS else Certainty.CERTAIN,
        address="timely",
        formula=f"{published} - {approved} = {days}",
        actual=Decimal(days),
        decimals=0,
        unit="日",
        evidence=Evidence(Role.ACTUAL, f"批复 {approved}；公开 {published}", Place(), section="来源清单"),
    )


def _date(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
