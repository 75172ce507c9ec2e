"""Whether a database may be shown to the public: every stored text is looked at once more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from ..store.reader import open_for_reading
from .masking import published_text, web_address
from .publish import is_public

_OWN_PATH = re.compile(r"(?:^|[\s\"'(])(?:/(?:home|root|Users|mnt|tmp|var|srv|data|opt)/|[A-Za-z]:\\|\\\\\w)")
"""A path of a machine."""
_EMPTY = ("runs",)
"""Tables that hold nothing in a published database."""


@dataclass(frozen=True, slots=True)
class Leak:
    """Something that must not be public: table, column, row id, and what it is — never the text itself."""

    table: str
    column: str
    row: str
    what: str


def leaks(path: Path) -> Iterator[Leak]:
    """What in a database must not be public, table by table; nothing for one that :func:`publish` made.

    Raises :class:`StoreError` if it is no database of mingzhang.
    """
    db = open_for_reading(path)
    try:
        if not is_public(db):
            yield Leak("", "", "", "not made by publish")
        for table in sorted(set(db.table_names()) - {"rules"}):
            yield from _of_table(db, table)
    finally:
        db.close()


def _of_table(db: Database, table: str) -> Iterator[Leak]:
    if table in _EMPTY and db[table].count:
        yield Leak(table, "", "", "working notes")
    columns = [c.name for c in db[table].columns]
    if not columns:
        return
    for n, row in enumerate(db.execute(f"SELECT {', '.join(f'[{c}]' for c in columns)} FROM [{table}]"), 1):
        for column, value in zip(columns, row, strict=True):
            if isinstance(value, str) and (what := _what(table, column, value)):
                yield Leak(table, column, str(n), what)


def _what(table: str, column: str, value: str) -> str | None:
    # The words of the full-text index are characters apart: a number hides between their spaces.
    text = value.replace(" ", "") if table.startswith("search") and column in ("text", "c0") else value
    if published_text(text) != text:
        return "personal data"
    if column.endswith("url") and web_address(value) is None:
        return "not a web address"
    return "a path of the operator's machine" if column in ("path", "reason", "problem", "remarks") and _OWN_PATH.search(value) else None
