"""部门 or 单位."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .... import (
    Disclosure,
    Evidence,
    Level,
    Passed,
    Place,
    Reason,
    Role,
    Severity,
    Undecided,
    Verdict,
    fail,
    label_key,
    rule,
)
from ...legal import CONVENTION
from ...wording import lines

_TITLED = re.compile(r"(?P<word>部门|单位)(?:(?:收支|收入|支出|财政拨款|整体|概况|预算|决算)|$)")
_TABLE = re.compile(r"^(?:20\d\d年(?:度)?)?(?:预算)?(?P<word>部门|单位)(?=收支|收入|支出|财务|财政|整体|一般|政府性|国有)")
_SELF = re.compile(r"(?:本(?:年度本)?|我)(?P<word>部门|单位)")


@rule(id="text.level-words", title="“部门”与“单位”的用语", severity=Severity.INFO, basis=[CONVENTION], compares=False)
def level_words(disclosure: Disclosure) -> Iterator[Verdict]:
    """单位公开件的标题、表名称“单位”，部门公开件称“部门”。

    看目录、封面以下的标题、表名和“本部门”“我单位”；以全文多数写法为准，少数与之不同的合并为一条提示。

    无法判断：标题和表名都不写“部门”“单位”。

    错例：单位预算公开的第二部分标题为“2024 年部门预算公开表”。
    正例：标题为“2024 年单位预算公开表”。
    """
    said = list(_said(disclosure))
    if not said:
        yield Undecided(Reason.NOTHING_TO_COMPARE, "标题和表名都不写“部门”“单位”")
        return
    department = disclosure.identity.level is Level.DEPARTMENT
    wanted, other = ("部门", "单位") if department else ("单位", "部门")
    odd = [(text, place) for word, text, place, title in said if word == other and (title or not department)]
    yield Passed(len(said) - len(odd))
    # A department speaks of its units, and a body without sub-units calls itself 本单位: only titles tell there.
    if odd:
        shown = "、".join(dict.fromkeys(text for text, _ in odd[:6]))
        yield fail(
            f"本文件是{wanted}的公开件，有 {len(odd)} 处写作“{other}”：{shown}。",
            address="text/level-words",
            evidence=tuple(Evidence(Role.ACTUAL, text, place) for text, place in odd[:12]),
        )


def _said(disclosure: Disclosure) -> Iterator[tuple[str, str, Place, bool]]:
    """Word, text, place, and whether it is a title."""
    for section in disclosure.sections:
        if len(section.headings) == 1 and (m := _TITLED.search(label_key(section.title))):
            yield m["word"], section.title, section.place_at(0), True
    for statement in disclosure.statements:
        if m := _TABLE.match(label_key(statement.table.title or "")):
            yield m["word"], statement.title, statement.table.place, True
    for entry in disclosure.contents:
        if m := (_TABLE if entry.is_table else _TITLED).search(label_key(entry.title)):
            yield m["word"], f"目录“{entry.title}”", entry.place, True
    for line in lines(disclosure):
        if not line.glossary and line.section.part != "overview":
            for m in _SELF.finditer(line.text):
                yield m["word"], line.text[max(0, m.start() - 8) : m.end() + 12], line.place, False
