"""What a parser makes of a file: pages of blocks in reading order, each with its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

BBox = tuple[float, float, float, float]
"""x0, top, x1, bottom in PDF points, origin top left, after rotation."""

SURE = Decimal("0.9")
"""Confidence of recognition from which on a figure can carry a finding that is certain."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands (位置). What a format does not have is None.

    ``page``, ``line`` and ``column`` count from 1; ``block`` is the ordinal of the block in the document.
    ``document`` is a sha256 where several files are one disclosure; None means the document under check.
    """

    page: int | None = None
    bbox: BBox | None = None
    sheet: str | None = None
    line: int | None = None
    column: int | None = None
    block: int | None = None
    document: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A run of prose (段落). ``text`` is as people type it, ``printed`` is kept where it differs.

    ``confidence``: of recognition, 0 to 1, for scans only.
    """

    text: str
    place: Place
    printed: str | None = None
    heading: bool = False
    confidence: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table (单元格): text, first row and column (from 0), span, place.

    ``ambiguous``: the reader could not tell which column the text belongs to, so it is never evidence.
    ``confidence``: of recognition, 0 to 1, for scans only.
    """

    text: str
    row: int
    column: int
    place: Place
    rowspan: int = 1
    colspan: int = 1
    printed: str | None = None
    confidence: Decimal | None = None
    ambiguous: bool = False
    unread: str | None = None
    """Why what is printed here could not be read, in words: the cell is neither blank nor zero."""
    room: float | None = None
    """Of a text that no other line fits below, in the last row on a page: the widths of a character that are free beside
    its last line. What needs more may stand on the next page."""


class TableStatus(StrEnum):
    """How much of a table was read: all, a part, or only its title and unit line."""

    READ = "read"
    PARTIAL = "partial"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class Table:
    """A table (表): rectangular, its cells with spans; caption and unit as printed above it."""

    cells: tuple[Cell, ...]
    rows: int
    columns: int
    place: Place
    number: str | None = None
    title: str | None = None
    unit: str | None = None
    maker: str | None = None
    """The body named in the caption (编制单位)."""
    maker_word: str | None = None
    """The word before it, as printed."""
    caption_rows: int = 0
    """How many of the first rows hold the caption (title, number, maker, unit); they count as header rows too."""
    header_rows: int = 0
    status: TableStatus = TableStatus.READ
    problem: str | None = None
    """Why the table is not ``read``, in words."""
    pages: tuple[int, ...] = ()
    notes: tuple[Paragraph, ...] = ()
    """Lines under the table that speak about it (备注, 注)."""
    fragments: tuple[int, ...] = (0,)
    """First rows of the pieces that were joined to this table."""
    continues: bool = False
    """The parser knows that this is the rest of the table before it."""
    open_top: bool = False
    """No rule closes the first row at its top, although the table is ruled: it may have begun on the page before."""
    open_bottom: bool = False
    """No rule closes the last row at its bottom, although the table is ruled: it may go on on the next page."""

    def grid(self) -> list[list[str]]:
        """Texts as a rectangle; a merged cell's text stands at its first place, the rest is empty."""
        rows = [[""] * self.columns for _ in range(self.rows)]
        for cell in self.cells:
            rows[cell.row][cell.column] = cell.text
        return rows

    def sheet_name(self) -> str | None:
        """The sheet of a workbook, None for other formats."""
        return self.place.sheet

    def cell_map(self) -> dict[tuple[int, int], Cell]:
        """Cells by first row and column."""
        return {(c.row, c.column): c for c in self.cells}

    def spans(self) -> list[tuple[int, int, int, int]]:
        """row, column, rowspan, colspan of every merged cell."""
        return [(c.row, c.column, c.rowspan, c.colspan) for c in self.cells if c.rowspan > 1 or c.colspan > 1]


Block = Paragraph | Table
"""What a document is made of, in reading order."""
"""What a document is made of, in reading order."""


@dataclass(frozen=True, slots=True)
class SetAside:
    """A text with figures that stands on a page and is in no block (未计入), and why: ``watermark``, ``clipped``, ``covered``
    by what was painted later, ``unread`` (in a table that could not be read), or ``lost``."""

    text: str
    reason: str
    place: Place


@dataclass(frozen=True, slots=True)
class Page:
    """A page as laid out. ``rotation`` in degrees, already applied to all boxes."""

    number: int
    width: float
    height: float
    rotation: int = 0
    problem: str | None = None
    """What of the page could not be read (e.g. no text layer), in words."""
    doubt: str | None = None
    """Why another way of reading the page was tried, in words."""
    aside: tuple[SetAside, ...] = ()
    """Texts with figures that are in no block."""


@dataclass(frozen=True, slots=True)
class Document:
    """What was read of one file (文档): blocks in reading order, each with its place.

    ``pages`` is empty for formats without pages. ``lines_are_physical``: paragraphs are the lines of a
    page, still to be joined; after :func:`mingzhang.core.reading.assemble` it is always false.
    """

    path: str
    sha256: str
    parser: str
    blocks: tuple[Block, ...]
    pages: tuple[Page, ...] = ()
    engine: str | None = None
    size: int = 0
    lines_are_physical: bool = False
    problems: tuple[str, ...] = field(default=())
    """What of the file could not be read, in words."""
    published_on: str | None = None
    """ISO date of publication, as the file's own metadata state it."""
    publisher: str | None = None
    """Who published it (来源), as the file's own metadata state it."""

    @property
    def tables(self) -> Iterator[Table]:
        return (b for b in self.blocks if isinstance(b, Table))

    @property
    def paragraphs(self) -> Iterator[Paragraph]:
        return (b for b in self.blocks if isinstance(b, Paragraph))
