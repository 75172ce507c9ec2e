"""Cars by use."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .... import (
    Disclosure,
    Passed,
    Print,
    Reason,
    Relation,
    Role,
    Section,
    Severity,
    Undecided,
    Verdict,
    fail,
    rule,
)
from ...legal import P
from ...numbers import figure, in_text, of_text, prose, sections

_LIST = re.compile(
    r"(?P<what>(?:共有)?车辆|现有公务用车|购置(?:公务用)?车辆)(?P<total>\d{1,4})辆(?:，价值[\d.,]+(?:亿元|万元|元))?[，；,]其中[:：](?P<list>(?:[^。\n\d]{2,24}\d{1,4}(?:辆|台)(?:，价值[\d.,]+(?:亿元|万元|元))?[，；、,]?)+)"
)
_PART = re.compile(r"(?P<name>[^，。；、\n\d]{2,24})(?P<number>\d{1,4})辆")
_NO_CAR = re.compile(r"设备|台")


@rule(id="vehicles.parts", title="车辆数与各类车辆", severity=Severity.ERROR, basis=[P])
def vehicle_parts(disclosure: Disclosure) -> Iterator[Verdict]:
    """所述车辆数等于随后按用途所列各类车辆之和。

    无法判断：没有按用途列出。

    错例：车辆 3 辆，其中：执法执勤用车 1 辆，其他用车 1 辆。
    正例：其他用车 2 辆。
    """
    found = False
    for section in sections(disclosure, "assets", "three_public"):
        for m in _LIST.finditer(prose(section)):
            parts = [(p["name"], int(p["number"])) for p in _PART.finditer(m["list"]) if not _NO_CAR.search(p["name"])]
            if len(parts) < 2:
                continue
            found = True
            yield _judge(section, m, parts)
    if not found:
        yield Undecided(Reason.NOTHING_TO_COMPARE, "没有按用途列出车辆")


def _judge(section: Section, m: re.Match[str], parts: list[tuple[str, int]]) -> Verdict:
    total, added = int(m["total"]), sum(n for _, n in parts)
    whole = in_text(section, m, "total", figure(m["total"], "辆"))
    tested = (
        Relation.sum(
            whole,
            [
                Print(section, f"{m.start('list')}+{k}", figure(str(n), "辆"), f"“{section.label}”所列{name}")
                for k, (name, n) in enumerate(parts)
            ],
        ),
    )
    if total == added:
        return Passed(1, tested)
    said = of_text(section, m.start(), m.end(), Role.ACTUAL)
    return fail(
        f"“{section.label}”称{m['what']} {total} 辆，所列各类相加为 {added} 辆，不一致。原文：{said.text}",
        address=f"vehicles/{m['what']}/parts",
        formula=f"{'+'.join(str(n) for _, n in parts)} = {added} ≠ {total}",
        decimals=0,
        unit="辆",
        evidence=said,
        tested=tested,
    )
