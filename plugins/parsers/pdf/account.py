"""An account of ink: every figure on a page ends in a cell, in a line, or among what was set aside."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from .... import BBox, Page, Place, Said, SetAside, TableStatus, said, squeeze
from .blocks import turned_back
from .grids.bands import FIGURE, have_lines_in_common
from .grids.grid import Grid, GridCell
from .grids.page import PageContent
from .letters.letters import WATERMARK
from .letters.lines import Run, lines_of
from .letters.seen import CLIPPED, COVERED

LOST = "lost"
UNREAD = "unread"
_SENTENCE = 25
"""Characters from which on a line without gaps is one of prose."""
_WORDS = {
    WATERMARK: said("are a watermark", "是水印"),
    CLIPPED: said("are cut off at the edge of their area", "在边框外被裁去"),
    COVERED: said("are covered by what was painted later", "被后画的图形盖住"),
    UNREAD: said("are in tables that could not be read", "在没有读出的表内"),
    LOST: said("could not be put anywhere", "没有归入任何表格或段落"),
}
_ALL_DIGITS = "0123456789０１２３４５６７８９"
_GLUED = re.compile(r"\d\.\d{1,8}[,，]?\d{0,12}\.\d")
_DIGITS_APART = re.compile(r"\d[^ ]*+")
_ONES = ("", *"一二三四五六七八九")
_NUMERALS = {f"{tens}{ones}": n for n, (tens, ones) in enumerate((t, o) for t in ("", "十", "二十", "三十") for o in _ONES)}
_TWO_LABELS = re.compile(
    r"^([一二三四五六七八九十]{1,3})、[^、，。；：]{1,11}[^、，。；：二三十]([一二三四五六七八九十]{1,3})、[^、，。；：]{2,12}$"
)
_TITLE = re.compile(r"表(?:[（(][^（）()]{1,12}[)）])?$")
_DATE = re.compile(r"(?:19|20)\d\d\.\d{1,2}\.\d{1,2}")


def account(page: PageContent) -> None:
    """Marks tables as partial whose cells do not hold the figures that stand in them, each once, and adds to what was set
    aside the texts with figures that are nowhere. Pages that were recognised have no other account of their ink."""
    if not page.seen:
        return
    told = _digits([run[4] for run in page.runs])
    for grid in page.grids:
        in_cells = _digits([cell.text for cell in grid.cells])
        told += in_cells
        if grid.cells and grid.status is TableStatus.READ:
            problem = _problem(grid, _inside(grid, page.seen, page.grids), in_cells) or _unseen(grid, page)
            if problem is not None:
                grid.status, grid.problem = TableStatus.PARTIAL, problem
    missing = _digits([run[4] for run in page.seen]) - told
    if missing:
        page.aside += [(run, LOST) for run in page.seen if _digits([run[4]]) & missing and not _is_told(run, page)]


def withhold(page: PageContent) -> None:
    """Sets aside what stands in tables that could not be read: as lines it would be taken for sentences that say something.

    A line of prose that was taken for a part of the table stays, and so does the title of the next one.
    """
    boxes = [grid.bbox for grid in page.grids if grid.status is TableStatus.UNREAD and not grid.cells]
    gone: set[Run] = set()
    for line in lines_of(page.runs) if boxes else ():
        if any(_holds(box, line) for box in boxes):
            runs = [run for run in page.runs if line[1] <= (run[1] + run[3]) / 2 <= line[3] and line[0] <= run[0] and run[2] <= line[2]]
            if not _is_prose(line, runs) and not _TITLE.search(squeeze(line[4])):
                gone.update(runs)
    page.aside += [(run, UNREAD) for run in page.runs if run in gone]
    page.runs = [run for run in page.runs if run not in gone]


def _is_prose(line: Run, runs: Sequence[Run]) -> bool:
    """Whether a line is long and without the gaps that stand between cells."""
    height = line[3] - line[1]
    return len(squeeze(line[4])) >= _SENTENCE and all(b[0] - a[2] < height for a, b in pairwise(sorted(runs)))


def set_aside(page: PageContent) -> tuple[SetAside, ...]:
    """The texts with figures that stand on a page and are in none of its blocks."""
    width, height = (page.height, page.width) if page.turned % 2 else (page.width, page.height)
    found = []
    for (x0, top, x1, bottom, text), reason in page.aside:
        if any(map(str.isdigit, text)) and 0 < (x0 + x1) / 2 < width and 0 < (top + bottom) / 2 < height:
            box = (round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2))
            found.append(SetAside(text, reason, Place(page.number, turned_back(box, page) if page.turned else box)))
    return tuple(found)


def aside_words(pages: Sequence[Page]) -> list[Said]:
    """One line for each reason for which texts with figures were set aside."""
    counts: Counter[str] = Counter(a.reason for page in pages for a in page.aside)
    lines = []
    for reason, count in counts.items():
        numbers = [str(page.number) for page in pages if any(a.reason == reason for a in page.aside)]
        words = _WORDS[reason]
        lines.append(
            said(
                f"page {', '.join(numbers)}: {count} texts with figures {words.english} and were not read",
                f"第 {'、'.join(numbers)} 页：{count} 处带数字的文字{words}，未计入",
            )
        )
    return lines


def _digits(texts: Iterable[str]) -> Counter[str]:
    whole = "".join(texts)
    return Counter({digit: count for digit in _ALL_DIGITS if (count := whole.count(digit))})


def _inside(grid: Grid, runs: Iterable[Run], grids: Iterable[Grid]) -> list[Run]:
    """The runs that stand in a grid, without those in grids inside it."""
    x0, top, x1, bottom = (2 * edge for edge in grid.bbox)
    inside = [run for run in runs if x0 <= run[0] + run[2] < x1 and top <= run[1] + run[3] < bottom]
    inner = [g.bbox for g in grids if g is not grid and g.cells and _is_in(g.bbox, grid.bbox)]
    return [run for run in inside if not any(_holds(box, run) for box in inner)] if inner else inside


def _is_in(box: BBox, outer: BBox) -> bool:
    return outer[0] - 1 <= box[0] and outer[1] - 1 <= box[1] and box[2] <= outer[2] + 1 and box[3] <= outer[3] + 1


def _holds(box: BBox, run: Run) -> bool:
    return box[0] <= (run[0] + run[2]) / 2 < box[2] and box[1] <= (run[1] + run[3]) / 2 < box[3]


def _problem(grid: Grid, runs: list[Run], told: Counter[str]) -> str | None:
    """Why a table is not read as a whole, None if it is. ``told``: the digits of its cells."""
    ink = _digits([run[4] for run in runs])
    lost = ink - told
    if lost:
        lost -= _digits(run[4] for run in runs if run[0] < grid.bbox[0] - 1 or run[2] > grid.bbox[2] + 1)
    if count := sum(lost.values()):
        return said(f"{count} digits inside the table are in none of its cells", f"表内有 {count} 个数字字符没有读入单元格")
    if more := sum((told - ink).values()):
        return said(f"{more} digits of its cells do not stand inside the table", f"单元格中有 {more} 个数字字符不在表内")
    if glued := sum(bool(_GLUED.search(_DATE.sub("", cell.text))) for cell in grid.cells if cell.text.count(".") > 1):
        return said(f"{glued} cells hold figures without a gap between them", f"有 {glued} 个单元格中数字相连")
    if labels := sum(_is_two_labels(cell.text) for cell in grid.cells if cell.text.count("、") == 2):
        return said(f"{labels} cells hold the labels of two rows", f"有 {labels} 个单元格含两行的名称")
    if rows := _rows_of_several(grid, runs):
        return said(f"{rows} rows hold figures of several lines", f"有 {rows} 行各含多行数字")
    return None


def _is_two_labels(text: str) -> bool:
    """Whether a text is two short labels that are numbered one after the other: 三、国防支出四、公共安全支出."""
    parts = _TWO_LABELS.match(squeeze(text))
    return parts is not None and _NUMERALS.get(parts[2], 0) == _NUMERALS.get(parts[1], 0) + 1 > 1


def _unseen(grid: Grid, page: PageContent) -> str | None:
    """What was set aside inside the cells of a table and does not stand there all the same; None if nothing was.

    What is higher than its cell, as watermarks across a table are, is no text of one.
    """
    reasons: Counter[str] = Counter()
    for run, reason in page.aside:
        if any(map(str.isdigit, run[4])) and _holds(grid.bbox, run):
            cell = next((c for c in grid.cells if _holds(c.bbox, run)), None)
            if cell is not None and run[3] - run[1] <= cell.bbox[3] - cell.bbox[1] and squeeze(run[4]) not in squeeze(cell.text):
                reasons[reason] += 1
    if not reasons:
        return None
    parts = [said(f"{count} texts with figures {_WORDS[r].english}", f"{count} 处带数字的文字{_WORDS[r]}") for r, count in reasons.items()]
    return said(f"inside the table {'; '.join(p.english for p in parts)}", f"表内有 {'；'.join(parts)}")


def _rows_of_several(grid: Grid, runs: list[Run]) -> int:
    """How many rows have figures on the same two lines in several cells: they are several rows."""
    rows: dict[int, list[GridCell]] = {}
    for cell in grid.cells:
        if cell.rowspan == 1 and " " in cell.text and len(_DIGITS_APART.findall(cell.text)) > 1:
            rows.setdefault(cell.row, []).append(cell)
    several = 0
    for cells in rows.values():
        if len(cells) > 1:
            inside = [lines_of([run for run in runs if _holds(cell.bbox, run)]) for cell in cells]
            figures = [[line for line in lines if FIGURE.match(line[4])] for lines in inside]
            several += have_lines_in_common([lines for lines in figures if len(lines) > 1])
    return several


def _is_told(run: Run, page: PageContent) -> bool:
    """Whether a text is in a line or a cell of the page."""
    return any(run[4] in other[4] for other in page.runs) or any(run[4] in c.text.replace(" ", "") for g in page.grids for c in g.cells)
