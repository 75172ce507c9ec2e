"""Tables at a terminal: aligned for the double width of CJK characters, wide ones in bands of columns."""

from __future__ import annotations

from rich.cells import cell_len
from rich.console import Console
from rich.markup import escape
from rich.table import Table as Grid

from ..model.document import Table
from ..model.figure import parse_figure
from ..model.privacy import mask

_GAP = 2
_WIDEST_TEXT = 28
"""Columns of the terminal that a column of text may take; longer texts are folded."""
_LABELS = 40
"""Columns of the terminal that the leading columns may take which are repeated in every band."""


def print_grid(console: Console, table: Table) -> None:
    """The cells of a table. Numbers stand at the right and are never folded.

    Where the table is wider than the terminal it comes in bands; each repeats the columns before the first numbers.
    """
    rows = [[mask(t) for t in row] for row in table.grid()]
    numeric = _numeric(table)
    widths = _widths(table, rows, numeric)
    for band in _bands(widths, numeric, console.width):
        if len(band) < table.columns:
            console.print(f"[dim]第 {'、'.join(_ranges(band))} 列，共 {table.columns} 列[/]")
        grid = Grid(show_header=False, show_lines=False, pad_edge=False, box=None, padding=(0, _GAP, 0, 0))
        for column in band:
            grid.add_column(
                width=widths[column],
                justify="right" if numeric[column] else "left",
                overflow="fold",
                no_wrap=numeric[column] and len(band) > 1,
            )
        for r, row in enumerate(rows):
            grid.add_row(*(escape(row[c]) for c in band), style="dim" if r < table.header_rows else "")
        console.print(grid)


def _numeric(table: Table) -> list[bool]:
    """For each column whether its body prints figures and hardly anything else."""
    figures, texts = [0] * table.columns, [0] * table.columns
    for cell in table.cells:
        if cell.row >= table.header_rows and cell.text.strip() and cell.colspan == 1:
            (figures if parse_figure(cell.text) is not None else texts)[cell.column] += 1
    return [f > 2 * t for f, t in zip(figures, texts, strict=True)]


def _widths(table: Table, rows: list[list[str]], numeric: list[bool]) -> list[int]:
    """Columns of the terminal that each column takes; texts over several columns are folded into their first."""
    widths = [2] * table.columns
    spanning = {(c.row, c.column) for c in table.cells if c.colspan > 1}
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if (r, c) in spanning:
                continue
            whole = numeric[c] and r >= table.header_rows
            widths[c] = max(widths[c], cell_len(text) if whole else min(cell_len(text), 12 if numeric[c] else _WIDEST_TEXT))
    return widths


def _bands(widths: list[int], numeric: list[bool], room: int) -> list[list[int]]:
    """Columns that are printed side by side."""
    if sum(widths) + _GAP * (len(widths) - 1) <= room:
        return [list(range(len(widths)))]
    first = next((c for c, n in enumerate(numeric) if n), 0)
    labels = list(range(first))
    while labels and sum(widths[c] + _GAP for c in labels) > min(_LABELS, room // 2):
        labels.pop(0)
    bands: list[list[int]] = []
    free = 0
    for column in range(len(widths)):
        if column in labels:
            continue
        if not bands or widths[column] > free:
            bands.append(list(labels))
            free = room - sum(widths[c] + _GAP for c in labels)
        bands[-1].append(column)
        free -= widths[column] + _GAP
    return bands


def _ranges(columns: list[int]) -> list[str]:
    """Column numbers from 1 as people write them: 1–3, 7."""
    runs: list[list[int]] = []
    for c in columns:
        if runs and runs[-1][-1] == c - 1:
            runs[-1].append(c)
        else:
            runs.append([c])
    return [str(r[0] + 1) if len(r) == 1 else f"{r[0] + 1}–{r[-1] + 1}" for r in runs]
