"""Numbers too wide for their cells, which word processors break over lines, and over pages. All tables are made for this."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pdf_files as files
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from mingzhang import Table, Vocabulary
from mingzhang.core.model.documents.document import Cell, Place
from mingzhang.core.reading.assemble import assemble
from mingzhang.core.reading.cut_rows import with_rest

ENGINES = ("fast", "pdfplumber")
SIZE = 10.0
PAD = 5.4
XS = (60.0, 60 + 2 * PAD + 2.2 * SIZE, 60 + 4 * PAD + 7.3 * SIZE, 60 + 6 * PAD + 10.3 * SIZE, 60 + 8 * PAD + 13.3 * SIZE)
"""Room for four digits, five characters, and six digits twice."""
HEAD = ["编码", "科目名称", "合计", "基本"]

Row = Sequence[str]
"""The texts of a row; lines of a cell apart by line feeds."""


def page(*rows: Row) -> files.Draw:
    def draw(canvas: Canvas) -> None:
        canvas.setFont(canvas._fontname, SIZE)
        y = 700.0
        canvas.line(XS[0], y, XS[-1], y)
        for row in rows:
            height = 4 + 12 * max(text.count("\n") + 1 for text in row)
            for n, text in enumerate(row):
                for i, line in enumerate(text.split("\n")):
                    if n < 2:
                        canvas.drawString(XS[n] + PAD, y - 11 - 12 * i, line)
                    else:
                        canvas.drawRightString(XS[n + 1] - PAD, y - 11 - 12 * i, line)
            for x in XS:
                canvas.line(x, y, x, y - height)
            y -= height
            canvas.line(XS[0], y, XS[-1], y)

    return draw


def grid(folder: Path, engine: str, *pages: files.Draw) -> list[list[str]]:
    (table,) = assemble(files.read(files.write(folder / "a.pdf", *pages), engine), Vocabulary()).tables
    return table.grid()


@pytest.mark.parametrize("engine", ENGINES)
def test_a_row_of_broken_numbers_is_one(engine: str, tmp_path: Path) -> None:
    rows = [
        ["208", "社会保障和\n就业支出", "326828\n900.00", "244741\n400.00"],
        ["2080\n505", "养老保险缴\n费支出", "326828\n900.00", "244741\n400.00"],
    ]
    assert grid(tmp_path, engine, page(HEAD, *rows))[1:] == [
        ["208", "社会保障和就业支出", "326828900.00", "244741400.00"],
        ["2080505", "养老保险缴费支出", "326828900.00", "244741400.00"],
    ]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_page_break_through_broken_numbers_and_codes(engine: str, tmp_path: Path) -> None:
    first = page(HEAD, ["", "合计", "124.50", "124.50"], ["208", "社会保障", "124.50", "124.50"], ["2080", "养老保险缴", "124.5", "124.5"])
    second = page(["505", "费支出", "0", "0"], ["210", "卫生健康", "10.20", "10.20"])
    assert grid(tmp_path, engine, first, second)[3:] == [
        ["2080505", "养老保险缴费支出", "124.50", "124.50"],
        ["210", "卫生健康", "10.20", "10.20"],
    ]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_head_that_a_page_break_cuts(engine: str, tmp_path: Path) -> None:
    first = page(["科目", "科目名称明", "合计数", "基本支"])
    second = page(["编码", "细", "额", "出"], ["208", "社会保障", "124.50", "124.50"], ["210", "卫生健康", "10.20", "10.20"])
    assert grid(tmp_path, engine, first, second)[0] == ["科目编码", "科目名称明细", "合计数额", "基本支出"]


def table(at: int, rows: list[list[tuple[str, float | None]]]) -> Table:
    cells = tuple(
        Cell(text, r, c, Place(at, (50.0 + 100 * c, 100.0 + 20 * r, 150.0 + 100 * c, 120.0 + 20 * r)), room=room)
        for r, row in enumerate(rows)
        for c, (text, room) in enumerate(row)
    )
    return Table(cells, len(rows), 3, Place(at), pages=(at,))


def cut(above: str, below: str, room: float, others: Sequence[str] = ("12.00", "7.30", "4.10")) -> str | None:
    """The amount of the row that a page break may have cut, None if it stays two rows."""
    first = table(1, [*([("208", None), ("甲", None), (t, None)] for t in others), [("2080", 0.2), ("乙项支", 0.2), (above, room)]])
    second = table(2, [[("505", None), ("出", None), (below, None)], [("210", None), ("丙", None), ("9.90", None)]])
    found = with_rest(first, second, 0)
    return None if found is None else found.grid()[-1][2]


def test_two_whole_numbers_are_two_rows() -> None:
    assert cut("4,912.3", "8", 0.2) == "4,912.38"
    assert cut("4,912.38", "8.10", 0.2) is None, "both are printed as the others are"
    assert cut("4,912.3", "8", 2.0) is None, "the next digit would have stood beside it"
    assert cut("4,912", "38", 0.2) is None, "together they are printed as none is"
    assert cut("4,912.3", "8", 0.2, others=("12", "7", "4")) is None, "nothing shows how numbers are printed"


@settings(max_examples=100, deadline=None)
@given(cents=st.integers(100000, 10**11), at=st.integers(1, 12))
def test_wherever_a_number_is_cut_it_comes_out_whole(cents: int, at: int) -> None:
    whole = f"{cents / 100:,.2f}"
    above, below = whole[:at], whole[at:]
    if below:
        assert cut(above, below, 0.1) == whole
