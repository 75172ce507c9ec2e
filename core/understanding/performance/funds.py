"""The money of performance forms: labelled pairs, blocks with heads, lists of projects."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...model.disclosures.disclosure import Statement
from ...model.disclosures.performance import FundsKind, FundsRow, PerformanceFunds
from ...model.documents.document import Cell, Place
from ...model.documents.figure import Figure, parse_figure
from ...model.documents.text import label_key, squeeze
from .indicators import form_rows, project_name, project_of

_LABELS = (
    (FundsKind.TOTAL, re.compile(r"^(?:年度(?:预算|资金)(?:申请)?|资金)总额(?:（(?:万元|元)）)?[:：]?$")),
    (FundsKind.FISCAL, re.compile(r"^(?:其中[:：])?(?:当年|本年)?(?:财政拨款(?:资金)?|财政资金)(?:（(?:万元|元)）)?[:：]?$")),
    (FundsKind.CARRIED, re.compile(r"^(?:其中[:：])?上年结转(?:资金|结余)?[:：]?$")),
    (FundsKind.OTHER, re.compile(r"^其他(?:资金)?(?:（(?:万元|元)）)?[:：]?$")),
    (FundsKind.PART, re.compile(r"^(?:上级安排|本级安排)$")),
)
_WHOLE = re.compile(r"^(?:项目|实施期)资金总额(?:（(?:万元|元)）)?[:：]?$")
_COLUMNS = (
    ("amount", re.compile(r"^年初预算数")),
    ("budget", re.compile(r"^全年预算数")),
    ("executed", re.compile(r"^全年执行数|^执行数")),
    ("weight", re.compile(r"^分值")),
    ("rate", re.compile(r"^执行率")),
    ("score", re.compile(r"^得分")),
)
_UNIT = re.compile(r"[（(](?:单位[:：])?(亿元|万元|千元|元)[）)]|单位[:：](亿元|万元|千元|元)|金额(万元|元)")


def read_funds(statement: Statement) -> Iterator[PerformanceFunds]:
    """What a form states about money: one for its project, or one for each project of a list."""
    grid = [[squeeze(t) for t in row] for row in statement.table.grid()]
    cells = statement.table.cell_map()
    unit = _unit_of_form(grid) or statement.unit
    listed = list(_listed(statement, cells, unit))
    if listed:
        yield from listed
        return
    rows = tuple(_evaluated(grid, cells, unit) or _headed(grid, cells, unit) or _pairs(grid, cells, unit))
    total = _total(grid, cells)
    if rows or total[0] or total[1]:
        yield PerformanceFunds(statement.ordinal, project_name(grid), rows, *total)


def _unit_of_form(grid: list[list[str]]) -> str | None:
    """The unit of money that the labels print; None if they print none, or two."""
    printed = {m[1] or m[2] or m[3] for row in grid for text in row for m in _UNIT.finditer(text)}
    return printed.pop() if len(printed) == 1 else None


def _kind(text: str) -> FundsKind | None:
    key = label_key(text)
    return next((kind for kind, pattern in _LABELS if pattern.match(key)), None)


def _listed(statement: Statement, cells: dict[tuple[int, int], Cell], unit: str | None) -> Iterator[PerformanceFunds]:
    """A list of projects with an amount for each; the row without a project prints their sum."""
    rows = form_rows(statement.table)
    if not rows or "project" not in rows[0].heads or "amount" not in rows[0].heads:
        return
    for row in rows:
        column = row.column("amount")
        figure = parse_figure(row.text("amount"), unit) if column is not None else None
        if figure is None or column is None:
            continue
        name = project_of(row)
        indicator = row.text("third")
        if name is None and indicator:
            continue
        money = FundsRow(FundsKind.TOTAL, "预算数", amount=figure, place=_place(cells, row.index, column))
        yield PerformanceFunds(statement.ordinal, name, (money,), is_sum=name is None)


def _evaluated(grid: list[list[str]], cells: dict[tuple[int, int], Cell], unit: str | None) -> list[FundsRow]:
    """A block with the heads 年初预算数, 全年预算数, 全年执行数, 分值, 执行率, 得分."""
    start = next((r for r, row in enumerate(grid) if any(label_key(t).startswith("全年执行数") for t in row)), None)
    if start is None:
        return []
    heads = {name: c for name, pattern in _COLUMNS for c, t in enumerate(grid[start]) if pattern.match(label_key(t))}
    out = []
    for r in range(start + 1, len(grid)):
        kind = next((k for t in grid[r][: min(heads.values())] if t and (k := _kind(t))), None)
        if kind is None:
            break
        label = next(t for t in grid[r] if t and _kind(t))
        values = {n: parse_figure(grid[r][c], unit if n in ("amount", "budget", "executed") else None) for n, c in heads.items()}
        out.append(FundsRow(kind, label, place=_place(cells, r, heads["executed"]), **values))
    return out


def _headed(grid: list[list[str]], cells: dict[tuple[int, int], Cell], unit: str | None) -> list[FundsRow]:
    """Labels side by side with their amounts in the row below."""
    for r, row in enumerate(grid[:-1]):
        heads = {c: k for c, t in enumerate(row) if t and (k := _kind(t))}
        if len(heads) < 2 or FundsKind.TOTAL not in heads.values():
            continue
        printed = [(c, f) for c, t in enumerate(grid[r + 1]) if (f := _amount(t, unit)) is not None]
        # Conversions move the row under the heads sideways: as many amounts as heads belong to them in order.
        if len(printed) == len(heads):
            pairs = zip(heads.items(), printed, strict=True)
            return [FundsRow(k, row[c], amount=f, place=_place(cells, r + 1, at)) for (c, k), (at, f) in pairs]
    return []


def _pairs(grid: list[list[str]], cells: dict[tuple[int, int], Cell], unit: str | None) -> list[FundsRow]:
    """Labels with the amount at their right. All years stand on the left of the year where a form prints both."""
    out: list[FundsRow] = []
    year = _year_column(grid)
    for r, row in enumerate(grid):
        if any(label_key(t).startswith("三级指标") for t in row):
            break
        for c, text in enumerate(row):
            kind = (_kind(text) if c >= year else _kind_of_whole(text)) if text else None
            if kind is None or (kind not in _REPEATED and any(o.kind is kind for o in out)):
                continue
            after = next(((k, f) for k in range(c + 1, len(row)) if row[k] and (f := _amount(row[k], unit)) is not None), None)
            between = row[c + 1 : after[0]] if after else []
            if after and not any(between):
                out.append(FundsRow(kind, text, amount=after[1], place=_place(cells, r, after[0])))
    return out


_REPEATED = (FundsKind.PART, FundsKind.WHOLE_PART)


def _year_column(grid: list[list[str]]) -> int:
    """The column where the money of the year begins; 0 if the form prints no other."""
    for row in grid:
        whole = next((c for c, t in enumerate(row) if _WHOLE.match(label_key(t))), None)
        if whole is not None:
            return next((c for c in range(whole + 1, len(row)) if _kind(row[c]) is FundsKind.TOTAL), 0)
    return 0


def _kind_of_whole(text: str) -> FundsKind | None:
    if _WHOLE.match(label_key(text)):
        return FundsKind.WHOLE
    return FundsKind.WHOLE_PART if _kind(text) else None


def _amount(text: str, unit: str | None) -> Figure | None:
    return parse_figure(text, unit) if text else None


def _total(grid: list[list[str]], cells: dict[tuple[int, int], Cell]) -> tuple[Figure | None, Figure | None, Place]:
    """Weight and score of the row 总分."""
    for r, row in enumerate(grid):
        if any(re.match(r"^总分(?:（.*）)?$|^合计得分$", label_key(t)) for t in row):
            found = [(c, f) for c, t in enumerate(row) if t and (f := parse_figure(t)) is not None]
            if len(found) >= 2:
                return found[-2][1], found[-1][1], _place(cells, r, found[-1][0])
    return None, None, Place()


def _place(cells: dict[tuple[int, int], Cell], row: int, column: int) -> Place:
    cell = cells.get((row, column))
    return cell.place if cell else Place()
