"""What the rules over several disclosures share: the figures they want, and how a difference is told."""

from __future__ import annotations

from decimal import Decimal

from .... import ComparableFigure, Evidence, Figure, Identity, Interval, Kind, Print, Role, Wanted

TOTALS = (
    Wanted("budget_total", ("income_expenditure:item:income_total:total", "income_expenditure:item:total:total")),
    Wanted("income_total", ("income:total:total",)),
    Wanted("expenditure_total", ("expenditure:total:total",)),
    Wanted("basic_expenditure", ("expenditure:total:basic",)),
    Wanted("project_expenditure", ("expenditure:total:project",)),
    Wanted("fiscal_total", ("fiscal_income_expenditure:item:income_total:total", "fiscal_income_expenditure:item:total:total")),
)
GENERAL = (
    Wanted("general_total", ("general_expenditure:total:total",)),
    Wanted("general_basic", ("general_expenditure:total:basic", "basic_expenditure:total:total")),
    Wanted("general_project", ("general_expenditure:total:project",)),
)
THREE_PUBLIC = (
    Wanted("three_public", ("three_public:item:total:total",)),
    Wanted("abroad", ("three_public:item:abroad:total",)),
    Wanted("vehicles", ("three_public:item:vehicles:total",)),
    Wanted("vehicle_purchase", ("three_public:item:vehicle_purchase:total",)),
    Wanted("vehicle_running", ("three_public:item:vehicle_running:total",)),
    Wanted("reception", ("three_public:item:reception:total",)),
)


def called(who: Identity) -> str:
    """A disclosure in a sentence: 2023年度决算公开件."""
    return f"{who.fiscal_year}年度{'决算' if who.kind is Kind.FINAL else '预算'}公开件"


def in_unit(figure: Figure, unit: str | None) -> Figure:
    """A figure in another unit of money; others stay."""
    return figure.in_unit(unit) if unit and figure.is_money and figure.unit != unit else figure


def apart(a: Interval, b: Figure) -> bool:
    """Whether two figures differ by more than rounding and one unit of the last digit."""
    step = Decimal(1).scaleb(-b.decimals)
    wide = Interval(a.low - step, a.high + step)
    return not wide.meets(b.interval())


def as_operand(evidence: Evidence, role: Role = Role.OPERAND) -> Evidence:
    """An evidence in another role."""
    return Evidence(role, evidence.text, evidence.place, evidence.table, evidence.section, evidence.row, evidence.column, evidence.document)


def as_term(kept: ComparableFigure) -> Print:
    """A kept figure as a term of a relation."""
    return Print(kept, "figure", kept.figure, kept.name)


def change_of(kept: ComparableFigure) -> Print:
    """The signed change of a kept figure as a term. Raises ValueError if it states none."""
    if kept.change is None:
        raise ValueError(f"{kept.name} states no change")
    return Print(kept, "change", kept.change, f"{kept.name}增减额")
