"""What most documents of one region and layout share: a template's fault, said once for the region.

A layout is region, fiscal year, kind and level: documents of one layout are filled into one template.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from ..disclosures.disclosure import Identity
from ..results.result import DocumentResult, DocumentStatus
from .finding import Finding

ENOUGH = 5
"""Documents of one layout that there must be before anything is said of the layout."""

Layout = tuple[str, int | None, str | None, str]
"""Region, fiscal year, kind, level."""
_Said = tuple[str, str]
"""Rule and address: what a finding says, whoever it is about."""


@dataclass(frozen=True, slots=True)
class Shared:
    """A finding that more than half of the documents of a layout have; ``example`` is that of the first."""

    layout: Layout
    example: Finding
    found_in: int
    documents: int

    @property
    def words(self) -> str:
        """同一版式 8 份中 6 份都有."""
        return words(self.found_in, self.documents)


def words(found_in: int, documents: int) -> str:
    """How many documents of a layout have it."""
    return f"同一版式 {documents} 份中 {found_in} 份都有"


def layout_of(who: Identity) -> Layout:
    """The layout of a disclosure."""
    return who.region, who.fiscal_year, None if who.kind is None else str(who.kind), str(who.level)


def is_shared(found_in: int, documents: int) -> bool:
    """Whether there are enough documents, and more than half of them have it."""
    return documents >= ENOUGH and found_in * 2 > documents


def shared_findings(results: Iterable[DocumentResult]) -> dict[tuple[Layout, str, str], Shared]:
    """By layout, rule and address, the findings that most documents of a layout share."""
    documents: Counter[Layout] = Counter()
    found: dict[Layout, dict[_Said, list[Finding]]] = defaultdict(lambda: defaultdict(list))
    for result in results:
        # Of several files of one disclosure, one carries the findings.
        if result.status is not DocumentStatus.CHECKED or (who := result.identity) is None or result.together not in (None, result.sha256):
            continue
        layout = layout_of(who)
        documents[layout] += 1
        for said, finding in {(f.rule, f.address): f for f in reversed(result.findings)}.items():
            found[layout][said].append(finding)
    return {
        (layout, *said): Shared(layout, group[0], len(group), documents[layout])
        for layout, by_address in found.items()
        for said, group in by_address.items()
        if is_shared(len(group), documents[layout])
    }
