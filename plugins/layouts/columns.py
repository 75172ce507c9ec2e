"""What the layouts share: the columns of a table in blocks, and the figures of a row."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ... import (
    Cell,
    Column,
    Figure,
    LineItem,
    Row,
    StatementTemplate,
    TableView,
    parse_figure,
)

CODE_ROLES = ("@class", "@group", "@item", "@code")
LABEL_ROLES = ("@label", "@name", "@unit_name", "@unit_code", "@project")
TOTAL = re.compile(
    r"^(?:合计|(?:人员|(?:日常)?公用)经费(?:支出)?合计|总计|收入总计|支出总计|收入合计|支出合计|支出合计数|本年支出合计|本年收入合计)$"
)


def blocks_of(columns: tuple[Column, ...]) -> list[list[Column]]:
    """Columns in side-by-side blocks: a label or code column after a measure column begins a new block.

    So do labels whose head is not known; such a block has no label column, and its amounts stay unread.
    """
    blocks: list[list[Column]] = []
    seen_measure = True
    for column in columns:
        is_label = column.measure in CODE_ROLES or column.measure in LABEL_ROLES or column.is_unnamed
        if is_label and seen_measure:
            blocks.append([])
            seen_measure = False
        if not blocks:
            continue
        if column.measure and not column.measure.startswith("@"):
            seen_measure = True
        blocks[-1].append(column)
    return blocks


def figures_in(view: TableView, r: int, columns: list[Column], cells: dict[tuple[int, int], Cell]) -> Iterator[tuple[Column, Figure, Cell]]:
    """The amounts of row ``r`` of the body in some columns; ``cells`` is the table's cell map."""
    for column in columns:
        if column.measure is None or column.measure.startswith("@"):
            continue
        cell = cells.get((view.first_row + r, column.index))
        if cell is None or cell.ambiguous:
            continue
        if figure := parse_figure(cell.text, view.table.unit):
            yield column, figure, cell


def line_items(
    template: StatementTemplate, view: TableView, row: Row, found: Iterator[tuple[Column, Figure, Cell]], ordinal: int
) -> list[LineItem]:
    """The amounts of a row as items of a statement; ``ordinal`` is that of its table."""
    return [LineItem(template.id, ordinal, row, c.measure or "", f, cell, c.label) for c, f, cell in found]
