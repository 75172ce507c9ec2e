"""The fast engine: PDFium's text layer and paths.

The text of a page comes as one string, in which PDFium has put white space wherever characters stand apart.
What stands between white space is a *run*. A run that lies in one cell goes there whole; one that crosses a
rule is cut at the rule, character by character.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import groupby, pairwise

import pypdfium2 as pdfium

from ..... import said
from ..grids.bands import part_rows
from ..grids.lattice import Lattice, lattices_of
from ..grids.page import PageContent, no_text
from ..grids.spill import spilt_cells
from ..ink import native
from ..ink.frame import Frame
from ..ink.paint import ink_of
from ..ink.rules import pieces_of, rules_of
from ..letters.letters import InconsistentError, LetterRun, Letters
from ..letters.lines import Run, cell_text, room_after
from ..letters.seen import seen_runs
from ..letters.tags import tagged_tables

_FEW = 40
"""Characters: with fewer on it, a page that is mostly a picture is a scan with a page number or a stamp."""
_APART = 8.0
"""Points between two texts that are not words of one sentence."""
PAGE_ERRORS = (InconsistentError, pdfium.PdfiumError)
"""Raised where a page is damaged or what PDFium says of it does not fit together."""


def read_page(page: int, textpage: int, number: int, *, goes_on: bool = False) -> PageContent:
    """What stands on a page, given by the addresses of its handles. Raises InconsistentError.

    ``goes_on``: a tagged table of the page before has rows that may be on this page.
    """
    box, turns = native.page_frame(page)
    frame = Frame(*box, turns)
    width, height = frame.size
    content = PageContent(number, width, height, turns * 90, "fast")
    letters = Letters(textpage, native.character_count(textpage), frame)
    if letters.turns != turns:
        content.turned = (letters.turns - turns) % 4
        frame.turns = letters.turns
        width, height = frame.size
    ink = ink_of(page, frame)
    runs = seen_runs(textpage, letters, letters.runs(ink), ink, frame)
    runs = [r for r in runs if r[0] < width and r[2] > 0 and 0 < r[1] + r[3] < 2 * height]
    if not runs and ink.images:
        content.problem = no_text(": the page is a picture", "：页面是图片")
        return content
    if ink.images and ink.pictured > 0.5 * width * height and sum(len(r[4]) for r in runs) < _FEW:
        content.problem = no_text(" but a few words: the page is a picture", "，只有几个字：页面是图片")
    across, down = rules_of(ink.pieces)
    lattices, loose = lattices_of(across, down)
    if runs and any(g.odd for g in lattices):
        content.doubt = said("rules that do not close", "表格线没有闭合")
    content.rules = pieces_of(ink.pieces, loose)
    content.seen, content.aside = [run[:5] for run in runs], letters.aside
    content.runs = place(letters, runs, lattices)
    content.grids = [g.grid() for g in lattices]
    if goes_on or _stand_apart(content.runs):
        content.tagged = tagged_tables(page, textpage, letters, runs, set(content.runs))
    return content


def _stand_apart(runs: list[Run]) -> bool:
    """Whether texts stand beside one another with a gap between as in a table, more than a unit line and a title do."""
    apart = sum(b[0] - a[2] >= _APART and a[1] < b[3] and b[1] < a[3] for a, b in pairwise(runs))
    return apart >= 2


def place(letters: Letters, runs: list[LetterRun], lattices: list[Lattice]) -> list[Run]:
    """Puts every run that stands in a grid into its cell; gives back the others."""
    if not lattices:
        return [run[:5] for run in runs]
    outside: list[Run] = []
    inside: list[dict[int, list[Run]]] = [{} for _ in lattices]
    grids = [(g, g.xs, g.ys, g.owner, g.cells, c) for g, c in zip(lattices, inside, strict=True)]
    spilt = spilt_cells(runs, lattices)
    for i, (x0, top, x1, bottom, text, start) in enumerate(runs):
        middle = spilt[i] if i in spilt else (top + bottom) / 2
        for lattice, xs, ys, owner, cells, found in grids:
            if ys[0] <= middle < ys[-1] and x0 < xs[-1] and x1 > xs[0]:
                column = bisect_right(xs, x0 + 0.5) - 1
                inner = 0 <= column < len(xs) - 1
                home = owner[(bisect_right(ys, middle) - 1) * (len(xs) - 1) + column] if inner else -1
                if home >= 0 and cells[home].bbox[2] >= x1 - 1.0:
                    if home in found:
                        found[home].append((x0, top, x1, bottom, text))
                    else:
                        found[home] = [(x0, top, x1, bottom, text)]
                else:
                    for at, part in _cut(letters, (start, start + len(text)), lattice, middle):
                        (outside if at is None else found.setdefault(at, [])).append(part)
                break
        else:
            outside.append((x0, top, x1, bottom, text))
    for lattice, found in zip(lattices, inside, strict=True):
        lattice.cells = part_rows(lattice.cells, found, lattice.ys)
        for at, parts in found.items():
            cell = lattice.cells[at]
            cell.text = parts[0][4] if len(parts) == 1 else cell_text(parts, cell.bbox)
            if cell.row + cell.rowspan == lattice.rows:
                cell.room = room_after(parts, cell.bbox)
    return outside


def _cut(letters: Letters, span: tuple[int, int], lattice: Lattice, middle: float) -> Iterator[tuple[int | None, Run]]:
    """Cuts a run that crosses rules: each character goes to the cell that its middle is in."""
    x0, _, x1, _ = letters.boxes()
    homes = [lattice.cell_at((x0[i] + x1[i]) / 2, middle) for i in range(*span)]
    for home, group in groupby(range(len(homes)), key=homes.__getitem__):
        part = list(group)
        yield home, letters.run(span[0] + part[0], span[0] + part[-1] + 1)[:5]
