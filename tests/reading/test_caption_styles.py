"""Captions as many places print them: number × body × year × title family × wrapping × place, composed at random."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mingzhang.core.model.documents.document import Block, Cell, Document, Paragraph, Place, Table
from mingzhang.core.plugins.manager import default_plugins
from mingzhang.core.reading.assemble import assemble

PLUGINS = default_plugins()
NATIONAL = PLUGINS.regions["national"]

PLACES = ["青山县", "云岭市", "某某自治县", "北川区", ""]
NAMES = [
    "水利局",
    "扶贫办",
    "灌区管理所",
    "种畜场",
    "国家粮库",
    "公路养护段",
    "第二水库",
    "委编办",
    "社会工作部",
    "青年学会",
    "戒毒所",
    "高新区",
    "女子监狱",
]
TITLES = {
    "income_expenditure": ["部门收支总表", "单位收支预算表", "部门收支预算总体情况表", "收入支出决算总表", "部门预算收支总表"],
    "income": ["部门收入总表", "单位收入预算表", "收入决算表"],
    "expenditure": ["部门支出总表", "部门支出总体情况表", "支出决算表"],
    "fiscal_income_expenditure": ["财政拨款收支总表", "财政拨款收入支出决算总表", "财政拨款收支预算总体情况表"],
    "general_expenditure": ["一般公共预算支出表", "一般公共预算财政拨款支出决算表", "一般公共预算当年拨款支出情况表"],
    "basic_expenditure": ["一般公共预算基本支出表", "一般公共预算财政拨款基本支出决算明细表", "一般公共预算基本支出预算表"],
    "three_public": ["一般公共预算“三公”经费支出表", "一般公共预算财政拨款“三公”经费支出决算表", "财政拨款“三公”经费支出情况表"],
    "government_fund": ["政府性基金预算支出表", "政府性基金预算财政拨款收入支出决算表", "政府性基金支出预算表"],
    "state_capital": ["国有资本经营预算支出表", "国有资本经营预算财政拨款支出决算表"],
}
NUMBERS = ["表1", "表一", "公开01表", "预算公开03表", "附件1", "表1-2", "附表二", "财决公开05表"]
ORDINALS = ["", "一、", "（一）", "1.", "2、"]
HEADS = [["科目编码", "科目名称", "合计", "基本支出"], ["208", "社会保障和就业支出", "6.00", "6.00"]]


@dataclass(frozen=True)
class Style:
    """How one caption is printed."""

    statement: str
    title: str
    body: str
    year: str
    number: str
    number_at: str
    ordinal: str
    wrap: tuple[int, ...]
    unit_at: str


@st.composite
def styles(draw: st.DrawFn) -> Style:
    statement = draw(st.sampled_from(sorted(TITLES)))
    title = draw(st.sampled_from(TITLES[statement]))
    body = draw(st.sampled_from(["", draw(st.sampled_from(PLACES)) + draw(st.sampled_from(NAMES))]))
    body = body if len(body) > 2 else ""
    year = draw(st.sampled_from(["2024年", "2024年度", ""]))
    number = draw(st.sampled_from(["", *NUMBERS]))
    number_at = draw(st.sampled_from(["before", "space", "above", "below", "beside_unit"]))
    cuts = draw(st.sampled_from([(), (1,), (2,), (1, 2)]))
    return Style(
        statement, title, body, year, number, number_at, draw(st.sampled_from(ORDINALS)), cuts, draw(st.sampled_from(["below", "none"]))
    )


def _lines(style: Style) -> list[str]:
    """The caption's lines, top to bottom."""
    lead = {"before": style.number, "space": f"{style.number} "}.get(style.number_at, "") if style.number else ""
    ordinal = "" if style.number else style.ordinal
    title = ordinal + style.body + style.year + style.title
    if style.number.startswith("附件") and lead:
        lead = f"{style.number}："
    third = max(4, len(title) // (len(style.wrap) + 1))
    cuts = [0, *(third * (i + 1) for i in range(len(style.wrap))), len(title)]
    pieces = [title[a:b] for a, b in pairwise(cuts) if title[a:b]]
    lines = [lead + pieces[0], *pieces[1:]]
    unit = "部门：青山县水利局 单位：万元" if style.unit_at == "below" else ""
    if style.number and style.number_at == "above":
        lines.insert(0, style.number)
    if style.number and style.number_at == "below":
        lines.append(style.number)
    if style.number and style.number_at == "beside_unit":
        unit = f"{style.number} {unit or '单位：万元'}"
    return [*lines, *([unit] if unit else [])]


def _table(rows: list[list[str]] = HEADS) -> Table:
    cells = tuple(Cell(t, r, c, Place(page=1)) for r, row in enumerate(rows) for c, t in enumerate(row))
    return Table(cells, len(rows), len(rows[0]), Place(page=1), pages=(1,))


def _read(blocks: list[Block]) -> Document:
    return assemble(Document("x.pdf", "0" * 64, "pdf", tuple(blocks)), PLUGINS.vocabulary)


def _known(table: Table) -> str | None:
    template = NATIONAL.template(table.title or "")
    return template.id if template else None


@given(styles())
@settings(max_examples=250, deadline=None)
def test_caption_above_the_grid(style: Style) -> None:
    lines = _lines(style)
    document = _read([Paragraph("一、情况说明。", Place(page=1)), *(Paragraph(t, Place(page=1)) for t in lines), _table()])
    (table,) = document.tables
    assert _known(table) == style.statement, (lines, table.title)
    assert table.number == (style.number or None), lines
    assert table.unit == ("万元" if any("单位：" in line for line in lines) else None)
    assert [p.text for p in document.paragraphs] == ["一、情况说明。"] or style.wrap


@given(styles())
@settings(max_examples=100, deadline=None)
def test_caption_in_the_first_rows(style: Style) -> None:
    lines = _lines(style)
    rows = [[line, "", "", ""] for line in lines]
    for row in rows:
        if "单位：万元" in row[0] and "部门：" in row[0]:
            row[:] = [row[0].replace(" 单位：万元", ""), "", "", "单位：万元"]
    (table,) = _read([Paragraph("青山县水利局2024年部门预算公开表", Place(page=1)), _table([*rows, *HEADS])]).tables
    assert _known(table) == style.statement, (lines, table.title)
    assert (table.caption_rows, table.header_rows) == (len(rows), len(rows) + 1)
    assert table.unit == ("万元" if any("单位：" in line for line in lines) else None)


@given(styles())
@settings(max_examples=50, deadline=None)
def test_caption_in_a_box(style: Style) -> None:
    lines = _lines(style)
    (table,) = _read([_table([[line] for line in lines]), _table()]).tables
    assert _known(table) == style.statement, (lines, table.title)


@pytest.mark.parametrize("statement", sorted(TITLES))
@pytest.mark.parametrize("lead", ["", "表1", "1.", "公开01表 "])
def test_only_in_the_name_of_the_sheet(statement: str, lead: str) -> None:
    table = _table()
    sheet = Table(table.cells, table.rows, table.columns, Place(sheet=lead + TITLES[statement][0]))
    (found,) = _read([sheet]).tables
    assert _known(found) == statement
    assert found.number == {"表1": "表1", "公开01表 ": "公开01表"}.get(lead)


@pytest.mark.parametrize("name", ["Sheet1", "封面", "青山县水利局"])
def test_name_of_a_sheet_that_is_no_title(name: str) -> None:
    table = _table()
    (found,) = _read([Table(table.cells, table.rows, table.columns, Place(sheet=name))]).tables
    assert found.title is None


@pytest.mark.parametrize(
    "lines",
    [
        ["目录", "表1 部门收支总表", "表2 部门收入总表", "表3 部门支出总表"],
        ["一、部门收支总表", "二、部门收入总表", "三、部门支出总表"],
        ["详见部门收支总表。"],
        ["有关数据见附表1部门收支总表，下同"],
        ["部门收支总表 …………………… 5"],
        ["部门收支总表5"],
    ],
)
def test_contents_and_sentences_are_no_captions(lines: list[str]) -> None:
    (table,) = _read([*(Paragraph(t, Place(page=1)) for t in lines), _table()]).tables
    assert (table.title, table.number) == (None, None)


def test_caption_under_the_contents() -> None:
    lines = ["目录", "表1 部门收支总表", "表2 部门收入总表", "表3 部门支出总表", "表1 部门收支总表", "单位：万元"]
    (table,) = _read([*(Paragraph(t, Place(page=1)) for t in lines), _table()]).tables
    assert (table.number, table.title) == ("表1", "部门收支总表")


@pytest.mark.parametrize(
    "again", [[], ["部门支出总表"], ["表2 部门支出总表"], ["部门支出总表（续）"], ["单位：万元"], ["部门支出总表", "单位：万元"]]
)
def test_caption_again_on_the_next_page(again: list[str]) -> None:
    first = ["表2 部门支出总表", "单位：万元"]
    more = [HEADS[0], ["210", "卫生健康支出", "4.00", "4.00"]]
    second = Table(tuple(Cell(c.text, c.row, c.column, Place(page=2)) for c in _table(more).cells), 2, 4, Place(page=2), pages=(2,))
    tables = list(
        _read([*(Paragraph(t, Place(page=1)) for t in first), _table(), *(Paragraph(t, Place(page=2)) for t in again), second]).tables
    )
    assert [(t.number, t.rows) for t in tables] == [("表2", 3)]


@pytest.mark.parametrize(
    "other", [["表3 部门支出总表"], ["部门收入总表"], ["部门支出总表", "单位：元"], ["部门支出总表", "编制单位：青山县某某站"]]
)
def test_another_caption_on_the_next_page(other: list[str]) -> None:
    first = ["表2 部门支出总表", "编制单位：青山县水利局 单位：万元"]
    second = Table(tuple(Cell(c.text, c.row, c.column, Place(page=2)) for c in _table().cells), 2, 4, Place(page=2), pages=(2,))
    tables = list(
        _read([*(Paragraph(t, Place(page=1)) for t in first), _table(), *(Paragraph(t, Place(page=2)) for t in other), second]).tables
    )
    assert len(tables) == 2


@pytest.mark.parametrize(
    "title",
    ["社会保险基金收支表", "国有资产收支表", "政府性基金收支明细表（模板）格式说明", "项目支出表", "机构人员情况表", "青山县水利局情况表"],
)
def test_titles_of_other_tables_are_not_taken_for_a_statement(title: str) -> None:
    assert NATIONAL.template(title) is None
