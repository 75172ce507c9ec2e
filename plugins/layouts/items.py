"""The layout ``items``: known items as columns or as rows (三公经费表)."""

from __future__ import annotations

import re

from ... import (
    LineItem,
    References,
    Region,
    Row,
    RowKind,
    StatementTemplate,
    TableView,
    Understood,
    label_key,
    parse_figure,
    strip_numbering,
)
from .columns import figures_in, line_items


def items(view: TableView, template: StatementTemplate, region: Region, references: References) -> Understood:
    """Known items as columns (one row of amounts) or as rows (三公经费): either way rows are the items."""
    named = {_item_of_path(c.path, template.items) for c in view.columns if c.path} - {None, "total"}
    if len(named) > 1:
        return _items_across(view, template)
    return _items_down(view, template)


def _item_of_path(path: tuple[str, ...], known: dict[str, str]) -> str | None:
    """The innermost word of a header path that names an item; 合计 under an item is the item."""
    keys = [re.sub(r"^\d{4}年度?", "", label_key(p)) for p in path]
    if "/".join(keys[-2:]) in known:
        return known["/".join(keys[-2:])]
    specific = [known[k] for k in keys if k in known and known[k] != "total"]
    if specific:
        return specific[-1]
    return "total" if any(known.get(k) == "total" for k in keys) else None


def _items_across(view: TableView, template: StatementTemplate) -> Understood:
    rows: list[Row] = []
    found: list[LineItem] = []
    cells = view.table.cell_map()
    labels = view.role("@name", "@unit_name", "@unit_code", "@label")
    filled = [r for r in range(len(view.body)) if any(parse_figure(t) for t in view.body[r])]
    names = {v: k for k, v in reversed(template.items.items())}
    known = {c.index: _item_of_path(c.path, template.items) for c in view.columns}
    if {"meetings", "training"} & set(known.values()):
        # Beside 会议费 and 培训费 a plain 合计 is the total of all of them, not of the 三公.
        known = {i: "with_meetings" if item == "total" and not _under_three(view.columns[i].path) else item for i, item in known.items()}
    for r in range(len(view.body)):
        texts = [label_key(view.text(r, c)) for c in labels]
        whole = not labels or "合计" in texts or len(filled) == 1
        unit = next((t for t in texts if t and t != "合计"), None)
        for column in view.columns:
            item = known[column.index]
            if item is None or column.index in labels:
                continue
            name = names.get(item, item)
            if whole:
                row = Row(len(rows), RowKind.ITEM, item, name)
            else:
                row = Row(len(rows), RowKind.UNIT if unit else RowKind.OTHER, f"{unit or 'blank'}:{item}", name, unit_code=unit)
            cell = cells.get((view.first_row + r, column.index))
            figure = parse_figure(cell.text, view.table.unit) if cell and not cell.ambiguous else None
            rows.append(row)
            if cell and figure:
                measure = column.dated("budget" if column.undated == "budget" else "total")
                found.append(LineItem(template.id, 0, row, measure, figure, cell, column.label))
    return Understood(tuple(rows), tuple(found))


def _under_three(path: tuple[str, ...]) -> bool:
    return any("三公" in p for p in path)


def _items_down(view: TableView, template: StatementTemplate) -> Understood:
    rows: list[Row] = []
    found: list[LineItem] = []
    cells = view.table.cell_map()
    for r in range(len(view.body)):
        label = view.text(r, 0)
        key = label_key(strip_numbering(label_key(label)))
        if not label:
            continue
        item = template.items.get(label_key(label)) or template.items.get(key)
        row = Row(len(rows), RowKind.ITEM, item or key, key)
        rows.append(row)
        found += line_items(template, view, row, figures_in(view, r, list(view.columns[1:]), cells), 0)
    return Understood(tuple(rows), tuple(found))
