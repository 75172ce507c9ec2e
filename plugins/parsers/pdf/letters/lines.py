"""Runs of text put together to the lines that people see, and to the texts of cells.

All coordinates are PDF points with the origin at the top left of the page as people see it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from ..... import BBox, as_typed, join_lines

typed = lru_cache(8192)(as_typed)
"""The same labels come again on every page."""

Run = tuple[float, float, float, float, str]
"""x0, top, x1, bottom and text of characters that stand together without white space."""

_DIGITS = re.compile(r"^[\d.,，%-]+$")

_MARGIN = 0.55
"""Widths of a character: the largest margin of a cell."""
_PADDING = 5.5
"""Points: 0.19 cm, beside the texts of a table as Word and LibreOffice make it."""

_DECIMALS = re.compile(r"^[\d,，]+\.\d\d$")


def lines_of(runs: Iterable[Run]) -> list[Run]:
    """Runs put together to the lines that people see, top to bottom.

    Two runs are on one line if the middle of one lies between top and bottom of the other.
    """
    rows: list[list[Run]] = []
    upper = lower = 0.0
    for run in sorted(runs, key=_middle):
        top, bottom = run[1], run[3]
        if rows and (upper < (top + bottom) / 2 < lower or top < (upper + lower) / 2 < bottom):
            rows[-1].append(run)
            if bottom - top > lower - upper:
                upper, lower = top, bottom
        else:
            rows.append([run])
            upper, lower = top, bottom
    return [join_runs(row) for row in rows]


def _middle(run: Run) -> float:
    return run[1] + run[3]


def join_runs(row: list[Run]) -> Run:
    """Runs of one line as one, left to right; a gap that people see is a space."""
    if len(row) == 1:
        return row[0]
    row.sort()
    x0, top, end, bottom, text = row[0]
    parts = [text]
    for left, upper, right, lower, text in row[1:]:
        if left - end > 0.15 * (lower - upper):
            parts.append(" ")
        parts.append(text)
        end = max(end, right)
        top, bottom = min(top, upper), max(bottom, lower)
    return (x0, top, end, bottom, "".join(parts))


def cell_text(runs: list[Run], bbox: BBox | None = None) -> str:
    """The text of a cell as printed: lines from top to bottom, joined without a space between CJK characters.

    A number that is broken over lines because its cell (``bbox``) is narrow is one number.
    """
    if len(runs) == 1:
        return runs[0][4]
    lines = lines_of(runs)
    if bbox is not None and is_broken_number(lines, bbox):
        return "".join(line[4] for line in lines)
    return join_lines("\n".join(line[4] for line in lines))


def is_broken_number(lines: list[Run], bbox: BBox) -> bool:
    """Whether lines are one number that was too wide for its cell."""
    return len(lines) > 1 and all(_DIGITS.match(line[4]) for line in lines) and _is_broken(lines, bbox)


def _is_broken(lines: list[Run], bbox: BBox) -> bool:
    """Whether lines of digits fill their cell: there is no room for another digit beside the longest."""
    digit = max((r[2] - r[0]) / len(r[4]) for r in lines)
    margin = max(0.0, min(min(r[0] - bbox[0], bbox[2] - r[2]) for r in lines))
    room = bbox[2] - bbox[0] - max(r[2] - r[0] for r in lines)
    return room < digit + 2 * margin and not any(_DECIMALS.match(r[4]) for r in lines[:-1])


def room_after(runs: list[Run], bbox: BBox) -> float | None:
    """How many widths of a character are free beside the last line of a text in its cell; None if another line fits below.

    The margins of a cell are not drawn: they are taken to be as wide as on the other side, up to half a character or to what
    word processors leave, which does not shrink with the letters.
    """
    x0, top, x1, bottom, _ = lines_of(runs)[-1]
    em = bottom - top
    if bbox[3] - bottom >= 1.6 * em:
        return None
    left, right = x0 - bbox[0], bbox[2] - x1
    margin = min(left, right, max(_MARGIN * em, _PADDING))
    free = left + right - 2 * margin if abs(left - right) < 0.3 * em else right - margin
    return round(max(0.0, free) / em, 2)
