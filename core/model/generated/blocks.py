"""What a generated document consists of, before it is drawn: headings, paragraphs, tables, page breaks.

The slots of a text say what can be changed in it (amounts, rates, names, titles), so that a planted error knows where to strike.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

Span = tuple[int, int, int, int]
"""row, column, rowspan, colspan."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A piece of text that can be changed by plan.

    ``kind``: amount, change, rate, share, direction, count, code_name, title, unit, contents, weight, score, blank.
    ``determined``: some other print of the same document contradicts the text if it is changed.
    """

    kind: str
    start: int
    text: str
    determined: bool


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 0 is the cover title, 1 a part, 2 a section."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph of prose. ``section`` is the heading it stands under, ``align`` left, center or right."""

    text: str
    slots: tuple[Slot, ...] = ()
    section: str = ""
    align: str = "left"


@dataclass(frozen=True, slots=True)
class PageBreak:
    """The next block begins a page."""


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A ruled table with its caption.

    ``grid`` is rectangular, a merged cell's text at its first place; ``slots`` are by row and column;
    ``rows`` and ``columns`` name rows and columns for people (place of a planted error).
    """

    grid: tuple[tuple[str, ...], ...]
    header_rows: int
    spans: tuple[Span, ...]
    title: str | None = None
    number: str | None = None
    subtitle: str | None = None
    left: str | None = None
    unit: str | None = None
    notes: tuple[str, ...] = ()
    statement: str | None = None
    landscape: bool = False
    widths: tuple[float, ...] = ()
    slots: dict[tuple[int, int], tuple[Slot, ...]] = field(default_factory=dict)
    rows: dict[int, str] = field(default_factory=dict)
    columns: dict[int, str] = field(default_factory=dict)

    @property
    def width(self) -> int:
        return len(self.grid[0])


Block = Heading | Para | PageBreak | TableBlock


class Drawable(Protocol):
    """What can be drawn: blocks, and a name for the file."""

    @property
    def blocks(self) -> tuple[Block, ...]: ...
    @property
    def stem(self) -> str: ...
