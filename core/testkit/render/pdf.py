"""Drawing a generated document as PDF: ruled tables, repeated headers, page numbers, an embedded font.

Needs reportlab (the extra ``testkit``), imported when first used. The same document gives the same bytes.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from ...model.generated.blocks import Drawable, Heading, PageBreak, Para, TableBlock
from .docx import column_shares
from .layout import Laid, break_rows, lay_out, wrap

FONT = Path(__file__).with_name("fonts") / "WenQuanYiMicroHeiSubset.ttf"
_NAME, _FALLBACK = "MingzhangTestkit", "STSong-Light"
_SHORT, _LONG = 595.0, 842.0
_MARGIN, _FOOT = 57.0, 50.0
_LEADING = 1.5


class MissingReportlabError(RuntimeError):
    """reportlab is not installed."""


@lru_cache(maxsize=1)
def _fonts() -> Any:
    """Register the embedded font and the fallback; returns the face with its widths."""
    try:
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfbase.cidfonts import UnicodeCIDFont
        from reportlab.pdfbase.ttfonts import TTFont
    except ImportError as error:
        raise MissingReportlabError("drawing PDF needs reportlab; install mingzhang[testkit]") from error
    pdfmetrics.registerFont(TTFont(_NAME, str(FONT)))
    pdfmetrics.registerFont(UnicodeCIDFont(_FALLBACK))
    return pdfmetrics.getFont(_NAME).face


def render_pdf(document: Drawable, path: Path, *, shift: float = 0.0) -> Path:
    """Write the document to ``path``; ``shift`` (points) moves everything to the right. Returns the path.

    Raises MissingReportlabError without reportlab.
    """
    face = _fonts()
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path), pagesize=(_SHORT, _LONG), invariant=1)
    canvas.setTitle(document.stem)
    canvas.setAuthor("mingzhang testkit")
    pen = _Pen(canvas, face, shift)
    for block in document.blocks:
        if isinstance(block, PageBreak):
            pen.pending = True
        elif isinstance(block, TableBlock):
            pen.table(block)
        elif isinstance(block, Heading):
            pen.heading(block)
        elif isinstance(block, Para):
            pen.paragraph(block.text, 10.5, block.align, 21.0 if block.align == "left" else 0.0)
    pen.finish()
    canvas.save()
    return path


class _Pen:
    """Where on which page the next thing is drawn. ``y`` runs down from the top."""

    def __init__(self, canvas: Any, face: Any, shift: float) -> None:
        self.canvas, self.face, self.shift = canvas, face, shift
        self.page, self.pending, self.landscape, self.started = 1, False, False, False
        self.y = _MARGIN

    @property
    def size(self) -> tuple[float, float]:
        return (_LONG, _SHORT) if self.landscape else (_SHORT, _LONG)

    @property
    def room(self) -> float:
        return self.size[1] - _FOOT - 14 - self.y

    @property
    def inner(self) -> float:
        return self.size[0] - 2 * _MARGIN

    def width(self, text: str, size: float) -> float:
        """Width of a text in points."""
        widths = self.face.charWidths
        return float(sum(widths.get(ord(c), 1000) for c in text)) * size / 1000

    def turn(self, landscape: bool = False) -> None:
        """End the page, if anything is on it, and begin the next."""
        if self.started:
            self._number()
            self.canvas.showPage()
            self.page += 1
        self.landscape, self.pending, self.started, self.y = landscape, False, False, _MARGIN
        self.canvas.setPageSize(self.size)

    def _number(self) -> None:
        text = str(self.page)
        width, height = self.size
        self.write(text, (width - self.width(text, 9)) / 2, height - _FOOT + 9, 9)

    def finish(self) -> None:
        self._number()
        self.canvas.showPage()

    def need(self, height: float, landscape: bool = False) -> None:
        """Turn the page if a break is due, the orientation changes, or ``height`` does not fit."""
        if self.pending or landscape != self.landscape or height > self.room:
            self.turn(landscape)
        self.started = True

    def write(self, text: str, x: float, baseline: float, size: float) -> None:
        """One line; characters outside the embedded font are drawn with the fallback."""
        known = self.face.charToGlyph
        start = 0
        y = self.size[1] - baseline
        while start < len(text):
            inside = ord(text[start]) in known
            end = start
            while end < len(text) and (ord(text[end]) in known) is inside:
                end += 1
            run = text[start:end]
            self.canvas.setFont(_NAME if inside else _FALLBACK, size)
            self.canvas.drawString(x + self.shift, y, run)
            x += self.width(run, size)
            start = end

    def heading(self, block: Heading) -> None:
        size = {0: 18.0, 1: 14.0}.get(block.level, 10.5)
        if block.level == 0 and not self.started:
            self.need(0)
            self.y += 160 if self.y <= _MARGIN else 0
        self.paragraph(block.text, size, "center" if block.level <= 1 else "left", 21.0 if block.level > 1 else 0.0)

    def paragraph(self, text: str, size: float, align: str, indent: float = 0.0, landscape: bool = False) -> None:
        leading = size * _LEADING
        if not text:
            self.y += leading / 2
            return
        self.need(leading, landscape)
        for i, line in enumerate(wrap(text, lambda t: self.width(t, size), self.inner, indent)):
            self.need(leading, landscape)
            width = self.width(line, size)
            x = _MARGIN + {"left": indent if i == 0 else 0.0, "center": (self.inner - width) / 2, "right": self.inner - width}[align]
            self.write(line, x, self.y + size, size)
            self.y += leading

    def table(self, block: TableBlock) -> None:
        """Caption, then the rows page by page, then the notes."""
        if self.pending or block.landscape != self.landscape:
            self.turn(block.landscape)
        size = 8.0 if block.width > 9 else 9.0
        laid = lay_out(block, [s * self.inner for s in column_shares(block)], size, lambda t: self.width(t, size))
        captions = [(block.number, 10.5, "left"), (block.title, 14.0, "center"), (block.subtitle, 10.5, "center")]
        height = sum(s * _LEADING for t, s, _ in captions if t) + (14 if block.left or block.unit else 0)
        self.need(height + sum(laid.heights[: block.header_rows + 1]), block.landscape)
        for text, text_size, align in captions:
            if text:
                self.paragraph(text, text_size, align, landscape=block.landscape)
        if block.left or block.unit:
            self.write(block.left or "", _MARGIN, self.y + 9, 9)
            unit = block.unit or ""
            self.write(unit, _MARGIN + self.inner - self.width(unit, 9), self.y + 9, 9)
            self.y += 14
        bottom = self.size[1] - _FOOT - 14
        for n, rows in enumerate(break_rows(laid.heights, block.header_rows, bottom - self.y, bottom - _MARGIN)):
            if n:
                self.turn(block.landscape)
                self.started = True
            self._rows(laid, rows, size)
        for note in block.notes:
            self.paragraph(note, 9, "left", landscape=block.landscape)
        self.y += 6

    def _rows(self, laid: Laid, rows: list[int], size: float) -> None:
        """Draw some rows of a table, cells that span on to rows elsewhere cut at the edge."""
        tops, y = {}, self.y
        for r in rows:
            tops[r] = y
            y += laid.heights[r]
        self.canvas.setLineWidth(0.6)
        for cell in laid.cells:
            covered = [r for r in range(cell.row, cell.row + cell.rowspan) if r in tops]
            if not covered:
                continue
            top, height = tops[covered[0]], sum(laid.heights[r] for r in covered)
            x, width = laid.edges[cell.column], laid.edges[cell.column + cell.colspan] - laid.edges[cell.column]
            self.canvas.rect(_MARGIN + x + self.shift, self.size[1] - top - height, width, height)
            if covered[0] != cell.row:
                continue
            first = top + (height - len(cell.lines) * size * 1.25) / 2 + size
            for i, line in enumerate(cell.lines):
                space = width - 6 - self.width(line, size)
                dx = {"left": 0.0, "center": space / 2, "right": space}[cell.align]
                self.write(line, _MARGIN + x + 3 + dx, first + i * size * 1.25, size)
        self.y = y
