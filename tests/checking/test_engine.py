"""The ledger is complete, fingerprints are stable, a crashing rule stops no other."""

import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest

from mingzhang import Basis, Disclosure, Evidence, Failed, Passed, Place, Role, Rule, Severity, Undecided, Verdict, check, fail, rule
from mingzhang.core.checking.engine import Selection, check_disclosure
from mingzhang.core.model.checks.finding import Outcome, Reason, fingerprint

BASE = Path(__file__).parents[1] / "rules" / "bases" / "xinjiang_budget.txt"


@pytest.fixture(scope="module")
def disclosure() -> Disclosure:
    found = check(BASE).documents[0].disclosure
    assert found is not None
    return found


PLACE = Evidence(Role.ACTUAL, "1", Place())


def made(id: str, *verdicts: Verdict | Exception) -> Rule:
    @rule(id=id, title="试", severity=Severity.WARNING, basis=[Basis("convention", convention=True)])
    def made_rule(disclosure: Disclosure) -> Iterator[Verdict]:
        """一条试用的规则。"""
        for verdict in verdicts:
            if isinstance(verdict, Exception):
                raise verdict
            yield verdict

    return made_rule


def finding(severity: Severity | None = None, address: str = "a") -> Failed:
    return fail("甲处 1，乙处 2，不一致。", severity=severity, address=address, evidence=PLACE)


def outcome(disclosure: Disclosure, *verdicts: Verdict | Exception) -> tuple[Outcome, str | None]:
    _, ledger = check_disclosure(disclosure, [made("test.rule", *verdicts)])
    return ledger[0].outcome, ledger[0].reason


def test_outcomes(disclosure: Disclosure) -> None:
    missing = Undecided(Reason.TABLE_MISSING, "表")
    assert outcome(disclosure, Passed(2)) == (Outcome.PASS, None)
    assert outcome(disclosure, Passed(), finding())[0] is Outcome.FAIL
    assert outcome(disclosure)[0] is Outcome.NOT_APPLICABLE
    assert outcome(disclosure, missing) == (Outcome.NOT_EVALUABLE, "table_missing: 表（1 处）")
    assert outcome(disclosure, Passed(), missing) == (Outcome.PASS, "table_missing: 表（1 处）")


def test_a_crash_is_shown_and_stops_no_other(disclosure: Disclosure) -> None:
    rules = [made("test.first", Passed(), RuntimeError("boom\nsecond line")), made("test.second", Passed())]
    findings, ledger = check_disclosure(disclosure, rules)
    assert [r.outcome for r in ledger] == [Outcome.CRASHED, Outcome.PASS]
    line = inspect.getsourcelines(made)[1] + 6
    assert ledger[0].reason == f"rule_error: RuntimeError: boom second line ({__name__}:{line})"
    assert findings == ()


def test_the_ledger_has_every_rule_also_those_not_chosen(disclosure: Disclosure) -> None:
    rules = [made("test.first", Passed()), made("other.second", Passed())]
    _, ledger = check_disclosure(disclosure, rules, selection=Selection(select=("test",)))
    assert [(r.rule, r.outcome, r.reason) for r in ledger] == [
        ("test.first", Outcome.PASS, None),
        ("other.second", Outcome.NOT_APPLICABLE, "not_selected"),
    ]


@pytest.mark.parametrize(
    ("select", "ignore", "chosen"),
    [
        ((), (), True),
        (("sum",), (), True),
        (("sum.*",), (), True),
        (("su",), (), False),
        ((), ("sum.rows",), False),
        (("sum",), ("sum",), False),
    ],
)
def test_selection(select: tuple[str, ...], ignore: tuple[str, ...], chosen: bool) -> None:
    assert Selection(select, ignore).chooses("sum.rows") is chosen


def test_a_finding_is_never_harsher_than_its_rule(disclosure: Disclosure) -> None:
    findings, _ = check_disclosure(disclosure, [made("test.rule", finding(Severity.ERROR), finding(Severity.INFO, "b"))])
    assert [f.severity for f in findings] == [Severity.WARNING, Severity.INFO]


def test_equal_addresses_get_ordinals(disclosure: Disclosure) -> None:
    findings, _ = check_disclosure(disclosure, [made("test.rule", finding(), finding())])
    assert len({f.fingerprint for f in findings}) == 2
    assert findings[0].fingerprint == fingerprint("test.rule", disclosure.identity, "a", 0)
    assert findings[0].fingerprint.startswith("1:")


def test_fingerprints_do_not_depend_on_value_or_line(tmp_path: Path) -> None:
    text = BASE.read_text(encoding="utf-8").replace("增长25.00%", "增长52.00%")
    prints = []
    for n, version in enumerate((text, "\n\n" + text.replace("增长52.00%", "增长53.00%"))):
        path = tmp_path / f"{n}.txt"
        path.write_text(version, encoding="utf-8")
        prints.append([f.fingerprint for f in check(path).documents[0].findings if f.rule == "prose.rate"])
    assert prints[0] == prints[1] and len(prints[0]) == 1


def test_a_rule_without_a_page_is_refused() -> None:
    with pytest.raises(ValueError, match="docstring"):

        @rule(id="test.empty", title="试", severity=Severity.INFO, basis=[Basis("x")])
        def empty(disclosure: Disclosure) -> Iterator[Verdict]:
            yield Passed()
