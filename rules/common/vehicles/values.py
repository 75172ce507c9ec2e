"""The value of cars by use."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .... import (
    Disclosure,
    Figure,
    Passed,
    Reason,
    Relation,
    Role,
    Section,
    Severity,
    Undecided,
    Verdict,
    compare_sum,
    fail,
    figures_text,
    rule,
)
from ...legal import P
from ...numbers import figure, in_text, of_text, prose, sections

_VALUE = r"\d{1,4}辆，价值\d[\d,]*(?:\.\d+)?(?:亿元|万元|元)"
_LIST = re.compile(rf"车辆(?P<whole>{_VALUE})[，；]其中[:：](?P<list>(?:[^。，；\n\d]{{2,24}}{_VALUE}[，；、]?)+)")
_PART = re.compile(r"(?P<count>\d{1,4})辆，价值(?P<value>\d[\d,]*(?:\.\d+)?)(?P<unit>亿元|万元|元)")


@rule(id="vehicles.values", title="车辆价值与各类车辆价值", severity=Severity.ERROR, basis=[P])
def vehicle_values(disclosure: Disclosure) -> Iterator[Verdict]:
    """所述车辆价值等于随后按用途所列各类车辆价值之和；只在各类车辆数加起来等于车辆总数（即已列全）时比对。

    无法判断：没有按用途列出价值，或车辆数没有列全。

    错例：车辆 1 辆，价值 43.28 万元；其中：一般公务用车 1 辆，价值 34.28 万元；其他车辆 0 辆，价值 0 万元。
    正例：车辆 1 辆，价值 34.28 万元。
    """
    found = [(s, m) for s in sections(disclosure, "assets") for m in _LIST.finditer(prose(s))]
    if not found:
        yield Undecided(Reason.NOTHING_TO_COMPARE, "没有按用途列出车辆价值")
    for section, m in found:
        yield _judge(section, m)


def _judge(section: Section, m: re.Match[str]) -> Verdict:
    text = prose(section)
    total = _PART.match(text, *m.span("whole"))
    assert total is not None
    parts = list(_PART.finditer(text, *m.span("list")))
    if len(parts) < 2 or sum(int(p["count"]) for p in parts) != int(total["count"]):
        return Undecided(Reason.NOTHING_TO_COMPARE, "各类车辆没有列全")
    whole = _money(total)
    pieces = [_money(p).in_unit(whole.unit or "") for p in parts]
    result = compare_sum(whole, pieces)
    tested = Relation.sum(in_text(section, total, "value", whole), [in_text(section, p, "value", _money(p)) for p in parts])
    if not result.differs:
        return Passed(1, (tested,))
    said = of_text(section, m.start(), m.end(), Role.ACTUAL)
    return fail(
        f"“{section.label}”称车辆价值 {whole}，所列各类相加为 {result.expected}{whole.unit}，不一致。原文：{said.text}",
        address="vehicles/value/parts",
        formula=f"{figures_text(pieces)} = {result.expected} ≠ {whole.text}",
        actual=whole.value,
        unit=whole.unit,
        evidence=said,
        tested=tested,
    )


def _money(part: re.Match[str]) -> Figure:
    return figure(part["value"], part["unit"])
