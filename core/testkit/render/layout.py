"""Laying out tables on paper: wrapped lines, row heights, which rows go on which page."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from ...model.generated.blocks import TableBlock

Measure = Callable[[str], float]
"""The width of a text in points."""

_UNBROKEN = re.compile(r"[0-9A-Za-z.,%<>=≥≤+-]+|.", re.DOTALL)
_NUMBER = re.compile(r"-?[\d,]+\.\d+")
_NOT_FIRST = "，。、；：？！”’）》〉】%"


def wrap(text: str, measure: Measure, width: float, indent: float = 0.0) -> list[str]:
    """Lines of at most ``width``; numbers stay whole, punctuation takes the character before it to the next line."""
    lines: list[str] = []
    line: list[str] = []
    used = indent
    for token in _UNBROKEN.findall(text):
        wide = measure(token)
        if line and used + wide > width:
            carried = [line.pop()] if token in _NOT_FIRST and len(line) > 1 else []
            lines.append("".join(line))
            line, used = carried, sum(measure(t) for t in carried)
        while wide > width and len(token) > 1:
            cut = max(1, int(len(token) * width / wide) - 1)
            lines.append("".join(line) + token[:cut])
            token, line, used = token[cut:], [], 0.0
            wide = measure(token)
        line.append(token)
        used += wide
    return [*lines, "".join(line)] if line else lines


@dataclass(frozen=True, slots=True)
class LaidCell:
    """A cell with its lines."""

    row: int
    column: int
    rowspan: int
    colspan: int
    lines: tuple[str, ...]
    align: str


@dataclass(frozen=True, slots=True)
class Laid:
    """A table with heights of rows and edges of columns, in points."""

    cells: tuple[LaidCell, ...]
    heights: list[float]
    edges: list[float]


def lay_out(block: TableBlock, widths: list[float], size: float, measure: Measure) -> Laid:
    """Wrap every cell into its width and find the heights of the rows."""
    spans = {(r, c): (rowspan, colspan) for r, c, rowspan, colspan in block.spans}
    covered = {(r + i, c + k) for (r, c), (n, m) in spans.items() for i in range(n) for k in range(m) if i or k}
    edges = [0.0]
    for w in widths:
        edges.append(edges[-1] + w)
    leading, heights = size * 1.25, [size * 1.25 + 6] * len(block.grid)
    cells = []
    for r, row in enumerate(block.grid):
        for c, text in enumerate(row):
            if (r, c) in covered:
                continue
            rowspan, colspan = spans.get((r, c), (1, 1))
            lines = tuple(wrap(text, measure, edges[c + colspan] - edges[c] - 6))
            align = "center" if r < block.header_rows else "right" if _NUMBER.fullmatch(text) else "left"
            cells.append(LaidCell(r, c, rowspan, colspan, lines, align))
            if rowspan == 1:
                heights[r] = max(heights[r], len(lines) * leading + 6)
    for cell in cells:
        missing = len(cell.lines) * leading + 6 - sum(heights[cell.row : cell.row + cell.rowspan])
        if cell.rowspan > 1 and missing > 0:
            for r in range(cell.row, cell.row + cell.rowspan):
                heights[r] += missing / cell.rowspan
    return Laid(tuple(cells), heights, edges)


def break_rows(heights: list[float], header_rows: int, first: float, later: float) -> list[list[int]]:
    """Rows of every page: what fits into ``first`` points, then into ``later``, the header repeated."""
    pages: list[list[int]] = [[]]
    header = list(range(header_rows))
    left = first
    for r, height in enumerate(heights):
        if height > left and pages[-1] and r >= header_rows:
            pages.append(list(header))
            left = later - sum(heights[:header_rows])
        pages[-1].append(r)
        left -= height
    return pages
