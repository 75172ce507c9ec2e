"""How severities look at a terminal."""

from __future__ import annotations

from ..model.checks.finding import Severity

STYLE = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
