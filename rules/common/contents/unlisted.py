"""What the contents list leaves out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .... import (
    Disclosure,
    Evidence,
    Passed,
    Reason,
    Role,
    Section,
    Severity,
    Statement,
    Undecided,
    Verdict,
    fail,
    label_key,
    rule,
    title_key,
)
from ...legal import DIR
from ...wording import bare, body_names, is_form, likeness

_HEADING = re.compile(r"^[一二三四五六七八九十]{1,3}、")
_NOISE = re.compile(r"\d{4}年度?|关于|部门|单位|的|情况|总体|说明|公开")
_ALIKE = 0.5


@rule(id="contents.unlisted", title="目录未列的表和章节", severity=Severity.INFO, basis=[DIR], compares=False)
def contents_unlisted(disclosure: Disclosure) -> Iterator[Verdict]:
    """正文中的报表和章节，文件自己的目录都列出。

    目录列有表格的，核对各张报表（绩效表除外）；目录在某一部分之下列有“一、二、”的，核对该部分的章节标题。只作提示。

    无法判断：没有目录，或目录既不列表格也不列章节，或多数表格、章节目录都没有列。

    错例：正文有上年结转结余情况明细表，目录没有列。
    正例：正文各表目录都列出。
    """
    tables = _tables(disclosure)
    sections = _sections(disclosure)
    if not tables and not sections:
        yield Undecided(Reason.NOTHING_TO_COMPARE, "目录没有列出表格或章节")
    for kind, found in (("表", tables), ("章节", sections)):
        missing = [(title, evidence) for title, evidence, listed in found if not listed]
        if len(missing) * 4 > len(found) and len(missing) > 1:
            yield Undecided(Reason.NOT_RECOGNISED, f"正文 {len(found)} 个{kind}中有 {len(missing)} 个目录没有列")
            continue
        yield Passed(len(found) - len(missing))
        for title, evidence in missing:
            yield fail(
                f"正文有“{title}”，目录没有列出这一{kind}。",
                address=f"contents/unlisted/{title_key(title) if kind == '表' else bare(title)}",
                evidence=evidence,
            )


def _tables(disclosure: Disclosure) -> list[tuple[str, Evidence, bool]]:
    entries = [e for e in disclosure.contents if e.is_table]
    if len(entries) < 3:
        return []
    keys = {title_key(e.title) for e in entries}
    ids = {e.statement for e in entries if e.statement}

    def listed(statement: Statement) -> bool:
        key = title_key(statement.table.title or "")
        return key in keys or statement.id in ids or any(likeness(key, k) >= _ALIKE for k in keys)

    # A title that no pack knows may be an entry in other words: only known statements are asked for.
    known = [s for s in disclosure.statements if s.table.title and s.id != "unknown" and not is_form(s)]
    return [(s.title, Evidence(Role.ACTUAL, s.table.title or "", s.table.place, table=s.title), listed(s)) for s in known]


def _sections(disclosure: Disclosure) -> list[tuple[str, Evidence, bool]]:
    """Headings (一、) of the parts under which the contents list names such headings."""
    names = sorted(body_names(disclosure), key=len, reverse=True)
    keys: dict[str | None, set[str]] = {}
    for e in disclosure.contents:
        if not e.is_table and re.fullmatch(r"[一二三四五六七八九十]{1,3}", e.number):
            keys.setdefault(e.part, set()).add(_key(e.title, names))
    found: dict[str, tuple[str, Evidence, bool]] = {}
    for section in disclosure.sections:
        if section.part in ("tables", "glossary", None) or section.part not in keys or not _is_first(section):
            continue
        key = _key(section.title, names)
        listed = any(key == k or key in k or k in key or likeness(key, k) >= _ALIKE for k in keys[section.part] if k)
        if len(key) >= 2:
            found.setdefault(key, (section.title, Evidence(Role.ACTUAL, section.title, section.place_at(0), section=section.title), listed))
    return list(found.values())


def _is_first(section: Section) -> bool:
    return len(section.headings) == 2 and bool(_HEADING.match(label_key(section.title)))


def _key(title: str, names: list[str]) -> str:
    key = bare(_HEADING.sub("", label_key(title)))
    for name in names:
        key = key.replace(name, "")
    return _NOISE.sub("", key)
