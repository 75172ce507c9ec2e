"""Tables that are wider than their page: the columns go on on the next page, beside the same rows."""

from __future__ import annotations

from dataclasses import replace

from ..model.documents.document import Cell, Table, TableStatus
from ..model.documents.figure import parse_figure
from ..model.documents.said import said
from ..model.documents.text import label_key

_SAME = 1.5
"""Points by which the same row may stand higher or lower on the next page."""
_FEW = 4
"""Rows: fewer stand at the same height by chance."""
_CUT = said("its columns go on on another page, and nothing says which rows belong together", "各栏在另一页接续，无法确定各行如何对应")


def beside(first: Table, second: Table) -> tuple[Table, ...] | None:
    """One table of two whose columns stand beside the same rows; both as partial if no names of rows are printed again.

    None if the second is no such piece: its rows stand elsewhere, it has names of its own, or it holds more than figures.
    """
    if not (first.pages and second.pages and second.pages[0] == first.pages[-1] + 1) or len(first.pages) > 1:
        return None
    if first.rows != second.rows or first.rows < _FEW or not _same_heights(first, second):
        return None
    heads = _head_rows(second)
    if not 0 < heads < second.rows or heads != _head_rows(first):
        return None
    keys = _keys(first, second)
    if not all(_is_figure(c) for c in second.cells if c.row >= heads and c.column >= keys and c.text.strip()):
        return None
    if _texts(first, keys, heads) & _texts(second, keys, heads):
        return None
    if keys and keys < second.columns:
        return (_together(first, second, keys),)
    return None if keys else (_partial(first), _partial(second))


def _same_heights(first: Table, second: Table) -> bool:
    """Whether every row of both stands at the same height of its page."""
    ours, theirs = _bounds(first), _bounds(second)
    return len(ours) == len(theirs) == first.rows and all(
        abs(a - b) <= _SAME for r, bounds in ours.items() for a, b in zip(bounds, theirs.get(r, (0.0, 0.0)), strict=True)
    )


def _bounds(table: Table) -> dict[int, tuple[float, float]]:
    return {c.row: (c.place.bbox[1], c.place.bbox[3]) for c in table.cells if c.rowspan == 1 and c.place.bbox is not None}


def _is_figure(cell: Cell) -> bool:
    return parse_figure(cell.text.strip()) is not None


def _head_rows(table: Table) -> int:
    """How many rows come before the first figure."""
    return min((c.row for c in table.cells if _is_figure(c)), default=table.rows)


def _keys(first: Table, second: Table) -> int:
    """How many of the first columns are printed again, word for word, with names or codes in them."""
    ours, theirs = ([[label_key(t) for t in column] for column in zip(*t.grid(), strict=True)] for t in (first, second))
    count = 0
    for a, b in zip(ours, theirs, strict=False):
        if a != b or sum(map(bool, a)) < _FEW - 1:
            break
        count += 1
    reach = any(c.column < count < c.column + c.colspan for t in (first, second) for c in t.cells)
    return 0 if reach else count


def _texts(table: Table, keys: int, heads: int) -> set[str]:
    """What stands in the head beside the names of the rows."""
    return {label_key(c.text) for c in table.cells if c.row < heads and c.column >= keys and c.text.strip()}


def _together(first: Table, second: Table, keys: int) -> Table:
    more = tuple(replace(c, column=c.column + first.columns - keys) for c in second.cells if c.column >= keys)
    status = TableStatus.READ if first.status is second.status is TableStatus.READ else TableStatus.PARTIAL
    return replace(
        first,
        cells=tuple(sorted((*first.cells, *more), key=lambda c: (c.row, c.column))),
        columns=first.columns + second.columns - keys,
        pages=(*first.pages, *second.pages),
        status=status,
        problem=first.problem or second.problem,
        notes=first.notes + second.notes,
    )


def _partial(table: Table) -> Table:
    return replace(table, status=TableStatus.PARTIAL, problem=table.problem or _CUT) if table.status is TableStatus.READ else table
