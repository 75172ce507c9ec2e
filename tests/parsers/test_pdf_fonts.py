"""Fonts that are not in the file: the same bytes are read the same on every machine, with or without fonts."""

from __future__ import annotations

import io
from pathlib import Path

import pdf_files as files
import pytest
from PIL import ImageFont
from reportlab.pdfgen.canvas import Canvas

from mingzhang import Document, Paragraph, Source
from mingzhang.plugins.parsers.pdf.ink.fonts import box_font, machine_fonts
from mingzhang.plugins.parsers.pdf.parser import PdfParser

WIDTHS = {"类": 1000, "款": 1000, "2": 462, "0": 462, "8": 462, "结": 1000, "转": 1000}
"""Advance widths of the font, in thousandths, as the file gives them."""


def letters(canvas: Canvas) -> None:
    """Text in a font that no machine needs to have: a single character, a number, two characters."""
    for at, text in enumerate(("类", "208", "结转")):
        canvas.drawString(100, 700 - 30 * at, text)


def lines_of(document: Document) -> list[Paragraph]:
    return [b for b in document.blocks if isinstance(b, Paragraph)]


def test_widths_are_those_of_the_file(tmp_path: Path) -> None:
    lines = lines_of(files.read(files.write(tmp_path / "a.pdf", letters)))
    assert [line.text for line in lines] == ["类", "208", "结转"]
    for line in lines:
        assert line.place.bbox is not None
        x0, top, x1, bottom = line.place.bbox
        assert x0 == pytest.approx(100, abs=0.02)
        assert x1 - x0 == pytest.approx(sum(WIDTHS[c] for c in line.text) / 100, abs=0.02)
        assert bottom - top == pytest.approx(10, abs=1.5)


def test_drawing_a_page_does_not_change_how_the_next_is_read(tmp_path: Path) -> None:
    path = files.write(tmp_path / "a.pdf", letters)
    before = files.read(path)
    source = Source(path, path.name, before.sha256, path.stat().st_size)
    pictures = PdfParser().pictures(source, [1], {})
    assert pictures[1].startswith(b"\x89PNG")
    with machine_fonts():
        pass
    assert files.read(path).blocks == before.blocks


def test_the_font_has_a_box_for_every_character() -> None:
    font = ImageFont.truetype(io.BytesIO(box_font()), 1000)
    wide, narrow = font.getmask("类").getbbox(), font.getmask("2").getbbox()
    assert all(font.getmask(c).getbbox() == wide for c in "款结，")
    assert all(font.getmask(c).getbbox() == narrow for c in "08.%i")
    assert 0 < narrow[2] <= 200
    assert 0 < wide[2] <= 500
