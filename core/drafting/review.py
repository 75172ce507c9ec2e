"""What a region makes of documents: recognised, unknown, unread, missing, in scope, covered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..model.checks.finding import Outcome
from ..model.disclosures.disclosure import Disclosure
from ..model.disclosures.region import Region
from ..model.documents.privacy import mask
from ..model.results.result import DocumentStatus, RunResult
from ..plugins.manager import Plugins
from ..run.options import Options
from ..run.pipeline import check_paths
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
    }


def review_region(region: Region, paths: Iterable[Path], plugins: Plugins) -> Review:
    """Check files with a region, whatever place they say they are from. Raises UsageError for a path that does not exist."""
    run = check_paths(paths, plugins.with_region(region), Options(region=region.id))
    files = tuple(_file(r.path, str(r.status), r.reason, r.disclosure, region) for r in run.documents)
    return Review(region.id, region.version, files, tuple(_missing(run, region)), _rules(run), len(run.rules))


def _file(path: str, status: str, reason: str | None, d: Disclosure | None, region: Region) -> FileReview:
    if d is None:
        return FileReview(path, status, reason)
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
        path=path,
        status=status,
        reason=reason,
        kind=str(d.identity.kind) if d.identity.kind else None,
        level=str(d.identity.level),
        fiscal_year=d.identity.fiscal_year,
        statements=tuple(statements),
        unknown_titles=tuple(s.title for s in statements if s.statement is None),
        unknown_headers=tuple((t, h, n) for (t, h), n in headers.items()),
        unread=tuple((mask(u.text), mask(u.where), u.reason) for u in d.coverage.unread),
        prose=(d.coverage.prose_understood, d.coverage.prose_numbers),
    )


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
