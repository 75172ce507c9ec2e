"""Captions that are drawn inside a grid: title, number, maker and unit in the first rows of a table, or in a box of their own."""

from __future__ import annotations

from dataclasses import replace

from ..model.documents.document import Block, Cell, Paragraph, Table
from ..model.documents.vocabulary import Vocabulary
from .captions import Caption, pieces_of, read_caption

_MOST_ROWS = 6
_NEAR = 4


def caption_rows(table: Table, vocabulary: Vocabulary) -> tuple[Caption, int]:
    """What the first rows of a table say of it, and how many of them say nothing else.

    Rows count as long as each of their cells is a part of the caption. A single cell that looks like a title is one.
    """
    best, count = Caption(), 0
    texts: list[str] = []
    for row in range(min(_MOST_ROWS, table.rows - 1)):
        cells = _filled(table, row)
        texts.append("\t".join(c.text for c in cells))
        if not cells:
            continue
        pieces = pieces_of(texts)
        caption, first = read_caption(pieces, vocabulary, inside=True)
        if first or not caption.found or (caption.title and not caption.known and not _alone(cells, table)):
            continue
        best, count = caption, row + 1
    return best, count


def _filled(table: Table, row: int) -> list[Cell]:
    return sorted((c for c in table.cells if c.row == row and c.text.strip()), key=lambda c: c.column)


def _alone(cells: list[Cell], table: Table) -> bool:
    return len(cells) == 1 and cells[0].column == 0 and table.columns > 1


def without_rows(table: Table, count: int) -> Table:
    """The table without its first rows."""
    kept = tuple(replace(c, row=c.row - count) for c in table.cells if c.row >= count)
    return replace(table, cells=kept, rows=table.rows - count, caption_rows=max(0, table.caption_rows - count))


def open_boxes(blocks: list[Block], vocabulary: Vocabulary) -> list[Block]:
    """The blocks with captions that stand in a box of their own above a table as lines."""
    out: list[Block] = []
    for index, block in enumerate(blocks):
        if isinstance(block, Table) and _is_box(block, vocabulary) and any(isinstance(b, Table) for b in blocks[index + 1 : index + _NEAR]):
            out += [Paragraph(c.text, replace(c.place, block=block.place.block)) for r in range(block.rows) for c in _filled(block, r)]
        else:
            out.append(block)
    return out


def _is_box(table: Table, vocabulary: Vocabulary) -> bool:
    """Whether a grid holds nothing but a caption."""
    if table.rows > _MOST_ROWS or not table.cells:
        return False
    pieces = pieces_of(["\t".join(c.text for c in _filled(table, r)) for r in range(table.rows)])
    if not pieces:
        return False
    caption, first = read_caption(pieces, vocabulary, inside=True)
    return caption.found and first == 0
