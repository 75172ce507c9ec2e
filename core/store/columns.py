"""Columns that several tables share, and the rows of a document and its disclosure."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from ..model.checks.across import plain_name
from ..model.checks.finding import Outcome
from ..model.disclosures.disclosure import Identity
from ..model.documents.document import Place
from ..model.documents.figure import Figure, plain
from ..model.results.result import DocumentResult, DocumentStatus

Row = dict[str, Any]
Rows = dict[str, list[Row]]


def as_json(value: Any) -> str:
    """Compact JSON with Chinese kept readable."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def decimal_text(figure: Figure) -> str:
    """The value as a plain string with the decimals printed, more where the value has more."""
    exponent = figure.value.as_tuple().exponent
    return plain(figure.value, max(figure.decimals, -exponent if isinstance(exponent, int) else 0))


def document_key(result: DocumentResult) -> str:
    """The SHA-256; ``path:…`` for a file whose content could not be had at all."""
    return result.sha256 or f"path:{result.path}"


def table_id(document: str, ordinal: int) -> str:
    """Id of a table: short enough for an address, and the same at every run."""
    short = document[:16] if not document.startswith("path:") else hashlib.sha256(document.encode()).hexdigest()[:16]
    return f"{short}-{ordinal}"


def disclosure_slug(who: Identity) -> str:
    """The disclosure in an address: code, year, kind and level to be read, and a hash of the key to be unique."""
    parts = (who.division_code or "0", who.fiscal_year or "0", who.kind or "unknown", who.level)
    return "-".join([*map(str, parts), hashlib.sha256(who.key.encode()).hexdigest()[:10]])


def province(code: str | None) -> str | None:
    """Code of the province of a division."""
    return code[:2] + "0000" if code and len(code) >= 2 else None


def prefecture(code: str | None) -> str | None:
    """Code of the prefecture of a division, None for a province."""
    return code[:4] + "00" if code and len(code) >= 4 and code[2:4] != "00" else None


def bbox_list(place: Place) -> list[float] | None:
    """The box with two decimals."""
    return None if place.bbox is None else [round(x, 2) for x in place.bbox]


def place_columns(place: Place) -> Row:
    """The columns of a place."""
    return {
        "page": place.page,
        "bbox": None if place.bbox is None else "[{!r},{!r},{!r},{!r}]".format(*(round(float(x), 2) for x in place.bbox)),
        "sheet": place.sheet,
        "line": place.line,
        "column_no": place.column,
        "block": place.block,
    }


def value_text(figure: Figure | None) -> str | None:
    """The decimal of a figure that may be absent."""
    return None if figure is None else decimal_text(figure)


def cell_list(row: int, column: int, place: Place, ambiguous: bool, confidence: Any) -> list[Any]:
    """row, column, page, bbox, sheet, line, column_no, ambiguous, confidence; what is empty at the end is left out."""
    sure = None if confidence is None else str(confidence)
    return short_cell([row, column, place.page, bbox_list(place), place.sheet, place.line, place.column, int(ambiguous), sure])


def short_cell(cell: list[Any]) -> list[Any]:
    """A cell without the empty values at its end, its box without empty decimals."""
    last = next((n for n in range(len(cell) - 1, 1, -1) if cell[n] not in (None, 0)), 1)
    short = cell[: last + 1]
    if last >= 3 and short[3] is not None:
        short[3] = [int(x) if x == int(x) else x for x in short[3]]
    return short


def disclosure_row(who: Identity) -> Row:
    """The row of a disclosure, its current document left open."""
    return {
        "key": who.key,
        "slug": disclosure_slug(who),
        "division_code": who.division_code,
        "division_name": who.division_name,
        "province_code": province(who.division_code),
        "prefecture_code": prefecture(who.division_code),
        "body": who.body,
        "plain_name": plain_name(who.body or ""),
        "short_names": as_json(who.short_names),
        "fiscal_year": who.fiscal_year,
        "kind": None if who.kind is None else str(who.kind),
        "level": str(who.level),
        "region": who.region,
    }


def document_row(result: DocumentResult) -> Row:
    """The row of a document without digest, time, run and edition."""
    checked = result.status is DocumentStatus.CHECKED
    d = result.disclosure if checked else None
    document = result.document or (d.document if d else None)
    coverage = d.coverage if d else None
    problems = [*document.problems, *(f"第{p.number}页：{p.problem}" for p in document.pages if p.problem)] if document else []
    return {
        "sha256": document_key(result),
        "disclosure": d.identity.key if d else None,
        "path": result.path,
        "parser": result.parser,
        "engine": result.engine,
        "region": d.identity.region if d else None,
        "pack_version": d.pack_version if d else None,
        "status": str(result.status),
        "reason": result.reason,
        "pages": len(document.pages) or None if document else None,
        "document_type": str(result.document_type) if result.document_type else None,
        "tables": len(list(document.tables)) if document else 0,
        "tables_recognised": result.tables_recognised,
        "facts": d.facts if d else 0,
        "claims": len(d.claims) if d else 0,
        "findings": len(result.findings),
        "comparisons": sum(row.comparisons for row in result.ledger),
        "undecided": sum(row.outcome in (Outcome.NOT_EVALUABLE, Outcome.CRASHED) for row in result.ledger),
        "cells_understood": coverage.cells_understood if coverage else None,
        "cells_numeric": coverage.cells_numeric if coverage else None,
        "prose_understood": coverage.prose_understood if coverage else None,
        "prose_numbers": coverage.prose_numbers if coverage else None,
        "size": result.size,
        "signed_on": d.identity.signed_on if d else None,
        "remarks": as_json(d.remarks if d else ()),
        "required": as_json(d.required if d else ()),
        "problems": as_json(problems),
        "together": result.together,
        "page_sizes": as_json([[p.number, p.width, p.height] for p in document.pages] if document else []),
    }
