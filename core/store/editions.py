"""Editions (版本): which of several documents of one disclosure is the current one."""

from __future__ import annotations

from sqlite_utils import Database


def settle_editions(db: Database, disclosure: str) -> None:
    """Number the documents of a disclosure and mark the current one; a disclosure without documents goes.

    The newest date of publication wins, else the most facts, else the document that was checked last.
    """
    rows = db.execute(
        """SELECT d.sha256, coalesce(p.published_on, ''), d.facts, d.checked_at, d.is_current, d.edition
        FROM documents d LEFT JOIN provenance p ON p.document = d.sha256 WHERE d.disclosure = ?""",
        [disclosure],
    ).fetchall()
    if not rows:
        db.execute("DELETE FROM disclosures WHERE key = ?", [disclosure])
        return
    in_time = [row[0] for row in sorted(rows, key=lambda r: (r[1], r[3], r[0]))]
    current = max(rows, key=lambda r: (r[1], r[2], r[3], r[0]))[0]
    for sha256, _, _, _, is_current, edition in rows:
        now = (int(sha256 == current), in_time.index(sha256) + 1)
        if now != (is_current, edition):
            db.execute("UPDATE documents SET is_current = ?, edition = ? WHERE sha256 = ?", [*now, sha256])
    db.execute(
        "UPDATE disclosures SET current_document = ? WHERE key = ? AND current_document IS NOT ?",
        [current, disclosure, current],
    )
