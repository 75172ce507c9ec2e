"""DOCX: what a reader of the document sees, cell by cell, and files that are not what they say."""

from __future__ import annotations

from pathlib import Path

import docx as python_docx
import pytest
from office_files import W, compound_file, docx, f1, read, read_grids, read_lines, samples, source, true_grids, true_lines, write_zip

from mingzhang import Paragraph, Parser, Table, UnreadableError
from mingzhang.plugins.parsers.office.docx import DocxParser
from mingzhang.plugins.parsers.office.numbering import format_number
from mingzhang.plugins.parsers.office.package import PART_LIMIT

FILES = samples("docx", ".docx")
PARSER = DocxParser()


def p(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def tc(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def texts(path: Path) -> list[str]:
    return [b.text for b in read(PARSER, path).blocks if isinstance(b, Paragraph)]


def table(path: Path, number: int = 0) -> Table:
    return list(read(PARSER, path).tables)[number]


def test_is_a_parser() -> None:
    assert isinstance(PARSER, Parser)


@pytest.mark.samples
@pytest.mark.skipif(not FILES, reason="the samples are not here")
@pytest.mark.parametrize("path", FILES, ids=lambda x: x.stem)
def test_samples(path: Path) -> None:
    document = read(PARSER, path)
    assert f1(true_grids(path), read_grids(document)) >= 0.999
    assert f1(true_grids(path), read_grids(document), numbers=True) == 1
    assert read_lines(document) == true_lines(path)
    assert document.pages == () and not document.lines_are_physical and not document.problems


def test_merged_cells_stand_once_with_their_span(tmp_path: Path) -> None:
    made = python_docx.Document()
    t = made.add_table(rows=3, cols=4)
    for i in range(3):
        for j in range(4):
            t.cell(i, j).text = f"{i}{j}"
    t.cell(0, 0).merge(t.cell(1, 0)).text = "项目"
    t.cell(0, 1).merge(t.cell(0, 3)).text = "预算数"
    made.save(str(tmp_path / "a.docx"))
    got = table(tmp_path / "a.docx")
    assert got.grid() == [["项目", "预算数", "", ""], ["", "11", "12", "13"], ["20", "21", "22", "23"]]
    assert got.spans() == [(0, 0, 2, 1), (0, 1, 1, 3)]
    assert got.cell_map()[1, 2].place.line == 2 and got.cell_map()[1, 2].place.column == 3 and got.cell_map()[1, 2].place.page is None


def test_grid_before_and_slivers(tmp_path: Path) -> None:
    """A row that begins late, and a grid column too narrow for a character."""
    grid = "".join(f'<w:gridCol w:w="{w}"/>' for w in (1000, 20, 1000))
    two = '<w:gridSpan w:val="2"/>'
    rows = f"<w:tr>{tc('类', two)}{tc('款')}</w:tr><w:tr>{tc('甲')}{tc('乙', two)}</w:tr>"
    rows += f'<w:tr><w:trPr><w:gridBefore w:val="2"/></w:trPr>{tc("丙")}</w:tr>'
    got = table(docx(tmp_path / "a.docx", f"<w:tbl><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"))
    assert got.grid() == [["类", "款"], ["甲", "乙"], ["", "丙"]]
    thin = '<w:gridCol w:w="20"/><w:gridCol w:w="20"/><w:gridCol w:w="900"/>'
    kept = table(docx(tmp_path / "b.docx", f"<w:tbl><w:tblGrid>{thin}</w:tblGrid><w:tr>{tc('甲', two)}{tc('乙')}</w:tr></w:tbl>"))
    assert kept.grid() == [["甲", "乙"]]


def test_paragraph_text(tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:t>编制单位：某局</w:t><w:tab/></w:r><w:r><w:tab/><w:t>单位：万元</w:t></w:r></w:p>"
        "<w:p><w:ins><w:r><w:t>增</w:t></w:r></w:ins><w:del><w:r><w:delText>删</w:delText></w:r></w:del><w:r><w:t>留</w:t></w:r></w:p>"
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGEREF x</w:instrText><w:t>指令</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>3</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/><w:t>页</w:t></w:r></w:p>'
        "<w:p><w:r><w:t>上</w:t><w:br/><w:t>下</w:t></w:r></w:p><w:p><w:r><w:t> </w:t></w:r></w:p>"
        '<w:p><w:r><w:t>预</w:t><w:softHyphen/><w:t>算</w:t><w:sym w:font="Wingdings" w:char="F0FE"/></w:r></w:p>'
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r><w:r><w:t>见</w:t></w:r></w:p>"
    )
    path = docx(tmp_path / "a.docx", body)
    assert texts(path) == ["编制单位：某局\t单位：万元", "增留", "3页", "上", "下", "预算☑", "见"]
    assert read(PARSER, path).problems == ("文件中有 1 处隐藏文字，未读取",)


def test_text_that_its_style_or_row_hides(tmp_path: Path) -> None:
    styles = (
        '<w:style w:type="character" w:styleId="secret"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="open"><w:basedOn w:val="secret"/><w:rPr><w:vanish w:val="0"/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="under"><w:basedOn w:val="secret"/></w:style>'
    )

    def run(text: str, style: str) -> str:
        return f'<w:r><w:rPr><w:rStyle w:val="{style}"/></w:rPr><w:t>{text}</w:t></w:r>'

    body = f"<w:p>{run('藏', 'secret')}{run('见', 'open')}</w:p>"
    body += '<w:p><w:pPr><w:pStyle w:val="under"/></w:pPr><w:r><w:t>暗</w:t></w:r><w:r><w:rPr><w:vanish w:val="off"/></w:rPr><w:t>明</w:t></w:r></w:p>'
    row = f"<w:tr><w:trPr><w:hidden/></w:trPr>{tc('旧')}{tc('9')}</w:tr>"
    body += f"<w:tbl><w:tr>{tc('项目')}{tc('数')}</w:tr>{row}<w:tr>{tc('甲')}{tc('1')}</w:tr></w:tbl>"
    path = docx(tmp_path / "a.docx", body, styles=styles)
    assert texts(path) == ["见", "明"]
    assert table(path).grid() == [["项目", "数"], ["甲", "1"]]
    assert read(PARSER, path).problems == ("文件中有 3 处隐藏文字，未读取",)


def test_a_deleted_paragraph_mark_joins(tmp_path: Path) -> None:
    body = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>一般公共</w:t></w:r></w:p>" + p("预算") + p("完")
    assert texts(docx(tmp_path / "a.docx", body)) == ["一般公共预算", "完"]
    last = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>末</w:t></w:r></w:p>"
    assert texts(docx(tmp_path / "b.docx", p("首") + last)) == ["首", "末"]


def test_a_field_that_is_never_closed_swallows_nothing(tmp_path: Path) -> None:
    body = '<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>TOC</w:instrText></w:r></w:p>' + p("正文") + p("完")
    assert texts(docx(tmp_path / "a.docx", body)) == ["正文", "完"]


def test_text_boxes_once_and_content_controls(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{p('框内')}</w:txbxContent>"
    body = (
        f"<w:p><w:r><w:t>正文</w:t><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
        f"<w:sdt><w:sdtPr/><w:sdtContent>{p('控件')}</w:sdtContent></w:sdt>"
    )
    assert texts(docx(tmp_path / "a.docx", body)) == ["正文", "框内", "控件"]


def test_headings_and_automatic_numbers(tmp_path: Path) -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="x"><w:name w:val="own"/><w:basedOn w:val="1"/></w:style>'
    )
    levels = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl>'
    )
    numbering = f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum><w:num w:numId="5"><w:abstractNumId w:val="0"/></w:num>'

    def item(text: str, depth: int, style: str = "") -> str:
        return (
            f'<w:p><w:pPr>{style}<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="5"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'
        )

    body = item("职能", 0, '<w:pStyle w:val="x"/>') + item("甲", 1) + item("乙", 1) + item("机构", 0) + item("丙", 1)
    document = read(PARSER, docx(tmp_path / "a.docx", body, styles=styles, numbering=numbering))
    paragraphs = list(document.paragraphs)
    assert [x.text for x in paragraphs] == ["一、职能", "1. 甲", "2. 乙", "二、机构", "1. 丙"]
    assert [x.heading for x in paragraphs] == [True, False, False, False, False]


@pytest.mark.parametrize(
    ("number", "kind", "text"),
    [
        (10, "chineseCounting", "十"),
        (11, "chineseCountingThousand", "十一"),
        (102, "chineseCountingThousand", "一百零二"),
        (20, "japaneseCounting", "二十"),
        (12, "chineseLegalSimplified", "壹拾贰"),
        (3, "decimalEnclosedCircle", "③"),
        (2, "ideographTraditional", "乙"),
        (4, "lowerRoman", "iv"),
        (27, "upperLetter", "AA"),
        (7, "bullet", ""),
    ],
)
def test_numbering_formats(number: int, kind: str, text: str) -> None:
    assert format_number(number, kind) == text


def test_nested_tables_lose_nothing(tmp_path: Path) -> None:
    inner = f"<w:tbl><w:tr>{tc('内一')}{tc('内二')}</w:tr><w:tr>{tc('1.00')}{tc('2.00')}</w:tr></w:tbl>"
    small = f"<w:tbl><w:tr>{tc('小')}</w:tr></w:tbl>"
    cells = f"<w:tc>{p('前')}{inner}{p('后')}</w:tc><w:tc>{small}{p('')}</w:tc>"
    document = read(PARSER, docx(tmp_path / "a.docx", f"<w:tbl><w:tr>{cells}</w:tr><w:tr>{tc('甲')}{tc('乙')}</w:tr></w:tbl>"))
    assert [t.grid() for t in document.tables] == [[["前后", "小"], ["甲", "乙"]], [["内一", "内二"], ["1.00", "2.00"]]]
    framed = read(PARSER, docx(tmp_path / "b.docx", f"<w:tbl><w:tr><w:tc>{p('题')}{inner}</w:tc></w:tr></w:tbl>"))
    assert [type(b).__name__ for b in framed.blocks] == ["Paragraph", "Table"]
    assert [b.place.block for b in framed.blocks] == [0, 1]


def test_a_caption_laid_out_as_a_table_is_a_line(tmp_path: Path) -> None:
    path = docx(tmp_path / "a.docx", f"<w:tbl><w:tr>{tc('编制单位：某局')}{tc('')}{tc('单位：万元')}</w:tr></w:tbl>")
    assert texts(path) == ["编制单位：某局\t单位：万元"]


def test_print_is_kept_where_it_differs(tmp_path: Path) -> None:
    cell = table(docx(tmp_path / "a.docx", f"<w:tbl><w:tr>{tc('⺠政')}{tc('二')}</w:tr></w:tbl>")).cells[0]
    assert (cell.text, cell.printed) == ("民政", "⺠政")


def test_wrong_suffixes(tmp_path: Path) -> None:
    real = docx(tmp_path / "a.doc", p("正文"))
    assert PARSER.accepts(source(real))
    (tmp_path / "b.docx").write_bytes(b"%PDF-1.7\n")
    (tmp_path / "c.docx").write_text("纯文本", "utf-8")
    workbook = write_zip(tmp_path / "d.docx", {"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>"})
    old = compound_file(tmp_path / "e.docx", "WordDocument")
    for path in (tmp_path / "b.docx", tmp_path / "c.docx", workbook, old):
        assert not PARSER.accepts(source(path)), path


def unreadable(path: Path) -> str:
    with pytest.raises(UnreadableError) as caught:
        read(PARSER, path)
    message = str(caught.value)
    assert message and "\n" not in message
    return message


def test_empty_truncated_encrypted(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"")
    assert "空" in unreadable(tmp_path / "a.docx")
    whole = docx(tmp_path / "b.docx", p("正文" * 500)).read_bytes()
    (tmp_path / "b.docx").write_bytes(whole[: len(whole) // 2])
    assert "损坏" in unreadable(tmp_path / "b.docx")
    assert "密码" in unreadable(compound_file(tmp_path / "c.docx", "EncryptionInfo", "EncryptedPackage"))
    assert "没有文字" in unreadable(docx(tmp_path / "d.docx", "<w:p/>"))
    broken = docx(tmp_path / "e.docx", "<w:p>")
    assert "XML" in unreadable(broken)


def test_a_flipped_byte_in_the_content_is_damage(tmp_path: Path) -> None:
    path = docx(tmp_path / "a.docx", p("".join(chr(0x4E00 + i) for i in range(3000))))
    data = bytearray(path.read_bytes())
    at = data.index(b"word/document.xml") + 600
    data[at : at + 8] = bytes(8)
    path.write_bytes(data)
    assert "损坏" in unreadable(path)


def test_bombs(tmp_path: Path) -> None:
    huge = docx(tmp_path / "a.docx", p("正文") + " " * (PART_LIMIT + 1))
    assert huge.stat().st_size < 1_000_000
    assert "超过上限" in unreadable(huge)
    deep = "<w:tbl><w:tr><w:tc>" * 200 + p("底") + "</w:tc></w:tr></w:tbl>" * 200
    assert "XML" in unreadable(docx(tmp_path / "b.docx", deep))
    endless = '<w:gridSpan w:val="999999999"/>'
    wide = f"<w:tbl><w:tr>{tc('甲', endless)}{tc('乙')}</w:tr></w:tbl>"
    assert table(docx(tmp_path / "c.docx", wide)).grid() == [["甲", "乙"]]


def test_twenty_nested_tables_are_read(tmp_path: Path) -> None:
    body = "".join(f"<w:tbl><w:tr><w:tc>{p(f'第{i}层')}" for i in range(20)) + "</w:tc></w:tr></w:tbl>" * 20
    assert texts(docx(tmp_path / "a.docx", body)) == [f"第{i}层" for i in range(20)]


def test_entities_are_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("机密", "utf-8")
    path = docx(tmp_path / "a.docx", p("正文"))
    xml = '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY f SYSTEM "secret.txt">]>'
    xml += f'<w:document xmlns:w="{W}"><w:body>{p("&b;&f;")}</w:body></w:document>'
    write_zip(path, {"[Content_Types].xml": "<Types/>", "word/document.xml": xml})
    assert "DOCTYPE" in unreadable(path)
