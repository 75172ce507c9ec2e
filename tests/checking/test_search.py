"""Sets of figures that every broken relation has one of, and relations that hang together, against their definitions."""

from __future__ import annotations

from decimal import Decimal
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from mingzhang.core.checking.graph import Constraint
from mingzhang.core.checking.repair import VISITS, _Search, components
from mingzhang.core.model.checks.relation import RelationKind

SETS = st.lists(st.frozensets(st.integers(0, 7), min_size=1, max_size=5), min_size=1, max_size=6)


@given(SETS, st.integers(1, 3), st.frozensets(st.integers(0, 7), max_size=2))
def test_all_smallest_sets_are_found(sets: list[frozenset[int]], size: int, without: frozenset[int]) -> None:
    """A set with a variable too many is not looked for: a smaller one was found before."""
    found = set(_Search(without).hitting([dict.fromkeys(sorted(s)) for s in sets], size))
    every = {frozenset(c) for c in combinations(range(8), size) if all(s & set(c) for s in sets) and not without & set(c)}
    least = {c for c in every if not any(all(s & (c - {v}) for s in sets) for v in c)}
    assert least <= found <= every


@given(SETS, st.data())
def test_components_share_nothing_and_hang_together(sets: list[frozenset[int]], data: st.DataObject) -> None:
    findings = [data.draw(st.integers(0, 3)) for _ in sets]
    made = [
        Constraint(RelationKind.SUM, {v: Decimal(1) for v in sorted(s)}, Decimal(0), f) for s, f in zip(sets, findings, strict=True)
    ]  # fmt: skip
    groups = list(components(None, made))  # type: ignore[arg-type]
    assert sorted(id(c) for g in groups for c in g) == sorted(map(id, made))
    marks = [{*((0, v) for c in g for v in c.variables), *((1, c.finding) for c in g)} for g in groups]
    assert all(a.isdisjoint(b) for a, b in combinations(marks, 2))
    for group in groups:
        seen, rest = {*group[0].terms}, group[1:]
        told = {group[0].finding}
        while near := [c for c in rest if seen & c.terms.keys() or c.finding in told]:
            rest = [c for c in rest if c not in near]
            seen.update(v for c in near for v in c.terms)
            told.update(c.finding for c in near)
        assert not rest


def test_the_search_of_sums_of_very_many_figures_ends() -> None:
    chained = [dict.fromkeys(range(n * 199, n * 199 + 200)) for n in range(3)]
    search = _Search(frozenset())
    assert sum(1 for _ in search.hitting(chained, 3)) <= VISITS and search.visits <= VISITS + 200
    assert list(_Search(frozenset()).hitting([dict.fromkeys([n]) for n in range(4)], 3)) == []
