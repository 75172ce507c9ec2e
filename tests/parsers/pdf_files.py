"""PDF files for tests, drawn here: fictional bodies and figures only."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from mingzhang import Document, ReadOptions, Source, Vocabulary
from mingzhang.plugins.parsers.pdf.parser import PdfParser

FONT = "STSong-Light"
WIDTH, HEIGHT = 595.0, 842.0
Draw = Callable[[Canvas], None]

GRID = [
    ["科目编码", "", "科目名称", "合计", "基本支出"],
    ["类", "款", "", "", ""],
    ["208", "", "社会保障和就业支出", "12.30", "12.30"],
    ["208", "05", "行政事业单位养老支出", "1,012.30", ""],
    ["", "", "合计", "1,024.60", "12.30"],
]
SPANS = [(0, 0, 1, 2), (0, 2, 2, 1), (0, 3, 2, 1), (0, 4, 2, 1)]
XS = [60, 110, 150, 330, 420, 510]
YS = [700, 680, 660, 640, 620, 600]
"""Edges of the columns, and of the rows from the bottom of the page."""


def write(path: Path, *pages: Draw, **options: object) -> Path:
    """A PDF with a page for each drawing."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT), **options)
    for draw in pages:
        canvas.setFont(FONT, 10)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return path


def read(path: Path, engine: str = "fast", vocabulary: Vocabulary | None = None) -> Document:
    """The file as the parser reads it."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    source = Source(path, path.name, digest, path.stat().st_size)
    return PdfParser().parse(source, ReadOptions(vocabulary or Vocabulary(), engine))


def texts(canvas: Canvas) -> None:
    """The texts of GRID, numbers to the right of their cells, merged ones in their middle."""
    spans = {(r, c): (h, w) for r, c, h, w in SPANS}
    for r, row in enumerate(GRID):
        for c, text in enumerate(row):
            height, width = spans.get((r, c), (1, 1))
            x0, x1 = XS[c], XS[c + width]
            y = (YS[r] + YS[r + height]) / 2 - 3.5
            if r < 2:
                canvas.drawCentredString((x0 + x1) / 2, y, text)
            elif c > 2:
                canvas.drawRightString(x1 - 3, y, text)
            else:
                canvas.drawString(x0 + 3, y, text)


def rules(line: Callable[[float, float, float, float], None], down: bool = True, across: bool = True) -> None:
    """The rules of GRID, drawn with a function of x0, y0, x1, y1."""
    if across:
        for y in YS:
            line(XS[0], y, XS[2] if y == 680 else XS[-1], y)
    if down:
        for x in XS:
            line(x, 680 if x == 110 else YS[0], x, YS[-1])


def ruled(canvas: Canvas) -> None:
    """GRID with all its rules."""
    texts(canvas)
    canvas.setLineWidth(0.5)
    rules(canvas.line)


def announced(draw: Draw, lines: Sequence[str] = ("附表一", "部门支出总体情况表")) -> Draw:
    """A drawing under a title and a unit line."""

    def both(canvas: Canvas) -> None:
        for i, line in enumerate(lines):
            canvas.drawCentredString(285, 770 - 20 * i, line)
        canvas.drawString(60, 706, "编制部门：某某市测试局")
        canvas.drawRightString(510, 706, "单位：万元")
        draw(canvas)

    return both
