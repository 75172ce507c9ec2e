"""Results as the published JSON contracts (mingzhang.check/1, tables/1, facts/1)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from textwrap import indent
from typing import Any

from ..messages import localised
from ..model.checks.finding import Evidence, Finding, LedgerRow
from ..model.checks.rule import rule_set_version
from ..model.disclosures.claim import Claim, Headcount
from ..model.disclosures.coverage import Coverage, Unread
from ..model.disclosures.disclosure import Disclosure, Indicator, LineItem
from ..model.disclosures.performance import PerformanceFunds, Project
from ..model.documents.document import Document, Place, Table
from ..model.documents.figure import Figure, parse_figure, plain
from ..model.documents.privacy import mask
from ..model.results.result import DocumentResult, RunResult

CHECK, TABLES, FACTS = "mingzhang.check/1", "mingzhang.tables/1", "mingzhang.facts/1"
CHECK_LINE, CHECK_RUN = "mingzhang.checked/1", "mingzhang.run/1"


def check_json(run: RunResult, explanations: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    """The object that ``mingzhang check --format json`` prints; ``explanations`` with ``--explain``."""
    listed = {name: list(items) for name, items in _lists(run)}
    return {"schema": CHECK, **listed, **_rest(run, explanations)}


def check_pieces(run: RunResult, explanations: list[dict[str, Any]] | None = None) -> Iterator[str]:
    """The text of :func:`check_json` in pieces, none of which grows with the number of files."""
    yield f'{{\n "schema": {json.dumps(CHECK)}'
    for name, items in _lists(run):
        yield f',\n "{name}": ['
        empty = True
        for item in items:
            yield ("" if empty else ",") + "\n  " + indent(json.dumps(item, ensure_ascii=False, indent=1), "  ").lstrip()
            empty = False
        yield "]" if empty else "\n ]"
    for name, value in _rest(run, explanations).items():
        yield f',\n "{name}": ' + indent(json.dumps(value, ensure_ascii=False, indent=1), " ").lstrip()
    yield "\n}\n"


def check_lines(run: RunResult) -> Iterator[dict[str, Any]]:
    """What ``mingzhang check --format jsonl`` prints, a line each: the files with their findings and ledger, then the run."""
    for r in run.documents:
        yield {
            "schema": CHECK_LINE,
            **_document(r),
            "findings": [_finding(f, r.sha256) for f in r.findings],
            "ledger": [_ledger(row) for row in r.ledger],
        }
    yield {"schema": CHECK_RUN, "documents": len(run.documents), **_rest(run, None)}


def _lists(run: RunResult) -> Iterator[tuple[str, Iterator[dict[str, Any]]]]:
    yield "documents", (_document(r) for r in run.documents)
    yield "findings", (_finding(f, r.sha256) for r in run.documents for f in r.findings)
    yield "ledger", (_ledger(row) for r in run.documents for row in r.ledger)


def _rest(run: RunResult, explanations: list[dict[str, Any]] | None) -> dict[str, Any]:
    return {
        "skipped": run.skipped,
        "plugin_errors": run.plugin_errors,
        "rule_set": {"version": rule_set_version(run.rules), "rules": len(run.rules)},
        "explanations": explanations,
    }


def _document(result: DocumentResult) -> dict[str, Any]:
    summary = result.summary
    who = summary.identity
    return {
        "path": result.path,
        "sha256": result.sha256 or None,
        "status": str(result.status),
        "reason": localised(result.reason) if result.reason else None,
        "document_type": str(result.document_type) if result.document_type else None,
        "parser": result.parser,
        "engine": result.engine,
        "region": who.region if who else None,
        "pack": summary.pack_version,
        "division_code": who.division_code if who else None,
        "body": who.body if who else None,
        "fiscal_year": who.fiscal_year if who else None,
        "kind": str(who.kind) if who and who.kind else None,
        "level": str(who.level) if who else None,
        "disclosure": who.key if who else None,
        "pages": summary.pages,
        "tables": summary.tables,
        "tables_recognised": summary.tables_recognised,
        "facts": summary.facts,
        "claims": summary.claims,
        "skipped": None,
        "remarks": [localised(r) for r in summary.remarks],
        "problems": [localised(p) for p in summary.problems],
        "coverage": _coverage(summary.coverage) if who else None,
    }


def _coverage(c: Coverage) -> dict[str, Any]:
    return {"cells": [c.cells_understood, c.cells_numeric], "prose": [c.prose_understood, c.prose_numbers]}


def place_json(place: Place) -> dict[str, Any]:
    """A place as the contracts print it."""
    return {
        "page": place.page,
        "bbox": [round(x, 2) for x in place.bbox] if place.bbox else None,
        "sheet": place.sheet,
        "line": place.line,
        "column_no": place.column,
        "block": place.block,
    }


def _finding(f: Finding, sha: str) -> dict[str, Any]:
    return {
        "rule": f.rule,
        "title": f.title,
        "severity": str(f.severity),
        "certainty": str(f.certainty),
        "document": sha,
        "related_documents": list(f.related_documents),
        "message": mask(f.message),
        "formula": f.formula,
        "expected": f.as_text(f.expected),
        "actual": f.as_text(f.actual),
        "difference": f.as_text(f.difference),
        "unit": f.unit,
        "fingerprint": f.fingerprint,
        "members": list(f.members),
        "evidence": [_evidence(e, sha) for e in f.evidence],
    }


def _evidence(e: Evidence, sha: str) -> dict[str, Any]:
    return {
        "role": str(e.role),
        "document": e.document or sha,
        **place_json(e.place),
        "table": e.table,
        "section": e.section or None,
        "row": e.row,
        "column": e.column,
        "text": mask(e.text),
    }


def _ledger(row: LedgerRow) -> dict[str, Any]:
    return {
        "document": row.document,
        "rule": row.rule,
        "outcome": str(row.outcome),
        "reason": row.reason,
        "comparisons": row.comparisons,
        "seconds": round(row.seconds, 6),
    }


def tables_json(document: Document) -> dict[str, Any]:
    """The object that ``mingzhang tables --json`` prints."""
    return {
        "schema": TABLES,
        "document": document.sha256,
        "parser": document.parser,
        "engine": document.engine,
        "problems": [localised(p) for p in document.problems],
        "tables": [_table(t) for t in document.tables],
    }


def _table(t: Table) -> dict[str, Any]:
    return {
        "number": t.number,
        "title": t.title,
        "unit": t.unit,
        "status": str(t.status),
        "problem": localised(t.problem) if t.problem else None,
        "page": t.place.page,
        "pages": list(t.pages),
        "sheet": t.place.sheet,
        "header_rows": t.header_rows,
        "figures": sum(c.unread is not None or parse_figure(c.text) is not None for c in t.cells if c.row >= t.header_rows),
        "rows": t.grid(),
        "spans": [list(s) for s in t.spans()],
        "cells": [
            {
                "row": c.row,
                "col": c.column,
                "bbox": [round(x, 2) for x in c.place.bbox] if c.place.bbox else None,
                "confidence": plain(c.confidence) if c.confidence is not None else None,
                "ambiguous": c.ambiguous,
            }
            for c in t.cells
        ],
    }


def _figure(f: Figure | None) -> dict[str, Any] | None:
    if f is None:
        return None
    return {"value": plain(f.value, f.decimals), "unit": f.unit, "decimals": f.decimals, "text": f.text}


def facts_json(d: Disclosure, unread: bool = False) -> dict[str, Any]:
    """The object that ``mingzhang facts --json`` prints; ``unread``: the numbers that became no fact."""
    who = d.identity
    head: dict[str, Any] = {
        "schema": FACTS,
        "document": d.document.sha256,
        "identity": {
            "body": who.body, "division_code": who.division_code, "division": who.division_name, "region": who.region,
            "fiscal_year": who.fiscal_year, "kind": str(who.kind) if who.kind else None, "level": str(who.level),
            "short_names": list(who.short_names), "signed_on": who.signed_on, "disclosure": who.key,
        },
        "remarks": [localised(r) for r in d.remarks],
        "coverage": _coverage(d.coverage),
    }  # fmt: skip
    return head | {
        "statements": [
            {
                "id": s.id,
                "ordinal": s.ordinal,
                "number": s.table.number,
                "title": s.table.title,
                "unit": s.unit,
                "status": str(s.table.status),
                "rows": len(s.rows),
                "items": len(s.items),
            }
            for s in d.statements
        ],
        "line_items": [_item(i) for s in d.statements for i in s.items],
        "claims": [_claim(c) for c in d.claims],
        "headcounts": [_headcount(h) for h in d.headcounts],
        "indicators": [_indicator(i) for i in d.indicators],
        "contents": [{"number": e.number, "title": e.title, "is_table": e.is_table, **place_json(e.place)} for e in d.contents],
        "projects": [_project(p) for p in d.projects],
        "funds": [_funds(f) for f in d.performance_funds],
        "unread": [_unread(u) for u in d.coverage.unread] if unread else None,
    }


def _unread(u: Unread) -> dict[str, Any]:
    return {"text": mask(u.text), "where": mask(u.where), "reason": localised(u.reason), **place_json(u.place)}


def _project(p: Project) -> dict[str, Any]:
    return {
        "name": mask(p.name),
        "basis": mask(p.basis) if p.basis else None,
        "scale": mask(p.scale) if p.scale else None,
        "amount": _figure(p.amount),
        "use": mask(p.use) if p.use else None,
        "allocated": [_figure(a) for a in p.allocated],
        "period": p.period,
        **place_json(p.place),
    }


def _funds(f: PerformanceFunds) -> dict[str, Any]:
    rows = [
        {
            "kind": str(r.kind),
            "label": r.label,
            "amount": _figure(r.amount),
            "budget": _figure(r.budget),
            "executed": _figure(r.executed),
            "weight": _figure(r.weight),
            "rate": _figure(r.rate),
            "score": _figure(r.score),
            **place_json(r.place),
        }
        for r in f.rows
    ]
    return {
        "table": f.table,
        "project": mask(f.project) if f.project else None,
        "rows": rows,
        "total_weight": _figure(f.total_weight),
        "total_score": _figure(f.total_score),
    }


def _item(i: LineItem) -> dict[str, Any]:
    r = i.row
    return {
        "statement": i.statement, "table": i.table, "row_kind": str(r.kind), "row": r.key, "code": r.code, "name": r.name,
        "project": r.project, "side": str(r.side) if r.side else None, "measure": i.measure, "column": i.column_label,
        **(_figure(i.figure) or {}), **place_json(i.place),
    }  # fmt: skip


def _claim(c: Claim) -> dict[str, Any]:
    return {
        "section": c.section.title, "section_id": c.section.id, "subject": c.subject, "subject_text": mask(c.subject_text),
        "value": _figure(c.value), "share": _figure(c.share), "change": _figure(c.change), "rate": _figure(c.rate),
        "direction": str(c.direction) if c.direction else None, "base": c.base, "base_value": _figure(c.base_value),
        "reason": mask(c.reason) if c.reason else None, "sentence": mask(c.sentence), "ordinal": c.ordinal, **place_json(c.place),
    }  # fmt: skip


def _headcount(h: Headcount) -> dict[str, Any]:
    return {
        "category": h.category,
        "figure": _figure(h.figure),
        "change": _figure(h.change),
        "sentence": mask(h.claim.sentence),
        **place_json(h.claim.place),
    }


def _indicator(i: Indicator) -> dict[str, Any]:
    return {
        "table": i.table, "project": i.project, "levels": list(i.levels), "target": mask(i.target), "comparator": i.comparator,
        "target_figure": _figure(i.target_figure), "actual": mask(i.actual) if i.actual else None, "actual_figure": _figure(i.actual_figure),
        "weight": _figure(i.weight), "score": _figure(i.score), "deviation": mask(i.deviation) if i.deviation else None,
        **place_json(i.place),
    }  # fmt: skip
