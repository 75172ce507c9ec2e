"""Rules over several disclosures: each disclosure of a run in the light of the others of its body."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache, partial

from ..model.checks.across import PREFIX, AcrossRule, ComparableDisclosure, PackedDisclosure, Peers, plain_name
from ..model.checks.finding import Evidence, Finding, LedgerRow, Outcome, Reason
from ..model.checks.rule import Rule
from ..model.disclosures.disclosure import Identity
from ..model.disclosures.region import Region
from ..model.results.result import DocumentResult
from .engine import Selection, as_severe, run_rule, with_fingerprints

_Body = tuple[str | None, str]


Said = tuple[tuple[Finding, ...], dict[str, LedgerRow]]
"""Findings on a disclosure, and the rows of the ledger by rule."""


@dataclass(frozen=True, slots=True)
class Beside:
    """A disclosure beside its peers."""

    this: ComparableDisclosure
    peers: Peers


def with_peers(results: Iterable[DocumentResult], rules: Iterable[Rule]) -> Iterator[Beside]:
    """Those of a run that have peers in it, if there are rules that look at several disclosures."""
    bodies: dict[_Body, dict[str, PackedDisclosure]] = defaultdict(dict)
    if any(isinstance(r, AcrossRule) for r in rules):
        for result in results:
            if result.comparable is not None:
                bodies[body_of(result.comparable.identity)][result.comparable.document] = result.comparable

    @lru_cache(maxsize=64)  # a department's units mostly follow each other
    def of(division: str | None, body: str) -> tuple[ComparableDisclosure, ...]:
        return tuple(p.unpacked() for p in bodies.get((division, body), {}).values())

    for division, body in bodies:
        everything = of(division, body)
        for this in everything:
            beside = beside_of(this, everything, partial(of, division))
            if beside.peers.same or beside.peers.others:
                yield beside


def beside_of(
    this: ComparableDisclosure, everything: Iterable[ComparableDisclosure], called: Callable[[str], tuple[ComparableDisclosure, ...]]
) -> Beside:
    """A disclosure beside the others of its body (of ``everything``), and beside those of the units that it lists."""
    own = plain_name(this.identity.body or "")
    others = {name: found for name in this.units if name != own and (found := called(name))}
    return Beside(this, Peers(tuple(k for k in everything if k.document != this.document), others))


def body_of(who: Identity) -> _Body:
    """What bodies are told apart by: code of the division and plain name."""
    return who.division_code, plain_name(who.body or "")


def compare(
    beside: Beside, rules: Iterable[Rule], region: Region | None, selection: Selection, guests: Mapping[str, str] | None = None
) -> Said:
    """What rules over several disclosures say of one; ``guests`` as in :func:`check_disclosure`."""
    this, findings, rows = beside.this, list[Finding](), dict[str, LedgerRow]()
    for rule in rules:
        if isinstance(rule, AcrossRule):
            verdicts = partial(rule.compare, this, beside.peers)
            found, row = run_rule(rule, this.document, this.identity, verdicts, selection, [], (guests or {}).get(rule.id))
            findings += as_severe(found, rule, region, selection)
            rows[rule.id] = row
    return tuple(_placed(f, this.document) for f in with_fingerprints(findings, this.identity)), rows


def failed(beside: Beside, rules: Iterable[Rule], why: str) -> Said:
    """What is said where the comparison itself was lost: nothing was found, and every rule of it crashed."""
    chosen = [r for r in rules if isinstance(r, AcrossRule)]
    return (), {r.id: LedgerRow(beside.this.document, r.id, Outcome.CRASHED, f"{Reason.RULE_ERROR}: {why}") for r in chosen}


def compared(result: DocumentResult, said: Said) -> DocumentResult:
    """A result with what rules over several disclosures say of it."""
    findings, rows = said
    return replace(
        result,
        findings=(*(f for f in result.findings if not f.rule.startswith(PREFIX)), *findings),
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
