"""Rules over a disclosure: one outcome for every rule, findings with fingerprints."""

from __future__ import annotations

import fnmatch
import pickle
import time
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import localcontext
from functools import partial

from ..model.checks.compare import hearing_incomparable
from ..model.checks.finding import Certainty, Finding, LedgerRow, Outcome, Reason, Severity, Undecided, fingerprint
from ..model.checks.relation import Relation
from ..model.checks.rule import Rule, RuleState
from ..model.disclosures.disclosure import Disclosure, Identity
from ..model.disclosures.region import Region
from ..model.documents.figure import ARITHMETIC, IncomparableError, parse_figure
from ..plugins.guests import GuestError, hosted, log, one_line, yielded_at
from .causes import merge_causes
from .sureness import Tested, as_sure_as_linked, as_sure_as_read, as_sure_as_units, with_doubts
from .verdicts import VerdictError, looked_at


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


_CHANGED = "changed the disclosure"
MOST_FINDINGS = 5_000
"""Of one rule on one document; a rule that has more has lost its way."""


def check_disclosure(
    disclosure: Disclosure,
    rules: Sequence[Rule],
    region: Region | None = None,
    selection: Selection | None = None,
    guests: Mapping[str, str] | None = None,
) -> tuple[tuple[Finding, ...], tuple[LedgerRow, ...]]:
    """Findings and ledger of one disclosure. A rule that goes wrong is ``crashed`` and stops no other.

    ``guests``: of rules that do not ship, the id and the plugin; what they did to the disclosure is undone.
    """
    chosen, guests = selection or Selection(), guests or {}
    findings: list[Finding] = []
    held: list[Relation] = []
    ledger: list[LedgerRow] = []
    for rule in rules:
        here, kept = disclosure, pickle.dumps(disclosure) if rule.id in guests else None
        new: list[Relation] = []
        found, row = run_rule(rule, here.document.sha256, here.identity, partial(rule.check, here), chosen, new, guests.get(rule.id))
        if kept is not None and not _is(disclosure, kept, rule):
            log.give_up(f"rule {rule.id}", _CHANGED)
            parse_figure.cache_clear()  # what it changed may be shared with other documents
            disclosure = pickle.loads(kept)
            found, new = [], []
            row = replace(row, outcome=Outcome.CRASHED, reason=_crash(_CHANGED, guests[rule.id], rule.home))
        held += new
        findings += as_severe(found, rule, region, chosen)
        ledger.append(row)
    with localcontext(ARITHMETIC):
        findings = as_sure_as_units(as_sure_as_read(findings, disclosure.document), disclosure)
        findings = with_fingerprints(as_sure_as_linked(findings), disclosure.identity)
        tested = Tested.of(findings, held)
        findings, ledger = with_doubts(merge_causes(findings, disclosure, held), ledger, tested, disclosure)
    return tuple(findings), tuple(ledger)


def _is(disclosure: Disclosure, kept: bytes, rule: Rule) -> bool:
    """Whether a disclosure is what it was after a rule; what a guest put into it is a guest, too."""
    try:
        return hosted(f"what rule {rule.id} left", partial(pickle.dumps, disclosure)) == kept
    except GuestError:
        return False


def as_severe(findings: list[Finding], rule: Rule, region: Region | None, selection: Selection) -> list[Finding]:
    """Findings with the severity that the configuration, or else the region, gives their rule; suspected ones of a suspected rule."""
    if rule.state is RuleState.SUSPECTED:
        findings = [replace(f, certainty=Certainty.SUSPECTED) for f in findings]
    severity = selection.severities.get(rule.id) or (region.severities.get(rule.id) if region else None)
    return [replace(f, severity=Severity(severity)) for f in findings] if severity else findings


def run_rule(
    rule: Rule,
    sha: str,
    who: Identity,
    verdicts: Callable[[], Iterable[object]],
    selection: Selection,
    held: list[Relation],
    plugin: str | None = None,
) -> tuple[list[Finding], LedgerRow]:
    """What a rule finds and its row of the ledger; the relations that it found to hold are added to ``held``.

    ``plugin``: where the rule comes from, if it does not ship.
    """
    if not selection.chooses(rule.id):
        return [], LedgerRow(sha, rule.id, Outcome.NOT_APPLICABLE, Reason.NOT_SELECTED)
    if not rule.scope.covers(who):
        return [], LedgerRow(sha, rule.id, Outcome.NOT_APPLICABLE, Reason.OUT_OF_SCOPE)
    started = time.perf_counter()
    said = _Said()
    try:
        hosted(f"rule {rule.id}", partial(_listen, rule, verdicts, said), home=rule.home)
    except GuestError as error:
        words = _crash(error.what, plugin, error.where or rule.home)
        return [], LedgerRow(sha, rule.id, Outcome.CRASHED, words, said.passed, time.perf_counter() - started)
    held += said.tested
    outcome, reason = _outcome(said.findings, said.passed, said.undecided)
    return said.findings, LedgerRow(sha, rule.id, outcome, reason, said.passed + len(said.findings), time.perf_counter() - started)


def _crash(what: str, plugin: str | None, where: str) -> str:
    return f"{Reason.RULE_ERROR}: {what} ({f'plugin {plugin}, ' if plugin else ''}{where})"


@dataclass(slots=True)
class _Said:
    """What a rule has said so far."""

    findings: list[Finding] = field(default_factory=list)
    passed: int = 0
    undecided: list[Undecided] = field(default_factory=list)
    tested: list[Relation] = field(default_factory=list)


def _listen(rule: Rule, verdicts: Callable[[], Iterable[object]], said: _Said) -> None:
    """Takes down the verdicts of a rule; raises what it raises."""
    with hearing_incomparable() as incomparable:
        yielded = verdicts()
        try:
            for each in yielded:
                _take_down(rule, each, said, incomparable)
        except VerdictError as error:
            raise GuestError(f"rule {rule.id}", one_line(error), yielded_at(yielded, rule.home)) from error
        except IncomparableError as error:  # what it would have said after that is unknown, too
            incomparable.append(str(error))
        finally:
            if isinstance(yielded, Generator):
                yielded.close()
        said.undecided += [Undecided(Reason.NOT_COMPARABLE, words) for words in incomparable]


def _take_down(rule: Rule, yielded: object, said: _Said, incomparable: list[str]) -> None:
    verdict = looked_at(rule, yielded)
    if isinstance(verdict, Finding):
        said.findings.append(verdict)
        if len(said.findings) > MOST_FINDINGS:
            raise VerdictError(f"more than {MOST_FINDINGS} findings")
    elif isinstance(verdict, Undecided):
        said.undecided.append(verdict)
        incomparable.clear()  # the rule says so itself
    elif not incomparable:
        said.passed += verdict.comparisons
        said.tested += verdict.tested
    else:  # some of what is said to hold could not be compared: nobody knows which
        said.passed += max(0, verdict.comparisons - len(incomparable))
        said.undecided += [Undecided(Reason.NOT_COMPARABLE, words) for words in incomparable]
        incomparable.clear()


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
