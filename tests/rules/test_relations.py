"""Every rule that compares figures hands over the relation that it tested; one that does not says so."""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from mingzhang import Rule
from mingzhang.core.plugins.manager import default_plugins

OWN = [r for r in default_plugins().rules if r.home.startswith("mingzhang.rules.")]


def _keywords(rule: Rule, name: str) -> Iterator[dict[str, str]]:
    """The keywords, as written, of every call of a name in the module of a rule."""
    for node in ast.walk(ast.parse(inspect.getsource(sys.modules[rule.home]))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
            yield {k.arg or "**": ast.unparse(k.value) for k in node.keywords}


def _of_words(keywords: dict[str, str]) -> bool:
    return keywords.get("compares") == "False" or keywords.get("certainty") == "Certainty.SUSPECTED"


@pytest.mark.parametrize("rule", [pytest.param(r, id=r.id) for r in OWN])
def test_a_comparing_rule_hands_over_what_it_tested(rule: Rule) -> None:
    without = [k for k in _keywords(rule, "fail") if "tested" not in k and not _of_words(k)]
    assert not (rule.compares and without)


@pytest.mark.parametrize("rule", [pytest.param(r, id=r.id) for r in OWN])
def test_a_rule_of_words_tests_no_relation(rule: Rule) -> None:
    with_relation: list[Any] = [k for k in _keywords(rule, "fail") if "tested" in k]
    assert rule.compares or not with_relation


def test_nobody_makes_a_finding_by_hand() -> None:
    assert {r.id for r in OWN for _ in _keywords(r, "Finding")} == set()


def test_the_share_of_comparing_rules_is_no_accident() -> None:
    assert 50 < sum(r.compares for r in OWN) < len(OWN)
