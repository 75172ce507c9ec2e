"""A draft of a region from documents of a place that no pack knows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ..model.disclosures.disclosure import Disclosure, Kind, Level
from ..model.disclosures.region import Region, StatementTemplate
from ..model.documents.document import Table
from ..model.documents.text import label_key
from ..model.documents.titles import title_key
from ..model.results.result import DocumentResult
from ..plugins.manager import Plugins
from ..understanding.tables.recognise import RecognisedBy, recognise
from .prose import HeadingGuess, WordGuess, headings, people, subjects
from .shapes import HeaderGuess, Shape, ShapeReader
from .titles import SURE, TitleGuess, guess_title


@dataclass(slots=True)
class TableDraft:
    """One kind of table that the documents have, in the order in which it first came."""

    title: str
    number: str | None
    statement: str
    template: StatementTemplate | None
    """The pack's, None for a new statement."""
    known_by: RecognisedBy | None
    """None if the title was guessed."""
    confidence: float
    why: str
    layout: str | None = None
    """None: that of the pack."""
    classification: str | None = None
    headers: dict[str, HeaderGuess] = field(default_factory=dict)
    tables: int = 0
    understood: int = 0
    numeric: int = 0

    @property
    def says_something(self) -> bool:
        """Whether the region file needs an entry for it: the pack alone does not read it."""
        return self.known_by not in (RecognisedBy.TITLE, RecognisedBy.PATTERN) or bool(self.headers) or self.layout is not None

    @property
    def layout_confidence(self) -> float:
        return round(self.understood / self.numeric, 2) if self.numeric else 0.5


@dataclass(frozen=True, slots=True)
class RequirementDraft:
    """The tables that the documents of one kind and level have, in order."""

    kind: Kind
    level: Level
    years: tuple[int, ...]
    statements: tuple[str, ...]
    documents: int


@dataclass(frozen=True, slots=True)
class Draft:
    """What the documents of a place let one guess of its region file."""

    documents: tuple[str, ...]
    division: str | None
    """The province's two digits; None if the documents name no division or several provinces."""
    division_codes: tuple[str, ...]
    name: str
    units: Mapping[str, int]
    tables: tuple[TableDraft, ...]
    untitled: tuple[tuple[str, ...], ...]
    """Header words of tables without a title that nothing knows."""
    measures: Mapping[str, str]
    """Header word → id, of measures that the pack does not have."""
    requirements: tuple[RequirementDraft, ...]
    headings: tuple[HeadingGuess, ...]
    people: tuple[WordGuess, ...]
    subjects: tuple[WordGuess, ...]


def draft_region(results: Sequence[DocumentResult], pack: Region, plugins: Plugins) -> Draft:
    """What ``results`` (read with ``pack``, the national one) let one guess of the region that their documents are from."""
    read = [r for r in results if r.document is not None]
    disclosures = [r.disclosure for r in read if r.disclosure is not None]
    tables = _Tables(pack, plugins)
    for result in read:
        tables.add(list(result.document.tables) if result.document else [])
    codes = [d.identity.division_code for d in disclosures if d.identity.division_code]
    provinces = {c[:2] for c in codes}
    province = provinces.pop() if len(provinces) == 1 else None
    division = plugins.references.divisions.get(f"{province}0000") if province else None
    return Draft(
        documents=tuple(r.path for r in read),
        division=province,
        division_codes=tuple(sorted(set(codes))),
        name=division.name if division else "",
        units=Counter(t.unit for r in read if r.document for t in r.document.tables if t.unit),
        tables=tuple(tables.found.values()),
        untitled=tuple(dict.fromkeys(tables.untitled)),
        measures=tables.new_measures,
        requirements=tuple(_requirements(disclosures, tables)),
        headings=tuple(headings(disclosures, pack)),
        people=tuple(people(disclosures, pack)),
        subjects=tuple(subjects(disclosures)),
    )


class _Tables:
    """The tables of all documents, by title."""

    def __init__(self, pack: Region, plugins: Plugins) -> None:
        self._pack = pack
        self._shapes = ShapeReader(pack, plugins.layouts, plugins.references)
        self.found: dict[str, TableDraft] = {}
        self.untitled: list[tuple[str, ...]] = []

    def add(self, tables: Sequence[Table]) -> None:
        """Take in the tables of one document."""
        sure = {known[0].id for t in tables if (known := recognise(t, self._pack))}
        for table in tables:
            if not table.title:
                if recognise(table, self._pack) is None:
                    words = (label_key(t) for row in table.grid()[: table.header_rows] for t in row if t)
                    self.untitled.append(tuple(dict.fromkeys(words)))
                continue
            key = title_key(table.title)
            if key not in self.found:
                self.found[key] = self._new(table, key, sure)
            self._look(table, self.found[key])

    def _new(self, table: Table, key: str, sure: set[str]) -> TableDraft:
        if known := recognise(table, self._pack):
            template, by = known
            like = "its title is known" if by is RecognisedBy.TITLE else f"known by its {by}"
            confidence = 1.0 if by in (RecognisedBy.TITLE, RecognisedBy.PATTERN) else 0.8
            return TableDraft(key, table.number, template.id, template, by, confidence, like)
        others = {d.statement for d in self.found.values() if d.template is None}
        guess: TitleGuess = guess_title(table.title or "", self._pack, sure | others)
        why = f"like “{guess.like}”" if guess.template else "a new statement: no title that is known speaks about the same"
        return TableDraft(key, table.number, guess.id, guess.template, None, guess.confidence, why)

    def _look(self, table: Table, draft: TableDraft) -> None:
        """What this table says about layout and header words."""
        template = draft.template or StatementTemplate(draft.statement, draft.title, (), draft.layout or "", draft.classification)
        draft.tables += 1
        if template.layout in ("indicators", "plain"):
            return
        shape: Shape = self._shapes.read(table, template, known=draft.template is not None or bool(draft.layout))
        draft.understood += shape.understood
        draft.numeric += shape.numeric
        if shape.numeric == 0 and (draft.layout or draft.template):
            return  # an empty table says nothing about its layout
        if draft.template is None or shape.layout != draft.template.layout:
            draft.layout = shape.layout
        if draft.template is None or draft.template.classification is None:
            draft.classification = draft.classification or shape.classification
        draft.headers = {**shape.headers, **draft.headers}

    @property
    def new_measures(self) -> dict[str, str]:
        """Of those measures that were made up, the ones that a table uses."""
        used = {g.measure for t in self.found.values() for g in t.headers.values()}
        return {word: id for word, id in self._shapes.new_measures.items() if id in used}

    def statement_of(self, table: Table) -> TableDraft | None:
        return self.found.get(title_key(table.title)) if table.title else None


def _requirements(disclosures: Iterable[Disclosure], tables: _Tables) -> Iterable[RequirementDraft]:
    """For every kind and level: the statements that at least half of the documents with tables have, in their order."""
    groups: dict[tuple[Kind, Level], list[Disclosure]] = {}
    for d in disclosures:
        if d.identity.kind is not None and any(d.document.tables):
            groups.setdefault((d.identity.kind, d.identity.level), []).append(d)
    for (kind, level), group in groups.items():
        seen: Counter[str] = Counter()
        order: list[str] = []
        for d in group:
            drafts = [tables.statement_of(t) for t in d.document.tables]
            ids = list(dict.fromkeys(t.statement for t in drafts if t is not None))
            seen.update(ids)
            order += [i for i in ids if i not in order]
        statements = tuple(i for i in order if 2 * seen[i] >= len(group))
        years = sorted({d.identity.fiscal_year for d in group if d.identity.fiscal_year})
        if statements and years:
            yield RequirementDraft(kind, level, tuple(years), statements, len(group))


__all__ = ["SURE", "Draft", "RequirementDraft", "TableDraft", "draft_region"]
