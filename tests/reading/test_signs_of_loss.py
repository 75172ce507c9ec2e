"""Units without digits: signs that a figure was lost."""

from __future__ import annotations

import pytest

from mingzhang import Cell, Document, Page, Paragraph, Place, Table
from mingzhang.core.reading.signs import signs_of_loss


def document(*blocks: Paragraph | Table, pages: int = 3) -> Document:
    return Document("a.pdf", "0", "pdf", blocks, tuple(Page(n + 1, 595, 842) for n in range(pages)))


def line(text: str) -> Paragraph:
    return Paragraph(text, Place(2))


def table(rows: list[list[str]], heads: int = 1) -> Table:
    cells = tuple(Cell(t, r, c, Place(3)) for r, row in enumerate(rows) for c, t in enumerate(row))
    return Table(cells, len(rows), len(rows[0]), Place(3), header_rows=heads, pages=(3,))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("本年支出12.30万元，比上年增长%，主要原因是人员增加。", 1),
        ("本年支出12.30万元，比上年增长 ％。其中基本支出万元，占%。", 3),
        ("公务用车保有量为辆，购置辆。", 2),
        ("本年支出12.30万元，比上年增长8.1%。", 0),
        ("金额单位为万元，保留两位小数。", 0),
        ("以万元为单位，百分比以%表示。", 0),
        ("单位：%", 0),
        ("占比（%）", 0),
        ("比上年增长%", 0),
    ],
)
def test_units_in_sentences(text: str, count: int) -> None:
    found = signs_of_loss(document(line(text)))
    assert len(found) == bool(count)
    assert not count or (found[0].startswith("第 2 页") and f"{count} 处" in found[0])


@pytest.mark.parametrize(
    ("rows", "fires"),
    [
        ([["项目", "完成率"], ["甲", "95%"], ["乙", "%"]], True),
        ([["项目", "人数"], ["甲", "12人"], ["乙", "人"]], True),
        ([["项目", "完成率"], ["甲", "95%"], ["乙", ""]], False),
        ([["项目", "占比（%）"], ["甲", "95"], ["乙", "5"]], False),
        ([["项目", "增长%"], ["甲", "9%"], ["乙", "5%"]], False),
        ([["指标", "指标值", "度量单位"], ["甲", "95", "%"], ["乙", "12", "人"]], False),
        ([["指标", "值", "说明"], ["甲", "95", "%"], ["乙", "", "3%"]], False),
    ],
)
def test_units_in_cells(rows: list[list[str]], fires: bool) -> None:
    assert bool(signs_of_loss(document(table(rows)))) is fires


def test_without_pages_nothing_can_be_said() -> None:
    assert signs_of_loss(document(line("比上年增长%，主要原因是人员增加。"), pages=0)) == ()
