"""The rule sets that ship: common to all places, 新疆, 四川; and the reference data beside them."""

from __future__ import annotations

from .. import References, Rule, collect_rules, hookimpl
from . import common, sichuan, xinjiang
from .references import load_references


@hookimpl
def register_rules() -> list[Rule]:
    """Every rule module in the three packages."""
    return [r for package in (common, xinjiang, sichuan) for r in collect_rules(package)]


@hookimpl
def register_references() -> References:
    """Classification codes and administrative divisions."""
    return load_references()
