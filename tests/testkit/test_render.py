"""What is drawn is what was generated: DOCX, PDF and text."""

from __future__ import annotations

from pathlib import Path

import pdfplumber
import pypdfium2
import pytest
from docx import Document

from mingzhang.core.testkit import Generated, TableBlock, as_text, generate, render_docx, render_pdf, render_text
from mingzhang.core.testkit.render.layout import break_rows, wrap

FORMS = [("xinjiang", 2021, "budget"), ("xinjiang", 2024, "budget"), ("xinjiang", 2024, "final"), ("sichuan", 2023, "budget")]


def made(form: tuple[str, int, str]) -> Generated:
    return generate(6, *form)


def grids(g: Generated) -> list[TableBlock]:
    return [b for b in g.blocks if isinstance(b, TableBlock)]


@pytest.mark.parametrize("form", FORMS)
def test_docx_holds_the_tables_with_their_spans(form: tuple[str, int, str], tmp_path: Path) -> None:
    g = made(form)
    drawn = Document(str(render_docx(g, tmp_path / "a.docx"))).tables
    assert len(drawn) == len(grids(g))
    for table, block in zip(drawn, grids(g), strict=True):
        assert len(table.rows) == len(block.grid)
        assert len(table.columns) == block.width
        cells = [row.cells for row in table.rows]
        for r, c, rowspan, colspan in block.spans:
            merged = {cells[r + i][c + k]._tc for i in range(rowspan) for k in range(colspan)}
            assert len(merged) == 1, (block.title, r, c)
        covered = {(r + i, c + k) for r, c, n, m in block.spans for i in range(n) for k in range(m) if i or k}
        for r, row in enumerate(block.grid):
            for c, text in enumerate(row):
                assert (r, c) in covered or cells[r][c].text == text


@pytest.mark.parametrize("form", FORMS)
def test_pdf_reads_back(form: tuple[str, int, str], tmp_path: Path) -> None:
    g = made(form)
    path = render_pdf(g, tmp_path / "a.pdf")
    with pdfplumber.open(path) as pdf:
        texts = [page.extract_text() or "" for page in pdf.pages]
        drawn = [t for page in pdf.pages for t in page.extract_tables()]
    assert all(t.rstrip().endswith(str(n)) for n, t in enumerate(texts, 1))
    squeezed = "".join("".join(t.split()) for row in drawn for line in row for t in (c or "" for c in line))
    for block in grids(g):
        for row in block.grid:
            for text in row:
                assert "".join(text.split()) in squeezed, (block.title, text)
    document = pypdfium2.PdfDocument(path)
    fast = "".join("".join(page.get_textpage().get_text_bounded().split()) for page in document)
    assert g.identity.body is not None
    assert g.identity.body in fast


def test_pdf_pages_show_glyphs(tmp_path: Path) -> None:
    """The embedded font draws: the cover has ink where the title is, and every character of it has a glyph."""
    document = pypdfium2.PdfDocument(render_pdf(made(FORMS[1]), tmp_path / "a.pdf"))
    image = document[0].render(scale=1, grayscale=True).to_pil()
    dark = sum(image.histogram()[:128])
    assert dark > 1_000


def test_long_tables_repeat_their_header(tmp_path: Path) -> None:
    g = made(FORMS[3])
    block = next(b for b in grids(g) if b.statement == "project_targets")
    with pdfplumber.open(render_pdf(g, tmp_path / "a.pdf")) as pdf:
        heads = [t[0] for page in pdf.pages for t in page.extract_tables() if t[0][0] and "单位名称" in t[0][0]]
    assert len(heads) >= 2 or len(block.grid) < 20
    assert break_rows([10.0] * 6, 1, 35, 30) == [[0, 1, 2], [0, 3, 4], [0, 5]]


def test_files_are_repeatable(tmp_path: Path) -> None:
    g = made(FORMS[1])
    for render, name in ((render_docx, "docx"), (render_pdf, "pdf")):
        assert render(g, tmp_path / f"a.{name}").read_bytes() == render(g, tmp_path / f"b.{name}").read_bytes()


def test_characters_outside_the_font_fall_back(tmp_path: Path) -> None:
    from dataclasses import replace

    from mingzhang.core.testkit import Para

    g = made(FORMS[1])
    path = render_pdf(replace(g, blocks=(Para("龘龘公开"),)), tmp_path / "a.pdf")
    with pdfplumber.open(path) as pdf:
        assert "龘龘公开" in pdf.pages[0].extract_text()


def test_text_forms(tmp_path: Path) -> None:
    g = made(FORMS[3])
    tab, pipe = as_text(g, "tab"), render_text(g, tmp_path / "a.txt", "pipe").read_text(encoding="utf-8")
    block = grids(g)[0]
    assert "\t".join(block.grid[2]) in tab
    assert "| " + " | ".join(block.grid[2]) + " |" in pipe
    with pytest.raises(ValueError, match="tab, pipe, cells"):
        as_text(g, "html")


def test_lines_wrap_between_numbers() -> None:
    lines = wrap("收支总预算1234.56万元，其中：", lambda t: 10.0 * len(t), 80)
    assert "".join(lines) == "收支总预算1234.56万元，其中："
    assert any("1234.56" in line for line in lines)
    assert not any(line.startswith("，") for line in lines)
    assert all(len(line) <= 8 for line in lines)
