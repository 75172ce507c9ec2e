"""Rules over several disclosures: each disclosure of a run in the light of the others of its body."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, partial

from ..model.checks.across import AcrossRule, ComparableDisclosure, PackedDisclosure, Peers, plain_name
from ..model.checks.finding import Evidence, Finding, LedgerRow
from ..model.checks.rule import Rule
from ..model.disclosures.disclosure import Identity
from ..model.disclosures.region import Region
from ..model.results.result import DocumentResult
from .engine import Selection, as_severe, run_rule, with_fingerprints

Archive = Callable[[str | None, str, Container[str]], Iterable[ComparableDisclosure]]
"""What is known of a body from elsewhere (a database): by code of its division and name (see plain_name), without what is at hand."""

_Body = tuple[str | None, str]


def no_archive(division: str | None, body: str, at_hand: Container[str]) -> Iterable[ComparableDisclosure]:
    """For a run without a database."""
    return ()


def compare_results(
    results: Sequence[DocumentResult],
    rules: Iterable[Rule],
    regions: Mapping[str, Region],
    selection: Selection,
    archive: Archive = no_archive,
) -> Iterator[tuple[int, DocumentResult]]:
    """Index and new result of those that have peers: what rules over several disclosures say of them is in it."""
    chosen = [r for r in rules if isinstance(r, AcrossRule)]
    bodies: dict[_Body, dict[str, PackedDisclosure]] = defaultdict(dict)
    for result in results if chosen else ():
        if result.comparable is not None:
            bodies[_body(result.comparable.identity)][result.comparable.document] = result.comparable

    @lru_cache(maxsize=64)  # files of one body, and those of a department's units, mostly follow each other
    def of(division: str | None, body: str) -> tuple[ComparableDisclosure, ...]:
        at_hand = bodies.get((division, body), {})
        return (*(p.unpacked() for p in at_hand.values()), *archive(division, body, at_hand))

    for index, result in enumerate(results):
        this = result.comparable if chosen else None
        if this is None:
            continue
        division, body = _body(this.identity)
        everything = of(division, body)
        same = tuple(k for k in everything if k.document != this.document)
        others = {name: found for name in this.units if name != body and (found := of(division, name))}
        if same or others:
            own = next(k for k in everything if k.document == this.document)
            yield index, _compared(result, own, Peers(same, others), chosen, regions.get(this.identity.region), selection)


def _body(who: Identity) -> _Body:
    return who.division_code, plain_name(who.body or "")


def _compared(
    result: DocumentResult,
    this: ComparableDisclosure,
    peers: Peers,
    rules: Sequence[AcrossRule],
    region: Region | None,
    selection: Selection,
) -> DocumentResult:
    findings: list[Finding] = []
    rows: dict[str, LedgerRow] = {}
    for rule in rules:
        found, row = run_rule(rule, this.document, this.identity, partial(rule.compare, this, peers), selection, [])
        findings += as_severe(found, rule, region, selection)
        rows[rule.id] = row
    placed = [_placed(f, this.document) for f in with_fingerprints(findings, this.identity)]
    return replace(
        result,
        findings=(*result.findings, *placed),
        ledger=tuple(rows.get(row.rule, row) for row in result.ledger),
        compared=True,
    )


def _placed(finding: Finding, here: str) -> Finding:
    """Evidence in the document itself names no file; the other files are the related documents."""
    evidence = tuple(_here(e, here) for e in finding.evidence)
    related = dict.fromkeys(e.document for e in evidence if e.document)
    return replace(finding, evidence=evidence, related_documents=tuple(related), tested=())


def _here(evidence: Evidence, here: str) -> Evidence:
    return replace(evidence, document=None) if evidence.document == here else evidence
