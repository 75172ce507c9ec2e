"""Whether a table whose columns were told from alignment alone may be believed.

What was guessed is believed only if everything that can be checked agrees: every column has a head, its figures stand in
one line, numbered columns follow one another, and no cell has two figures or two labels.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from ..letters.lines import Run
from .columns import Span
from .grid import GridCell
from .regions import is_amount
from .rows import begins_item

_APART = 0.6
"""Widths of a character by which the ends (or the middles) of the figures of a column may differ."""

_FEW_ROWS = 3
"""Rows with figures: fewer prove nothing, unless the name of its column is the nearest to each."""


def is_sound(
    cells: Mapping[tuple[int, int], GridCell],
    rows: Sequence[Sequence[Run]],
    edges: Sequence[float],
    depth: int,
    em: float,
    *,
    names: Mapping[int, Span],
    goes_on: bool,
) -> bool:
    """Whether nothing speaks against a table: its cells by place, the runs of its body by row, the edges of its columns,
    the number of rows of its head, the width of a character. ``names``: where the text stands
    that names a column alone; ``goes_on``: the edges are those of the page before."""
    columns = range(len(edges) - 1)
    heads = {c for cell in cells.values() if cell.row < depth and cell.text for c in range(cell.column, cell.column + cell.colspan)}
    if depth and any(c not in heads for c in columns):
        return False
    if goes_on and any(any(r[0] + _APART * em < x < r[2] - _APART * em for x in edges[1:-1]) for row in rows for r in row):
        return False
    inside = [[[r for r in row if edges[c] <= (r[0] + r[2]) / 2 < edges[c + 1]] for row in rows] for c in columns]
    figures = [[r for runs in column for r in runs if is_amount(r[4])] for column in inside]
    few = sum(any(is_amount(r[4]) for r in row) for row in rows) < _FEW_ROWS
    if few and not goes_on and not all(c in names and _nearest(names, r) == c for c in columns for r in figures[c]):
        return False
    begun = [sum(cell.row == r and bool(cell.text) for cell in cells.values()) for r in range(depth)]
    if len(columns) > _FEW_ROWS and 1 in begun[1:]:
        return False  # the second line of a text that was taken for one of its own
    if any(re.fullmatch(r"\d{1,2}", cell.text) and cell.row != depth - 1 for cell in cells.values() if cell.row < depth):
        return False
    if not all(_is_aligned(column, em) for column in figures):
        return False
    if any(_is_crowded(runs, em) for column in inside for runs in column):
        return False
    return all(_are_neighbours([(c, cells[r, c].text) for c in columns if (r, c) in cells]) for r in range(depth + len(rows)))


def _nearest(names: Mapping[int, Span], run: Run) -> int:
    """The column whose name is nearest to a figure, sideways."""
    return min(names, key=lambda c: max(names[c][0] - run[2], run[0] - names[c][1], 0.0))


def _is_aligned(figures: Sequence[Run], em: float) -> bool:
    """Whether figures below one another have their ends, beginnings or middles in one line."""
    if len(figures) < 2:
        return True
    places = ([r[2] for r in figures], [r[0] for r in figures], [(r[0] + r[2]) / 2 for r in figures])
    return any(max(place) - min(place) <= _APART * em for place in places)


def _is_crowded(runs: Sequence[Run], em: float) -> bool:
    """Whether what stands in one cell is two figures, or begins as two items."""
    figures = sum(any(map(str.isdigit, r[4])) and not re.search(r"[^\d.,，%-]", r[4]) for r in runs)
    items = sum(begins_item(r[4]) for r in runs)
    beside = any(b[0] - a[2] > em and abs(a[1] - b[1]) < 0.5 * em for a, b in pairwise(runs))
    return figures > 1 or items > 1 or (beside and len(runs) > 1 and figures > 0)


def _are_neighbours(texts: Sequence[tuple[int, str]]) -> bool:
    """Whether the numbers of columns (1, 2, 3, …), if this is a row of them, stand in columns beside one another."""
    numbers = [(c, int(text)) for c, text in texts if re.fullmatch(r"\d{1,2}", text)]
    if len(numbers) < 3 or any(b[1] - a[1] != 1 for a, b in pairwise(numbers)):
        return True
    return all(b[0] - a[0] == 1 for a, b in pairwise(numbers))
