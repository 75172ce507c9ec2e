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
    for i, row in enumerate(rows):
        parent, detail = total, False
        if row.kind is RowKind.TOTAL:
            out.append(row)
            continue
        if row.kind is RowKind.OTHER:
            detail = True
        elif row.kind is RowKind.UNIT:
            following = next((r.code for r in rows[i + 1 :] if r.code), None)
            if following and row.unit_code is None and row.name in references.functional.names(following):
                row = Row(row.ordinal, RowKind.FUNCTIONAL, following, row.name, code=following)
                parent = unit if unit is not None else total
            else:
                unit = row.ordinal
        else:
            parent = _prefix_parent(rows[:i], out, row)
            if parent is None:
                parent = unit if unit is not None else total
            detail = row.kind is RowKind.ECONOMIC and row.code is not None and len(row.code) == 7
        out.append(Row(row.ordinal, row.kind, row.key, row.name, row.code, row.project, row.unit_code, row.side, parent, detail))
    return _economic_parents_below(out)


def _prefix_parent(before: list[Row], placed: list[Row], row: Row) -> int | None:
    code = row.code or ""
    best: Row | None = None
    for candidate in placed:
        c = candidate.code
        if c is None or candidate.kind is RowKind.PROJECT:
            continue
        is_prefix = code.startswith(c) and (len(c) < len(code) or row.kind is RowKind.PROJECT)
        if is_prefix and (best is None or len(c) >= len(best.code or "")):
            best = candidate
    return best.ordinal if best else None


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
