"""Brackets and quotation marks without their partner."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .... import Disclosure, Evidence, Passed, Role, Section, Severity, Verdict, fail, rule
from ...legal import CONVENTION
from ...wording import plain

_KINDS = {"括号": "（）", "引号": "“”", "书名号": "《》"}
_POINT = re.compile(r"(?:^|(?<=[\s。；]))[\d一二三四五六七八九十a-zA-Z]{1,3}）", re.MULTILINE)
"""1) and 一) before a point of a list."""
_AROUND = 24


@rule(id="text.unbalanced", title="不成对的括号和引号", severity=Severity.INFO, basis=[CONVENTION], compares=False)
def unbalanced(disclosure: Disclosure) -> Iterator[Verdict]:
    """括号、引号、书名号成对出现。

    以一节文字为范围（一段分在两页的，不因此报告）；条目序号“1）”不算。同类的合并为一条；字体转换也会丢失标点，故只作提示。

    错例：卫生健康支出（类行政事业单位医疗（款）。
    正例：卫生健康支出（类）行政事业单位医疗（款）。
    """
    found: dict[str, list[Evidence]] = {}
    for section in dict.fromkeys(disclosure.sections):
        text = _POINT.sub(lambda m: " " * len(m[0]), plain(section.text))
        for kind, pair in _KINDS.items():
            for at in _alone(text, pair):
                found.setdefault(kind, []).append(_evidence(section, at))
    if not found:
        yield Passed()
    for kind, evidence in found.items():
        yield fail(
            f"{kind}不成对（{len(evidence)} 处）。原文：{'；'.join(e.text for e in evidence[:3])}",
            address=f"text/unbalanced/{kind}",
            evidence=tuple(evidence[:20]),
        )


def _alone(text: str, pair: str) -> list[int]:
    """Where a mark of a pair stands that has no partner."""
    if text.count(pair[0]) == text.count(pair[1]) == 0:
        return []
    open_at: list[int] = []
    alone: list[int] = []
    for m in re.finditer(f"[{pair}]", text):
        if m[0] == pair[0]:
            open_at.append(m.start())
        elif open_at:
            open_at.pop()
        else:
            alone.append(m.start())
    return sorted(alone + open_at)


def _evidence(section: Section, at: int) -> Evidence:
    start = max(0, at - _AROUND, section.text.rfind("\n", 0, at) + 1)
    return Evidence(Role.ACTUAL, section.text[start : at + _AROUND].partition("\n")[0].strip(), section.place_at(at), section=section.title)
