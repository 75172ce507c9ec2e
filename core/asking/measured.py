"""Measures over disclosures: the figure itself, or its share, its change or what it is a head, each with how it follows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from ..model.documents.figure import MONEY_UNITS, plain
from .algebra.query import Condition, Form, Measure
from .answers.changes import find_change
from .facts import Fact, claim_citation, find_facts
from .items import Item, measure_name
from .queries import Issue, Queries

_WAN = Decimal(10_000)
_PEOPLE = {"名": "人"}


@dataclass(frozen=True, slots=True)
class Amount:
    """A fact in a unit that all facts of a list share, so that they can be compared."""

    fact: Fact
    value: Decimal
    unit: str
    decimals: int


def base_facts(queries: Queries, issues: Sequence[Issue], m: Measure, items: Mapping[str, Item]) -> list[Fact]:
    """The figure of a measure, whatever its form, for every disclosure that has it; several ids are added up."""
    found = [find_facts(queries, issues, id, items, m.column) for id in (m.id, *m.plus)]
    if m.column:
        found[0] = [replace(f, name=measure_name(m, items)) for f in found[0]]
    if len(found) == 1:
        return found[0]
    added = []
    for issue in issues:
        parts = [f for facts in found for f in facts if f.issue is issue]
        if len(parts) == 1:
            added += parts
        elif parts and len({f.unit for f in parts}) == 1:
            total = sum((f.value for f in parts), Decimal(0))
            cited = tuple(c for f in parts for c in f.citations)
            keys = frozenset(k for f in parts for k in f.keys)
            added.append(Fact(issue, m.id, measure_name(m, items), f"{total:f}", parts[0].unit, cited, keys, added=True))
    return added


def evaluate(queries: Queries, issues: Sequence[Issue], m: Measure, items: Mapping[str, Item]) -> list[Fact]:
    """The measure in its form for every disclosure that has it."""
    if m.form is Form.AMOUNT:
        return base_facts(queries, issues, m, items)
    if m.form in (Form.CHANGE, Form.RATE):
        return _changes(queries, issues, m, items)
    facts = base_facts(queries, issues, replace(m, form=Form.AMOUNT, by=None), items)
    by = m.by or "target:budget_total"
    under = {f.issue.key: f for f in find_facts(queries, issues, by, items)}
    if by == "headcount:active":
        under = {f.issue.key: f for f in find_facts(queries, issues, "headcount:present", items)} | under
    made = (_divided(f, under[f.issue.key], m.form) for f in facts if f.issue.key in under)
    return [f for f in made if f is not None]


def _divided(part: Fact, whole: Fact, form: Form) -> Fact | None:
    if not whole.value:
        return None
    if form is Form.SHARE:
        in_money = part.unit in MONEY_UNITS and whole.unit in MONEY_UNITS
        if not in_money and part.unit != whole.unit:
            return None
        scale = MONEY_UNITS[part.unit or ""] / MONEY_UNITS[whole.unit or ""] if in_money else Decimal(1)
        value, unit, name = part.value * scale / whole.value * 100, "%", f"{part.name}占{whole.name}的比重"
        formula = f"{part.text}÷{whole.text}"
    else:
        value, unit, name = part.value / whole.value, f"{part.unit or ''}/人", f"人均{part.name}"
        formula = f"{part.name}{part.printed}÷{whole.name}{whole.printed}"
    text = rounded(value, 2)
    return Fact(part.issue, part.subject, name, text, unit, (*part.citations, *whole.citations), part.keys | whole.keys, formula=formula)


def _changes(queries: Queries, issues: Sequence[Issue], m: Measure, items: Mapping[str, Item]) -> list[Fact]:
    """Changes as the documents state them, down negative."""
    found = []
    name = measure_name(m, items)
    amounts = {f.issue.key: f for f in base_facts(queries, issues, replace(m, form=Form.AMOUNT), items)}
    for issue in issues:
        change = find_change(queries, issue, m.id, items, rate=m.form is Form.RATE)
        if change is None:
            continue
        value = change.row["rate"] if m.form is Form.RATE else change.row["change"]
        if value is None and not change.flat:
            continue
        number = Decimal(value or 0)
        down = not change.up and not change.flat
        unit = "%" if m.form is Form.RATE else change.row["change_unit"] or (amounts[issue.key].unit if issue.key in amounts else "万元")
        text = f"{-number if down else number:f}"
        word = "增减率" if m.form is Form.RATE else "增减额"
        found.append(Fact(issue, m.id, f"{name}{word}", text, unit, (claim_citation(change.row),), frozenset({f"prose/{m.id}"})))
    return found


def alike(facts: Sequence[Fact]) -> list[Amount]:
    """Amounts in one unit: as printed if all print the same, else money in 万元."""
    if len({_PEOPLE.get(f.unit or "", f.unit) for f in facts}) == 1:
        return [Amount(f, f.value, _PEOPLE.get(f.unit or "", f.unit) or "", f.decimals) for f in facts]
    return [
        Amount(f, f.value * MONEY_UNITS[f.unit] / _WAN, "万元", max(2, f.decimals)) for f in facts if f.unit in MONEY_UNITS
    ]  # fmt: skip


def holds(fact: Fact, condition: Condition, than: Fact | None) -> bool | None:
    """Whether a condition holds for a figure; None if it cannot be compared."""
    if than is not None:
        pair = alike([fact, than])
        if len(pair) != 2:
            return None
        return _compare(pair[0].value, pair[1].value, condition.comparator)
    if condition.comparator == "between":
        ends = (replace(condition, comparator="ge", upper=None), replace(condition, comparator="le", value=condition.upper, upper=None))
        held = [holds(fact, end, None) for end in ends]
        return None if None in held else all(held)
    limit = Decimal(condition.value or 0)
    if condition.unit in MONEY_UNITS:
        if fact.unit not in MONEY_UNITS:
            return None
        return _compare(fact.value * MONEY_UNITS[fact.unit], limit * MONEY_UNITS[condition.unit or ""], condition.comparator)
    return _compare(fact.value, limit, condition.comparator)


def _compare(a: Decimal, b: Decimal, comparator: str) -> bool:
    return {"gt": a > b, "ge": a >= b, "lt": a < b, "le": a <= b, "eq": a == b, "ne": a != b}[comparator]


def rounded(value: Decimal, decimals: int) -> str:
    """A decimal with so many decimals, halves away from zero."""
    return plain(value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP), decimals)
