"""The copy itself: every table of the schema, column by column, in the order of its key."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlite_utils import Database
from sqlite_utils.db import Table

from .masking import file_name, published_index, published_text, web_address

_KEPT_AS_IT_IS = frozenset(
    {"sha256", "document", "digest", "fingerprint", "finding", "slug", "current_document", "other_document", "table_id", "id"}
)
"""Columns of hashes and ids, in which nothing personal can stand. Neither can it in ``rules``, which are code."""
_TABLES = (
    "rules", "terms", "disclosures", "documents", "files", "provenance", "tables", "sections", "line_items", "claims", "indicators",
    "headcounts", "contents", "unread", "findings", "evidence", "ledger", "search_entries", "lexicon", "issuers", "replies",
    "listed_units",
)  # fmt: skip
"""In an order in which rows can be inserted. What is not named stays behind: runs, tables of plugins."""

_EXPRESSIONS = {
    ("documents", "path"): "file_name(path)",
    ("documents", "run"): "NULL",
    ("documents", "own_digest"): "NULL",
    ("documents", "checked_at"): "substr(checked_at, 1, 10)",
    ("documents", "findings"): "(SELECT count(*) FROM temp.chosen c WHERE c.document = t.sha256)",
    ("files", "path"): "file_name(path)",
    ("provenance", "source_url"): "web_address(source_url)",
    ("findings", "members"): "chosen_members(members)",
    ("ledger", "outcome"): "CASE WHEN outcome = 'fail' AND NOT {shown} THEN 'not_evaluable' ELSE outcome END",
    ("ledger", "reason"): "CASE WHEN outcome = 'fail' AND NOT {shown} THEN '{pending}' WHEN outcome = 'crashed' THEN '{crashed}' ELSE published(reason) END",
    ("ledger", "seconds"): "0",
}  # fmt: skip
_SHOWN = """EXISTS (SELECT 1 FROM temp.chosen c JOIN working.findings f ON f.fingerprint = c.fingerprint AND f.document = c.document
    WHERE c.document = t.document AND f.rule = t.rule)"""
_PENDING = "有待复核，结果未公开"
_CRASHED = "程序出错，未能核对"

_NO_PATH = "{column} NOT LIKE 'path:%'"
_CONDITIONS = {
    "findings": "(fingerprint, document) IN (SELECT fingerprint, document FROM temp.chosen)",
    "evidence": "(finding, document) IN (SELECT fingerprint, document FROM temp.chosen)",
    "replies": "state <> 'open' AND finding IN (SELECT fingerprint FROM temp.chosen)",
    "documents": _NO_PATH.format(column="sha256"),
}


def finding_address(fingerprint: str) -> str:
    """Where the site shows a finding: its permanent address, without the host."""
    return "/mz/finding/" + fingerprint.replace(":", "-", 1)


def copy_all(public: Database, working: Path, chosen: list[tuple[str, str]]) -> None:
    """Fill an empty database with what of ``working`` may be public; the same rows in the same order give the same bytes."""
    prints = {fingerprint for fingerprint, _ in chosen}
    functions: dict[str, Callable[[str], str | None]] = {
        "published": published_text,
        "published_index": published_index,
        "file_name": file_name,
        "web_address": web_address,
        "chosen_members": lambda text: json.dumps([m for m in json.loads(text) if m in prints], separators=(",", ":")),
    }
    for name, function in functions.items():
        public.conn.create_function(name, 1, _on_text(function), deterministic=True)
    public.execute("ATTACH DATABASE ? AS working", [f"{working.resolve().as_uri()}?mode=ro"])
    public.execute("CREATE TEMP TABLE chosen (fingerprint TEXT, document TEXT, PRIMARY KEY (document, fingerprint)) WITHOUT ROWID")
    public.conn.executemany("INSERT INTO temp.chosen VALUES (?, ?)", chosen)
    # Disclosures and documents refer to each other.
    public.execute("PRAGMA defer_foreign_keys = on")
    for table in _TABLES:
        _copy(public, table)
    public.execute(
        "INSERT INTO main.search (rowid, text) SELECT s.rowid, published_index(s.text) FROM working.search s "
        "JOIN main.search_entries e ON e.id = s.rowid ORDER BY s.rowid"
    )
    public.execute(
        "INSERT INTO main.published SELECT address, withdrawn_on, withdrawn_on, published(reason) FROM working.published "
        "WHERE withdrawn_on IS NOT NULL ORDER BY address"
    )
    # A result that is held back is undecided for the public: lists and ledger say the same.
    undecided = "SELECT count(*) FROM main.ledger l WHERE l.document = sha256 AND l.outcome IN ('not_evaluable', 'crashed')"
    public.execute(f"UPDATE main.documents SET undecided = ({undecided}) WHERE status = 'checked'")
    public.execute(
        "CREATE INDEX main.idx_line_items_amount ON line_items (amount_fen) WHERE amount_fen IS NOT NULL"
    )  # who looks for a number


def _on_text(function: Callable[[str], str | None]) -> Callable[[Any], Any]:
    return lambda value: function(value) if isinstance(value, str) else value


def _copy(public: Database, table: str) -> None:
    copied = public[table]
    assert isinstance(copied, Table)
    columns = {c.name: c for c in copied.columns}
    expressions = [_expression(table, name, c.type) for name, c in columns.items()]
    conditions = [_CONDITIONS[table]] if table in _CONDITIONS else []
    if "document" in columns and table != "findings":
        conditions.append(_NO_PATH.format(column="document"))
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    order = ", ".join(copied.pks)
    public.execute(
        f"INSERT OR IGNORE INTO main.{table} ({', '.join(columns)}) SELECT {', '.join(expressions)} FROM working.{table} t{where} ORDER BY {order}"
    )


def _expression(table: str, column: str, kind: str) -> str:
    written = _EXPRESSIONS.get((table, column))
    if written is not None:
        return written.format(shown=_SHOWN, pending=_PENDING, crashed=_CRASHED)
    if kind != "TEXT" or column in _KEPT_AS_IT_IS or table == "rules":
        return column
    return f"published({column})"
