"""Which findings are published: what a reader could not act on, or what nobody stands behind, stays in the working database."""

from __future__ import annotations

from enum import StrEnum

from sqlite_utils import Database

from ..checking.sureness.doubt import DOUBTFUL


class Selection(StrEnum):
    """Which findings are published (公开范围)."""

    CERTAIN = "certain"
    """Certain ones of rules that are in force."""
    REVIEWED = "reviewed"
    """Only those that somebody has looked at and let stand."""
    ALL = "all"
    """Suspected ones too, which the site shows apart."""


STANDING = ("confirmed", "explained", "corrected")
"""States of a reply under which a finding was looked at and stays public."""

_LATEST = """(SELECT r.state FROM replies r WHERE r.finding = f.fingerprint ORDER BY r.said_on DESC, r.ordinal DESC LIMIT 1)"""
_IN_FORCE = "coalesce((SELECT state FROM rules WHERE id = f.rule), 'in_force') = 'in_force'"
_CONDITIONS = {
    Selection.CERTAIN: f"(f.certainty = 'certain' AND {_IN_FORCE} OR {_LATEST} IN {STANDING})",
    Selection.REVIEWED: f"{_LATEST} IN {STANDING}",
    Selection.ALL: "1",
}


def chosen_findings(db: Database, selection: Selection) -> list[tuple[str, str]]:
    """Fingerprint and document of every finding that is published, in order.

    Never: doubts about our own reading, and what was withdrawn (撤回).
    """
    return [
        (fingerprint, document)
        for fingerprint, document in db.execute(
            f"""SELECT f.fingerprint, f.document FROM findings f WHERE f.rule <> ? AND {_LATEST} IS NOT 'withdrawn'
            AND f.document NOT LIKE 'path:%' AND {_CONDITIONS[selection]} ORDER BY f.document, f.ordinal""",
            [DOUBTFUL],
        ).fetchall()
    ]
