"""Which row of a coded table is a part of which."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ... import (
    References,
    Row,
    RowKind,
)


def with_parents(rows: list[Row], references: References, first_of_block: Sequence[int] = (0,)) -> list[Row]:
    """Rows with their parents: the nearest row above whose code is a prefix, else the unit, else the total.

    ``first_of_block``: where the rows of each of the blocks that stand side by side begin. A block may have a total of its own
    (人员经费合计 and 公用经费合计); where both stand at the foot of one list, each is the total of some of its rows and of none as a whole.
    """
    totals = _totals(rows, first_of_block)
    out: list[Row] = []
    unit: int | None = None
    by_code: dict[str, int] = {}
    """The last row placed of each code."""
    for row, following, total in zip(rows, _codes_below(rows), totals, strict=True):
        parent, detail = total, False
        if row.kind is RowKind.TOTAL:
            out.append(row)
            continue
        if row.kind is RowKind.OTHER:
            detail = True
        elif row.kind is RowKind.UNIT:
            if following and row.unit_code is None and row.name in references.functional.names(following):
                row = Row(row.ordinal, RowKind.FUNCTIONAL, following, row.name, code=following)
                parent = unit if unit is not None else total
            else:
                unit = row.ordinal
        else:
            parent = _prefix_parent(by_code, row)
            if parent is None:
                parent = unit if unit is not None else total
            detail = row.kind is RowKind.ECONOMIC and row.code is not None and len(row.code) == 7
        out.append(Row(row.ordinal, row.kind, row.key, row.name, row.code, row.project, row.unit_code, row.side, parent, detail))
        if row.code is not None and row.kind is not RowKind.PROJECT:
            by_code[row.code] = row.ordinal
    return _economic_parents_below(out)


def _totals(rows: list[Row], first_of_block: Sequence[int]) -> list[int | None]:
    """For each row the total that it is a part of: that of its block, the first of the table if the block has none."""
    first = next((r.ordinal for r in rows if r.kind is RowKind.TOTAL), None)
    found: list[int | None] = []
    for start, end in pairwise([*first_of_block, len(rows)]):
        own = [r for r in rows[start:end] if r.kind is RowKind.TOTAL]
        named = [] if _is_of_both(rows[start:end]) else [r.ordinal for r in own if r.name != _ALL]
        whole = next((r.ordinal for r in own if r.name == _ALL), None)
        total = named[0] if named else whole if whole is not None else _whole_of(rows, first)
        found += [total] * (end - start)
    return found


_ALL = "合计"
_PERSONNEL, _PUBLIC = ("301", "303"), ("302", "307", "309", "310")


def _is_of_both(block: list[Row]) -> bool:
    """Whether one list of rows holds what 人员经费 and what 公用经费 are made of."""
    codes = {r.code for r in block if r.kind is RowKind.ECONOMIC and r.code}
    named = {r.name for r in block if r.kind is RowKind.TOTAL and r.name != _ALL}
    return len(named) > 1 or bool(named and codes & {*_PERSONNEL} and codes & {*_PUBLIC})


def _whole_of(rows: list[Row], first: int | None) -> int | None:
    """The table's own total; the first total of any name where a list has no total of parts."""
    whole = next((r.ordinal for r in rows if r.kind is RowKind.TOTAL and r.name == _ALL), None)
    return whole if whole is not None else None if _is_of_both(rows) else first


def _codes_below(rows: list[Row]) -> list[str | None]:
    """For each row the code of the nearest row below it that has one."""
    below: list[str | None] = []
    code: str | None = None
    for row in reversed(rows):
        below.append(code)
        code = row.code or code
    return below[::-1]


def _prefix_parent(by_code: dict[str, int], row: Row) -> int | None:
    """The last row above whose code is the longest beginning of this one's; a project's may be the same."""
    code = row.code or ""
    longest = len(code) if row.kind is RowKind.PROJECT else len(code) - 1
    return next((by_code[code[:size]] for size in range(longest, -1, -1) if code[:size] in by_code), None)


def _economic_parents_below(rows: list[Row]) -> list[Row]:
    """Economic rows are not always ordered: a 款 may stand above its 类."""
    by_code = {r.code: r.ordinal for r in rows if r.kind is RowKind.ECONOMIC and r.code and len(r.code) < 7}
    out = []
    for r in rows:
        if r.kind is RowKind.ECONOMIC and r.code and len(r.code) > 3:
            for size in range(len(r.code) - 2, 2, -2):
                if (parent := by_code.get(r.code[:size])) is not None and parent != r.ordinal:
                    r = Row(r.ordinal, r.kind, r.key, r.name, r.code, r.project, r.unit_code, r.side, parent, r.detail)
                    break
        out.append(r)
    return out
