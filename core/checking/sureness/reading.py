"""Findings are no surer than the reading: a figure that was recognised or put into its column makes them suspected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from ...model.checks.finding import Certainty, Finding
from ...model.disclosures.disclosure import Disclosure
from ...model.documents.document import SURE, Cell, Document, Paragraph, Place, Table, TableStatus
from ...model.documents.figure import parse_figure

_Spot = tuple[str | None, int | None, tuple[float, ...] | None, int | None]


def as_sure_as_read(findings: Sequence[Finding], document: Document) -> list[Finding]:
    """The findings, suspected where an evidence stands in a place that was read with less than certainty.

    That is a cell or paragraph recognised with less than SURE, and an amount of a table whose lost cells were concluded.
    """
    doubtful = {_spot(place) for place, confidence in _recognised(document) if confidence < SURE}
    doubtful |= {_spot(place) for place in _concluded(document)}
    if not doubtful:
        return list(findings)
    return [replace(f, certainty=Certainty.SUSPECTED) if any(_spot(e.place) in doubtful for e in f.evidence) else f for f in findings]


def as_sure_as_units(findings: Sequence[Finding], disclosure: Disclosure) -> list[Finding]:
    """The findings, suspected where figures of a table whose unit is only settled are set against figures beside it."""
    settled = {i.place: s.ordinal for s in disclosure.statements if s.settled_unit for i in s.items}
    if not settled:
        return list(findings)

    def rests_on_it(finding: Finding) -> bool:
        tables = {settled.get(e.place, -1) for e in finding.evidence}
        return len(tables) > 1

    return [replace(f, certainty=Certainty.SUSPECTED) if rests_on_it(f) else f for f in findings]


def _recognised(document: Document) -> Iterator[tuple[Place, Decimal]]:
    for block in document.blocks:
        parts: list[Cell | Paragraph] = [block] if isinstance(block, Paragraph) else [*block.cells, *block.notes]
        for part in parts:
            if part.confidence is not None:
                yield part.place, part.confidence


def _concluded(document: Document) -> Iterator[Place]:
    """Amounts of tables without their empty cells: the only reading that is left, but not as printed."""
    for block in document.blocks:
        if isinstance(block, Table) and block.status is TableStatus.PARTIAL:
            yield from (c.place for c in block.cells if c.row >= block.header_rows and parse_figure(c.text) is not None)


def _spot(place: Place) -> _Spot:
    """Where a place is; the ordinal of its block may have changed since."""
    return (place.document, place.page, place.bbox, place.line)
