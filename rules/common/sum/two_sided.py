"""The functional classes of a two-sided statement against its total."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .... import (
    Agreement,
    Certainty,
    Comparison,
    Disclosure,
    Evidence,
    Failed,
    Kind,
    LineItem,
    Passed,
    Reason,
    Relation,
    Role,
    Row,
    RowKind,
    Severity,
    Side,
    Statement,
    TableStatus,
    Undecided,
    Verdict,
    compare_sum,
    fail,
    figures_text,
    label_key,
    parse_figure,
    rule,
)
from ...legal import M143

_TABLES = ("income_expenditure", "fiscal_income_expenditure")
_USES = ("basic", "project", "paid_to_superior", "operating_expenditure", "subsidy_to_affiliates", "reserve")
_TOTALS = ("income_total", "total")
_TOP = re.compile(r"[一二三四五六七八九十]+、")
_UNDER = re.compile(r"(?:其中[:：]?)?(?:（[一二三四五六七八九十\d]+）|\d{1,2}[.．、])|其中[:：]")
_NUMBERED = re.compile(r"（[一二三四五六七八九十\d]+）|\d{1,2}[.．、]")
_INNER_TOP = re.compile(r"[\u4e00-\u9fff][一二三四五六七八九十]{1,3}、[\u4e00-\u9fff]")
_BETWEEN = re.compile(r"结转|结余|分配|弥补")


@rule(id="sum.two-sided", title="收支总表的合计与各行之和", severity=Severity.ERROR, basis=[M143])
def two_sided_sum(disclosure: Disclosure) -> Iterator[Verdict]:
    """收支总表支出栏各功能分类相加等于本年支出合计（没有印的，等于支出总计）；决算表收入栏各项收入相加等于本年收入合计。

    支出栏另按用途列示的，基本支出、项目支出、单位预留机动经费等相加也等于本年支出合计。预算表的收入栏含“其中”项，只在各项都用“一、二、三”编
    号时相加。“一、”下面用“1.”或“（一）”逐项编号、没有“其中”的，各项相加等于该项。

    无法判断：没有印合计，或表格没有读全。

    错例：208 类 40.00、210 类 80.00，支出总计 300.00。
    正例：支出总计 120.00。
    """
    for statement in disclosure.all_of(*_TABLES):
        if statement.table.status is not TableStatus.READ:
            yield Undecided(Reason.TABLE_NOT_READ, statement.title)
            continue
        yield from _compare(statement, _spending(statement))
        yield from _compare(statement, _by_use(statement), "uses")
        if disclosure.identity.kind is Kind.FINAL:
            yield from _compare(statement, _income(statement))
        else:
            yield from _compare(statement, _numbered_income(statement), "numbered")
        for group in _numbered_groups(statement):
            yield from _compare(statement, group, "group")


def _spending(statement: Statement) -> tuple[Row | None, list[Row]]:
    rows = [r for r in statement.rows if r.side is Side.EXPENDITURE]
    classes = [r for r in rows if r.kind is RowKind.FUNCTIONAL and len(r.key) == 3]
    whole = next((r for r in rows if r.key == "current_expenditure"), None)
    between = any(_BETWEEN.search(r.name) and statement.get(r, "total") for r in rows if r.kind is RowKind.ITEM)
    if whole is None and not between:
        whole = next((r for r in rows if r.key in ("expenditure_total", "total")), None)
    return (None, []) if _run_together(statement, rows) else (whole, classes)


def _run_together(statement: Statement, rows: list[Row]) -> bool:
    """Whether two numbered labels stand in one row (三、国防支出四、公共安全支出): whose amount it prints is not known."""
    return any(r.kind is RowKind.ITEM and _INNER_TOP.search(r.name) and statement.get(r, "total") for r in rows)


def _by_use(statement: Statement) -> tuple[Row | None, list[Row]]:
    """The rows by use and their total; no rows unless basic and project expenditure both stand there."""
    whole, _ = _spending(statement)
    rows = [r for r in statement.rows if r.side is Side.EXPENDITURE and r.kind is RowKind.ITEM and r.key in _USES]
    both = {"basic", "project"} <= {r.key for r in rows}
    return whole, rows if both else []


def _income(statement: Statement) -> tuple[Row | None, list[Row]]:
    rows = [r for r in statement.rows if r.side is Side.INCOME and r.kind is RowKind.ITEM]
    whole = next((r for r in rows if r.key == "current_income"), None)
    above = [r for r in rows if whole is not None and r.ordinal < whole.ordinal]
    return whole, above


def _numbered_income(statement: Statement) -> tuple[Row | None, list[Row]]:
    """The rows of the income side that are numbered 一、二、三, if no other stands between them but what is a part of one."""
    rows = [r for r in statement.rows if r.side is Side.INCOME and r.kind is RowKind.ITEM]
    whole = next((r for r in rows if r.key == "current_income"), None) or next((r for r in rows if r.key in _TOTALS), None)
    if whole is None:
        return None, []
    labels = {ordinal: label for ordinal, label in _printed_labels(statement, rows).items() if ordinal < whole.ordinal}
    tops = [r for r in rows if _TOP.match(labels.get(r.ordinal, ""))]
    others = [label for ordinal, label in labels.items() if not _TOP.match(label) and not _UNDER.match(label)]
    return whole, [] if others else tops


def _numbered_groups(statement: Statement) -> Iterator[tuple[Row | None, list[Row]]]:
    """Rows of the income side numbered 一、 with the rows below them that are numbered one level down, all alike."""
    rows = [r for r in statement.rows if r.side is Side.INCOME and r.kind is RowKind.ITEM]
    labels = _printed_labels(statement, rows)
    group: list[Row] = []
    for row in [*rows, None]:
        label = labels.get(row.ordinal, "") if row is not None else "一、"
        if row is None or not label or _TOP.match(label) or not _NUMBERED.match(label):
            if row is not None and not label:
                continue
            marks = {_mark(labels[r.ordinal]) for r in group[1:]}
            if label.startswith("其中"):  # the parts of one of the rows: what follows is no longer numbered one after the other
                marks = set()
            if len(group) > 1 and len(marks) == 1:
                yield group[0], group[1:]
            group = [row] if row is not None and _TOP.match(label) else []
        elif group:
            group.append(row)


def _mark(label: str) -> str:
    """The kind of numbering: 1. and 2. are one."""
    return "（" if label.startswith("（") else "1"


def _printed_labels(statement: Statement, rows: Sequence[Row]) -> dict[int, str]:
    """The labels of rows that have an item, as printed, numbering included: the nearest text to the left of the item."""
    grid, chosen = statement.table.grid(), {r.ordinal for r in rows}
    return {i.row.ordinal: _label_before(grid[i.cell.row][: i.cell.column]) for i in statement.items if i.row.ordinal in chosen}


def _label_before(cells: Sequence[str]) -> str:
    return next((label_key(t) for t in reversed(cells) if t and not parse_figure(t)), "")


def _compare(statement: Statement, found: tuple[Row | None, list[Row]], what: str = "rows") -> Iterator[Verdict]:
    whole, rows = found
    if whole is None or not rows:
        if what == "rows":
            yield Undecided(Reason.NOTHING_TO_COMPARE, f"{statement.title}：没有印合计")
        return
    for measure in dict.fromkeys(i.measure for i in statement.items if i.row.side is whole.side):
        printed = statement.get(whole, measure)
        parts = [i for r in rows if (i := statement.get(r, measure))]
        if printed is None or not parts:
            continue
        result = compare_sum(printed.figure, [p.figure for p in parts], statement.decimals)
        if not result.differs:
            yield Passed(1, (Relation.sum(printed, parts),))
            continue
        yield _finding(statement, printed, parts, result, what)


def _finding(statement: Statement, printed: LineItem, parts: list[LineItem], result: Comparison, what: str) -> Failed:
    shown = [p for p in parts if p.figure.value]
    sure, added = result.verdict is Agreement.DIFFERENT, str(result.expected)
    names = "所列各行" if what == "rows" else "、".join(p.row.name for p in shown)
    return fail(
        f"{statement.title}：{printed.row.name}为 {printed.figure.text}，{names}相加为 {added}，不一致。",
        severity=Severity.ERROR if sure else Severity.WARNING,
        certainty=Certainty.CERTAIN if sure else Certainty.SUSPECTED,
        address=f"{statement.id}/{printed.row.address}/{printed.measure}/{what}",
        formula=f"{figures_text([p.figure for p in shown])} = {added} ≠ {printed.figure.text}",
        actual=printed.figure,
        evidence=(Evidence.of_item(printed, statement.title, Role.ACTUAL), *(Evidence.of_item(p, statement.title) for p in shown)),
        tested=Relation.sum(printed, parts),
    )
