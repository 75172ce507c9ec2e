"""The layout ``two_sided``: income on the left, expenditure on the right (收支总表)."""

from __future__ import annotations

import re

from ... import (
    Cell,
    Column,
    Figure,
    LineItem,
    References,
    Region,
    Row,
    RowKind,
    Side,
    StatementTemplate,
    TableView,
    Understood,
    label_key,
    stands_for_nothing,
    strip_numbering,
)
from .columns import LABEL_ROLES, blocks_of, figures_in, line_items

_LEADING_CODE = re.compile(r"^(\d{3}(?:\d{2}){0,2})(?=\D)")


def two_sided(view: TableView, template: StatementTemplate, region: Region, references: References) -> Understood:
    """Side by side: blocks of one label column and its amounts, income on the left (收支总表)."""
    rows: list[Row] = []
    items: list[LineItem] = []
    cells = view.table.cell_map()
    names = {**region.items, **template.items}
    blocks = blocks_of(view.columns)
    for n, block in enumerate(blocks):
        head = "".join(block[0].path) if block else ""
        side = Side.INCOME if "收入" in head else Side.EXPENDITURE if "支出" in head else None
        label_column = next((c for c in block if c.measure in LABEL_ROLES), None)
        if label_column is None:
            continue
        for r in range(len(view.body)):
            label = view.text(r, label_column.index)
            found = list(figures_in(view, r, block, cells))
            if label and not found and n + 1 < len(blocks):
                found = _under_a_wide_label(view, r, blocks[n + 1], cells)
            if not label or (stands_for_nothing(label) and not found):
                continue
            row = _named_row(len(rows), label, side, names, references)
            rows.append(row)
            items += line_items(template, view, row, iter(found), 0)
    return Understood(tuple(rows), tuple(items))


def _under_a_wide_label(
    view: TableView, r: int, block: list[Column], cells: dict[tuple[int, int], Cell]
) -> list[tuple[Column, Figure, Cell]]:
    """The figures of the next block where its own label is blank: 支出合计 over two lists of expenditure has one amount."""
    label = next((c for c in block if c.measure in LABEL_ROLES), None)
    if label is None or view.text(r, label.index):
        return []
    return list(figures_in(view, r, block, cells))


def _named_row(ordinal: int, label: str, side: Side | None, names: dict[str, str], references: References) -> Row:
    key = label_key(label)
    if (m := _LEADING_CODE.match(key)) and m.end() < len(key):
        return Row(ordinal, RowKind.FUNCTIONAL, m[1], key[m.end() :], code=m[1], side=side)
    bare = label_key(strip_numbering(key))
    if bare in names:
        return Row(ordinal, RowKind.ITEM, names[bare], bare, side=side)
    classes = [c for c in references.functional.codes(bare) if len(c) == 3]
    if side is not Side.INCOME and classes:
        return Row(ordinal, RowKind.FUNCTIONAL, classes[0], bare, code=classes[0], side=side)
    return Row(ordinal, RowKind.ITEM, bare, bare, side=side)
