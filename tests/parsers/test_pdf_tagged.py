"""Tables that the file itself declares, and tables whose horizontal rules are cut at the columns."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pdf_files as files
from reportlab.pdfgen.canvas import Canvas
from tagged_files import TaggedText, write_tagged

from mingzhang import Document, TableStatus, Vocabulary
from mingzhang.core.model.documents.text import squeeze
from mingzhang.core.reading.assemble import assemble


def grids(document: Document) -> list[list[list[str]]]:
    return [[[squeeze(c) for c in row] for row in t.grid()] for t in assemble(document, Vocabulary()).tables]


def th(x: float, y: float, text: str, rows: int = 1, columns: int = 1) -> TaggedText:
    return ("TH", rows, columns, (x, y, text))


def td(x: float, y: float, text: str) -> TaggedText:
    return ("TD", 1, 1, (x, y, text))


BLANK: TaggedText = ("TD", 1, 1, None)
HEAD = [[th(60, 700, "Code"), th(150, 700, "Name"), th(300, 700, "Total"), th(400, 700, "Part")]]
BODY = [
    [td(60, 680, "208"), td(120, 680, "Social security"), td(300, 680, "12.30"), td(400, 680, "2.30")],
    [td(60, 660, "210"), td(120, 660, "Health"), BLANK, td(400, 660, "4.00")],
    [BLANK, td(120, 640, "Housing"), td(300, 640, "7.00"), BLANK],
]
DRAWN = [
    ["Code", "Name", "Total", "Part"],
    ["208", "Socialsecurity", "12.30", "2.30"],
    ["210", "Health", "", "4.00"],
    ["", "Housing", "7.00", ""],
]


def test_cells_without_text_are_not_tagged_and_yet_keep_their_column(tmp_path: Path) -> None:
    document = files.read(write_tagged(tmp_path / "a.pdf", [HEAD + BODY]))
    assert grids(document) == [DRAWN]
    (table,) = document.tables
    assert table.status is TableStatus.READ
    assert not list(document.paragraphs)


def test_two_lines_of_one_cell_are_one_row(tmp_path: Path) -> None:
    """What only the tags say: without them the second line of a name is a row of its own."""
    two_lines: TaggedText = ("TD", 1, 1, (120, 656, "Health) Tj 0 -12 Td (lower line"))
    lines = [*HEAD, BODY[0], [td(60, 650, "210"), two_lines, td(300, 650, "1.00"), td(400, 650, "1.00")]]
    document = files.read(write_tagged(tmp_path / "b.pdf", [lines]))
    assert grids(document)[0][2] == ["210", "Healthlowerline", "1.00", "1.00"]


def test_a_group_of_heads_and_a_cell_that_goes_on_below(tmp_path: Path) -> None:
    head = [
        [th(60, 700, "Code", 2), th(150, 700, "Name", 2), th(340, 710, "Amounts", 1, 2)],
        [th(300, 690, "Total"), th(400, 690, "Part")],
    ]
    document = files.read(write_tagged(tmp_path / "a.pdf", [head + BODY]))
    assert grids(document) == [[["Code", "Name", "Amounts", ""], ["", "", "Total", "Part"], *DRAWN[1:]]]
    (table,) = document.tables
    assert {(0, 0, 2, 1), (0, 1, 2, 1), (0, 2, 1, 2)} <= set(table.spans())


def test_a_table_keeps_its_columns_on_the_next_page(tmp_path: Path) -> None:
    """The second page has no head and no whole row: alone it would have two columns."""
    rest = [[BLANK, td(120, 780, "Reserve"), BLANK, td(400, 780, "9.00")], [BLANK, td(120, 760, "Total"), BLANK, td(400, 760, "15.30")]]
    document = files.read(write_tagged(tmp_path / "a.pdf", [HEAD + BODY, rest]))
    assert grids(document) == [[*DRAWN, ["", "Reserve", "", "9.00"], ["", "Total", "", "15.30"]]]


def test_a_repeated_head_is_dropped(tmp_path: Path) -> None:
    rest = [*HEAD, [BLANK, td(120, 680, "Reserve"), td(300, 680, "9.00"), BLANK]]
    document = files.read(write_tagged(tmp_path / "a.pdf", [HEAD + BODY, rest], [[0, 1, 2, 3], [0, 4]]))
    assert grids(document) == [[*DRAWN, ["", "Reserve", "9.00", ""]]]


def test_tags_that_contradict_the_page_are_not_believed(tmp_path: Path) -> None:
    """The tags say three columns, but amounts stand under one another in four: where they stand counts."""
    rows = [[td(60 + 90 * ((i * k) % 4), 680 - 20 * i, f"{i}{k}.30") for k in (1, 2, 3)] for i in (1, 3, 5, 7, 9, 11)]
    (table,) = files.read(write_tagged(tmp_path / "a.pdf", [rows])).tables
    expected = [[""] * 4 for _ in rows]
    for r, i in enumerate((1, 3, 5, 7, 9, 11)):
        for k in (1, 2, 3):
            expected[r][(i * k) % 4] = f"{i}{k}.30"
    used = [c for c in range(4) if any(row[c] for row in expected)]
    assert table.grid() == [[row[c] for c in used] for row in expected]


def cut(canvas: Canvas) -> None:
    """Rules as browsers draw them, cell by cell; the third row has two lines in one cell, the head a group."""
    xs, ys = (60, 150, 330, 420, 510), (720, 700, 680, 650, 630)
    canvas.setLineWidth(0.5)
    for y in ys:
        for x0, x1 in pairwise(xs):
            if not (y == 700 and x0 < 330):
                canvas.line(x0 + 0.1, y, x1 - 0.1, y)
    canvas.drawCentredString(420, 706, "金额")
    for x, text in ((105, "科目编码"), (240, "科目名称")):
        canvas.drawCentredString(x, 696, text)
    for x, text in ((375, "合计"), (465, "基本支出")):
        canvas.drawCentredString(x, 686, text)
    canvas.drawString(63, 661, "208")
    for y, text in ((667, "社会保障和就业支出社会保障"), (655, "和就业")):
        canvas.drawString(153, y, text)
    canvas.drawRightString(507, 661, "12.30")
    canvas.drawString(63, 637, "210")
    canvas.drawRightString(417, 637, "7.00")


def test_rules_that_are_cut_at_the_columns(tmp_path: Path) -> None:
    (table,) = files.read(files.write(tmp_path / "a.pdf", cut)).tables
    assert [[squeeze(c) for c in row] for row in table.grid()] == [
        ["科目编码", "科目名称", "金额", ""],
        ["", "", "合计", "基本支出"],
        ["208", "社会保障和就业支出社会保障和就业", "", "12.30"],
        ["210", "", "7.00", ""],
    ]
    assert {(0, 0, 2, 1), (0, 1, 2, 1), (0, 2, 1, 2)} <= set(table.spans())
