"""What both PDF engines make of a page, and the blocks made from it.

All coordinates are PDF points with the origin at the top left of the page as people see it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING

from .....core.model.documents.document import BBox, Block, Cell, Paragraph, Place, Table, TableStatus
from .....core.model.documents.text import as_typed, join_lines, squeeze

if TYPE_CHECKING:
    from ..letters.tags import TaggedTable

typed = lru_cache(8192)(as_typed)
"""The same labels come again on every page."""

Run = tuple[float, float, float, float, str]
"""x0, top, x1, bottom and text of characters that stand together without white space."""


UNREAD = "a table without rules whose columns could not be told apart"
_DIGITS = re.compile(r"^[\d.,，%-]+$")
_MARGIN = 0.55
"""Widths of a character: the largest margin of a cell."""
_DECIMALS = re.compile(r"^[\d,，]+\.\d\d$")


@dataclass(slots=True)
class GridCell:
    """A cell of a grid, before it becomes part of the model: place in the grid, span, box, printed text."""

    row: int
    column: int
    rowspan: int
    colspan: int
    bbox: BBox
    text: str = ""
    confidence: float | None = None
    """Of recognition, for scans only."""
    room: float | None = None
    """In the last row, where no other line fits below the text: widths of a character that are free beside its last line."""


@dataclass(slots=True)
class Grid:
    """A table found on one page."""

    bbox: BBox
    rows: int
    columns: int
    cells: list[GridCell]
    status: TableStatus = TableStatus.READ
    problem: str | None = None
    open_top: bool = False
    open_bottom: bool = False
    """The vertical rules reach beyond the last horizontal one: nothing closes the last row (or the first)."""
    continues: bool = False
    """The file says that it goes on with the last table of the page before."""


@dataclass(slots=True)
class PageContent:
    """A page read by an engine: tables, and the runs of text that stand outside them."""

    number: int
    width: float
    height: float
    rotation: int
    engine: str
    grids: list[Grid] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    rules: list[BBox] = field(default_factory=list)
    """Pieces, as drawn, of horizontal rules that belong to no grid."""
    tagged: list[TaggedTable] = field(default_factory=list)
    """Tables that the file itself declares, with their texts; only where texts stand outside grids as tables' do."""
    unplaced: list[Grid] = field(default_factory=list)
    """Declared tables that could not be read, as grids without cells."""
    problem: str | None = None
    turned: int = 0
    """Quarter turns clockwise by which people turn the page to read it: coordinates are those of the turned page."""
    confidences: dict[Run, float] = field(default_factory=dict)
    """Of recognition, by run; for scans only."""
    doubt: str | None = None
    """Why another engine should have a look at the page."""

    @property
    def letters(self) -> int:
        """How many characters were read, white space apart."""
        return sum(len(r[4]) for r in self.runs) + sum(len(squeeze(c.text)) for g in self.grids for c in g.cells)


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
    if bbox is not None and len(lines) > 1 and all(_DIGITS.match(line[4]) for line in lines) and _is_broken(lines, bbox):
        return "".join(line[4] for line in lines)
    return join_lines("\n".join(line[4] for line in lines))


def _is_broken(lines: list[Run], bbox: BBox) -> bool:
    """Whether lines of digits fill their cell: there is no room for another digit beside the longest."""
    digit = max((r[2] - r[0]) / len(r[4]) for r in lines)
    margin = max(0.0, min(min(r[0] - bbox[0], bbox[2] - r[2]) for r in lines))
    room = bbox[2] - bbox[0] - max(r[2] - r[0] for r in lines)
    return room < digit + 2 * margin and not any(_DECIMALS.match(r[4]) for r in lines[:-1])


def room_after(runs: list[Run], bbox: BBox) -> float | None:
    """How many widths of a character are free beside the last line of a text in its cell; None if another line fits below.

    The margins of a cell are not drawn: they are taken to be as wide as on the other side, up to half a character.
    """
    x0, top, x1, bottom, _ = lines_of(runs)[-1]
    em = bottom - top
    if bbox[3] - bottom >= 1.6 * em:
        return None
    left, right = x0 - bbox[0], bbox[2] - x1
    margin = min(left, right, _MARGIN * em)
    free = left + right - 2 * margin if abs(left - right) < 0.3 * em else right - margin
    return round(max(0.0, free) / em, 2)


def blocks_of(page: PageContent, first: int) -> list[Block]:
    """Lines and tables of a page in reading order; the first has the ordinal ``first``."""
    items: list[tuple[float, float, Run | Grid]] = [(r[1], r[0], r) for r in lines_of(page.runs)]
    items += [(g.bbox[1], g.bbox[0], g) for g in page.grids]
    items.sort(key=itemgetter(0, 1))
    blocks: list[Block] = []
    for block, (_, _, item) in enumerate(items, first):
        if isinstance(item, Grid):
            if page.turned:
                for cell in item.cells:
                    cell.bbox = _turned_back(cell.bbox, page)
                item.bbox = _turned_back(item.bbox, page)
            blocks.append(_table(item, page.number, block))
        else:
            x0, top, x1, bottom, printed = item
            text = typed(printed)
            box = (round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2))
            place = Place(page.number, _turned_back(box, page) if page.turned else box, None, None, None, block)
            blocks.append(Paragraph(text, place, None if text == printed else printed, False, _line_confidence(page, item)))
    return blocks


def _line_confidence(page: PageContent, line: Run) -> Decimal | None:
    """The least confidence of the runs of a line."""
    inside = [c for r, c in page.confidences.items() if line[0] <= (r[0] + r[2]) / 2 <= line[2] and line[1] <= (r[1] + r[3]) / 2 <= line[3]]
    return confidence_of(min(inside)) if inside else None


def confidence_of(score: float | None) -> Decimal | None:
    """A score of recognition as the model keeps it: three decimals."""
    return None if score is None else Decimal(f"{score:.3f}")


def _turned_back(box: BBox, page: PageContent) -> BBox:
    """A box of a page that was turned for reading, on the page as it is stored."""
    x0, top, x1, bottom = box
    width, height = page.width, page.height
    if page.turned == 1:
        box = (top, height - x1, bottom, height - x0)
    elif page.turned == 2:
        box = (width - x1, height - bottom, width - x0, height - top)
    else:
        box = (width - bottom, x0, width - top, x1)
    return (round(box[0], 2), round(box[1], 2), round(box[2], 2), round(box[3], 2))


def _table(grid: Grid, page: int, block: int) -> Table:
    cells = []
    for c in grid.cells:
        printed = c.text
        text = printed if printed.isascii() else typed(printed)
        place = Place(page, c.bbox, None, None, None, block)
        sure = confidence_of(c.confidence)
        shown = None if text == printed else printed
        cells.append(Cell(text, c.row, c.column, place, c.rowspan, c.colspan, shown, sure, room=c.room))
    place = Place(page, grid.bbox, None, None, None, block)
    return Table(
        tuple(cells), grid.rows, grid.columns, place, status=grid.status, problem=grid.problem, pages=(page,),
        open_top=grid.open_top, open_bottom=grid.open_bottom, continues=grid.continues,
    )  # fmt: skip
