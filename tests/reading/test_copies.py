"""Tables over pages: copies of a form stay apart, lists that print their title again stay whole."""

from __future__ import annotations

from mingzhang.core.model.documents.document import BBox, Cell, Document, Place, Table
from mingzhang.core.model.documents.vocabulary import Vocabulary
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
