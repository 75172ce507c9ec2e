"""What the database will hold of a file, made where the file was checked: a process that stores results of many need not."""

from __future__ import annotations

import hashlib
import pickle
import zlib
from dataclasses import dataclass

from ..model.results.result import DocumentResult
from .columns import Row, Rows, as_json, disclosure_row, document_row
from .rows import Builder


@dataclass(frozen=True, slots=True)
class Prepared:
    """The row of a document without run, digests and remarks; the row of its disclosure and the terms of its region; the other rows by
    table; and a digest of these, seconds apart."""

    document: Row
    disclosure: Row | None
    terms: list[Row]
    rows: Rows
    digest: str

    def packed(self) -> bytes:
        return zlib.compress(pickle.dumps(self, pickle.HIGHEST_PROTOCOL), 1)


def prepare(result: DocumentResult, *, keep_personal: bool = False) -> Prepared:
    """The rows of a result that still has its document."""
    builder = Builder(result, keep_personal=keep_personal)
    rows = builder.build()
    lean = {table: [{k: v for k, v in row.items() if k != "seconds"} for row in listed] for table, listed in sorted(rows.items())}
    digest = hashlib.sha256(as_json(lean).encode()).hexdigest()
    document = builder.shown(document_row(result))
    d = result.disclosure if document["disclosure"] else None
    if d is None:
        return Prepared(document, None, [], rows, digest)
    terms = [{"region": d.identity.region, "id": id, "name": name} for id, name in d.names.items()]
    return Prepared(document, disclosure_row(d.identity), terms, rows, digest)


def unpacked(content: bytes) -> Prepared:
    """Undo :meth:`Prepared.packed`; only for what this program packed itself."""
    found = pickle.loads(zlib.decompress(content))
    assert isinstance(found, Prepared)
    return found
