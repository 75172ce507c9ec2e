"""The date at the end of the document."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .... import (
    Certainty,
    Disclosure,
    Evidence,
    Kind,
    Passed,
    Place,
    Reason,
    Role,
    Severity,
    Undecided,
    Verdict,
    fail,
    rule,
    squeeze,
)
from ...legal import P

_BUDGET_MONTH = 10


@rule(id="text.signed-date", title="落款日期", severity=Severity.WARNING, basis=[P], compares=False)
def signed_date(disclosure: Disclosure) -> Iterator[Verdict]:
    """落款日期不早于该年度预算、决算可以编成的时间：预算不早于上年十月，决算不早于年度终了。

    落款日期不是批复或公开日期，不据以判断是否按时公开。疑似，可能是笔误或沿用了旧稿。

    无法判断：没有落款日期，或年度不明。

    错例：2024 年预算，落款为 2023 年 2 月 26 日。
    正例：落款为 2024 年 2 月 26 日。
    """
    who = disclosure.identity
    if who.signed_on is None or who.fiscal_year is None:
        yield Undecided(Reason.NOTHING_TO_COMPARE, "没有落款日期，或年度不明")
        return
    year, month = (int(part) for part in who.signed_on.split("-")[:2])
    final = who.kind is Kind.FINAL
    early = year <= who.fiscal_year if final else (year, month) < (who.fiscal_year - 1, _BUDGET_MONTH)
    if not early:
        yield Passed()
        return
    name = "决算" if final else "预算"
    yield fail(
        f"落款日期为 {who.signed_on}，本文件为 {who.fiscal_year} 年{name}。",
        certainty=Certainty.SUSPECTED,
        address="text/signed-date",
        evidence=_evidence(disclosure, year, month),
    )


def _evidence(disclosure: Disclosure, year: int, month: int) -> Evidence:
    """The paragraph with the date: on the cover, or at the end."""
    for paragraph in disclosure.document.paragraphs:
        text = squeeze(paragraph.text)
        if len(text) <= 60 and re.search(rf"{year}年0?{month}月", text):
            return Evidence(Role.ACTUAL, text, paragraph.place)
    return Evidence(Role.ACTUAL, f"{year}年{month}月", Place())
