"""Merged cells that a page break cuts and that are drawn again, with their text, on the next page: one cell, not two."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import replace

from ..model.documents.document import Cell, Table
from ..model.documents.text import label_key


def with_redrawn(first: Table, second: Table, at: int) -> tuple[Table, AbstractSet[tuple[int, int]]]:
    """The first table with those cells grown downwards that are drawn again in row ``at`` of the second, and the places
    of these in the second.

    They stand at the left, side by side, say the same, and one of the two pieces goes over several rows: a project that
    goes on has its name and its amount again, and what stands beside them is new. Both tables have the same columns.
    """
    last = {c.column: c for c in first.cells if c.row + c.rowspan == first.rows}
    top = sorted((c for c in second.cells if c.row == at), key=lambda c: c.column)
    pairs: list[tuple[Cell, Cell]] = []
    for again in top:
        cell = last.get(again.column)
        if cell is None or cell.colspan != again.colspan or not _is_again(cell, again, pairs):
            break
        pairs.append((cell, again))
    if not pairs or len(pairs) == len(top) or not any(again.text.strip() for _, again in pairs):
        return first, frozenset()
    height = min(again.rowspan for _, again in pairs)
    if any(again.rowspan != height and not again.text.strip() for _, again in pairs):
        return first, frozenset()
    grown = {id(cell): replace(cell, rowspan=cell.rowspan + again.rowspan) for cell, again in pairs}
    return replace(first, cells=tuple(grown.get(id(c), c) for c in first.cells)), frozenset((c.row, c.column) for _, c in pairs)


def _is_again(cell: Cell, again: Cell, before: list[tuple[Cell, Cell]]) -> bool:
    """Whether a cell is the same as the one above the break; one left blank only beside others that are."""
    if cell.rowspan == again.rowspan == 1:
        return False
    if not again.text.strip():
        return bool(before) and bool(cell.text.strip())
    return label_key(again.text) == label_key(cell.text)
