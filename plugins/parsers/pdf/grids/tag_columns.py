"""What the texts of a tagged table say of its columns: lines that they are aligned with, how far they reach, their names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from ..... import BBox
from ..letters.lines import lines_of
from ..letters.tags import TaggedCell
from .grid import GridCell
from .regions import is_amount

NEVER = float("inf")
_COUNTED = re.compile(r"^(.*?)(?<!\d)(\d+)$")


def around(boxes: Sequence[BBox]) -> BBox:
    """The box around boxes."""
    return (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))


def box_of(cell: TaggedCell) -> BBox:
    """The box around the text of a cell."""
    return around([r[:4] for r in cell.runs])


def is_wrapped(cell: TaggedCell) -> bool:
    """Whether a text goes on over lines because it is longer than its cell is wide."""
    lines = lines_of(cell.runs)
    return len(lines) > 1 and max(len(line[4]) for line in lines) > 2 and not is_amount(lines[0][4])


@dataclass(slots=True)
class Column:
    """Where the texts of a column begin, end and have their middle, and how far they reach."""

    starts: Counter[int] = field(default_factory=Counter)
    ends: Counter[int] = field(default_factory=Counter)
    middles: Counter[int] = field(default_factory=Counter)
    low: float = NEVER
    high: float = -NEVER
    full: tuple[float, float] | None = None
    """What a text over several lines fills: the whole column."""

    def copy(self) -> Column:
        return Column(self.starts.copy(), self.ends.copy(), self.middles.copy(), self.low, self.high, self.full)

    def add(self, x0: float, x1: float, *, wrapped: bool) -> None:
        if wrapped:
            self.full = (x0, x1) if self.full is None else (min(x0, self.full[0]), max(x1, self.full[1]))
        self.starts[round(2 * x0)] += 1
        self.ends[round(2 * x1)] += 1
        self.middles[round(x0 + x1)] += 1
        self.low, self.high = min(self.low, x0), max(self.high, x1)

    @property
    def is_known(self) -> bool:
        return self.low <= self.high

    def distance(self, x0: float, x1: float) -> float:
        """How far a text is from the lines along which most texts of the column stand."""
        least = NEVER
        for marks, x in ((self.starts, x0), (self.ends, x1), (self.middles, (x0 + x1) / 2)):
            enough = max(marks.values(), default=0)
            least = min([least, *(abs(mark / 2 - x) for mark, count in marks.items() if 2 * count >= enough and count >= min(2, enough))])
        return least


def counted_names(row: Sequence[TaggedCell | None], begins: Sequence[int]) -> dict[str, range]:
    """Names of the heads of a whole row that have no text, where the names of the others count up along the row."""
    named = [(i, m) for i, cell in enumerate(row) if cell is not None and cell.is_head and (m := _COUNTED.match(cell.name))]
    bases = {(m[1], len(m[2]), int(m[2]) - i) for i, m in named}
    if len(named) < 2 or len(bases) != 1:
        return {}
    ((stem, digits, base),) = bases
    return {f"{stem}{base + i:0{digits}}": range(begins[i], begins[i] + 1) for i, cell in enumerate(row) if cell is None}


def sums(cells: Sequence[TaggedCell], costs: list[list[float]], count: int) -> tuple[list[list[float]], list[list[float]]]:
    """The least cost of the cells before each if it begins in a column, and of those from each on if they begin there or later."""
    before = [[NEVER] * (count + 1) for _ in range(len(cells) + 1)]
    before[0] = [0.0] * (count + 1)
    for k, cell in enumerate(cells):
        for at in range(count + 1):
            here = before[k][at - cell.colspan] + costs[k][at - cell.colspan] if at >= cell.colspan else NEVER
            before[k + 1][at] = min(here, before[k + 1][at - 1] if at else NEVER)
    after = [[NEVER] * (count + 1) for _ in range(len(cells) + 1)]
    after[-1] = [0.0] * (count + 1)
    for k in range(len(cells) - 1, -1, -1):
        width = cells[k].colspan
        for at in range(count, -1, -1):
            here = costs[k][at] + after[k + 1][at + width] if at + width <= count else NEVER
            after[k][at] = min(here, after[k][at + 1] if at < count else NEVER)
    return before, after


def complete(cells: list[GridCell], rows: int, edges: list[float], bounds: list[float]) -> None:
    """Adds the cells in which nothing is printed."""
    taken = {(r, c) for x in cells for r in range(x.row, x.row + x.rowspan) for c in range(x.column, x.column + x.colspan)}
    cells += [
        GridCell(row, column, 1, 1, (edges[column], bounds[row], edges[column + 1], bounds[row + 1]))
        for row in range(rows)
        for column in range(len(edges) - 1)
        if (row, column) not in taken
    ]
    cells.sort(key=lambda c: (c.row, c.column))
