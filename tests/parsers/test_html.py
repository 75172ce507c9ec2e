"""HTML: pages made for a disclosure, pages saved from sites, old encodings, and hostile markup."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import site_frames
from office_files import compound_file, f1, read, read_grids, read_lines, samples, source, true_grids, true_lines

from mingzhang import Document, Paragraph, Parser, UnreadableError
from mingzhang.plugins.parsers.html.parser import HtmlParser, decode

FILES = samples("html", ".html")
PARSER = HtmlParser()


@pytest.fixture
def page(tmp_path: Path) -> object:
    def make(markup: str | bytes, name: str = "a.html") -> Document:
        path = tmp_path / name
        path.write_bytes(markup if isinstance(markup, bytes) else f"<html><body>{markup}</body></html>".encode())
        return read(PARSER, path)

    return make


def shape(document: Document) -> list[object]:
    return [b.text if isinstance(b, Paragraph) else b.grid() for b in document.blocks]


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
    assert not document.problems


def test_spans(page) -> None:  # type: ignore[no-untyped-def]
    document = page(
        "<table><thead><tr><th rowspan=2>项目<th colspan=2>预算数</tr><tr><td>合计<td>其中</tr></thead>"
        "<tr><td>甲<td>1.00<td>0.50</tr><tr><td rowspan=99 colspan=1>乙<td>2.00<td>&nbsp;</table>"
    )
    assert shape(document) == [[["项目", "预算数", ""], ["", "合计", "其中"], ["甲", "1.00", "0.50"], ["乙", "2.00", ""]]]
    table = next(document.tables)
    assert table.spans() == [(0, 0, 2, 1), (0, 1, 1, 2)]
    assert table.cell_map()[2, 1].place.line == 3 and table.cell_map()[2, 1].place.column == 2


def test_a_span_that_would_run_into_another(page) -> None:  # type: ignore[no-untyped-def]
    document = page("<table><tr><td>1<td rowspan=2>2<td>3<tr><td colspan=3>4<td>5<tr><td>6<td>7<td>8</table>")
    assert shape(document) == [[["1", "2", "3"], ["4", "", "5"], ["6", "7", "8"]]]


def test_blocks_headings_and_breaks(page) -> None:  # type: ignore[no-untyped-def]
    document = page("<h2>第一部分</h2><div>甲<b>乙</b>\n 丙<br>丁<p>戊</p>己</div><pre>一\n二</pre>")
    assert shape(document) == ["第一部分", "甲乙 丙", "丁", "戊", "己", "一", "二"]
    assert [p.heading for p in document.paragraphs] == [True] + [False] * 6
    assert [b.place.block for b in document.blocks] == list(range(7))


@pytest.mark.parametrize(
    "markup",
    [
        "<style>.u{display:flex;width:9em}</style><div class=u><span>编制单位：某局</span><span>单位：万元</span></div>",
        "<p>编制单位：某局<span style='float:right'>单位：万元</span></p>",
        "<table><tr><td>编制单位：某局<td><td>单位：万元</table>",
        "<table><tr><td colspan=2>编制单位：某局<td>单位：万元<tr><td>项<td>甲<td>乙<tr><td>一<td>1<td>2</table>",
    ],
)
def test_what_stands_apart_stays_apart(page, markup: str) -> None:  # type: ignore[no-untyped-def]
    assert shape(page(markup))[0] == "编制单位：某局\t单位：万元"


def test_a_title_row_is_a_line(page) -> None:  # type: ignore[no-untyped-def]
    document = page("<table><caption>表1</caption><tr><td colspan=2>收支总表<tr><td>项目<td>数<tr><td>甲<td>1.5</table>")
    assert shape(document) == ["表1", "收支总表", [["项目", "数"], ["甲", "1.5"]]]


def test_a_header_with_a_colon_is_no_caption(page) -> None:  # type: ignore[no-untyped-def]
    document = page("<table><tr><td>项目<td>金额（单位：万元）<tr><td>甲<td>1.5</table>")
    assert shape(document) == [[["项目", "金额（单位：万元）"], ["甲", "1.5"]]]


def test_layout_tables_are_walked_through(page) -> None:  # type: ignore[no-untyped-def]
    inner = "<table><tr><td>项目<td>数<tr><td>甲<td>1.5</table>"
    document = page(f"<table><tr><td>左栏<td><p>标题</p>{inner}<p>尾</p></table><table><tr><td>很长的正文。<tr><td>又一段。</table>")
    assert shape(document) == ["左栏", "标题", [["项目", "数"], ["甲", "1.5"]], "尾", "很长的正文。", "又一段。"]


def test_a_table_inside_a_table_of_figures(page) -> None:  # type: ignore[no-untyped-def]
    inner = "<table><tr><td>内<td>外<tr><td>3<td>4</table>"
    document = page(f"<table><tr><td>甲<td>1.5<tr><td>乙{inner}<td>2.5</table>")
    assert shape(document) == [[["甲", "1.5"], ["乙", "2.5"]], [["内", "外"], ["3", "4"]]]


def test_old_pages_put_a_form_between(page) -> None:  # type: ignore[no-untyped-def]
    assert shape(page("<table><form><tr><td>甲<td>1.5</tr><tr><td>乙<td>2.5</tr></form></table>")) == [[["甲", "1.5"], ["乙", "2.5"]]]


def test_furniture_and_hidden_parts(page) -> None:  # type: ignore[no-untyped-def]
    document = page(
        "<header>网站</header><nav>首页</nav><style>.no{display:none}@media print{.yes{display:none}}</style><script>x</script>"
        "<article><header><h1>预算公开</h1></header><p class=yes>正文</p><p class=no>藏</p><p style='display: none'>藏</p><p hidden>藏</p>"
        "<a href='a/b.PDF?x=1'>附件</a><iframe src=x></iframe><img width=600 height=800></article><footer>版权</footer>"
    )
    assert shape(document) == ["预算公开", "正文", "附件"]
    said = "；".join(document.problems)
    assert "3 处导航" in said and "1 个附件" in said and "1 个内嵌" in said and "1 幅" in said


@pytest.mark.parametrize("number", range(24))
def test_the_article_not_the_site(page, number: int) -> None:  # type: ignore[no-untyped-def]
    markup = list(site_frames.frames(24))[number]
    document = page(markup.encode())
    assert shape(document) == [site_frames.TITLE, *site_frames.LINES, site_frames.GRID, *site_frames.AFTER]
    assert any("处导航" in p for p in document.problems)
    if "PubDate" in markup:
        assert (document.published_on, document.publisher) == ("2025-09-01", "白河市融媒体中心")


def test_the_title_that_only_the_site_prints(page) -> None:  # type: ignore[no-untyped-def]
    head = "<head><title>青山县水利局2024年部门预算_白河市人民政府</title></head>"
    document = page(
        f"<html>{head}<body><ul><li><a>首页</a><li><a>机构</a><li><a>服务</a></ul><p>一、收入100.00万元</p></body></html>".encode()
    )
    assert shape(document) == ["青山县水利局2024年部门预算", "一、收入100.00万元"]
    first = document.blocks[0]
    assert isinstance(first, Paragraph) and first.heading


def test_links_and_words_of_a_document_stay(page) -> None:  # type: ignore[no-untyped-def]
    contents = "".join(f"<li><a href='#{i}'>第{i}部分 说明</a></li>" for i in range(1, 5))
    body = f"<nav>首页</nav><ul>{contents}</ul><div class=header>青山县水利局2024年部门预算</div><p>附件：<a href='a.pdf'>表格.pdf</a></p>"
    body += "<div class=bottom><p>2024年预算为3.50万元</p></div><p>网站访问量达到10%</p>"
    found = [
        "第1部分 说明",
        "第2部分 说明",
        "第3部分 说明",
        "第4部分 说明",
        "青山县水利局2024年部门预算",
        "附件：表格.pdf",
        "2024年预算为3.50万元",
        "网站访问量达到10%",
    ]
    assert shape(page(body)) == found


def test_many_comments_before_the_first_tag(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text("<!-- x -->\n" * 400 + "<div><p>预算</p></div>", "utf-8")
    started = time.perf_counter()
    assert shape(read(PARSER, path)) == ["预算"]
    path.write_text('<?xml version="1.0"?>' + "<!-- x -->" * 400 + "<table><tr><td>预算</td></tr></table>", "utf-8")
    assert shape(read(PARSER, path)) == ["预算"]
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize("declared", ["gb2312", "GBK", "utf-8", None])
def test_gb18030_whatever_is_declared(page, declared: str | None) -> None:  # type: ignore[no-untyped-def]
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">' if declared else ""
    assert shape(page(f"<html>{meta}<p>一般公共预算㐀，朱镕基</p></html>".encode("gb18030"))) == ["一般公共预算㐀，朱镕基"]


def test_utf8_saved_under_an_old_declaration(page) -> None:  # type: ignore[no-untyped-def]
    assert shape(page("<html><meta charset=gb2312><p>一般公共预算</p></html>".encode())) == ["一般公共预算"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_byte_order_marks(page, encoding: str) -> None:  # type: ignore[no-untyped-def]
    assert shape(page("<html><p>预算</p></html>".encode(encoding))) == ["预算"]


def test_a_broken_byte_is_said(page) -> None:  # type: ignore[no-untyped-def]
    document = page("<html><p>预算公开说明</p>".encode() + b"\xff" + "<p>完</p></html>".encode())
    assert shape(document)[0] == "预算公开说明" and "编码" in document.problems[0]
    assert decode("预算".encode("gb18030") + b"\xff\xff")[1] is False


def test_other_names_for_a_page(page) -> None:  # type: ignore[no-untyped-def]
    table = "<table><tr><td>甲<td>1.5<tr><td>乙<td>2.5</table>".encode()
    for name in ("a.xls", "a.doc", "a.htm"):
        assert shape(page(b"\n " + table, name)) == [[["甲", "1.5"], ["乙", "2.5"]]]
    archive = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html; charset=utf-8\n"
    archive += "Content-Transfer-Encoding: 8bit\n\n<html><p>预算</p></html>\n--x--\n".encode()
    assert shape(page(archive, "a.mht")) == ["预算"]


def test_wrong_suffixes(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(b"%PDF-1.7\n<html>")
    (tmp_path / "b.html").write_bytes(b"PK\x03\x04\x00\x00")
    (tmp_path / "c.html").write_text("没有标签的文字", "utf-8")
    for path in (*tmp_path.iterdir(), compound_file(tmp_path / "d.html", "WordDocument")):
        assert not PARSER.accepts(source(path)), path


def unreadable(path: Path) -> str:
    with pytest.raises(UnreadableError) as caught:
        read(PARSER, path)
    message = str(caught.value)
    assert message and "\n" not in message
    return message


@pytest.mark.parametrize(
    ("markup", "word"),
    [
        (b"", "空"),
        (b"<html><body><script>x</script></body></html>", "没有文字"),
        (b"<html>" + b"<div>" * 600 + b"x" + b"</div>" * 600, "过深"),
        (b"<html>" + b"<table><tr><td>" * 200 + b"x", "过深"),
        (b"<html><p>a</p><p title='" + b"a" * 11_000_000 + b"'>b</p>", "过长"),
    ],
)
def test_hostile(tmp_path: Path, markup: bytes, word: str) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(markup)
    assert word in unreadable(path)


def test_entities_do_not_expand(page) -> None:  # type: ignore[no-untyped-def]
    document = page(b'<!DOCTYPE html [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "/etc/hostname">]><html><p>x&a;&b;y&lt;</p></html>')
    assert shape(document)[-1] == "x&a;&b;y<"


def test_endless_spans(page) -> None:  # type: ignore[no-untyped-def]
    document = page("<table>" + "<tr><td colspan=999999999 rowspan=999999999>甲<td>1" * 2 + "</table>")
    table = next(document.tables)
    assert table.rows == 2 and table.columns <= 4


def test_pictures_inside_the_page_are_no_text(page) -> None:  # type: ignore[no-untyped-def]
    assert shape(page(f"<p>甲<img src='data:image/png;base64,{'A' * 12_000_000}'>乙</p>")) == ["甲乙"]
