"""Sheets of a workbook to blocks: which rows are a table, which are lines above or under it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import replace
from enum import Enum

from .... import Block, Cell, Paragraph, Place, Table, TableStatus, UnreadableError, as_typed, join_lines, said
from .merge import is_caption, model_cell
from .sheet import CELL_LIMIT, RULED_COLUMNS, Merge, Sheet

_NOTE = re.compile(r"^\s*+[（(]?\s*+(?:备\s*注|注|说\s*明)\s*+\d*+\s*+[:：、]|^\s*+(?:备注|注释|说明)|本表|此表")
_TITLE = re.compile(r"^[^。；，！？:：]{2,44}表(?:\s*[（(][^（）()]*[）)])*$")
_NUMBER = re.compile(r"^(?:[预决]算)?(?:公开)?\s*附?(?:表\s*[\d一二三四五六七八九十]+(?:[-－–.]\d+)?|\d+\s*表|件\s*\d*)[:：]?$")
_MAKER_OR_UNIT = re.compile(
    r"^(?:(?:编制|填报|公开|预算|编报)?(?:单位|部门)(?:名称)?\s*[:：]|(?:货币|金额)?\s*+单\s*+位\s*+[:：(（]?\s*+[万亿千百]?元|\d{4}\s*+年度?$)"
)
UNCALCULATED = said("a formula without a stored result", "公式没有保存计算结果")
_HEAD_ROWS = 6
"""Rows that a caption takes at most."""


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
        for band in side_by_side(sheet):
            self._add(_View(band))

    def _add(self, view: _View) -> None:
        sheet = view.sheet
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
        place = Place(sheet=sheet.name or None, line=row + 1, column=cells[0][0] + 1, block=len(self.blocks))
        self.blocks.append(Paragraph(text, place, printed if printed != text else None))

    def _grid(self, view: _View, rows: list[int]) -> None:
        sheet = view.sheet
        for r in rows[: (head := view.head(rows))]:
            if r in sheet.texts:
                self._paragraph(sheet, r)
        rows = rows[head:]
        columns = view.columns(rows)
        alone = all(len(sheet.texts.get(r, ())) + len(sheet.unread.get(r, ())) < 2 for r in rows)
        if len(columns) < 2 or alone:  # a frame around lines, such as a cover
            for r in rows:
                if sheet.texts.get(r):
                    self._paragraph(sheet, r)
            return
        if len(rows) * len(columns) > CELL_LIMIT:
            size = f"{len(rows)} × {len(columns)}"
            raise UnreadableError(
                said(
                    f"a table on the sheet {sheet.name!r} has {size} cells, over the limit",
                    f"工作表“{sheet.name}”的表格有 {size} 个单元格，超过上限，不予读取",
                )
            )
        block = len(self.blocks)
        place = Place(sheet=sheet.name or None, line=rows[0] + 1, column=columns[0] + 1, block=block)
        cells = tuple(view.cells(rows, columns, block))
        table = Table(cells, len(rows), len(columns), place)
        if lost := sum(c.unread is not None for c in cells):
            problem = said(f"{lost} formulas without a stored result", f"{lost} 个公式没有保存计算结果")
            table = replace(table, status=TableStatus.PARTIAL, problem=problem)
        self.blocks.append(table)


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
        used = sorted(self.sheet.texts.keys() | self.sheet.unread.keys() | {r for r, c in self.sheet.ruled.items() if len(c) > 1})
        group: list[int] = []
        for row in used:
            if group and not all(r in self.sheet.hidden_rows for r in range(group[-1] + 1, row)):
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
            ends = run and kinds[row] is not kinds[run[-1]]
            if ends or (kinds[row] is _Kind.GRID and self._begins(row, run, group)):
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

    def head(self, rows: list[int]) -> int:
        """How many of the first rows of a table are lines above it, drawn inside its frame."""
        columns = self.columns(rows)
        if len(columns) < 2:
            return 0
        count = 0
        while count < min(len(rows) - 1, _HEAD_ROWS) and (self._is_wide(rows[count], columns) or self._is_head(rows[count])):
            count += 1
        return count

    def _is_wide(self, row: int, columns: list[int]) -> bool:
        """Whether a row is one cell over the whole width of the table."""
        return any(m[1] <= columns[0] and m[3] >= columns[-1] and m[2] == row for m in self._anchors.get(row, ()))

    def _is_head(self, row: int) -> bool:
        """Whether a row holds what stands above tables: a title or a number alone, or who made it and the unit."""
        texts = [" ".join(t.split()) for t in self._texts(row)]
        if len(texts) == 1 and (_TITLE.match(texts[0]) or _NUMBER.match(texts[0])):
            return True
        kinds = [bool(_MAKER_OR_UNIT.match(t)) or bool(_NUMBER.match(t)) for t in texts]
        return 0 < len(texts) < 4 and all(kinds)

    def _begins(self, row: int, run: list[int], group: list[int]) -> bool:
        """Whether another table begins at a row: a title or a number alone, and below it who made it or the unit, or both.

        Rows of forms look like one of these; never like a title, a unit line and a header that follow each other.
        """
        if len(run) < 2 or self._is_head(run[-1]) or not self._is_head(row):
            return False
        at = group.index(row)
        head = [r for r in group[at : at + _HEAD_ROWS] if self._is_head(r)]
        texts = [" ".join(t.split()) for r in head for t in self._texts(r)]
        named = any(_TITLE.match(t) for t in texts)
        return head == group[at : at + len(head)] and named and any(_MAKER_OR_UNIT.match(t) for t in texts)

    def columns(self, rows: list[int]) -> list[int]:
        """Columns of these rows from the first to the last that has a text; ruled ones between count, those beyond only if merged."""
        found = {c for r in rows for c in (*self.sheet.texts.get(r, {}), *self.sheet.unread.get(r, ()))}
        merged = {c for r in rows for m in self._anchors.get(r, ()) for c in range(m[1], min(m[3], m[1] + RULED_COLUMNS) + 1)}
        ruled = {c for r in rows for c in self.sheet.ruled.get(r, ())}
        right = max(found, default=-1)
        return sorted(found | {c for c in ruled if c <= right or c in merged})

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
            texts, unread = self.sheet.texts.get(r, {}), self.sheet.unread.get(r, ())
            for c in columns:
                at = (row_of[r], column_of[c])
                if at in covered and at not in merged:
                    continue
                place = Place(sheet=self.sheet.name or None, line=r + 1, column=c + 1, block=block)
                cell = model_cell(place, *at, texts.get(c, "").split("\n"), merged.get(at, (1, 1)))
                yield replace(cell, unread=UNCALCULATED) if c in unread else cell


def side_by_side(sheet: Sheet) -> list[Sheet]:
    """The sheet, or a sheet for each of the ruled tables that stand beside each other with an empty column between."""
    used = sorted({c for part in (sheet.texts, sheet.ruled, sheet.unread) for row in part.values() for c in row})
    crossed = {c for _, left, _, right in sheet.merges for c in range(left + 1, min(right, left + RULED_COLUMNS) + 1)}
    bands: list[list[int]] = []
    for c in used:
        if bands and (c in crossed or all(sheet.hides_column(gap) for gap in range(bands[-1][-1] + 1, c))):
            bands[-1].append(c)
        else:
            bands.append([c])
    if len(bands) < 2 or not all(_has_table(sheet, set(band)) for band in bands):
        return [sheet]
    return [_band(sheet, band[0], band[-1]) for band in bands]


def _has_table(sheet: Sheet, columns: set[int]) -> bool:
    """Whether rules are drawn around at least two rows of two cells with texts in these columns."""
    rows = (r for r, cells in sheet.texts.items() if len(columns & cells.keys()) > 1 and len(columns & sheet.ruled.get(r, set())) > 1)
    return sum(1 for _ in rows) > 1


def _band(sheet: Sheet, first: int, last: int) -> Sheet:
    """What of a sheet stands in some of its columns."""

    def noted(part: dict[int, set[int]]) -> dict[int, set[int]]:
        return {r: kept for r, cells in part.items() if (kept := {c for c in cells if first <= c <= last})}

    texts = {r: {c: t for c, t in cells.items() if first <= c <= last} for r, cells in sheet.texts.items()}
    merges = [m for m in sheet.merges if first <= m[1] <= last]
    return replace(
        sheet, texts={r: cells for r, cells in texts.items() if cells}, ruled=noted(sheet.ruled), unread=noted(sheet.unread), merges=merges
    )
