"""The parser on a fictional spreadsheet, flat and packed."""

from __future__ import annotations

import zipfile
from html import escape
from pathlib import Path

import pytest

import mingzhang

MIME = "application/vnd.oasis.opendocument.spreadsheet"
SPACES = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table", "text"))
INCOME = [
    ["收入总体情况表"],
    ["编制单位：某县虚构事务局", "", "单位：万元"],
    ["科目编码", "科目名称", "总计", "一般公共预算"],
    ["", "合计", "612.00", "612.00"],
    ["20101", "人大事务", "612.00", "612.00"],
    [],
    ["备注：本表为测试而虚构。"],
]
EXPENDITURE = [
    ["支出总体情况表"],
    ["编制单位：某县虚构事务局", "", "单位：万元"],
    ["科目编码", "科目名称", "总计", "基本支出"],
    ["", "合计", "612.00", "612.00"],
    ["20101", "人大事务", "612.00", "612.00"],
]
COVER = [["某县虚构事务局2024年单位预算公开"]]


def cell(text: str, extra: str = "") -> str:
    value = f"<text:p>{escape(text)}</text:p>" if text else ""
    return f"<table:table-cell{extra}>{value}</table:table-cell>"


def sheet(name: str, rows: list[list[str]]) -> str:
    lines = "".join(f"<table:table-row>{''.join(map(cell, row)) or '<table:table-cell/>'}</table:table-row>" for row in rows)
    blank = (
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    return f'<table:table table:name="{name}">{lines}{blank}</table:table>'


def document(*sheets: str) -> str:
    body = f"<office:body><office:spreadsheet>{''.join(sheets)}</office:spreadsheet></office:body>"
    return f'<?xml version="1.0" encoding="UTF-8"?><office:document {SPACES} office:mimetype="{MIME}">{body}</office:document>'


def flat(path: Path, *sheets: str) -> Path:
    path.write_text(document(*sheets), encoding="utf-8")
    return path


def packed(path: Path, *sheets: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", MIME)
        archive.writestr("content.xml", document(*sheets))
    return path


BUDGET = (sheet("封面", COVER), sheet("收入", INCOME), sheet("支出", EXPENDITURE))


@pytest.mark.parametrize(("make", "name"), [(flat, "b.fods"), (packed, "b.ods"), (packed, "b.dat")])
def test_tables_with_their_captions_and_places(make, name, tmp_path: Path) -> None:
    read = mingzhang.read(make(tmp_path / name, *BUDGET))
    income, expenditure = read.tables
    assert read.parser == "ods"
    assert (income.title, income.unit, income.maker) == ("收入总体情况表", "万元", "某县虚构事务局")
    assert income.grid()[1:] == [["", "合计", "612.00", "612.00"], ["20101", "人大事务", "612.00", "612.00"]]
    assert (expenditure.cells[0].place.sheet, expenditure.cells[0].place.line) == ("支出", 3)


def test_the_disclosure_is_understood_and_checked(tmp_path: Path) -> None:
    result = mingzhang.check(flat(tmp_path / "b.fods", *BUDGET)).documents[0]
    assert result.disclosure is not None, result.reason
    assert (result.disclosure.identity.body, result.disclosure.identity.fiscal_year) == ("某县虚构事务局", 2024)
    assert [s.id for s in result.disclosure.statements] == ["income", "expenditure"]
    assert result.disclosure.coverage.cells_understood == result.disclosure.coverage.cells_numeric == 8


def test_spans_and_repeats(tmp_path: Path) -> None:
    row = '<table:table-row table:number-rows-repeated="2">' + cell("1", ' table:number-columns-repeated="3"') + "</table:table-row>"
    head = (
        "<table:table-row>"
        + cell("全部", ' table:number-columns-spanned="2"')
        + "<table:covered-table-cell/>"
        + cell("其他")
        + "</table:table-row>"
    )
    (table,) = mingzhang.read(flat(tmp_path / "b.fods", f'<table:table table:name="x">{head}{row}</table:table>')).tables
    assert table.grid() == [["全部", "", "其他"], ["1", "1", "1"], ["1", "1", "1"]]
    assert table.spans() == [(0, 0, 1, 2)]


@pytest.mark.parametrize(
    ("content", "words"),
    [(document(sheet("空", [[]])), "no text"), (document()[:-5], "no readable OpenDocument file")],
)
def test_what_cannot_be_read_is_said(content: str, words: str, tmp_path: Path) -> None:
    file = tmp_path / "b.fods"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(mingzhang.UnreadableError, match=words):
        mingzhang.read(file)


def test_nothing_outside_the_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("秘密")
    text = document(sheet("x", [["甲", "乙"], ["1", "&s;"]])).replace("&amp;s;", "&s;")
    text = text.replace("?>", f'?><!DOCTYPE x [<!ENTITY s SYSTEM "{(tmp_path / "secret").as_uri()}">]>', 1)
    file = tmp_path / "b.fods"
    file.write_text(text, encoding="utf-8")
    assert "秘密" not in str(mingzhang.read(file))


def test_the_parser_stays_small() -> None:
    import mingzhang_ods

    assert len(Path(mingzhang_ods.__file__).read_text(encoding="utf-8").splitlines()) <= 80
