"""Columns: header paths and the measures or roles they carry."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from ...model.disclosures.disclosure import Column
from ...model.disclosures.region import Region, StatementTemplate
from ...model.documents.document import Table
from ...model.documents.text import label_key, squeeze

_GENERIC = frozenset({"合计", "小计", "总计", "金额", "预算数", "决算数"})


def header_paths(table: Table) -> list[tuple[str, ...]]:
    """The header path of every column, outermost first.

    Works with and without known spans: an empty header cell belongs to the filled one on its left if a
    lower header row has words for this column, else to the one above it.
    """
    height, width = table.header_rows, table.columns
    owner: list[list[str]] = [[""] * width for _ in range(height)]
    spanned: set[tuple[int, int]] = set()
    lost = rows_without_columns(table)
    for cell in table.cells:
        if cell.row < height and cell.row not in lost:
            owner[cell.row][cell.column] = squeeze(cell.text)
            for c in range(cell.column + 1, min(width, cell.column + cell.colspan)):
                owner[cell.row][c] = owner[cell.row][cell.column]
                spanned.add((cell.row, c))
    known_spans = any(c.colspan > 1 for c in table.cells if c.row < height)
    if not known_spans:
        for r in range(height - 1):
            for c in range(1, width):
                same_parent = r == 0 or owner[r - 1][c] == owner[r - 1][c - 1]
                if not owner[r][c] and owner[r][c - 1] and same_parent and _has_words_below(owner, r, c):
                    owner[r][c] = owner[r][c - 1]
    paths = [tuple(owner[r][c] for r in range(height) if owner[r][c] and not _LINE_NUMBER.match(owner[r][c])) for c in range(width)]
    return [p + extra for p, extra in zip(paths, _level_words(table), strict=True)]


def rows_without_columns(table: Table) -> set[int]:
    """Header rows of which no word has a certain column: they name none."""
    sure = {c.row for c in table.cells if c.text and not c.ambiguous}
    return {c.row for c in table.cells if c.row < table.header_rows and c.ambiguous} - sure


_LINE_NUMBER = re.compile(r"^(?:\d{1,3}|栏次)$")
_LEVEL_WORDS = ("类", "款", "项")


def _level_words(table: Table) -> list[tuple[str, ...]]:
    """类, 款, 项 where they stand in the first body row, beside the total (final accounts)."""
    words: list[tuple[str, ...]] = [()] * table.columns
    for cell in table.cells:
        if cell.row == table.header_rows and squeeze(cell.text) in _LEVEL_WORDS:
            words[cell.column] = (squeeze(cell.text),)
    return words


def _has_words_below(rows: list[list[str]], row: int, column: int) -> bool:
    return any(rows[r][column] and not _LINE_NUMBER.match(rows[r][column]) for r in range(row + 1, len(rows)))


def _without_title(paths: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Paths without a first word that all columns share (a title drawn as the first row)."""
    if len(paths) > 1 and all(p and p[0] == paths[0][0] and len(p) > 1 for p in paths):
        return [p[1:] for p in paths]
    return paths


_YEAR = re.compile(r"^\d{4}年度?")


def measure_of(path: tuple[str, ...], *tables: Mapping[str, str]) -> str | None:
    """The measure or role of a header path: the longest known suffix, the parent of a generic word, a single word."""
    keys = [_YEAR.sub("", label_key(p)) or label_key(p) for p in path]
    for table in tables:
        for start in range(len(keys)):
            if (found := table.get("/".join(keys[start:]))) and (start < len(keys) - 1 or keys[-1] not in _GENERIC):
                return found
    if len(keys) > 1 and keys[-1] in _GENERIC:
        for table in tables:
            if (found := table.get(keys[-2])) and not found.startswith("@") and keys[-2] not in _GENERIC:
                return found
    for table in tables:
        if keys and (found := table.get(keys[-1])):
            return found
    return None


def columns_of(table: Table, template: StatementTemplate, region: Region) -> tuple[Column, ...]:
    """Every column with its header path and measure.

    Where a table has 决算数, its 预算数 is the measure ``budget``.
    """
    paths = _without_title(header_paths(table))
    columns = [Column(i, p, measure_of(p, template.headers, region.headers)) for i, p in enumerate(paths)]
    if rows_without_columns(table):
        columns = _sure(columns)
    if any(_says(c, "决算数") for c in columns):
        columns = [replace(c, measure="budget") if _says(c, "预算数") else c for c in columns]
    return tuple(_distinct(columns))


def _sure(columns: list[Column]) -> list[Column]:
    """Where heads have lost their columns: a column is known only by words that no other column has."""
    seen = Counter(c.path for c in columns)
    return [replace(c, measure=None) if seen[c.path] > 1 else c for c in columns]


def _says(column: Column, word: str) -> bool:
    return any(label_key(p) == word for p in column.path)


def _distinct(columns: list[Column]) -> list[Column]:
    """Columns of one measure under different heads (当年…/基本支出, 上年结转…/基本支出) as different measures.

    Blocks of a two-sided table repeat their measures; only columns of one block are told apart.
    """
    same: dict[tuple[int, str], list[Column]] = {}
    block, after_measure = 0, False
    for c in columns:
        if c.measure is None:
            continue
        if c.measure.startswith("@"):
            block += after_measure
            after_measure = False
        else:
            after_measure = True
            if c.measure != "budget":
                same.setdefault((block, c.measure), []).append(c)
    qualified: dict[int, str] = {}
    for (_, measure), group in same.items():
        heads = [tuple(map(label_key, c.path[:-1])) for c in group]
        if len(group) > 1 and len(set(heads)) == len(group):
            shared = set.intersection(*(set(h) for h in heads))
            own = [[p for p in h if p not in shared] for h in heads]
            qualified |= {c.index: ".".join([*h, measure]) for c, h in zip(group, own, strict=True)}
    return [replace(c, measure=qualified.get(c.index, c.measure)) for c in columns]


def declared_parts(template: StatementTemplate, columns: tuple[Column, ...]) -> dict[str, tuple[tuple[str, ...], ...]]:
    """For every total that the table has: the sets of columns that it declares as its parts.

    A subtotal that the table does not print is replaced by its own parts.
    """
    present = {c.measure for c in columns if c.measure}

    def expand(measure: str) -> list[str]:
        if measure in present:
            return [measure]
        return [x for group in template.parts.get(measure, ()) for part in group for x in expand(part)]

    declared: dict[str, tuple[tuple[str, ...], ...]] = {}
    for total, groups in template.parts.items():
        if total in present:
            sets = [tuple(x for part in group for x in expand(part)) for group in groups]
            if kept := tuple(s for s in sets if s):
                declared[total] = kept
    return declared
