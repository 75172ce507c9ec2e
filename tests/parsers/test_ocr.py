"""Scans: found, read with a confidence for every cell, and never passed off as sure. At most three pages are recognised."""

from __future__ import annotations

import time
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pdf_files as files
import pypdfium2 as pdfium
import pytest
from reportlab.pdfgen.canvas import Canvas

from mingzhang import Certainty, Document, ReadOptions, SlowError, Table
from mingzhang.core.checking.engine import check_disclosure
from mingzhang.core.model.results.result import DocumentStatus
from mingzhang.core.plugins.manager import default_plugins
from mingzhang.core.reading.read import read_path, source_of
from mingzhang.core.run.check import understand_document
from mingzhang.core.run.pipeline import Options, check_paths
from mingzhang.core.testkit.generator import generate
from mingzhang.core.testkit.mutation.planting import apply, choose
from mingzhang.core.testkit.render.docx import render_docx
from mingzhang.plugins.parsers.ocr import engine as ocr
from mingzhang.plugins.parsers.pdf import parser as pdf
from mingzhang.plugins.parsers.pdf.grids.page import PageContent
from mingzhang.plugins.parsers.pdf.parser import PdfParser


def scan(path: Path, pages: int = 1) -> Path:
    """A file whose pages are pictures."""

    def picture(canvas: Canvas) -> None:
        from PIL import Image
        from reportlab.lib.utils import ImageReader

        canvas.drawImage(ImageReader(Image.new("RGB", (60, 80), "white")), 0, 0, files.WIDTH, files.HEIGHT)

    return files.write(path, *[picture] * pages)


@pytest.fixture
def slow_ocr(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Stands for OCR: one line a page, after a second."""
    seen: list[int] = []

    def read(image: object, number: int, width: float, height: float) -> PageContent:
        seen.append(number)
        time.sleep(1.0)
        content = PageContent(number, width, height, 0, "ocr")
        run = (10.0, 10.0, 60.0, 20.0, "说明")
        content.runs, content.confidences = [run], {run: 0.7654}
        return content

    monkeypatch.setattr(pdf, "is_installed", lambda: True)
    monkeypatch.setitem(__import__("sys").modules, "mingzhang.plugins.parsers.ocr.page", SimpleNamespace(DPI=72, read_picture=read))
    return seen


def test_nobody_waits_unasked(tmp_path: Path, slow_ocr: list[int]) -> None:
    source = source_of(scan(tmp_path / "a.pdf", 3))
    with pytest.raises(SlowError) as error:
        PdfParser().parse(source, ReadOptions(patient=False))
    assert error.value.seconds == 3 * ocr.SECONDS_A_PAGE
    assert not slow_ocr
    document = PdfParser().parse(source, ReadOptions())
    assert slow_ocr == [1, 2, 3]
    assert document.engine == "ocr"
    assert [p.confidence for p in document.paragraphs] == [Decimal("0.765")] * 3


def test_pages_read_by_ocr_bring_their_own_time(tmp_path: Path, slow_ocr: list[int]) -> None:
    (result,) = check_paths([scan(tmp_path / "a.pdf", 2)], default_plugins(), Options(timeout=1.0)).documents
    assert result.status is DocumentStatus.UNRECOGNISED
    assert result.document and len(result.document.blocks) == 2


@pytest.mark.parametrize(("confidence", "certainty"), [("0.95", Certainty.CERTAIN), ("0.6", Certainty.SUSPECTED)])
def test_a_finding_is_no_surer_than_its_figures(tmp_path: Path, confidence: str, certainty: Certainty) -> None:
    clean = generate(46, "sichuan", 2023)
    path = render_docx(apply(clean, choose(clean, 1, 1, ["table_total"])), tmp_path / "a.docx")
    plugins = default_plugins()
    document = recognised(read_path(path, plugins), Decimal(confidence))
    disclosure = understand_document(document, plugins)
    assert disclosure
    findings, _ = check_disclosure(disclosure, plugins.rules)
    sums = [f for f in findings if f.rule.startswith(("sum.", "cross."))]
    assert sums
    assert {f.certainty for f in sums} == {certainty}


def recognised(document: Document, confidence: Decimal) -> Document:
    """The document as if every cell had been recognised, each in a box of its own."""
    blocks = []
    for n, block in enumerate(document.blocks):
        if isinstance(block, Table):
            cells = [
                replace(c, confidence=confidence, place=replace(c.place, page=n, bbox=(c.column * 9.0, c.row * 9.0, 9.0, 9.0)))
                for c in block.cells
            ]
            blocks.append(replace(block, cells=tuple(cells)))
        else:
            blocks.append(block)
    return replace(document, blocks=tuple(blocks))


@pytest.mark.ocr
@pytest.mark.samples
def test_scanned_pages(samples: Path, repository: Path, tmp_path: Path) -> None:
    import importlib.util
    import json

    spec = importlib.util.spec_from_file_location("score_reading", repository / "benchmarks" / "score_reading.py")
    assert spec and spec.loader
    scorer = importlib.util.module_from_spec(spec)
    __import__("sys").modules[spec.name] = scorer
    spec.loader.exec_module(scorer)
    whole = next((samples / "rendered" / "scan").glob("*.pdf"))
    path = tmp_path / "three.pdf"
    with pdfium.PdfDocument(whole) as old, pdfium.PdfDocument.new() as new:
        new.import_pages(old, [1, 2, 3])
        new.save(path)
    document = read_path(path, default_plugins())
    assert document.engine == "ocr"
    truth = json.loads((samples / f"rendered/truth/{whole.stem.rsplit('_', 1)[-1]}.json").read_text(encoding="utf-8"))
    drawn = scorer.truth_grids(truth)[:3]
    score = scorer.score(scorer.read_grids(document), drawn)
    assert score.cells_f1 >= 0.97
    assert score.numbers_f1 >= 0.995
    assert all(t.title and t.unit == "万元" for t in document.tables)
    cells = [c for t in document.tables for c in t.cells if c.text]
    assert all(c.confidence is not None and 0 < c.confidence <= 1 for c in cells)
    assert all(isinstance(b, Table) or b.confidence is not None for b in document.blocks)
