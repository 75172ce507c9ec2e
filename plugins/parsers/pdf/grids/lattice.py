"""The grids that ruled lines draw."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import reduce
from itertools import pairwise
from operator import and_

from ..... import BBox
from ..ink.rules import GAP, Rule, connected
from .grid import Grid, GridCell

_SHIFT = 20.0
"""Points by which a vertical rule may move sideways from one row to the next."""

_OPEN = 6.0
"""Points by which rules stand out of a grid before its open side counts as a column or row."""


@dataclass(slots=True)
class Lattice:
    """A grid as drawn: levels of its rules, its cells, and for each elementary place the cell that owns it."""

    xs: list[float]
    ys: list[float]
    cells: list[GridCell] = field(default_factory=list)
    owner: list[int] = field(default_factory=list)
    """Index into ``cells`` of the place (row, column) at ``row * columns + column``."""
    odd: int = 0
    """Merged areas that are no rectangle: a sign that a rule was not seen."""
    open_top: bool = False
    open_bottom: bool = False

    @property
    def rows(self) -> int:
        return len(self.ys) - 1

    @property
    def bbox(self) -> BBox:
        return (self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    def cell_at(self, x: float, y: float) -> int | None:
        """Index of the cell at a point; None outside."""
        xs, ys = self.xs, self.ys
        if not (xs[0] <= x < xs[-1] and ys[0] <= y < ys[-1]):
            return None
        return self.owner[(bisect_right(ys, y) - 1) * (len(xs) - 1) + bisect_right(xs, x) - 1]

    def grid(self) -> Grid:
        grid = Grid(self.bbox, self.rows, len(self.xs) - 1, self.cells, open_top=self.open_top, open_bottom=self.open_bottom)
        return straightened(grid, self.xs)


def lattices_of(across: list[Rule], down: list[Rule]) -> tuple[list[Lattice], list[Rule]]:
    """The grids that rules draw, smallest first, and the horizontal rules that belong to none."""
    found: list[Lattice] = []
    loose: list[Rule] = []
    for hs, vs in connected(across, down):
        lattice = _lattice(hs, vs) if hs and vs else None
        if lattice is None:
            loose += hs
        else:
            found.append(lattice)
    if len(found) > 1:
        found.sort(key=lambda g: (g.xs[-1] - g.xs[0]) * (g.ys[-1] - g.ys[0]))
    return found, loose


def _lattice(across: list[Rule], down: list[Rule]) -> Lattice | None:
    """The grid of connected rules; None if they draw no more than a frame."""
    xs = sorted({round(v[0], 2) for v in down})
    ys = sorted({round(h[0], 2) for h in across})
    _open_sides(xs, min(h[1] for h in across), max(h[2] for h in across))
    open_top, open_bottom = _open_sides(ys, min(v[1] for v in down), max(v[2] for v in down))
    if (len(xs) - 1) * (len(ys) - 1) <= 1:
        return None
    lattice = Lattice(xs, ys, open_top=open_top, open_bottom=open_bottom)
    _merge_places(lattice, _walls(down, xs, ys), _walls(across, ys, xs))
    return lattice


def straightened(grid: Grid, xs: list[float]) -> Grid:
    """A grid without columns that are no columns: a vertical rule that moves sideways a little between head and body is
    one rule, not two with a column between. ``xs`` are the edges of the columns."""
    if not any(b - a < _SHIFT for a, b in pairwise(xs[1:-1])):
        return grid
    shifted: list[int] = []
    for i in range(1, len(xs) - 2):
        if xs[i + 1] - xs[i] < _SHIFT and i - 1 not in shifted and _moves(grid, i):
            shifted.append(i)
    if shifted:
        number = [i - sum(s < i for s in shifted) for i in range(len(xs))]
        for cell in grid.cells:
            end = number[cell.column + cell.colspan]
            cell.column = number[cell.column]
            cell.colspan = end - cell.column
        grid.columns = number[-1]
    return grid


def _moves(grid: Grid, column: int) -> bool:
    """Whether no cell is in this column alone, and the cells that end with it are all above or all below those that
    begin with it."""
    ending: list[int] = []
    beginning: list[int] = []
    for cell in grid.cells:
        if cell.column <= column < cell.column + cell.colspan:
            if cell.colspan == 1:
                return False
            rows = range(cell.row, cell.row + cell.rowspan)
            if cell.column + cell.colspan == column + 1:
                ending += rows
            elif cell.column == column:
                beginning += rows
    return bool(ending) and bool(beginning) and (max(ending) < min(beginning) or max(beginning) < min(ending))


def _open_sides(levels: list[float], start: float, end: float) -> tuple[bool, bool]:
    """Adds the sides of a grid that no rule closes to its levels; whether there are such, at its start and at its end."""
    before, after = levels[0] - start > _OPEN, end - levels[-1] > _OPEN
    if before:
        levels.insert(0, round(start, 2))
    if after:
        levels.append(round(end, 2))
    return before, after


def _walls(rules: list[Rule], levels: list[float], crossing: list[float]) -> list[int]:
    """For each level the places along it that have a wall, as bits; the outer levels are walls throughout."""
    walls = [0] * len(levels)
    index = {level: i for i, level in enumerate(levels)}
    for level, start, end in rules:
        first, last = bisect_left(crossing, start - GAP), bisect_right(crossing, end + GAP) - 1
        if last > first:
            walls[index[round(level, 2)]] |= (1 << last) - (1 << first)
    walls[0] = walls[-1] = (1 << (len(crossing) - 1)) - 1
    return walls


def _merge_places(lattice: Lattice, left: list[int], above: list[int]) -> None:
    """Makes the cells: places with no wall between them are one."""
    xs, ys = lattice.xs, lattice.ys
    columns, rows = len(xs) - 1, len(ys) - 1
    owner = [-1] * (columns * rows)
    cells = lattice.cells
    spaces = list(pairwise(xs))
    whole = (1 << columns) - 1
    ruled = reduce(and_, left)
    for row in range(rows):
        if above[row] == whole == above[row + 1] and ruled >> row & 1:
            owner[row * columns : (row + 1) * columns] = range(len(cells), len(cells) + columns)
            top, bottom = ys[row], ys[row + 1]
            cells += [GridCell(row, c, 1, 1, (x0, top, x1, bottom)) for c, (x0, x1) in enumerate(spaces)]
            continue
        for column in range(columns):
            at = row * columns + column
            if owner[at] >= 0:
                continue
            right = column + 1
            while not left[right] >> row & 1 and owner[row * columns + right] < 0:
                right += 1
            bits = (1 << right) - (1 << column)
            below = row + 1
            while not above[below] & bits and _same_walls(left, below, column, right):
                below += 1
            if not left[right] >> row & 1 or (below < rows and above[below] & bits not in (0, bits)):
                lattice.odd += 1
            for r in range(row, below):
                for c in range(column, right):
                    owner[r * columns + c] = len(cells)
            cells.append(GridCell(row, column, below - row, right - column, (xs[column], ys[row], xs[right], ys[below])))
    lattice.owner = owner


def _same_walls(left: list[int], row: int, column: int, right: int) -> bool:
    """Whether a row of places continues a merged cell: walls at both ends, none between."""
    return bool(left[column] >> row & 1 and left[right] >> row & 1 and not any(left[c] >> row & 1 for c in range(column + 1, right)))
