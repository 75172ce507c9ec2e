"""Whether the head of a table without rules may be believed: what names a group, and what a column, was told from where it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..... import squeeze
from ..letters.lines import Run, cell_text
from .columns import CODES, TOTALS, Block
from .heads import Placed
from .regions import is_amount

_NUMBER = re.compile(r"^(?:\d{1,2}(?:=.*)?|[A-Z]|栏次|行次)$")
"""What stands in the row that numbers the columns."""
_CLOSED = re.compile(r"^[（(][^（()）]{1,8}[)）]$")
_LOWER = 0.6
"""Widths of a character by which a text stands lower than another."""
_OFF = 2.0
"""Widths of a character by which the name of a group may stand off the middle of its columns."""


def is_head_sound(placed: Sequence[Placed], edges: Sequence[float], rows: Sequence[Sequence[Run]], em: float) -> bool:
    """Whether nothing speaks against a head: ``placed`` over the columns between ``edges``, above the runs of ``rows``.

    A bracket is closed in its cell and begins none; a group has more than one column, about whose middle or from whose left
    it stands; a text above both its neighbours that nothing stands below is a group whose columns were not found. In a table without
    figures nothing but the names of the columns says where a text belongs.
    """
    texts = [(block, row, first, count, cell_text(block.runs)) for block, row, first, count in placed]
    if any(_is_torn(text) for *_, text in texts):
        return False
    named = [(block, row, first, count) for block, row, first, count, text in texts if not _NUMBER.match(text)]
    filled = {c for row in rows for r in row for c in range(len(edges) - 1) if edges[c] <= (r[0] + r[2]) / 2 < edges[c + 1]}
    leaves: dict[int, Block] = {}
    for block, row, first, count in named:
        below = [(f, n) for _, r, f, n in named if r > row and first <= f < first + count]
        if count == 1 and below:
            return False
        if count == 1:
            leaves[first] = block
        elif not _is_over(block, edges[first], edges[first + count], em):
            return False
    if any(_is_group(leaves, column, em) for column in leaves if column not in filled):
        return False
    return any(is_amount(r[4]) for row in rows for r in row) or all(_is_under(r, leaves, edges) for row in rows for r in row)


def _is_torn(text: str) -> bool:
    """Whether a text is a piece of one."""
    opened, closed = (sum(text.count(c) for c in marks) for marks in ("（(", "）)"))
    return opened != closed or (text.startswith(("（", "(")) and not _CLOSED.match(text))


def _is_over(block: Block, left: float, right: float, em: float) -> bool:
    """Whether a text stands about the middle of its columns, or from their left."""
    return abs(block.center - (left + right) / 2) <= max(_OFF * em, 0.1 * (right - left)) or abs(block.bbox[0] - left) <= _OFF * em


def _is_under(run: Run, leaves: dict[int, Block], edges: Sequence[float]) -> bool:
    """Whether a text stands under the name of its column."""
    middle = (run[0] + run[2]) / 2
    column = next((c for c in leaves if edges[c] <= middle < edges[c + 1]), None)
    if column is None:
        return True
    x0, _, x1, _ = leaves[column].bbox
    before = leaves.get(column - 1) if x0 > run[2] else leaves[column] if run[0] > x1 else None
    if before is not None and cell_text(before.runs) in CODES:
        return squeeze(run[4]) in TOTALS  # right of a column of codes: a name
    return run[0] < x1 and x0 < run[2]


def _is_group(leaves: dict[int, Block], column: int, em: float) -> bool:
    """Whether a text stands higher than those on both sides of it."""
    sides = [leaves[c] for c in (column - 1, column + 1) if c in leaves]
    return len(sides) == 2 and all(side.middle - leaves[column].middle > _LOWER * em for side in sides)
