"""Which disclosures of the bodies a question means: years, budget or final account, department or unit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ...store.names import PROVINCES
from ..queries import Issue, Issuer


def choose_issues(
    issues: Sequence[Issue], issuers: Iterable[Issuer], years: Sequence[int], kind: str | None, *, one_each: bool, level: str | None = None
) -> list[Issue]:
    """The disclosures of the issuers: the years asked for, else the latest of each; the kind asked for, else what there is.

    ``one_each``: one disclosure an issuer, as sums and rankings need it: of one year and kind for all where there is such a
    pair, else the latest of each, a budget before a final account.
    """
    mine: dict[Issuer, list[Issue]] = {i: [] for i in issuers}
    for i in issues:
        if i.issuer in mine and (kind is None or i.kind == kind) and (level is None or i.level == level) and (not years or i.year in years):
            mine[i.issuer].append(i)
    shared = _shared(mine.values()) if one_each else None
    chosen: list[Issue] = []
    for own in mine.values():
        latest = max((i.year or 0 for i in own), default=0)
        fitting = _one_level(own if years and not one_each else [i for i in own if (i.year or 0) == latest])
        if shared is not None:
            fitting = _one_level([i for i in own if (i.year, i.kind) == shared])
        chosen += sorted(fitting, key=lambda i: (i.kind != "budget", i.key))[:1] if one_each else fitting
    return _without_own_units(chosen) if one_each else chosen


def _shared(groups: Iterable[Sequence[Issue]]) -> tuple[int | None, str | None] | None:
    """The latest year and kind that every body has."""
    pairs = [{(i.year, i.kind) for i in g} for g in groups if g]
    common = set.intersection(*pairs) if len(pairs) > 1 else set()
    return max(common, key=lambda p: (p[0] or 0, p[1] == "budget")) if common else None


def _one_level(issues: Sequence[Issue]) -> list[Issue]:
    """Of a department's and a unit's disclosure of one year and kind the department's."""
    departments = {(i.year, i.kind) for i in issues if i.level == "department"}
    return [i for i in issues if i.level == "department" or (i.year, i.kind) not in departments]


def _without_own_units(issues: Sequence[Issue]) -> list[Issue]:
    """A department already holds its units: they are not counted beside it."""
    departments: dict[tuple[str | None, int | None], list[Issue]] = {}
    for d in issues:
        if d.level == "department":
            departments.setdefault((d.division_code, d.year), []).append(d)

    def inside(i: Issue) -> bool:
        return any(d is not i and i.body.startswith(d.body) for d in departments.get((i.division_code, i.year), ()))

    return [i for i in issues if i.level == "department" or not inside(i)]


def display(issuer: Issuer, *, alone: bool) -> str:
    """The body, with its province where it is not alone in its name."""
    code, body = issuer
    return body if alone else f"{PROVINCES.get(code[:2], '')}{body}"
