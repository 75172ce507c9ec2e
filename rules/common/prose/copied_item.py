"""One explanation under two items."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

from .... import Certainty, Disclosure, Evidence, Passed, Role, Severity, Verdict, fail, rule, squeeze
from ...legal import P
from ...wording import Path, paths

_AMOUNT = re.compile(r"(?<![\d.])(?!0+(?:\.0+)?(?:亿|万)?元)\d[\d,]*(?:\.\d+)?(?:亿|万)?元")
_SHORTEST = 24
_EDGE = re.compile(r"^[：，”\s]+|(?:\d{1,2}[.、]|（\d+）|（[一二三四五六七八九十]+）)?$")


@rule(id="prose.copied-item", title="不同科目下文字相同", severity=Severity.INFO, basis=[P], compares=False)
def copied_item(disclosure: Disclosure) -> Iterator[Verdict]:
    """不同的项级科目，其后的说明（金额、增减、原因）不会一字不差地相同。

    只看写有两个以上不为 0 的金额的说明（只有一个金额的可能恰好相同）；多为复制后没有修改，故只作提示。

    错例：“行政运行（项）”与“住房公积金（项）”之后都是“预算数为 50.00 万元，比上年减少 10.00 万元，主要原因是缴费比例调整”。
    正例：两项的金额和原因各不相同。
    """
    first: dict[tuple[str, str], Path] = {}
    every = paths(disclosure)
    for path, following in zip_longest(every, every[1:]):
        item = path.of("项")
        if item is None or path.line.glossary:
            continue
        end = following.start if following is not None and following.line is path.line else len(path.line.text)
        said = _EDGE.sub("", squeeze(path.line.text[path.start + len(path.text) : end]))
        if len(said) < _SHORTEST or len(_AMOUNT.findall(said)) < 2:
            yield Passed()
            continue
        before = first.setdefault((path.line.section.id or path.line.section.title, said), path)
        other = before.of("项")
        if other is None or other.name == item.name:
            yield Passed()
            continue
        yield fail(
            f"“{path.line.section.label}”中“{other.name}”与“{item.name}”两个科目的说明一字不差：{said[:120]}",
            certainty=Certainty.SUSPECTED,
            address=f"prose/{path.line.section.id or path.line.section.title}/{item.name}/copied",
            evidence=tuple(
                Evidence(Role.ACTUAL if p is path else Role.OPERAND, f"{p.text}{said}"[:200], p.place, section=p.line.section.title)
                for p in (path, before)
            ),
        )
