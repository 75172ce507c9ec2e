"""Region packs (地区包): what a region's documents look like, as data."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from ..documents.document import Table
from ..documents.said import said
from ..documents.text import squeeze
from ..documents.titles import title_keys
from ..documents.vocabulary import Vocabulary
from .column import Column
from .disclosure import Identity, Kind, Level, LineItem, Row
from .reference import References


@dataclass(frozen=True, slots=True)
class StatementTemplate:
    """How a region prints one statement: titles, layout, columns.

    ``titles`` hold title keys; ``headers`` map a header path or word (label keys, joined by ``/``) to a
    measure or role and win over the pack's; ``parts`` map a total measure to the sets of measures it may consist of (one set, or several readings).
    """

    id: str
    name: str
    titles: tuple[str, ...]
    layout: str
    classification: str | None = None
    """functional or economic, for code columns."""
    headers: dict[str, str] = field(default_factory=dict)
    parts: dict[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    items: dict[str, str] = field(default_factory=dict)
    """Row label key → canonical item id, for named rows."""
    pattern: tuple[re.Pattern[str], ...] = ()
    fingerprint: frozenset[str] = field(default_factory=frozenset)
    """Header words by which the table is known where its title is missing."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """Which statements a disclosure must have, in order, for years, kind and level."""

    kind: Kind
    statements: tuple[str, ...]
    first_year: int | None = None
    last_year: int | None = None
    level: Level | None = None
    divisions: tuple[str, ...] = ()
    """GB/T 2260 prefixes of the bodies that the list is of (``3200``: the province's own); empty for all of the region."""
    firm: bool = True
    """Whether a missing statement may be held against a body; a list that other places may print otherwise is not."""

    def covers(self, who: Identity) -> bool:
        year = who.fiscal_year
        if self.kind is not who.kind or (self.level is not None and self.level is not who.level) or year is None:
            return False
        if self.divisions and not (who.division_code or "").startswith(self.divisions):
            return False
        return (self.first_year is None or self.first_year <= year) and (self.last_year is None or year <= self.last_year)


_LIMIT = re.compile(r"\d+(?:\.\d+)?万元(?:（含）)?(?:及)?(以上|以下)(?:（含）|的)?")


def spoken_key(key: str) -> str:
    """A label key as subjects are compared: 收、支总计 is 收支总计, and the amount in a name says nothing.

    50万元以上大型设备 and 100万元以上大型设备 count the same.
    """
    if "、支" in key:
        key = key.replace("收、支", "收支").replace("收入、支出", "收入支出")
    return _LIMIT.sub(r"\1", key) if "万元" in key else key


@dataclass(frozen=True, slots=True)
class SubjectWord:
    """Words of the prose that name a subject (表述对象), and where the tables hold its value.

    ``words`` are label keys; ``where`` are places in statements ("statement:row:measure").
    """

    id: str
    name: str
    words: tuple[str, ...]
    where: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    """Ids of the sections in which the words mean this; empty for all."""
    units: tuple[str, ...] = ()
    """Units of the figures for which the words mean this (``money`` for any amount); empty for all."""
    under: dict[str, str] = field(default_factory=dict)
    """Subject that the sentence has named before → what the words mean then (轿车 among the cars bought, not those kept)."""
    parts: tuple[str, ...] = ()
    """Ids of the subjects that make this one up where a section states them all (财政拨款支出: by fund)."""


@dataclass(frozen=True, slots=True)
class SectionWord:
    """A section of the explanation that every document of the region has: words of its heading → id.

    ``pattern`` is searched in a numbered heading. ``heading`` is for regions that print headings without a number: a
    line of its own that it matches as a whole (label key; numbering, year, body name and 部门/单位 left out) opens the
    section, over the numbered headings that follow. ``part`` is the part of the document that such a heading opens.

    ``items`` are the places ("statement:measure") that hold the amounts of the classification paths in the section;
    ``others`` is the subject of its amounts whose words the pack does not know (the parts of a project, say); ``total`` that
    of an amount without words of its own (合计…万元). ``behind`` are totals behind which, in one sentence, the words of the
    section hold wherever the sentence stands (支出预算…万元，其中基本支出…万元).
    """

    id: str
    name: str
    pattern: re.Pattern[str]
    heading: re.Pattern[str] | None = None
    part: str | None = None
    items: tuple[str, ...] = ()
    others: str | None = None
    total: str | None = None
    behind: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Region:
    """A region pack: everything that differs from place to place, as data.

    ``divisions`` are GB/T 2260 prefixes (``65``); ``verified`` are the fiscal years that the pack was
    checked against, by kind.
    """

    id: str
    name: str
    version: str
    divisions: tuple[str, ...] = ()
    organs: frozenset[str] = frozenset()
    """Words that names of bodies end with (局, 中心, 灌区)."""
    title_words: dict[str, str] = field(default_factory=dict)
    """Name → regular expression of the words of titles that patterns are composed of."""
    level: Level | None = None
    """Of whom a document speaks that says neither 部门 nor 单位 (a file of tables alone)."""
    verified: dict[Kind, tuple[int, ...]] = field(default_factory=dict)
    statements: tuple[StatementTemplate, ...] = ()
    headers: dict[str, str] = field(default_factory=dict)
    items: dict[str, str] = field(default_factory=dict)
    requirements: tuple[Requirement, ...] = ()
    subjects: tuple[SubjectWord, ...] = ()
    sections: tuple[SectionWord, ...] = ()
    headcount: dict[str, str] = field(default_factory=dict)
    """Word → category (posts, present, active, retired, …)."""
    headcount_parts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    severities: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    attributes: dict[str, str] = field(default_factory=dict)
    """Words for an attribute of the subject before them (价值, 决算数) → its id; the subject is then ``subject.id``.

    ``=`` for words that state the subject's own value again (2024年预算安排), ``base`` for those that state the value
    that its change is counted from (2023年预算执行数), ``budgeted`` for 预算数, which is a budget's own value and in a final
    account what was planned.
    """
    template_faults: dict[str, str] = field(default_factory=dict)
    """Text that the region's template itself prints → what is odd about it; said once for the region."""
    _by_word: dict[str, list[SubjectWord]] = field(init=False, default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        for subject in self.subjects:
            for word in dict.fromkeys(map(spoken_key, subject.words)):
                self._by_word.setdefault(word, []).append(subject)

    def speaking(self, key: str) -> list[SubjectWord]:
        """The subjects that a label key names, in the order of the pack."""
        return self._by_word.get(spoken_key(key), [])

    def required(self, who: Identity) -> tuple[str, ...]:
        """Ids of the statements that this disclosure must have; empty if the pack does not know for certain."""
        found = self.requirement(who)
        return found.statements if found and found.firm else ()

    def requirement(self, who: Identity) -> Requirement | None:
        """The list of statements for this year, kind and level, firm or not."""
        return next((r for r in self.requirements if r.covers(who)), None)

    def remark(self, who: Identity) -> str | None:
        """What a reader must know about using this pack for this disclosure."""
        if who.kind is None or who.fiscal_year is None:
            return None
        if who.fiscal_year not in self.verified.get(who.kind, ()):
            year = who.fiscal_year
            return said(f"pack not verified for {year}", f"该地区规则尚未用 {year} 年度的文件验证过")
        return None

    def template(self, title: str) -> StatementTemplate | None:
        """The template whose titles hold this one: exact keys first, then patterns; then without a body's name before it.

        A title that says in brackets by which classification its table is ordered is none of a table ordered otherwise.
        """
        said = _classification_of(title)
        statements = [t for t in self.statements if None in (said, t.classification) or t.classification == said]
        for key in title_keys(title, self.organs):
            exact = next((t for t in statements if key in t.titles), None)
            if found := exact or next((t for t in statements if any(p.fullmatch(key) for p in t.pattern)), None):
                return found
        return None

    def vocabulary(self) -> Vocabulary:
        """Titles and header words for the readers."""
        words = set(self.headers)
        for t in self.statements:
            words |= set(t.headers) | set(t.fingerprint) | set(t.items)
        return Vocabulary(
            frozenset(title for t in self.statements for title in t.titles),
            frozenset(part for w in words for part in w.split("/")),
            frozenset(p.pattern for t in self.statements for p in t.pattern),
            self.organs,
        )


_SAID = re.compile(r"[（(][^（）()]*?(?:(?P<functional>功能(?:分类|科目))|(?P<economic>经济(?:分类|科目)))[^（）()]*[）)]")


def _classification_of(title: str) -> str | None:
    """The classification that a title names in brackets: （按支出功能分类科目）."""
    found = {m.lastgroup for m in _SAID.finditer(title)}
    return found.pop() if len(found) == 1 else None


def region_of_division(code: str | None, regions: Iterable[Region]) -> Region | None:
    """The region of a division: the one that names it most narrowly (3101 before 31), the first of equals."""
    claims = [(len(p), r) for r in regions for p in r.divisions if code and code.startswith(p)]
    return max(claims, key=lambda c: c[0])[1] if claims else None


@dataclass(frozen=True, slots=True)
class TableView:
    """A table ready for a layout: columns with header path and measure, and the rows of its body.

    ``body`` holds the texts of each body row (squeezed to one line); ``first_row`` is the grid row of
    ``body[0]``. ``role(…)`` finds role columns.
    """

    table: Table
    columns: tuple[Column, ...]
    body: tuple[tuple[str, ...], ...]
    first_row: int

    def role(self, *roles: str) -> list[int]:
        """Indexes of the columns with one of these roles."""
        return [c.index for c in self.columns if c.measure in roles]

    def text(self, row: int, column: int) -> str:
        return squeeze(self.body[row][column])


@dataclass(frozen=True, slots=True)
class Understood:
    """What a layout makes of a table: rows, items, and the body cells (row, column) it used otherwise."""

    rows: tuple[Row, ...]
    items: tuple[LineItem, ...]
    used: frozenset[tuple[int, int]] = field(default_factory=frozenset)


Layout = Callable[[TableView, StatementTemplate, Region, References], Understood]
"""A layout (版式): a pure function from a table to its rows and items."""
