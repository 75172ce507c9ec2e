"""Figures: printed numbers as decimals with unit and precision, and intervals around them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Context, Decimal
from functools import lru_cache

from .text import as_typed, squeeze

MONEY_UNITS: dict[str, Decimal] = {
    "元": Decimal(1),
    "千元": Decimal(1_000),
    "万元": Decimal(10_000),
    "亿元": Decimal(100_000_000),
}
"""Units of money and what one of them is in 元."""

FEN = Decimal("0.01")
ARITHMETIC = Context(prec=64)
"""The context of all work with figures: sums of the longest figures are exact in it, whatever the context of the thread is."""
MOST_DIGITS = 40
"""Digits of a number that can be a figure; what is longer is no amount but damage, or another kind of text."""
_LARGEST_FEN = 2**63 - 1
"""What an integer column of a database holds."""


class IncomparableError(ValueError):
    """Two figures have no unit in common: years in a column of money."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A printed number (数值).

    ``value`` is in ``unit`` as printed; ``decimals`` is the number of decimals printed;
    ``text`` is the print itself. A blank cell has no Figure: blank is not zero.
    """

    value: Decimal
    unit: str | None
    decimals: int
    text: str

    @property
    def is_money(self) -> bool:
        return self.unit in MONEY_UNITS

    @property
    def fen(self) -> int | None:
        """Whole 分 (0.01 元), or None if this is not money, finer than 分, or more than a database counts."""
        if self.unit not in MONEY_UNITS:
            return None
        amount = ARITHMETIC.divide(ARITHMETIC.multiply(self.value, MONEY_UNITS[self.unit]), FEN)
        return int(amount) if amount == amount.to_integral_value() and abs(amount) <= _LARGEST_FEN else None

    def in_unit(self, unit: str) -> Figure:
        """The same figure in another unit of money; decimals move with it: 2.36亿元 is 23600万元 to the hundred (−2).

        Raises IncomparableError if either unit is not money.
        """
        if unit == self.unit:
            return self
        if self.unit not in MONEY_UNITS or unit not in MONEY_UNITS:
            raise IncomparableError(f"cannot express {self.unit or 'a bare number'} in {unit}")
        ratio = ARITHMETIC.divide(MONEY_UNITS[self.unit], MONEY_UNITS[unit])
        shift = -ratio.normalize().adjusted()
        return Figure(ARITHMETIC.multiply(self.value, ratio), unit, self.decimals + shift, self.text)

    def precision(self, decimals: int | None = None) -> int:
        """The decimals that this print stands for: those of its table (``decimals``) if that prints finer elsewhere.

        612 beside 397.21 means 612.00; but whole 元 beside 元 with decimals are rounded, each figure as it is printed.
        """
        return self.decimals if decimals is None or self.unit == "元" else max(decimals, self.decimals)

    def interval(self, decimals: int | None = None) -> Interval:
        """The values that round to this print, at ``decimals`` if the table prints finer elsewhere."""
        places = self.precision(decimals)
        if self.unit == "元" and places >= 2:
            return Interval(self.value, self.value)
        return Interval.around(self.value, Decimal(1).scaleb(-places))

    def __str__(self) -> str:
        return plain(self.value, max(0, self.decimals)) + (self.unit or "")


@dataclass(frozen=True, slots=True)
class Interval:
    """A closed interval of decimals; figures are intervals, and intervals add."""

    low: Decimal
    high: Decimal

    @classmethod
    def around(cls, value: Decimal, step: Decimal) -> Interval:
        """``value`` ± half a ``step``, the width of its last printed digit."""
        return cls(value - step / 2, value + step / 2)

    @classmethod
    def exact(cls, value: Decimal | int) -> Interval:
        return cls(Decimal(value), Decimal(value))

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Interval) -> Interval:
        return Interval(self.low - other.high, self.high - other.low)

    def __mul__(self, other: Interval) -> Interval:
        corners = [a * b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(min(corners), max(corners))

    def __truediv__(self, other: Interval) -> Interval:
        """Raises ZeroDivisionError if the divisor may be zero."""
        if other.low <= 0 <= other.high:
            raise ZeroDivisionError("the divisor's interval contains zero")
        corners = [a / b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(min(corners), max(corners))

    def meets(self, other: Interval) -> bool:
        """Whether the two have a value in common; touching is meeting."""
        return self.low <= other.high and other.low <= self.high

    @property
    def width(self) -> Decimal:
        return self.high - self.low

    @staticmethod
    def total(parts: Iterable[Interval]) -> Interval:
        low = high = Decimal(0)
        for part in parts:
            low, high = low + part.low, high + part.high
        return Interval(low, high)


def plain(value: Decimal, decimals: int | None = None) -> str:
    """A decimal as a plain string: no exponent, no separators, ``decimals`` digits if given."""
    if decimals is not None:
        value = value.quantize(Decimal(1).scaleb(-decimals), context=ARITHMETIC)
    return f"{value:f}"


_NUMBER = re.compile(
    r"^(?P<open>[(（])?(?P<sign>[-+△▲±]|负)?[¥￥]?(?P<digits>\d{1,3}(?:[,，]\d{3})+|\d+)(?P<fraction>\.\d+)?"
    r"(?P<close>[)）])?(?P<behind>-|CR|Cr|cr)?(?P<unit>%|‰|亿元|万元|千元|元|万人次|人次|万人|人|辆|台|套|个|家|次|分|天|月|年)?$"
)
_DASH_FOR_NOTHING = frozenset({"-", "—", "--", "——", "/", "\\", "－", "...", "…"})


def stands_for_nothing(text: str) -> bool:
    """A cell that is blank or holds only a dash: there is no figure, which is not a zero."""
    return not (t := squeeze(as_typed(text))) or t in _DASH_FOR_NOTHING


@lru_cache(maxsize=1 << 15)
def parse_figure(text: str, unit: str | None = None) -> Figure | None:
    """The figure that a cell prints, or None if it prints no number.

    △, ▲, a minus, brackets, or a minus or CR behind an amount mark negatives (会计负数); a unit behind the number wins over
    ``unit``. A minus behind a bare whole number is no sign: 2024- is the beginning of something else.
    """
    compact = squeeze(as_typed(text))
    m = _NUMBER.match(compact) if len(compact) <= 2 * MOST_DIGITS else None
    if (
        m is None
        or sum(map(str.isdigit, m["digits"] + (m["fraction"] or ""))) > MOST_DIGITS
        or bool(m["open"]) != bool(m["close"])
        or m["sign"] == "±"
    ):
        return None
    if m["behind"] and (m["sign"] or m["open"] or (m["digits"].isdigit() and not m["fraction"])):
        return None
    value = Decimal(re.sub("[,，]", "", m["digits"]) + (m["fraction"] or ""))
    if m["open"] or m["behind"] or m["sign"] in ("-", "△", "▲", "负"):
        value = value.copy_negate()
    fraction = m["fraction"]
    return Figure(value, m["unit"] or unit, len(fraction) - 1 if fraction else 0, text.strip())
