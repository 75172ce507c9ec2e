"""Rules over a disclosure: one outcome for every rule, findings with fingerprints."""

from __future__ import annotations

import fnmatch
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from ..model.checks.finding import Finding, LedgerRow, Outcome, Passed, Reason, Severity, Undecided, fingerprint
from ..model.checks.relation import Relation
from ..model.checks.rule import Rule
from ..model.disclosures.disclosure import Disclosure, Identity
from ..model.disclosures.region import Region
from .causes import merge_causes
from .charity import Tested, as_sure_as_linked, with_doubts
from .sureness import as_sure_as_read, as_sure_as_units
from .verdicts import VerdictError, looked_at
from .whereabouts import raised_at, yielded_at


@dataclass(frozen=True, slots=True)
class Selection:
    """Which rules to run: ids or patterns (``sum.*``). Empty ``select`` means all; ``ignore`` wins."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severities: dict[str, str] = field(default_factory=dict)
    """Rule id → severity, from the configuration."""

    def chooses(self, rule_id: str) -> bool:
        wanted = not self.select or any(_matches(rule_id, p) for p in self.select)
        return wanted and not any(_matches(rule_id, p) for p in self.ignore)

    def unknown(self, rules: Iterable[Rule]) -> list[str]:
        """Patterns that match no rule: probably a typo."""
        ids = [r.id for r in rules]
        return [p for p in (*self.select, *self.ignore) if not any(_matches(i, p) for i in ids)]


def _matches(rule_id: str, pattern: str) -> bool:
    return rule_id == pattern or rule_id.startswith(pattern.rstrip(".") + ".") or fnmatch.fnmatchcase(rule_id, pattern)


def check_disclosure(
    disclosure: Disclosure, rules: Sequence[Rule], region: Region | None = None, selection: Selection | None = None
) -> tuple[tuple[Finding, ...], tuple[LedgerRow, ...]]:
    """Findings and ledger of one disclosure. A rule that raises is ``crashed`` and stops no other."""
    chosen = selection or Selection()
    findings: list[Finding] = []
    held: list[Relation] = []
    ledger: list[LedgerRow] = []
    for rule in rules:
        found, row = _run(rule, disclosure, chosen, held)
        findings += as_severe(found, rule, region, chosen)
        ledger.append(row)
    findings = as_sure_as_units(as_sure_as_read(findings, disclosure.document), disclosure)
    findings = as_sure_as_linked(findings)
    findings = with_fingerprints(findings, disclosure.identity)
    tested = Tested.of(findings, held)
    findings, ledger = with_doubts(merge_causes(findings, disclosure, held), ledger, tested, disclosure)
    return tuple(findings), tuple(ledger)


def as_severe(findings: list[Finding], rule: Rule, region: Region | None, selection: Selection) -> list[Finding]:
    """Findings with the severity that the configuration, or else the region, gives their rule."""
    severity = selection.severities.get(rule.id) or (region.severities.get(rule.id) if region else None)
    return [replace(f, severity=Severity(severity)) for f in findings] if severity else findings


def _run(rule: Rule, disclosure: Disclosure, selection: Selection, held: list[Relation]) -> tuple[list[Finding], LedgerRow]:
    return run_rule(rule, disclosure.document.sha256, disclosure.identity, lambda: rule.check(disclosure), selection, held)


def run_rule(
    rule: Rule, sha: str, who: Identity, verdicts: Callable[[], Iterable[object]], selection: Selection, held: list[Relation]
) -> tuple[list[Finding], LedgerRow]:
    """What a rule finds and its row of the ledger; the relations that it found to hold are added to ``held``."""
    if not selection.chooses(rule.id):
        return [], LedgerRow(sha, rule.id, Outcome.NOT_APPLICABLE, Reason.NOT_SELECTED)
    if not rule.scope.covers(who):
        return [], LedgerRow(sha, rule.id, Outcome.NOT_APPLICABLE, Reason.OUT_OF_SCOPE)
    started = time.perf_counter()
    findings: list[Finding] = []
    passed, undecided, tested = 0, list[Undecided](), list[Relation]()
    said: Iterable[object] = ()
    try:
        said = verdicts()
        for yielded in said:
            verdict = looked_at(rule, yielded)
            if isinstance(verdict, Finding):
                findings.append(verdict)
            elif isinstance(verdict, Passed):
                passed += verdict.comparisons
                tested += verdict.tested
            else:
                undecided.append(verdict)
    except Exception as error:  # a rule is somebody else's code: its error is shown, the run goes on
        where = yielded_at(said, rule.home) if isinstance(error, VerdictError) else raised_at(error, rule.home)
        words = f"{Reason.RULE_ERROR}: {type(error).__name__}: {' '.join(str(error).split())} ({where})"
        return [], LedgerRow(sha, rule.id, Outcome.CRASHED, words, passed, time.perf_counter() - started)
    held += tested
    seconds = time.perf_counter() - started
    outcome, reason = _outcome(findings, passed, undecided)
    return findings, LedgerRow(sha, rule.id, outcome, reason, passed + len(findings), seconds)


def _outcome(findings: list[Finding], passed: int, undecided: list[Undecided]) -> tuple[Outcome, str | None]:
    reason = _reason(undecided)
    if findings:
        return Outcome.FAIL, reason
    if passed:
        return Outcome.PASS, reason
    if undecided:
        return Outcome.NOT_EVALUABLE, reason
    return Outcome.NOT_APPLICABLE, str(Reason.NOTHING_TO_COMPARE)


def _reason(undecided: list[Undecided]) -> str | None:
    """The most frequent reason, with its words and how many comparisons could not be made."""
    if not undecided:
        return None
    reason, _ = Counter(u.reason for u in undecided).most_common(1)[0]
    words = list(dict.fromkeys(u.words for u in undecided if u.reason is reason and u.words))
    shown = "；".join(words[:3]) + ("…" if len(words) > 3 else "")
    return f"{reason}: {shown}（{len(undecided)} 处）" if shown else f"{reason}（{len(undecided)} 处）"


def with_fingerprints(findings: Sequence[Finding], who: Identity) -> list[Finding]:
    """Findings with their fingerprints; those of one rule and address are numbered."""
    seen: Counter[tuple[str, str]] = Counter()
    out = []
    for finding in findings:
        key = (finding.rule, finding.address)
        out.append(replace(finding, fingerprint=fingerprint(finding.rule, who, finding.address, seen[key])))
        seen[key] += 1
    return out
