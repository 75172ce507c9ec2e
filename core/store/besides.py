"""Stored disclosures beside their peers, in one database or in the shards of a province."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache, partial

from sqlite_utils import Database

from ..checking.across import Beside, beside_of
from ..model.checks.across import ComparableDisclosure
from ..model.checks.rule import Rule
from .comparable import StoredDisclosure, comparable_in, departments_of, listed_units, stored_of
from .compared import uncompared_bodies

Body = tuple[str | None, str]
"""Code of the division and plain name."""


def bodies_to_compare(databases: Sequence[Database]) -> list[Body]:
    """The bodies of which something new was stored, and the departments that list one of them, each once."""
    changed = dict.fromkeys(body for db in databases for body in uncompared_bodies(db))
    wanted = dict(changed)
    for division, name in changed:
        wanted |= dict.fromkeys((division, department) for db in databases for department in departments_of(db, division, name))
    return list(wanted)


def besides(databases: Sequence[Database], bodies: Sequence[Body], rules: Sequence[Rule]) -> Iterator[tuple[Database, Beside]]:
    """The stored disclosures of bodies that have peers, or had some when they were last compared; each with the database that holds it."""

    def stored(division: str | None, name: str) -> list[tuple[Database, StoredDisclosure]]:
        return [(db, one) for db in databases for one in stored_of(db, division, name)]

    @lru_cache(maxsize=64)  # a department's units mostly follow each other
    def of(division: str | None, name: str) -> tuple[ComparableDisclosure, ...]:
        return tuple(comparable_in(db, one, rules) for db, one in sorted(stored(division, name), key=_order) if one.is_current)

    for division, name in bodies:
        found = stored(division, name)
        if len(found) == 1 and not found[0][1].compared and not listed_units(found[0][0], found[0][1].document):
            continue
        everything = of(division, name)
        for db, one in sorted(found, key=_order):
            this = next((k for k in everything if k.document == one.document), None) or comparable_in(db, one, rules)
            beside = beside_of(this, everything, partial(of, division))
            if beside.peers.same or beside.peers.others or one.compared:
                yield db, beside


def _order(found: tuple[Database, StoredDisclosure]) -> tuple[str, str]:
    """By disclosure, in whichever database it stands."""
    return found[1].identity.key, found[1].document
