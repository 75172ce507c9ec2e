"""What a region makes of documents: recognised, unknown, unread, guessed, failing, missing, in scope, covered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..model.checks.finding import Outcome, Severity
from ..model.disclosures.disclosure import Disclosure, RowKind
from ..model.disclosures.region import Region
from ..model.documents.figure import parse_figure
from ..model.documents.privacy import mask
from ..model.results.result import DocumentResult, DocumentStatus, RunResult
from ..plugins.manager import Plugins
from ..run.options import Options
from ..run.pipeline import check_paths
from ..understanding.tables.columns import guessed_columns
from ..understanding.tables.recognise import recognise
from .shapes import header_word

SCHEMA = "mingzhang.region-check/1"
FORMS = "indicators"
"""The layout of performance forms, which hold texts and numbers of every kind: they are counted apart."""


@dataclass(frozen=True, slots=True)
class StatementReview:
    """One table: what it is known as, by what, and how many of its numbers became facts."""

    title: str
    statement: str | None
    known_by: str | None
    layout: str
    understood: int
    numeric: int


@dataclass(frozen=True, slots=True)
class FileReview:
    """What the region makes of one file. ``unknown_headers`` counts unread numbers by table and header path."""

    path: str
    status: str
    reason: str | None
    kind: str | None = None
    level: str | None = None
    fiscal_year: int | None = None
    statements: tuple[StatementReview, ...] = ()
    unknown_titles: tuple[str, ...] = ()
    unknown_headers: tuple[tuple[str, str, int], ...] = ()
    unread: tuple[tuple[str, str, str], ...] = ()
    """Text, where it stands, and why it became no fact."""
    failing: tuple[tuple[str, str, str], ...] = ()
    """Rule, severity and message of what the rules found: of a sample that is right each is a fault of the region or a rule."""
    guessed_headers: tuple[tuple[str, str, str], ...] = ()
    """Table, header path and measure of columns that are known by a word like 合计 alone, under a head that nobody knows."""
    unnamed_headers: tuple[tuple[str, str, int], ...] = ()
    """Table, header path and number of amounts of columns that no measure names."""
    unknown_rows: tuple[tuple[str, str], ...] = ()
    """Table and label of rows with amounts that are no item: no rule knows them."""
    prose: tuple[int, int] = (0, 0)

    @property
    def cells(self) -> tuple[int, int]:
        """Understood and numeric cells of statements, performance forms left out."""
        own = [s for s in self.statements if s.layout != FORMS]
        return sum(s.understood for s in own), sum(s.numeric for s in own)


@dataclass(frozen=True, slots=True)
class Review:
    """What a region makes of documents."""

    region: str
    version: str
    files: tuple[FileReview, ...]
    missing: tuple[tuple[str, str], ...]
    """Group of documents (kind, level, year) and a statement that it must have and none of its samples has."""
    rules: dict[str, dict[str, int]]
    """For every rule in scope: outcome → number of documents."""
    total_rules: int

    @property
    def cells(self) -> tuple[int, int]:
        return sum(f.cells[0] for f in self.files), sum(f.cells[1] for f in self.files)

    @property
    def prose(self) -> tuple[int, int]:
        return sum(f.prose[0] for f in self.files), sum(f.prose[1] for f in self.files)

    @property
    def coverage(self) -> float:
        """Share of the numeric cells of statements that became facts; 0 where there are none."""
        understood, numeric = self.cells
        return understood / numeric if numeric else 0.0

    def status(self, fail_under: float) -> int:
        """Exit status: 3 a file was not read or recognised, 1 coverage under ``fail_under`` or a table missing, else 0."""
        if not self.files or any(f.status != DocumentStatus.CHECKED for f in self.files):
            return 3
        return int(self.coverage < fail_under or bool(self.missing))

    def as_json(self) -> dict[str, Any]:
        """The object that ``region check --json`` prints."""
        return {
            "schema": SCHEMA,
            "region": self.region,
            "version": self.version,
            "coverage": {"cells": list(self.cells), "prose": list(self.prose), "share": round(self.coverage, 4)},
            "files": [_file_json(f) for f in self.files],
            "missing": [{"documents": group, "statement": statement} for group, statement in self.missing],
            "rules": {"loaded": self.total_rules, "in_scope": self.rules},
        }


def _file_json(f: FileReview) -> dict[str, Any]:
    return {
        "path": f.path,
        "status": f.status,
        "reason": f.reason,
        "kind": f.kind,
        "level": f.level,
        "fiscal_year": f.fiscal_year,
        "coverage": {"cells": list(f.cells), "prose": list(f.prose)},
        "statements": [
            {"title": s.title, "statement": s.statement, "known_by": s.known_by, "layout": s.layout, "cells": [s.understood, s.numeric]}
            for s in f.statements
        ],
        "unknown_titles": list(f.unknown_titles),
        "unknown_headers": [{"table": t, "header": h, "numbers": n} for t, h, n in f.unknown_headers],
        "unread": [{"text": t, "where": w, "reason": r} for t, w, r in f.unread],
        "failing": [{"rule": r, "severity": s, "message": m} for r, s, m in f.failing],
        "guessed_headers": [{"table": t, "header": h, "measure": m} for t, h, m in f.guessed_headers],
        "unnamed_headers": [{"table": t, "header": h, "amounts": n} for t, h, n in f.unnamed_headers],
        "unknown_rows": [{"table": t, "label": label} for t, label in f.unknown_rows],
    }


def review_region(region: Region, paths: Iterable[Path], plugins: Plugins) -> Review:
    """Check files with a region, whatever place they say they are from. Raises UsageError for a path that does not exist."""
    run = check_paths(paths, plugins.with_region(region), Options(region=region.id))
    files = tuple(_file(r, region) for r in run.documents)
    return Review(region.id, region.version, files, tuple(_missing(run, region)), _rules(run), len(run.rules))


def _file(result: DocumentResult, region: Region) -> FileReview:
    d = result.disclosure
    if d is None:
        return FileReview(result.path, str(result.status), result.reason)
    unread = {(u.place, u.text) for u in d.coverage.unread}
    statements: list[StatementReview] = []
    headers: Counter[tuple[str, str]] = Counter()
    for s in d.statements:
        known = recognise(s.table, region)
        missed = [c for c in s.table.cells if c.row >= s.table.header_rows and (c.place, c.text) in unread]
        used = len({(i.cell.row, i.cell.column) for i in s.items})
        statements.append(
            StatementReview(
                s.title, s.id if s.is_recognised else None, str(known[1]) if known else None, s.layout, used, used + len(missed)
            )
        )
        for cell in missed:
            column = s.columns[cell.column] if cell.column < len(s.columns) else None
            headers[s.title, header_word(column) if column else ""] += 1
    return FileReview(
        path=result.path,
        status=str(result.status),
        reason=result.reason,
        kind=str(d.identity.kind) if d.identity.kind else None,
        level=str(d.identity.level),
        fiscal_year=d.identity.fiscal_year,
        statements=tuple(statements),
        unknown_titles=tuple(s.title for s in statements if s.statement is None),
        unknown_headers=tuple((t, h, n) for (t, h), n in headers.items()),
        unread=tuple((mask(u.text), mask(u.where), u.reason) for u in d.coverage.unread),
        failing=tuple((f.rule, str(f.severity), f.message) for f in result.findings if f.severity is not Severity.INFO),
        guessed_headers=tuple(_guessed(d, region)),
        unnamed_headers=tuple(_unnamed(d)),
        unknown_rows=tuple(_unknown_rows(d, region)),
        prose=(d.coverage.prose_understood, d.coverage.prose_numbers),
    )


def _guessed(d: Disclosure, region: Region) -> Iterable[tuple[str, str, str]]:
    for s in d.statements:
        if (known := recognise(s.table, region)) and s.layout not in (FORMS, "items"):
            for column in guessed_columns(s.table, known[0], region):
                yield s.title, header_word(column), column.measure or ""


def _unnamed(d: Disclosure) -> Iterable[tuple[str, str, int]]:
    """Columns without a measure in which amounts stand that no layout read."""
    for s in d.statements:
        if s.layout == FORMS or not s.is_recognised:
            continue
        read = {(i.cell.row, i.cell.column) for i in s.items}
        for column in s.columns:
            cells = [c for c in s.table.cells if c.column == column.index and c.row >= s.table.header_rows]
            amounts = [c for c in cells if (c.row, c.column) not in read and parse_figure(c.text) is not None]
            if column.measure is None and amounts:
                yield s.title, header_word(column), len(amounts)


_NAMED = ("two_sided", "items", "listed", "nested")
"""Layouts whose rows are items by their labels."""


def _unknown_rows(d: Disclosure, region: Region) -> Iterable[tuple[str, str]]:
    for s in d.statements:
        template = next((t for t in region.statements if t.id == s.id), None)
        if template is None or s.layout not in _NAMED:
            continue
        known = {*region.items.values(), *template.items.values(), "with_meetings"}
        filled = {i.row.ordinal for i in s.items}
        for row in s.rows:
            if row.kind is RowKind.ITEM and row.ordinal in filled and row.key not in known:
                yield s.title, mask(row.name)


def _missing(run: RunResult, region: Region) -> Iterable[tuple[str, str]]:
    """Statements that a requirement names and that no document of its kind, level and year has."""
    groups: dict[str, tuple[Sequence[str], set[str]]] = {}
    for result in run.documents:
        if result.disclosure is None or not any(result.disclosure.statements):
            continue
        who = result.disclosure.identity
        requirement = region.requirement(who)
        wanted: Sequence[str] = requirement.statements if requirement else ()
        group = f"{who.kind} {who.level} {who.fiscal_year}"
        groups.setdefault(group, (wanted, set()))[1].update(s.id for s in result.disclosure.statements)
    for group, (wanted, found) in groups.items():
        yield from ((group, id) for id in wanted if id not in found)


def _rules(run: RunResult) -> dict[str, dict[str, int]]:
    found: dict[str, Counter[str]] = {}
    for result in run.documents:
        for row in result.ledger:
            outside = row.outcome is Outcome.NOT_APPLICABLE and row.reason in ("out_of_scope", "not_selected")
            if not outside:
                found.setdefault(row.rule, Counter())[str(row.outcome)] += 1
    return {rule: dict(c) for rule, c in sorted(found.items())}
