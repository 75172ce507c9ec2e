"""Which column an amount belongs to, where the table's own sums leave one reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations

_MOST_OPTIONS = 400
_MOST_STEPS = 20_000

Option = tuple[Decimal | None, ...]
"""Amounts by column, None where the cell is blank."""


@dataclass(slots=True)
class SumRow:
    """A row of amounts: its values in the order printed, and the rows that its own row contains.

    ``sure``: as many amounts as columns, cleanly printed. ``options`` are the readings that are left;
    empty means that nothing is known about the row.
    """

    values: tuple[Decimal, ...]
    step: Decimal
    sure: bool
    children: list[int] = field(default_factory=list)
    options: list[Option] = field(default_factory=list)


def adds_up(values: Sequence[Decimal], step: Decimal) -> bool:
    """Whether the first value is the sum of the others, within printed precision."""
    return len(values) > 1 and abs(values[0] - sum(values[1:])) <= step * len(values) / 2


def read_rows(rows: list[SumRow], columns: int, *, parts: bool, tree: bool = True) -> None:
    """Fill the ``options`` of every row.

    ``parts``: the header says that the first column is the total of all the others. ``tree``: every row's children
    are known. The sums over children are used only if rows with all their amounts bear the header out.
    """
    full = [r for r in rows if r.sure and len(r.values) == columns]
    held = sum(adds_up(r.values, r.step) for r in full)
    proven = parts and held > 0 and held >= 2 * (len(full) - held)
    for row in rows:
        row.options = _options(row, columns, parts)
    if proven and tree:
        _narrow(rows)


def _options(row: SumRow, columns: int, parts: bool) -> list[Option]:
    """The readings that the header and the row's own sum leave."""
    count = len(row.values)
    if count == 0:
        return [(None,) * columns]
    if count > columns:
        return []
    if count == columns and (row.sure or (parts and adds_up(row.values, row.step))):
        return [tuple(row.values)]
    if not parts or not adds_up(row.values, row.step):
        return []
    found: list[Option] = []
    for places in combinations(range(1, columns), count - 1):
        if len(found) == _MOST_OPTIONS:
            return []
        option: list[Decimal | None] = [None] * columns
        option[0] = row.values[0]
        for place, value in zip(places, row.values[1:], strict=True):
            option[place] = value
        found.append(tuple(option))
    return found


def _narrow(rows: list[SumRow]) -> None:
    """Drop readings that no consistent sum over children allows, until nothing changes.

    The rows are a tree, so what is left of a row is part of some reading in which all its sums hold.
    """
    changed = True
    while changed:
        changed = False
        for row in rows:
            family = [row, *(rows[i] for i in row.children)]
            if not row.children or any(not r.options for r in family) or all(len(r.options) == 1 for r in family):
                continue
            kept = [[o for o in r.options if _possible(family, i, o)] for i, r in enumerate(family)]
            if any(not k for k in kept):
                continue  # no reading makes this sum hold: a wrong figure, or a lost row
            for member, options in zip(family, kept, strict=True):
                changed = changed or len(options) < len(member.options)
                member.options = options


def _possible(family: list[SumRow], fixed: int, option: Option) -> bool:
    """Whether a reading of one member has a partner in every other so that the sum holds (True if it takes too long)."""
    choices = [[option] if i == fixed else r.options for i, r in enumerate(family)]
    step = max(r.step for r in family)
    children = sorted(choices[1:], key=len)
    budget = [_MOST_STEPS]
    return any(_reaches(parent, children, step, budget) for parent in choices[0])


def _reaches(parent: Option, children: list[list[Option]], step: Decimal, budget: list[int]) -> bool:
    columns = range(len(parent))
    zero = Decimal(0)
    largest = [[max((o[c] or zero for o in options), default=zero) for c in columns] for options in children]
    least = [[min((o[c] or zero for o in options), default=zero) for c in columns] for options in children]
    slack = step * (len(children) + 1) / 2
    goal = [p or zero for p in parent]

    def search(at: int, left: list[Decimal]) -> bool:
        budget[0] -= 1
        if budget[0] <= 0:
            return True
        for c in columns:
            high = sum((row[c] for row in largest[at:]), zero)
            low = sum((row[c] for row in least[at:]), zero)
            if not low - slack <= left[c] <= high + slack:
                return False
        if at == len(children):
            return True
        return any(search(at + 1, [v - (o[c] or zero) for c, v in zip(columns, left, strict=True)]) for o in children[at])

    return search(0, goal)
