"""What the database will hold of a file, made where the file was checked: a process that stores results of many need not."""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from dataclasses import dataclass, fields
from typing import Any

from ..model.documents.privacy import mask
from ..model.results.result import DocumentResult
from ..plugins.guests import show_traceback
from .columns import Row, Rows, as_json, disclosure_row, document_row
from .kept import kept_of
from .lexicon import Spoken, Words, spoken_issuer
from .rows import Builder


@dataclass(frozen=True, slots=True)
class Prepared:
    """What is written of a file. ``digest``: of the rows, seconds apart."""

    document: Row
    """Without run, digests and remarks."""
    disclosure: Row | None
    names: dict[str, str]
    """The terms of its region, by canonical id."""
    words: Words
    """What questions can name of it."""
    kept: bytes
    """What a report says of it."""
    rows: Rows
    digest: str


def prepare(result: DocumentResult, *, keep_personal: bool = False) -> Prepared:
    """The rows of a result that still has its document."""
    builder = Builder(result, keep_personal=keep_personal)
    rows = builder.build()
    ledger = [{k: v for k, v in row.items() if k != "seconds"} for row in rows["ledger"]]
    digest = hashlib.sha256(as_json({**rows, "ledger": ledger}).encode()).hexdigest()
    document = builder.shown(document_row(result))
    d = result.disclosure if document["disclosure"] else None
    kept = kept_of(result, str if keep_personal else mask)
    if d is None:
        return Prepared(document, None, {}, [], kept, rows, digest)
    disclosure = disclosure_row(d.identity)
    spoken = Spoken(spoken_issuer(disclosure), rows["line_items"], rows["claims"], rows["indicators"], rows["sections"], d.names)
    return Prepared(document, disclosure, d.names, spoken.words(), kept, rows, digest)


def packed_rows(result: DocumentResult, *, keep_personal: bool = False) -> bytes:
    """The rows of a result, packed; never raises: what went wrong is raised by :func:`unpacked`, where the result is stored."""
    try:
        return _packed(prepare(result, keep_personal=keep_personal))
    except MemoryError:
        raise
    except Exception as error:  # one document's rows; its result is reported all the same
        show_traceback(error)
        return zlib.compress(as_json({"error": f"{type(error).__name__}: {error}"}).encode())


def unpacked(content: bytes) -> Prepared:
    """Undo :func:`packed_rows`. Raises ValueError if the rows could not be made, or it was packed by another version."""
    try:
        found = json.loads(zlib.decompress(content))
        if "error" in found:
            raise ValueError(found["error"])
        rows = {table: [dict(zip(columns, row, strict=True)) for row in rows] for table, (columns, rows) in found["rows"].items()}
        words = [(word, kind, meaning, sound) for word, kind, meaning, sound in found["words"]]
        return Prepared(**{**found, "rows": rows, "words": words, "kept": base64.b64decode(found["kept"])})
    except (TypeError, KeyError, zlib.error) as error:
        raise ValueError(f"{type(error).__name__}: {error}") from error


def _packed(prepared: Prepared) -> bytes:
    """JSON, each table as its columns and the values of its rows: it may lie on a disk, and be read by another machine."""
    rows: dict[str, Any] = {t: [list(rows[0]) if rows else [], [list(row.values()) for row in rows]] for t, rows in prepared.rows.items()}
    plain = {**{f.name: getattr(prepared, f.name) for f in fields(prepared)}, "rows": rows, "kept": base64.b64encode(prepared.kept).decode()}
    return zlib.compress(as_json(plain).encode(), 1)
