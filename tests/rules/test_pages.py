"""A rule's docstring is its public page: its shape is checked."""

import re

import pytest

from mingzhang import Rule
from mingzhang.core.plugins.manager import default_plugins


@pytest.mark.parametrize("rule", default_plugins().rules, ids=lambda r: r.id)
def test_page(rule: Rule) -> None:
    lines = rule.page.split("\n")
    assert lines[0].endswith("。"), "the first line states the assertion in one sentence"
    assert re.search(r"^错例：.+", rule.page, re.M), "one wrong example"
    assert re.search(r"^正例：.+", rule.page, re.M), "one right example"
    assert re.search("[\u4e00-\u9fff]", rule.title)


def test_the_standing_rules_cover_both_regions() -> None:
    assert len(default_plugins().rules) >= 12
