"""Rules over several disclosures: each disclosure of a run in the light of the others of its body."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial

from ..model.checks.across import AcrossRule, ComparableDisclosure, PackedDisclosure, Peers, plain_name
from ..model.checks.finding import Evidence, Finding, LedgerRow, Outcome, Reason
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


Said = tuple[tuple[Finding, ...], dict[str, LedgerRow]]
"""Findings on a disclosure, and the rows of the ledger by rule."""


@dataclass(frozen=True, slots=True)
class Beside:
    """A disclosure (of the result with this ``index``) beside its peers."""

    index: int
    this: ComparableDisclosure
    peers: Peers


def with_peers(results: Sequence[DocumentResult], rules: Iterable[Rule], archive: Archive = no_archive) -> Iterator[Beside]:
    """Those of a run that have peers, if there are rules that look at several disclosures."""
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
            yield Beside(index, own, Peers(same, others))


def _body(who: Identity) -> _Body:
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
        findings=(*result.findings, *findings),
        ledger=tuple(rows.get(row.rule, row) for row in result.ledger),
        compared=True,
    )


def compare_results(
    results: Sequence[DocumentResult],
    rules: Iterable[Rule],
    regions: Mapping[str, Region],
    selection: Selection,
    archive: Archive = no_archive,
    guests: Mapping[str, str] | None = None,
) -> Iterator[tuple[int, DocumentResult]]:
    """Index and new result of those that have peers, all in this process."""
    rules = list(rules)
    for beside in with_peers(results, rules, archive):
        said = compare(beside, rules, regions.get(beside.this.identity.region), selection, guests)
        yield beside.index, compared(results[beside.index], said)


def _placed(finding: Finding, here: str) -> Finding:
    """Evidence in the document itself names no file; the other files are the related documents."""
    evidence = tuple(_here(e, here) for e in finding.evidence)
    related = dict.fromkeys(e.document for e in evidence if e.document)
    return replace(finding, evidence=evidence, related_documents=tuple(related), tested=())


def _here(evidence: Evidence, here: str) -> Evidence:
    return replace(evidence, document=None) if evidence.document == here else evidence
