"""What the generator knows about a document that it made: the facts a perfect reader would find."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from ..disclosures.disclosure import Identity
from .blocks import Block


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure of a statement, as printed, and where it stands.

    ``row_kind`` and ``row`` follow :class:`mingzhang.core.model.disclosures.disclosure.Row`: a functional row's key is its
    code; ``table`` is the title as printed, ``at`` row and column in its grid.
    """

    statement: str
    row_kind: str
    row: str
    name: str
    measure: str
    value: Decimal
    unit: str
    table: str
    at: tuple[int, int]
    side: str | None = None


@dataclass(frozen=True, slots=True)
class People:
    """Posts and people as the overview states them."""

    posts: int
    present: int
    staff: int
    retired: int
    veterans: int
    offices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Generated:
    """A fictional disclosure: who, what it says, and the blocks to draw it from."""

    identity: Identity
    facts: tuple[Fact, ...]
    blocks: tuple[Block, ...]
    people: People
    seed: int
    rounding: bool = False

    @property
    def stem(self) -> str:
        """A file name without suffix."""
        i = self.identity
        return f"{i.region}_{i.body}_{i.fiscal_year}_{i.kind}"
