"""Tables wider than their page: columns that go on on the next one."""

from __future__ import annotations

import pytest

from mingzhang import Document, TableStatus, Vocabulary
from mingzhang.core.model.documents.document import Cell, Place, Table
from mingzhang.core.reading.assemble import assemble

LEFT = [["科目", "名称", "合计"], ["208", "社会保障支出", "3.00"], ["210", "卫生健康支出", "4.00"], ["", "合计", "7.00"]]
RIGHT = [["基本支出", "项目支出"], ["1.00", "2.00"], ["4.00", ""], ["5.00", "2.00"]]


def table(page: int, rows: list[list[str]], top: float = 100.0, left: float = 50.0) -> Table:
    cells = tuple(
        Cell(text, r, c, Place(page, (left + 80 * c, top + 20 * r, left + 80 + 80 * c, top + 20 + 20 * r)))
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
    )
    box = (left, top, left + 80 * len(rows[0]), top + 20 * len(rows))
    return Table(cells, len(rows), len(rows[0]), Place(page, box), pages=(page,))


def read(*tables: Table) -> list[Table]:
    return list(assemble(Document("a.pdf", "0", "pdf", tables), Vocabulary()).tables)


def test_columns_beside_the_same_names_are_of_one_table() -> None:
    again = [a[:2] + b for a, b in zip(LEFT, RIGHT, strict=True)]
    (whole,) = read(table(1, LEFT), table(2, again))
    assert whole.grid() == [a + b for a, b in zip(LEFT, RIGHT, strict=True)]
    assert whole.status is TableStatus.READ
    assert whole.pages == (1, 2)


def test_columns_without_names_make_both_partial() -> None:
    first, second = read(table(1, LEFT), table(2, [[*row, ""] for row in RIGHT]))
    assert first.status is second.status is TableStatus.PARTIAL
    assert first.problem and "另一页" in first.problem
    assert first.grid() == LEFT


@pytest.mark.parametrize(
    "second",
    [
        table(2, [["213", "农林水支出", "1.00"], ["221", "住房保障支出", "2.00"], ["229", "其他支出", "3.00"], ["", "合计", "6.00"]]),
        table(2, [*LEFT[:1], ["213", "农林水支出", "1.00"], ["221", "住房保障支出", "2.00"], ["229", "其他支出", "3.00"]]),
    ],
)
def test_rows_that_go_on_are_no_columns(second: Table) -> None:
    first = table(1, [*LEFT[:3], ["211", "节能环保支出", "5.00"]])
    (whole,) = read(first, second)
    assert whole.columns == 3
    assert whole.status is TableStatus.READ


def test_copies_of_a_form_do_not_stand_beside_one_another() -> None:
    def form(name: str, amount: str) -> list[list[str]]:
        return [["项目", name, ""], ["主管部门", "测试局", ""], ["项目资金", "预算数", amount], ["总分", "100", "98"]]

    assert len(read(table(1, form("甲项目", "12.00")), table(2, form("乙项目", "3.00")))) == 2


def test_rows_at_other_heights_are_other_rows() -> None:
    assert all(t.status is TableStatus.READ for t in read(table(1, LEFT), table(2, [[*row, ""] for row in RIGHT], top=140.0)))
