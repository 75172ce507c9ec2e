"""What checking gives: one result for every file, and the run that holds them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from ..checks.across import PackedDisclosure
from ..checks.finding import Finding, LedgerRow
from ..checks.rule import Rule
from ..disclosures.disclosure import Disclosure, DocumentType, Identity
from ..documents.document import Document
from .summary import Summary


class DocumentStatus(StrEnum):
    """checked (已核对), unrecognised (not a disclosure that is known), or unreadable."""

    CHECKED = "checked"
    UNRECOGNISED = "unrecognised"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a file comes from (来源), as a manifest states it. Dates are ISO texts."""

    source_url: str | None = None
    publisher: str | None = None
    fetched_at: str | None = None
    approved_on: str | None = None
    """Date of the 批复."""
    published_on: str | None = None


@dataclass(frozen=True, slots=True)
class DocumentResult:
    """What became of one file.

    ``path`` is as the user gave it (or directory argument/relative path); ``reason`` says in one line why
    the file is not checked. ``sha256`` is empty where the content could not be had at all.
    ``together`` is set where several files are one disclosure: the sha256 of the one that carries the findings and
    the ledger of all; ``disclosure`` holds what stands in this file.
    """

    path: str
    sha256: str
    size: int
    status: DocumentStatus
    reason: str | None = None
    parser: str | None = None
    engine: str | None = None
    document: Document | None = None
    disclosure: Disclosure | None = None
    findings: tuple[Finding, ...] = ()
    ledger: tuple[LedgerRow, ...] = ()
    meta: Provenance | None = None
    seconds: float = 0.0
    together: str | None = None
    comparable: PackedDisclosure | None = None
    """What rules over several disclosures want of this one."""
    compared: bool = False
    """Whether those rules saw other disclosures of the body: findings and ledger hold what they say."""
    document_type: DocumentType | None = None
    """What kind of document it is; None if unknown."""
    kept: Summary | None = None
    """What is left of document and disclosure in a lean result."""
    stored: bool = False
    """Whether it was not worked out in this run but found in the database, from the same content and software."""
    prepared: bytes = b""
    """What the database will hold of it, where that was made beside the file (see ``core/store/prepared.py``)."""

    @property
    def summary(self) -> Summary:
        """What a report says of the file."""
        return self.kept or Summary.of(self.document, self.disclosure)

    @property
    def identity(self) -> Identity | None:
        """Who published what for which year, None if that is not known."""
        return self.disclosure.identity if self.disclosure else self.kept.identity if self.kept else None

    @property
    def tables(self) -> int | None:
        """Tables seen, None where the file was not read."""
        return self.summary.tables

    @property
    def tables_recognised(self) -> int | None:
        """Of these, tables of which it is known which statement they are."""
        return self.summary.tables_recognised

    def lean(self) -> DocumentResult:
        """The result without document and disclosure, as small as it can be and still be reported."""
        findings = tuple(replace(f, tested=()) if f.tested else f for f in self.findings)
        return replace(self, document=None, disclosure=None, findings=findings, kept=self.summary)


@dataclass(frozen=True, slots=True)
class RunResult:
    """A run over several files: results in the order of the input, and what a reader of them must know.

    ``skipped`` counts files of unknown suffix inside directories; ``plugin_errors`` maps the name of a plugin to
    why it was left out; ``rules`` are the rules that were loaded.
    """

    documents: Sequence[DocumentResult]
    skipped: int = 0
    plugin_errors: dict[str, str] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
