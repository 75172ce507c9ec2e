"""A table as it was printed: from the stored grid to the cells of an HTML table.

No dataclasses here: they do not work in modules that ``--plugins-dir`` loads by their path.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

_CODE_HEADER = re.compile(r"编码|代码|编号|序号|行次|^[类款项]$")
_NUMBER = re.compile(r"^[（(]?[-+△▲]?[¥￥]?[\d,，]*+(?:\.\d++|(?<=\d))[)）]?%?$")


class Mark(NamedTuple):
    """What is said about a cell: the findings that rest on it, and whether it is the one being looked at."""

    findings: tuple[tuple[str, str], ...] = ()
    """Address and message of each."""
    chosen: bool = False


class GridCell(NamedTuple):
    """A cell to be drawn. ``anchor`` is its place in the address of the page: r3c2."""

    text: str
    anchor: str
    header: bool
    numeric: bool
    rowspan: int = 1
    colspan: int = 1
    mark: Mark = Mark()


def anchor(row: int, column: int) -> str:
    """The fragment of a cell: rows and columns from 0 as stored."""
    return f"r{row}c{column}"


def draw(
    table: Mapping[str, Any], marks: Mapping[tuple[int, int], Mark] | None = None
) -> tuple[list[list[GridCell]], list[list[GridCell]]]:
    """The header rows and the body rows of a stored table; cells under a merged cell are left out."""
    rows: list[list[str]] = json.loads(table["grid"])
    spans = {(r, c): (h, w) for r, c, h, w in json.loads(table["spans"])}
    covered = {(r + i, c + j) for (r, c), (h, w) in spans.items() for i in range(h) for j in range(w)} - set(spans)
    header_rows = table["header_rows"]
    codes = {c for line in rows[:header_rows] for c, text in enumerate(line) if _CODE_HEADER.search(text)}
    drawn = []
    for r, texts in enumerate(rows):
        line = []
        for c, text in enumerate(texts):
            if (r, c) in covered:
                continue
            height, width = spans.get((r, c), (1, 1))
            mark = (marks or {}).get((r, c), Mark())
            line.append(GridCell(text, anchor(r, c), r < header_rows, c not in codes and bool(_NUMBER.match(text)), height, width, mark))
        drawn.append(line)
    return drawn[:header_rows], drawn[header_rows:]


def sentences(text: str, places: list[list[Any]], marked: tuple[str, ...]) -> list[dict[str, Any]]:
    """Paragraphs of a section with their page, each cut where a marked text begins and ends.

    The pieces are (text, is marked); a marked text that does not occur is not shown.
    """
    paragraphs = []
    starts = {offset: page for offset, page, *_ in places}
    page = places[0][1] if places else None
    offset = 0
    for paragraph in text.split("\n"):
        page = next((starts[o] for o in sorted(starts, reverse=True) if o <= offset), page)
        paragraphs.append({"page": page, "pieces": _cut(paragraph, marked)})
        offset += len(paragraph) + 1
    return paragraphs


def _cut(text: str, marked: tuple[str, ...]) -> list[tuple[str, bool]]:
    wanted = sorted({m for m in marked if m and m in text}, key=len, reverse=True)
    if not wanted:
        return [(text, False)]
    pieces = re.split("(" + "|".join(re.escape(m) for m in wanted) + ")", text)
    return [(piece, piece in wanted) for piece in pieces if piece]
