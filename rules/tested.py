"""Figures of tables held against each other: one relation tested, and the verdict with both sides as people read them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .. import (
    Agreement,
    Certainty,
    Disclosure,
    Evidence,
    Figure,
    Interval,
    LineItem,
    Passed,
    Reason,
    Relation,
    Role,
    Severity,
    Statement,
    TableStatus,
    Undecided,
    Verdict,
    compare_same,
    compare_sum,
    fail,
    figures_text,
)


def read_table(disclosure: Disclosure, id: str) -> Statement | Undecided:
    """The statement with an id, or why nothing can be said of it: it is missing, or was not read as a whole."""
    statement = disclosure.statement(id)
    if statement is None:
        return Undecided(Reason.TABLE_MISSING, disclosure.statement_name(id))
    if statement.table.status is not TableStatus.READ:
        return Undecided(Reason.TABLE_NOT_READ, statement.title)
    return statement


def said(disclosure: Disclosure, item: LineItem) -> str:
    """A cell as people find it: table, row, column, figure."""
    column = f"的{item.column_label}" if item.column_label else ""
    return f"{disclosure.statements[item.table].title}“{item.row.label}”{column}为 {item.figure.text}"


def evidence_of(disclosure: Disclosure, first: LineItem, *others: LineItem) -> tuple[Evidence, ...]:
    """Cells as evidence, the first as the one that is questioned."""
    return (
        Evidence.of_item(first, disclosure.statements[first.table].title, Role.ACTUAL),
        *(Evidence.of_item(i, disclosure.statements[i.table].title) for i in others),
    )


def summed(disclosure: Disclosure, whole: LineItem, parts: Sequence[LineItem], address: str = "") -> Iterator[Verdict]:
    """The whole is the sum of the parts."""
    decimals = max(disclosure.statements[i.table].decimals for i in (whole, *parts))
    result = compare_sum(whole.figure, [p.figure for p in parts], decimals)
    tested = (Relation.sum(whole, parts),)
    if not result.differs:
        yield Passed(1, tested)
        return
    sure = result.verdict is Agreement.DIFFERENT
    yield fail(
        severity=None if sure else Severity.WARNING,
        certainty=Certainty.CERTAIN if sure else Certainty.SUSPECTED,
        message=f"{said(disclosure, whole)}；{'、'.join(said(disclosure, p) for p in parts)}，相加为 {result.expected}，不一致。",
        address=address or _address(whole),
        formula=f"{figures_text([p.figure for p in parts])} = {result.expected} ≠ {whole.figure.text}",
        actual=result.actual,
        unit=whole.figure.unit,
        evidence=evidence_of(disclosure, whole, *parts),
        tested=tested,
    )


def same(disclosure: Disclosure, one: LineItem, other: LineItem, address: str = "") -> Iterator[Verdict]:
    """Both are prints of one figure; a difference that closes a total (尾差) is none."""
    tables = disclosure.statements
    result = compare_same(one.figure, other.figure, tables[one.table].decimals, tables[other.table].decimals)
    tested = (Relation.same(one, other),)
    if not result.differs:
        yield Passed(1, tested)
        return
    yield fail(
        message=f"{said(disclosure, one)}，{said(disclosure, other)}，不一致。",
        address=address or _address(one),
        formula=f"{one.figure.text} ≠ {other.figure.text}",
        actual=one.figure.value,
        unit=one.figure.unit,
        evidence=evidence_of(disclosure, one, other),
        tested=tested,
    )


def at_most(disclosure: Disclosure, parts: Sequence[LineItem], whole: LineItem, address: str = "") -> Iterator[Verdict]:
    """The parts together are not more than the whole."""
    part = Interval.total(_in_unit(p.figure, whole.figure).interval(disclosure.statements[p.table].decimals) for p in parts)
    tested = (Relation.at_most(parts, whole),)
    if part.low <= whole.figure.interval(disclosure.statements[whole.table].decimals).high:
        yield Passed(1, tested)
        return
    first, *others = parts
    yield fail(
        message=f"{'、'.join(said(disclosure, p) for p in parts)}，大于{said(disclosure, whole)}。",
        address=address or _address(first),
        formula=f"{figures_text([p.figure for p in parts])} > {whole.figure.text}",
        actual=first.figure.value if not others else None,
        unit=whole.figure.unit,
        evidence=evidence_of(disclosure, first, *others, whole),
        tested=tested,
    )


def _address(item: LineItem) -> str:
    return f"{item.statement}/{item.row.address}/{item.measure}"


def _in_unit(figure: Figure, like: Figure) -> Figure:
    return figure.in_unit(like.unit or "") if figure.unit != like.unit and figure.is_money and like.is_money else figure
