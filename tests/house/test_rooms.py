"""A stranger finds a thing by its name: rules by their id."""

from __future__ import annotations

import pytest

from mingzhang.core.plugins.manager import Plugins

SETS = "mingzhang.rules"
"""Each rule set is a package below it: what all places share, and one for each region."""


@pytest.fixture(scope="module")
def homes() -> dict[str, str]:
    """The ids of the rules that ship, and the modules that they are written in."""
    plugins = Plugins()
    shipped = {r.id: r.home for r in plugins.rules}
    return {i: home for i, home in shipped.items() if home.startswith(f"{SETS}.")}


def test_a_rule_stands_in_the_folder_of_its_group_under_its_name(homes: dict[str, str]) -> None:
    assert {"contents.titles", "privacy.id-number", "across.carry-over"} <= set(homes)
    wrong = {}
    for rule, home in homes.items():
        rule_set = home.removeprefix(f"{SETS}.").partition(".")[0]
        path = rule.replace("-", "_")
        # A rule that only one region has is of the group that bears the region's name; its folder is the region's set.
        if home not in (f"{SETS}.{rule_set}.{path}", f"{SETS}.{path}"):
            wrong[rule] = home
    assert wrong == {}


def test_every_rule_has_a_module_of_its_own(homes: dict[str, str]) -> None:
    assert len(set(homes.values())) == len(homes)
