"""Figures that have no unit in common, and figures that are too long: one comparison is undecided, never the document lost."""

import sqlite3
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingzhang import (
    Agreement,
    Basis,
    Disclosure,
    DocumentResult,
    Figure,
    Outcome,
    Passed,
    Rule,
    Severity,
    Verdict,
    check,
    compare_same,
    compare_sum,
    parse_figure,
    rule,
)
from mingzhang.core.checking.engine import check_disclosure
from mingzhang.core.model.documents.figure import MOST_DIGITS, IncomparableError, plain
from mingzhang.core.plugins.manager import default_plugins
from mingzhang.core.store.writer import open_store, save, save_rules

BASE = Path(__file__).parents[1] / "rules" / "bases" / "xinjiang_budget.txt"
ARITHMETIC_RULES = ("sum.hierarchy", "sum.row-total", "cross.items")


def changed(tmp_path: Path, *replacements: tuple[str, str]) -> DocumentResult:
    text = BASE.read_text(encoding="utf-8")
    for old, new in replacements:
        assert old in text, old
        text = text.replace(old, new)
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    return check(path).documents[0]


def money(number: str, unit: str | None = "万元") -> Figure:
    found = parse_figure(number, unit)
    assert found is not None
    return found


def test_years_in_a_sum_decide_nothing() -> None:
    assert compare_sum(money("3.00"), [money("1.00"), money("2.00年")]).verdict is Agreement.UNKNOWN
    assert compare_sum(money("3.00年"), [money("1.00"), money("2.00")]).verdict is Agreement.UNKNOWN
    assert compare_same(money("3.00"), money("3.00年")).verdict is Agreement.UNKNOWN
    assert not compare_sum(money("3.00"), [money("1.00"), money("5.00年")]).differs


def test_what_can_be_compared_still_is() -> None:
    assert compare_same(money("3", "人"), money("3", "名")).verdict is Agreement.EQUAL
    assert compare_same(money("3.00", None), money("4.00", None)).verdict is Agreement.DIFFERENT
    assert compare_sum(money("3.00"), [money("10000.00", "元"), money("2.00")]).verdict is Agreement.EQUAL


def test_the_error_names_both_units() -> None:
    with pytest.raises(IncomparableError, match="cannot express 年 in 万元"):
        money("3年").in_unit("万元")


def made(*pairs: tuple[Figure, Figure]) -> Rule:
    @rule(id="test.rule", title="试", severity=Severity.INFO, basis=[Basis("convention", convention=True)])
    def made_rule(disclosure: Disclosure) -> Iterator[Verdict]:
        """一条试用的规则。"""
        for a, b in pairs:
            if not compare_sum(a, [b]).differs:
                yield Passed()

    return made_rule


@pytest.mark.parametrize(
    ("pairs", "outcome", "comparisons"),
    [
        ([("1.00", "1.00")], Outcome.PASS, 1),
        ([("1.00", "1.00年")], Outcome.NOT_EVALUABLE, 0),
        ([("1.00", "1.00"), ("1.00", "1.00年"), ("2.00", "2.00")], Outcome.PASS, 2),
    ],
)
def test_a_pass_that_was_no_comparison_is_undecided(
    tmp_path: Path, pairs: list[tuple[str, str]], outcome: Outcome, comparisons: int
) -> None:
    disclosure = changed(tmp_path).disclosure
    assert disclosure is not None
    _, ledger = check_disclosure(disclosure, [made(*((money(a), money(b)) for a, b in pairs))])
    assert (ledger[0].outcome, ledger[0].comparisons) == (outcome, comparisons)
    assert ("not_comparable" in (ledger[0].reason or "")) == (len(pairs) != 1 or outcome is Outcome.NOT_EVALUABLE)


CARS = "公务用车运行维护费\t3.00\t"


@pytest.mark.parametrize(
    ("odd", "years"),
    [
        (CARS, "公务用车运行维护费\t361.29年\t"),
        ("302\t\t商品和服务支出\t30.00", "302\t\t商品和服务支出\t30.00年"),
        ("合计\t270.00\t240.00\t30.00", "合计\t270.00年\t240.00\t30.00"),
        ("公务员医疗补助\t30.00\t30.00", "公务员医疗补助\t30.00年\t30.00"),
    ],
)
def test_the_rest_of_the_document_is_checked(tmp_path: Path, odd: str, years: str) -> None:
    """One cell in years; a wrong sum elsewhere in the table is found all the same, and nothing else is said to be wrong."""
    result = changed(tmp_path, (odd, years), ("基本工资\t200.00\t200.00", "基本工资\t210.00\t210.00"))
    ledger = {r.rule: r for r in result.ledger}
    assert [r for r in ledger.values() if r.outcome is Outcome.CRASHED] == []
    undecided = [id for id in ARITHMETIC_RULES if "not_comparable" in (ledger[id].reason or "")]
    assert undecided
    assert ledger["sum.hierarchy"].outcome is Outcome.FAIL
    (found,) = [f for f in result.findings if f.severity is Severity.ERROR]
    assert "210.00" in found.message
    assert not any("年" in (f.formula or "") for f in result.findings)


def test_a_code_in_years_in_one_of_two_tables(tmp_path: Path) -> None:
    """The other codes of the two tables are compared, this one is not said to differ."""
    row = "公务员医疗补助\t30.00\t30.00"
    income, expenditure, rest = BASE.read_text(encoding="utf-8").split(row, 2)
    path = tmp_path / "a.txt"
    path.write_text(f"{income}{row}{expenditure}公务员医疗补助\t31.00年\t30.00{rest}", encoding="utf-8")
    result = check(path).documents[0]
    (ledger,) = [r for r in result.ledger if r.rule == "cross.items"]
    assert ledger.outcome is Outcome.PASS
    assert "not_comparable" in (ledger.reason or "")
    assert ledger.comparisons > 5


@pytest.mark.parametrize("digits", [13, 19, 29, 39, 40, 41, 60, 5_000])
def test_long_numbers_end_nothing(tmp_path: Path, digits: int) -> None:
    """More than a database counts, more than a Decimal usually keeps: stored as printed, never a crash."""
    long = "7" * digits + ".25"
    result = changed(tmp_path, (CARS, CARS.replace("3.00", long)))
    assert result.disclosure is not None
    assert [r for r in result.ledger if r.outcome is Outcome.CRASHED] == []
    db = open_store(tmp_path / "a.db")
    save_rules(db, default_plugins().rules)
    save(db, result, None)
    db.close()
    rows = sqlite3.connect(tmp_path / "a.db").execute("select amount_fen, text from line_items where text = ?", (long,)).fetchall()
    fen = int(Decimal(long).scaleb(6)) if digits <= 13 else None
    assert {amount for amount, _ in rows} <= {fen}
    assert bool(rows) == (digits + 2 <= MOST_DIGITS)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**37), max_value=10**37))
def test_figures_print_as_they_are(value: Decimal) -> None:
    text = plain(value, 2)
    figure = parse_figure(text, "万元")
    assert figure is not None
    assert figure.value == value
    assert plain(figure.in_unit("元").in_unit("万元").value, 2) == text
    assert figure.fen is None or figure.fen == int(value.scaleb(6))
