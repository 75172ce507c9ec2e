"""How much of a document was understood, and what was not."""

from __future__ import annotations

from dataclasses import dataclass

from ..documents.document import Place


@dataclass(frozen=True, slots=True)
class Unread:
    """A number that the reader saw and that became no fact."""

    text: str
    where: str
    """Table and column, or section and sentence."""
    reason: str
    place: Place


ENOUGH = 60
"""% of the numbers in tables; below it a result says so first, and nothing is said to be in order."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much was understood: numbers that became facts, of the numbers there are."""

    cells_understood: int = 0
    cells_numeric: int = 0
    prose_understood: int = 0
    prose_numbers: int = 0
    unread: tuple[Unread, ...] = ()

    @property
    def is_low(self) -> bool:
        """Under 60 % of the numbers in tables were understood: what was checked says little of the file."""
        return self.cells_understood * 100 < self.cells_numeric * ENOUGH
