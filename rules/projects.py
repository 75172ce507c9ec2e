"""Projects wherever a disclosure states them: the table of projects, the prose, performance forms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from .. import Disclosure, Evidence, Figure, FundsKind, LineItem, Print, Project, RowKind, TableStatus
from .numbers import in_funds, of_funds, of_project, project_key

TABLE, PROSE, FORM = "项目支出表", "项目支出说明", "绩效目标表"


@dataclass(frozen=True, slots=True)
class Stated:
    """A project with its amount in one place; ``others`` are further amounts that the place states for it (财政拨款)."""

    source: str
    name: str
    amount: Figure
    evidence: Evidence
    others: tuple[Figure, ...] = ()
    prints: tuple[LineItem | Print, ...] = ()
    """What makes up the amount."""

    @property
    def key(self) -> str:
        return project_key(self.name)


def stated_projects(disclosure: Disclosure) -> list[Stated]:
    """Every project with an amount; the rows of one project in one place are added."""
    return [*_added(_table(disclosure)), *_added(_prose(disclosure)), *_added(_forms(disclosure))]


def _table(disclosure: Disclosure) -> Iterator[Stated]:
    for statement in disclosure.all_of("project_expenditure"):
        if statement.table.status is not TableStatus.READ:
            continue
        for item in statement.find("total", RowKind.PROJECT):
            name = item.row.project or item.row.name
            if name:
                yield Stated(TABLE, name, item.figure, Evidence.of_item(item, statement.title), prints=(item,))


def _prose(disclosure: Disclosure) -> Iterator[Stated]:
    for project in disclosure.projects:
        amount = project.amount or (project.allocated[0] if len(project.allocated) == 1 else None)
        if amount is not None:
            evidence = of_project(project, f"{project.name}：{amount.text}")
            yield Stated(PROSE, project.name, amount, evidence, prints=(project_print(project),))


def project_print(project: Project, part: int | None = None) -> Print:
    """The amount that the prose states for a project, or one of its allocated parts, as a term of a relation."""
    if part is None and project.amount is not None:
        return Print(project, "amount", project.amount, f"项目“{project.name}”说明所称金额")
    return Print(project, f"allocated {part or 0}", project.allocated[part or 0], f"项目“{project.name}”资金分配情况")


def _forms(disclosure: Disclosure) -> Iterator[Stated]:
    for funds in disclosure.performance_funds:
        row = funds.row(FundsKind.TOTAL)
        if funds.project is None or funds.is_sum or row is None or row.amount is None or row.executed is not None:
            continue
        fiscal = funds.row(FundsKind.FISCAL)
        others = (fiscal.amount,) if fiscal and fiscal.amount else ()
        yield Stated(
            FORM,
            funds.project,
            row.amount,
            of_funds(disclosure, funds, row, row.amount),
            others,
            (in_funds(disclosure, funds, row, "amount"),),
        )


def _added(found: Iterator[Stated]) -> list[Stated]:
    """One for each name; a project under several items of the classification has one amount."""
    by_key: dict[str, list[Stated]] = {}
    for stated in found:
        by_key.setdefault(stated.key, []).append(stated)
    out = []
    for group in by_key.values():
        head = group[0]
        if len(group) == 1:
            out.append(head)
            continue
        units = {g.amount.unit for g in group}
        if len(units) == 1:
            value = sum((g.amount.value for g in group), Decimal(0))
            decimals = max(g.amount.decimals for g in group)
            text = "+".join(g.amount.text for g in group)
            prints = tuple(p for g in group for p in g.prints)
            out.append(Stated(head.source, head.name, Figure(value, head.amount.unit, decimals, text), head.evidence, prints=prints))
    return out
