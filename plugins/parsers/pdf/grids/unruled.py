"""Tables that have no rules, or horizontal ones only.

No line tells where their cells are; what tells is where the texts stand. Columns come from the gaps that all
lines of the body leave, from the texts of the head, and from rules that are drawn cell by cell; rows from
horizontal rules or from the distance of lines.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from itertools import pairwise

from ..... import BBox, TableStatus, Vocabulary, said, squeeze
from ..letters.lines import Run, cell_text
from .columns import CODES, TOTALS, Block, Span, blocks_of_head, body_columns, cut_columns, leaves_of, matched_columns
from .cut import read_cut
from .grid import UNREAD, Alignment, Grid, GridCell
from .heads import place_head
from .page import PageContent
from .regions import Region, is_amount, physical_lines, regions_of
from .rows import rows_of_body
from .sound import is_sound
from .sound_head import is_head_sound

_GUESSED = 0.85
"""Confidence, at most, of what stands in a table of a scan whose rules were not seen."""
_CUT_RULES = 6
"""Pieces of rules: two columns and three levels."""
_TOO_MANY = 0.15
"""Share of doubtful texts from which on a table is not read at all."""


def find_unruled(page: PageContent, vocabulary: Vocabulary, before: Alignment | None = None) -> None:
    """Finds tables among the runs that stand in no grid, and moves them there.

    ``before``: how a table of the page before was read that may go on here.
    A table that is announced by a unit line but has no columns that can be told apart becomes a grid without
    cells, with the status ``unread``; its runs stay where they are.
    """
    if len(page.rules) >= _CUT_RULES and page.runs:
        read_cut(page)
    if before is not None or _may_have_table(page.runs):
        _find_by_place(page, vocabulary, before)
    for grid in page.unplaced:
        if not any(grid.bbox[1] < g.bbox[3] and g.bbox[1] < grid.bbox[3] for g in page.grids):
            page.grids.append(grid)


def _find_by_place(page: PageContent, vocabulary: Vocabulary, before: Alignment | None) -> None:
    lines = physical_lines(page.runs)
    for region in regions_of(
        lines, page.width, vocabulary, page.rules, before.head[0] if before and before.head else "" if before else None
    ):
        if any(_overlap(region, grid.bbox) for grid in page.grids):
            continue
        grid = _grid(region, before if region.goes_on else None, sure=not page.confidences)
        if grid is not None:
            if page.confidences:
                _set_confidences(grid, page)
            page.grids.append(grid)
            x0, top, x1, bottom = grid.bbox
            page.runs = [r for r in page.runs if not (top <= (r[1] + r[3]) / 2 <= bottom and x0 <= (r[0] + r[2]) / 2 <= x1)]
        elif region.goes_on or (region.announced and region.body and len(region.head) + len(region.body) >= 3) or _has_figures(region):
            box = (region.left, region.top, region.right, region.bottom)
            head = before.head if before and region.goes_on else tuple(line.text for line in region.head)
            unread = Grid(box, 0, 0, [], TableStatus.UNREAD, UNREAD, continues=region.goes_on, alignment=Alignment(head, ()))
            page.grids.append(unread)


def _has_figures(region: Region) -> bool:
    """Whether several lines have several amounts each."""
    return sum(sum(is_amount(r[4]) for r in line.runs) >= 2 for line in region.body) >= 3


def _set_confidences(grid: Grid, page: PageContent) -> None:
    """Gives the cells of a scan's table the confidence of their texts; that the columns are guessed makes none sure."""
    for cell in grid.cells:
        x0, top, x1, bottom = cell.bbox
        inside = [c for r, c in page.confidences.items() if x0 <= (r[0] + r[2]) / 2 <= x1 and top <= (r[1] + r[3]) / 2 <= bottom]
        if cell.text:
            cell.confidence = min([_GUESSED, *inside])


def _may_have_table(runs: list[Run]) -> bool:
    """Whether it is worth looking: more than a few texts, and a unit line, or figures that stand apart from others."""
    if len(runs) < 8:
        return False
    apart = 0
    title = False
    for i, run in enumerate(runs):
        text = run[4]
        if text.isascii():
            if is_amount(text) or (text.isdigit() and len(text) in (3, 5, 7)):
                apart += not (_is_near(runs[i - 1], run) or _is_near(run, runs[(i + 1) % len(runs)]))
        elif ("位：" in text or "位:" in text) and len(text) < 40:
            return True
        elif text[-1] == "表":
            title = True
    return apart >= 4 or (title and apart > 0)


def _is_near(left: Run, right: Run) -> bool:
    """Whether two runs follow one another as words of a sentence do."""
    return -1 < right[0] - left[2] < 8 and left[1] < right[3] and right[1] < left[3]


def _overlap(region: Region, box: BBox) -> bool:
    return region.top < box[3] and box[1] < region.bottom and region.left < box[2] and box[0] < region.right


def _grid(region: Region, before: Alignment | None, *, sure: bool) -> Grid | None:
    """The table of a region, None if its columns cannot be told apart; ``sure``: only if nothing speaks against it.

    One that goes on (``before``) has the columns that it had on the page before.
    """
    if before is not None:
        if not before.edges:
            return None
        lines = [*region.head, *region.body]
        known = next((i for i, line in enumerate(lines) if line.text not in before.head), len(lines))
        region.head, region.body = lines[:known], lines[known:]
    blocks = blocks_of_head(region)
    spans = body_columns(region.body, region.em)
    leaves = leaves_of(blocks, region.em, spans)
    edges = list(before.edges) if before else cut_columns(region)
    if edges is None:
        columns = matched_columns(region, leaves, spans)
        if len(columns) < 2:
            return None
        edges = _edges(columns, region)
    else:
        columns = list(pairwise(edges))
    placed, depth = place_head(blocks, leaves, columns, edges, region.em)
    rows = rows_of_body(region, spans)
    if len(rows) + depth < 2 or not _plausible(region, len(columns), rows):
        return None
    bounds = _bounds(region, placed_levels(placed, depth, region), rows)
    cells: dict[tuple[int, int], GridCell] = {}
    for block, row, first, count in placed:
        cells[row, first] = GridCell(row, first, 1, count, (0, 0, 0, 0), cell_text(block.runs))
    names = {first: (block.bbox[0], block.bbox[2]) for block, _, first, count in placed if count == 1}
    codes = {first for block, _, first, count in placed if count == 1 and cell_text(block.runs) in CODES}
    for row, runs in enumerate(rows, depth):
        for column, part in _by_column(runs, edges, names, codes).items():
            cells[row, column] = GridCell(row, column, 1, 1, (0, 0, 0, 0), cell_text(part))
    doubtful, texts = _doubtful(cells, rows, edges, region.em), sum(map(len, rows))
    if doubtful > _TOO_MANY * texts:
        return None
    _complete(cells, depth, len(rows) + depth, len(columns))
    if sure and not is_sound(cells, rows, edges, depth, region.em, names=names, goes_on=before is not None):
        return None
    if sure and before is None and not is_head_sound(placed, edges, rows, region.em):
        return None
    for cell in cells.values():
        cell.bbox = (edges[cell.column], bounds[cell.row], edges[cell.column + cell.colspan], bounds[cell.row + cell.rowspan])
    box = (edges[0], bounds[0], edges[-1], bounds[-1])
    grid = Grid(box, len(bounds) - 1, len(columns), [cells[k] for k in sorted(cells)])
    grid.alignment = Alignment(before.head if before else tuple(line.text for line in region.head), tuple(edges))
    if doubtful:
        grid.status, grid.problem = (
            TableStatus.PARTIAL,
            said(
                f"a table without rules: {doubtful} of {texts} texts may stand in another cell",
                f"没有表格线的表：{texts} 处文字中有 {doubtful} 处可能属于别的单元格",
            ),
        )
    return grid


def _doubtful(cells: dict[tuple[int, int], GridCell], rows: list[list[Run]], edges: list[float], em: float) -> int:
    """How many texts reach over the edge of their column by more than a character, or share a cell with another amount."""
    inner = edges[1:-1]
    across = sum(any(r[0] + em < x < r[2] - em for x in inner) for runs in rows for r in runs if squeeze(r[4]) not in TOTALS)
    return across + sum(sum(map(is_amount, cell.text.split())) > 1 for cell in cells.values())


def _edges(columns: list[Span], region: Region) -> list[float]:
    inner = [(a[1] + b[0]) / 2 for a, b in pairwise(columns)]
    return [round(x, 2) for x in (min(region.left, columns[0][0]) - 1, *inner, max(region.right, columns[-1][1]) + 1)]


def _plausible(region: Region, columns: int, rows: list[list[Run]]) -> bool:
    """Whether this is a table at all: announced, or several rows that use several columns."""
    return region.announced or (columns >= 3 and len(rows) >= 3)


def _by_column(runs: list[Run], edges: list[float], names: Mapping[int, Span], codes: AbstractSet[int]) -> dict[int, list[Run]]:
    """Runs of a row by column. A word for a total between a column of codes and the next is a name, no code."""
    found: dict[int, list[Run]] = {}
    last = len(edges) - 2
    for run in runs:
        column = min(max(bisect_right(edges, (run[0] + run[2]) / 2) - 1, 0), last)
        if column in codes and column + 1 in names and run[0] > names[column][1] and squeeze(run[4]) in TOTALS:
            column += 1
        found.setdefault(column, []).append(run)
    return found


def placed_levels(placed: list[tuple[Block, int, int, int]], depth: int, region: Region) -> list[float]:
    """Upper bounds of the rows of the head."""
    tops = []
    for row in range(depth):
        boxes = [b.bbox for b, r, _, _ in placed if r == row]
        tops.append(min((b[1] for b in boxes), default=region.top))
    for i in range(1, depth):
        tops[i] = max(tops[i], tops[i - 1] + 0.5)
    return tops


def _bounds(region: Region, head: list[float], rows: list[list[Run]]) -> list[float]:
    """Upper bounds of all rows, and the lower bound of the last."""
    tops = [*head]
    before = head[-1] if head else None
    for runs in rows:
        top = min(r[1] for r in runs)
        tops.append(top if before is None else max(top, before + 0.5))
        before = tops[-1]
    return [round(y, 2) for y in (*tops, max(region.bottom, tops[-1] + 0.5) + 0.5)]


def _complete(cells: dict[tuple[int, int], GridCell], depth: int, rows: int, columns: int) -> None:
    """Texts of the head reach down to the next one below them; all other places become empty cells."""
    taken = {(c.row, x) for c in cells.values() for x in range(c.column, c.column + c.colspan)}
    for cell in [c for c in cells.values() if c.row < depth]:
        below = cell.row + 1
        while below < depth and all((below, x) not in taken for x in range(cell.column, cell.column + cell.colspan)):
            taken |= {(below, x) for x in range(cell.column, cell.column + cell.colspan)}
            below += 1
        cell.rowspan = below - cell.row
    for row in range(rows):
        for column in range(columns):
            if (row, column) not in taken:
                cells[row, column] = GridCell(row, column, 1, 1, (0, 0, 0, 0))
