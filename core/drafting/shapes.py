"""What a table is made of: roles of unknown columns, and the layout that reads most of its numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

from ..model.disclosures.column import Column
from ..model.disclosures.reference import References
from ..model.disclosures.region import Layout, Region, StatementTemplate, TableView
from ..model.documents.document import Table
from ..model.documents.figure import parse_figure
from ..model.documents.text import label_key, squeeze, strip_numbering
from ..understanding.tables.columns import columns_of

_CODE = re.compile(r"^[1-9]\d{2}(?:\d{2}){0,2}$")
_ECONOMIC = re.compile(r"^[35]\d{2}")
_YEAR = re.compile(r"^\d{4}年度?")
_ALIKE = 0.8
LISTED = "listed"
"""The layout of 收入总体情况表 and 支出总体情况表 where they are one list of names."""
_SUM = re.compile(r"^(?:收入|支出)?(?:总计|合计)$")
_TRIED = ("coded", "two_sided", "items", "coded_projects")
"""Layouts that are tried where none is known; the others are known by their titles or heads alone."""


@dataclass(frozen=True, slots=True)
class HeaderGuess:
    """What a header word probably means: a measure or a role, and why."""

    measure: str
    confidence: float
    why: str


@dataclass(slots=True)
class Shape:
    """How to read one table: layout, classification, the header words that were missing, and how many cells that reads."""

    layout: str
    classification: str | None
    headers: dict[str, HeaderGuess] = field(default_factory=dict)
    understood: int = 0
    numeric: int = 0

    @property
    def confidence(self) -> float:
        """The share of its numbers that become facts: a layout that leaves numbers unread is probably not its layout."""
        return round(self.understood / self.numeric, 2) if self.numeric else 0.5


class ShapeReader:
    """Tries layouts and header words on tables, with what a pack knows already."""

    def __init__(self, pack: Region, layouts: Mapping[str, Layout], references: References) -> None:
        self._pack = pack
        self._layouts = layouts
        self._references = references
        self.new_measures: dict[str, str] = {}
        """Header word → id, of measures that the pack does not have."""

    def read(self, table: Table, template: StatementTemplate, *, known: bool) -> Shape:
        """The shape of a table; a ``known`` template keeps its layout unless another one reads far more."""
        guesses = self._headers(table, template)
        if LISTED in self._layouts and template.layout != LISTED and self._is_list(table, template, guesses):
            return self._try(table, replace(template, layout=LISTED, classification=None), guesses)
        classification = template.classification or _classification(table, self._columns(table, template, guesses))
        tried: dict[str, Shape] = {}
        for layout in dict.fromkeys([*([template.layout] if known else []), *self._likely(table, template, guesses)]):
            if layout in self._layouts:
                tried[layout] = self._try(table, replace(template, layout=layout, classification=classification), guesses)
        if not tried:
            return Shape("plain", None)
        best = max(tried.values(), key=lambda s: s.understood)
        if known and template.layout in tried and tried[template.layout].understood >= 0.5 * best.understood:
            best = tried[template.layout]
        if best.layout == "two_sided":
            best.headers |= _sides(self._columns(table, template, guesses))
        return best

    def _is_list(self, table: Table, template: StatementTemplate, guesses: Mapping[str, HeaderGuess]) -> bool:
        """Whether a table that others print by code or in two lists is one list: a label, its amounts, and a sum below."""
        columns = self._columns(table, template, guesses)
        roles = [c for c in columns if c.is_role]
        if template.layout not in ("coded", "two_sided") or len(roles) != 1 or roles[0].measure not in ("@label", "@name"):
            return False
        labels = [strip_numbering(label_key(row[roles[0].index])) for row in table.grid()[table.header_rows :]]
        known = [t for t in labels if t in self._pack.items or t in template.items]
        return bool(labels) and _SUM.match(labels[-1]) is not None and 3 * len(known) >= len(labels)

    def _likely(self, table: Table, template: StatementTemplate, guesses: Mapping[str, HeaderGuess]) -> list[str]:
        """Layouts to try, the likeliest first."""
        columns = self._columns(table, template, guesses)
        roles = {c.measure for c in columns}
        rows = table.rows - table.header_rows
        if roles & {"@class", "@code"}:
            return ["coded"] + (["coded_projects"] if "@project" in roles else [])
        if rows <= 3 and not roles & {"@name", "@label", "@project"}:
            return ["items", *(n for n in _TRIED if n != "items")]
        return ["two_sided", "coded"]

    def _columns(self, table: Table, template: StatementTemplate, guesses: Mapping[str, HeaderGuess]) -> tuple[Column, ...]:
        words = {word: g.measure for word, g in guesses.items()}
        return columns_of(table, replace(template, headers={**template.headers, **words}), self._pack)

    def _try(self, table: Table, template: StatementTemplate, guesses: Mapping[str, HeaderGuess]) -> Shape:
        columns = self._columns(table, template, guesses)
        body = tuple(tuple(row) for row in table.grid()[table.header_rows :])
        found = self._layouts[template.layout](TableView(table, columns, body, table.header_rows), template, self._pack, self._references)
        used = {(i.cell.row, i.cell.column) for i in found.items}
        codes = {c.index for c in columns if c.measure in ("@class", "@group", "@item", "@code", "@unit_code", "@line")}
        numeric = {
            (c.row, c.column)
            for c in table.cells
            if c.row >= table.header_rows and c.column not in codes and parse_figure(c.text) is not None
        }
        return Shape(template.layout, template.classification, dict(guesses), len(used & numeric), len(numeric))

    def _headers(self, table: Table, template: StatementTemplate) -> dict[str, HeaderGuess]:
        """Guesses for the columns whose header the pack does not know, by header word."""
        columns = columns_of(table, template, self._pack)
        body = table.grid()[table.header_rows :]
        values = {c.index: [squeeze(row[c.index]) for row in body if squeeze(row[c.index])] for c in columns}
        coded = any(c.measure in ("@code", "@class") for c in columns)
        named = any(c.measure in ("@name", "@label", "@project", "@unit_name") for c in columns)
        found: dict[str, HeaderGuess] = {}
        amounts: list[Column] = []
        for column in columns:
            texts = values[column.index]
            if column.measure is not None or not column.path:
                amounts += [column] if column.measure and not column.measure.startswith("@") else []
            elif not coded and len(texts) > 2 and sum(bool(_CODE.match(t)) for t in texts) >= 0.8 * len(texts):
                found[header_word(column)], coded = HeaderGuess("@code", 0.9, "holds codes"), True
            elif len(texts) > 2 and texts == [str(n) for n in range(1, len(texts) + 1)]:
                found[header_word(column)] = HeaderGuess("@line", 0.9, "counts the rows")
            elif sum(parse_figure(t) is not None for t in texts) >= max(1.0, 0.6 * len(texts)):
                amounts.append(column)
            elif texts and not named and not any(parse_figure(t) for t in texts):
                found[header_word(column)], named = HeaderGuess("@label", 0.7, "the first column of words"), True
        if template.layout != "items" and (coded or named):
            found |= self._measures(body, amounts, template)
        return found

    def _measures(self, body: list[list[str]], amounts: list[Column], template: StatementTemplate) -> dict[str, HeaderGuess]:
        """The measures of columns of amounts: the total, that of a word like their own, or a new one."""
        found: dict[str, HeaderGuess] = {}
        has_total = any(c.measure == "total" for c in amounts)
        for column in (c for c in amounts if c.measure is None):
            word = header_word(column)
            if len(amounts) == 1:
                found[word] = HeaderGuess("total", 0.8, "the only column of amounts")
            elif not has_total and _is_sum(body, column, [c for c in amounts if c is not column]):
                found[word], has_total = HeaderGuess("total", 0.85, "the sum of the columns beside it"), True
            else:
                found[word] = self._like(word, template) or self._new(word)
        return found

    def _like(self, word: str, template: StatementTemplate) -> HeaderGuess | None:
        """The measure of the known word that is most like this one, if any is like it."""
        leaf = word.rpartition("/")[2]
        known = {w: m for w, m in {**self._pack.headers, **template.headers}.items() if not m.startswith("@") and "/" not in w}
        scored = [(SequenceMatcher(None, leaf, w, autojunk=False).ratio(), w) for w in known]
        ratio, like = max(scored, default=(0.0, ""))
        return HeaderGuess(known[like], round(ratio, 2), f"like “{like}”") if ratio >= _ALIKE else None

    def _new(self, word: str) -> HeaderGuess:
        id = self.new_measures.setdefault(word, f"new_{len(self.new_measures) + 1}")
        return HeaderGuess(id, 0.3, "a new measure: no header that is known is like it")


def _sides(columns: Iterable[Column]) -> dict[str, HeaderGuess]:
    """The total for the only column of amounts of a side (本年收入/预算数), which its head alone would make a kind of income."""
    sides: list[list[Column]] = []
    for column in columns:
        if column.measure in ("@name", "@label", "@project"):
            sides.append([])
        elif column.measure and not column.measure.startswith("@") and sides:
            sides[-1].append(column)
    alone = [side[0] for side in sides if len(side) == 1 and len(side[0].path) > 1]
    return {header_word(c): HeaderGuess("total", 0.85, "the only column of amounts of its side") for c in alone if c.measure != "total"}


def _is_sum(body: list[list[str]], column: Column, others: list[Column]) -> bool:
    """Whether a column is the sum of the others in nearly every row that has it, and in more than one."""
    rows = 0
    right = 0
    for row in body:
        whole = parse_figure(row[column.index])
        parts = [f.value for c in others if (f := parse_figure(row[c.index])) is not None]
        if whole is not None and parts:
            rows += 1
            right += whole.value == sum(parts)
    return rows > 1 and right >= 0.8 * rows


def header_word(column: Column) -> str:
    """The header path of a column as region files write it: label keys joined by "/", years left out."""
    keys = [_YEAR.sub("", label_key(p)) or label_key(p) for p in dict.fromkeys(column.path)]
    return "/".join(keys[-2:])


def _classification(table: Table, columns: tuple[Column, ...]) -> str | None:
    """Whether the codes of a table are economic (3…, 5…) or functional; None if it has none."""
    at = [c.index for c in columns if c.measure in ("@code", "@class")]
    codes = [t for row in table.grid()[table.header_rows :] for c in at if _CODE.match(t := squeeze(row[c]))]
    if not codes:
        return None
    return "economic" if sum(bool(_ECONOMIC.match(c)) for c in codes) > len(codes) / 2 else "functional"
