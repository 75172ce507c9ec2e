"""Findings are no surer than the reading: a figure that recognition is not sure of makes them suspected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from ..model.document import SURE, Cell, Document, Paragraph, Place
from ..model.finding import Certainty, Finding

_Spot = tuple[str | None, int | None, tuple[float, ...] | None]


def as_sure_as_read(findings: Sequence[Finding], document: Document) -> list[Finding]:
    """The findings, suspected where an evidence stands in a cell or paragraph that was recognised with less than SURE."""
    doubtful = {_spot(place) for place, confidence in _recognised(document) if confidence < SURE}
    if not doubtful:
        return list(findings)
    return [replace(f, certainty=Certainty.SUSPECTED) if any(_spot(e.place) in doubtful for e in f.evidence) else f for f in findings]


def _recognised(document: Document) -> Iterator[tuple[Place, Decimal]]:
    for block in document.blocks:
        parts: list[Cell | Paragraph] = [block] if isinstance(block, Paragraph) else [*block.cells, *block.notes]
        for part in parts:
            if part.confidence is not None:
                yield part.place, part.confidence


def _spot(place: Place) -> _Spot:
    """Where a place is; the ordinal of its block may have changed since."""
    return (place.document, place.page, place.bbox)
