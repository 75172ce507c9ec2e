"""What a text document or a page is made of: lines, and tables whose cells hold such content again."""

from __future__ import annotations

from dataclasses import dataclass, field

from .merge import RawCell


@dataclass(slots=True)
class Line:
    """A line of prose."""

    text: str
    heading: bool = False


@dataclass(slots=True)
class ContentCell(RawCell):
    """A cell with what it holds, in order."""

    content: list[Line | Grid] = field(default_factory=list)


@dataclass(slots=True)
class Grid:
    """A table; ``columns`` gives for each grid line the column that begins there."""

    rows: int
    cells: list[ContentCell]
    columns: dict[int, int]

    @property
    def width(self) -> int:
        return max(self.columns.values(), default=0)
