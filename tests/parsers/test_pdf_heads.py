"""Heads of tables without rules: what names a column, what a group of them, and what proves nothing."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pdf_files as files
import pytest
from reportlab.pdfgen.canvas import Canvas

from mingzhang import TableStatus
from mingzhang.core.model.documents.text import squeeze
from mingzhang.plugins.parsers.pdf.grids.columns import Block
from mingzhang.plugins.parsers.pdf.grids.grid import GridCell
from mingzhang.plugins.parsers.pdf.grids.lattice import Lattice
from mingzhang.plugins.parsers.pdf.grids.sound_head import is_head_sound
from mingzhang.plugins.parsers.pdf.grids.spill import spilt_cells
from mingzhang.plugins.parsers.pdf.ink.frame import Frame
from mingzhang.plugins.parsers.pdf.letters.lines import Run

EDGES = [0.0, 100.0, 200.0, 300.0]
AMOUNTS: list[list[Run]] = [[(10, 60, 40, 70, "合计"), (160, 60, 195, 70, "12.30"), (260, 60, 295, 70, "4.50")]]


def name(text: str, column: int, row: int, count: int = 1, x: float | None = None) -> tuple[Block, int, int, int]:
    """A text of a head ten points high, in the middle of its columns unless its left is given."""
    left = (EDGES[column] + EDGES[column + count]) / 2 - 5 * len(text) if x is None else x
    return Block([(left, 20.0 * row, left + 10 * len(text), 20.0 * row + 10, text)]), row, column, count


@pytest.mark.parametrize(
    ("placed", "rows", "sound"),
    [
        ([name("科目", 0, 0), name("合计", 1, 0), name("其中", 2, 0)], AMOUNTS, True),
        ([name("科目", 0, 0), name("支出", 1, 0, 2), name("基本", 1, 1), name("项目", 2, 1)], AMOUNTS, True),
        ([name("科目", 0, 0), name("支出", 1, 0, 2, x=230), name("基本", 1, 1), name("项目", 2, 1)], AMOUNTS, False),
        ([name("科目", 0, 0), name("支出", 1, 0), name("基本", 1, 1), name("项目", 2, 0)], AMOUNTS, False),
        ([name("科目", 0, 0), name("金额", 1, 0), name("1", 1, 1), name("2", 2, 1), name("比例", 2, 0)], AMOUNTS, True),
        ([name("科目", 0, 0), name("专户（教", 1, 0), name("育收费）", 2, 0)], AMOUNTS, False),
        ([name("科目", 0, 0), name("金额", 1, 0), name("（万元）", 2, 0)], AMOUNTS, True),
        ([name("类", 0, 1), name("支出", 1, 0), name("款", 2, 1)], [[(10, 60, 40, 70, "208"), (260, 60, 295, 70, "4.50")]], False),
        ([name("类", 0, 1), name("支出", 1, 0), name("款", 2, 1)], AMOUNTS, True),
    ],
)
def test_a_head_is_believed_if_nothing_speaks_against_it(
    placed: list[tuple[Block, int, int, int]], rows: list[list[Run]], sound: bool
) -> None:
    assert is_head_sound(placed, EDGES, rows, 10.0) is sound


@pytest.mark.parametrize(("x", "sound"), [(40.0, True), (80.0, False)])
def test_without_figures_a_total_stands_under_the_name_of_its_column(x: float, sound: bool) -> None:
    placed = [name("科目", 0, 0), name("合计", 1, 0), name("其中", 2, 0)]
    assert is_head_sound(placed, EDGES, [[(x, 60, x + 15, 70, "合计")]], 10.0) is sound


NUMBERED = [
    ["科目编码", "", "科目名称", "合计", "基本支出"],
    ["类", "款", "栏次", "1", "2"],
    ["208", "", "社会保障和就业支出", "12.30", "12.30"],
    ["208", "05", "行政事业单位养老支出", "1,012.30", "8.20"],
    ["210", "01", "行政单位医疗支出", "1,024.60", "12.30"],
]


def numbered(canvas: Canvas) -> None:
    for r, row in enumerate(NUMBERED):
        y = (660 if r else 674) - 14 * max(0, r - 1)
        for c, text in enumerate(row):
            if r < 2:
                width = 2 if text == "科目编码" else 1
                canvas.drawCentredString((files.XS[c] + files.XS[c + width]) / 2, y, text)
            elif c > 2:
                canvas.drawRightString(files.XS[c + 1] - 3, y, text)
            else:
                canvas.drawString(files.XS[c] + 3, y, text)


def test_numbers_of_columns_are_a_row_of_their_own(tmp_path: Path) -> None:
    document = files.read(files.write(tmp_path / "a.pdf", files.announced(numbered)))
    (table,) = document.tables
    assert [[squeeze(c) for c in row] for row in table.grid()] == NUMBERED
    assert table.status is TableStatus.READ


def form(canvas: Canvas) -> None:
    """Rules across only, drawn cell by cell: a label and its value, which is wider than the column that it ends in."""
    xs = [60, 130, 200, 270, 340, 410, 480]
    for y in (700, 680, 660, 640):
        for a, b in pairwise(xs):
            canvas.line(a, y, b - 0.01, y)
    rows: Sequence[Sequence[tuple[int, str]]] = (
        ((0, "项目名称"), (2, "测试项目"), (3, "负责人"), (4, "股室")),
        ((0, "项目资金"), (1, "年度预算："), (2, "35.00"), (3, "其他资金："), (5, "0.00")),
        ((0, "指标"), (1, "产出"), (2, "数量"), (3, "10"), (4, "质量"), (5, "20")),
    )
    for r, row in enumerate(rows):
        for c, text in row:
            if text.replace(".", "").isdigit():
                canvas.drawRightString(xs[c + 1] - 3, 686 - 20 * r, text)
            else:
                canvas.drawString(xs[c] + 3, 686 - 20 * r, text)


def test_a_value_after_its_label_fills_the_blank_places_between(tmp_path: Path) -> None:
    (table,) = files.read(files.write(tmp_path / "a.pdf", form)).tables
    assert table.grid()[1] == ["项目资金", "年度预算：", "35.00", "其他资金：", "0.00", ""]
    assert table.grid()[2] == ["指标", "产出", "数量", "10", "质量", "20"]


def lattice() -> Lattice:
    """Two rows of one column: the head is lower than a text of three lines."""
    cells = [GridCell(0, 0, 1, 1, (0, 20, 60, 40)), GridCell(1, 0, 1, 1, (0, 40, 60, 60))]
    return Lattice([0.0, 60.0], [20.0, 40.0, 60.0], cells, [0, 1])


@pytest.mark.parametrize("justified", [False, True])
def test_lines_higher_than_their_cell_belong_to_the_cell_in_whose_middle_they_stand(justified: bool) -> None:
    lines = ["专户资金", "教育收费", "其他收入"]
    runs = []
    for n, line in enumerate(lines):
        top = 15.0 + 10 * n
        pieces = line if justified else [line]
        for i, piece in enumerate(pieces):
            x = 10 + 12.0 * i
            runs.append((x, top, x + 10 * len(piece), top + 10, piece, 0))
    assert spilt_cells(runs, [lattice()]) == dict.fromkeys(range(len(runs)), 30.0)


@pytest.mark.parametrize("turns", range(4))
def test_a_point_is_the_corner_of_a_box_without_extent(turns: int) -> None:
    frame = Frame(3, 5, 103, 205, turns)
    (x,), (top,), _, _ = frame.columns((10,), (20,), (10,), (20,))
    assert frame.point(10, 20) == (x, top)
