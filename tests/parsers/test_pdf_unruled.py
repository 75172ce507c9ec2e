from __future__ import annotations

from pathlib import Path

import pdf_files as files
import pytest
from reportlab.pdfgen.canvas import Canvas

from mingzhang import TableStatus, Vocabulary
from mingzhang.core.model.documents.document import Document, Table
from mingzhang.core.model.documents.text import squeeze

WIDE = [
    ["收入", "", "支出", ""],
    ["项目", "预算数", "功能分类", "预算数"],
    ["财政拨款", "312.40", "201 一般公共服务支出", ""],
    ["事业收入", "", "208 社会保障和就业支出", "312.40"],
    ["其他收入", "", "210 卫生健康支出", ""],
    ["收入总计", "312.40", "支出总计", "312.40"],
]


def only_table(document: Document) -> Table:
    (table,) = document.tables
    return table


def grid(document: Document) -> list[list[str]]:
    return [[squeeze(c) for c in row] for row in only_table(document).grid()]


def bare(canvas: Canvas) -> None:
    files.texts(canvas)


def horizontal(canvas: Canvas) -> None:
    files.texts(canvas)
    files.rules(canvas.line, down=False)


def two_sided(canvas: Canvas) -> None:
    edges = [60, 170, 240, 440, 510]
    for r, row in enumerate(WIDE):
        y = 690 - 16 * r
        for c, text in enumerate(row):
            if r == 0 and text:
                canvas.drawCentredString((edges[c] + edges[c + 2]) / 2, y, text)
            elif r == 1:
                canvas.drawCentredString((edges[c] + edges[c + 1]) / 2, y, text)
            elif c % 2:
                canvas.drawRightString(edges[c + 1] - 2, y, text)
            else:
                canvas.drawString(edges[c] + 2, y, text)


@pytest.mark.parametrize("engine", ["fast", "pdfplumber"])
@pytest.mark.parametrize("draw", [bare, horizontal])
def test_a_table_without_vertical_rules(tmp_path: Path, engine: str, draw: files.Draw) -> None:
    document = files.read(files.write(tmp_path / "a.pdf", files.announced(draw)), engine)
    assert grid(document) == files.GRID
    assert only_table(document).status is TableStatus.READ
    assert [p.text for p in document.paragraphs] == ["附表一", "部门支出总体情况表", "编制部门：某某市测试局 单位：万元"]


def test_two_lists_side_by_side_and_a_code_before_its_name(tmp_path: Path) -> None:
    assert grid(files.read(files.write(tmp_path / "a.pdf", files.announced(two_sided)))) == [[squeeze(c) for c in r] for r in WIDE]


def with_notes(canvas: Canvas) -> None:
    bare(canvas)
    canvas.drawString(60, 580, "备注：本表为测试用表。")
    canvas.drawString(60, 540, "二、关于部门支出情况的说明，本年支出比上年增加，主要原因是人员增加，经费相应增加。")
    canvas.drawCentredString(297, 30, "- 3 -")


def test_notes_prose_and_page_numbers_stay_outside(tmp_path: Path) -> None:
    document = files.read(files.write(tmp_path / "a.pdf", files.announced(with_notes)))
    assert grid(document) == files.GRID
    # The font is not embedded: the width of a blank is that of whatever stands in for it on this machine.
    assert [squeeze(p.text) for p in document.paragraphs][3:] == [
        "备注：本表为测试用表。",
        "二、关于部门支出情况的说明，本年支出比上年增加，主要原因是人员增加，经费相应增加。",
        "-3-",
    ]


def prose(canvas: Canvas) -> None:
    for i in range(20):
        canvas.drawString(60, 760 - 18 * i, f"（{i}）本年预算 {100 + i}.20 万元，比上年增加 {i}.10 万元，增长 1.2 %。")


def contents(canvas: Canvas) -> None:
    canvas.drawString(250, 780, "目录")
    for i in range(12):
        canvas.drawString(60, 740 - 18 * i, f"{i + 1}. 部门收支总体情况表")
        canvas.drawRightString(520, 740 - 18 * i, str(i + 3))


@pytest.mark.parametrize("draw", [prose, contents])
def test_prose_and_contents_are_no_tables(tmp_path: Path, draw: files.Draw) -> None:
    document = files.read(files.write(tmp_path / "a.pdf", draw))
    assert not list(document.tables)


def confused(canvas: Canvas) -> None:
    for i in range(8):
        canvas.drawString(60 + 23 * (i % 4), 680 - 16 * i, f"支出项目说明文字{i}")
        canvas.drawString(170 + 31 * (i % 5), 680 - 16 * i, f"{i}12.30")
        canvas.drawString(260 + 37 * (i % 3), 680 - 16 * i, f"{i}45.60")


def test_a_table_that_cannot_be_read_is_visible(tmp_path: Path) -> None:
    document = files.read(files.write(tmp_path / "a.pdf", files.announced(confused)))
    table = only_table(document)
    assert table.status is not TableStatus.READ
    assert table.problem
    assert table.status is TableStatus.UNREAD
    aside = [a for page in document.pages for a in page.aside]
    assert sum("12.30" in a.text for a in aside) == 8, "set aside, with place and reason"
    assert {a.reason for a in aside} == {"unread"}
    assert not any("12.30" in p.text or "45.60" in p.text for p in document.paragraphs), "no sentence that rules could read"
    assert any("第 1 页：24 处" in problem and "没有读出的表" in problem for problem in document.problems)


def confused_before_prose(canvas: Canvas) -> None:
    confused(canvas)
    canvas.drawString(60, 545, "二、关于部门支出情况的说明，本年支出112.30万元，比上年增加，主要原因是人员增加，经费相应增加。")


def test_prose_below_a_table_that_cannot_be_read_stays(tmp_path: Path) -> None:
    document = files.read(files.write(tmp_path / "a.pdf", files.announced(confused_before_prose)))
    assert any("112.30" in p.text for p in document.paragraphs)


def untitled(canvas: Canvas) -> None:
    canvas.drawCentredString(285, 730, "2024年部门支出总体情况表")
    bare(canvas)


def test_the_vocabulary_announces_a_table_without_unit_line(tmp_path: Path) -> None:
    path = files.write(tmp_path / "a.pdf", untitled)
    vocabulary = Vocabulary(titles=frozenset({"部门支出总体情况表"}))
    assert grid(files.read(path, vocabulary=vocabulary)) == files.GRID
