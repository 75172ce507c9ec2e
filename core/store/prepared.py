"""What the database will hold of a file, made where the file was checked: a process that stores results of many need not."""

from __future__ import annotations

import hashlib
import pickle
import zlib
from dataclasses import dataclass

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
