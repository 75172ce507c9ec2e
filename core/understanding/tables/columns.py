"""Columns: header paths and the measures or roles they carry."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile

from ...model.disclosures.column import UNNAMED, Column, dated_measure
from ...model.disclosures.region import Region, StatementTemplate
from ...model.documents.document import Table
from ...model.documents.figure import parse_figure, stands_for_nothing
from ...model.documents.text import label_key, squeeze
from .years import DatedPath, dated_path, with_years

_GENERIC = frozenset({"合计", "小计", "总计", "金额", "预算数", "决算数"})


def header_paths(table: Table) -> list[tuple[str, ...]]:
    """The header path of every column, outermost first.

    Works with and without known spans: an empty header cell belongs to the filled one on its left if a
    lower header row has words for this column, else to the one above it.
    """
    height, width = table.header_rows, table.columns
    owner: list[list[str]] = [[""] * width for _ in range(height)]
    spanned: set[tuple[int, int]] = set()
    lost = rows_without_columns(table) | set(range(table.caption_rows))
    for cell in table.cells:
        if cell.row < height and cell.row not in lost:
            owner[cell.row][cell.column] = squeeze(cell.text)
            for c in range(cell.column + 1, min(width, cell.column + cell.colspan)):
                owner[cell.row][c] = owner[cell.row][cell.column]
                spanned.add((cell.row, c))
    known_spans = any(c.colspan > 1 for c in table.cells if table.caption_rows <= c.row < height)
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


def measure_of(path: DatedPath, *tables: Mapping[str, str]) -> str | None:
    """The measure or role of a header path: the longest known suffix, the parent of a generic word, a single word.

    A head that is nothing but a year stands over amounts.
    """
    found = _measure(path.keys, tables)
    if found and found.startswith("@") and path.bare:
        return "total"
    return found


def _measure(keys: Sequence[str], tables: Sequence[Mapping[str, str]]) -> str | None:
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


def columns_of(table: Table, template: StatementTemplate, region: Region, fiscal_year: int | None = None) -> tuple[Column, ...]:
    """Every column with its header path and measure.

    Where a table has 决算数, its 预算数 of that year is the measure ``budget``. Columns of another year than ``fiscal_year``, the
    disclosure's, have measures of their own (``prior_year.total``). A list whose head nobody knows has the role ``@unnamed``.
    """
    paths = _without_title(header_paths(table))
    words = {part for t in (template.headers, region.headers) for word in t for part in word.split("/")}
    dated = [dated_path((_without_classifier(w, words) for w in p), words.__contains__) for p in paths]
    columns = [Column(i, p, measure_of(d, template.headers, region.headers)) for i, (p, d) in enumerate(zip(paths, dated, strict=True))]
    if rows_without_columns(table):
        columns = _sure(columns)
    columns = _with_unnamed_labels(columns, table, always=template.layout == "two_sided")
    columns = _with_budget(columns, dated)
    return tuple(_distinct(with_years(columns, dated, _blocks(columns), fiscal_year)))


def guessed_columns(table: Table, template: StatementTemplate, region: Region) -> list[Column]:
    """Columns of which only a word like 合计 is known, under a head that nobody knows: it may be the total of another thing.

    A head over all amounts says what the table is about.
    """
    words = {part for t in (template.headers, region.headers) for word in t for part in word.split("/")}
    amounts = [c for c in columns_of(table, template, region) if c.measure and not c.is_role]
    keys = [dated_path((_without_classifier(w, words) for w in c.path), words.__contains__).keys for c in amounts]
    heads = [{key for key in k[:-1] if key not in words} for k in keys]
    shared = set.intersection(*heads) if heads else set()
    return [c for c, k, h in zip(amounts, keys, heads, strict=True) if h - shared and k[-1] in _GENERIC]


def _sure(columns: list[Column]) -> list[Column]:
    """Where heads have lost their columns: a column is known only by words that no other column has."""
    seen = Counter(c.path for c in columns)
    return [replace(c, measure=None) if seen[c.path] > 1 else c for c in columns]


def _with_budget(columns: Sequence[Column], dated: Sequence[DatedPath]) -> list[Column]:
    """预算数 beside 决算数 of the same year, or of a year that is not named."""
    final = {d.year for d in dated if "决算数" in d.keys}
    return [
        replace(c, measure="budget") if "预算数" in d.keys and final and (d.year in final or d.year is None or None in final) else c
        for c, d in zip(columns, dated, strict=True)
    ]


_CLASSIFIER = re.compile(r"^(.+)（按[^（）]*）$")


def _without_classifier(word: str, known: set[str]) -> str:
    """项目（按功能分类） is 项目, unless the pack knows it as it is."""
    key = label_key(word)
    m = _CLASSIFIER.match(key)
    return m[1] if m and key not in known else key


def _with_unnamed_labels(columns: Sequence[Column], table: Table, *, always: bool) -> list[Column]:
    """Columns of words under a head that nobody knows, after which the same measures come again, as ``@unnamed``.

    They are the labels of a list of its own: its amounts are not those of the labels further left. Not ``always`` so: a
    remark between two groups of amounts stands under a head of its own.
    """
    out = list(columns)
    body = [row for n, row in enumerate(table.grid()) if n >= table.header_rows]
    for n, column in enumerate(columns):
        if column.measure is None and _is_wordy([row[n] for row in body]):
            after = list(_measures_of_list(columns[n + 1 :]))
            together = always or any(c.path[:1] == column.path[:1] or len(c.path) == len(column.path) == 1 for c in after)
            if together and {c.measure for c in _measures_of_list(reversed(out[:n]))} & {c.measure for c in after}:
                out[n] = replace(column, measure=UNNAMED)
    return out


def _measures_of_list(columns: Iterable[Column]) -> Iterable[Column]:
    """The columns of figures up to the next labels."""
    return (c for c in takewhile(lambda c: not c.is_role, columns) if c.measure)


def _is_wordy(texts: Iterable[str]) -> bool:
    """Whether most of the cells that say something hold words."""
    filled = [t for t in texts if t and not stands_for_nothing(t)]
    return 2 * sum(parse_figure(t) is None for t in filled) > len(filled)


def _blocks(columns: Sequence[Column]) -> list[int]:
    """The side-by-side list that each column stands in: labels or codes after amounts begin the next."""
    blocks, block, after_measure = [], 0, False
    for c in columns:
        if c.is_role:
            block += after_measure
            after_measure = False
        elif c.measure is not None:
            after_measure = True
        blocks.append(block)
    return blocks


def _distinct(columns: list[Column]) -> list[Column]:
    """Columns of one measure under different heads (当年…/基本支出, 上年结转…/基本支出) as different measures.

    Blocks of a two-sided table repeat their measures; only columns of one block are told apart.
    """
    same: dict[tuple[int, str], list[Column]] = {}
    for c, block in zip(columns, _blocks(columns), strict=True):
        if c.measure is not None and not c.is_role and c.undated != "budget":
            same.setdefault((block, c.measure), []).append(c)
    qualified: dict[int, str] = {}
    for group in same.values():
        heads = [tuple(map(label_key, c.path[:-1])) for c in group]
        if len(group) > 1 and len(set(heads)) == len(group):
            shared = set.intersection(*(set(h) for h in heads))
            own = [[p for p in h if p not in shared] for h in heads]
            qualified |= {c.index: dated_measure(".".join([*h, c.undated or ""]), c.period) for c, h in zip(group, own, strict=True)}
    return [replace(c, measure=qualified.get(c.index, c.measure)) for c in columns]


def declared_parts(template: StatementTemplate, columns: tuple[Column, ...]) -> dict[str, tuple[tuple[str, ...], ...]]:
    """For every total that the table has: the sets of columns that it declares as its parts, those of its own year.

    A subtotal that the table does not print is replaced by its own parts.
    """
    declared: dict[str, tuple[tuple[str, ...], ...]] = {}
    for period in dict.fromkeys(c.period for c in columns):
        own = {c.undated for c in columns if c.undated and c.period == period}
        for total, groups in _declared(template, own).items():
            declared[dated_measure(total, period)] = tuple(tuple(dated_measure(m, period) for m in group) for group in groups)
    return declared


def _declared(template: StatementTemplate, present: set[str]) -> dict[str, tuple[tuple[str, ...], ...]]:
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
