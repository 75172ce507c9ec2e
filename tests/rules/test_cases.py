"""Every rule on small fictional documents: must fire, must not, cannot be evaluated."""

from pathlib import Path

from mingzhang import rule_tests
from mingzhang.core.plugins.manager import default_plugins
from mingzhang.core.testkit.suites.cases import load_cases

CASES = Path(__file__).parent / "cases"

test_rules = rule_tests(CASES)


def test_every_rule_has_a_case_that_fires_and_one_that_does_not() -> None:
    cases = [c for p in CASES.glob("*.toml") for c in load_cases(p)]
    elsewhere = {
        "privacy.mobile",
        "privacy.id-number",
        "privacy.bank-card",
    }  # their cases compose numbers at run time: test_privacy_rules.py
    # Plugins of others that are installed beside have cases of their own.
    for rule in default_plugins().rules:
        if rule.id not in elsewhere and rule.check.__module__.startswith("mingzhang.rules."):
            file = f"{rule.id.replace('.', '_').replace('-', '_')}.toml"
            own = [c for c in cases if c.rule == rule.id]
            assert any(c.fires for c in own), f"{rule.id}: no case that must fire in tests/rules/cases/{file}"
            assert any(c.silent for c in own), f"{rule.id}: no case that must not fire in tests/rules/cases/{file}"
