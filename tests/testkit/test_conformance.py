"""The judge of the conformance suite: what it says of a result that misses, invents, or takes a body for another."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from mingzhang.core.plugins.manager import default_plugins
from mingzhang.core.testkit.generator import forms, registered
from mingzhang.core.testkit.suites import conformance
from mingzhang.core.testkit.suites.conformance import LIST, Plan, check_suite, judge, plans, verdict_lines, write_suite

Json = dict[str, Any]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> tuple[Json, Json]:
    """A suite of two documents, and what this tool says of them."""
    folder = tmp_path_factory.mktemp("suite")
    first = forms(registered())[0]
    assert len(list(write_suite(folder, default_plugins(), (Plan(first, 5), Plan(first, 5, 1))))) == 3
    suite = json.loads((folder / LIST).read_text(encoding="utf-8"))
    return suite, check_suite(folder, default_plugins())


def verdicts(suite: Json, result: Json) -> list[conformance.Verdict]:
    return list(judge(suite, result))


def test_our_own_result_passes(small: tuple[Json, Json]) -> None:
    found = verdicts(*small)
    assert [v.passed for v in found] == [True, True]
    assert all(v.judged == len(default_plugins().rules) for v in found)
    assert list(verdict_lines(found))[-1].startswith("2/2")


def test_what_was_not_found_is_missed(small: tuple[Json, Json]) -> None:
    suite, result = small
    clean, faulty = verdicts(suite, {**result, "findings": []})
    assert clean.passed
    assert len(faulty.missed) == 3 and not faulty.unfounded


def test_a_finding_about_nothing_is_unfounded(small: tuple[Json, Json]) -> None:
    suite, result = small
    made = copy.deepcopy(result["findings"][0])
    made |= {"document": result["documents"][0]["sha256"], "severity": "error", "rule": "made.up"}
    clean, _ = verdicts(suite, {**result, "findings": [*result["findings"], made]})
    assert [u.partition(":")[0] for u in clean.unfounded] == ["made.up"]
    made["severity"] = "info"
    assert verdicts(suite, {**result, "findings": [*result["findings"], made]})[0].passed, "a remark accuses nobody"


def test_another_body_and_another_outcome_are_said(small: tuple[Json, Json]) -> None:
    suite, result = small
    other = copy.deepcopy(result)
    other["documents"][0]["division_code"] = "000000"
    row = next(r for r in other["ledger"] if r["document"] == other["documents"][0]["sha256"] and r["outcome"] == "pass")
    row["outcome"] = "not_evaluable"
    clean, _ = verdicts(suite, other)
    assert len(clean.problems) == 1 and "000000" in clean.problems[0]
    assert clean.outcomes == (f"{row['rule']}: not_evaluable for pass",)


def test_a_document_that_was_not_checked_is_no_pass(small: tuple[Json, Json]) -> None:
    suite, result = small
    assert [v.problems for v in verdicts(suite, {**result, "documents": result["documents"][:1]})] == [(), ("not checked",)]


def test_rules_that_a_tool_does_not_have_are_not_judged(small: tuple[Json, Json]) -> None:
    suite, result = small
    found = verdicts(suite, {**result, "ledger": [r for r in result["ledger"] if r["rule"].startswith("sum.")]})
    assert all(v.passed for v in found)
    assert 0 < found[0].judged < 20


SUITE = Path(__file__).parents[1] / "conformance"


def test_the_suite_of_the_repository_passes() -> None:
    suite = json.loads((SUITE / LIST).read_text(encoding="utf-8"))
    found = verdicts(suite, check_suite(SUITE, default_plugins()))
    assert len(found) == len(plans(registered()))
    assert not [line for v in found for line in (*v.problems, *v.missed, *v.unfounded, *v.outcomes)]


def test_the_suite_is_what_its_plan_makes(tmp_path: Path) -> None:
    """Documents byte by byte, and the list, fingerprints included."""
    for path in write_suite(tmp_path, default_plugins()):
        kept = SUITE / path.relative_to(tmp_path)
        assert kept.read_bytes() == path.read_bytes(), f"{kept.name}: make it anew with: mingzhang testkit conformance {SUITE.name} --write"
