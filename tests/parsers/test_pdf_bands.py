"""Tables with rules between their columns only: every line of figures is a row."""

from __future__ import annotations

import itertools
from pathlib import Path

import pdf_files as files
import pytest
from reportlab.pdfgen.canvas import Canvas

ENGINES = ("fast", "pdfplumber")
XS = [60, 120, 300, 400, 500]
HEAD = ["科目编码", "科目名称", "合计", "基本支出"]
ROWS = [
    ["208", "社会保障和就业支出", "1,012.30", "12.30"],
    ["20805", "行政事业单位养老支出", "1,000.00", ""],
    ["2080505", "机关事业单位基本养老保险缴费支出其他", "12.30", "12.30"],
    ["", "合计", "1,012.30", "12.30"],
]


def draw_rows(canvas: Canvas, rows: list[list[str]], top: float, pitch: float = 18) -> float:
    """The texts of rows from ``top`` downwards, a name too long for its column on two lines; where they end."""
    y = top
    for row in rows:
        lines = [row[1][:16], row[1][16:]] if len(row[1]) > 16 else [row[1]]
        for c, text in enumerate(row):
            if c >= 2:
                canvas.drawRightString(XS[c + 1] - 3, y - 12, text)
            elif c == 0:
                canvas.drawString(XS[0] + 3, y - 12, text)
        for n, line in enumerate(lines):
            canvas.drawString(XS[1] + 3, y - 12 - 11 * n, line)
        y -= pitch + 11 * (len(lines) - 1)
    return y


def upright(canvas: Canvas) -> None:
    draw_rows(canvas, [HEAD], 700)
    end = draw_rows(canvas, ROWS, 682)
    for y in (700, 682, end):
        canvas.line(XS[0], y, XS[-1], y)
    for x in XS:
        canvas.line(x, 700, x, end)


def three_lines(canvas: Canvas) -> None:
    """Rules above and below the head and at the end, drawn cell by cell."""
    draw_rows(canvas, [HEAD], 700)
    end = draw_rows(canvas, ROWS, 682)
    for y in (700, 682, end):
        for x0, x1 in itertools.pairwise(XS):
            canvas.line(x0, y, x1, y)


@pytest.mark.parametrize(("draw", "engine"), [(upright, "fast"), (upright, "pdfplumber"), (three_lines, "fast")])
def test_every_line_of_figures_is_a_row(tmp_path: Path, draw: files.Draw, engine: str) -> None:
    document = files.read(files.write(tmp_path / "a.pdf", draw), engine)
    (table,) = document.tables
    assert table.grid() == [HEAD, *ROWS]
    boxes = [c.place.bbox for c in table.cells]
    assert all(b is not None and b[1] < b[3] for b in boxes)
    assert len(set(boxes)) == len(boxes)


def test_a_text_of_several_lines_beside_one_figure_stays_one_row(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        draw_rows(canvas, [HEAD], 700)
        for n, line in enumerate(("2024年完成渠道改造12.50公里，", "2023年完成8.00公里，", "满意度95.00%")):
            canvas.drawString(XS[1] + 3, 670 - 11 * n, line)
        canvas.drawRightString(XS[3] - 3, 660, "12.30")
        for y in (700, 682, 640):
            canvas.line(XS[0], y, XS[-1], y)
        for x in XS:
            canvas.line(x, 700, x, 640)

    (table,) = files.read(files.write(tmp_path / "a.pdf", draw)).tables
    assert table.rows == 2
