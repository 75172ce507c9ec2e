"""The columns of a table without vertical rules: from its body, from its head, or from how its rules are cut."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from ..... import BBox, squeeze
from ..letters.lines import Run
from .regions import Line, Region, is_amount

Span = tuple[float, float]

TOTALS = frozenset(("合计", "总计", "小计", "共计", "合", "计"))
CODES = frozenset("类款项")
"""What names the columns of codes."""
ORDINAL = re.compile(r"^\d{1,2}$")
WRAP = 1.75
"""Widths of a character: the largest distance of two lines of one text."""


@dataclass(slots=True)
class Block:
    """A piece of text in the head of a table: one cell, its lines put together."""

    runs: list[Run]

    @property
    def bbox(self) -> BBox:
        xs0, tops, xs1, bottoms, _ = zip(*self.runs, strict=True)
        return (min(xs0), min(tops), max(xs1), max(bottoms))

    @property
    def center(self) -> float:
        x0, _, x1, _ = self.bbox
        return (x0 + x1) / 2

    @property
    def middle(self) -> float:
        _, top, _, bottom = self.bbox
        return (top + bottom) / 2


def blocks_of_head(region: Region) -> list[Block]:
    """The texts of the head; lines that go on with what stands above them are one text with it."""
    blocks: list[Block] = []
    levels = sorted({round(p[1], 1) for p in region.rules})
    runs = [r for line in region.head for r in line.runs]
    numbers = {r for line in region.head if _numbers_columns(line) for r in line.runs}
    for run in runs:
        if run in numbers:
            blocks.append(Block([run]))
            continue
        for block in blocks:
            last = block.runs[-1]
            ruled = any(_middle(last) < y < _middle(run) and _covers(region.rules, y, block.center) for y in levels)
            if not ruled and _goes_on(block, run, region.em) and not _has_company(block, run, runs, region.em):
                block.runs.append(run)
                break
        else:
            blocks.append(Block([run]))
    return blocks


def _numbers_columns(line: Line) -> bool:
    """Whether a line of the head numbers the columns: figures that follow one another; what stands beside them (类, 栏次) goes on
    with nothing above either."""
    numbers = [int(r[4]) for r in line.runs if ORDINAL.match(r[4])]
    return len(numbers) > 1 and all(b - a == 1 for a, b in pairwise(numbers))


def _middle(run: Run) -> float:
    return (run[1] + run[3]) / 2


def _goes_on(block: Block, run: Run, em: float) -> bool:
    """Whether a run may be the next line of a text: close below it, about the same middle or from the same left, and,
    unless it is very close, no wider."""
    x0, _, x1, _ = block.bbox
    pitch = _middle(run) - _middle(block.runs[-1])
    if not (0.6 * em < pitch <= WRAP * em and min(x1, run[2]) > max(x0, run[0])):
        return False
    aligned = abs((run[0] + run[2]) / 2 - block.center) < 0.75 * em or abs(run[0] - x0) < 0.3 * em
    return aligned and (pitch < 1.25 * em or run[2] - run[0] < x1 - x0 + 0.3 * em)


def _has_company(block: Block, run: Run, runs: list[Run], em: float) -> bool:
    """Whether a run stands in a row of the head of its own: with another under the same text, or beside one with
    nothing above it."""
    row = sorted(r for r in runs if abs(_middle(r) - _middle(run)) < 0.3 * em)
    at = row.index(run)
    x0, _, x1, _ = block.bbox
    for other in row[max(0, at - 1) : at] + row[at + 1 : at + 2]:
        if x0 < (other[0] + other[2]) / 2 < x1:
            return True
        low, high = min(run[2], other[2]), max(run[0], other[0])
        if any(low < (r[0] + r[2]) / 2 < high for r in runs if r not in row and r not in block.runs):
            continue
        if not any(0 < _middle(other) - _middle(r) < 2.4 * em and r[0] < other[2] and other[0] < r[2] for r in runs):
            return True
    return False


def _covers(pieces: list[BBox], y: float, x: float) -> bool:
    return any(abs(p[1] - y) < 1.0 and p[0] <= x <= p[2] for p in pieces)


def leaves_of(blocks: list[Block], em: float, spans: list[Span]) -> list[Block]:
    """The texts of the head that name one column, left to right: nothing stands under them.

    A text high up in the head may also name a group whose columns are so wide that nothing stands right under it.
    It names a column if a column of the body (``spans``) is left for it, or if it stands beside others like it.
    """
    if not blocks:
        return []
    middles = [b.middle for b in blocks]
    half = (min(middles) + max(middles)) / 2 - 0.4 * em
    free = [b for b in blocks if not _has_below(b, blocks)]
    sure = [b for b in free if b.middle >= half]
    leaves = list(sure)
    taken = [s for s in spans if any(_touch(s, b) for b in sure)]
    for block in sorted((b for b in free if b.middle < half), key=lambda b: -b.middle):
        own = [s for s in spans if s not in taken and _touch(s, block)]
        taken += own
        left = max((b for b in free if b is not block and b.center < block.center), key=lambda b: b.center, default=None)
        right = min((b for b in free if b is not block and b.center > block.center), key=lambda b: b.center, default=None)
        sides = [b for b in (left, right) if b is not None]
        if own or len(sides) < 2 or any(_middle(b.runs[0]) - _middle(block.runs[-1]) < 0.6 * em for b in sides):
            leaves.append(block)
    return sorted(leaves, key=lambda b: b.center)


def _has_below(block: Block, blocks: list[Block]) -> bool:
    x0, _, x1, bottom = block.bbox
    return any(b.middle > bottom and x0 - 1 <= b.center <= x1 + 1 for b in blocks if b is not block)


def _touch(span: Span, block: Block) -> bool:
    x0, _, x1, _ = block.bbox
    return span[0] < x1 and x0 < span[1]


def cut_columns(region: Region) -> list[float] | None:
    """Edges of columns where the rules are drawn cell by cell: places where more rules are cut than go on."""
    levels: dict[float, list[BBox]] = {}
    for piece in region.rules:
        key = next((y for y in levels if abs(y - piece[1]) < 1.0), piece[1])
        levels.setdefault(key, []).append(piece)
    width = region.right - region.left
    full = [ps for ps in levels.values() if sum(p[2] - p[0] for p in ps) > 0.8 * width]
    if len(full) < 3:
        return None
    cuts: Counter[float] = Counter()
    for pieces in levels.values():
        marks: list[float] = []
        for x in sorted(x for p in pieces for x in (p[0], p[2])):
            if not marks or x - marks[-1] > 2.0:
                marks.append(x)
        for mark in marks:
            cuts[next((x for x in cuts if abs(x - mark) <= 2.0), mark)] += 1
    whole = {x: sum(any(p[0] + 2.0 < x < p[2] - 2.0 for p in ps) for ps in levels.values()) for x in cuts}
    edges = sorted(x for x, n in cuts.items() if n >= max(2, 0.3 * len(full), 1.5 * whole[x]))
    return edges if len(edges) >= 3 else None


def body_columns(body: list[Line], em: float) -> list[Span]:
    """Spans of x with text in them, from all lines of the body; words for totals may stand across columns."""
    runs = [r for line in body for r in line.runs if squeeze(r[4]) not in TOTALS]
    marks = sorted([(r[0], 1) for r in runs] + [(r[2], -1) for r in runs])
    spans: list[Span] = []
    depth = 0
    start: float | None = None
    for x, step in marks:
        depth += step
        if start is None and depth > 0:
            start = x
        elif start is not None and depth == 0:
            spans.append((start, x))
            start = None
    merged: list[Span] = []
    for span in spans:
        if merged and span[0] - merged[-1][1] < 0.12 * em:
            merged[-1] = (merged[-1][0], span[1])
        else:
            merged.append(span)
    return merged


def matched_columns(region: Region, leaves: list[Block], spans: list[Span]) -> list[Span]:
    """Columns from both: a text of the head with nothing under it is an empty column, a text column without a head
    beside one with a head is a part of it (the code before a name)."""
    if not leaves:
        return spans
    heads = [(b.bbox[0], b.bbox[2]) for b in leaves]
    numeric = [_is_numeric(region.body, s) for s in spans]
    columns: list[tuple[Span, bool]] = []
    for head, span in _align(heads, spans, numeric, region.em):
        if head is None and span is not None:
            columns.append((span, False))
        elif span is None and head is not None:
            columns.append((head, True))
        elif head is not None and span is not None:
            columns.append(((min(head[0], span[0]), max(head[1], span[1])), True))
    return _absorbed(_adopted(columns, region), region.em)


def _adopted(columns: list[tuple[Span, bool]], region: Region) -> list[tuple[Span, bool]]:
    """Columns without a head join the nearest one with a head if no line has texts in both: cells of one column
    that are aligned in two ways."""
    result = list(columns)
    for at in range(len(result) - 1, -1, -1):
        span, has_head = result[at]
        if has_head:
            continue
        sides = [i for i in (at - 1, at + 1) if 0 <= i < len(result) and result[i][1]]
        sides = [i for i in sides if _gap(span, result[i][0]) < 3 * region.em and not _both(region.body, span, result[i][0])]
        if sides:
            best = min(sides, key=lambda i: _gap(span, result[i][0]))
            other = result[best][0]
            result[best] = ((min(span[0], other[0]), max(span[1], other[1])), True)
            del result[at]
    return result


def _gap(a: Span, b: Span) -> float:
    return max(a[0] - b[1], b[0] - a[1], 0.0)


def _both(body: list[Line], a: Span, b: Span) -> bool:
    """Whether a line has texts in both spans."""
    return any(any(r[0] < a[1] and a[0] < r[2] for r in line.runs) and any(r[0] < b[1] and b[0] < r[2] for r in line.runs) for line in body)


def _absorbed(columns: list[tuple[Span, bool]], em: float) -> list[Span]:
    """Columns without a head that stand close to the next column with one become part of it."""
    result: list[Span] = []
    pending: Span | None = None
    for span, has_head in columns:
        if pending is not None:
            if has_head and span[0] - pending[1] < 0.7 * em:
                span = (pending[0], span[1])
            else:
                result.append(pending)
            pending = None
        if has_head:
            result.append(span)
        elif result and span[0] - result[-1][1] < 0.35 * em:
            result[-1] = (result[-1][0], span[1])
        else:
            pending = span
    return [*result, pending] if pending is not None else result


def _is_numeric(body: list[Line], span: Span) -> bool:
    texts = [r[4] for line in body for r in line.runs if r[0] < span[1] and r[2] > span[0]]
    return sum(map(is_amount, texts)) > len(texts) / 2


def _align(heads: list[Span], spans: list[Span], numeric: list[bool], em: float) -> list[tuple[Span | None, Span | None]]:
    """Heads and spans of the body in pairs, in order, so that the distances are least; either may stay alone."""
    rows, columns = len(heads), len(spans)
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows + 1):
        for j in range(columns + 1):
            if i or j:
                best[i][j] = min(
                    best[i - 1][j] + 2.0 if i else float("inf"),
                    best[i][j - 1] + 3.0 if j else float("inf"),
                    best[i - 1][j - 1] + _distance(heads[i - 1], spans[j - 1], numeric[j - 1], em) if i and j else float("inf"),
                )
    pairs: list[tuple[Span | None, Span | None]] = []
    i, j = rows, columns
    while i or j:
        if i and j and best[i][j] == best[i - 1][j - 1] + _distance(heads[i - 1], spans[j - 1], numeric[j - 1], em):
            i, j = i - 1, j - 1
            pairs.append((heads[i], spans[j]))
        elif i and best[i][j] == best[i - 1][j] + 2.0:
            i -= 1
            pairs.append((heads[i], None))
        else:
            j -= 1
            pairs.append((None, spans[j]))
    return pairs[::-1]


def _distance(head: Span, span: Span, numeric: bool, em: float) -> float:
    """How badly a head and a span fit, in em; numbers stand at the right of their column, never left of its middle."""
    if numeric and span[1] < (head[0] + head[1]) / 2 - em:
        return 20.0
    gap = max(head[0] - span[1], span[0] - head[1])
    return gap / em if gap > 0 else 0.0
