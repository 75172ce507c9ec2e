"""The head of a table without vertical rules: which cell of it stands over which columns."""

from __future__ import annotations

from collections.abc import Sequence

from .columns import ORDINAL, Block, Span

_SAME_LINE = 2.0
"""Points: middles of the numbers of columns are no further apart."""
Placed = tuple[Block, int, int, int]
"""A text of the head: its row, first column, number of columns."""


def place_head(blocks: list[Block], leaves: list[Block], columns: list[Span], edges: list[float], em: float) -> tuple[list[Placed], int]:
    """Row, first column and width of every text of the head, and the number of its rows.

    ``edges`` are the columns' outer bounds, one more than columns.
    """
    at_column: dict[int, Block] = {}
    above: set[int] = set()
    for leaf in sorted(leaves, key=lambda b: b.middle):
        column = _column_of(leaf, columns, edges)
        if column in at_column and ORDINAL.match(leaf.runs[0][4]) and leaf.middle > at_column[column].bbox[3]:
            above.add(id(at_column[column]))
            at_column[column] = leaf  # the number of the column, below its name
        elif column in at_column:
            at_column[column].runs += leaf.runs
        else:
            at_column[column] = leaf
    named = {id(leaf) for leaf in leaves} - above
    rest = [block for block in blocks if id(block) not in named]
    covers = _covers(rest, at_column, edges, em)
    depth = _depths(covers, at_column)
    placed: list[Placed] = [(block, depth[id(block)], first, count) for block, first, count in covers]
    placed += [(leaf, depth[id(leaf)], column, 1) for column, leaf in at_column.items()]
    return placed, max((d for d in depth.values()), default=-1) + 1


def _column_of(leaf: Block, columns: list[Span], edges: list[float]) -> int:
    inside = [i for i in range(len(columns)) if edges[i] <= leaf.center <= edges[i + 1]]
    return inside[0] if inside else min(range(len(columns)), key=lambda i: abs((columns[i][0] + columns[i][1]) / 2 - leaf.center))


def _covers(groups: list[Block], at_column: dict[int, Block], edges: list[float], em: float) -> list[tuple[Block, int, int]]:
    """First column and number of columns under each text that names a group, level by level."""
    levels: list[list[Block]] = []
    for block in sorted(groups, key=lambda b: b.middle):
        if levels and block.middle - levels[-1][0].middle < 0.6 * em:
            levels[-1].append(block)
        else:
            levels.append([block])
    found: list[tuple[Block, int, int]] = []
    everything = [*groups, *at_column.values()]
    for level in levels:
        level.sort(key=lambda b: b.center)
        drops = [
            min((b.middle for b in everything if b.middle > g.bbox[3] and g.bbox[0] <= b.center <= g.bbox[2]), default=None) for g in level
        ]
        known = [drop - g.middle for drop, g in zip(drops, level, strict=True) if drop is not None]
        least = level[0].middle + (0.75 * min(known) if known else 1.2 * em)
        deeper = [c in at_column and at_column[c].middle >= least for c in range(len(edges) - 1)]
        found += _partition(level, deeper, edges, em)
    return found


def _partition(level: list[Block], deeper: list[bool], edges: list[float], em: float) -> list[tuple[Block, int, int]]:
    """Gives each text of a level neighbouring columns about whose middle it stands, so that few deeper ones are left over."""
    columns = len(deeper)
    unset: tuple[float, list[tuple[Block, int, int]]] = (float("inf"), [])
    best = [[unset] * (columns + 1) for _ in range(len(level) + 1)]
    best[0][0] = (0.0, [])
    for k in range(len(level) + 1):
        for c in range(columns + 1):
            cost, chosen = best[k][c]
            if cost == float("inf"):
                continue
            if c < columns:
                step = cost + (1.5 * em if deeper[c] else 0.0)
                if step < best[k][c + 1][0]:
                    best[k][c + 1] = (step, chosen)
            if k == len(level):
                continue
            block = level[k]
            for end in range(c + 1, columns + 1):
                if not deeper[end - 1]:
                    break
                total = cost + abs((edges[c] + edges[end]) / 2 - block.center)
                if total < best[k + 1][end][0]:
                    best[k + 1][end] = (total, [*chosen, (block, c, end - c)])
    cost, chosen = best[len(level)][columns]
    if cost < float("inf"):
        return chosen
    nearest = [min(range(columns), key=lambda c: abs((edges[c] + edges[c + 1]) / 2 - b.center)) for b in level]
    return [(b, c, 1) for b, c in zip(level, nearest, strict=True)]


def _depths(covers: Sequence[tuple[Block, int, int]], at_column: dict[int, Block]) -> dict[int, int]:
    """How many texts stand above each text of the head."""
    depth: dict[int, int] = {}
    for block, first, count in covers:
        above = [b for b, f, n in covers if b is not block and b.middle < block.middle - 1 and f <= first and f + n >= first + count]
        depth[id(block)] = len(above)
    for column, leaf in at_column.items():
        depth[id(leaf)] = sum(f <= column < f + n and b.middle < leaf.middle - 1 for b, f, n in covers)
    numbers = [leaf for leaf in at_column.values() if ORDINAL.match(leaf.runs[0][4])]
    if len(numbers) > 1:
        line = [leaf for leaf in at_column.values() if any(abs(leaf.middle - n.middle) < _SAME_LINE for n in numbers)]
        depth |= dict.fromkeys(map(id, line), max(depth[id(leaf)] for leaf in line))  # one row, whatever stands above each
    return depth
