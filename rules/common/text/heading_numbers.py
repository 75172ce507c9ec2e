"""Numbering of headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from .... import (
    Disclosure,
    Evidence,
    Passed,
    Place,
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
from ...wording import in_chinese, lines, plain

_FIRST = re.compile(r"^(?P<number>[一二三四五六七八九十]{1,3})、(?P<rest>.*)")
_SECOND = re.compile(r"^（(?P<number>[一二三四五六七八九十]{1,3})）")
_DOUBLE = re.compile(r"^(?:（[一二三四五六七八九十]{1,3}）|[1-9]\d?[.．、](?!\d)|[一二三四五六七八九十]{1,3}、)")


@dataclass(slots=True)
class _Heading:
    number: int
    text: str
    place: Place
    level: int


@dataclass(slots=True)
class _Part:
    name: str
    headings: list[_Heading] = field(default_factory=list)
    doubled: list[_Heading] = field(default_factory=list)


@rule(id="text.heading-numbers", title="标题序号", severity=Severity.INFO, basis=[CONVENTION], compares=False)
def heading_numbers(disclosure: Disclosure) -> Iterator[Verdict]:
    """文字说明中“一、”“（一）”的序号连续，不跳号、不重号，一个标题只有一个序号。

    从一重新起编不算错；跳号处的文字中出现了所缺序号的（标题没有单独成行）不报告。每一部分合并为一条提示。

    无法判断：文字没有带序号的标题。

    错例：“三、…”之后为“四、（一）…”“五、…”“四、…”。
    正例：“三、…”之下为“（一）…”“（二）…”，之后为“四、…”。
    """
    parts = [p for p in _parts(disclosure) if p.headings]
    if not parts:
        yield Undecided(Reason.NOTHING_TO_COMPARE, "没有带序号的标题")
    whole = plain("\n".join(s.text for s in disclosure.sections))
    for part in parts:
        words, odd = _judge(part, whole)
        yield Passed(max(0, len(part.headings) - len(odd)))
        if odd:
            yield fail(
                f"“{part.name or '正文'}”的标题序号不连续：{'；'.join(words[:8])}。",
                address=f"text/numbers/{part.name}",
                evidence=tuple(Evidence(Role.ACTUAL, h.text[:60], h.place, section=part.name) for h in odd[:20]),
            )


def _parts(disclosure: Disclosure) -> list[_Part]:
    """Headings and numbered lines of each part, in order; lines of the glossary are entries, not headings."""
    parts = [_Part("")]
    last: tuple[str, ...] = ()
    for line in lines(disclosure):
        section = line.section
        if section.headings != last:
            last = section.headings
            top = section.headings[0] if section.headings else ""
            if top.startswith("第") and top != parts[-1].name:
                parts.append(_Part(top))
            if not top.startswith("第") or len(section.headings) > 1:
                _take(parts[-1], plain(section.title), section.place_at(0))
        if not line.glossary:
            _take(parts[-1], line.text, line.place)
    return parts


def _take(part: _Part, text: str, place: Place) -> None:
    if m := _FIRST.match(text):
        heading = _Heading(chinese_number(m["number"]) or 0, text, place, 1)
        part.headings.append(heading)
        if _DOUBLE.match(m["rest"]):
            part.doubled.append(heading)
            inner = _SECOND.match(m["rest"])
            if inner:
                part.headings.append(_Heading(chinese_number(inner["number"]) or 0, text, place, 2))
    elif m := _SECOND.match(text):
        part.headings.append(_Heading(chinese_number(m["number"]) or 0, text, place, 2))


def _judge(part: _Part, whole: str) -> tuple[list[str], list[_Heading]]:
    """What is odd about a part's numbers, in words and as headings."""
    words = [f"“{h.text[:16]}”有两个序号" for h in part.doubled]
    odd = list(part.doubled)
    last: dict[int, _Heading] = {}
    for heading in part.headings:
        if heading.level == 1 and heading not in part.doubled:
            last.pop(2, None)
        before = last.get(heading.level)
        last[heading.level] = heading
        if before is None or heading.number in (1, before.number + 1) or heading.text == before.text:
            continue
        shown = "{}、" if heading.level == 1 else "（{}）"
        if heading.number > before.number + 1:
            missing = shown.format(in_chinese(before.number + 1))
            if missing in whole.replace("\n" + missing, ""):
                continue
            words.append(f"“{before.text[:16]}”之后为“{heading.text[:16]}”，没有{missing}")
        else:
            words.append(f"“{before.text[:16]}”之后又为“{heading.text[:16]}”")
        if not any(h is heading for h in odd):
            odd.append(heading)
    return words, odd
