"""A run as SARIF 2.1.0, for the code-scanning viewers that auditors' tools already have."""

from __future__ import annotations

from typing import Any

from ..model.checks.finding import Evidence, Finding, Severity
from ..model.checks.rule import Rule
from ..model.documents.privacy import mask
from ..model.results.result import DocumentResult, RunResult

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def sarif(run: RunResult, version: str) -> dict[str, Any]:
    """The object that ``mingzhang check --format sarif`` prints."""
    driver = {"name": "mingzhang", "version": version, "rules": [_rule(r) for r in run.rules]}
    results = [_result(f, d) for d in run.documents for f in d.findings]
    failures = [
        {"level": "error", "message": {"text": f"{d.path}: {d.reason}"}, "locations": [{"physicalLocation": _artifact(d)}]}
        for d in run.documents
        if d.reason
    ]
    invocation = {"executionSuccessful": not failures, "toolExecutionNotifications": failures}
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [{"tool": {"driver": driver}, "invocations": [invocation], "results": results}]}


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.page},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _artifact(document: DocumentResult) -> dict[str, Any]:
    return {"artifactLocation": {"uri": document.path}}


def _result(finding: Finding, document: DocumentResult) -> dict[str, Any]:
    return {
        "ruleId": finding.rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": mask(finding.message)},
        "locations": [_location(e, document) for e in finding.evidence[:1]],
        "relatedLocations": [_location(e, document) for e in finding.evidence[1:]],
        "partialFingerprints": {"mingzhang/1": finding.fingerprint},
    }


def _location(evidence: Evidence, document: DocumentResult) -> dict[str, Any]:
    place = evidence.place
    physical = _artifact(document)
    if place.line is not None:
        physical["region"] = {"startLine": place.line}
    where = [f"第 {place.page} 页" if place.page else None, evidence.table or evidence.section, evidence.row, evidence.column]
    return {"physicalLocation": physical, "message": {"text": f"{'，'.join(w for w in where if w)}：{mask(evidence.text)}"}}
