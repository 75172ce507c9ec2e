"""The layout ``plain``: a list of labels and amounts."""

from __future__ import annotations

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
)
from .columns import TOTAL, figures_in, line_items


def plain(view: TableView, template: StatementTemplate, region: Region, references: References) -> Understood:
    """A list: every row with a label and its known amounts."""
    rows: list[Row] = []
    found: list[LineItem] = []
    cells = view.table.cell_map()
    for r in range(len(view.body)):
        figures = list(figures_in(view, r, list(view.columns), cells))
        label = next((t for t in (view.text(r, c) for c in range(view.table.columns)) if t and not parse_figure(t)), "")
        if not label and not figures:
            continue
        total = bool(TOTAL.match(label_key(label)))
        row = Row(len(rows), RowKind.TOTAL if total else RowKind.ITEM, "total" if total else label_key(label), label)
        rows.append(row)
        found += line_items(template, view, row, iter(figures), 0)
    return Understood(tuple(rows), tuple(found))
