"""The names that a region file uses against those that are known: measures, roles, rows, sections, headcount, layouts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ...model.checks.finding import Severity
from ...model.disclosures.column import OWN_MEASURES, ROLES
from ...model.disclosures.region import Region
from .errors import PackReader

_ROW_KINDS = ("total", "item", "functional", "economic")


def check_words(reader: PackReader, raw: Mapping[str, Any], base: Region, region: Region, layouts: Iterable[str] | None) -> None:
    """PackError for the first name in the file ``raw`` that nothing declares.

    A measure, an item or a category of people is declared by the base, or by a Chinese term in ``[names]``; every other
    name must be one that the region (base and file together) has.
    """
    if layouts is not None:
        names = tuple(layouts)
        for entry in raw.get("statements", ()):
            if "layout" in entry:
                reader.known([entry["layout"]], names, "layout", f"statement {entry['id']}, layout")
    declared = _measures(base) | set(OWN_MEASURES) | set(region.names)
    _check_headers(reader, raw.get("headers", {}), declared, "headers")
    measures = _measures(region) | set(OWN_MEASURES)
    for entry in raw.get("statements", ()):
        key = f"statement {entry['id']}"
        _check_headers(reader, entry.get("headers", {}), declared, f"{key}, headers")
        for total, groups in entry.get("parts", {}).items():
            reader.known([total, *(m for group in groups for m in group)], measures, "measure", f"{key}, parts")
    for entry in raw.get("subjects", ()):
        _check_subject(reader, entry, region, measures)
    for entry in raw.get("sections", ()):
        for item in entry.get("items", ()):
            statement, _, measure = item.partition(":")
            at = f"section {entry['id']}, items {item!r}"
            reader.known([statement], [t.id for t in region.statements], "statement", at, item)
            reader.known([measure], measures, "measure", at, item)
        for key in ("others", "total"):
            if key in entry:
                reader.known([entry[key]], [s.id for s in region.subjects], "subject", f"section {entry['id']}, {key}")
        reader.known(entry.get("behind", ()), [s.id for s in region.subjects], "subject", f"section {entry['id']}, behind")
    _check_people(reader, raw, base, region)
    reader.known(raw.get("severities", {}).values(), [s.value for s in Severity], "severity", "severities")


def _measures(region: Region) -> set[str]:
    """Every measure that a header word of the region gives."""
    values = {*region.headers.values(), *(v for t in region.statements for v in t.headers.values())}
    return {v for v in values if not v.startswith("@")}


def _check_headers(reader: PackReader, headers: Mapping[str, str], declared: set[str], key: str) -> None:
    for word, measure in headers.items():
        if measure.startswith("@"):
            reader.known([measure], ROLES, "role", f"{key}, {word}")
        else:
            reader.known([measure], declared, "measure (a new one needs a term in [names])", f"{key}, {word}")


def _check_subject(reader: PackReader, entry: Mapping[str, Any], region: Region, measures: set[str]) -> None:
    key = f"subject {entry['id']}"
    reader.known(entry.get("sections", ()), [s.id for s in region.sections], "section", f"{key}, sections")
    subjects = [s.id for s in region.subjects]
    reader.known([name for pair in entry.get("under", {}).items() for name in pair], subjects, "subject", f"{key}, under")
    reader.known(entry.get("parts", ()), subjects, "subject", f"{key}, parts")
    templates = {t.id: t for t in region.statements}
    for where in entry.get("where", ()):
        at = f"{key}, where {where!r}"
        statement, _, rest = where.partition(":")
        row, _, measure = rest.rpartition(":")
        kind, _, name = row.partition(":")
        if not row or (kind == "total") == bool(name):
            raise reader.fail(where, "a place is written statement:total:measure or statement:item:ID:measure", at)
        reader.known([statement], templates, "statement", at, where)
        reader.known([kind], _ROW_KINDS, "kind of row", at, where)
        reader.known([measure], measures, "measure", at, where)
        if kind == "item":
            items = {*region.items.values(), *templates[statement].items.values(), "with_meetings"}
            reader.known([name], items, "item", at, where)


def _check_people(reader: PackReader, raw: Mapping[str, Any], base: Region, region: Region) -> None:
    """Categories of the headcount: a new one has a term or is a part of another; parts are categories."""
    parts = raw.get("headcount_parts", {})
    declared = {*base.headcount.values(), *region.names, *parts, *(c for group in parts.values() for c in group)}
    used = set(region.headcount.values())
    for word, category in raw.get("headcount", {}).items():
        reader.known([category], declared, "category of people", f"headcount, {word}")
    for whole, group in parts.items():
        reader.known([whole, *group], used, "category of people", f"headcount_parts, {whole}")
