"""Rows that a page break cuts, drawn as word processors (both pieces closed) and browsers (the cut left open) draw them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pdf_files as files
import pytest
from reportlab.pdfgen.canvas import Canvas

from mingzhang import Table, Vocabulary
from mingzhang.core.model.documents.text import squeeze
from mingzhang.core.reading.assemble import assemble

ENGINES = ("fast", "pdfplumber")
XS = (60, 143, 220, 303, 380)
"""The first and third column are as wide as eight characters and their margins."""
HEADS = ["收入项目", "金额", "支出项目", "金额"]
INCOME = ["一、财政拨款", "1,208.50", "一、一般公共服务", "906.20"]
LINE = 14.0

Row = tuple[float, Sequence[str]]
"""Height of a row, and its texts; lines of a cell apart by line feeds."""


def piece(*rows: Row, top: float = 760.0, open_top: bool = False, open_bottom: bool = False, above: str = "") -> files.Draw:
    """A page with the rows of a table."""

    def draw(canvas: Canvas) -> None:
        y = top
        canvas.setLineWidth(0.5)
        if above:
            canvas.drawString(60, top + 20, above)
        if not open_top:
            canvas.line(XS[0], y, XS[-1], y)
        for at, (height, texts) in enumerate(rows):
            for x, text in zip(XS, texts, strict=False):
                for i, line in enumerate(text.split("\n")):
                    canvas.drawString(x + 1.5, y - 12 - LINE * i, line)
            for x in XS:
                canvas.line(x, y, x, y - height)
            y -= height
            if at < len(rows) - 1 or not open_bottom:
                canvas.line(XS[0], y, XS[-1], y)
        canvas.drawCentredString(300, 40, "— 7 —")

    return draw


def tables(path: Path, engine: str, *pages: files.Draw) -> list[Table]:
    return list(assemble(files.read(files.write(path / "a.pdf", *pages), engine), Vocabulary()).tables)


def only(path: Path, engine: str, *pages: files.Draw) -> Table:
    (table,) = tables(path, engine, *pages)
    assert table.pages == tuple(range(1, len(pages) + 1))
    return table


HEAD_ROWS: tuple[Row, ...] = ((18, HEADS), (18, INCOME))


@pytest.mark.parametrize("engine", ENGINES)
def test_text_in_one_column(tmp_path: Path, engine: str) -> None:
    first = piece(*HEAD_ROWS, (18, ["", "", "八、城乡社区和乡", "12.30"]))
    second = piece((18, ["", "", "村振兴支出", ""]), (18, ["合计", "1,208.50", "合计", "918.50"]))
    table = only(tmp_path, engine, first, second)
    assert table.grid()[2:] == [["", "", "八、城乡社区和乡村振兴支出", "12.30"], ["合计", "1,208.50", "合计", "918.50"]]


@pytest.mark.parametrize("engine", ENGINES)
def test_text_in_several_columns(tmp_path: Path, engine: str) -> None:
    first = piece(*HEAD_ROWS, (32, ["二、政府性基金预\n算财政拨款上年结", "3.00", "二、政府性基金预\n算安排的城乡社区", ""]))
    second = piece((18, ["转", "", "支出", ""]), (18, ["合计", "1,211.50", "合计", "909.20"]))
    table = only(tmp_path, engine, first, second)
    assert table.grid()[2] == ["二、政府性基金预算财政拨款上年结转", "3.00", "二、政府性基金预算安排的城乡社区支出", ""]
    assert table.rows == 4


@pytest.mark.parametrize("engine", ENGINES)
def test_label_without_number_of_its_own(tmp_path: Path, engine: str) -> None:
    first = piece(*HEAD_ROWS, (18, ["本年财政拨款收入", "1,208.50", "本年支出合计", "906.20"]))
    table = only(tmp_path, engine, first, piece((18, ["合计", "", "", ""]), (18, ["总计", "1,208.50", "总计", "906.20"])))
    assert table.grid()[2:] == [["本年财政拨款收入合计", "1,208.50", "本年支出合计", "906.20"], ["总计", "1,208.50", "总计", "906.20"]]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("end", "top"), [(13, 18), (18, 12)])
def test_blank_rest(tmp_path: Path, engine: str, end: float, top: float) -> None:
    blank = ["", "", "", ""]
    first = piece(*HEAD_ROWS, (end, ["二、其他收入", "3.00", "二、其他支出", "2.00"]))
    table = only(tmp_path, engine, first, piece((top, blank), (18, ["合计", "1,211.50", "合计", "908.20"])))
    assert [row[0] for row in table.grid()] == ["收入项目", "一、财政拨款", "二、其他收入", "合计"]


def rules_alone(*rows: Row) -> files.Draw:
    """A page with blank rows and nothing else: not even its number is printed."""

    def draw(canvas: Canvas) -> None:
        number, canvas.drawCentredString = canvas.drawCentredString, lambda *a: None
        piece(*rows)(canvas)
        canvas.drawCentredString = number

    return draw


@pytest.mark.parametrize("engine", ENGINES)
def test_blank_row_alone_on_a_page(tmp_path: Path, engine: str) -> None:
    blank = ["", "", "", ""]
    end = ["合计", "1,208.50", "合计", "906.20"]
    for height, rows in ((13, 3), (18, 4)):  # cut off the last row; a row of its own
        table = only(tmp_path, engine, piece(*HEAD_ROWS, (height, end)), rules_alone((18, blank)))
        assert table.grid()[2:3] == [end]
        assert table.rows == rows


@pytest.mark.parametrize("engine", ENGINES)
def test_rules_alone_that_continue_nothing_are_no_table(tmp_path: Path, engine: str) -> None:
    blank = ["", "", "", ""]

    def prose(canvas: Canvas) -> None:
        canvas.drawString(60, 700, "某某市测试局预算公开")

    assert tables(tmp_path, engine, rules_alone((18, blank), (18, blank)), prose, rules_alone((18, blank), (18, blank))) == []
    assert files.read(files.write(tmp_path / "b.pdf", rules_alone((18, blank), (18, blank))), engine).problems


@pytest.mark.parametrize("engine", ENGINES)
def test_cut_left_open(tmp_path: Path, engine: str) -> None:
    """The rest of a paragraph: its first part ends with a sentence, and the figure stands with the second piece."""
    first = piece(*HEAD_ROWS, (30, ["二、其他收入。", "", "二、其他支出：", ""]), open_bottom=True)
    second = piece((30, ["（利息）", "3.00", "维护费", ""]), (18, ["合计", "1,211.50", "合计", "906.20"]), open_top=True)
    table = only(tmp_path, engine, first, second)
    assert table.grid()[2] == ["二、其他收入。（利息）", "3.00", "二、其他支出：维护费", ""]
    assert table.rows == 4
    assert {c.place.page for c in table.cells if c.row == 2} == {1, 2}


@pytest.mark.parametrize("engine", ENGINES)
def test_cut_left_open_below_heads_printed_again(tmp_path: Path, engine: str) -> None:
    first = piece(*HEAD_ROWS, (18, ["二、其他收入", "3.00", "二、其他支", "2.00"]), open_bottom=True)
    table = only(tmp_path, engine, first, piece((18, HEADS), (18, ["", "", "出", ""]), (18, ["合计", "1,211.50", "合计", "908.20"])))
    assert [row[2] for row in table.grid()] == ["支出项目", "一、一般公共服务", "二、其他支出", "合计"]


@pytest.mark.parametrize("engine", ENGINES)
def test_row_over_three_pages(tmp_path: Path, engine: str) -> None:
    last = ["二、政府性基金预", "3.00", "二、其他支出", "2.00"]
    pages = (piece(*HEAD_ROWS, (18, last)), piece((18, ["算财政拨款上年结", "", "", ""])), piece((18, ["转", "", "", ""])))
    assert only(tmp_path, engine, *pages).grid()[2:] == [["二、政府性基金预算财政拨款上年结转", *last[1:]]]


def merged(*rows: Sequence[str], top: float = 760.0) -> files.Draw:
    """Rows whose first column is one cell."""

    def draw(canvas: Canvas) -> None:
        bottom = top - 18.0 * len(rows)
        for i, texts in enumerate(rows):
            for x, text in zip(XS, texts, strict=False):
                canvas.drawString(x + 1.5, top - 12 - 18 * i, text)
            canvas.line(XS[0 if i == 0 else 1], top - 18 * i, XS[-1], top - 18 * i)
        canvas.line(XS[0], bottom, XS[-1], bottom)
        for x in XS:
            canvas.line(x, top, x, bottom)

    return draw


@pytest.mark.parametrize("engine", ENGINES)
def test_row_beside_a_merged_cell(tmp_path: Path, engine: str) -> None:
    first = merged(["支出", "1.00", "一、教育支出", "1.00"], ["", "2.00", "二、城乡社区和乡", "2.00"])
    table = only(tmp_path, engine, first, merged(["", "", "村振兴支出", ""], ["", "3.00", "三、其他支出", "3.00"]))
    assert table.grid() == [
        ["支出", "1.00", "一、教育支出", "1.00"],
        ["", "2.00", "二、城乡社区和乡村振兴支出", "2.00"],
        ["", "3.00", "三、其他支出", "3.00"],
    ]
    places = [(c.row + r, c.column + x) for c in table.cells for r in range(c.rowspan) for x in range(c.colspan)]
    assert sorted(places) == [(r, c) for r in range(table.rows) for c in range(table.columns)]


@pytest.mark.parametrize("engine", ENGINES)
def test_field_of_a_form(tmp_path: Path, engine: str) -> None:
    first = piece((18, ["主管部门", "测试局", "完善道路安全设施", ""]))
    table = only(tmp_path, engine, piece(*HEAD_ROWS), first, piece((18, ["", "", "更新项目", ""]), (18, ["合计", "1.00", "合计", "2.00"])))
    assert [row[2] for row in table.grid()[2:]] == ["完善道路安全设施更新项目", "合计"]


@pytest.mark.parametrize("engine", ENGINES)
def test_what_is_not_parted_needs_room_as_a_whole(tmp_path: Path, engine: str) -> None:
    """Beside the cut texts a character would fit, but not a number or a word in brackets."""
    first = piece(*HEAD_ROWS, (18, ["投入养护人员", "48.00", "完成时间为2031年", ""]))
    table = only(tmp_path, engine, first, piece((18, ["（人次）", "", "12月底前", ""]), (18, ["合计", "1.00", "合计", "2.00"])))
    assert [squeeze(t) for t in table.grid()[2]] == ["投入养护人员（人次）", "48.00", "完成时间为2031年12月底前", ""]
    table = only(tmp_path, engine, first, piece((18, ["临时用工", "", "月底前", ""]), (18, ["合计", "1.00", "合计", "2.00"])))
    assert table.grid()[2:4] == [["投入养护人员", "48.00", "完成时间为2031年", ""], ["临时用工", "", "月底前", ""]]


@pytest.mark.parametrize("engine", ENGINES)
def test_row_of_its_own_beside_a_label_of_several_rows(tmp_path: Path, engine: str) -> None:
    """The label goes on over the page; the item on top of the page is no rest of the one that happens to fill its cell."""
    first = merged(["专户资金", "", "小计", ""], ["", "", "专户管理教育收费", ""])
    table = only(tmp_path, engine, piece(*HEAD_ROWS), first, merged(["", "", "其他非税收入", ""], ["", "", "捐赠收入", ""]))
    assert [row[2] for row in table.grid()[2:]] == ["小计", "专户管理教育收费", "其他非税收入", "捐赠收入"]


NEW_ROWS = {
    "row with figures": (["二、政府性基金预", "3.00", "二、国有资本经营", "2.00"], ["专项收入", "1.00", "", ""]),
    "next item of the list": (["二、政府性基金预", "3.00", "二、国有资本经营", "2.00"], ["", "", "三、其他支出", ""]),
    "words under a text that ends early": (["二、其他收入", "3.00", "二、其他支出", "2.00"], ["利息收入", "", "", ""]),
    "words under a whole sentence": (["二、财政拨款额。", "3.00", "", ""], ["利息收入", "", "", ""]),
    "words beside the text that breaks off": (["二、政府性基金预", "3.00", "", ""], ["算收入", "", "其他支出", ""]),
    "label over a label, no figures": (["政府性基金拨款收", "", "", ""], ["上级补助", "", "", ""]),
    "blank row of a form": (["二、其他收入", "3.00", "二、其他支出", "2.00"], ["", "", "", ""]),
}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("case", NEW_ROWS)
def test_row_of_its_own(tmp_path: Path, engine: str, case: str) -> None:
    above, below = NEW_ROWS[case]
    table = only(tmp_path, engine, piece(*HEAD_ROWS, (18, above)), piece((18, below), (18, ["合计", "9.00", "合计", "9.00"])))
    assert table.grid()[2:4] == [above, below]


@pytest.mark.parametrize("engine", ENGINES)
def test_table_drawn_without_frame_has_no_cuts(tmp_path: Path, engine: str) -> None:
    """Nothing closes this table at any page: that says nothing about its rows."""
    first = piece(*HEAD_ROWS, (18, ["二、其他收入", "3.00", "", ""]), open_top=True, open_bottom=True)
    second = piece((18, ["三、利息收入", "", "二、其他支出", "2.00"]), (18, ["合计", "", "", ""]), open_top=True, open_bottom=True)
    table = only(tmp_path, engine, first, second)
    assert table.grid()[2:4] == [["二、其他收入", "3.00", "", ""], ["三、利息收入", "", "二、其他支出", "2.00"]]


@pytest.mark.parametrize("engine", ENGINES)
def test_two_figures_of_one_column_are_two_rows(tmp_path: Path, engine: str) -> None:
    first = piece(*HEAD_ROWS, (18, ["二、其他收入", "3.00", "", ""]), open_bottom=True)
    table = only(tmp_path, engine, first, piece((18, ["三、利息收入", "1.00", "", ""]), open_top=True))
    assert [row[1] for row in table.grid()[2:]] == ["3.00", "1.00"]


@pytest.mark.parametrize("engine", ENGINES)
def test_copy_of_a_form_takes_nothing_from_the_copy_before(tmp_path: Path, engine: str) -> None:
    def form(project: str) -> files.Draw:
        return piece(
            (18, ["项目名称", project, "主管部门", "测试局"]),
            (18, ["年度目标", "", "完成路面养护工作", "1.00"]),
            above="项目支出绩效目标表",
        )

    found = tables(tmp_path, engine, form("桥面养护"), form("路灯更换"))
    assert [(t.title, t.rows, t.grid()[0][1]) for t in found] == [
        ("项目支出绩效目标表", 2, "桥面养护"),
        ("项目支出绩效目标表", 2, "路灯更换"),
    ]


@pytest.mark.parametrize("engine", ENGINES)
def test_the_next_item_of_a_list_is_a_row_of_its_own_where_the_page_leaves_its_edge_open(tmp_path: Path, engine: str) -> None:
    first = piece(*HEAD_ROWS, (18, ["一、财政拨款", "3.00", "三、国防支出", ""]))
    second = piece((18, ["二、专户资金", "", "四、教育支出", "2.00"]), (18, ["合计", "3.00", "合计", "2.00"]), open_top=True)
    rows = only(tmp_path, engine, first, second).grid()
    assert ["一、财政拨款", "3.00", "三、国防支出", ""] in rows
    assert ["二、专户资金", "", "四、教育支出", "2.00"] in rows
