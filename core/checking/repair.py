"""The smallest repair: the fewest figures of which each, with one new value, makes all relations hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from itertools import islice

from ..model.checks.relation import RelationKind
from ..model.disclosures.disclosure import LineItem
from .graph import Constraint, Graph, Range

LARGEST = 3
"""Repairs of more figures are not looked for: so many errors are told one by one."""
UNIT = Decimal(10_000)
"""万元 for 元, or 亿元 for 万元."""
STEPS = 4000
"""Sets of figures that are tried for one component."""
VISITS = 20 * STEPS
"""Figures that are looked at to find these sets: sums of very many rows leave no repair rather than none in time."""


@dataclass(frozen=True, slots=True)
class Value:
    """A new value of a variable; not ``exact`` where the relations only bound it."""

    value: Decimal
    exact: bool


Repair = dict[int, Value]
"""Variables and the values with which everything holds."""


def smallest_repairs(graph: Graph, broken: Sequence[Constraint], known: Repair | None = None) -> list[Repair]:
    """All repairs of the smallest size, in document order, ``known`` being repaired; none if there is none within the limits."""
    fixed = {v: new.value for v, new in (known or {}).items()}
    search = _Search(frozenset(fixed))
    sets = [c.variables for c in broken]
    steps = 0
    for size in range(1, LARGEST + 1):
        found: dict[frozenset[int], Repair] = {}
        tried: set[frozenset[int]] = set()
        for chosen in search.hitting(sets, size):
            if chosen in tried:
                continue
            tried.add(chosen)
            steps += 1
            if steps > STEPS:
                return []
            if (repair := _repair(graph, chosen, fixed)) is not None:
                found[chosen] = repair
        if search.visits > VISITS:
            return []
        if found:
            return list(found.values())
    return []


@dataclass(frozen=True, slots=True)
class UnitRepair:
    """A table of which another unit of money makes all that is broken hold."""

    table: int
    repaired: tuple[Constraint, ...]


def unit_repair(graph: Graph, broken: Sequence[Constraint]) -> UnitRepair | None:
    """The one table whose unit explains the most findings, two at least, and breaks nothing that holds; None if there is none."""
    best: list[UnitRepair] = []
    left = {c.finding for c in broken}
    for table, own in _of_tables(graph, broken).items():
        for factor in (UNIT, 1 / UNIT):
            given = {v: graph.variables[v].value * factor for v in own if graph.variables[v].value}
            # What is all in the table is as it was in another unit.
            touched = [c for c in graph.constraints if _crosses(graph, c, given)]
            if any(c.finding is None and not graph.holds(c, given) for c in touched):
                continue
            said = {c.finding for c in touched if c.finding in left}
            repaired = said - {c.finding for c in broken if c not in touched or not graph.holds(c, given)}
            if len(repaired) > 1:
                best.append(UnitRepair(table, tuple(c for c in touched if c.finding in repaired)))
    best.sort(key=lambda r: -len({c.finding for c in r.repaired}))
    if not best or (len(best) > 1 and len({c.finding for c in best[0].repaired}) == len({c.finding for c in best[1].repaired})):
        return None
    return best[0]


def _crosses(graph: Graph, c: Constraint, given: dict[int, Decimal]) -> bool:
    inside = {v in given for v in c.variables if graph.variables[v].value}
    return inside == {True, False}


def _of_tables(graph: Graph, broken: Sequence[Constraint]) -> dict[int, set[int]]:
    """By ordinal of the statement, the variables that are amounts of it, of statements in what is broken."""
    found: dict[int, set[int]] = defaultdict(set)
    for number in graph.of:
        for printed in graph.variables[number].prints:
            if isinstance(printed, LineItem) and printed.figure.is_money:
                found[printed.table].add(number)
    here = {v for c in broken for v in c.variables}
    return {table: own for table, own in found.items() if own & here}


def components(graph: Graph, broken: Sequence[Constraint]) -> Iterator[list[Constraint]]:
    """Broken constraints that are connected: by a variable, or because one finding says both."""
    having: dict[tuple[str, int | None], list[int]] = defaultdict(list)
    marks = [[*(("variable", v) for v in c.variables), ("finding", c.finding)] for c in broken]
    for k, own in enumerate(marks):
        for mark in own:
            having[mark].append(k)
    seen: set[int] = set()
    for first in range(len(broken)):
        if first in seen:
            continue
        seen.add(first)
        queue = [first]
        for k in queue:
            for mark in marks[k]:
                near = [j for j in having.pop(mark, ()) if j not in seen]
                seen.update(near)
                queue += near
        yield [broken[k] for k in sorted(queue)]


class _Search:
    """Looks for sets of variables of which every broken constraint has one, as long as it may."""

    def __init__(self, without: frozenset[int]) -> None:
        self._without = without
        self.visits = 0

    def hitting(self, sets: Sequence[dict[int, None]], size: int) -> Iterator[frozenset[int]]:
        """Sets of so many variables, in the order in which the constraints name them."""
        if not sets:
            if size == 0:
                yield frozenset()
            return
        if size == 0 or _disjoint_more_than(sets, size):
            return
        for variable in sets[0]:
            self.visits += 1
            if self.visits > VISITS:
                return
            if variable in self._without:
                continue
            if size == 1:
                if all(variable in s for s in sets):
                    yield frozenset((variable,))
                continue
            rest = [s for s in sets if variable not in s]
            for others in self.hitting(rest, size - 1):
                yield others | {variable}


def _disjoint_more_than(sets: Sequence[dict[int, None]], size: int) -> bool:
    """Whether more sets than that share nothing with each other: no so many variables are in all of them."""
    apart: list[dict[int, None]] = []
    for s in sets:
        if all(s.keys().isdisjoint(a) for a in apart):
            apart.append(s)
            if len(apart) > size:
                return True
    return False


def _repair(graph: Graph, chosen: frozenset[int], fixed: dict[int, Decimal]) -> Repair | None:
    """Values for the chosen variables with which every constraint on them holds, if there are any."""
    touched = {id(c): c for v in chosen for c in graph.of[v]}.values()
    alone: dict[int, list[Constraint]] = {v: [] for v in chosen}
    joint: list[Constraint] = []
    for c in touched:
        here = [v for v in c.variables if v in chosen]
        if len(here) == 1:
            alone[here[0]].append(c)
        else:
            joint.append(c)
    given = dict(fixed)
    repair: Repair = {}
    for v in sorted(chosen, key=lambda v: (-len(alone[v]), v)):
        ready = [c for c in joint if v in c.variables and all(o == v or o in given or o not in chosen for o in c.variables)]
        new = _value(graph, v, [*alone[v], *ready], given)
        if new is None:
            return None
        given[v] = new.value
        repair[v] = new
    return repair


def _value(graph: Graph, v: int, constraints: list[Constraint], given: dict[int, Decimal]) -> Value | None:
    variable = graph.variables[v]
    low: Decimal | None = None
    high: Decimal | None = None
    for c in constraints:
        span: Range | None = graph.allowed(c, v, given)
        if span is None:
            if c.finding is None:
                continue  # as printed it holds; what it allows cannot be told
            return None
        low = span[0] if low is None else low if span[0] is None else max(low, span[0])
        high = span[1] if high is None else high if span[1] is None else min(high, span[1])
        if low is not None and high is not None and low > high:
            return None
    points = [
        (c.kind is not RelationKind.SAME, c.slack, point.quantize(Decimal("0.01")) if c.kind is RelationKind.RATIO else point)
        for c in constraints
        if (point := graph.exactly(c, v, given)) is not None
    ]
    for _, _, point in sorted(points):
        inside = (low is None or low <= point) and (high is None or point <= high)
        if inside and _plausible(point, variable.value) and all(graph.fits(c, v, point, given) for c in constraints):
            return Value(point, True)
    if low is None or high is None:
        edge = low if low is not None else high
        return Value(edge, False) if edge is not None and _plausible(edge, variable.value) else None
    middle = ((low + high) / 2 / variable.step).quantize(Decimal(1), ROUND_HALF_EVEN) * variable.step
    return Value(middle, False) if low <= middle <= high and _plausible(middle, variable.value) else None


def _plausible(new: Decimal, printed: Decimal) -> bool:
    """No amount that is printed without a minus becomes negative."""
    return new >= 0 or printed < 0


def in_all(repairs: Sequence[Repair]) -> Repair:
    """What is in every one of the repairs."""
    return {v: new for v, new in repairs[0].items() if all(v in r for r in islice(repairs, 1, None))} if repairs else {}
