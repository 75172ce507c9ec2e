"""Answers to findings (答复): what the body says, and what a reviewer found, from a file of the operator's."""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from ..model.results.words import STATE
from ..store.writer import StoreError

STATES = {chinese: state for state, chinese in STATE.items()}
"""The states of a finding as the file writes them → as the database has them. Only a reviewer confirms or withdraws."""
_FIELDS = {"指纹": "finding", "状态": "state", "日期": "said_on", "单位": "said_by", "说明": "text"}
_ENGLISH = {"finding", "state", "said_on", "said_by", "text"}


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer (答复): ``state`` as the database has it, ``said_on`` a day, ``said_by`` who answers."""

    finding: str
    state: str
    said_on: date
    said_by: str | None
    text: str


def read_replies(path: Path) -> list[Reply]:
    """The answers of a CSV file (UTF-8, with or without BOM) or of a TOML file of ``[[reply]]`` tables, in their order.

    Columns or keys: 指纹, 状态, 日期, 单位, 说明, or finding, state, said_on, said_by, text; the first three are needed.
    Raises :class:`StoreError`, in one line with the place, for what cannot be read.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        if path.suffix.lower() == ".toml":
            rows: Iterable[tuple[int, dict[str, Any]]] = enumerate(tomllib.loads(text).get("reply", []), 1)
        else:
            rows = enumerate(csv.DictReader(io.StringIO(text)), 2)
        return [_reply(row, f"{path}:{n}") for n, row in rows]
    except (OSError, UnicodeDecodeError, csv.Error, tomllib.TOMLDecodeError) as error:
        raise StoreError(
            f"{path}: cannot be read ({error}); expected UTF-8, CSV with a header line or TOML with [[reply]] tables"
        ) from error


def _reply(row: dict[str, Any], where: str) -> Reply:
    if not isinstance(row, dict):
        raise StoreError(f"{where}: expected a table of keys")
    given = {_FIELDS.get(str(k).strip(), str(k).strip()): v for k, v in row.items() if k is not None}
    unknown = sorted(set(given) - _ENGLISH)
    missing = [k for k in ("finding", "state", "said_on") if not str(given.get(k) or "").strip()]
    if unknown or missing:
        what = f"unknown {', '.join(unknown)}" if unknown else f"{', '.join(missing)} missing"
        raise StoreError(f"{where}: {what}; the columns are {', '.join(_FIELDS)}")
    state = str(given["state"]).strip()
    if state not in STATES and state not in STATES.values():
        raise StoreError(f"{where}: no state {state!r}; there are {', '.join(STATES)}")
    try:
        day = given["said_on"] if isinstance(given["said_on"], date) else date.fromisoformat(str(given["said_on"]).strip())
    except ValueError:
        raise StoreError(f"{where}: {given['said_on']!r} is no date; write it as 2026-03-01") from None
    by = str(given.get("said_by") or "").strip() or None
    finding = str(given["finding"]).strip()
    return Reply(_fingerprint(finding), STATES.get(state, state), day, by, str(given.get("text") or "").strip())


def _fingerprint(text: str) -> str:
    """A fingerprint, also out of the address of its page."""
    last = text.rstrip("/").rpartition("/")[2].partition("?")[0]
    return last if ":" in last else last.replace("-", ":", 1)


def save_replies(db: Database, replies: list[Reply]) -> tuple[int, list[str]]:
    """Take in the answers that are not there yet; how many were new, and the fingerprints that no finding has."""
    known = {f for (f,) in db.execute("SELECT fingerprint FROM findings").fetchall()}
    new = 0
    with db.atomic():
        for r in replies:
            row = (r.state, r.said_on.isoformat(), r.said_by, r.text)
            there = db.execute("SELECT state, said_on, said_by, text FROM replies WHERE finding = ?", [r.finding]).fetchall()
            if r.finding in known and row not in there:
                db.execute("INSERT INTO replies (finding, ordinal, state, said_on, said_by, text) VALUES (?, ?, ?, ?, ?, ?)",
                           [r.finding, len(there), *row])  # fmt: skip
                new += 1
    return new, [f for f in dict.fromkeys(r.finding for r in replies) if f not in known]
