"""The tables that a tagged PDF itself declares: browsers and word processors write down which text is in which cell.

The tags say rows, spans and which texts belong together; they do not say where a cell is, and browsers leave cells
without text out. ``grids/tagged.py`` finds the columns. ``page`` and ``textpage`` are addresses of PDFium handles.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from ..ink.native import pointer_function as _function
from ..ink.native import text_objects
from .letters import LetterRun, Letters
from .lines import Run

_P, _I, _L = ctypes.c_void_p, ctypes.c_int, ctypes.c_ulong

_tree = _function("FPDF_StructTree_GetForPage", _P, _P)
_close = _function("FPDF_StructTree_Close", None, _P)
_count_roots = _function("FPDF_StructTree_CountChildren", _I, _P)
_root = _function("FPDF_StructTree_GetChildAtIndex", _P, _P, _I)
_type = _function("FPDF_StructElement_GetType", _L, _P, _P, _L)
_id = _function("FPDF_StructElement_GetID", _L, _P, _P, _L)
_count_children = _function("FPDF_StructElement_CountChildren", _I, _P)
_child = _function("FPDF_StructElement_GetChildAtIndex", _P, _P, _I)
_mark = _function("FPDF_StructElement_GetChildMarkedContentID", _I, _P, _I)
_count_attributes = _function("FPDF_StructElement_GetAttributeCount", _I, _P)
_attribute = _function("FPDF_StructElement_GetAttributeAtIndex", _P, _P, _I)
_value = _function("FPDF_StructElement_Attr_GetValue", _P, _P, ctypes.c_char_p)
_number = _function("FPDF_StructElement_Attr_GetNumberValue", _I, _P, _P)
_count_values = _function("FPDF_StructElement_Attr_CountChildren", _I, _P)
_value_at = _function("FPDF_StructElement_Attr_GetChildAtIndex", _P, _P, _I)
_blob = _function("FPDF_StructElement_Attr_GetBlobValue", _I, _P, _P, _L, _P)
_object_mark = _function("FPDFPageObj_GetMarkedContentID", _I, _P)

_DEEPEST = 40
"""Elements inside one another: a damaged tree may have no end."""
_MOST_SPAN = 200
_MOST_RULED = 0.1
"""Runs in ruled grids for each outside, up to which a table is taken for one without rules."""


@dataclass(slots=True)
class TaggedCell:
    """A cell as tagged: spans, the names of the heads that it says it stands under, and its runs."""

    rowspan: int
    colspan: int
    name: str
    heads: tuple[str, ...]
    is_head: bool
    marks: list[int]
    runs: list[Run] = field(default_factory=list)


@dataclass(slots=True)
class TaggedTable:
    """The part of a tagged table that is on one page, row by row; None stands for a cell that has nothing on it."""

    rows: list[list[TaggedCell | None]]
    numbers: list[int]
    """The ordinal of each row in the whole table."""
    total: int
    """Rows of the whole table."""
    taken: set[Run] = field(default_factory=set)
    """The runs of the page that are in its cells, as they were before they were cut."""
    ruled: int = 0
    """How many of its runs stand in ruled grids."""

    @property
    def is_open(self) -> bool:
        """Whether rows of it are on pages after this."""
        return self.numbers[-1] < self.total - 1

    def heads(self) -> int:
        """How many of its first rows have heads only."""
        return next((i for i, row in enumerate(self.rows) if not row or not all(c is None or c.is_head for c in row)), len(self.rows))

    def rest_of(self, before: TaggedTable) -> tuple[TaggedTable, list[TaggedCell]] | None:
        """If this is the same table as an open one of the page before: the rows that are new on this page, its heads included,
        and cells of rows before whose text goes on here."""
        heads = self.heads()
        new = [i for i, n in enumerate(self.numbers) if i < heads or n >= before.numbers[-1]]
        if self.total != before.total or not before.is_open or len(new) == min(heads, len(self.rows)):
            return None
        old = [cell for i in range(len(self.rows)) if i not in new for cell in self.rows[i] if cell is not None and cell.runs]
        return TaggedTable([self.rows[i] for i in new], [self.numbers[i] for i in new], self.total, self.taken), old

    def cells(self) -> Iterator[TaggedCell]:
        return (cell for row in self.rows for cell in row if cell is not None)


def tagged_tables(page: int, textpage: int, letters: Letters, runs: Sequence[LetterRun], outside: set[Run]) -> list[TaggedTable]:
    """The tagged tables of a page with those runs that stand in them; none of which most is in ruled grids, where word
    processors print the caption as rows of the table."""
    tree = _tree(page)
    if not tree:
        return []
    try:
        tables: list[TaggedTable] = []
        for i in range(max(0, _count_roots(tree))):
            _collect(_root(tree, i), tables, 0)
    finally:
        _close(tree)
    if tables:
        _fill(tables, textpage, letters, runs, outside)
    return [t for t in tables if t.taken and t.ruled <= _MOST_RULED * len(t.taken)]


def _collect(element: int | None, tables: list[TaggedTable], depth: int) -> None:
    """Tables below an element; of tables inside one another the inner."""
    if not element or depth > _DEEPEST:
        return
    inner: list[TaggedTable] = []
    for child in _children(element):
        _collect(child, inner, depth + 1)
    if not inner and _kind(element) == "Table":
        inner = [_table(list(_rows(element, 0)))]
    tables += inner


def _table(rows: list[list[TaggedCell | None] | None]) -> TaggedTable:
    """The part of a table that is on the page. Rows of other pages stand before it, after it, and between a head that
    comes again and the rows below; others with nothing on the page are empty."""
    total = len(rows)
    while rows and rows[-1] is None:
        rows.pop()
    numbers = [i for i, row in enumerate(rows) if row is not None]
    heads = next((i for i in numbers if not all(c is None or c.is_head for c in rows[i] or [])), len(rows))
    first = next((i for i in numbers if i >= heads), heads)
    kept = [i for i in range(len(rows)) if rows[i] is not None or (i > first)]
    return TaggedTable([rows[i] or [] for i in kept], kept, total)


def _rows(element: int, depth: int) -> Iterator[list[TaggedCell | None] | None]:
    """The rows of a table; None for those that have nothing on the page."""
    for child in _children(element):
        kind = _kind(child) if child else "TR"
        if not child:
            yield None
        elif kind == "TR":
            yield [_cell(c) if c else None for c in _children(child) if not c or _kind(c) in ("TD", "TH")]
        elif kind in ("THead", "TBody", "TFoot") and depth < 2:
            yield from _rows(child, depth + 1)


def _cell(element: int) -> TaggedCell:
    rows, columns, heads = 1, 1, []
    for i in range(max(0, _count_attributes(element))):
        attribute = _attribute(element, i)
        rows = _span(attribute, b"RowSpan") or rows
        columns = _span(attribute, b"ColSpan") or columns
        heads += _names(_value(attribute, b"Headers"))
    marks: list[int] = []
    _gather(element, marks, 0)
    return TaggedCell(rows, columns, _string(_id, element), tuple(heads), _kind(element) == "TH", marks)


def _children(element: int) -> list[int | None]:
    return [_child(element, i) for i in range(max(0, _count_children(element)))]


def _gather(element: int, marks: list[int], depth: int) -> None:
    """The marks of all content below an element."""
    for i, child in enumerate(_children(element)):
        if child:
            if depth < _DEEPEST:
                _gather(child, marks, depth + 1)
        elif (mark := _mark(element, i)) >= 0:
            marks.append(mark)


def _kind(element: int) -> str:
    return _string(_type, element)


def _string(ask: object, element: int) -> str:
    assert callable(ask)
    buffer = ctypes.create_string_buffer(256)
    length = ask(element, ctypes.addressof(buffer), 256)
    return buffer.raw[: max(0, min(length, 256) - 2)].decode("utf-16-le", "replace")


def _span(attribute: int, name: bytes) -> int:
    value, number = _value(attribute, name), ctypes.c_float()
    if not value or not _number(value, ctypes.addressof(number)):
        return 0
    return max(1, min(_MOST_SPAN, int(number.value)))


def _names(values: int | None) -> list[str]:
    found = []
    for i in range(max(0, _count_values(values)) if values else 0):
        buffer, length = ctypes.create_string_buffer(256), _L()
        if _blob(_value_at(values, i), ctypes.addressof(buffer), 256, ctypes.addressof(length)):
            found.append(buffer.raw[: min(length.value, 256)].decode("utf-8", "replace").rstrip("\0"))
    return found


def _fill(tables: list[TaggedTable], textpage: int, letters: Letters, runs: Sequence[LetterRun], outside: set[Run]) -> None:
    """Gives every run to the cell that its mark belongs to; a run of two cells is cut."""
    owner = {mark: (table, cell) for table in tables for cell in table.cells() for mark in cell.marks}
    for run in runs:
        start, end = run[5], run[5] + len(run[4])
        ends = {_mark_of(textpage, start), _mark_of(textpage, end - 1)}
        if len(ends) == 1:
            parts = [(ends.pop(), run[:5])]
        else:
            marks = [_mark_of(textpage, i) for i in range(start, end)]
            groups = [(mark, list(group)) for mark, group in groupby(range(len(marks)), key=marks.__getitem__)]
            parts = [(mark, letters.run(start + at[0], start + at[-1] + 1)[:5]) for mark, at in groups]
        if run[:5] not in outside:
            for mark, _ in parts[:1]:
                if mark in owner:
                    owner[mark][0].ruled += 1
            continue
        homes = [owner.get(mark) for mark, _ in parts]
        for home, (_, part) in zip(homes, parts, strict=True):
            if home is not None and None not in homes:
                home[1].runs.append(part)
                home[0].taken.add(run[:5])


def _mark_of(textpage: int, index: int) -> int:
    (thing,) = text_objects(textpage, (index,))
    return int(_object_mark(thing)) if thing else -1
