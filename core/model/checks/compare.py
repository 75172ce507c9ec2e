"""Comparing printed numbers: intervals for sums, printed precision for repeats, propagation for rates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from ..disclosures.disclosure import LineItem, Statement
from ..documents.figure import Figure, IncomparableError, Interval
from ..documents.text import label_key

_WHOLE = frozenset({"", "合计", "总计", "支出合计", "收入合计", "支出总计", "收入总计", "本年支出合计", "本年收入合计"})
"""What the row of a table's own total is called."""
SUSPICION = Decimal(4)
"""Differences beyond this many standard deviations of rounding are suspected, though the interval allows them."""


class Agreement(StrEnum):
    """Of a comparison: equal within rounding, a closing difference (尾差), suspected, different, or not to be made.

    Where it could not be made (unknown), the two are neither equal nor different. The engine hears of it, and makes the verdict that
    a rule yields next, if it says that all is well, an undecided one.
    """

    EQUAL = "equal"
    CLOSING = "closing"
    SUSPECTED = "suspected"
    DIFFERENT = "different"
    UNKNOWN = "unknown"
    """One is an amount of money, and of the other the unit is not known, or is no unit of money (years)."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The result of comparing a printed value with what it should be."""

    verdict: Agreement
    expected: Decimal
    actual: Decimal

    @property
    def differs(self) -> bool:
        return self.verdict in (Agreement.DIFFERENT, Agreement.SUSPECTED)


_unheard: ContextVar[list[str] | None] = ContextVar("incomparable", default=None)


@contextmanager
def hearing_incomparable() -> Iterator[list[str]]:
    """The words on comparisons that could not be made, as long as this lasts; who reads them takes them out."""
    words: list[str] = []
    token = _unheard.set(words)
    try:
        yield words
    finally:
        _unheard.reset(token)


def _incomparable(first: Figure, second: Decimal, words: str) -> Comparison:
    if (heard := _unheard.get()) is not None:
        heard.append(words)
    return Comparison(Agreement.UNKNOWN, second, first.value)


def compare_sum(total: Figure, parts: Sequence[Figure], decimals: int | None = None) -> Comparison:
    """A printed total against the sum of its printed parts.

    ``decimals`` is the precision of the statement. Wrong only if the intervals do not meet; inside them a
    difference over 4σ of rounding (σ = √(Σ step²/12), the steps of all figures) is suspected. Parts in other units are converted.
    UNKNOWN where the unit of the total or of a part alone is not known, or is not money and differs from the total's.
    """
    if (part := next((p for p in parts if _of_unknown_unit(total, p)), None)) is not None:
        return _incomparable(total, total.value, f"{total} / {part}")
    try:
        same = [p if p.unit == total.unit else p.in_unit(total.unit or "") for p in parts]
    except IncomparableError as error:
        return _incomparable(total, total.value, f"{total.text}：{error}")
    expected = sum((p.value for p in same), Decimal(0))
    intervals = [p.interval(decimals) for p in same]
    printed = total.interval(decimals)
    if not printed.meets(Interval.total(intervals)):
        return Comparison(Agreement.DIFFERENT, expected, total.value)
    deviation = (sum((i.width**2 for i in (printed, *intervals)), Decimal(0)) / 12).sqrt()
    if abs(total.value - expected) > SUSPICION * deviation:
        return Comparison(Agreement.SUSPECTED, expected, total.value)
    return Comparison(Agreement.EQUAL, expected, total.value)


def compare_same(first: Figure, second: Figure, first_decimals: int | None = None, second_decimals: int | None = None) -> Comparison:
    """Two prints of one figure, in the coarser of the two precisions; one unit of the last digit is a closing difference.

    ``actual`` is the first, ``expected`` the second, in the unit of the first. UNKNOWN where one is money and the unit of the other is
    not known or no unit of money.
    """
    if _of_unknown_unit(first, second) or (first.unit and second.unit and first.is_money != second.is_money):
        return _incomparable(first, second.value, f"{first} / {second}")
    a_decimals, b_decimals = first.precision(first_decimals), second.precision(second_decimals)
    b = second
    if second.unit != first.unit and first.is_money and second.is_money:
        b = second.in_unit(first.unit or "")
        b_decimals = b.decimals
    step = Decimal(1).scaleb(-min(a_decimals, b_decimals))
    gap = abs(first.value - b.value)
    if a_decimals == b_decimals:
        verdict = Agreement.EQUAL if gap == 0 else Agreement.CLOSING if gap <= step else Agreement.DIFFERENT
    else:
        verdict = Agreement.EQUAL if gap <= step / 2 else Agreement.CLOSING if gap <= step * 3 / 2 else Agreement.DIFFERENT
    return Comparison(verdict, b.value, first.value)


def _of_unknown_unit(first: Figure, second: Figure) -> bool:
    """Whether one of two figures is money and the other has no unit."""
    return (first.is_money and second.unit is None) or (second.is_money and first.unit is None)


def compare_ratio(printed: Figure, ratio: Interval) -> bool:
    """Whether a printed percentage can be the rounding of a ratio (as a fraction)."""
    hundred = Interval(ratio.low * 100, ratio.high * 100)
    return Interval.around(printed.value, Decimal(1).scaleb(-printed.decimals)).meets(hundred)


def figures_text(figures: Sequence[Figure]) -> str:
    """The figures of a sum as printed: 612+397.21."""
    return "+".join(f.text for f in figures)


def item_at(statement: Statement, where: str) -> LineItem | None:
    """The item at ``row:measure`` (``total``, ``item:ID``, ``functional:CODE``, ``economic:CODE``) of a statement."""
    row, _, measure = where.rpartition(":")
    kind, _, key = row.partition(":")
    key = key or "total"
    found = [i for i in statement.items if i.measure == measure and i.row.key == key and i.row.kind == kind]
    if kind == "total" and len({i.row.name for i in found}) > 1:
        # 人员经费合计 and 公用经费合计 at the foot are totals of parts: of several, the one called 合计 is the table's.
        return next((i for i in found if label_key(i.row.name) in _WHOLE), None)
    return found[0] if found else None
