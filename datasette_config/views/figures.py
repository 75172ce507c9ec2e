"""The figures of several disclosures side by side: the same facts that an answer to a question is made of, each with its place."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from sqlite_utils import Database

from mingzhang.core.asking.facts import Fact, find_facts, subject_name
from mingzhang.core.asking.queries import Issue, Queries
from mingzhang.core.model.documents.figure import MONEY_UNITS
from mingzhang.datasette_config.citing import Spot, locate

Row = dict[str, Any]
SECONDS = 5.0
SUBJECTS = (
    "target:income_total", "target:expenditure_total", "target:general_total", "target:basic", "target:project",
    "target:three_public", "headcount:posts", "headcount:active",
)  # fmt: skip
"""What stands side by side, in this order; what no disclosure has is left out."""
MONEY = "万元"


def gather(connection: sqlite3.Connection, issues_of: Row) -> tuple[list[Issue], list[Row]]:
    """The disclosures that ``issues_of`` names (arguments of :meth:`Queries.issues`), oldest first, and the rows of figures.

    A row has ``name``, ``unit`` (None where the cells differ) and one cell for each disclosure, None for what it does not say. A cell has
    ``text`` as printed, ``unit``, ``value`` in 万元 (people as they are) and ``spot``. Runs on a connection of Datasette. Raises StoreError
    if it takes too long.
    """
    try:
        store = Queries(Database(connection, execute_plugins=False), SECONDS)
        issues = sorted(store.issues(**issues_of), key=lambda i: (i.year or 0, i.kind or "", i.level, i.key))
        rows = [_row(subject, issues, find_facts(store, issues, subject, {})) for subject in SUBJECTS] if issues else []
    finally:
        connection.set_progress_handler(None, 0)
    rows = [row for row in rows if row["facts"]]
    cells = [cell for row in rows for cell in row["cells"] if cell]
    for cell, spot in zip(cells, locate(connection, [asdict(c["citation"]) for c in cells]), strict=True):
        cell["spot"] = spot
    return issues, rows


def _row(subject: str, issues: Sequence[Issue], facts: Sequence[Fact]) -> Row:
    by_key = {f.issue.key: _cell(f) for f in facts}
    units = {cell["unit"] for cell in by_key.values()}
    return {
        "subject": subject,
        "name": subject_name(subject, {}),
        "unit": units.pop() if len(units) == 1 else None,
        "cells": [by_key.get(i.key) for i in issues],
        "facts": facts,
    }


def _cell(fact: Fact) -> Row:
    return {
        "text": fact.text,
        "unit": fact.unit,
        "value": in_ten_thousands(fact.value, fact.unit),
        "keys": fact.keys,
        "added": fact.added,
        "citation": fact.citations[0],
        "spot": Spot(fact.issue.document),
    }


def in_ten_thousands(value: Decimal, unit: str | None) -> Decimal | None:
    """An amount in 万元, exactly; people and posts as they are; None for money whose unit is not printed."""
    if unit in MONEY_UNITS:
        return value * MONEY_UNITS[unit] / MONEY_UNITS[MONEY]
    return value if unit else None


def disputed(cell: Row, addresses: Sequence[tuple[str, str]]) -> str | None:
    """The fingerprint of a finding that rests on the figure, of (address, fingerprint) of its disclosure; None if none does."""
    return next((f for address, f in addresses if any(address == k or address.startswith(k + "/") for k in cell["keys"])), None)
