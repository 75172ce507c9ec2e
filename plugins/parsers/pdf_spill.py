"""Texts that are higher than their cell: sheets printed with rows that do not grow spill them over the cells above and below."""

from __future__ import annotations

from collections.abc import Sequence

from .pdf_letters import LetterRun
from .pdf_rules import Lattice

_OVER = 0.2
"""Share of the height of a line that must be beyond a rule before the line counts as crossing it."""


def spilt_cells(runs: Sequence[LetterRun], lattices: Sequence[Lattice]) -> dict[int, float]:
    """Index of each line of a text that crosses a rule between cells → y of the middle of the whole text.

    Lines of one text follow one another in the file, one close below the other and about the same middle.
    """
    found: dict[int, float] = {}
    last = -1
    for i in range(len(runs) - 1):
        if i < last or not _goes_on(runs[i], runs[i + 1]):
            continue
        last = i + 1
        pitch = runs[i + 1][1] - runs[i][1]
        while (
            last + 1 < len(runs) and _goes_on(runs[last], runs[last + 1]) and abs(runs[last + 1][1] - runs[last][1] - pitch) < 0.1 * pitch
        ):
            last += 1
        block = range(i, last + 1)
        middle = (runs[i][1] + runs[last][3]) / 2
        if any(_crosses(runs[k], lattices) for k in block) and _fits(runs, block, middle, lattices):
            found |= dict.fromkeys(block, middle)
    return found


def _goes_on(run: LetterRun, below: LetterRun) -> bool:
    height = run[3] - run[1]
    if not 0.6 * height < below[1] - run[1] < 1.5 * height:
        return False
    return abs((run[0] + run[2]) - (below[0] + below[2])) < 0.6 * height or abs(run[0] - below[0]) < 0.1 * height


def _crosses(run: LetterRun, lattices: Sequence[Lattice]) -> bool:
    """Whether a horizontal wall goes through a line."""
    x0, top, x1, bottom, _, _ = run
    slack = _OVER * (bottom - top)
    for lattice in lattices:
        for row, y in enumerate(lattice.ys):
            if top + slack < y < bottom - slack and lattice.xs[0] < x0 and x1 < lattice.xs[-1]:
                center = (x0 + x1) / 2
                above, below = lattice.cell_at(center, y - 0.1), lattice.cell_at(center, y + 0.1)
                if above != below or row in (0, len(lattice.ys) - 1):
                    return True
    return False


def _fits(runs: Sequence[LetterRun], block: range, middle: float, lattices: Sequence[Lattice]) -> bool:
    """Whether all lines are as wide as the cell in the middle of the text, which is not high enough for them."""
    for lattice in lattices:
        home = lattice.cell_at((runs[block[0]][0] + runs[block[0]][2]) / 2, middle)
        if home is not None:
            x0, top, x1, bottom = lattice.cells[home].bbox
            wide = all(x0 - 1 <= runs[k][0] and runs[k][2] <= x1 + 1 for k in block)
            return wide and bottom - top < runs[block[-1]][3] - runs[block[0]][1] + 0.5
    return False
