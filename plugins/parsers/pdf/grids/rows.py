"""The rows of a table that no rules part, or only some: lines of text that belong together."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from itertools import pairwise
from statistics import median

from ..letters.lines import Run, typed
from .columns import WRAP, Span
from .regions import Line, Region, is_data

_ITEM = re.compile(r"^(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[、.．](?!\d)|其中[:：])")
_LINE = 1.35
"""Widths of a character: lines of one text may be so far apart, rows are further."""
_CLOSER = 0.93
"""Of the least distance of two rows: lines of one row are closer."""


def begins_item(text: str) -> bool:
    """Whether a text begins as an item of a list: 三、, （二）, 4., 其中：."""
    return bool(_ITEM.match(text))


def rows_of_body(region: Region, spans: list[Span], has_data: Callable[[Line], bool] | None = None) -> list[list[Run]]:
    """The runs of the body, row by row: between two long rules, or by the distance of lines. ``has_data``: whether a line
    has figures, of which a row has one line only (unless given: amounts with decimals or a code, on any of its lines)."""
    alone = has_data is not None
    has_data = has_data or (lambda line: is_data(line, region.left, region.right))
    width = region.right - region.left
    lengths: dict[float, float] = {}
    for p in region.rules:
        key = next((y for y in lengths if abs(y - p[1]) < 1.0), p[1])
        lengths[key] = lengths.get(key, 0.0) + p[2] - p[0]
    levels = sorted(y for y, length in lengths.items() if length > 0.8 * width)
    if region.body and len([y for y in levels if y > region.body[0].middle]) >= 2:
        bands: dict[int, list[Run]] = {}
        for line in region.body:
            bands.setdefault(bisect_right(levels, line.middle), []).extend(line.runs)
        return [bands[k] for k in sorted(bands)]
    data = [line.middle for line in region.body if has_data(line)]
    pitches = [b - a for a, b in pairwise(data)]
    pitch = median(pitches) if pitches else WRAP * region.em
    least = min((p for p in pitches if p > _LINE * region.em), default=float("inf"))
    rows: list[list[Line]] = []
    for line in region.body:
        if (
            rows
            and not (alone and has_data(line) and any(map(has_data, rows[-1])))
            and line.middle - rows[-1][-1].middle < _CLOSER * least
            and _same_row(rows[-1][-1], line, region, pitch, spans, has_data(line))
        ):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [[r for line in row for r in line.runs] for row in rows]


def _same_row(above: Line, line: Line, region: Region, pitch: float, spans: list[Span], is_data_line: bool) -> bool:
    """Whether a line belongs to the row of the line above: closer than rows are, or going on with full texts of it."""
    distance = line.middle - above.middle
    if any(begins_item(typed(r[4])) for r in line.runs):
        return distance < 0.5 * region.em
    if distance < min(1.4 * region.em, 0.8 * pitch):
        return True
    if distance > min(WRAP * region.em, 0.95 * pitch) or is_data_line:
        return False
    return all(_is_full(above, run, spans, region.em) for run in line.runs)


def _is_full(above: Line, run: Run, spans: list[Span], em: float) -> bool:
    """Whether a run stands under a text that has no room for another character in its column."""
    span = next((s for s in spans if s[0] - 1 <= run[0] < s[1]), None)
    if span is None:
        return False
    over = [r for r in above.runs if span[0] - 1 <= r[0] and r[2] <= span[1] + 1]
    return bool(over) and abs(over[0][0] - run[0]) < em and over[-1][2] > span[1] - 0.6 * em
