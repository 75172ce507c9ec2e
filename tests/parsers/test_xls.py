"""XLS: the same prints as XLSX, and what is said when it cannot be read."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from office_files import Biff, compound_file, read, source

from mingzhang import Paragraph, Parser, UnreadableError
from mingzhang.plugins.parsers.office.xls import XlsParser

PARSER = XlsParser()


def book() -> Biff:
    made = Biff("表一").cell(0, 0, "单位：万元", ruled=False).merge(1, 1, 0, 1)
    made.cell(1, 0, "项目").cell(1, 1, None).cell(1, 2, "预算数")
    made.cell(2, 0, 5, code="00").cell(2, 1, 1234.5, code="#,##0.00").cell(2, 2, 0.1 + 0.2)
    return made.cell(3, 0, 208).cell(3, 1, 0.1234, code="0.00%").cell(3, 2, None)


def test_is_a_parser_that_needs_no_xlrd_to_be_imported() -> None:
    assert isinstance(PARSER, Parser)


def test_prints_and_merges(tmp_path: Path) -> None:
    pytest.importorskip("xlrd")
    document = read(PARSER, book().save(tmp_path / "a.xls"))
    assert [b.text if isinstance(b, Paragraph) else b.grid() for b in document.blocks] == [
        "单位：万元",
        [["项目", "", "预算数"], ["05", "1,234.50", "0.3"], ["208", "12.34%", ""]],
    ]
    table = next(document.tables)
    assert table.spans() == [(0, 0, 1, 2)]
    assert table.cell_map()[1, 1].place.line == 3 and table.cell_map()[1, 1].place.sheet == "表一"


def unreadable(path: Path) -> str:
    with pytest.raises(UnreadableError) as caught:
        read(PARSER, path)
    message = str(caught.value)
    assert message and "\n" not in message
    return message


def test_without_xlrd_it_names_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlrd", None)
    assert "mingzhang[office]" in unreadable(book().save(tmp_path / "a.xls"))


def test_empty_damaged_encrypted(tmp_path: Path) -> None:
    (tmp_path / "a.xls").write_bytes(b"")
    assert "空" in unreadable(tmp_path / "a.xls")
    assert "密码" in unreadable(compound_file(tmp_path / "c.xls", "EncryptionInfo", "EncryptedPackage"))
    (tmp_path / "d.xls").write_text('<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>', "utf-8")
    assert "另存为 XLSX" in unreadable(tmp_path / "d.xls")


def test_truncated(tmp_path: Path) -> None:
    pytest.importorskip("xlrd")
    whole = book().save(tmp_path / "b.xls").read_bytes()
    (tmp_path / "b.xls").write_bytes(whole[: len(whole) // 3])
    assert "损坏" in unreadable(tmp_path / "b.xls")
    assert "损坏" in unreadable(compound_file(tmp_path / "c.xls", "Workbook"))


def test_wrong_suffixes(tmp_path: Path) -> None:
    assert PARSER.accepts(source(compound_file(tmp_path / "a.doc", "Workbook")))
    assert not PARSER.accepts(source(compound_file(tmp_path / "b.xls", "WordDocument", "Workbook")))
    (tmp_path / "c.xls").write_text("<html><table><tr><td>甲</td></tr></table></html>", "utf-8")
    assert not PARSER.accepts(source(tmp_path / "c.xls"))
