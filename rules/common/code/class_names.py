"""Names of functional classes in the prose, misprinted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from .... import (
    Certainty,
    Disclosure,
    Evidence,
    Failed,
    LineItem,
    Passed,
    Role,
    RowKind,
    Severity,
    Verdict,
    fail,
    label_key,
    rule,
)
from ...legal import CODES
from ...wording import Line, classified_names, distance, lines, sentence_at

_AFTER = re.compile(r"(?:（类）|（[^（）]{1,8}）)?(?:为|：)?(?P<amount>\d[\d,]*(?:\.\d+)?)(?P<unit>亿元|万元|元)?")
_LONGEST = 20


@rule(id="code.class-names", title="文中类级科目名称", severity=Severity.WARNING, basis=[CODES], compares=False)
def class_names(disclosure: Disclosure) -> Iterator[Verdict]:
    """文字说明中的类级科目名称（某某支出）与表中的名称一致。

    与表中某类只差一个字、又不是任何科目名称的报告；其后的金额等于表中该类金额的为确定，否则只作提示。

    错例：文中写“社会保瘴和就业支出 40.00 万元”，表中为“社会保障和就业支出 40.00”。
    正例：文中写“社会保障和就业支出 40.00 万元”。
    """
    classes = _classes(disclosure)
    if not classes:
        return
    known = _known(disclosure)
    names = {_bare(n): n for n in classes if len(_bare(n)) >= 6}
    for line in lines(disclosure):
        if line.glossary:
            continue
        for m in re.finditer("支出", line.text):
            before = line.text[max(0, m.end() - _LONGEST) : m.end()]
            if any(before[-size:] in known for size in range(4, len(before) + 1)):
                yield from (Passed() for n in names if before.endswith(n))
                continue
            near = _near(before, names)
            if near:
                yield _finding(disclosure, line, m.end(), *near, classes[names[near[1]]])


def _bare(name: str) -> str:
    return re.sub(r"^(?:\d{3}|[一二三四五六七八九十]+、)", "", label_key(name))


def _classes(disclosure: Disclosure) -> dict[str, list[LineItem]]:
    """Names of classes as the tables print them, with the items that hold an amount."""
    found: dict[str, list[LineItem]] = {}
    for statement in disclosure.statements:
        for item in statement.items:
            row = item.row
            if row.kind is RowKind.FUNCTIONAL and row.code and len(row.code) == 3 and row.name.endswith("支出") and item.figure.value:
                found.setdefault(row.name, []).append(item)
    return found


def _known(disclosure: Disclosure) -> set[str]:
    return {*classified_names()} | {_bare(r.name) for s in disclosure.statements for r in s.rows if r.name.endswith("支出")}


def _near(before: str, names: dict[str, str]) -> tuple[str, str] | None:
    """What is printed and the name that it differs from by one character."""
    for name in names:
        for size in (len(name), len(name) + 1, len(name) - 1):
            printed = before[-size:]
            if len(printed) == size and re.fullmatch("[\u4e00-\u9fff]+", printed) and distance(printed, name, 1) == 1:
                return printed, name
    return None


def _finding(disclosure: Disclosure, line: Line, end: int, printed: str, name: str, items: list[LineItem]) -> Failed:
    after = _AFTER.match(line.text, end)
    amount = Decimal(after["amount"].replace(",", "")) if after else None
    same = next((i for i in items if amount is not None and i.figure.value == amount), None)
    item = same or items[0]
    figure = f"{after['amount']}{after['unit'] or ''}" if after else ""
    words = f"，金额同为 {item.figure}" if same else ""
    return fail(
        f"“{line.section.label}”中的“{printed}{figure}”，表中的科目为 {item.row.code} {name}{words}。",
        severity=Severity.WARNING if same else Severity.INFO,
        certainty=Certainty.CERTAIN if same else Certainty.SUSPECTED,
        address=f"prose/{line.section.id or line.section.title}/{item.row.code}/class-name",
        formula=f"“{printed}” ≠ “{name}”",
        evidence=(
            Evidence(Role.ACTUAL, sentence_at(line.text, end - 1), line.place, section=line.section.title),
            Evidence.of_item(item, disclosure.statements[item.table].title),
        ),
    )
