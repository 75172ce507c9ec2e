"""Editions (版本): which of several documents of one disclosure is the current one."""

from __future__ import annotations

from sqlite_utils import Database


def settle_editions(db: Database, disclosure: str) -> None:
    """Number the documents of a disclosure and mark what is current; a disclosure without documents goes.

    The newest date of publication wins, else the most facts, else the greater hash: never the order in which documents were
    checked, so that the same files give the same database. Files that were
    checked together are one edition: all of them are current, and the one that carries the findings stands for them.
    """
    rows = db.execute(
        """SELECT d.sha256, coalesce(p.published_on, ''), d.facts, coalesce(d.signed_on, ''), d.is_current, d.edition, coalesce(d.together, d.sha256)
        FROM documents d LEFT JOIN provenance p ON p.document = d.sha256 WHERE d.disclosure = ?""",
        [disclosure],
    ).fetchall()
    if not rows:
        db.execute("DELETE FROM disclosures WHERE key = ?", [disclosure])
        return
    leads = {row[0] for row in rows if row[0] == row[6]}
    groups: dict[str, list[tuple[str, int, str, str]]] = {}
    for sha256, published, facts, signed, _, _, lead in rows:
        groups.setdefault(lead if lead in leads else sha256, []).append((published, facts, signed, sha256))
    whole = {lead: (max(r[0] for r in g), sum(r[1] for r in g), max(r[2] for r in g), lead) for lead, g in groups.items()}
    in_time = sorted(whole, key=lambda lead: (whole[lead][0], whole[lead][2], lead))
    current = max(whole.values())[3]
    for sha256, _, _, _, is_current, edition, lead in rows:
        group = lead if lead in leads else sha256
        now = (int(group == current), in_time.index(group) + 1)
        if now != (is_current, edition):
            db.execute("UPDATE documents SET is_current = ?, edition = ? WHERE sha256 = ?", [*now, sha256])
    db.execute(
        "UPDATE disclosures SET current_document = ? WHERE key = ? AND current_document IS NOT ?",
        [current, disclosure, current],
    )
