"""What a rule says becomes a finding with what is known of the rule; what is no verdict of it is the rule's crash, by line."""

import inspect
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from mingzhang import (
    Basis,
    Certainty,
    Disclosure,
    Evidence,
    Failed,
    Figure,
    Finding,
    Outcome,
    Passed,
    Place,
    Print,
    Reason,
    Relation,
    Role,
    Rule,
    Severity,
    Undecided,
    Verdict,
    check,
    fail,
    rule,
)
from mingzhang.core.checking.engine import check_disclosure

BASE = Path(__file__).parents[1] / "rules" / "bases" / "xinjiang_budget.txt"
SEEN = Evidence(Role.ACTUAL, "1", Place())


@pytest.fixture(scope="module")
def disclosure() -> Disclosure:
    found = check(BASE).documents[0].disclosure
    assert found is not None
    return found


def made(verdict: Any, *, compares: bool = True) -> Rule:
    @rule(id="test.rule", title="试", severity=Severity.WARNING, basis=[Basis("convention", convention=True)], compares=compares)
    def made_rule(disclosure: Disclosure) -> Iterator[Verdict]:
        """一条试用的规则。"""
        yield Passed()
        yield verdict() if callable(verdict) else verdict

    return made_rule


LINE = inspect.getsourcelines(made)[1] + 5


def relation() -> Relation:
    a, b = (Print("here", part, Figure(Decimal(n), "万元", 2, str(n))) for part, n in (("a", 1), ("b", 2)))
    return Relation.same(a, b)


def only(disclosure: Disclosure, verdict: Any, *, compares: bool = True) -> Finding:
    findings, ledger = check_disclosure(disclosure, [made(verdict, compares=compares)])
    assert ledger[0].outcome is Outcome.FAIL, ledger[0].reason
    (finding,) = findings
    return finding


def test_the_engine_knows_the_rule(disclosure: Disclosure) -> None:
    finding = only(disclosure, fail("甲处 1，乙处 2。", address="a", evidence=SEEN))
    assert (finding.rule, finding.title, finding.severity) == ("test.rule", "试", Severity.WARNING)
    assert finding.evidence == (SEEN,)
    assert finding.fingerprint.startswith("1:")


@pytest.mark.parametrize(
    ("compares", "own", "tested", "certainty"),
    [
        (True, None, False, Certainty.SUSPECTED),
        (True, None, True, Certainty.CERTAIN),
        (False, None, False, Certainty.CERTAIN),
        (True, False, False, Certainty.CERTAIN),
        (False, True, False, Certainty.SUSPECTED),
    ],
)
def test_a_comparison_without_its_relation_is_suspected(
    disclosure: Disclosure, compares: bool, own: bool | None, tested: bool, certainty: Certainty
) -> None:
    said = fail("不一致。", address="a", evidence=SEEN, tested=relation() if tested else (), compares=own)
    assert only(disclosure, said, compares=compares).certainty is certainty


def test_a_rule_can_be_less_sure_than_its_relation(disclosure: Disclosure) -> None:
    said = fail("不一致。", address="a", evidence=SEEN, tested=relation(), certainty=Certainty.SUSPECTED)
    assert only(disclosure, said).certainty is Certainty.SUSPECTED


def test_a_figure_brings_its_unit() -> None:
    said = fail("不一致。", address="a", evidence=[SEEN, SEEN], actual=Figure(Decimal("1.5"), "万元", 1, "1.5"), expected=Decimal(2))
    assert (said.actual, said.expected, said.unit, len(said.evidence)) == (Decimal("1.5"), Decimal(2), "万元", 2)


def test_the_address_is_that_of_the_figure_tested(disclosure: Disclosure) -> None:
    statement = next(s for s in disclosure.statements if s.items)
    first, second = statement.items[:2]
    said = fail("不一致。", evidence=SEEN, tested=Relation.same(first, second))
    assert said.address == f"{statement.id}/{first.row.address}/{first.measure}"
    claim = next(c for c in disclosure.claims if c.value is not None)
    assert fail("不一致。", evidence=SEEN, tested=Relation.same(Print.of_claim(claim), first)).address == f"{claim.address}/value"


@pytest.mark.parametrize("make", [lambda: fail("x", address="a", evidence=()), lambda: fail("x", evidence=SEEN)])
def test_neither_evidence_nor_address_can_be_left_out(make: Callable[[], Failed]) -> None:
    with pytest.raises(ValueError, match="a finding needs"):
        make()


OF_NOTHING = Failed("不一致。", "a", ())
SOUND = Failed("不一致。", "a", (SEEN,))


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        ("text", "not 'text'"),
        (None, "not None"),
        (Passed, "a rule yields fail"),
        (OF_NOTHING, "needs evidence"),
        (replace(SOUND, evidence=[SEEN]), "tuple of Evidence"),  # type: ignore[arg-type]
        (replace(SOUND, evidence=("page 3",)), "tuple of Evidence"),  # type: ignore[arg-type]
        (replace(SOUND, message=7), "must be text"),  # type: ignore[arg-type]
        (replace(SOUND, address=""), "must be text"),
        (replace(SOUND, actual=1.5), "finite Decimal"),  # type: ignore[arg-type]
        (replace(SOUND, expected=Decimal("NaN")), "finite Decimal"),
        (replace(SOUND, tested=("a = b",)), "tuple of Relation"),  # type: ignore[arg-type]
        (replace(SOUND, severity="error"), "must be a Severity"),  # type: ignore[arg-type]
        (replace(SOUND, certainty="surely"), "must be a Certainty"),  # type: ignore[arg-type]
        (replace(SOUND, decimals=10**9), "whole number"),
        (Passed(-1), "whole number"),
        (Passed("3"), "whole number"),  # type: ignore[arg-type]
        (Undecided(7), "must be a Reason"),  # type: ignore[arg-type]
        (Undecided(Reason.TABLE_MISSING, 7), "must be text"),  # type: ignore[arg-type]
        (Finding("other.rule", "试", Severity.INFO, "不一致。", "a", (SEEN,)), "of its own id only"),
        (Finding("test.rule", "试", Severity.INFO, "不一致。", "a", ()), "needs evidence"),
    ],
)
def test_what_is_no_verdict_is_the_crash_of_its_rule(disclosure: Disclosure, verdict: Any, words: str) -> None:
    # A type is yielded as it is: made() would call it.
    of = made((lambda: Passed) if verdict is Passed else verdict)
    other = replace(made(Passed()), id="test.other")
    findings, ledger = check_disclosure(disclosure, [of, other])
    assert [r.outcome for r in ledger] == [Outcome.CRASHED, Outcome.PASS]
    assert findings == ()
    assert words in (ledger[0].reason or "")
    assert (ledger[0].reason or "").endswith(f"({__name__}:{LINE})")


def test_the_line_is_that_of_the_innermost_generator(disclosure: Disclosure) -> None:
    def inner() -> Iterator[Any]:
        yield "text"

    @rule(id="test.rule", title="试", severity=Severity.INFO, basis=[Basis("convention", convention=True)])
    def outer(disclosure: Disclosure) -> Iterator[Verdict]:
        """一条试用的规则。"""
        yield from inner()

    _, ledger = check_disclosure(disclosure, [outer])
    assert (ledger[0].reason or "").endswith(f"({__name__}:{inspect.getsourcelines(inner)[1] + 1})")


def test_a_finding_made_by_hand_counts_for_one_version_and_warns(disclosure: Disclosure) -> None:
    by_hand = Finding("test.rule", "自拟", Severity.ERROR, "不一致。", "a", (SEEN,))
    with pytest.warns(DeprecationWarning, match=r"rule test.rule: yield fail\(...\) instead of Finding") as warned:
        finding = only(disclosure, by_hand)
    assert (finding.title, finding.severity, finding.certainty) == ("自拟", Severity.WARNING, Certainty.SUSPECTED)
    assert warned[0].filename == __file__
