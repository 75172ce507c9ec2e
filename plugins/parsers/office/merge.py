"""Tables as office formats give them (cells between grid lines) to the model's tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from .... import Cell, Place, as_typed, join_lines

_GAP = re.compile(r"(?<![^\S\t])[^\S\t]*+\t\s*+")
_CAPTION = re.compile(
    r"^\s*+(?:[^（(，。]{0,12}[:：]|(?:[预决]算)?(?:公开)?\s*附?表\s*[\d一二三四五六七八九十]|(?:[预决]算)?公开\s*\d+\s*表|附件|"
    r"单\s*位\s*[（(]?[万亿千]?元|\d{4}\s*年(?:度|\s*\d{1,2}\s*月)?)"
)
_SPACES = re.compile(r"[^\S\t]+")
SLIVER = 60
"""Twips (1/20 point): a grid column narrower than this holds no character; rows drawn apart leave such columns."""


@dataclass(slots=True)
class RawCell:
    """A cell between grid lines: ``start`` and ``end`` count grid lines, ``lines`` are its paragraphs."""

    row: int
    start: int
    end: int
    lines: list[str] = field(default_factory=list)
    rowspan: int = 1


def kept_lines(cells: Iterable[RawCell], widths: Mapping[int, int] | None = None) -> dict[int, int]:
    """Grid line → column, for the lines at which a cell begins or ends.

    ``widths``: of the grid columns in twips. A sliver takes no column of its own, unless a cell with text
    stands in slivers only.
    """
    cells = list(cells)
    lines = sorted({c.start for c in cells} | {c.end for c in cells})
    index = {line: i for i, line in enumerate(lines)}
    narrow = [widths is not None and _width(widths, a, b) < SLIVER for a, b in pairwise(lines)]
    for c in cells:
        if any(c.lines) and all(narrow[index[c.start] : index[c.end]]):
            narrow[index[c.start]] = False
    columns: dict[int, int] = {}
    column = 0
    for line, thin in zip(lines, [*narrow, True], strict=False):
        columns[line] = column
        column += 0 if thin else 1
    return columns


def _width(widths: Mapping[int, int], start: int, end: int) -> int:
    if end - start > 64:  # a span that a hostile file made up
        return SLIVER
    return sum(widths.get(i, SLIVER) for i in range(start, end))


def model_cell(place: Place, row: int, column: int, lines: list[str], span: tuple[int, int] = (1, 1)) -> Cell:
    """A cell of the model: lines joined, characters as people type them, the print kept where it differs."""
    printed = join_lines("\n".join(lines))
    text = join_lines(as_typed(printed))
    return Cell(text, row, column, place, *span, printed=printed if printed != text else None)


def model_cells(raw: list[RawCell], columns: dict[int, int], place_of: Callable[[int, int], Place]) -> tuple[Cell, ...]:
    """Cells of the model. One that lies in slivers only is left out: :func:`kept_lines` saw that it is blank."""
    cells = []
    for c in raw:
        first = columns[c.start]
        span = columns[c.end] - first
        if span == 0:
            continue
        cells.append(model_cell(place_of(c.row, first), c.row, first, c.lines, (c.rowspan, span)))
    return tuple(cells)


def tidy(text: str) -> str:
    """One line of prose: runs of spaces are one, a tab keeps two things apart."""
    return _GAP.sub("\t", _SPACES.sub(" ", text.replace("\n", " "))).strip()


def is_caption(texts: Sequence[str]) -> bool:
    """Whether the texts of a row are lines above a table (编制单位：…, 单位：万元, 表1) and no row of it."""
    return 0 < len(texts) < 5 and all(_CAPTION.search(t) for t in texts)
