"""The fictional final account of a body: what was spent of the year's budget."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from .books import Body, Books, Economic, Functional, Project, assets_of, books_of, functionals_of
from .money import snap, split


@dataclass(frozen=True, slots=True)
class Execution:
    """A project at the end of the year: initial and annual budget, and what was spent (in ``spent``)."""

    planned: Project
    annual: int
    spent: Project

    @property
    def initial(self) -> int:
        return self.planned.amount


@dataclass(frozen=True, slots=True)
class Account:
    """The final account of one year. Only the first project carries money over (结转)."""

    budget: Books
    economics: tuple[Economic, ...]
    functionals: tuple[Functional, ...]
    executions: tuple[Execution, ...]
    opening: int
    closing: int

    @property
    def actual(self) -> Books:
        """What was spent, in the shape of books."""
        b = self.budget
        projects = tuple(e.spent for e in self.executions)
        return replace(b, economics=self.economics, functionals=self.functionals, projects=projects, assets=assets_of(b.body, b.year + 1))

    @property
    def carry_code(self) -> str:
        """The functional item that carries over."""
        return self.budget.projects[0].kind.item[0]

    def income_of(self, f: Functional) -> int:
        """The year's income for an item: what it spent, and what it carried over less what it had."""
        return f.total + (self.closing - self.opening if f.code == self.carry_code else 0)

    @property
    def income(self) -> int:
        return sum(self.income_of(f) for f in self.functionals)

    @property
    def general_income(self) -> int:
        return sum(self.income_of(f) for f in self.functionals if not f.fund)

    @property
    def fund_income(self) -> int:
        return sum(self.income_of(f) for f in self.functionals if f.fund)


def _carried(body: Body, year: int) -> int:
    """Money of the first project carried into a year."""
    r = body.stream(f"carried {year}")
    if body.stream("carries").random() < 0.5:
        return 0
    return snap(books_of(body, year - 1).projects[0].amount * r.uniform(0.01, 0.05), body.exact)


@lru_cache(maxsize=256)
def account_of(body: Body, year: int) -> Account:
    """The final account of a year for which books exist."""
    b = books_of(body, year)
    r = body.stream(f"account {year}")
    economics = []
    for e in b.economics:
        factor = r.uniform(0.7, 1.0) if e.code in ("30231", "30217") else r.uniform(0.97, 1.06)
        economics.append(replace(e, amount=snap(e.amount * factor, body.exact)))
    executions = []
    for p in b.projects:
        annual = snap(p.amount * r.choice((1.0, 1.0, 0.9, 1.12)), body.exact)
        spent = annual if r.random() < 0.4 else snap(annual * r.uniform(0.86, 0.999), body.exact)
        parts = split(spent, [a for _, a in p.classes], body.exact)
        classes = tuple(zip((c for c, _ in p.classes), parts, strict=True))
        executions.append(Execution(p, annual, replace(p, classes=classes)))
    spent_projects = tuple(e.spent for e in executions)
    functionals = functionals_of(body, tuple(economics), spent_projects)
    return Account(b, tuple(economics), functionals, tuple(executions), _carried(body, year), _carried(body, year + 1))
