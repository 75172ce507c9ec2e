"""What a body's books say in words: its offices, and what its projects aim at."""

from __future__ import annotations

from .books import Body, Project


def offices_of(body: Body) -> tuple[str, ...]:
    """The offices of the body: a stable choice of its bureau's."""
    offices = body.bureau.offices
    return offices[: body.stream("offices").randint(2, len(offices))]


def quantities(project: Project, seed: int) -> list[tuple[str, str, int]]:
    """Quantity indicators of a project in its year: name, unit, target."""
    found = []
    for k, (name, unit, usual) in enumerate(project.kind.quantities):
        spread = (seed * 7 + project.year * 3 + k * 5) % 11
        found.append((name, unit, max(1, usual + usual * (spread - 5) // 25)))
    return found


def objective(project: Project, amount: str, seed: int) -> str:
    """The yearly objective in words, with the numbers of the indicators."""
    aims = "，".join(f"{name}{number}{unit}" for name, unit, number in quantities(project, seed))
    return f"项目计划投入{amount}万元，用于{project.kind.use}。{aims}。通过实施本项目，{project.kind.benefit}。"
