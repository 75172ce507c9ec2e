"""What an engine makes of a page.

All coordinates are PDF points with the origin at the top left of the page as people see it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ..... import BBox, Said, said, squeeze
from ..letters.letters import Aside
from ..letters.lines import Run
from ..letters.tags import TaggedTable
from .grid import Alignment, Grid

_FOOTER = 4
"""Runs that may stand below the last table of a page: a page number, a line at the foot."""
NO_TEXT = "没有文字层"
"""How the problem of a page begins that is a picture."""


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
    seen: list[Run] = field(default_factory=list)
    """All that people see as text, before it was put into cells; of recognised pages nothing."""
    aside: list[Aside] = field(default_factory=list)
    """What was seen and is in no cell and no paragraph, with the reason."""
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
        return sum(len(r[4]) for r in self.runs) + self.tabled

    @property
    def tabled(self) -> int:
        """How many of them are in tables."""
        return sum(len(squeeze(c.text)) for g in self.grids for c in g.cells)

    @property
    def open_alignment(self) -> Alignment | None:
        """That of a table without rules at the end of the page: it may go on on the next."""
        last = max(self.grids, key=lambda g: g.bbox[3], default=None)
        if last is None or last.alignment is None or sum(r[1] > last.bbox[3] for r in self.runs) > _FOOTER:
            return None
        return last.alignment


def no_text(english: str, chinese: str) -> Said:
    """The problem of a page that is a picture."""
    return said(f"no text layer{english}", f"{NO_TEXT}{chinese}")
