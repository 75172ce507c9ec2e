"""Which row of a coded table is a part of which."""

from __future__ import annotations

from ... import (
    References,
    Row,
    RowKind,
)


def with_parents(rows: list[Row], references: References) -> list[Row]:
    """Rows with their parents: the nearest row above whose code is a prefix, else the unit, else the total."""
    total = next((r.ordinal for r in rows if r.kind is RowKind.TOTAL), None)
    out: list[Row] = []
    unit: int | None = None
    by_code: dict[str, int] = {}
    """The last row placed of each code."""
    for row, following in zip(rows, _codes_below(rows), strict=True):
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
