"""Arithmetic of printed figures."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingzhang import Agreement, Figure, Interval, compare_ratio, compare_same, compare_sum, parse_figure
from mingzhang.core.model.documents.figure import plain, stands_for_nothing

amounts = st.decimals(min_value=-(10**9), max_value=10**9, places=2)


@pytest.mark.parametrize(
    ("text", "value", "decimals"),
    [
        ("1,397.18", "1397.18", 2),
        ("1397.18", "1397.18", 2),
        ("612", "612", 0),
        ("△12.50", "-12.50", 2),
        ("(3.5)", "-3.5", 1),
        ("（3.5）", "-3.5", 1),
        ("-0.02", "-0.02", 2),
        ("１，０５１．７９", "1051.79", 2),
        (" 5 6 ", "56", 0),
        ("91.45%", "91.45", 2),
        ("20.00-", "-20.00", 2),
        ("1,020-", "-1020", 0),
        ("20.00CR", "-20.00", 2),
        ("20.00 cr", "-20.00", 2),
    ],
)
def test_parse(text: str, value: str, decimals: int) -> None:
    figure = parse_figure(text)
    assert figure is not None
    assert (figure.value, figure.decimals) == (Decimal(value), decimals)


@pytest.mark.parametrize(
    "text", ["", "—", "-", "/", "1.2.3", "12,34", "约5", "2024年12月", "(5", "±3", "一", "-20.00-", "(20.00)-", "2024-", "20-30", "20.00DR"]
)
def test_no_number(text: str) -> None:
    assert parse_figure(text) is None


def test_blank_and_dash_stand_for_nothing_and_zero_does_not() -> None:
    assert stands_for_nothing(" ") and stands_for_nothing("—")
    assert not stands_for_nothing("0.00")


@given(amounts)
def test_a_printed_amount_reads_back(value: Decimal) -> None:
    figure = parse_figure(f"{value:,.2f}", "万元")
    assert figure is not None
    assert figure.value == value
    assert plain(figure.value, 2) == f"{value:.2f}"


@given(amounts)
def test_fen_are_exact_in_every_unit(value: Decimal) -> None:
    figure = Figure(value, "元", 2, str(value))
    for unit in ("千元", "万元", "亿元"):
        assert figure.in_unit(unit).fen == figure.fen == int(value * 100)
        assert figure.in_unit(unit).in_unit("元").value == value


@given(st.lists(st.integers(-(10**8), 10**8), min_size=1, max_size=40))
def test_rounding_never_makes_a_sum_wrong(cents_of_cents: list[int]) -> None:
    """Amounts exact to 元, printed in 万元 with two decimals: no sum of them is reported."""
    exact = [Decimal(c) for c in cents_of_cents]

    def printed(yuan: Decimal) -> Figure:
        value = (yuan / 10000).quantize(Decimal("0.01"))
        return Figure(value, "万元", 2, str(value))

    result = compare_sum(printed(sum(exact, Decimal(0))), [printed(e) for e in exact], 2)
    assert result.verdict is not Agreement.DIFFERENT


@given(st.lists(st.integers(0, 10**7), min_size=1, max_size=20), st.integers(1, 10**6))
def test_a_difference_beyond_the_intervals_is_wrong(cents: list[int], beyond: int) -> None:
    parts = [Figure(Decimal(c) / 100, "万元", 2, "") for c in cents]
    shift = Decimal(len(parts) + 1 + 2 * beyond) / 200
    total = Figure(sum((p.value for p in parts), Decimal(0)) + shift.quantize(Decimal("0.01")) + Decimal("0.01"), "万元", 2, "")
    assert compare_sum(total, parts, 2).verdict is Agreement.DIFFERENT


def test_suspected_beyond_four_sigma_inside_the_interval() -> None:
    parts = [Figure(Decimal(1), "万元", 2, "")] * 40
    result = compare_sum(Figure(Decimal("40.12"), "万元", 2, ""), parts, 2)
    assert result.verdict is Agreement.SUSPECTED


def test_whole_yuan_beside_yuan_with_decimals_are_rounded() -> None:
    """612 beside 397.21 in 万元 means 612.00; 元 are printed whole or to the 分, each figure by itself."""
    parts = [Figure(Decimal("2368000.40"), "元", 2, ""), Figure(Decimal("1564999.80"), "元", 2, "")]
    assert compare_sum(Figure(Decimal(3933000), "元", 0, ""), parts, 2).verdict is Agreement.EQUAL
    assert compare_sum(Figure(Decimal(3933001), "元", 0, ""), parts, 2).verdict is Agreement.DIFFERENT
    assert compare_sum(Figure(Decimal("3933000.00"), "元", 2, ""), parts, 2).verdict is Agreement.DIFFERENT
    wan = [Figure(Decimal("236.8"), "万元", 2, ""), Figure(Decimal("156.4"), "万元", 2, "")]
    assert compare_sum(Figure(Decimal(393), "万元", 0, ""), wan, 2).verdict is Agreement.DIFFERENT
    assert compare_same(Figure(Decimal(3933000), "元", 0, ""), Figure(Decimal("3933000.20"), "元", 2, ""), 2, 2).verdict is Agreement.EQUAL


def test_touching_is_meeting() -> None:
    assert Interval(Decimal(0), Decimal(1)).meets(Interval(Decimal(1), Decimal(2)))
    assert not Interval(Decimal(0), Decimal(1)).meets(Interval(Decimal("1.01"), Decimal(2)))


@pytest.mark.parametrize(
    ("first", "second", "verdict"),
    [
        ("326.71", "326.72", Agreement.CLOSING),
        ("326.71", "326.71", Agreement.EQUAL),
        ("326.71", "326.73", Agreement.DIFFERENT),
        ("327", "326.71", Agreement.EQUAL),
        ("325", "326.71", Agreement.DIFFERENT),
    ],
)
def test_the_same_figure_twice(first: str, second: str, verdict: Agreement) -> None:
    a, b = parse_figure(first, "万元"), parse_figure(second, "万元")
    assert a is not None and b is not None
    assert compare_same(a, b).verdict is verdict


def test_units_are_compared_as_money() -> None:
    yuan, wan = parse_figure("3715146.55", "元"), parse_figure("371.51", "万元")
    assert yuan is not None and wan is not None
    assert compare_same(wan, yuan).verdict is Agreement.EQUAL
    with pytest.raises(ValueError, match="cannot express"):
        yuan.in_unit("人")


@given(st.integers(1, 10**7), st.integers(1, 10**7))
def test_a_rate_printed_from_exact_amounts_is_right(change: int, base: int) -> None:
    c, b = Decimal(change) / 100, Decimal(base) / 100
    rate = (c * 100 / b).quantize(Decimal("0.01"))
    printed = Figure(rate, "%", 2, f"{rate}%")
    assert compare_ratio(printed, Interval.around(c, Decimal("0.01")) / Interval.exact(b))
