"""Tables whose horizontal rules are drawn cell by cell, without vertical ones: where the rules are cut, columns end.

Browsers and word processors draw the borders of each cell for itself. The cuts give the columns, the levels the rows,
and a rule that is missing under a column a cell that goes on below. Which columns of a row are one cell follows from
its text: it reaches over a cut, or stands in the middle of several columns.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise
from statistics import median

from ..... import BBox, TableStatus, said
from ..letters.lines import Run, cell_text
from .bands import inner_levels
from .columns import cut_columns
from .grid import Grid, GridCell
from .page import PageContent
from .regions import Region, is_amount, is_unit_line, physical_lines

_SAME = 2.0
"""Points: levels and ends of rules no further apart are the same."""
_OTHER_PRINT = 1.15
"""Text that is so many times as high as that of the table stands between two tables."""
_CENTRED = 1.2
"""Points by which a centred text may be off the middle of its cell."""
_NEAR = 3.5
"""Points between two words of one text; two cells are further apart."""
_TOO_MANY = 0.15
_WORDS = re.compile(r"^[^\d]*$")
_SET_APART = 6
"""Characters of a head that may be set apart from one another."""
_CODE = re.compile(r"^\d{3,7}")


def read_cut(page: PageContent) -> None:
    """Makes grids of the tables of a page whose rules are cut at their columns, and moves their runs there."""
    for levels, pieces in _stacks(page):
        placing = _Cut(page.runs, levels, pieces)
        grid = placing.grid()
        if grid is not None and not any(_overlap(grid.bbox, g.bbox) for g in page.grids):
            page.grids.append(grid)
            page.runs = [r for r in page.runs if r not in placing.taken]


def _overlap(a: BBox, b: BBox) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _stacks(page: PageContent) -> list[tuple[list[float], list[BBox]]]:
    """Levels of rules that belong to one table each, and the pieces on them."""
    levels: list[float] = []
    for y in sorted(p[1] for p in page.rules):
        if not levels or y - levels[-1] > _SAME:
            levels.append(y)
    bands = [[r for r in page.runs if top < (r[1] + r[3]) / 2 < bottom] for top, bottom in pairwise(levels)]
    heights = [r[3] - r[1] for band in bands for r in band]
    usual = median(heights) if heights else 0.0
    lowest = min((b - a for (a, b), band in zip(pairwise(levels), bands, strict=True) if band), default=0.0)
    found: list[list[float]] = []
    for i, level in enumerate(levels):
        if i == 0 or _is_between(bands[i - 1], level - levels[i - 1], usual, lowest):
            found.append([])
        found[-1].append(level)
    return [(stack, [p for p in page.rules if stack[0] - 1 <= p[1] <= stack[-1] + _SAME]) for stack in found if len(stack) >= 3]


def _is_between(band: list[Run], height: float, usual: float, lowest: float) -> bool:
    """Whether what stands between two rules is no row: a caption, prose in larger print, or the gap between two tables."""
    if not band:
        return height < 0.8 * lowest or height > 6 * lowest
    if median(r[3] - r[1] for r in band) > _OTHER_PRINT * usual:
        return True
    return any(is_unit_line(line.text) for line in physical_lines(band))


class _Cut:
    """One table: its places by row and column, put together where they are one cell."""

    def __init__(self, runs: list[Run], levels: list[float], pieces: list[BBox]) -> None:
        self._levels = levels
        left, right = min(p[0] for p in pieces), max(p[2] for p in pieces)
        self._edges = cut_columns(Region([], [], left, right, 10.0, announced=True, rules=pieces)) or []
        self._runs = [r for r in runs if levels[0] < (r[1] + r[3]) / 2 < levels[-1] and left < (r[0] + r[2]) / 2 < right]
        self._pieces = [*pieces, *self._parted(left, right)]
        self.taken = set(self._runs)
        self._parent = list(range((len(self._levels) - 1) * max(0, len(self._edges) - 1)))

    def _parted(self, left: float, right: float) -> list[BBox]:
        """Rules where none is drawn between rows; their levels become levels of the table."""
        columns = list(pairwise(self._edges))
        bands = [[r for r in self._runs if top < (r[1] + r[3]) / 2 < bottom] for top, bottom in pairwise(self._levels)]
        inner = [y for band in bands if len(columns) > 1 for y in inner_levels(columns, band)]
        self._levels = sorted([*self._levels, *inner])
        return [(left, y, right, y) for y in inner]

    def _root(self, at: int) -> int:
        while self._parent[at] != at:
            self._parent[at] = at = self._parent[self._parent[at]]
        return at

    def grid(self) -> Grid | None:
        """The table; None if the rules do not draw one."""
        rows, columns = len(self._levels) - 1, len(self._edges) - 1
        if rows < 2 or columns < 2 or not self._runs:
            return None
        self._join_down(rows, columns)
        homes = self._join_across(columns)
        texts: dict[int, list[Run]] = {}
        for run, at in homes:
            texts.setdefault(self._root(at), []).append(run)
        areas: dict[int, list[int]] = {}
        for at in range(rows * columns):
            areas.setdefault(self._root(at), []).append(at)
        doubtful = 0
        cells: list[GridCell] = []
        for root, places in areas.items():
            rs, cs = [p // columns for p in places], [p % columns for p in places]
            row, column, height, width = min(rs), min(cs), max(rs) - min(rs) + 1, max(cs) - min(cs) + 1
            doubtful += height * width != len(places)
            cells.append(self._cell(row, column, height, width, texts.get(root, [])))
        if doubtful > _TOO_MANY * len(texts):
            return None
        self._centre(cells, columns)
        self._spread(cells)
        cells.sort(key=lambda c: (c.row, c.column))
        grid = Grid((self._edges[0], self._levels[0], self._edges[-1], self._levels[-1]), rows, columns, cells)
        if doubtful:
            grid.status = TableStatus.PARTIAL
            grid.problem = said(
                f"a table without vertical rules: {doubtful} of {len(texts)} texts may stand in another cell",
                f"没有竖线的表：{len(texts)} 处文字中有 {doubtful} 处可能属于别的单元格",
            )
        return grid

    def _cell(self, row: int, column: int, height: int, width: int, runs: list[Run]) -> GridCell:
        box = (self._edges[column], self._levels[row], self._edges[column + width], self._levels[row + height])
        return GridCell(row, column, height, width, box, cell_text(runs, box) if runs else "")

    def _join_down(self, rows: int, columns: int) -> None:
        """Places with no rule between them are one cell."""
        for row in range(rows - 1):
            here = [p for p in self._pieces if abs(p[1] - self._levels[row + 1]) <= _SAME]
            for column in range(columns):
                middle = (self._edges[column] + self._edges[column + 1]) / 2
                if not any(p[0] <= middle <= p[2] for p in here):
                    self._parent[self._root((row + 1) * columns + column)] = self._root(row * columns + column)

    def _join_across(self, columns: int) -> list[tuple[Run, int]]:
        """The place of each run; places that one text reaches over are one cell."""
        homes: list[tuple[Run, int]] = []
        before: tuple[Run, int, int] | None = None
        for run in sorted(self._runs, key=lambda r: (round((r[1] + r[3]) / 2), r[0])):
            row = bisect_right(self._levels, (run[1] + run[3]) / 2) - 1
            first = max(0, min(columns - 1, bisect_right(self._edges, run[0] + 0.5) - 1))
            last = max(first, min(columns - 1, bisect_right(self._edges, run[2] - 0.5) - 1))
            if before is not None and before[1] == row and first > before[2] and self._goes_on(before[0], run):
                first = before[2]
            for column in range(first, last):
                self._parent[self._root(row * columns + column + 1)] = self._root(row * columns + column)
            homes.append((run, row * columns + first))
            before = (run, row, last)
        return homes

    def _goes_on(self, run: Run, following: Run) -> bool:
        """Whether two runs are words of one text: close together on a line, with no end of a column between."""
        if not -1 < following[0] - run[2] < _NEAR or abs(following[3] - run[3]) > 2:
            return False
        return not any(run[2] - 1 <= edge <= following[0] + 1 for edge in self._edges)

    def _centre(self, cells: list[GridCell], columns: int) -> None:
        """In the head, texts that are not in the middle of their column but in the middle of several, of which the others
        are blank, belong to all of them; characters set apart (项 目) are one text."""
        boxes = self._outlines(cells)
        body = min((c.row for c in cells if is_amount(c.text) or _CODE.match(c.text)), default=len(self._levels) - 1)
        for row in range(body):
            line = [c for c in cells if c.row == row and c.text]
            blank = {c.column: c for c in cells if c.row == row and not c.text and c.rowspan == c.colspan == 1}
            for size in range(_SET_APART, 0, -1):
                for group in [line[i : i + size] for i in range(len(line) - size + 1)]:
                    if not all(c in cells and c.rowspan == 1 and _WORDS.match(c.text) for c in group) or not _set_apart(group):
                        continue
                    amid = group[0].column - 1 in blank and group[-1].column + group[-1].colspan in blank
                    if all(self._is_centred(c, *boxes[id(c)]) for c in group) and not amid:
                        continue
                    if span := self._middle_of(group, boxes, blank, columns, widest=amid):
                        self._widen(group, span, blank, cells)
                        line = [c for c in line if c not in group]

    def _spread(self, cells: list[GridCell]) -> None:
        """A figure at the right of a cell as wide as the one above it stands in no column of its own: the blank places on
        its left, below the same cell or after a label and its colon, are one with it."""
        cells.sort(key=lambda c: (c.row, c.column))
        for cell in [c for c in cells if is_amount(c.text) and c.colspan == 1]:
            above = [c for c in cells if c.row + c.rowspan <= cell.row and c.column <= cell.column < c.column + c.colspan and c.text]
            wide = max(above, key=lambda c: c.row, default=cell)
            left = cell.column - 1
            blank = {c.column: c for c in cells if c.row == cell.row and not c.text and c.rowspan == cell.rowspan and c.colspan == 1}
            label = max((c for c in cells if c.row == cell.row and c.column < cell.column and c.text), key=lambda c: c.column, default=None)
            named = label is not None and label.text.endswith(("：", ":"))  # its value is all that stands on to its right
            while (named or left >= wide.column) and left in blank:
                cells.remove(blank[left])
                left -= 1
            if left < cell.column - 1:
                cell.colspan = cell.column - left
                cell.column = left + 1
                cell.bbox = (self._edges[cell.column], *cell.bbox[1:])

    def _is_centred(self, cell: GridCell, x0: float, x1: float) -> bool:
        return abs((x0 + x1) - (self._edges[cell.column] + self._edges[cell.column + cell.colspan])) / 2 < _CENTRED

    def _middle_of(
        self, group: list[GridCell], boxes: dict[int, tuple[float, float]], blank: dict[int, GridCell], columns: int, *, widest: bool
    ) -> tuple[int, int] | None:
        """The columns about whose middle a group of texts stands, itself and blank ones only; None if there are none.

        The best fit, or the ``widest``: between blank places a text of the head names them too.
        """
        low, high = group[0].column, group[-1].column + group[-1].colspan
        taken = {c for cell in group for c in range(cell.column, cell.column + cell.colspan)}
        middle = (boxes[id(group[0])][0] + boxes[id(group[-1])][1]) / 2
        best: tuple[float, int, int] | None = None
        for first in range(low, -1, -1):
            if first < low and first not in blank:
                break
            for end in range(high, columns + 1):
                if end > high and end - 1 not in blank:
                    break
                off = abs(middle - (self._edges[first] + self._edges[end]) / 2)
                whole = all(c in taken or c in blank for c in range(first, end))
                if whole and off < _CENTRED and (best is None or (first - end if widest else off) < best[0]):
                    best = (first - end if widest else off, first, end)
        return None if best is None else best[1:]

    def _widen(self, group: list[GridCell], span: tuple[int, int], blank: dict[int, GridCell], cells: list[GridCell]) -> None:
        """Makes one cell of a group of texts and the blank columns beside them."""
        first, end = span
        cell = group[0]
        cell.text = "".join(c.text for c in group)
        for gone in [*group[1:], *(blank.pop(c) for c in range(first, end) if c in blank)]:
            cells.remove(gone)
        cell.column, cell.colspan = first, end - first
        cell.bbox = (self._edges[first], cell.bbox[1], self._edges[end], cell.bbox[3])

    def _outlines(self, cells: list[GridCell]) -> dict[int, tuple[float, float]]:
        """How far the text of each cell reaches."""
        found: dict[int, tuple[float, float]] = {}
        for cell in cells:
            x0, top, x1, bottom = cell.bbox
            inside = [r for r in self._runs if x0 <= (r[0] + r[2]) / 2 < x1 and top <= (r[1] + r[3]) / 2 < bottom]
            if cell.text and inside:
                found[id(cell)] = (min(r[0] for r in inside), max(r[2] for r in inside))
            elif cell.text:
                found[id(cell)] = (x0, x1)
        return found


def _set_apart(group: list[GridCell]) -> bool:
    """Whether texts may be the characters of one word (科 目 编 码), or are one text."""
    return len(group) == 1 or (1 in (len(group[0].text), len(group[-1].text)) and sum(len(c.text) for c in group) <= _SET_APART)
