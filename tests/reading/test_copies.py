"""Tables over pages: copies of a form stay apart, lists that print their title again stay whole, a row that was cut is one."""

from __future__ import annotations

from mingzhang.core.model.document import BBox, Cell, Document, Place, Table
from mingzhang.core.model.vocabulary import Vocabulary
from mingzhang.core.reading.assemble import assemble

_TITLE = "部门项目绩效目标表"


def _drawn(rows: list[list[str]], page: int) -> Table:
    """A grid with its title row merged over all columns."""
    width = max(map(len, rows))
    box: BBox = (50.0, 60.0, 550.0, 700.0)
    cells = tuple(
        Cell(text, r, c, Place(page=page), colspan=width if len(row) == 1 else 1)
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
    )
    return Table(cells, len(rows), width, Place(page=page, bbox=box), pages=(page,))


def _tables(*parts: list[list[str]]) -> tuple[Table, ...]:
    blocks = tuple(_drawn(rows, page) for page, rows in enumerate(parts, start=1))
    return tuple(assemble(Document("x.pdf", "0" * 64, "pdf", blocks), Vocabulary()).tables)


def _form(project: str) -> list[list[str]]:
    return [[_TITLE], ["（2031年度）"], ["项目名称", project, "项目类别", "特定目标类"], ["一级指标", "二级指标", "三级指标", "指标值"]]


def test_each_copy_of_form_is_a_table() -> None:
    tables = _tables(_form("桥面养护"), _form("路灯更换"), _form("河道清淤"))
    assert [(t.title, t.rows, t.pages) for t in tables] == [(_TITLE, 4, (1,)), (_TITLE, 4, (2,)), (_TITLE, 4, (3,))]


def test_list_with_title_printed_again_is_one_table() -> None:
    heads = ["项目名称", "项目类别", "单位", "金额"]
    first = [[_TITLE], heads, ["桥面养护", "特定目标类", "养护站", "12.00"]]
    second = [[_TITLE], heads, ["路灯更换", "特定目标类", "养护站", "8.00"]]
    (table,) = _tables(first, second)
    assert [row[0] for row in table.grid()] == [_TITLE, "项目名称", "桥面养护", "路灯更换"]


def test_list_with_only_its_title_printed_again_is_one_table() -> None:
    first = [[_TITLE], ["项目名称", "项目类别", "单位", "金额"], ["桥面养护", "特定目标类", "养护站", "12.00"]]
    (table,) = _tables(first, [[_TITLE], ["路灯更换", "特定目标类", "养护站", "8.00"]])
    assert [row[0] for row in table.grid()] == [_TITLE, "项目名称", "桥面养护", "路灯更换"]


def test_row_cut_by_page_break_is_one_row() -> None:
    first = [["项目", "金额"], ["一、教育支出", "3.00"], ["二、交通运", "1.50"]]
    (table,) = _tables(first, [["输支出", ""], ["三、其他支出", "2.00"]])
    assert table.grid() == [["项目", "金额"], ["一、教育支出", "3.00"], ["二、交通运输支出", "1.50"], ["三、其他支出", "2.00"]]


def test_whole_label_takes_nothing_from_next_page() -> None:
    first = [["项目", "金额"], ["一、教育支出", "3.00"], ["二、交通运输支出", "1.50"]]
    for second in ([["公路建设", ""], ["三、其他支出", ""]], [["", ""], ["三、其他支出", "2.00"]]):
        (table,) = _tables(first, second)
        assert table.rows == 5
    (table,) = _tables([["项目", "金额"], ["一、教育", "3.00"], ["二、交通", "1.50"]], [["公路", "1.00"], ["三、其他", "2.00"]])
    assert [row[0] for row in table.grid()] == ["项目", "一、教育", "二、交通", "公路", "三、其他"]
