"""Whatever a parser saw, it is assembled: grids of any size, also of none, with and without boxes, over any pages."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from mingzhang.core.model.documents.document import Block, Cell, Document, Page, Paragraph, Place, Table, TableStatus
from mingzhang.core.model.documents.vocabulary import Vocabulary
from mingzhang.core.reading.assemble import assemble

_WORDS = st.sampled_from(
    [
        "",
        "",
        "项目",
        "合计",
        "总计",
        "预算数",
        "208",
        "05",
        "12.30",
        "一级指标",
        "项目名称",
        "表一",
        "收支总体情况表",
        "单位：万元",
        "备注：无",
    ]
)
_BOXES = st.sampled_from([None, (50.0, 60.0, 550.0, 700.0), (50.0, 60.0, 300.0, 700.0)])


@st.composite
def _tables(draw: st.DrawFn) -> Table:
    rows, page = draw(st.integers(0, 4)), draw(st.integers(1, 3))
    columns = draw(st.integers(1, 4)) if rows else 0
    cells = tuple(Cell(draw(_WORDS), r, c, Place(page=page)) for r in range(rows) for c in range(columns))
    status = TableStatus.READ if cells else TableStatus.UNREAD
    return Table(
        cells, rows, columns, Place(page=page, bbox=draw(_BOXES)), status=status, pages=(page,), continues=draw(st.booleans()),
        open_top=draw(st.booleans()), open_bottom=draw(st.booleans()),
    )  # fmt: skip


_PARAGRAPHS = st.builds(lambda text, page: Paragraph(text, Place(page=page)), _WORDS.filter(bool), st.integers(1, 3))


@settings(max_examples=400, deadline=None)
@given(st.lists(st.one_of(_tables(), _tables(), _PARAGRAPHS), max_size=8), st.booleans())
def test_nothing_that_was_seen_stops_the_reading(blocks: list[Block], physical: bool) -> None:
    pages = tuple(Page(n, 600, 800) for n in (1, 2, 3))
    document = Document("a.pdf", "0" * 64, "pdf", tuple(blocks), pages, lines_are_physical=physical)
    whole = assemble(document, Vocabulary(frozenset({"收支总体情况表"}), frozenset({"项目", "合计", "预算数"})))
    printed = sum(c.text == "12.30" for t in document.tables for c in t.cells)
    kept = sum(c.text.count("12.30") for t in whole.tables for c in t.cells)
    assert kept <= printed, "no amount is made"
