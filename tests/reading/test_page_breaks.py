"""Tables over a page break: a total above its items."""

from __future__ import annotations

from mingzhang import Document, Vocabulary
from mingzhang.core.model.documents.document import Cell, Place, Table
from mingzhang.core.reading.assemble import assemble

HEAD = ["科目", "名称", "金额"]


def table(page: int, rows: list[list[str]]) -> Table:
    cells = tuple(
        Cell(text, r, c, Place(page, (50.0 + 100 * c, 100.0 + 20 * r, 150.0 + 100 * c, 120.0 + 20 * r)))
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
    )
    return Table(cells, len(rows), 3, Place(page, (50.0, 100.0, 350.0, 100.0 + 20 * len(rows))), pages=(page,))


def joined(*tables: Table) -> list[list[list[str]]]:
    document = Document("a.pdf", "0", "pdf", tables)
    return [t.grid() for t in assemble(document, Vocabulary()).tables]


def test_a_total_above_its_items_ends_no_table() -> None:
    total, items = ["", "合计", "7.00"], [["208", "社会保障支出", "3.00"], ["210", "卫生健康支出", "4.00"]]
    assert joined(table(1, [HEAD, total]), table(2, [HEAD, *items])) == [[HEAD, total, *items]]


def test_a_total_below_its_items_ends_it() -> None:
    first = [HEAD, ["208", "社会保障支出", "3.00"], ["", "合计", "3.00"]]
    second = [HEAD, ["210", "卫生健康支出", "4.00"], ["", "合计", "4.00"]]
    assert len(joined(table(1, first), table(2, second))) == 2
    only = [HEAD, ["", "合计", "3.00"]]
    assert len(joined(table(1, only), table(2, [HEAD, ["", "合计", "4.00"]]))) == 2


def test_one_more_form_begins_another_table() -> None:
    def form(name: str) -> list[list[str]]:
        return [["项目名称", name, ""], ["主管部门", "某某市测试局", ""], ["项目资金", "预算数", "12.00"], ["总分", "100", "98"]]

    assert len(joined(table(1, form("甲项目")), table(2, form("乙项目")))) == 2
    assert len(joined(table(1, form("甲项目")), table(2, [["产出指标", "数量", "2"], ["效益指标", "满意度", "95"]]))) == 1


def ruled(page: int, xs: list[float], rows: list[list[str]]) -> Table:
    """A table whose columns stand between these places."""
    cells = tuple(
        Cell(text, r, c, Place(page, (xs[c], 100.0 + 20 * r, xs[c + 1], 120.0 + 20 * r)))
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
    )
    return Table(cells, len(rows), len(xs) - 1, Place(page, (xs[0], 100.0, xs[-1], 100.0 + 20 * len(rows))), pages=(page,))


def test_a_table_whose_columns_stand_elsewhere_is_another() -> None:
    first = ruled(1, [50, 150, 250, 350], [HEAD, ["208", "社会保障支出", "3.00"]])
    other = [["预算单位", "某某市测试局", "项目", "测试项目"], ["资金", "10.20", "其他", "0"]]
    assert len(joined(first, ruled(2, [50, 110, 190, 290, 350], other))) == 2
    assert len(joined(first, ruled(2, [50, 150, 200, 250, 350], other))) == 1, "merged cells hide an edge, they move none"
    inside = [["", "10.20", "其他", "0"], ["满意", "98", "", ""]]
    assert len(joined(first, ruled(2, [50, 110, 190, 290, 350], inside))) == 1, "it goes on inside a row"
