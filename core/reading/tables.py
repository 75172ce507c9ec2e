"""Tables continued over pages become one; repeated headers are dropped."""

from __future__ import annotations

from dataclasses import replace
from difflib import SequenceMatcher

from ..model.documents.document import Cell, Table, TableStatus
from ..model.documents.text import label_key
from .cut_rows import TOTALS, with_rest
from .redrawn import with_redrawn

_EDGE_TOLERANCE = 6.0


def _row_keys(table: Table, count: int) -> list[list[str]]:
    return [[label_key(t) for t in row] for row in table.grid()[:count]]


def repeated_header_rows(first: Table, second: Table) -> int:
    """How many leading rows of ``second`` repeat the first rows of ``first``."""
    limit = min(6, first.rows, second.rows - 1)
    ours, theirs = _row_keys(first, limit), _row_keys(second, limit)
    count = 0
    while count < limit and ours[count] == theirs[count] and any(ours[count]):
        count += 1
    amounts = [i for i in range(count) if any(t.replace(".", "").replace(",", "").replace("，", "").isdigit() for t in ours[i])]
    return amounts[0] if amounts else count


def ends_with_total(table: Table) -> bool:
    """Whether the last row that says anything is a total."""
    for row in reversed(table.grid()):
        filled = [label_key(t) for t in row if t.strip()]
        if filled:
            return any(t in TOTALS for t in filled)
    return False


def begins_anew(first: Table, second: Table) -> bool:
    """Whether the second is another table of the same form: it repeats the heads, and the first ended with a total.

    A total directly below the heads ends nothing: lists may print it first.
    """
    heads = repeated_header_rows(first, second)
    if not heads or not ends_with_total(first):
        return False
    body, other = first.grid()[heads:], second.grid()[heads]
    total_first = len([row for row in body if any(t.strip() for t in row)]) == 1
    return not total_first or any(label_key(t) in TOTALS for t in other)


def is_another_copy(first: Table, second: Table) -> bool:
    """Whether the second is one more copy of a form: the title drawn in it again, then its first field filled in otherwise.

    A list that prints its title on every page goes on below it with its heads or with other words, never with the same field.
    Without a title it is one more copy if its first fields have the same names in the same rows, the first row filled in otherwise.
    """
    if _same_fields(first, second):
        return True
    titled = repeated_header_rows(first, second)
    ours, theirs = _row_keys(first, titled + 1), _row_keys(second, titled + 1)
    if not titled or any(sum(map(bool, row)) != 1 for row in theirs[:titled]):
        return False
    field, other = ([text for text in rows[-1] if text] for rows in (ours, theirs))
    return len(field) > 1 and len(other) > 1 and field[0] == other[0] and field[1] != other[1]


def _same_fields(first: Table, second: Table) -> bool:
    """Whether both begin with the same named fields, of which the first row says something else."""
    if not (first.rows and second.rows and first.columns and second.columns):
        return False
    ours, theirs = _row_keys(first, 6), _row_keys(second, 6)
    names = [a[0] for a, b in zip(ours, theirs, strict=False) if a[0] and a[0] == b[0] and not a[0].isdigit()]
    filled = any(ours[0][1:]) and any(theirs[0][1:])
    return len(set(names)) >= 3 and ours[0][0] == theirs[0][0] == names[0] and filled and ours[0][1:] != theirs[0][1:]


def _repeats_page_top(first: Table, second: Table) -> int:
    """1 if the first row of a page is that of the page before: a header row, whatever it says."""
    top = first.fragments[-1]
    if second.rows < 2 or top >= first.rows:
        return 0
    ours = [label_key(t) for t in first.grid()[top]]
    theirs = _row_keys(second, 1)[0]
    return int(top > 0 and ours == theirs and any(ours))


def same_frame(first: Table, second: Table) -> bool:
    """Whether two tables of different pages have the same left and right edge (unknown edges agree)."""
    a, b = first.place.bbox, second.place.bbox
    if a is None or b is None:
        return True
    return abs(a[0] - b[0]) <= _EDGE_TOLERANCE and abs(a[2] - b[2]) <= _EDGE_TOLERANCE


def _edges(table: Table) -> list[float]:
    xs = sorted({round(x, 1) for c in table.cells if c.place.bbox for x in (c.place.bbox[0], c.place.bbox[2])})
    merged: list[float] = []
    for x in xs:
        if not merged or x - merged[-1] > _EDGE_TOLERANCE / 2:
            merged.append(x)
    return merged


def _is_nested(ours: list[float], theirs: list[float]) -> bool:
    """Whether all inner edges of the table with fewer columns are edges of the other: merged cells hide edges, they move none."""
    few, many = sorted((ours, theirs), key=len)
    return all(any(abs(x - y) <= _EDGE_TOLERANCE / 2 for y in many) for x in few[1:-1])


def _begins_inside(table: Table) -> bool:
    """Whether the first cell of a table is blank: it began on the page before and has its text there."""
    return not any(c.text.strip() for c in table.cells if c.row == c.column == 0)


def _regrid(table: Table, edges: list[float]) -> Table | None:
    """The table on another set of column edges, None if a cell does not fit."""
    cells: list[Cell] = []
    for cell in table.cells:
        box = cell.place.bbox
        if box is None:
            return None
        left = min(range(len(edges)), key=lambda i: abs(edges[i] - box[0]))
        right = min(range(len(edges)), key=lambda i: abs(edges[i] - box[2]))
        if right <= left or abs(edges[left] - box[0]) > _EDGE_TOLERANCE or abs(edges[right] - box[2]) > _EDGE_TOLERANCE:
            return None
        cells.append(replace(cell, column=left, colspan=right - left))
    return replace(table, cells=tuple(cells), columns=len(edges) - 1)


def align(first: Table, second: Table) -> tuple[Table, Table] | None:
    """Both tables on common columns, or None if they cannot be one table."""
    if first.columns == second.columns:
        return first, second
    if second.continues and second.place.bbox is None:
        # A text form without boxes: the shorter rows keep their columns from the left.
        width = max(first.columns, second.columns)
        return replace(first, columns=width), replace(second, columns=width)
    if (by_words := _align_by_header(first, second)) is not None:
        return first, by_words
    if not same_frame(first, second) or first.place.bbox is None or second.place.bbox is None:
        return None
    ours, theirs = _edges(first), _edges(second)
    if not (_is_nested(ours, theirs) or _begins_inside(second)):
        return None
    edges = sorted({*ours, *theirs})
    common = [x for i, x in enumerate(edges) if i == 0 or x - edges[i - 1] > _EDGE_TOLERANCE / 2]
    one, two = _regrid(first, common), _regrid(second, common)
    return (one, two) if one and two else None


def _column_keys(table: Table, rows: int) -> list[str]:
    grid = _row_keys(table, rows)
    return ["/".join(row[c] for row in grid) for c in range(table.columns)]


def _align_by_header(first: Table, second: Table) -> Table | None:
    """The second table on the columns of the first, where it repeats its header with other columns.

    Columns that the first does not have may only be dropped if they are blank in the body.
    """
    rows = next(
        (n for n in (3, 2, 1) if min(first.rows, second.rows) > n and _row_keys(first, n)[0][0] == _row_keys(second, n)[0][0] != ""), 0
    )
    if not rows or sum(a == b for a, b in zip(_row_keys(first, 1)[0], _row_keys(second, 1)[0], strict=False)) < 3:
        return None
    for count in range(rows, 0, -1):
        ours, theirs = _column_keys(first, count), _column_keys(second, count)
        place: dict[int, int] = {}
        for a, b, size in SequenceMatcher(a=ours, b=theirs, autojunk=False).get_matching_blocks():
            place |= {b + i: a + i for i in range(size)}
        body = [c for c in second.cells if c.row >= count and c.text]
        if len(place) * 3 >= first.columns * 2 and all(c.column in place for c in body):
            cells = tuple(
                replace(c, row=c.row - count, column=place[c.column], colspan=1)
                for c in second.cells
                if c.row >= count and c.column in place
            )
            return replace(second, cells=cells, columns=first.columns, rows=second.rows - count)
    return None


def _moved(cell: Cell, drop: int, down: int) -> Cell:
    """A cell of a table without its first rows, below ``down`` others; of one that reaches out of them the rest is blank."""
    if cell.row >= drop:
        return replace(cell, row=cell.row - drop + down)
    return replace(cell, row=down, rowspan=cell.row + cell.rowspan - drop, text="", printed=None)


def _lines_below(first: Table, moved: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """The cells of the second piece with their lines counted on, where a format counts the lines of each piece from one.

    Two cells of one table must not have one place.
    """
    last = max((c.place.line for c in first.cells if c.place.line is not None), default=None)
    if last is None or not any(c.place.line is not None and c.place.line <= last for c in moved):
        return moved
    return tuple(replace(c, place=replace(c.place, line=c.place.line + last)) if c.place.line is not None else c for c in moved)


def join(first: Table, second: Table) -> Table | None:
    """One table of two, the second without the header it repeats; None if their columns do not fit."""
    aligned = align(first, second)
    if aligned is None:
        return None
    first, second = aligned
    drop = max(repeated_header_rows(first, second), _repeats_page_top(first, second))
    if (whole := with_rest(first, second, drop)) is not None:
        first, drop = whole, drop + 1
    below, rows = [c for c in second.cells if c.row + c.rowspan > drop], first.rows
    first, again = with_redrawn(first, second, drop)
    moved = _lines_below(first, tuple(_moved(c, drop, rows) for c in below if (c.row, c.column) not in again))
    status = TableStatus.READ if first.status is second.status is TableStatus.READ else TableStatus.PARTIAL
    return replace(
        first,
        cells=first.cells + moved,
        rows=rows + second.rows - drop,
        pages=tuple(dict.fromkeys(first.pages + second.pages)),
        status=status,
        problem=first.problem or second.problem,
        notes=first.notes + second.notes,
        fragments=(*first.fragments, rows),
        open_bottom=second.open_bottom,
    )
