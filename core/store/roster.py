"""A roster (名录) against a database: who has published what is expected, as far as the database holds it.

What is missing here may have been published elsewhere, or may not have been collected: it is said so, and nobody is accused.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from sqlite_utils import Database

from ..errors import UsageError
from ..model.disclosures.body import body_key
from ..model.disclosures.disclosure import Kind

_NEEDED = ("body", "fiscal_year")


class Held(StrEnum):
    """Whether the database has the disclosure of an entry."""

    FOUND = "found"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Expected:
    """A disclosure that a roster expects: body, year, kind; the division where the roster names it."""

    body: str
    fiscal_year: int
    kind: Kind
    division_code: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """An expected disclosure and what the database has of it.

    ``other_kind``: the disclosure of the other kind for the same year is there, a budget without a final account or the reverse.
    """

    expected: Expected
    held: Held
    disclosure: str | None = None
    other_kind: bool = False


def read_roster(path: Path) -> list[Expected]:
    """A CSV file with the columns body, fiscal_year, and optionally kind (budget, final; empty: both) and division_code.

    Raises UsageError naming the file, the line and what is wrong.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as f:
            rows = list(csv.DictReader(f))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"{path}: cannot be read as a CSV file in UTF-8: {error}") from error
    found: list[Expected] = []
    for number, row in enumerate(rows, 2):
        body, year = ((row.get(c) or "").strip() for c in _NEEDED)
        kind, division = ((row.get(c) or "").strip() for c in ("kind", "division_code"))
        if not body or not year.isdigit():
            raise UsageError(f"{path}, line {number}: the columns body and fiscal_year (a number) are needed")
        if kind not in ("", *Kind):
            raise UsageError(f"{path}, line {number}: kind must be budget, final or empty, not {kind!r}")
        found += [Expected(body, int(year), k, division or None) for k in ([Kind(kind)] if kind else Kind)]
    if not found:
        raise UsageError(f"{path}: the roster is empty")
    return found


def compare_roster(db: Database, roster: Iterable[Expected]) -> Iterator[Entry]:
    """An entry for every expected disclosure, in the order of the roster. Short names count as the body's."""
    held: dict[tuple[str, int, str], list[tuple[str, str | None]]] = {}
    query = "select key, body, short_names, division_code, fiscal_year, kind from disclosures where current_document is not null"
    for row in db.query(query):
        for name in {row["body"], *_names(row["short_names"])}:
            if name and row["fiscal_year"] and row["kind"]:
                held.setdefault((body_key(name), row["fiscal_year"], row["kind"]), []).append((row["key"], row["division_code"]))
    for e in roster:
        other = Kind.FINAL if e.kind is Kind.BUDGET else Kind.BUDGET
        found = _match(held.get((body_key(e.body), e.fiscal_year, str(e.kind)), []), e.division_code)
        beside = _match(held.get((body_key(e.body), e.fiscal_year, str(other)), []), e.division_code)
        yield Entry(e, Held.FOUND if found else Held.MISSING, found, bool(beside))


def _names(text: str | None) -> list[str]:
    names: list[str] = json.loads(text) if text else []
    return names


def _match(found: list[tuple[str, str | None]], division: str | None) -> str | None:
    return next((key for key, code in found if division is None or code is None or code == division), None)
