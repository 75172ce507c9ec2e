"""Texts that are higher than their cell: sheets printed with rows that do not grow spill them over the cells above and below."""

from __future__ import annotations

from collections.abc import Sequence

from ..letters.letters import LetterRun
from .lattice import Lattice

_Line = tuple[float, float, float, float, int]
"""x0, top, x1, bottom of runs on one line, and the index of the first."""
_PITCH = 1.0
"""Points: lines of one text are further apart."""
_JUSTIFIED = 0.35
"""Of the height of a line: the largest gap between characters of justified text."""


def spilt_cells(runs: Sequence[LetterRun], lattices: Sequence[Lattice]) -> dict[int, float]:
    """Index of each line of a text that is higher than its cell → y of the middle of the whole text.

    Lines of one text follow one another in the file, one close below the other and about the same middle; the text
    stands in the middle of its cell, and at least one line is outside of the grid or on a rule.
    """
    found: dict[int, float] = {}
    rows = _lines(runs)
    last = -1
    for i in range(len(rows) - 1):
        if i < last or rows[i + 1][1] - rows[i][1] < _PITCH or not _goes_on(rows[i], rows[i + 1]):
            continue
        last = i + 1
        pitch = rows[last][1] - rows[i][1]
        while (
            last + 1 < len(rows) and _goes_on(rows[last], rows[last + 1]) and abs(rows[last + 1][1] - rows[last][1] - pitch) < 0.1 * pitch
        ):
            last += 1
        lines = rows[i : last + 1]
        middle = (lines[0][1] + lines[-1][3]) / 2
        if any(_spills(lines, middle, lattice) for lattice in lattices):
            end = rows[last + 1][4] if last + 1 < len(rows) else len(runs)
            found |= dict.fromkeys(range(lines[0][4], end), middle)
    return found


def _lines(runs: Sequence[LetterRun]) -> list[_Line]:
    """Runs that follow one another in the file and on a line, no further apart than characters of justified text."""
    lines: list[_Line] = []
    end = above = far = 0.0
    for i, (x0, top, x1, bottom, _, _) in enumerate(runs):
        if -far < x0 - end < far and -far < top - above < far:
            left, upper, right, lower, first = lines[-1]
            lines[-1] = (left, min(upper, top), max(right, x1), max(lower, bottom), first)
        else:
            lines.append((x0, top, x1, bottom, i))
        end, above, far = x1, top, _JUSTIFIED * (bottom - top)
    return lines


def _goes_on(run: _Line, below: _Line) -> bool:
    height, pitch = run[3] - run[1], below[1] - run[1]
    if not 0.6 * height < pitch < 1.75 * height:
        return False
    return abs((run[0] + run[2]) - (below[0] + below[2])) < 0.6 * height or abs(run[0] - below[0]) < 0.1 * height


def _spills(lines: Sequence[_Line], middle: float, lattice: Lattice) -> bool:
    """Whether lines are a text in the middle of a cell that is not high enough for them."""
    center = (lines[0][0] + lines[0][2]) / 2
    home = lattice.cell_at(center, middle)
    if home is None:
        return False
    x0, top, x1, bottom = lattice.cells[home].bbox
    height = lines[0][3] - lines[0][1]
    if bottom - top > lines[-1][3] - lines[0][1] or abs((top + bottom) / 2 - middle) > 0.25 * height:
        return False
    if any(line[0] < x0 - 1 or line[2] > x1 + 1 for line in lines):
        return False
    return any(_is_astray(line, center, lattice) for line in lines)


def _is_astray(line: _Line, center: float, lattice: Lattice) -> bool:
    """Whether a line stands outside the grid, or a rule goes through it."""
    own = lattice.cell_at(center, (line[1] + line[3]) / 2)
    if own is None:
        return True
    _, top, _, bottom = lattice.cells[own].bbox
    slack = 0.2 * (line[3] - line[1])
    return line[1] + slack < top or bottom < line[3] - slack
