"""The rendered and published samples: accuracy against what was drawn, and the two engines against each other."""

from __future__ import annotations

import importlib.util
import sys
from functools import cache
from pathlib import Path
from types import ModuleType

import pdf_files as files
import pytest
from conftest import samples_directory

from mingzhang import Document
from mingzhang.core.model.text import squeeze

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
    assert fast.engine == "fast"
    assert reference.engine == "pdfplumber"
    for a, b in zip(fast.tables, reference.tables, strict=True):
        assert (a.place.page, a.rows, a.columns) == (b.place.page, b.rows, b.columns)
        assert a.spans() == b.spans()
        assert [squeeze(c.text) for c in a.cells] == [squeeze(c.text) for c in b.cells]
    assert [squeeze(p.text) for p in fast.paragraphs] == [squeeze(p.text) for p in reference.paragraphs]
    sizes = [[(round(p.width), round(p.height), p.rotation) for p in document.pages] for document in (fast, reference)]
    assert sizes[0] == sizes[1]


@pytest.mark.parametrize("path", RENDERED + REAL, ids=lambda p: p.stem)
def test_no_character_of_the_file_is_lost(path: Path, samples: Path) -> None:
    """What stands in blocks is what PDFium's text has, watermark and white space apart."""
    import pypdfium2 as pdfium

    if path.name.startswith("seal_") or "2017" in path.name:  # a watermark; text beyond the page
        pytest.skip("has text that must be left out")
    document = read(path, "fast")
    printed = [p.printed or p.text for p in document.paragraphs]
    printed += [c.printed or c.text for t in document.tables for c in t.cells]
    whole = pdfium.PdfDocument(path)
    text = "".join(page.get_textpage().get_text_range() for page in whole)
    whole.close()
    expected = "".join(c for c in squeeze(text) if c >= " " and c not in "\x7f\ufffe\uffff")
    assert sorted("".join(printed).replace(" ", "")) == sorted(expected)
