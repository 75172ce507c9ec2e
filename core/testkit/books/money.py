"""Amounts of the fictional books: whole 元 as integers, printed in 万元 with half up rounding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
STEP = 100
"""元 in 0.01 万元: amounts that are multiples of it print exactly."""


def wan(amount: int) -> Decimal:
    """元 as 万元, two decimals, half up."""
    return (Decimal(amount) / 10_000).quantize(CENT, ROUND_HALF_UP)


def percent(part: int, whole: int) -> Decimal:
    """``part`` of ``whole`` in %, two decimals, half up; 0 of 0 is 0."""
    if whole == 0:
        return Decimal("0.00")
    return (Decimal(part) * 100 / Decimal(whole)).quantize(CENT, ROUND_HALF_UP)


def growth(now: int, before: int) -> Decimal:
    """The unsigned rate of change in %; from nothing it is 100, as the reporting systems print it."""
    if before == 0:
        return Decimal("0.00") if now == 0 else Decimal("100.00")
    return percent(abs(now - before), before)


@dataclass(frozen=True, slots=True)
class Style:
    """How a document prints amounts: thousands separators, trailing zeros, blank or 0.00 for nothing."""

    thousands: bool = False
    strip: bool = False
    zero: str = ""
    """What a table prints for nothing."""
    unit: str = "万元"
    """``万元`` with two decimals, or ``元`` as whole numbers."""

    def value(self, amount: int) -> Decimal:
        """An amount of 元 in the unit of this style."""
        return Decimal(amount) if self.unit == "元" else wan(amount)

    def number(self, value: Decimal) -> str:
        """A decimal in this style."""
        text = f"{value:,f}" if self.thousands else f"{value:f}"
        return text.rstrip("0").rstrip(".") if self.strip and "." in text else text

    def amount(self, amount: int) -> str:
        """An amount of 元 as printed."""
        return self.number(self.value(amount))

    def cell(self, amount: int | None) -> str:
        """An amount in a table cell; None is blank."""
        if amount is None:
            return ""
        return self.amount(amount) if amount else self.zero


def snap(amount: float, exact: bool) -> int:
    """To whole 元, or to 0.01 万元 where every print is to be exact; never below 0.01 万元."""
    step = STEP if exact else 1
    return max(STEP, round(amount / step) * step)


def split(total: int, weights: Sequence[float], exact: bool) -> list[int]:
    """``total`` cut by ``weights`` into parts that add up to it exactly; the first part takes the rest."""
    whole = sum(weights)
    rest = [snap(total * w / whole, exact) for w in weights[1:]]
    return [total - sum(rest), *rest]
