"""Where personal data stand on the pages of a document: pictures of the pages must not show them."""

from __future__ import annotations

from ..model.documents.document import BBox, Cell, Document, Paragraph
from ..model.documents.privacy import mask


def private_boxes(document: Document) -> dict[int, list[BBox]]:
    """By page, the boxes of cells and lines that print a personal number: a picture must not show them."""
    found: dict[int, list[BBox]] = {}
    for block in document.blocks:
        parts: list[Cell | Paragraph] = [block] if isinstance(block, Paragraph) else [*block.cells, *block.notes]
        for part in parts:
            if part.place.page and part.place.bbox and mask(part.text) != part.text:
                found.setdefault(part.place.page, []).append(part.place.bbox)
    return found
