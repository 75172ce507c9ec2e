"""Names of classification items in the prose that no classification holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from .... import Certainty, Disclosure, Evidence, LineItem, Passed, Role, RowKind, Severity, Verdict, fail, rule
from ...legal import CODES
from ...references import load_references
from ...wording import Named, Path, classified_short_names, distance, paths, same_name, short_name

_LONG_ENOUGH = 6
"""一般行政事务管理 for 一般行政管理事务: all its characters in another order, where that is no accident."""
_LENGTH = {"类": 3, "款": 5, "项": 7}


@rule(id="code.path-names", title="文中科目名称与表格", severity=Severity.WARNING, basis=[CODES], compares=False)
def path_names(disclosure: Disclosure) -> Iterator[Verdict]:
    """文字说明中标明类、款、项的科目名称，与表中同级科目的名称一致。

    只报告政府收支分类科目和本文件各表中都没有、而与本文件表中同级科目只差一两个字、或字同而次序颠倒的名称；文中金额等于表中该科目金额的需说明；金额不同或没有金额的，以及只是省略了字的，只作提示。

    无法判断：名称与表中任何科目都不相近的不作判断。

    错例：文中写“机关事业单位职业年会缴费支出（项）”，表中为“机关事业单位职业年金缴费支出”。
    正例：两处名称相同；“社会保障和就业（类）”省略“支出”不算错。
    """
    names = _printed(disclosure)
    known = _known(disclosure)
    for path in paths(disclosure):
        for named in path.names:
            key = short_name(named.name)
            if len(key) < 4:
                continue
            if key in known or any(k.endswith(key) for k in names[_LENGTH[named.mark]]):
                yield Passed()
                continue
            near = _near(named, names[_LENGTH[named.mark]])
            if near:
                yield from _report(disclosure, path, named, near)


def _known(disclosure: Disclosure) -> set[str]:
    return {*classified_short_names()} | {short_name(r.name) for s in disclosure.statements for r in s.rows}


def _printed(disclosure: Disclosure) -> dict[int, dict[str, str]]:
    """Length of code → short name → code, of the document's own tables."""
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for statement in disclosure.statements:
        for row in statement.rows:
            if row.code and row.kind in (RowKind.FUNCTIONAL, RowKind.PROJECT) and len(row.code) in (3, 5, 7):
                found[len(row.code)].setdefault(short_name(row.name), row.code)
                if len(row.code) == 7:
                    # A table with one row for each 项 names its parents nowhere: the classification does.
                    for size in (3, 5):
                        for name in load_references().functional.names(row.code[:size], disclosure.identity.fiscal_year):
                            found[size].setdefault(short_name(name), row.code[:size])
    return found


def _near(named: Named, names: dict[str, str]) -> tuple[str, str, int] | None:
    """The name of the tables that differs by a character or two: name, code, edits."""
    key = short_name(named.name)
    limit = 1 if len(key) < 8 else 2
    turned = next(((1, n, c) for n, c in names.items() if len(n) == len(key) >= _LONG_ENOUGH and sorted(n) == sorted(key)), None)
    best = turned or min(((distance(key, n, limit), n, c) for n, c in names.items()), default=(limit + 1, "", ""))
    return (best[1], best[2], best[0]) if best[0] <= limit else None


def _report(disclosure: Disclosure, path: Path, named: Named, near: tuple[str, str, int]) -> Iterator[Verdict]:
    name, code, edits = near
    same = _same_amount(disclosure, path, code)
    if edits > 1 and not same:
        return
    item = same or _any_item(disclosure, code)
    printed = item.row.name if item and same_name(item.row.name, name) else name
    sure = same is not None
    shortened = _is_part(short_name(named.name), name)
    evidence = [Evidence(Role.ACTUAL, path.text, path.place, section=path.line.section.title)]
    if item is not None:
        evidence.append(Evidence.of_item(item, disclosure.statements[item.table].title))
    amount = f"，金额同为 {same.figure}" if same else ""
    yield fail(
        f"“{path.line.section.label}”中的“{named.name}（{named.mark}）”不是科目名称，表中相近的科目为 {code} {printed}{amount}。原文：{path.text}",
        severity=Severity.WARNING if sure and not shortened else Severity.INFO,
        certainty=Certainty.CERTAIN if sure else Certainty.SUSPECTED,
        address=f"prose/{path.line.section.id or path.line.section.title}/{code}/name",
        formula=f"“{named.name}” ≠ “{printed}”",
        evidence=tuple(evidence),
    )


def _is_part(text: str, whole: str) -> bool:
    """Whether a text is ``whole`` with characters left out."""
    rest = iter(whole)
    return all(c in rest for c in text)


def _same_amount(disclosure: Disclosure, path: Path, code: str) -> LineItem | None:
    """The item of this code that prints the amount of the claim that the path opens."""
    claims = [
        c
        for c in disclosure.claims
        if c.section is path.line.section and path.text[:12] in c.sentence.replace("(", "（").replace(")", "）")
    ]
    values = {c.value.value for c in claims if c.value is not None and any(n.name in c.sentence for n in path.names)}
    values = {v for v in values if v}
    return next((i for i in _items(disclosure, code) if i.figure.value in values), None)


def _any_item(disclosure: Disclosure, code: str) -> LineItem | None:
    return next(_items(disclosure, code), None)


def _items(disclosure: Disclosure, code: str) -> Iterator[LineItem]:
    for statement in disclosure.statements:
        yield from (i for i in statement.items if i.row.code == code)
