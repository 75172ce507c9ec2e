"""Sheets of a workbook to blocks: which rows are a table, which are lines above or under it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

from .... import Block, Cell, Paragraph, Place, Table, UnreadableError, as_typed, join_lines
from .merge import is_caption, model_cell

CELL_LIMIT = 500_000
"""Cells of a sheet, of a table too. A disclosure has a few thousand."""
RULED_COLUMNS = 1024
"""Columns in which a ruled cell without a text is noted."""
BLANK_ROWS = 200
"""Ruled rows without text that follow each other and still can be a form; more are formatting to the end of the sheet."""
_NOTE = re.compile(r"^\s*[（(]?\s*(?:备\s*注|注|说\s*明)\s*\d*\s*[:：、]|^\s*(?:备注|注释|说明)|本表|此表")
Merge = tuple[int, int, int, int]
"""First row, first column, last row, last column, from 0."""


@dataclass(slots=True)
class Sheet:
    """The cells of a sheet: printed texts, which cells have rules around them, merges. All counts from 0."""

    name: str
    hidden: bool = False
    texts: dict[int, dict[int, str]] = field(default_factory=dict)
    ruled: dict[int, set[int]] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    hidden_lines: int = 0
    """Rows and columns that are hidden and have text."""

    _stored: int = 0
    _last: int = -1
    """The last row with a text."""

    def put(self, row: int, column: int, text: str, *, ruled: bool) -> None:
        """Note a cell: its text, blank or not, and whether it has rules. Raises UnreadableError beyond the limit."""
        if text.strip():
            self.texts.setdefault(row, {})[column] = text
        elif not ruled or column >= RULED_COLUMNS or row > max(self._last, 0) + BLANK_ROWS:
            return
        if ruled:
            self.ruled.setdefault(row, set()).add(column)
        if text.strip():
            self._last = row
        self._stored += 1
        if self._stored > CELL_LIMIT:
            raise UnreadableError(f"工作表“{self.name}”有超过 {CELL_LIMIT} 个单元格，不予读取；请拆分后再读")

    def trim(self) -> None:
        """Drop ruled rows after the last text if there are too many for a form, and ruled columns likewise."""
        tail = [r for r in self.ruled if r > self._last]
        if len(tail) >= BLANK_ROWS:
            for r in tail:
                del self.ruled[r]
        merged = {c for _, first, _, to in self.merges for c in range(first, min(to, first + BLANK_ROWS) + 1)}
        used = {c for row in self.texts.values() for c in row} | merged
        right = max(used, default=-1)
        if any(c > right + BLANK_ROWS for row in self.ruled.values() for c in row):
            self.ruled = {r: {c for c in row if c <= right} for r, row in self.ruled.items()}


class _Kind(Enum):
    BLANK = 0
    TEXT = 1
    GRID = 2


class SheetReader:
    """Turns sheets into blocks, numbering them through the workbook."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []

    def add(self, sheet: Sheet) -> None:
        """Append the blocks of a sheet. Raises UnreadableError if a table is beyond the limit of cells."""
        sheet.trim()
        view = _View(sheet)
        for kind, rows in view.segments():
            if kind is _Kind.TEXT:
                for r in rows:
                    self._paragraph(sheet, r)
            else:
                self._grid(view, rows)

    def _paragraph(self, sheet: Sheet, row: int) -> None:
        """A row outside a table: one paragraph, a tab between its cells."""
        cells = sorted(sheet.texts.get(row, {}).items())
        printed = "\t".join(join_lines(text) for _, text in cells)
        text = "\t".join(join_lines(as_typed(t)) for t in printed.split("\t"))
        place = Place(sheet=sheet.name, line=row + 1, column=cells[0][0] + 1, block=len(self.blocks))
        self.blocks.append(Paragraph(text, place, printed if printed != text else None))

    def _grid(self, view: _View, rows: list[int]) -> None:
        sheet = view.sheet
        while rows and view.is_title(rows):
            if rows[0] in sheet.texts:
                self._paragraph(sheet, rows[0])
            rows = rows[1:]
        columns = view.columns(rows)
        if len(columns) < 2 or not rows:
            for r in rows:
                if sheet.texts.get(r):
                    self._paragraph(sheet, r)
            return
        if len(rows) * len(columns) > CELL_LIMIT:
            raise UnreadableError(f"工作表“{sheet.name}”的表格有 {len(rows)} 行 × {len(columns)} 列，超过上限，不予读取")
        block = len(self.blocks)
        place = Place(sheet=sheet.name, line=rows[0] + 1, column=columns[0] + 1, block=block)
        self.blocks.append(Table(tuple(view.cells(rows, columns, block)), len(rows), len(columns), place))


class _View:
    """A sheet seen by rows."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self._anchors: dict[int, list[Merge]] = {}
        for merge in sheet.merges:
            self._anchors.setdefault(merge[0], []).append(merge)
        ruled = sum(len(c) > 1 for c in sheet.ruled.values())
        self._plain = ruled == 0 or (ruled == 1 and len(sheet.texts) > 3)
        """The sheet has no ruled table; one ruled row among others is a header."""

    def segments(self) -> Iterator[tuple[_Kind, list[int]]]:
        """Runs of rows of one kind, in order; blank rows part them."""
        used = sorted(self.sheet.texts.keys() | {r for r, c in self.sheet.ruled.items() if len(c) > 1})
        group: list[int] = []
        for row in used:
            if group and row != group[-1] + 1:
                yield from self._split(group)
                group = []
            group.append(row)
        if group:
            yield from self._split(group)

    def _split(self, group: list[int]) -> Iterator[tuple[_Kind, list[int]]]:
        kinds = {r: self._kind(r) for r in group}
        grid = [r for r in group if kinds[r] is _Kind.GRID]
        if self._plain and len(grid) < 2:
            kinds = dict.fromkeys(group, _Kind.TEXT)
        elif self._plain:  # without rules a line between rows of a table belongs to it
            kinds |= {r: _Kind.GRID for r in group if grid[0] < r < grid[-1]}
            kinds |= {r: _Kind.GRID for r in group if r > grid[-1] and not self._is_note(r)}
        elif grid:
            # a row whose rules were forgotten, between two rows that have them
            for r in group:
                texts = self._texts(r)
                if grid[0] < r < grid[-1] and len(texts) > 1 and not is_caption(texts):
                    kinds[r] = _Kind.GRID
        run: list[int] = []
        for row in group:
            if run and kinds[row] is not kinds[run[-1]]:
                yield kinds[run[-1]], run
                run = []
            run.append(row)
        yield kinds[run[-1]], run

    def _texts(self, row: int) -> list[str]:
        return list(self.sheet.texts.get(row, {}).values())

    def _kind(self, row: int) -> _Kind:
        texts = self._texts(row)
        if len(self.sheet.ruled.get(row, ())) > 1:
            return _Kind.GRID
        enough = len(texts) > (1 if self._plain else 2)
        return _Kind.GRID if enough and not is_caption(texts) else _Kind.TEXT

    def _is_note(self, row: int) -> bool:
        texts = self._texts(row)
        return len(texts) == 1 and bool(_NOTE.search(texts[0]) or len(texts[0]) > 40)

    def is_title(self, rows: list[int]) -> bool:
        """Whether the first row of a table is one cell over its whole width: a title inside the frame."""
        columns = self.columns(rows)
        if len(columns) < 2:
            return False
        anchors = self._anchors.get(rows[0], [])
        return any(m[1] <= columns[0] and m[3] >= columns[-1] and m[2] == rows[0] for m in anchors)

    def columns(self, rows: list[int]) -> list[int]:
        """Columns in which a cell of these rows has a text or a rule."""
        found = {c for r in rows for c in self.sheet.texts.get(r, {})}
        for r in rows:
            found |= self.sheet.ruled.get(r, set())
        return sorted(found)

    def cells(self, rows: list[int], columns: list[int], block: int) -> Iterator[Cell]:
        """Cells of the table in these rows and columns; a merge that leaves them is cut."""
        row_of, column_of = {r: i for i, r in enumerate(rows)}, {c: i for i, c in enumerate(columns)}
        covered: set[tuple[int, int]] = set()
        merged: dict[tuple[int, int], tuple[int, int]] = {}
        for r in rows:
            for _, c0, r1, c1 in self._anchors.get(r, ()):
                left, width = bisect_left(columns, c0), bisect_right(columns, c1) - bisect_left(columns, c0)
                height = bisect_right(rows, r1) - row_of[r]
                area = {(row_of[r] + i, left + j) for i in range(height) for j in range(width)}
                if area and not area & covered:
                    merged[row_of[r], left] = (height, width)
                    covered |= area
        for r in rows:
            texts = self.sheet.texts.get(r, {})
            for c in columns:
                at = (row_of[r], column_of[c])
                if at in covered and at not in merged:
                    continue
                place = Place(sheet=self.sheet.name, line=r + 1, column=c + 1, block=block)
                yield model_cell(place, *at, texts.get(c, "").split("\n"), merged.get(at, (1, 1)))
