"""The results of a run on disk: whoever reports them reads them one by one, and a large run needs no memory for them."""

from __future__ import annotations

import pickle
import tempfile
import zlib
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import overload

from ..model.checks.finding import LedgerRow
from ..model.results.result import DocumentResult


class Spool(Sequence[DocumentResult]):
    """A sequence of results that can be appended to and changed; a temporary file that goes with it."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile(prefix="mingzhang-")  # noqa: SIM115
        self._offsets = array("Q")

    def append(self, result: DocumentResult) -> None:
        self._offsets.append(self._write(result))

    def __setitem__(self, place: int, result: DocumentResult) -> None:
        self._offsets[place] = self._write(result)

    def __len__(self) -> int:
        return len(self._offsets)

    @overload
    def __getitem__(self, place: int) -> DocumentResult: ...
    @overload
    def __getitem__(self, place: slice) -> list[DocumentResult]: ...
    def __getitem__(self, place: int | slice) -> DocumentResult | list[DocumentResult]:
        if isinstance(place, slice):
            return [self._read(offset) for offset in self._offsets[place]]
        return self._read(self._offsets[place])

    def __iter__(self) -> Iterator[DocumentResult]:
        return (self._read(offset) for offset in self._offsets)

    def keep(self, places: Sequence[int]) -> None:
        """Leave out all but these."""
        self._offsets = array("Q", (self._offsets[p] for p in places))

    def _write(self, result: DocumentResult) -> int:
        rows = [(r.document, r.rule, r.outcome, r.reason, r.comparisons, r.seconds) for r in result.ledger]
        content = zlib.compress(pickle.dumps((replace(result, ledger=()), rows), pickle.HIGHEST_PROTOCOL), 1)
        offset = self._file.seek(0, 2)
        self._file.write(len(content).to_bytes(8, "little") + content)
        return offset

    def _read(self, offset: int) -> DocumentResult:
        result: DocumentResult
        self._file.seek(offset)
        size = int.from_bytes(self._file.read(8), "little")
        result, rows = pickle.loads(zlib.decompress(self._file.read(size)))
        return replace(result, ledger=tuple(LedgerRow(*row) for row in rows))
