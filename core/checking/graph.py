"""The relations that rules tested as one system: equal prints of one fact are one variable, each relation a constraint."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from ..model.checks.compare import SUSPICION
from ..model.checks.relation import Print, Printed, Relation, RelationKind
from ..model.disclosures.disclosure import Disclosure, LineItem
from ..model.documents.figure import MONEY_UNITS, Figure

ZERO, _HUNDRED = Decimal(0), Decimal(100)
_ROUNDED = ("%", "‰", None)
"""Units beside money in which printed figures are rounded even without decimals; people and cars are counted."""

Range = tuple[Decimal | None, Decimal | None]
"""The values that a constraint allows; None is without end."""


@dataclass(slots=True)
class Variable:
    """A logical fact: its prints (equal, and in the same unit of measure), their value, and half a unit of their last digit."""

    prints: list[Printed]
    value: Decimal
    step: Decimal
    half: Decimal


@dataclass(slots=True)
class Constraint:
    """A relation over variables: Σ ``terms`` = 0 within ``slack`` (or ≤ 0, or the first is one of the others), or ``rate`` = 100 · Σ terms ÷ Σ base.

    ``finding`` is the ordinal of the finding that says that it does not hold, None where it does.
    """

    kind: RelationKind
    terms: dict[int, Decimal]
    slack: Decimal
    finding: int | None = None
    base: dict[int, Decimal] = field(default_factory=dict)
    base_slack: Decimal = ZERO
    rate: int | None = None

    @property
    def variables(self) -> dict[int, None]:
        """Its variables, in the order in which the rule names them."""
        return dict.fromkeys((*(() if self.rate is None else (self.rate,)), *self.terms, *self.base))


class Graph:
    """Variables and constraints of one document."""

    def __init__(self, disclosure: Disclosure, held: Iterable[Relation], broken: Iterable[tuple[int, Relation]]) -> None:
        self._decimals = [s.decimals for s in disclosure.statements]
        self._numbers: dict[tuple[int, str], int] = {}
        self._parent: list[int] = []
        self.variables: list[Variable] = []
        self.constraints: list[Constraint] = []
        self.of: dict[int, list[Constraint]] = defaultdict(list)
        held, broken = list(held), list(broken)
        self._merge_equal(held, [r for _, r in broken])
        for finding, relation in broken:
            self._add(relation, finding)
        # A figure that no broken relation has is never repaired: what else holds of it is not asked.
        asked = set(self.of)
        for relation in held:
            if any(self._known(p) in asked for p in _prints(relation)):
                self._add(relation, None)

    @property
    def broken(self) -> list[Constraint]:
        """The constraints that do not hold."""
        return [c for c in self.constraints if c.finding is not None]

    def _add(self, relation: Relation, finding: int | None) -> None:
        for constraint in self._constraints(relation, finding):
            self.constraints.append(constraint)
            for variable in constraint.variables:
                self.of[variable].append(constraint)

    def _known(self, printed: Printed) -> int | None:
        """The variable of a print, if it has one already."""
        number = self._numbers.get(_key(printed))
        return None if number is None else self._find(number)

    def _number(self, printed: Printed) -> int:
        key = _key(printed)
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self.variables)
            figure = printed.figure
            source = printed.source if isinstance(printed, Print) else printed
            item = source if isinstance(source, LineItem) else None
            decimals = figure.precision(self._decimals[item.table] if item is not None and figure.is_money else None)
            factor = MONEY_UNITS.get(figure.unit or "", Decimal(1))
            step = factor.scaleb(-decimals)
            exact = (figure.unit == "元" and decimals >= 2) or not (decimals or figure.is_money or figure.unit in _ROUNDED)
            self.variables.append(Variable([item or printed], figure.value * factor, step, ZERO if exact else step / 2))
            self._parent.append(number)
        return number

    def _find(self, number: int) -> int:
        while self._parent[number] != number:
            self._parent[number] = self._parent[self._parent[number]]
            number = self._parent[number]
        return number

    def _merge(self, numbers: list[int]) -> None:
        """Those of equal value become one variable, as fine as the finest of its prints."""
        first: dict[Decimal, int] = {}
        for number in map(self._find, numbers):
            variable = self.variables[number]
            root = first.setdefault(variable.value, number)
            if root != number:
                kept = self.variables[root]
                kept.prints += variable.prints
                kept.step, kept.half = min(kept.step, variable.step), min(kept.half, variable.half)
                self._parent[number] = root

    def _merge_equal(self, held: list[Relation], broken: list[Relation]) -> None:
        """Equal prints of one fact become one variable, as far as they are connected with what does not hold."""
        same: dict[tuple[int, str], list[tuple[Printed, ...]]] = defaultdict(list)
        for relation in (*held, *(r for r in broken if r.kind is RelationKind.SAME)):
            for printed in (group := _one_fact(relation)):
                same[_key(printed)].append(group)
        queue = [p for relation in broken for p in _prints(relation)]
        seen = set(map(_key, queue))
        for printed in queue:
            for group in same.pop(_key(printed), ()):  # each print once: what is merged stays so
                self._merge([self._number(p) for p in group])
                new = [p for p in group if _key(p) not in seen]
                seen.update(map(_key, new))
                queue += new

    def _terms(self, prints: Iterable[Printed], sign: int, into: dict[int, Decimal]) -> tuple[Decimal, int, Decimal]:
        """Add the prints to ``into``; their half steps added, how many they are, and the greatest half step."""
        halves, count, widest = ZERO, 0, ZERO
        for printed in prints:
            number = self._find(self._number(printed))
            weight = Decimal(sign * (printed.sign if isinstance(printed, Print) else 1))
            into[number] = into.get(number, ZERO) + weight
            half = self.variables[number].half
            halves, count, widest = halves + half, count + 1, max(widest, half)
        return halves, count, widest

    def _constraints(self, relation: Relation, finding: int | None) -> Iterator[Constraint]:
        if relation.kind is RelationKind.SAME:
            yield from self._same(relation, finding)
            return
        terms: dict[int, Decimal] = {}
        halves, left, widest = self._terms(relation.left, 1, terms)
        if relation.kind is RelationKind.RATIO:
            base: dict[int, Decimal] = {}
            base_slack, _, _ = self._terms(relation.right, 1, base)
            assert relation.rate is not None
            yield Constraint(relation.kind, terms, halves, finding, base, base_slack, self._find(self._number(relation.rate)))
            return
        if relation.kind is RelationKind.ONE_OF:
            _, _, wide = self._terms(relation.right, -1, terms)
            yield Constraint(relation.kind, terms, 3 * max(widest, wide), finding)
            return
        more, right, wide = self._terms(relation.right, -1, terms)
        slack = halves + more
        if relation.kind is RelationKind.SUM:
            # As compare_sum: inside the interval, and not suspected.
            step = 2 * max(widest, wide)
            slack = min(slack, SUSPICION * step * (Decimal(left + right) / 12).sqrt())
        if terms := {v: weight for v, weight in terms.items() if weight}:
            yield Constraint(relation.kind, terms, slack, finding)

    def _same(self, relation: Relation, finding: int | None) -> Iterator[Constraint]:
        """Every two different values of one fact; as compare_same, a unit of the last digit apart is still one."""
        numbers = list(dict.fromkeys(self._find(self._number(p)) for p in relation.left))
        for k, one in enumerate(numbers):
            for two in numbers[k + 1 :]:
                a, b = self.variables[one], self.variables[two]
                coarse = max(a.half, b.half) * 2
                slack = coarse if a.half == b.half else coarse * 3 / 2
                differs = abs(a.value - b.value) > slack
                yield Constraint(relation.kind, {one: Decimal(1), two: Decimal(-1)}, slack, finding if differs else None)

    def allowed(self, c: Constraint, x: int, given: dict[int, Decimal]) -> Range | None:
        """The values of one variable with which a constraint holds, the others as ``given``, else as printed. None: there is no telling."""
        if c.kind is RelationKind.RATIO:
            return self._allowed_by_ratio(c, x, given)
        if c.kind is RelationKind.ONE_OF:
            others = self._alternatives(c, x, given)
            return min(others) - c.slack, max(others) + c.slack
        rest = self._added(c.terms, x, given)
        weight = c.terms[x]
        if c.kind is RelationKind.AT_MOST:
            edge = (c.slack - rest) / weight
            return (None, edge) if weight > 0 else (edge, None)
        ends = ((-rest - c.slack) / weight, (-rest + c.slack) / weight)
        return min(ends), max(ends)

    def _alternatives(self, c: Constraint, x: int, given: dict[int, Decimal]) -> list[Decimal]:
        """The values that one of several allows: for the first any of the others, for another one the first."""
        first, *others = c.terms
        return [given.get(v, self.variables[v].value) for v in (others if x == first else [first])]

    def fits(self, c: Constraint, x: int, value: Decimal, given: dict[int, Decimal]) -> bool:
        """Whether a value inside what is allowed is really so: of several, it must be one."""
        return c.kind is not RelationKind.ONE_OF or any(abs(value - v) <= c.slack for v in self._alternatives(c, x, given))

    def holds(self, c: Constraint, given: dict[int, Decimal]) -> bool:
        """Whether a constraint holds with other values than those printed."""
        x = next(iter(c.variables))
        value = given.get(x, self.variables[x].value)
        span = self.allowed(c, x, given)
        if span is None:
            return c.finding is None
        low, high = span
        return (low is None or low <= value) and (high is None or value <= high) and self.fits(c, x, value, given)

    def exactly(self, c: Constraint, x: int, given: dict[int, Decimal]) -> Decimal | None:
        """The value that makes a sum or two prints agree to the last digit, or the rate that amounts make; else None."""
        if c.kind is RelationKind.ONE_OF:
            values = set(self._alternatives(c, x, given))
            return values.pop() if len(values) == 1 else None
        if c.kind is RelationKind.RATIO:
            bottom = self._added(c.base, x, given)
            return _HUNDRED * self._added(c.terms, x, given) / bottom if x == c.rate and bottom else None
        return None if c.kind is RelationKind.AT_MOST else -self._added(c.terms, x, given) / c.terms[x]

    def _added(self, terms: dict[int, Decimal], without: int, given: dict[int, Decimal]) -> Decimal:
        return sum((w * given.get(v, self.variables[v].value) for v, w in terms.items() if v != without), ZERO)

    def _allowed_by_ratio(self, c: Constraint, x: int, given: dict[int, Decimal]) -> Range | None:
        assert c.rate is not None
        top, bottom = self._added(c.terms, x, given), self._added(c.base, x, given)
        tops = (top - c.slack, top + c.slack)
        bottoms = (bottom - c.base_slack, bottom + c.base_slack)
        wide = self.variables[c.rate].half * 3  # half a digit of rounding, and one of closing
        if x == c.rate:
            if bottoms[0] <= 0 <= bottoms[1]:
                return None
            rates = [_HUNDRED * t / b for t in tops for b in bottoms]
            return min(rates) - wide, max(rates) + wide
        rate = given.get(c.rate, self.variables[c.rate].value)
        own_top, own_bottom = c.terms.get(x, ZERO), c.base.get(x, ZERO)
        divisors = [_HUNDRED * own_top - r * own_bottom for r in (rate - wide, rate + wide)]
        if divisors[0] * divisors[1] <= 0:
            return None
        ends = [
            (r * b - _HUNDRED * t) / d for r, d in zip((rate - wide, rate + wide), divisors, strict=True) for t in tops for b in bottoms
        ]
        return min(ends), max(ends)


def _key(printed: Printed) -> tuple[int, str]:
    return (id(printed.source), printed.part) if isinstance(printed, Print) else (id(printed), "")


def _one_fact(relation: Relation) -> tuple[Printed, ...]:
    """The prints of one fact in a relation that holds: a whole with one part that is not zero is that part, too."""
    if relation.kind is RelationKind.SAME:
        return relation.left
    if relation.kind is not RelationKind.SUM or len(relation.left) > 1:
        return ()
    parts = [p for p in relation.right if p.figure.value]
    whole_alone = len(parts) == 1 and not (isinstance(parts[0], Print) and parts[0].sign < 0)
    return (parts[0], relation.left[0]) if whole_alone else ()


def _prints(relation: Relation) -> tuple[Printed, ...]:
    return (*relation.left, *relation.right, *(() if relation.rate is None else (relation.rate,)))


def in_unit(value: Decimal, figure: Figure) -> Decimal:
    """A variable's value in the unit of one of its prints."""
    return value / MONEY_UNITS.get(figure.unit or "", Decimal(1))
