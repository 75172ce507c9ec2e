"""The layout ``listed``: one list of labels and amounts, levels by their numbering (收入总体情况表 as a list)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

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
    strip_numbering,
)
from .columns import LABEL_ROLES, figures_in, line_items

_LEVELS = (
    re.compile(r"^[一二三四五六七八九十]+[、.．]"),
    re.compile(r"^（[一二三四五六七八九十]+）"),
    re.compile(r"^\d{1,2}[、.．](?!\d)"),
    re.compile(r"^（\d{1,2}）"),
)
_UNNUMBERED = len(_LEVELS)
_TOTAL = re.compile(r"^(?:收入|支出)?(?:总计|合计)$")
_SUM = re.compile(r"^(?:本年|当年)?(?:收入|支出)?(?:总计|合计|小计)$")
_OF_WHICH = re.compile(r"^其中[:：]?")


def listed(view: TableView, template: StatementTemplate, region: Region, references: References) -> Understood:
    """One label and its amounts a row; 合计 and 总计 stand below what they add up."""
    label_column = next((c for c in view.columns if c.measure in LABEL_ROLES), None)
    if label_column is None:
        return Understood((), ())
    cells = view.table.cell_map()
    names = {**region.items, **template.items}
    rows: list[Row] = []
    levels: list[int] = []
    items: list[LineItem] = []
    for r in range(len(view.body)):
        key = label_key(view.text(r, label_column.index))
        if not key:
            continue
        bare = label_key(strip_numbering(key))
        levels.append(next((n for n, level in enumerate(_LEVELS) if level.match(key)), _UNNUMBERED))
        if _TOTAL.match(bare):
            row = Row(len(rows), RowKind.TOTAL, "total", bare)
        else:
            row = Row(len(rows), RowKind.ITEM, names.get(bare, bare), bare, detail=bool(_OF_WHICH.match(key)))
        rows.append(row)
        items += line_items(template, view, row, figures_in(view, r, list(view.columns), cells), 0)
    rows = _with_parents(rows, levels, items)
    return Understood(tuple(rows), tuple(replace(i, row=rows[i.row.ordinal]) for i in items))


def is_list(view: TableView, names: Mapping[str, str]) -> bool:
    """Whether a table has no codes but one list of names, a good part of them known, and their total at its foot."""
    roles = [c for c in view.columns if c.is_role]
    if len(roles) != 1 or roles[0].measure not in ("@label", "@name"):
        return False
    labels = [t for r in range(len(view.body)) if (t := strip_numbering(label_key(view.text(r, roles[0].index))))]
    return bool(labels) and _TOTAL.match(labels[-1]) is not None and 3 * sum(t in names for t in labels) >= len(labels)


def _with_parents(rows: Sequence[Row], levels: Sequence[int], items: Sequence[LineItem]) -> list[Row]:
    """Rows under the nearest row above of a higher level, the highest under the next sum below.

    In a list without numbers it is open which rows are parts of which. Rows without a number below numbered ones are their
    parts only if somewhere in the list they add up to one: else they are examples (其中).
    """
    if min(levels, default=_UNNUMBERED) == _UNNUMBERED:
        return list(rows)
    parents: dict[int, int] = {}
    above: list[int] = []
    waiting: list[int] = []
    for row in rows:
        n = row.ordinal
        if _SUM.match(row.name):
            parents |= dict.fromkeys(waiting, n)
            waiting, above = [n], []
            continue
        while above and levels[above[-1]] >= levels[n]:
            above.pop()
        if above:
            parents[n] = above[-1]
        else:
            waiting.append(n)
        above.append(n)
    below = Counter(parents.get(n) for n, level in enumerate(levels) if level == _UNNUMBERED)
    are_parts = _add_up(rows, levels, parents, items)

    def example(row: Row) -> bool:
        parent = parents.get(row.ordinal)
        free = levels[row.ordinal] == _UNNUMBERED and parent is not None and levels[parent] < _UNNUMBERED
        return free and not (are_parts and below[parent] > 1)

    return [replace(r, parent=parents.get(r.ordinal), detail=r.detail or example(r)) for r in rows]


def _add_up(rows: Sequence[Row], levels: Sequence[int], parents: Mapping[int, int], items: Sequence[LineItem]) -> bool:
    """Whether the rows without a number below some numbered row add up to it."""
    values = {(i.row.ordinal, i.measure): i.figure.value for i in items}
    for (n, measure), value in values.items():
        below = [
            values[r.ordinal, measure]
            for r in rows
            if parents.get(r.ordinal) == n and levels[r.ordinal] == _UNNUMBERED and (r.ordinal, measure) in values and not r.detail
        ]
        if levels[n] < _UNNUMBERED and len(below) > 1 and sum(below) == value:
            return True
    return False
