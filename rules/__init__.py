"""The rule sets that ship: common to all places, 新疆, 四川; and the reference data beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from .. import Measured, References, Rule, collect_rules, hookimpl
from . import common, sichuan, xinjiang
from .references import load_references, read_rows

_COUNTS = ("noticed", "tried", "alone", "documents", "alarms")
"""Columns of ``data/measured.csv``, which ``mingzhang testkit mutate --measured`` writes. ``data/signed.csv`` is written by whoever reads the
findings on real documents beside their pages."""


@hookimpl
def register_rules() -> list[Rule]:
    """Every rule module in the three packages, each with what was measured of its version, and with what readers of real documents signed."""
    measured = {(row["rule"], row["version"]): _measured(row) for row in read_rows("measured")}
    read = {(row["rule"], row["version"]): row for row in read_rows("signed")}
    found = (r for package in (common, xinjiang, sichuan) for r in collect_rules(package))
    return [replace(r, measured=_with_signed(measured.get((r.id, r.version)), read.get((r.id, r.version)))) for r in found]


def _measured(row: Mapping[str, str]) -> Measured:
    noticed, tried, alone, documents, alarms = (int(row[k]) for k in _COUNTS)
    return Measured(noticed, tried, alone, documents, alarms)


def _with_signed(measured: Measured | None, row: Mapping[str, str] | None) -> Measured | None:
    if row is None:
        return measured
    made = measured or Measured(0, 0, 0, 0, 0)
    return replace(made, signed=int(row["signed"]), unsigned=int(row["unsigned"]), read_on=row["read_on"])


@hookimpl
def register_references() -> References:
    """Classification codes and administrative divisions."""
    return load_references()
