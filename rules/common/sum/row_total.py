"""Row totals."""

from __future__ import annotations

from collections.abc import Iterator

from .... import (
    Agreement,
    Certainty,
    Disclosure,
    Evidence,
    LineItem,
    Passed,
    Reason,
    Relation,
    Role,
    Severity,
    Statement,
    TableStatus,
    Undecided,
    Verdict,
    compare_sum,
    fail,
    figures_text,
    parse_figure,
    rule,
)
from ...legal import M143


@rule(id="sum.row-total", title="行合计与分项之和", severity=Severity.ERROR, basis=[M143])
def row_total(disclosure: Disclosure) -> Iterator[Verdict]:
    """每一行的合计等于本表为它列出的各分项列之和。

    分项列以本表印出的为准（上缴上级支出、预留机动经费等都计入），不套用固定的两列。

    无法判断：表格没有读全，或有数字的列其表头不能识别。

    错例：合计 100.00，基本支出 60.00，项目支出 30.00。
    正例：合计 100.00，基本支出 60.00，项目支出 30.00，上缴上级支出 10.00。
    """
    for statement in disclosure.statements:
        if statement.table.status is not TableStatus.READ:
            yield Undecided(Reason.TABLE_NOT_READ, statement.title)
            continue
        unknown = _unknown_with_figures(statement)
        for total, groups in statement.parts.items():
            for parts in groups:
                if unknown:
                    yield Undecided(Reason.COLUMN_UNKNOWN, f"{statement.title}：{unknown}")
                    continue
                yield from _rows(disclosure, statement, total, parts)


def _unknown_with_figures(statement: Statement) -> str | None:
    unknown = {c.index: c.label for c in statement.columns if c.measure is None and c.label}
    for cell in statement.table.cells:
        if cell.row >= statement.table.header_rows and cell.column in unknown and parse_figure(cell.text):
            return unknown[cell.column]
    return None


def _rows(disclosure: Disclosure, statement: Statement, total: str, parts: tuple[str, ...]) -> Iterator[Verdict]:
    by_row: dict[int, dict[str, LineItem]] = {}
    for item in statement.items:
        by_row.setdefault(item.row.ordinal, {})[item.measure] = item
    known = {"budget", *statement.parts, *(p for groups in statement.parts.values() for group in groups for p in group)}
    for items in by_row.values():
        whole = items.get(total)
        pieces = [items[p] for p in parts if p in items]
        if whole is None or not pieces:
            continue
        if other := set(items) - known:
            # A column of money that the pack does not name as a part may be one here.
            yield Undecided(Reason.COLUMN_UNKNOWN, f"{statement.title}：{'、'.join(sorted(items[m].column_label for m in other))}")
            continue
        result = compare_sum(whole.figure, [p.figure for p in pieces], statement.decimals)
        tested = (Relation.sum(whole, pieces),)
        if not result.differs:
            yield Passed(1, tested)
            continue
        sure = result.verdict is Agreement.DIFFERENT
        names = "、".join(disclosure.name(p) for p in parts if p in items)
        yield fail(
            f"{statement.title}“{whole.row.label}”行：{whole.column_label or disclosure.name(total)}为 {whole.figure.text}，"
            f"{names}相加为 {result.expected}，不一致。",
            severity=Severity.ERROR if sure else Severity.WARNING,
            certainty=Certainty.CERTAIN if sure else Certainty.SUSPECTED,
            address=f"{statement.id}/{whole.row.address}/{total}",
            formula=f"{figures_text([p.figure for p in pieces])} = {result.expected} ≠ {whole.figure.text}",
            actual=result.actual,
            unit=whole.figure.unit,
            evidence=(
                Evidence.of_item(whole, statement.title, Role.ACTUAL),
                *(Evidence.of_item(p, statement.title) for p in pieces),
            ),
            tested=tested,
        )
