"""类, 款 and 项 behind the names of the prose."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from .... import Disclosure, Evidence, Passed, Role, RowKind, Severity, Verdict, fail, label_key, rule
from ...legal import CODES
from ...references import load_references
from ...wording import Path, classified, paths, short_name

_LENGTH = {"类": 3, "款": 5, "项": 7}
_MARK = {length: mark for mark, length in _LENGTH.items()}


@rule(id="code.path-marks", title="文中科目的类、款、项", severity=Severity.INFO, basis=[CODES], compares=False)
def path_marks(disclosure: Disclosure) -> Iterator[Verdict]:
    """文字说明中科目名称后所标的类、款、项，与该名称在政府收支分类科目中的级次一致。

    只看名称在分类科目和本文件各表中都只有一个级次的；同一名称合并为一条，只作提示。

    错例：行政事业单位离退休（类）未归口管理的行政单位离退休（项）。
    正例：行政事业单位离退休（款）未归口管理的行政单位离退休（项）。
    """
    wrong: dict[tuple[str, str, str], list[Path]] = {}
    known = _lengths(disclosure)
    for path in paths(disclosure):
        for named in path.names:
            lengths = known.get(short_name(named.name), set())
            if len(lengths) != 1 or named.mark not in _LENGTH or label_key(named.name) in _economic():
                continue
            length = next(iter(lengths))
            if length == _LENGTH[named.mark]:
                yield Passed()
            elif length in _MARK:
                wrong.setdefault((named.name, named.mark, _MARK[length]), []).append(path)
    for (name, mark, right), places in wrong.items():
        yield fail(
            f"“{name}”标为“{mark}”（{len(places)} 处），在政府收支分类科目中是“{right}”。原文：{places[0].text}",
            address=f"prose/{short_name(name)}/mark",
            formula=f"（{mark}） ≠ （{right}）",
            evidence=tuple(Evidence(Role.ACTUAL, p.text, p.place, section=p.line.section.title) for p in places[:20]),
        )


@cache
def _economic() -> frozenset[str]:
    """Names of the economic classification, whose 款 may bear the name of a functional 项."""
    return frozenset(label_key(e.name) for e in load_references().economic.entries)


def _lengths(disclosure: Disclosure) -> dict[str, set[int]]:
    """Short name → lengths of the codes that bear it, in the classification and in the document's own tables."""
    found: dict[str, set[int]] = {}
    for name, length in classified():
        found.setdefault(name, set()).add(length)
    for statement in disclosure.statements:
        for row in statement.rows:
            if row.code and row.kind is RowKind.FUNCTIONAL:
                found.setdefault(short_name(row.name), set()).add(len(row.code))
    return found
