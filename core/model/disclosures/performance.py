"""Projects that the prose explains, and the money that performance forms state (项目, 绩效资金)."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from ..documents.document import Place
from ..documents.figure import Figure


@dataclass(frozen=True, slots=True)
class Project:
    """A project as the prose explains it (项目名称：…, one labelled field after the other).

    Texts are None where the block has no such label; ``amount`` is what 预算安排规模 states, ``allocated`` the
    amounts of 资金分配情况 in order. ``people`` and ``standard`` are 补贴人数 and 补贴标准.
    """

    name: str
    heading: str
    place: Place
    basis: str | None = None
    scale: str | None = None
    amount: Figure | None = None
    use: str | None = None
    allocated: tuple[Figure, ...] = ()
    period: str | None = None
    people: Figure | None = None
    standard: Figure | None = None
    text: str = ""


class FundsKind(StrEnum):
    """Which part of a form's money a row is about."""

    TOTAL = "total"
    FISCAL = "fiscal"
    CARRIED = "carried"
    OTHER = "other"
    PART = "part"
    WHOLE = "whole"
    """All years of a project, in a form that prints them beside the year (项目资金总额, 实施期资金总额)."""
    WHOLE_PART = "whole_part"


@dataclass(frozen=True, slots=True)
class FundsRow:
    """A row of the money block of a form.

    Targets state one ``amount``; self-evaluations the budget of the beginning of the year (``amount``), of the whole
    year (``budget``), what was executed, and for the total weight, rate and score of the execution.
    """

    kind: FundsKind
    label: str
    amount: Figure | None = None
    budget: Figure | None = None
    executed: Figure | None = None
    weight: Figure | None = None
    rate: Figure | None = None
    score: Figure | None = None
    place: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True)
class PerformanceFunds:
    """The money of one project (or of the body, ``project`` None) in a performance form, and the form's total of scores.

    ``table`` is the ordinal of the statement, None where the form is a run of text whose grid was lost;
    ``is_sum`` marks the row of a list that prints the sum of its projects.
    """

    table: int | None
    project: str | None
    rows: tuple[FundsRow, ...] = ()
    total_weight: Figure | None = None
    total_score: Figure | None = None
    total_place: Place = field(default_factory=Place)
    is_sum: bool = False
    goal: str | None = None
    """The objective in words (总体目标), where the form is a run of text; a grid holds it in a cell."""
    goal_place: Place = field(default_factory=Place)

    def row(self, kind: FundsKind) -> FundsRow | None:
        """The first row of a kind."""
        return next((r for r in self.rows if r.kind is kind), None)

    @property
    def amount(self) -> Figure | None:
        """The project's money: of the whole year where a self-evaluation states it."""
        row = self.row(FundsKind.TOTAL)
        return (row.budget or row.amount) if row else None

    @property
    def address(self) -> str:
        return f"performance/{self.project or ''}"
