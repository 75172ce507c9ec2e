"""The layouts that ship: how a table's rows become rows and items of a statement."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ... import (
    Cell,
    CodeTable,
    Column,
    Figure,
    Layout,
    LineItem,
    References,
    Region,
    Row,
    RowKind,
    Side,
    StatementTemplate,
    TableView,
    Understood,
    hookimpl,
    parse_figure,
)
from ...core.model.documents.figure import stands_for_nothing
from ...core.model.documents.text import label_key, squeeze, strip_numbering
from .nested import nested

_CODE_ROLES = ("@class", "@group", "@item", "@code")
_LABEL_ROLES = ("@label", "@name", "@unit_name", "@unit_code", "@project")
_TOTAL = re.compile(r"^(?:合计|总计|收入总计|支出总计|收入合计|支出合计|支出合计数|本年支出合计|本年收入合计)$")
_LEADING_CODE = re.compile(r"^(\d{3}(?:\d{2}){0,2})(?=\D)")


def _blocks(columns: tuple[Column, ...]) -> list[list[Column]]:
    """Columns in side-by-side blocks: a label or code column after a measure column begins a new block."""
    blocks: list[list[Column]] = []
    seen_measure = True
    for column in columns:
        is_label = column.measure in _CODE_ROLES or column.measure in _LABEL_ROLES
        if is_label and seen_measure:
            blocks.append([])
            seen_measure = False
        if not blocks:
            continue
        if column.measure and not column.measure.startswith("@"):
            seen_measure = True
        blocks[-1].append(column)
    return blocks


def _figures(view: TableView, r: int, columns: list[Column], cells: dict[tuple[int, int], Cell]) -> Iterator[tuple[Column, Figure, Cell]]:
    for column in columns:
        if column.measure is None or column.measure.startswith("@"):
            continue
        cell = cells.get((view.first_row + r, column.index))
        if cell is None or cell.ambiguous:
            continue
        if figure := parse_figure(cell.text, view.table.unit):
            yield column, figure, cell


def _items(
    template: StatementTemplate, view: TableView, row: Row, found: Iterator[tuple[Column, Figure, Cell]], ordinal: int
) -> list[LineItem]:
    return [LineItem(template.id, ordinal, row, c.measure or "", f, cell, c.label) for c, f, cell in found]


def two_sided(view: TableView, template: StatementTemplate, region: Region, references: References) -> Understood:
    """Side by side: blocks of one label column and its amounts, income on the left (收支总表)."""
    rows: list[Row] = []
    items: list[LineItem] = []
    cells = view.table.cell_map()
    names = {**region.items, **template.items}
    blocks = _blocks(view.columns)
    for n, block in enumerate(blocks):
        head = "".join(block[0].path) if block else ""
        side = Side.INCOME if "收入" in head else Side.EXPENDITURE if "支出" in head else None
        label_column = next((c for c in block if c.measure in _LABEL_ROLES), None)
        if label_column is None:
            continue
        for r in range(len(view.body)):
            label = view.text(r, label_column.index)
            found = list(_figures(view, r, block, cells))
            if label and not found and n + 1 < len(blocks):
                found = _under_a_wide_label(view, r, blocks[n + 1], cells)
            if not label or (stands_for_nothing(label) and not found):
                continue
            row = _named_row(len(rows), label, side, names, references)
            rows.append(row)
            items += _items(template, view, row, iter(found), 0)
    return Understood(tuple(rows), tuple(items))


def _under_a_wide_label(
    view: TableView, r: int, block: list[Column], cells: dict[tuple[int, int], Cell]
) -> list[tuple[Column, Figure, Cell]]:
    """The figures of the next block where its own label is blank: 支出合计 over two lists of expenditure has one amount."""
    label = next((c for c in block if c.measure in _LABEL_ROLES), None)
    if label is None or view.text(r, label.index):
        return []
    return list(_figures(view, r, block, cells))


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


def _code_of(view: TableView, r: int, block: list[Column], economic: bool) -> str | None:
    """The full code of a row from split columns (类/款/项), one column, or the unit-code column of economic tables."""
    split = [view.text(r, c.index) for c in block if c.measure in ("@class", "@group", "@item")]
    joined = ""
    for level, part in enumerate(split):
        if not part:
            break
        if not part.isdigit():
            return None
        part = part.zfill(2) if level else part
        # A column may repeat the code so far (20805 in the 款 column).
        joined = part if joined and part.startswith(joined) and len(part) > len(joined) else joined + part
    whole = next((t for c in block if c.measure == "@code" and (t := view.text(r, c.index)).isdigit()), "")
    if economic:
        longer = next(
            (t for c in block if c.measure == "@unit_code" and re.fullmatch(r"[35]\d{2}(?:\d{2}){0,2}", t := view.text(r, c.index))), ""
        )
        if longer and longer.startswith(joined):
            joined = longer
    if split and split[0] and len(split[0]) != _CLASS_DIGITS:
        return f"{_MISPRINTED}{joined}"
    return joined or whole or None


_CLASS_DIGITS = 3
_MISPRINTED = "?"


_CODE = re.compile(r"\d{3}(?:\d{2}){0,3}")


def _mended(code: str | None, label: str, table: CodeTable) -> str | None:
    """A code whose 类 is misprinted (7 for 210), by its name and its other levels; None if that leaves no one code."""
    if code is None or _CODE.fullmatch(code):
        return code
    tail = code.lstrip(_MISPRINTED)[-4:]
    fitting = {c for c in table.codes(label) if c.endswith(tail)}
    return next(iter(fitting)) if len(fitting) == 1 else None


def _unit_code(view: TableView, r: int, block: list[Column], code: str | None) -> str | None:
    text = next((view.text(r, c.index) for c in block if c.measure == "@unit_code"), "")
    return text if text.isdigit() and text != code else None


def coded(view: TableView, template: StatementTemplate, region: Region, references: References) -> Understood:
    """Code columns: one row a level, or one row a 项; blocks may stand side by side."""
    return _coded(view, template, references, projects=False)


def coded_projects(view: TableView, template: StatementTemplate, region: Region, references: References) -> Understood:
    """Code columns with projects: the lowest rows are projects, under their functional code."""
    return _coded(view, template, references, projects=True)


def _coded(view: TableView, template: StatementTemplate, references: References, *, projects: bool) -> Understood:
    rows: list[Row] = []
    items: list[LineItem] = []
    cells = view.table.cell_map()
    kind = RowKind.ECONOMIC if _classification(view, template) == "economic" else RowKind.FUNCTIONAL
    table = references.economic if kind is RowKind.ECONOMIC else references.functional
    for block in _blocks(view.columns) or _only_totals(view):
        unlabelled = not any(c.measure in _CODE_ROLES or c.measure in _LABEL_ROLES for c in block)
        for r in range(len(view.body)):
            label = next((t for c in block if c.measure in ("@name", "@label", "@unit_name") and (t := view.text(r, c.index))), "")
            code = _mended(_code_of(view, r, block, kind is RowKind.ECONOMIC), label, table)
            project = next((t for c in block if c.measure == "@project" and (t := view.text(r, c.index))), None)
            found = list(_figures(view, r, block, cells))
            texts = [view.text(r, c.index) for c in block if c.measure and c.measure.startswith("@")]
            total = unlabelled or any(_TOTAL.match(label_key(t)) for t in texts) or (code is None and _TOTAL.match(label_key(label)))
            if not (code or label or project or found):
                continue
            if projects and project is None and code and label and label_key(label) not in map(label_key, table.names(code)):
                has_project_column = bool(view.role("@project"))
                if not has_project_column:
                    project, label = label, ""
            row = _coded_row(len(rows), kind, code, label, project, bool(total), _unit_code(view, r, block, code))
            rows.append(row)
            items += _items(template, view, row, iter(found), 0)
    rows = _with_parents(rows, references)
    return Understood(tuple(rows), tuple(_rebind(i, rows) for i in items))


def _only_totals(view: TableView) -> list[list[Column]]:
    """The columns of a table without labels whose one row is the total (支出预算总表 of 江苏); none if it has more rows."""
    filled = [r for r in range(len(view.body)) if any(parse_figure(t) for t in view.body[r])]
    return [list(view.columns)] if len(filled) == 1 and not view.role(*_CODE_ROLES, *_LABEL_ROLES) else []


def _classification(view: TableView, template: StatementTemplate) -> str:
    """What the codes are of: as their first digit says (2 functional, 3 economic), the pack, else the table's header.

    Tables of one title list either (财政拨款支出预算表 by 功能科目 here, by 经济分类 there).
    """
    codes = [t for c in view.columns if c.measure in ("@class", "@code") for r in range(len(view.body)) if (t := view.text(r, c.index))]
    first = {t[0] for t in codes if _CODE.fullmatch(t)}
    if len(first) == 1 and (by_code := {"2": "functional", "3": "economic"}.get(first.pop())):
        return by_code
    head = "".join(p for c in view.columns if c.measure in _CODE_ROLES or c.measure in _LABEL_ROLES for p in c.path)
    return template.classification or ("economic" if "经济分类" in head else "functional")


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


def _with_parents(rows: list[Row], references: References) -> list[Row]:
    """Rows with their parents: the nearest row above whose code is a prefix, else the unit, else the total."""
    total = next((r.ordinal for r in rows if r.kind is RowKind.TOTAL), None)
    out: list[Row] = []
    unit: int | None = None
    for i, row in enumerate(rows):
        parent, detail = total, False
        if row.kind is RowKind.TOTAL:
            out.append(row)
            continue
        if row.kind is RowKind.OTHER:
            detail = True
        elif row.kind is RowKind.UNIT:
            following = next((r.code for r in rows[i + 1 :] if r.code), None)
            if following and row.unit_code is None and row.name in references.functional.names(following):
                row = Row(row.ordinal, RowKind.FUNCTIONAL, following, row.name, code=following)
                parent = unit if unit is not None else total
            else:
                unit = row.ordinal
        else:
            parent = _prefix_parent(rows[:i], out, row)
            if parent is None:
                parent = unit if unit is not None else total
            detail = row.kind is RowKind.ECONOMIC and row.code is not None and len(row.code) == 7
        out.append(Row(row.ordinal, row.kind, row.key, row.name, row.code, row.project, row.unit_code, row.side, parent, detail))
    return _economic_parents_below(out)


def _prefix_parent(before: list[Row], placed: list[Row], row: Row) -> int | None:
    code = row.code or ""
    best: Row | None = None
    for candidate in placed:
        c = candidate.code
        if c is None or candidate.kind is RowKind.PROJECT:
            continue
        is_prefix = code.startswith(c) and (len(c) < len(code) or row.kind is RowKind.PROJECT)
        if is_prefix and (best is None or len(c) >= len(best.code or "")):
            best = candidate
    return best.ordinal if best else None


def _economic_parents_below(rows: list[Row]) -> list[Row]:
    """Economic rows are not always ordered: a 款 may stand above its 类."""
    by_code = {r.code: r.ordinal for r in rows if r.kind is RowKind.ECONOMIC and r.code and len(r.code) < 7}
    out = []
    for r in rows:
        if r.kind is RowKind.ECONOMIC and r.code and len(r.code) > 3:
            for size in range(len(r.code) - 2, 2, -2):
                if (parent := by_code.get(r.code[:size])) is not None and parent != r.ordinal:
                    r = Row(r.ordinal, r.kind, r.key, r.name, r.code, r.project, r.unit_code, r.side, parent, r.detail)
                    break
        out.append(r)
    return out


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
                measure = "budget" if column.measure == "budget" else "total"
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
        found += _items(template, view, row, _figures(view, r, list(view.columns[1:]), cells), 0)
    return Understood(tuple(rows), tuple(found))


def plain(view: TableView, template: StatementTemplate, region: Region, references: References) -> Understood:
    """A list: every row with a label and its known amounts."""
    rows: list[Row] = []
    found: list[LineItem] = []
    cells = view.table.cell_map()
    for r in range(len(view.body)):
        figures = list(_figures(view, r, list(view.columns), cells))
        label = next((t for t in (view.text(r, c) for c in range(view.table.columns)) if t and not parse_figure(t)), "")
        if not label and not figures:
            continue
        total = bool(_TOTAL.match(label_key(label)))
        row = Row(len(rows), RowKind.TOTAL if total else RowKind.ITEM, "total" if total else label_key(label), label)
        rows.append(row)
        found += _items(template, view, row, iter(figures), 0)
    return Understood(tuple(rows), tuple(found))


def indicators(view: TableView, template: StatementTemplate, region: Region, references: References) -> Understood:
    """A performance form: its indicators are read by the core, it has no line items."""
    return Understood((), ())


@hookimpl
def register_layouts() -> dict[str, Layout]:
    """The layouts by the names that region packs use."""
    return {
        "two_sided": two_sided,
        "coded": coded,
        "coded_projects": coded_projects,
        "items": items,
        "nested": nested,
        "plain": plain,
        "indicators": indicators,
    }
