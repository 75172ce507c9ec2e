"""A roster against a database, as JSON and as lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from ..model.disclosures.disclosure import Kind
from ..model.results.words import KIND
from ..store.roster import Entry, Held

SCHEMA = "mingzhang.roster/1"


def roster_json(entries: Iterable[Entry]) -> dict[str, Any]:
    """The comparison as JSON values (``mingzhang.roster/1``)."""
    rows = [{**asdict(e.expected), "held": str(e.held), "disclosure": e.disclosure, "other_kind": e.other_kind} for e in entries]
    return {"schema": SCHEMA, "entries": [{**r, "kind": str(r["kind"])} for r in rows]}


def roster_lines(entries: Iterable[Entry]) -> Iterator[str]:
    """What is not in the database, a line for each, and the count of all."""
    listed = list(entries)
    missing = [e for e in listed if e.held is Held.MISSING]
    for e in missing:
        kind = KIND[str(e.expected.kind)]
        other = KIND[str(Kind.FINAL if e.expected.kind is Kind.BUDGET else Kind.BUDGET)]
        beside = f"（同年度的{other}公开件在库中）" if e.other_kind else ""
        yield f"{e.expected.body} {e.expected.fiscal_year} 年度{kind}：库中没有该公开件{beside}"
    yield f"名录 {len(listed)} 项，库中有 {len(listed) - len(missing)} 项，没有 {len(missing)} 项。没有的可能未收集到，或公开在别处，不等于未公开。"
