"""The layouts ``coded`` and ``coded_projects``: rows by classification code (按功能、经济分类的支出表)."""

from __future__ import annotations

import re
from dataclasses import replace

from ... import (
    Column,
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
    squeeze,
)
from .codes import classification, code_of, mended, unit_code
from .columns import CODE_ROLES, LABEL_ROLES, TOTAL, blocks_of, figures_in, line_items
from .listed import is_list, listed
from .parents import with_parents

_PART_TOTAL = re.compile(r"^(?:人员|(?:日常)?公用)经费")


def coded(view: TableView, template: StatementTemplate, region: Region, references: References) -> Understood:
    """Code columns: one row a level, or one row a 项; blocks may stand side by side.

    Where a place prints the table without codes, as one list of names, it is read as that (``listed``).
    """
    if is_list(view, {**region.items, **template.items}):
        return listed(view, template, region, references)
    return _coded(view, template, references, projects=False)


def coded_projects(view: TableView, template: StatementTemplate, region: Region, references: References) -> Understood:
    """Code columns with projects: the lowest rows are projects, under their functional code."""
    return _coded(view, template, references, projects=True)


def _coded(view: TableView, template: StatementTemplate, references: References, *, projects: bool) -> Understood:
    rows: list[Row] = []
    items: list[LineItem] = []
    cells = view.table.cell_map()
    view = _with_merged_labels(view)
    kind = RowKind.ECONOMIC if classification(view, template) == "economic" else RowKind.FUNCTIONAL
    table = references.economic if kind is RowKind.ECONOMIC else references.functional
    first_of_block: list[int] = []
    for block in blocks_of(view.columns) or _only_totals(view):
        first_of_block.append(len(rows))
        if block[0].is_unnamed:
            continue
        unlabelled = not any(c.measure in CODE_ROLES or c.measure in LABEL_ROLES for c in block)
        for r in range(len(view.body)):
            label = next((t for c in block if c.measure in ("@name", "@label", "@unit_name") and (t := view.text(r, c.index))), "")
            code = mended(code_of(view, r, block, kind is RowKind.ECONOMIC), label, table)
            project = next((t for c in block if c.measure == "@project" and (t := view.text(r, c.index))), None)
            found = list(figures_in(view, r, block, cells))
            texts = [view.text(r, c.index) for c in block if c.measure and c.measure.startswith("@")]
            total = unlabelled or any(TOTAL.match(label_key(t)) for t in texts) or (code is None and TOTAL.match(label_key(label)))
            if not (code or label or project or found):
                continue
            if projects and project is None and code and label and label_key(label) not in map(label_key, table.names(code)):
                has_project_column = bool(view.role("@project"))
                if not has_project_column:
                    project, label = label, ""
            row = _coded_row(len(rows), kind, code, label, project, bool(total), unit_code(view, r, block, code))
            if total and (named := next((t for t in map(label_key, texts) if _PART_TOTAL.match(t)), None)):
                row = replace(row, name=named)
            rows.append(row)
            items += line_items(template, view, row, iter(found), 0)
    rows = with_parents(rows, references, first_of_block)
    return Understood(tuple(rows), tuple(_rebind(i, rows) for i in items))


def _with_merged_labels(view: TableView) -> TableView:
    """The view with what a code or name merged over rows says in each of them that has figures: all of them are of that item."""
    labels = {c.index for c in view.columns if c.measure in CODE_ROLES or c.measure in LABEL_ROLES}
    merged = [c for c in view.table.cells if c.rowspan > 1 and c.row >= view.first_row and c.column in labels and c.text]
    if not merged:
        return view
    amounts = [c.index for c in view.columns if c.measure and not c.measure.startswith("@")]
    body = [list(row) for row in view.body]
    for cell in merged:
        first = cell.row - view.first_row
        for r in range(first + 1, min(first + cell.rowspan, len(body))):
            if not body[r][cell.column] and any(parse_figure(body[r][c]) for c in amounts):
                body[r][cell.column] = cell.text
    return replace(view, body=tuple(map(tuple, body)))


def _only_totals(view: TableView) -> list[list[Column]]:
    """The columns of a table without labels whose one row is the total (支出预算总表 of 江苏); none if it has more rows."""
    filled = [r for r in range(len(view.body)) if any(parse_figure(t) for t in view.body[r])]
    return [list(view.columns)] if len(filled) == 1 and not view.role(*CODE_ROLES, *LABEL_ROLES) else []


def _rebind(item: LineItem, rows: list[Row]) -> LineItem:
    return LineItem(item.statement, item.table, rows[item.row.ordinal], item.measure, item.figure, item.cell, item.column_label)


def _coded_row(ordinal: int, kind: RowKind, code: str | None, label: str, project: str | None, total: bool, unit: str | None) -> Row:
    name = squeeze(label)
    if total:
        return Row(ordinal, RowKind.TOTAL, "total", "合计")
    if code and project and len(code) >= 7:
        return Row(ordinal, RowKind.PROJECT, f"{code}:{label_key(project)}", name, code=code, project=project, unit_code=unit)
    if code:
        return Row(ordinal, kind, code, name, code=code, project=project, unit_code=unit)
    if unit or name:
        return Row(ordinal, RowKind.UNIT, unit or label_key(name), name, unit_code=unit)
    return Row(ordinal, RowKind.OTHER, "blank", "")
