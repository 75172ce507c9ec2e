"""Files of one disclosure that were checked in different runs: prose and tables apart."""

from __future__ import annotations

from sqlite_utils import Database

from ..model.disclosures.body import body_key
from ..model.disclosures.disclosure import Identity


def counterparts_of(db: Database, who: Identity, sha256: str, *, tables: bool) -> list[tuple[str, str]]:
    """Path and SHA-256 of the stored files that hold what a file of this disclosure lacks: its tables (else its prose).

    They agree in division, body (under whichever print of its name), year and kind; the level, which a file of tables seldom states, may differ. Every
    path of a content is listed; what was checked last comes first, and of prose only that: an older one is an earlier
    edition.
    """
    have = "(d.claims = 0 AND EXISTS (SELECT 1 FROM line_items i WHERE i.document = d.sha256))"
    lack = "(d.claims > 0 AND NOT EXISTS (SELECT 1 FROM line_items i WHERE i.document = d.sha256))"
    rows = db.execute(
        f"""SELECT f.path, d.sha256, k.body FROM documents d JOIN disclosures k ON k.key = d.disclosure JOIN files f ON f.document = d.sha256
        WHERE k.fiscal_year IS ? AND k.kind IS ? AND k.division_code IS ? AND d.sha256 <> ? AND d.status = 'checked'
        AND {have if tables else lack} ORDER BY d.checked_at DESC, d.sha256, f.path""",
        [who.fiscal_year, None if who.kind is None else str(who.kind), who.division_code, sha256],
    ).fetchall()
    found = [(path, sha) for path, sha, body in rows if body_key(body or "") == body_key(who.body or "")]
    return found if tables else [row for row in found if row[1] == found[0][1]]
