"""How a printed number probably went wrong: said only where exactly one slip explains it."""

from decimal import Decimal

import pytest

from mingzhang import Figure
from mingzhang.core.model.checks.slips import likely_slip, rate_slip


@pytest.mark.parametrize(
    ("printed", "right", "words"),
    [
        ("2961.68", "29616800", "一万倍"),
        ("1234567", "123.46", "一万倍"),
        ("26.58", "265.80", "十倍"),
        ("1.88", "18.83", "十倍"),
        ("391.67", "39167", "一百倍"),
        ("12.99", "21.99", "相邻两位"),
        ("397.12", "397.21", "相邻两位"),
        ("-5.20", "5.20", "正负号"),
        ("3397.21", "397.21", "多印或漏印"),
        ("37.21", "397.21", "多印或漏印"),
        ("48.89", "29.99", ""),
        ("0.00", "3.00", ""),
        ("5.00", "5.00", ""),
    ],
)
def test_a_slip_of_digits(printed: str, right: str, words: str) -> None:
    said = likely_slip(Decimal(printed), Decimal(right))
    assert (words in said) if words else said == ""


PARTS = [("甲项", Decimal("612.00")), ("乙项", Decimal("397.21")), ("丙项", Decimal("0"))]


def test_a_part_left_out_or_counted_twice() -> None:
    assert "“乙项”的金额，可能没有计入" in likely_slip(Decimal("612.00"), Decimal("1009.21"), PARTS)
    assert "“乙项”的金额，可能重复计入" in likely_slip(Decimal("1406.42"), Decimal("1009.21"), PARTS)
    assert likely_slip(Decimal("700.00"), Decimal("1009.21"), PARTS) == ""


def test_two_parts_of_the_same_amount_explain_nothing() -> None:
    assert likely_slip(Decimal("3.00"), Decimal("5.00"), [("甲", Decimal(2)), ("乙", Decimal(2)), ("丙", Decimal(1))]) == ""


def test_the_figure_of_another_column() -> None:
    row = [("基本支出", Decimal("374.01")), ("项目支出", Decimal("23.20"))]
    assert "“基本支出”列" in likely_slip(Decimal("374.01"), Decimal("397.21"), row=row)


def test_more_than_one_explanation_is_none() -> None:
    """12 for 21: the digits are swapped, and another column prints 12."""
    assert likely_slip(Decimal("12.00"), Decimal("21.00"), row=[("项目支出", Decimal("12.00"))]) == ""


def _figure(text: str, unit: str) -> Figure:
    return Figure(Decimal(text), unit, len(text.partition(".")[2]), text)


@pytest.mark.parametrize(
    ("rate", "words"), [("4.51", "以本年数为分母"), ("95.49", "上年数 ÷ 本年数"), ("104.72", "本年数 ÷ 上年数"), ("7.00", "")]
)
def test_which_other_calculation_gives_the_rate(rate: str, words: str) -> None:
    said = rate_slip(_figure(rate, "%"), _figure("42.58", "万元"), _figure("1.92", "万元"), Decimal("40.66"))
    assert (words in said) if words else said == ""
