"""The unit of a table that prints none, where the amounts that it shares with other tables settle it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from ...model.disclosures.disclosure import LineItem, Statement
from ...model.documents.figure import MONEY_UNITS, Figure
from ...model.documents.said import Said, said

_SHARED = 3
"""Rows of different amounts that have to agree before a unit is settled."""
_Key = tuple[str, str]


def with_settled_units(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """The statements; one without a printed unit gets that in which most of its amounts are those of other tables.

    Where no unit fits, or more than one, the unit stays unknown and its amounts are compared with no other table.
    """
    statements = tuple(statements)
    known = _amounts(s for s in statements if s.table.unit in MONEY_UNITS)
    return tuple(_settled(s, known) if s.table.unit is None and s.items and known else s for s in statements)


def unit_remark(statements: Sequence[Statement]) -> Said | None:
    """What a reader must know where tables print no unit and none is settled."""
    without = [s for s in statements if s.unit is None and any(i.figure.unit is None for i in s.items)]
    if not without:
        return None
    names = "、".join(s.title for s in without[:3]) + ("……" if len(without) > 3 else "")
    return said(
        f"{len(without)} tables print no unit; their amounts are compared with no amounts of known unit: {names}",
        f"{len(without)} 张表没有印出金额单位，表内金额不与单位已知的金额比对：{names}",
    )


def _amounts(statements: Iterable[Statement]) -> dict[_Key, set[Decimal]]:
    """Amounts in 元, by kind and key of their rows."""
    found: dict[_Key, set[Decimal]] = defaultdict(set)
    for statement in statements:
        for item in statement.items:
            if item.figure.is_money and item.figure.value:
                found[_key(item)].add(item.figure.in_unit("元").value)
    return found


def _key(item: LineItem) -> _Key:
    return str(item.row.kind), item.row.key


def _settled(statement: Statement, known: Mapping[_Key, set[Decimal]]) -> Statement:
    shared = [i for i in statement.items if i.figure.unit is None and i.figure.value and _key(i) in known]
    agreeing = {unit: {i.figure.value for i in shared if _is_known(i, unit, known[_key(i)])} for unit in MONEY_UNITS}
    best = max(agreeing, key=lambda u: len(agreeing[u]))
    others = max(len(v) for u, v in agreeing.items() if u != best)
    rows = {i.row.ordinal for i in shared if i.figure.value in agreeing[best]}
    if len(agreeing[best]) < _SHARED or others or len(rows) * 2 <= len({i.row.ordinal for i in shared}):
        return statement
    items = tuple(i if i.figure.unit else replace(i, figure=_in(i.figure, best)) for i in statement.items)
    return replace(statement, items=items, settled_unit=best)


def _in(figure: Figure, unit: str) -> Figure:
    return Figure(figure.value, unit, figure.decimals, figure.text)


def _is_known(item: LineItem, unit: str, amounts: set[Decimal]) -> bool:
    """Whether an amount in a unit is one of the known, as far as it is printed."""
    printed = _in(item.figure, unit)
    value, step = printed.in_unit("元").value, MONEY_UNITS[unit].scaleb(-printed.decimals)
    return any(abs(value - a) <= max(step, _coarsest(a)) / 2 for a in amounts)


def _coarsest(amount: Decimal) -> Decimal:
    """100 元: amounts in 万元 are printed with two decimals."""
    return Decimal(100) if amount % 100 == 0 else Decimal(0)
