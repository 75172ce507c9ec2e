"""The exit status of a check: the highest of usage (2, raised elsewhere), unreadable or a crashed rule (3), findings (1), 0."""

from __future__ import annotations

from ..model.checks.finding import Outcome, Severity
from ..model.results.result import DocumentStatus, RunResult


def exit_status(run: RunResult, fail_on: str) -> int:
    """3 if a file was not checked, there was nothing to read, or a rule crashed; 1 if a finding reaches ``fail_on``; else 0.

    With ``never`` neither findings nor crashed rules count.
    """
    least = None if fail_on == "never" else Severity(fail_on).rank
    status = 0 if run.documents else 3
    for r in run.documents:
        if r.status is not DocumentStatus.CHECKED:
            return 3
        if least is None:
            continue
        if any(row.outcome is Outcome.CRASHED for row in r.ledger):
            status = 3
        elif any(f.severity.rank >= least for f in r.findings):
            status = max(status, 1)
    return status
