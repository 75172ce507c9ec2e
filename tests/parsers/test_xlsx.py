"""XLSX: the print of a cell, tables in a sheet, and files that mean harm."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from office_files import S, docx, f1, read, read_grids, samples, source, true_grids, write_zip, xlsx

from mingzhang import Paragraph, Parser, Table, UnreadableError
from mingzhang.core.model.documents.said import in_english
from mingzhang.plugins.parsers.office import sheet as sheet_module
from mingzhang.plugins.parsers.office import sheets as sheets_module
from mingzhang.plugins.parsers.office.number_format import BUILT_IN, render
from mingzhang.plugins.parsers.office.xlsx import XlsxParser, column_number

FILES = samples("xlsx", ".xlsx")
PARSER = XlsxParser()
STYLES = (
    '<numFmts><numFmt numFmtId="164" formatCode="00"/></numFmts>'
    '<borders><border/><border><left style="thin"/><right style="thin"/></border><border><bottom style="thin"/></border></borders>'
    '<cellXfs><xf numFmtId="0" borderId="0"/><xf numFmtId="0" borderId="1"/><xf numFmtId="4" borderId="1"/>'
    '<xf numFmtId="164" borderId="1"/><xf numFmtId="0" borderId="2"/></cellXfs>'
)
PLAIN, RULED, MONEY, CODE, UNDERLINED = range(5)


def c(reference: str, value: str | float | None, style: int = RULED) -> str:
    if value is None:
        return f'<c r="{reference}" s="{style}"/>'
    if isinstance(value, str):
        return f'<c r="{reference}" s="{style}" t="inlineStr"><is><t>{value}</t></is></c>'
    return f'<c r="{reference}" s="{style}"><v>{value!r}</v></c>'


def sheet(*rows: str, merges: tuple[str, ...] = ()) -> str:
    merged = "".join(f'<mergeCell ref="{m}"/>' for m in merges)
    return f"<sheetData>{''.join(f'<row>{r}</row>' for r in rows)}</sheetData><mergeCells>{merged}</mergeCells>"


def shape(path: Path) -> list[object]:
    return [b.text if isinstance(b, Paragraph) else b.grid() for b in read(PARSER, path).blocks]


def test_is_a_parser() -> None:
    assert isinstance(PARSER, Parser)


@pytest.mark.samples
@pytest.mark.skipif(not FILES, reason="the samples are not here")
@pytest.mark.parametrize("path", FILES, ids=lambda x: x.stem)
def test_samples(path: Path) -> None:
    document = read(PARSER, path)
    assert f1(true_grids(path), read_grids(document)) >= 0.999
    assert f1(true_grids(path), read_grids(document), numbers=True) == 1
    assert not document.problems


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        ("53.4", "General", "53.4"),
        ("121.14000000000001", "General", "121.14"),
        ("0.3333333333333333", "General", "0.333333333"),
        ("1234567.891234", "General", "1234567.891"),
        ("123456789012", "General", "123456789012"),
        ("0.28999999999999998", "0.00", "0.29"),
        ("1.005", "0.00", "1.01"),
        ("620.29", "0", "620"),
        ("1234.5", "#,##0.00", "1,234.50"),
        ("1234.5", "#,##0.00_ ", "1,234.50"),
        ("-1234.5", "#,##0.00_);(#,##0.00)", "(1,234.50)"),
        ("-5", "0.00;[Red]0.00", "-5.00"),
        ("-5", "[Red][<0]0.0;0.00", "-5.0"),
        ("0", "#,##0.00;-#,##0.00;", ""),
        ("0", BUILT_IN[43], "-"),
        ("-12", BUILT_IN[43], "-12.00"),
        ("0.1234", "0.00%", "12.34%"),
        ("5", "00", "05"),
        ("2080505", "@", "2080505"),
        ("123456", "0!.0000", "12.3456"),
        ("1234567", "#,##0,", "1,235"),
        ("5", "0.##", "5"),
        ("0.5", ".00", ".50"),
        ("12", '0"万元"', "12万元"),
        ("3", "G/通用格式", "3"),
        ("1234.5", "[$¥-804]#,##0.00", "¥1,234.50"),
        ("45000", BUILT_IN[14], "2023/3/15"),
        ("45000.75", BUILT_IN[31], "2023年3月15日"),
        ("44927", "yyyy-mm-dd;@", "2023-01-01"),
        ("0.75", "h:mm AM/PM", "6:00 PM"),
        ("1.5", "[h]:mm", "36:00"),
        ("45000.5", "yyyy/m/d hh:mm:ss", "2023/3/15 12:00:00"),
        ("59", "yyyy/m/d", "1900/2/28"),
        ("61", "yyyy/m/d", "1900/3/1"),
        ("-1", "yyyy/m/d", "-1"),
        ("不是数", "0.00", "不是数"),
    ],
)
def test_number_formats(value: str, code: str, text: str) -> None:
    assert render(value, code) == text


def test_dates_of_the_other_calendar() -> None:
    assert render("0", "yyyy/m/d", date1904=True) == "1904/1/1"


def test_columns() -> None:
    assert [column_number(x) for x in ("A", "Z", "AA", "XFD")] == [0, 25, 26, 16383]


def test_lines_above_and_under_a_ruled_table(tmp_path: Path) -> None:
    content = sheet(
        c("A1", "收支总表", PLAIN),
        c("A2", "编制单位：某局", UNDERLINED) + c("B2", None, UNDERLINED) + c("C2", "单位：万元", UNDERLINED),
        c("A3", "项目") + c("B3", "预算数") + c("C3", None),
        c("A4", None) + c("B4", "合计") + c("C4", "其中"),
        c("A5", "一般") + c("B5", 1234.5, MONEY) + c("C5", 5, CODE),
        c("A6", None) + c("B6", None) + c("C6", None),
        c("A7", "注：无", PLAIN),
        merges=("A3:A4", "B3:C3"),
    )
    document = read(PARSER, xlsx(tmp_path / "a.xlsx", {"表一": content}, styles=STYLES))
    assert [b.text if isinstance(b, Paragraph) else b.grid() for b in document.blocks] == [
        "收支总表",
        "编制单位：某局\t单位：万元",
        [["项目", "预算数", ""], ["", "合计", "其中"], ["一般", "1,234.50", "05"], ["", "", ""]],
        "注：无",
    ]
    table = next(document.tables)
    assert table.spans() == [(0, 0, 2, 1), (0, 1, 1, 2)]
    place = table.cell_map()[2, 1].place
    assert (place.sheet, place.line, place.column, place.block, place.page) == ("表一", 5, 2, 2, None)
    assert [b.place.line for b in document.blocks] == [1, 2, 3, 7]


def test_a_title_inside_the_frame(tmp_path: Path) -> None:
    content = sheet(c("A1", "支出总表") + c("B1", None), c("A2", "项目") + c("B2", "数"), c("A3", "甲") + c("B3", 1.5), merges=("A1:B1",))
    assert shape(xlsx(tmp_path / "a.xlsx", {"s": content}, styles=STYLES)) == ["支出总表", [["项目", "数"], ["甲", "1.5"]]]


def test_two_tables_and_a_gap(tmp_path: Path) -> None:
    rows = [c("A1", "甲") + c("B1", 1.0), c("A2", "乙") + c("B2", 2.0), "", c("A4", "表2", PLAIN), c("A5", "丙") + c("B5", 3.0)]
    path = xlsx(tmp_path / "a.xlsx", {"s": sheet(*rows)}, styles=STYLES)
    assert shape(path) == [[["甲", "1"], ["乙", "2"]], "表2", [["丙", "3"]]]


def test_a_sheet_without_rules(tmp_path: Path) -> None:
    rows = ["总表", "单位：万元"]
    lines = [c(f"A{i}", t, PLAIN) for i, t in enumerate(rows, 1)]
    lines += [c("A3", "项目", PLAIN) + c("B3", "预算数", PLAIN), c("A4", "一、收入", PLAIN), c("A5", "甲", PLAIN) + c("B5", 2.5, PLAIN)]
    lines += [c("A6", "注：空白为零以外", PLAIN)]
    path = xlsx(tmp_path / "a.xlsx", {"s": sheet(*lines)}, styles=STYLES)
    assert shape(path) == ["总表", "单位：万元", [["项目", "预算数"], ["一、收入", ""], ["甲", "2.5"]], "注：空白为零以外"]


def test_kinds_of_cells(tmp_path: Path) -> None:
    cells = (
        '<c r="A1" t="s" s="1"><v>0</v></c><c r="B1" t="b" s="1"><v>1</v></c><c r="C1" t="e" s="1"><v>#REF!</v></c>'
        '<c r="D1" t="str" s="1"><f>A1</f><v>文</v></c><c r="E1" s="2"><f>1+1</f><v>2</v></c><c r="F1" s="2"><f>SUM(E1)</f></c>'
    )
    strings = "<si><r><t>一</t></r><r><t>般</t></r><rPh><t>yi</t></rPh></si>"
    path = xlsx(tmp_path / "a.xlsx", {"s": sheet(cells)}, styles=STYLES, strings=strings)
    assert shape(path) == [[["一般", "TRUE", "#REF!", "文", "2.00", ""]]]
    document = read(PARSER, path)
    table = next(document.tables)
    assert "1 个公式没有保存计算结果" in document.problems[0]
    assert table.status == "partial"
    assert [cell.unread for cell in table.cells] == [None] * 5 + ["公式没有保存计算结果"]


def test_a_row_of_formulas_alone_is_a_row(tmp_path: Path) -> None:
    rows = [c("A1", "甲") + c("B1", 1.0), c("A2", "乙") + c("B2", 2.0), '<c r="A3" s="1"/><c r="B3" s="1"><f>SUM(B1:B2)</f><v></v></c>']
    table = next(read(PARSER, xlsx(tmp_path / "a.xlsx", {"s": sheet(*rows)}, styles=STYLES)).tables)
    assert (table.rows, table.cell_map()[2, 1].unread is not None) == (3, True)


def test_hidden_sheets_are_no_data_and_said(tmp_path: Path) -> None:
    content = sheet(c("A1", "甲") + c("B1", 1.0))
    path = xlsx(tmp_path / "a.xlsx", {"明": content, "暗": content}, styles=STYLES, states={"暗": "veryHidden"})
    document = read(PARSER, path)
    assert [t.place.sheet for t in document.tables] == ["明"]
    assert document.problems == ("有 1 个隐藏的工作表（暗，共 2 个单元格），未读取",)
    assert in_english(document.problems[0]) == "1 hidden sheets (暗; 2 cells) are not read"


def test_a_workbook_whose_sheets_are_all_hidden(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", {"暗": sheet(c("A1", "甲"))}, styles=STYLES, states={"暗": "hidden"})
    assert "没有内容" in unreadable(path)


def test_hidden_rows_and_columns_are_no_data(tmp_path: Path) -> None:
    rows = [
        f'<row r="1">{c("A1", "内部编码")}{c("B1", "项目")}{c("C1", "数")}</row>',
        f'<row r="2" hidden="1">{c("A2", "x")}{c("B2", "旧")}{c("C2", 9.0)}</row>',
        f'<row r="3">{c("A3", "x")}{c("B3", "甲")}{c("C3", 1.5)}</row>',
        f'<row r="4" ht="0" customHeight="1">{c("A4", "x")}{c("B4", "乙")}{c("C4", 7.0)}</row>',
    ]
    columns = '<cols><col min="1" max="1" hidden="1"/></cols>'
    content = f"{columns}<sheetData>{''.join(rows)}</sheetData>"
    document = read(PARSER, xlsx(tmp_path / "a.xlsx", {"s": content}, styles=STYLES))
    table = next(document.tables)
    assert table.grid() == [["项目", "数"], ["甲", "1.5"]]
    assert table.cell_map()[1, 1].place.line == 3
    assert document.problems == ("工作表“s”有 3 个隐藏的行或列，未读取",)


def test_a_merged_cell_shows_its_text_in_what_is_left_of_it(tmp_path: Path) -> None:
    rows = [f'<row r="1" hidden="1">{c("A1", "项目")}{c("B1", "数")}</row>']
    rows += [f'<row r="2">{c("A2", None)}{c("B2", "预算数")}{c("C2", "决算数")}</row>']
    rows += [f'<row r="3">{c("A3", "甲")}{c("B3", 1.0)}{c("C3", 2.0)}</row>']
    content = f'<sheetData>{"".join(rows)}</sheetData><mergeCells><mergeCell ref="A1:A2"/></mergeCells>'
    table = next(read(PARSER, xlsx(tmp_path / "a.xlsx", {"s": content}, styles=STYLES)).tables)
    assert table.grid() == [["项目", "预算数", "决算数"], ["甲", "1", "2"]]
    assert table.spans() == []


def test_rules_beyond_the_table_and_over_its_caption(tmp_path: Path) -> None:
    wide = c("D1", None).replace("D1", "D{0}") + c("E1", None).replace("E1", "E{0}")
    texts = [
        ("预算公开01表",),
        ("2024年收支总表",),
        ("部门：某局", "", "单位：万元"),
        ("项目", "本年", "上年"),
        ("甲", 1.0, 2.0),
        ("乙", 3.0, 4.0),
    ]
    rows = []
    for n, row in enumerate(texts, 1):
        cells = [c(f"{'ABC'[i]}{n}", row[i] if i < len(row) and row[i] != "" else None) for i in range(3)]
        rows.append("".join(cells) + wide.format(n))
    path = xlsx(tmp_path / "a.xlsx", {"s": sheet(*rows)}, styles=STYLES)
    grid = [["项目", "本年", "上年"], ["甲", "1", "2"], ["乙", "3", "4"]]
    assert shape(path) == ["预算公开01表", "2024年收支总表", "部门：某局\t单位：万元", grid]


def test_a_framed_cover_is_no_table(tmp_path: Path) -> None:
    rows = [c("A1", "青山县2024年预算") + c("B1", None), c("A2", None) + c("B2", None), c("A3", None) + c("B3", "青山县财政局")]
    assert shape(xlsx(tmp_path / "a.xlsx", {"s": sheet(*rows)}, styles=STYLES)) == ["青山县2024年预算", "青山县财政局"]


def test_tables_under_each_other_in_one_frame(tmp_path: Path) -> None:
    texts = [("收入总表",), ("单位：万元",), ("项目", "数"), ("甲", 1.0), ("支出总表",), ("单位：元",), ("项目", "数"), ("乙", 2.0)]
    rows = ["".join(c(f"{'AB'[i]}{n}", r[i] if i < len(r) else None) for i in range(2)) for n, r in enumerate(texts, 1)]
    path = xlsx(tmp_path / "a.xlsx", {"s": sheet(*rows)}, styles=STYLES)
    assert shape(path) == ["收入总表", "单位：万元", [["项目", "数"], ["甲", "1"]], "支出总表", "单位：元", [["项目", "数"], ["乙", "2"]]]


def test_a_label_that_ends_in_table_begins_no_table(tmp_path: Path) -> None:
    rows = [
        c("A1", "内容") + c("B1", "页"),
        c("A2", "收入") + c("B2", 1.0),
        c("A3", "支出总表") + c("B3", None),
        c("A4", "单位：万元") + c("B4", "x"),
    ]
    assert len(list(read(PARSER, xlsx(tmp_path / "a.xlsx", {"s": sheet(*rows)}, styles=STYLES)).tables)) == 1


def test_tables_beside_each_other(tmp_path: Path) -> None:
    rows = [c("A1", "收入总表", PLAIN) + c("D1", "支出总表", PLAIN)]
    rows += [c("A2", "项目") + c("B2", "数") + c("D2", "项目") + c("E2", "数")]
    rows += [c("A3", "甲") + c("B3", 1.0) + c("D3", "乙") + c("E3", 2.0)]
    path = xlsx(tmp_path / "a.xlsx", {"s": sheet(*rows)}, styles=STYLES)
    assert shape(path) == ["收入总表", [["项目", "数"], ["甲", "1"]], "支出总表", [["项目", "数"], ["乙", "2"]]]


def test_a_huge_dimension_and_formatted_columns_cost_nothing(tmp_path: Path) -> None:
    blank = "".join(f'<row r="{i}">{c(f"A{i}", None)}{c(f"B{i}", None)}</row>' for i in range(2, 5000))
    far = '<row r="1048576"><c r="XFD1048576" s="1"/></row>'
    first = f'<row r="1">{c("A1", "甲")}{c("B1", 1.0)}</row>'
    content = f'<dimension ref="A1:XFD1048576"/><sheetData>{first}{blank}{far}</sheetData>'
    content += '<mergeCells><mergeCell ref="A2:XFD1048576"/></mergeCells>'
    path = xlsx(tmp_path / "a.xlsx", {"s": content}, styles=STYLES)
    assert shape(path) == [[["甲", "1"]]]


def unreadable(path: Path) -> str:
    with pytest.raises(UnreadableError) as caught:
        read(PARSER, path)
    message = str(caught.value)
    assert message and "\n" not in message
    return message


def test_too_many_cells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (sheet_module, sheets_module):
        monkeypatch.setattr(module, "CELL_LIMIT", 100)
    diagonal = "".join(f'<row r="{i}">{c(f"A{i}", 1.0)}{c(f"{x}{i}", 1.0)}</row>' for i, x in enumerate("BCDEFGHIJKLM", 1))
    path = xlsx(tmp_path / "a.xlsx", {"s": f"<sheetData>{diagonal}</sheetData>"}, styles=STYLES)
    assert "超过上限" in unreadable(path)
    many = "".join(f'<row r="{i}"><c r="A{i}"><v>1</v></c></row>' for i in range(1, 150))
    assert "超过 100 个单元格" in unreadable(xlsx(tmp_path / "b.xlsx", {"s": f"<sheetData>{many}</sheetData>"}, styles=STYLES))


def test_empty_truncated_and_without_content(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"")
    assert "空" in unreadable(tmp_path / "a.xlsx")
    whole = xlsx(tmp_path / "b.xlsx", {"s": sheet(c("A1", "甲"))}, styles=STYLES).read_bytes()
    (tmp_path / "b.xlsx").write_bytes(whole[:-200])
    assert "损坏" in unreadable(tmp_path / "b.xlsx")
    assert "没有内容" in unreadable(xlsx(tmp_path / "c.xlsx", {"s": sheet()}, styles=STYLES))
    binary = write_zip(tmp_path / "d.xlsb", {"[Content_Types].xml": "<Types/>", "xl/workbook.bin": b"\x83\x01"})
    assert "损坏" in unreadable(binary) or "XLSB" in unreadable(binary)


def test_entities_are_refused_in_streams_too(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", {"s": sheet(c("A1", "甲"))}, styles=STYLES)
    with zipfile.ZipFile(path) as archive:
        members: dict[str, str | bytes] = {n: archive.read(n) for n in archive.namelist()}
    xml = f'<!DOCTYPE d [<!ENTITY a "aaaa">]><worksheet xmlns="{S}"><sheetData><row><c t="inlineStr"><is><t>&a;</t></is></c></row>'
    members["xl/worksheets/s1.xml"] = xml + "</sheetData></worksheet>"
    assert "DOCTYPE" in unreadable(write_zip(path, members))


def test_wrong_suffixes(tmp_path: Path) -> None:
    real = xlsx(tmp_path / "a.xls", {"s": sheet(c("A1", "甲"))}, styles=STYLES)
    assert PARSER.accepts(source(real))
    assert not PARSER.accepts(source(docx(tmp_path / "b.xlsx", "<w:p/>")))
    (tmp_path / "c.xlsx").write_text("<table><tr><td>甲</td></tr></table>", "utf-8")
    assert not PARSER.accepts(source(tmp_path / "c.xlsx"))


def test_line_breaks_in_a_cell_join(tmp_path: Path) -> None:
    content = sheet(c("A1", "一般公共\n预算") + c("B1", "2080505\n机关"))
    table = read(PARSER, xlsx(tmp_path / "a.xlsx", {"s": content}, styles=STYLES)).blocks[0]
    assert isinstance(table, Table)
    assert table.grid() == [["一般公共预算", "2080505 机关"]]
