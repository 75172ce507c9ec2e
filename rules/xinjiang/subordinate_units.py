"""A body that says it has no units counts none of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ... import Disclosure, Kind, Passed, Reason, Role, Scope, Severity, Undecided, Verdict, fail, rule
from ..legal import P
from ..numbers import of_text, prose, sections

_NONE = re.compile(r"无下属(?:预算)?单位|没有下属(?:预算)?单位")
_COUNTED = re.compile(r"本级及下属(?P<first>\d+)家行政单位(?:和|、)?(?P<second>\d+)家事业单位")


@rule(
    id="xinjiang.subordinate-units",
    title="下属单位的有无",
    severity=Severity.WARNING,
    basis=[P],
    scope=Scope(regions=frozenset({"xinjiang"}), kinds=frozenset({Kind.BUDGET})),
    compares=False,
)
def subordinate_units(disclosure: Disclosure) -> Iterator[Verdict]:
    """机构设置称“无下属预算单位”的，机关运行经费说明中“本级及下属……家行政单位和……家事业单位”的家数为 0。

    这是新疆模板机关运行经费一段的固定句式；“及下属各预算单位”是模板用语，不在此列。只有一家的可能把本级计入，只作提示。

    无法判断：没有说明有无下属单位，或没有写家数。

    错例：无下属预算单位；本级及下属 2 家行政单位和 1 家事业单位的机关运行经费……
    正例：本级及下属 0 家行政单位和 0 家事业单位的机关运行经费……
    """
    none = [(s, m) for s in sections(disclosure) for m in _NONE.finditer(prose(s))]
    counted = [(s, m) for s in sections(disclosure) for m in _COUNTED.finditer(prose(s))]
    if not none or not counted:
        yield Undecided(Reason.NOTHING_TO_COMPARE, "没有说明有无下属单位，或没有写家数")
        return
    for section, m in counted:
        units = int(m["first"]) + int(m["second"])
        if units == 0:
            yield Passed()
            continue
        shown = of_text(section, m.start(), m.end(), Role.ACTUAL)
        home, said = none[0]
        yield fail(
            severity=Severity.WARNING if units > 1 else Severity.INFO,
            message=f"“{home.label}”称{said[0]}，“{section.label}”称{m[0]}，不一致。",
            address=f"{section.id or section.title}/subordinate-units",
            evidence=(shown, of_text(home, said.start(), said.end())),
        )
