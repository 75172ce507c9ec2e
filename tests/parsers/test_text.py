"""Plain text: the three clean forms, and raw text of a PDF whose empty cells are lost. All bodies are made up."""

from __future__ import annotations

import hashlib
from itertools import combinations
from pathlib import Path

import pytest

from mingzhang import Document, Paragraph, ReadOptions, Source, Table, TableStatus, UnreadableError, Vocabulary, in_english
from mingzhang.core.plugins.manager import default_plugins
from mingzhang.core.reading.assemble import assemble
from mingzhang.plugins.parsers.text.parser import TextParser

_CAPTION = "表三\n\n单位支出总体情况表\n\n编制单位：青禾县水务局 单位：万元\n\n"
_HEAD = "项目 支出预算\n\n功能分类\n\n科目编码\n功能分类\n\n科目名称\n合计 基本支出 项目支出\n\n类 款 项\n\n"


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    return default_plugins().vocabulary


def _parse(folder: Path, content: str | bytes, vocabulary: Vocabulary) -> Document:
    path = folder / "file.txt"
    data = content.encode() if isinstance(content, str) else content
    path.write_bytes(data)
    source = Source(path, path.name, hashlib.sha256(data).hexdigest(), len(data))
    assert TextParser().accepts(source)
    return TextParser().parse(source, ReadOptions(vocabulary))


def _table(folder: Path, content: str, vocabulary: Vocabulary) -> Table:
    """The one table of a text, with its caption attached."""
    (table,) = assemble(_parse(folder, content, vocabulary), vocabulary).tables
    return table


def _sure(table: Table) -> list[list[str]]:
    """The grid with ? for every cell that is not certain."""
    grid = [[""] * table.columns for _ in range(table.rows)]
    for cell in table.cells:
        grid[cell.row][cell.column] = "?" if cell.ambiguous else cell.text
    return grid


def _body(table: Table) -> list[list[str]]:
    return _sure(table)[table.header_rows :]


# ---- the clean forms


def test_tab_table(tmp_path: Path, vocabulary: Vocabulary) -> None:
    table = _table(
        tmp_path,
        "表三\n单位支出总体情况表\n编制单位：青禾县水务局\t单位：万元\n\n类\t款\t项\t科目名称\t合计\n213\t03\t\t水利\t10.00\n",
        vocabulary,
    )
    assert (table.number, table.title, table.unit, table.status) == ("表三", "单位支出总体情况表", "万元", TableStatus.READ)
    assert table.grid()[1] == ["213", "03", "", "水利", "10.00"]
    assert table.cell_map()[1, 4].place.line == 6


def test_pipe_table_continues_over_a_page(tmp_path: Path, vocabulary: Vocabulary) -> None:
    text = "支出总表\n\n单位：万元\n\n| 项目 | 合计 |\n| --- | --- |\n| 水利 | 1.00 |\n\n| | |\n| --- | --- |\n| 防汛 | 2.00 |\n"
    table = _table(tmp_path, text, vocabulary)
    assert table.grid() == [["项目", "合计"], ["水利", "1.00"], ["防汛", "2.00"]]


def test_one_cell_a_line(tmp_path: Path, vocabulary: Vocabulary) -> None:
    """A row with fewer cells lost a merged one: its cells have no certain columns."""
    table = _table(tmp_path, "\t指标\n\t目标\n\t得分\n\n\t水质达标率\n\t95%\n\t10\n\n\t总分\n\t10\n", vocabulary)
    assert table.status is TableStatus.PARTIAL
    assert table.problem
    assert _sure(table) == [["指标", "目标", "得分"], ["水质达标率", "95%", "10"], ["?", "?", ""]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings(encoding: str, tmp_path: Path, vocabulary: Vocabulary) -> None:
    document = _parse(tmp_path, "青禾县水务局\r\n二〇二四年".encode(encoding), vocabulary)
    assert [p.text for p in document.paragraphs] == ["青禾县水务局", "二〇二四年"]


@pytest.mark.parametrize(("content", "words"), [(b" \n\n\t\n", "empty"), (b"\xff\xfa\x81\x00\x9f", "not text")])
def test_what_is_no_text(content: bytes, words: str, tmp_path: Path, vocabulary: Vocabulary) -> None:
    with pytest.raises(UnreadableError) as caught:
        _parse(tmp_path, content, vocabulary)
    assert words in in_english(caught.value.words)


# ---- raw text of a PDF


def _lines(*rows: str) -> str:
    return "\n\n".join(rows) + "\n"


def test_amounts_that_fill_the_row_have_their_columns(tmp_path: Path, vocabulary: Vocabulary) -> None:
    table = _table(tmp_path, _CAPTION + _HEAD + _lines("213 农林水支出 30.00 20.00 10.00", "合计 30.00 20.00 10.00"), vocabulary)
    assert (table.number, table.title, table.unit, table.maker) == ("表三", "单位支出总体情况表", "万元", "青禾县水务局")
    assert (table.status, table.header_rows) == (TableStatus.PARTIAL, 3)
    assert _sure(table)[:3] == [
        ["项目", "", "", "", "支出预算", "", ""],
        ["功能分类科目编码", "", "", "功能分类科目名称", "合计", "基本支出", "项目支出"],
        ["类", "款", "项", "", "", "", ""],
    ]
    assert _body(table) == [["213", "", "", "农林水支出", "30.00", "20.00", "10.00"], ["", "", "", "合计", "30.00", "20.00", "10.00"]]


def test_sums_leave_one_reading(tmp_path: Path, vocabulary: Vocabulary) -> None:
    """Two amounts for three columns: the sums over the rows below say which column is blank."""
    rows = _lines(
        "213 农林水支出 30.00 20.00 10.00",
        "213 03 水利 30.00 20.00 10.00",
        "213 03 01 行政运行 20.00 20.00",
        "213 03 14\n防汛\n\n抗旱\n10.00 10.00",
        "合计 30.00 20.00 10.00",
    )
    table = _table(tmp_path, _CAPTION + _HEAD + rows, vocabulary)
    assert _body(table)[2:4] == [
        ["213", "03", "01", "行政运行", "20.00", "20.00", ""],
        ["213", "03", "14", "防汛抗旱", "10.00", "", "10.00"],
    ]


def test_two_readings_stay_ambiguous(tmp_path: Path, vocabulary: Vocabulary) -> None:
    """Both items could be either kind of spending: the total is certain, the rest never evidence."""
    rows = _lines(
        "213 农林水支出 20.00 10.00 10.00",
        "213 03 水利 20.00 10.00 10.00",
        "213 03 01 行政运行 10.00 10.00",
        "213 03 14 防汛 10.00 10.00",
        "合计 20.00 10.00 10.00",
    )
    table = _table(tmp_path, _CAPTION + _HEAD + rows, vocabulary)
    assert _body(table)[2:4] == [["213", "03", "01", "行政运行", "10.00", "?", "?"], ["213", "03", "14", "防汛", "10.00", "?", "?"]]
    assert "2 of 13 amounts" in in_english(table.problem or "")


def test_wrong_sums_decide_nothing(tmp_path: Path, vocabulary: Vocabulary) -> None:
    """Where the body's own sum is wrong no reading is made up; full rows stay as printed."""
    rows = _lines(
        "213 农林水支出 30.00 20.00 10.00",
        "213 03 水利 30.00 20.00 10.00",
        "213 03 01 行政运行 25.00 25.00",
        "213 03 14 防汛 10.00 10.00",
        "合计 30.00 20.00 10.00",
    )
    table = _table(tmp_path, _CAPTION + _HEAD + rows, vocabulary)
    assert _body(table)[0][4:] == ["30.00", "20.00", "10.00"]
    assert [row[5:] for row in _body(table)[2:4]] == [["?", "?"], ["?", "?"]]


def test_a_row_whose_own_sum_is_wrong_has_no_columns(tmp_path: Path, vocabulary: Vocabulary) -> None:
    table = _table(tmp_path, _CAPTION + _HEAD + _lines("213 农林水支出 30.00 20.00", "合计 30.00 20.00 10.00"), vocabulary)
    assert _body(table)[0][4:] == ["?", "?", "?"]


def test_every_reading_that_is_made_is_the_printed_one(tmp_path: Path, vocabulary: Vocabulary) -> None:
    """Rows of every kind of blank, taken out of a full table: whatever is certain is what was there."""
    kinds = [("60.00", ""), ("", "7.50"), ("1.25", "2.25"), ("60.00", "7.50")]
    for pair in combinations(kinds, 2):
        basic = sum(float(b or 0) for b, _ in pair)
        project = sum(float(p or 0) for _, p in pair)
        whole = [f"{basic + project:.2f}", f"{basic:.2f}" if basic else "", f"{project:.2f}" if project else ""]
        items = [[f"{float(b or 0) + float(p or 0):.2f}", b, p] for b, p in pair]
        full = [["213", "", "", "农林水支出", *whole], *(["213", "03", f"0{i}", f"事项{'甲乙'[i]}", *item] for i, item in enumerate(items))]
        full += [["", "", "", "合计", *whole]]
        text = _lines(*(" ".join(c for c in row if c) for row in full))
        read = _body(_table(tmp_path, _CAPTION + _HEAD + text, vocabulary))
        assert len(read) == len(full)
        for got, printed in zip(read, full, strict=True):
            assert all(g in ("?", p) for g, p in zip(got, printed, strict=True)), (got, printed)


def test_amount_that_a_narrow_cell_broke(tmp_path: Path, vocabulary: Vocabulary) -> None:
    rows = "213\n\n农林\n\n水支\n\n出\n\n130.0\n\n0\n120.00\n\n10.00\n\n合计\n130.00 120.00 10.00\n"
    table = _table(tmp_path, _CAPTION + _HEAD + rows, vocabulary)
    assert _body(table)[0] == ["213", "", "", "农林水支出", "130.00", "120.00", "10.00"]


def test_name_pieces_behind_the_amounts_are_not_certain(tmp_path: Path, vocabulary: Vocabulary) -> None:
    """They may belong to the row above or to the one below."""
    rows = "213 农林水 30.00 20.00 10.00\n\n支出\n\n214 交通 1.00 1.00\n\n合计 31.00 21.00 10.00\n"
    table = _table(tmp_path, _CAPTION + _HEAD + rows, vocabulary)
    assert [row[3] for row in _body(table)] == ["?", "?", "合计"]
    assert _body(table)[0][4:] == ["30.00", "20.00", "10.00"]


def test_page_number_inside_a_table(tmp_path: Path, vocabulary: Vocabulary) -> None:
    rows = _lines("213 农林水支出 30.00 20.00 10.00") + "\n\n\n12\n\n" + _lines("合计 30.00 20.00 10.00")
    table = _table(tmp_path, _CAPTION + _HEAD + rows, vocabulary)
    assert len(_body(table)) == 2
    assert "'12'" in in_english(table.problem or "")


def test_header_repeated_on_every_page(tmp_path: Path, vocabulary: Vocabulary) -> None:
    rows = _lines("213 农林水支出 30.00 20.00 10.00") + _HEAD + _lines("合计 30.00 20.00 10.00")
    assert [row[3] for row in _body(_table(tmp_path, _CAPTION + _HEAD + rows, vocabulary))] == ["农林水支出", "合计"]


_SIDED = "收 入 支 出\n\n项 目 预算数 功能分类 预算数\n\n"


def test_two_lists_side_by_side(tmp_path: Path, vocabulary: Vocabulary) -> None:
    rows = _lines(
        "财政拨款（补助） 30.00 212 城乡社区支出",
        "事业收入 213 农林水支出 30.00",
        "214 交通运输支出",
        "收 入 总 计 30.00 支 出 总 计 30.00",
    )
    caption = "表一\n\n单位收支总体情况表\n\n编制单位：青禾县水务局 单位：万元\n\n"
    table = _table(tmp_path, caption + _SIDED + rows, vocabulary)
    assert _body(table) == [
        ["财政拨款（补助）", "30.00", "212 城乡社区支出", ""],
        ["事业收入", "", "213 农林水支出", "30.00"],
        ["", "", "214 交通运输支出", ""],
        ["收入总计", "30.00", "支出总计", "30.00"],
    ]


def test_broken_label_beside_a_list(tmp_path: Path, vocabulary: Vocabulary) -> None:
    """Words alone on a line end the label above or begin the one below: none of the three is certain."""
    caption = "表一\n\n单位收支总体情况表\n\n单位：万元\n\n"
    rows = _lines(
        "财政拨款 30.00 212 城乡社区支出", "财政专户（教育", "收费） 5.00 213 农林水支出 35.00", "收 入 总 计 35.00 支 出 总 计 35.00"
    )
    body = _body(_table(tmp_path, caption + _SIDED + rows, vocabulary))
    assert [row[0] for row in body] == ["?", "?", "?", "收入总计"]
    assert [row[3] for row in body] == ["", "?", "35.00", "35.00"]


def test_project_table(tmp_path: Path, vocabulary: Vocabulary) -> None:
    """The name of a code that another table prints parts it from the name of the project."""
    named = _CAPTION + _HEAD + _lines("213 农林水支出 5.00 5.00", "213 03 水利 5.00 5.00", "213 03 14 防汛 5.00 5.00", "合计 5.00 5.00")
    head = "科目编码\n\n科目名称\n\n项目名称\n\n项目支出合计\n\n商品和服务支出\n\n资本性支出\n\n类 款 项\n\n"
    caption = "表七\n\n一般公共预算项目支出情况表\n\n单位：万元\n\n"
    rows = (
        "213 03 14\n\n防汛\n\n2024\n\n年水\n\n闸维修\n\n5.00 2.00 3.00\n\n213 03 99\n\n其他 泵站\n\n1.00 1.00 0.00\n\n合计 6.00 3.00 3.00\n"
    )
    document = assemble(_parse(tmp_path, named + caption + head + rows, vocabulary), vocabulary)
    table = list(document.tables)[1]
    assert _body(table) == [
        ["213", "03", "14", "防汛", "2024年水闸维修", "5.00", "2.00", "3.00"],
        ["213", "03", "99", "?", "?", "?", "?", "?"],
        ["", "", "", "合计", "", "6.00", "3.00", "3.00"],
    ]


_THREE = "表八\n\n一般公共预算“三公”经费支出情况表\n\n单位：万元\n\n合计\n\n因公出国（境）\n\n费\n\n公务用车购置及运行费\n\n公务接待费\n\n合计\n\n公务用车购置\n\n费\n\n公务用车运行费\n\n"


def test_items_as_columns(tmp_path: Path, vocabulary: Vocabulary) -> None:
    """The inner heads are those of the one item whose words they repeat."""
    table = _table(tmp_path, _THREE + "2.50 0 2.00 0 2.00 0.50\n", vocabulary)
    assert _sure(table) == [
        ["合计", "因公出国（境）费", "公务用车购置及运行费", "", "", "公务接待费"],
        ["", "", "合计", "公务用车购置费", "公务用车运行费", ""],
        ["2.50", "0", "2.00", "0", "2.00", "0.50"],
    ]
    assert (0, 2, 1, 3) in table.spans()


def test_items_as_columns_with_a_blank(tmp_path: Path, vocabulary: Vocabulary) -> None:
    assert _body(_table(tmp_path, _THREE + "2.50 2.00 2.00 0.50\n", vocabulary)) == [["?"] * 6]


def test_header_that_cannot_be_told_apart(tmp_path: Path, vocabulary: Vocabulary) -> None:
    """Nothing is dropped: the words stand in cells that are no evidence, and none becomes prose."""
    text = _CAPTION + "科目 编码 名 称 这是什么 合计\n\n213 农林水支出 30.00\n\n第三部分 预算说明\n\n一、总体情况\n"
    document = assemble(_parse(tmp_path, text, vocabulary), vocabulary)
    (table,) = document.tables
    assert table.status is TableStatus.UNREAD
    assert "header" in in_english(table.problem or "")
    assert all(c.ambiguous for c in table.cells)
    assert "30.00" in {c.text for c in table.cells}
    assert [p.text for p in document.paragraphs] == ["第三部分 预算说明", "一、总体情况"]


def test_title_without_a_grid(tmp_path: Path, vocabulary: Vocabulary) -> None:
    table = _table(tmp_path, _CAPTION + "备注：本表为空表。\n", vocabulary)
    assert (table.title, table.status, table.rows) == ("单位支出总体情况表", TableStatus.UNREAD, 0)


def test_performance_form_is_unread_and_no_prose(tmp_path: Path, vocabulary: Vocabulary) -> None:
    form = "项 目 支 出 绩 效 目 标 表\n\n(2024 年)\n\n项目名称\n\n水闸维修\n\n年度资金总\n\n额：\n5.00\n\n一级指标 二级指标 三级指标\n\n维修水闸数量 =3座\n"
    document = assemble(_parse(tmp_path, "（四）绩效情况\n\n" + form + "（五）其他需说明的事项\n\n无。\n", vocabulary), vocabulary)
    (table,) = document.tables
    assert (table.title, table.status) == ("项目支出绩效目标表", TableStatus.UNREAD)
    assert [p.text for p in document.paragraphs] == ["（四）绩效情况", "（五）其他需说明的事项", "无。"]


def test_contents_list_and_prose_are_no_tables(tmp_path: Path, vocabulary: Vocabulary) -> None:
    text = _lines(
        "目录", "表一 单位收支总体情况表", "表二 单位收入总体情况表", "第三部分 说明", "支出预算30.00万元，见《单位支出总体情况表》。"
    )
    document = _parse(tmp_path, text, vocabulary)
    assert list(document.tables) == []
    assert all(isinstance(b, Paragraph) for b in document.blocks)


@pytest.mark.samples
def test_raw_sample_has_no_wrong_amount(samples: Path, vocabulary: Vocabulary) -> None:
    """Against the grids that the same tables were drawn from: every certain amount stands in its cell."""
    import json
    import re

    from mingzhang import read

    def amount(text: str) -> str:
        return text if re.fullmatch(r"-?[\d,]+\.\d\d", text) else ""

    manifest = json.loads((samples / "seeds" / "manifest.json").read_text(encoding="utf-8"))
    (entry,) = (e for e in manifest if e["text_form"].startswith("raw PDF text"))
    loose = {t.title: t for t in read(samples / "seeds" / entry["file"]).tables}
    compared = 0
    for truth in sorted((samples / "rendered" / "truth").glob("*.json")):
        title = ""
        for block in json.loads(truth.read_text(encoding="utf-8")):
            title = block["text"] if block["t"] == "title" else title
            table = loose.get(title) if block["t"] == "table" else None
            if table is None or table.status is TableStatus.UNREAD or entry["body"] not in truth.read_text(encoding="utf-8"):
                continue
            compared += 1
            grid = block["grid"]
            # The text prints no row at all where the drawn table has one of zeros.
            assert table.rows in (len(grid), table.header_rows), title
            assert table.columns == len(grid[0]), title
            wrong = [c.text for c in table.cells if not c.ambiguous and amount(c.text) != amount(grid[c.row][c.column])]
            assert wrong == [], title
    assert compared == 9
