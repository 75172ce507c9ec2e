"""What a report says of a file, without what it was counted from: small enough to be kept of every file of a large run."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..disclosures.coverage import Coverage
from ..disclosures.disclosure import Disclosure, Identity
from ..documents.document import Document
from ..documents.figure import parse_figure


@dataclass(frozen=True, slots=True)
class Summary:
    """A file in counts and words (要目). What was not read has None for what could not be counted."""

    identity: Identity | None = None
    pages: int | None = None
    tables: int | None = None
    """Tables seen."""
    tables_recognised: int | None = None
    """Of these, tables of which it is known which statement they are."""
    numbers: int = 0
    """Numbers in the tables of a file that was not recognised."""
    statements: int = 0
    filled: tuple[str, ...] = ()
    """Ids of the statements that print amounts."""
    facts: int | None = None
    claims: int | None = None
    coverage: Coverage = field(default_factory=Coverage)
    """Without the list of what was not understood."""
    pack_version: str | None = None
    remarks: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()

    @classmethod
    def of(cls, document: Document | None, disclosure: Disclosure | None) -> Summary:
        d, c = disclosure, disclosure.coverage if disclosure else Coverage()
        tables = list(document.tables) if document else []
        return cls(
            identity=d.identity if d else None,
            pages=len(document.pages) or None if document else None,
            tables=len(tables) if document else None,
            tables_recognised=d.tables_recognised if d else 0 if document else None,
            numbers=0 if d else sum(c.unread is not None or parse_figure(c.text) is not None for t in tables for c in t.cells),
            statements=len(d.statements) if d else 0,
            filled=tuple(dict.fromkeys(s.id for s in d.statements if s.items)) if d else (),
            facts=d.facts if d else None,
            claims=len(d.claims) if d else None,
            coverage=Coverage(c.cells_understood, c.cells_numeric, c.prose_understood, c.prose_numbers),
            pack_version=d.pack_version if d else None,
            remarks=d.remarks if d else (),
            problems=document.problems if document else (),
        )
