"""Tables at a terminal: aligned for the double width of CJK characters, wide ones in bands of columns."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len, chop_cells
from rich.console import Console
from rich.text import Text

from ..model.documents.document import Cell, Table
from ..model.documents.figure import parse_figure
from ..model.documents.privacy import mask

_GAP = 2
_WIDEST_TEXT = 28
"""Columns of the terminal that a column of text may take; longer texts are folded."""
_WIDEST_HEAD = 12
"""Columns of the terminal that the head of a column of figures may take."""
_LABELS = 40
"""Columns of the terminal that the leading columns may take which are repeated in every band."""


def print_grid(console: Console, table: Table) -> None:
    """The cells of a table. Numbers stand at the right and are never broken; a merged cell has the room of its columns.

    Where the table is wider than the terminal it comes in bands; each repeats the names of the rows, with their codes.
    """
    numeric = _numeric(table)
    widths = _widths(table, numeric)
    room = console.width if console.is_terminal else 1_000_000
    for band in _bands(widths, numeric, room):
        if len(band) < table.columns:
            console.print(f"[dim]第 {'、'.join(_ranges(band))} 列，共 {table.columns} 列[/]")
        for row, line in _lines(table, band, widths, numeric):
            console.print(Text(line, "dim" if row < table.header_rows else ""), soft_wrap=True)


def _lines(table: Table, band: list[int], widths: list[int], numeric: list[bool]) -> Iterator[tuple[int, str]]:
    """Row numbers and lines; a row has as many lines as its longest cell."""
    by_row: dict[int, list[Cell]] = {}
    for cell in table.cells:
        by_row.setdefault(cell.row, []).append(cell)
    for row in range(table.rows):
        owner = {c: cell for cell in by_row.get(row, []) for c in range(cell.column, cell.column + cell.colspan)}
        pieces: list[tuple[list[str], int, bool]] = []
        last: Cell | None = None
        for column in band:
            here = owner.get(column)
            if here is not None and here is last:
                folded, width, right = pieces[-1]
                pieces[-1] = (folded, width + _GAP + widths[column], right)
            else:
                pieces.append(([mask(here.text)] if here else [""], widths[column], numeric[column] and row >= table.header_rows))
            last = here
        yield from ((row, line) for line in _folded(pieces))


def _folded(pieces: list[tuple[list[str], int, bool]]) -> Iterator[str]:
    """The lines of a row whose cells are (text, width, stands at the right)."""
    columns = [(chop_cells(text[0], width) if cell_len(text[0]) > width else text, width, right) for text, width, right in pieces]
    for n in range(max((len(lines) for lines, _, _ in columns), default=0)):
        line = []
        for lines, width, right in columns:
            text = lines[n] if n < len(lines) else ""
            blank = " " * (width - cell_len(text))
            line.append(blank + text if right else text + blank)
        yield (" " * _GAP).join(line).rstrip()


def _numeric(table: Table) -> list[bool]:
    """For each column whether its body prints nothing but figures, or hardly anything else."""
    figures, texts = [0] * table.columns, [0] * table.columns
    for cell in table.cells:
        if cell.row >= table.header_rows and cell.text.strip() and cell.colspan == 1:
            (figures if parse_figure(cell.text) is not None else texts)[cell.column] += 1
    return [f > 2 * t or f == t == 0 for f, t in zip(figures, texts, strict=True)]


def _widths(table: Table, numeric: list[bool]) -> list[int]:
    """Columns of the terminal that each column takes."""
    widths = [2] * table.columns
    for cell in table.cells:
        if cell.colspan == 1:
            limit = (
                1_000 if numeric[cell.column] and cell.row >= table.header_rows else _WIDEST_HEAD if numeric[cell.column] else _WIDEST_TEXT
            )
            widths[cell.column] = max(widths[cell.column], min(cell_len(mask(cell.text)), limit))
    return widths


def _bands(widths: list[int], numeric: list[bool], room: int) -> list[list[int]]:
    """Columns that are printed side by side."""
    if sum(widths) + _GAP * (len(widths) - 1) <= room:
        return [list(range(len(widths)))]
    name = next((c for c, n in enumerate(numeric) if not n), -1)
    labels = list(range(name + 1))
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
