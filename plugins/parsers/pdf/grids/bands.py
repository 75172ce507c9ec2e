"""Rows that no rule parts: several lines of figures between two horizontal rules are several rows.

Spreadsheets are printed with rules between the columns only. What parts their rows is where their lines stand.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ..letters.lines import Run, is_broken_number, lines_of
from .columns import Span
from .grid import GridCell
from .regions import Line, Region, em_of
from .rows import rows_of_body

_SAME_LINE = 0.5
"""Of the height of a line: middles of texts on one line are no further apart."""
FIGURE = re.compile(r"^[-△▲(（]?(?:\d{1,3}(?:[,，]\d{3})+|\d{2,})(?:\.\d+)?[%)）-]?$|^-?\d\.\d+%?$")
_BEGINS_FIGURE = re.compile(r"^[-△▲(（\d]")
_CODE = re.compile(r"^\d{3}(?:\d{2}){0,2}$")
_WITH_DECIMALS = re.compile(r"^-?(?:\d{1,3}(?:,\d{3})+|\d+)\.\d{2}$")
_MARGIN = 3.0
"""Points at the right of a cell that texts leave free."""


def part_rows(cells: list[GridCell], found: dict[int, list[Run]], levels: list[float]) -> list[GridCell]:
    """The cells of a grid with those rows parted in which several columns have figures on several lines.

    ``found``: index of a cell → its runs; ``levels``: edges of the rows. Both are changed along with the cells.
    """
    crowded = Counter(cells[i].row for i, runs in found.items() if len(runs) > 1 and cells[i].rowspan == 1 and _has_figures(runs))
    for row in sorted(crowded, reverse=True):
        if crowded[row] > 1:
            band = [i for i, cell in enumerate(cells) if cell.row == row and cell.rowspan == 1]
            inner = _between([(cells[i].bbox[0], cells[i].bbox[2]) for i in band], [found.get(i, []) for i in band])
            if inner:
                cells = _parted(cells, band, found, levels, row, inner)
    return cells


def _has_figures(runs: list[Run]) -> bool:
    """Whether several texts of a cell may be figures, or the beginnings of some."""
    return sum(_BEGINS_FIGURE.match(r[4]) is not None for r in runs) > 1


def inner_levels(columns: Sequence[Span], runs: list[Run]) -> list[float]:
    """Edges between the rows that stand between two rules; none if it is one row."""
    return _between(columns, [[r for r in runs if low <= (r[0] + r[2]) / 2 < high] for low, high in columns])


def _between(columns: Sequence[Span], texts: Sequence[list[Run]]) -> list[float]:
    """:func:`inner_levels` of texts that are told apart by column."""
    inside = [[line for line in lines_of(runs) if line[4]] for runs in texts]
    figures = [group for lines in inside if len(group := [line for line in lines if FIGURE.match(line[4])]) > 1]
    if not have_lines_in_common(figures) or _are_broken(columns, inside):
        return []
    rows = _rows(columns, [line for lines in inside for line in lines])
    if not all(_is_row(row, columns) for row in rows):
        return []
    tops, bottoms = [min(r[1] for r in row) for row in rows], [max(r[3] for r in row) for row in rows]
    return [round((bottom + top) / 2, 2) for bottom, top in zip(bottoms, tops[1:], strict=False)]


def _are_broken(columns: Sequence[Span], inside: Sequence[list[Run]]) -> bool:
    """Whether what stands on several lines is in each column one number with decimals, too wide for its cell."""
    stacked = [(c, lines) for c, lines in zip(columns, inside, strict=True) if sum(bool(_BEGINS_FIGURE.match(r[4])) for r in lines) > 1]
    broken = [lines for (x0, x1), lines in stacked if is_broken_number(lines, (x0, lines[0][1], x1, lines[-1][3]))]
    whole = ["".join(line[4] for line in lines) for lines in broken]
    if len(broken) < len(stacked):
        return False
    # Without its decimals, which the next page may hold, the row is told by its one code.
    top = stacked[0][1][0]
    coded = any(len(lines) == 1 and _CODE.match(lines[0][4]) and _beside(lines[0], top) for lines in inside)
    return coded or any(_WITH_DECIMALS.match(text) for text in whole)


def have_lines_in_common(columns: Sequence[Sequence[Run]]) -> bool:
    """Whether figures of two columns stand beside one another on two lines."""
    return len(columns) > 1 and any(sum(any(_beside(a, b) for b in other) for a in columns[0]) > 1 for other in columns[1:])


def _beside(a: Run, b: Run) -> bool:
    return abs((a[1] + a[3]) - (b[1] + b[3])) < _SAME_LINE * (a[3] - a[1])


def _rows(columns: Sequence[Span], texts: list[Run]) -> list[list[Run]]:
    """The lines of cells, row by row."""
    lines: list[Line] = []
    for run in sorted(texts, key=lambda r: r[1] + r[3]):
        middle = (run[1] + run[3]) / 2
        if lines and abs(middle - lines[-1].middle) < _SAME_LINE * (lines[-1].bottom - lines[-1].top):
            lines[-1].runs.append(run)
        else:
            lines.append(Line([run], run[1], run[3]))
    for line in lines:
        line.runs.sort()
    spans = [(low, high - _MARGIN) for low, high in columns]
    return rows_of_body(Region([], lines, columns[0][0], columns[-1][1], em_of(texts), announced=True), spans, _has_figure)


def _has_figure(line: Line) -> bool:
    return any(FIGURE.match(run[4]) for run in line.runs)


def _is_row(runs: list[Run], columns: Sequence[Span]) -> bool:
    """Whether no column of a row has two figures."""
    inside = [[r for r in runs if low <= (r[0] + r[2]) / 2 < high] for low, high in columns]
    return all(sum(bool(FIGURE.match(r[4])) for r in group) < 2 for group in inside)


def _parted(
    cells: list[GridCell], band: list[int], found: dict[int, list[Run]], levels: list[float], row: int, inner: list[float]
) -> list[GridCell]:
    """The cells with one row as several; those that reach over it grow, those below move down."""
    edges = [levels[row], *inner, levels[row + 1]]
    more = len(inner)
    kept: list[GridCell] = []
    texts: dict[int, list[Run]] = {}
    for i, cell in enumerate(cells):
        runs = found.get(i, [])
        if i not in band:
            if cell.row > row:
                cell = replace(cell, row=cell.row + more)
            elif cell.row + cell.rowspan > row:
                cell = replace(cell, rowspan=cell.rowspan + more)
            parts = [(cell, runs)]
        else:
            parts = []
            for n, (top, bottom) in enumerate(pairwise(edges)):
                box = (cell.bbox[0], top, cell.bbox[2], bottom)
                parts.append((replace(cell, row=row + n, bbox=box), [r for r in runs if top <= (r[1] + r[3]) / 2 < bottom]))
        for part, inside in parts:
            if inside:
                texts[len(kept)] = inside
            kept.append(part)
    found.clear()
    found.update(texts)
    levels[row : row + 2] = edges
    return kept
