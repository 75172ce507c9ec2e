"""What the database will hold of a file, made where the file was checked: a process that stores results of many need not."""

from __future__ import annotations

import hashlib
import pickle
import zlib
from dataclasses import dataclass

from ..model.results.result import DocumentResult
from ..plugins.guests import show_traceback
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


def packed_rows(result: DocumentResult, *, keep_personal: bool = False) -> bytes:
    """The rows of a result, packed; never raises: what went wrong is raised by :func:`unpacked`, where the result is stored."""
    try:
        return zlib.compress(pickle.dumps(prepare(result, keep_personal=keep_personal), pickle.HIGHEST_PROTOCOL), 1)
    except MemoryError:
        raise
    except Exception as error:  # one document's rows; its result is reported all the same
        show_traceback(error)
        return zlib.compress(pickle.dumps(f"{type(error).__name__}: {error}"))


def unpacked(content: bytes) -> Prepared:
    """Undo :func:`packed_rows`; only for what this program packed itself. Raises ValueError if the rows could not be made."""
    found = pickle.loads(zlib.decompress(content))
    if not isinstance(found, Prepared):
        raise ValueError(str(found))  # noqa: TRY004
    return found
