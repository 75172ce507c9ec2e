"""The exit status of a check: the highest of usage (2, raised elsewhere), unreadable or a crashed rule (3), findings (1), 0."""

from __future__ import annotations

from ..model.checks.finding import Outcome, Severity
from ..model.results.result import DocumentStatus, RunResult


def exit_status(run: RunResult, fail_on: str) -> int:
    """3 if a file was not checked, there was nothing to read, or a rule crashed; 1 if a finding reaches ``fail_on``; else 0.

    With ``never`` neither findings nor crashed rules count.
    """
    if not run.documents or any(r.status is not DocumentStatus.CHECKED for r in run.documents):
        return 3
    if fail_on == "never":
        return 0
    if any(row.outcome is Outcome.CRASHED for r in run.documents for row in r.ledger):
        return 3
    least = Severity(fail_on).rank
    return int(any(f.severity.rank >= least for r in run.documents for f in r.findings))
