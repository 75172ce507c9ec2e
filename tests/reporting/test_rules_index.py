"""The index of rules: complete, versioned, with what was measured of the version that is loaded."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from mingzhang import Measured, read, understand
from mingzhang.core.checking.engine import Selection, check_disclosure
from mingzhang.core.model.checks.rule import RuleState, rule_set_version, wilson_low
from mingzhang.core.plugins.manager import default_plugins
from mingzhang.core.reporting.rules_index import detection, index_json, index_markdown, year_words
from mingzhang.core.testkit.generator import generate
from mingzhang.core.testkit.mutation.mutants import Plan, run_plan
from mingzhang.core.testkit.mutation.planting import apply, choose
from mingzhang.core.testkit.mutation.tally import Tally, measured_csv
from mingzhang.core.testkit.render.text import render_text

RULES = default_plugins().rules


def test_the_version_of_the_set_follows_its_rules() -> None:
    whole = rule_set_version(RULES)
    assert rule_set_version(list(reversed(RULES))) == whole, "the order of loading does not matter"
    assert rule_set_version(RULES[1:]) != whole
    assert rule_set_version([replace(RULES[0], version="99"), *RULES[1:]]) != whole


def test_every_rule_stands_in_the_index() -> None:
    index = index_json(RULES)
    assert [r["id"] for r in index["rules"]] == [r.id for r in RULES]
    text = "\n".join(index_markdown(RULES))
    for rule in RULES:
        assert f"`{rule.id}`" in text
        assert rule.page.split("\n")[0][:12] in text


def test_what_was_not_measured_is_a_dash() -> None:
    assert detection(replace(RULES[0], measured=None)) == "—"
    assert detection(replace(RULES[0], measured=Measured(0, 0, 0, 7, 0))) == "—"
    assert detection(replace(RULES[0], measured=Measured(3, 7, 0, 7, 0))) == "3/7"


def test_years_of_a_basis() -> None:
    assert [year_words(*y) for y in ((2021, None), (None, 2020), (2019, 2020), (None, None))] == [
        "2021年度起",
        "至2020年度",
        "2019–2020年度",
        "",
    ]


def test_a_run_measures_every_rule() -> None:
    plan = Plan((3,), 1, ("staff_over_posts",), slips=False, form="text")
    rows = list(csv.DictReader(io.StringIO(measured_csv(Tally(tuple(run_plan(plan))), RULES))))
    assert [r["rule"] for r in rows] == [r.id for r in RULES]
    assert {r["documents"] for r in rows} == {"1"}
    posts = next(r for r in rows if r["rule"] == "staff.over-posts")
    assert (posts["noticed"], posts["tried"], posts["alarms"]) == ("1", "1", "0")


def test_measured_rates_belong_to_the_version() -> None:
    measured = [r for r in RULES if r.measured]
    assert measured, "rules/data/measured.csv is written by: mingzhang testkit mutate --measured"
    assert all(r.measured.noticed <= r.measured.tried for r in measured if r.measured)


def test_the_command_prints_the_index() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "mingzhang.cli", "rules", "--format", "json"],
        capture_output=True, text=True, check=True, env={**os.environ, "MINGZHANG_LOAD_PLUGINS": ""},
    )  # fmt: skip
    index = json.loads(run.stdout)
    assert index["schema"] == "mingzhang.rules/1" and len(index["rules"]) == len(RULES)


@pytest.mark.parametrize(
    ("measured", "state"),
    [
        (None, RuleState.DRAFT),
        (Measured(0, 0, 0, 0, 0), RuleState.DRAFT),
        (Measured(3, 7, 0, 70, 0), RuleState.IN_FORCE),
        (Measured(3, 7, 0, 0, 0, signed=1), RuleState.IN_FORCE),
        (Measured(3, 7, 0, 70, 1), RuleState.IN_FORCE),
        (Measured(3, 7, 0, 70, 9), RuleState.SUSPECTED),
        (Measured(3, 7, 0, 70, 0, unsigned=2), RuleState.SUSPECTED),
        (Measured(3, 7, 0, 70, 0, signed=19, unsigned=1), RuleState.IN_FORCE),
        (Measured(3, 7, 0, 70, 0, signed=5, unsigned=3), RuleState.SUSPECTED),
    ],
)
def test_the_state_of_a_rule_follows_from_what_was_measured(measured: Measured | None, state: RuleState) -> None:
    assert replace(RULES[0], measured=measured).state is state


def test_wilsons_interval() -> None:
    assert wilson_low(0, 0) == wilson_low(0, 50) == 0.0
    assert wilson_low(5, 10) == pytest.approx(0.2366, abs=1e-4)  # the example of textbooks: 0.2366 to 0.7634
    assert wilson_low(10, 10) == pytest.approx(0.7225, abs=1e-4)


def test_findings_of_a_suspected_rule_are_suspected(tmp_path: Path) -> None:
    clean = generate(11, "xinjiang", 2024)
    path = render_text(apply(clean, choose(clean, 1, 1, ["staff_over_posts"])), tmp_path / "a.txt")
    rules = [r for r in RULES if r.id == "staff.over-posts"]
    disclosure = understand(read(path))
    assert disclosure is not None
    for unsigned, certainty in ((0, "certain"), (2, "suspected")):
        changed = [replace(r, measured=Measured(1, 1, 0, 70, 0, signed=0, unsigned=unsigned)) for r in rules]
        (finding,), _ = check_disclosure(disclosure, changed, None, Selection())
        assert finding.certainty == certainty
