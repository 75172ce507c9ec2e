"""Ruled lines of a page.

A *piece* is the box of a thin path as the file draws it; a *rule* is what people see: pieces on one level
put together. A rule is ``(level, start, end)``: y and x range for horizontal rules, x and y range for
vertical ones.
"""

from __future__ import annotations

from collections.abc import Iterable
from operator import itemgetter

from ..... import BBox

Rule = tuple[float, float, float]

THIN = 3.0
"""Points: what is not thicker is a rule, not an area."""
_LEVEL = 2.0
"""Points: rules no further apart are one (double rules, the two edges of a border)."""
GAP = 3.0
"""Points: the largest gap inside a rule, and between the end of a rule and the rule that it meets."""
_DASH_GAP = 8.0
"""Points: the largest gap inside a dashed rule."""


def rules_of(pieces: Iterable[BBox]) -> tuple[list[Rule], list[Rule]]:
    """Horizontal and vertical rules of thin boxes. Dots (small both ways) are rules where they stand in a row."""
    across: list[Rule] = []
    down: list[Rule] = []
    dots: list[BBox] = []
    for piece in pieces:
        x0, top, x1, bottom = piece
        if bottom - top <= THIN:
            if x1 - x0 <= THIN:
                dots.append(piece)
            else:
                across.append(((top + bottom) / 2, x0, x1))
        elif x1 - x0 <= THIN:
            down.append(((x0 + x1) / 2, top, bottom))
    if len(dots) >= 8:
        across += _dotted([((d[1] + d[3]) / 2, d[0], d[2]) for d in dots])
        down += _dotted([((d[0] + d[2]) / 2, d[1], d[3]) for d in dots])
    return _merged(across), _merged(down)


def _dotted(dots: list[Rule]) -> list[Rule]:
    """Rules drawn as dots: five or more on a level, hardly further apart than they are wide."""
    found: list[Rule] = []
    for level in _levels(dots, 0.5):
        level.sort(key=itemgetter(1))
        chain = [level[0]]
        for dot in level[1:]:
            if dot[1] - chain[-1][2] <= GAP:
                chain.append(dot)
                continue
            if len(chain) >= 5:
                found.append((chain[0][0], chain[0][1], chain[-1][2]))
            chain = [dot]
        if len(chain) >= 5:
            found.append((chain[0][0], chain[0][1], chain[-1][2]))
    return found


def _levels(rules: list[Rule], tolerance: float) -> list[list[Rule]]:
    groups: list[list[Rule]] = []
    before = float("-inf")
    for rule in sorted(rules):
        if rule[0] - before > tolerance:
            groups.append([])
        groups[-1].append(rule)
        before = rule[0]
    return groups


def _merged(pieces: list[Rule]) -> list[Rule]:
    """Pieces on one level put together; all rules of a level have exactly the same level."""
    rules: list[Rule] = []
    for group in _levels(pieces, _LEVEL):
        if len(group) == 1:
            rules.append(group[0])
            continue
        level = round(sum(p[0] for p in group) / len(group), 2)
        group.sort(key=itemgetter(1))
        dashed = len(group) >= 8 and sum(p[2] - p[1] for p in group) < 10 * len(group)
        gap = _DASH_GAP if dashed else GAP
        _, start, end = group[0]
        for _, s, e in group:
            if s - end > gap:
                rules.append((level, start, end))
                start, end = s, e
            elif e > end:
                end = e
        rules.append((level, start, end))
    return rules


def pieces_of(pieces: Iterable[BBox], rules: list[Rule]) -> list[BBox]:
    """The pieces of which horizontal rules are made."""
    if not rules:
        return []
    wide = [p for p in pieces if p[3] - p[1] <= THIN < p[2] - p[0]]
    return [p for p in wide if any(abs((p[1] + p[3]) / 2 - y) <= _LEVEL and x0 - 1 <= p[0] and p[2] <= x1 + 1 for y, x0, x1 in rules)]


def connected(across: list[Rule], down: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Rules in groups that touch one another."""
    parent = list(range(len(across) + len(down)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = i = parent[parent[i]]
        return i

    offset = len(across)
    for j, (x, top, bottom) in enumerate(down, offset):
        low, high = top - GAP, bottom + GAP
        left, right = x + GAP, x - GAP
        mine = j
        for i, (y, x0, x1) in enumerate(across):
            if low <= y <= high and x0 <= left and right <= x1:
                other = root(i)
                if other != mine:
                    parent[other] = mine
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for i, rule in enumerate(across):
        groups.setdefault(root(i), ([], []))[0].append(rule)
    for j, rule in enumerate(down, offset):
        groups.setdefault(root(j), ([], []))[1].append(rule)
    return list(groups.values())
