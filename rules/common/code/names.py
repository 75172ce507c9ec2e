"""Codes and their names."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace

from .... import (
    Cell,
    Disclosure,
    Evidence,
    Failed,
    Passed,
    Role,
    Row,
    RowKind,
    Severity,
    Statement,
    TableStatus,
    Verdict,
    fail,
    label_key,
    rule,
)
from ...legal import CODES
from ...references import load_references

_CODED = (RowKind.FUNCTIONAL, RowKind.PROJECT)


@rule(id="code.names", title="科目编码与名称", severity=Severity.ERROR, basis=[CODES], compares=False)
def code_names(disclosure: Disclosure) -> Iterator[Verdict]:
    """科目编码旁印的是它自己的名称。

    名称属于另一编码（依当年政府收支分类科目，或依本文件其他各表）的为疑点；分类科目中没有、本文件又只有一种写法的不作判断；地区模板通用
    的写法不归于单位，同一文件中又有正确写法的只作提示。

    错例：编码 21012 印作医疗保障管理事务（21015 的名称），其他各表作财政对基本医疗保险基金的补助。
    正例：各表均作 21012 财政对基本医疗保险基金的补助。
    """
    year = disclosure.identity.fiscal_year
    references = load_references()
    printed: dict[tuple[bool, str], Counter[str]] = defaultdict(Counter)
    rows = [(s, r) for s in disclosure.statements for r in s.rows if r.code and r.name and _comparable(r) and _is_read(s, r)]
    for _, row in rows:
        printed[_key(row)][label_key(row.name)] += 1
    owners: dict[tuple[bool, str], set[str]] = defaultdict(set)
    for (economic, code), names in printed.items():
        for name, count in names.items():
            if count * 2 > sum(names.values()):
                owners[(economic, name)].add(code)
    findings: list[tuple[Statement, Failed]] = []
    for statement, row in rows:
        economic, code = _key(row)
        name = label_key(row.name)
        templates = name in map(label_key, disclosure.template_faults)
        if templates and len(printed[(economic, code)]) == 1:
            continue
        table = references.economic if economic else references.functional
        known = {label_key(n) for n in table.names(code, year)}
        usual = {n for n, c in printed[(economic, code)].items() if n != name and c > printed[(economic, code)][name]}
        if name in known or (not known and not usual):
            if name in known:
                yield Passed()
            continue
        belongs = (set(table.codes(row.name, year)) | owners[(economic, name)]) - {code}
        if len(code) > 3 and not belongs and not usual:
            continue
        severity = Severity.INFO if templates else _severity(belongs, known, usual)
        found = _finding(disclosure, statement, row, name, known or usual, _near(belongs, code, printed), severity)
        findings.append((statement, _of_template(found) if templates else found))
    yield from _as_one_where_shifted(findings)


_SHIFTED = 4
"""So many names that belong to other codes in one table are one cause: names and codes have slipped against each other."""


def _as_one_where_shifted(findings: list[tuple[Statement, Failed]]) -> Iterator[Failed]:
    count = Counter(s.ordinal for s, f in findings if f.severity is Severity.ERROR)
    for statement, finding in findings:
        shifted = finding.severity is Severity.ERROR and count[statement.ordinal] >= _SHIFTED
        yield replace(finding, cause=f"{statement.id}/{statement.ordinal}/names") if shifted else finding


def _of_template(finding: Failed) -> Failed:
    return replace(finding, message=f"{finding.message}前一写法为地区模板的通用写法，本文件两种写法并存。")


def _severity(belongs: set[str], known: set[str], usual: set[str]) -> Severity:
    """An error if the name is another code's; to be explained if classification and document agree against it."""
    if belongs:
        return Severity.ERROR
    return Severity.WARNING if known & usual else Severity.INFO


def _near(owners: set[str], code: str, printed: dict[tuple[bool, str], Counter[str]]) -> list[str]:
    """The owners of a name that this document uses, else those of the same class; many codes share names like 行政运行."""
    used = sorted(c for c in owners if any(c == k for _, k in printed))
    return used or sorted(c for c in owners if c[:3] == code[:3]) or sorted(owners)[:1]


def _is_read(statement: Statement, row: Row) -> bool:
    """Whether the reader is sure of the cell with the row's name."""
    if statement.table.status is TableStatus.READ:
        return True
    cell = _name_cell(statement, row)
    return cell is None or not cell.ambiguous


def _comparable(row: Row) -> bool:
    return row.kind in (*_CODED, RowKind.ECONOMIC) and row.code is not None and len(row.code) <= 7 and not row.detail


def _key(row: Row) -> tuple[bool, str]:
    return row.kind is RowKind.ECONOMIC, row.code or ""


def _finding(
    disclosure: Disclosure, statement: Statement, row: Row, name: str, others: set[str], owners: list[str], severity: Severity
) -> Failed:
    other = "、".join(sorted(others))
    owner = f"；“{name}”对应的编码是 {'、'.join(owners[:3])}" if owners else ""
    cell = _name_cell(statement, row)
    evidence = [
        Evidence(
            Role.ACTUAL,
            cell.text if cell else row.name,
            cell.place if cell else statement.table.place,
            table=statement.title,
            row=row.label,
            column="科目名称",
        )
    ]
    for s in disclosure.statements:
        same = next((r for r in s.rows if _comparable(r) and _key(r) == _key(row) and label_key(r.name) in others), None)
        if same and s is not statement:
            c = _name_cell(s, same)
            evidence.append(
                Evidence(Role.OPERAND, same.name, c.place if c else s.table.place, table=s.title, row=same.label, column="科目名称")
            )
            break
    return fail(
        f"{statement.title}：编码 {row.code} 印作“{row.name}”，该编码的名称为“{other}”{owner}。",
        severity=severity,
        address=f"{statement.id}/{row.address}/name",
        formula=f"{row.code}：“{row.name}” ≠ “{other}”",
        evidence=tuple(evidence),
        cause=f"code/{row.code}/{name}",
    )


def _name_cell(statement: Statement, row: Row) -> Cell | None:
    """The cell that prints a row's name."""
    item = next((i for i in statement.items if i.row.ordinal == row.ordinal), None)
    candidates = [c for c in statement.table.cells if label_key(c.text).endswith(label_key(row.name)) and c.text]
    if item is not None:
        candidates = [c for c in candidates if c.row == item.cell.row] or candidates
    return candidates[0] if candidates else None
