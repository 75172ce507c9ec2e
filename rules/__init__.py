"""The rule sets that ship: common to all places, 新疆, 四川; and the reference data beside them."""

from __future__ import annotations

from dataclasses import replace

from .. import Measured, References, Rule, collect_rules, hookimpl
from . import common, sichuan, xinjiang
from .references import load_references, read_rows

_COUNTS = ("noticed", "tried", "alone", "documents", "alarms")
"""Columns of ``data/measured.csv``, which ``mingzhang testkit mutate --measured`` writes."""


@hookimpl
def register_rules() -> list[Rule]:
    """Every rule module in the three packages, each with what its version was measured to notice."""
    measured = {(row["rule"], row["version"]): Measured(*(int(row[k]) for k in _COUNTS)) for row in read_rows("measured")}
    found = (r for package in (common, xinjiang, sichuan) for r in collect_rules(package))
    return [replace(r, measured=measured.get((r.id, r.version))) for r in found]


@hookimpl
def register_references() -> References:
    """Classification codes and administrative divisions."""
    return load_references()
