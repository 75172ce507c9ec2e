"""The reference engine: pdfplumber's own table finder and words, one page at a time."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pdfplumber

from ..... import BBox
from ..grids.bands import part_rows
from ..grids.grid import Grid, GridCell
from ..grids.lattice import Lattice, lattices_of, straightened
from ..grids.page import PageContent, no_text
from ..ink.rules import THIN, Rule, pieces_of, rules_of
from ..letters.letters import LIGHT, WATERMARK
from ..letters.lines import Run, cell_text, room_after
from ..letters.seen import SAME_PLACE

_SNAP = 3.0

logging.getLogger("pdfminer").setLevel(logging.ERROR)  # its warnings are about fonts, one for every page


Word = dict[str, Any]
"""A word of pdfplumber, with its characters."""


class PlumberFile:
    """A file opened with pdfplumber when its first page is asked for; every page is closed when it is read."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._pdf: Any = None

    def read_page(self, number: int) -> PageContent | None:
        """The page with this number (from 1); None if pdfplumber cannot read it."""
        try:
            if self._pdf is None:
                self._pdf = pdfplumber.open(self._path)
            page = self._pdf.pages[number - 1]
            try:
                return _read(page)
            finally:
                page.close()
        except Exception:  # pdfminer raises anything on damaged files; the caller says that the page was not read
            return None

    def close(self) -> None:
        if self._pdf is not None:
            self._pdf.close()


def _read(page: Any) -> PageContent:
    content = PageContent(page.page_number, float(page.width), float(page.height), int(page.rotation or 0), "pdfplumber")
    if not page.chars and page.images:
        content.problem = no_text(": the page is a picture", "：页面是图片")
        return content
    width, height = content.width, content.height
    clean = page.filter(lambda o: _is_content(o) and _is_on(o, width, height))
    content.aside = [(run_of(w), WATERMARK) for w in _set_aside(page, width, height)]
    clean = _once(clean)
    words: list[Word] = clean.extract_words(x_tolerance=2, return_chars=True)
    content.seen = [run_of(w) for w in words]
    thin = [(float(p["x0"]), float(p["top"]), float(p["x1"]), float(p["bottom"])) for p in clean.rects + clean.lines + clean.curves]
    across, down = rules_of(b for b in thin if b[2] - b[0] <= THIN or b[3] - b[1] <= THIN)
    lattices, loose = lattices_of(across, down)
    content.rules = pieces_of(thin, loose)
    for table in _tables(clean, across, down, lattices):
        cells: list[BBox] = [(float(c[0]), float(c[1]), float(c[2]), float(c[3])) for c in table.cells]
        grid = grid_of_boxes(cells)
        if grid is not None:
            words = fill(grid, words)
            grid.open_top = any(g.open_top and abs(g.ys[0] - grid.bbox[1]) <= _SNAP for g in lattices)
            grid.open_bottom = any(g.open_bottom and abs(g.ys[-1] - grid.bbox[3]) <= _SNAP for g in lattices)
            edges = _levels([x for c in grid.cells for x in (c.bbox[0], c.bbox[2])])
            content.grids.append(straightened(grid, edges))
    content.runs = [run_of(w) for w in words]
    return content


def _upright(rules: list[Rule]) -> list[dict[str, Any]]:
    """Vertical rules as pdfplumber wants them handed over."""
    return [
        {"object_type": "line", "x0": x, "x1": x, "top": top, "bottom": bottom, "width": 0, "height": bottom - top, "orientation": "v"}
        for x, top, bottom in rules
    ]


def _once(page: Any) -> Any:
    """A page without the characters that are printed again at their own place: bold print, or another colour."""
    seen: dict[str, list[Word]] = {}
    doubles: set[int] = set()
    for char in page.chars:
        earlier = seen.setdefault(char["text"], [])
        near = SAME_PLACE * float(char["height"])
        if any(abs(char["x0"] - c["x0"]) <= near and abs(char["top"] - c["top"]) <= near for c in earlier):
            doubles.add(id(char))
        else:
            earlier.append(char)
    return page.filter(lambda o: id(o) not in doubles) if doubles else page


def _set_aside(page: Any, width: float, height: float) -> list[Word]:
    """The texts with figures that are taken for a watermark, as words."""
    marks = [c for c in page.chars if not _is_content(c) and _is_on(c, width, height)]
    if not any(c["text"].isdigit() for c in marks):
        return []
    return list(page.filter(lambda o: o["object_type"] == "char" and not _is_content(o)).extract_words())


def _tables(page: Any, across: list[Rule], down: list[Rule], lattices: list[Lattice]) -> list[Any]:
    """pdfplumber's tables. Dotted rules are handed over as lines: it takes every dot for a rule, and finds nothing.
    So are the open sides of grids: it finds no cells without a rule at their end."""
    ends = [(g.ys[0], g.xs[0], g.xs[-1]) for g in lattices if g.open_top]
    ends += [(g.ys[-1], g.xs[0], g.xs[-1]) for g in lattices if g.open_bottom]
    sides = [(x, g.ys[0], g.ys[-1]) for g in lattices for x in (g.xs[0], g.xs[-1]) if not any(abs(x - v[0]) <= _SNAP for v in down)]
    dots = sum(r["width"] <= THIN and r["height"] <= THIN for r in page.rects)
    if dots < 40:
        return list(page.find_tables({"explicit_horizontal_lines": _lines(ends), "explicit_vertical_lines": _upright(sides)}))
    lines = {
        "explicit_horizontal_lines": _lines([*across, *ends]),
        "explicit_vertical_lines": _upright([*down, *sides]),
    }
    return list(page.find_tables({"vertical_strategy": "explicit", "horizontal_strategy": "explicit", **lines}))


def _lines(rules: list[Rule]) -> list[dict[str, Any]]:
    """Horizontal rules as pdfplumber wants them handed over."""
    return [
        {"object_type": "line", "x0": x0, "x1": x1, "top": y, "bottom": y, "width": x1 - x0, "height": 0, "orientation": "h"}
        for y, x0, x1 in rules
    ]


def _is_content(thing: dict[str, Any]) -> bool:
    """Whether an object is text or a rule, not a watermark or a background."""
    if thing["object_type"] == "char":
        a, b = thing["matrix"][:2]  # the direction of the line: slanted letters stand upright
        straight = min(abs(a), abs(b)) < 0.03 * (abs(a) + abs(b))
        return bool(straight) and not _is_light(thing.get("non_stroking_color"))
    if thing["object_type"] == "rect" and min(thing["width"], thing["height"]) > THIN:
        return bool(thing["stroke"])
    return True


def _is_on(thing: dict[str, Any], width: float, height: float) -> bool:
    """Whether an object is on the page; text of which less than half its height is cannot be read."""
    top, bottom = thing["top"], thing["bottom"]
    seen = 0 < top + bottom < 2 * height if thing["object_type"] == "char" else top < height and bottom > 0
    return bool(seen and thing["x0"] < width and thing["x1"] > 0)


def _is_light(color: Any) -> bool:
    """Whether a colour (grey, RGB or CMYK, 0 to 1) is too light for text on white."""
    if not isinstance(color, (list, tuple)) or not all(isinstance(v, (int, float)) for v in color):
        return False
    if len(color) == 4:
        return float(max(color)) < 1 - LIGHT / 255
    return len(color) in (1, 3) and float(min(color)) > LIGHT / 255


def run_of(word: Word) -> Run:
    """A word, or a character, as a run."""
    return (float(word["x0"]), float(word["top"]), float(word["x1"]), float(word["bottom"]), str(word["text"]))


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


def fill(grid: Grid, words: list[Word]) -> list[Word]:
    """Puts the words inside a grid into its cells, one that crosses a rule character by character; gives back the others."""
    inside: dict[int, list[Run]] = {}
    outside = []
    for word in words:
        home = _home(grid, word)
        if home is not None and grid.cells[home].bbox[0] - 1 <= word["x0"] and word["x1"] <= grid.cells[home].bbox[2] + 1:
            inside.setdefault(home, []).append(run_of(word))
            continue
        homes = [(_home(grid, char), char) for char in word["chars"]]
        if all(place is None for place, _ in homes):
            outside.append(word)
            continue
        for place, char in homes:
            inside.setdefault(_nearest_cell(grid, char) if place is None else place, []).append(run_of(char))
    levels = _row_edges(grid)
    grid.cells = part_rows(grid.cells, inside, levels)
    grid.rows = len(levels) - 1
    for i, content in inside.items():
        cell = grid.cells[i]
        cell.text = cell_text(content, cell.bbox)
        if cell.row + cell.rowspan == grid.rows:
            cell.room = room_after(content, cell.bbox)
    return outside


def _row_edges(grid: Grid) -> list[float]:
    """Edges of the rows of a grid, one more than rows; that of a row in which no cell begins is the one above."""
    tops: dict[int, float] = {}
    for cell in grid.cells:
        tops[cell.row] = min(cell.bbox[1], tops.get(cell.row, cell.bbox[1]))
    edges: list[float] = []
    for row in range(grid.rows):
        edges.append(tops.get(row, edges[-1] if edges else grid.bbox[1]))
    return [*edges, grid.bbox[3]]


def _home(grid: Grid, thing: Word) -> int | None:
    x, y = (thing["x0"] + thing["x1"]) / 2, (thing["top"] + thing["bottom"]) / 2
    for i, cell in enumerate(grid.cells):
        x0, top, x1, bottom = cell.bbox
        if x0 <= x <= x1 and top <= y <= bottom:
            return i
    return None


def _nearest_cell(grid: Grid, thing: Word) -> int:
    x, y = (thing["x0"] + thing["x1"]) / 2, (thing["top"] + thing["bottom"]) / 2
    boxes = [c.bbox for c in grid.cells]
    return min(range(len(boxes)), key=lambda i: max(boxes[i][0] - x, x - boxes[i][2], 0) + max(boxes[i][1] - y, y - boxes[i][3], 0))


def _levels(values: list[float]) -> list[float]:
    levels: list[float] = []
    for v in sorted(values):
        if not levels or v - levels[-1] > _SNAP:
            levels.append(v)
    return levels


def _nearest(levels: list[float], value: float) -> int:
    return min(range(len(levels)), key=lambda i: abs(levels[i] - value))
