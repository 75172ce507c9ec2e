"""The contents list against the sections."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .... import (
    Certainty,
    Disclosure,
    Evidence,
    Passed,
    Reason,
    Role,
    Severity,
    Undecided,
    Verdict,
    fail,
    label_key,
    rule,
    strip_numbering,
)
from ...legal import DIR
from ...wording import bare, body_names, likeness

_NOISE = re.compile(r"\d{4}年度?|关于|部门|单位|的|情况|总体|说明|公开")
_SAME = (("名称解释", "名词解释"), ("名词说明", "名词解释"), ("职责", "职能"))
_ALIKE = 0.5
_LATE = ("three_public", "operating_costs", "procurement", "assets", "performance")
"""Sections that stand in the last third of every explanation, before the glossary: a file with none of them ends before."""


@rule(id="contents.sections", title="目录所列章节", severity=Severity.WARNING, basis=[DIR], compares=False)
def contents_sections(disclosure: Disclosure) -> Iterator[Verdict]:
    """文件自己的目录所列的每一章节，正文中都有。

    单位名称、年度和“情况”“说明”等字样不计；标题写法相近的视为有。表格由 contents.tables 核对。

    无法判断：没有列出章节的目录，多数章节在正文中找不到（标题没有读出，或正文另附），或文件在目录的末尾几节之前就结束了（节选）。

    错例：目录列有“国有资本经营预算拨款情况说明”，正文没有这一节。
    正例：目录所列各节正文均有。
    """
    entries = [e for e in disclosure.contents if not e.is_table and e.number and not re.search(r"表$|附件|附表", label_key(e.title))]
    names = sorted(body_names(disclosure), key=len, reverse=True)
    headings = {_key(s.title, names) for s in disclosure.sections if s.title} - {""}
    raw = bare("".join(t for s in disclosure.sections for t in (*s.headings[-1:], s.text)))
    body = _short(raw, names)
    missing = []
    checked = 0
    for entry in entries:
        key = _key(entry.title, names)
        if len(key) < 2:
            continue
        checked += 1
        alike = any(likeness(key, h) >= _ALIKE or key in h or (len(h) > 3 and h in key) for h in headings)
        # 项目经费情况说明 of the list may be printed once for each project: 某专项经费情况说明.
        if key not in body and not alike and bare(entry.title)[-6:] not in raw:
            missing.append(entry)
    if not checked:
        yield Undecided(Reason.NOTHING_TO_COMPARE, "没有列出章节的目录")
        return
    if len(missing) * 4 > checked or not headings:
        yield Undecided(Reason.NOT_RECOGNISED, f"目录 {checked} 节中有 {len(missing)} 节在正文中找不到")
        return
    if missing and missing == entries[-len(missing) :] and not any(s.id in _LATE for s in disclosure.sections):
        yield Undecided(Reason.NOT_RECOGNISED, "目录末尾的各节和通常在它们之前的内容都没有，文件可能只是节选")
        return
    yield Passed(checked - len(missing))
    for entry in missing:
        label = "、".join(p for p in (entry.number, entry.title) if p)
        yield fail(
            f"目录列有“{label}”，正文中没有找到这一节。",
            certainty=Certainty.SUSPECTED,
            address=f"contents/{_key(entry.title, names)}",
            evidence=Evidence.of_entry(entry, Role.ACTUAL),
        )


def _key(title: str, names: list[str]) -> str:
    return _short(bare(strip_numbering(label_key(title).lstrip("-·•"))), names)


def _short(key: str, names: list[str]) -> str:
    for name in names:
        key = key.replace(name, "")
    for word, usual in _SAME:
        key = key.replace(word, usual)
    return _NOISE.sub("", key)
