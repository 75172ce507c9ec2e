"""Tables in the raw text of a PDF, whose empty cells are lost: read only where one reading is left."""

from __future__ import annotations

from ... import Block
from ...core.model.vocabulary import Vocabulary


def loose_tables(blocks: list[Block], vocabulary: Vocabulary) -> list[Block]:
    """Blocks with the tables that could be found between their titles."""
    return blocks
