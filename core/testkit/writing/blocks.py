"""What a generated document consists of, before it is drawn: headings, paragraphs, tables, page breaks.

Text is composed with marks around what can be changed (amounts, rates, names, titles); :func:`unmark` takes
the marks out and returns the slots, so that a planted error knows where to strike.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Protocol

Span = tuple[int, int, int, int]
"""row, column, rowspan, colspan."""

_OPEN, _BAR, _CLOSE = "\ue010", "\ue011", "\ue012"
_MARK = re.compile(f"{_OPEN}([^{_BAR}]*){_BAR}([01]){_BAR}([^{_CLOSE}]*){_CLOSE}")


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


def mark(kind: str, text: str, determined: bool = True) -> str:
    """``text`` marked as changeable; survives f-strings and is resolved by :func:`unmark`."""
    return f"{_OPEN}{kind}{_BAR}{int(determined)}{_BAR}{text}{_CLOSE}"


def unmark(marked: str) -> tuple[str, tuple[Slot, ...]]:
    """The plain text and its slots."""
    plain, slots, last = "", [], 0
    for m in _MARK.finditer(marked):
        plain += marked[last : m.start()]
        slots.append(Slot(m[1], len(plain), m[3], m[2] == "1"))
        plain += m[3]
        last = m.end()
    return plain + marked[last:], tuple(slots)


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
