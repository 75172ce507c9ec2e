"""The typed result of understanding a document: statements, line items, claims, indicators."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from ..documents.document import Cell, Document, Place, Table
from ..documents.figure import Figure
from .claim import Claim, Headcount, Section
from .column import Column, spoken_period
from .contents import ContentsEntry
from .coverage import Coverage
from .link import Link
from .performance import PerformanceFunds, Project


class Kind(StrEnum):
    """Budget (预算) or final account (决算)."""

    BUDGET = "budget"
    FINAL = "final"


class DocumentType(StrEnum):
    """What a file is (文种): a budget, a final account, or another kind of document, which is named and not checked.

    ``government_report`` is the report on the execution of a government's budget with the draft of the next one.
    """

    BUDGET = "budget"
    FINAL = "final"
    EXECUTION = "execution"
    ADJUSTMENT = "adjustment"
    DEBT = "debt"
    GOVERNMENT_REPORT = "government_report"
    TEMPLATE = "template"
    NOTICE = "notice"
    OTHER = "other"


class Level(StrEnum):
    """A department with its subordinate units (部门), or one unit (单位)."""

    DEPARTMENT = "department"
    UNIT = "unit"


@dataclass(frozen=True, slots=True)
class Identity:
    """Who published what for which year. A part that the document leaves open is None.

    ``division_code`` is GB/T 2260 (nearest coded ancestor for bodies without one); ``region`` is the id of
    the pack that was used.
    """

    body: str | None
    division_code: str | None
    division_name: str | None
    region: str
    fiscal_year: int | None
    kind: Kind | None
    level: Level
    short_names: tuple[str, ...] = ()
    """Other names by which the document calls the body (简称)."""
    signed_on: str | None = None
    """ISO date printed on the cover or at the end; neither approval nor publication."""
    other_body: str | None = None
    """Another body that the cover or the tables name where the rest names ``body``."""

    @property
    def key(self) -> str:
        """The disclosure key: division, body, year, kind, level."""
        parts = (self.division_code, self.body, self.fiscal_year, self.kind, self.level)
        return "|".join("" if p is None else str(p) for p in parts)


class RowKind(StrEnum):
    """What a row of a statement is about: its total, a functional or economic code, a named item, a project, a unit."""

    TOTAL = "total"
    FUNCTIONAL = "functional"
    ECONOMIC = "economic"
    ITEM = "item"
    PROJECT = "project"
    UNIT = "unit"
    OTHER = "other"


class Side(StrEnum):
    """The half of a two-sided statement (收支总表) that a row stands in."""

    INCOME = "income"
    EXPENDITURE = "expenditure"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a statement (行次).

    ``key`` is canonical: the code of a coded row, the id or label key of a named one. ``parent`` is the
    ordinal of the row that contains this one; ``detail`` marks a row that is a part of its parent without
    the parent being the sum of such rows (其中).
    """

    ordinal: int
    kind: RowKind
    key: str
    name: str
    code: str | None = None
    project: str | None = None
    unit_code: str | None = None
    side: Side | None = None
    parent: int | None = None
    detail: bool = False

    @property
    def address(self) -> str:
        """The row in a finding's fingerprint: canonical, without place or value."""
        parts = [str(self.side)] if self.side else []
        parts += [f"{self.kind}:{self.key}"]
        parts += [f"unit:{self.unit_code}"] if self.unit_code and self.kind is RowKind.UNIT else []
        return "/".join(parts)

    @property
    def label(self) -> str:
        """Code and name as people read them."""
        return " ".join(p for p in (self.code, self.project or self.name) if p) or "（无名行）"


@dataclass(frozen=True, slots=True)
class LineItem:
    """One figure of a statement (明细项): statement, row, measure, figure, place."""

    statement: str
    table: int
    """Ordinal of the statement in the disclosure."""
    row: Row
    measure: str
    figure: Figure
    cell: Cell
    column_label: str
    link: Link = Link.NAME
    """The weaker of how its row was tied to an item and its column to a measure."""

    @property
    def place(self) -> Place:
        return self.cell.place


UNKNOWN_STATEMENT = "unknown"
"""The id of tables that are no known statement."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A table that was recognised as a statement of the disclosure (报表).

    ``parts`` maps a total measure to the sets of measures that this table declares as its parts; ``decimals`` is
    the most decimals that it prints, the precision of all its amounts.
    """

    id: str
    ordinal: int
    table: Table
    layout: str
    columns: tuple[Column, ...] = ()
    rows: tuple[Row, ...] = ()
    items: tuple[LineItem, ...] = ()
    parts: dict[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    required: bool = False
    settled_unit: str | None = None
    """The unit of a table that prints none, settled by amounts that it shares with others: findings that rest on it are suspected."""
    _decimals: int = field(init=False, default=0, compare=False, repr=False)
    _at: dict[tuple[int, str], LineItem] = field(init=False, default_factory=dict, compare=False, repr=False)
    """Items by ordinal of the row and measure: rules ask row by row, and a table may have thousands."""

    def __post_init__(self) -> None:
        for i in self.items:
            self._at.setdefault((i.row.ordinal, i.measure), i)
        object.__setattr__(self, "_decimals", max((i.figure.decimals for i in self.items if i.figure.is_money), default=0))

    @property
    def is_recognised(self) -> bool:
        """Whether it is known which statement the table is."""
        return self.id != UNKNOWN_STATEMENT

    @property
    def title(self) -> str:
        """Number and title as printed."""
        return " ".join(p for p in (self.table.number, self.table.title) if p) or "（无题名表）"

    @property
    def unit(self) -> str | None:
        """As printed, or as its amounts settle it; None where it is unknown."""
        return self.table.unit or self.settled_unit

    @property
    def decimals(self) -> int:
        """The most decimals that it prints for money: the precision of all its amounts."""
        return self._decimals

    @property
    def empty(self) -> bool:
        """No figure at all. Zeros are figures."""
        return not self.items

    def get(self, row: Row, measure: str) -> LineItem | None:
        """The item of a row and a measure, None if the cell is blank."""
        return self._at.get((row.ordinal, measure))

    def find(self, measure: str, kind: RowKind, key: str | None = None, side: Side | None = None) -> Iterator[LineItem]:
        """Items of a measure in rows of a kind (and key, and side)."""
        for i in self.items:
            r = i.row
            if i.measure == measure and r.kind is kind and (key is None or r.key == key) and (side is None or r.side is side):
                yield i

    def children(self, row: Row) -> list[Row]:
        """Rows directly under ``row``, details (其中) left out."""
        return [r for r in self.rows if r.parent == row.ordinal and not r.detail]


@dataclass(frozen=True, slots=True)
class Indicator:
    """A row of a performance table (绩效指标). Texts as printed; figures where they are numbers.

    ``table`` is the ordinal of the statement, None where the form is a run of text whose grid was lost.
    """

    table: int | None
    project: str | None
    levels: tuple[str, str, str]
    """First, second and third level (一级, 二级, 三级指标)."""
    target: str
    comparator: str | None = None
    target_figure: Figure | None = None
    actual: str | None = None
    actual_figure: Figure | None = None
    weight: Figure | None = None
    score: Figure | None = None
    deviation: str | None = None
    cell: Cell | None = None
    stands_at: Place = field(default_factory=Place)
    """Where it stands, if in no cell."""

    @property
    def place(self) -> Place:
        return self.cell.place if self.cell else self.stands_at

    @property
    def address(self) -> str:
        return "/".join(("indicator", self.project or "", *self.levels))


@dataclass(frozen=True, slots=True)
class Disclosure:
    """A body's budget or final account for one year, as one document states it (公开件)."""

    identity: Identity
    document: Document
    statements: tuple[Statement, ...]
    sections: tuple[Section, ...] = ()
    claims: tuple[Claim, ...] = ()
    headcounts: tuple[Headcount, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    projects: tuple[Project, ...] = ()
    performance_funds: tuple[PerformanceFunds, ...] = ()
    contents: tuple[ContentsEntry, ...] = ()
    coverage: Coverage = field(default_factory=Coverage)
    pack_version: str = ""
    remarks: tuple[str, ...] = ()
    """What a reader of the result must know, e.g. 'pack not verified for 2026'."""
    required: tuple[str, ...] = ()
    """Ids of the statements that the pack requires for this year, kind and level."""
    template_faults: dict[str, str] = field(default_factory=dict)
    """Words that the region's own template prints wrongly: said once for the region, not held against the body."""
    approved_on: str | None = None
    """ISO date of the 批复, as a manifest states it; the date on a cover is neither this nor that of publication."""
    published_on: str | None = None
    """ISO date of publication, as a manifest states it."""
    names: dict[str, str] = field(default_factory=dict)
    """Canonical id (statement, measure, subject) → the Chinese term."""
    subject_parts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Subject → the subjects that make it up, as the region's prose lists them."""
    headcount_parts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Category of people → the categories that make it up, as the region counts."""

    def statement(self, id: str) -> Statement | None:
        """The first statement with this id."""
        return next((s for s in self.statements if s.id == id), None)

    def all_of(self, *ids: str) -> list[Statement]:
        """Statements with one of these ids, in document order."""
        return [s for s in self.statements if s.id in ids]

    def name(self, id: str) -> str:
        """The Chinese term of a canonical id, the id itself if it has none; 上年 before that of a figure of the year before."""
        year, measure = spoken_period(id)
        return year + self.names.get(measure, measure)

    def statement_name(self, id: str) -> str:
        """The Chinese term of a statement's id."""
        return self.names.get(f"statement:{id}", id)

    def subject_name(self, claim: Claim) -> str:
        """The subject of a claim as people read it: its Chinese term, else the words of the sentence."""
        return self.names.get(claim.subject or "", claim.subject_text)

    @property
    def tables_recognised(self) -> int:
        """Of the tables seen, those of which it is known which statement they are."""
        return sum(s.is_recognised for s in self.statements)

    @property
    def facts(self) -> int:
        """Line items with a figure, indicators, headcounts, projects, vehicles and procurement."""
        return sum(len(s.items) for s in self.statements) + len(self.indicators) + len(self.headcounts) + len(self.projects) + self._stated

    @property
    def _stated(self) -> int:
        """Vehicles and procurement, which only the prose states."""
        subjects = ("procurement", "vehicles_", "asset_vehicles", "fixed_asset_vehicles")
        return sum(1 for c in self.claims if c.value is not None and (c.subject or "").startswith(subjects))
