"""Parts that the prose must have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .... import Disclosure, Evidence, Passed, Place, Reason, Role, Severity, Undecided, Verdict, fail, rule
from ...legal import DIR, L14, M143
from ...wording import prose_length


@dataclass(frozen=True, slots=True)
class _Part:
    id: str
    name: str
    words: re.Pattern[str]
    first_year: int
    severity: Severity


_PARTS = (
    _Part("overview", "职能和机构设置", re.compile(r"职能|职责"), 2017, Severity.WARNING),
    _Part("procurement", "政府采购情况", re.compile(r"政府采购"), 2017, Severity.WARNING),
    _Part("three_public", "“三公”经费情况", re.compile(r"三公"), 2017, Severity.WARNING),
    _Part("operating_costs", "机关运行经费情况", re.compile(r"运行经费"), 2017, Severity.WARNING),
    _Part("assets", "国有资产占用使用情况", re.compile(r"国有资产|资产占用|资产占有"), 2020, Severity.INFO),
    _Part("performance", "预算绩效情况", re.compile(r"绩效"), 2020, Severity.INFO),
    _Part("glossary", "名词解释", re.compile(r"名词解释|名称解释|名词说明|术语解释"), 2017, Severity.INFO),
)
_WHOLE = 4
"""With so many of the parts a text is the whole disclosure; with fewer it is an extract, as many places publish one on 三公 alone."""
_ADMINISTRATIVE = re.compile(r"(?:局|委员会|厅|人民政府|街道办事处|法院|检察院|办公室|委员会办公室)(?:（本级）)?$")


@rule(id="completeness.narrative", title="应有的说明", severity=Severity.WARNING, basis=[L14, M143, DIR], compares=False)
def narrative_parts(disclosure: Disclosure) -> Iterator[Verdict]:
    """公开件有职能和机构设置、“三公”经费、机关运行经费、政府采购、国有资产、绩效的说明和名词解释。

    文中任何一处提到该事项即为有；国有资产、绩效和名词解释缺少的只作提示；年度早于要求的不检查。

    无法判断：本文件只有表格、说明另附；本文件是摘出的一部分，如“三公”经费说明；年度不明；名称不能看出是否行政单位的，不要求机关运行经费。

    错例：全文没有提到政府采购。
    正例：文中写明“本单位 2024 年没有政府采购预算”。
    """
    year = disclosure.identity.fiscal_year
    if year is None:
        yield Undecided(Reason.IDENTITY_UNKNOWN, "年度不明")
        return
    if prose_length(disclosure) < 500:
        yield Undecided(Reason.TABLE_MISSING, "文字说明很少或没有（可能另附）")
        return
    text = _text(disclosure)
    there = sum(bool(part.words.search(text)) for part in _PARTS)
    if there < _WHOLE and not disclosure.contents and {s.id for s in disclosure.statements if s.items} <= {"three_public"}:
        yield Undecided(Reason.TABLE_MISSING, "像是公开件的一部分（如只有“三公”经费说明），其余部分可能另附")
        return
    for part in _PARTS:
        if year < part.first_year:
            continue
        if part.words.search(text):
            yield Passed()
        elif part.id == "operating_costs" and not _has_operating_costs(disclosure):
            yield Undecided(Reason.IDENTITY_UNKNOWN, "不能看出是否行政单位")
        else:
            yield fail(
                f"全文没有找到{part.name}的说明。",
                severity=part.severity,
                address=f"narrative/{part.id}",
                evidence=Evidence(Role.CONTEXT, "、".join(_headings(disclosure)) or "（无标题）", _place(disclosure), section="各部分标题"),
            )


def _has_operating_costs(disclosure: Disclosure) -> bool:
    """Institutions have none; what a body is shows in its name only."""
    return bool(_ADMINISTRATIVE.search(disclosure.identity.body or ""))


def _text(disclosure: Disclosure) -> str:
    """All headings, prose and titles, one text."""
    parts = [t for s in disclosure.sections for t in (*s.headings[-1:], s.text)]
    return "\n".join([*parts, *(s.table.title or "" for s in disclosure.statements)])


def _headings(disclosure: Disclosure) -> list[str]:
    return [s.title for s in disclosure.sections if len(s.headings) <= 2 and s.title][:20]


def _place(disclosure: Disclosure) -> Place:
    return next((s.place_at(0) for s in disclosure.sections if s.title), Place())
