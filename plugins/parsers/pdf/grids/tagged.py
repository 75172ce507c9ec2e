"""Grids of tagged tables without full rules: rows and texts are declared, columns follow from where the texts stand.

Browsers tag no cell that is empty, so the third text of a row need not be in the third column. Rows that are whole
say what stands where; a text of another row goes to the columns that it is aligned with, whose heads it names, and
whose neighbours it does not cover.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from ..... import BBox, TableStatus, said
from ..letters.lines import cell_text
from ..letters.tags import TaggedCell, TaggedTable
from .columns import cut_columns
from .grid import UNREAD, Grid, GridCell
from .page import PageContent
from .regions import Region, em_of
from .tag_columns import NEVER, Column, around, box_of, complete, counted_names, is_wrapped, sums

_UNSURE = 0.4
"""Em by which the second best place of a text must be worse."""
_BAD = 2.5
"""Em: a text that fits nowhere better is in doubt."""
_TOO_MANY = 0.15
"""Share of doubtful texts from which on a table is not read this way."""
_FAR = 50.0


class TaggedReader:
    """Makes grids of the tagged tables that stand outside the ruled ones, page after page: a table that goes on has the
    columns that it had on the page before."""

    def __init__(self) -> None:
        self._before: _Placing | None = None

    @property
    def is_open(self) -> bool:
        """Whether the last table read has rows on pages after its own."""
        return self._before is not None and self._before.table.is_open

    def read(self, page: PageContent) -> None:
        """Moves the runs of the tagged tables of a page into grids; tables that cannot be read stay where they are."""
        before, self._before = self._before, None
        tables = [(t, em_of([r for c in t.cells() for r in c.runs])) for t in page.tagged]
        boxes = [box_of(c) for t, _ in tables for c in t.cells() if c.runs]
        frame = (min(b[0] for b in boxes), max(b[2] for b in boxes)) if boxes else (0.0, 0.0)
        for at, (table, em) in enumerate(tables):
            outline = around([box_of(c) for c in table.cells() if c.runs])
            if any(_overlap(outline, grid.bbox) for grid in page.grids):
                continue
            same = table.rest_of(before.table) if before is not None and at == 0 else None
            rest, tails = same or (table, [])
            placing = _Placing(rest, em, frame, _edges_drawn(page, outline, frame, em), before if same else None)
            placing.hang(tails)
            grid = placing.grid(page.rules)
            if grid is not None:
                page.grids.append(grid)
                page.runs = [r for r in page.runs if r not in table.taken]
                self._before = placing if at == len(tables) - 1 else None
            elif placing.is_table:
                page.unplaced.append(Grid(outline, 0, 0, [], TableStatus.UNREAD, UNREAD))


def _overlap(a: BBox, b: BBox) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _edges_drawn(page: PageContent, outline: BBox, frame: tuple[float, float], em: float) -> list[float] | None:
    """Edges of columns where the rules are drawn cell by cell."""
    rules = [p for p in page.rules if outline[1] - 2 * em < p[1] < outline[3] + 2 * em]
    return cut_columns(Region([], [], *frame, em, announced=True, rules=rules)) if rules else None


class _Placing:
    """Finds the column of every cell of one table."""

    def __init__(
        self, table: TaggedTable, em: float, frame: tuple[float, float], edges: list[float] | None, before: _Placing | None
    ) -> None:
        self.table, self._em, self._frame = table, em, frame
        self._rows = table.rows
        self._before = before
        self._down = before.reaching() if before else {}
        self._tails: list[tuple[TaggedCell, int]] = []
        self._tail_row = 0
        self._places: list[list[tuple[TaggedCell, int]]] = [[] for _ in self._rows]
        self._count = max(map(self._width, range(len(self._rows))), default=0)
        if before is not None and before._count >= self._count:
            self._count = before._count
            edges = edges if edges is not None and len(edges) - 1 == self._count else before._edges
            self._frame = before._frame
        else:
            self._before = None
        self._edges: list[float] | None = edges if edges is not None and len(edges) - 1 >= self._count else None
        if self._edges is not None:
            self._count = len(self._edges) - 1
        self._columns = [Column() for _ in range(self._count)]
        self._heads: dict[str, range] = {}
        self._silent_heads: dict[str, range] = dict(before._heads) if self._before and before else {}
        """Heads without text, which cells below name all the same."""
        self.doubtful = 0

    @property
    def is_table(self) -> bool:
        """Whether there is enough of it to call it a table."""
        return self._count >= 2 and sum(1 for c in self.table.cells() if c.runs) >= 3

    def hang(self, tails: list[TaggedCell]) -> None:
        """Cells of the page before whose text goes on here: in the columns that they reach down from."""
        if self._before is None or not self._rows:
            return
        row = min(self.table.heads(), len(self._rows) - 1)
        for cell in tails:
            free = [c for c in self._down if c + cell.colspan <= self._count and all(self._down.get(c + i) for i in range(cell.colspan))]
            free = [c for c in free if all(at != c for _, at in self._tails)]
            if free:
                self._learn()
                at = min(free, key=lambda c: self._cost(cell, c))
                self._tails.append((replace(cell, rowspan=self._down[at]), at))
        self._tail_row = row

    def reaching(self) -> dict[int, int]:
        """How many rows of the next page the last cell of each column reaches down into."""
        end = len(self._rows)
        return {
            column: row + cell.rowspan - end
            for row, places in enumerate(self._places)
            for cell, at in places
            if row + cell.rowspan > end
            for column in range(at, at + cell.colspan)
        }

    def _covered(self, row: int) -> Counter[int]:
        """The columns of a row that cells of rows above reach into, as far as these have been placed."""
        heads = self.table.heads()
        found = Counter(column for column, rows in self._down.items() if heads <= row < heads + rows)
        for above in range(row):
            for cell, at in self._places[above]:
                if above + cell.rowspan > row:
                    found.update(range(at, at + cell.colspan))
        return found

    def _width(self, row: int) -> int:
        """How many columns the cells of a row take, those included that reach down from above."""
        down = sum(c.colspan for r in range(row) for c in self._rows[r] if c is not None and r + c.rowspan > row)
        return down + sum(1 if c is None else c.colspan for c in self._rows[row])

    def grid(self, rules: list[BBox]) -> Grid | None:
        """The table; None if its columns cannot be told."""
        if not self.is_table:
            return None
        texts = sum(1 for c in self.table.cells() if c.runs)
        whole = {r for r in range(len(self._rows)) if self._edges is None and self._width(r) == self._count}
        for row in self._order(whole):
            self._place_whole(row) if row in whole else self._place(row)
        for row in range(len(self._rows)):
            if row not in whole:
                self._place(row)
        self._learn()
        self.doubtful = sum(self._doubts(row) for row in range(len(self._rows)) if row not in whole) + self._crossings(whole)
        self.doubtful = max(self.doubtful, self._contradicted(whole))
        if self.doubtful > _TOO_MANY * texts:
            return None
        return self._drawn(rules, texts)

    def _order(self, whole: set[int]) -> Iterator[int]:
        """The rows, each after those whose cells reach down into it; whole ones and those with many cells first."""
        above = {
            row: {r for r in range(row) for c in self._rows[r] if c is not None and r + c.rowspan > row} for row in range(len(self._rows))
        }
        while above:
            ready = [row for row, others in above.items() if not others & above.keys()]
            row = min(ready, key=lambda r: (r not in whole, -len(self._rows[r]), r))
            del above[row]
            yield row

    def _place_whole(self, row: int) -> None:
        """A row in which no cell is missing."""
        covered, at = self._covered(row), 0
        self._places[row] = []
        begins: list[int] = []
        for cell in self._rows[row]:
            while at in covered:
                at += 1
            begins.append(at)
            if cell is not None and cell.runs:
                self._places[row].append((cell, at))
            at += 1 if cell is None else cell.colspan
        self._silent_heads |= counted_names(self._rows[row], begins)
        self._learn()

    def _learn(self) -> None:
        """What the placed cells say of their columns and of the heads above."""
        self._columns = [c.copy() for c in self._before._columns] if self._before else [Column() for _ in range(self._count)]
        self._heads = dict(self._silent_heads)
        for row in range(len(self._rows)):
            self._learn_row(row)

    def _learn_row(self, row: int) -> None:
        for cell, at in self._places[row]:
            if cell.colspan == 1:
                x0, _, x1, _ = box_of(cell)
                self._columns[at].add(x0, x1, wrapped=is_wrapped(cell))
            if cell.is_head and cell.name:
                self._heads[cell.name] = range(at, at + cell.colspan)

    def _cost(self, cell: TaggedCell, at: int) -> float:
        """How badly a cell fits where it would begin in a column, in em."""
        x0, _, x1, _ = box_of(cell)
        end = at + cell.colspan
        if self._edges is not None:
            outside = max(0.0, self._edges[at] - x0) + max(0.0, x1 - self._edges[end])
            return outside / self._em
        cost = 0.0
        for i, column in enumerate(self._columns):
            if column.is_known and not at <= i < end:
                shared = min(x1, column.high) - max(x0, column.low)
                passed = column.low - x1 if i < at else x0 - column.high
                cost += (1 + 2 * shared / self._em if shared > 0.5 else 0.0) + (2 + passed / self._em if passed > 0 else 0.0)
        if cell.colspan == 1:
            column = self._columns[at]
            cost += min(1.5, column.distance(x0, x1) / self._em) if column.is_known else 0.75
            if column.full is not None:
                cost += max(0.0, max(column.full[0] - x0, x1 - column.full[1]) / self._em - 0.6)
        return cost + (_FAR if self._is_elsewhere(cell, at) else 0.0)

    def _is_elsewhere(self, cell: TaggedCell, at: int) -> bool:
        """Whether the heads that a cell names stand over other columns."""
        common: set[int] | None = None
        for name in cell.heads:
            if name in self._heads:
                common = set(self._heads[name]) if common is None else common & set(self._heads[name])
        return bool(common) and at not in common if common is not None else False

    def _costs(self, row: int, cells: list[TaggedCell]) -> list[list[float]]:
        """For each cell the cost of beginning in each column."""
        covered = self._covered(row)
        return [
            [
                NEVER if at + c.colspan > self._count or any(i in covered for i in range(at, at + c.colspan)) else self._cost(c, at)
                for at in range(self._count)
            ]
            for c in cells
        ]  # fmt: skip

    def _place(self, row: int) -> None:
        """A row in which cells without text are missing: in order, where its texts fit best."""
        self._places[row] = []
        self._learn()
        cells = [c for c in self._rows[row] if c is not None and c.runs]
        costs = self._costs(row, cells)
        before, _ = sums(cells, costs, self._count)
        at = self._count
        found: list[tuple[TaggedCell, int]] = []
        for k in range(len(cells) - 1, -1, -1):
            best = min(range(at), key=lambda s: before[k][s] + costs[k][s] if s + cells[k].colspan <= at else NEVER, default=0)
            found.append((cells[k], best))
            at = best
        self._places[row] = found[::-1]

    def _doubts(self, row: int) -> int:
        """How many cells of a row could as well stand elsewhere, or fit nowhere."""
        placed = self._places[row]
        self._places[row] = []
        cells = [c for c, _ in placed]
        costs = self._costs(row, cells)
        before, after = sums(cells, costs, self._count)
        self._places[row] = placed
        found = 0
        for k, (cell, at) in enumerate(placed):
            totals = [
                before[k][s] + costs[k][s] + after[k + 1][s + cell.colspan] if s + cell.colspan <= self._count else NEVER
                for s in range(self._count)
            ]
            others = min((t for s, t in enumerate(totals) if s != at), default=NEVER)
            found += others - totals[at] < _UNSURE or costs[k][at] > _BAD
        return found

    def _contradicted(self, whole: set[int]) -> int:
        """How many texts the whole rows alone would put into another column: rows that follow a wrong one agree with it."""
        kept, self._columns = (
            self._columns,
            [c.copy() for c in self._before._columns] if self._before else [Column() for _ in self._columns],
        )
        for row in whole:
            self._learn_row(row)
        found = 0
        for row in set(range(len(self._rows))) - whole if whole and self._edges is None else ():
            placed, self._places[row] = self._places[row], []
            costs = self._costs(row, [c for c, _ in placed])
            self._places[row] = placed
            taken = {i for c, at in placed for i in range(at, at + c.colspan)}
            for (cell, at), cost in zip(placed, costs, strict=True):
                free = [s for s in range(self._count) if cell.colspan == 1 and s not in taken]
                found += any(cost[s] < cost[at] - _UNSURE for s in free)
        self._columns = kept
        return found

    def _crossings(self, whole: set[int]) -> int:
        """Texts of whole rows that reach over texts of other columns, which the places of the tags cannot explain."""
        return sum(self._cost(c, at) > _BAD for row in whole for c, at in self._places[row] if c.colspan == 1)

    def _drawn(self, rules: list[BBox], texts: int) -> Grid:
        edges = self._edges or self._between()
        rows, bounds = self._bands(rules)
        cells: list[GridCell] = []
        for r, places in enumerate(self._places):
            for cell, at in [*places, *(self._tails if r == self._tail_row else ())]:
                last = min(r + cell.rowspan, len(rows)) - 1
                span = rows[last] - rows[r] + 1
                box = (edges[at], bounds[rows[r]], edges[at + cell.colspan], bounds[rows[r] + span])
                cells.append(GridCell(rows[r], at, span, cell.colspan, box, cell_text(cell.runs, box)))
        complete(cells, len(bounds) - 1, edges, bounds)
        grid = Grid((edges[0], bounds[0], edges[-1], bounds[-1]), len(bounds) - 1, self._count, cells)
        grid.continues = self._before is not None
        if self.doubtful:
            grid.status = TableStatus.PARTIAL
            grid.problem = said(
                f"a table without rules: {self.doubtful} of {texts} texts may stand in another cell",
                f"没有表格线的表：{texts} 处文字中有 {self.doubtful} 处可能属于别的单元格",
            )
        return grid

    def _between(self) -> list[float]:
        """Edges between the texts of neighbouring columns."""
        known = [(c.low, c.high) if c.is_known else None for c in self._columns]
        edges = [self._frame[0] - 1.0]
        for i in range(1, self._count):
            left = max([edges[-1], *(k[1] for k in known[:i] if k)])
            right = min([self._frame[1], *(k[0] for k in known[i:] if k)])
            # Columns without any text share the space between their neighbours.
            empty = sum(1 for k in known[i:] if k is None) if known[i - 1] is None or known[i] is None else 0
            edges.append(round(left + (right - left) / (2 if not empty else empty + 1), 2) if right > left else round(left, 2))
        return [*edges, self._frame[1] + 1.0]

    def _bands(self, rules: list[BBox]) -> tuple[list[int], list[float]]:
        """For each row its number, and the bounds of all rows; rules show rows in which nothing is printed."""
        spans: list[tuple[float, float]] = []
        for row, cells in enumerate(self._rows):
            boxes = [box_of(c) for c in cells if c is not None and c.runs and c.rowspan == 1]
            boxes = boxes or [box_of(c) for c in cells if c is not None and c.runs]
            if boxes:
                spans.append((min(b[1] for b in boxes), max(b[3] for b in boxes)))
            else:
                above = spans[row - 1][1] if row else 0.0
                spans.append((above, above))
        levels = self._levels(rules, spans)
        if levels is not None:
            numbers = [bisect_right(levels, (top + bottom) / 2) - 1 for top, bottom in spans]
            if all(a < b for a, b in pairwise(numbers)) and numbers[0] >= 0 and numbers[-1] < len(levels) - 1:
                return numbers, levels
        inner = [round((max(a[1], a[0]) + max(b[0], a[0])) / 2, 2) for a, b in pairwise(spans)]
        bounds = [round(spans[0][0] - 1, 2), *inner, round(max(s[1] for s in spans) + 1, 2)]
        for i in range(1, len(bounds)):
            bounds[i] = max(bounds[i], bounds[i - 1])
        return list(range(len(spans))), bounds

    def _levels(self, rules: list[BBox], spans: list[tuple[float, float]]) -> list[float] | None:
        """Where rules run between the rows, if the table has them."""
        if self._edges is None:
            return None
        levels: list[float] = []
        for y in sorted(p[1] for p in rules if p[0] < self._edges[-1] and self._edges[0] < p[2]):
            if not levels or y - levels[-1] > 2.0:
                levels.append(y)
        first = max(0, bisect_right(levels, (spans[0][0] + spans[0][1]) / 2) - 1)
        last = bisect_right(levels, (spans[-1][0] + spans[-1][1]) / 2)
        return levels[first : last + 1] if last - first > 1 else None
