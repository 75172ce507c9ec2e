"""One cause, one finding: the symptoms of one cause are the evidence of one finding."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from ..model.finding import Evidence, Finding, Role


def merge_causes(findings: Sequence[Finding]) -> list[Finding]:
    """Findings with those of one cause as one, in the place of the first.

    The one that says most stands for the group: the gravest, then one that determines the faulty side, then the
    first. The group's fingerprint is the smallest of its members', and all are kept in ``members``.
    """
    groups: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.cause is not None:
            groups[finding.cause].append(finding)
    out: list[Finding] = []
    said: set[str] = set()
    for finding in findings:
        group = groups.get(finding.cause or "", [])
        if len(group) < 2:
            out.append(finding)
        elif finding.cause not in said and finding.cause is not None:
            said.add(finding.cause)
            out.append(_merged(group))
    return out


def _merged(group: list[Finding]) -> Finding:
    main = min(group, key=lambda f: (-f.severity.rank, f.expected is None, group.index(f)))
    others = [f for f in group if f is not main]
    places = "；".join(dict.fromkeys(_short(f) for f in others))
    members = tuple(sorted(f.fingerprint for f in group))
    evidence = {_key(e): e for e in main.evidence}
    for other in others:
        for e in other.evidence:
            evidence.setdefault(_key(e), replace(e, role=Role.CONTEXT))
    return replace(
        main,
        message=f"{main.message}同一原因还表现为：{places}",
        fingerprint=members[0],
        members=members,
        evidence=tuple(evidence.values()),
    )


def _short(finding: Finding) -> str:
    return finding.message.split("原文：")[0].rstrip("。")


def _key(evidence: Evidence) -> tuple[object, ...]:
    return evidence.place, evidence.text, evidence.table, evidence.section, evidence.row
