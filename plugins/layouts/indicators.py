"""The layout ``indicators``: a performance form (绩效目标表), which the core reads."""

from __future__ import annotations

from ... import (
    References,
    Region,
    StatementTemplate,
    TableView,
    Understood,
)


def indicators(view: TableView, template: StatementTemplate, region: Region, references: References) -> Understood:
    """A performance form: its indicators are read by the core, it has no line items."""
    return Understood((), ())
