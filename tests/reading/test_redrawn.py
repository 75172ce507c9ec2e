"""Merged cells drawn again after a page break, and labels that go on there."""

from __future__ import annotations

from mingzhang import Document, Paragraph, Vocabulary
from mingzhang.core.model.documents.document import Cell, Place, Table
from mingzhang.core.plugins.manager import default_plugins
from mingzhang.core.reading.assemble import assemble

HEAD = ["单位名称", "项目名称", "预算数", "指标"]
CODES = ["科目编码", "科目名称", "合计"]


def table(page: int, rows: list[list[str]], merged: dict[tuple[int, int], int] | None = None) -> Table:
    """A table of rows; ``merged``: first row and column of a cell → its rows."""
    spans = merged or {}
    hidden = {(r + i, c) for (r, c), height in spans.items() for i in range(1, height)}
    cells = tuple(
        Cell(text, r, c, Place(page, (50.0 + 100 * c, 100.0 + 20 * r, 150.0 + 100 * c, 120.0 + 20 * r)), spans.get((r, c), 1))
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
        if (r, c) not in hidden
    )
    width = len(rows[0])
    return Table(cells, len(rows), width, Place(page, (50.0, 100.0, 50.0 + 100 * width, 100.0 + 20 * len(rows))), pages=(page,))


def whole(first: Table, second: Table) -> Table:
    (one,) = assemble(Document("a.pdf", "0", "pdf", (first, second)), Vocabulary()).tables
    return one


FIRST = table(1, [HEAD, ["某某局", "防汛", "156.50", "物资"], ["", "", "", "合格率"]], {(1, 0): 2, (1, 1): 2, (1, 2): 2})


def test_a_merged_cell_drawn_again_is_one_cell() -> None:
    second = table(2, [["某某局", "防汛", "156.50", "成本"], ["", "", "", "减少损失"]], {(0, 0): 2, (0, 1): 2, (0, 2): 2})
    one = whole(FIRST, second)
    assert [row[2] for row in one.grid()].count("156.50") == 1
    assert one.rows == 5
    assert {(c.row, c.column): c.rowspan for c in one.cells if c.rowspan > 1} == {(1, 0): 4, (1, 1): 4, (1, 2): 4}
    assert [row[3] for row in one.grid()] == ["指标", "物资", "合格率", "成本", "减少损失"]


def test_another_project_of_the_same_amount_is_another() -> None:
    second = table(2, [["某某局", "灌溉", "156.50", "成本"], ["", "", "", "明显"]], {(0, 0): 2, (0, 1): 2, (0, 2): 2})
    grid = whole(FIRST, second).grid()
    assert [row[1:3] for row in grid if row[2] == "156.50"] == [["防汛", "156.50"], ["灌溉", "156.50"]]


def test_rows_that_are_equal_are_two_rows() -> None:
    rows = [HEAD, ["某某局", "防汛", "1.00", "物资"]]
    assert whole(table(1, rows), table(2, [["某某局", "防汛", "1.00", "成本"]])).grid()[1:] == [
        ["某某局", "防汛", "1.00", "物资"],
        ["某某局", "防汛", "1.00", "成本"],
    ]


ROWS = [CODES, ["208", "社会保障和就业支出", "3.00"], ["20805", "行政事业单位养老支出", "3.00"], ["2080505", "机关事业单位基本", "3.00"]]


def test_a_label_without_code_and_figure_goes_on_with_the_one_above() -> None:
    one = whole(table(1, ROWS), table(2, [["", "养老保险缴费支出", ""], ["210", "卫生健康支出", "4.00"]]))
    assert one.grid()[3:] == [["2080505", "机关事业单位基本养老保险缴费支出", "3.00"], ["210", "卫生健康支出", "4.00"]]


def test_a_total_or_a_row_with_a_figure_is_a_row() -> None:
    for rest in (["", "合计", ""], ["", "项目支出", "4.00"], ["", "一、项目支出", ""]):
        assert whole(table(1, ROWS), table(2, [rest, ["210", "卫生健康支出", "4.00"]])).rows == 6


def test_without_codes_a_label_alone_is_a_row() -> None:
    plain = [["项目", "说明", "金额"], ["会议费", "无", "3.00"], ["培训费", "无", "4.00"], ["差旅费", "无", "5.00"]]
    assert whole(table(1, plain), table(2, [["", "另有安排", ""], ["水费", "无", "4.00"]])).rows == 6


def test_the_title_again_without_its_number() -> None:
    def above(page: int, text: str) -> Paragraph:
        return Paragraph(text, Place(page, (150.0, 60.0, 300.0, 75.0)))

    second = table(2, [CODES, ["210", "卫生健康支出", "4.00"], ["21011", "行政事业单位医疗", "4.00"]])
    blocks = (above(1, "表2 部门支出总表"), table(1, ROWS), above(2, "部门支出总表"), second)
    document = assemble(Document("a.pdf", "0", "pdf", blocks), default_plugins().vocabulary)
    (one,) = document.tables
    assert (one.number, one.title, one.pages) == ("表2", "部门支出总表", (1, 2))
    assert [row[0] for row in one.grid()] == ["科目编码", "208", "20805", "2080505", "210", "21011"]
    other = (above(1, "表2 部门支出总表"), table(1, ROWS), above(2, "表3 部门支出总表"), second)
    assert len(list(assemble(Document("a.pdf", "0", "pdf", other), default_plugins().vocabulary).tables)) == 2
