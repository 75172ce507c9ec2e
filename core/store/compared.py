"""What rules over several disclosures say of stored documents: it changes when others of the body come, long after the document did."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from sqlite_utils import Database

from ..model.checks.across import PREFIX
from ..model.checks.finding import Evidence
from ..model.documents.privacy import mask
from ..model.results.result import DocumentResult
from .columns import Row, as_json, document_key, place_columns
from .kept import kept_of
from .rows import NO_CELL, CellAddress, evidence_row, finding_row, ledger_row, shown_row
from .writer import insert, insert_stub_rules, keep, prepare_writing, writing


def save_compared(db: Database, result: DocumentResult, *, keep_personal: bool = False) -> bool:
    """Write what these rules say of a stored document in place of what they said before; True if the database changed."""
    shown: Callable[[str], str] = str if keep_personal else mask
    key = document_key(result)
    stored = db.execute("SELECT own_digest, digest, disclosure FROM documents WHERE sha256 = ?", [key]).fetchone()
    if stored is None:
        return False
    own, digest, disclosure = stored
    first = len([f for f in result.findings if not f.rule.startswith(PREFIX)])
    found = [f for f in result.findings if f.rule.startswith(PREFIX)]
    findings = [shown_row(finding_row(f, first + n, key, disclosure), shown) for n, f in enumerate(found)]
    evidence = [
        shown_row(evidence_row(f, n, key, *_where(db, key, e)), shown) for f in found for n, e in enumerate(f.evidence)
    ]  # fmt: skip
    ledger = [shown_row(ledger_row(row, key), shown) for row in result.ledger if row.rule.startswith(PREFIX)]
    now = _digest(own, findings, evidence, ledger)
    if now == digest:
        return False
    prepare_writing(db)
    with writing(db):
        db.execute("DELETE FROM findings WHERE document = ? AND rule GLOB ?", [key, f"{PREFIX}*"])
        db.execute("DELETE FROM ledger WHERE document = ? AND rule GLOB ?", [key, f"{PREFIX}*"])
        insert_stub_rules(db, {"findings": findings, "ledger": ledger})
        for table, rows in (("findings", findings), ("evidence", evidence), ("ledger", ledger)):
            insert(db, table, rows)
        undecided = "(SELECT count(*) FROM ledger WHERE document = :key AND outcome IN ('not_evaluable', 'crashed'))"
        compared = "(SELECT sum(comparisons) FROM ledger WHERE document = :key)"
        db.execute(
            f"UPDATE documents SET digest = :now, findings = :findings, undecided = {undecided}, comparisons = {compared} WHERE sha256 = :key",
            {"now": now, "findings": first + len(findings), "key": key},
        )
        keep(db, key, kept_of(result, shown))
    return True


def uncompared_bodies(db: Database) -> list[tuple[str | None, str]]:
    """The bodies, by division and plain name, of which something was stored since their disclosures were last compared."""
    rows = db.execute("SELECT division_code, plain_name FROM uncompared ORDER BY division_code, plain_name").fetchall()
    return [(division or None, name) for division, name in rows]


def forget_uncompared(db: Database, bodies: list[tuple[str | None, str]]) -> None:
    """The bodies were compared."""
    if bodies:
        with writing(db):
            db.conn.executemany(
                "DELETE FROM uncompared WHERE division_code = ? AND plain_name = ?", [(division or "", name) for division, name in bodies]
            )


def _digest(own: str, findings: list[Row], evidence: list[Row], ledger: list[Row]) -> str:
    lean = [{k: v for k, v in row.items() if k != "seconds"} for row in ledger]
    return hashlib.sha256(as_json([own, findings, evidence, lean]).encode()).hexdigest()


def _where(db: Database, document: str, e: Evidence) -> tuple[CellAddress, int | None]:
    """The cell in which an evidence of the document itself stands, else its section: what is stored at its place."""
    if e.document not in (None, document):
        return NO_CELL, None
    columns = place_columns(e.place)
    here = " AND ".join(f"{c} IS :{c}" for c in columns)
    names = {**columns, "document": document, "text": e.text}
    cells = db.execute(
        f"SELECT DISTINCT table_id, grid_row, grid_column FROM line_items WHERE document = :document AND text = :text AND {here}", names
    ).fetchall()
    if len(cells) == 1:
        return cells[0], None
    sections = db.execute(f"SELECT DISTINCT section_ordinal FROM claims WHERE document = :document AND {here}", names).fetchall()
    return NO_CELL, sections[0][0] if len(sections) == 1 else None
