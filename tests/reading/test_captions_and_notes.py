"""What stands around a table: a body's name that wraps beside the unit line, and the notes under it."""

from __future__ import annotations

import pytest

from mingzhang.core.model.documents.document import Block, Cell, Document, Paragraph, Place, Table
from mingzhang.core.model.documents.vocabulary import Vocabulary
from mingzhang.core.reading.assemble import assemble


def _table() -> Table:
    cells = tuple(
        Cell(text, r, c, Place(page=1)) for r, row in enumerate([["项目", "金额"], ["合计", "3.00"]]) for c, text in enumerate(row)
    )
    return Table(cells, 2, 2, Place(page=1), pages=(1,))


def _read(before: list[str], after: list[str]) -> tuple[Table, list[str]]:
    blocks: list[Block] = [*(Paragraph(t, Place(page=1)) for t in before), _table(), *(Paragraph(t, Place(page=1)) for t in after)]
    document = assemble(Document("x.pdf", "0" * 64, "pdf", tuple(blocks)), Vocabulary())
    (table,) = document.tables
    return table, [p.text for p in document.paragraphs]


def test_maker_that_wraps_beside_the_unit_line() -> None:
    table, prose = _read(["附表一", "收支预算总表", "部门名称：某某省测试", "单位：万元", "委员会办公室"], [])
    assert (table.number, table.title, table.unit, table.maker) == ("附表一", "收支预算总表", "万元", "某某省测试委员会办公室")
    assert prose == []


def test_maker_on_one_line() -> None:
    table, prose = _read(["收支预算总表", "部门名称：某某市测试局", "单位：万元"], [])
    assert (table.title, table.unit, table.maker, prose) == ("收支预算总表", "万元", "某某市测试局", [])


@pytest.mark.parametrize("note", ["注：本表为空表。", "备注1：含上年结转。", "：编码为必填项。", "（无政府性基金支出）", "(本表无数据)"])
def test_note(note: str) -> None:
    table, prose = _read(["收支预算总表"], [note, "二、关于收支情况的说明。"])
    assert [n.text for n in table.notes] == [note]
    assert prose == ["二、关于收支情况的说明。"]


def test_numbered_notes_go_on() -> None:
    table, prose = _read(["收支预算总表"], ["注：1.金额含税。", "2.品目按目录填写。", "4.其他说明。"])
    assert [n.text for n in table.notes] == ["注：1.金额含税。", "2.品目按目录填写。"]
    assert prose == ["4.其他说明。"]


@pytest.mark.parametrize("line", ["2.其他支出的说明。", "（二）关于无房职工补贴的说明", "注意事项如下。", "（一）"])
def test_no_note(line: str) -> None:
    table, prose = _read(["收支预算总表"], [line])
    assert table.notes == ()
    assert prose == [line]


def test_numbered_line_of_another_page_is_no_note() -> None:
    blocks: list[Block] = [
        Paragraph("收支预算总表", Place(page=1)),
        _table(),
        Paragraph("注：1.金额含税。", Place(page=1)),
        Paragraph("2.其他支出的说明。", Place(page=2)),
    ]
    document = assemble(Document("x.pdf", "0" * 64, "pdf", tuple(blocks)), Vocabulary())
    assert [n.text for t in document.tables for n in t.notes] == ["注：1.金额含税。"]
