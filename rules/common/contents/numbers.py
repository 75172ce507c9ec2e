"""Numbering of the contents list."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .... import (
    ContentsEntry,
    Disclosure,
    Evidence,
    Passed,
    Reason,
    Role,
    Severity,
    Undecided,
    Verdict,
    chinese_number,
    fail,
    rule,
)
from ...legal import CONVENTION
from ...wording import in_chinese

_LATE = 3
"""A list that begins later than this was not read from its beginning."""
_STYLES = (
    ("part", re.compile(r"^第([一二三四五六七八九十]+)部分$")),
    ("first", re.compile(r"^([一二三四五六七八九十]+)$")),
    ("second", re.compile(r"^（([一二三四五六七八九十]+)）$")),
    ("digit", re.compile(r"^(\d+)$")),
)


@rule(id="contents.numbers", title="目录序号", severity=Severity.INFO, basis=[CONVENTION], compares=False)
def contents_numbers(disclosure: Disclosure) -> Iterator[Verdict]:
    """目录的序号从一起连续：不跳号，不重号。

    每一部分、每一级各自编号；从一重新起编不算错。

    无法判断：没有目录，或目录没有序号。

    错例：目录列“一、…”“二、…”“四、…”。
    正例：目录列“一、…”“二、…”“三、…”。
    """
    last: dict[str, int] = {}
    compared = 0
    for entry in disclosure.contents:
        style, number = _number(entry)
        if style is None or number is None:
            continue
        for other in [s for s, _ in _STYLES][[s for s, _ in _STYLES].index(style) + 1 :]:
            last.pop(other, None)
        before = last.get(style)
        last[style] = number
        if number == 1 or (before is None and number > _LATE):
            continue
        compared += 1
        if number == (before or 0) + 1:
            yield Passed()
            continue
        what = "重复" if before and number <= before else f"跳过了{in_chinese((before or 0) + 1)}"
        after = f"在{in_chinese(before)}之后" if before else "是这一级的第一个"
        yield fail(
            f"目录“{entry.number}、{entry.title}”的序号{after}，{what}。",
            address=f"contents/number/{entry.part or ''}/{style}/{number}",
            evidence=Evidence.of_entry(entry, Role.ACTUAL),
        )
    if not compared:
        yield Undecided(Reason.NOTHING_TO_COMPARE, "没有带序号的目录")


def _number(entry: ContentsEntry) -> tuple[str | None, int | None]:
    for style, pattern in _STYLES:
        if m := pattern.match(entry.number):
            return style, int(m[1]) if style == "digit" else chinese_number(m[1])
    return None, None
