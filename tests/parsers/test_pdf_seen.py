"""What people see is read, once: slanted, clipped, covered and twice printed text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pdf_files as files
import pytest
from reportlab.lib.colors import CMYKColor
from reportlab.pdfgen.canvas import Canvas

from mingzhang import Paragraph

ENGINES = ("fast", "pdfplumber")


def lines(tmp_path: Path, draw: files.Draw, engine: str = "fast") -> list[str]:
    document = files.read(files.write(tmp_path / "a.pdf", draw), engine)
    return [b.text for b in document.blocks if isinstance(b, Paragraph)]


def transformed(*matrix: float) -> files.Draw:
    def draw(canvas: Canvas) -> None:
        for at in range(6):
            canvas.drawString(60, 760 - 20 * at, f"占总额的第{at}部分")
        canvas.saveState()
        canvas.transform(*matrix, 100, 500)
        canvas.drawString(0, 0, "81.6%")
        canvas.restoreState()

    return draw


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("slant", [0.21, 0.33, -0.2])
def test_slanted_letters_are_text(tmp_path: Path, engine: str, slant: float) -> None:
    assert "81.6%" in lines(tmp_path, transformed(1, 0, slant, 1), engine)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_turned_line_is_none(tmp_path: Path, engine: str) -> None:
    assert "81.6%" not in lines(tmp_path, transformed(0.8, 0.6, -0.6, 0.8), engine)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("offset", [0, 0.3])
def test_one_text_in_two_colours_at_one_place(tmp_path: Path, engine: str, offset: float) -> None:
    def draw(canvas: Canvas) -> None:
        texts = ["支出预算", "1160.00", "11.11"]
        for x, colour in ((0.0, None), (offset, CMYKColor(0, 0, 0, 1))):
            if colour is not None:
                canvas.setFillColor(colour)
            for at, text in enumerate(texts):
                canvas.drawString(60 + x, 700 - 20 * at, text)

    assert lines(tmp_path, draw, engine) == ["支出预算", "1160.00", "11.11"]


def boxed(x: float, width: float) -> Callable[[Canvas], None]:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(60, 740, "上面")
        canvas.saveState()
        path = canvas.beginPath()
        path.rect(x, 690, width, 30)
        canvas.clipPath(path, stroke=0, fill=0)
        canvas.drawString(100, 700, "水利工程运行236.80")
        canvas.restoreState()

    return draw


def test_what_is_clipped_is_not_there(tmp_path: Path) -> None:
    assert lines(tmp_path, boxed(90, 200)) == ["上面", "水利工程运行236.80"]
    assert lines(tmp_path, boxed(90, 50)) == ["上面", "水利工程"]
    assert lines(tmp_path, boxed(300, 50)) == ["上面"]


@pytest.mark.parametrize(("later", "expected"), [(True, ["看得见"]), (False, ["盖住的1.00", "看得见"])])
def test_what_is_covered_later_is_not_there(tmp_path: Path, later: bool, expected: list[str]) -> None:
    def draw(canvas: Canvas) -> None:
        def area() -> None:
            canvas.setFillGray(1)
            canvas.rect(50, 690, 200, 30, stroke=0, fill=1)
            canvas.setFillGray(0)

        if not later:
            area()
        canvas.drawString(60, 700, "盖住的1.00")
        canvas.drawString(60, 600, "看得见")
        if later:
            area()

    assert lines(tmp_path, draw) == expected
