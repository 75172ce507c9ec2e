from __future__ import annotations

import gc
import re
from pathlib import Path

import pdf_files as files
import pypdfium2 as pdfium
import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from mingzhang import Paragraph, Place, TableStatus, UnreadableError, in_english
from mingzhang.core.model.documents.document import Document, Table
from mingzhang.core.model.documents.text import squeeze
from mingzhang.plugins.parsers.pdf.blocks import blocks_of
from mingzhang.plugins.parsers.pdf.engines import fast as pdf_fast
from mingzhang.plugins.parsers.pdf.grids.grid import Grid, GridCell
from mingzhang.plugins.parsers.pdf.grids.page import PageContent
from mingzhang.plugins.parsers.pdf.ink import file as pdf_file
from mingzhang.plugins.parsers.pdf.letters.letters import InconsistentError
from mingzhang.plugins.parsers.pdf.parser import SCAN

ENGINES = ("fast", "pdfplumber")


def only_table(document: Document) -> Table:
    (table,) = document.tables
    return table


def grid(document: Document) -> list[list[str]]:
    return [[squeeze(c) for c in row] for row in only_table(document).grid()]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_ruled_table_with_merged_cells(tmp_path: Path, engine: str) -> None:
    document = files.read(files.write(tmp_path / "a.pdf", files.announced(files.ruled)), engine)
    table = only_table(document)
    assert grid(document) == files.GRID
    assert table.spans() == files.SPANS
    assert document.lines_are_physical
    assert document.engine == engine
    assert [p.text for p in document.paragraphs] == ["附表一", "部门支出总体情况表", "编制部门：某某市测试局 单位：万元"]
    cell = table.cell_map()[3, 3]
    assert cell.text == "1,012.30"
    assert cell.place.page == 1
    assert cell.place.block == table.place.block == 3
    assert cell.place.bbox == pytest.approx((330, 842 - 640, 420, 842 - 620), abs=0.5)


def test_every_place_of_a_table_has_one_cell(tmp_path: Path) -> None:
    table = only_table(files.read(files.write(tmp_path / "a.pdf", files.ruled)))
    places = [(c.row + r, c.column + x) for c in table.cells for r in range(c.rowspan) for x in range(c.colspan)]
    assert sorted(places) == [(r, c) for r in range(table.rows) for c in range(table.columns)]


def turned(turns: int) -> files.Draw:
    """The ruled table on a page stored with a rotation: people see it upright (reportlab turns the page itself)."""
    wide, high = files.WIDTH, files.HEIGHT
    matrix = {1: (0, 1, -1, 0, high, 0), 2: (-1, 0, 0, -1, wide, high), 3: (0, -1, 1, 0, 0, wide)}[turns]

    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(90 * turns)
        canvas.transform(*matrix)
        files.ruled(canvas)

    return draw


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("turns", [1, 2, 3])
def test_page_rotation_is_applied_to_boxes(tmp_path: Path, turns: int, engine: str) -> None:
    document = files.read(files.write(tmp_path / "a.pdf", turned(turns)), engine)
    assert grid(document) == files.GRID
    page = document.pages[0]
    assert (page.width, page.height, page.rotation) == (files.WIDTH, files.HEIGHT, 90 * turns)
    assert only_table(document).place.bbox == pytest.approx((60, 142, 510, 242), abs=0.5)


def sideways(turns: int) -> files.Draw:
    """The ruled table printed across a page that is not stored with a rotation: people turn their heads."""
    matrix = {1: (0, 1, -1, 0, files.HEIGHT - 20, 0), 2: (-1, 0, 0, -1, files.WIDTH, files.HEIGHT), 3: (0, -1, 1, 0, -250, files.WIDTH)}

    def draw(canvas: Canvas) -> None:
        canvas.transform(*matrix[turns])
        files.ruled(canvas)

    return draw


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_table_printed_sideways_is_read_and_placed_where_it_stands(tmp_path: Path, turns: int) -> None:
    document = files.read(files.write(tmp_path / "a.pdf", sideways(turns)))
    assert grid(document) == files.GRID
    table = only_table(document)
    box = {1: (122, 332, 222, 782), 2: (85, 600, 535, 700), 3: (350, 307, 450, 757)}[turns]
    assert document.pages[0].rotation == 0
    assert table.place.bbox == pytest.approx(box, abs=0.5)
    assert table.cell_map()[4, 4].place.bbox is not None


def one_path(canvas: Canvas) -> None:
    files.texts(canvas)
    path = canvas.beginPath()

    def line(x0: float, y0: float, x1: float, y1: float) -> None:
        path.moveTo(x0, y0)
        path.lineTo(x1, y1)

    files.rules(line)
    canvas.drawPath(path)


def thin_areas(canvas: Canvas) -> None:
    files.texts(canvas)
    files.rules(lambda x0, y0, x1, y1: canvas.rect(x0, y1, max(0.7, x1 - x0), max(0.7, y0 - y1), stroke=0, fill=1))


def dots(canvas: Canvas) -> None:
    files.texts(canvas)

    def line(x0: float, y0: float, x1: float, y1: float) -> None:
        steps = int(max(x1 - x0, y0 - y1) / 1.5)
        for i in range(steps + 1):
            canvas.rect(x0 + (x1 - x0) * i / steps, y1 + (y0 - y1) * i / steps, 0.75, 0.75, stroke=0, fill=1)

    files.rules(line)


def dashes(canvas: Canvas) -> None:
    canvas.setDash(3, 2)
    files.ruled(canvas)


def drawn_dashes(canvas: Canvas) -> None:
    files.texts(canvas)

    def line(x0: float, y0: float, x1: float, y1: float) -> None:
        length = max(x1 - x0, y0 - y1)
        for i in range(0, int(length), 6):
            a, b = i / length, min(1.0, (i + 4) / length)
            canvas.line(x0 + (x1 - x0) * a, y0 + (y1 - y0) * a, x0 + (x1 - x0) * b, y0 + (y1 - y0) * b)

    files.rules(line)


def boxes_of_cells(canvas: Canvas) -> None:
    files.texts(canvas)
    spans = {(r, c): (h, w) for r, c, h, w in files.SPANS}
    covered = {(r + i, c + j) for (r, c), (h, w) in spans.items() for i in range(h) for j in range(w)} - set(spans)
    for r in range(5):
        for c in range(5):
            if (r, c) not in covered:
                h, w = spans.get((r, c), (1, 1))
                x, y = files.XS[c], files.YS[r + h]
                canvas.rect(x, y, files.XS[c + w] - x, files.YS[r] - y)


def open_sides(canvas: Canvas) -> None:
    files.texts(canvas)
    files.rules(lambda x0, y0, x1, y1: None if x0 == x1 and x0 in (60, 510) else canvas.line(x0, y0, x1, y1))


def in_a_form(canvas: Canvas) -> None:
    canvas.beginForm("table")
    canvas.setFont(files.FONT, 10)
    files.ruled(canvas)
    canvas.endForm()
    canvas.doForm("table")


@pytest.mark.parametrize("draw", [one_path, thin_areas, dots, dashes, drawn_dashes, boxes_of_cells, open_sides, in_a_form])
def test_rules_however_they_are_drawn(tmp_path: Path, draw: files.Draw) -> None:
    document = files.read(files.write(tmp_path / "a.pdf", draw))
    assert grid(document) == files.GRID
    assert only_table(document).spans() == files.SPANS


def frame_round_prose(canvas: Canvas) -> None:
    canvas.rect(50, 50, 480, 740)
    canvas.drawString(60, 700, "本单位没有使用政府性基金预算安排的支出。")


@pytest.mark.parametrize("engine", ENGINES)
def test_a_frame_is_no_table(tmp_path: Path, engine: str) -> None:
    document = files.read(files.write(tmp_path / "a.pdf", frame_round_prose), engine)
    assert [p.text for p in document.paragraphs] == ["本单位没有使用政府性基金预算安排的支出。"]
    assert not list(document.tables)


def marked(canvas: Canvas) -> None:
    files.ruled(canvas)
    canvas.setFillGray(0.8)
    canvas.setFont(files.FONT, 14)
    canvas.drawString(200, 625, "内部资料")
    canvas.saveState()
    canvas.translate(150, 560)
    canvas.rotate(35)
    canvas.setFillGray(0.5)
    canvas.setFont(files.FONT, 48)
    canvas.drawString(0, 0, "仅供公开使用")
    canvas.restoreState()
    canvas.setStrokeColorRGB(1, 0, 0)
    canvas.circle(380, 640, 40)


@pytest.mark.parametrize("engine", ENGINES)
def test_watermarks_and_stamps_stay_out(tmp_path: Path, engine: str) -> None:
    document = files.read(files.write(tmp_path / "a.pdf", marked), engine)
    assert grid(document) == files.GRID
    assert not list(document.paragraphs)


def white_on_dark(canvas: Canvas) -> None:
    canvas.setFillColorRGB(0.1, 0.2, 0.5)
    canvas.rect(60, 660, 450, 40, stroke=0, fill=1)
    canvas.setFillGray(1)
    canvas.drawString(70, 675, "部门预算")
    canvas.drawString(70, 600, "看不见")


def test_white_text_counts_on_a_dark_area_only(tmp_path: Path) -> None:
    document = files.read(files.write(tmp_path / "a.pdf", white_on_dark))
    assert [p.text for p in document.paragraphs] == ["部门预算"]


def beyond_the_page(canvas: Canvas) -> None:
    canvas.drawString(60, 700, "看得见")
    canvas.drawString(60, -200, "看不见")
    canvas.drawString(700, 400, "看不见")
    canvas.drawString(60, -7, "只看见一点")


@pytest.mark.parametrize("engine", ENGINES)
def test_text_beyond_the_page_is_not_there(tmp_path: Path, engine: str) -> None:
    document = files.read(files.write(tmp_path / "a.pdf", beyond_the_page), engine)
    assert [p.text for p in document.paragraphs] == ["看得见"]


def narrow(canvas: Canvas) -> None:
    for x in (60, 76, 200):
        canvas.line(x, 700, x, 640)
    for y in (700, 670, 640):
        canvas.line(60, y, 200, y)
    for text, y in (("2", 690), ("0", 678), ("1", 660), ("5", 648)):
        canvas.drawCentredString(68, y, text)
    for text, y in (("12.30", 690), ("45.60", 678)):
        canvas.drawRightString(197, y, text)


def test_a_number_broken_by_a_narrow_cell_is_one_number(tmp_path: Path) -> None:
    document = files.read(files.write(tmp_path / "a.pdf", narrow))
    assert only_table(document).grid() == [["20", "12.30 45.60"], ["15", ""]]


def spilling(canvas: Canvas) -> None:
    for x in (60, 120, 300):
        canvas.line(x, 700, x, 640)
    for y in (700, 680, 660, 640):
        canvas.line(60, y, 300, y)
    for i, text in enumerate(("上缴上", "级单位", "的支出")):
        canvas.drawCentredString(90, 699 - 13 * i, text)
    for i, text in enumerate(("办公费", "水费", "电费")):
        canvas.drawString(125, 687 - 20 * i, text)
    canvas.drawString(62, 646, "合计")


def test_a_text_higher_than_its_cell_stays_together(tmp_path: Path) -> None:
    document = files.read(files.write(tmp_path / "a.pdf", spilling))
    assert only_table(document).grid() == [["上缴上级单位的支出", "办公费"], ["", "水费"], ["合计", "电费"]]
    assert not list(document.paragraphs)


def side_by_side(canvas: Canvas) -> None:
    for x in (60, 100, 140):
        canvas.line(x, 700, x, 660)
    for y in (700, 680, 660):
        canvas.line(60, y, 140, y)
    canvas.drawString(61, 686, "1234.56")
    canvas.drawString(101, 686, "7890.12")


@pytest.mark.parametrize("engine", ENGINES)
def test_numbers_of_neighbouring_cells_stay_apart(tmp_path: Path, engine: str) -> None:
    document = files.read(files.write(tmp_path / "a.pdf", side_by_side), engine)
    assert only_table(document).grid() == [["1234.56", "7890.12"], ["", ""]]


def test_radicals_become_characters_and_the_print_is_kept() -> None:
    cells = [GridCell(0, 0, 1, 1, (0, 0, 9, 9), "⽀出"), GridCell(0, 1, 1, 1, (9, 0, 18, 9), "12.30")]
    content = PageContent(1, 595, 842, 0, "fast", [Grid((0, 0, 18, 9), 1, 2, cells)], [(0, 20, 50, 30, "⼈⺠币")])
    table, line = blocks_of(content, 7)
    assert isinstance(table, Table)
    assert isinstance(line, Paragraph)
    assert [(c.text, c.printed) for c in table.cells] == [("支出", "⽀出"), ("12.30", None)]
    assert (line.text, line.printed) == ("人民币", "⼈⺠币")
    assert (table.place.block, line.place) == (7, Place(1, (0, 20, 50, 30), block=8))


@pytest.mark.parametrize("engine", ["auto", *ENGINES])
@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "empty"), (b"%PDF-1.7\nnothing of a PDF follows", "damaged"), (b"no PDF at all", "damaged")],
)
def test_broken_files_raise_one_line(tmp_path: Path, engine: str, content: bytes, reason: str) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(content)
    with pytest.raises(UnreadableError) as caught:
        files.read(path, engine)
    assert reason in in_english(caught.value.words)
    assert "\n" not in str(caught.value)


def test_a_truncated_file_raises(tmp_path: Path) -> None:
    path = files.write(tmp_path / "a.pdf", files.ruled)
    path.write_bytes(path.read_bytes()[:400])
    with pytest.raises(UnreadableError, match="已损坏"):
        files.read(path)


def test_a_password_is_named(tmp_path: Path) -> None:
    path = files.write(tmp_path / "a.pdf", files.ruled, encrypt=StandardEncryption("secret", strength=128))
    with pytest.raises(UnreadableError, match="有密码保护"):
        files.read(path)


def test_an_owner_password_alone_does_not_hinder_reading(tmp_path: Path) -> None:
    path = files.write(tmp_path / "a.pdf", files.ruled, encrypt=StandardEncryption("", "owner", strength=128))
    assert grid(files.read(path)) == files.GRID


def picture(canvas: Canvas) -> None:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    canvas.drawImage(ImageReader(Image.new("RGB", (60, 80), "grey")), 0, 0, files.WIDTH, files.HEIGHT)


@pytest.mark.parametrize("engine", ["auto", *ENGINES])
def test_a_scan_says_so(tmp_path: Path, engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mingzhang.plugins.parsers.pdf.parser.is_installed", lambda: False)
    with pytest.raises(UnreadableError, match=re.escape(SCAN)):
        files.read(files.write(tmp_path / "a.pdf", picture, picture), engine)


@pytest.mark.parametrize("engine", ["auto", *ENGINES])
def test_one_page_without_text_layer_is_named(tmp_path: Path, engine: str) -> None:
    document = files.read(files.write(tmp_path / "a.pdf", files.ruled, picture, files.ruled), engine)
    assert [p.problem is None for p in document.pages] == [True, False, True]
    assert len(document.problems) == 1
    assert in_english(document.problems[0]).startswith("page 2: no text layer")
    assert document.problems[0].startswith("第 2 页：没有文字层")
    assert len(list(document.tables)) == 2


def test_a_file_without_anything_is_not_silently_empty(tmp_path: Path) -> None:
    assert files.read(files.write(tmp_path / "a.pdf", lambda canvas: None)).problems


def test_auto_gives_a_doubtful_page_to_pdfplumber(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read_page = pdf_fast.read_page

    def doubtful(page: int, textpage: int, number: int, *, goes_on: bool) -> PageContent:
        if number == 2:
            raise InconsistentError("characters without boxes")
        return read_page(page, textpage, number, goes_on=goes_on)

    path = files.write(tmp_path / "a.pdf", files.ruled, files.ruled, files.ruled)
    monkeypatch.setattr(pdf_fast, "read_page", doubtful)
    document = files.read(path, "auto")
    assert document.engine == "fast+pdfplumber(p2)"
    assert [[[squeeze(c) for c in row] for row in t.grid()] for t in document.tables] == [files.GRID] * 3
    assert document.problems == ()
    fast = files.read(path, "fast")
    assert [in_english(p) for p in fast.problems] == ["page 2: the page cannot be read (characters without boxes)"]


def test_an_unknown_engine_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="unknown engine"):
        files.read(files.write(tmp_path / "a.pdf", files.ruled), "best")


def test_pages_are_closed_and_the_file_is_opened_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[object] = []
    real = pdfium.PdfDocument
    path = files.write(tmp_path / "a.pdf", *[files.ruled] * 5)
    monkeypatch.setattr(pdf_file, "_PAGES_AT_ONCE", 2)
    monkeypatch.setattr(pdfium, "PdfDocument", lambda *a: opened.append(a) or real(*a))
    document = files.read(path)
    assert len(opened) == 3
    assert [t.place.page for t in document.tables] == [1, 2, 3, 4, 5]


def test_the_garbage_collector_is_left_as_it_was(tmp_path: Path) -> None:
    before = gc.get_threshold()
    files.read(files.write(tmp_path / "a.pdf", files.ruled))
    assert gc.get_threshold() == before


def shifted(canvas: Canvas) -> None:
    for y in (700, 680, 660, 640):
        canvas.line(60, y, 300, y)
    for x in (60, 300):
        canvas.line(x, 700, x, 640)
    canvas.line(130, 700, 130, 680)
    canvas.line(118, 680, 118, 640)
    for x, y, text in ((64, 686, "科目代码及编号"), (140, 686, "科目名称"), (64, 666, "204"), (121, 666, "公共安全支出")):
        canvas.setFont(files.FONT, 9)
        canvas.drawString(x, y, text)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_rule_that_moves_sideways_is_one_rule(tmp_path: Path, engine: str) -> None:
    document = files.read(files.write(tmp_path / "a.pdf", shifted), engine)
    assert only_table(document).grid() == [["科目代码及编号", "科目名称"], ["204", "公共安全支出"], ["", ""]]
    assert only_table(document).status is TableStatus.READ
