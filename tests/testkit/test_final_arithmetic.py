"""Generated final accounts are arithmetically right as printed."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from printed import CENT, agree, amount, body, coded_rows, prose, table, tables

from mingzhang.core.testkit import Generated, generate

few = settings(max_examples=15, deadline=None)
finals = st.builds(lambda s, r: generate(s, "xinjiang", 2024, "final", rounding=r), st.integers(0, 10_000), st.booleans())


def named(g: Generated, statement: str, label: str, column: int, at: int = 0) -> Decimal:
    row = next(r for r in body(table(g, statement)) if r[at] == label)
    return amount(row[column])


@few
@given(g=finals)
def test_income_and_expenditure_balance(g: Generated) -> None:
    s = "income_expenditure"
    income = [named(g, s, w, 3) for w in ("本年收入合计", "使用非财政拨款结余", "年初结转和结余")]
    spending = [named(g, s, w, 7, 4) for w in ("本年支出合计", "结余分配", "年末结转和结余")]
    assert agree(named(g, s, "总计", 3), income, g.rounding)
    assert agree(named(g, s, "总计", 7, 4), spending, g.rounding)
    assert named(g, s, "总计", 3) == named(g, s, "总计", 7, 4)
    assert income[0] == next(amount(r[4]) for r in body(table(g, "income")) if r[3] == "合计")
    assert spending[0] == next(amount(r[4]) for r in body(table(g, "expenditure")) if r[3] == "合计")
    f = "fiscal_income_expenditure"
    assert agree(named(g, f, "总计", 2), [named(g, f, "本年收入合计", 2), named(g, f, "年初财政拨款结转和结余", 2)], g.rounding)


@few
@given(g=finals)
def test_levels_add_up(g: Generated) -> None:
    for statement in ("income", "expenditure", "general_expenditure", "government_fund"):
        rows = list(coded_rows(table(g, statement)))
        total = next(r for r in body(table(g, statement)) if r[3] == "合计")
        for k in range(len(total) - 4):
            if any(len(c) == 3 for c, _ in rows):
                assert agree(amount(total[4 + k]), [a[k] for c, a in rows if len(c) == 3], g.rounding)
        for code, amounts in rows:
            parts = [a for c, a in rows if c.startswith(code) and len(c) == len(code) + 2]
            assert all(agree(v, [p[k] for p in parts], g.rounding) for k, v in enumerate(amounts) if parts)


@few
@given(g=finals)
def test_self_evaluation_scores(g: Generated) -> None:
    forms = tables(g, "self_evaluation")
    assert forms
    spent = Decimal(0)
    for form in forms:
        money = form.grid[3]
        spent_here, planned = amount(money[5]), amount(money[4])
        rate = (spent_here * 100 / planned).quantize(CENT, ROUND_HALF_UP)
        # Both amounts were rounded to the hundredth: what half of one more or less does to the rate.
        slack = (spent_here + planned) / planned / planned / 2 + CENT if g.rounding else 0
        assert abs(Decimal(money[7].rstrip("%")) - rate) <= slack
        scores = [Decimal(r[7]) for r in form.grid[9:-1]]
        weights = [Decimal(r[6]) for r in form.grid[9:-1]]
        assert sum(weights) == 90
        assert all(s <= w for s, w in zip(scores, weights, strict=True))
        assert sum(scores) + Decimal(money[8].rstrip("分")) == Decimal(form.grid[-1][7].rstrip("分"))
        spent += amount(money[5])
    stated = re.search(r"全年执行数([\d,.]+)万元。", prose(g))
    assert stated
    assert agree(amount(stated[1]), [amount(f.grid[3][5]) for f in forms], g.rounding)


@few
@given(g=finals)
def test_differences_to_the_budget(g: Generated) -> None:
    found = re.findall(r"年初预算数([\d,.]+)万元，决算数([\d,.]+)万元，预决算差异率(-?[\d,.]+)%", prose(g))
    assert len(found) == 2
    for budget, final, rate in found:
        exact = (amount(final) - amount(budget)) * 100 / amount(budget)
        assert abs(exact - amount(rate)) <= Decimal("0.02")


def test_some_accounts_carry_money_over() -> None:
    carried = [named(generate(s, "xinjiang", 2024, "final"), "income_expenditure", "年末结转和结余", 7, 4) for s in range(10)]
    assert any(carried)
    assert not all(carried)
