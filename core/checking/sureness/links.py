"""A finding is as sure as the weakest link behind it (关联): what the words do not name makes nothing certain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ...model.checks.finding import Certainty, Finding, Severity
from ...model.checks.relation import Print, Printed, Relation
from ...model.disclosures.claim import Claim
from ...model.disclosures.disclosure import LineItem
from ...model.disclosures.link import Link, weakest


def link_of(printed: Printed, *, compared: bool) -> Link:
    """How a printed figure was tied to what it is about.

    Within one claim (an amount, its change, its rate) only that matters which of its figures were carried over from another
    sentence; ``compared`` with a table or another claim, also how its words were tied to the subject.
    """
    if isinstance(printed, LineItem):
        return printed.link
    if isinstance(printed.source, Claim):
        claim = printed.source
        carried = Link.INHERITED if printed.part in claim.carried else Link.CODE
        # What the prose leaves unnamed, a rule that compares it has named by words of its own (a category of staff).
        named = Link.NAME if claim.link is Link.NONE else claim.link
        return weakest(named, carried) if compared else carried
    return Link.NAME


def weakest_link(relations: Sequence[Relation]) -> Link:
    """The weakest link of all figures that relations are about."""
    links = []
    for relation in relations:
        printed = _all(relation)
        sources = {id(p.source) if isinstance(p, Print) else p.table for p in printed}
        links += [link_of(p, compared=len(sources) > 1) for p in printed]
    return weakest(*links)


def as_sure_as_linked(findings: Sequence[Finding]) -> list[Finding]:
    """The findings, suspected and no more than a warning where a link behind them is not exact; a remark where it is a guess."""
    return [_weighed(f) for f in findings]


def _weighed(finding: Finding) -> Finding:
    link = weakest_link(finding.tested)
    if link.exact:
        return finding
    most = Severity.INFO if link.rank >= Link.POSITION.rank else Severity.WARNING
    severity = finding.severity if finding.severity.rank <= most.rank else most
    return replace(finding, certainty=Certainty.SUSPECTED, severity=severity, expected=None)


def _all(relation: Relation) -> tuple[Printed, ...]:
    return (*relation.left, *relation.right, *((relation.rate,) if relation.rate else ()))
