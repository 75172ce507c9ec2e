"""The layout ``nested``: rows under rows, by the column that their label stands in (收入预算总表 by source, 政府采购预算表)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

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

_TOTAL = re.compile(r"^(?:合计|总计|收入总计|支出总计|收入合计|支出合计)$")
_SUBTOTAL = re.compile(r"^小计$")
_OF_WHICH = re.compile(r"^其中[:：]?")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the label of a row stands: the rows under it leave the columns up to ``depth`` blank.

    Of two units with codes the one is under the other if its code goes on from there (025, 025001).
    """

    depth: float
    filled: frozenset[int]
    unit: str | None = None

    def holds(self, other: _Place) -> bool:
        if self.unit and other.unit:
            return other.unit != self.unit and other.unit.startswith(self.unit)
        return self.depth < other.depth and not any(column <= self.depth for column in other.filled)


_TOP = -1.0
_HALF = 0.5
"""小计 stands in the column of its parts, one half level above them."""


def nested(view: TableView, template: StatementTemplate, region: Region, references: References) -> Understood:
    """Rows under rows: a row is a part of the nearest row above whose label stands further left; 小计 is its group."""
    money = next((c.index for c in view.columns if c.measure and not c.measure.startswith("@")), len(view.columns))
    labels = [c.index for c in view.columns if c.index < money and ((c.measure or "").startswith("@") or not c.path)]
    cells = view.table.cell_map()
    rows: list[Row] = []
    places: list[_Place] = []
    items: list[LineItem] = []
    group = ""
    for r in range(len(view.body)):
        texts = {n: t for n, c in enumerate(labels) if (t := view.text(r, c))}
        if not texts:
            continue
        group = texts.get(0, group)
        place, row = _row(len(rows), texts, group, template)
        if row.kind is not RowKind.TOTAL and (unit := next((t for c in view.role("@unit_code") if (t := view.text(r, c)).isdigit()), None)):
            place, row = replace(place, unit=unit), replace(row, kind=RowKind.UNIT, unit_code=unit)
        rows.append(row)
        places.append(place)
        for column in view.columns[money:]:
            cell = cells.get((view.first_row + r, column.index))
            known = column.measure and not column.measure.startswith("@")
            if known and cell and not cell.ambiguous and (figure := parse_figure(cell.text, view.table.unit)):
                items.append(LineItem(template.id, 0, row, column.measure or "", figure, cell, column.label))
    rows = _with_parents(rows, places, items)
    return Understood(tuple(rows), tuple(replace(i, row=rows[i.row.ordinal]) for i in items))


def _row(ordinal: int, texts: dict[int, str], group: str, template: StatementTemplate) -> tuple[_Place, Row]:
    last = max(texts)
    key, above = label_key(texts[last]), strip_numbering(label_key(group))
    bare = strip_numbering(_OF_WHICH.sub("", key))
    filled = frozenset(texts)
    if any(_TOTAL.match(label_key(t)) for t in texts.values()):
        return _Place(_TOP, filled), Row(ordinal, RowKind.TOTAL, "total", bare)
    if _SUBTOTAL.match(bare) and last:
        return _Place(last - _HALF, filled), Row(ordinal, RowKind.ITEM, template.items.get(above, above), above)
    item = template.items.get(f"{above}/{bare}") or template.items.get(bare) or bare
    return _Place(float(last), filled), Row(ordinal, RowKind.ITEM, item, bare, detail=bool(_OF_WHICH.match(key)))


def _with_parents(rows: Sequence[Row], places: Sequence[_Place], items: Sequence[LineItem]) -> list[Row]:
    """Rows with their parents. Where a part of a group (其中) is not all of it, it is open what the total counts of it."""
    out: list[Row] = []
    for n, row in enumerate(rows):
        parent = next((p for p in range(n - 1, -1, -1) if places[p].holds(places[n]) and not rows[p].detail), None)
        out.append(replace(row, parent=parent))
    values = {(i.row.ordinal, i.measure): i.figure.value for i in items}
    open_ended = any(
        row.detail and row.parent is not None and value != values.get((row.parent, measure))
        for (ordinal, measure), value in values.items()
        if (row := out[ordinal])
    )
    if open_ended:
        out = [replace(r, parent=None) if r.parent is not None and rows[r.parent].kind is RowKind.TOTAL else r for r in out]
    return out
