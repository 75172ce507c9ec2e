"""Tables of a page before they become part of the model."""

from __future__ import annotations

from dataclasses import dataclass

from ..... import BBox, TableStatus, said

UNREAD = said("a table without rules whose columns could not be told apart", "没有表格线，各栏分不开的表")


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


@dataclass(frozen=True, slots=True)
class Alignment:
    """How a table without rules was read: what stands on the lines of its head, the edges of its columns (none if it could not
    be read)."""

    head: tuple[str, ...]
    edges: tuple[float, ...]


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
    alignment: Alignment | None = None
    """Of a table whose columns were told from where its texts stand."""
