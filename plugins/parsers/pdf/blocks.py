"""A page as an engine read it becomes blocks of the model."""

from __future__ import annotations

from decimal import Decimal
from operator import itemgetter

from .... import BBox, Block, Cell, Paragraph, Place, Table
from .grids.grid import Grid
from .grids.page import PageContent
from .letters.lines import Run, lines_of, typed


def blocks_of(page: PageContent, first: int) -> list[Block]:
    """Lines and tables of a page in reading order; the first has the ordinal ``first``."""
    items: list[tuple[float, float, Run | Grid]] = [(r[1], r[0], r) for r in lines_of(page.runs)]
    items += [(g.bbox[1], g.bbox[0], g) for g in page.grids]
    items.sort(key=itemgetter(0, 1))
    blocks: list[Block] = []
    for block, (_, _, item) in enumerate(items, first):
        if isinstance(item, Grid):
            if page.turned:
                for cell in item.cells:
                    cell.bbox = turned_back(cell.bbox, page)
                item.bbox = turned_back(item.bbox, page)
            blocks.append(_table(item, page.number, block))
        else:
            x0, top, x1, bottom, printed = item
            text = typed(printed)
            box = (round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2))
            place = Place(page.number, turned_back(box, page) if page.turned else box, None, None, None, block)
            blocks.append(Paragraph(text, place, None if text == printed else printed, False, _line_confidence(page, item)))
    return blocks


def _line_confidence(page: PageContent, line: Run) -> Decimal | None:
    """The least confidence of the runs of a line."""
    if not page.confidences:
        return None
    inside = [c for r, c in page.confidences.items() if line[0] <= (r[0] + r[2]) / 2 <= line[2] and line[1] <= (r[1] + r[3]) / 2 <= line[3]]
    return confidence_of(min(inside)) if inside else None


def confidence_of(score: float | None) -> Decimal | None:
    """A score of recognition as the model keeps it: three decimals."""
    return None if score is None else Decimal(f"{score:.3f}")


def turned_back(box: BBox, page: PageContent) -> BBox:
    """A box of a page that was turned for reading, on the page as it is stored."""
    x0, top, x1, bottom = box
    width, height = page.width, page.height
    if page.turned == 1:
        box = (top, height - x1, bottom, height - x0)
    elif page.turned == 2:
        box = (width - x1, height - bottom, width - x0, height - top)
    else:
        box = (width - bottom, x0, width - top, x1)
    return (round(box[0], 2), round(box[1], 2), round(box[2], 2), round(box[3], 2))


def _table(grid: Grid, page: int, block: int) -> Table:
    cells = []
    for c in grid.cells:
        printed = c.text
        text = printed if printed.isascii() else typed(printed)
        place = Place(page, c.bbox, None, None, None, block)
        sure = None if c.confidence is None else confidence_of(c.confidence)
        shown = None if text == printed else printed
        cells.append(Cell(text, c.row, c.column, place, c.rowspan, c.colspan, shown, sure, False, None, c.room))
    place = Place(page, grid.bbox, None, None, None, block)
    return Table(
        tuple(cells), grid.rows, grid.columns, place, status=grid.status, problem=grid.problem, pages=(page,),
        open_top=grid.open_top, open_bottom=grid.open_bottom, continues=grid.continues,
    )  # fmt: skip
