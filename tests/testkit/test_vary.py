"""Variations keep the meaning: the same facts and findings come out, and what a plugin adds is tried as well."""

from __future__ import annotations

import json
from random import Random

import pytest
from click.testing import CliRunner

from mingzhang import Variation
from mingzhang.cli import main
from mingzhang.core.model.generated.variation import FAMILIES
from mingzhang.core.testkit import as_text, generate
from mingzhang.core.testkit.variation.kinds import KINDS
from mingzhang.core.testkit.variation.report import holds, tally
from mingzhang.core.testkit.variation.run import Plan, Varied, run

PLUGIN = """
from dataclasses import replace
from mingzhang import Variation, hookimpl

def lost(generated, r):
    return replace(generated, blocks=tuple(b for b in generated.blocks if not getattr(b, "statement", None)))

@hookimpl
def register_variations():
    return [Variation("tables-lost", "表格全部丢失", "tables", lost)]
"""


def test_there_are_kinds_of_every_family_each_under_a_name_of_its_own():
    assert len(KINDS) >= 40
    assert len({k.id for k in KINDS}) == len(KINDS)
    assert {k.family for k in KINDS} == set(FAMILIES)
    with pytest.raises(ValueError, match="family"):
        Variation("x", "某种", "none")


@pytest.mark.parametrize("kind", [k for k in KINDS if k.vary], ids=lambda k: k.id)
def test_every_kind_changes_some_document_and_always_in_the_same_way(kind):
    changed = False
    for region, year, form in (
        ("xinjiang", 2021, "budget"),
        ("xinjiang", 2024, "budget"),
        ("xinjiang", 2024, "final"),
        ("sichuan", 2023, "budget"),
    ):
        document = generate(1, region, year, form)
        varied = kind.vary(document, Random(1))
        assert varied.blocks == kind.vary(document, Random(1)).blocks
        changed = changed or as_text(varied) != as_text(document) or varied.blocks != document.blocks
    assert changed


def test_facts_findings_and_planted_errors_stay():
    tried = list(run(Plan(range(2))))
    assert len(tried) == 2 * len(KINDS)
    assert [v for v in tried if not v.equal] == []
    assert [v for v in tried if v.false] == []
    assert [v for v in tried if v.planted is False] == []


def test_what_is_lost_is_seen(tmp_path):
    (tmp_path / "lost.py").write_text(PLUGIN, encoding="utf-8")
    ran = CliRunner().invoke(main, ["--plugins-dir", str(tmp_path), "testkit", "vary", "--seeds", "0:1", "--kind", "tables-lost", "--json"])
    assert ran.exit_code == 1, ran.output
    (kind,) = json.loads(ran.output)["kinds"]
    assert (kind["tried"], kind["equal"]) == (1, 0)
    assert kind["survivor"]["differing"]


def test_the_command_lists_kinds_and_names_one_that_is_none():
    listed = CliRunner().invoke(main, ["testkit", "vary", "--list"])
    assert len(listed.output.strip().splitlines()) == len(KINDS)
    unknown = CliRunner().invoke(main, ["testkit", "vary", "--kind", "none-such"])
    assert unknown.exit_code == 2
    assert "none-such" in unknown.output


def test_so_many_and_no_more():
    assert len(list(run(Plan(range(4), limit=7)))) == 7


def test_the_smallest_document_that_fails_is_shown():
    def varied(seed: int, size: int, equal: bool) -> Varied:
        return Varied("k", seed, "form", equal, (), (), None, size)

    tallies = tally([varied(0, 30, False), varied(1, 10, False), varied(2, 5, True)])
    assert tallies["k"].smallest.seed == 1
    assert not holds(tallies, 0.99, 1.0)
    assert holds(tally([varied(0, 1, True)]), 0.99, 1.0)
