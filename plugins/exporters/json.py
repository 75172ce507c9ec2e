"""JSON for programs: the tables of the database as they are, lists and objects as such, decimals as strings."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from ... import mask

if TYPE_CHECKING:
    from sqlite_utils import Database

SCHEMA = "mingzhang.export/1"
TABLES = (
    "disclosures", "documents", "provenance", "tables", "line_items", "claims", "indicators", "headcounts", "findings", "evidence",
    "ledger", "rules",
)  # fmt: skip
_NESTED = frozenset(
    {"short_names", "remarks", "required", "problems", "page_sizes", "grid", "spans", "cells", "notes", "path", "members",
     "same_as", "related_documents", "basis", "scope", "bbox"}
)  # fmt: skip
_PLAIN_PATH = frozenset({"documents"})
_LEFT_OUT = frozenset({"digest", "run"})


def masked(value: Any) -> Any:
    """A value of any depth with personal numbers masked."""
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, list):
        return [masked(v) for v in value]
    if isinstance(value, dict):
        return {k: masked(v) for k, v in value.items()}
    return value


def objects(db: Database, table: str) -> Iterator[dict[str, Any]]:
    """The rows of a table as objects."""
    cursor = db.execute(f"SELECT * FROM {table} ORDER BY 1, 2")
    columns = [c[0] for c in cursor.description]
    for row in cursor:
        found = {c: v for c, v in zip(columns, row, strict=True) if c not in _LEFT_OUT}
        for column in _NESTED & found.keys():
            if isinstance(found[column], str) and not (column == "path" and table in _PLAIN_PATH):
                found[column] = json.loads(found[column])
        yield masked(found)


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


class JsonExporter:
    """One JSON file, or a directory with JSON lines for each table."""

    id = "json"
    title = "JSON（程序接口）"

    def export(self, db: Database, target: Path) -> list[Path]:
        """Write one object if ``target`` ends in .json, else a directory of .jsonl files; returns what was written."""
        if target.suffix.lower() == ".json":
            target.parent.mkdir(parents=True, exist_ok=True)
            part = target.with_suffix(".json.part")
            with part.open("w", encoding="utf-8", newline="\n") as f:
                self._write_one(db, f)
            part.replace(target)
            return [target]
        target.mkdir(parents=True, exist_ok=True)
        written = []
        for table in TABLES:
            path = target / f"{table}.jsonl"
            part = path.with_suffix(".jsonl.part")
            with part.open("w", encoding="utf-8", newline="\n") as f:
                f.writelines(_text(o) + "\n" for o in objects(db, table))
            part.replace(path)
            written.append(path)
        return written

    def _write_one(self, db: Database, f: TextIO) -> None:
        """Row by row: a database can be larger than memory."""
        f.write(f'{{"schema":"{SCHEMA}"')
        for table in TABLES:
            f.write(f',\n"{table}":[')
            for n, o in enumerate(objects(db, table)):
                f.write(("," if n else "") + "\n" + _text(o))
            f.write("]")
        f.write("}\n")
