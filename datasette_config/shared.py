"""What most documents of one layout share: asked once for each state of the database, said once on the site."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mingzhang.core.model.checks.shared import words

Row = dict[str, Any]
_KEY = ("region", "fiscal_year", "kind", "level", "rule", "address")
_kept: dict[tuple[str, str], tuple[tuple[int, ...], list[Row]]] = {}


async def kept(db: Any, name: str, ask: Callable[[Any], list[Row]]) -> list[Row]:
    """What ``ask`` makes of a connection: asked once for each state of the file of the database, without the time limit of a request.

    Over a large database it takes seconds. Who is given the rows does not change them.
    """
    state = _state(db.path)
    known = _kept.get((db.name, name))
    if known is not None and state and known[0] == state:
        return known[1]
    found: list[Row] = await db.execute_fn(ask)
    _kept[db.name, name] = (state, found)
    return found


async def shared_findings(db: Any) -> list[Row]:
    """The rows of the view, the gravest first, each with its words."""
    if "shared_findings" not in await db.view_names():  # a database of an older version
        return []
    return await kept(db, "shared_findings", _ask)


def _ask(connection: Any) -> list[Row]:
    order = "ORDER BY CASE severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, rule, address"
    found = [dict(row) for row in connection.execute(f"SELECT * FROM shared_findings {order}").fetchall()]
    return [{**row, "words": words(row["found_in"], row["documents"]), "key": key(row)} for row in found]


def key(row: Row) -> str:
    """A finding and its layout as one text, as :data:`KEY_SQL` makes it."""
    return "\x1f".join("" if row[c] is None else str(row[c]) for c in _KEY)


KEY_SQL = (
    "(coalesce(p.region, '') || char(31) || coalesce(p.fiscal_year, '') || char(31) || coalesce(p.kind, '') || char(31) || "
    "coalesce(p.level, '') || char(31) || f.rule || char(31) || f.address)"
)
"""Of a finding ``f`` of a disclosure ``p``."""


def keys_json(found: list[Row]) -> str:
    """The keys as a parameter for ``json_each``."""
    return json.dumps([row["key"] for row in found], ensure_ascii=False)


def _state(path: str | None) -> tuple[int, ...]:
    """Times of change of the database and its log; empty for one in memory."""
    if path is None:
        return ()
    return tuple(p.stat().st_mtime_ns if p.exists() else 0 for p in (Path(path), Path(f"{path}-wal")))
