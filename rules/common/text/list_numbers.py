"""Numbering of the points of a list and of the entries of the glossary."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .... import (
    Disclosure,
    Evidence,
    Passed,
    Role,
    Section,
    Severity,
    Verdict,
    chinese_number,
    fail,
    rule,
)
from ...legal import CONVENTION
from ...wording import Line, in_chinese, lines

_STYLES = (
    ("{}.", re.compile(r"^-?(?P<number>[1-9]\d?)[.．](?!\d)")),
    ("{}、", re.compile(r"^-?(?P<number>[1-9]\d?)、")),
)
_ENTRY = ("{}、", re.compile(r"^-?(?P<number>[一二三四五六七八九十]{1,3})、"))


@rule(id="text.list-numbers", title="条目序号", severity=Severity.INFO, basis=[CONVENTION], compares=False)
def list_numbers(disclosure: Disclosure) -> Iterator[Verdict]:
    """一节文字中“1.”“1、”各条的序号、名词解释中“一、”各条的序号连续，不跳号、不重号。

    从 1 重新起编、回到上一级的序号不算错；所缺的序号在同一节的文字中出现的（没有单独成行）不报告。每一节合并为一条提示。

    错例：1.社会保障和就业支出……；2.卫生健康支出……；4.住房保障支出……
    正例：1.……；2.……；3.……
    """
    by_section: dict[int, list[Line]] = {}
    for line in lines(disclosure):
        by_section.setdefault(id(line.section), []).append(line)
    for group in by_section.values():
        styles = [_ENTRY, *_STYLES] if group[0].glossary else list(_STYLES)
        for shown, pattern in styles:
            numbered = [(_value(m["number"]), line) for line in group if (m := pattern.match(line.text))]
            if len(numbered) > 2:
                yield from _judge(group[0].section, shown, numbered)


def _value(number: str) -> int:
    return int(number) if number.isdigit() else chinese_number(number) or 0


def _judge(section: Section, shown: str, numbered: list[tuple[int, Line]]) -> Iterator[Verdict]:
    open_levels: list[int] = []
    odd: list[tuple[int, int, Line]] = []
    before = numbered[0][1]
    for number, line in numbered:
        above = next((n for n in range(len(open_levels) - 1, -1, -1) if open_levels[n] == number - 1), None)
        if number == 1 or not open_levels:
            open_levels.append(number)
        elif above is not None:
            del open_levels[above + 1 :]
            open_levels[above] = number
        else:
            if not _inside(section, number - 1, before.start + 3, line.start):
                odd.append((open_levels[-1], number, line))
            open_levels[-1] = number
        before = line
    yield Passed(len(numbered) - len(odd))
    if odd:
        words = "；".join(f"“{shown.format(_print(a, line))}”之后为“{line.text[:16]}”" for a, _, line in odd[:6])
        yield fail(
            f"“{section.label}”的条目序号不连续：{words}。",
            address=f"text/list-numbers/{section.id or section.title}",
            evidence=tuple(
                Evidence(Role.ACTUAL, line.text[:60], section.place_at(line.start), section=section.title) for _, _, line in odd[:20]
            ),
        )


def _inside(section: Section, number: int, start: int, end: int) -> bool:
    """Whether the number before is printed inside a line, between the two."""
    return bool(re.search(rf"(?<![\d.]){number}[.．、](?!\d)", section.text[start:end]))


def _print(number: int, line: Line) -> str:
    return str(number) if line.text.lstrip("-")[:1].isdigit() else in_chinese(number)
