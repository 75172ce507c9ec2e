"""What a run asks of the database in which it stores: the run knows no database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from ..checking.across import Beside, Said
from ..model.results.result import DocumentResult
from .inputs import Input


class Archive(Protocol):
    """Where results go, and what is known from earlier runs."""

    def known(self, item: Input) -> DocumentResult | None:
        """The result of a file that was checked before and of which nothing has changed; None if it must be checked."""

    def record(self, result: DocumentResult) -> None:
        """Store a result."""

    def counterparts(self, result: DocumentResult) -> Sequence[tuple[str, str]]:
        """Path and SHA-256 of the files of earlier runs that hold what a file lacks: its tables, or its prose."""

    def mates(self, result: DocumentResult) -> Sequence[DocumentResult]:
        """The stored results of the other files of a disclosure that were checked with this one."""

    def besides(self) -> Iterator[Beside]:
        """The stored disclosures whose peers changed since this run began."""

    def compared(self, document: str, said: Said) -> DocumentResult | None:
        """Store what rules over several disclosures say of a document; the result, None if the document is not stored."""
