"""From the result of one file to the rows of the database: pure, nothing is written here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from ..model.checks.finding import Evidence, Finding, LedgerRow
from ..model.disclosures.claim import Claim, Section
from ..model.disclosures.disclosure import Disclosure, Indicator, LineItem, Statement
from ..model.documents.document import Document, Place, Table
from ..model.documents.privacy import SHORTEST, mask
from ..model.documents.text import squeeze
from ..model.results.result import DocumentResult, DocumentStatus
from .columns import Row, Rows, as_json, cell_list, decimal_text, document_key, place_columns, table_id, value_text
from .search import index_text

CellAddress = tuple[str | None, int | None, int | None]
"""Table id, row and column of its grid."""
NO_CELL: CellAddress = (None, None, None)
KEYS = frozenset(
    {"id", "document", "disclosure", "table_id", "fingerprint", "finding", "other_document", "sha256", "digest", "rule", "path"}
)
"""Columns that other rows refer to."""


def finding_row(f: Finding, ordinal: int, document: str, disclosure: str | None) -> Row:
    """The row of a finding."""
    return {
        "fingerprint": f.fingerprint,
        "document": document,
        "ordinal": ordinal,
        "disclosure": disclosure,
        "rule": f.rule,
        "title": f.title,
        "severity": str(f.severity),
        "certainty": str(f.certainty),
        "message": f.message,
        "formula": f.formula,
        "expected": f.as_text(f.expected),
        "actual": f.as_text(f.actual),
        "difference": f.as_text(f.difference),
        "unit": f.unit,
        "address": f.address,
        "members": as_json(f.members),
        "related_documents": as_json(f.related_documents),
    }


def evidence_row(finding: Finding, ordinal: int, document: str, cell: CellAddress, section: int | None) -> Row:
    """The row of one evidence of a finding, with the cell or the section in which it stands."""
    e = finding.evidence[ordinal]
    return {
        "finding": finding.fingerprint,
        "document": document,
        "ordinal": ordinal,
        "role": str(e.role),
        "other_document": None if e.document in (None, document) else e.document,
        "table_title": e.table,
        "section": e.section,
        "section_ordinal": section,
        "row_label": e.row,
        "column_label": e.column,
        "text": e.text,
        **place_columns(e.place),
        **dict(zip(("table_id", "grid_row", "grid_column"), cell, strict=True)),
    }


def ledger_row(row: LedgerRow, document: str) -> Row:
    """The row of the ledger for a rule."""
    return {
        "document": document,
        "rule": row.rule,
        "outcome": str(row.outcome),
        "reason": None if row.reason is None else str(row.reason),
        "comparisons": row.comparisons,
        "seconds": row.seconds,
    }


def shown_row(row: Row, shown: Callable[[str], str]) -> Row:
    """A row as it is stored: its texts as ``shown`` has them, keys and hashes as they are."""
    return {k: shown(v) if isinstance(v, str) and len(v) >= SHORTEST and k not in KEYS else v for k, v in row.items()}


class Builder:
    """Builds the rows of one result, table by table.

    ``rows`` maps the name of a table to its rows, in an order in which they can be inserted. Personal data are starred out in every text
    unless ``keep_personal``.
    """

    def __init__(self, result: DocumentResult, *, keep_personal: bool = False) -> None:
        self.result = result
        self._shown: Callable[[str], str] = str if keep_personal else lru_cache(maxsize=None)(mask)
        self.key = document_key(result)
        checked = result.status is DocumentStatus.CHECKED
        self.disclosure: Disclosure | None = result.disclosure if checked else None
        self.document: Document | None = result.document or (self.disclosure.document if self.disclosure else None)
        self.rows: Rows = {}
        self._tables_by_statement: dict[int, str] = {}
        self._cells: dict[tuple[Place, str], list[CellAddress]] = {}
        self._places: dict[Place, list[CellAddress]] = {}
        self._blocks: dict[int, str] = {}
        self._item_cells: dict[tuple[Place, str, str, str], CellAddress] = {}
        self._sections: dict[Place, int] = {}
        self._section_ordinals: dict[int, int] = {}

    def build(self) -> Rows:
        self._tables()
        if self.disclosure is not None:
            self._facts(self.disclosure)
        who = self.disclosure.identity.key if self.disclosure else None
        self.rows["findings"] = [finding_row(f, n, self.key, who) for n, f in enumerate(self.result.findings)]
        self.rows["evidence"] = list(self._evidence())
        self.rows["ledger"] = [ledger_row(row, self.key) for row in self.result.ledger]
        units = self.result.comparable.units if self.result.comparable else ()
        self.rows["listed_units"] = [{"document": self.key, "ordinal": n, "plain_name": name} for n, name in enumerate(units)]
        self.rows["search_entries"] = list(self._search())
        return {table: [self.shown(row) for row in rows] for table, rows in self.rows.items()}

    def shown(self, row: Row) -> Row:
        """A row as it is stored: its texts without personal data, keys and hashes as they are."""
        return shown_row(row, self._shown)

    def _facts(self, d: Disclosure) -> None:
        who = d.identity.key
        self.rows["sections"] = [self._section(n, s) for n, s in enumerate(d.sections)]
        items = [i for s in d.statements for i in s.items]
        self.rows["line_items"] = [self._item(n, i, who) for n, i in enumerate(items)]
        self.rows["claims"] = [self._claim(n, c, who) for n, c in enumerate(d.claims)]
        self.rows["indicators"] = [self._indicator(n, i, who) for n, i in enumerate(d.indicators)]
        self.rows["headcounts"] = [
            {
                "document": self.key,
                "ordinal": n,
                "disclosure": who,
                "category": h.category,
                "value": decimal_text(h.figure),
                "unit": h.figure.unit,
                "text": h.figure.text,
                "change": None if h.change is None else decimal_text(h.change),
                "section": h.claim.section.title or None,
                "sentence": h.claim.sentence,
                **place_columns(h.claim.place),
            }
            for n, h in enumerate(d.headcounts)
        ]
        self.rows["contents"] = [
            {
                "document": self.key,
                "ordinal": n,
                "number": e.number,
                "title": e.title,
                "is_table": int(e.is_table),
                "part": e.part,
                **place_columns(e.place),
            }
            for n, e in enumerate(d.contents)
        ]
        self.rows["unread"] = [
            {"document": self.key, "ordinal": n, "text": u.text, "where_found": u.where, "reason": u.reason, **place_columns(u.place)}
            for n, u in enumerate(d.coverage.unread)
        ]

    def _tables(self) -> None:
        statements = {id(s.table): s for s in self.disclosure.statements} if self.disclosure else {}
        tables = list(self.document.tables) if self.document else []
        known = {id(t) for t in tables}
        tables += [s.table for s in statements.values() if id(s.table) not in known]
        self.rows["tables"] = [self._table(n, t, statements.get(id(t))) for n, t in enumerate(tables)]

    def _table(self, ordinal: int, table: Table, statement: Statement | None) -> Row:
        name = table_id(self.key, ordinal)
        if statement is not None:
            self._tables_by_statement[statement.ordinal] = name
        if self.result.findings:  # only their evidence asks for cells
            self._remember(table, name)
        pages = table.pages or ((table.place.page,) if table.place.page else ())
        return {
            "id": name,
            "document": self.key,
            "ordinal": ordinal,
            "statement": statement.id if statement else None,
            "statement_ordinal": statement.ordinal if statement else None,
            "number": table.number,
            "title": table.title,
            "unit": table.unit,
            "maker": table.maker,
            "status": str(table.status),
            "problem": table.problem,
            "page": min(pages) if pages else None,
            "page_end": max(pages) if pages else None,
            "block": table.place.block,
            "header_rows": table.header_rows,
            "rows": table.rows,
            "columns": table.columns,
            "required": int(statement.required) if statement else 0,
            "grid": as_json(table.grid()),
            "spans": as_json(table.spans()),
            "cells": as_json(
                [cell_list(c.row, c.column, c.place, c.ambiguous, c.confidence) for c in table.cells if c.text or c.ambiguous]
            ),
            "notes": as_json([n.text for n in table.notes]),
        }

    def _remember(self, table: Table, name: str) -> None:
        """Where the cells of a table are, by place and text."""
        for c in table.cells:
            self._cells.setdefault((c.place, squeeze(c.text)), []).append((name, c.row, c.column))
            self._places.setdefault(c.place, []).append((name, c.row, c.column))
        for place in (table.place, *(c.place for c in table.cells)):
            if place.block is not None:
                self._blocks.setdefault(place.block, name)

    def _section(self, ordinal: int, section: Section) -> Row:
        self._section_ordinals[id(section)] = ordinal
        for _, place in section.offsets:
            self._sections.setdefault(place, ordinal)
        first = section.offsets[0][1] if section.offsets else Place()
        return {
            "document": self.key,
            "ordinal": ordinal,
            "section_id": section.id,
            "part": section.part,
            "headings": as_json(section.headings),
            "title": section.title,
            "text": section.text,
            "places": as_json([[offset, p.page, p.line, p.block] for offset, p in section.offsets]),
            "page": first.page,
            "block": first.block,
        }

    def _item(self, ordinal: int, item: LineItem, disclosure: str) -> Row:
        row, figure = item.row, item.figure
        where: CellAddress = (self._tables_by_statement.get(item.table), item.cell.row, item.cell.column)
        if self.result.findings:
            self._item_cells.setdefault((item.place, squeeze(figure.text), row.label, item.column_label), where)
        return {
            "document": self.key,
            "ordinal": ordinal,
            "disclosure": disclosure,
            "statement": item.statement,
            "row_ordinal": row.ordinal,
            "parent_row": row.parent,
            "detail": int(row.detail),
            "row_kind": str(row.kind),
            "code": row.code,
            "row_key": row.key,
            "row_name": row.name,
            "project": row.project,
            "unit_code": row.unit_code,
            "side": None if row.side is None else str(row.side),
            "measure": item.measure,
            "column_label": item.column_label,
            "amount_fen": figure.fen,
            "value": decimal_text(figure),
            "text": figure.text,
            "unit": figure.unit,
            "decimals": figure.decimals,
            "ambiguous": int(item.cell.ambiguous),
            **place_columns(item.place),
            **dict(zip(("table_id", "grid_row", "grid_column"), where, strict=True)),
        }

    def _claim(self, ordinal: int, claim: Claim, disclosure: str) -> Row:
        return {
            "document": self.key,
            "ordinal": ordinal,
            "disclosure": disclosure,
            "section_ordinal": self._section_ordinals.get(id(claim.section), self._sections.get(claim.place)),
            "section_id": claim.section.id,
            "section": claim.section.title or None,
            "subject": claim.subject,
            "subject_text": claim.subject_text,
            "sentence": claim.sentence,
            "start": claim.start,
            "code": claim.code,
            "path": as_json(claim.path),
            "value": value_text(claim.value),
            "unit": claim.value.unit if claim.value else None,
            "decimals": claim.value.decimals if claim.value else None,
            "text": claim.value.text if claim.value else None,
            "value_fen": claim.value.fen if claim.value else None,
            "share": value_text(claim.share),
            "change": value_text(claim.change),
            "change_unit": claim.change.unit if claim.change else None,
            "change_fen": claim.change.fen if claim.change else None,
            "rate": value_text(claim.rate),
            "direction": None if claim.direction is None else str(claim.direction),
            "rate_direction": None if claim.rate_direction is None else str(claim.rate_direction),
            "base": claim.base,
            "base_value": value_text(claim.base_value),
            "base_unit": claim.base_value.unit if claim.base_value else None,
            "base_fen": claim.base_value.fen if claim.base_value else None,
            "same_as": as_json(claim.where),
            "reason": claim.reason,
            **place_columns(claim.place),
        }

    def _indicator(self, ordinal: int, i: Indicator, disclosure: str) -> Row:
        return {
            "document": self.key,
            "ordinal": ordinal,
            "disclosure": disclosure,
            "project": i.project,
            **dict(zip(("level1", "level2", "level3"), i.levels, strict=True)),
            "target": i.target,
            "comparator": i.comparator,
            "target_value": value_text(i.target_figure),
            "target_unit": i.target_figure.unit if i.target_figure else None,
            "actual": i.actual,
            "actual_value": value_text(i.actual_figure),
            "actual_unit": i.actual_figure.unit if i.actual_figure else None,
            "weight": value_text(i.weight),
            "score": value_text(i.score),
            "deviation": i.deviation,
            **place_columns(i.place),
            "table_id": self._tables_by_statement.get(i.table) if i.table is not None else None,
            "grid_row": i.cell.row if i.cell else None,
            "grid_column": i.cell.column if i.cell else None,
        }

    def _evidence(self) -> Iterator[Row]:
        for f in self.result.findings:
            for n, e in enumerate(f.evidence):
                here = e.document in (None, self.key)
                cell = self._cell_of(e) if here else NO_CELL
                section = self._sections.get(e.place) if here and cell[0] is None else None
                yield evidence_row(f, n, self.key, cell, section)

    def _cell_of(self, e: Evidence) -> CellAddress:
        """The cell that an evidence stands in. Where cells share a place, the labels decide; else only the table is known."""
        text = squeeze(e.text)
        exact = self._item_cells.get((e.place, text, e.row or "", e.column or ""))
        if exact is not None:
            return exact
        for cells in (self._cells.get((e.place, text), []), self._places.get(e.place, [])):
            if len(cells) == 1:
                return cells[0]
        table = self._blocks.get(e.place.block) if e.place.block is not None else None
        return (table, None, None)

    def _search(self) -> Iterator[Row]:
        d = self.disclosure
        if d is None:
            return
        who = d.identity
        yield self._entry("disclosure", who.key, who.body or "", [who.body or "", *who.short_names, who.division_name or ""])
        for s in d.statements:
            names = dict.fromkeys(r.project or r.name for r in s.rows)
            yield self._entry("table", self._tables_by_statement.get(s.ordinal), s.title, [s.title, *names])
        for n, section in enumerate(d.sections):
            yield self._entry("section", str(n), section.title, [section.text])

    def _entry(self, kind: str, ref: str | None, title: str, texts: Iterable[str]) -> Row:
        return {"document": self.key, "kind": kind, "ref": ref, "title": title, "text": index_text(*map(self._shown, texts))}
