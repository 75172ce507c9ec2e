"""Names of classification items that are no longer in force."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from .... import (
    CodeName,
    Disclosure,
    Evidence,
    Failed,
    Passed,
    Reason,
    Role,
    RowKind,
    Severity,
    Undecided,
    Verdict,
    fail,
    rule,
)
from ...legal import CODES
from ...references import load_references
from ...wording import Path, classified, paths, sentence_at, short_name

_HISTORY = re.compile(r"更名|调整为|改为|原“|科目调整|合并为")
_LENGTH = {"类": 3, "款": 5, "项": 7}


@rule(id="code.stale-names", title="已停用的科目名称", severity=Severity.WARNING, basis=[CODES], compares=False)
def stale_names(disclosure: Disclosure) -> Iterator[Verdict]:
    """文字说明和名词解释中标明类、款、项的科目名称，是当年政府收支分类科目仍在使用的名称。

    同一编码在当年已经改名，而文中仍用旧名的报告；本文件各表自己也用这个名称的不在此报告。省略“支出”的简称不算错。

    无法判断：年度不明，或科目表中没有该名称。

    错例：2023 年的名词解释写“医疗卫生与计划生育支出（类）”，该类自 2019 年起为“卫生健康支出”。
    正例：2023 年写“卫生健康支出（类）”。
    """
    year = disclosure.identity.fiscal_year
    if year is None:
        yield Undecided(Reason.IDENTITY_UNKNOWN, "年度不明")
        return
    printed = {
        short_name(r.name) for s in disclosure.statements for r in s.rows if r.kind in (RowKind.FUNCTIONAL, RowKind.PROJECT, RowKind.ITEM)
    }
    stale: dict[tuple[str, str], list[Path]] = defaultdict(list)
    verdicts: dict[tuple[str, str], CodeName | bool] = {}
    for path in paths(disclosure):
        for named in path.names:
            key = (named.name, named.mark)
            if key not in verdicts:
                verdicts[key] = _verdict(named.name, _LENGTH[named.mark], year)
            verdict = verdicts[key]
            if isinstance(verdict, CodeName) and short_name(named.name) not in printed and not _is_history(path):
                stale[key].append(path)
            elif verdict is True:
                yield Passed()
    for (name, mark), found in stale.items():
        old = verdicts[(name, mark)]
        assert isinstance(old, CodeName)
        yield _finding(name, mark, old, _now(old.code, year), found, year)


def _is_history(path: Path) -> bool:
    """A sentence that tells of the change of names."""
    return bool(_HISTORY.search(sentence_at(path.line.text, path.start)))


def _verdict(name: str, length: int, year: int) -> CodeName | bool:
    """The entry that has expired, True if the name is in force, False if it is not known."""
    entries = classified().get((short_name(name), length), [])
    if any(e.in_force(year) for e in entries):
        return True
    return next((e for e in entries if e.valid_to is not None and e.valid_to < year and _now(e.code, year)), False)


def _now(code: str, year: int) -> list[str]:
    return load_references().functional.names(code, year)


def _finding(name: str, mark: str, old: CodeName, now: list[str], found: list[Path], year: int) -> Failed:
    where = "、".join(dict.fromkeys(p.line.section.title or "名词解释" for p in found))
    return fail(
        f"“{where}”中的“{name}（{mark}）”（{len(found)} 处）是编码 {old.code} 用到 {old.valid_to} 年的名称，"
        f"{year} 年该编码的名称为“{'、'.join(now)}”。原文：{found[0].text}",
        address=f"prose/code/{mark}/{name}",
        formula=f"{old.code}：“{name}” ≠ “{'、'.join(now)}”",
        evidence=tuple(Evidence(Role.ACTUAL, p.text, p.place, section=p.line.section.title) for p in found[:10]),
    )
