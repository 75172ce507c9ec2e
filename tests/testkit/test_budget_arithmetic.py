"""Generated budgets are arithmetically right as printed, checked from the print alone."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from printed import CENT, agree, amount, body, coded_rows, prose, table, total_row

from mingzhang.core.testkit import Generated, generate, generate_series

seeds = st.integers(0, 10_000)
few = settings(max_examples=15, deadline=None)


def children_add_up(g: Generated, statement: str, lengths: tuple[int, ...]) -> None:
    block = table(g, statement)
    rows = [(c, a) for c, a in coded_rows(block) if len(c) in lengths]
    if statement == "project_expenditure":
        rows = [(c, a[1:]) for c, a in rows]
    total = total_row(block)
    for parent, amounts in rows:
        parts = [a for c, a in rows if c.startswith(parent) and len(c) == len(parent) + 2]
        for k, value in enumerate(amounts):
            if parts:
                assert agree(value, [p[k] for p in parts], g.rounding), (statement, parent, k)
    top = [a for c, a in rows if len(c) == 3]
    for k, value in enumerate(total[: len(top[0])] if top else []):
        assert agree(value, [a[k] for a in top], g.rounding), (statement, "total", k)


@few
@given(seed=seeds, year=st.sampled_from((2021, 2022, 2023, 2024)), rounding=st.booleans())
def test_xinjiang_levels_and_columns_add_up(seed: int, year: int, rounding: bool) -> None:
    g = generate(seed, "xinjiang", year, rounding=rounding)
    for statement in ("income", "expenditure", "general_expenditure", "government_fund", "project_expenditure"):
        children_add_up(g, statement, (3, 5, 7))
    for statement in ("expenditure", "general_expenditure"):
        for _, (total, basic, project) in coded_rows(table(g, statement)):
            assert agree(total, [basic, project], rounding)
    basic = table(g, "basic_expenditure")
    classes = [(c, a) for c, a in coded_rows(basic, 2) if len(c) == 3]
    for code, amounts in classes:
        items = [a for c, a in coded_rows(basic, 2) if c.startswith(code) and len(c) == 5]
        assert all(agree(amounts[k], [i[k] for i in items], rounding) for k in range(3))
    assert agree(total_row(basic)[0], [a[0] for _, a in classes], rounding)


@few
@given(seed=seeds, year=st.sampled_from((2021, 2022, 2023, 2024)), rounding=st.booleans())
def test_xinjiang_tables_agree_with_each_other(seed: int, year: int, rounding: bool) -> None:
    g = generate(seed, "xinjiang", year, rounding=rounding)
    whole = total_row(table(g, "income_expenditure"))
    assert whole[0] == whole[2] == total_row(table(g, "income"))[0] == total_row(table(g, "expenditure"))[0]
    fiscal = total_row(table(g, "fiscal_income_expenditure"))
    general = total_row(table(g, "general_expenditure"))
    assert fiscal[3] == general[0]
    assert general[1] == total_row(table(g, "basic_expenditure"))[0]
    assert general[2] == total_row(table(g, "project_expenditure"))[0]
    items = dict(coded_rows(table(g, "expenditure")))
    economic = dict(coded_rows(table(g, "basic_expenditure"), 2))
    for functional, code in (("2080505", "30108"), ("2210201", "30113"), ("2101101", "30110")):
        assert items[functional][0] == economic[code][0]
    assert g.people.staff <= g.people.posts
    assert g.people.present == g.people.staff + g.people.retired


STATED = re.compile(
    r"(?:预算数为|(?<!财政拨款)预算|支出|资金)([\d.]+)万元，(?:占([\d.]+)%，)?比上年预算(增加|减少)([\d.]+)万元，(增长|下降)([\d.]+)%"
)


def rate_interval(value: Decimal, change: Decimal, up: bool) -> tuple[Decimal, Decimal]:
    """Rates that the printed value and change allow."""
    half = CENT / 2
    bases = [value - (change if up else -change) + d for d in (-CENT, CENT)]
    rates = [(change + d) * 100 / b for b in bases for d in (-half, half) if b > 0]
    return min(rates) - CENT, max(rates) + CENT


@few
@given(seed=seeds, year=st.sampled_from((2021, 2022, 2023, 2024)), rounding=st.booleans())
def test_xinjiang_changes_and_rates_fit(seed: int, year: int, rounding: bool) -> None:
    g = generate(seed, "xinjiang", year, rounding=rounding)
    found = STATED.findall(prose(g))
    assert len(found) > 6
    for value_text, _, direction, change_text, word, rate_text in found:
        value, change, rate = Decimal(value_text), Decimal(change_text), Decimal(rate_text)
        up = direction == "增加"
        assert (word == "增长") is up
        if up and value - change <= CENT:
            assert rate in (0, 100) or rounding
            continue
        low, high = rate_interval(value, change, up)
        assert low <= rate <= high, (value, change, rate)


@few
@given(seed=seeds, year=st.sampled_from((2022, 2023, 2024)))
def test_implied_prior_year_adds_up(seed: int, year: int) -> None:
    g = generate(seed, "xinjiang", year)
    text = prose(g)

    def prior(m: tuple[str, ...]) -> Decimal:
        value, direction, change = Decimal(m[0]), m[1], Decimal(m[2])
        return value - change if direction == "增加" else value + change

    items = re.findall(r"（项）：\d{4}年预算数为([\d.]+)万元，比上年预算(增加|减少)([\d.]+)万元", text)
    kinds = re.findall(r"^(?:基本|项目)支出([\d.]+)万元，比上年预算(增加|减少)([\d.]+)万元", text, re.M)
    fund = text.partition("政府性基金预算拨款合计")[2]
    fund_items = re.findall(r"（项）：\d{4}年预算数为([\d.]+)万元，比上年预算(增加|减少)([\d.]+)万元", fund)
    general = items[: len(items) - len(fund_items)]
    assert sum(map(prior, general)) == sum(map(prior, kinds))


@few
@given(seed=seeds)
def test_a_series_continues(seed: int) -> None:
    years = generate_series(seed, (2022, 2023, 2024))
    assert len({g.identity.body for g in years}) == 1
    for before, now in pairwise(years):
        was = {c: a[0] for c, a in coded_rows(table(before, "general_expenditure")) if len(c) == 7}
        stated = re.findall(r"（项）：\d{4}年预算数为([\d.]+)万元，比上年预算(增加|减少)([\d.]+)万元", prose(now))
        implied = sorted(Decimal(v) - Decimal(c) if d == "增加" else Decimal(v) + Decimal(c) for v, d, c in stated)
        assert [x for x in implied if x] and set(was.values()) <= set(implied)


@few
@given(seed=seeds, year=st.sampled_from((2022, 2023)), level=st.sampled_from(("unit", "department")), rounding=st.booleans())
def test_sichuan_items_add_up(seed: int, year: int, level: str, rounding: bool) -> None:
    g = generate(seed, "sichuan", year, level=level, rounding=rounding)
    statements = [b.statement for b in g.blocks if hasattr(b, "statement")]
    assert len(statements) == (15 if level == "department" else 13)
    for statement, first in (("expenditure", 5), ("general_expenditure", 5)):
        rows = body(table(g, statement))
        totals = next(r for r in rows if "合计" in r)
        items = [r for r in rows if r[0]]
        assert all(agree(amount(totals[k]), [amount(r[k]) for r in items], rounding) for k in range(first, len(totals)))
    basic = body(table(g, "basic_expenditure"))
    for group in (r for r in basic if len(r[2]) == 3):
        items = [r for r in basic if r[0] == group[2] and len(r[2]) == 5]
        assert all(agree(amount(group[k]), [amount(r[k]) for r in items], rounding) for k in (4, 5, 6))
    for detail in (r for r in basic if len(r[2]) == 7):
        parent = next(r for r in basic if r[2] == detail[2][:5])
        assert amount(detail[4]) <= amount(parent[4])
    targets = body(table(g, "project_targets"))
    weights: dict[str, int] = {}
    name = ""
    for row in targets[1:]:
        name = row[1] or name
        weights[name] = weights.get(name, 0) + int(row[10])
    assert set(weights.values()) == {90}
    assert agree(amount(targets[0][2]), [amount(r[2]) for r in targets[1:] if r[1]], rounding)


@few
@given(seed=seeds, year=st.sampled_from((2022, 2023)))
def test_sichuan_shares(seed: int, year: int) -> None:
    g = generate(seed, "sichuan", year)
    text = prose(g).partition("（二）一般公共预算当年拨款结构情况")[2] or prose(g)
    total = total_row(table(g, "expenditure"))[0]
    stated = re.search(r"其中：基本支出([\d.]+)万元，占([\d.]+)%；项目支出([\d.]+)万元，占([\d.]+)%", prose(g))
    assert stated and text
    for value, share in ((stated[1], stated[2]), (stated[3], stated[4])):
        assert (Decimal(value) * 100 / total).quantize(CENT, ROUND_HALF_UP) == Decimal(share).quantize(CENT)


def test_rounding_moves_last_digits_and_exact_documents_have_none() -> None:
    def off(rounding: bool) -> int:
        count = 0
        for seed in range(12):
            g = generate(seed, "xinjiang", 2024, rounding=rounding)
            block = table(g, "expenditure")
            top = [a for c, a in coded_rows(block) if len(c) == 3]
            count += total_row(block)[0] != sum(a[0] for a in top)
        return count

    assert off(True) > 0
    assert off(False) == 0


@pytest.mark.parametrize(("year", "count"), [(2021, 9), (2022, 9), (2023, 10), (2024, 11)])
def test_xinjiang_contents_match_the_tables(year: int, count: int) -> None:
    g = generate(4, "xinjiang", year)
    titles = [b.title for b in g.blocks if hasattr(b, "number") and b.number]
    listed = [t.partition("、")[2] for t in prose(g).splitlines() if t.endswith(("情况表", "明细表"))]
    assert len(titles) == count
    assert listed[:count] == titles


def test_what_has_no_form_is_refused() -> None:
    with pytest.raises(ValueError, match="regions"):
        generate(1, "hubei")
    with pytest.raises(ValueError, match="2021 to 2024"):
        generate(1, "xinjiang", 2030)
    with pytest.raises(ValueError, match="no form"):
        generate(1, "sichuan", 2023, "final")


def test_the_same_arguments_give_the_same_document() -> None:
    assert generate(9, "sichuan", 2023) == generate(9, "sichuan", 2023)
    assert generate(9).blocks != generate(10).blocks
