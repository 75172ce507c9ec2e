"""The reference engine: pdfplumber's own table finder and words, one page at a time."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pdfplumber

from ...core.model.document import BBox
from .pdf_letters import LIGHT
from .pdf_page import Grid, GridCell, PageContent, Run, cell_text
from .pdf_rules import THIN, Rule, connected, pieces_of, rules_of

_SNAP = 3.0

logging.getLogger("pdfminer").setLevel(logging.ERROR)  # its warnings are about fonts, one for every page


def read_page(path: Path, number: int) -> PageContent | None:
    """The page with this number (from 1); None if pdfplumber cannot read it."""
    try:
        with pdfplumber.open(path, pages=[number]) as pdf:
            return _read(pdf.pages[0])
    except Exception:  # pdfminer raises anything on damaged files; the caller says that the page was not read
        return None


def _read(page: Any) -> PageContent:
    content = PageContent(page.page_number, float(page.width), float(page.height), int(page.rotation or 0), "pdfplumber")
    if not page.chars:
        if page.images:
            content.problem = "no text layer: the page is a picture"
        return content
    clean = page.filter(_is_content)
    runs = _runs(clean)
    thin = [(float(p["x0"]), float(p["top"]), float(p["x1"]), float(p["bottom"])) for p in clean.rects + clean.lines + clean.curves]
    across, down = rules_of(b for b in thin if b[2] - b[0] <= THIN or b[3] - b[1] <= THIN)
    loose = [r for group, others in connected(across, down) if not others for r in group]
    content.rules = pieces_of(thin, loose)
    for table in _tables(clean, across, down):
        cells: list[BBox] = [(float(c[0]), float(c[1]), float(c[2]), float(c[3])) for c in table.cells]
        grid = grid_of_boxes(cells)
        if grid is not None:
            runs = fill(grid, runs)
            content.grids.append(grid)
    content.runs = runs
    return content


def _tables(page: Any, across: list[Rule], down: list[Rule]) -> list[Any]:
    """pdfplumber's tables. Dotted rules are handed over as lines: it takes every dot for a rule, and finds nothing."""
    dots = sum(r["width"] <= THIN and r["height"] <= THIN for r in page.rects)
    if dots < 40:
        return list(page.find_tables())
    lines = {
        "explicit_horizontal_lines": [
            {"object_type": "line", "x0": x0, "x1": x1, "top": y, "bottom": y, "width": x1 - x0, "height": 0, "orientation": "h"}
            for y, x0, x1 in across
        ],
        "explicit_vertical_lines": [
            {"object_type": "line", "x0": x, "x1": x, "top": top, "bottom": bottom, "width": 0, "height": bottom - top, "orientation": "v"}
            for x, top, bottom in down
        ],
    }
    return list(page.find_tables({"vertical_strategy": "explicit", "horizontal_strategy": "explicit", **lines}))


def _is_content(thing: dict[str, Any]) -> bool:
    """Whether an object is text or a rule, not a watermark or a background."""
    if thing["object_type"] == "char":
        a, b, c, d = thing["matrix"][:4]
        straight = min(abs(a) + abs(d), abs(b) + abs(c)) < 0.03 * (abs(a) + abs(b) + abs(c) + abs(d))
        return straight and not _is_light(thing.get("non_stroking_color"))
    if thing["object_type"] == "rect" and min(thing["width"], thing["height"]) > THIN:
        return bool(thing["stroke"])
    return True


def _is_light(color: Any) -> bool:
    """Whether a colour (grey, RGB or CMYK, 0 to 1) is too light for text on white."""
    if not isinstance(color, (list, tuple)) or not all(isinstance(v, (int, float)) for v in color):
        return False
    if len(color) == 4:
        return max(color) < 1 - LIGHT / 255
    return len(color) in (1, 3) and min(color) > LIGHT / 255


def _runs(page: Any) -> list[Run]:
    return [(w["x0"], w["top"], w["x1"], w["bottom"], w["text"]) for w in page.extract_words(x_tolerance=2)]


def grid_of_boxes(boxes: list[BBox]) -> Grid | None:
    """A grid of the boxes of its cells; places without a box become empty cells. None if it is no table."""
    xs = _levels([v for b in boxes for v in (b[0], b[2])])
    ys = _levels([v for b in boxes for v in (b[1], b[3])])
    if len(xs) < 2 or len(ys) < 2 or (len(xs) == 2 and len(ys) == 2):
        return None
    taken: set[tuple[int, int]] = set()
    cells = []
    for box in sorted(boxes, key=lambda b: (b[1], b[0])):
        column, row, right, below = _nearest(xs, box[0]), _nearest(ys, box[1]), _nearest(xs, box[2]), _nearest(ys, box[3])
        places = {(r, c) for r in range(row, below) for c in range(column, right)}
        if not places or places & taken:
            continue
        taken |= places
        cells.append(GridCell(row, column, below - row, right - column, box))
    places = {(r, c) for r in range(len(ys) - 1) for c in range(len(xs) - 1)}
    cells += [GridCell(r, c, 1, 1, (xs[c], ys[r], xs[c + 1], ys[r + 1])) for r, c in places - taken]
    cells.sort(key=lambda c: (c.row, c.column))
    return Grid((xs[0], ys[0], xs[-1], ys[-1]), len(ys) - 1, len(xs) - 1, cells)


def fill(grid: Grid, runs: list[Run]) -> list[Run]:
    """Puts the runs inside a grid into its cells; gives back those outside."""
    inside: dict[int, list[Run]] = {}
    outside = []
    for run in runs:
        x, y = (run[0] + run[2]) / 2, (run[1] + run[3]) / 2
        for i, cell in enumerate(grid.cells):
            x0, top, x1, bottom = cell.bbox
            if x0 <= x <= x1 and top <= y <= bottom:
                inside.setdefault(i, []).append(run)
                break
        else:
            outside.append(run)
    for i, content in inside.items():
        grid.cells[i].text = cell_text(content)
    return outside


def _levels(values: list[float]) -> list[float]:
    levels: list[float] = []
    for v in sorted(values):
        if not levels or v - levels[-1] > _SNAP:
            levels.append(v)
    return levels


def _nearest(levels: list[float], value: float) -> int:
    return min(range(len(levels)), key=lambda i: abs(levels[i] - value))
