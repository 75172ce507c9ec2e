"""The day as of which assets are stated."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .... import Disclosure, Kind, Passed, Reason, Role, Severity, Undecided, Verdict, fail, rule
from ...legal import P
from ...numbers import of_text, prose, sections

_AS_OF = re.compile(r"截[至止](?P<year>20\d\d)年(?:度)?(?:末|底|(?P<month>\d{1,2})月)?")


@rule(id="assets.date", title="国有资产的截止时点", severity=Severity.WARNING, basis=[P], compares=False)
def assets_date(disclosure: Disclosure) -> Iterator[Verdict]:
    """国有资产情况的截止时点：预算为上年（末），决算为本年末。

    无法判断：没有写明时点，或文件没有年度。

    错例：2024 年预算称“截至 2022 年底……占用使用国有资产”。
    正例：2024 年预算称“截至 2023 年底”。
    """
    year, kind = disclosure.identity.fiscal_year, disclosure.identity.kind
    found = [(s, m) for s in sections(disclosure, "assets") for m in _AS_OF.finditer(prose(s))]
    if not found or year is None or kind is None:
        yield Undecided(Reason.NOTHING_TO_COMPARE, "没有写明截止时点")
        return
    right = year if kind is Kind.FINAL else year - 1
    for section, m in found:
        stated = int(m["year"])
        if stated == right:
            yield Passed()
            continue
        evidence = of_text(section, m.start(), m.end(), Role.ACTUAL)
        yield fail(
            f"{year} 年{'决算' if kind is Kind.FINAL else '预算'}的国有资产情况以 {stated} 年为截止时点，通常为 {right} 年末。原文：{evidence.text}",
            address="assets/date",
            formula=f"{stated} ≠ {right}",
            decimals=0,
            evidence=evidence,
        )
