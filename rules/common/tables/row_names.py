"""Fixed labels of rows, misprinted by one character."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from .... import Disclosure, Evidence, Passed, Role, Severity, Verdict, fail, label_key, rule
from ...legal import CONVENTION
from ...references import read_rows
from ...wording import classified_names, is_form

_NUMBER = re.compile(r"^(?:其中[:：]?)?(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．])?")
_WORDS = re.compile(r"[\u4e00-\u9fff（）]{5,20}")
_ANY = "*"


@rule(id="tables.row-names", title="报表固定行名的错字", severity=Severity.INFO, basis=[CONVENTION], compares=False)
def row_names(disclosure: Disclosure) -> Iterator[Verdict]:
    """报表的固定行名（公务用车购置及运行费、年末结转和结余等）没有错一个字。

    固定行名列在数据表 row_labels.csv 中，都是各地表样共有的；只看同样长短、只差一个字、又不是任何固定行名或科目名称的。识别也会产生错字，故只作提示。

    错例：公务用车运形费 3.00。
    正例：公务用车运行费 3.00。
    """
    for statement in disclosure.statements:
        if is_form(statement):
            continue
        for cell in statement.table.cells:
            key = _NUMBER.sub("", label_key(cell.text).replace("(", "（").replace(")", "）"))
            if not _WORDS.fullmatch(key):
                continue
            if key in _labels():
                yield Passed()
                continue
            if key in classified_names() or (right := _near(key)) is None:
                continue
            yield fail(
                f"{statement.title}中的“{key}”疑为“{right}”。",
                address=f"{statement.id}/row-name/{right}",
                formula=f"“{key}” ≠ “{right}”",
                evidence=Evidence(Role.ACTUAL, cell.text, cell.place, table=statement.title),
            )


def _near(key: str) -> str | None:
    """The one fixed label that differs by one character."""
    found = {label for masked in _masked(key) for label in _index().get(masked, ())}
    return found.pop() if len(found) == 1 else None


def _masked(label: str) -> Iterator[str]:
    """The label with one of its characters open, for each in turn: two labels that differ by one share such a form."""
    yield from (label[:k] + _ANY + label[k + 1 :] for k in range(len(label)))


@cache
def _labels() -> frozenset[str]:
    return frozenset(label_key(row["label"]).replace("(", "（").replace(")", "）") for row in read_rows("row_labels"))


@cache
def _index() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for label in _labels():
        for masked in _masked(label):
            found.setdefault(masked, set()).add(label)
    return found
