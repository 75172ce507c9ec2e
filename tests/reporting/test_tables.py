"""Tables for people: at a terminal, and as a page beside the picture of the original."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from mingzhang.core.model.documents.document import Cell, Document, Page, Place, Table
from mingzhang.core.plugins.manager import default_plugins
from mingzhang.core.reading.read import read_path
from mingzhang.core.reporting.grids import print_grid
from mingzhang.core.reporting.page import private_boxes, tables_html, tables_page
from mingzhang.core.run.options import Options
from mingzhang.core.testkit.generator import generate
from mingzhang.core.testkit.render.pdf import render_pdf

MOBILE = "139" + "0000" + "1234"


def made(grid: list[list[str]], header: int = 1, spans: tuple[tuple[int, int, int], ...] = ()) -> Table:
    """A table; ``spans`` are row, column, colspan."""
    wide = {(r, c): n for r, c, n in spans}
    covered = {(r, c + i) for r, c, n in spans for i in range(1, n)}
    cells = tuple(
        Cell(text, r, c, Place(1, (c * 50.0, r * 10.0, c * 50.0 + 50, r * 10.0 + 10)), colspan=wide.get((r, c), 1))
        for r, row in enumerate(grid)
        for c, text in enumerate(row)
        if (r, c) not in covered
    )
    return Table(cells, len(grid), len(grid[0]), Place(1), title="收入<表>", header_rows=header, pages=(1,))


def printed(table: Table, width: int, terminal: bool = True) -> list[str]:
    out = io.StringIO()
    print_grid(Console(file=out, width=width, force_terminal=terminal, color_system=None), table)
    return re.sub("\x1b\\[[0-9;]*m", "", out.getvalue()).splitlines()


def test_columns_stand_one_below_the_other() -> None:
    table = made([["科目", "全部金额", "备注"], ["行政运行", "1,397.18", "abc"], ["其他", "0.5", "甲乙"]])
    lines = printed(table, 80)
    ends = {cell_len(line[: line.index(n) + len(n)]) for line, n in zip(lines[1:], ("1,397.18", "0.5"), strict=True)}
    assert len(ends) == 1, "figures end at one column of the terminal, whatever characters stand before them"
    starts = {cell_len(line[: line.index(n)]) for line, n in zip(lines, ("备注", "abc", "甲乙"), strict=True)}
    assert len(starts) == 1


def test_wide_tables_come_in_bands_with_the_names_of_rows() -> None:
    head = ["科目编码", "科目名称", *(f"第{n}列的金额" for n in range(12))]
    body = [["2080505", "养老保险缴费支出", *(f"{n}1397.18" for n in range(12))]]
    lines = printed(made([head, *body]), 60)
    assert all(cell_len(line) <= 60 for line in lines)
    text = "\n".join(lines)
    assert all(f"{n}1397.18" in text for n in range(12)), "no figure is broken"
    bands = [line for line in lines if "共 14 列" in line]
    assert len(bands) > 1
    assert sum("养老保险缴费支出" in line for line in lines) == len(bands)


def test_a_merged_head_has_the_room_of_its_columns() -> None:
    lines = printed(made([["科目编码", "", "名称"], ["类", "款", ""], ["208", "05", "养老"]], 2, ((0, 0, 2),)), 80)
    assert lines[0].startswith("科目编")
    assert len(lines) <= 4


def test_lines_stay_whole_in_a_pipe() -> None:
    table = made([["名称", *(f"金额{n}" for n in range(60))], ["行政运行", *("1397.18" for _ in range(60))]])
    assert len(printed(table, 80, terminal=False)) == 2


def document(table: Table) -> Document:
    return Document("表<1>.pdf", "0" * 64, "pdf", (table,), (Page(1, 600, 800),))


def test_the_page_shows_boxes_beside_cells() -> None:
    page = tables_html(document(made([["名称", "金额"], ["甲&乙", "12.5"]])), {1: b"png"})
    assert page.count('data-cell="0-1-1"') == 2, "once in the picture, once in the grid"
    assert "left:8.33%;top:1.25%;width:8.33%;height:1.25%" in page
    assert "甲&amp;乙" in page and "收入&lt;表&gt;" in page and "表&lt;1&gt;.pdf" in page
    assert "<表>" not in page
    assert not re.search(r'(?:src|href)="(?!data:|#)', page), "nothing is fetched from anywhere"


def test_personal_numbers_are_masked_in_text_and_picture() -> None:
    doc = document(made([["联系人", "电话"], ["某人", MOBILE]]))
    page = tables_html(doc, {})
    assert MOBILE not in page and "139****1234" in page
    assert private_boxes(doc) == {1: [(50.0, 10.0, 100.0, 20.0)]}


def test_pictures_of_a_pdf(tmp_path: Path) -> None:
    pil = pytest.importorskip("PIL.Image")
    plugins = default_plugins()
    path = render_pdf(generate(46, "sichuan", 2023), tmp_path / "a.pdf")
    doc = read_path(path, plugins)
    page = tables_page(path, doc, plugins, Options(timeout=60, memory=2048))
    assert page.count("<figure>") >= len(list(doc.tables))
    parser = next(p for p in plugins.parsers if p.id == "pdf")
    from mingzhang.core.reading.read import source_of

    number = next(iter(doc.tables)).pages[0]
    pictures = parser.pictures(source_of(path), [number, 999], {number: [(10.0, 10.0, 60.0, 40.0)]})  # type: ignore[attr-defined]
    assert set(pictures) == {number}
    image = pil.open(io.BytesIO(pictures[number])).convert("RGB")
    scale = image.width / next(p.width for p in doc.pages if p.number == number)
    assert max(image.getpixel((int(30 * scale), int(25 * scale)))) < 10, "what is covered is black"
    assert min(image.getpixel((5, 5))) > 240
