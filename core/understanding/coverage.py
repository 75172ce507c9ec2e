"""Coverage: every number that the reader saw and the program did not understand is visible as such."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ..model.disclosures.claim import Headcount
from ..model.disclosures.coverage import Coverage, Unread
from ..model.disclosures.disclosure import Indicator, Statement
from ..model.disclosures.performance import PerformanceFunds
from ..model.documents.document import Cell
from ..model.documents.figure import parse_figure
from ..model.documents.privacy import mask
from ..model.documents.said import said
from ..model.documents.text import squeeze
from .prose.claims import Owned
from .prose.tokens import Role

_AMBIGUOUS = said("ambiguous column", "所属栏目不确定")
_TABLE = said("table not recognised", "未识别的表")
_COLUMN_OR_ROW = said("column or row not known to the pack", "地区规则中没有这一栏目或项目")
_ONE_OF_MANY = said("a range, a limit or one of a list", "是区间、限额或并列数之一")
_SUBJECT = said("subject not known to the pack", "地区规则中没有这一对象")
_NO_FACT = said("stands in a sentence that no fact holds", "所在句子没有读出事实")


def coverage(
    statements: Sequence[Statement],
    owners: Sequence[Owned],
    headcounts: Sequence[Headcount],
    indicators: Sequence[Indicator],
    funds: Sequence[PerformanceFunds],
) -> Coverage:
    """Every number that the reader saw: how many became facts, and the list of those that did not."""
    unread: list[Unread] = []
    understood, numeric = 0, 0
    by_table: dict[int, set[tuple[int, int]]] = {}
    for s in statements:
        by_table.setdefault(s.ordinal, set()).update((i.cell.row, i.cell.column) for i in s.items)
    for statement in statements:
        money = Counter(text for f in funds if f.table == statement.ordinal for text in _texts(f))
        got, missed = _cell_coverage(statement, by_table[statement.ordinal], indicators, money)
        understood += got
        numeric += got + len(missed)
        unread += missed
    people = {id(h.claim) for h in headcounts}
    known = 0
    for own in owners:
        claim = own.claim
        if own.held and (claim is None or claim.subject is not None or id(claim) in people):
            known += 1
            continue
        place = own.section.place_at(own.token.start)
        unread.append(Unread(own.token.figure.text, f"{own.section.title}：{own.sentence}", _why(own), place))
    return Coverage(understood, numeric, known, len(owners), tuple(unread))


def _why(own: Owned) -> str:
    if own.token.role is Role.UNCLEAR:
        return _ONE_OF_MANY
    return _SUBJECT if own.held or own.claim is None else _NO_FACT


_NOT_AMOUNT = re.compile(r"^@(?:class|group|item|code|unit_code|line)$")


def _texts(funds: PerformanceFunds) -> list[str]:
    """The prints of a form's money and scores."""
    figures = [f for r in funds.rows for f in (r.amount, r.budget, r.executed, r.weight, r.rate, r.score)]
    return [squeeze(f.text) for f in (*figures, funds.total_weight, funds.total_score) if f is not None]


def _why_not_read(statement: Statement, cell: Cell) -> str:
    if cell.ambiguous:
        return _AMBIGUOUS
    if not statement.is_recognised:
        return _TABLE
    labels = next((c for c in reversed(statement.columns[: cell.column]) if c.is_role), None)
    if labels and labels.is_unnamed:
        return said(
            f"head of the labels not known to the pack: {labels.label or 'blank'}", f"地区规则中没有这一栏的表头：{labels.label or '空白'}"
        )
    return _COLUMN_OR_ROW


def _cell_coverage(
    statement: Statement, used: set[tuple[int, int]], indicators: Sequence[Indicator], money: Counter[str]
) -> tuple[int, list[Unread]]:
    """Numeric cells outside the header that are no code, line or serial number: how many are facts, and the rest."""
    table = statement.table
    codes = {c.index for c in statement.columns if c.measure and _NOT_AMOUNT.match(c.measure)}
    indicator_cells: set[int] = {i.cell.row for i in indicators if i.table == statement.ordinal and i.cell}
    got, missed = 0, []
    for cell in table.cells:
        if cell.row < table.header_rows or cell.column in codes:
            continue
        path = statement.columns[cell.column].label if cell.column < len(statement.columns) else ""
        if cell.unread is not None:
            missed.append(Unread(cell.text, f"{statement.title} / {path}", cell.unread, cell.place))
            continue
        if parse_figure(cell.text) is None or mask(cell.text) != cell.text:
            continue
        if (cell.row, cell.column) in used or (statement.layout == "indicators" and cell.row in indicator_cells):
            got += 1
            continue
        if money[squeeze(cell.text)] > 0:
            money[squeeze(cell.text)] -= 1
            got += 1
            continue
        reason = _why_not_read(statement, cell)
        missed.append(Unread(cell.text, f"{statement.title} / {path}", reason, cell.place))
    return got, missed
