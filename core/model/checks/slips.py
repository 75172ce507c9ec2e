"""How a printed number probably went wrong: said only where exactly one of the known slips explains the difference.

The words are about the two numbers, not about anybody: 两数相差一万倍. They may stand beside a determined figure and
beside two of which neither is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal

from ..documents.figure import Figure, Interval, plain
from .compare import compare_ratio

Named = tuple[str, Decimal]
"""A figure beside the wrong one, and its name."""

_TENS = {Decimal(10): "十", Decimal(100): "一百", Decimal(1000): "一千"}
_UNITS = Decimal(10_000)


def likely_slip(printed: Decimal, right: Decimal, parts: Iterable[Named] = (), row: Iterable[Named] = ()) -> str:
    """What explains ``printed`` where ``right`` would agree, as a sentence; empty if nothing, or more than one thing, does.

    ``parts`` are the figures that make up the number, ``row`` those of the other columns of its row.
    """
    if printed == right:
        return ""
    found = [*_of_digits(printed, right), *_of_parts(printed, right, parts), *_of_columns(printed, row)]
    return found[0] if len(found) == 1 else ""


def _of_digits(a: Decimal, b: Decimal) -> Iterator[str]:
    if a == -b:
        yield "两数只差正负号。"
        return
    small, large = sorted((abs(a), abs(b)))
    if not small or (a < 0) != (b < 0):
        return
    # A figure printed in another unit is rounded there: 1234567 元 beside 123.46 万元.
    if abs(large / _UNITS - small) <= Decimal("0.005"):
        yield "两数相差一万倍，可能是金额单位（元、万元、亿元）混用。"
        return
    for factor, words in _TENS.items():
        if abs(large / factor - small) <= Decimal("0.005") and small >= 1:
            yield f"两数相差{words}倍，可能是小数点错位。"
            return
    one, two = _digits(small, large)
    if _swapped(one, two):
        yield "两数只有相邻两位数字的次序不同。"
    elif len(two) > 2 and len(one) + 1 == len(two) and any(two[:k] + two[k + 1 :] == one for k in range(len(two))):
        yield "两数只差一位数字，可能多印或漏印一位。"


def _digits(a: Decimal, b: Decimal) -> tuple[str, str]:
    """The digits of two numbers, with as many decimals."""
    decimals = max(_decimals(a), _decimals(b))
    return plain(a, decimals).replace(".", "").lstrip("0"), plain(b, decimals).replace(".", "").lstrip("0")


def _decimals(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _swapped(one: str, two: str) -> bool:
    if len(one) < len(two):
        one = one.zfill(len(two))
    apart = [k for k, (x, y) in enumerate(zip(one, two, strict=True)) if x != y]
    return len(apart) == 2 and apart[1] == apart[0] + 1 and one[apart[0]] == two[apart[1]] and one[apart[1]] == two[apart[0]]


def _of_parts(printed: Decimal, right: Decimal, parts: Iterable[Named]) -> Iterator[str]:
    gap = right - printed
    names = [name for name, value in parts if value and value == abs(gap)]
    if len(names) == 1:
        name = names[0] if "“" in names[0] else f"“{names[0]}”"
        yield f"差额恰为{name}的金额，可能{'没有计入' if gap > 0 else '重复计入'}该项。"


def _of_columns(printed: Decimal, row: Iterable[Named]) -> Iterator[str]:
    names = [name for name, value in row if value and value == printed]
    if len(names) == 1:
        yield f"所印与同一行“{names[0]}”列的数相同，可能取自该列。"


def rate_slip(rate: Figure, now: Figure, change: Figure, before: Decimal) -> str:
    """Which other calculation gives a printed growth rate, as a sentence; empty if none, or more than one, does.

    ``now`` is this year's figure, ``before`` last year's as the change implies it.
    """
    found = []
    this = now.interval()
    if this.low > 0 and compare_ratio(rate, change.interval() / this):
        found.append(f"（{rate.text} 与以本年数为分母的结果 {change.text} ÷ {now.text} 相符。）")
    if now.value > 0 and before > 0:
        last = Interval.exact(before)
        for over, words in ((last / this, "上年数 ÷ 本年数"), (this / last, "本年数 ÷ 上年数")):
            if compare_ratio(rate, over):
                found.append(f"（{rate.text} 与“{words}”的结果相符。）")
    return found[0] if len(found) == 1 else ""


def percent(part: Decimal, whole: Decimal, decimals: int) -> Decimal:
    """A percentage as it is printed, with two decimals at least."""
    return (part * 100 / whole).quantize(Decimal(1).scaleb(-max(2, decimals)), ROUND_HALF_UP)
