"""CSV: tables and the lines around them."""

from __future__ import annotations

from pathlib import Path

import pytest
from office_files import read, source

from mingzhang import Paragraph, Parser, UnreadableError
from mingzhang.plugins.parsers.text.csv import CsvParser, separator_of

PARSER = CsvParser()
ROWS = (
    ("部门收支总表",),
    ("部门：某局", "", "单位：万元"),
    ("项目", "预算数", "上年"),
    ("甲", "1,234.50", ""),
    ("合计", "1,234.50", "(2.00)"),
)


def shape(path: Path) -> list[object]:
    return [b.text if isinstance(b, Paragraph) else b.grid() for b in read(PARSER, path).blocks]


def test_is_a_parser() -> None:
    assert isinstance(PARSER, Parser)


@pytest.mark.parametrize("separator", [",", "\t", ";"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_a_table_with_its_caption(tmp_path: Path, separator: str, encoding: str) -> None:
    text = "\r\n".join(separator.join(f'"{t}"' if "," in t else t for t in row) for row in ROWS)
    path = tmp_path / "a.csv"
    path.write_bytes(text.encode(encoding))
    assert shape(path) == ["部门收支总表", "部门：某局\t单位：万元", [list(r) for r in ROWS[2:]]]
    table = next(read(PARSER, path).tables)
    assert (table.place.sheet, table.cell_map()[1, 1].place.line, table.cell_map()[1, 1].place.column) == (None, 4, 2)


def test_quotes_breaks_and_blank_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('项目,数\n"一般公共\n预算",1.00\n乙,2.00\n\n表2\n项目,数\n丙,3.00\n', "utf-8")
    assert shape(path) == [[["项目", "数"], ["一般公共预算", "1.00"], ["乙", "2.00"]], "表2", [["项目", "数"], ["丙", "3.00"]]]


def test_empty_and_binary(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(",,\n\n", "utf-8")
    with pytest.raises(UnreadableError, match="空"):
        read(PARSER, path)
    path.write_bytes(b"\x00\x01")
    assert not PARSER.accepts(source(path))


def test_separators() -> None:
    assert separator_of("一、收入\n甲;1,5\n乙;2,5\n丙;3\n") == ";"
    assert separator_of("甲\n") == ","
