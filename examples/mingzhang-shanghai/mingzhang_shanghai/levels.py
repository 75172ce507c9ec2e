"""Titles of tables and headings that speak as 部门 or 预算单位: Shanghai's template has one set of each."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mingzhang import Basis, Disclosure, Evidence, Level, Passed, Place, Reason, Role, Scope, Severity, Undecided, Verdict, fail, rule

_SPEAKS = re.compile(r"^(?:\d{4}年度?)?(?P<word>部门|预算单位|单位)(?=.*(?:表|编制说明)$)")
_WORD = {Level.DEPARTMENT: "部门", Level.UNIT: "单位"}


def _titles(disclosure: Disclosure) -> Iterator[tuple[str, Place]]:
    """The titles of the statements, and the headings of the prose."""
    yield from ((s.table.title, s.table.place) for s in disclosure.statements if s.table.title)
    yield from ((s.title, s.place_at(0)) for s in disclosure.sections if s.title)


@rule(
    id="shanghai.level-titles",
    title="表名的“部门”与“单位”",
    severity=Severity.INFO,
    basis=[Basis("通行做法", convention=True)],
    scope=Scope(regions=frozenset({"shanghai"}), kinds=frozenset({"budget"})),
    compares=False,
)
def level_titles(disclosure: Disclosure) -> Iterator[Verdict]:
    """部门预算的表名和编制说明写“部门”，单位预算的写“预算单位”或“单位”。

    无法判断：表名都不写部门或单位。

    错例：单位预算中的“2025年部门收入预算总表”。
    正例：单位预算中的“2025年预算单位收入预算总表”。
    """
    own = _WORD[disclosure.identity.level]
    found = [(title, place, m["word"]) for title, place in _titles(disclosure) if (m := _SPEAKS.match(title))]
    if not found:
        yield Undecided(Reason.NOTHING_TO_COMPARE, "表名都不写部门或单位")
    for title, place, word in found:
        if word.endswith(own):
            yield Passed()
            continue
        message = f"本文件是{own}预算，“{title}”写作“{word}”。"
        yield fail(message, address=f"level-titles/{title}", evidence=Evidence(Role.ACTUAL, title, place))
