"""The account of ink: a figure that is in no cell or in two makes a table partial, what was set aside is listed."""

from __future__ import annotations

from pathlib import Path

import pdf_files as files
import pytest
from reportlab.pdfgen.canvas import Canvas

from mingzhang import TableStatus
from mingzhang.plugins.parsers.pdf.account import account, withhold
from mingzhang.plugins.parsers.pdf.grids.grid import Grid, GridCell
from mingzhang.plugins.parsers.pdf.grids.page import PageContent
from mingzhang.plugins.parsers.pdf.letters.lines import Run

INK: list[Run] = [(10, 10, 40, 20, "合计"), (60, 10, 90, 20, "13605.4"), (110, 10, 140, 20, "6905.0")]


def page(*texts: str, seen: list[Run] | None = None) -> PageContent:
    """A page with a grid of one row of three cells, 50 points wide each."""
    cells = [GridCell(0, c, 1, 1, (50.0 * c, 0.0, 50.0 * (c + 1), 30.0), text) for c, text in enumerate(texts)]
    grid = Grid((0.0, 0.0, 150.0, 30.0), 1, 3, cells)
    return PageContent(1, 200, 200, 0, "fast", grids=[grid], seen=INK if seen is None else seen)


@pytest.mark.parametrize(
    ("texts", "status"),
    [
        (("合计", "13605.4", "6905.0"), TableStatus.READ),
        (("合计", "13605.4", ""), TableStatus.PARTIAL),
        (("合计", "13605.4", "6905.0 6905.0"), TableStatus.PARTIAL),
        (("合计", "13605.46905.0", ""), TableStatus.PARTIAL),
    ],
)
def test_every_figure_is_in_one_cell_once(texts: tuple[str, ...], status: TableStatus) -> None:
    content = page(*texts)
    account(content)
    (grid,) = content.grids
    assert grid.status is status
    assert (grid.problem is None) == (status is TableStatus.READ)


def test_a_date_is_no_two_figures() -> None:
    content = page("2024.12.31", "1", "2", seen=[(10, 10, 40, 20, "2024.12.31"), (60, 10, 90, 20, "1"), (110, 10, 140, 20, "2")])
    account(content)
    assert content.grids[0].status is TableStatus.READ


def test_a_figure_that_is_nowhere_is_listed() -> None:
    content = page("合计", "13605.4", "", seen=[*INK, (10, 100, 60, 110, "8.31")])
    account(content)
    assert {run[4] for run, reason in content.aside if reason == "lost"} == {"6905.0", "8.31"}


def test_rows_of_several_lines_are_no_row() -> None:
    lines = [(60, 2, 90, 12, "11.20"), (60, 16, 90, 26, "12.30"), (110, 2, 140, 12, "21.20"), (110, 16, 140, 26, "22.30")]
    content = page("合计", "11.20 12.30", "21.20 22.30", seen=lines)
    account(content)
    assert content.grids[0].status is TableStatus.PARTIAL


def test_without_an_account_nothing_is_said() -> None:
    content = page("合计", "1", "", seen=[])
    account(content)
    assert content.grids[0].status is TableStatus.READ


def test_a_watermark_with_figures_is_listed_and_said(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        files.ruled(canvas)
        canvas.saveState()
        canvas.translate(150, 400)
        canvas.rotate(35)
        canvas.setFillGray(0.8)
        canvas.drawString(0, 0, "仅供2024公开")
        canvas.restoreState()

    document = files.read(files.write(tmp_path / "a.pdf", draw))
    (aside,) = document.pages[0].aside
    assert (aside.text, aside.reason) == ("仅供2024公开", "watermark")
    (line,) = document.problems
    assert "水印" in line
    assert document.pages[0].problem is None
    assert [t.status for t in document.tables] == [TableStatus.READ]


@pytest.mark.parametrize(
    ("run", "status"),
    [
        ((112, 10, 148, 20, "6905.0"), TableStatus.PARTIAL),
        ((112, 10, 148, 20, "13605.4"), TableStatus.PARTIAL),
        ((62, 10, 92, 20, "13605.4"), TableStatus.READ),  # printed once more where it was seen
        ((60, 0, 148, 60, "2024"), TableStatus.READ),  # across rows
        ((112, 110, 148, 120, "6905.0"), TableStatus.READ),  # outside
        ((112, 10, 148, 20, "草稿"), TableStatus.READ),  # no figure
    ],
)
@pytest.mark.parametrize("reason", ["clipped", "covered", "watermark"])
def test_a_figure_set_aside_inside_a_table_is_missing_in_it(run: Run, status: TableStatus, reason: str) -> None:
    content = page("合计", "13605.4", "", seen=INK[:2])
    content.aside.append((run, reason))
    account(content)
    (grid,) = content.grids
    assert grid.status is status
    assert status is TableStatus.READ or (grid.problem is not None and "1 处带数字的文字" in grid.problem)


def test_a_line_of_prose_inside_an_unread_table_stays() -> None:
    prose: Run = (10, 40, 290, 50, "二、本年支出预算12.30万元，比上年增加，主要是人员增加所致")
    rows: list[Run] = [(10, 10, 40, 20, "合计"), (60, 10, 90, 20, "13605.4"), (10, 60, 90, 70, "基本支出"), (150, 100, 190, 110, "8.31")]
    title: Run = (100, 70, 190, 78, "部门支出总表")
    content = PageContent(1, 300, 200, 0, "fast", grids=[Grid((0, 0, 300, 80), 0, 0, [], TableStatus.UNREAD)], runs=[*rows, prose, title])
    withhold(content)
    assert content.runs == [rows[3], prose, title]
    assert content.aside == [(run, "unread") for run in rows[:3]]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("三、国防支出四、公共安全支出", TableStatus.PARTIAL),
        ("十九、粮油物资储备支出二十、其他支出", TableStatus.PARTIAL),
        ("三、国防支出", TableStatus.READ),
        ("三、国防支出五、教育支出", TableStatus.READ),
        ("一、完成年度任务，开展培训二、加强管理", TableStatus.READ),
    ],
)
def test_two_numbered_labels_in_one_cell_are_two_rows(text: str, status: TableStatus) -> None:
    content = page(text, "13605.4", "6905.0")
    account(content)
    assert content.grids[0].status is status
