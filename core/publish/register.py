"""Addresses that were ever public: one that is withdrawn leaves a tombstone (撤回记录), so that a link never leads into nothing."""

from __future__ import annotations

from datetime import date

from sqlite_utils import Database

from ..checking.sureness.doubt import DOUBTFUL
from .copying import finding_address

_WITHDRAWN = "经复核撤回"
_REPLACED = "发布单位的文件或核对规则已更新，这一条不再成立"
_HELD_BACK = "有待复核，暂不公开"


def register(db: Database, chosen: list[tuple[str, str]], on: date) -> int:
    """Note in the working database what is public from now on, and when and why something that was is no more.

    Returns how many addresses were withdrawn this time.
    """
    now = {finding_address(fingerprint): fingerprint for fingerprint, _ in chosen}
    before = dict(db.execute("SELECT address, withdrawn_on FROM published").fetchall())
    gone = sorted(a for a, withdrawn in before.items() if withdrawn is None and a not in now)
    with db.atomic():
        db.conn.executemany(
            "INSERT INTO published (address, first_on) VALUES (?, ?) "
            "ON CONFLICT (address) DO UPDATE SET withdrawn_on = NULL, reason = NULL",
            [(address, on.isoformat()) for address in sorted(now)],
        )
        for address in gone:
            reason = _why(db, address)
            db.execute("UPDATE published SET withdrawn_on = ?, reason = ? WHERE address = ?", [on.isoformat(), reason, address])
    return len(gone)


def _why(db: Database, address: str) -> str:
    """Why a finding is public no more: what was said when it was withdrawn, else what became of it."""
    fingerprint = address.rpartition("/")[2].replace("-", ":", 1)
    said = db.execute(
        "SELECT state, text FROM replies WHERE finding = ? ORDER BY said_on DESC, ordinal DESC LIMIT 1", [fingerprint]
    ).fetchone()
    if said is not None and said[0] == "withdrawn":
        return f"{_WITHDRAWN}：{said[1]}" if said[1] else _WITHDRAWN
    found = db.execute("SELECT 1 FROM findings WHERE fingerprint = ? AND rule <> ?", [fingerprint, DOUBTFUL]).fetchone()
    return _HELD_BACK if found else _REPLACED
