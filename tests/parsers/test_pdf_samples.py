"""The rendered and published samples: accuracy against what was drawn, and the two engines against each other."""

from __future__ import annotations

import ctypes
import importlib.util
import sys
from collections import Counter
from functools import cache
from pathlib import Path
from types import ModuleType

import pdf_files as files
import pypdfium2 as pdfium
import pytest
from pypdfium2 import raw
from sample_files import samples_directory

from mingzhang import Document, Source, parse_figure
from mingzhang.core.model.documents.text import squeeze
from mingzhang.plugins.parsers.pdf.engines.fast import read_page
from mingzhang.plugins.parsers.pdf.ink.file import PdfFile
from mingzhang.plugins.parsers.pdf.letters.letters import WATERMARK

RENDERED = sorted((samples_directory() / "rendered/pdf").glob("*.pdf"))
REAL = sorted((samples_directory() / "real").rglob("*.pdf"))
LIMITS = {"xl_": (0.97, 0.999), "dash_": (0.90, 0.98), "hl_": (0.90, 0.98), "nb_": (0.90, 0.98)}


@cache
def read(path: Path, engine: str) -> Document:
    return files.read(path, engine)


@pytest.fixture(scope="module")
def scorer(repository: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_reading", repository / "benchmarks/score_reading.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("path", RENDERED, ids=lambda p: p.stem)
def test_accuracy(path: Path, scorer: ModuleType, samples: Path) -> None:
    simple = path.name.startswith("xl_")  # printed sheets have no titles to join tables by
    score = scorer.score(scorer.read_grids(read(path, "auto"), simple), scorer.truth_of(path))
    cells, numbers = next((v for k, v in LIMITS.items() if path.name.startswith(k)), (0.999, 1.0))
    assert score.cells_f1 >= cells
    assert score.numbers_f1 >= numbers


@pytest.mark.parametrize("path", RENDERED + REAL, ids=lambda p: p.stem)
def test_both_engines_read_the_same(path: Path, samples: Path) -> None:
    fast, reference = read(path, "fast"), files.read(path, "pdfplumber")
    spills = path.name.startswith("xl_")  # texts higher than their cells, which only the fast engine puts together
    assert fast.engine == "fast"
    assert reference.engine == "pdfplumber"
    for a, b in zip(fast.tables, reference.tables, strict=True):
        assert (a.place.page, a.rows, a.columns) == (b.place.page, b.rows, b.columns)
        assert a.spans() == b.spans()
        texts = [(squeeze(c.text), squeeze(d.text)) for c, d in zip(a.cells, b.cells, strict=True)]
        if spills:
            texts = [t for t in texts if parse_figure(t[0]) or parse_figure(t[1])]
        assert [t for t, _ in texts] == [t for _, t in texts]
    if not spills:
        # What lies outside its clipping path is not seen by the fast engine, which says so of the page.
        clipped = {page.number for page in fast.pages if any(a.reason == "clipped" for a in page.aside)}
        lines = [[squeeze(p.text) for p in document.paragraphs if p.place.page not in clipped] for document in (fast, reference)]
        assert lines[0] == lines[1]
    sizes = [[(round(p.width), round(p.height), p.rotation) for p in document.pages] for document in (fast, reference)]
    assert sizes[0] == sizes[1]


def visible_text(page: pdfium.PdfPage) -> str:
    """The characters that people see on a page: inside of it, upright and dark."""
    width, height = page.get_size()
    if page.get_rotation() in (90, 270):
        width, height = height, width
    textpage = page.get_textpage()
    color = [ctypes.c_uint() for _ in range(4)]
    seen = []
    for i in range(textpage.count_chars()):
        x0, y0, x1, y1 = textpage.get_charbox(i, loose=True)
        raw.FPDFText_GetFillColor(textpage, i, *color)
        angle = raw.FPDFText_GetCharAngle(textpage, i)
        turned = abs(angle - round(angle / 1.5708) * 1.5708) > 0.05
        if x0 < width and x1 > 0 and 0 < y0 + y1 < 2 * height and min(c.value for c in color[:3]) < 175 and not turned:
            seen.append(chr(raw.FPDFText_GetUnicode(textpage, i)))
    return squeeze("".join(c for c in seen if c >= " " and c not in "\x7f\ufffe\uffff"))


def unseen_text(path: Path) -> dict[int, str]:
    """What lies outside its clipping path or under a later area, by page."""
    found: dict[int, str] = {}
    with PdfFile(Source(path, path.name, "", path.stat().st_size)) as file:
        for index in range(len(file)):
            with file.page(index) as (page, textpage):
                content = read_page(page, textpage, index + 1)
            on_page = [run[4] for run, reason in content.aside if reason != WATERMARK and 0 < run[1] + run[3] < 2 * content.height]
            found[index + 1] = "".join(on_page)
    return found


@pytest.mark.parametrize("path", RENDERED + REAL, ids=lambda p: p.stem)
def test_no_character_that_people_see_is_lost(path: Path, samples: Path) -> None:
    document = read(path, "fast")
    read_text: dict[int | None, str] = {}
    for paragraph in document.paragraphs:
        page = paragraph.place.page
        read_text[page] = read_text.get(page, "") + (paragraph.printed or paragraph.text)
    for table in document.tables:
        read_text[table.place.page] = read_text.get(table.place.page, "") + "".join(c.printed or c.text for c in table.cells)
    unseen = unseen_text(path)
    with pdfium.PdfDocument(path) as whole:
        for number, page in enumerate(whole, 1):
            told = Counter(squeeze(read_text.get(number, ""))) + Counter(unseen[number])
            assert told == Counter(visible_text(page)), f"page {number}"
